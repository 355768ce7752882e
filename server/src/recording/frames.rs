//! From packets back to whole frames in their order, each at its time.

use crate::room::tap::Packet;
use bytes::Bytes;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// A missing packet is asked for again that long; after it the hole stays one.
const PATIENCE: Duration = Duration::from_millis(600);
/// Beyond this a sender's clock and ours have parted: it was held up, or began anew.
const DRIFT: i64 = 1_500;

/// Packets of one stream, put in order.
#[derive(Default)]
pub struct Order {
    next: Option<u64>,
    waiting: BTreeMap<u64, Packet>,
}

pub enum Next {
    Packet(Packet),
    /// Some are missing for good.
    Hole,
}

impl Order {
    pub fn push(&mut self, packet: Packet) {
        if self.next.is_none_or(|next| packet.number >= next) {
            self.waiting.insert(packet.number, packet);
        }
    }

    pub fn next(&mut self, now: Instant) -> Option<Next> {
        let first = self.waiting.first_entry()?;
        let number = *first.key();
        if self.next.is_none_or(|next| next == number) {
            self.next = Some(number + 1);
            return Some(Next::Packet(first.remove()));
        }
        if now.saturating_duration_since(first.get().at) < PATIENCE {
            return None;
        }
        self.next = Some(number);
        Some(Next::Hole)
    }
}

/// A stream's RTP timestamps as milliseconds since the recording began.
pub struct Clock {
    ticks_per_ms: i64,
    last: Option<(u32, i64)>,
    /// Milliseconds at tick 0 of [`Clock::last`]'s line.
    start: i64,
}

impl Clock {
    pub fn new(ticks_per_ms: u32) -> Self {
        Self {
            ticks_per_ms: i64::from(ticks_per_ms),
            last: None,
            start: 0,
        }
    }

    /// `came`: when it arrived, in the same milliseconds.
    pub fn place(&mut self, timestamp: u32, came: i64) -> i64 {
        let ticks = match self.last {
            Some((before, ticks)) => ticks + i64::from(timestamp.wrapping_sub(before) as i32),
            None => {
                self.start = came;
                0
            }
        };
        let mut at = self.start + ticks / self.ticks_per_ms;
        if (at - came).abs() > DRIFT {
            self.start += came - at;
            at = came;
        }
        self.last = Some((timestamp, ticks));
        at
    }
}

/// One picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    pub timestamp: u32,
    pub data: Vec<u8>,
    /// Width and height, where it needs none before it.
    pub whole: Option<(u16, u16)>,
}

/// Pictures of VP8 from their packets (RFC 7741); after a hole nothing until the next whole one.
pub struct Pictures {
    building: Option<Picture>,
    broken: bool,
}

/// Nobody's picture is larger.
const LARGEST: usize = 4 * 1024 * 1024;

impl Pictures {
    pub fn new() -> Self {
        Self {
            building: None,
            broken: true,
        }
    }

    pub fn hole(&mut self) {
        self.building = None;
        self.broken = true;
    }

    pub fn push(&mut self, timestamp: u32, marker: bool, payload: &Bytes) -> Option<Picture> {
        let (begins, data) = crate::room::tap::vp8_parts(payload)?;
        if begins {
            // The end of the one before never came.
            self.broken |= self.building.is_some();
            self.building = Some(Picture {
                timestamp,
                data: Vec::new(),
                whole: None,
            });
        }
        let building = self.building.as_mut()?;
        if building.timestamp != timestamp || building.data.len() + data.len() > LARGEST {
            self.hole();
            return None;
        }
        building.data.extend_from_slice(data);
        if !marker {
            return None;
        }
        let mut picture = self.building.take()?;
        picture.whole = size(&picture.data);
        if picture.whole.is_some() {
            self.broken = false;
        }
        (!self.broken).then_some(picture)
    }
}

