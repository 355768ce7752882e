//! [`Engine`] on the sans-IO `rtc` crate: ICE-lite on one port, DTLS server, Opus and VP8.

use super::codecs::{AUDIO_LEVEL, OPUS, VP8, media_engine, opus, vp8};
use super::engine::{Datagram, Engine, Kind, LinkId, News, Rtp, SlotId};
use super::path::{self, Path};
use super::tap::KeyframeTap;
use anyhow::Context;
use bytes::{Bytes, BytesMut};
use rtc::ice::candidate::CandidateConfig;
use rtc::interceptor::{NackGeneratorBuilder, NackResponderBuilder, Registry, Slot};
use rtc::media_stream::MediaStreamTrack;
use rtc::peer_connection::configuration::interceptor_registry::{configure_rtcp_reports, configure_twcc_receiver_only};
use rtc::peer_connection::configuration::setting_engine::SettingEngineBuilder;
use rtc::peer_connection::event::{RTCPeerConnectionEvent, RTCTrackEvent};
use rtc::peer_connection::message::{RTCMessage, TaggedRTCMessage};
use rtc::peer_connection::sdp::RTCSessionDescription;
use rtc::peer_connection::state::{RTCPeerConnectionState, RTCSignalingState};
use rtc::peer_connection::transport::{CandidateHostConfig, RTCDtlsRole, RTCIceCandidate};
use rtc::peer_connection::{RTCPeerConnection, RTCPeerConnectionBuilder};
use rtc::rtcp::payload_feedbacks::full_intra_request::FullIntraRequest;
use rtc::rtcp::payload_feedbacks::picture_loss_indication::PictureLossIndication;
use rtc::rtp_transceiver::rtp_sender::{
    RTCRtpCodingParameters, RTCRtpEncodingParameters, RTCRtpParameters, RtpCodecKind,
};
use rtc::rtp_transceiver::{RTCRtpReceiverId, RTCRtpSenderId, RTCRtpTransceiverDirection, RTCRtpTransceiverInit};
use rtc::shared::{TaggedBytesMut, TransportContext, TransportProtocol};
use sansio::Protocol;
use std::collections::HashMap;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

struct Incoming {
    receiver: RTCRtpReceiverId,
    kind: Kind,
    /// Of the codec itself; repair and padding come under others.
    payload_type: u8,
    level: Option<u8>,
}

struct Outgoing {
    sender: RTCRtpSenderId,
    kind: Kind,
    /// Payload type and id of the audio-level extension, once negotiated.
    agreed: Option<(u8, Option<u8>)>,
}

struct Link {
    connection: RTCPeerConnection,
    path: Path,
    incoming: HashMap<u32, Incoming>,
    outgoing: HashMap<u32, Outgoing>,
    connected: bool,
    /// Something was fed in since the last poll.
    dirty: bool,
}

pub struct RtcEngine {
    local: SocketAddr,
    advertised: SocketAddr,
    links: HashMap<LinkId, Link>,
    addresses: HashMap<SocketAddr, LinkId>,
    names: HashMap<String, LinkId>,
}

impl RtcEngine {
    /// `local` is the bound socket; `advertised` is the address browsers are told.
    pub fn new(local: SocketAddr, advertised: SocketAddr) -> Self {
        Self {
            local,
            advertised,
            links: HashMap::new(),
            addresses: HashMap::new(),
            names: HashMap::new(),
        }
    }

    fn link(&mut self, link: LinkId) -> anyhow::Result<&mut Link> {
        let link = self.links.get_mut(&link).context("link is gone")?;
        link.dirty = true;
        Ok(link)
    }

