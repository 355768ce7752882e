//! One person with a WebRTC stack of his own: signalling over the real socket, media over UDP.

use crate::portal::Portal;
use bytes::{BufMut, BytesMut};
use domain::api::{RoomAsk, RoomTell};
use domain::id::PersonId;
use domain::room::RoomName;
use futures_util::stream::SplitSink;
use futures_util::{SinkExt, StreamExt};
use rtc::interceptor::Registry;
use rtc::media_stream::MediaStreamTrack;
use rtc::peer_connection::configuration::interceptor_registry::register_default_interceptors;
use rtc::peer_connection::configuration::media_engine::{MIME_TYPE_H264, MIME_TYPE_OPUS, MIME_TYPE_VP8, MediaEngine};
use rtc::peer_connection::sdp::RTCSessionDescription;
use rtc::rtp::extension::HeaderExtension;
use rtc::rtp::extension::audio_level_extension::AudioLevelExtension;
use rtc::rtp_transceiver::rtp_sender::{
    RTCRtpCodec, RTCRtpCodecParameters, RTCRtpCodingParameters, RTCRtpEncodingParameters,
    RTCRtpHeaderExtensionCapability, RtpCodecKind,
};
use rtc::shared::marshal::{Marshal, MarshalSize};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use tokio::time::{interval, timeout};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};
use webrtc::media_stream::track_local::TrackLocal;
use webrtc::media_stream::track_local::static_rtp::TrackLocalStaticRTP;
use webrtc::media_stream::track_remote::{TrackRemote, TrackRemoteEvent};
use webrtc::peer_connection::{PeerConnection, PeerConnectionBuilder, PeerConnectionEventHandler};

const PATIENCE: Duration = Duration::from_secs(20);
const VP8_PACKET: u8 = 96;
const H264_PACKET: u8 = 119;
const OPUS_PACKET: u8 = 111;

/// Packets by who sent them, what kind, and in which of the sender's chapters.
pub type Heard = BTreeMap<(PersonId, Kind, u8), u32>;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Audio,
    Video,
}

/// What a person's device makes pictures with, and can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Device {
    /// Sends VP8, shows H.264 too.
    Full,
    /// Knows H.264 alone.
    H264,
}

/// What everyone sends of the own picture: name and lines of each layer.
pub const LAYERS: [(&str, u16); 3] = [("q", 135), ("h", 270), ("f", 540)];
const MID: &str = "urn:ietf:params:rtp-hdrext:sdes:mid";
const LAYER: &str = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id";
const REPAIRED_LAYER: &str = "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id";

/// Lines of each person's picture as it came last.
pub type Lines = BTreeMap<PersonId, u16>;

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

pub struct Guest {
    pub person: PersonId,
    pub resume: String,
    pub cookie: String,
    asks: mpsc::UnboundedSender<Message>,
    tells: mpsc::UnboundedReceiver<RoomTell>,
    heard: watch::Receiver<Heard>,
    lines: watch::Receiver<Lines>,
    /// Written into every packet; a test turns the page to tell before from after.
    chapter: Arc<AtomicU8>,
    tasks: JoinSet<()>,
}

impl Guest {
    /// Comes by the real door with camera and microphone on and no place to go back to.
    pub async fn come(portal: &Portal, persona: &str) -> Self {
        let cookie = portal.enter(persona).await;
        Self::back(portal, cookie, None).await
    }

    /// The same with a phone that has nothing but its chip's H.264.
    pub async fn come_by_phone(portal: &Portal, persona: &str) -> Self {
        let cookie = portal.enter(persona).await;
        Self::with(Device::H264, portal, cookie, None).await
    }

    /// Comes again with the `resume` token of an earlier place.
    pub async fn back(portal: &Portal, cookie: String, resume: Option<String>) -> Self {
        Self::with(Device::Full, portal, cookie, resume).await
    }

