//! Which picture of each person each viewer gets: large enough for its tile, small enough for its
//! network, and one that is really sent.

use super::super::budget::Budget;
use super::super::engine::{Engine, Kind, LinkId, SlotId, Use};
use super::super::layers::{self, Wish};
use super::super::seat::{Layer, Seat, Source};
use super::{House, Seats};
use domain::id::{CaseId, PersonId};
use std::time::Instant;

/// What a viewer's browser reports of its network.
pub enum Complaint {
    /// Bits a second it believes to get through.
    Estimate(u32),
    /// Part of a stream's packets that did not.
    Loss(SlotId, f32),
    /// The same of all sound.
    SoundLoss(f32),
}

impl<E: Engine> House<E> {
    /// Asks each layer some listener waits for; at once, unless it was asked just before.
    pub(super) fn want_keyframes(&mut self, now: Instant, case: CaseId) {
        self.aim(now, case, true);
    }

    /// Follows what is live, and repairs pictures nobody else will.
    pub(super) fn tend_pictures(&mut self, now: Instant) {
        let cases: Vec<CaseId> = self.cases.keys().copied().collect();
        for case in cases {
            self.aim(now, case, false);
        }
    }

    /// Points every stream at what can be had. Where that is new, or for `all` that wait, its
    /// keyframe is asked for at once, else as long as it waits; then sends what requests are due.
    fn aim(&mut self, now: Instant, case: CaseId, all: bool) {
        let Some(seats) = self.cases.get_mut(&case) else { return };
        let live: Vec<(PersonId, Vec<bool>)> = seats
            .iter()
            .filter_map(|(person, seat)| Some((*person, seat.sources.get(&Kind::Video)?.live(now))))
            .collect();
        let (mut asked, mut awaited) = (Vec::new(), Vec::new());
        for seat in seats.values_mut() {
            let streams = seat
                .subscribe
                .iter_mut()
                .flat_map(|subscription| &mut subscription.streams);
            for ((speaker, kind), stream) in streams {
                if *kind != Kind::Video || !stream.open || !stream.ready {
                    continue;
                }
                let Some((_, live)) = live.iter().find(|(person, _)| person == speaker) else {
                    continue;
                };
                let new = stream.aim(live);
                let list = if all || new { &mut asked } else { &mut awaited };
                list.extend(stream.waits_for_keyframe().map(|layer| (*speaker, layer)));
            }
        }
        for (speaker, layer) in broken(now, seats).into_iter().chain(asked) {
            if let Some(layer) = picture(seats, speaker, layer) {
                layer.keyframes.want(now);
            }
        }
        for (speaker, layer) in awaited {
            if let Some(layer) = picture(seats, speaker, layer) {
                layer.keyframes.await_still(now);
            }
        }
        for seat in seats.values_mut() {
            let (Some(link), Some(source)) = (seat.publish, seat.sources.get_mut(&Kind::Video)) else {
                continue;
            };
            for layer in &mut source.layers {
                // What is not sent cannot be made whole; it begins with a keyframe when it is.
                if layer.intake.is_live(now)
                    && layer.keyframes.take_due(now)
                    && let Some(ssrc) = layer.ssrc
                {
                    self.engine.ask_keyframe(now, link, ssrc);
                }
            }
        }
    }

    pub(super) fn keyframe_asked(&mut self, now: Instant, link: LinkId, slot: SlotId) {
        let Some(&(case, person, Use::Subscribe)) = self.links.get(&link) else {
            return;
        };
        let Some(subscription) = self.seat(case, person).and_then(|seat| seat.subscribe.as_ref()) else {
            return;
        };
        let mut streams = subscription.streams.iter();
        let asked = streams.find(|(_, stream)| stream.slot == slot && stream.open);
        let Some((speaker, layer)) = asked.and_then(|((speaker, _), stream)| Some((*speaker, stream.layer()?))) else {
            return;
        };
        let Some(seats) = self.cases.get_mut(&case) else { return };
        if let Some(layer) = picture(seats, speaker, layer) {
            layer.keyframes.want(now);
        }
    }

    pub(super) fn note_network(&mut self, now: Instant, link: LinkId, complaint: Complaint) {
        let Some(&(case, person, Use::Subscribe)) = self.links.get(&link) else {
            return;
        };
        let Some(seats) = self.cases.get_mut(&case) else { return };
        let Some(seat) = seats.get(&person) else { return };
        let sound = running(seats, seat, Kind::Audio);
        let pictures = running(seats, seat, Kind::Video);
        let sent = sound + pictures;
        let smallest = wishes(now, seats, seat)
            .into_iter()
            .filter_map(|(_, wish)| wish.smallest());
        let least = sound + smallest.sum::<u32>();
        let subscription = seats.get_mut(&person).and_then(|seat| seat.subscribe.as_mut());
        let Some(subscription) = subscription.filter(|subscription| subscription.link == link) else {
            return;
        };
        let budget = &mut subscription.budget;
        let part = match complaint {
            // It is made of pictures alone: without any, the last one is only repeated.
            Complaint::Estimate(_) if pictures == 0 => return,
            Complaint::Estimate(bits) => return budget.estimated(now, bits, sent, least),
            Complaint::Loss(slot, part) => {
                // A stream hardly anything of is sent says nothing.
                let mut streams = subscription.streams.values();
                if !streams.any(|stream| stream.slot == slot && stream.layer().is_some()) {
                    return;
                }
                budget.lost(now, part, sent, least);
                part
            }
            Complaint::SoundLoss(part) => {
                budget.sound_lost(now, part, sent, least);
                part
            }
        };
        let flow = self.flows.of(case);
        flow.lost = flow.lost.max(part);
        let twice = subscription.budget.loses_by_chance();
        self.engine.repair_twice(link, twice);
    }

