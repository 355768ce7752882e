//! Who stands where, and what of it the log must know.

use super::super::engine::Engine;
use super::super::seat::Seat;
use super::{Fact, House};
use domain::actor::{Actor, Role};
use domain::api::RoomTell;
use domain::command::Command;
use domain::id::{CaseId, PersonId};
use domain::refusal::Refusal;
use domain::room::{self, RoomName};
use std::time::Instant;

impl<E: Engine> House<E> {
    pub(super) fn mute(
        &mut self,
        now: Instant,
        case: CaseId,
        by: PersonId,
        muted: PersonId,
    ) -> Result<(), &'static str> {
        if !self.seat(case, by).ok_or("not_here")?.presides() {
            return Err("not_your_role");
        }
        let seat = self.seat(case, muted).ok_or("not_here")?;
        seat.audio = false;
        seat.say(RoomTell::Muted);
        self.reconcile(now, case);
        self.tell_people(case);
        Ok(())
    }

    pub(super) fn move_by(
        &mut self,
        now: Instant,
        case: CaseId,
        by: PersonId,
        moved: PersonId,
        to: RoomName,
    ) -> Result<(), &'static str> {
        if !self.seat(case, by).ok_or("not_here")?.presides() {
            return Err("not_your_role");
        }
        let seat = self.seat(case, moved).ok_or("not_here")?;
        if !room::may_stand(seat.actor.role, to) {
            return Err("room_closed");
        }
        // A caucus is its mediator's: who comes there finds him, or nobody gets in.
        if moved != by && to.caucus_side().is_some() && !self.is_held(case, to) {
            return Err("room_closed");
        }
        if self.keeps_out(case, moved, to) {
            return Err(Refusal::ConsentMissing.code());
        }
        self.stand(case, moved, to);
        if moved == by {
            self.end_caucuses(case);
        }
        self.reconcile(now, case);
        self.tell_people(case);
        Ok(())
    }

    /// A screen in the place of a camera's picture, or the camera's again.
    pub(super) fn screen(
        &mut self,
        now: Instant,
        case: CaseId,
        person: PersonId,
        on: bool,
    ) -> Result<(), &'static str> {
        let seat = self.seat(case, person).ok_or("not_here")?;
        if on && (seat.room == RoomName::Lobby || seat.withheld || !room::speaks(seat.actor.role)) {
            return Err("room_closed");
        }
        seat.screen = on;
        seat.withheld = false;
        self.reconcile(now, case);
        self.tell_people(case);
        Ok(())
    }

    /// Puts a person into a room and notes it. The caller reconciles in the same tick.
    pub(super) fn stand(&mut self, case: CaseId, person: PersonId, to: RoomName) {
        let Some(seat) = self.seat(case, person) else { return };
        let from = seat.room;
        if from == to {
            return;
        }
        seat.room = to;
        seat.hand = None;
        // What was for those there is not carried in here.
        seat.withheld |= std::mem::take(&mut seat.screen);
        let actor = seat.actor;
        seat.say(RoomTell::Moved { room: to });
        self.queue(case, person);
        self.note_move(case, actor, Some(from), to);
    }

    /// Just restarted: whom the log has in a room keeps the place there for the usual grace, as if
    /// every line had been lost at once.
    pub(super) fn reseat(&mut self, now: Instant, case: CaseId, unseated: Vec<Fact>) {
        let mut rest = Vec::new();
        for fact in unseated {
            if let Command::LeaveRoom { room } = fact.command {
                let seat = Seat::kept(fact.actor, room, now);
                self.cases.entry(case).or_default().insert(fact.actor.person, seat);
            } else {
                rest.push(fact);
            }
        }
        self.note_unseated(case, rest);
    }

    /// Catches the log up with seats a killed server left behind in it.
    pub(super) fn note_unseated(&self, case: CaseId, unseated: Vec<Fact>) {
        let seats = self.cases.get(&case);
        for fact in unseated {
            let stands = match fact.command {
                Command::CloseCaucus { side } => self.is_held(case, RoomName::caucus(side)),
                _ => seats.is_some_and(|seats| seats.contains_key(&fact.actor.person)),
            };
            if !stands {
                self.note(case, fact.actor, fact.command);
            }
        }
    }

    pub(super) fn note(&self, case: CaseId, actor: Actor, command: Command) {
        let _ = self.facts.send(Fact { case, actor, command });
    }

    /// Steps of the log for a way through the house. Waiting in the lobby is not one.
    pub(super) fn note_move(&self, case: CaseId, actor: Actor, from: Option<RoomName>, to: RoomName) {
        if from == Some(to) {
            return;
        }
        if let Some(from) = from {
            self.note_exit(case, actor, from);
        }
        if to == RoomName::Lobby {
            return;
        }
        if actor.role == Role::Mediator
            && let Some(side) = to.caucus_side()
        {
            self.note(case, actor, Command::OpenCaucus { side });
        }
        self.note(case, actor, Command::EnterRoom { room: to });
    }

    pub(super) fn note_exit(&self, case: CaseId, actor: Actor, from: RoomName) {
        if from == RoomName::Lobby {
            return;
        }
        self.note(case, actor, Command::LeaveRoom { room: from });
        if actor.role == Role::Mediator
            && let Some(side) = from.caucus_side()
        {
            self.note(case, actor, Command::CloseCaucus { side });
        }
    }

    pub(super) fn remove(&mut self, now: Instant, case: CaseId, person: PersonId) {
        let Some(seats) = self.cases.get_mut(&case) else { return };
        let Some(seat) = seats.remove(&person) else { return };
        if seats.is_empty() {
            self.cases.remove(&case);
            self.talks.remove(&case);
            self.spoken.remove(&case);
            self.flows.end(case);
        }
        self.note_exit(case, seat.actor, seat.room);
        self.close(seat.publish);
        self.close(seat.subscribe.as_ref().map(|subscription| subscription.link));
        if seat.presides() {
            self.end_caucuses(case);
            self.fall_back(case);
        }
        self.reconcile(now, case);
        self.tell_people(case);
    }

    /// Parties are never left alone with each other: without anyone who presides all wait apart.
    fn fall_back(&mut self, case: CaseId) {
        let Some(seats) = self.cases.get(&case) else { return };
        if seats.values().any(Seat::presides) {
            return;
        }
        let people: Vec<PersonId> = seats.keys().copied().collect();
        for person in people {
            self.stand(case, person, RoomName::Lobby);
        }
    }

    /// Does a mediator stand in `room`?
    pub(super) fn is_held(&self, case: CaseId, room: RoomName) -> bool {
        let seats = self.cases.get(&case);
        seats.is_some_and(|seats| seats.values().any(|seat| seat.presides() && seat.room == room))
    }

    /// A caucus without its mediator is over: all there wait in the lobby.
    pub(super) fn end_caucuses(&mut self, case: CaseId) {
        let Some(seats) = self.cases.get(&case) else { return };
        let apart =
            |seat: &&Seat| !seat.presides() && seat.room.caucus_side().is_some() && !self.is_held(case, seat.room);
        let people: Vec<PersonId> = seats.values().filter(apart).map(|seat| seat.actor.person).collect();
        for person in people {
            self.stand(case, person, RoomName::Lobby);
        }
    }
}
