//! The way out: 仲裁审查 (CHR 74-79) and 司法确认 (CPL 205-206; CPL-Int 351-358).

use super::play::*;
use Track::{ArbitrationReview as Arbitration, JudicialConfirmation as Court};
use domain::case::Stage;
use domain::command::*;
use domain::paper::PaperKind;
use domain::refusal::Refusal;

fn withdraw() -> Command {
    Command::WithdrawApplication {
        reason: "改变主意".into(),
    }
}

#[test]
fn both_tracks_lead_to_an_enforceable_document() {
    for track in [Arbitration, Court] {
        let play = Play::enforceable(track);
        assert_eq!(play.case.stage, Some(Stage::Enforceable));
        assert_eq!(play.case.enforceable_at, Some(play.now));
    }
}

#[test]
fn an_application_is_filed_by_both_halves() {
    let mut play = Play::effective();
    let half = play.apply_for(&WORKER, Arbitration);
    play.does(&WORKER, half);
    assert_eq!(play.case.stage, Some(Stage::Effective));
    play.refuses(&ARBITRATOR, Command::AcceptApplication, Refusal::WrongStage);
    let again = play.apply_for(&WORKER, Arbitration);
    play.refuses(&WORKER, again, Refusal::AlreadyDone);
    let half = play.apply_for(&EMPLOYER, Arbitration);
    play.does(&EMPLOYER, half);
    assert_eq!(play.case.stage, Some(Stage::ApplicationPending));
}

#[test]
fn a_half_is_withdrawn_by_the_side_that_applied() {
    let mut play = Play::effective();
    let half = play.apply_for(&WORKER, Arbitration);
    play.does(&WORKER, half);
    play.refuses(&EMPLOYER, withdraw(), Refusal::WrongStage);
    play.does(&WORKER, withdraw());
    play.files(Court);
    assert_eq!(play.case.stage, Some(Stage::ApplicationPending));
}

#[test]
fn a_half_whose_window_closed_does_not_block_the_other_track() {
    let mut play = Play::effective();
    let half = play.apply_for(&WORKER, Arbitration);
    play.does(&WORKER, half);
    let other = play.apply_for(&EMPLOYER, Court);
    play.refuses(&EMPLOYER, other, Refusal::OtherTrack);
    play.after(play.case.review_until.unwrap());
    play.files(Court);
    assert_eq!(play.case.applications.len(), 2);
    assert!(play.case.application().unwrap().filed.is_some());
}

#[test]
fn each_window_closes_at_the_end_of_its_last_day() {
    for track in [Arbitration, Court] {
        let mut play = Play::effective();
        let last = match track {
            Arbitration => play.case.review_until,
            Court => play.case.confirmation_until,
        };
        play.after(last.unwrap());
        let mut in_time = play.clone();
        in_time.now = in_time.now.plus_ms(-120_000);
        let half = in_time.apply_for(&WORKER, track);
        in_time.does(&WORKER, half);
        let late = play.apply_for(&WORKER, track);
        play.refuses(&WORKER, late, Refusal::WindowOver);
    }
}

#[test]
fn a_refused_arbitration_review_leaves_the_court_open() {
    let mut play = Play::under_review(Arbitration);
    play.does(&ARBITRATOR, refuse(RulingGround::Unclear));
    assert_eq!(play.case.stage, Some(Stage::Effective));
    // The notice is made and served although the parties have moved on.
    play.files(Court);
    let notice = play.issue(Arbitration, b"%PDF notice");
    play.does(&SYSTEM, notice);
    play.does(&WORKER, receive(b"%PDF notice"));
    assert_eq!(play.case.enforceable_at, None);
    play.does(&JUDGE, Command::AcceptApplication)
        .does(&JUDGE, Command::Decide(Ruling::Grant));
    let issue = play.issue(Court, DECISION_PDF);
    play.does(&SYSTEM, issue);
    for party in [&EMPLOYER, &WORKER] {
        play.does(party, receive(DECISION_PDF));
    }
    assert_eq!(play.case.stage, Some(Stage::Enforceable));
}

#[test]
fn what_the_court_confirmed_no_commission_reviews() {
    let mut play = Play::issued(Court);
    let half = play.apply_for(&WORKER, Arbitration);
    play.refuses(&WORKER, half, Refusal::AlreadyConfirmed);
}

#[test]
fn a_rejected_application_leaves_the_agreement_in_effect() {
    let mut play = Play::filed(Arbitration);
    let reject = |ground| Command::RejectApplication {
        ground,
        explanation: "不属于本委管辖".into(),
    };
    play.refuses(&ARBITRATOR, reject(RejectGround::ExcludedMatter), Refusal::GroundUnfit);
    play.does(&ARBITRATOR, reject(RejectGround::NoJurisdiction));
    assert_eq!(play.case.stage, Some(Stage::Effective));
    play.files(Court);
    play.refuses(
        &JUDGE,
        reject(RejectGround::ConfirmsLabourRelation),
        Refusal::GroundUnfit,
    );
    play.does(&JUDGE, reject(RejectGround::ExcludedMatter));
}