    async fn with(device: Device, portal: &Portal, cookie: String, resume: Option<String>) -> Self {
        let knock = portal.knock(portal.case, Some(&cookie));
        let (socket, _) = connect_async(knock).await.expect("the door opens");
        let (tell_out, tells) = mpsc::unbounded_channel();
        let (asks, ask_in) = mpsc::unbounded_channel();
        let (heard_out, heard) = watch::channel(Heard::new());
        let (lines_out, lines) = watch::channel(Lines::new());
        let mut guest = Self {
            person: PersonId(uuid::Uuid::nil()),
            resume: String::new(),
            cookie,
            asks,
            tells,
            heard,
            lines,
            chapter: Arc::new(AtomicU8::new(1)),
            tasks: JoinSet::new(),
        };
        let chapter = guest.chapter.clone();
        guest.tasks.spawn(attend(
            device,
            socket,
            ask_in,
            tell_out,
            Ears {
                heard: heard_out,
                lines: lines_out,
                names: watch::channel(HashMap::new()).0,
            },
            chapter,
        ));
        guest.ask(&RoomAsk::Hello {
            audio: true,
            video: true,
            resume,
        });
        let welcome = guest.told(|tell| matches!(tell, RoomTell::Welcome { .. })).await;
        if let RoomTell::Welcome { you, resume, .. } = welcome {
            guest.person = you;
            guest.resume = resume;
        }
        guest
    }

    pub fn ask(&self, ask: &RoomAsk) {
        self.send(Message::text(serde_json::to_string(ask).expect("JSON")));
    }

    pub fn send(&self, message: Message) {
        let _ = self.asks.send(message);
    }

    /// The next word of the server that is `wanted`.
    pub async fn told(&mut self, wanted: impl Fn(&RoomTell) -> bool) -> RoomTell {
        let search = async {
            loop {
                let tell = self.tells.recv().await.expect("the socket stands");
                if wanted(&tell) {
                    return tell;
                }
            }
        };
        timeout(PATIENCE, search).await.expect("told in time")
    }

    pub async fn problem(&mut self) -> String {
        match self.told(|tell| matches!(tell, RoomTell::Problem { .. })).await {
            RoomTell::Problem { code } => code,
            other => panic!("{other:?}"),
        }
    }

    /// Waits until the server has closed the socket.
    pub async fn shut_out(&mut self) {
        let end = async { while self.tells.recv().await.is_some() {} };
        timeout(PATIENCE, end).await.expect("closed in time");
    }

    pub fn shift(&self, person: PersonId, room: RoomName) {
        self.ask(&RoomAsk::Move { person, room });
    }

    pub async fn moved(&mut self, to: RoomName) {
        self.told(|tell| matches!(tell, RoomTell::Moved { room } if *room == to))
            .await;
    }

    /// From now on this person's packets are of another chapter.
    pub fn turn(&self, chapter: u8) {
        self.chapter.store(chapter, Ordering::SeqCst);
    }

    /// Waits for sound and picture of `from`'s `chapter`.
    pub async fn hears(&mut self, from: PersonId, chapter: u8) {
        for kind in [Kind::Audio, Kind::Video] {
            self.hears_kind(from, kind, chapter).await;
        }
    }

    pub async fn hears_kind(&mut self, from: PersonId, kind: Kind, chapter: u8) {
        let enough = |heard: &Heard| heard.get(&(from, kind, chapter)).is_some_and(|packets| *packets >= 10);
        let waited = timeout(PATIENCE, self.heard.wait_for(enough)).await.map(drop);
        assert!(
            waited.is_ok(),
            "{kind:?} of chapter {chapter} from {from}: {:?}",
            self.heard()
        );
    }

    /// Waits until `from`'s picture has so many lines.
    pub async fn sees(&mut self, from: PersonId, lines: u16) {
        let right = |seen: &Lines| seen.get(&from) == Some(&lines);
        let waited = timeout(PATIENCE, self.lines.wait_for(right)).await.map(drop);
        assert!(waited.is_ok(), "{lines} lines from {from}: {:?}", *self.lines.borrow());
    }

    pub fn heard(&self) -> Heard {
        self.heard.borrow().clone()
    }

    pub fn count(&self, from: PersonId, kind: Kind, chapter: u8) -> u32 {
        self.heard.borrow().get(&(from, kind, chapter)).copied().unwrap_or(0)
    }

    /// The network dies without a word.
    pub fn drop_line(mut self) -> (String, String) {
        self.tasks.abort_all();
        (std::mem::take(&mut self.cookie), std::mem::take(&mut self.resume))
    }
}

