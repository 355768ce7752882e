//! One outgoing stream: continuous numbers for the listener, whatever the speaker's side does.

use super::engine::{Clock, Kind, Patch, Rtp, SlotId};
use super::vp8::{is_vp8_keyframe_start, renumbered, vp8_marks};
use std::time::{Duration, Instant};

/// libwebrtc answers at most one keyframe request in 300 ms; an earlier one is lost.
const KEYFRAME_GAP: Duration = Duration::from_millis(310);
const KEYFRAME_PATIENCE: Duration = Duration::from_millis(450);
const KEYFRAME_TRIES: u32 = 8;

/// Where the numbers of a source lie on the listener's line since the last splice.
struct Splice {
    ssrc: u32,
    /// First extended sequence number taken; earlier ones would reuse numbers already sent,
    /// and with them the SRTP keystream.
    base: u64,
    newest: u64,
    out_base: u64,
    timestamp: u32,
    picture: u16,
    tl0: u8,
}

pub struct Stream {
    pub slot: SlotId,
    pub kind: Kind,
    /// May the listener hear now? Set only by the house's `reconcile`.
    pub open: bool,
    /// Negotiated, and the link connected.
    pub ready: bool,
    splice: Option<Splice>,
    started: bool,
    out_newest: u64,
    last_timestamp: u32,
    last_at: Option<Instant>,
    picture: u16,
    tl0: u8,
}

impl Stream {
    pub fn new(slot: SlotId, kind: Kind) -> Self {
        Self {
            slot,
            kind,
            open: false,
            ready: false,
            splice: None,
            started: false,
            out_newest: 0,
            last_timestamp: 0,
            last_at: None,
            picture: 0,
            tl0: 0,
        }
    }

    /// Shuts or opens at once. After a shut stretch a video waits for a whole picture.
    pub fn set_open(&mut self, open: bool) {
        if self.open && !open {
            self.splice = None;
        }
        self.open = open;
    }

    pub fn waits_for_keyframe(&self) -> bool {
        self.kind == Kind::Video && self.open && self.ready && self.splice.is_none()
    }

    /// The packet as the listener gets it, or `None` when it must not have it.
    pub fn rewrite(&mut self, now: Instant, ssrc: u32, rtp: &Rtp) -> Option<Rtp> {
        if !self.open || !self.ready {
            return None;
        }
        let splice = match self.splice.take() {
            Some(mut splice) if splice.ssrc == ssrc => {
                let step = rtp.sequence.wrapping_sub(splice.newest as u16) as i16;
                let sequence = splice.newest.wrapping_add_signed(i64::from(step));
                if sequence < splice.base {
                    self.splice = Some(splice);
                    return None;
                }
                splice.newest = splice.newest.max(sequence);
                self.splice.insert(splice)
            }
            _ => {
                let fresh = self.begin(now, ssrc, rtp)?;
                self.splice.insert(fresh)
            }
        };
        let step = rtp.sequence.wrapping_sub(splice.newest as u16) as i16;
        let sequence = splice.newest.wrapping_add_signed(i64::from(step));
        let out = sequence - splice.base + splice.out_base;
        let timestamp = rtp.timestamp.wrapping_add(splice.timestamp);
        let mut patch = Patch::default();
        if self.kind == Kind::Video {
            let marks = vp8_marks(&rtp.payload);
            if let Some(mark) = marks.picture {
                let picture = mark.value.wrapping_add(splice.picture) & 0x7fff;
                if picture.wrapping_sub(self.picture) & 0x7fff < 0x4000 {
                    self.picture = picture;
                }
                let tl0 = marks.tl0.map(|value| value.wrapping_add(splice.tl0));
                if let Some(tl0) = tl0
                    && tl0.wrapping_sub(self.tl0) < 0x80
                {
                    self.tl0 = tl0;
                }
                patch = renumbered(mark.long, picture, tl0);
            }
        }
        self.started = true;
        if out >= self.out_newest {
            self.out_newest = out;
            self.last_timestamp = timestamp;
            self.last_at = Some(now);
        }
        Some(Rtp {
            marker: rtp.marker,
            sequence: out as u16,
            timestamp,
            level: rtp.level,
            payload: rtp.payload.clone(),
            patch,
        })
    }

    /// The speaker's clock on this stream's line; `None` unless `ssrc` runs on it now.
    pub fn clock(&self, ssrc: u32, clock: Clock) -> Option<Clock> {
        let splice = self.splice.as_ref().filter(|splice| splice.ssrc == ssrc)?;
        Some(Clock {
            timestamp: clock.timestamp.wrapping_add(splice.timestamp),
            ..clock
        })
    }