    fn poll_link(&mut self, id: LinkId, out: &mut Vec<Datagram>, news: &mut Vec<News>) {
        let Some(link) = self.links.get_mut(&id) else { return };
        link.dirty = false;
        let mut may_be_ready = false;
        while let Some(event) = link.connection.poll_event() {
            match event {
                RTCPeerConnectionEvent::OnConnectionStateChangeEvent(state) => match state {
                    RTCPeerConnectionState::Connected => {
                        link.connected = true;
                        may_be_ready = true;
                        news.push(News::Connected(id));
                    }
                    // Disconnected is no reason to stop: Firefox's checks are that sparse.
                    RTCPeerConnectionState::Failed | RTCPeerConnectionState::Closed => news.push(News::Lost(id)),
                    _ => {}
                },
                RTCPeerConnectionEvent::OnSignalingStateChangeEvent(RTCSignalingState::Stable) => may_be_ready = true,
                RTCPeerConnectionEvent::OnTrack(RTCTrackEvent::OnOpen(track)) => {
                    // Comes again for a known SSRC after every renegotiation.
                    if !link.incoming.contains_key(&track.ssrc)
                        && let Some(incoming) = incoming(&mut link.connection, track.receiver_id)
                    {
                        news.push(News::Track {
                            link: id,
                            ssrc: track.ssrc,
                            kind: incoming.kind,
                        });
                        link.incoming.insert(track.ssrc, incoming);
                    }
                }
                _ => {}
            }
        }
        if may_be_ready && link.connected {
            for (ssrc, slot) in &mut link.outgoing {
                if slot.agreed.is_none() {
                    slot.agreed = agreed(&mut link.connection, slot);
                    if slot.agreed.is_some() {
                        news.push(News::SlotReady {
                            link: id,
                            slot: SlotId(*ssrc),
                        });
                    }
                }
            }
        }
        while let Some(message) = link.connection.poll_read() {
            match message.message {
                RTCMessage::RtpPacket(_, packet) => {
                    let ssrc = packet.header.ssrc;
                    let Some(incoming) = link.incoming.get(&ssrc) else {
                        continue;
                    };
                    if packet.header.payload_type != incoming.payload_type {
                        continue;
                    }
                    let level = incoming
                        .level
                        .and_then(|id| packet.header.get_extension(id)?.first().copied());
                    let rtp = Rtp {
                        marker: packet.header.marker,
                        sequence: packet.header.sequence_number,
                        timestamp: packet.header.timestamp,
                        level,
                        payload: packet.payload,
                    };
                    news.push(News::Media {
                        link: id,
                        ssrc,
                        kind: incoming.kind,
                        rtp,
                    });
                }
                RTCMessage::RtcpPacket(_, packets) => {
                    let asked = packets.iter().filter_map(|packet| keyframe_request(packet.as_ref()));
                    for ssrc in asked {
                        if link.outgoing.contains_key(&ssrc) {
                            news.push(News::KeyframeAsked {
                                link: id,
                                slot: SlotId(ssrc),
                            });
                        }
                    }
                }
                _ => {}
            }
        }
        while let Some(message) = link.connection.poll_write() {
            let to = link.path.destination(&message.message);
            out.push(Datagram {
                to,
                data: message.message,
            });
        }
    }
}

impl Engine for RtcEngine {
    fn open(&mut self, now: Instant, id: LinkId) -> anyhow::Result<()> {
        let password = rtc::ice::rand::generate_pwd();
        let mut random = [0; 8];
        getrandom::fill(&mut random).context("randomness")?;
        let name = format!("{:x}x{}", id.0, hex::encode(random));
        let settings = SettingEngineBuilder::new()
            .with_ice_credentials(name.clone(), password.clone())
            .with_lite(true)
            // Firefox confirms its path every 5 s or so; the defaults would flap.
            .with_ice_timeouts(Some(Duration::from_secs(15)), Some(Duration::from_secs(30)), None)
            .with_answering_dtls_role(RTCDtlsRole::Server)
            .build();
        let mut media = media_engine()?;
        let registry = Registry::new()
            .with(Slot::NackResponder, NackResponderBuilder::new().with_size(1024).build())
            .with(
                Slot::NackGenerator,
                NackGeneratorBuilder::new()
                    .with_size(1024)
                    .with_interval(Duration::from_millis(20))
                    .with_max_nacks_per_packet(25)
                    .build(),
            );
        let registry = configure_rtcp_reports(configure_twcc_receiver_only(registry, &mut media)?);
        let registry = registry.with(Slot::Custom(14_000), KeyframeTap::default());
        let connection = RTCPeerConnectionBuilder::new()
            .with_setting_engine(settings)
            .with_media_engine(media)
            .with_interceptor_registry(registry)
            .build(now)?;
        let link = Link {
            connection,
            path: Path::new(now, name.clone(), password),
            incoming: HashMap::new(),
            outgoing: HashMap::new(),
            connected: false,
            dirty: true,
        };
        self.names.insert(name, id);
        self.links.insert(id, link);
        Ok(())
    }