#[test]
fn each_track_has_grounds_of_its_own_to_refuse() {
    Play::under_review(Arbitration).refuses(&ARBITRATOR, refuse(RulingGround::PublicOrder), Refusal::GroundUnfit);
    Play::under_review(Court).refuses(
        &JUDGE,
        refuse(RulingGround::SuspectedFalseEvidence),
        Refusal::GroundUnfit,
    );
}

#[test]
fn review_takes_five_working_days_and_confirmation_thirty() {
    let by = |track| Play::under_review(track).case.application().unwrap().decide_by;
    assert_eq!(by(Arbitration), Some(day("2026-03-09")));
    assert_eq!(by(Court), Some(day("2026-04-01")));
}

#[test]
fn a_supplement_is_asked_once_and_answered_by_a_side() {
    let mut play = Play::filed(Arbitration);
    let items = "补充送达地址".to_owned();
    play.does(&ARBITRATOR, Command::ReturnForSupplement { items: items.clone() });
    play.refuses(
        &ARBITRATOR,
        Command::ReturnForSupplement { items },
        Refusal::AlreadyDone,
    );
    let evidence = vec![photo(0x77, true)];
    play.does(
        &WORKER,
        Command::Supplement {
            answer: "已补充".into(),
            evidence,
        },
    );
    assert_eq!(play.case.application().unwrap().supplement, None);
    assert!(play.case.evidence.iter().any(|(by, _)| by.person == WORKER.person));
    let answer = "再补充".to_owned();
    play.refuses(
        &WORKER,
        Command::Supplement {
            answer,
            evidence: Vec::new(),
        },
        Refusal::AlreadyDone,
    );
}

#[test]
fn arbitration_review_may_be_withdrawn_until_the_document_is_served() {
    let mut play = Play::issued(Arbitration);
    play.clone().does(&EMPLOYER, withdraw());
    play.does(&WORKER, receive(DECISION_PDF));
    play.refuses(&EMPLOYER, withdraw(), Refusal::DecisionServed);
    let mut play = Play::issued(Arbitration);
    play.does(&EMPLOYER, withdraw());
    assert_eq!(play.case.stage, Some(Stage::Effective));
    play.refuses(&WORKER, receive(DECISION_PDF), Refusal::WrongStage);
}

#[test]
fn a_document_of_a_withdrawn_application_is_no_longer_made() {
    let mut play = Play::under_review(Arbitration);
    play.does(&ARBITRATOR, Command::Decide(Ruling::Grant));
    let issue = play.issue(Arbitration, DECISION_PDF);
    play.does(&WORKER, withdraw());
    play.refuses(&SYSTEM, issue, Refusal::AlreadyDone);
}

#[test]
fn judicial_confirmation_may_be_withdrawn_until_the_court_has_ruled() {
    let mut play = Play::under_review(Court);
    play.clone().does(&WORKER, withdraw());
    play.does(&JUDGE, Command::Decide(Ruling::Grant));
    play.refuses(&WORKER, withdraw(), Refusal::DecisionServed);
}

#[test]
fn a_decision_takes_effect_when_both_have_received_it() {
    let mut play = Play::issued(Arbitration);
    play.refuses(&WORKER, receive(b"another"), Refusal::DocumentMissing);
    play.does(&EMPLOYER, receive(DECISION_PDF));
    assert_eq!(play.case.stage, Some(Stage::Serving));
    play.refuses(&EMPLOYER, receive(DECISION_PDF), Refusal::AlreadyDone);
    play.does(&WORKER, receive(DECISION_PDF));
    assert_eq!(play.case.stage, Some(Stage::Enforceable));
}

#[test]
fn nobody_reviews_the_mediation_of_its_own_house() {
    let mut play = Play::effective();
    let statement = play.statement(
        &WORKER,
        domain::seal::Act::Apply {
            track: Court,
            institution: CENTRE,
        },
    );
    let command = Command::ApplyForReview {
        track: Court,
        institution: CENTRE,
        statement,
    };
    play.refuses(&WORKER, command, Refusal::InstitutionUnfit);
}

fn extend(until: Option<&str>) -> Command {
    Command::ExtendReview {
        approved_by: "主任 周明".into(),
        reason: "需要核对工资表".into(),
        until: until.map(day),
    }
}

#[test]
fn a_review_is_extended_once_by_five_working_days_with_approval_and_in_time() {
    let mut play = Play::under_review(Arbitration);
    play.refuses(&JUDGE, extend(None), Refusal::NotYourRole);
    play.refuses(&ARBITRATOR, extend(Some("2026-03-31")), Refusal::ExtensionUnfit);
    let last = play.case.application().unwrap().decide_by.unwrap();
    assert_eq!(last, day("2026-03-09"));
    let mut late = play.clone();
    late.after(last)
        .refuses(&ARBITRATOR, extend(None), Refusal::ExtensionUnfit);
    play.does(&ARBITRATOR, extend(None));
    assert_eq!(play.case.application().unwrap().decide_by, Some(day("2026-03-16")));
    play.refuses(&ARBITRATOR, extend(None), Refusal::AlreadyDone);
}

