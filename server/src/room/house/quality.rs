//! How well each person's sound and picture come and go: told to all who see that person, so that nobody wonders
//! why the other does not answer.

use super::super::engine::{Engine, Kind};
use super::super::seat::Seat;
use super::pictures::wishes;
use super::{House, Seats};
use domain::id::{CaseId, PersonId};
use domain::quality::{SILENCE, Span};
use std::time::{Duration, Instant};

const LOOK: Duration = Duration::from_secs(3);
/// Packets of which a share says nothing yet.
const FEW: u64 = 20;

impl<E: Engine> House<E> {
    pub(super) fn tend_quality(&mut self, now: Instant) {
        if now - self.last_quality < LOOK {
            return;
        }
        self.last_quality = now;
        let mut changed: Vec<CaseId> = Vec::new();
        for (case, seats) in &mut self.cases {
            let carried = |(person, seat): (&PersonId, &Seat)| (*person, carried(now, seats, seat));
            let rates: Vec<(PersonId, Option<u32>)> = seats.iter().map(carried).collect();
            for (person, rate) in rates {
                let Some(seat) = seats.get_mut(&person) else { continue };
                let span = Span {
                    loss: lost(seat),
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
        changed.dedup();
        for case in changed {
            self.tell_people(case);
        }
    }
}

/// In tenths of a per cent, the worse of both ways.
fn lost(seat: &mut Seat) -> Option<u32> {
    let layers = seat.sources.values_mut().flat_map(|source| &mut source.layers);
    let (due, late) = layers
        .map(|layer| layer.intake.missed())
        .fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1));
    let up = (due >= FEW).then(|| (late * 1_000 / due) as u32);
    let down = seat.subscribe.as_ref().map(|it| (it.budget.loss() * 1_000.0) as u32);
    up.max(down)
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
