//! 录音录像: off unless everyone in the main room agreed, over when one of them does not, kept for its days
//! (OMR 22; PIPL 13-16, 19, 29, 47).

use super::play::*;
use super::vector::folded;
use domain::actor::Actor;
use domain::command::*;
use domain::event::Event;
use domain::hash::Digest;
use domain::log::Entry;
use domain::recording::{MOST_DAYS, RecordedFile, may_play, open, runs};
use domain::refusal::Refusal;
use domain::room::RoomName;
use domain::sight;

const YES: Command = Command::AnswerRecording { agreed: true };
const NO: Command = Command::AnswerRecording { agreed: false };
const DAYS: u32 = 30;

fn enter(room: RoomName) -> Command {
    Command::EnterRoom { room }
}

fn propose() -> Command {
    Command::ProposeRecording { keep_days: DAYS }
}

pub fn file(of: &Actor) -> RecordedFile {
    RecordedFile {
        person: of.person,
        digest: Digest::of(of.person.to_string().as_bytes()),
        size: 1_000,
    }
}

fn keep(files: &[&Actor]) -> Command {
    Command::KeepRecording {
        recording: 0,
        files: files.iter().map(|of| file(of)).collect(),
    }
}

/// The mediator and both sides are in the main room.
fn gathered() -> Play {
    let mut play = Play::mediating();
    for person in [&MEDIATOR, &WORKER, &EMPLOYER] {
        play.does(person, enter(RoomName::Main));
    }
    play
}

/// All of them agreed.
pub fn running() -> Play {
    let mut play = gathered();
    play.does(&MEDIATOR, propose()).does(&WORKER, YES).does(&EMPLOYER, YES);
    play
}

#[test]
fn a_recording_begins_with_the_last_consent_of_those_present_and_not_before() {
    let mut play = gathered();
    play.refuses(&WORKER, YES, Refusal::WrongStage);
    play.refuses(&WORKER, propose(), Refusal::NotYourRole);
    for keep_days in [0, MOST_DAYS + 1] {
        play.refuses(
            &MEDIATOR,
            Command::ProposeRecording { keep_days },
            Refusal::RetentionUnfit,
        );
    }
    play.does(&MEDIATOR, propose());
    play.refuses(&STRANGER, YES, Refusal::NotYourCase);
    play.refuses(&JUDGE, YES, Refusal::NotYourCase);
    play.refuses(&SYSTEM, keep(&[]), Refusal::WrongStage);
    assert!(!runs(&play.case));
    let events = play.when(&WORKER, YES).unwrap();
    assert_eq!(events.len(), 1);
    play.refuses(&WORKER, YES, Refusal::AlreadyDone);
    assert!(!runs(&play.case));
    let events = play.when(&EMPLOYER, YES).unwrap();
    assert_eq!(events.last(), Some(&Event::RecordingStarted));
    assert!(runs(&play.case));
    play.refuses(&MEDIATOR, propose(), Refusal::AlreadyDone);
}

#[test]
fn one_who_is_there_and_says_no_ends_the_proposal_and_the_next_asks_everyone_anew() {
    let mut play = gathered();
    play.does(&MEDIATOR, propose()).does(&WORKER, YES).does(&EMPLOYER, NO);
    assert_eq!(open(&play.case), None);
    play.refuses(&EMPLOYER, YES, Refusal::WrongStage);
    play.does(&MEDIATOR, propose()).does(&EMPLOYER, YES);
    assert!(!runs(&play.case), "the worker agreed to another recording");
    play.does(&WORKER, YES);
    assert!(runs(&play.case));
    assert_eq!(play.case.recordings.len(), 1);
}

#[test]
fn a_recording_is_over_when_one_withdraws_or_enters_unasked_or_the_mediator_is_not_there() {
    let withdrawn = |who: &Actor| {
        let mut play = running();
        play.does(who, NO);
        play
    };
    let entered = || {
        let mut play = running();
        play.does(&MEDIATOR, call_interpreter())
            .does(&INTERPRETER, enter(RoomName::Main));
        play
    };
    let left = || {
        let mut play = running();
        play.does(&MEDIATOR, Command::LeaveRoom { room: RoomName::Main });
        play
    };
    let apart = || {
        let mut play = running();
        let side = domain::actor::Side::Claimant;
        play.does(&MEDIATOR, Command::OpenCaucus { side });
        play
    };
    let ended = || {
        let mut play = running();
        let reason = "谈不拢".to_owned();
        play.does(&WORKER, Command::EndMediation { reason });
        play
    };
    let all = [
        withdrawn(&WORKER),
        withdrawn(&MEDIATOR),
        entered(),
        left(),
        apart(),
        ended(),
    ];
    for mut play in all {
        assert!(!runs(&play.case));
        play.does(&SYSTEM, keep(&[&MEDIATOR, &WORKER, &EMPLOYER]));
        assert!(open(&play.case).is_none());
        play.refuses(&SYSTEM, keep(&[]), Refusal::AlreadyDone);
    }
    // Who leaves takes nothing of it along, and may come again.
    let mut play = running();
    play.does(&WORKER, Command::LeaveRoom { room: RoomName::Main });
    assert!(runs(&play.case));
    play.does(&WORKER, enter(RoomName::Main));
    assert!(runs(&play.case));
}

