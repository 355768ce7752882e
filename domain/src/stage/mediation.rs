//! 调解中: evidence, the rooms as legal facts, and every way out (LMAL 13; PML 20-26; EMR 29).

use super::{Ruled, guard, intake};
use crate::actor::{Actor, Role, Side};
use crate::case::{Case, Ending, Stage};
use crate::command::Evidence;
use crate::event::{EndGround, Event};
use crate::refusal::Refusal;
use crate::room::{RoomName, may_stand};
use crate::text;

pub fn add_evidence(case: &Case, evidence: &Evidence, actor: &Actor) -> Ruled {
    if actor.role == Role::Mediator {
        guard::mediator(case, actor)?;
    } else {
        guard::party(case, actor)?;
    }
    // What a side brings before the commission it may still add until it has filed.
    let open = match case.stage {
        Some(Stage::Pending | Stage::Mediating) => true,
        Some(Stage::Transferred) => actor.role != Role::Mediator,
        _ => false,
    };
    if !open {
        return Err(Refusal::WrongStage);
    }
    guard::evidence(case, evidence)?;
    Ok(vec![Event::EvidenceAdded {
        by: *actor,
        evidence: evidence.clone(),
    }])
}

pub fn enter(case: &Case, room: RoomName, actor: &Actor) -> Ruled {
    seated(case, actor)?;
    if !room_open(case, actor) {
        return Err(Refusal::WrongStage);
    }
    let open = match room.caucus_side() {
        Some(side) => actor.role == Role::Mediator || case.caucus == Some(side),
        None => true,
    };
    if !open || !may_stand(actor.role, room) {
        return Err(Refusal::RoomClosed);
    }
    if case
        .present
        .get(&actor.person)
        .is_some_and(|(_, present)| *present == room)
    {
        return Err(Refusal::AlreadyDone);
    }
    Ok(vec![Event::RoomEntered { room, by: *actor }])
}

pub fn leave(case: &Case, room: RoomName, actor: &Actor) -> Ruled {
    seated(case, actor)?;
    if case
        .present
        .get(&actor.person)
        .is_none_or(|(_, present)| *present != room)
    {
        return Err(Refusal::AlreadyDone);
    }
    Ok(vec![Event::RoomLeft { room, by: *actor }])
}

/// For the talks, for both before the court or the commission (CPL-Int 356), and for the hearing.
fn room_open(case: &Case, actor: &Actor) -> bool {
    match case.stage {
        Some(Stage::Mediating | Stage::Signing) => true,
        // The mediation body's own guests have no part in what others decide.
        Some(Stage::UnderReview | Stage::Arbitrating) => !matches!(actor.role, Role::Interpreter | Role::Observer),
        _ => false,
    }
}

/// The institution that reviews or hears the case.
fn sits(case: &Case, actor: &Actor) -> bool {
    let reviewing = case.application().map(|it| it.institution);
    let hearing = case.transfer.as_ref().map(|it| it.commission);
    actor.org.is_some() && [reviewing, hearing].contains(&actor.org)
}

pub(super) fn seated(case: &Case, actor: &Actor) -> Result<(), Refusal> {
    let theirs = match actor.role {
        Role::Mediator => return guard::mediator(case, actor),
        Role::Arbitrator | Role::Judge => sits(case, actor),
        Role::Interpreter | Role::Observer => crate::sight::may_open(case, actor),
        _ => return guard::party(case, actor).map(|_| ()),
    };
    if theirs { Ok(()) } else { Err(Refusal::NotYourCase) }
}

pub fn open_caucus(case: &Case, side: Side, actor: &Actor) -> Ruled {
    guard::mediator(case, actor)?;
    if !matches!(case.stage, Some(Stage::Mediating | Stage::Signing)) {
        return Err(Refusal::WrongStage);
    }
    match case.caucus {
        Some(open) if open == side => Err(Refusal::AlreadyDone),
        Some(_) => Err(Refusal::CaucusOpen),
        None => Ok(vec![Event::CaucusOpened { side }]),
    }
}

pub fn close_caucus(case: &Case, side: Side, actor: &Actor) -> Ruled {
    guard::mediator(case, actor)?;
    if case.caucus != Some(side) {
        return Err(Refusal::AlreadyDone);
    }
    Ok(vec![Event::CaucusClosed { side }])
}

pub fn confirm_identity(case: &Case, side: Side, actor: &Actor) -> Ruled {
    guard::mediator(case, actor)?;
    guard::before_effect(case)?;
    let seat = case
        .seat(side)
        .filter(|seat| seat.person.is_some())
        .ok_or(Refusal::PartyNotJoined)?;
    if seat.identity_seen {
        return Err(Refusal::AlreadyDone);
    }
    Ok(vec![Event::IdentityConfirmed { side }])
}

/// A party may end mediation at any time before effect (PML 23); nothing blocks that exit.
pub fn end(case: &Case, reason: &str, actor: &Actor) -> Ruled {
    let ground = if actor.role == Role::Mediator {
        guard::mediator(case, actor)?;
        EndGround::MediatorEnded
    } else {
        match guard::party(case, actor)? {
            Side::Claimant => EndGround::ClaimantUnwilling,
            Side::Respondent => EndGround::RespondentUnwilling,
        }
    };
    guard::before_effect(case)?;
    text::fit(reason, text::REASON)?;
    Ok(vec![Event::MediationEnded {
        ground,
        reason: reason.into(),
    }])
}

pub fn withdraw(case: &Case, reason: &str, actor: &Actor) -> Ruled {
    if guard::party(case, actor)? != Side::Claimant {
        return Err(Refusal::NotYourRole);
    }
    guard::before_effect(case)?;
    text::fit(reason, text::REASON)?;
    Ok(vec![Event::RequestWithdrawn { reason: reason.into() }])
}

pub fn apply(case: &mut Case, event: &Event) {
    match event {
        Event::EvidenceAdded { by, evidence } => case.evidence.push((*by, evidence.clone())),
        Event::RoomEntered { room, by } => {
            case.present.insert(by.person, (by.role, *room));
        }
        Event::RoomLeft { by, .. } => {
            case.present.remove(&by.person);
        }
        Event::CaucusOpened { side } => case.caucus = Some(*side),
        Event::CaucusClosed { .. } => case.caucus = None,
        Event::IdentityConfirmed { side } => {
            if let Some(seat) = intake::seat_mut(case, *side) {
                seat.identity_seen = true;
            }
        }
        Event::MediationEnded { ground, .. } => {
            case.stage = Some(Stage::Ended);
            case.ended = Some(Ending::Failed(*ground));
        }
        Event::RequestWithdrawn { .. } => {
            case.stage = Some(Stage::Ended);
            case.ended = Some(Ending::Withdrawn);
        }
        _ => {}
    }
}
