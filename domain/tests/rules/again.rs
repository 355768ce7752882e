//! 再次调解 where the court did not confirm (CPL 206; CPL-Int 357, 358).

use super::play::*;
use super::vector;
use Track::{ArbitrationReview as Arbitration, JudicialConfirmation as Court};
use domain::case::{Ending, Stage};
use domain::command::*;
use domain::deadline::Clock;
use domain::dossier::verify;
use domain::event::{EndGround, Event};
use domain::paper::PaperKind;
use domain::performance;
use domain::refusal::Refusal;
use domain::sight::may_see;
use domain::terms::{Clause, ClauseBody};

/// The court dismissed the application, and its ruling is made.
pub fn dismissed() -> Play {
    let mut play = Play::under_review(Court);
    play.does(&JUDGE, refuse(RulingGround::Unclear));
    let issue = play.issue(Court, REFUSAL_PDF);
    play.does(&SYSTEM, issue).makes_papers();
    play
}

/// Both want to mediate again, and the mediator took it up.
pub fn talking() -> Play {
    let mut play = dismissed();
    for party in [&WORKER, &EMPLOYER] {
        play.does(party, Command::MediateAgain);
    }
    play.does(&MEDIATOR, Command::AcceptCase).makes_papers();
    play
}

/// The sum in one payment, on another day.
fn later() -> Clause {
    let mut clause = payment();
    if let ClauseBody::Payment(payment) = &mut clause.body {
        payment.instalments.truncate(1);
        payment.instalments[0].amount = payment.total;
        payment.instalments[0].due = day("2026-05-15");
    }
    clause
}

/// Another agreement, signed and sealed.
pub fn replaced() -> Play {
    let mut play = talking();
    play.does(&MEDIATOR, write(&later()));
    for clause in [later(), default_clause()] {
        for party in [&WORKER, &EMPLOYER] {
            play.does(party, mark(&clause, true));
        }
    }
    play.concludes().makes_papers();
    play
}

fn end() -> Command {
    Command::EndMediation {
        reason: "谈不拢".into(),
    }
}

#[track_caller]
fn verifies(play: &Play) {
    for reader in [&WORKER, &EMPLOYER, &MEDIATOR, &JUDGE] {
        let report = verify(&vector::dossier(play, reader), &vector::trust());
        assert_eq!(report.faults, [], "{:?}", reader.role);
    }
}

#[test]
fn both_mediate_again_where_the_court_did_not_confirm() {
    let explanation = "不属于本院管辖".to_owned();
    let ground = RejectGround::NoJurisdiction;
    let mut not_accepted = Play::filed(Court);
    not_accepted.does(&JUDGE, Command::RejectApplication { ground, explanation });
    let mut withdrawn = Play::under_review(Court);
    let reason = "双方要再谈一次".to_owned();
    withdrawn.does(&WORKER, Command::WithdrawApplication { reason });
    for mut play in [dismissed(), not_accepted, withdrawn] {
        play.refuses(&MEDIATOR, Command::AcceptCase, Refusal::WrongStage)
            .does(&EMPLOYER, Command::MediateAgain)
            .refuses(&EMPLOYER, Command::MediateAgain, Refusal::AlreadyDone)
            .refuses(&MEDIATOR, Command::AcceptCase, Refusal::ConsentOfBoth)
            .refuses(&MEDIATOR, Command::MediateAgain, Refusal::NotYourRole)
            .does(&WORKER, Command::MediateAgain);
        // The body answers within three working days (EMR 22).
        let first = domain::deadline::running(&play.case)[0];
        assert_eq!((first.clock, first.day), (Clock::Accept, day("2026-03-05")));
        play.does(&MEDIATOR, Command::AcceptCase);
        assert_eq!(play.case.stage, Some(Stage::Mediating));
        assert!(play.case.again.is_empty() && play.case.marks.is_empty());
    }
    for mut play in [Play::effective(), Play::filed(Court), Play::enforceable(Court)] {
        play.refuses(&WORKER, Command::MediateAgain, Refusal::WrongStage);
    }
    // A refused arbitration review leaves the way to the court, not back to the talks (CHR 79).
    let mut play = Play::under_review(Arbitration);
    play.does(&ARBITRATOR, refuse(RulingGround::Unclear));
    let issue = play.issue(Arbitration, DECISION_PDF);
    play.does(&SYSTEM, issue)
        .refuses(&WORKER, Command::MediateAgain, Refusal::WrongStage);
}

