//! 申请、征询、受理: from the request to acceptance (LMAL 12; EMR 21-23; PML 17).

use super::{Ruled, guard};
use crate::actor::{Actor, Role, Side};
use crate::calendar;
use crate::case::{Case, Ending, Invitation, Seat, Stage};
use crate::command::{Channel, Consent, Joining, MediationRequest, PartyParticulars, RefusalGround};
use crate::event::{Event, Requested};
use crate::hash::Digest;
use crate::id::InvitationId;
use crate::moment::{Timestamp, Zone};
use crate::refusal::Refusal;
use crate::text;

/// Working days to accept or refuse (EMR 22).
pub const ACCEPT_DAYS: u32 = 3;
/// Ethnic holidays of a place in the years a case may run into.
const MOST_HOLIDAYS: usize = 40;
/// Days of mediation from acceptance (EMR 29).
const MEDIATION_DAYS: u32 = 15;
/// The same of what a court assigned (OMR 24).
const ASSIGNED_DAYS: u32 = 30;
/// Days from the request after which arbitration is open in any event (LMAL 14).
pub const RIGHT_DAYS: u32 = 15;

pub fn request(case: &Case, request: &MediationRequest, actor: &Actor, now: Timestamp) -> Ruled {
    if case.stage.is_some() {
        return Err(Refusal::AlreadyOpen);
    }
    match (actor.role, request.channel) {
        (Role::Claimant, Channel::Online) => {
            if request.claimant_person != Some(actor.person) {
                return Err(Refusal::NotYourCase);
            }
            consents(&request.consents)?;
        }
        (Role::Mediator, Channel::Oral | Channel::Assigned) => {
            if request.claimant_person.is_some() || actor.org != Some(request.body) {
                return Err(Refusal::NotYourCase);
            }
        }
        _ => return Err(Refusal::NotYourRole),
    }
    text::fit(&request.number, text::NAME)?;
    if request.local_holidays.len() > MOST_HOLIDAYS {
        return Err(Refusal::TooMany);
    }
    let online = request.channel == Channel::Online;
    guard::particulars(&request.claimant, &request.disclosures, online)?;
    guard::particulars(&request.respondent, &request.disclosures, false)?;
    if request.heads.is_empty() || request.claims.is_empty() || request.facts.trim().is_empty() {
        return Err(Refusal::RequestIncomplete);
    }
    if request.heads.len() > 9 || request.claims.len() > 20 {
        return Err(Refusal::TooMany);
    }
    text::fit(&request.facts, text::STORY)?;
    guard::claims(&request.claims)?;
    let accept_by = calendar::working_days_after(now.date(Zone::CHINA), ACCEPT_DAYS, &request.local_holidays)
        .map_err(|_| Refusal::CalendarMissing)?;
    Ok(vec![Event::MediationRequested(Requested::of(request, accept_by))])
}

fn consents(given: &[Consent]) -> Result<(), Refusal> {
    if Consent::ALL.iter().all(|consent| given.contains(consent)) {
        Ok(())
    } else {
        Err(Refusal::ConsentMissing)
    }
}

pub fn invite(case: &Case, invitation: InvitationId, side: Side, phone: Digest, token: Digest, actor: &Actor) -> Ruled {
    if actor.role != Role::System {
        guard::mediator(case, actor)?;
    }
    if !matches!(case.stage, Some(Stage::Pending | Stage::Mediating)) {
        return Err(Refusal::WrongStage);
    }
    if case.seat(side).is_some_and(|seat| seat.person.is_some()) || case.invitations.contains_key(&invitation) {
        return Err(Refusal::AlreadyDone);
    }
    if case.invitations.len() >= 50 {
        return Err(Refusal::TooMany);
    }
    Ok(vec![Event::PartyInvited {
        invitation,
        side,
        phone,
        token,
    }])
}

pub fn join(case: &Case, joining: &Joining, actor: &Actor) -> Ruled {
    let side = actor.role.side().ok_or(Refusal::NotYourRole)?;
    let invitation = case
        .invitations
        .get(&joining.invitation)
        .ok_or(Refusal::InvitationUnknown)?;
    if invitation.side != side {
        return Err(Refusal::InvitationUnknown);
    }
    if invitation.used || case.seat(side).is_some_and(|seat| seat.person.is_some()) {
        return Err(Refusal::InvitationUsed);
    }
    if case
        .seat(side.other())
        .is_some_and(|seat| seat.person == Some(actor.person))
    {
        return Err(Refusal::BothSides);
    }
    if !matches!(case.stage, Some(Stage::Pending | Stage::Mediating)) {
        return Err(Refusal::WrongStage);
    }
    consents(&joining.consents)?;
    guard::particulars(&joining.particulars, &joining.disclosures, true)?;
    Ok(vec![Event::PartyJoined {
        side,
        person: actor.person,
        particulars: joining.particulars.clone(),
        consents: joining.consents.clone(),
        assurance: actor.assurance,
    }])
}

