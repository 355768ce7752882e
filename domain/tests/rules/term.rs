//! Claims that change, and the days that change with them (LMAL 12, 27; EMR 21, 29; CHR 27, 28, 35, 44, 46, 47).

use super::play::*;
use domain::actor::Side;
use domain::award::Conclusion;
use domain::calendar::working_days_after;
use domain::command::Command;
use domain::deadline::{self, Clock, beside};
use domain::limitation;
use domain::moment::Date;
use domain::paper::PaperKind;
use domain::refusal::Refusal;
use domain::service::{Means, Notified};
use domain::term::{TermGround, suspended};

fn clock(play: &Play, clock: Clock) -> Option<Date> {
    let running = deadline::running(&play.case);
    running.into_iter().find(|it| it.clock == clock).map(|it| it.day)
}

fn awaits(play: &Play) -> Option<Date> {
    clock(play, Clock::Award)
}

#[test]
fn a_suspended_arbitration_stands_still_and_its_days_are_added_when_it_goes_on() {
    let mut play = Play::arbitrating();
    assert_eq!(awaits(&play), Some(day("2026-04-16")));
    play.after(day("2026-03-10"))
        .does(&ARBITRATOR, turn(TermGround::Appraisal))
        .makes_papers();
    assert!(suspended(&play.case).is_some());
    assert_eq!(awaits(&play), None, "no last day runs");
    // Nothing is heard or decided meanwhile, whatever day it is.
    play.after(day("2026-03-30"));
    let conclude = award(vec![wages(1_860_000)]);
    play.refuses(&ARBITRATOR, conclude.clone(), Refusal::WrongStage);
    play.refuses(&ARBITRATOR, amend(1), Refusal::WrongStage);
    play.refuses(&ARBITRATOR, turn(TermGround::OtherCase), Refusal::AlreadyDone);
    play.refuses(&SYSTEM, Command::Tick, Refusal::AlreadyDone);
    play.does(&ARBITRATOR, turn(TermGround::Resumed)).makes_papers();
    // Twenty days after 16 April.
    assert_eq!(awaits(&play), Some(day("2026-05-06")));
    let notices = play.kinds().iter().filter(|it| **it == PaperKind::TermNotice).count();
    assert_eq!(notices, 2);
    play.refuses(&ARBITRATOR, turn(TermGround::Resumed), Refusal::WrongStage);
    play.does(&ARBITRATOR, conclude);
}

#[test]
fn a_suspension_is_approved_within_the_period_and_the_tribunals_alone() {
    let mut play = Play::arbitrating();
    for stranger in [&WORKER, &MEDIATOR, &JUDGE, &SYSTEM] {
        play.refuses(stranger, turn(TermGround::Appraisal), Refusal::NotYourRole);
    }
    let unapproved = |ground| Command::MoveTerm {
        ground,
        approved_by: String::new(),
        explanation: "等待工伤认定".into(),
    };
    play.refuses(&ARBITRATOR, unapproved(TermGround::Appraisal), Refusal::TextUnfit);
    play.refuses(&ARBITRATOR, turn(TermGround::ClaimsAmended), Refusal::GroundUnfit);
    let mut late = play.clone();
    late.after(day("2026-04-16"));
    for ground in [TermGround::Appraisal, TermGround::CounterClaim] {
        late.refuses(&ARBITRATOR, turn(ground), Refusal::ExtensionUnfit);
    }
    // A public notice takes its days by itself (CHR 46(6)).
    play.does(&ARBITRATOR, unapproved(TermGround::PublicNotice));
    Play::transferred().refuses(&ARBITRATOR, turn(TermGround::Appraisal), Refusal::WrongStage);
}

#[test]
fn whoever_filed_may_withdraw_a_suspended_petition() {
    let mut play = Play::arbitrating();
    let reason = "双方自行和解".to_owned();
    play.does(&ARBITRATOR, turn(TermGround::WorkerIncapable))
        .does(&WORKER, Command::WithdrawArbitration { reason });
    assert_eq!(awaits(&play), None);
}

#[test]
fn amended_claims_begin_the_days_to_decide_and_to_answer_anew() {
    let mut play = Play::arbitrating();
    play.refuses(&ARBITRATOR, amend(1_860_000), Refusal::AlreadyDone);
    play.refuses(&ARBITRATOR, amend(-1), Refusal::AmountUnfit);
    play.refuses(
        &ARBITRATOR,
        Command::AmendClaims { claims: Vec::new() },
        Refusal::RequestIncomplete,
    );
    play.refuses(&MEDIATOR, amend(2_000_000), Refusal::WrongStage);
    let side = Side::Respondent;
    let means = || Means::Electronic {
        told: vec![Notified::Account],
    };
    let served = |play: &mut Play, kind| {
        let (document, on) = (play.made(kind), play.now.date(play.case.zone));
        let means = means();
        play.does(
            &SYSTEM,
            Command::RecordService {
                side,
                document,
                means,
                on,
            },
        );
        on
    };
    let first = served(&mut play, PaperKind::ArbitrationNotice);
    assert_eq!(beside::defence(&play.case), working_days_after(first, 10, &[]).ok());
    play.after(day("2026-03-10")).does(&ARBITRATOR, amend(2_000_000));
    // 45 days from 11 March end on a Saturday.
    assert_eq!(awaits(&play), Some(day("2026-04-27")));
    let petition = &play.case.arbitration.as_ref().unwrap().petition;
    assert_eq!(petition.claims[0].amount, Some(domain::money::Fen(2_000_000)));
    play.makes_papers().after(day("2026-03-11"));
    let again = served(&mut play, PaperKind::TermNotice);
    assert_eq!(beside::defence(&play.case), working_days_after(again, 10, &[]).ok());
    // A suspension's notice is no copy of the petition.
    play.does(&ARBITRATOR, turn(TermGround::Appraisal)).makes_papers();
    assert_eq!(beside::defence(&play.case), working_days_after(again, 10, &[]).ok());
}

