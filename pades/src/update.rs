//! Appends a revision (ISO 32000-2 §7.5.6). The same input always makes the same bytes.

use crate::fault::Fault;
use crate::file::Pdf;
use crate::object::{Dict, Object, write_dict};
use std::collections::BTreeMap;

pub struct Update<'a> {
    pub pdf: &'a Pdf<'a>,
    next: u32,
    objects: BTreeMap<u32, Vec<u8>>,
}

/// The whole file with its new revision.
pub struct Written {
    pub bytes: Vec<u8>,
    /// Where the body of each new object begins.
    pub bodies: BTreeMap<u32, usize>,
}

impl<'a> Update<'a> {
    /// # Errors
    /// [`Fault::Malformed`] if the trailer does not say how many objects there are.
    pub fn of(pdf: &'a Pdf<'a>) -> Result<Self, Fault> {
        let size = pdf.last().trailer.get(&b"Size"[..]).and_then(Object::integer);
        let next = size.and_then(|size| u32::try_from(size).ok()).ok_or(Fault::Malformed)?;
        let known = pdf.revisions.iter().flat_map(|revision| revision.objects.keys());
        if known.max().is_none_or(|greatest| *greatest >= next) {
            return Err(Fault::Malformed);
        }
        Ok(Self {
            pdf,
            next,
            objects: BTreeMap::new(),
        })
    }

    /// Adds a new object; answers its number.
    pub fn add(&mut self, body: Vec<u8>) -> u32 {
        let number = self.next;
        self.next += 1;
        self.objects.insert(number, body);
        number
    }

    pub fn add_dict(&mut self, dict: &Dict) -> u32 {
        let mut body = Vec::new();
        write_dict(dict, &mut body);
        self.add(body)
    }

    /// Adds an uncompressed stream; `dict` is given its length.
    pub fn add_stream(&mut self, mut dict: Dict, content: &[u8]) -> u32 {
        dict.insert(b"Length".to_vec(), Object::Integer(content.len() as i64));
        let mut body = Vec::new();
        write_dict(&dict, &mut body);
        body.extend_from_slice(b"\nstream\n");
        body.extend_from_slice(content);
        body.extend_from_slice(b"\nendstream");
        self.add(body)
    }

    /// Writes an object anew.
    pub fn put(&mut self, number: u32, dict: &Dict) {
        let mut body = Vec::new();
        write_dict(dict, &mut body);
        self.objects.insert(number, body);
    }

    pub fn write(self) -> Written {
        let mut bytes = self.pdf.bytes.to_vec();
        if bytes.last() != Some(&b'\n') {
            bytes.push(b'\n');
        }
        let (mut offsets, mut bodies) = (BTreeMap::new(), BTreeMap::new());
        for (number, body) in &self.objects {
            offsets.insert(*number, bytes.len());
            bytes.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
            bodies.insert(*number, bytes.len());
            bytes.extend_from_slice(body);
            bytes.extend_from_slice(b"\nendobj\n");
        }
        let xref = bytes.len();
        bytes.extend_from_slice(b"xref\n");
        let numbers: Vec<u32> = offsets.keys().copied().collect();
        for run in numbers.chunk_by(|a, b| a + 1 == *b) {
            bytes.extend_from_slice(format!("{} {}\n", run[0], run.len()).as_bytes());
            for number in run {
                bytes.extend_from_slice(format!("{:010} 00000 n \n", offsets[number]).as_bytes());
            }
        }
        let last = self.pdf.last();
        let kept = [&b"Root"[..], b"Info", b"ID"].into_iter();
        let mut trailer: Dict = kept
            .filter_map(|key| Some((key.to_vec(), last.trailer.get(key)?.clone())))
            .collect();
        trailer.insert(b"Size".to_vec(), Object::Integer(i64::from(self.next)));
        trailer.insert(b"Prev".to_vec(), Object::Integer(last.xref as i64));
        bytes.extend_from_slice(b"trailer\n");
        write_dict(&trailer, &mut bytes);
        bytes.extend_from_slice(format!("\nstartxref\n{xref}\n%%EOF\n").as_bytes());
        Written { bytes, bodies }
    }
}
