//! What each speaker's browser is told of its voice: how much of it is missed, and where somebody's network hardly
//! carries it, to speak in few bits.

use super::super::engine::{Engine, Kind};
use super::super::seat::Seat;
use super::pictures::running;
use super::quality::shown;
use super::{House, Seats};
use domain::api::RoomTell;
use domain::id::PersonId;
use std::time::Instant;

/// Where no picture goes beside it, a voice of which so much is lost lacks room, or passes air in which short packets
/// fare no worse: tenths of a per cent.
const MUCH: u32 = 120;

impl<E: Engine> House<E> {
    /// After each look at how well everybody comes through.
    pub(super) fn tend_voices(&mut self, now: Instant) {
        for seats in self.cases.values_mut() {
            let hard: Vec<PersonId> = seats
                .iter()
                .filter(|(_, seat)| is_hard(now, seats, seat))
                .map(|(person, _)| *person)
                .collect();
            for person in hard {
                if let Some(seat) = seats.get_mut(&person) {
                    seat.scant.complain(now);
                }
            }
            let voices: Vec<_> = seats
                .keys()
                .map(|person| (*person, voice(now, seats, *person)))
                .collect();
            for (person, (missed, spare)) in voices {
                let Some(seat) = seats.get_mut(&person) else { continue };
                let Some(link) = seat.publish.filter(|_| seat.publishing) else {
                    continue;
                };
                self.engine.tell_missed(link, missed);
                if seat.spares != spare
                    && let Some(sdp) = self.engine.answer_again(link, spare)
                {
                    seat.spares = spare;
                    seat.say(RoomTell::Voice { sdp });
                }
            }
        }
    }
}

/// Does a voice hardly pass, one way or the other?
fn is_hard(now: Instant, seats: &Seats, seat: &Seat) -> bool {
    let up = seat.lost_up.is_some_and(|lost| lost >= MUCH) && shown(now, seat) == 0;
    let down = seat.subscribe.as_ref().is_some_and(|subscription| {
        let budget = &subscription.budget;
        budget.is_scant() || budget.loss() * 1_000.0 >= MUCH as f32 && running(seats, seat, Kind::Video) == 0
    });
    up || down
}

/// Of `speaker`'s voice the greatest part that is missed on any of its ways, before repair; and whether it is to take
/// little of the network.
fn voice(now: Instant, seats: &Seats, speaker: PersonId) -> (f32, bool) {
    let own = seats.get(&speaker);
    let missed = own.and_then(|seat| seat.lost_up).unwrap_or(0) as f32 / 1_000.0;
    let listeners = seats.values().filter(|seat| {
        let stream = seat
            .subscribe
            .as_ref()
            .and_then(|it| it.streams.get(&(speaker, Kind::Audio)));
        stream.is_some_and(|stream| stream.open)
    });
    // Whoever wants sound alone wants little of the network taken.
    let spare = |seat: &Seat| seat.scant.holds(now) || !seat.watches;
    listeners.fold((missed, own.is_some_and(spare)), |(missed, spares), seat| {
        let down = seat.subscribe.as_ref().map_or(0.0, |it| it.budget.loss());
        (missed.max(down), spares || spare(seat))
    })
}
