//! The file as a row of revisions (ISO 32000-2 §7.5): plain cross-reference tables only.

use crate::fault::Fault;
use crate::object::{Dict, Object};
use crate::reader::{Indirect, Reader};
use std::collections::BTreeMap;

/// An agreement of a thousand pages is smaller.
pub const MOST_BYTES: usize = 32 << 20;
/// In all revisions together: each is read again with those before it.
const MOST_OBJECTS: usize = 200_000;
const MOST_REVISIONS: usize = 32;

/// What one save of the file added.
#[derive(Debug)]
pub struct Revision {
    /// Where it begins and ends in the file.
    pub start: usize,
    pub end: usize,
    /// Where its `xref` stands.
    pub xref: usize,
    /// Offsets of the objects it defines.
    pub objects: BTreeMap<u32, usize>,
    pub trailer: Dict,
}

/// A PDF whose revisions tile the file without gap or overlap.
#[derive(Debug)]
pub struct Pdf<'a> {
    pub bytes: &'a [u8],
    /// Oldest first; never empty.
    pub revisions: Vec<Revision>,
}

impl<'a> Pdf<'a> {
    /// Reads the revisions, not yet their objects.
    ///
    /// # Errors
    /// [`Fault::Malformed`], [`Fault::Encrypted`], [`Fault::Compressed`] or [`Fault::TooLarge`].
    pub fn read(bytes: &'a [u8]) -> Result<Self, Fault> {
        if bytes.len() > MOST_BYTES {
            return Err(Fault::TooLarge);
        }
        if !bytes.starts_with(b"%PDF-1.") && !bytes.starts_with(b"%PDF-2.0") {
            return Err(Fault::Malformed);
        }
        let (mut revisions, mut objects) = (Vec::new(), 0);
        let mut xref = last_xref(bytes)?;
        let mut end = bytes.len();
        loop {
            if revisions.len() == MOST_REVISIONS {
                return Err(Fault::TooLarge);
            }
            let revision = section(bytes, xref, end)?;
            let before = previous(bytes, &revision)?;
            objects += revision.objects.len();
            if objects > MOST_OBJECTS {
                return Err(Fault::TooLarge);
            }
            revisions.push(revision);
            let Some((start, earlier)) = before else { break };
            if let Some(last) = revisions.last_mut() {
                last.start = start;
            }
            (xref, end) = (earlier, start);
        }
        revisions.reverse();
        let pdf = Self { bytes, revisions };
        pdf.hold_together()?;
        Ok(pdf)
    }

    /// Objects stand within their revision, one catalog serves all, nothing is encrypted.
    fn hold_together(&self) -> Result<(), Fault> {
        let root = self.revisions[0].trailer.get(&b"Root"[..]).and_then(Object::reference);
        for revision in &self.revisions {
            if revision.trailer.contains_key(&b"Encrypt"[..]) {
                return Err(Fault::Encrypted);
            }
            if revision.trailer.contains_key(&b"XRefStm"[..]) {
                return Err(Fault::Compressed);
            }
            let own = revision.trailer.get(&b"Root"[..]).and_then(Object::reference);
            let within = |offset: &usize| (revision.start..revision.xref).contains(offset);
            if own.is_none() || own != root || !revision.objects.values().all(within) {
                return Err(Fault::Malformed);
            }
        }
        Ok(())
    }

    /// Number of the catalog.
    pub fn root(&self) -> u32 {
        let root = self.revisions[0].trailer.get(&b"Root"[..]).and_then(Object::reference);
        root.unwrap_or_default()
    }

    /// The newest revision.
    pub fn last(&self) -> &Revision {
        &self.revisions[self.revisions.len() - 1]
    }

    /// The object as the first `revisions` revisions have it.
    ///
    /// # Errors
    /// [`Fault::Malformed`] if there is none, or it does not read; [`Fault::Compressed`].
    pub fn object_in(&self, revisions: usize, number: u32) -> Result<Indirect, Fault> {
        let found = self.revisions[..revisions].iter().rev();
        let offset = found.filter_map(|revision| revision.objects.get(&number)).next();
        let at = *offset.ok_or(Fault::Malformed)?;
        let indirect = Reader { bytes: self.bytes, at }.indirect()?;
        if indirect.number == number {
            Ok(indirect)
        } else {
            Err(Fault::Malformed)
        }
    }

    /// The object as it is now.
    ///
    /// # Errors
    /// As [`Pdf::object_in`].
    pub fn object(&self, number: u32) -> Result<Indirect, Fault> {
        self.object_in(self.revisions.len(), number)
    }

