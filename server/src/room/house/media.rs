//! Whose packets go to whom.

use super::super::engine::{Engine, Kind, LinkId, News, Rtp, SlotId, Use};
use super::super::forward::{Keyframes, Stream};
use super::super::seat::Source;
use super::super::vp8::is_vp8_keyframe_start;
use super::House;
use domain::id::{CaseId, PersonId};
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
                    match self.engine.add_slot(subscription.link, *kind, &person.to_string()) {
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
        self.want_keyframes(now, case);
    }

    /// Asks each speaker some listener waits for; at once, unless one was asked just before.
    pub(super) fn want_keyframes(&mut self, now: Instant, case: CaseId) {
        let Some(seats) = self.cases.get_mut(&case) else { return };
        let waiting: Vec<PersonId> = seats
            .values()
            .filter_map(|seat| seat.subscribe.as_ref())
            .flat_map(|subscription| &subscription.streams)
            .filter(|(_, stream)| stream.waits_for_keyframe())
            .map(|((person, _), _)| *person)
            .collect();
        for person in waiting {
            let Some(seat) = seats.get_mut(&person) else { continue };
            let (Some(link), Some(source)) = (seat.publish, seat.sources.get_mut(&Kind::Video)) else {
                continue;
            };
            source.keyframes.want(now);
            if source.keyframes.take_due(now) {
                self.engine.ask_keyframe(now, link, source.ssrc);
            }
        }
    }

    pub fn take(&mut self, now: Instant, news: News) {
        self.at_work = self.links.get(&news.link()).map(|(case, ..)| *case);
        match news {
            News::Connected(link) => self.set_connected(now, link, true),
            News::Lost(link) => self.set_connected(now, link, false),
            News::Track { link, ssrc, kind } => {
                let Some(&(case, person, Use::Publish)) = self.links.get(&link) else {
                    return;
                };
                if let Some(seat) = self.seat(case, person) {
                    seat.sources.insert(
                        kind,
                        Source {
                            ssrc,
                            keyframes: Keyframes::default(),
                            clock: None,
                        },
                    );
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
                let sources = self
                    .seat(case, person)
                    .into_iter()
                    .flat_map(|seat| seat.sources.values_mut());
                for source in sources.filter(|source| source.ssrc == ssrc) {
                    source.clock = Some(clock);
                }
            }
            News::KeyframeAsked { link, slot } => self.keyframe_asked(now, link, slot),
            News::Media { link, ssrc, kind, rtp } => self.forward(now, link, ssrc, kind, &rtp),
        }
    }

    pub(super) fn keyframe_asked(&mut self, now: Instant, link: LinkId, slot: SlotId) {
        let Some(&(case, person, Use::Subscribe)) = self.links.get(&link) else {
            return;
        };
        let Some(subscription) = self.seat(case, person).and_then(|seat| seat.subscribe.as_ref()) else {
            return;
        };
        let asked = subscription
            .streams
            .iter()
            .find(|(_, stream)| stream.slot == slot && stream.open);
        let Some((&(speaker, _), _)) = asked else { return };
        if let Some(source) = self
            .seat(case, speaker)
            .and_then(|seat| seat.sources.get_mut(&Kind::Video))
        {
            source.keyframes.want(now);
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
        if let Some(source) = seat.sources.get_mut(&kind) {
            source.ssrc = ssrc;
            if kind == Kind::Video && is_vp8_keyframe_start(&rtp.payload) {
                source.keyframes.seen();
            }
        }
        for listener in seats.values_mut() {
            let Some(subscription) = &mut listener.subscribe else {
                continue;
            };
            let Some(stream) = subscription.streams.get_mut(&(speaker, kind)) else {
                continue;
            };
            match stream.rewrite(now, ssrc, rtp) {
                Some(out) => {
                    self.engine.send(subscription.link, stream.slot, out);
                    self.counts.forwarded += 1;
                }
                None => self.counts.withheld += 1,
            }
        }
    }

    /// Sender reports for what runs: the speaker's own clock, so that lips and voice stay together.
    pub(super) fn tell_clocks(&mut self, now: Instant) {
        for seats in self.cases.values() {
            for seat in seats.values() {
                let Some(subscription) = &seat.subscribe else { continue };
                for ((speaker, kind), stream) in &subscription.streams {
                    let source = seats.get(speaker).and_then(|seat| seat.sources.get(kind));
                    let clock = source.and_then(|source| stream.clock(source.ssrc, source.clock?));
                    if let Some(clock) = clock {
                        self.engine.report(now, subscription.link, stream.slot, clock);
                    }
                }
            }
        }
    }
}
