//! Who may see which entry. What a party may not see never reaches its phone; the chain still
//! verifies because the header stays.

use crate::actor::{Actor, Role};
use crate::case::Case;
use crate::event::Event;
use crate::log::Entry;

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