    /// Each viewer anew: what is of use, and of that what the network carries.
    pub(super) fn choose_pictures(&mut self, now: Instant) {
        let cases: Vec<CaseId> = self.cases.keys().copied().collect();
        for case in cases {
            self.choose_in(now, case);
            self.aim(now, case, false);
        }
    }

    pub(super) fn choose_in(&mut self, now: Instant, case: CaseId) {
        let Some(seats) = self.cases.get_mut(&case) else { return };
        let viewers: Vec<PersonId> = seats.keys().copied().collect();
        for viewer in viewers {
            let Some(seat) = seats.get(&viewer) else { continue };
            let wishes = wishes(now, seats, seat);
            let (speakers, wishes): (Vec<_>, Vec<_>) = wishes.into_iter().unzip();
            let sound = running(seats, seat, Kind::Audio);
            let Some(subscription) = seats.get_mut(&viewer).and_then(|seat| seat.subscribe.as_mut()) else {
                continue;
            };
            let left = |budget: &Budget| budget.bits().map(|bits| bits.saturating_sub(sound));
            let next = layers::next(&layers::allot(left(&subscription.budget), &wishes), &wishes);
            subscription
                .budget
                .grow(now, next.map(|next| next.saturating_add(sound)));
            let given = layers::allot(left(&subscription.budget), &wishes);
            let given: Vec<_> = speakers.into_iter().zip(given).collect();
            for ((speaker, kind), stream) in &mut subscription.streams {
                if *kind == Kind::Video && stream.open {
                    // Whoever is out of sight made no wish.
                    let of = given.iter().find(|(of, _)| of == speaker);
                    stream.want(of.and_then(|(_, layer)| *layer));
                }
            }
        }
    }
}

fn picture(seats: &mut Seats, speaker: PersonId, layer: usize) -> Option<&mut Layer> {
    let source = seats.get_mut(&speaker)?.sources.get_mut(&Kind::Video)?;
    source.layers.get_mut(layer)
}

/// Layers that lost packets for good and are looked at.
fn broken(now: Instant, seats: &mut Seats) -> Vec<(PersonId, usize)> {
    let mut broken = Vec::new();
    for (person, seat) in &mut *seats {
        let source = seat.sources.get_mut(&Kind::Video);
        for (at, layer) in source
            .into_iter()
            .flat_map(|source| source.layers.iter_mut().enumerate())
        {
            if layer.intake.gives_up(now) && !layer.keyframes.is_asked() {
                broken.push((*person, at));
            }
        }
    }
    broken.retain(|(person, layer)| {
        if seats.get(person).is_some_and(|seat| seat.taped == Some(*layer)) {
            return true;
        }
        let mut streams = seats
            .values()
            .filter_map(|seat| seat.subscribe.as_ref()?.streams.get(&(*person, Kind::Video)));
        streams.any(|stream| stream.layer() == Some(*layer))
    });
    broken
}

/// What `viewer` has in sight, by person.
pub(super) fn wishes(now: Instant, seats: &Seats, viewer: &Seat) -> Vec<(PersonId, Wish)> {
    let streams = viewer.subscribe.iter().flat_map(|subscription| &subscription.streams);
    let shown = streams.filter(|((_, kind), stream)| *kind == Kind::Video && stream.open);
    shown
        .filter_map(|((speaker, _), _)| {
            let seat = seats.get(speaker)?;
            let source = seat.sources.get(&Kind::Video)?;
            let best = match viewer.tiles.get(speaker) {
                // Not said yet: the smallest is there first, and takes the least to show.
                None => 0,
                Some(0) => return None,
                Some(lines) => layers::fitting(*lines, &heights(source)),
            };
            let live = source
                .layers
                .iter()
                .map(|layer| layer.intake.is_live(now).then_some(&layer.intake));
            let wish = Wish {
                best,
                rates: live
                    .map(|intake| intake.map(|intake| intake.rate().unwrap_or(0)))
                    .collect(),
                speaks: seat.speaks(now).is_some(),
                screen: seat.screen,
            };
            Some((*speaker, wish))
        })
        .collect()
}

fn heights(source: &Source) -> Vec<Option<u16>> {
    source.layers.iter().map(|layer| layer.intake.height()).collect()
}

/// Bits a second of this kind that go to `viewer` now.
pub(super) fn running(seats: &Seats, viewer: &Seat, kind: Kind) -> u32 {
    let streams = viewer.subscribe.iter().flat_map(|subscription| &subscription.streams);
    let rates = streams
        .filter(|((_, of), _)| *of == kind)
        .filter_map(|((speaker, _), stream)| {
            let source = seats.get(speaker)?.sources.get(&kind)?;
            source.layers.get(stream.layer()?)?.intake.rate()
        });
    rates.sum()
}