#[test]
fn a_court_has_the_time_its_president_approved() {
    let mut play = Play::under_review(Court);
    play.refuses(&JUDGE, extend(None), Refusal::ExtensionUnfit);
    play.refuses(&JUDGE, extend(Some("2026-03-20")), Refusal::ExtensionUnfit);
    play.does(&JUDGE, extend(Some("2026-04-20")));
    assert_eq!(play.case.application().unwrap().decide_by, Some(day("2026-04-20")));
}

fn object() -> Command {
    Command::ObjectToRuling {
        reason: "签名时受到胁迫".into(),
    }
}

fn answer(upheld: bool) -> Command {
    Command::DecideObjection {
        upheld,
        explanation: "经审查".into(),
    }
}

#[test]
fn a_party_objects_within_fifteen_days_of_its_own_receipt_and_once() {
    let mut play = Play::enforceable(Court);
    assert_eq!(
        domain::deadline::beside::objection(&play.case, domain::actor::Side::Claimant),
        Some(day("2026-03-17"))
    );
    let mut late = play.clone();
    late.after(day("2026-03-17"))
        .refuses(&WORKER, object(), Refusal::ObjectionLate);
    play.refuses(&JUDGE, answer(true), Refusal::WrongStage);
    play.does(&WORKER, object());
    play.refuses(&WORKER, object(), Refusal::AlreadyDone);
    play.refuses(&EMPLOYER, object(), Refusal::AlreadyDone);
    play.refuses(&ARBITRATOR, answer(false), Refusal::NotYourRole);
    play.does(&JUDGE, answer(false)).makes_papers();
    assert!(play.case.enforceable_at.is_some());
    play.does(&EMPLOYER, object()).does(&JUDGE, answer(true)).makes_papers();
    assert_eq!(
        (play.case.stage, play.case.enforceable_at),
        (Some(Stage::Effective), None)
    );
    let rulings = play
        .kinds()
        .into_iter()
        .filter(|kind| *kind == PaperKind::ObjectionRuling);
    assert_eq!(rulings.count(), 2);
    // What the court took back is confirmed no longer: the other track is open while its window is.
    play.files(Arbitration);
    let mut play = Play::enforceable(Arbitration);
    play.refuses(&WORKER, object(), Refusal::ObjectionLate);
    // Revoked before the other side had it: it never takes effect.
    let mut play = Play::issued(Court);
    play.does(&WORKER, receive(DECISION_PDF)).does(&WORKER, object());
    play.does(&JUDGE, answer(true));
    play.refuses(&EMPLOYER, receive(DECISION_PDF), Refusal::WrongStage);
}

#[test]
fn an_institution_acknowledges_a_filing_once_under_its_own_number() {
    let number = || "（2026）枫收12号".to_owned();
    let receipt = || Command::AcknowledgeFiling { number: number() };
    for (mut play, desk, stranger) in [
        (Play::filed(Court), JUDGE, ARBITRATOR),
        (Play::filed(Arbitration), ARBITRATOR, JUDGE),
        (Play::before_the_commission(), ARBITRATOR, JUDGE),
    ] {
        let stage = play.case.stage;
        play.refuses(&stranger, receipt(), Refusal::NotYourRole);
        play.does(&desk, receipt())
            .refuses(&desk, receipt(), Refusal::AlreadyDone);
        assert_eq!(play.case.stage, stage, "a receipt is no acceptance");
    }
    Play::under_review(Court).refuses(&JUDGE, receipt(), Refusal::WrongStage);
}

#[test]
fn a_third_party_objects_within_six_months_of_knowing_and_the_court_takes_it_down() {
    use domain::stage::third_until;
    for (knew, last) in [
        ("2026-03-02", "2026-09-02"),
        ("2026-08-31", "2027-02-28"),
        ("2026-12-01", "2027-06-01"),
    ] {
        assert_eq!(third_until(day(knew)), Some(day(last)));
    }
    let mut play = Play::under_review(Court);
    play.refuses(&JUDGE, third_party("2026-03-02"), Refusal::WrongStage);
    let mut play = Play::enforceable(Court);
    play.refuses(&WORKER, third_party("2026-03-02"), Refusal::NotYourRole);
    play.refuses(&JUDGE, third_party("2026-03-03"), Refusal::DayUnfit);
    let mut late = play.clone();
    late.after(day("2026-09-02"))
        .refuses(&JUDGE, third_party("2026-03-02"), Refusal::ObjectionLate);
    play.does(&JUDGE, third_party("2026-03-02"));
    play.refuses(&JUDGE, third_party("2026-03-02"), Refusal::AlreadyDone);
    let explanation = "债权属于异议人".to_owned();
    let upheld = true;
    play.does(&JUDGE, Command::DecideObjection { upheld, explanation })
        .makes_papers();
    assert_eq!(play.case.stage, Some(Stage::Effective));
    assert_eq!(play.case.enforceable_at, None);
    let mut play = Play::enforceable(Arbitration);
    play.refuses(&ARBITRATOR, third_party("2026-03-02"), Refusal::WrongStage);
}
