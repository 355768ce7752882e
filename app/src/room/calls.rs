//! The two connections: made at the welcome, made anew when they stumble.

use super::hall::{Hall, Media, Phase};
use super::peer::{self, Peer};
use domain::api::RoomAsk;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;
use wasm_bindgen::JsValue;
use web_sys::{MediaStream, RtcPeerConnection, RtcPeerConnectionState};

/// A connection may stumble this long before it is made anew.
const STUMBLE: Duration = Duration::from_secs(2);

impl Hall {
    pub(super) fn connection(self, subscribe: bool) -> Option<RtcPeerConnection> {
        self.media.with_value(|media| {
            let media = media.as_ref()?;
            Some(if subscribe { &media.subscribe } else { &media.publish }.connection())
        })
    }

    /// Both connections anew; the server ends the earlier ones when it gets these offers.
    pub(super) async fn start_media(self) -> Result<(), JsValue> {
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
        let (out, back) = (publish.connection(), subscribe.connection());
        self.media.set_value(Some(Media { publish, subscribe }));
        let sdp = peer::offer(&out).await?;
        self.ask(&RoomAsk::Publish { sdp });
        let sdp = peer::offer(&back).await?;
        self.ask(&RoomAsk::Subscribe { sdp });
        Ok(())
    }

    pub(super) fn stumbling(self) -> bool {
        let bad = |peer: &Peer| {
            matches!(
                peer.state(),
                RtcPeerConnectionState::Disconnected | RtcPeerConnectionState::Failed
            )
        };
        let stumbles = |media: &Option<Media>| {
            let media = media.as_ref();
            media.is_some_and(|media| bad(&media.publish) || bad(&media.subscribe))
        };
        self.media.try_with_value(stumbles).unwrap_or(false)
    }

    pub(super) fn watch_media(self) {
        if self.stumbling() {
            set_timeout(
                move || {
                    if self.stumbling() {
                        self.renew_media();
                    }
                },
                STUMBLE,
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
