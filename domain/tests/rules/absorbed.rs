//! Applications late, early, one-sided or double, desks that contradict each other, clocks set back: refused
//! with the article, or absorbed; nothing is lost.

use super::play::*;
use Track::{ArbitrationReview as Arbitration, JudicialConfirmation as Court};
use domain::case::Stage;
use domain::command::*;
use domain::event::Event;
use domain::moment::DAY;
use domain::refusal::Refusal;

#[test]
fn an_application_before_effect_or_after_its_window_is_refused_with_its_article() {
    // Early: signed by both, not yet by the mediator.
    let mut play = Play::presented();
    for signer in [&WORKER, &EMPLOYER] {
        let sign = play.sign(signer);
        play.does(signer, sign);
    }
    let early = play.apply_for(&WORKER, Arbitration);
    play.refuses(&WORKER, early, Refusal::WrongStage);
    // Late: one window closes before the other.
    let mut play = Play::effective();
    play.after(day("2026-03-17"));
    let late = play.apply_for(&WORKER, Arbitration);
    play.refuses(&WORKER, late, Refusal::WindowOver);
    assert!(Refusal::WindowOver.article().contains("劳动人事争议仲裁办案规则 74"));
    let still = play.apply_for(&WORKER, Court);
    play.does(&WORKER, still);
}

#[test]
fn a_one_sided_application_is_filed_with_nobody_and_a_double_one_is_absorbed() {
    let mut play = Play::effective();
    let half = play.apply_for(&WORKER, Arbitration);
    play.does(&WORKER, half);
    assert!(play.case.application().unwrap().filed.is_none());
    play.refuses(&ARBITRATOR, Command::AcceptApplication, Refusal::WrongStage);
    let again = play.apply_for(&WORKER, Arbitration);
    play.refuses(&WORKER, again, Refusal::AlreadyDone);
    // The other side may not take another road with half of it.
    let other = play.apply_for(&EMPLOYER, Court);
    play.refuses(&EMPLOYER, other, Refusal::OtherTrack);
    let second = play.apply_for(&EMPLOYER, Arbitration);
    play.does(&EMPLOYER, second);
    let third = play.apply_for(&EMPLOYER, Arbitration);
    play.refuses(&EMPLOYER, third, Refusal::WrongStage);
    assert_eq!(play.case.applications.len(), 1);
}

#[test]
fn after_judicial_confirmation_no_arbitration_review_is_open() {
    let mut play = Play::enforceable(Court);
    let review = play.apply_for(&WORKER, Arbitration);
    play.refuses(&WORKER, review, Refusal::AlreadyConfirmed);
    assert!(Refusal::AlreadyConfirmed.article().contains("75(5)"));
}

#[test]
fn an_agreement_that_confirms_a_labour_relation_goes_to_no_review() {
    let mut play = Play::effective();
    play.case.heads = vec![DisputeHead::LabourRelation];
    let review = play.apply_for(&WORKER, Arbitration);
    play.refuses(&WORKER, review, Refusal::ConfirmsLabourRelation);
    assert!(Refusal::ConfirmsLabourRelation.article().contains("75(4)"));
    // The commission finds it in a mixed case.
    let mut play = Play::filed(Arbitration);
    let ground = RejectGround::ConfirmsLabourRelation;
    let explanation = "协议第一条确认劳动关系".to_owned();
    play.does(&ARBITRATOR, Command::RejectApplication { ground, explanation });
    assert_eq!(play.case.stage, Some(Stage::Effective));
}

#[test]
fn an_extension_of_one_side_moves_no_day() {
    let mut play = Play::mediating();
    let ends = play.case.mediation_ends;
    let until = day("2026-03-31");
    let reason = "等待对账".to_owned();
    play.does(&WORKER, Command::ProposeExtension { until, reason });
    play.refuses(&WORKER, Command::AgreeToExtension { until }, Refusal::AlreadyDone);
    assert_eq!(play.case.mediation_ends, ends);
    play.after(ends.unwrap());
    play.refuses(&EMPLOYER, Command::AgreeToExtension { until }, Refusal::PeriodOver);
    play.does(&SYSTEM, Command::Tick);
    assert_eq!(play.case.stage, Some(Stage::Ended));
}

#[test]
fn the_desk_that_does_not_have_the_case_decides_nothing() {
    let mut play = Play::under_review(Court);
    play.refuses(&ARBITRATOR, Command::Decide(Ruling::Grant), Refusal::NotYourRole);
    let foreign = domain::actor::Actor {
        org: Some(COMMISSION),
        ..JUDGE
    };
    play.refuses(&foreign, Command::Decide(Ruling::Grant), Refusal::NotYourCase);
    play.does(&JUDGE, Command::Decide(Ruling::Grant));
    // A second ruling of the same desk, and an acceptance of the other, come too late.
    play.refuses(&JUDGE, refuse(RulingGround::Unclear), Refusal::WrongStage);
    play.refuses(&ARBITRATOR, Command::AcceptApplication, Refusal::NotYourRole);
}

#[test]
fn a_clock_set_back_opens_no_window_again_and_loses_nothing() {
    let mut play = Play::effective();
    play.after(day("2026-03-17"));
    let half = play.apply_for(&WORKER, Court);
    play.does(&WORKER, half);
    // A node whose clock is ten days behind.
    play.now = play.now.plus_ms(-10 * DAY);
    let review = play.apply_for(&EMPLOYER, Arbitration);
    play.refuses(&EMPLOYER, review, Refusal::WindowOver);
    let events = play.when(
        &WORKER,
        Command::WithdrawApplication {
            reason: "另有考虑".into(),
        },
    );
    assert!(matches!(events.as_deref(), Ok([Event::ApplicationWithdrawn { .. }])));
    assert!(domain::log::check_chain(CASE, &play.entries).is_ok());
}