/// Of a keyframe (RFC 6386 §9.1).
fn size(frame: &[u8]) -> Option<(u16, u16)> {
    let head = frame.get(..10)?;
    let whole = head[0] & 1 == 0 && head[3..6] == [0x9d, 0x01, 0x2a];
    let side = |at: usize| u16::from_le_bytes([head[at], head[at + 1]]) & 0x3fff;
    whole.then(|| (side(6), side(8)))
}

/// Milliseconds of sound in an Opus packet (RFC 6716 §3.1).
pub fn opus_ms(packet: &[u8]) -> i64 {
    let Some((toc, rest)) = packet.split_first() else {
        return 0;
    };
    let config = toc >> 3;
    // In tenths, for 2.5 ms.
    let frame: i64 = match config {
        0..12 => [100, 200, 400, 600][usize::from(config % 4)],
        12..16 => [100, 200][usize::from(config % 2)],
        _ => [25, 50, 100, 200][usize::from(config % 4)],
    };
    let frames = match toc & 3 {
        0 => 1,
        1 | 2 => 2,
        _ => i64::from(rest.first().map_or(1, |count| count & 0x3f)),
    };
    frame * frames / 10
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::room::tap::tests::packet;

    fn drain(order: &mut Order, now: Instant) -> Vec<Option<u64>> {
        let mut all = Vec::new();
        while let Some(next) = order.next(now) {
            all.push(match next {
                Next::Packet(packet) => Some(packet.number),
                Next::Hole => None,
            });
        }
        all
    }

    #[test]
    fn packets_come_in_order_and_a_hole_is_waited_for_and_then_told() {
        let now = Instant::now();
        let mut order = Order::default();
        for number in [5, 7, 8] {
            order.push(packet(now, number));
        }
        assert_eq!(drain(&mut order, now), [Some(5)]);
        order.push(packet(now, 6));
        order.push(packet(now, 10));
        assert_eq!(drain(&mut order, now), [Some(6), Some(7), Some(8)]);
        assert_eq!(drain(&mut order, now + PATIENCE), [None, Some(10)]);
        order.push(packet(now, 9));
        assert_eq!(drain(&mut order, now + PATIENCE * 2), []);
    }

    #[test]
    fn pictures_are_put_together_and_after_a_hole_wait_for_a_whole_one() {
        let key = |body: &[u8]| Bytes::from([&[0x10, 0, 0, 0, 0x9d, 1, 0x2a, 64, 1, 180, 0][..], body].concat());
        let mut pictures = Pictures::new();
        let delta = Bytes::from_static(&[0x10, 1, 9]);
        assert_eq!(pictures.push(1, true, &delta), None, "nothing to build on");
        assert_eq!(pictures.push(2, false, &key(&[1])), None);
        let more = Bytes::from_static(&[0, 2]);
        let picture = pictures.push(2, true, &more).unwrap();
        assert_eq!((picture.whole, picture.data.len()), (Some((320, 180)), 12));
        assert!(pictures.push(3, true, &delta).is_some());
        pictures.hole();
        assert_eq!(pictures.push(4, true, &delta), None);
        assert!(pictures.push(5, true, &key(&[])).is_some());
    }

    #[test]
    fn times_follow_the_senders_clock_until_it_parts_from_ours() {
        let mut clock = Clock::new(48);
        assert_eq!(clock.place(u32::MAX - 479, 100), 100);
        assert_eq!(clock.place(480, 135), 120);
        assert_eq!(clock.place(1_440, 9_000), 9_000);
        assert_eq!(clock.place(2_400, 9_021), 9_020);
    }

    #[test]
    fn sound_is_as_long_as_its_first_byte_says() {
        // One frame of 20 ms of hybrid, of CELT; two of 20; three of 10.
        for (packet, ms) in [
            (&[0x78][..], 20),
            (&[0xf8], 20),
            (&[0xf9], 40),
            (&[0xf3, 3], 30),
            (&[], 0),
        ] {
            assert_eq!(opus_ms(packet), ms, "{packet:x?}");
        }
    }
}
