//! One peer connection of the browser: publishing our own media, or hearing the others.

use domain::api::Relay;
use js_sys::Reflect;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    MediaStream, MediaStreamTrack, RtcConfiguration, RtcIceServer, RtcPeerConnection, RtcPeerConnectionState,
    RtcSdpType, RtcSessionDescriptionInit, RtcTrackEvent,
};

/// Sound, and a picture in several sizes, the smallest first: everyone gets the one that fits.
const ONE: &str = r#"{"direction":"sendonly"}"#;
const TWO: &str = r#"{"direction":"sendonly","sendEncodings":[{"rid":"q","scaleResolutionDownBy":3,"maxBitrate":130000},{"rid":"f","maxBitrate":700000}]}"#;
const THREE: &str = r#"{"direction":"sendonly","sendEncodings":[{"rid":"q","scaleResolutionDownBy":4,"maxBitrate":130000},{"rid":"h","scaleResolutionDownBy":2,"maxBitrate":400000},{"rid":"f","maxBitrate":1200000}]}"#;
/// Lines of a picture from which browsers make three sizes of it; of fewer, they leave the largest out.
const LARGE: i32 = 540;

/// What was made, and what it is to be set on.
pub type Offer = (RtcPeerConnection, js_sys::Promise);

/// Open while it lives.
pub struct Peer {
    connection: RtcPeerConnection,
    /// What we will offer; takes the browser a while.
    made: Option<js_sys::Promise>,
    _on_state: Closure<dyn FnMut()>,
    _on_track: Option<Closure<dyn FnMut(RtcTrackEvent)>>,
}

impl Peer {
    /// Sends the tracks of `stream`. `changed` hears of every new state.
    pub fn publish(stream: Option<&MediaStream>, changed: impl FnMut() + 'static) -> Result<Self, JsValue> {
        let mut peer = Self::new(changed)?;
        let tracks = stream.map(MediaStream::get_tracks).unwrap_or_default();
        if let Some(stream) = stream {
            for track in tracks.iter() {
                let track: MediaStreamTrack = track.unchecked_into();
                let sizes = match track.get_settings().get_height() {
                    None => ONE,
                    Some(LARGE..) => THREE,
                    Some(_) => TWO,
                };
                let init = js_sys::JSON::parse(sizes)?;
                Reflect::set(&init, &"streams".into(), &js_sys::Array::of1(stream))?;
                peer.connection
                    .add_transceiver_with_media_stream_track_and_init(&track, init.unchecked_ref());
            }
        }
        if tracks.length() == 0 {
            // Without any line there is nothing to connect by.
            peer.connection.create_data_channel("keep");
        }
        peer.made = Some(peer.connection.create_offer());
        Ok(peer)
    }

    /// Hears the others: `heard` gets each stream and its name, of whom the server tells.
    pub fn subscribe(
        changed: impl FnMut() + 'static,
        mut heard: impl FnMut(String, MediaStream) + 'static,
    ) -> Result<Self, JsValue> {
        let mut peer = Self::new(changed)?;
        peer.connection.create_data_channel("keep");
        let on_track = Closure::wrap(Box::new(move |event: RtcTrackEvent| {
            if let Ok(stream) = event.streams().get(0).dyn_into::<MediaStream>() {
                heard(stream.id(), stream);
            }
        }) as Box<dyn FnMut(RtcTrackEvent)>);
        peer.connection.set_ontrack(Some(on_track.as_ref().unchecked_ref()));
        peer._on_track = Some(on_track);
        peer.made = Some(peer.connection.create_offer());
        Ok(peer)
    }

    fn new(changed: impl FnMut() + 'static) -> Result<Self, JsValue> {
        let connection = RtcPeerConnection::new()?;
        let on_state = Closure::wrap(Box::new(changed) as Box<dyn FnMut()>);
        connection.set_onconnectionstatechange(Some(on_state.as_ref().unchecked_ref()));
        Ok(Self {
            connection,
            made: None,
            _on_state: on_state,
            _on_track: None,
        })
    }

