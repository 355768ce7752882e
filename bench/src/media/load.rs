//! What the peers send each other, and how it is counted where it arrives.

use super::peer::{OPUS, VP8};
use bytes::{BufMut, Bytes, BytesMut};
use rtc::rtp::Packet;
use rtc::rtp::header::Header;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::time::{Duration, Instant};

/// 170 video packets a second in bursts of five, as pictures come; 50 of sound.
pub const VIDEO_RATE: f64 = 170.0;
const BURST: u32 = 5;
const VIDEO_SIZE: usize = 1088;
const AUDIO_EVERY: Duration = Duration::from_millis(20);
const AUDIO_SIZE: usize = 88;
/// Whole pictures among the others.
const KEYFRAME_EVERY: u32 = 34;
const MARK: u64 = 0x6d61_706c_6562_7269;
/// Descriptor and first bytes of the picture stand before the mark.
const MARK_AT: usize = 8;

/// One person's sound and picture.
pub struct Speaker {
    number: u32,
    start: Instant,
    next_audio: Instant,
    next_video: Instant,
    audio: u32,
    video: u32,
    picture: u32,
}

impl Speaker {
    /// `start` is one instant for all: packets carry the time since then.
    pub fn new(number: u32, start: Instant) -> Self {
        Self {
            number,
            start,
            next_audio: start,
            next_video: start,
            audio: 0,
            video: 0,
            picture: 0,
        }
    }

    pub fn ssrc(&self, video: bool) -> u32 {
        0x1000 + self.number * 2 + u32::from(video)
    }

    /// Whose stream it is.
    pub fn number(ssrc: u32) -> u32 {
        (ssrc - 0x1000) / 2
    }

    pub fn begin(&mut self, now: Instant) {
        // Spread, as people's pictures are.
        let offset = Duration::from_micros(u64::from(self.number) * 2_300);
        self.next_audio = now + offset;
        self.next_video = now + offset;
    }

    pub fn due(&self) -> Instant {
        self.next_audio.min(self.next_video)
    }

    /// What is due by `now`.
    pub fn speak(&mut self, now: Instant) -> Vec<Packet> {
        let mut packets = Vec::new();
        while self.next_audio <= now {
            self.next_audio += AUDIO_EVERY;
            packets.push(self.packet(now, false, &[0x78, 0, 0, 0], true));
        }
        while self.next_video <= now {
            self.next_video += Duration::from_secs_f64(f64::from(BURST) / VIDEO_RATE);
            for part in 0..BURST {
                let first = part == 0;
                let whole = self.picture.is_multiple_of(KEYFRAME_EVERY);
                let id = 0x8000 | (self.picture & 0x7fff) as u16;
                let mut head = BytesMut::new();
                head.put_slice(&[if first { 0x90 } else { 0x80 }, 0x80]);
                head.put_u16(id);
                head.put_u8(u8::from(!(first && whole)));
                packets.push(self.packet(now, true, &head, part + 1 == BURST));
            }
            self.picture += 1;
        }
        packets
    }

    fn packet(&mut self, now: Instant, video: bool, head: &[u8], marker: bool) -> Packet {
        let (count, clock, size) = if video {
            (&mut self.video, 90, VIDEO_SIZE)
        } else {
            (&mut self.audio, 48, AUDIO_SIZE)
        };
        *count += 1;
        let count = *count;
        let micros = (now - self.start).as_micros() as u64;
        let mut payload = BytesMut::with_capacity(size);
        payload.put_slice(head);
        payload.resize(MARK_AT, 0);
        payload.put_u64(MARK);
        payload.put_u64(micros);
        payload.put_u32(count);
        payload.put_u32(self.ssrc(video));
        payload.resize(size, 0x5a);
        Packet {
            header: Header {
                version: 2,
                marker,
                payload_type: if video { VP8 } else { OPUS },
                sequence_number: count as u16,
                timestamp: (micros * clock / 1000) as u32,
                ssrc: self.ssrc(video),
                ..Default::default()
            },
            payload: payload.freeze(),
        }
    }
}

