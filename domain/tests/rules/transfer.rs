//! The way to arbitration without an agreement (LMAL 5, 14, 28-29; CHR 29-31; EMR 29-31).

use super::play::*;
use super::vector::{self, folded};
use domain::arbitration::{ArbitrationGround, undisputed};
use domain::case::{Ending, Stage};
use domain::command::*;
use domain::deadline::{self, Clock};
use domain::event::EndGround;
use domain::hash::Digest;
use domain::log::Entry;
use domain::paper::{self, PaperKind};
use domain::refusal::Refusal;
use domain::seal::Act;
use domain::sight;
use domain::stage::to_transfer;

fn refuse_petition() -> Command {
    Command::RefuseArbitration {
        ground: ArbitrationGround::NoJurisdiction,
        explanation: "劳动合同履行地和用人单位所在地均不在本辖区".into(),
    }
}

fn return_petition() -> Command {
    Command::ReturnPetition {
        items: "请写明各月工资的计算".into(),
    }
}

fn hand_over() -> Command {
    Command::TransferCase {
        commission: COMMISSION,
        attestor: None,
    }
}

#[test]
fn either_side_leaves_for_arbitration_at_any_time_before_effect() {
    for play in [
        Play::requested(),
        Play::mediating(),
        Play::drafted(),
        Play::agreed(),
        Play::presented(),
        Play::signed_by_all(),
    ] {
        let mut play = play;
        play.does(&WORKER, leave());
        assert_eq!(play.case.ended, Some(Ending::Failed(EndGround::ClaimantUnwilling)));
        play.hands_over();
        assert_eq!(play.case.stage, Some(Stage::Transferred));
    }
    let mut play = Play::drafted();
    play.does(&EMPLOYER, leave()).hands_over();
    let mut play = Play::effective();
    play.refuses(&WORKER, leave(), Refusal::WrongStage);
}

#[test]
fn the_way_stays_open_after_any_end_without_agreement() {
    let reason = || "不愿继续".to_owned();
    for (mut play, who, end) in [
        (Play::joined(), EMPLOYER, Command::DeclineMediation { reason: reason() }),
        (Play::drafted(), MEDIATOR, Command::EndMediation { reason: reason() }),
        (Play::drafted(), EMPLOYER, Command::EndMediation { reason: reason() }),
        (Play::drafted(), WORKER, Command::WithdrawRequest { reason: reason() }),
    ] {
        play.does(&who, end);
        assert!(!to_transfer(&play.case), "nobody is sent there unasked");
        play.refuses(&SYSTEM, hand_over(), Refusal::WrongStage);
        play.does(&WORKER, leave());
        play.refuses(&WORKER, leave(), Refusal::AlreadyDone);
        play.hands_over();
    }
}

#[test]
fn after_day_fifteen_the_case_closes_and_moves_on_by_itself_exactly_once() {
    let mut play = Play::drafted();
    play.after(play.case.mediation_ends.unwrap());
    // The exit stays open even before the tick comes.
    let mut gone = play.clone();
    gone.does(&WORKER, leave()).hands_over();
    play.does(&SYSTEM, Command::Tick);
    assert!(to_transfer(&play.case));
    play.refuses(&WORKER, hand_over(), Refusal::NotYourRole);
    play.refuses(
        &SYSTEM,
        Command::TransferCase {
            commission: CENTRE,
            attestor: None,
        },
        Refusal::InstitutionUnfit,
    );
    play.does(&SYSTEM, hand_over());
    play.refuses(&SYSTEM, hand_over(), Refusal::AlreadyDone);
    assert!(paper::wanting(&play.case, PaperKind::TransferLetter));
    let letter = play.paper_of(PaperKind::TransferLetter);
    play.does(&SYSTEM, letter.clone());
    play.refuses(&SYSTEM, letter, Refusal::AlreadyDone);
    play.makes_papers();
    assert_eq!(play.kinds(), [PaperKind::TransferLetter, PaperKind::TransferList]);
}

#[test]
fn the_transfer_is_no_filing_one_side_completes_and_confirms_the_petition() {
    let mut play = Play::transferred();
    play.refuses(&ARBITRATOR, Command::AcceptArbitration, Refusal::WrongStage);
    play.does(&WORKER, Command::AddEvidence(photo(0x61, true)));
    play.refuses(&MEDIATOR, Command::AddEvidence(photo(0x62, true)), Refusal::WrongStage);
    let mut whole = petition();
    whole.evidence = vec![photo(0x61, true).id];
    play.does(&WORKER, petition_of(whole));
    assert_eq!(play.case.arbitration.as_ref().unwrap().accept_by, day("2026-03-09"));
    let clock = deadline::running(&play.case)[0];
    assert_eq!((clock.clock, clock.day), (Clock::ArbitrationAccept, day("2026-03-09")));
    play.refuses(&EMPLOYER, petition_of(petition()), Refusal::AlreadyDone);
    play.makes_papers()
        .does(&ARBITRATOR, Command::AcceptArbitration)
        .makes_papers();
    assert_eq!(play.case.stage, Some(Stage::Arbitrating));
    // 45 natural days from 2 March is 16 April.
    assert_eq!(
        play.case.arbitration.as_ref().unwrap().award_by,
        Some(day("2026-04-16"))
    );
    assert_eq!(*play.kinds().last().unwrap(), PaperKind::ArbitrationNotice);
}

