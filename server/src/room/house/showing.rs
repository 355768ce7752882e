//! Pages of a document, before those who see whoever shows them. What is shown belongs to the room it was opened
//! in: it neither follows anybody out of it, nor outlives the stay there of the one who shows it.

use super::super::engine::Engine;
use super::super::seat::{ConnId, Seat};
use super::{House, Seats};
use domain::actor::Actor;
use domain::api::RoomTell;
use domain::id::{CaseId, PersonId};
use domain::room::{self, RoomName};
use domain::showing::{ShowAsk, ShowTell, Shown, Spot};
use std::sync::Arc;

/// Something that may be shown: its asker was checked against the case.
#[derive(Clone)]
pub struct Opened {
    pub shown: Shown,
    /// [`domain::showing::may_read`] of the case as it stands.
    pub may_read: Arc<dyn Fn(&Actor) -> bool + Send + Sync>,
}

pub struct Showing {
    room: RoomName,
    opened: Opened,
}

impl Showing {
    fn by<'a>(&self, seats: &'a Seats) -> Option<&'a Seat> {
        seats
            .get(&self.opened.shown.by)
            .filter(|seat| seat.room == self.room && room::sees(seat.place(), seat.place()))
    }

    /// Who would be shown it and may not read it.
    fn blind(&self, seats: &Seats) -> Vec<PersonId> {
        let Some(by) = self.by(seats) else { return Vec::new() };
        seats
            .values()
            .filter(|seat| room::sees(seat.place(), by.place()) && !(self.opened.may_read)(&seat.actor))
            .map(|seat| seat.actor.person)
            .collect()
    }
}

fn refused(code: &str, people: Vec<PersonId>) -> RoomTell {
    let code = code.into();
    RoomTell::Show(ShowTell::Refused { code, people })
}

impl<E: Engine> House<E> {
    /// What the asker of `conn` wanted opened, or why it cannot be.
    pub fn present(&mut self, conn: ConnId, opened: Result<Opened, &'static str>) {
        let Some(&(case, person)) = self.conns.get(&conn) else {
            return;
        };
        self.at_work = Some(case);
        let done = opened.map_err(|code| (code, Vec::new()));
        let done = done.and_then(|opened| self.begin(case, person, opened));
        if let (Err((code, people)), Some(seat)) = (done, self.seat(case, person)) {
            seat.say(refused(code, people));
        }
        self.tend_shown(case);
    }

    fn begin(&mut self, case: CaseId, person: PersonId, opened: Opened) -> Result<(), (&'static str, Vec<PersonId>)> {
        let fails = |code| (code, Vec::new());
        let seats = self.cases.get(&case).ok_or(fails("not_here"))?;
        let seat = seats.get(&person).ok_or(fails("not_here"))?;
        let room = seat.room;
        let showing = Showing { room, opened };
        if showing.by(seats).is_none() {
            return Err(fails("room_closed"));
        }
        let here = self.showings.get(&case).into_iter().flatten();
        let others = here.filter(|other| other.room == room && other.opened.shown.by != person);
        if others.count() > 0 && !seat.presides() {
            return Err(fails("show_taken"));
        }
        let blind = showing.blind(seats);
        if !blind.is_empty() {
            return Err(("not_for_all", blind));
        }
        let showings = self.showings.entry(case).or_default();
        showings.retain(|other| other.room != room);
        showings.push(showing);
        Ok(())
    }

    pub(super) fn show(&mut self, case: CaseId, person: PersonId, ask: ShowAsk) -> Result<(), &'static str> {
        let seat = self.seat(case, person).ok_or("not_here")?;
        let (room, presides) = (seat.room, seat.presides());
        let showings = self.showings.get_mut(&case);
        let here = showings.and_then(|all| all.iter_mut().find(|showing| showing.room == room));
        match ask {
            // Comes by `present`, once the case was asked.
            ShowAsk::Open { .. } => return Err("not_here"),
            ShowAsk::Look => {
                let seat = self.seat(case, person).ok_or("not_here")?;
                seat.say(RoomTell::Show(ShowTell::Shown(seat.shown.clone())));
            }
            ShowAsk::Turn { page } => {
                let own = here.filter(|showing| showing.opened.shown.by == person);
                let shown = &mut own.ok_or("nothing_shown")?.opened.shown;
                shown.page = page.clamp(1, shown.pages.max(1));
                self.tend_shown(case);
            }
            ShowAsk::Point { at } => {
                // The hand goes on a little after the end.
                if here.is_some_and(|showing| showing.opened.shown.by == person) {
                    self.point(case, person, at);
                }
            }
            ShowAsk::End => {
                let may = |showing: &Showing| presides || showing.opened.shown.by == person;
                here.filter(|showing| may(showing)).ok_or("nothing_shown")?;
                let showings = self.showings.entry(case).or_default();
                showings.retain(|showing| showing.room != room);
                self.tend_shown(case);
            }
        }
        Ok(())
    }

    /// To all who look at what `person` shows.
    fn point(&self, case: CaseId, person: PersonId, at: Option<Spot>) {
        let seats = self.cases.get(&case).into_iter().flatten();
        let looks = |seat: &&Seat| seat.shown.as_ref().is_some_and(|shown| shown.by == person);
        for seat in seats.map(|(_, seat)| seat).filter(looks) {
            if seat.actor.person != person {
                seat.say(RoomTell::Show(ShowTell::Pointed(at)));
            }
        }
    }

    /// Ends what nobody shows any more, or somebody came who may not read it; and tells each what is shown
    /// where he stands, if that changed.
    pub(super) fn tend_shown(&mut self, case: CaseId) {
        let Some(seats) = self.cases.get_mut(&case) else {
            self.showings.remove(&case);
            return;
        };
        let Some(showings) = self.showings.get_mut(&case) else {
            return;
        };
        showings.retain(|showing| {
            let Some(by) = showing.by(seats) else { return false };
            let blind = showing.blind(seats);
            if !blind.is_empty() {
                by.say(refused("not_for_all", blind.clone()));
            }
            blind.is_empty()
        });
        let due = |seat: &Seat, seats: &Seats| {
            let seen = |showing: &&Showing| showing.by(seats).is_some_and(|by| room::sees(seat.place(), by.place()));
            showings.iter().find(seen).map(|showing| showing.opened.shown.clone())
        };
        let due: Vec<_> = seats.values().map(|seat| due(seat, seats)).collect();
        for (seat, due) in seats.values_mut().zip(due) {
            if seat.shown != due {
                seat.say(RoomTell::Show(ShowTell::Shown(due.clone())));
                seat.shown = due;
            }
        }
        if showings.is_empty() {
            self.showings.remove(&case);
        }
    }
}
