//! How well each person's sound and picture come and go: told to all who see that person, so that nobody wonders
//! why the other does not answer.

use super::super::engine::{Engine, Kind};
use super::super::seat::Seat;
use super::pictures::wishes;
use super::{House, Seats};
use domain::api::RoomTell;
use domain::id::{CaseId, PersonId};
use domain::quality::{SILENCE, Span};
use std::time::{Duration, Instant};

const LOOK: Duration = Duration::from_secs(3);
/// Packets of which a share says nothing yet.
const FEW: u64 = 20;
/// From so many tenths of a per cent lost on the way up, it is too much for the network: chance alone takes less, and
/// what is left of the voice is no longer understood.
const CHOKED: u32 = 250;
/// The same from which a picture of less than [`SCANT`] bits a second is none any more, and only takes from the voice.
const HURT: u32 = 50;
const SCANT: u32 = 60_000;

impl<E: Engine> House<E> {
    pub(super) fn tend_quality(&mut self, now: Instant) {
        if now - self.last_quality < LOOK {
            return;
        }
        self.last_quality = now;
        let (mut changed, mut held) = (Vec::<CaseId>::new(), Vec::<CaseId>::new());
        for (case, seats) in &mut self.cases {
            let carried = |(person, seat): (&PersonId, &Seat)| (*person, carried(now, seats, seat));
            let rates: Vec<(PersonId, Option<u32>)> = seats.iter().map(carried).collect();
            for (person, rate) in rates {
                let Some(seat) = seats.get_mut(&person) else { continue };
                let up = lost_on_way_up(seat);
                seat.lost_up = up;
                let chokes = up.is_some_and(|part| part >= CHOKED || part >= HURT && shown(now, seat) < SCANT);
                if std::mem::replace(&mut seat.chokes, chokes) && chokes && seat.video && !seat.screen {
                    // The voice before the picture; its owner may let it out again.
                    seat.video = false;
                    seat.say(RoomTell::Problem {
                        code: "picture_held".into(),
                    });
                    held.push(*case);
                    changed.push(*case);
                }
                let down = seat.subscribe.as_ref().map(|it| (it.budget.loss() * 1_000.0) as u32);
                let span = Span {
                    loss: up.max(down),
                    rate,
                    silence: silence(now, seat),
                };
                // One bad look is a hiccup, which nobody need hear of.
                let looked = span.quality();
                let quality = looked.min(std::mem::replace(&mut seat.looked, looked));
                if std::mem::replace(&mut seat.network, quality) != quality {
                    changed.push(*case);
                }
            }
        }
        for case in held {
            self.reconcile(now, case);
        }
        changed.dedup();
        for case in changed {
            self.tell_people(case);
        }
        self.tend_voices(now);
    }
}

/// In tenths of a per cent of what was sent since the last look; `None` for too little of it.
fn lost_on_way_up(seat: &mut Seat) -> Option<u32> {
    let layers = seat.sources.values_mut().flat_map(|source| &mut source.layers);
    let (due, late) = layers
        .map(|layer| layer.intake.missed())
        .fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1));
    (due >= FEW).then(|| (late * 1_000 / due) as u32)
}

/// Bits a second of the pictures that come from `seat` now.
pub(super) fn shown(now: Instant, seat: &Seat) -> u32 {
    let layers = seat
        .sources
        .get(&Kind::Video)
        .into_iter()
        .flat_map(|source| &source.layers);
    let live = layers.filter(|layer| layer.intake.is_live(now));
    live.filter_map(|layer| layer.intake.rate()).sum()
}

/// What the network carries to `seat`, in per cent of what its pictures want; `None` where nothing is held back.
fn carried(now: Instant, seats: &Seats, seat: &Seat) -> Option<u32> {
    let bits = seat.subscribe.as_ref()?.budget.bits()?;
    let wanted = wishes(now, seats, seat).into_iter();
    let wanted = wanted.filter_map(|(_, wish)| wish.rates.get(wish.best).copied().flatten());
    let wanted: u64 = wanted.map(u64::from).sum();
    (wanted > 0).then(|| u32::try_from(u64::from(bits) * 100 / wanted).unwrap_or(u32::MAX))
}

/// Milliseconds since the last sound of one who lets it out: it comes without a pause, and is nearly nothing where
/// nobody speaks.
fn silence(now: Instant, seat: &Seat) -> u32 {
    let sound = seat
        .sources
        .get(&Kind::Audio)
        .filter(|_| seat.sends(Kind::Audio) && seat.publishing);
    let heard = sound.and_then(|source| source.layers.first()?.intake.heard());
    heard.map_or(0, |at| u32::try_from((now - at).as_millis()).unwrap_or(SILENCE))
}
