//! Whose packets go to whom.

use super::super::engine::{Engine, Kind, LinkId, News, Rtp, Use};
use super::super::forward::{Origin, Stream};
use super::super::seat::{Layer, Source};
use super::super::vp8::is_vp8_keyframe_start;
use super::House;
use super::pictures::Complaint;
use domain::id::CaseId;
use domain::room::{self, Place};
use std::time::Instant;

/// `true` if this kind may go from `speaker` to `listener`.
fn reaches(kind: Kind, listener: Place, speaker: Place) -> bool {
    match kind {
        Kind::Audio => room::hears(listener, speaker),
        Kind::Video => room::sees(listener, speaker),
    }
}

impl<E: Engine> House<E> {
    /// Makes the streams match `domain::room::hears` and `sees`. What closes, closes before anything else.
    pub(super) fn reconcile(&mut self, now: Instant, case: CaseId) {
        let Some(seats) = self.cases.get_mut(&case) else { return };
        let speakers: Vec<_> = seats
            .values()
            .map(|seat| {
                let sends = Kind::BOTH.map(|kind| (kind, seat.sources.contains_key(&kind), seat.sends(kind)));
                (seat.actor.person, seat.place(), sends)
            })
            .collect();
        let mut listeners = Vec::new();
        for seat in seats.values_mut() {
            let listener = seat.place();
            let me = seat.actor.person;
            let takes = Kind::BOTH.map(|kind| (kind, seat.takes(kind)));
            let takes = |kind: Kind| takes.iter().any(|(of, takes)| *of == kind && *takes);
            let Some(subscription) = &mut seat.subscribe else {
                continue;
            };
            for ((person, kind), stream) in &mut subscription.streams {
                let speaker = speakers.iter().find(|(speaker, ..)| speaker == person);
                stream.set_open(speaker.is_some_and(|(_, place, sends)| {
                    let lets_out = sends.iter().any(|(of, _, open)| of == kind && *open);
                    lets_out && takes(*kind) && reaches(*kind, listener, *place)
                }));
            }
            for (person, place, sends) in &speakers {
                if *person == me {
                    continue;
                }
                for (kind, has, open) in sends {
                    if !has || !reaches(*kind, listener, *place) || subscription.streams.contains_key(&(*person, *kind))
                    {
                        continue;
                    }
                    match self.engine.add_slot(now, subscription.link, *kind, &person.to_string()) {
                        Ok(slot) => {
                            let mut stream = Stream::new(slot, *kind);
                            stream.set_open(*open && takes(*kind));
                            subscription.streams.insert((*person, *kind), stream);
                            subscription.stale = true;
                        }
                        Err(error) => tracing::warn!(%error, "no stream added"),
                    }
                }
            }
            listeners.push(me);
        }
        for person in listeners {
            self.negotiate(now, case, person);
        }
        self.choose_in(now, case);
        self.want_keyframes(now, case);
    }

    pub fn take(&mut self, now: Instant, news: News) {
        self.at_work = self.links.get(&news.link()).map(|(case, ..)| *case);
        match news {
            News::Connected(link) => self.set_connected(now, link, true),
            News::Lost(link) => self.set_connected(now, link, false),
            News::Track {
                link,
                ssrc,
                kind,
                layer,
                layers,
            } => {
                let Some(&(case, person, Use::Publish)) = self.links.get(&link) else {
                    return;
                };
                if let Some(seat) = self.seat(case, person) {
                    let source = seat.sources.entry(kind).or_insert_with(|| Source::new(kind, layers));
                    if let Some(place) = source.layers.get_mut(layer) {
                        *place = Layer::new(kind, Some(ssrc));
                    }
                }
                self.reconcile(now, case);
            }
            News::SlotReady { link, slot } => {
                let Some(&(case, person, Use::Subscribe)) = self.links.get(&link) else {
                    return;
                };
                let streams = self.seat(case, person).and_then(|seat| seat.subscribe.as_mut());
                let stream = streams.and_then(|s| s.streams.values_mut().find(|stream| stream.slot == slot));
                if let Some(stream) = stream {
                    stream.ready = true;
                }
                self.want_keyframes(now, case);
            }
            News::Clock { link, ssrc, clock } => {
                let Some(&(case, person, Use::Publish)) = self.links.get(&link) else {
                    return;
                };
                let seat = self.seat(case, person);
                let sources = seat.into_iter().flat_map(|seat| seat.sources.values_mut());
                let mut layers = sources.flat_map(|source| &mut source.layers);
                if let Some(layer) = layers.find(|layer| layer.ssrc == Some(ssrc)) {
                    layer.clock = Some(clock);
                }
            }
            News::Estimate { link, bits } => self.note_network(now, link, Complaint::Estimate(bits)),
            News::Loss { link, slot, part } => self.note_network(now, link, Complaint::Loss(slot, part)),
            News::KeyframeAsked { link, slot } => self.keyframe_asked(now, link, slot),
            News::Media { link, ssrc, kind, rtp } => self.forward(now, link, ssrc, kind, &rtp),
        }
    }

