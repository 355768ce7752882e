//! One peer connection, and what the engine knows of it.

use super::super::engine::{Clock, Codec, Datagram, Kind, LinkId, News, Rtp, SlotId};
use super::codecs::{self, AUDIO_LEVEL, COUNT, REPAIR, SEND_TIME};
use super::delivery::Delivery;
use super::keys::Keys;
use super::missed::Missed;
use super::outgoing::{Agreed, Numbers, Outgoing};
use super::path::Path;
use super::tap::{Report, Reports};
use bytes::BytesMut;
use rtc::peer_connection::RTCPeerConnection;
use rtc::peer_connection::event::{RTCPeerConnectionEvent, RTCTrackEvent};
use rtc::peer_connection::message::{RTCMessage, TaggedRTCMessage};
use rtc::peer_connection::state::{RTCPeerConnectionState, RTCSignalingState};
use rtc::rtcp::payload_feedbacks::picture_loss_indication::PictureLossIndication;
use rtc::rtp_transceiver::RTCRtpReceiverId;
use rtc::rtp_transceiver::rtp_sender::{RTCRtpParameters, RtpCodecKind};
use rtc::srtp::context::Context;
use rtc::statistics::StatsSelector;
use sansio::Protocol;
use std::collections::HashMap;
use std::time::Instant;

pub struct Incoming {
    receiver: RTCRtpReceiverId,
    codec: Codec,
    /// Of the codec itself; repair and padding come under others.
    payload_type: u8,
    level: Option<u8>,
}

pub struct Link {
    pub connection: RTCPeerConnection,
    pub path: Path,
    pub incoming: HashMap<u32, Incoming>,
    pub outgoing: HashMap<u32, Outgoing>,
    /// Something was fed in since the last poll.
    pub dirty: bool,
    /// See [`super::super::engine::Engine::repair_twice`].
    pub repair_twice: bool,
    /// To the browser's offer, without any wish for its voice.
    pub answer: Option<String>,
    /// What a speaker's browser is told of its sound.
    pub missed: Missed,
    /// When the connection wants to be woken, as it said at the last poll.
    pub due: Option<Instant>,
    keys: Keys,
    reports: Reports,
    delivery: Delivery,
    connected: bool,
    /// Encrypts what is forwarded, once connected.
    sealing: Option<Context>,
    /// Encrypted since the last poll.
    sealed: Vec<BytesMut>,
}

impl Link {
    pub fn new(connection: RTCPeerConnection, path: Path, keys: Keys, reports: Reports, missed: Missed) -> Self {
        Self {
            connection,
            path,
            incoming: HashMap::new(),
            outgoing: HashMap::new(),
            dirty: true,
            repair_twice: false,
            answer: None,
            missed,
            due: None,
            keys,
            reports,
            delivery: Delivery::default(),
            connected: false,
            sealing: None,
            sealed: Vec::new(),
        }
    }

    pub fn send(&mut self, now: Instant, slot: SlotId, rtp: Rtp) {
        if let (Some(context), Some(outgoing)) = (&mut self.sealing, self.outgoing.get_mut(&slot.0)) {
            self.sealed.extend(outgoing.seal(now, context, &mut self.delivery, rtp));
        }
    }

    pub fn repeat(&mut self, now: Instant, ssrc: u32, sequences: &[u16], times: usize) {
        if let (Some(context), Some(outgoing)) = (&mut self.sealing, self.outgoing.get_mut(&ssrc)) {
            for one in sequences {
                if outgoing.begins_repair(now, *one) {
                    let repairs = (0..times).filter_map(|_| outgoing.reseal(now, context, *one));
                    self.sealed.extend(repairs);
                }
            }
        }
    }

    pub fn report(&mut self, now: Instant, slot: SlotId, clock: Clock) {
        if !self.connected {
            return;
        }
        if let Some(outgoing) = self.outgoing.get(&slot.0) {
            let message = RTCMessage::RtcpPacket(String::new(), vec![Box::new(outgoing.report(clock))]);
            if let Err(error) = self.connection.handle_write(TaggedRTCMessage { now, message }) {
                tracing::trace!(%error, "report not sent");
            }
            self.dirty = true;
        }
    }

