//! How long mediation may last, and what is left of it that may be used outside
//! (LMAL 14; EMR 11, 29; OMR 18, 22).

use super::{Ruled, guard, hearing, performance};
use crate::actor::{Actor, Role};
use crate::arbitration::{Extension, Fact};
use crate::case::{Case, Stage};
use crate::deadline::{self, Clock};
use crate::event::{EndGround, Event};
use crate::hash::Digest;
use crate::id::FactId;
use crate::moment::{Date, Timestamp};
use crate::refusal::Refusal;
use crate::sorted::Set;
use crate::text;

/// No law caps an extension; a date further away is a slip of the pen.
const FURTHEST: i64 = 366;
const MOST_FACTS: usize = 50;

fn mediating(case: &Case) -> Result<(), Refusal> {
    match case.stage {
        Some(Stage::Mediating | Stage::Signing) => Ok(()),
        _ => Err(Refusal::WrongStage),
    }
}

/// EMR 29: longer only where both consent, and before the period is over; the mediator may suggest.
pub fn propose(case: &Case, until: Date, reason: &str, actor: &Actor) -> Ruled {
    let side = if actor.role == Role::Mediator {
        guard::mediator(case, actor)?;
        None
    } else {
        Some(guard::party(case, actor)?)
    };
    mediating(case)?;
    text::fit_or_blank(reason, text::REASON)?;
    let now = case.mediation_ends.ok_or(Refusal::WrongStage)?;
    if until <= now || now.days_until(until) > FURTHEST {
        return Err(Refusal::ExtensionUnfit);
    }
    if case
        .extension
        .as_ref()
        .is_some_and(|extension| extension.until == until)
    {
        return Err(Refusal::AlreadyDone);
    }
    let mut events = vec![Event::ExtensionProposed {
        by: *actor,
        until,
        reason: reason.into(),
    }];
    events.extend(side.map(|side| Event::ExtensionAgreed { side, until }));
    Ok(events)
}

pub fn agree(case: &Case, until: Date, actor: &Actor) -> Ruled {
    let side = guard::party(case, actor)?;
    mediating(case)?;
    let proposed = case.extension.as_ref().filter(|extension| extension.until == until);
    let extension = proposed.ok_or(Refusal::ExtensionUnfit)?;
    if extension.agreed.contains(&side) {
        return Err(Refusal::AlreadyDone);
    }
    let mut events = vec![Event::ExtensionAgreed { side, until }];
    if extension.agreed.contains(&side.other()) {
        events.push(Event::MediationExtended { until });
    }
    Ok(events)
}

pub fn state_fact(case: &Case, fact: FactId, wording: &str, actor: &Actor) -> Ruled {
    guard::mediator(case, actor)?;
    mediating(case)?;
    text::fit(wording, text::REASON)?;
    match case.stated.iter().find(|stated| stated.id == fact) {
        Some(stated) if stated.undisputed() => return Err(Refusal::FactChanged),
        Some(stated) if stated.text == wording => return Err(Refusal::AlreadyDone),
        Some(_) => {}
        None if case.stated.len() >= MOST_FACTS => return Err(Refusal::TooMany),
        None => {}
    }
    Ok(vec![Event::FactStated {
        fact,
        text: wording.into(),
    }])
}

pub fn confirm_fact(case: &Case, fact: FactId, digest: Digest, actor: &Actor) -> Ruled {
    let side = guard::party(case, actor)?;
    mediating(case)?;
    let stated = case.stated.iter().find(|stated| stated.id == fact);
    let stated = stated.ok_or(Refusal::FactUnknown)?;
    if Fact::digest_of(&stated.text) != digest {
        return Err(Refusal::FactChanged);
    }
    if stated.confirmed.contains(&side) {
        return Err(Refusal::AlreadyDone);
    }
    Ok(vec![Event::FactConfirmed { side, fact, digest }])
}

/// The period over without agreement counts as failed mediation (EMR 29); before that, the day from
/// which arbitration is open is told once (LMAL 14).
pub fn tick(case: &Case, actor: &Actor, now: Timestamp) -> Ruled {
    guard::system(actor)?;
    if deadline::period_over(case, now) {
        return Ok(vec![Event::MediationEnded {
            ground: EndGround::PeriodOver,
            reason: String::new(),
        }]);
    }
    if let Some(effective) = hearing::unsued(case, now) {
        return Ok(vec![effective]);
    }
    let late = performance::overdue(case, now);
    if !late.is_empty() {
        return Ok(late);
    }
    match case.due() {
        Some(due) if due.clock == Clock::RightToArbitrate && now > due.at => {
            Ok(vec![Event::ArbitrationPrompted { since: due.day }])
        }
        _ => Err(Refusal::AlreadyDone),
    }
}

pub fn apply(case: &mut Case, event: &Event) {
    match event {
        Event::ExtensionProposed { until, reason, .. } => {
            case.extension = Some(Extension {
                until: *until,
                reason: reason.clone(),
                agreed: Set::new(),
            });
        }
        Event::ExtensionAgreed { side, until } => {
            if let Some(extension) = case.extension.as_mut().filter(|it| it.until == *until) {
                extension.agreed.insert(*side);
            }
        }
        Event::MediationExtended { until } => {
            case.extended_to
                .extend(case.mediation_ends.map(|before| (before, *until)));
            case.mediation_ends = Some(*until);
            case.extension = None;
        }
        Event::FactStated { fact, text } => {
            let stated = Fact {
                id: *fact,
                text: text.clone(),
                confirmed: Set::new(),
            };
            match case.stated.iter_mut().find(|stated| stated.id == *fact) {
                Some(before) => *before = stated,
                None => case.stated.push(stated),
            }
        }
        Event::FactConfirmed { side, fact, .. } => {
            if let Some(stated) = case.stated.iter_mut().find(|stated| stated.id == *fact) {
                stated.confirmed.insert(*side);
            }
        }
        Event::ArbitrationPrompted { .. } => case.prompted = true,
        _ => {}
    }
}
