//! Who mediates: chosen by both, appointed by the body, changed at a side's wish, and what the mediator
//! has to disclose (OMR 10-14; PML 23).

use super::{Ruled, guard};
use crate::actor::{Actor, Role};
use crate::calendar;
use crate::case::{Case, Stage};
use crate::event::Event;
use crate::id::PersonId;
use crate::moment::Timestamp;
use crate::refusal::Refusal;
use crate::sorted::Map;
use crate::text;

/// Working days for both to choose together, from acceptance (OMR 10).
const CHOOSE_DAYS: u32 = 2;
/// Working days for the body to appoint another, from a side's objection (OMR 10, 14).
const APPOINT_DAYS: u32 = 3;

/// Both naming the same mediator within two working days of acceptance are led by that one; until then,
/// and where they do not agree, by whom the body appointed (OMR 10).
pub fn choose(case: &Case, mediator: PersonId, actor: &Actor, now: Timestamp) -> Ruled {
    let side = guard::party(case, actor)?;
    guard::stage(case, Stage::Mediating)?;
    let open = case.choose_until.is_some_and(|last| now <= last.end(case.zone));
    if !open
        || case
            .seat(side.other())
            .is_some_and(|seat| seat.person == Some(mediator))
        || mediator == actor.person
    {
        return Err(Refusal::MediatorUnfit);
    }
    if case.chosen.get(&side) == Some(&mediator) {
        return Err(Refusal::AlreadyDone);
    }
    let mut events = vec![Event::MediatorChosen { side, mediator }];
    if case.chosen.get(&side.other()) == Some(&mediator) {
        events.push(Event::MediatorAppointed { mediator, by: None });
    }
    Ok(events)
}

/// Each side may ask for another mediator; who refuses the next one too refuses mediation, which it may
/// do at any time (OMR 14; PML 23).
pub fn object(case: &Case, reason: &str, actor: &Actor, now: Timestamp) -> Ruled {
    let side = guard::party(case, actor)?;
    guard::stage(case, Stage::Mediating)?;
    if case.objected.is_some() {
        return Err(Refusal::AlreadyDone);
    }
    text::fit(reason, text::REASON)?;
    let appoint_by = calendar::working_days_after(now.date(case.zone), APPOINT_DAYS, &case.local)
        .map_err(|_| Refusal::CalendarMissing)?;
    Ok(vec![Event::MediatorObjected {
        side,
        reason: reason.into(),
        appoint_by,
    }])
}

/// By the mediation body: any of its mediators may hand the case on.
pub fn appoint(case: &Case, mediator: PersonId, actor: &Actor) -> Ruled {
    if actor.role != Role::Mediator {
        return Err(Refusal::NotYourRole);
    }
    if actor.org.is_none() || actor.org != case.body {
        return Err(Refusal::NotYourCase);
    }
    guard::stage(case, Stage::Mediating)?;
    let seated = [&case.claimant, &case.respondent];
    if seated.into_iter().flatten().any(|seat| seat.person == Some(mediator)) {
        return Err(Refusal::MediatorUnfit);
    }
    if case.mediator == Some(mediator) {
        return Err(Refusal::AlreadyDone);
    }
    Ok(vec![Event::MediatorAppointed {
        mediator,
        by: Some(*actor),
    }])
}

/// Told to both, who may go on with that mediator all the same (OMR 13).
pub fn disclose(case: &Case, told: &str, actor: &Actor) -> Ruled {
    guard::mediator(case, actor)?;
    guard::stage(case, Stage::Mediating)?;
    text::fit(told, text::REASON)?;
    if case.disclosed.iter().any(|known| known == told) {
        return Err(Refusal::AlreadyDone);
    }
    Ok(vec![Event::MediatorDisclosed {
        by: *actor,
        text: told.into(),
    }])
}

pub fn apply(case: &mut Case, event: &Event, at: Timestamp) {
    match event {
        Event::CaseAccepted { mediator, .. } => {
            case.choose_until = calendar::working_days_after(at.date(case.zone), CHOOSE_DAYS, &case.local).ok();
            case.mediators.push((*mediator, false));
        }
        Event::MediatorChosen { side, mediator } => {
            case.chosen.insert(*side, *mediator);
        }
        Event::MediatorObjected {
            side,
            reason,
            appoint_by,
        } => case.objected = Some((*side, reason.clone(), *appoint_by)),
        Event::MediatorAppointed { mediator, by } => {
            case.mediator = Some(*mediator);
            case.mediators.push((*mediator, by.is_none()));
            (case.chosen, case.choose_until, case.objected) = (Map::new(), None, None);
        }
        Event::MediatorDisclosed { text, .. } => case.disclosed.push(text.clone()),
        _ => {}
    }
}
