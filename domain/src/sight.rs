//! Who may see which entry. What a party may not see never reaches its phone; the chain still
//! verifies because the header stays.

use crate::actor::{Actor, Role, Side};
use crate::case::Case;
use crate::event::Event;
use crate::hash::Commitment;
use crate::log::Entry;
use crate::terms::ClauseBody;
use std::collections::BTreeSet;

/// `true` if `viewer` may read the case at all: its parties, its body's mediators, and the
/// institution it was filed with.
pub fn may_open(case: &Case, viewer: &Actor) -> bool {
    match viewer.role {
        Role::System => true,
        Role::Claimant | Role::Respondent => viewer
            .role
            .side()
            .is_some_and(|side| case.seat(side).is_some_and(|seat| seat.person == Some(viewer.person))),
        Role::Mediator => viewer.org.is_some() && viewer.org == case.body,
        // The institution reads from the joint filing on, never a half application.
        Role::Arbitrator | Role::Judge => case
            .applications
            .iter()
            .any(|application| application.filed.is_some() && Some(application.institution) == viewer.org),
        Role::OrgAdmin => false,
    }
}

/// `true` if `viewer` may see `event`.
pub fn may_see(event: &Event, viewer: &Actor) -> bool {
    use crate::room::may_stand;
    match event {
        Event::RoomEntered { room, .. } | Event::RoomLeft { room, .. } if room.caucus_side().is_some() => {
            viewer.role == Role::System || may_stand(viewer.role, *room)
        }
        Event::EvidenceAdded { by, evidence } if !evidence.shared => {
            viewer.role == Role::System || viewer.role == Role::Mediator || viewer.person == by.person
        }
        _ => true,
    }
}

/// `entry` as `viewer` may have it. An unreadable payload is withheld.
pub fn view(entry: &Entry, viewer: &Actor) -> Entry {
    match entry.event() {
        Ok(Some(event)) if may_see(&event, viewer) => entry.clone(),
        _ => entry.redacted(),
    }
}

/// The disclosed values `viewer` may read: parties get their own, the other side's name and
/// agent, and accounts that stand in clauses; the mediator and the institution get all.
pub fn readable(case: &Case, viewer: &Actor) -> BTreeSet<Commitment> {
    let Some(own) = viewer.role.side() else {
        return case.known.clone();
    };
    let mut out = BTreeSet::new();
    for side in Side::BOTH {
        let Some(seat) = case.seat(side) else { continue };
        let particulars = &seat.particulars;
        out.insert(particulars.name);
        out.extend(particulars.agent.as_ref().map(|agent| agent.name));
        if side == own {
            out.insert(particulars.phone);
            out.extend(particulars.id_number);
            out.extend(particulars.address);
        }
    }
    let clauses = case
        .draft
        .0
        .iter()
        .chain(case.agreed_terms.iter().flat_map(|(terms, _)| &terms.0));
    out.extend(clauses.filter_map(|clause| match &clause.body {
        ClauseBody::Payment(payment) => payment.account,
        ClauseBody::DepositReturn(deposit) => deposit.account,
        _ => None,
    }));
    out
}
