//! Closing what was recorded: each file anew, with its length and an index, under the digest of its content.
//! A recording whose server was killed is closed the same way, with what was written until then.

use super::reel::{Label, WHOLE};
use super::sealed::{Master, Reader, Writer};
use super::webm;
use domain::hash::Digest;
use sha2::{Digest as _, Sha256};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

/// Of a cluster whose successor never came.
const LAST_CLUSTER: u32 = 1_000;
/// Of sound alone, entries of the index stand so far apart.
const APART: u32 = 5_000;

/// One file as it is played back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closed {
    pub label: Label,
    pub digest: Digest,
    pub size: u64,
    /// Milliseconds.
    pub lasts: u32,
}

/// Where the file with that digest lies.
pub fn path(folder: &Path, digest: Digest) -> PathBuf {
    folder.join(format!("{digest}.sealed"))
}

/// All files in `parts`, into `folder`. What cannot be read is left where it is, and said; the rest is
/// closed. May be done again.
///
/// # Errors
/// If the folder cannot be read, or the disk is full.
pub fn all(parts: &Path, folder: &Path, master: &Master) -> io::Result<Vec<Closed>> {
    let mut closed = Vec::new();
    for entry in std::fs::read_dir(parts)? {
        let part = entry?.path();
        match one(&part, folder, master) {
            Ok(one) => closed.extend(one),
            Err(error) if error.kind() == io::ErrorKind::StorageFull => return Err(error),
            Err(error) => tracing::error!(part = %part.display(), %error, "a part of a recording cannot be read"),
        }
    }
    closed.sort_by_key(|it| (it.label.begins, it.label.person));
    Ok(closed)
}

/// `None` of a file nothing was written to yet.
fn one(part: &Path, folder: &Path, master: &Master) -> io::Result<Option<Closed>> {
    let reader = Reader::open_unfinished(part, master)?;
    if reader.count() < 2 {
        return Ok(None);
    }
    let label: Label = serde_json::from_slice(&reader.read(0)?)?;
    let (mut clusters, mut lasts) = (Vec::new(), None);
    let mut bytes = 0;
    for (mark, length) in (1..reader.count()).filter_map(|index| reader.mark(index)) {
        if length == 0 {
            lasts = Some(mark);
        } else {
            clusters.push((mark, bytes));
            bytes += length as u64;
        }
    }
    let Some((newest, _)) = clusters.last() else {
        return Ok(None);
    };
    let lasts = lasts.unwrap_or((newest & !WHOLE) + LAST_CLUSTER);
    let head = webm::head(&label, Some((lasts, bytes)))?;
    let index = webm::index(label.picture.is_some(), webm::inside(&head), &entries(label, &clusters))?;

    let aside = folder.join(format!("{}.new", uuid::Uuid::now_v7()));
    let made = (|| {
        let mut writer = Writer::create(&aside, master)?;
        let (mut hash, mut size) = (Sha256::new(), 0);
        let mut put = |bytes: &[u8], last| {
            hash.update(bytes);
            size += bytes.len() as u64;
            writer.write(bytes, 0, last)
        };
        put(&head, false)?;
        for at in 1..=clusters.len() {
            put(&reader.read(at)?, false)?;
        }
        put(&index, true)?;
        writer.sync()?;
        Ok((Digest(hash.finalize().into()), size))
    })();
    let (digest, size) = made.inspect_err(|_: &io::Error| {
        let _ = std::fs::remove_file(&aside);
    })?;
    std::fs::rename(&aside, path(folder, digest))?;
    File::open(folder)?.sync_all()?;
    Ok(Some(Closed {
        label,
        digest,
        size,
        lasts,
    }))
}

/// Clusters to jump to: of a picture those with a whole one.
fn entries(label: Label, clusters: &[(u32, u64)]) -> Vec<(u32, u64)> {
    let mut before = None;
    let marks = clusters.iter().filter(|(mark, _)| match label.picture {
        Some(_) => mark & WHOLE != 0,
        None => {
            let far = before.is_none_or(|before| mark - before >= APART);
            if far {
                before = Some(*mark);
            }
            far
        }
    });
    marks.map(|(mark, at)| (mark & !WHOLE, *at)).collect()
}
