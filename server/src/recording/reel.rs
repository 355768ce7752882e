//! What one person says and shows, onto the disk as it comes: a file for each stretch with a picture, or
//! with sound alone. Every file has its sound from end to end: where none came, it is silence.

use super::frames::{Clock, Next, Order, Pictures, opus_ms};
use super::sealed::{Master, Writer};
use super::webm::{self, Block};
use crate::room::tap::{Codec, Packet};
use domain::id::PersonId;
use serde::{Deserialize, Serialize};
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

/// Frames are written that long after they came: by then what was late is there.
const LAG: i64 = 900;
const CLUSTER: i64 = 1_000;
/// A picture that stays away so long ends its file.
const UNSEEN: i64 = 5_000;
/// So does a person who is neither heard nor seen.
const QUIET: i64 = 10_000;
const SYNC: Duration = Duration::from_secs(5);
/// 20 ms of silence: one CELT frame of nothing.
const SILENCE: [u8; 3] = [0xf8, 0xff, 0xfe];
const SILENCE_MS: i64 = 20;
/// Mark of a cluster with a whole picture; the other bits are its time.
pub const WHOLE: u32 = 1 << 31;

/// First piece of a file being recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    pub person: PersonId,
    /// Milliseconds after the recording began.
    pub begins: i64,
    /// Width and height of the first picture; `None` of sound alone.
    pub picture: Option<(u16, u16)>,
    /// A picture was sent that no WebM holds (H.264).
    pub unkept: bool,
}

/// A frame, in milliseconds after the recording began.
struct Frame {
    at: i64,
    /// Of a picture: whole with its size, or not.
    picture: Option<Option<(u16, u16)>>,
    data: Vec<u8>,
}

impl Frame {
    fn size(&self) -> Option<(u16, u16)> {
        self.picture.flatten()
    }
}

struct Stream {
    ssrc: u32,
    order: Order,
    clock: Clock,
}

struct Film {
    writer: Writer,
    label: Label,
    /// Written up to here.
    until: i64,
    /// Sound up to here.
    sounds: i64,
    synced: Instant,
}

pub struct Reel {
    person: PersonId,
    sound: Option<Stream>,
    sight: Option<Stream>,
    pictures: Pictures,
    /// In the order of their times.
    held: Vec<Frame>,
    film: Option<Film>,
    heard: i64,
    seen: i64,
    unkept: bool,
}

impl Reel {
    pub fn new(person: PersonId) -> Self {
        Self {
            person,
            sound: None,
            sight: None,
            pictures: Pictures::new(),
            held: Vec::new(),
            film: None,
            heard: 0,
            seen: i64::MIN,
            unkept: false,
        }
    }

    /// `began`: when the recording did.
    pub fn take(&mut self, began: Instant, packet: Packet) {
        let (ssrc, at) = (packet.ssrc, packet.at);
        let stream = match packet.codec {
            Codec::Opus => &mut self.sound,
            Codec::Vp8 => &mut self.sight,
            Codec::H264 => {
                self.unkept = true;
                return;
            }
        };
        let ticks = packet.codec.kind().ticks_per_ms();
        // Another layer, or a connection made anew.
        if stream.as_ref().is_none_or(|stream| stream.ssrc != ssrc) {
            if packet.codec == Codec::Vp8 {
                self.pictures.hole();
            }
            *stream = Some(Stream {
                ssrc,
                order: Order::default(),
                clock: Clock::new(ticks),
            });
        }
        if let Some(stream) = stream {
            stream.order.push(packet);
        }
        self.sort(began, at);
    }

    /// Frames out of what came in order.
    fn sort(&mut self, began: Instant, now: Instant) {
        let came = |at: Instant| at.saturating_duration_since(began).as_millis() as i64;
        let mut frames = Vec::new();
        if let Some(stream) = &mut self.sound {
            while let Some(next) = stream.order.next(now) {
                if let Next::Packet(packet) = next
                    && !packet.payload.is_empty()
                {
                    let at = stream.clock.place(packet.timestamp, came(packet.at));
                    self.heard = self.heard.max(at);
                    frames.push(Frame {
                        at,
                        picture: None,
                        data: packet.payload.to_vec(),
                    });
                }
            }
        }
        if let Some(stream) = &mut self.sight {
            while let Some(next) = stream.order.next(now) {
                let Next::Packet(packet) = next else {
                    self.pictures.hole();
                    continue;
                };
                let picture = self.pictures.push(packet.timestamp, packet.marker, &packet.payload);
                if let Some(picture) = picture {
                    let at = stream.clock.place(picture.timestamp, came(packet.at));
                    self.seen = self.seen.max(at);
                    frames.push(Frame {
                        at,
                        picture: Some(picture.whole),
                        data: picture.data,
                    });
                }
            }
        }
        for frame in frames {
            let place = self.held.partition_point(|held| held.at <= frame.at);
            self.held.insert(place, frame);
        }
    }

