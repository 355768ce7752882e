//! Recordings on the disk: written by a thread of their own from what the room hands over, encrypted from
//! the first byte. What may be recorded is the log's to say, and the room's to obey.
//!
//! `DATA/recordings/parts/CASE.NUMBER/` holds what is being written; a server that was killed leaves such a
//! folder, which the next one closes. Closed, each file lies under the digest of its content.

mod close;
mod frames;
mod reel;
pub mod sealed;
mod webm;

pub use close::{Closed, path};

use crate::room::tap::{Drain, Note, Packet, Tape};
use domain::id::PersonId;
use reel::Reel;
use sealed::{Master, Reader};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::RecvTimeoutError;
use std::time::{Duration, Instant};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

const TURN: Duration = Duration::from_millis(250);
/// How often the disk is looked at.
const MEASURE: Duration = Duration::from_secs(5);

/// Nothing more is written of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended {
    pub tape: Tape,
    /// Packets there was no room for in the queue.
    pub lost: u64,
}

/// Where recordings lie, and what opens them.
#[derive(Clone)]
pub struct Recordings {
    folder: Arc<Path>,
    master: Arc<Master>,
}

impl Recordings {
    /// # Errors
    /// If the folder cannot be made.
    pub fn open(folder: &Path, master: Master) -> io::Result<Self> {
        let mut make = std::fs::DirBuilder::new();
        make.recursive(true).mode(0o700).create(folder.join("parts"))?;
        Ok(Self {
            folder: folder.into(),
            master: Arc::new(master),
        })
    }

    fn parts(&self, tape: Tape) -> PathBuf {
        let Tape { case, recording } = tape;
        self.folder.join("parts").join(format!("{case}.{recording}"))
    }

    /// Starts the thread that writes; no more than `most_bytes` in all. The receiver names what has ended,
    /// first of all what an earlier server was killed over.
    ///
    /// # Errors
    /// If the folder cannot be read, or there is no thread.
    pub fn record(&self, drain: Drain, most_bytes: u64) -> io::Result<UnboundedReceiver<Ended>> {
        let (ends, ended) = unbounded_channel();
        for entry in std::fs::read_dir(self.folder.join("parts"))? {
            if let Some(tape) = entry?.file_name().to_str().and_then(tape) {
                let _ = ends.send(Ended { tape, lost: 0 });
            }
        }
        let recorder = Recorder {
            place: self.clone(),
            most_bytes,
            full: self.used()? >= most_bytes,
            measured: Instant::now(),
            tapes: HashMap::new(),
            over: HashSet::new(),
            ends,
        };
        std::thread::Builder::new()
            .name("recorder".into())
            .spawn(move || recorder.run(&drain))?;
        Ok(ended)
    }