#[test]
fn talks_anew_have_a_period_of_their_own_and_its_papers() {
    let play = talking();
    // 15 days from the second acceptance on 2026-03-02 (EMR 29).
    assert_eq!(play.case.mediation_ends, Some(day("2026-03-17")));
    let clocks: Vec<_> = domain::deadline::running(&play.case)
        .iter()
        .map(|it| (it.clock, it.day))
        .collect();
    assert!(
        clocks.contains(&(Clock::RightToArbitrate, day("2026-03-17"))),
        "{clocks:?}"
    );
    let notices = play
        .case
        .papers
        .iter()
        .filter(|it| it.kind == PaperKind::AcceptanceNotice);
    assert_eq!(notices.count(), 2);
    verifies(&play);
}

#[test]
fn the_first_agreement_binds_until_another_is_in_effect() {
    let mut play = talking();
    let duties = performance::duties(&play.case);
    assert_eq!(duties, performance::duties(&dismissed().case));
    play.does(&MEDIATOR, write(&later()));
    // What falls due meanwhile is due, and is paid.
    play.now = day("2026-03-15").start(domain::moment::Zone::CHINA);
    play.does(&WORKER, got(0));
    assert!(performance::standing(&play.case, &duties[0]).confirmed);

    let mut failed = play.clone();
    failed.does(&EMPLOYER, end());
    let first = dismissed().case;
    assert_eq!(failed.case.stage, Some(Stage::Effective));
    assert_eq!(failed.case.ended, None);
    assert_eq!(failed.case.agreed_terms, first.agreed_terms);
    assert_eq!(failed.case.agreement, first.agreement);
    assert_eq!(failed.case.signatures, first.signatures);
    assert_eq!(failed.case.review_until, first.review_until);
    assert_eq!(failed.case.confirmation_until, first.confirmation_until);
    assert!(performance::standing(&failed.case, &duties[0]).confirmed);
    verifies(&failed);

    play.after(day("2026-03-17")).does(&SYSTEM, Command::Tick);
    assert_eq!(play.case.stage, Some(Stage::Effective));
    // Both may try once more.
    for party in [&WORKER, &EMPLOYER] {
        play.does(party, Command::MediateAgain);
    }
    play.does(&MEDIATOR, Command::AcceptCase);
    assert_eq!(play.case.settled.len(), 1);
}

#[test]
fn what_was_wholly_performed_during_the_talks_is_performed_after_them() {
    let mut play = talking();
    play.does(&WORKER, got(0)).does(&WORKER, got(1));
    assert_eq!(play.case.stage, Some(Stage::Mediating));
    play.does(&WORKER, end());
    assert_eq!(play.case.stage, Some(Stage::Performed));
}

#[test]
fn another_agreement_takes_the_firsts_place_with_signatures_and_windows_of_its_own() {
    let mut play = replaced();
    assert_eq!(play.case.stage, Some(Stage::Effective));
    let first = dismissed().case;
    assert_ne!(play.case.agreed_terms, first.agreed_terms);
    assert_eq!(play.case.settled.len(), 1);
    assert_eq!(play.case.settled[0].terms, first.agreed_terms);
    assert_eq!(play.case.signatures.len(), 3);
    let days: Vec<_> = performance::duties(&play.case).iter().map(|it| it.day).collect();
    assert_eq!(days, [day("2026-05-15")]);
    verifies(&play);
    let report = verify(&vector::dossier(&play, &WORKER), &vector::trust());
    let signed = report
        .signers
        .iter()
        .filter(|it| it.act == domain::seal::Act::SignAgreement);
    assert_eq!(signed.count(), 3);
    play.refuses(&WORKER, Command::MediateAgain, Refusal::WrongStage);
    // It goes to the court as the first one did.
    play.files(Court)
        .does(&JUDGE, Command::AcceptApplication)
        .does(&JUDGE, Command::Decide(Ruling::Grant));
    let issue = play.issue(Court, DECISION_PDF);
    play.does(&SYSTEM, issue);
    for party in [&WORKER, &EMPLOYER] {
        play.does(party, receive(DECISION_PDF));
    }
    assert_eq!(play.case.stage, Some(Stage::Enforceable));
    verifies(&play);
}

