//! The two connections: made at the welcome, made anew when they stumble.

use super::hall::{Hall, Media, Phase};
use super::peer::{self, Peer};
use crate::view::prelude::*;
use domain::api::RoomAsk;
use std::time::Duration;
use wasm_bindgen::JsValue;
use web_sys::{MediaStream, RtcPeerConnection, RtcPeerConnectionState};

/// How long a connection may stumble, once the browser says so (after some 5 s), before it is made
/// anew. Most networks come back, and then the old one goes on at once.
const STUMBLE: Duration = Duration::from_secs(6);

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
        let heard = move |person: String, stream: MediaStream| {
            let _ = self.streams.try_update(|streams| {
                streams.retain(|(known, _)| *known != person);
                streams.push((person, stream));
            });
        };
        let stream = self.devices.stream.get_untracked();
        let publish = Peer::publish(stream.as_ref(), move || self.watch_media())?;
        let subscribe = Peer::subscribe(move || self.watch_media(), heard)?;
        self.media.set_value(Some(Media { publish, subscribe }));
        Ok(())
    }

    /// Offers both connections, those prepared or new ones; the server ends the earlier ones when it
    /// gets these offers.
    pub(super) async fn start_media(self) -> Result<(), JsValue> {
        let offers = move || {
            let relay = self.relay.get_value();
            let take = |media: &mut Option<Media>| {
                let Media { publish, subscribe } = media.as_mut()?;
                publish
                    .take_offer(relay.as_ref())
                    .zip(subscribe.take_offer(relay.as_ref()))
            };
            self.media.try_update_value(take).flatten()
        };
        let mut made = offers();
        if made.is_none() {
            self.prepare_media()?;
            made = offers();
        }
        let Some((out, back)) = made else { return Ok(()) };
        // Side by side: neither waits for what the browser prepares for the other.
        spawn_local(async move {
            match peer::offer(back).await {
                Ok(sdp) => {
                    self.ask(&RoomAsk::Subscribe { sdp });
                    self.ask(&self.receive());
                }
                Err(_) => self.lose(),
            }
        });
        let sdp = peer::offer(out).await?;
        self.ask(&RoomAsk::Publish { sdp });
        Ok(())
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
            spawn_local(async move {
                if self.start_media().await.is_err() {
                    self.lose();
                }
            });
        }
    }
}
