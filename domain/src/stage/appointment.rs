//! 约定时间、改期、上门调解 (PML 22): the mediator makes and cancels an appointment, all three move it.

use super::{Ruled, guard};
use crate::actor::{Actor, Role};
use crate::appointment::{Appointment, AppointmentStep as Step, AppointmentTurn as Turn};
use crate::case::Case;
use crate::event::Event;
use crate::hash::Disclosure;
use crate::moment::{DAY, Timestamp};
use crate::refusal::Refusal;
use crate::text;

const MOST: usize = 50;
/// Minutes from the shortest to the longest.
const LENGTHS: std::ops::RangeInclusive<u32> = 10..=480;

fn recorded(turn: &Turn, actor: &Actor) -> Ruled {
    Ok(vec![Event::AppointmentRecorded {
        by: *actor,
        turn: turn.clone(),
    }])
}

/// To come, within a year, and not after the last day of the mediation (EMR 29).
fn fits(case: &Case, at: Timestamp, now: Timestamp) -> Result<(), Refusal> {
    let late = case.mediation_ends.is_some_and(|last| at.date(case.zone) > last);
    if at <= now || at > now.plus_ms(366 * DAY) || late {
        return Err(Refusal::AppointmentUnfit);
    }
    Ok(())
}

fn standing<'a>(case: &'a Case, turn: &Turn) -> Result<&'a Appointment, Refusal> {
    let known = case.appointments.get(turn.appointment as usize);
    known.filter(|it| it.closed.is_none()).ok_or(Refusal::AppointmentUnfit)
}

/// By either side or the mediator, of an appointment still to come.
pub fn name(case: &Case, turn: &Turn, actor: &Actor, now: Timestamp) -> Ruled {
    if actor.role == Role::Mediator {
        guard::mediator(case, actor)?;
    } else {
        guard::party(case, actor)?;
    }
    guard::before_effect(case)?;
    let standing = standing(case, turn)?;
    if *turn != Turn::naming(turn.appointment, turn.at) || standing.at <= now {
        return Err(Refusal::AppointmentUnfit);
    }
    fits(case, turn.at, now)?;
    if standing.named[actor.role as usize] == Some(turn.at) {
        return Err(Refusal::AlreadyDone);
    }
    recorded(turn, actor)
}

/// Everything but naming a time is the mediator's.
pub fn record(case: &Case, turn: &Turn, disclosures: &[Disclosure], actor: &Actor, now: Timestamp) -> Ruled {
    guard::mediator(case, actor)?;
    if turn.step == Step::Made {
        make(case, turn, disclosures, now)?;
    } else {
        close(case, turn, now)?;
    }
    recorded(turn, actor)
}

fn make(case: &Case, turn: &Turn, disclosures: &[Disclosure], now: Timestamp) -> Result<(), Refusal> {
    guard::before_effect(case)?;
    if case.appointments.len() >= MOST {
        return Err(Refusal::TooMany);
    }
    // Another was made meanwhile.
    let place = turn.appointment as usize == case.appointments.len();
    if !place || !LENGTHS.contains(&turn.minutes) || !turn.note.is_empty() {
        return Err(Refusal::AppointmentUnfit);
    }
    fits(case, turn.at, now)?;
    if disclosures.len() > 1 {
        return Err(Refusal::TooMany);
    }
    match turn.place {
        Some(place) => text::fit(guard::disclosed(disclosures, &place)?, text::LINE),
        None => Ok(()),
    }
}

/// Cancelled with a reason, held or missed once its time has come: of a case that is over too.
fn close(case: &Case, turn: &Turn, now: Timestamp) -> Result<(), Refusal> {
    let standing = standing(case, turn)?;
    let begun = standing.at <= now;
    // It was moved since it was read.
    let same = turn.at == standing.at && turn.minutes == 0 && turn.place.is_none();
    if !same || (turn.step != Step::Cancelled && !begun) {
        return Err(Refusal::AppointmentUnfit);
    }
    match turn.step {
        Step::Held => text::fit_or_blank(&turn.note, text::LINE),
        _ => text::fit(&turn.note, text::LINE),
    }
}

pub fn apply(case: &mut Case, event: &Event) {
    let Event::AppointmentRecorded { by, turn } = event else {
        return;
    };
    if turn.step == Step::Made {
        case.appointments.push(Appointment {
            at: turn.at,
            minutes: turn.minutes,
            place: turn.place,
            named: [None, None, Some(turn.at)],
            moves: 0,
            closed: None,
        });
    }
    let Some(it) = case.appointments.get_mut(turn.appointment as usize) else {
        return;
    };
    match turn.step {
        Step::Made => {}
        Step::TimeNamed => {
            if let Some(named) = it.named.get_mut(by.role as usize) {
                *named = Some(turn.at);
            }
            if it.named == [Some(turn.at); 3] && it.at != turn.at {
                it.at = turn.at;
                it.moves += 1;
            }
        }
        step => it.closed = Some((step, turn.note.clone())),
    }
}