    pub(super) fn forward(&mut self, now: Instant, link: LinkId, ssrc: u32, kind: Kind, rtp: &Rtp) {
        let Some(&(case, speaker, Use::Publish)) = self.links.get(&link) else {
            return;
        };
        let Some(seats) = self.cases.get_mut(&case) else { return };
        let Some(seat) = seats.get_mut(&speaker) else { return };
        if let Some(level) = rtp.level {
            seat.hear(now, level);
        }
        // A muted person's packets end here, whatever the browser sends.
        if !seat.sends(kind) {
            return;
        }
        let Some(source) = seat.sources.get_mut(&kind) else {
            return;
        };
        let Some(layer) = source.layers.iter().position(|layer| layer.ssrc == Some(ssrc)) else {
            return;
        };
        let place = &mut source.layers[layer];
        let Some(number) = place.intake.take(now, kind, rtp) else {
            return;
        };
        if kind == Kind::Video && is_vp8_keyframe_start(&rtp.payload) {
            place.keyframes.seen();
        }
        // Out of the way while the listeners, who are seats too, are served.
        let source = std::mem::replace(source, Source { layers: Vec::new() });
        let origin = Origin { ssrc, layer, number };
        for listener in seats.values_mut() {
            let Some(subscription) = &mut listener.subscribe else {
                continue;
            };
            let Some(stream) = subscription.streams.get_mut(&(speaker, kind)) else {
                continue;
            };
            let before = stream.layer();
            let Some(out) = stream.rewrite(now, origin, rtp) else {
                self.counts.withheld += 1;
                continue;
            };
            self.counts.bytes += out.payload.len() as u64;
            self.engine.send(now, subscription.link, stream.slot, out);
            self.counts.forwarded += 1;
            if stream.layer() == before || kind == Kind::Audio {
                continue;
            }
            self.counts.switches += 1;
            // The rest of a keyframe that overtook its first packet, which was lost and repaired.
            for (number, tail) in source.layers[layer].intake.after(number) {
                if let Some(out) = stream.rewrite(now, Origin { number, ..origin }, tail) {
                    self.engine.send(now, subscription.link, stream.slot, out);
                    self.counts.forwarded += 1;
                }
            }
        }
        if let Some(seat) = seats.get_mut(&speaker) {
            seat.sources.insert(kind, source);
        }
    }

    /// Sender reports for what runs: the speaker's own clock, so that lips and voice stay together.
    pub(super) fn tell_clocks(&mut self, now: Instant) {
        for seats in self.cases.values() {
            for seat in seats.values() {
                let Some(subscription) = &seat.subscribe else { continue };
                for ((speaker, kind), stream) in &subscription.streams {
                    let source = seats.get(speaker).and_then(|seat| seat.sources.get(kind));
                    let layer = source
                        .zip(stream.layer())
                        .and_then(|(source, layer)| source.layers.get(layer));
                    let clock = layer.and_then(|layer| stream.clock(layer.ssrc?, layer.clock?));
                    if let Some(clock) = clock {
                        self.engine.report(now, subscription.link, stream.slot, clock);
                    }
                }
            }
        }
    }
}