    /// The dictionary of object `number` as it is now.
    ///
    /// # Errors
    /// As [`Pdf::object_in`]; [`Fault::Malformed`] if it is no dictionary.
    pub fn dict(&self, number: u32) -> Result<Dict, Fault> {
        match self.object(number)?.value {
            Object::Dict(dict) => Ok(dict),
            _ => Err(Fault::Malformed),
        }
    }

    /// Reads every object of every revision once.
    ///
    /// # Errors
    /// As [`Pdf::object_in`].
    pub fn read_all(&self) -> Result<(), Fault> {
        for (i, revision) in self.revisions.iter().enumerate() {
            for number in revision.objects.keys() {
                self.object_in(i + 1, *number)?;
            }
        }
        Ok(())
    }
}

/// Offset at the end of the file.
fn last_xref(bytes: &[u8]) -> Result<usize, Fault> {
    let from = bytes.len().saturating_sub(48);
    let tail = &bytes[from..];
    let at = tail
        .windows(9)
        .rposition(|window| window == b"startxref")
        .ok_or(Fault::Malformed)?;
    let mut reader = Reader {
        bytes,
        at: from + at + 9,
    };
    reader.space();
    reader.number()
}

/// Reads the table at `xref`, whose revision ends at `end`.
fn section(bytes: &[u8], xref: usize, end: usize) -> Result<Revision, Fault> {
    if xref >= end {
        return Err(Fault::Malformed);
    }
    let mut reader = Reader {
        bytes: &bytes[..end],
        at: xref,
    };
    if reader.peek().is_some_and(|byte| byte.is_ascii_digit()) {
        // An object where the table should be: a cross-reference stream.
        return Err(Fault::Compressed);
    }
    reader.exact("xref")?;
    reader.line()?;
    let mut objects = BTreeMap::new();
    while reader.peek().is_some_and(|byte| byte.is_ascii_digit()) {
        let first = reader.number()?;
        reader.exact(" ")?;
        let count = reader.number()?;
        reader.line()?;
        if count > MOST_OBJECTS || objects.len() + count > MOST_OBJECTS {
            return Err(Fault::TooLarge);
        }
        for i in 0..count {
            let line = reader.bytes.get(reader.at..reader.at + 20).ok_or(Fault::Malformed)?;
            let (offset, rest) = line.split_at(10);
            let number = u32::try_from(first + i).map_err(|_| Fault::Malformed)?;
            let offset = Reader { bytes: offset, at: 0 }.number()?;
            match rest {
                b" 00000 n \n" | b" 00000 n\r\n" => {
                    if objects.insert(number, offset).is_some() {
                        return Err(Fault::Malformed);
                    }
                }
                b" 65535 f \n" | b" 65535 f\r\n" if number == 0 => {}
                _ => return Err(Fault::Malformed),
            }
            reader.at += 20;
        }
    }
    reader.word("trailer")?;
    reader.space();
    let trailer = reader.dict(0)?;
    reader.word("startxref")?;
    reader.space();
    if reader.number()? != xref {
        return Err(Fault::Malformed);
    }
    reader.line()?;
    reader.exact("%%EOF")?;
    if reader.at < end {
        reader.line()?;
    }
    if reader.at != end {
        return Err(Fault::Malformed);
    }
    Ok(Revision {
        start: 0,
        end,
        xref,
        objects,
        trailer,
    })
}

/// Where the revision begins, and the table of the one before it.
fn previous(bytes: &[u8], revision: &Revision) -> Result<Option<(usize, usize)>, Fault> {
    let Some(previous) = revision.trailer.get(&b"Prev"[..]) else {
        return Ok(None);
    };
    let xref = previous
        .integer()
        .and_then(|it| usize::try_from(it).ok())
        .ok_or(Fault::Malformed)?;
    if xref >= revision.xref {
        return Err(Fault::Malformed);
    }
    // The revision before ends with the first end-of-file mark after its own table.
    let rest = &bytes[xref..revision.xref];
    let mark = rest
        .windows(5)
        .position(|window| window == b"%%EOF")
        .ok_or(Fault::Malformed)?;
    let mut start = xref + mark + 5;
    if bytes.get(start) == Some(&b'\r') {
        start += 1;
    }
    if bytes.get(start) == Some(&b'\n') {
        start += 1;
    }
    Ok(Some((start, xref)))
}
