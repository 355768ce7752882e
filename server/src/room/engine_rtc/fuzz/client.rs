//! A guest's browser without a network: what it sends is handed over, under a clock of ours.

use super::super::super::engine::{Datagram, Engine, LinkId, News, Remote, Use};
use super::super::RtcEngine;
use super::super::codecs::{media_engine, opus, vp8};
use bytes::BytesMut;
use rtc::ice::candidate::CandidateConfig;
use rtc::interceptor::Registry;
use rtc::media_stream::MediaStreamTrack;
use rtc::peer_connection::configuration::setting_engine::SettingEngineBuilder;
use rtc::peer_connection::event::RTCPeerConnectionEvent;
use rtc::peer_connection::sdp::RTCSessionDescription;
use rtc::peer_connection::state::RTCPeerConnectionState;
use rtc::peer_connection::transport::{CandidateHostConfig, RTCIceCandidate};
use rtc::peer_connection::{RTCPeerConnection, RTCPeerConnectionBuilder};
use rtc::rtp_transceiver::rtp_sender::{RTCRtpCodingParameters, RTCRtpEncodingParameters, RtpCodecKind};
use rtc::rtp_transceiver::{RTCRtpTransceiverDirection, RTCRtpTransceiverInit};
use rtc::shared::{TaggedBytesMut, TransportContext, TransportProtocol};
use sansio::Protocol;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

pub const SERVER: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 4000);
const STEP: Duration = Duration::from_millis(10);

pub struct Client {
    connection: RTCPeerConnection,
    pub local: SocketAddr,
    pub offer: String,
    pub connected: bool,
}

impl Client {
    /// Offers sound and picture, or a data channel alone.
    pub fn new(now: Instant, port: u16, publishes: bool) -> Self {
        let local = SocketAddr::from(([127, 0, 0, 1], port));
        let for_use = if publishes { Use::Publish } else { Use::Subscribe };
        let mut connection = RTCPeerConnectionBuilder::new()
            .with_setting_engine(SettingEngineBuilder::new().build())
            .with_media_engine(media_engine(for_use).expect("codecs"))
            .with_interceptor_registry(Registry::new())
            .build(now)
            .expect("a connection");
        if publishes {
            for (kind, codec) in [(RtpCodecKind::Audio, opus()), (RtpCodecKind::Video, vp8())] {
                let coding = RTCRtpEncodingParameters {
                    rtp_coding_parameters: RTCRtpCodingParameters {
                        ssrc: Some(0x1000 + kind as u32),
                        ..Default::default()
                    },
                    active: true,
                    codec,
                    ..Default::default()
                };
                let label = kind.to_string();
                let track = MediaStreamTrack::new("own".into(), label.clone(), label, kind, vec![coding]);
                let init = RTCRtpTransceiverInit {
                    direction: RTCRtpTransceiverDirection::Sendonly,
                    streams: vec![],
                    send_encodings: vec![],
                };
                connection
                    .add_transceiver_from_track(track, Some(init))
                    .expect("a track");
            }
        } else {
            connection.create_data_channel("keep", None).expect("a channel");
        }
        let host = CandidateHostConfig {
            base_config: CandidateConfig {
                network: "udp".into(),
                address: local.ip().to_string(),
                port,
                component: 1,
                ..Default::default()
            },
            ..Default::default()
        };
        let host = RTCIceCandidate::from(&host.new_candidate_host().expect("a candidate"));
        connection
            .add_local_candidate(host.to_json().expect("JSON"))
            .expect("a candidate");
        let offer = connection.create_offer(None).expect("an offer");
        connection.set_local_description(now, offer).expect("an offer");
        let offer = connection.local_description().expect("an offer").sdp;
        Self {
            connection,
            local,
            offer,
            connected: false,
        }
    }

    pub fn accept(&mut self, now: Instant, answer: String) {
        let answer = RTCSessionDescription::answer(answer).expect("an answer");
        self.connection.set_remote_description(now, answer).expect("an answer");
    }

    /// What it sends as its clock moves on to `now`.
    pub fn speak(&mut self, now: Instant) -> Vec<Vec<u8>> {
        let _ = self.connection.handle_timeout(now);
        let mut all = Vec::new();
        while let Some(message) = self.connection.poll_write() {
            all.push(message.message.to_vec());
        }
        while let Some(event) = self.connection.poll_event() {
            if let RTCPeerConnectionEvent::OnConnectionStateChangeEvent(state) = event {
                self.connected = state == RTCPeerConnectionState::Connected;
            }
        }
        all
    }

    pub fn hear(&mut self, now: Instant, data: BytesMut) {
        let transport = TransportContext {
            local_addr: self.local,
            peer_addr: SERVER,
            transport_protocol: TransportProtocol::UDP,
            ecn: None,
        };
        let _ = self.connection.handle_read(TaggedBytesMut {
            now,
            transport,
            message: data,
        });
    }
}

/// Lets both talk for at most `steps` of 10 ms; answers what the client said, and whether the
/// server has taken it in.
pub fn talk(
    engine: &mut RtcEngine,
    link: LinkId,
    client: &mut Client,
    now: &mut Instant,
    steps: u32,
) -> (Vec<Vec<u8>>, bool) {
    let mut said = Vec::new();
    for _ in 0..steps {
        *now += STEP;
        for data in client.speak(*now) {
            engine.receive(*now, Remote::udp(client.local), BytesMut::from(&data[..]));
            said.push(data);
        }
        engine.timeout(*now);
        let (mut out, mut news) = (Vec::new(), Vec::new());
        engine.poll(*now, &mut out, &mut news);
        for Datagram { to, data } in out {
            if to == Remote::udp(client.local) {
                client.hear(*now, data);
            }
        }
        if news
            .iter()
            .any(|news| matches!(news, News::Connected(of) if *of == link))
        {
            return (said, true);
        }
    }
    (said, false)
}
