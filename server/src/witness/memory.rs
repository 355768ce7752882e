//! What a witness remembers: the newest checkpoint it cosigned. It is written down before the
//! cosignature is given out; a crash between the two costs one more question.

use crate::trust::{Key, vault};
use anyhow::Context;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use domain::dossier::TrustRoot;
use domain::hash::{Digest, PublicKey};
use domain::merkle::Checkpoint;
use domain::moment::Timestamp;
use domain::witness::{self, Witness, continues, message};
use std::path::{Path, PathBuf};

/// A tree has fewer levels.
const MOST_HASHES: usize = 63;

pub struct Memory {
    folder: PathBuf,
    key: Key,
    witness: Witness,
    origin: String,
    log: PublicKey,
    /// The newest checkpoint cosigned, and the note with our line.
    latest: Option<(Checkpoint, String)>,
}

/// Why a checkpoint is not cosigned.
#[derive(Debug)]
pub enum Refused {
    /// Not the request of C2SP tlog-witness.
    Malformed,
    OtherLog,
    /// The log's signature does not hold.
    Unsigned,
    /// The sender believes in another size than the one cosigned last, which is this.
    Stale(u64),
    /// The log signed something that does not continue what was cosigned before.
    Forked,
    /// The disk refuses.
    Unwritten(anyhow::Error),
}

/// A request taken apart.
struct Asked<'a> {
    old: u64,
    proof: Vec<Digest>,
    note: &'a str,
}

impl Memory {
    /// # Errors
    /// If what was written down does not read: a witness that has forgotten must not go on.
    pub fn open(folder: &Path, key: Key, witness: Witness, root: &TrustRoot) -> anyhow::Result<Self> {
        let path = folder.join("latest.txt");
        let latest = match std::fs::read_to_string(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(error) => return Err(error).with_context(|| format!("cannot read {}", path.display())),
            Ok(note) => {
                let read = witness::open(&note, &root.log, std::slice::from_ref(&witness));
                let read = read.filter(|read| read.by.len() == 1 && read.checkpoint.origin == root.origin);
                let damaged = || format!("{} is damaged or of another log or witness", path.display());
                Some((read.with_context(damaged)?.checkpoint, note))
            }
        };
        Ok(Self {
            folder: folder.to_owned(),
            key,
            witness,
            origin: root.origin.clone(),
            log: root.log,
            latest,
        })
    }

    pub fn witness(&self) -> &Witness {
        &self.witness
    }

    /// The newest note cosigned.
    pub fn note(&self) -> Option<&str> {
        self.latest.as_ref().map(|(_, note)| note.as_str())
    }

    /// Cosigns the checkpoint of an `add-checkpoint` request; answers the line.
    ///
    /// # Errors
    /// [`Refused`], in the order of the enum.
    pub fn add(&mut self, body: &str, now: Timestamp) -> Result<String, Refused> {
        let asked = parse(body).ok_or(Refused::Malformed)?;
        if asked.note.split('\n').next() != Some(&self.origin) {
            return Err(Refused::OtherLog);
        }
        let read = witness::open(asked.note, &self.log, &[]).ok_or(Refused::Unsigned)?;
        let new = read.checkpoint;
        if asked.old > new.size {
            return Err(Refused::Malformed);
        }
        let nothing = Checkpoint {
            origin: self.origin.clone(),
            size: 0,
            root: Digest::of(&[]),
        };
        let old = self.latest.as_ref().map_or(&nothing, |(old, _)| old);
        if asked.old != old.size {
            return Err(Refused::Stale(old.size));
        }
        if !continues(old, &new, &asked.proof) {
            self.shout(&new, body);
            return Err(Refused::Forked);
        }
        // Whole seconds are signed.
        let at = Timestamp(now.0.div_euclid(1_000) * 1_000);
        let line = self.witness.line(at, &self.key.sign(&message(&new, at)));
        let (head, lines) = asked.note.split_once("\n\n").ok_or(Refused::Malformed)?;
        let first = lines.split('\n').next().unwrap_or_default();
        let note = format!("{head}\n\n{first}\n{line}");
        vault::write(&self.folder.join("latest.txt"), note.as_bytes()).map_err(Refused::Unwritten)?;
        self.latest = Some((new, note));
        Ok(line)
    }

    /// Keeps what the log signed on both sides of the fork: together they prove it to anyone.
    fn shout(&self, new: &Checkpoint, body: &str) {
        let known = self.note().unwrap_or_default();
        let evidence = format!("{known}\n----\n{body}");
        let name = format!("fork-{}-{}.txt", new.size, &new.root.to_string()[..16]);
        let path = self.folder.join(name);
        if let Err(error) = vault::write(&path, evidence.as_bytes()) {
            tracing::error!(%error, "the evidence of a fork was not kept");
        }
        tracing::error!(
            origin = %self.origin,
            evidence = %path.display(),
            "THE LOG IS FORKED: it signed a history that does not continue the one cosigned here; \
             tell the portal's supervisor and every other witness"
        );
    }
}

fn parse(body: &str) -> Option<Asked<'_>> {
    let (head, note) = body.split_once("\n\n")?;
    let mut lines = head.split('\n');
    let old = lines.next()?.strip_prefix("old ")?;
    let size: u64 = old.parse().ok()?;
    let mut proof = Vec::new();
    for line in lines {
        let hash = BASE64_STANDARD.decode(line).ok()?;
        proof.push(Digest(hash.try_into().ok()?));
    }
    (size.to_string() == old && proof.len() <= MOST_HASHES).then_some(Asked { old: size, proof, note })
}