    fn close(&mut self, id: LinkId) {
        if let Some(mut link) = self.links.remove(&id) {
            let _ = link.connection.close();
            self.names.remove(link.path.name());
            self.addresses.retain(|_, owner| *owner != id);
        }
    }

    fn answer(&mut self, now: Instant, id: LinkId, offer: String) -> anyhow::Result<String> {
        let advertised = self.advertised;
        let link = self.link(id)?;
        link.connection
            .set_remote_description(now, RTCSessionDescription::offer(offer)?)?;
        let base_config = CandidateConfig {
            network: "udp".into(),
            address: advertised.ip().to_string(),
            port: advertised.port(),
            component: 1,
            ..Default::default()
        };
        let candidate = CandidateHostConfig {
            base_config,
            ..Default::default()
        }
        .new_candidate_host()?;
        link.connection
            .add_local_candidate(RTCIceCandidate::from(&candidate).to_json()?)?;
        let answer = link.connection.create_answer(None)?;
        link.connection.set_local_description(now, answer)?;
        Ok(link.connection.local_description().context("no local description")?.sdp)
    }

    fn add_slot(&mut self, id: LinkId, kind: Kind, stream: &str) -> anyhow::Result<SlotId> {
        let mut random = [0; 4];
        getrandom::fill(&mut random).context("randomness")?;
        let ssrc = u32::from_le_bytes(random).max(1);
        let link = self.link(id)?;
        let (codec_kind, codec) = match kind {
            Kind::Audio => (RtpCodecKind::Audio, opus()),
            Kind::Video => (RtpCodecKind::Video, vp8()),
        };
        let coding = RTCRtpEncodingParameters {
            rtp_coding_parameters: RTCRtpCodingParameters {
                ssrc: Some(ssrc),
                ..Default::default()
            },
            active: true,
            codec,
            ..Default::default()
        };
        let label = format!("{stream}-{codec_kind}");
        let track = MediaStreamTrack::new(stream.to_owned(), label.clone(), label, codec_kind, vec![coding]);
        let init = RTCRtpTransceiverInit {
            direction: RTCRtpTransceiverDirection::Sendonly,
            streams: vec![],
            send_encodings: vec![],
        };
        let transceiver = link.connection.add_transceiver_from_track(track, Some(init))?;
        link.outgoing.insert(
            ssrc,
            Outgoing {
                sender: transceiver.into(),
                kind,
                agreed: None,
            },
        );
        Ok(SlotId(ssrc))
    }

    fn offer(&mut self, now: Instant, id: LinkId) -> anyhow::Result<String> {
        let link = self.link(id)?;
        let offer = link.connection.create_offer(None)?;
        link.connection.set_local_description(now, offer)?;
        Ok(link.connection.local_description().context("no local description")?.sdp)
    }

    fn accept(&mut self, now: Instant, id: LinkId, answer: String) -> anyhow::Result<()> {
        let link = self.link(id)?;
        link.connection
            .set_remote_description(now, RTCSessionDescription::answer(answer)?)?;
        Ok(())
    }

    fn send(&mut self, now: Instant, id: LinkId, slot: SlotId, rtp: Rtp) {
        let Some(link) = self.links.get_mut(&id) else { return };
        let Some((payload_type, level_id)) = link.outgoing.get(&slot.0).and_then(|slot| slot.agreed) else {
            return;
        };
        let mut header = rtc::rtp::header::Header {
            version: 2,
            marker: rtp.marker,
            payload_type,
            sequence_number: rtp.sequence,
            timestamp: rtp.timestamp,
            ssrc: slot.0,
            ..Default::default()
        };
        if let (Some(id), Some(level)) = (level_id, rtp.level) {
            let _ = header.set_extension(id, Bytes::copy_from_slice(&[level]));
        }
        let packet = rtc::rtp::Packet {
            header,
            payload: rtp.payload,
        };
        // Straight into the chain: the sender's own call looks every id up again for each packet.
        let message = TaggedRTCMessage {
            now,
            message: RTCMessage::RtpPacket(String::new(), packet),
        };
        if let Err(error) = link.connection.handle_write(message) {
            tracing::trace!(%error, "packet not sent");
        }
        link.dirty = true;
    }

