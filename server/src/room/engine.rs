//! What the house needs from a WebRTC stack. Small, so that another stack can take its place.

use super::{h264, vp8};
use bytes::{Bytes, BytesMut};
use std::net::SocketAddr;
use std::time::Instant;

/// One peer connection: a person has one to publish and one to subscribe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinkId(pub u64);

/// What carries datagrams between us and a browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Carrier {
    Udp,
    /// One connection each, see [`super::tcp`].
    Tcp,
}

/// The other end of a way datagrams take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Remote {
    pub carrier: Carrier,
    pub at: SocketAddr,
}

impl Remote {
    pub fn udp(at: SocketAddr) -> Self {
        let carrier = Carrier::Udp;
        Self { carrier, at }
    }

    pub fn tcp(at: SocketAddr) -> Self {
        let carrier = Carrier::Tcp;
        Self { carrier, at }
    }
}

/// One outgoing m-line on a subscribe link, named by its SSRC there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SlotId(pub u32);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Audio,
    Video,
}

impl Kind {
    pub const BOTH: [Self; 2] = [Self::Audio, Self::Video];

    /// RTP clock ticks in a millisecond: Opus 48 kHz, pictures 90 kHz.
    pub fn ticks_per_ms(self) -> u32 {
        match self {
            Self::Audio => 48,
            Self::Video => 90,
        }
    }
}

/// How a payload is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Codec {
    Opus,
    Vp8,
    H264,
}

impl Codec {
    pub const ALL: [Self; 3] = [Self::Opus, Self::Vp8, Self::H264];

    pub fn kind(self) -> Kind {
        match self {
            Self::Opus => Kind::Audio,
            Self::Vp8 | Self::H264 => Kind::Video,
        }
    }

    /// Does this packet begin a picture that needs none before it?
    pub fn begins_keyframe(self, payload: &[u8]) -> bool {
        match self {
            Self::Opus => false,
            Self::Vp8 => vp8::is_vp8_keyframe_start(payload),
            Self::H264 => h264::is_h264_keyframe_start(payload),
        }
    }

    /// Lines of the picture that a keyframe's first packet begins.
    pub fn keyframe_height(self, payload: &[u8]) -> Option<u16> {
        match self {
            Self::Opus => None,
            Self::Vp8 => vp8::vp8_keyframe_height(payload),
            Self::H264 => h264::h264_keyframe_height(payload),
        }
    }
}

/// For each of [`Codec::ALL`].
pub type Codecs = [bool; Codec::ALL.len()];

/// What an offer proposes pictures in.
pub fn proposed(offer: &str) -> Codecs {
    Codec::ALL.map(|codec| match codec {
        Codec::Opus => false,
        Codec::Vp8 => offer.contains(" VP8/90000"),
        Codec::H264 => offer.contains(" H264/90000"),
    })
}

/// A decrypted media packet without what belongs to one hop only: SSRC, payload type, extension ids.
#[derive(Clone, Debug)]
pub struct Rtp {
    pub codec: Codec,
    pub marker: bool,
    pub sequence: u16,
    pub timestamp: u32,
    /// Byte of `ssrc-audio-level` (RFC 6464): voice flag, then -dBov in 7 bits.
    pub level: Option<u8>,
    /// Shared by all listeners.
    pub payload: Bytes,
    /// What is different in it for this one.
    pub patch: Patch,
}

/// Up to three bytes of a payload from its third on: the numbers of a VP8 descriptor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Patch {
    pub bytes: [u8; 3],
    pub length: u8,
}

impl Patch {
    pub const AT: usize = 2;

    pub fn apply(self, payload: &mut [u8]) {
        let length = usize::from(self.length);
        if let Some(place) = payload.get_mut(Self::AT..Self::AT + length) {
            place.copy_from_slice(&self.bytes[..length]);
        }
    }
}

/// The same moment on a speaker's clock and in a stream's timestamps (RFC 3550 §6.4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    pub ntp: u64,
    pub timestamp: u32,
}

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    Publish,
    Subscribe,
}

/// A datagram to send.
#[derive(Debug)]
pub struct Datagram {
    pub to: Remote,
    pub data: BytesMut,
}