    /// Bytes on the disk.
    fn used(&self) -> io::Result<u64> {
        let mut used = 0;
        let mut folders = vec![self.folder.to_path_buf()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder)? {
                let entry = entry?;
                match entry.metadata() {
                    Ok(known) if known.is_dir() => folders.push(entry.path()),
                    Ok(known) => used += known.len(),
                    // Deleted meanwhile.
                    Err(_) => {}
                }
            }
        }
        Ok(used)
    }

    /// Makes of the parts of `tape` the files that are played back. Takes as long as reading them does.
    ///
    /// # Errors
    /// If the disk is full or gone.
    pub fn close(&self, tape: Tape) -> io::Result<Vec<Closed>> {
        match close::all(&self.parts(tape), &self.folder, &self.master) {
            // It had no time to begin.
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            done => done,
        }
    }

    /// The log has the digests: the parts are needed no more.
    pub fn settle(&self, tape: Tape) {
        if let Err(error) = std::fs::remove_dir_all(self.parts(tape))
            && error.kind() != io::ErrorKind::NotFound
        {
            tracing::error!(case = %tape.case, %error, "parts of a recording are left on the disk");
        }
    }

    /// # Errors
    /// If it is not there, or damaged.
    pub fn read(&self, digest: domain::hash::Digest) -> io::Result<Reader> {
        Reader::open(&path(&self.folder, digest), &self.master)
    }

    /// # Errors
    /// If it is there and stays.
    pub fn erase(&self, digest: domain::hash::Digest) -> io::Result<()> {
        match std::fs::remove_file(path(&self.folder, digest)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

/// Of the name of its folder.
fn tape(name: &str) -> Option<Tape> {
    let (case, recording) = name.split_once('.')?;
    Some(Tape {
        case: case.parse().ok()?,
        recording: recording.parse().ok()?,
    })
}

struct Rolling {
    folder: PathBuf,
    began: Instant,
    reels: BTreeMap<PersonId, Reel>,
}

struct Recorder {
    place: Recordings,
    most_bytes: u64,
    full: bool,
    measured: Instant,
    tapes: HashMap<Tape, Rolling>,
    /// Ended here, before the room heard of it.
    over: HashSet<Tape>,
    ends: UnboundedSender<Ended>,
}

impl Recorder {
    fn run(mut self, drain: &Drain) {
        let mut turned = Instant::now();
        loop {
            match drain.next(TURN) {
                Ok(Note::Begin(tape, at)) => self.begin(tape, at),
                Ok(Note::Packet(tape, packet)) => self.take(tape, packet),
                Ok(Note::End(tape, lost)) => self.end(tape, lost),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            if turned.elapsed() >= TURN {
                turned = Instant::now();
                self.turn();
            }
        }
        // The room is gone with its server: what was recorded is whole.
        for tape in self.tapes.keys().copied().collect::<Vec<_>>() {
            self.end(tape, 0);
        }
    }

    fn begin(&mut self, tape: Tape, began: Instant) {
        self.measure();
        let folder = self.place.parts(tape);
        let made = std::fs::DirBuilder::new().mode(0o700).create(&folder);
        if let Err(error) = &made {
            tracing::error!(case = %tape.case, %error, "a recording cannot begin");
        }
        if self.full || made.is_err() {
            self.over.insert(tape);
            let _ = self.ends.send(Ended { tape, lost: 0 });
            return;
        }
        let reels = BTreeMap::new();
        self.tapes.insert(tape, Rolling { folder, began, reels });
    }

    fn take(&mut self, tape: Tape, packet: Packet) {
        // Ended for want of room: the room hears of it from the log.
        let Some(rolling) = self.tapes.get_mut(&tape) else {
            return;
        };
        let person = packet.person;
        let reel = rolling.reels.entry(person).or_insert_with(|| Reel::new(person));
        reel.take(rolling.began, packet);
    }

    fn end(&mut self, tape: Tape, lost: u64) {
        if let Some(mut rolling) = self.tapes.remove(&tape)
            && let Err(error) = rolling.turn(&self.place.master, true)
        {
            tracing::error!(case = %tape.case, %error, "the end of a recording is not written");
        }
        if self.over.remove(&tape) {
            return;
        }
        if lost > 0 {
            tracing::warn!(case = %tape.case, lost, "packets were too many to be recorded");
        }
        metrics::counter!("recording_packets_lost_total").increment(lost);
        let _ = self.ends.send(Ended { tape, lost });
    }

    fn turn(&mut self) {
        if self.tapes.is_empty() {
            return;
        }
        if self.measured.elapsed() >= MEASURE {
            self.measure();
        }
        let mut ending = Vec::new();
        for (tape, rolling) in &mut self.tapes {
            if let Err(error) = rolling.turn(&self.place.master, false) {
                tracing::error!(case = %tape.case, %error, "a recording cannot be written: it ends");
                ending.push(*tape);
            } else if self.full {
                ending.push(*tape);
            }
        }
        for tape in ending {
            self.end(tape, 0);
            self.over.insert(tape);
        }
        metrics::gauge!("recordings_running").set(self.tapes.len() as f64);
    }

    fn measure(&mut self) {
        self.measured = Instant::now();
        match self.place.used() {
            Ok(used) => {
                self.full = used >= self.most_bytes;
                metrics::gauge!("recordings_bytes").set(used as f64);
            }
            Err(error) => tracing::error!(%error, "recordings on the disk cannot be measured"),
        }
        if self.full {
            tracing::error!(
                most = self.most_bytes,
                "no room for recordings: raise recordings-space, or delete some"
            );
        }
    }
}

impl Rolling {
    fn turn(&mut self, master: &Master, last: bool) -> io::Result<()> {
        let now = Instant::now();
        for reel in self.reels.values_mut() {
            let bytes = reel.turn(&self.folder, master, self.began, now, last)?;
            metrics::counter!("recording_bytes_total").increment(bytes);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
