//! The two peer connections of each person.

use super::super::engine::{Engine, LinkId, Use};
use super::super::seat::Subscription;
use super::House;
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
        let link = self.open(now, case, person, Use::Publish)?;
        let answer = self.engine.answer(now, link, sdp).map_err(|error| {
            tracing::debug!(%error, "publish offer refused");
            "bad_offer"
        });
        let Ok(sdp) = answer else {
            self.close(Some(link));
            return answer.map(drop);
        };
        let seat = self.seat(case, person).ok_or("not_here")?;
        seat.publish = Some(link);
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
        let link = self.open(now, case, person, Use::Subscribe)?;
        let answer = self.engine.answer(now, link, sdp).map_err(|error| {
            tracing::debug!(%error, "subscribe offer refused");
            "bad_offer"
        });
        let Ok(sdp) = answer else {
            self.close(Some(link));
            return answer.map(drop);
        };
        let seat = self.seat(case, person).ok_or("not_here")?;
        seat.subscribe = Some(Subscription::new(link));
        seat.say(RoomTell::SubscribeAnswer { sdp });
        self.reconcile(now, case);
        Ok(())
    }

    pub(super) fn subscribe_answer(
        &mut self,
        now: Instant,
        case: CaseId,
        person: PersonId,
        sdp: String,
        version: u32,
    ) -> Result<(), &'static str> {
        let subscription = self
            .seat(case, person)
            .and_then(|seat| seat.subscribe.as_mut())
            .ok_or("not_here")?;
        if subscription.waiting != Some(version) {
            return Ok(()); // of a connection replaced meanwhile
        }
        subscription.waiting = None;
        let link = subscription.link;
        self.engine.accept(now, link, sdp).map_err(|error| {
            tracing::debug!(%error, "subscribe answer refused");
            "bad_answer"
        })?;
        self.negotiate(now, case, person);
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
        if !subscription.stale || subscription.waiting.is_some() {
            return;
        }
        match self.engine.offer(now, subscription.link) {
            Ok(sdp) => {
                subscription.stale = false;
                subscription.version += 1;
                let version = subscription.version;
                subscription.waiting = Some(version);
                seat.say(RoomTell::SubscribeOffer { sdp, version });
            }
            Err(error) => tracing::warn!(%error, "no offer made"),
        }
    }

    pub(super) fn set_connected(&mut self, now: Instant, link: LinkId, connected: bool) {
        let Some(&(case, person, for_use)) = self.links.get(&link) else {
            return;
        };
        let Some(seat) = self.seat(case, person) else { return };
        match for_use {
            Use::Publish => seat.publishing = connected,
            Use::Subscribe => {
                if let Some(subscription) = &mut seat.subscribe {
                    subscription.connected = connected;
                    if connected && let Some(arrived) = seat.arrived.take() {
                        metrics::histogram!("room_join_seconds").record((now - arrived).as_secs_f64());
                    }
                }
            }
        }
        if connected {
            self.want_keyframes(now, case);
        }
        self.tell_people(case);
    }
}
