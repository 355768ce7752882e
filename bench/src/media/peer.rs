//! A native WebRTC client: one peer connection with a socket of its own, driven by one task.

use super::load::{Flows, Speaker};
use anyhow::Context;
use bytes::BytesMut;
use rtc::interceptor::{NackGeneratorBuilder, NackResponderBuilder, Registry, Slot};
use rtc::media_stream::MediaStreamTrack;
use rtc::peer_connection::configuration::interceptor_registry::{configure_rtcp_reports, configure_twcc_receiver_only};
use rtc::peer_connection::configuration::media_engine::{MIME_TYPE_OPUS, MIME_TYPE_VP8, MediaEngine};
use rtc::peer_connection::configuration::setting_engine::SettingEngineBuilder;
use rtc::peer_connection::event::RTCPeerConnectionEvent;
use rtc::peer_connection::message::{RTCMessage, TaggedRTCMessage};
use rtc::peer_connection::sdp::RTCSessionDescription;
use rtc::peer_connection::state::RTCPeerConnectionState;
use rtc::peer_connection::transport::{CandidateConfig, CandidateHostConfig, RTCIceCandidate};
use rtc::peer_connection::{RTCPeerConnection, RTCPeerConnectionBuilder};
use rtc::rtp_transceiver::rtp_sender::{
    RTCPFeedback, RTCRtpCodec, RTCRtpCodecParameters, RTCRtpCodingParameters, RTCRtpEncodingParameters,
    RTCRtpHeaderExtensionCapability, RtpCodecKind,
};
use rtc::rtp_transceiver::{RTCRtpTransceiverDirection, RTCRtpTransceiverInit};
use rtc::sansio::Protocol;
use rtc::shared::{TaggedBytesMut, TransportContext, TransportProtocol};
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::net::UdpSocket;
use tokio::sync::{mpsc, oneshot, watch};

pub const OPUS: u8 = 111;
pub const VP8: u8 = 96;
pub const AUDIO_LEVEL: &str = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";
/// No deadline of the stack is nearer than this.
const IDLE: Duration = Duration::from_millis(200);

enum Order {
    Answer(String),
    Offer(String, oneshot::Sender<anyhow::Result<String>>),
    Speak,
}

/// Handle on the task; the connection ends with it.
pub struct Peer {
    orders: mpsc::UnboundedSender<Order>,
    connected: watch::Receiver<bool>,
    /// Our offer; empty where the other side offers first.
    pub offer: String,
}

struct Link {
    connection: RTCPeerConnection,
    socket: UdpSocket,
    local: SocketAddr,
    speaker: Option<Speaker>,
    flows: Option<Arc<Mutex<Flows>>>,
    connected: watch::Sender<bool>,
}

impl Peer {
    /// Offers the sound and picture of `speaker`.
    pub async fn publish(ip: IpAddr, speaker: Speaker) -> anyhow::Result<Self> {
        let mut link = Link::open(ip).await?;
        for (mime, kind, ssrc) in [
            (MIME_TYPE_OPUS, RtpCodecKind::Audio, speaker.ssrc(false)),
            (MIME_TYPE_VP8, RtpCodecKind::Video, speaker.ssrc(true)),
        ] {
            let init = RTCRtpTransceiverInit {
                direction: RTCRtpTransceiverDirection::Sendonly,
                streams: vec![],
                send_encodings: vec![],
            };
            link.connection
                .add_transceiver_from_track(track(mime, kind, ssrc), Some(init))?;
        }
        link.speaker = Some(speaker);
        let offer = link.offer()?;
        Ok(link.run(offer))
    }

    /// Offers a data channel alone; media come by later offers of the other side.
    pub async fn subscribe(ip: IpAddr, flows: Arc<Mutex<Flows>>) -> anyhow::Result<Self> {
        let mut link = Link::open(ip).await?;
        link.connection.create_data_channel("keep", None)?;
        link.flows = Some(flows);
        let offer = link.offer()?;
        Ok(link.run(offer))
    }

    /// Waits for the other side's offer.
    pub async fn wait_for_offer(ip: IpAddr, flows: Arc<Mutex<Flows>>) -> anyhow::Result<Self> {
        let mut link = Link::open(ip).await?;
        link.flows = Some(flows);
        Ok(link.run(String::new()))
    }

    pub fn accept(&self, answer: String) {
        let _ = self.orders.send(Order::Answer(answer));
    }