/// What one listener got of one stream.
#[derive(Default)]
struct Flow {
    first: u32,
    last: u32,
    /// Packets by number, with their way's microseconds.
    seen: HashMap<u32, u32>,
}

/// What one listener got since the last [`Flows::clear`].
pub struct Flows {
    start: Instant,
    flows: HashMap<u32, Flow>,
    delays: Vec<u32>,
    /// Arrivals of what was sent from this moment on are looked for.
    wanted: Option<Instant>,
    back: HashMap<u32, Duration>,
    /// Sees each packet's stream and when it was sent; nothing else is kept then.
    watcher: Option<Box<dyn FnMut(u32, Instant) + Send>>,
}

/// Sums over listeners.
#[derive(Default)]
pub struct Heard {
    pub packets: u64,
    pub lost: u64,
    pub flows: usize,
    /// Microseconds from one client's socket to the other's.
    pub delays: Vec<u32>,
}

impl Flows {
    pub fn new(start: Instant) -> Self {
        Self {
            start,
            flows: HashMap::new(),
            delays: Vec::new(),
            wanted: None,
            back: HashMap::new(),
            watcher: None,
        }
    }

    pub fn watched(start: Instant, watcher: impl FnMut(u32, Instant) + Send + 'static) -> Self {
        Self {
            watcher: Some(Box::new(watcher)),
            ..Self::new(start)
        }
    }

    /// From now on notes when each stream brings something that was sent after `moment`.
    pub fn look_for(&mut self, moment: Instant) {
        self.wanted = Some(moment);
        self.back.clear();
    }

    /// How long after that moment each stream was back.
    pub fn back(&self) -> impl Iterator<Item = Duration> {
        self.back.values().copied()
    }

    /// For each stream: packets that came, packets that came within `limit`, packets there were.
    pub fn kept(&self, video: bool, limit: Duration) -> (u64, u64, u64) {
        let mut sums = (0, 0, 0);
        for (_, flow) in self.flows.iter().filter(|(ssrc, _)| (**ssrc % 2 == 1) == video) {
            sums.0 += flow.seen.len() as u64;
            sums.1 += flow
                .seen
                .values()
                .filter(|micros| u128::from(**micros) <= limit.as_micros())
                .count() as u64;
            sums.2 += u64::from(flow.last - flow.first + 1);
        }
        sums
    }

    pub fn clear(&mut self) {
        self.flows.clear();
        self.delays.clear();
    }

    pub fn hear(&mut self, now: Instant, payload: &Bytes) {
        let number = |at: usize| Some(u64::from_be_bytes(payload.get(at..at + 8)?.try_into().ok()?));
        let (Some(MARK), Some(sent), Some(rest)) = (number(MARK_AT), number(MARK_AT + 8), number(MARK_AT + 16)) else {
            return;
        };
        let (count, ssrc) = ((rest >> 32) as u32, rest as u32);
        if let Some(watcher) = &mut self.watcher {
            return watcher(ssrc, self.start + Duration::from_micros(sent));
        }
        let flow = self.flows.entry(ssrc).or_insert_with(|| Flow {
            first: count,
            ..Flow::default()
        });
        let micros = ((now - self.start).as_micros() as u64).saturating_sub(sent) as u32;
        if let Entry::Vacant(place) = flow.seen.entry(count) {
            place.insert(micros);
            flow.first = flow.first.min(count);
            flow.last = flow.last.max(count);
            self.delays.push(micros);
        }
        if let Some(wanted) = self.wanted
            && self.start + Duration::from_micros(sent) >= wanted
        {
            self.back.entry(ssrc).or_insert_with(|| now - wanted);
        }
    }

    pub fn add_to(&self, heard: &mut Heard) {
        for flow in self.flows.values() {
            heard.packets += flow.seen.len() as u64;
            heard.lost += u64::from(flow.last - flow.first + 1) - flow.seen.len() as u64;
        }
        heard.flows += self.flows.len();
        heard.delays.extend(&self.delays);
    }
}
