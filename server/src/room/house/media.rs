//! Whose packets go to whom.

use super::super::engine::{Engine, Kind, LinkId, News, Rtp, Use};
use super::super::forward::{Origin, Stream};
use super::super::seat::{Layer, Source, Spare, Subscription};
use super::House;
use super::pictures::Complaint;
use super::recording::hand_over;
use domain::id::CaseId;
use domain::room::{self, Place};
use std::time::{Duration, Instant};

/// `true` if this kind may go from `speaker` to `listener`.
fn reaches(kind: Kind, listener: Place, speaker: Place) -> bool {
    match kind {
        Kind::Audio => room::hears(listener, speaker),
        Kind::Video => room::sees(listener, speaker),
    }
}

/// Negotiated ahead, so that a person who comes is heard and seen without a word to the browser.
const SPARES: usize = 3;
/// A browser that meets people has better things to do than to negotiate.
const SETTLED: Duration = Duration::from_secs(2);

/// As many as there should be, to be offered at the next occasion.
pub(super) fn spare<E: Engine>(engine: &mut E, now: Instant, subscription: &mut Subscription) {
    while subscription.spares.len() < SPARES {
        let count = subscription.names.len() + subscription.spares.len();
        // A name is used once: a browser may still show what an earlier connection called so.
        let name = format!("{}-{count}", subscription.link.0);
        let mut make = |kind| match engine.add_slot(now, subscription.link, kind, &name) {
            Ok(slot) => Some(Stream::new(slot, kind)),
            Err(error) => {
                tracing::warn!(%error, "no stream added");
                None
            }
        };
        let [Some(audio), Some(video)] = Kind::BOTH.map(&mut make) else {
            return;
        };
        let streams = [audio, video];
        subscription.spares.push(Spare { name, streams });
        subscription.stale = true;
    }
}

/// Sends it; what a picture begins with goes twice where `twice`, because to ask for what is
/// missing of it takes as long as to see it.
fn send<E: Engine>(engine: &mut E, now: Instant, link: LinkId, stream: &Stream, twice: bool, out: Rtp) {
    let again = (twice && stream.is_of_keyframe(&out)).then_some(out.sequence);
    engine.send(now, link, stream.slot, out);
    if let Some(sequence) = again {
        engine.repeat(now, link, stream.slot, sequence);
    }
}

impl<E: Engine> House<E> {
    /// Makes the streams match `domain::room::hears` and `sees`. What closes, closes before anything else.
    pub(super) fn reconcile(&mut self, now: Instant, case: CaseId) {
        self.heed_consents(now, case);
        self.tend_shown(case);
        let Some(seats) = self.cases.get_mut(&case) else { return };
        let speakers: Vec<_> = seats
            .values()
            .map(|seat| {
                let sends = Kind::BOTH.map(|kind| (kind, seat.sources.contains_key(&kind), seat.sends(kind)));
                (seat.actor.person, seat.place(), sends)
            })
            .collect();
        let (mut listeners, mut met) = (Vec::new(), false);
        for seat in seats.values_mut() {
            let listener = seat.place();
            let me = seat.actor.person;
            let takes = Kind::BOTH.map(|kind| (kind, seat.takes(kind)));
            let takes = |kind: Kind| takes.iter().any(|(of, takes)| *of == kind && *takes);
            let Some(subscription) = &mut seat.subscribe else {
                continue;
            };
            for (person, place, sends) in &speakers {
                let due = |(kind, has, _): &(Kind, bool, bool)| *has && reaches(*kind, listener, *place);
                if *person == me || subscription.names.contains_key(person) || !sends.iter().any(due) {
                    continue;
                }
                if subscription.spares.is_empty() {
                    spare(&mut self.engine, now, subscription);
                }
                met |= subscription.assign(now, *person);
            }
            for ((person, kind), stream) in &mut subscription.streams {
                let speaker = speakers.iter().find(|(speaker, ..)| speaker == person);
                stream.set_open(speaker.is_some_and(|(_, place, sends)| {
                    let lets_out = sends.iter().any(|(of, _, open)| of == kind && *open);
                    lets_out && takes(*kind) && reaches(*kind, listener, *place)
                }));
            }
            listeners.push(me);
        }
        for person in listeners {
            self.negotiate(now, case, person);
        }
        self.choose_in(now, case);
        self.want_keyframes(now, case);
        if self.suit_codecs(case) || met {
            self.tell_people(case);
        }
    }

