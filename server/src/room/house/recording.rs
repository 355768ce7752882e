//! Recording of the main room: begins when the log says that all agreed and the room agrees with it, ends
//! in the same tick as that is no longer so.

use super::super::engine::{Engine, Kind, Rtp};
use super::super::seat::Seat;
use super::super::tap::{Consents, Packet, Tap, Tape};
use super::House;
use domain::id::{CaseId, PersonId};
use domain::recording::all_agree;
use domain::room::RoomName;
use std::time::{Duration, Instant};

/// A whole picture comes at least so often: one can jump there, and what was lost is made good.
const WHOLE: Duration = Duration::from_secs(10);
/// Pictures of more lines take room that faces in a conversation do not need.
const LINES: u16 = 400;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// The log lets it begin.
    Due,
    Rolling,
    /// It does not begin again, whatever the room comes to.
    Over,
}

/// The recording of one case.
pub struct Taped {
    consents: Consents,
    state: State,
    lost: u64,
    /// When whole pictures were last asked for.
    asked: Option<Instant>,
}

impl<E: Engine> House<E> {
    pub fn record_to(&mut self, tap: Tap) {
        self.tap = Some(tap);
    }

    /// What the log says of `case` now; `None` where nothing may be recorded.
    pub fn record(&mut self, now: Instant, case: CaseId, consents: Option<Consents>) {
        self.at_work = Some(case);
        let before = self.taped.get(&case).map(|taped| taped.consents.recording);
        match (consents, self.taped.get_mut(&case)) {
            (Some(consents), Some(taped)) if before == Some(consents.recording) => taped.consents = consents,
            // One that was over, or came before it, does not begin again.
            (Some(consents), _) if before.is_none_or(|before| before < consents.recording) => {
                self.end_tape(case);
                let taped = Taped {
                    consents,
                    state: State::Due,
                    lost: 0,
                    asked: None,
                };
                self.taped.insert(case, taped);
            }
            _ => self.end_tape(case),
        }
        self.heed_consents(now, case);
        self.tend_tape(now, case);
    }

    /// Before anything else after every change in the house of `case`.
    pub(super) fn heed_consents(&mut self, now: Instant, case: CaseId) {
        let Some(taped) = self.taped.get_mut(&case) else { return };
        let seats = self.cases.get(&case);
        let place = |seat: &Seat| (seat.actor.person, seat.actor.role, seat.room);
        let present = seats.into_iter().flat_map(|seats| seats.values().map(place));
        let agreed = all_agree(present, |person| taped.consents.agreed.contains(&person));
        match (taped.state, agreed) {
            (State::Due, true) => {
                taped.state = State::Rolling;
                let recording = taped.consents.recording;
                if let Some(tap) = &self.tap {
                    tap.begin(Tape { case, recording }, now);
                }
            }
            (State::Due | State::Rolling, false) => self.end_tape(case),
            _ => {}
        }
    }

    pub(super) fn end_tape(&mut self, case: CaseId) {
        let Some(taped) = self.taped.get_mut(&case) else { return };
        if taped.state == State::Over {
            return;
        }
        taped.state = State::Over;
        let recording = taped.consents.recording;
        if let Some(tap) = &self.tap {
            tap.end(Tape { case, recording }, taped.lost);
        }
        for seat in self
            .cases
            .get_mut(&case)
            .into_iter()
            .flat_map(|seats| seats.values_mut())
        {
            seat.taped = None;
        }
    }

    /// Whoever has not agreed comes not in while it runs: first the question.
    pub(super) fn keeps_out(&self, case: CaseId, person: PersonId, to: RoomName) -> bool {
        let taped = self.taped.get(&case).filter(|it| it.state == State::Rolling);
        to == RoomName::Main && taped.is_some_and(|it| !it.consents.agreed.contains(&person))
    }

    /// Which size of each picture is taken, and when a whole one is asked for.
    pub(super) fn tend_tapes(&mut self, now: Instant) {
        let cases: Vec<CaseId> = self.taped.keys().copied().collect();
        for case in cases {
            self.tend_tape(now, case);
        }
    }

    fn tend_tape(&mut self, now: Instant, case: CaseId) {
        let rolling = self.taped.get_mut(&case).filter(|it| it.state == State::Rolling);
        let (Some(taped), Some(seats)) = (rolling, self.cases.get_mut(&case)) else {
            return;
        };
        let again = taped.asked.is_none_or(|asked| now - asked >= WHOLE);
        if again {
            taped.asked = Some(now);
        }
        for seat in seats.values_mut() {
            let Some(source) = seat
                .sources
                .get_mut(&Kind::Video)
                .filter(|_| seat.room == RoomName::Main)
            else {
                seat.taped = None;
                continue;
            };
            let live = source.layers.iter().map(|layer| layer.intake.is_live(now));
            let fits = source
                .layers
                .iter()
                .map(|layer| layer.intake.height().is_some_and(|lines| lines <= LINES));
            let live: Vec<(usize, bool)> = live
                .zip(fits)
                .enumerate()
                .filter(|(_, (live, _))| *live)
                .map(|(at, (_, fits))| (at, fits))
                .collect();
            let best = live.iter().rev().find(|(_, fits)| *fits).or(live.first());
            let best = best.map(|(at, _)| *at).or(seat.taped);
            if let Some(layer) = best.and_then(|best| source.layers.get_mut(best))
                && (again || best != seat.taped)
            {
                layer.keyframes.want(now);
            }
            seat.taped = best;
        }
    }
}

/// Hands over a packet that was let out in the main room, if its speaker is recorded.
pub(super) fn hand_over(
    tap: Option<&Tap>,
    taped: Option<&mut Taped>,
    seat: &Seat,
    (kind, layer): (Kind, usize),
    (now, case, ssrc, number): (Instant, CaseId, u32, u64),
    rtp: &Rtp,
) {
    let (Some(tap), Some(taped)) = (tap, taped) else { return };
    let person = seat.actor.person;
    let wanted = kind == Kind::Audio || seat.taped == Some(layer);
    let consents = &taped.consents;
    if taped.state != State::Rolling || seat.room != RoomName::Main || !wanted || !consents.agreed.contains(&person) {
        return;
    }
    let packet = Packet {
        person,
        codec: rtp.codec,
        ssrc,
        number,
        marker: rtp.marker,
        timestamp: rtp.timestamp,
        payload: rtp.payload.clone(),
        at: now,
    };
    let recording = consents.recording;
    if !tap.packet(Tape { case, recording }, packet) {
        taped.lost += 1;
    }
}