    pub fn ask_keyframe(&mut self, now: Instant, ssrc: u32) {
        let Some(incoming) = self.incoming.get(&ssrc) else {
            return;
        };
        let request = PictureLossIndication {
            sender_ssrc: 0,
            media_ssrc: ssrc,
        };
        if let Some(mut receiver) = self.connection.rtp_receiver(incoming.receiver)
            && let Err(error) = receiver.write_rtcp(now, vec![Box::new(request)])
        {
            tracing::debug!(%error, "keyframe not asked for");
        }
        self.dirty = true;
    }

    /// Takes everything the connection has to say and to send.
    pub fn poll(&mut self, now: Instant, id: LinkId, out: &mut Vec<Datagram>, news: &mut Vec<News>) {
        if std::mem::take(&mut self.dirty) {
            self.take_events(now, id, news);
            self.take_media(id, news);
            self.take_reports(now, id, news);
            while let Some(message) = self.connection.poll_write() {
                let to = self.path.destination(&message.message);
                out.extend(to.map(|to| Datagram {
                    to,
                    data: message.message,
                }));
            }
            self.due = self.connection.poll_timeout();
        }
        match self.path.consented(now) {
            Some(to) => out.extend(self.sealed.drain(..).map(|data| Datagram { to, data })),
            None => self.sealed.clear(),
        }
    }

