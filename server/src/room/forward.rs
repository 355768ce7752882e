//! One outgoing stream: continuous numbers for the listener, whatever the speaker's side does.

use super::engine::{Clock, Codec, Codecs, Kind, Patch, Rtp, SlotId};
use super::layers;
use super::vp8::{renumbered, vp8_marks};
use std::time::Instant;

/// Where a packet comes from.
#[derive(Clone, Copy, Debug)]
pub struct Origin {
    pub ssrc: u32,
    /// From the smallest.
    pub layer: usize,
    /// See [`super::intake::Intake::take`].
    pub number: u64,
}

/// Where the numbers of a source lie on the listener's line since the last splice.
struct Splice {
    ssrc: u32,
    layer: usize,
    /// First number taken; earlier ones would reuse numbers already sent, and with them the SRTP
    /// keystream.
    base: u64,
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
    /// The best layer the listener has use and bandwidth for; `None`: out of sight.
    wanted: Option<usize>,
    /// What its listener's browser can read.
    pub reads: Codecs,
    /// What of it can be had now.
    target: usize,
    /// The layer whose keyframe it waited for when it last took aim.
    waited: Option<usize>,
    splice: Option<Splice>,
    started: bool,
    out_newest: u64,
    last_timestamp: u32,
    last_at: Option<Instant>,
    picture: u16,
    tl0: u8,
    /// Timestamp, as sent, of the last whole picture.
    whole: Option<u32>,
}

impl Stream {
    pub fn new(slot: SlotId, kind: Kind) -> Self {
        Self {
            slot,
            kind,
            open: false,
            ready: false,
            reads: [true; Codec::ALL.len()],
            wanted: Some(usize::MAX),
            target: 0,
            waited: None,
            splice: None,
            started: false,
            out_newest: 0,
            last_timestamp: 0,
            last_at: None,
            picture: 0,
            tl0: 0,
            whole: None,
        }
    }

    /// Shuts or opens at once. After a shut stretch a video waits for a whole picture.
    pub fn set_open(&mut self, open: bool) {
        if self.open && !open {
            self.splice = None;
        } else if open && !self.open {
            self.wanted = Some(usize::MAX);
        }
        self.open = open;
    }

    /// The source is another one now.
    pub fn cut(&mut self) {
        self.splice = None;
    }

    pub fn want(&mut self, wanted: Option<usize>) {
        if wanted.is_none() {
            self.splice = None;
        }
        self.wanted = wanted;
    }

    /// Takes aim at what is wanted and live. `true` when it begins to wait for a keyframe, or for
    /// that of another layer than before.
    pub fn aim(&mut self, live: &[bool]) -> bool {
        // Where nothing comes, it is the line that is down, not a layer.
        if let Some(wanted) = self.wanted.filter(|_| live.contains(&true)) {
            self.target = layers::target(wanted, live);
        }
        let waits = self.waits_for_keyframe();
        std::mem::replace(&mut self.waited, waits) != waits && waits.is_some()
    }

    /// The layer that runs now.
    pub fn layer(&self) -> Option<usize> {
        self.splice.as_ref().map(|splice| splice.layer)
    }

    /// The layer whose keyframe it cannot go on without.
    pub fn waits_for_keyframe(&self) -> Option<usize> {
        let waits = self.kind == Kind::Video && self.open && self.ready && self.wanted.is_some();
        (waits && self.layer() != Some(self.target)).then_some(self.target)
    }

    /// The packet as the listener gets it, or `None` when it must not have it.
    pub fn rewrite(&mut self, now: Instant, from: Origin, rtp: &Rtp) -> Option<Rtp> {
        if !self.open || !self.ready {
            return None;
        }
        let runs = |splice: &Splice| (splice.ssrc, splice.layer) == (from.ssrc, from.layer);
        let splice = match &mut self.splice {
            Some(splice) if runs(splice) => splice,
            _ => {
                let fresh = self.begin(now, from, rtp)?;
                // Not back to less by the next keyframe of that.
                self.target = from.layer;
                self.waited = None;
                self.splice.insert(fresh)
            }
        };
        let out = from.number.checked_sub(splice.base)? + splice.out_base;
        let timestamp = rtp.timestamp.wrapping_add(splice.timestamp);
        let mut patch = Patch::default();
        if rtp.codec == Codec::Vp8 {
            let marks = vp8_marks(&rtp.payload);
            if let Some(mark) = marks.picture {
                let picture = mark.value.wrapping_add(splice.picture) & 0x7fff;
                if !self.started || picture.wrapping_sub(self.picture) & 0x7fff < 0x4000 {
                    self.picture = picture;
                }
                let tl0 = marks.tl0.map(|value| value.wrapping_add(splice.tl0));
                if let Some(tl0) = tl0
                    && (!self.started || tl0.wrapping_sub(self.tl0) < 0x80)
                {
                    self.tl0 = tl0;
                }
                patch = renumbered(mark.long, picture, tl0);
            }
        }
        self.started = true;
        if rtp.codec.begins_keyframe(&rtp.payload) {
            self.whole = Some(timestamp);
        }
        if out >= self.out_newest {
            self.out_newest = out;
            self.last_timestamp = timestamp;
            self.last_at = Some(now);
        }
        Some(Rtp {
            codec: rtp.codec,
            marker: rtp.marker,
            sequence: out as u16,
            timestamp,
            level: rtp.level,
            payload: rtp.payload.clone(),
            patch,
        })
    }

