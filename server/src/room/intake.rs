//! One layer of a source as it arrives: every packet once, the last ones kept, holes watched.

use super::engine::{Kind, Rtp};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// A layer without media for so long is not sent now: its sender lacks bandwidth or power for it.
const LIVE: Duration = Duration::from_millis(700);
/// A screen on which nothing moves is sent about once a second.
const LIVE_STILL: Duration = Duration::from_secs(3);
/// Whoever published asks again until then; after that a hole stays one.
const REPAIR: Duration = Duration::from_millis(600);
/// Packets kept: a keyframe's tail and more. What listeners may still miss shares the same bytes.
const KEPT_VIDEO: usize = 512;
const KEPT_AUDIO: usize = 64;
/// Nothing for so long is a network that was away, which says nothing of what it carries.
const OUTAGE: Duration = Duration::from_millis(500);
const WINDOW: Duration = Duration::from_secs(1);
/// Bytes of a packet beside its payload: IP and UDP, RTP with its extensions, the tag of SRTP. Of sound, nearly half.
const HEADERS: usize = 60;

pub struct Intake {
    kept: Vec<Option<(u64, Rtp)>>,
    newest: Option<u64>,
    holes: BTreeMap<u64, Instant>,
    heard: Option<Instant>,
    window: Option<(Instant, usize)>,
    rate: Option<u32>,
    height: Option<u16>,
    /// A picture that may stand still.
    still: bool,
    /// Packets were turned away since the last one taken.
    paused: bool,
    /// Since [`Intake::missed`] was asked last: packets that were due, and those of them that did not come in their turn.
    due: u64,
    late: u64,
}

impl Intake {
    pub fn new(kind: Kind) -> Self {
        let kept = match kind {
            Kind::Audio => KEPT_AUDIO,
            Kind::Video => KEPT_VIDEO,
        };
        Self {
            kept: vec![None; kept],
            newest: None,
            holes: BTreeMap::new(),
            heard: None,
            window: None,
            rate: None,
            height: None,
            still: false,
            paused: false,
            due: 0,
            late: 0,
        }
    }

    /// The packet's number on a line that never wraps; `None` for one that came before, or so late
    /// that nobody can tell.
    pub fn take(&mut self, now: Instant, kind: Kind, rtp: &Rtp) -> Option<u64> {
        // A cycle ahead, so that late packets never fall below zero.
        let first = 0x1_0000 + u64::from(rtp.sequence);
        let newest = *self.newest.get_or_insert(first);
        let step = rtp.sequence.wrapping_sub(newest as u16) as i16;
        let number = newest.wrapping_add_signed(i64::from(step));
        let size = self.kept.len() as u64;
        let place = self.kept.get_mut((number % size) as usize)?;
        if newest.saturating_sub(number) >= size || place.as_ref().is_some_and(|(known, _)| *known >= number) {
            return None;
        }
        *place = Some((number, rtp.clone()));
        // A longer gap is a pause, not a loss; and what was turned away is not missing.
        let goes_on = number > newest && number - newest < size && !std::mem::take(&mut self.paused);
        let outage = self.heard.is_some_and(|at| now - at > OUTAGE);
        if goes_on && !outage {
            self.due += number - newest;
            self.late += number - newest - 1;
        }
        self.newest = Some(newest.max(number));
        self.holes.remove(&number);
        if kind == Kind::Video {
            if goes_on {
                self.holes.extend((newest + 1..number).map(|hole| (hole, now)));
            }
            if rtp.codec.begins_keyframe(&rtp.payload) {
                self.holes = self.holes.split_off(&number);
                self.height = rtp.codec.keyframe_height(&rtp.payload).or(self.height);
            }
        }
        // Padding probes the network; it makes no picture.
        if !rtp.payload.is_empty() {
            self.heard = Some(now);
        }
        self.count(now, rtp.payload.len() + HEADERS);
        Some(number)
    }

    fn count(&mut self, now: Instant, bytes: usize) {
        let (since, sum) = self.window.get_or_insert((now, 0));
        *sum += bytes;
        let passed = now - *since;
        if passed >= WINDOW {
            self.rate = Some((*sum as f64 * 8.0 / passed.as_secs_f64()) as u32);
            self.window = Some((now, 0));
        }
    }

    /// Does media come in at present?
    pub fn is_live(&self, now: Instant) -> bool {
        let live = if self.still { LIVE_STILL } else { LIVE };
        self.heard.is_some_and(|at| now - at < live)
    }

    /// Is it a screen, which pauses without being given up?
    pub fn set_still(&mut self, still: bool) {
        self.still = still;
    }

    /// Its sender may not be heard or seen now: what comes meanwhile is turned away, and missed by nobody.
    pub fn pause(&mut self) {
        self.paused = true;
    }

    /// Bits a second of late, headers among them; `None` before the first second is over.
    pub fn rate(&self) -> Option<u32> {
        self.rate
    }

    /// Packets that were due since this was last asked, and those of them that did not come in their turn: before any
    /// repair.
    pub fn missed(&mut self) -> (u64, u64) {
        (std::mem::take(&mut self.due), std::mem::take(&mut self.late))
    }

    /// When media last came in.
    pub fn heard(&self) -> Option<Instant> {
        self.heard
    }

    /// Lines of the picture, as its last keyframe says.
    pub fn height(&self) -> Option<u16> {
        self.height
    }

