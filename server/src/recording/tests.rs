//! From packets to files that are read back.

use super::close::Closed;
use super::reel::Reel;
use super::sealed::{Master, Reader};
use super::*;
use crate::room::tap::{Codec, Tap, tap};
use bytes::Bytes;
use domain::id::CaseId;
use webm_iterable::WebmIterator;
use webm_iterable::matroska_spec::{MatroskaSpec as M, SimpleBlock};

const PERSON: PersonId = PersonId(uuid::Uuid::from_u128(9));
const CASE: CaseId = CaseId(uuid::Uuid::from_u128(1));
const TAPE: Tape = Tape {
    case: CASE,
    recording: 3,
};

/// Packet `count` of a sender's sound (20 ms each) or picture (40 ms each, the first one whole).
fn packet(codec: Codec, count: u64, at: Instant) -> Packet {
    let (ssrc, ticks, payload) = match codec {
        Codec::Opus => (1, 960, Bytes::from(vec![0xf8, count as u8, 7])),
        Codec::H264 => (3, 3_600, Bytes::from_static(&[0x67, 1])),
        Codec::Vp8 if count == 0 => (
            2,
            3_600,
            Bytes::from_static(&[0x10, 0, 0, 0, 0x9d, 1, 0x2a, 64, 1, 180, 0, 9]),
        ),
        Codec::Vp8 => (2, 3_600, Bytes::from(vec![0x10, 1, count as u8])),
    };
    Packet {
        person: PERSON,
        codec,
        ssrc,
        number: 0x1_0000 + count,
        marker: true,
        timestamp: (count as u32).wrapping_mul(ticks),
        payload,
        at,
    }
}

/// Sound and, from one moment to another, a picture; in a time of their own.
struct Studio {
    folder: tempfile::TempDir,
    master: Master,
    reel: Reel,
    began: Instant,
}

impl Studio {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            master: Master::new([7; 32]),
            reel: Reel::new(PERSON),
            began: Instant::now(),
        }
    }

    /// Plays what is sent in each of `ms`, as `sends` has it; then the end, unless the server is `killed`.
    fn play(&mut self, ms: std::ops::Range<u64>, codecs: &[Codec], last: bool) {
        for at in ms.clone().step_by(20) {
            let now = self.began + Duration::from_millis(at);
            for codec in codecs {
                let step = if *codec == Codec::Opus { 20 } else { 40 };
                if at.is_multiple_of(step) {
                    let first = if *codec == Codec::Opus { 0 } else { ms.start };
                    self.reel.take(self.began, packet(*codec, (at - first) / step, now));
                }
            }
            if at.is_multiple_of(250) {
                self.turn(at, false);
            }
        }
        if last {
            self.turn(ms.end, true);
        }
    }

    fn turn(&mut self, at: u64, last: bool) {
        let now = self.began + Duration::from_millis(at);
        std::fs::create_dir_all(self.parts()).unwrap();
        let parts = self.parts();
        self.reel.turn(&parts, &self.master, self.began, now, last).unwrap();
    }

    fn parts(&self) -> PathBuf {
        self.folder.path().join("parts")
    }

    fn closed(&self) -> Vec<Closed> {
        close::all(&self.parts(), self.folder.path(), &self.master).unwrap()
    }

    fn read(&self, closed: &Closed) -> Vec<M> {
        let reader = Reader::open(&path(self.folder.path(), closed.digest), &self.master).unwrap();
        let pieces: Vec<_> = (0..reader.count()).map(|at| reader.read(at).unwrap()).collect();
        let file = pieces.concat();
        assert_eq!(domain::hash::Digest::of(&file), closed.digest);
        assert_eq!(file.len() as u64, closed.size);
        WebmIterator::new(&mut &file[..], &[]).map(|tag| tag.unwrap()).collect()
    }
}

/// Time, track and content of each block.
fn blocks(tags: &[M]) -> Vec<(u64, u64, Vec<u8>)> {
    let mut from = 0;
    let mut all = Vec::new();
    for tag in tags {
        match tag {
            M::Timestamp(at) => from = *at,
            M::SimpleBlock(data) => {
                let block = SimpleBlock::try_from(data).unwrap();
                all.push((
                    from + block.timestamp as u64,
                    block.track,
                    block.raw_frame_data().to_vec(),
                ));
            }
            _ => {}
        }
    }
    all
}

fn tracks(tags: &[M]) -> usize {
    tags.iter().filter(|tag| matches!(tag, M::TrackNumber(_))).count()
}

#[test]
fn sound_and_picture_come_back_frame_by_frame_at_their_times() {
    let mut studio = Studio::new();
    studio.play(0..4_000, &[Codec::Opus, Codec::Vp8], true);
    let closed = studio.closed();
    assert_eq!(closed.len(), 1);
    assert_eq!(closed[0].label.picture, Some((320, 180)));
    assert!((3_980..=4_040).contains(&closed[0].lasts), "{closed:?}");
    let tags = studio.read(&closed[0]);
    let blocks = blocks(&tags);
    let of = |track| blocks.iter().filter(move |(_, of, _)| *of == track);
    assert_eq!((of(1).count(), of(2).count(), tracks(&tags)), (200, 100, 2));
    for (count, (at, _, data)) in of(1).enumerate() {
        assert_eq!((*at, data[1]), (count as u64 * 20, count as u8));
    }
    for (count, (at, _, data)) in of(2).enumerate().skip(1) {
        assert_eq!((*at, data[1]), (count as u64 * 40, count as u8));
    }
    assert!(blocks.is_sorted_by_key(|(at, ..)| *at));
    assert!(tags.iter().any(|tag| matches!(tag, M::CueTime(0))));
}