    /// Writes what is due at `now`; of the last time everything.
    ///
    /// # Errors
    /// If the disk is full or gone.
    pub fn turn(
        &mut self,
        folder: &Path,
        master: &Master,
        began: Instant,
        now: Instant,
        last: bool,
    ) -> io::Result<u64> {
        self.sort(began, now);
        let mut written = self.step(folder, master, began, now, last)?;
        // A picture that had just come has a file of its own.
        while last && !self.held.is_empty() {
            written += self.step(folder, master, began, now, last)?;
        }
        Ok(written)
    }

    fn step(&mut self, folder: &Path, master: &Master, began: Instant, now: Instant, last: bool) -> io::Result<u64> {
        let ms = now.saturating_duration_since(began).as_millis() as i64;
        let horizon = if last {
            self.held.last().map_or(ms, |frame| frame.at + SILENCE_MS)
        } else {
            ms - LAG
        };
        let mut written = 0;
        if self.film.is_none() && self.held.first().is_some_and(|frame| frame.at < horizon) {
            self.film = Some(self.begin(folder, master, horizon)?);
        }
        if let Some(film) = &mut self.film {
            let before = film.writer.size;
            // A picture comes: it begins a file of its own.
            let comes = self
                .held
                .iter()
                .find(|frame| frame.size().is_some() && frame.at < horizon);
            let comes = comes.map(|frame| frame.at).filter(|_| film.label.picture.is_none());
            let unseen = film.label.picture.is_some() && horizon - self.seen > UNSEEN;
            let quiet = horizon - self.heard.max(self.seen) > QUIET;
            let ends = last || comes.is_some() || unseen || quiet;
            let until = comes.unwrap_or(horizon);
            if ends || until - film.until >= CLUSTER {
                let due = self.held.partition_point(|frame| frame.at < until);
                film.write(self.held.drain(..due).collect(), until)?;
            }
            if now.saturating_duration_since(film.synced) >= SYNC || ends {
                film.synced = now;
                film.writer.sync()?;
            }
            written = film.writer.size - before;
            if ends {
                film.end()?;
                self.film = None;
            }
        }
        Ok(written)
    }

    /// With a picture if one came with the first sound.
    fn begin(&self, folder: &Path, master: &Master, horizon: i64) -> io::Result<Film> {
        let mut due = self.held.iter().filter(|frame| frame.at < horizon);
        let label = Label {
            person: self.person,
            begins: due.next().map_or(0, |frame| frame.at),
            picture: self.held.iter().find_map(Frame::size),
            unkept: self.unkept,
        };
        let path = folder.join(uuid::Uuid::now_v7().to_string());
        let mut writer = Writer::create(&path, master)?;
        writer.write(&serde_json::to_vec(&label)?, 0, false)?;
        Ok(Film {
            writer,
            until: label.begins,
            sounds: label.begins,
            label,
            synced: Instant::now(),
        })
    }
}

impl Film {
    /// One cluster or more of `frames` and the silence between them, up to `until`.
    fn write(&mut self, frames: Vec<Frame>, until: i64) -> io::Result<()> {
        let mut blocks = Vec::new();
        let begins = self.label.begins;
        for frame in frames {
            // Late beyond all patience: at the earliest place there still is.
            let at = frame.at.max(self.until);
            if frame.picture.is_none() {
                self.fill(&mut blocks, at);
                self.sounds = self.sounds.max(at + opus_ms(&frame.data));
            } else if self.label.picture.is_none() {
                continue;
            }
            blocks.push(Block {
                at: (at - begins) as u32,
                picture: frame.picture.is_some(),
                whole: frame.picture.is_none() || frame.size().is_some(),
                data: frame.data,
            });
        }
        self.fill(&mut blocks, until);
        blocks.sort_by_key(|block| block.at);
        // A sender that was held up for long brings much at once.
        for blocks in blocks.chunk_by(|one, next| one.at / 10_000 == next.at / 10_000) {
            let from = blocks[0].at;
            let whole = blocks.iter().any(|block| block.picture && block.whole);
            let mark = from & !WHOLE | if whole { WHOLE } else { 0 };
            self.writer.write(&webm::cluster(from, blocks)?, mark, false)?;
        }
        self.until = self.until.max(until);
        Ok(())
    }

    /// Silence up to `until`, where no sound is.
    fn fill(&mut self, blocks: &mut Vec<Block>, until: i64) {
        // Half a frame is jitter, not a gap.
        while self.sounds + SILENCE_MS * 3 / 2 <= until {
            blocks.push(Block {
                at: (self.sounds - self.label.begins) as u32,
                picture: false,
                whole: true,
                data: SILENCE.to_vec(),
            });
            self.sounds += SILENCE_MS;
        }
    }

    /// The last piece says how long it all is.
    fn end(&mut self) -> io::Result<()> {
        let lasts = self.sounds.max(self.until) - self.label.begins;
        self.writer.write(&[], lasts as u32, true)?;
        self.writer.sync()
    }
}
