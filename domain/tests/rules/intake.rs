//! 申请、邀请、受理 (LMAL 12; EMR 21-22; PML 17).

use super::play::*;
use domain::actor::Side;
use domain::calendar::natural_days_after;
use domain::case::{Ending, Stage};
use domain::command::*;
use domain::refusal::Refusal;

#[test]
fn who_asks_online_for_mediation_consents_to_it() {
    let play = Play::requested();
    assert_eq!(play.case.stage, Some(Stage::Pending));
    assert!(play.case.seat(Side::Claimant).unwrap().consented);
    assert!(!play.case.seat(Side::Respondent).unwrap().consented);
    // 2026-03-02 and three working days.
    assert_eq!(play.case.accept_by, Some(day("2026-03-05")));
}

#[test]
fn an_oral_request_is_recorded_by_the_bodys_own_mediator() {
    let mut oral = request();
    (oral.channel, oral.claimant_person) = (Channel::Oral, None);
    let mut play = Play::new();
    play.refuses(&WORKER, Command::RequestMediation(oral.clone()), Refusal::NotYourRole);
    let mut foreign = MEDIATOR;
    foreign.org = Some(COMMISSION);
    play.refuses(&foreign, Command::RequestMediation(oral.clone()), Refusal::NotYourCase);
    play.does(&MEDIATOR, Command::RequestMediation(oral));
    assert!(!play.case.seat(Side::Claimant).unwrap().consented);
}

/// OMR 10-12, 19, 24.
#[test]
fn what_a_court_assigned_runs_thirty_days_and_takes_effect_with_the_last_partys_signature() {
    let mut play = Play::new();
    play.refuses(&WORKER, assignment(), Refusal::NotYourRole);
    play.does(&MEDIATOR, assignment());
    assert_eq!(play.case.accept_by, Some(day("2026-03-05")));
    assert!(play.case.assigned);

    let mut play = Play::assigned();
    assert_eq!(play.case.mediation_ends, Some(day("2026-04-01")));
    // The right to arbitrate is no court's to put off (LMAL 14).
    assert_eq!(play.case.right_to_arbitrate, Some(day("2026-03-17")));
    for clause in [payment(), default_clause()] {
        play.does(&MEDIATOR, write(&clause))
            .does(&WORKER, mark(&clause, true))
            .does(&EMPLOYER, mark(&clause, true));
    }
    let agree = play.agree();
    play.does(&MEDIATOR, agree).does(&SYSTEM, present());
    for party in [WORKER, EMPLOYER] {
        let sign = play.sign(&party);
        play.does(&party, sign);
    }
    let signed = play.now;
    play.now = play.now.plus_ms(2 * domain::moment::DAY);
    let sign = play.sign(&MEDIATOR);
    play.does(&MEDIATOR, sign);
    let seal = play.seal();
    play.does(&SYSTEM, seal);
    let (effect, first) = (play.case.effective_at.unwrap(), signed.date(play.case.zone));
    assert!(effect <= signed && effect.date(play.case.zone) == first);
    assert_eq!(play.case.confirmation_until, natural_days_after(first, 30, &[]).ok());
}

#[test]
fn nobody_opens_a_case_in_anothers_name() {
    let mut other = request();
    other.claimant_person = Some(STRANGER.person);
    Play::new().refuses(&WORKER, Command::RequestMediation(other), Refusal::NotYourCase);
}

#[test]
fn a_case_is_accepted_only_with_the_consent_of_both() {
    let mut play = Play::requested();
    play.refuses(&MEDIATOR, Command::AcceptCase, Refusal::PartyNotJoined);
    play.does(&SYSTEM, invite())
        .does(&EMPLOYER, Command::JoinCase(joining()));
    play.refuses(&MEDIATOR, Command::AcceptCase, Refusal::ConsentOfBoth);
    play.does(&EMPLOYER, Command::ConsentToMediation)
        .does(&MEDIATOR, Command::AcceptCase);
    assert_eq!(play.case.stage, Some(Stage::Mediating));
    assert_eq!(play.case.mediation_ends, Some(day("2026-03-17")));
}

#[test]
fn a_side_that_declines_ends_the_request() {
    let mut play = Play::joined();
    play.does(
        &EMPLOYER,
        Command::DeclineMediation {
            reason: "直接仲裁".into(),
        },
    );
    assert_eq!(play.case.ended, Some(Ending::Declined(Side::Respondent)));
    play.refuses(&MEDIATOR, Command::AcceptCase, Refusal::CaseEnded);
}

#[test]
fn the_body_refuses_with_a_ground_when_the_respondent_cannot_be_reached() {
    let mut play = Play::requested();
    let ground = RefusalGround::RespondentUnreachable;
    let explanation = "三次联系未果".to_owned();
    play.does(&MEDIATOR, Command::RefuseCase { ground, explanation });
    assert_eq!(play.case.ended, Some(Ending::NotAccepted(ground)));
}

#[test]
fn a_request_stays_open_when_the_bodys_three_days_are_over() {
    let mut play = Play::joined();
    play.after(play.case.accept_by.unwrap());
    play.refuses(&SYSTEM, Command::Tick, Refusal::AlreadyDone);
    play.does(&EMPLOYER, Command::ConsentToMediation)
        .does(&MEDIATOR, Command::AcceptCase);
}

#[test]
fn an_invitation_seats_one_person_on_its_own_side_once() {
    let mut play = Play::requested();
    play.does(&SYSTEM, invite());
    let mut claimant = STRANGER;
    claimant.role = domain::actor::Role::Claimant;
    play.refuses(&claimant, Command::JoinCase(joining()), Refusal::InvitationUnknown);
    play.does(&EMPLOYER, Command::JoinCase(joining()));
    play.refuses(&STRANGER, Command::JoinCase(joining()), Refusal::InvitationUsed);
    play.refuses(&EMPLOYER, Command::JoinCase(joining()), Refusal::InvitationUsed);
}

#[test]
fn a_mediator_of_another_body_has_no_say() {
    let mut play = Play::joined();
    let mut foreign = MEDIATOR;
    foreign.org = Some(COMMISSION);
    play.refuses(&foreign, Command::AcceptCase, Refusal::NotYourCase);
    // And once a mediator has taken the case, no colleague either.
    let mut play = Play::mediating();
    let mut colleague = MEDIATOR;
    colleague.person = STRANGER.person;
    play.refuses(&colleague, write(&payment()), Refusal::NotYourCase);
}

#[test]
fn the_bodys_own_holidays_are_written_into_the_case_and_move_its_days() {
    let mut asked = request();
    let (from, to) = (day("2026-03-04"), day("2026-03-05"));
    asked.local_holidays = vec![domain::calendar::DaysOff { from, to }];
    let mut play = Play::new();
    play.does(&WORKER, Command::RequestMediation(asked.clone()));
    assert_eq!(play.case.accept_by, Some(day("2026-03-09")));
    assert_eq!(play.case.local, asked.local_holidays);
    asked.local_holidays = vec![asked.local_holidays[0]; 41];
    Play::new().refuses(&WORKER, Command::RequestMediation(asked), Refusal::TooMany);
}