    /// Numbers for a new source. A video starts only with a keyframe.
    fn begin(&self, now: Instant, ssrc: u32, rtp: &Rtp) -> Option<Splice> {
        if self.kind == Kind::Video && !is_vp8_keyframe_start(&rtp.payload) {
            return None;
        }
        // A cycle ahead, so that late packets never fall below zero.
        let base = 0x1_0000 + u64::from(rtp.sequence);
        let mut splice = Splice {
            ssrc,
            base,
            newest: base,
            out_base: base,
            timestamp: 0,
            picture: 0,
            tl0: 0,
        };
        if self.started {
            splice.out_base = self.out_newest + 1;
            let passed = self.last_at.map_or(0, |at| (now - at).as_millis() as u32).max(1);
            let due = self
                .last_timestamp
                .wrapping_add(passed.wrapping_mul(self.kind.ticks_per_ms()));
            splice.timestamp = due.wrapping_sub(rtp.timestamp);
            let marks = vp8_marks(&rtp.payload);
            if self.kind == Kind::Video
                && let Some(mark) = marks.picture
            {
                splice.picture = self.picture.wrapping_add(1).wrapping_sub(mark.value) & 0x7fff;
                splice.tl0 = marks
                    .tl0
                    .map_or(0, |value| self.tl0.wrapping_add(1).wrapping_sub(value));
            }
        }
        Some(splice)
    }
}

/// When to ask a source for a whole picture.
#[derive(Default)]
pub struct Keyframes {
    last: Option<Instant>,
    due: Option<Instant>,
    tries: u32,
}

impl Keyframes {
    /// A listener needs one; asked at the next tick that may.
    pub fn want(&mut self, now: Instant) {
        let earliest = self.last.map_or(now, |last| (last + KEYFRAME_GAP).max(now));
        self.due = Some(self.due.map_or(earliest, |due| due.min(earliest)));
        self.tries = 0;
    }

    /// `true` exactly when a request is to go out now. Repeats itself until [`Keyframes::seen`].
    pub fn take_due(&mut self, now: Instant) -> bool {
        if self.due.is_none_or(|due| due > now) {
            return false;
        }
        self.last = Some(now);
        self.tries += 1;
        self.due = (self.tries < KEYFRAME_TRIES).then(|| now + KEYFRAME_PATIENCE);
        true
    }

    pub fn seen(&mut self) {
        self.due = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bytes::Bytes;

    fn video(sequence: u16, timestamp: u32, key: bool, picture: u16) -> Rtp {
        let p = 0x8000 | picture;
        let payload = vec![0x90, 0x80, (p >> 8) as u8, p as u8, u8::from(!key), 7, 7];
        Rtp {
            marker: true,
            sequence,
            timestamp,
            level: None,
            payload: Bytes::from(payload),
            patch: Patch::default(),
        }
    }

    fn stream(kind: Kind) -> Stream {
        let mut stream = Stream::new(SlotId(1), kind);
        stream.ready = true;
        stream.set_open(true);
        stream
    }

    #[test]
    fn nothing_passes_while_shut() {
        let mut stream = stream(Kind::Video);
        let now = Instant::now();
        stream.set_open(false);
        assert!(stream.rewrite(now, 5, &video(1, 0, true, 1)).is_none());
    }

    #[test]
    fn video_starts_with_a_keyframe_and_runs_on_across_a_new_source() {
        let mut stream = stream(Kind::Video);
        let now = Instant::now();
        assert!(stream.rewrite(now, 5, &video(9, 0, false, 1)).is_none());
        assert_eq!(
            stream.rewrite(now, 5, &video(10, 0, true, 2)).expect("first").sequence,
            10
        );
        assert_eq!(
            stream
                .rewrite(now, 5, &video(12, 90, false, 3))
                .expect("second")
                .sequence,
            12
        );
        assert_eq!(
            stream.rewrite(now, 5, &video(11, 90, false, 3)).expect("late").sequence,
            11
        );
        assert!(stream.rewrite(now, 5, &video(8, 0, false, 1)).is_none());
        let spliced = stream
            .rewrite(now, 6, &video(60_000, 7_000, true, 900))
            .expect("spliced");
        let mut payload = spliced.payload.to_vec();
        spliced.patch.apply(&mut payload);
        assert_eq!(
            (spliced.sequence, vp8_marks(&payload).picture.expect("picture").value),
            (13, 4)
        );
        assert!(spliced.timestamp > 90);
    }

    #[test]
    fn sequence_numbers_wrap() {
        let mut stream = stream(Kind::Audio);
        let now = Instant::now();
        let audio = |sequence| Rtp {
            marker: false,
            sequence,
            timestamp: 0,
            level: Some(0),
            payload: Bytes::new(),
            patch: Patch::default(),
        };
        for sequence in [65_534u16, 65_535, 0, 1] {
            assert_eq!(
                stream.rewrite(now, 5, &audio(sequence)).expect("kept").sequence,
                sequence
            );
        }
    }

    #[test]
    fn keyframe_requests_are_deferred_not_dropped() {
        let mut keyframes = Keyframes::default();
        let start = Instant::now();
        keyframes.want(start);
        assert!(keyframes.take_due(start));
        keyframes.seen();
        keyframes.want(start + Duration::from_millis(100));
        assert!(!keyframes.take_due(start + Duration::from_millis(200)));
        assert!(keyframes.take_due(start + Duration::from_millis(310)));
    }
}