    pub async fn answer(&self, offer: String) -> anyhow::Result<String> {
        let (reply, answer) = oneshot::channel();
        let _ = self.orders.send(Order::Offer(offer, reply));
        answer.await.context("the peer has ended")?
    }

    /// From now on packets go out.
    pub fn speak(&self) {
        let _ = self.orders.send(Order::Speak);
    }

    pub async fn connected(&self) -> anyhow::Result<()> {
        let mut state = self.connected.clone();
        let connected = state.wait_for(|connected| *connected);
        tokio::time::timeout(Duration::from_secs(20), connected)
            .await
            .context("a peer did not connect in 20 s")?
            .context("a peer has ended")?;
        Ok(())
    }
}

impl Link {
    async fn open(ip: IpAddr) -> anyhow::Result<Self> {
        let socket = UdpSocket::bind((ip, 0)).await?;
        socket2::SockRef::from(&socket).set_recv_buffer_size(8 << 20)?;
        let local = socket.local_addr()?;
        let mut media = MediaEngine::default();
        for (codec, payload_type, kind) in [(opus(), OPUS, RtpCodecKind::Audio), (vp8(), VP8, RtpCodecKind::Video)] {
            let parameters = RTCRtpCodecParameters {
                rtp_codec: codec,
                payload_type,
            };
            media.register_codec(parameters, kind)?;
        }
        let level = RTCRtpHeaderExtensionCapability {
            uri: AUDIO_LEVEL.into(),
        };
        media.register_header_extension(level, RtpCodecKind::Audio, None)?;
        // Browsers ask for a missing packet within two more, not within the stack's own 100 ms.
        let holes = NackGeneratorBuilder::new()
            .with_interval(Duration::from_millis(20))
            .build();
        let registry = Registry::new()
            .with(Slot::NackGenerator, holes)
            .with(Slot::NackResponder, NackResponderBuilder::new().build());
        let registry = configure_rtcp_reports(configure_twcc_receiver_only(registry, &mut media)?);
        let connection = RTCPeerConnectionBuilder::new()
            .with_setting_engine(SettingEngineBuilder::new().build())
            .with_media_engine(media)
            .with_interceptor_registry(registry)
            .build(Instant::now())?;
        Ok(Self {
            connection,
            socket,
            local,
            speaker: None,
            flows: None,
            connected: watch::channel(false).0,
        })
    }

    fn add_candidate(&mut self) -> anyhow::Result<()> {
        let candidate = CandidateHostConfig {
            base_config: CandidateConfig {
                network: "udp".into(),
                address: self.local.ip().to_string(),
                port: self.local.port(),
                component: 1,
                ..Default::default()
            },
            ..Default::default()
        }
        .new_candidate_host()?;
        let candidate = RTCIceCandidate::from(&candidate).to_json()?;
        Ok(self.connection.add_local_candidate(candidate)?)
    }

    fn local_sdp(&self) -> anyhow::Result<String> {
        Ok(self.connection.local_description().context("no local description")?.sdp)
    }

    fn offer(&mut self) -> anyhow::Result<String> {
        self.add_candidate()?;
        let offer = self.connection.create_offer(None)?;
        self.connection.set_local_description(Instant::now(), offer)?;
        self.local_sdp()
    }

    fn take_offer(&mut self, offer: String) -> anyhow::Result<String> {
        let first = self.connection.local_description().is_none();
        self.connection
            .set_remote_description(Instant::now(), RTCSessionDescription::offer(offer)?)?;
        if first {
            self.add_candidate()?;
        }
        let answer = self.connection.create_answer(None)?;
        self.connection.set_local_description(Instant::now(), answer)?;
        self.local_sdp()
    }

    fn run(self, offer: String) -> Peer {
        let (orders, inbox) = mpsc::unbounded_channel();
        let connected = self.connected.subscribe();
        tokio::spawn(self.drive(inbox));
        Peer {
            orders,
            connected,
            offer,
        }
    }