    /// New spare streams for those that were assigned, once the browser has shown who they are of.
    pub(super) fn restock(&mut self, now: Instant) {
        let mut short = Vec::new();
        for (case, seats) in &mut self.cases {
            for (person, seat) in seats {
                if let Some(subscription) = &mut seat.subscribe
                    && subscription.spares.len() < SPARES
                    && subscription.assigned.is_some_and(|at| now - at > SETTLED)
                {
                    spare(&mut self.engine, now, subscription);
                    short.push((*case, *person));
                }
            }
        }
        for (case, person) in short {
            self.negotiate(now, case, person);
        }
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
                codec,
            } => {
                let Some(&(case, person, Use::Publish)) = self.links.get(&link) else {
                    return;
                };
                if let Some(seat) = self.seat(case, person) {
                    let source = seat
                        .sources
                        .entry(kind)
                        .or_insert_with(|| Source::new(kind, codec, layers));
                    if let Some(place) = source.layers.get_mut(layer) {
                        *place = Layer::new(kind, Some(ssrc));
                    }
                }
                self.reconcile(now, case);
            }
            News::SlotReady { link, slot, reads } => {
                let Some(&(case, ..)) = self.links.get(&link) else {
                    return;
                };
                let subscription = self.subscription_on(link);
                if let Some(stream) = subscription.and_then(|subscription| subscription.stream(slot)) {
                    stream.ready = true;
                    stream.reads = reads;
                }
                self.want_keyframes(now, case);
                if self.suit_codecs(case) {
                    self.tell_people(case);
                }
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
            News::SoundLoss { link, part } => self.note_network(now, link, Complaint::SoundLoss(part)),
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
        let (sends, screen) = (seat.sends(kind), seat.screen);
        let Some(source) = seat.sources.get_mut(&kind) else {
            return;
        };
        let Some(layer) = source.layers.iter().position(|layer| layer.ssrc == Some(ssrc)) else {
            return;
        };
        let place = &mut source.layers[layer];
        // A muted person's packets end here, whatever the browser sends.
        if !sends {
            return place.intake.pause();
        }
        place.intake.set_still(screen);
        let Some(number) = place.intake.take(now, kind, rtp) else {
            return;
        };
        if rtp.codec.begins_keyframe(&rtp.payload) {
            place.keyframes.seen();
        }
        // Out of the way while the listeners, who are seats too, are served.
        let emptied = Source {
            codec: source.codec,
            layers: Vec::new(),
        };
        let source = std::mem::replace(source, emptied);
        let (tap, taped) = (self.tap.as_ref(), self.taped.get_mut(&case));
        hand_over(tap, taped, seat, (kind, layer), (now, case, ssrc, number), rtp);
        let origin = Origin { ssrc, layer, number };
        let before = (self.counts.forwarded, self.counts.bytes);
        for listener in seats.values_mut() {
            let Some(subscription) = &mut listener.subscribe else {
                continue;
            };
            let Some(stream) = subscription.streams.get_mut(&(speaker, kind)) else {
                continue;
            };
            let twice = subscription.budget.loses_by_chance();
            let before = stream.layer();
            let Some(out) = stream.rewrite(now, origin, rtp) else {
                self.counts.withheld += 1;
                continue;
            };
            self.counts.bytes += out.payload.len() as u64;
            send(&mut self.engine, now, subscription.link, stream, twice, out);
            self.counts.forwarded += 1;
            if stream.layer() == before || kind == Kind::Audio {
                continue;
            }
            self.counts.switches += 1;
            // The rest of a keyframe that overtook its first packet, which was lost and repaired.
            for (number, tail) in source.layers[layer].intake.after(number) {
                if let Some(out) = stream.rewrite(now, Origin { number, ..origin }, tail) {
                    send(&mut self.engine, now, subscription.link, stream, twice, out);
                    self.counts.forwarded += 1;
                }
            }
        }
        if let Some(seat) = seats.get_mut(&speaker) {
            seat.sources.insert(kind, source);
        }
        let flow = self.flows.of(case);
        flow.forwarded += self.counts.forwarded - before.0;
        flow.bytes += self.counts.bytes - before.1;
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
