//! 调解: evidence, rooms, and the exits that nothing may block (PML 20-26; EMR 29).

use super::play::*;
use domain::actor::Side;
use domain::case::{Ending, Stage};
use domain::command::Command;
use domain::deadline::Clock;
use domain::event::{EndGround, Event};
use domain::refusal::Refusal;
use domain::room::RoomName;

fn leaving() -> Command {
    Command::EndMediation {
        reason: "不愿继续调解".into(),
    }
}

#[test]
fn a_party_may_end_mediation_at_any_time_before_effect() {
    for play in [
        Play::requested(),
        Play::joined(),
        Play::mediating(),
        Play::drafted(),
        Play::agreed(),
        Play::presented(),
        Play::signed_by_all(),
    ] {
        let mut play = play;
        play.does(&WORKER, leaving());
        assert_eq!(play.case.ended, Some(Ending::Failed(EndGround::ClaimantUnwilling)));
    }
    Play::effective().refuses(&WORKER, leaving(), Refusal::WrongStage);
}

#[test]
fn the_respondent_and_the_mediator_may_end_it_too_and_only_the_claimant_withdraws() {
    let mut play = Play::drafted();
    play.does(&EMPLOYER, leaving());
    assert_eq!(play.case.ended, Some(Ending::Failed(EndGround::RespondentUnwilling)));
    let mut play = Play::drafted();
    play.does(&MEDIATOR, leaving());
    assert_eq!(play.case.ended, Some(Ending::Failed(EndGround::MediatorEnded)));
    let withdraw = Command::WithdrawRequest {
        reason: "已自行和解".into(),
    };
    let mut play = Play::drafted();
    play.refuses(&EMPLOYER, withdraw.clone(), Refusal::NotYourRole);
    play.does(&WORKER, withdraw);
    assert_eq!(play.case.ended, Some(Ending::Withdrawn));
}

#[test]
fn the_period_over_without_agreement_fails_the_mediation() {
    let mut play = Play::drafted();
    let deadline = play.case.due().unwrap();
    assert_eq!((deadline.clock, deadline.day), (Clock::MediationEnd, day("2026-03-17")));
    play.refuses(&SYSTEM, Command::Tick, Refusal::AlreadyDone);
    play.refuses(&WORKER, Command::Tick, Refusal::NotYourRole);
    play.after(deadline.day);
    // Before the tick comes, nothing but an end is possible.
    play.refuses(&WORKER, mark(&payment(), false), Refusal::PeriodOver);
    let ended = play.when(&SYSTEM, Command::Tick).unwrap();
    assert!(matches!(
        ended[0],
        Event::MediationEnded {
            ground: EndGround::PeriodOver,
            ..
        }
    ));
    assert_eq!(play.case.due(), None);
}

#[test]
fn the_period_does_not_run_out_between_the_parties_signatures_and_the_seal() {
    let mut play = Play::signed_by_all();
    assert_eq!(play.case.due(), None);
    play.after(play.case.mediation_ends.unwrap());
    play.refuses(&SYSTEM, Command::Tick, Refusal::AlreadyDone);
    let seal = play.seal();
    play.does(&SYSTEM, seal);
    assert_eq!(play.case.stage, Some(Stage::Effective));
}

#[test]
fn a_half_signed_agreement_falls_with_the_period() {
    let mut play = Play::presented();
    let sign = play.sign(&WORKER);
    play.does(&WORKER, sign);
    play.after(play.case.mediation_ends.unwrap());
    let late = play.sign(&EMPLOYER);
    play.refuses(&EMPLOYER, late, Refusal::PeriodOver);
    play.does(&SYSTEM, Command::Tick);
    assert_eq!(play.case.ended, Some(Ending::Failed(EndGround::PeriodOver)));
}

#[test]
fn a_caucus_is_entered_by_its_own_side_while_it_is_open() {
    let mut play = Play::mediating();
    let room = RoomName::CaucusClaimant;
    play.refuses(&WORKER, Command::EnterRoom { room }, Refusal::RoomClosed);
    play.does(&MEDIATOR, Command::OpenCaucus { side: Side::Claimant });
    play.refuses(&EMPLOYER, Command::EnterRoom { room }, Refusal::RoomClosed);
    play.refuses(&STRANGER, Command::EnterRoom { room }, Refusal::NotYourCase);
    play.does(&WORKER, Command::EnterRoom { room });
    play.refuses(&WORKER, Command::EnterRoom { room }, Refusal::AlreadyDone);
    play.does(&MEDIATOR, Command::CloseCaucus { side: Side::Claimant });
    play.refuses(
        &WORKER,
        Command::OpenCaucus { side: Side::Claimant },
        Refusal::NotYourRole,
    );
}

#[test]
fn the_same_piece_of_evidence_is_added_once_and_only_by_those_in_the_case() {
    let mut play = Play::mediating();
    play.does(&WORKER, Command::AddEvidence(photo(1, true)));
    play.refuses(&EMPLOYER, Command::AddEvidence(photo(1, true)), Refusal::AlreadyDone);
    play.refuses(&STRANGER, Command::AddEvidence(photo(2, true)), Refusal::NotYourCase);
    play.refuses(&ARBITRATOR, Command::AddEvidence(photo(2, true)), Refusal::NotYourRole);
}
