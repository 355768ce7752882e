//! [`Engine`] on the sans-IO `rtc` crate: ICE-lite on one port, DTLS server, Opus, VP8 and H.264.

mod codecs;
mod delivery;
#[cfg(test)]
pub(super) mod fuzz;
mod holes;
mod keys;
mod link;
mod missed;
mod outgoing;
mod path;
mod repairs;
mod tap;

use super::engine::{Carrier, Clock, Codec, Datagram, Engine, Kind, LinkId, News, Remote, Rtp, SlotId, Use};
use anyhow::Context;
use bytes::BytesMut;
use codecs::media_engine;
use holes::Holes;
use keys::{Keys, PROFILES};
use link::Link;
use missed::{Missed, Told};
use outgoing::Outgoing;
use path::Path;
use repairs::Repairs;
use rtc::ice::candidate::CandidateConfig;
use rtc::interceptor::{Registry, Slot};
use rtc::media_stream::MediaStreamTrack;
use rtc::peer_connection::RTCPeerConnectionBuilder;
use rtc::peer_connection::certificate::{CertificateParams, RTCCertificate};
use rtc::peer_connection::configuration::RTCConfigurationBuilder;
use rtc::peer_connection::configuration::interceptor_registry::{configure_rtcp_reports, configure_twcc_receiver_only};
use rtc::peer_connection::configuration::media_engine::MediaEngine;
use rtc::peer_connection::configuration::setting_engine::SettingEngineBuilder;
use rtc::peer_connection::sdp::RTCSessionDescription;
use rtc::peer_connection::transport::{CandidateHostConfig, RTCDtlsRole, RTCIceCandidate};
use rtc::rtp_transceiver::rtp_sender::{
    RTCRtpCodec, RTCRtpCodingParameters, RTCRtpEncodingParameters, RTCRtpRtxParameters, RtpCodecKind,
};
use rtc::rtp_transceiver::{RTCRtpTransceiverDirection, RTCRtpTransceiverInit};
use rtc::shared::{TaggedBytesMut, TransportContext, TransportProtocol};
use sansio::Protocol;
use std::collections::HashMap;
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use tap::{Reports, Tap};

pub struct RtcEngine {
    advertised: SocketAddr,
    /// One for all links, or none where each makes its own: making one takes longer than all the
    /// rest of an answer.
    certificates: Vec<RTCCertificate>,
    links: HashMap<LinkId, Link>,
    addresses: HashMap<Remote, LinkId>,
    names: HashMap<String, LinkId>,
    at_work: Option<LinkId>,
}

impl RtcEngine {
    /// `advertised` is the address browsers are told, which may be a router's before ours.
    pub fn new(advertised: SocketAddr) -> Self {
        Self {
            advertised,
            certificates: certificate().into_iter().collect(),
            links: HashMap::new(),
            addresses: HashMap::new(),
            names: HashMap::new(),
            at_work: None,
        }
    }

    fn link(&mut self, link: LinkId) -> anyhow::Result<&mut Link> {
        let link = self.links.get_mut(&link).context("link is gone")?;
        link.dirty = true;
        Ok(link)
    }
}

impl Engine for RtcEngine {
    fn open(&mut self, now: Instant, id: LinkId, for_use: Use) -> anyhow::Result<()> {
        let password = rtc::ice::rand::generate_pwd();
        let mut random = [0; 8];
        getrandom::fill(&mut random).context("randomness")?;
        let name = format!("{:x}x{}", id.0, hex::encode(random));
        let keys = Keys::default();
        let settings = SettingEngineBuilder::new()
            .with_crypto_provider(keys.provider()?)
            .with_srtp_protection_profiles(PROFILES.to_vec())
            .with_ice_credentials(name.clone(), password.clone())
            .with_lite(true)
            // Firefox confirms its path every 5 s or so; the defaults would flap.
            .with_ice_timeouts(Some(Duration::from_secs(15)), Some(Duration::from_secs(30)), None)
            .with_answering_dtls_role(RTCDtlsRole::Server)
            .build();
        let mut media = media_engine(for_use)?;
        let missed = Missed::default();
        let registry = match for_use {
            Use::Publish => hearing(&mut media)?.with(Slot::Custom(1_500), Told::new(missed.clone())),
            // What is forwarded never passes the chain.
            Use::Subscribe => Registry::new(),
        };
        let reports = Reports::default();
        let registry = registry.with(Slot::Custom(14_000), Tap::new(reports.clone()));
        let configuration = RTCConfigurationBuilder::new()
            .with_certificates(self.certificates.clone())
            .build();
        let connection = RTCPeerConnectionBuilder::new()
            .with_configuration(configuration)
            .with_setting_engine(settings)
            .with_media_engine(media)
            .with_interceptor_registry(registry)
            .build(now)?;
        let path = Path::new(now, name.clone(), password);
        self.names.insert(name, id);
        self.links
            .insert(id, Link::new(connection, path, keys, reports, missed));
        Ok(())
    }

