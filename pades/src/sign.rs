//! One signature, one revision: a place is kept, its surroundings are signed, the value put in
//! (ISO 32000-2 §12.8.1). [`prepare`] always makes the same bytes from the same input, so a
//! verifier makes each revision again and finds whatever else was done to the file.

use crate::algorithm::Hash;
use crate::fault::Fault;
use crate::file::Pdf;
use crate::form::{self, Place, appearance_dict, dict, entry, fields};
use crate::moment;
use crate::object::{Dict, Object, write_hex};
use crate::update::Update;

/// Room for a signature's CMS with its certificates and timestamp, in bytes.
pub const ROOM: usize = 8_192;
/// Width of a ByteRange between its brackets: four numbers of ten digits.
const RANGE_WIDTH: usize = 43;

/// What kind of mark is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A person's signature.
    Approval,
    /// An institution's seal.
    Seal,
    /// A document timestamp (EN 319 142-1 §5.4.3).
    Stamp,
}

/// A revision with an empty place for the signature's value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prepared {
    pub bytes: Vec<u8>,
    /// `[0, length before the value, where it goes on, length after the value]`.
    pub range: [usize; 4],
}

impl Prepared {
    /// What is signed: all but the value's place.
    pub fn content(&self) -> [&[u8]; 2] {
        [&self.bytes[..self.range[1]], &self.bytes[self.range[2]..]]
    }

    pub fn digest(&self, hash: Hash) -> Vec<u8> {
        hash.digest(&self.content())
    }

    /// The finished revision.
    ///
    /// # Errors
    /// [`Fault::NoRoom`] if `value` is longer than [`ROOM`].
    pub fn embed(mut self, value: &[u8]) -> Result<Vec<u8>, Fault> {
        if value.len() > ROOM {
            return Err(Fault::NoRoom);
        }
        let mut padded = value.to_vec();
        padded.resize(ROOM, 0);
        let mut text = Vec::with_capacity(2 * ROOM + 2);
        write_hex(&padded, &mut text);
        self.bytes[self.range[1]..self.range[2]].copy_from_slice(&text);
        Ok(self.bytes)
    }
}

/// Prepares a revision in which `field` is signed by `by` at `at` (Unix seconds, as the signer's
/// side says it; a timestamp proves it). Timestamps carry neither.
///
/// # Errors
/// [`Fault::FieldUnfit`] if the field is missing or signed; faults of reading.
pub fn prepare(bytes: &[u8], field: &str, kind: Kind, by: &str, at: i64) -> Result<Prepared, Fault> {
    let pdf = Pdf::read(bytes)?;
    let mut update = Update::of(&pdf)?;
    let all = fields(&pdf, pdf.revisions.len())?;
    let (_, number, mut widget) = all
        .into_iter()
        .find(|(own, ..)| own == field)
        .ok_or(Fault::FieldUnfit)?;
    if widget.contains_key(&b"V"[..]) {
        return Err(Fault::FieldUnfit);
    }
    let (body, range_at, value_at) = dictionary(kind, by, at);
    let signature = update.add(body);
    widget.extend([entry("V", Object::Reference(signature))]);
    if let Some(place) = place(&widget)? {
        let look = update.add_stream(appearance_dict(place), look(kind, place).as_bytes());
        widget.extend([entry("AP", Object::Dict(dict([("N", Object::Reference(look))])))]);
    }
    update.put(number, &widget);
    Ok(ranged(update, signature, range_at, value_at))
}

/// Prepares a revision in which the whole is stamped once more, in an invisible field of its own:
/// before the certificate or the algorithm of the timestamp before ends (EN 319 142-1 §5.5).
///
/// # Errors
/// [`Fault::FieldUnfit`] if there is no form or `field` is taken; faults of reading.
pub fn prepare_again(bytes: &[u8], field: &str) -> Result<Prepared, Fault> {
    let pdf = Pdf::read(bytes)?;
    let mut update = Update::of(&pdf)?;
    let (body, range_at, value_at) = dictionary(Kind::Stamp, "", 0);
    let signature = update.add(body);
    form::extend(&mut update, field, signature)?;
    Ok(ranged(update, signature, range_at, value_at))
}

/// Writes the update and, into the body of `signature`, which ranges are signed.
fn ranged(update: Update<'_>, signature: u32, range_at: usize, value_at: usize) -> Prepared {
    let written = update.write();
    let (mut bytes, body_at) = (written.bytes, written.bodies[&signature]);
    let before = body_at + value_at;
    let after = before + 2 * ROOM + 2;
    let range = [0, before, after, bytes.len() - after];
    let text = range.map(|number| number.to_string()).join(" ");
    let range_at = body_at + range_at;
    bytes[range_at..range_at + text.len()].copy_from_slice(text.as_bytes());
    Prepared { bytes, range }
}