pub fn consent(case: &Case, actor: &Actor) -> Ruled {
    let side = guard::party(case, actor)?;
    guard::stage(case, Stage::Pending)?;
    if case.seat(side).is_some_and(|seat| seat.consented) {
        return Err(Refusal::AlreadyDone);
    }
    Ok(vec![Event::MediationConsented { side }])
}

pub fn decline(case: &Case, reason: &str, actor: &Actor) -> Ruled {
    let side = guard::party(case, actor)?;
    guard::stage(case, Stage::Pending)?;
    text::fit(reason, text::REASON)?;
    Ok(vec![Event::MediationDeclined {
        side,
        reason: reason.into(),
    }])
}

/// A request, or the wish of both to talk anew about an agreement the court did not confirm (CPL 206).
pub fn accept(case: &Case, actor: &Actor, now: Timestamp) -> Ruled {
    guard::mediator(case, actor)?;
    if !super::again::open(case) || case.again.is_empty() {
        guard::stage(case, Stage::Pending)?;
    } else if Side::BOTH.iter().any(|side| !case.again.contains(side)) {
        return Err(Refusal::ConsentOfBoth);
    }
    for side in Side::BOTH {
        let seat = case.seat(side).ok_or(Refusal::PartyNotJoined)?;
        if seat.person.is_none() {
            return Err(Refusal::PartyNotJoined);
        }
        if !seat.consented {
            return Err(Refusal::ConsentOfBoth);
        }
    }
    let days = if case.assigned { ASSIGNED_DAYS } else { MEDIATION_DAYS };
    let ends =
        calendar::natural_days_after(now.date(case.zone), days, &case.local).map_err(|_| Refusal::CalendarMissing)?;
    Ok(vec![Event::CaseAccepted {
        mediator: actor.person,
        ends,
    }])
}

pub fn refuse(case: &Case, ground: RefusalGround, explanation: &str, actor: &Actor) -> Ruled {
    guard::mediator(case, actor)?;
    guard::stage(case, Stage::Pending)?;
    text::fit(explanation, text::REASON)?;
    Ok(vec![Event::CaseRefused {
        ground,
        explanation: explanation.into(),
    }])
}

pub fn apply(case: &mut Case, event: &Event, at: Timestamp) {
    match event {
        Event::MediationRequested(requested) => {
            case.stage = Some(Stage::Pending);
            case.opened = at;
            case.number = requested.number.clone();
            case.body = Some(requested.body);
            case.zone = requested.zone;
            case.local = requested.local_holidays.clone();
            case.heads = requested.heads.clone();
            case.claims = requested.claims.clone();
            case.facts = requested.facts.clone();
            case.accept_by = Some(requested.accept_by);
            case.right_to_arbitrate =
                calendar::natural_days_after(at.date(requested.zone), RIGHT_DAYS, &case.local).ok();
            let online = requested.channel == Channel::Online;
            case.request_online = online;
            case.assigned = requested.channel == Channel::Assigned;
            case.claimant = Some(Seat {
                person: requested.claimant_person,
                particulars: requested.claimant.clone(),
                consents: requested.consents.clone(),
                // Who asks online for mediation consents to it.
                consented: online,
                identity_seen: false,
            });
            case.respondent = Some(Seat {
                person: None,
                particulars: requested.respondent.clone(),
                consents: Vec::new(),
                consented: false,
                identity_seen: false,
            });
            learn(case, &requested.claimant);
            learn(case, &requested.respondent);
        }
        Event::PartyInvited {
            invitation,
            side,
            token,
            ..
        } => {
            case.invitations.insert(
                *invitation,
                Invitation {
                    side: *side,
                    token: *token,
                    used: false,
                },
            );
        }
        Event::PartyJoined {
            side,
            person,
            particulars,
            consents,
            ..
        } => {
            learn(case, particulars);
            for (_, invitation) in case.invitations.iter_mut() {
                invitation.used |= invitation.side == *side;
            }
            if let Some(seat) = seat_mut(case, *side) {
                seat.person = Some(*person);
                seat.particulars = particulars.clone();
                seat.consents = consents.clone();
            }
        }
        Event::MediationConsented { side } => {
            if let Some(seat) = seat_mut(case, *side) {
                seat.consented = true;
            }
        }
        Event::MediationDeclined { side, .. } => {
            case.stage = Some(Stage::Ended);
            case.ended = Some(Ending::Declined(*side));
        }
        Event::CaseAccepted { mediator, ends } => {
            case.stage = Some(Stage::Mediating);
            case.mediator = Some(*mediator);
            case.mediation_ends = Some(*ends);
        }
        Event::CaseRefused { ground, .. } => {
            case.stage = Some(Stage::Ended);
            case.ended = Some(Ending::NotAccepted(*ground));
        }
        _ => {}
    }
}

fn learn(case: &mut Case, particulars: &PartyParticulars) {
    case.known.extend(guard::commitments(particulars));
}

pub fn seat_mut(case: &mut Case, side: Side) -> Option<&mut Seat> {
    match side {
        Side::Claimant => case.claimant.as_mut(),
        Side::Respondent => case.respondent.as_mut(),
    }
}