#[test]
fn a_counter_claim_or_another_party_begins_the_days_to_decide_anew() {
    for ground in TermGround::RESTARTS {
        let mut play = Play::arbitrating();
        play.after(day("2026-03-10")).does(&ARBITRATOR, turn(ground));
        assert_eq!(awaits(&play), Some(day("2026-04-27")));
    }
}

#[test]
fn a_request_is_amended_by_the_mediator_until_there_is_an_agreement_and_moves_no_day() {
    let mut pending = Play::joined();
    pending.does(&MEDIATOR, amend(2_000_000));
    let mut play = Play::mediating();
    let before = deadline::running(&play.case);
    play.refuses(&WORKER, amend(2_000_000), Refusal::NotYourRole);
    play.refuses(&ARBITRATOR, amend(2_000_000), Refusal::WrongStage);
    play.does(&MEDIATOR, amend(2_000_000));
    assert_eq!(play.case.claims[0].amount, Some(domain::money::Fen(2_000_000)));
    assert_eq!(deadline::running(&play.case), before);
    play.refuses(&MEDIATOR, amend(2_000_000), Refusal::AlreadyDone);
    Play::agreed().refuses(&MEDIATOR, amend(2_000_000), Refusal::WrongStage);
}

/// No article lets mediation stand still: only both sides make it longer (EMR 29; OMR 24).
#[test]
fn nobody_suspends_mediation_whose_period_only_both_make_longer() {
    for mut play in [Play::mediating(), Play::assigned()] {
        for actor in [&WORKER, &EMPLOYER, &MEDIATOR, &ARBITRATOR, &JUDGE, &SYSTEM] {
            let refused = play.when(actor, turn(TermGround::Appraisal));
            assert!(
                matches!(refused, Err(Refusal::NotYourRole | Refusal::WrongStage)),
                "{refused:?}"
            );
        }
        let until = day("2026-05-20");
        let reason = "等待工伤认定".to_owned();
        play.does(&MEDIATOR, Command::ProposeExtension { until, reason })
            .does(&WORKER, Command::AgreeToExtension { until })
            .does(&EMPLOYER, Command::AgreeToExtension { until });
        assert_eq!(clock(&play, Clock::MediationEnd), Some(until));
    }
}

#[test]
fn what_interrupts_or_suspends_limitation_is_recorded_and_moves_its_last_day() {
    let mut play = Play::left();
    let ended = clock(&play, Clock::Limitation);
    assert_eq!(ended, Some(day("2027-03-02")));
    play.hands_over().after(day("2026-06-30"));
    play.refuses(&WORKER, limit("2026-06-01", None), Refusal::NotYourRole);
    play.refuses(&JUDGE, limit("2026-06-01", None), Refusal::NotYourRole);
    play.refuses(&MEDIATOR, limit("2026-07-02", None), Refusal::DayUnfit);
    play.refuses(&MEDIATOR, limit("2026-06-10", Some("2026-06-09")), Refusal::DayUnfit);
    // Of before the year began, or on its first day: it moves nothing.
    play.refuses(&MEDIATOR, limit("2026-03-02", None), Refusal::ExtensionUnfit);
    play.does(&MEDIATOR, limit("2026-06-01", None));
    assert_eq!(clock(&play, Clock::Limitation), Some(day("2027-06-01")));
    play.refuses(&MEDIATOR, limit("2026-06-01", None), Refusal::ExtensionUnfit);
    // Ten days do not count.
    play.does(&ARBITRATOR, limit("2026-06-11", Some("2026-06-20")));
    assert_eq!(clock(&play, Clock::Limitation), Some(day("2027-06-11")));
    let (mut elsewhere, mut mediating) = (ARBITRATOR, Play::mediating());
    elsewhere.org = Some(COURT);
    play.refuses(&elsewhere, limit("2026-06-30", None), Refusal::NotYourCase);
    mediating.refuses(&MEDIATOR, limit("2026-03-02", None), Refusal::WrongStage);
}

#[test]
fn of_a_missed_agreement_too_the_year_is_interrupted() {
    let mut play = Play::effective();
    play.refuses(&MEDIATOR, limit("2026-03-02", None), Refusal::WrongStage);
    play.after(day("2026-04-01")).does(&SYSTEM, Command::Tick);
    assert_eq!(limitation::until(&play.case), Some(day("2027-04-01")));
    play.after(day("2026-05-10")).does(&MEDIATOR, limit("2026-05-08", None));
    assert_eq!(clock(&play, Clock::Limitation), Some(day("2027-05-08")));
}

#[test]
fn a_petition_that_was_heard_in_absence_is_not_amended_or_suspended() {
    let mut play = Play::arbitrating();
    let reason = "无正当理由拒不到庭".to_owned();
    play.does(&ARBITRATOR, Command::Conclude(Conclusion::Absent { reason }));
    for command in [amend(2_000_000), turn(TermGround::Appraisal)] {
        play.refuses(&ARBITRATOR, command, Refusal::CaseEnded);
    }
}