/// Passes words both ways and answers the server's offers until the socket ends.
async fn attend(
    device: Device,
    socket: Socket,
    mut asks: mpsc::UnboundedReceiver<Message>,
    tells: mpsc::UnboundedSender<RoomTell>,
    ears: Ears,
    chapter: Arc<AtomicU8>,
) {
    let ears = Arc::new(ears);
    let mut sending = JoinSet::new();
    let mut media: Option<(Arc<dyn PeerConnection>, Arc<dyn PeerConnection>)> = None;
    let (mut out, mut back) = socket.split();
    loop {
        let message = tokio::select! {
            ask = asks.recv() => match ask {
                Some(ask) => {
                    if out.send(ask).await.is_err() { return }
                    continue;
                }
                None => return,
            },
            message = back.next() => message,
        };
        let text = match message {
            Some(Ok(Message::Text(text))) => text,
            Some(Ok(Message::Close(_)) | Err(_)) | None => return,
            Some(Ok(_)) => continue,
        };
        let tell: RoomTell = serde_json::from_str(&text).expect("a word of the room");
        match &tell {
            RoomTell::Welcome { you, .. } => {
                let (publish, tracks) = publisher(device, *you).await;
                let subscribe = subscriber(device, ears.clone()).await;
                say(
                    &mut out,
                    &RoomAsk::Publish {
                        sdp: offer(&publish).await,
                    },
                )
                .await;
                say(
                    &mut out,
                    &RoomAsk::Subscribe {
                        sdp: offer(&subscribe).await,
                    },
                )
                .await;
                sending.spawn(talk(tracks, chapter.clone()));
                media = Some((publish, subscribe));
            }
            RoomTell::People { people } => ears.names.send_modify(|names| {
                let named = people.iter().filter(|card| !card.stream.is_empty());
                names.extend(named.map(|card| (card.stream.clone(), card.person)));
            }),
            RoomTell::PublishAnswer { sdp } => accept(media.as_ref().map(|(publish, _)| publish), sdp).await,
            RoomTell::SubscribeAnswer { sdp } => accept(media.as_ref().map(|(_, subscribe)| subscribe), sdp).await,
            RoomTell::SubscribeOffer { sdp, version } => {
                let (_, subscribe) = media.as_ref().expect("welcomed before");
                let offer = RTCSessionDescription::offer(sdp.clone()).expect("an offer");
                subscribe.set_remote_description(offer).await.expect("a fitting offer");
                let answer = subscribe.create_answer(None).await.expect("an answer");
                subscribe
                    .set_local_description(answer.clone())
                    .await
                    .expect("our own answer");
                let version = *version;
                say(
                    &mut out,
                    &RoomAsk::SubscribeAnswer {
                        sdp: answer.sdp,
                        version,
                    },
                )
                .await;
            }
            _ => {}
        }
        let _ = tells.send(tell);
    }
}

async fn say(out: &mut SplitSink<Socket, Message>, ask: &RoomAsk) {
    let text = serde_json::to_string(ask).expect("JSON");
    let _ = out.send(Message::text(text)).await;
}

async fn offer(connection: &Arc<dyn PeerConnection>) -> String {
    let offer = connection.create_offer(None).await.expect("an offer");
    connection
        .set_local_description(offer.clone())
        .await
        .expect("our own offer");
    offer.sdp
}

async fn accept(connection: Option<&Arc<dyn PeerConnection>>, sdp: &str) {
    let answer = RTCSessionDescription::answer(sdp.to_owned()).expect("an answer");
    let connection = connection.expect("welcomed before");
    connection
        .set_remote_description(answer)
        .await
        .expect("a fitting answer");
}

fn builder(device: Device) -> PeerConnectionBuilder<String> {
    let mut media = MediaEngine::default();
    match device {
        Device::Full => media.register_default_codecs().expect("codecs"),
        Device::H264 => {
            for (mime, number) in [(MIME_TYPE_OPUS, OPUS_PACKET), (MIME_TYPE_H264, H264_PACKET)] {
                let (rtp_codec, kind) = codec(mime);
                let parameters = RTCRtpCodecParameters {
                    rtp_codec,
                    payload_type: number,
                };
                media.register_codec(parameters, kind).expect("a codec");
            }
        }
    }
    let level = RTCRtpHeaderExtensionCapability {
        uri: "urn:ietf:params:rtp-hdrext:ssrc-audio-level".into(),
    };
    media
        .register_header_extension(level, RtpCodecKind::Audio, None)
        .expect("an extension");
    for uri in [MID, LAYER, REPAIRED_LAYER] {
        let extension = RTCRtpHeaderExtensionCapability { uri: uri.into() };
        media
            .register_header_extension(extension, RtpCodecKind::Video, None)
            .expect("an extension");
    }
    let registry = register_default_interceptors(Registry::new(), &mut media).expect("interceptors");
    PeerConnectionBuilder::new()
        .with_media_engine(media)
        .with_interceptor_registry(registry)
        .with_udp_addrs(vec!["127.0.0.1:0".to_owned()])
}

struct Silent;
impl PeerConnectionEventHandler for Silent {}

