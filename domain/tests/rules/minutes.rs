//! 电子笔录 and the interpreter: written by the mediator, confirmed by each side, kept from whoever decides
//! later (EMR 11; OMR 18, 22).

use super::play::*;
use super::vector::folded;
use domain::actor::{Actor, Side};
use domain::command::*;
use domain::hash::Digest;
use domain::log::Entry;
use domain::paper::PaperKind;
use domain::refusal::Refusal;
use domain::room::RoomName;
use domain::sight;

fn view(play: &Play, viewer: &Actor) -> Vec<Entry> {
    let see = |entry| sight::view(&play.case, entry, viewer);
    play.entries.iter().map(see).collect()
}

#[test]
fn minutes_are_confirmed_by_each_side_or_answered_with_a_remark_and_then_put_on_paper() {
    let mut play = Play::mediating();
    play.refuses(&WORKER, answer_minutes(None), Refusal::WrongStage);
    play.refuses(&WORKER, close_minutes(), Refusal::NotYourRole);
    play.does(&MEDIATOR, close_minutes());
    play.refuses(&MEDIATOR, close_minutes(), Refusal::AlreadyDone);
    play.refuses(&MEDIATOR, answer_minutes(None), Refusal::NotYourRole);
    play.refuses(&STRANGER, answer_minutes(None), Refusal::NotYourCase);
    play.does(&WORKER, answer_minutes(None));
    play.refuses(&WORKER, answer_minutes(None), Refusal::AlreadyDone);
    play.makes_papers();
    assert!(play.case.papers.iter().all(|paper| paper.kind != PaperKind::Minutes));
    play.refuses(&EMPLOYER, answer_minutes(Some(" ")), Refusal::TextUnfit);
    play.does(&EMPLOYER, answer_minutes(Some("第二段不是我说的")))
        .makes_papers();
    let minutes = play.case.minutes.last().unwrap();
    assert!(minutes.settled());
    assert_eq!(minutes.answers.get(&Side::Claimant).unwrap().1, None);
    assert_eq!(
        minutes.answers.get(&Side::Respondent).unwrap().1.as_deref(),
        Some("第二段不是我说的")
    );
    assert_eq!(play.case.papers.last().unwrap().kind, PaperKind::Minutes);
    assert_eq!(play.paper(), None);
}

#[test]
fn corrected_minutes_take_the_place_of_those_not_yet_answered_by_both() {
    let mut play = Play::mediating();
    let corrected = Digest::of("更正的笔录".as_bytes());
    play.does(&MEDIATOR, close_minutes())
        .does(&WORKER, answer_minutes(None));
    play.does(
        &MEDIATOR,
        Command::CloseMinutes {
            document: corrected,
            size: 15,
        },
    );
    assert_eq!(play.case.minutes.len(), 1);
    // Whoever read the earlier text has not confirmed this one.
    play.refuses(&EMPLOYER, answer_minutes(None), Refusal::FactChanged);
    for party in [&WORKER, &EMPLOYER] {
        let remark = None;
        let document = corrected;
        play.does(party, Command::AnswerMinutes { document, remark });
    }
    play.does(&MEDIATOR, close_minutes());
    assert_eq!(play.case.minutes.len(), 2);
}

#[test]
fn minutes_are_still_closed_and_answered_when_the_talks_have_ended() {
    let mut play = Play::mediating();
    let reason = "差距太大".to_owned();
    play.does(&MEDIATOR, Command::EndMediation { reason });
    play.does(&MEDIATOR, close_minutes());
    for party in [&WORKER, &EMPLOYER] {
        play.does(party, answer_minutes(None));
    }
    play.makes_papers();
    assert!(play.case.papers.iter().any(|paper| paper.kind == PaperKind::Minutes));
}