    async fn drive(mut self, mut inbox: mpsc::UnboundedReceiver<Order>) {
        let mut buffer = vec![0; 2048];
        let mut speaking = false;
        loop {
            self.pump();
            let now = Instant::now();
            let mut due = self.connection.poll_timeout().unwrap_or(now + IDLE).min(now + IDLE);
            if speaking && let Some(speaker) = &self.speaker {
                due = due.min(speaker.due());
            }
            // Deadlines in the past come again and again; a pause keeps that from spinning.
            let due = due.max(now + Duration::from_millis(1));
            tokio::select! {
                order = inbox.recv() => match order {
                    Some(Order::Answer(sdp)) => {
                        let answer = RTCSessionDescription::answer(sdp).map_err(anyhow::Error::from);
                        let set = answer.and_then(|answer| Ok(self.connection.set_remote_description(Instant::now(), answer)?));
                        if let Err(error) = set {
                            eprintln!("answer refused: {error}");
                        }
                    }
                    Some(Order::Offer(sdp, reply)) => {
                        let _ = reply.send(self.take_offer(sdp));
                    }
                    Some(Order::Speak) => {
                        speaking = true;
                        if let Some(speaker) = &mut self.speaker {
                            speaker.begin(Instant::now());
                        }
                    }
                    None => return,
                },
                got = self.socket.recv_from(&mut buffer) => {
                    if let Ok((length, from)) = got {
                        self.read(from, &buffer[..length]);
                    }
                    for _ in 0..64 {
                        let Ok((length, from)) = self.socket.try_recv_from(&mut buffer) else { break };
                        self.read(from, &buffer[..length]);
                    }
                }
                () = tokio::time::sleep_until(due.into()) => {
                    let _ = self.connection.handle_timeout(Instant::now());
                }
            }
            if speaking && let Some(speaker) = &mut self.speaker {
                let now = Instant::now();
                for packet in speaker.speak(now) {
                    let message = TaggedRTCMessage {
                        now,
                        message: RTCMessage::RtpPacket(String::new(), packet),
                    };
                    let _ = self.connection.handle_write(message);
                }
            }
        }
    }

    fn read(&mut self, from: SocketAddr, data: &[u8]) {
        let transport = TransportContext {
            local_addr: self.local,
            peer_addr: from,
            transport_protocol: TransportProtocol::UDP,
            ecn: None,
        };
        let message = TaggedBytesMut {
            now: Instant::now(),
            transport,
            message: BytesMut::from(data),
        };
        // Packets racing the handshake.
        let _ = self.connection.handle_read(message);
    }

    fn pump(&mut self) {
        while let Some(message) = self.connection.poll_write() {
            // A full socket loses, as any network.
            let _ = self.socket.try_send_to(&message.message, message.transport.peer_addr);
        }
        while let Some(event) = self.connection.poll_event() {
            if let RTCPeerConnectionEvent::OnConnectionStateChangeEvent(state) = event {
                self.connected.send_replace(state == RTCPeerConnectionState::Connected);
            }
        }
        let mut flows = self.flows.as_ref().map(|flows| flows.lock().expect("no task panics"));
        while let Some(message) = self.connection.poll_read() {
            if let (RTCMessage::RtpPacket(_, packet), Some(flows)) = (message.message, &mut flows) {
                flows.hear(Instant::now(), &packet.payload);
            }
        }
    }
}

fn opus() -> RTCRtpCodec {
    RTCRtpCodec {
        mime_type: MIME_TYPE_OPUS.into(),
        clock_rate: 48_000,
        channels: 2,
        sdp_fmtp_line: "minptime=10;useinbandfec=1".into(),
        rtcp_feedback: vec![feedback("nack", "")],
    }
}

fn feedback(typ: &str, parameter: &str) -> RTCPFeedback {
    RTCPFeedback {
        typ: typ.into(),
        parameter: parameter.into(),
    }
}

fn vp8() -> RTCRtpCodec {
    RTCRtpCodec {
        mime_type: MIME_TYPE_VP8.into(),
        clock_rate: 90_000,
        channels: 0,
        sdp_fmtp_line: String::new(),
        rtcp_feedback: vec![feedback("ccm", "fir"), feedback("nack", ""), feedback("nack", "pli")],
    }
}

fn track(mime: &str, kind: RtpCodecKind, ssrc: u32) -> MediaStreamTrack {
    let coding = RTCRtpEncodingParameters {
        rtp_coding_parameters: RTCRtpCodingParameters {
            ssrc: Some(ssrc),
            ..Default::default()
        },
        active: true,
        codec: if mime == MIME_TYPE_OPUS { opus() } else { vp8() },
        ..Default::default()
    };
    let label = kind.to_string();
    MediaStreamTrack::new("own".into(), label.clone(), label, kind, vec![coding])
}