    fn ask_keyframe(&mut self, now: Instant, id: LinkId, ssrc: u32) {
        let Some(link) = self.links.get_mut(&id) else { return };
        let Some(incoming) = link.incoming.get(&ssrc) else {
            return;
        };
        let request = PictureLossIndication {
            sender_ssrc: 0,
            media_ssrc: ssrc,
        };
        if let Some(mut receiver) = link.connection.rtp_receiver(incoming.receiver)
            && let Err(error) = receiver.write_rtcp(now, vec![Box::new(request)])
        {
            tracing::debug!(%error, "keyframe not asked for");
        }
        link.dirty = true;
    }

    fn receive(&mut self, now: Instant, from: SocketAddr, data: BytesMut) {
        let known = self.addresses.get(&from).copied();
        let named = path::stun_name(&data).and_then(|name| self.names.get(name).copied());
        let Some(id) = named.or(known) else { return };
        let Some(link) = self.links.get_mut(&id) else { return };
        let Some(seen) = link.path.arrive(now, from, &data) else {
            return;
        };
        if known != Some(id) {
            // Only a packet whose integrity was checked may bring a new address (P10), and an
            // address left behind is forgotten.
            if !seen.checked {
                return;
            }
            self.addresses.insert(from, id);
            let path = &link.path;
            self.addresses
                .retain(|address, owner| *owner != id || path.knows(*address));
        }
        link.dirty = true;
        let transport = TransportContext {
            local_addr: self.local,
            peer_addr: seen.shown,
            transport_protocol: TransportProtocol::UDP,
            ecn: None,
        };
        // Errors here are packets racing the handshake, or noise from outside.
        if let Err(error) = link.connection.handle_read(TaggedBytesMut {
            now,
            transport,
            message: data,
        }) {
            tracing::trace!(%error, "packet not read");
        }
    }

    fn poll(&mut self, out: &mut Vec<Datagram>, news: &mut Vec<News>) {
        let dirty: Vec<LinkId> = self
            .links
            .iter()
            .filter(|(_, link)| link.dirty)
            .map(|(id, _)| *id)
            .collect();
        for id in dirty {
            self.poll_link(id, out, news);
        }
    }

    fn next_timeout(&mut self) -> Option<Instant> {
        self.links
            .values_mut()
            .filter_map(|link| link.connection.poll_timeout())
            .min()
    }

    fn timeout(&mut self, now: Instant) {
        for link in self.links.values_mut() {
            if link.connection.poll_timeout().is_some_and(|due| due <= now) {
                let _ = link.connection.handle_timeout(now);
                link.dirty = true;
            }
        }
    }
}

fn keyframe_request(packet: &dyn rtc::rtcp::Packet) -> Option<u32> {
    let any = packet.as_any();
    if let Some(loss) = any.downcast_ref::<PictureLossIndication>() {
        return Some(loss.media_ssrc);
    }
    let request = any.downcast_ref::<FullIntraRequest>()?;
    Some(request.fir.first().map_or(request.media_ssrc, |entry| entry.ssrc))
}

/// Payload type of our codec of that kind, and the id of the audio-level extension.
fn ids(parameters: &RTCRtpParameters, kind: Kind) -> Option<(u8, Option<u8>)> {
    let wanted = match kind {
        Kind::Audio => OPUS,
        Kind::Video => VP8,
    };
    let codec = parameters
        .codecs
        .iter()
        .find(|codec| codec.rtp_codec.mime_type.eq_ignore_ascii_case(wanted))?;
    let level = parameters
        .header_extensions
        .iter()
        .find(|extension| extension.uri == AUDIO_LEVEL);
    Some((
        codec.payload_type,
        level.and_then(|extension| u8::try_from(extension.id).ok()),
    ))
}

fn incoming(connection: &mut RTCPeerConnection, receiver: RTCRtpReceiverId) -> Option<Incoming> {
    let mut handle = connection.rtp_receiver(receiver)?;
    let kind = match handle.track().kind() {
        RtpCodecKind::Audio => Kind::Audio,
        RtpCodecKind::Video => Kind::Video,
        _ => return None,
    };
    let (payload_type, level) = ids(&handle.get_parameters().rtp_parameters, kind)?;
    Some(Incoming {
        receiver,
        kind,
        payload_type,
        level,
    })
}

fn agreed(connection: &mut RTCPeerConnection, slot: &Outgoing) -> Option<(u8, Option<u8>)> {
    if !connection
        .rtp_transceiver(slot.sender.into())?
        .current_direction()
        .has_send()
    {
        return None;
    }
    let mut sender = connection.rtp_sender(slot.sender)?;
    ids(&sender.get_parameters().rtp_parameters, slot.kind)
}