/// The signature dictionary, and where in it range and value stand.
fn dictionary(kind: Kind, by: &str, at: i64) -> (Vec<u8>, usize, usize) {
    let mut body = match kind {
        Kind::Stamp => b"<< /Type /DocTimeStamp /Filter /Adobe.PPKLite /SubFilter /ETSI.RFC3161".to_vec(),
        Kind::Approval | Kind::Seal => {
            let mut body = b"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached".to_vec();
            body.extend_from_slice(format!(" /M ({}) /Name ", moment::pdf(at)).as_bytes());
            write_hex(&text(by), &mut body);
            body
        }
    };
    body.extend_from_slice(b" /ByteRange [");
    let range_at = body.len();
    body.extend_from_slice(&[b' '; RANGE_WIDTH]);
    body.extend_from_slice(b"] /Contents ");
    let value_at = body.len();
    write_hex(&[0; ROOM], &mut body);
    body.extend_from_slice(b" >>");
    (body, range_at, value_at)
}

/// A text string in UTF-16 (ISO 32000-2 §7.9.2.2).
fn text(text: &str) -> Vec<u8> {
    let mut out = vec![0xFE, 0xFF];
    out.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    out
}

/// Reads what [`text`] wrote.
fn plain(bytes: &[u8]) -> Option<String> {
    let units = bytes.strip_prefix(&[0xFE, 0xFF])?.chunks(2);
    let units: Vec<u16> = units
        .map(|pair| u16::from_be_bytes([pair[0], *pair.get(1).unwrap_or(&0)]))
        .collect();
    String::from_utf16(&units).ok()
}

/// The field's rectangle, if it shows. Only its size matters to the mark.
fn place(widget: &Dict) -> Result<Option<Place>, Fault> {
    let corners = widget
        .get(&b"Rect"[..])
        .and_then(Object::array)
        .ok_or(Fault::Malformed)?;
    let hundredths = |object: &Object| -> Option<i64> {
        let Object::Real(text) = object else { return None };
        let (whole, part) = std::str::from_utf8(text).ok()?.split_once('.')?;
        let whole: i64 = whole.parse().ok().filter(|it| (0..100_000).contains(it))?;
        Some(whole * 100 + part.parse::<i64>().ok().filter(|it| part.len() == 2 && *it >= 0)?)
    };
    let corners: Option<Vec<i64>> = corners.iter().map(hundredths).collect();
    match corners.as_deref() {
        Some([0, 0, 0, 0]) => Ok(None),
        Some([left, bottom, right, top]) if left < right && bottom < top => Ok(Some(Place {
            page: 0,
            left: *left,
            bottom: *bottom,
            right: *right,
            top: *top,
        })),
        _ => Err(Fault::Malformed),
    }
}

/// A tick, and a square within a ring of straight lines: in units from the mark's corner, upwards.
const TICK: [(f64, f64); 3] = [(0.0, 0.0), (2.0, -2.2), (6.0, 2.8)];
const RING: [(f64, f64); 8] = [
    (0.4, 1.0),
    (1.0, 0.4),
    (1.0, -0.4),
    (0.4, -1.0),
    (-0.4, -1.0),
    (-1.0, -0.4),
    (-1.0, 0.4),
    (-0.4, 1.0),
];
const SQUARE: [(f64, f64); 4] = [(2.0, -1.5), (5.0, -1.5), (5.0, 1.5), (2.0, 1.5)];

fn on_ring((dx, dy): (f64, f64)) -> (f64, f64) {
    (3.5 + dx * 3.8, dy * 3.8)
}

/// The mark of [`prepare`] as a picture of its own (SVG); blank for a timestamp, which has none.
pub fn picture(kind: Kind) -> String {
    let line = |points: &[(f64, f64)]| {
        let points: Vec<String> = points.iter().map(|(x, y)| format!("{x:.2},{:.2}", -y)).collect();
        points.join(" ")
    };
    let lines = match kind {
        Kind::Approval => format!(
            r##"<polyline points="{}" stroke="#216640" stroke-width="0.7" stroke-linecap="round" stroke-linejoin="round"/>"##,
            line(&TICK)
        ),
        Kind::Seal => format!(
            r##"<g stroke="#b81c1c" stroke-width="0.6"><polygon points="{}"/><polygon points="{}"/></g>"##,
            line(&RING.map(on_ring)),
            line(&SQUARE)
        ),
        Kind::Stamp => return String::new(),
    };
    format!(r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1 -4.5 9 9" fill="none">{lines}</svg>"##)
}

/// The mark that is seen: lines only, no text that could say another thing than the document.
fn look(kind: Kind, place: Place) -> String {
    let (width, height) = (
        (place.right - place.left) as f64 / 100.0,
        (place.top - place.bottom) as f64 / 100.0,
    );
    // At the upper right, away from the name.
    let unit = width.min(height) / 14.0;
    let (x, y) = (width - 8.0 * unit, height - 5.0 * unit);
    let at = |dx: f64, dy: f64| format!("{:.2} {:.2}", x + dx * unit, y + dy * unit);
    let drawn = |points: &[(f64, f64)]| {
        let mut lines: Vec<String> = points.iter().map(|(dx, dy)| format!("{} l", at(*dx, *dy))).collect();
        if let Some((first, (dx, dy))) = lines.first_mut().zip(points.first()) {
            *first = format!("{} m", at(*dx, *dy));
        }
        lines.join(" ")
    };
    match kind {
        Kind::Approval => format!("q 0.13 0.40 0.24 RG {:.2} w 1 J 1 j {} S Q\n", 0.7 * unit, drawn(&TICK)),
        // In the red of seals.
        Kind::Seal => format!(
            "q 0.72 0.11 0.11 RG {:.2} w {} s {} s Q\n",
            0.6 * unit,
            drawn(&RING.map(on_ring)),
            drawn(&SQUARE)
        ),
        Kind::Stamp => String::new(),
    }
}

/// One signature as it stands in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub field: String,
    pub kind: Kind,
    /// Name and time as written beside the value; proven by neither.
    pub by: String,
    pub at: i64,
    /// The value: DER without the padding.
    pub value: Vec<u8>,
    pub prepared: Prepared,
}

