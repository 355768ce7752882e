//! What people write to each other, and whose hand is up. Words live here alone: no log, no disk;
//! they go when the last person does.

use super::super::engine::Engine;
use super::House;
use domain::actor::Role;
use domain::api::{RoomTell, RoomWords};
use domain::id::{CaseId, PersonId};
use domain::room::{self, RoomName, Way};
use domain::sight;
use domain::text;
use std::collections::VecDeque;

/// Words kept of one case for those who reload.
pub const MOST_WORDS: usize = 300;

/// Each with those it reached, its writer among them: nobody learns of it later.
#[derive(Default)]
pub struct Talk {
    words: VecDeque<(Vec<PersonId>, RoomWords)>,
    /// The minutes as they were last written here.
    minutes: Option<String>,
}

impl Talk {
    fn add(&mut self, readers: Vec<PersonId>, words: RoomWords) {
        if self.words.len() == MOST_WORDS {
            self.words.pop_front();
        }
        self.words.push_back((readers, words));
    }

    /// What reached `person` before.
    pub fn of(&self, person: PersonId) -> RoomTell {
        let reached = self.words.iter().filter(|(readers, _)| readers.contains(&person));
        RoomTell::Talk {
            words: reached.map(|(_, words)| words.clone()).collect(),
        }
    }

    /// The minutes, for whoever may know what was said.
    pub fn minutes_for(&self, role: Role) -> Option<RoomTell> {
        let text = self.minutes.clone().filter(|_| sight::of_the_talks(role))?;
        Some(RoomTell::Minutes { text })
    }
}

impl<E: Engine> House<E> {
    pub(super) fn write(
        &mut self,
        case: CaseId,
        from: PersonId,
        text: String,
        to: Option<PersonId>,
    ) -> Result<(), &'static str> {
        text::fit(&text, text::REASON).map_err(|_| "text_unfit")?;
        let seats = self.cases.get(&case).ok_or("not_here")?;
        let writer = seats.get(&from).ok_or("not_here")?;
        let way = if to.is_some() || writer.room == RoomName::Lobby {
            Way::Door
        } else {
            Way::Room
        };
        let reached = |reader: PersonId, place| {
            to.is_none_or(|to| to == reader) && reader != from && room::reads(way, place, writer.place())
        };
        let mut readers: Vec<PersonId> = seats
            .values()
            .filter(|seat| reached(seat.actor.person, seat.place()))
            .map(|seat| seat.actor.person)
            .collect();
        if way == Way::Room && !room::speaks(writer.actor.role) {
            return Err("not_your_role");
        }
        if way == Way::Door && readers.is_empty() {
            return Err("nobody_reads");
        }
        readers.push(from);
        let words = RoomWords {
            from,
            name: writer.name.clone(),
            role: writer.actor.role,
            room: writer.room,
            to,
            text,
        };
        for reader in readers.iter().filter_map(|reader| seats.get(reader)) {
            reader.say(RoomTell::Said(words.clone()));
        }
        self.talks.entry(case).or_default().add(readers, words);
        Ok(())
    }

    /// The minutes as they stand, to all who may know what was said. Of what is said apart they take
    /// no note: who writes must stand in the main room.
    pub(super) fn minute(&mut self, case: CaseId, by: PersonId, text: String) -> Result<(), &'static str> {
        text::fit_or_blank(&text, text::MINUTES).map_err(|_| "text_unfit")?;
        let seats = self.cases.get(&case).ok_or("not_here")?;
        let writer = seats.get(&by).ok_or("not_here")?;
        if writer.actor.role != Role::Mediator {
            return Err("not_your_role");
        }
        if writer.room != RoomName::Main {
            return Err("room_closed");
        }
        for seat in seats.values().filter(|seat| sight::of_the_talks(seat.actor.role)) {
            seat.say(RoomTell::Minutes { text: text.clone() });
        }
        self.talks.entry(case).or_default().minutes = Some(text);
        Ok(())
    }

    pub(super) fn hand(&mut self, case: CaseId, by: PersonId, whose: PersonId, up: bool) -> Result<(), &'static str> {
        if whose != by && (up || !self.seat(case, by).ok_or("not_here")?.presides()) {
            return Err("not_your_role");
        }
        self.next_hand = self.next_hand.wrapping_add(1);
        let number = self.next_hand;
        let seat = self.seat(case, whose).ok_or("not_here")?;
        if seat.room == RoomName::Lobby || !room::speaks(seat.actor.role) {
            return Err("room_closed");
        }
        seat.hand = up.then(|| seat.hand.unwrap_or(number));
        self.tell_people(case);
        Ok(())
    }
}
