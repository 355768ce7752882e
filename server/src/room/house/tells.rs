//! What each person learns of the others.

use super::super::engine::Engine;
use super::super::seat::Seat;
use super::House;
use super::lobby::place;
use domain::api::RoomTell;
use domain::id::{CaseId, PersonId};
use domain::room;
use std::time::Instant;

impl<E: Engine> House<E> {
    /// Each learns of those it is with; the mediator of all, who wait in their order; and who waits, of its place.
    pub(super) fn tell_people(&self, case: CaseId) {
        let Some(seats) = self.cases.get(&case) else { return };
        for reader in seats.values() {
            let known =
                |seat: &&Seat| seat.actor.person == reader.actor.person || room::knows(reader.place(), seat.place());
            let mut people: Vec<&Seat> = seats.values().filter(|seat| seat.is_known()).filter(known).collect();
            people.sort_by_key(|seat| seat.waits);
            let people = people.into_iter().map(|seat| seat.card(reader)).collect();
            reader.say(RoomTell::People { people });
            if let Some(place) = place(seats, reader) {
                reader.say(RoomTell::Waiting {
                    place,
                    held: reader.held,
                });
            }
        }
    }

    pub(super) fn tell_speakers(&mut self, now: Instant) {
        for seats in self.cases.values() {
            for reader in seats.values() {
                let Some(conn) = reader.conn else { continue };
                let mut loud: Vec<_> = seats
                    .values()
                    .filter(|seat| room::hears(reader.place(), seat.place()))
                    .filter_map(|seat| Some((seat.speaks(now)?, seat.actor.person)))
                    .collect();
                loud.sort();
                let people: Vec<PersonId> = loud.into_iter().map(|(_, person)| person).collect();
                let before = self.speaking.entry(conn).or_default();
                if *before != people {
                    before.clone_from(&people);
                    reader.say(RoomTell::Speaking { people });
                }
            }
        }
    }
}