/// Reads the signature that the last revision of `pdf` adds to `base`, the revisions before.
/// `None` if that revision signs nothing.
///
/// # Errors
/// [`Fault::RangeWrong`] or [`Fault::SignatureMalformed`] if the signature is not as [`prepare`]
/// makes it; [`Fault::Changed`] if the revision does anything else.
pub fn find(base: &[u8], pdf: &Pdf<'_>) -> Result<Option<Found>, Fault> {
    let before = pdf.revisions.len() - 1;
    let now = fields(pdf, before + 1)?;
    let known = fields(pdf, before)?;
    let known = |name: &String| known.iter().find(|(own, ..)| own == name);
    let signed = now.iter().filter_map(|(name, _, dict)| {
        let before = known(name);
        let open = before.is_none_or(|(.., dict)| !dict.contains_key(&b"V"[..]));
        let value = dict.get(&b"V"[..]).filter(|_| open)?;
        Some((name, before.is_none(), value.reference()))
    });
    let fresh: Vec<_> = signed.collect();
    let [(field, new, Some(number))] = fresh.as_slice() else {
        return if fresh.is_empty() {
            Ok(None)
        } else {
            Err(Fault::Changed)
        };
    };
    let dict = match pdf.object_in(before + 1, *number)?.value {
        Object::Dict(dict) => dict,
        _ => return Err(Fault::SignatureMalformed),
    };
    let text_of = |key: &[u8]| dict.get(key).and_then(Object::string);
    let value = text_of(b"Contents").ok_or(Fault::SignatureMalformed)?;
    let by = text_of(b"Name").and_then(plain).unwrap_or_default();
    let at = text_of(b"M").and_then(moment::from_pdf).unwrap_or_default();
    let range = dict
        .get(&b"ByteRange"[..])
        .and_then(Object::array)
        .ok_or(Fault::RangeWrong)?;
    let stamp = dict.get(&b"Type"[..]).is_some_and(|it| it.is_name("DocTimeStamp"));
    let kinds: &[Kind] = if stamp {
        &[Kind::Stamp]
    } else {
        &[Kind::Approval, Kind::Seal]
    };
    let length = length(value)?;
    let mut fault = Fault::RangeWrong;
    for kind in kinds {
        let prepared = match new {
            true => prepare_again(base, field)?,
            false => prepare(base, field, *kind, &by, at)?,
        };
        if range != prepared.range.map(|number| Object::Integer(number as i64)).as_slice() {
            continue;
        }
        if prepared.clone().embed(&value[..length])? == pdf.bytes {
            let value = value[..length].to_vec();
            return Ok(Some(Found {
                field: (*field).clone(),
                kind: *kind,
                by,
                at,
                value,
                prepared,
            }));
        }
        fault = Fault::Changed;
    }
    Err(fault)
}

/// Length of the DER element that `value` begins with; the rest must be the padding's zeros.
fn length(value: &[u8]) -> Result<usize, Fault> {
    let fault = Fault::SignatureMalformed;
    let long = *value.get(1).ok_or(fault)?;
    let (head, body) = match long {
        0x82 => (
            4,
            usize::from(*value.get(2).ok_or(fault)?) << 8 | usize::from(*value.get(3).ok_or(fault)?),
        ),
        0x81 => (3, usize::from(*value.get(2).ok_or(fault)?)),
        short if short < 0x80 => (2, usize::from(short)),
        _ => return Err(fault),
    };
    let padding = value.get(head + body..).ok_or(fault)?;
    if padding.iter().all(|byte| *byte == 0) {
        Ok(head + body)
    } else {
        Err(fault)
    }
}
