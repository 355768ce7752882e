//! Where a recording takes its packets: handed over in passing, so that the media thread never waits for a
//! disk.

pub use super::engine::Codec;
pub use super::vp8::vp8_parts;

use bytes::Bytes;
use domain::id::{CaseId, PersonId};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::Instant;

/// Packets waiting to be written: some seconds of a full room, a few megabytes.
const MOST_WAITING: usize = 8_192;

/// The so-manieth recording of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Tape {
    pub case: CaseId,
    pub recording: u32,
}

/// What the log says of the recording of a case's main room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consents {
    pub recording: u32,
    pub agreed: BTreeSet<PersonId>,
}

/// A packet as it was forwarded.
#[derive(Clone, Debug)]
pub struct Packet {
    pub person: PersonId,
    pub codec: Codec,
    pub ssrc: u32,
    /// On a line that never wraps.
    pub number: u64,
    pub marker: bool,
    pub timestamp: u32,
    pub payload: Bytes,
    /// When it came.
    pub at: Instant,
}

#[derive(Debug)]
pub enum Note {
    Begin(Tape, Instant),
    Packet(Tape, Packet),
    /// With the number of packets there was no room for.
    End(Tape, u64),
}

/// The room's end.
#[derive(Clone)]
pub struct Tap {
    notes: mpsc::Sender<Note>,
    waiting: Arc<AtomicUsize>,
}

/// The recorder's end.
pub struct Drain {
    notes: mpsc::Receiver<Note>,
    waiting: Arc<AtomicUsize>,
}

pub fn tap() -> (Tap, Drain) {
    let (sender, notes) = mpsc::channel();
    let waiting = Arc::<AtomicUsize>::default();
    let tap = Tap {
        notes: sender,
        waiting: waiting.clone(),
    };
    (tap, Drain { notes, waiting })
}

impl Tap {
    pub fn begin(&self, tape: Tape, now: Instant) {
        let _ = self.notes.send(Note::Begin(tape, now));
    }

    /// `false` where the recorder is too far behind: then the packet is lost to the recording.
    pub fn packet(&self, tape: Tape, packet: Packet) -> bool {
        if self.waiting.fetch_add(1, Ordering::Relaxed) >= MOST_WAITING {
            self.waiting.fetch_sub(1, Ordering::Relaxed);
            return false;
        }
        self.notes.send(Note::Packet(tape, packet)).is_ok()
    }

    pub fn end(&self, tape: Tape, lost: u64) {
        let _ = self.notes.send(Note::End(tape, lost));
    }
}

impl Drain {
    /// # Errors
    /// As [`mpsc::Receiver::recv_timeout`].
    pub fn next(&self, patience: std::time::Duration) -> Result<Note, mpsc::RecvTimeoutError> {
        let note = self.notes.recv_timeout(patience)?;
        if matches!(note, Note::Packet(..)) {
            self.waiting.fetch_sub(1, Ordering::Relaxed);
        }
        Ok(note)
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use std::time::Duration;

    pub fn packet(at: Instant, number: u64) -> Packet {
        Packet {
            person: PersonId(uuid::Uuid::nil()),
            codec: Codec::Opus,
            ssrc: 1,
            number,
            marker: true,
            timestamp: 0,
            payload: Bytes::from_static(&[0xf8, 1]),
            at,
        }
    }

    #[test]
    fn what_the_recorder_cannot_take_is_refused_and_an_end_always_passes() {
        let (tap, drain) = tap();
        let recording = 0;
        let case = CaseId(uuid::Uuid::nil());
        let tape = Tape { case, recording };
        let now = Instant::now();
        let taken = (0..MOST_WAITING as u64 + 5).filter(|number| tap.packet(tape, packet(now, *number)));
        assert_eq!(taken.count(), MOST_WAITING);
        tap.end(tape, 5);
        for _ in 0..MOST_WAITING {
            drain.next(Duration::ZERO).expect("a packet");
        }
        assert!(matches!(drain.next(Duration::ZERO), Ok(Note::End(of, 5)) if of == tape));
        assert!(tap.packet(tape, packet(now, 0)));
    }
}
