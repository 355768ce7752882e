//! The two peer connections of each person.

use super::super::engine::{Codec, Engine, LinkId, Use, proposed};
use super::super::seat::Subscription;
use super::House;
use super::codecs;
use super::media::spare;
use domain::api::RoomTell;
use domain::id::{CaseId, PersonId};
use std::time::Instant;

impl<E: Engine> House<E> {
    pub(super) fn open(
        &mut self,
        now: Instant,
        case: CaseId,
        person: PersonId,
        for_use: Use,
    ) -> Result<LinkId, &'static str> {
        self.next_link += 1;
        let link = LinkId(self.next_link);
        self.engine.open(now, link, for_use).map_err(|error| {
            tracing::error!(%error, "no peer connection");
            "media_unavailable"
        })?;
        self.links.insert(link, (case, person, for_use));
        Ok(link)
    }

    pub(super) fn close(&mut self, link: Option<LinkId>) {
        if let Some(link) = link {
            self.engine.close(link);
            self.links.remove(&link);
        }
    }

    /// A new publish connection; an earlier one ends. It is never negotiated again, because `rtc`
    /// loses simulcast layers over that.
    pub(super) fn publish(
        &mut self,
        now: Instant,
        case: CaseId,
        person: PersonId,
        sdp: String,
    ) -> Result<(), &'static str> {
        let seat = self.seat(case, person).ok_or("not_here")?;
        seat.sources.clear();
        seat.publishing = false;
        seat.spares = false;
        let old = seat.publish.take();
        self.close(old);
        let seats = self
            .cases
            .get_mut(&case)
            .into_iter()
            .flat_map(|seats| seats.values_mut());
        let streams = seats
            .filter_map(|seat| seat.subscribe.as_mut())
            .flat_map(|subscription| &mut subscription.streams);
        for (_, stream) in streams.filter(|((speaker, _), _)| *speaker == person) {
            stream.cut();
        }
        let makes = proposed(&sdp);
        let picture = self
            .cases
            .get(&case)
            .and_then(|seats| codecs::best(seats, person, makes));
        let link = self.open(now, case, person, Use::Publish)?;
        let answer = self.engine.answer(now, link, sdp, picture.unwrap_or(Codec::Vp8));
        let answer = answer.map_err(|error| {
            tracing::debug!(%error, "publish offer refused");
            "bad_offer"
        });
        let Ok(sdp) = answer else {
            self.close(Some(link));
            return answer.map(drop);
        };
        let seat = self.seat(case, person).ok_or("not_here")?;
        seat.publish = Some(link);
        seat.makes = makes;
        seat.say(RoomTell::PublishAnswer { sdp });
        Ok(())
    }

    pub(super) fn subscribe(
        &mut self,
        now: Instant,
        case: CaseId,
        person: PersonId,
        sdp: String,
    ) -> Result<(), &'static str> {
        let old = self.seat(case, person).ok_or("not_here")?.subscribe.take();
        self.close(old.map(|subscription| subscription.link));
        let (subscription, answer) = self.subscription(now, case, person, sdp)?;
        let seat = self.seat(case, person).ok_or("not_here")?;
        seat.subscribe = Some(subscription);
        seat.say(answer);
        self.reconcile(now, case);
        Ok(())
    }

    /// A connection to hear the others by, and our answer to its offer.
    pub(super) fn subscription(
        &mut self,
        now: Instant,
        case: CaseId,
        person: PersonId,
        sdp: String,
    ) -> Result<(Subscription, RoomTell), &'static str> {
        let link = self.open(now, case, person, Use::Subscribe)?;
        match self.engine.answer(now, link, sdp, Codec::Vp8) {
            Ok(sdp) => {
                let mut subscription = Subscription::new(link);
                spare(&mut self.engine, now, &mut subscription);
                Ok((subscription, RoomTell::SubscribeAnswer { sdp }))
            }
            Err(error) => {
                tracing::debug!(%error, "subscribe offer refused");
                self.close(Some(link));
                Err("bad_offer")
            }
        }
    }

    pub(super) fn subscribe_answer(
        &mut self,
        now: Instant,
        case: CaseId,
        person: PersonId,
        sdp: String,
        version: u32,
    ) -> Result<(), &'static str> {
        let seat = self.cases.get_mut(&case).and_then(|seats| seats.get_mut(&person));
        let subscription = seat.and_then(|seat| seat.subscribe.as_mut()).ok_or("not_here")?;
        if settle(&mut self.engine, now, subscription, sdp, version)? {
            self.negotiate(now, case, person);
        }
        Ok(())
    }

    /// Sends an offer if there are m-lines the browser has not seen and none is under way.
    pub(super) fn negotiate(&mut self, now: Instant, case: CaseId, person: PersonId) {
        let Some(seat) = self.cases.get_mut(&case).and_then(|seats| seats.get_mut(&person)) else {
            return;
        };
        let Some(subscription) = &mut seat.subscribe else {
            return;
        };
        if let Some(offer) = propose(&mut self.engine, &mut self.next_offer, now, subscription) {
            seat.say(offer);
        }
    }

    pub(super) fn set_connected(&mut self, now: Instant, link: LinkId, connected: bool) {
        let Some(&(case, person, for_use)) = self.links.get(&link) else {
            return;
        };
        if for_use == Use::Subscribe
            && let Some(subscription) = self.subscription_on(link)
        {
            subscription.connected = connected;
        }
        let Some(seat) = self.seat(case, person) else { return };
        if seat.publish == Some(link) {
            seat.publishing = connected;
        }
        let hears = seat
            .subscribe
            .as_ref()
            .is_some_and(|subscription| subscription.connected);
        if hears && let Some(arrived) = seat.arrived.take() {
            let took = (now - arrived).as_secs_f64();
            metrics::histogram!("room_join_seconds").record(took);
            self.flows.of(case).joined = Some(took);
        }
        if connected {
            self.want_keyframes(now, case);
        }
        self.tell_people(case);
    }
}

/// An offer of the m-lines the browser has not seen, if there are any and none is under way. `next` counts the
/// offers of all: an answer late by a whole connection must fit no offer of the next.
pub(super) fn propose<E: Engine>(
    engine: &mut E,
    next: &mut u32,
    now: Instant,
    subscription: &mut Subscription,
) -> Option<RoomTell> {
    if !subscription.stale || subscription.waiting.is_some() {
        return None;
    }
    match engine.offer(now, subscription.link) {
        Ok(sdp) => {
            subscription.stale = false;
            *next = next.wrapping_add(1);
            subscription.waiting = Some(*next);
            Some(RoomTell::SubscribeOffer { sdp, version: *next })
        }
        Err(error) => {
            tracing::warn!(%error, "no offer made");
            None
        }
    }
}

/// Takes the answer to the offer of this version; `false` for one to a connection replaced meanwhile.
pub(super) fn settle<E: Engine>(
    engine: &mut E,
    now: Instant,
    subscription: &mut Subscription,
    sdp: String,
    version: u32,
) -> Result<bool, &'static str> {
    if subscription.waiting != Some(version) {
        return Ok(false);
    }
    subscription.waiting = None;
    engine.accept(now, subscription.link, sdp).map_err(|error| {
        tracing::debug!(%error, "subscribe answer refused");
        "bad_answer"
    })?;
    Ok(true)
}