#[test]
fn a_petition_needs_the_other_sides_domicile_and_only_what_both_have_seen() {
    let mut play = Play::requested();
    play.does(&WORKER, leave()).hands_over();
    // The employer never joined: its address is unknown to the case.
    play.refuses(&WORKER, petition_of(petition()), Refusal::PetitionIncomplete);
    let address = hidden("云南省枫林市高新区 8 楼");
    let mut whole = petition();
    whole.opponent_address = Some(address.commitment());
    let file = |disclosures| Command::ApplyForArbitration {
        petition: whole.clone(),
        disclosures,
        statement: None,
    };
    play.refuses(&WORKER, file(vec![hidden("李文静")]), Refusal::NotDisclosed);
    play.does(&WORKER, file(vec![hidden("李文静"), address]));
    let mut play = Play::mediating();
    play.does(&WORKER, Command::AddEvidence(photo(1, false)));
    play.does(&WORKER, leave()).hands_over();
    let mut secret = petition();
    secret.evidence = vec![photo(1, false).id];
    play.refuses(&WORKER, petition_of(secret), Refusal::FileUnfit);
}

#[test]
fn defects_are_told_once_and_the_days_to_accept_begin_again() {
    let mut play = Play::before_the_commission();
    play.does(&ARBITRATOR, return_petition());
    assert_eq!(play.case.stage, Some(Stage::Transferred));
    play.refuses(&EMPLOYER, petition_of(petition()), Refusal::NotYourCase);
    play.after(day("2026-03-06"));
    let mut better = petition();
    better.facts = "2025 年 9 月至 11 月各 6200 元。".into();
    play.does(&WORKER, petition_of(better)).makes_papers();
    assert_eq!(play.case.arbitration.as_ref().unwrap().accept_by, day("2026-03-13"));
    play.refuses(&ARBITRATOR, return_petition(), Refusal::AlreadyDone);
    let petitions = play
        .case
        .papers
        .iter()
        .filter(|paper| paper.kind == PaperKind::ArbitrationPetition);
    assert_eq!(petitions.count(), 2);
}

#[test]
fn a_refused_petition_ends_with_its_ground_and_the_way_to_court() {
    let mut play = Play::before_the_commission();
    play.refuses(&JUDGE, refuse_petition(), Refusal::NotYourRole);
    play.does(&ARBITRATOR, refuse_petition()).makes_papers();
    assert_eq!(
        play.case.ended,
        Some(Ending::NotArbitrated(ArbitrationGround::NoJurisdiction))
    );
    assert_eq!(*play.kinds().last().unwrap(), PaperKind::ArbitrationRefusal);
    play.refuses(&WORKER, petition_of(petition()), Refusal::CaseEnded);
}

#[test]
fn a_paper_is_sealed_by_the_institution_whose_paper_it_is() {
    let mut play = Play::left();
    play.does(&SYSTEM, hand_over());
    let Some(Command::IssuePaper {
        kind,
        document,
        size,
        number,
        seal,
    }) = play.paper()
    else {
        unreachable!()
    };
    let paper = |seal| Command::IssuePaper {
        kind,
        document,
        size,
        number: number.clone(),
        seal,
    };
    play.refuses(&SYSTEM, paper(None), Refusal::SignatureInvalid);
    let mut foreign = seal.unwrap();
    foreign.org = COMMISSION;
    play.refuses(&SYSTEM, paper(Some(foreign)), Refusal::SignatureInvalid);
    play.refuses(&WORKER, paper(seal), Refusal::NotYourRole);
}

