//! 录音录像: proposed by the mediator, begun by the last consent, closed and in time deleted by the portal.

use super::{Ruled, guard, mediation};
use crate::actor::{Actor, Role};
use crate::case::{Case, Stage};
use crate::event::Event;
use crate::moment::{DAY, Timestamp};
use crate::recording::{MOST_DAYS, RecordedFile, Recording, may_run, open};
use crate::refusal::Refusal;
use crate::room::RoomName;
use crate::sorted::Set;

const MOST: usize = 100;
/// Files of one recording: people, times devices were shut and opened.
const MOST_FILES: usize = 1_000;

/// By the mediator, who agrees with it; an earlier proposal nobody began on is forgotten.
pub fn propose(case: &Case, keep_days: u32, actor: &Actor) -> Ruled {
    guard::mediator(case, actor)?;
    if !matches!(case.stage, Some(Stage::Mediating | Stage::Signing)) {
        return Err(Refusal::WrongStage);
    }
    let place = case.present.get(&actor.person);
    if case.caucus.is_some() || place.is_none_or(|(_, room)| *room != RoomName::Main) {
        return Err(Refusal::RoomClosed);
    }
    if keep_days == 0 || keep_days > MOST_DAYS {
        return Err(Refusal::RetentionUnfit);
    }
    if open(case).is_some_and(|it| it.started.is_some()) {
        return Err(Refusal::AlreadyDone);
    }
    if case.recordings.len() >= MOST {
        return Err(Refusal::TooMany);
    }
    let mut events = vec![Event::RecordingProposed { keep_days }];
    if may_run(case, &proposed(keep_days), Some(actor.person)) {
        events.push(Event::RecordingStarted);
    }
    Ok(events)
}

/// Of each person present, of whoever comes later before coming in; `agreed: false` withdraws (PIPL 15).
pub fn answer(case: &Case, agreed: bool, actor: &Actor) -> Ruled {
    mediation::seated(case, actor)?;
    let recording = open(case).ok_or(Refusal::WrongStage)?;
    let person = actor.person;
    if agreed && recording.agreed.contains(&person) {
        return Err(Refusal::AlreadyDone);
    }
    let mut events = vec![Event::RecordingAnswered { person, agreed }];
    if agreed && recording.started.is_none() && may_run(case, recording, Some(person)) {
        events.push(Event::RecordingStarted);
    }
    Ok(events)
}

/// By the portal, as soon as nothing more is written.
pub fn keep(case: &Case, recording: u32, files: &[RecordedFile], actor: &Actor) -> Ruled {
    guard::system(actor)?;
    let it = of(case, recording)?;
    if it.kept.is_some() {
        return Err(Refusal::AlreadyDone);
    }
    if it.started.is_none() {
        return Err(Refusal::WrongStage);
    }
    if files.len() > MOST_FILES {
        return Err(Refusal::TooMany);
    }
    if files
        .iter()
        .any(|file| file.size == 0 || !it.agreed.contains(&file.person))
    {
        return Err(Refusal::ConsentMissing);
    }
    let files = files.to_vec();
    Ok(vec![Event::RecordingKept { recording, files }])
}

/// By the portal when its days are over; before, by the mediator where somebody asks for it (PIPL 47).
pub fn delete(case: &Case, recording: u32, actor: &Actor, now: Timestamp) -> Ruled {
    let early = actor.role != Role::System;
    if early {
        guard::mediator(case, actor)?;
    }
    let it = of(case, recording)?;
    let (ended, _) = it.kept.as_ref().ok_or(Refusal::WrongStage)?;
    if !early && now < ended.plus_ms(i64::from(it.keep_days) * DAY) {
        return Err(Refusal::RetentionUnfit);
    }
    if it.deleted {
        return Err(Refusal::AlreadyDone);
    }
    Ok(vec![Event::RecordingDeleted { recording }])
}

fn of(case: &Case, recording: u32) -> Result<&Recording, Refusal> {
    case.recordings.get(recording as usize).ok_or(Refusal::WrongStage)
}

fn proposed(keep_days: u32) -> Recording {
    Recording {
        keep_days,
        agreed: Set::new(),
        started: None,
        refused: None,
        kept: None,
        deleted: false,
    }
}

pub fn apply(case: &mut Case, event: &Event, at: Timestamp) {
    if let Event::RecordingProposed { keep_days } = event {
        if case.recordings.last().is_some_and(|last| last.started.is_none()) {
            case.recordings.pop();
        }
        let mut recording = proposed(*keep_days);
        recording.agreed.extend(case.mediator);
        return case.recordings.push(recording);
    }
    let inside = match event {
        Event::RecordingAnswered { person, .. } => {
            let place = case.present.get(person);
            place.is_some_and(|(_, room)| *room == RoomName::Main)
        }
        _ => false,
    };
    let last = match event {
        Event::RecordingKept { recording, .. } | Event::RecordingDeleted { recording } => {
            case.recordings.get_mut(*recording as usize)
        }
        _ => case.recordings.last_mut(),
    };
    let Some(it) = last else { return };
    match event {
        Event::RecordingAnswered { person, agreed: true } => _ = it.agreed.insert(*person),
        // Who is outside and declines stays there; it goes on.
        Event::RecordingAnswered { person, .. } if inside || it.agreed.contains(person) => {
            it.refused = Some(*person);
        }
        Event::RecordingStarted => it.started = Some(at),
        Event::RecordingKept { files, .. } => it.kept = Some((at, files.clone())),
        Event::RecordingDeleted { .. } => it.deleted = true,
        _ => {}
    }
}