struct Tracks {
    audio: Arc<TrackLocalStaticRTP>,
    video: Arc<TrackLocalStaticRTP>,
    ssrc: u32,
    device: Device,
}

async fn publisher(device: Device, person: PersonId) -> (Arc<dyn PeerConnection>, Tracks) {
    let ssrc = u32::from_be_bytes(person.0.as_bytes()[12..].try_into().expect("four bytes")) << 3;
    let tracks = Tracks {
        audio: track(MIME_TYPE_OPUS, ssrc),
        video: track(
            match device {
                Device::Full => MIME_TYPE_VP8,
                Device::H264 => MIME_TYPE_H264,
            },
            ssrc,
        ),
        ssrc,
        device,
    };
    let connection = builder(device)
        .with_handler(Arc::new(Silent))
        .build()
        .await
        .expect("a connection");
    connection
        .add_track(tracks.audio.clone() as Arc<dyn TrackLocal>)
        .await
        .expect("sound");
    connection
        .add_track(tracks.video.clone() as Arc<dyn TrackLocal>)
        .await
        .expect("picture");
    (Arc::new(connection), tracks)
}

fn codec(mime: &str) -> (RTCRtpCodec, RtpCodecKind) {
    let kind = if mime == MIME_TYPE_OPUS {
        RtpCodecKind::Audio
    } else {
        RtpCodecKind::Video
    };
    let parameters = if mime == MIME_TYPE_H264 {
        "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f"
    } else {
        ""
    };
    let codec = RTCRtpCodec {
        mime_type: mime.to_owned(),
        clock_rate: if kind == RtpCodecKind::Audio { 48_000 } else { 90_000 },
        channels: if kind == RtpCodecKind::Audio { 2 } else { 0 },
        sdp_fmtp_line: parameters.to_owned(),
        rtcp_feedback: vec![],
    };
    (codec, kind)
}

fn track(mime: &str, ssrc: u32) -> Arc<TrackLocalStaticRTP> {
    let (codec, kind) = codec(mime);
    let coding = |rid: &str, ssrc| RTCRtpEncodingParameters {
        rtp_coding_parameters: RTCRtpCodingParameters {
            rid: rid.into(),
            ssrc: Some(ssrc),
            ..Default::default()
        },
        codec: codec.clone(),
        ..Default::default()
    };
    let codings = if kind == RtpCodecKind::Audio {
        vec![coding("", ssrc)]
    } else {
        (ssrc + 1..)
            .zip(LAYERS)
            .map(|(ssrc, (rid, _))| coding(rid, ssrc))
            .collect()
    };
    let label = format!("{kind}");
    let track = MediaStreamTrack::new("own".to_owned(), label.clone(), label, kind, codings);
    Arc::new(TrackLocalStaticRTP::new(track))
}

/// Sends until its task is ended: sound every 20 ms, a whole picture every 40 ms.
async fn talk(tracks: Tracks, chapter: Arc<AtomicU8>) {
    let mut beat = interval(Duration::from_millis(20));
    for round in 0_u32.. {
        beat.tick().await;
        let chapter = chapter.load(Ordering::SeqCst);
        let loud = HeaderExtension::AudioLevel(AudioLevelExtension { level: 20, voice: true });
        let sound = packet(OPUS_PACKET, tracks.ssrc, round, 960, &[0xfc, 0, 0, chapter]);
        // Refused until the connection stands.
        let _ = tracks.audio.write_rtp_with_extensions(sound, &[loud]).await;
        if round % 2 == 0 {
            let picture = round / 2;
            for (ssrc, (rid, lines)) in (tracks.ssrc + 1..).zip(LAYERS) {
                let (payload_type, mut payload) = match tracks.device {
                    Device::Full => (VP8_PACKET, vp8(picture, lines)),
                    Device::H264 => (H264_PACKET, h264(lines)),
                };
                payload.put_u16_le(lines);
                payload.put_u8(chapter);
                let names = [name(MID, "1"), name(LAYER, rid)];
                let _ = tracks
                    .video
                    .write_rtp_with_extensions(packet(payload_type, ssrc, picture, 3600, &payload), &names)
                    .await;
            }
        }
    }
}

/// VP8 descriptor with a 15-bit picture id, of its own for each layer; then a keyframe's first
/// bytes, up to its lines.
fn vp8(picture: u32, lines: u16) -> BytesMut {
    let mut payload = BytesMut::from(&[0x90, 0x80][..]);
    payload.put_u16(0x8000 | (picture.wrapping_mul(u32::from(lines)) & 0x7fff) as u16);
    payload.put_slice(&[0x10, 0, 0, 0x9d, 0x01, 0x2a, 0, 0]);
    payload
}