    /// Is this packet, as sent, of a picture that needs none before it?
    pub fn is_of_keyframe(&self, out: &Rtp) -> bool {
        self.kind == Kind::Video && self.whole == Some(out.timestamp)
    }

    /// The speaker's clock on this stream's line; `None` unless `ssrc` runs on it now.
    pub fn clock(&self, ssrc: u32, clock: Clock) -> Option<Clock> {
        let splice = self.splice.as_ref().filter(|splice| splice.ssrc == ssrc)?;
        Some(Clock {
            timestamp: clock.timestamp.wrapping_add(splice.timestamp),
            ..clock
        })
    }

    /// Numbers for a new source or layer. A video starts only with a keyframe, of what is aimed at
    /// or of anything better than what runs.
    fn begin(&self, now: Instant, from: Origin, rtp: &Rtp) -> Option<Splice> {
        if self.kind == Kind::Video {
            let wanted = self.wanted?;
            let better = from.layer <= wanted && self.layer().is_none_or(|layer| layer < from.layer);
            let fits = from.layer == self.target || better;
            if !fits || !rtp.codec.begins_keyframe(&rtp.payload) {
                return None;
            }
        }
        let mut splice = Splice {
            ssrc: from.ssrc,
            layer: from.layer,
            base: from.number,
            out_base: from.number,
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
            if rtp.codec == Codec::Vp8
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

#[cfg(test)]
mod tests {
    use super::super::intake::Intake;
    use super::*;
    use bytes::Bytes;
    use proptest::prelude::*;

    fn video(sequence: u16, timestamp: u32, key: bool, picture: u16) -> Rtp {
        let p = 0x8000 | picture;
        let payload = vec![0x90, 0x80, (p >> 8) as u8, p as u8, u8::from(!key), 7, 7];
        Rtp {
            codec: Codec::Vp8,
            marker: true,
            sequence,
            timestamp,
            level: None,
            payload: Bytes::from(payload),
            patch: Patch::default(),
        }
    }

    fn from(ssrc: u32, layer: usize, rtp: &Rtp) -> Origin {
        let number = 0x1_0000 + u64::from(rtp.sequence);
        Origin { ssrc, layer, number }
    }

    fn sent(stream: &mut Stream, ssrc: u32, layer: usize, rtp: &Rtp) -> Option<Rtp> {
        stream.rewrite(Instant::now(), from(ssrc, layer, rtp), rtp)
    }

    fn picture(rtp: &Rtp) -> u16 {
        let mut payload = rtp.payload.to_vec();
        rtp.patch.apply(&mut payload);
        vp8_marks(&payload).picture.expect("a picture").value
    }

    fn stream(kind: Kind) -> Stream {
        let mut stream = Stream::new(SlotId(1), kind);
        stream.ready = true;
        stream.set_open(true);
        stream
    }

    #[test]
    fn nothing_passes_while_shut_or_out_of_sight() {
        let mut stream = stream(Kind::Video);
        stream.set_open(false);
        assert!(sent(&mut stream, 5, 0, &video(1, 0, true, 1)).is_none());
        stream.set_open(true);
        stream.want(None);
        assert!(sent(&mut stream, 5, 0, &video(1, 0, true, 1)).is_none());
        assert_eq!(stream.waits_for_keyframe(), None);
        stream.want(Some(0));
        assert_eq!(stream.waits_for_keyframe(), Some(0));
    }

    #[test]
    fn a_picture_of_one_size_waits_anew_whenever_it_comes_back_into_sight() {
        let mut stream = stream(Kind::Video);
        assert!(stream.aim(&[true]) && !stream.aim(&[true]));
        assert!(sent(&mut stream, 5, 0, &video(1, 0, true, 1)).is_some());
        assert!(!stream.aim(&[true]));
        stream.want(None);
        assert!(!stream.aim(&[true]));
        stream.want(Some(0));
        assert!(stream.aim(&[true]) && !stream.aim(&[true]));
    }

    #[test]
    fn video_starts_with_a_keyframe_and_runs_on_across_a_new_source() {
        let mut stream = stream(Kind::Video);
        assert!(sent(&mut stream, 5, 0, &video(9, 0, false, 1)).is_none());
        for (sequence, key, id) in [(10, true, 0x7000), (12, false, 0x7001), (11, false, 0x7001)] {
            let out = sent(&mut stream, 5, 0, &video(sequence, 90, key, id)).expect("sent");
            assert_eq!(out.sequence, sequence);
        }
        assert!(sent(&mut stream, 5, 0, &video(8, 0, false, 1)).is_none());
        stream.cut();
        let out = sent(&mut stream, 6, 0, &video(60_000, 7_000, true, 900)).expect("spliced");
        assert_eq!((out.sequence, picture(&out)), (13, 0x7002));
        assert!(out.timestamp > 90);
    }

    #[test]
    fn layers_change_at_keyframes_alone_and_to_what_is_wanted_alone() {
        let mut stream = stream(Kind::Video);
        stream.aim(&[true, true, true]);
        assert!(
            sent(&mut stream, 1, 0, &video(1, 0, true, 5)).is_some(),
            "better than nothing"
        );
        assert!(stream.aim(&[true, true, true]));
        assert_eq!((stream.layer(), stream.waits_for_keyframe()), (Some(0), Some(2)));
        assert!(sent(&mut stream, 3, 2, &video(700, 0, false, 90)).is_none());
        let out = sent(&mut stream, 3, 2, &video(701, 0, true, 91)).expect("up at a keyframe");
        assert_eq!((out.sequence, picture(&out)), (2, 6));
        assert!(
            sent(&mut stream, 1, 0, &video(2, 0, true, 6)).is_none(),
            "not down by itself"
        );
        stream.want(Some(1));
        assert!(stream.aim(&[true, true, true]));
        assert_eq!(stream.waits_for_keyframe(), Some(1));
        assert!(
            sent(&mut stream, 3, 2, &video(702, 0, false, 92)).is_some(),
            "until then it runs on"
        );
        let out = sent(&mut stream, 2, 1, &video(30, 0, true, 7)).expect("down at a keyframe");
        assert_eq!((out.sequence, picture(&out)), (4, 8));
        assert!(
            sent(&mut stream, 3, 2, &video(703, 0, true, 93)).is_none(),
            "better than wanted"
        );
        assert!(
            sent(&mut stream, 2, 1, &video(29, 0, false, 6)).is_none(),
            "its number was used"
        );
    }

    proptest! {
        /// Whatever order layers, losses and moves come in: no number is sent twice, and what goes
        /// out of one layer keeps its distances.
        #[test]
        fn no_number_is_sent_twice(
            steps in prop::collection::vec((0_usize..3, 0_u16..12, any::<bool>(), prop::option::weighted(0.1, prop::option::of(0_usize..3))), 1..200),
        ) {
            let mut stream = stream(Kind::Video);
            let mut intakes = [0, 1, 2].map(|_| Intake::new(Kind::Video));
            let mut heads = [0_u16, 30_000, 65_530];
            let mut numbers = std::collections::HashSet::new();
            let now = Instant::now();
            for (layer, step, key, wish) in steps {
                if let Some(wanted) = wish {
                    stream.want(wanted);
                }
                stream.aim(&[0, 1, 2].map(|layer: usize| intakes[layer].is_live(now)));
                // Mostly forward, now and then late or again.
                let sequence = heads[layer].wrapping_add(step).wrapping_sub(3);
                heads[layer] = heads[layer].max(sequence);
                let rtp = video(sequence, 0, key, sequence & 0x7fff);
                let Some(number) = intakes[layer].take(now, Kind::Video, &rtp) else { continue };
                let before = stream.layer();
                let origin = Origin { ssrc: layer as u32, layer, number };
                let Some(out) = stream.rewrite(now, origin, &rtp) else { continue };
                prop_assert!(numbers.insert(out.sequence));
                if stream.layer() != before {
                    prop_assert!(key);
                    for (number, tail) in intakes[layer].after(number) {
                        let out = stream.rewrite(now, Origin { number, ..origin }, tail).expect("of its own layer");
                        prop_assert!(numbers.insert(out.sequence));
                    }
                }
            }
        }
    }

    #[test]
    fn sequence_numbers_wrap() {
        let mut stream = stream(Kind::Audio);
        for (number, sequence) in (0x1_fffe_u64..).zip([65_534_u16, 65_535, 0, 1]) {
            let rtp = Rtp {
                codec: Codec::Opus,
                marker: false,
                sequence,
                timestamp: 0,
                level: Some(0),
                payload: Bytes::new(),
                patch: Patch::default(),
            };
            let origin = Origin {
                ssrc: 5,
                layer: 0,
                number,
            };
            let out = stream.rewrite(Instant::now(), origin, &rtp).expect("kept");
            assert_eq!(out.sequence, sequence);
        }
    }
}