#[test]
fn a_half_of_an_application_for_the_first_agreement_is_none_for_another() {
    let mut play = dismissed();
    let half = play.apply_for(&WORKER, Arbitration);
    play.does(&WORKER, half);
    for party in [&WORKER, &EMPLOYER] {
        play.does(party, Command::MediateAgain);
    }
    play.does(&MEDIATOR, Command::AcceptCase).does(&WORKER, end());
    let half = play.apply_for(&EMPLOYER, Arbitration);
    play.does(&EMPLOYER, half);
    assert_eq!(play.case.stage, Some(Stage::Effective), "one half alone files nothing");
}

#[test]
fn nobody_is_kept_from_arbitration_by_an_agreement_no_court_confirmed() {
    for (mut play, events) in [(dismissed(), 1), (talking(), 2)] {
        assert_eq!(play.when(&WORKER, leave()).unwrap().len(), events);
        assert_eq!(play.case.stage, Some(Stage::Ended));
        assert_eq!(play.case.ended, Some(Ending::Failed(EndGround::ClaimantUnwilling)));
        assert!(play.case.effective_at.is_none() && play.case.settled.len() == 1);
        play.hands_over();
        play.does(&WORKER, petition_of(petition())).makes_papers();
        play.does(&ARBITRATOR, Command::AcceptArbitration);
        assert_eq!(play.case.stage, Some(Stage::Arbitrating));
        verifies(&play);
        // EMR 28: it may award on the basis of the agreement, which it gets.
        let report = verify(&vector::dossier(&play, &ARBITRATOR), &vector::trust());
        assert_eq!(report.faults, []);
        let agreed = |event: &Event| matches!(event, Event::TermsAgreed { .. });
        let terms = play
            .entries
            .iter()
            .filter_map(|entry| entry.event().unwrap())
            .find(agreed);
        assert!(may_see(&play.case, &terms.unwrap(), &ARBITRATOR));
    }
}

#[test]
fn the_court_does_not_follow_the_talks_about_another_agreement() {
    let mut play = talking();
    play.does(&MEDIATOR, write(&later()));
    let entries = || play.entries.iter().filter_map(|entry| entry.event().unwrap());
    let seen = |event: &Event| may_see(&play.case, event, &JUDGE);
    assert!(!entries().any(|event| matches!(event, Event::ClauseWritten { .. }) && seen(&event)));
    assert!(entries().any(|event| matches!(event, Event::TermsAgreed { .. }) && seen(&event)));
}

#[test]
fn asking_to_mediate_again_and_talks_that_fail_begin_the_year_to_claim_anew() {
    let year = |play: &Play| domain::limitation::until(&play.case);
    let mut play = dismissed();
    // Nothing was missed: no year runs that could begin anew.
    let mut early = play.clone();
    early.does(&WORKER, Command::MediateAgain);
    assert_eq!((year(&early), early.case.claimed_again), (None, None));
    play.after(day("2026-04-01")).does(&SYSTEM, Command::Tick);
    assert_eq!(year(&play), Some(day("2027-04-01")));
    play.after(day("2026-06-09")).does(&WORKER, Command::MediateAgain);
    assert_eq!(year(&play), Some(day("2027-06-10")));
    play.after(day("2026-06-11")).does(&EMPLOYER, Command::MediateAgain);
    assert_eq!(year(&play), Some(day("2027-06-12")));
    play.does(&MEDIATOR, Command::AcceptCase);
    assert_eq!(year(&play), None, "it stands while both talk");
    play.after(day("2026-06-20")).does(&MEDIATOR, end());
    assert_eq!(year(&play), Some(day("2027-06-21")));
    // Over, it is not brought back.
    let mut late = dismissed();
    late.after(day("2026-04-01")).does(&SYSTEM, Command::Tick);
    late.after(day("2027-04-01")).does(&WORKER, Command::MediateAgain);
    assert_eq!(year(&late), Some(day("2027-04-01")));
}