/// A sequence parameter set and what begins like a picture's, in one packet (RFC 6184 §5.7.1).
fn h264(lines: u16) -> BytesMut {
    let golomb = |value: u16| {
        let digits = format!("{:b}", value + 1);
        "0".repeat(digits.len() - 1) + &digits
    };
    let units = lines.div_ceil(16);
    // Constrained baseline of level 3.1; then what no decoder here reads, the size, the cut.
    let fields = [0, 0, 0, 0, 1].map(golomb).concat() + "0" + &golomb(39) + &golomb(units - 1) + "111";
    let cut = [0, 0, 0, (units * 16 - lines) / 2].map(golomb).concat();
    let mut bits = format!("{:024b}", 0x42e01f) + &fields + &cut + "01";
    while !bits.len().is_multiple_of(8) {
        bits.push('0');
    }
    let bytes = bits.as_bytes().chunks(8).map(|byte| {
        let byte = std::str::from_utf8(byte).expect("digits");
        u8::from_str_radix(byte, 2).expect("digits")
    });
    let set: Vec<u8> = [0x67].into_iter().chain(bytes).collect();
    let mut payload = BytesMut::from(&[0x78][..]);
    payload.put_u16(set.len() as u16);
    payload.put_slice(&set);
    payload.put_slice(&[0, 4, 0x68]);
    payload
}

fn name(uri: &'static str, name: &'static str) -> HeaderExtension {
    HeaderExtension::Custom {
        uri: uri.into(),
        extension: Box::new(Name(name)),
    }
}

/// An extension that is a plain text.
struct Name(&'static str);

impl MarshalSize for Name {
    fn marshal_size(&self) -> usize {
        self.0.len()
    }
}

impl Marshal for Name {
    fn marshal_to(&self, buffer: &mut [u8]) -> rtc::shared::error::Result<usize> {
        buffer[..self.0.len()].copy_from_slice(self.0.as_bytes());
        Ok(self.0.len())
    }
}

fn packet(payload_type: u8, ssrc: u32, count: u32, step: u32, payload: &[u8]) -> rtc::rtp::Packet {
    rtc::rtp::Packet {
        header: rtc::rtp::header::Header {
            version: 2,
            marker: true,
            payload_type,
            sequence_number: count as u16,
            timestamp: count.wrapping_mul(step),
            ssrc,
            ..Default::default()
        },
        payload: bytes::Bytes::copy_from_slice(payload),
    }
}

/// What arrives, by person.
struct Ears {
    heard: watch::Sender<Heard>,
    lines: watch::Sender<Lines>,
    /// Whose each stream is, as the server tells.
    names: watch::Sender<HashMap<String, PersonId>>,
}

/// Counts what arrives, by the person the server says the stream is of.
struct Listener {
    ears: Arc<Ears>,
}

#[async_trait::async_trait]
impl PeerConnectionEventHandler for Listener {
    async fn on_track(&self, track: Arc<dyn TrackRemote>) {
        let ears = self.ears.clone();
        tokio::spawn(async move {
            let name = track.stream_id().await;
            let mut names = ears.names.subscribe();
            // Assigned to nobody, it brings nothing.
            let named = names.wait_for(|names| names.contains_key(&name)).await;
            let Ok(from) = named.map(|names| names[&name]) else {
                return;
            };
            let kind = match track.kind().await {
                RtpCodecKind::Audio => Kind::Audio,
                _ => Kind::Video,
            };
            while let Some(event) = track.poll().await {
                let TrackRemoteEvent::OnRtpPacket(packet) = event else {
                    continue;
                };
                // Empty ones are padding.
                if let Some(chapter) = packet.payload.last().copied() {
                    ears.heard
                        .send_modify(|heard| *heard.entry((from, kind, chapter)).or_default() += 1);
                }
                // Before the chapter stand the picture's lines.
                if let (Kind::Video, [.., low, high, _]) = (kind, &packet.payload[..]) {
                    ears.lines
                        .send_modify(|lines| _ = lines.insert(from, u16::from_le_bytes([*low, *high])));
                }
            }
        });
    }
}

async fn subscriber(device: Device, ears: Arc<Ears>) -> Arc<dyn PeerConnection> {
    let connection = builder(device)
        .with_handler(Arc::new(Listener { ears }))
        .build()
        .await
        .expect("a connection");
    connection.create_data_channel("keep", None).await.expect("a channel");
    Arc::new(connection)
}