    fn take_events(&mut self, now: Instant, id: LinkId, news: &mut Vec<News>) {
        let mut may_be_ready = false;
        while let Some(event) = self.connection.poll_event() {
            match event {
                RTCPeerConnectionEvent::OnConnectionStateChangeEvent(state) => match state {
                    RTCPeerConnectionState::Connected => {
                        self.connected = true;
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
                    if !self.incoming.contains_key(&track.ssrc)
                        && let Some((incoming, names)) = self.incoming_of(track.receiver_id)
                    {
                        // Proposed from the smallest on.
                        let layer = names.iter().position(|name| Some(name) == track.rid.as_ref());
                        news.push(News::Track {
                            link: id,
                            ssrc: track.ssrc,
                            kind: incoming.codec.kind(),
                            layer: layer.unwrap_or(0),
                            layers: names.len().max(1),
                            codec: incoming.codec,
                        });
                        self.incoming.insert(track.ssrc, incoming);
                    }
                }
                _ => {}
            }
        }
        if may_be_ready && self.connected && !self.outgoing.is_empty() {
            self.ready_slots(now, id, news);
        }
    }

    fn ready_slots(&mut self, now: Instant, id: LinkId, news: &mut Vec<News>) {
        if self.sealing.is_none() {
            let report = self.connection.get_stats(now, StatsSelector::None);
            let cipher = report.transport().map(|transport| transport.srtp_cipher.clone());
            match self.keys.sealing(&cipher.unwrap_or_default()) {
                Ok(context) => self.sealing = Some(context),
                Err(error) => return tracing::error!(%error, "media cannot be encrypted"),
            }
        }
        for (ssrc, slot) in &mut self.outgoing {
            if slot.agreed.is_none() {
                slot.agreed = agreed(&mut self.connection, slot);
                if let Some(agreed) = slot.agreed {
                    news.push(News::SlotReady {
                        link: id,
                        slot: SlotId(*ssrc),
                        reads: agreed.numbers.map(|numbers| numbers.is_some()),
                    });
                }
            }
        }
    }

    fn take_media(&mut self, id: LinkId, news: &mut Vec<News>) {
        while let Some(message) = self.connection.poll_read() {
            let RTCMessage::RtpPacket(_, packet) = message.message else {
                continue;
            };
            let ssrc = packet.header.ssrc;
            let Some(incoming) = self.incoming.get(&ssrc) else {
                continue;
            };
            if packet.header.payload_type != incoming.payload_type {
                continue;
            }
            let level = incoming
                .level
                .and_then(|id| packet.header.get_extension(id)?.first().copied());
            let rtp = Rtp {
                codec: incoming.codec,
                marker: packet.header.marker,
                sequence: packet.header.sequence_number,
                timestamp: packet.header.timestamp,
                level,
                payload: packet.payload,
                patch: Default::default(),
            };
            news.push(News::Media {
                link: id,
                ssrc,
                kind: incoming.codec.kind(),
                rtp,
            });
        }
    }

    fn take_reports(&mut self, now: Instant, id: LinkId, news: &mut Vec<News>) {
        for report in self.reports.take() {
            match report {
                Report::Keyframe(ssrc) if self.outgoing.contains_key(&ssrc) => news.push(News::KeyframeAsked {
                    link: id,
                    slot: SlotId(ssrc),
                }),
                Report::Keyframe(_) => {}
                Report::Missing(ssrc, missing) => {
                    let pictures = self
                        .outgoing
                        .get_mut(&ssrc)
                        .filter(|outgoing| outgoing.kind == Kind::Video);
                    let part = pictures.and_then(|outgoing| outgoing.misses(now, &missing));
                    news.extend(part.map(|part| News::Loss {
                        link: id,
                        slot: SlotId(ssrc),
                        part,
                    }));
                    self.repeat(now, ssrc, &missing, if self.repair_twice { 2 } else { 1 });
                }
                Report::Estimate(bits) => news.push(News::Estimate {
                    link: id,
                    bits: bits as u32,
                }),
                Report::Loss { ssrc, part, highest } => {
                    let known = self.outgoing.get_mut(&ssrc);
                    if known.is_some_and(|outgoing| outgoing.hears(highest)) {
                        news.push(News::Loss {
                            link: id,
                            slot: SlotId(ssrc),
                            part,
                        });
                    }
                }
                Report::Delivered { came, lost } => {
                    let part = self.delivery.take(now, came, lost);
                    news.extend(part.map(|part| News::SoundLoss { link: id, part }));
                }
                Report::Clock { ssrc, ntp, timestamp } => {
                    if self.incoming.contains_key(&ssrc) {
                        news.push(News::Clock {
                            link: id,
                            ssrc,
                            clock: Clock { ntp, timestamp },
                        });
                    }
                }
            }
        }
    }

    /// With the names of its layers, if it has several.
    fn incoming_of(&mut self, receiver: RTCRtpReceiverId) -> Option<(Incoming, Vec<String>)> {
        let mut handle = self.connection.rtp_receiver(receiver)?;
        let names = handle.track().codings().iter();
        let names = names.map(|coding| coding.rtp_coding_parameters.rid.clone());
        let names = names.filter(|name| !name.is_empty()).collect();
        let kind = match handle.track().kind() {
            RtpCodecKind::Audio => Kind::Audio,
            RtpCodecKind::Video => Kind::Video,
            _ => return None,
        };
        let agreed = ids(&handle.get_parameters().rtp_parameters, kind)?;
        let (codec, numbers) = agreed.first()?;
        let incoming = Incoming {
            receiver,
            codec,
            payload_type: numbers.payload_type,
            level: agreed.level,
        };
        Some((incoming, names))
    }
}

/// `None` where no codec of this kind was agreed to.
fn ids(parameters: &RTCRtpParameters, kind: Kind) -> Option<Agreed> {
    let numbers = |codec: Codec| {
        let named = |name: &'static str| {
            let codecs = parameters.codecs.iter();
            codecs.filter(move |codec| codec.rtp_codec.mime_type.eq_ignore_ascii_case(name))
        };
        let payload_type = named(codecs::name(codec)).next()?.payload_type;
        let repairs = |fmtp: &str| {
            let parameter = fmtp.split(';').find_map(|part| part.trim().strip_prefix("apt="));
            parameter == Some(payload_type.to_string().as_str())
        };
        let mut repair = named(REPAIR).filter(|codec| repairs(&codec.rtp_codec.sdp_fmtp_line));
        Some(Numbers {
            payload_type,
            repair_type: repair.next().map(|codec| codec.payload_type),
        })
    };
    let extension = |uri: &str| {
        let found = parameters
            .header_extensions
            .iter()
            .find(|extension| extension.uri == uri);
        found.and_then(|extension| u8::try_from(extension.id).ok())
    };
    let agreed = Agreed {
        numbers: Codec::ALL.map(|codec| numbers(codec).filter(|_| codec.kind() == kind)),
        level: extension(AUDIO_LEVEL),
        send_time: extension(SEND_TIME),
        count: extension(COUNT),
    };
    agreed.first().map(|_| agreed)
}

fn agreed(connection: &mut RTCPeerConnection, slot: &Outgoing) -> Option<Agreed> {
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