    /// Our offer, to be made known once by [`offer`]; over `relay` if there is one.
    pub fn take_offer(&mut self, relay: Option<&Relay>) -> Option<Offer> {
        let made = self.made.take()?;
        if let Some(relay) = relay {
            let server = RtcIceServer::new();
            let urls: js_sys::Array = relay.urls.iter().map(|url| JsValue::from_str(url)).collect();
            server.set_urls(&urls);
            server.set_username(&relay.username);
            server.set_credential(&relay.credential);
            let configuration = RtcConfiguration::new();
            configuration.set_ice_servers(&js_sys::Array::of1(&server));
            let _ = self.connection.set_configuration_with_configuration(&configuration);
        }
        Some((self.connection.clone(), made))
    }

    /// The connection itself: outlives an `await` that the peer may not.
    pub fn connection(&self) -> RtcPeerConnection {
        self.connection.clone()
    }

    pub fn state(&self) -> RtcPeerConnectionState {
        self.connection.connection_state()
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        self.connection.set_onconnectionstatechange(None);
        self.connection.set_ontrack(None);
        self.connection.close();
    }
}

/// Sets our offer; answers its SDP.
pub async fn offer((connection, made): Offer) -> Result<String, JsValue> {
    let made = JsFuture::from(made).await?;
    set_local(&connection, RtcSdpType::Offer, &made).await
}

/// Takes the server's offer; answers our answer's SDP.
pub async fn answer(connection: &RtcPeerConnection, offer: &str) -> Result<String, JsValue> {
    set_remote(connection, RtcSdpType::Offer, offer).await?;
    let made = JsFuture::from(connection.create_answer()).await?;
    set_local(connection, RtcSdpType::Answer, &made).await
}

/// Takes the server's answer to our offer.
pub async fn accept(connection: &RtcPeerConnection, answer: &str) -> Result<(), JsValue> {
    set_remote(connection, RtcSdpType::Answer, answer).await
}

/// Takes the server's answer to an offer like our last one, with other wishes; a browser that cannot goes on as before.
pub async fn accept_again(connection: &RtcPeerConnection, answer: &str) {
    let taken = async {
        let made = JsFuture::from(connection.create_offer()).await?;
        set_local(connection, RtcSdpType::Offer, &made).await?;
        accept(connection, answer).await
    };
    if taken.await.is_err() {
        let back = RtcSessionDescriptionInit::new(RtcSdpType::Rollback);
        let _ = JsFuture::from(connection.set_local_description(&back)).await;
    }
}

async fn set_local(connection: &RtcPeerConnection, kind: RtcSdpType, made: &JsValue) -> Result<String, JsValue> {
    let sdp = Reflect::get(made, &"sdp".into())?.as_string().unwrap_or_default();
    let repaired = with_repair(&sdp);
    if JsFuture::from(connection.set_local_description(&description(kind, &repaired)))
        .await
        .is_ok()
    {
        return Ok(repaired);
    }
    // A browser that lets nobody touch what it made.
    JsFuture::from(connection.set_local_description(&description(kind, &sdp))).await?;
    Ok(sdp)
}

/// Lost sound is to be sent again (RFC 4585 §6.2.1): browsers know how, but propose it for
/// pictures alone.
fn with_repair(sdp: &str) -> String {
    let mut repaired = String::new();
    for line in sdp.split_inclusive('\n') {
        repaired.push_str(line);
        let number = line
            .strip_prefix("a=rtpmap:")
            .and_then(|line| line.split_once(" opus/"));
        if let Some((number, _)) = number {
            repaired.push_str("a=rtcp-fb:");
            repaired.push_str(number);
            repaired.push_str(" nack\r\n");
        }
    }
    repaired
}

async fn set_remote(connection: &RtcPeerConnection, kind: RtcSdpType, sdp: &str) -> Result<(), JsValue> {
    JsFuture::from(connection.set_remote_description(&description(kind, sdp)))
        .await
        .map(drop)
}

fn description(kind: RtcSdpType, sdp: &str) -> RtcSessionDescriptionInit {
    let description = RtcSessionDescriptionInit::new(kind);
    description.set_sdp(sdp);
    description
}
