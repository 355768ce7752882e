//! The two connections: made at the welcome, made anew when they stumble.

use super::hall::{Hall, Media, Phase};
use super::peer::{self, Offer, Peer};
use crate::view::prelude::*;
use domain::api::RoomAsk;
use std::time::Duration;
use wasm_bindgen::JsValue;
use web_sys::{MediaStream, RtcPeerConnection, RtcPeerConnectionState};

/// How long a connection may stumble, once the browser says so (after some 5 s), before it is made
/// anew. Most networks come back, and then the old one goes on at once.
const STUMBLE: Duration = Duration::from_secs(6);
/// Until the others are seen.
const HEARING: Duration = Duration::from_millis(150);

impl Hall {
    pub(super) fn connection(self, subscribe: bool) -> Option<RtcPeerConnection> {
        self.media.with_value(|media| {
            let media = media.as_ref()?;
            Some(if subscribe { &media.subscribe } else { &media.publish }.connection())
        })
    }

    /// Both connections anew, up to their offers.
    pub(super) fn prepare_media(self) -> Result<(), JsValue> {
        self.media.set_value(None);
        self.streams.set(Vec::new());
        let heard = move |name: String, stream: MediaStream| {
            let _ = self.streams.try_update(|streams| {
                // Comes for its sound and for its picture.
                if streams.iter().all(|(known, _)| *known != name) {
                    streams.push((name, stream));
                }
            });
        };
        let screen = self.screen.get_untracked();
        let stream = screen.or_else(|| self.devices.stream.get_untracked());
        let publish = Peer::publish(stream.as_ref(), move || self.watch_media())?;
        let subscribe = Peer::subscribe(move || self.watch_media(), heard)?;
        self.media.set_value(Some(Media { publish, subscribe }));
        Ok(())
    }

    fn take_offer(self, subscribe: bool) -> Option<Offer> {
        let relay = self.relay.get_value();
        let take = |media: &mut Option<Media>| {
            let media = media.as_mut()?;
            let peer = if subscribe {
                &mut media.subscribe
            } else {
                &mut media.publish
            };
            peer.take_offer(relay.as_ref())
        };
        self.media.try_update_value(take).flatten()
    }

    /// Offers both connections, those prepared or new ones; the server ends the earlier ones when it
    /// gets these offers.
    pub(super) fn start_media(self) {
        let mut made = self.take_offer(false);
        if made.is_none() && self.prepare_media().is_ok() {
            made = self.take_offer(false);
        }
        let ready = !self.start_hearing();
        self.ask(&self.receive());
        let turn = self.turn.get_value();
        let speak = move || {
            if self.turn.try_get_value() == Some(turn) {
                self.offer(made, |sdp| RoomAsk::Publish { sdp });
            }
        };
        if ready {
            // The others first: whoever comes in by the door is not looked at in the same moment.
            set_timeout(speak, HEARING);
        } else {
            speak();
        }
    }

    /// Offers the connection to hear the others by; `false` if that was done at the door.
    pub(super) fn start_hearing(self) -> bool {
        let made = self.take_offer(true);
        let due = made.is_some();
        self.offer(made, |sdp| RoomAsk::Subscribe { sdp });
        due
    }

    fn offer(self, made: Option<Offer>, ask: fn(String) -> RoomAsk) {
        let Some(made) = made else { return };
        let turn = self.turn.get_value();
        spawn_local(async move {
            match peer::offer(made).await {
                Ok(sdp) => self.ask(&ask(sdp)),
                // Unless another line was opened meanwhile, with other connections.
                Err(_) if self.turn.try_get_value() == Some(turn) => self.lose(),
                Err(_) => {}
            }
        });
    }

    fn stumbling(self) -> bool {
        self.either_is(RtcPeerConnectionState::Disconnected) || self.failed()
    }

    fn failed(self) -> bool {
        self.either_is(RtcPeerConnectionState::Failed)
    }

    fn either_is(self, state: RtcPeerConnectionState) -> bool {
        let is = |media: &Option<Media>| {
            let media = media.as_ref();
            media.is_some_and(|media| media.publish.state() == state || media.subscribe.state() == state)
        };
        self.media.try_with_value(is).unwrap_or(false)
    }

    pub(super) fn watch_media(self) {
        if self.stumbling() {
            // What was given up for good is not waited for.
            let patience = if self.failed() { Duration::ZERO } else { STUMBLE };
            set_timeout(
                move || {
                    if self.stumbling() {
                        self.renew_media();
                    }
                },
                patience,
            );
        }
    }

    pub(super) fn renew_media(self) {
        if self.phase.get_untracked() == Phase::Inside(true) {
            self.start_media();
        }
    }
}
