//! Who hears and sees whom. One pure function; the media server only obeys.

use crate::actor::{Role, Side};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RoomName {
    /// 等候室: everyone waits alone.
    Lobby,
    /// 主会场
    Main,
    /// 单独会谈 with the claimant
    CaucusClaimant,
    /// 单独会谈 with the respondent
    CaucusRespondent,
}

impl RoomName {
    pub fn caucus(side: Side) -> Self {
        match side {
            Side::Claimant => Self::CaucusClaimant,
            Side::Respondent => Self::CaucusRespondent,
        }
    }

    /// The side whose private talk this room is.
    pub fn caucus_side(self) -> Option<Side> {
        match self {
            Self::CaucusClaimant => Some(Side::Claimant),
            Self::CaucusRespondent => Some(Side::Respondent),
            Self::Lobby | Self::Main => None,
        }
    }
}

/// Where a person stands in the house.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub role: Role,
    pub room: RoomName,
}

/// `true` if `role` may ever stand in `room`. A caucus is for the mediator and its own side.
pub fn may_stand(role: Role, room: RoomName) -> bool {
    match room {
        RoomName::Lobby | RoomName::Main => role != Role::System,
        RoomName::CaucusClaimant | RoomName::CaucusRespondent => {
            role == Role::Mediator || role.side().is_some_and(|side| RoomName::caucus(side) == room)
        }
    }
}

/// Who lets people in and mutes them: the mediator; before the commission or the court whoever sits.
pub fn presides(role: Role) -> bool {
    matches!(role, Role::Mediator | Role::Arbitrator | Role::Judge)
}

/// `true` if media of `speaker` may reach `listener`: same room, not the lobby, and both
/// entitled to stand there. Symmetric, so nobody listens unheard.
pub fn hears(listener: Place, speaker: Place) -> bool {
    listener.room == speaker.room
        && listener.room != RoomName::Lobby
        && may_stand(listener.role, listener.room)
        && may_stand(speaker.role, speaker.room)
}

/// Which way a written word goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// To those who hear the writer.
    Room,
    /// Between one who waits and a mediator, wherever that one stands.
    Door,
}

/// `true` if what `writer` writes on this way may reach `reader`. Symmetric; those who wait never
/// read each other.
pub fn reads(way: Way, reader: Place, writer: Place) -> bool {
    let waits = |place: Place| {
        place.room == RoomName::Lobby && place.role != Role::Mediator && may_stand(place.role, place.room)
    };
    let mediates = |place: Place| place.role == Role::Mediator;
    match way {
        Way::Room => hears(reader, writer),
        Way::Door => waits(reader) && mediates(writer) || mediates(reader) && waits(writer),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROLES: [Role; 7] = [
        Role::Claimant,
        Role::Respondent,
        Role::Mediator,
        Role::Arbitrator,
        Role::Judge,
        Role::OrgAdmin,
        Role::System,
    ];
    const ROOMS: [RoomName; 4] = [
        RoomName::Lobby,
        RoomName::Main,
        RoomName::CaucusClaimant,
        RoomName::CaucusRespondent,
    ];

    /// All there are: seven roles in four rooms.
    fn places() -> impl Iterator<Item = Place> + Clone {
        ROLES
            .into_iter()
            .flat_map(|role| ROOMS.into_iter().map(move |room| Place { role, room }))
    }

    fn pairs() -> impl Iterator<Item = (Place, Place)> {
        places().flat_map(|a| places().map(move |b| (a, b)))
    }

    #[test]
    fn nobody_listens_unheard() {
        assert!(pairs().all(|(a, b)| hears(a, b) == hears(b, a)));
    }

    #[test]
    fn the_lobby_is_silent_and_walls_hold() {
        for (listener, speaker) in pairs().filter(|(listener, speaker)| hears(*listener, *speaker)) {
            assert_eq!(listener.room, speaker.room);
            assert_ne!(listener.room, RoomName::Lobby);
        }
    }

    #[test]
    fn a_caucus_is_between_the_mediator_and_one_side() {
        for (listener, speaker) in pairs().filter(|(listener, speaker)| hears(*listener, *speaker)) {
            let Some(side) = listener.room.caucus_side() else {
                continue;
            };
            for place in [listener, speaker] {
                assert!(
                    place.role == Role::Mediator || place.role == Role::from(side),
                    "{place:?}"
                );
            }
        }
    }

    #[test]
    fn words_in_a_room_reach_just_those_who_hear_the_writer() {
        assert!(pairs().all(|(a, b)| reads(Way::Room, a, b) == hears(a, b)));
    }

    #[test]
    fn words_at_the_door_pass_between_one_who_waits_and_a_mediator_alone() {
        for (reader, writer) in pairs().filter(|(reader, writer)| reads(Way::Door, *reader, *writer)) {
            let outside = [reader, writer].map(|place| place.role != Role::Mediator);
            assert_eq!(outside.iter().filter(|outside| **outside).count(), 1);
            let waiting = if outside[0] { reader } else { writer };
            assert_eq!(waiting.room, RoomName::Lobby);
            assert!(reads(Way::Door, writer, reader));
        }
    }

    #[test]
    fn the_portal_itself_hears_nothing() {
        let portal = |place: &Place| place.role == Role::System;
        assert!(!pairs().any(|(listener, speaker)| portal(&listener) && hears(listener, speaker)));
        assert!(!pairs().any(|(reader, writer)| portal(&reader) && reads(Way::Door, reader, writer)));
    }
}