/// What the stack has to say after it was fed.
#[derive(Debug)]
pub enum News {
    /// ICE and DTLS are through.
    Connected(LinkId),
    /// The link failed or was closed from the far side.
    Lost(LinkId),
    /// A layer of what the link publishes begins, the `layer`th from the smallest of `layers`.
    Track {
        link: LinkId,
        ssrc: u32,
        kind: Kind,
        layer: usize,
        layers: usize,
        codec: Codec,
    },
    Media {
        link: LinkId,
        ssrc: u32,
        kind: Kind,
        rtp: Rtp,
    },
    /// The slot is negotiated and its link connected: from now on packets arrive.
    SlotReady { link: LinkId, slot: SlotId, reads: Codecs },
    /// Of a published stream.
    Clock { link: LinkId, ssrc: u32, clock: Clock },
    /// What the receiver of a link believes its network to carry, in bits a second (REMB).
    Estimate { link: LinkId, bits: u32 },
    /// Part of a slot's packets that did not arrive since the last report, before repair
    /// (RFC 3550 §6.4.1).
    Loss { link: LinkId, slot: SlotId, part: f32 },
    /// The same of all sound on a link over the last second.
    SoundLoss { link: LinkId, part: f32 },
    /// The receiver of a slot lost its picture (PLI or FIR).
    KeyframeAsked { link: LinkId, slot: SlotId },
}

impl News {
    pub fn link(&self) -> LinkId {
        match self {
            Self::Connected(link)
            | Self::Lost(link)
            | Self::Track { link, .. }
            | Self::Media { link, .. }
            | Self::Clock { link, .. }
            | Self::SlotReady { link, .. }
            | Self::Estimate { link, .. }
            | Self::Loss { link, .. }
            | Self::SoundLoss { link, .. }
            | Self::KeyframeAsked { link, .. } => *link,
        }
    }
}

/// Sans-IO: time and datagrams are handed in, nothing blocks, nothing reads a clock.
pub trait Engine {
    fn open(&mut self, now: Instant, link: LinkId, for_use: Use) -> anyhow::Result<()>;
    fn close(&mut self, link: LinkId);
    /// Takes the browser's offer, returns the answer: pictures come in `picture` if that is proposed.
    fn answer(&mut self, now: Instant, link: LinkId, offer: String, picture: Codec) -> anyhow::Result<String>;
    /// The answer a link's offer was given once more, asking for a voice that takes little of the network, or for a full
    /// one. Nothing else of it changes.
    fn answer_again(&self, link: LinkId, spare: bool) -> Option<String>;
    /// Adds an outgoing m-line; it shows in the next [`Engine::offer`].
    fn add_slot(&mut self, now: Instant, link: LinkId, kind: Kind, stream: &str) -> anyhow::Result<SlotId>;
    fn offer(&mut self, now: Instant, link: LinkId) -> anyhow::Result<String>;
    /// Takes the browser's answer to the last offer.
    fn accept(&mut self, now: Instant, link: LinkId, answer: String) -> anyhow::Result<()>;
    fn send(&mut self, now: Instant, link: LinkId, slot: SlotId, rtp: Rtp);
    /// Whether what the browser asks for again goes twice: each further round of asking takes a round trip.
    fn repair_twice(&mut self, link: LinkId, twice: bool);
    /// Of the sound that comes on this link, listeners miss this part before any repair: its browser hears of no less.
    fn tell_missed(&mut self, link: LinkId, part: f32);
    /// Sends a packet of late once more, unasked.
    fn repeat(&mut self, now: Instant, link: LinkId, slot: SlotId, sequence: u16);
    /// Tells the slot's receiver how its timestamps lie on the speaker's clock, so that sound and
    /// picture stay together.
    fn report(&mut self, now: Instant, link: LinkId, slot: SlotId, clock: Clock);
    fn ask_keyframe(&mut self, now: Instant, link: LinkId, ssrc: u32);
    fn receive(&mut self, now: Instant, from: Remote, data: BytesMut);
    /// This connection ended: nobody is to be reached there any more.
    fn forget(&mut self, from: Remote);
    /// Links that stand and are carried so now.
    fn carried(&self, carrier: Carrier) -> usize;
    fn poll(&mut self, now: Instant, out: &mut Vec<Datagram>, news: &mut Vec<News>);
    /// The link last worked on: whose fault it is if the engine panics.
    fn at_work(&self) -> Option<LinkId>;
    fn next_timeout(&mut self) -> Option<Instant>;
    fn timeout(&mut self, now: Instant);
}