#[test]
fn where_nobody_spoke_there_is_silence_of_the_same_length() {
    let mut studio = Studio::new();
    studio.play(0..2_000, &[Codec::Opus], false);
    // Muted, and the picture goes on.
    studio.play(2_000..7_000, &[Codec::Vp8], false);
    studio.play(7_000..8_000, &[Codec::Opus], true);
    let closed = studio.closed();
    // With a picture for as long as there was one; sound alone before and after.
    let pictured: Vec<bool> = closed.iter().map(|it| it.label.picture.is_some()).collect();
    assert_eq!(pictured[..2], [false, true], "{closed:?}");
    for it in &closed {
        let sound: Vec<u64> = blocks(&studio.read(it))
            .into_iter()
            .filter(|(_, of, _)| *of == 1)
            .map(|(at, ..)| at)
            .collect();
        assert!(sound.windows(2).all(|pair| pair[1] - pair[0] <= 40), "{sound:?}");
        assert!(u64::from(it.lasts) - sound.last().unwrap() <= 60, "{it:?}");
    }
    let whole: u32 = closed.iter().map(|it| it.lasts).sum();
    assert!((7_900..=8_100).contains(&whole), "{closed:?}");
}

#[test]
fn of_a_killed_server_everything_written_until_then_is_kept() {
    let mut studio = Studio::new();
    studio.play(0..10_000, &[Codec::Opus, Codec::Vp8], false);
    let part = std::fs::read_dir(studio.parts())
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    // The last write was cut short.
    let file = std::fs::File::options().write(true).open(&part).unwrap();
    file.set_len(file.metadata().unwrap().len() - 5).unwrap();
    let closed = studio.closed();
    assert_eq!(closed.len(), 1);
    let blocks = blocks(&studio.read(&closed[0]));
    let last = blocks.last().unwrap().0;
    assert!(last >= 6_500, "{last}");
    assert!(u64::from(closed[0].lasts) >= last);
    // Done again, it comes to the same.
    assert_eq!(studio.closed(), closed);
}

#[test]
fn a_picture_no_webm_holds_leaves_the_sound_and_says_so() {
    let mut studio = Studio::new();
    studio.play(0..3_000, &[Codec::Opus, Codec::H264], true);
    let closed = studio.closed();
    assert_eq!(closed.len(), 1);
    assert!(closed[0].label.unkept && closed[0].label.picture.is_none());
    assert_eq!(tracks(&studio.read(&closed[0])), 1);
}

fn speaks(tap: &Tap, packets: std::ops::Range<u64>) {
    for count in packets {
        assert!(tap.packet(TAPE, packet(Codec::Opus, count, Instant::now())));
    }
}

#[test]
fn the_recorder_writes_to_the_end_and_the_next_server_finds_what_one_was_killed_over() {
    let data = tempfile::tempdir().unwrap();
    let open = || Recordings::open(data.path(), Master::new([7; 32])).unwrap();
    let (tap_end, drain) = tap();
    let recordings = open();
    let mut ended = recordings.record(drain, 1_000_000).unwrap();
    tap_end.begin(TAPE, Instant::now());
    speaks(&tap_end, 0..50);
    tap_end.end(TAPE, 2);
    assert_eq!(ended.blocking_recv(), Some(Ended { tape: TAPE, lost: 2 }));
    // Killed before the log had it: the next server begins there.
    let (_tap, drain) = tap();
    let next = open();
    let mut left = next.record(drain, 1_000_000).unwrap();
    assert_eq!(left.blocking_recv(), Some(Ended { tape: TAPE, lost: 0 }));
    let closed = next.close(TAPE).unwrap();
    assert_eq!(closed.len(), 1);
    next.settle(TAPE);
    assert!(next.close(TAPE).unwrap().is_empty());
    let reader = next.read(closed[0].digest).unwrap();
    assert_eq!(reader.size, closed[0].size);
    next.erase(closed[0].digest).unwrap();
    assert!(next.read(closed[0].digest).is_err());
}

#[test]
fn a_disk_that_is_full_ends_a_recording_before_it_begins() {
    let data = tempfile::tempdir().unwrap();
    let (tap_end, drain) = tap();
    let recordings = Recordings::open(data.path(), Master::new([7; 32])).unwrap();
    let mut ended = recordings.record(drain, 0).unwrap();
    tap_end.begin(TAPE, Instant::now());
    assert_eq!(ended.blocking_recv(), Some(Ended { tape: TAPE, lost: 0 }));
    assert!(recordings.close(TAPE).unwrap().is_empty());
}