#[test]
fn the_commission_gets_undisputed_facts_and_no_offer() {
    let mut play = Play::drafted();
    play.does(&WORKER, Command::AddEvidence(photo(9, false)));
    play.does(&MEDIATOR, state_fact());
    for party in [&WORKER, &EMPLOYER] {
        play.does(party, confirm_fact());
    }
    let other = domain::id::FactId(uuid::Uuid::from_u128(0xfb));
    let text = "被申请人称最多只能付一万元".to_owned();
    play.does(
        &MEDIATOR,
        Command::StateFact {
            fact: other,
            text: text.clone(),
        },
    );
    play.does(
        &WORKER,
        Command::ConfirmFact {
            fact: other,
            digest: Digest::of(text.as_bytes()),
        },
    );
    let agree = play.agree();
    play.does(&MEDIATOR, agree).does(&SYSTEM, present());
    let sign = play.sign(&WORKER);
    play.does(&WORKER, sign);
    assert!(!sight::may_open(&play.case, &ARBITRATOR));
    play.does(&EMPLOYER, leave()).hands_over();
    assert!(sight::may_open(&play.case, &ARBITRATOR) && !sight::may_open(&play.case, &JUDGE));
    let view = play
        .entries
        .iter()
        .map(|entry| sight::view(&play.case, entry, &ARBITRATOR));
    let entries: Vec<Entry> = view.collect();
    let seen = folded(&entries);
    assert_eq!(
        undisputed(&seen).map(|fact| fact.text.as_str()).collect::<Vec<_>>(),
        [HIRED]
    );
    assert_eq!((seen.stated.len(), seen.evidence.len()), (1, 1));
    assert!(seen.draft.0.is_empty() && seen.marks.is_empty() && seen.agreed_terms.is_none());
    assert!(seen.agreement.is_none() && seen.signatures.is_empty());
    let told = entries
        .iter()
        .filter_map(|entry| entry.payload.as_deref())
        .collect::<String>();
    assert!(!told.contains("最多只能付一万元") && !told.contains("\"1000000\""));
    // The account in the offer is not for the commission either.
    let account = hidden(BANK).commitment();
    assert!(!sight::readable(&play.case, &ARBITRATOR).contains(&account));
    // And its dossier proves as much as the others'.
    for reader in [&WORKER, &EMPLOYER, &MEDIATOR, &ARBITRATOR] {
        let report = domain::dossier::verify(&vector::dossier(&play, reader), &vector::trust());
        assert_eq!(report.faults, [], "{reader:?}");
    }
}

#[test]
fn the_petition_is_signed_with_a_key_of_the_applicants_own() {
    let mut play = Play::left();
    let hand_over = Command::TransferCase {
        commission: COMMISSION,
        attestor: Some(public(&attestor())),
    };
    play.does(&SYSTEM, hand_over).makes_papers();
    play.refuses(&WORKER, petition_of(petition()), Refusal::StatementMismatch);
    let filed = |statement| Command::ApplyForArbitration {
        petition: petition(),
        disclosures: vec![hidden("李文静")],
        statement: Some(statement),
    };
    // Signed for another text, in another's name, or for another act: nothing is filed.
    let mut other = petition();
    other.facts = "另一份事实".into();
    let for_another = play.petitions(&WORKER, &other);
    play.refuses(&WORKER, filed(for_another), Refusal::StatementMismatch);
    let by_another = play.petitions(&EMPLOYER, &petition());
    play.refuses(&WORKER, filed(by_another), Refusal::StatementMismatch);
    let mut forged = play.petitions(&WORKER, &petition());
    forged.signature.0[5] ^= 1;
    play.refuses(&WORKER, filed(forged), Refusal::SignatureInvalid);
    let statement = play.petitions(&WORKER, &petition());
    play.does(&WORKER, filed(statement.clone()));
    assert!(play.case.arbitration.as_ref().unwrap().signed);
    // The same statement files nothing a second time.
    let items = "请写明各月工资".to_owned();
    play.does(&ARBITRATOR, Command::ReturnPetition { items });
    play.refuses(&WORKER, filed(statement), Refusal::NonceReused);
    let report = domain::dossier::verify(&super::vector::dossier(&play, &WORKER), &super::vector::trust());
    assert_eq!(report.faults, []);
    let act = Act::Petition { commission: COMMISSION };
    assert!(report.signers.iter().any(|signer| signer.act == act));
}

/// EMR 31: the request interrupts the year, and refusal or failure lets it begin again.
#[test]
fn the_year_to_claim_begins_again_with_the_end_of_the_talks() {
    let limitation = |play: &Play| {
        let running = deadline::running(&play.case);
        let clock = running.into_iter().find(|it| it.clock == Clock::Limitation);
        clock.map(|it| it.day)
    };
    let mut play = Play::mediating();
    assert_eq!(limitation(&play), None);
    play.does(&WORKER, leave());
    let ended = play.now.date(play.case.zone);
    let again = domain::performance::year_after(ended);
    assert_eq!(limitation(&play), Some(again));
    play.hands_over();
    assert_eq!(limitation(&play), Some(again));
    assert_eq!(domain::performance::year_after(day("2028-02-29")), day("2029-02-28"));
    let mut declined = Play::joined();
    let reason = "直接仲裁".into();
    declined.does(&EMPLOYER, Command::DeclineMediation { reason });
    assert!(limitation(&declined).is_some());
}