    fn close(&mut self, id: LinkId) {
        if let Some(mut link) = self.links.remove(&id) {
            let _ = link.connection.close();
            self.names.remove(link.path.name());
            self.addresses.retain(|_, owner| *owner != id);
        }
    }

    fn answer(&mut self, now: Instant, id: LinkId, offer: String, picture: Codec) -> anyhow::Result<String> {
        let advertised = self.advertised;
        let link = self.link(id)?;
        let offer = RTCSessionDescription::offer(codecs::in_one_codec(&offer, picture))?;
        link.connection.set_remote_description(now, offer)?;
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
        let answer = link.connection.local_description().context("no local description")?.sdp;
        let answer = over_tcp_too(&answer);
        let voice = codecs::with_voice(&answer, false);
        link.answer = Some(answer);
        Ok(voice)
    }

    fn answer_again(&self, id: LinkId, spare: bool) -> Option<String> {
        let answer = self.links.get(&id)?.answer.as_ref()?;
        Some(codecs::with_voice(answer, spare))
    }

    fn add_slot(&mut self, now: Instant, id: LinkId, kind: Kind, stream: &str) -> anyhow::Result<SlotId> {
        let (ssrc, repair_ssrc) = (random_ssrc()?, random_ssrc()?);
        let link = self.link(id)?;
        let codec_kind = match kind {
            Kind::Audio => RtpCodecKind::Audio,
            Kind::Video => RtpCodecKind::Video,
        };
        let coding = RTCRtpEncodingParameters {
            rtp_coding_parameters: RTCRtpCodingParameters {
                ssrc: Some(ssrc),
                rtx: (kind == Kind::Video).then_some(RTCRtpRtxParameters { ssrc: repair_ssrc }),
                ..Default::default()
            },
            active: true,
            // Any that the browser has: who speaks chooses.
            codec: RTCRtpCodec::default(),
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
        link.outgoing
            .insert(ssrc, Outgoing::new(now, transceiver.into(), kind, ssrc, repair_ssrc));
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
        if let Some(link) = self.links.get_mut(&id) {
            link.send(now, slot, rtp);
        }
    }

    fn repair_twice(&mut self, id: LinkId, twice: bool) {
        if let Some(link) = self.links.get_mut(&id) {
            link.repair_twice = twice;
        }
    }

    fn tell_missed(&mut self, id: LinkId, part: f32) {
        if let Some(link) = self.links.get(&id) {
            link.missed.set(part);
        }
    }

    fn repeat(&mut self, now: Instant, id: LinkId, slot: SlotId, sequence: u16) {
        if let Some(link) = self.links.get_mut(&id) {
            link.repeat(now, slot.0, &[sequence], 1);
        }
    }

    fn report(&mut self, now: Instant, id: LinkId, slot: SlotId, clock: Clock) {
        if let Some(link) = self.links.get_mut(&id) {
            link.report(now, slot, clock);
        }
    }

    fn ask_keyframe(&mut self, now: Instant, id: LinkId, ssrc: u32) {
        if let Some(link) = self.links.get_mut(&id) {
            link.ask_keyframe(now, ssrc);
        }
    }

    fn receive(&mut self, now: Instant, from: Remote, data: BytesMut) {
        self.at_work = None;
        let known = self.addresses.get(&from).copied();
        let named = path::stun_name(&data).and_then(|name| self.names.get(name).copied());
        let Some(id) = named.or(known) else { return };
        self.at_work = Some(id);
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
            // Its only candidate: a packet to any other address would be none of its own.
            local_addr: self.advertised,
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

    fn forget(&mut self, from: Remote) {
        if let Some(id) = self.addresses.remove(&from)
            && let Some(link) = self.links.get_mut(&id)
        {
            link.path.leave(from);
        }
    }

    fn carried(&self, carrier: Carrier) -> usize {
        let paths = self.links.values().map(|link| link.path.carrier());
        paths.filter(|current| *current == Some(carrier)).count()
    }

    fn poll(&mut self, now: Instant, out: &mut Vec<Datagram>, news: &mut Vec<News>) {
        for (id, link) in &mut self.links {
            self.at_work = Some(*id);
            link.poll(now, *id, out, news);
        }
    }

    fn at_work(&self) -> Option<LinkId> {
        self.at_work
    }

    fn next_timeout(&mut self) -> Option<Instant> {
        self.links.values().filter_map(|link| link.due).min()
    }

    fn timeout(&mut self, now: Instant) {
        for (id, link) in &mut self.links {
            self.at_work = Some(*id);
            if link.due.is_some_and(|due| due <= now) {
                let _ = link.connection.handle_timeout(now);
                link.dirty = true;
            }
        }
    }
}

/// Each way to us by UDP is one by TCP too, which browsers open and try after it (RFC 6544 §4.5).
fn over_tcp_too(answer: &str) -> String {
    let mut both = String::new();
    for line in answer.split_inclusive('\n') {
        both.push_str(line);
        let words: Vec<&str> = line.trim_end().split(' ').collect();
        if let [name, "1", "udp" | "UDP", _, address, port, "typ", "host", ..] = words[..]
            && name.starts_with("a=candidate:")
        {
            // Of a host's candidates the passive ones of TCP come last (RFC 6544 §4.2).
            let priority = (126 << 24) + (((4 << 13) + 8191) << 8) + 255;
            both.push_str(&format!(
                "{name}1 1 tcp {priority} {address} {port} typ host tcptype passive\r\n"
            ));
        }
    }
    both
}

/// Repair and reports on what a person publishes.
fn hearing(media: &mut MediaEngine) -> anyhow::Result<Registry> {
    let registry = Registry::new()
        .with(Slot::Custom(4_500), Repairs::default())
        .with(Slot::NackGenerator, Holes::default());
    Ok(configure_rtcp_reports(configure_twcc_receiver_only(registry, media)?))
}

/// Signed by itself: browsers are told its hash over the signalling socket (RFC 8122).
fn certificate() -> anyhow::Result<RTCCertificate> {
    let provider = rtc_crypto::default_provider()?;
    let params = CertificateParams::new(vec!["maplebridge".to_owned()])?;
    let scheme = rtc_crypto::SignatureScheme::EcdsaP256Sha256;
    Ok(RTCCertificate::generate(provider.crypto(), scheme, params)?)
}

fn random_ssrc() -> anyhow::Result<u32> {
    let mut random = [0; 4];
    getrandom::fill(&mut random).context("randomness")?;
    Ok(u32::from_le_bytes(random).max(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Bytes as they may come from anywhere: noise, and what begins like STUN, DTLS, RTP and RTCP.
    /// `true` where the link's real name is to stand in a STUN attribute.
    fn datagram() -> impl Strategy<Value = (Vec<u8>, bool)> {
        let noise = || prop::collection::vec(any::<u8>(), 0..200);
        let kinds = prop::sample::select(vec![0x0006_u16, 0x0008, 0x0020, 0x0025, 0x8028, 0x802a, 0x0001]);
        let attribute = (kinds, any::<Option<u16>>(), prop::collection::vec(any::<u8>(), 0..40));
        let stun = (
            any::<[u8; 2]>(),
            any::<Option<u16>>(),
            prop::collection::vec(attribute, 0..6),
            any::<bool>(),
        );
        let stun = stun.prop_map(|(kind, length, attributes, named)| {
            let mut body = Vec::new();
            for (kind, lie, value) in attributes {
                body.extend(kind.to_be_bytes());
                body.extend(lie.unwrap_or(value.len() as u16).to_be_bytes());
                body.extend(&value);
                body.resize(body.len().next_multiple_of(4), 0);
            }
            let mut all = if kind[0] < 128 {
                vec![0, 1]
            } else {
                vec![kind[0] & 3, kind[1]]
            };
            all.extend(length.unwrap_or(body.len() as u16).to_be_bytes());
            all.extend([0x21, 0x12, 0xa4, 0x42, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9]);
            all.extend(body);
            (all, named)
        });
        let led = |first: u8| noise().prop_map(move |rest| ([&[first][..], &rest].concat(), false));
        prop_oneof![4 => stun, 1 => led(22), 1 => led(0x80), 1 => led(0x81), 1 => noise().prop_map(|all| (all, false))]
    }

    proptest! {
        #[test]
        fn strangers_are_neither_answered_nor_remembered(datagrams in prop::collection::vec(datagram(), 1..30)) {
            let now = Instant::now();
            let at = SocketAddr::from(([127, 0, 0, 1], 4000));
            let mut engine = RtcEngine::new(at);
            engine.open(now, LinkId(1), Use::Publish).expect("a link");
            let name = engine.names.keys().next().expect("a name").clone();
            for (port, (mut data, named)) in datagrams.into_iter().enumerate() {
                if named && data.len() >= 20 {
                    let user = format!("{name}:x");
                    let length = user.len() as u16;
                    let mut first = [0, 6, (length >> 8) as u8, length as u8].to_vec();
                    first.extend(user.as_bytes());
                    first.resize(first.len().next_multiple_of(4), 0);
                    data.splice(20..20, first);
                }
                let from = Remote::udp(([192, 0, 2, 1], port as u16 + 1).into());
                engine.receive(now, from, BytesMut::from(&data[..]));
            }
            let (mut out, mut news) = (Vec::new(), Vec::new());
            engine.poll(now, &mut out, &mut news);
            prop_assert!(out.is_empty() && news.is_empty());
            prop_assert!(engine.addresses.is_empty());
        }
    }
}