    /// What came after packet `number`, in order: of a keyframe whose first packet was late.
    pub fn after(&self, number: u64) -> impl Iterator<Item = (u64, &Rtp)> {
        let size = self.kept.len() as u64;
        (number + 1..self.newest.map_or(0, |newest| newest + 1)).filter_map(move |wanted| {
            let kept = self.kept.get((wanted % size) as usize)?.as_ref()?;
            (kept.0 == wanted).then_some((wanted, &kept.1))
        })
    }

    /// `true` once for holes that will not be filled any more: the picture is broken until the next
    /// keyframe.
    pub fn gives_up(&mut self, now: Instant) -> bool {
        let before = self.holes.len();
        self.holes.retain(|_, since| now - *since <= REPAIR);
        self.holes.len() < before
    }
}

#[cfg(test)]
mod tests {
    use super::super::engine::{Codec, Patch};
    use super::*;
    use bytes::Bytes;
    use proptest::prelude::*;

    fn packet(sequence: u16, payload: &'static [u8]) -> Rtp {
        Rtp {
            codec: Codec::Vp8,
            marker: true,
            sequence,
            timestamp: 0,
            level: None,
            payload: Bytes::from_static(payload),
            patch: Patch::default(),
        }
    }

    proptest! {
        #[test]
        fn no_number_is_ever_taken_twice(sequences in prop::collection::vec(any::<u16>(), 1..300)) {
            let mut intake = Intake::new(Kind::Audio);
            let mut taken = std::collections::HashSet::new();
            for sequence in sequences {
                if let Some(number) = intake.take(Instant::now(), Kind::Audio, &packet(sequence, &[1])) {
                    prop_assert_eq!(number as u16, sequence);
                    prop_assert!(taken.insert(number));
                }
            }
        }

        #[test]
        fn in_any_order_within_its_memory_every_packet_is_taken_once(
            start in any::<u16>(), shuffled in Just((1..40_u16).collect::<Vec<_>>()).prop_shuffle(),
        ) {
            let mut intake = Intake::new(Kind::Video);
            let now = Instant::now();
            let first = intake.take(now, Kind::Video, &packet(start, &[0x10, 1])).expect("the first");
            for step in &shuffled {
                let rtp = packet(start.wrapping_add(*step), &[0, 1]);
                prop_assert_eq!(intake.take(now, Kind::Video, &rtp), Some(first + u64::from(*step)));
                prop_assert_eq!(intake.take(now, Kind::Video, &rtp), None);
            }
            prop_assert_eq!(intake.after(first).map(|(number, _)| number).collect::<Vec<_>>(), (first + 1..first + 40).collect::<Vec<_>>());
            prop_assert!(!intake.gives_up(now + REPAIR * 2));
        }
    }

    #[test]
    fn what_was_turned_away_meanwhile_is_not_missing() {
        let mut intake = Intake::new(Kind::Video);
        let now = Instant::now();
        intake.take(now, Kind::Video, &packet(1, &[0, 1]));
        intake.pause();
        for sequence in [90, 91, 93] {
            intake.take(now, Kind::Video, &packet(sequence, &[0, 1]));
        }
        assert_eq!(intake.missed(), (3, 1));
        assert_eq!(intake.holes.keys().map(|hole| *hole as u16).collect::<Vec<_>>(), [92]);
    }

    #[test]
    fn what_an_outage_took_is_not_counted_as_lost() {
        let mut intake = Intake::new(Kind::Video);
        let now = Instant::now();
        intake.take(now, Kind::Video, &packet(1, &[0, 1]));
        intake.take(now + OUTAGE * 2, Kind::Video, &packet(200, &[0, 1]));
        assert_eq!(intake.missed(), (0, 0));
    }

    #[test]
    fn padding_does_not_make_a_layer_live() {
        let mut intake = Intake::new(Kind::Video);
        let now = Instant::now();
        intake.take(now, Kind::Video, &packet(1, &[]));
        assert!(!intake.is_live(now));
        intake.take(now, Kind::Video, &packet(2, &[0, 1]));
        assert!(intake.is_live(now) && !intake.is_live(now + LIVE));
        intake.set_still(true);
        assert!(intake.is_live(now + LIVE) && !intake.is_live(now + LIVE_STILL));
    }

    #[test]
    fn a_hole_is_given_up_once_and_forgotten_by_a_keyframe() {
        let now = Instant::now();
        let later = now + REPAIR + Duration::from_millis(1);
        let mut intake = Intake::new(Kind::Video);
        for sequence in [1, 3] {
            intake.take(now, Kind::Video, &packet(sequence, &[0, 1]));
        }
        assert!(!intake.gives_up(now));
        assert!(intake.gives_up(later) && !intake.gives_up(later));
        intake.take(later, Kind::Video, &packet(5, &[0, 1]));
        intake.take(later, Kind::Video, &packet(6, &[0x10, 0]));
        assert!(!intake.gives_up(later + REPAIR * 2));
    }

    #[test]
    fn rate_and_height_are_what_came() {
        let mut intake = Intake::new(Kind::Video);
        let start = Instant::now();
        // Descriptor, frame tag, start code, 960 by 540.
        let whole = packet(0, &[0x10, 0, 0, 0, 0x9d, 0x01, 0x2a, 0xc0, 0x03, 0x1c, 0x02]);
        intake.take(start, Kind::Video, &whole);
        for step in 1..=10_u16 {
            intake.take(
                start + Duration::from_millis(100) * u32::from(step),
                Kind::Video,
                &packet(step, &[0; 114]),
            );
        }
        assert_eq!(
            (intake.height(), intake.rate()),
            (Some(540), Some((11 + 1140 + 11 * HEADERS as u32) * 8))
        );
    }
}