#[test]
fn whoever_decides_later_learns_nothing_of_the_minutes() {
    let mut play = Play::drafted();
    play.does(&MEDIATOR, close_minutes());
    for party in [&WORKER, &EMPLOYER] {
        play.does(party, answer_minutes(None));
    }
    play.makes_papers();
    let seen = |play: &Play, viewer| folded(&view(play, viewer));
    assert_eq!(seen(&play, &EMPLOYER).minutes, play.case.minutes);
    for (play, viewer) in [(arbitration(play.clone()), &ARBITRATOR), (confirmation(play), &JUDGE)] {
        assert!(sight::may_open(&play.case, viewer));
        let seen = seen(&play, viewer);
        assert!(seen.minutes.is_empty(), "{viewer:?}");
        assert!(seen.papers.iter().all(|paper| paper.kind != PaperKind::Minutes));
    }
}

fn arbitration(mut play: Play) -> Play {
    let reason = "不愿再谈".to_owned();
    play.does(&WORKER, Command::LeaveForArbitration { reason }).hands_over();
    play
}

fn confirmation(mut play: Play) -> Play {
    play.concludes().files(Track::JudicialConfirmation);
    play
}

#[test]
fn an_interpreter_opens_the_case_when_called_and_comes_into_one_caucus() {
    let mut play = Play::mediating();
    assert!(!sight::may_open(&play.case, &INTERPRETER));
    let main = RoomName::Main;
    play.refuses(&INTERPRETER, Command::EnterRoom { room: main }, Refusal::NotYourCase);
    play.refuses(&WORKER, call_interpreter(), Refusal::NotYourRole);
    play.does(&MEDIATOR, call_interpreter());
    play.refuses(&MEDIATOR, call_interpreter(), Refusal::AlreadyDone);
    assert!(sight::may_open(&play.case, &INTERPRETER));
    assert_eq!(folded(&view(&play, &EMPLOYER)).interpreter, play.case.interpreter);
    play.does(&INTERPRETER, Command::EnterRoom { room: main });
    let room = RoomName::CaucusClaimant;
    play.refuses(&INTERPRETER, Command::EnterRoom { room }, Refusal::RoomClosed);
    let side = Side::Claimant;
    play.does(&MEDIATOR, Command::OpenCaucus { side });
    play.does(&INTERPRETER, Command::LeaveRoom { room: main })
        .does(&INTERPRETER, Command::EnterRoom { room })
        .does(&WORKER, Command::EnterRoom { room });
    let (there, apart) = (folded(&view(&play, &WORKER)), folded(&view(&play, &EMPLOYER)));
    assert!(there.present.contains_key(&INTERPRETER.person));
    assert!(!apart.present.contains_key(&INTERPRETER.person));
    // Of the caucus the interpreter's own view has no more than its own way.
    assert!(!folded(&view(&play, &INTERPRETER)).present.contains_key(&WORKER.person));
}

#[test]
fn an_observer_of_the_body_comes_into_the_main_room_and_no_further() {
    let mut play = Play::mediating();
    play.does(&OBSERVER, Command::EnterRoom { room: RoomName::Main });
    play.does(&MEDIATOR, Command::OpenCaucus { side: Side::Claimant });
    let room = RoomName::CaucusClaimant;
    play.refuses(&OBSERVER, Command::EnterRoom { room }, Refusal::RoomClosed);
    play.does(&MEDIATOR, Command::EnterRoom { room });
    assert!(!folded(&view(&play, &OBSERVER)).present.contains_key(&MEDIATOR.person));
    play.refuses(&OBSERVER, close_minutes(), Refusal::NotYourRole);
    for guest in [&OBSERVER, &INTERPRETER] {
        let readable = sight::readable(&play.case, guest);
        let claimant = &play.case.seat(Side::Claimant).unwrap().particulars;
        assert!(readable.contains(&claimant.name) && !readable.contains(&claimant.phone));
    }
    let elsewhere = Actor {
        org: Some(COURT),
        ..OBSERVER
    };
    assert!(!sight::may_open(&play.case, &elsewhere));
}
