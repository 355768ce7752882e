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
    /// On the interpreter's channel: the interpreter speaks into it, anyone else hears it beside the
    /// floor.
    pub interpreted: bool,
}

/// `true` if `role` may ever stand in `room`. A caucus is for the mediator and its own side, and for
/// an interpreter the mediator brings along.
pub fn may_stand(role: Role, room: RoomName) -> bool {
    match room {
        RoomName::Lobby | RoomName::Main => role != Role::System,
        RoomName::CaucusClaimant | RoomName::CaucusRespondent => {
            matches!(role, Role::Mediator | Role::Interpreter)
                || role.side().is_some_and(|side| RoomName::caucus(side) == room)
        }
    }
}

/// Who lets people in and mutes them: the mediator; before the commission or the court whoever sits.
pub fn presides(role: Role) -> bool {
    matches!(role, Role::Mediator | Role::Arbitrator | Role::Judge)
}

/// `true` if `role` takes part: whoever only watches over the talks sends neither sound nor picture nor
/// words.
pub fn speaks(role: Role) -> bool {
    role != Role::Observer
}

/// `true` if the two are in each other's presence: same room, not the lobby, and both entitled to
/// stand there. Symmetric, so nobody is there unseen.
pub fn meets(one: Place, other: Place) -> bool {
    one.room == other.room
        && one.room != RoomName::Lobby
        && may_stand(one.role, one.room)
        && may_stand(other.role, other.room)
}

/// `true` if the picture of `speaker` may reach `watcher`, and its words if it writes.
pub fn sees(watcher: Place, speaker: Place) -> bool {
    meets(watcher, speaker) && speaks(speaker.role)
}

/// `true` if the sound of `speaker` may reach `listener`. What an interpreter says into the channel
/// reaches those who chose it.
pub fn hears(listener: Place, speaker: Place) -> bool {
    let channel = speaker.role == Role::Interpreter && speaker.interpreted;
    sees(listener, speaker) && (!channel || listener.interpreted)
}

/// `true` if `reader` is shown that `other` is there. Whoever hears is shown to those who are heard.
pub fn knows(reader: Place, other: Place) -> bool {
    presides(reader.role) || meets(reader, other)
}

/// Which way a written word goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// To those who are with the writer.
    Room,
    /// Between one who waits and a mediator, wherever that one stands.
    Door,
}

/// `true` if what `writer` writes on this way may reach `reader`. Those who wait never read each
/// other.
pub fn reads(way: Way, reader: Place, writer: Place) -> bool {
    let waits = |place: Place| {
        place.room == RoomName::Lobby && place.role != Role::Mediator && may_stand(place.role, place.room)
    };
    let mediates = |place: Place| place.role == Role::Mediator;
    match way {
        Way::Room => sees(reader, writer),
        Way::Door => waits(reader) && mediates(writer) || mediates(reader) && waits(writer),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROLES: [Role; 9] = [
        Role::Claimant,
        Role::Respondent,
        Role::Mediator,
        Role::Arbitrator,
        Role::Judge,
        Role::Interpreter,
        Role::Observer,
        Role::OrgAdmin,
        Role::System,
    ];
    const ROOMS: [RoomName; 4] = [
        RoomName::Lobby,
        RoomName::Main,
        RoomName::CaucusClaimant,
        RoomName::CaucusRespondent,
    ];

    /// All there are: nine roles in four rooms, on the interpreter's channel or not.
    fn places() -> impl Iterator<Item = Place> + Clone {
        let rooms = |role| {
            ROOMS.into_iter().flat_map(move |room| {
                [false, true].map(move |interpreted| Place {
                    role,
                    room,
                    interpreted,
                })
            })
        };
        ROLES.into_iter().flat_map(rooms)
    }

    fn pairs() -> impl Iterator<Item = (Place, Place)> {
        places().flat_map(|a| places().map(move |b| (a, b)))
    }

    #[test]
    fn nobody_listens_unseen() {
        assert!(pairs().all(|(a, b)| meets(a, b) == meets(b, a)));
        for (listener, speaker) in pairs().filter(|(a, b)| hears(*a, *b) || sees(*a, *b)) {
            assert!(knows(speaker, listener), "{speaker:?} {listener:?}");
        }
    }

    #[test]
    fn the_lobby_is_silent_and_walls_hold() {
        for (listener, speaker) in pairs().filter(|(a, b)| hears(*a, *b) || sees(*a, *b)) {
            assert_eq!(listener.room, speaker.room);
            assert_ne!(listener.room, RoomName::Lobby);
        }
    }

    #[test]
    fn a_caucus_is_between_the_mediator_and_one_side_and_who_interprets_for_them() {
        for (listener, speaker) in pairs().filter(|(listener, speaker)| sees(*listener, *speaker)) {
            let Some(side) = listener.room.caucus_side() else {
                continue;
            };
            for place in [listener, speaker] {
                let ours = [Role::Mediator, Role::Interpreter, side.into()];
                assert!(ours.contains(&place.role), "{place:?}");
            }
        }
    }

    #[test]
    fn whoever_watches_over_the_talks_sends_nothing_and_sees_no_caucus() {
        let observer = |place: &Place| place.role == Role::Observer;
        for (listener, speaker) in pairs() {
            assert!(!observer(&speaker) || !(sees(listener, speaker) || reads(Way::Room, listener, speaker)));
            if observer(&listener) && sees(listener, speaker) {
                assert_eq!(speaker.room, RoomName::Main);
            }
        }
    }

    #[test]
    fn the_floor_is_heard_by_all_and_the_channel_by_those_who_chose_it() {
        for (listener, speaker) in pairs().filter(|(listener, speaker)| sees(*listener, *speaker)) {
            let channel = speaker.role == Role::Interpreter && speaker.interpreted;
            assert_eq!(hears(listener, speaker), !channel || listener.interpreted);
        }
    }

    #[test]
    fn words_in_a_room_reach_just_those_who_see_the_writer() {
        assert!(pairs().all(|(a, b)| reads(Way::Room, a, b) == sees(a, b)));
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
        assert!(!pairs().any(|(listener, speaker)| portal(&listener) && sees(listener, speaker)));
        assert!(!pairs().any(|(reader, writer)| portal(&reader) && reads(Way::Door, reader, writer)));
    }
}
