//! Those who wait: in the order in which they came, known to whoever presides or sent away for a while; and what
//! those elsewhere hear of when it goes on.

use super::super::engine::Engine;
use super::super::seat::Seat;
use super::{House, Seats};
use domain::api::RoomTell;
use domain::id::{CaseId, PersonId};
use domain::room::RoomName;
use std::time::{Duration, Instant};

/// Whoever was sent away may knock again after so long.
pub const TURNED_AWAY: Duration = Duration::from_secs(60);
const MOST_MINUTES: u8 = 60;

/// The how-manieth `seat` is of those who wait; `None` for one who does not.
pub(super) fn place(seats: &Seats, seat: &Seat) -> Option<u32> {
    let mine = seat.waits?;
    let before = seats.values().filter_map(|other| other.waits);
    Some(1 + before.filter(|other| *other < mine).count() as u32)
}

impl<E: Engine> House<E> {
    /// Gives one who came to wait a place behind the others, and takes it from one who waits no more.
    pub(super) fn queue(&mut self, case: CaseId, person: PersonId) {
        self.next_place = self.next_place.wrapping_add(1);
        let place = self.next_place;
        let Some(seat) = self.seat(case, person) else { return };
        if seat.room == RoomName::Lobby && !seat.presides() {
            seat.waits.get_or_insert(place);
        } else {
            seat.waits = None;
            seat.held = false;
        }
    }

    pub(super) fn hold(&mut self, case: CaseId, by: PersonId, person: PersonId) -> Result<(), &'static str> {
        self.waiting(case, by, person)?.held = true;
        self.tell_people(case);
        Ok(())
    }

    pub(super) fn refuse(
        &mut self,
        now: Instant,
        case: CaseId,
        by: PersonId,
        person: PersonId,
    ) -> Result<(), &'static str> {
        let seat = self.waiting(case, by, person)?;
        seat.say(RoomTell::Problem {
            code: "turned_away".into(),
        });
        if let Some(conn) = seat.conn {
            self.conns.remove(&conn);
            self.speaking.remove(&conn);
        }
        self.turned_away.insert((case, person), now);
        self.remove(now, case, person);
        Ok(())
    }

    /// Does what was said to `person` a moment ago still keep him out?
    pub(super) fn is_turned_away(&mut self, now: Instant, case: CaseId, person: PersonId) -> bool {
        self.turned_away.retain(|_, since| now - *since < TURNED_AWAY);
        self.turned_away.contains_key(&(case, person))
    }

    pub(super) fn announce(&mut self, case: CaseId, by: PersonId, minutes: u8) -> Result<(), &'static str> {
        let seats = self.cases.get(&case).ok_or("not_here")?;
        let host = seats.get(&by).ok_or("not_here")?;
        if !host.presides() {
            return Err("not_your_role");
        }
        let minutes = minutes.clamp(1, MOST_MINUTES);
        for seat in seats.values().filter(|seat| !seat.presides() && seat.room != host.room) {
            seat.say(RoomTell::Resuming { minutes });
        }
        Ok(())
    }

    fn waiting(&mut self, case: CaseId, by: PersonId, person: PersonId) -> Result<&mut Seat, &'static str> {
        if !self.seat(case, by).ok_or("not_here")?.presides() {
            return Err("not_your_role");
        }
        let seat = self.seat(case, person).ok_or("not_here")?;
        if seat.waits.is_none() {
            return Err("room_closed");
        }
        Ok(seat)
    }
}