#[test]
fn whoever_comes_later_is_asked_outside_and_a_no_keeps_only_that_person_out() {
    let mut play = running();
    play.does(&MEDIATOR, call_interpreter()).does(&INTERPRETER, NO);
    assert!(runs(&play.case), "nobody inside said no");
    play.does(&INTERPRETER, YES).does(&INTERPRETER, enter(RoomName::Main));
    assert!(runs(&play.case));
    play.does(&INTERPRETER, NO);
    assert!(!runs(&play.case));
}

#[test]
fn the_mediator_alone_begins_at_once_and_nothing_of_a_caucus_is_recorded() {
    let mut play = Play::mediating();
    play.refuses(&MEDIATOR, propose(), Refusal::RoomClosed);
    play.does(&MEDIATOR, enter(RoomName::Main)).does(&MEDIATOR, propose());
    assert!(runs(&play.case));
    let mut play = gathered();
    let side = domain::actor::Side::Claimant;
    play.does(&MEDIATOR, Command::OpenCaucus { side });
    play.refuses(&MEDIATOR, propose(), Refusal::RoomClosed);
}

#[test]
fn only_those_who_agreed_are_in_it_and_the_portal_alone_closes_it() {
    let mut play = running();
    play.does(&EMPLOYER, NO);
    play.refuses(&MEDIATOR, keep(&[&WORKER]), Refusal::NotYourRole);
    play.refuses(&SYSTEM, keep(&[&WORKER, &INTERPRETER]), Refusal::ConsentMissing);
    play.does(&SYSTEM, keep(&[&WORKER, &EMPLOYER]));
    let recording = &play.case.recordings[0];
    let (_, files) = recording.kept.as_ref().unwrap();
    assert_eq!(files[..], [file(&WORKER), file(&EMPLOYER)]);
    for (viewer, may) in [
        (&MEDIATOR, true),
        (&WORKER, true),
        (&EMPLOYER, true),
        (&OBSERVER, false),
        (&INTERPRETER, false),
        (&JUDGE, false),
        (&STRANGER, false),
    ] {
        assert_eq!(may_play(&play.case, recording, viewer), may, "{viewer:?}");
    }
}

#[test]
fn a_recording_is_deleted_when_its_days_are_over_or_sooner_by_the_mediator_and_the_proof_stays() {
    let delete = Command::DeleteRecording { recording: 0 };
    let mut play = running();
    play.refuses(&SYSTEM, delete.clone(), Refusal::WrongStage);
    play.does(&WORKER, NO).does(&SYSTEM, keep(&[&WORKER]));
    play.refuses(&SYSTEM, delete.clone(), Refusal::RetentionUnfit);
    play.refuses(&WORKER, delete.clone(), Refusal::NotYourRole);
    let mut early = running();
    early
        .does(&WORKER, NO)
        .does(&SYSTEM, keep(&[&WORKER]))
        .does(&MEDIATOR, delete.clone());
    assert!(early.case.recordings[0].deleted);
    let ended = play.case.recordings[0].kept.as_ref().unwrap().0;
    play.now = ended.plus_ms(i64::from(DAYS) * 86_400_000);
    play.does(&SYSTEM, delete.clone());
    play.refuses(&SYSTEM, delete, Refusal::AlreadyDone);
    let recording = &play.case.recordings[0];
    assert!(!may_play(&play.case, recording, &MEDIATOR));
    assert_eq!(recording.kept.as_ref().unwrap().1[..], [file(&WORKER)]);
    assert!(recording.agreed.contains(&EMPLOYER.person));
}

#[test]
fn whoever_decides_later_does_not_learn_that_anything_was_recorded() {
    let mut play = running();
    play.does(&WORKER, NO).does(&SYSTEM, keep(&[&WORKER]));
    let reason = "不愿再谈".to_owned();
    play.does(&WORKER, Command::LeaveForArbitration { reason }).hands_over();
    for (viewer, known) in [(&ARBITRATOR, 0), (&EMPLOYER, 1)] {
        let see = |entry| sight::view(&play.case, entry, viewer);
        let seen = folded(&play.entries.iter().map(see).collect::<Vec<Entry>>());
        assert_eq!(seen.recordings.len(), known);
    }
}
