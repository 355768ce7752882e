//! 支持起诉 and 法律援助, asked for at any stage and changing none (CPL 15; 法律援助法 22, 31, 42-43).

use super::{Ruled, guard};
use crate::actor::{Actor, Role};
use crate::calendar;
use crate::case::Case;
use crate::command::PartyKind;
use crate::event::Event;
use crate::id::OrgId;
use crate::moment::Timestamp;
use crate::refusal::Refusal;
use crate::support::{Support, SupportKind};
use crate::text;

/// Days to decide on legal aid, and from there to name a helper (法律援助法 43).
const DECIDE_DAYS: u32 = 7;
const APPOINT_DAYS: u32 = 3;
const MOST: usize = 10;

/// By the worker; one request at a time with each institution.
pub fn ask(case: &Case, org: OrgId, kind: SupportKind, reason: &str, actor: &Actor, now: Timestamp) -> Ruled {
    let side = guard::party(case, actor)?;
    let worker = case
        .seat(side)
        .is_some_and(|seat| seat.particulars.kind != PartyKind::Organisation);
    let institution = [case.body, case.transfer.as_ref().map(|it| it.commission)].contains(&Some(org))
        || case.applications.iter().any(|it| it.institution == org);
    // Whoever mediates or decides takes nobody's side.
    if !worker || institution {
        return Err(Refusal::SupportUnfit);
    }
    text::fit(reason, text::REASON)?;
    if case.supports.iter().any(|it| it.org == org && it.decided.is_none()) {
        return Err(Refusal::AlreadyDone);
    }
    if case.supports.len() >= MOST {
        return Err(Refusal::TooMany);
    }
    let decide_by = match kind {
        SupportKind::LegalAid => Some(
            calendar::natural_days_after(now.date(case.zone), DECIDE_DAYS, &case.local)
                .map_err(|_| Refusal::CalendarMissing)?,
        ),
        SupportKind::Suit => None,
    };
    Ok(vec![Event::SupportAsked {
        side,
        org,
        kind,
        reason: reason.into(),
        decide_by,
    }])
}

/// The institution that was asked, and its newest request that `open` holds of.
fn asked<'a>(case: &'a Case, actor: &Actor, open: fn(&Support) -> bool) -> Result<&'a Support, Refusal> {
    if actor.role != Role::Supporter {
        return Err(Refusal::NotYourRole);
    }
    let mut own = case.supports.iter().filter(|it| Some(it.org) == actor.org).peekable();
    if own.peek().is_none() {
        return Err(Refusal::NotYourCase);
    }
    own.find(|it| open(it)).ok_or(Refusal::AlreadyDone)
}

pub fn decide(case: &Case, granted: bool, explanation: &str, actor: &Actor, now: Timestamp) -> Ruled {
    let support = asked(case, actor, |it| it.decided.is_none())?;
    text::fit(explanation, text::REASON)?;
    let appoint_by = match (granted, support.kind) {
        (true, SupportKind::LegalAid) => Some(
            calendar::natural_days_after(now.date(case.zone), APPOINT_DAYS, &case.local)
                .map_err(|_| Refusal::CalendarMissing)?,
        ),
        _ => None,
    };
    Ok(vec![Event::SupportDecided {
        by: *actor,
        granted,
        explanation: explanation.into(),
        appoint_by,
    }])
}

/// 指派: who helps, with a telephone.
pub fn appoint(case: &Case, helper: &str, actor: &Actor) -> Ruled {
    asked(case, actor, |it| it.appoint_by.is_some() && it.appointed.is_none())?;
    text::fit(helper, text::LINE)?;
    Ok(vec![Event::HelperAppointed {
        by: *actor,
        helper: helper.into(),
    }])
}

pub fn apply(case: &mut Case, event: &Event) {
    match event {
        Event::SupportAsked {
            side,
            org,
            kind,
            reason,
            decide_by,
        } => case.supports.push(Support {
            side: *side,
            org: *org,
            kind: *kind,
            reason: reason.clone(),
            decide_by: *decide_by,
            decided: None,
            by: None,
            appoint_by: None,
            appointed: None,
        }),
        Event::SupportDecided {
            by,
            granted,
            explanation,
            appoint_by,
        } => {
            let mut own = case.supports.iter_mut().filter(|it| Some(it.org) == by.org);
            if let Some(support) = own.find(|it| it.decided.is_none()) {
                support.decided = Some((*granted, explanation.clone()));
                support.by = Some(by.person);
                support.appoint_by = *appoint_by;
            }
        }
        Event::HelperAppointed { by, helper } => {
            let mut own = case.supports.iter_mut().filter(|it| Some(it.org) == by.org);
            if let Some(support) = own.find(|it| it.appoint_by.is_some() && it.appointed.is_none()) {
                support.appointed = Some(helper.clone());
            }
        }
        _ => {}
    }
}
