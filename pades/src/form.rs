//! The empty signature fields, set once before anyone signs (ISO 32000-2 §12.7.5.5).

use crate::fault::Fault;
use crate::file::Pdf;
use crate::object::{Dict, Object};
use crate::update::Update;
use std::collections::BTreeSet;

/// One field to be signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// ASCII; unique in the document.
    pub name: String,
    /// `None`: nothing is shown, as for timestamps.
    pub place: Option<Place>,
}

/// A rectangle on a page, in hundredths of a point from the page's lower left corner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// From 0.
    pub page: usize,
    pub left: i64,
    pub bottom: i64,
    pub right: i64,
    pub top: i64,
}

/// An entry of a dictionary made by the code around.
pub(crate) fn entry(key: &str, value: Object) -> (Vec<u8>, Object) {
    (key.as_bytes().to_vec(), value)
}

pub(crate) fn name(name: &str) -> Object {
    Object::Name(name.as_bytes().to_vec())
}

pub(crate) fn dict<const N: usize>(entries: [(&str, Object); N]) -> Dict {
    entries.into_iter().map(|(key, value)| entry(key, value)).collect()
}

/// `1234` hundredths as `12.34`.
pub(crate) fn points(hundredths: i64) -> Object {
    let sign = if hundredths < 0 { "-" } else { "" };
    let (whole, part) = (hundredths.abs() / 100, hundredths.abs() % 100);
    Object::Real(format!("{sign}{whole}.{part:02}").into_bytes())
}

/// A new revision with `fields`, all empty, and the extensions the signatures will need
/// (ISO/TS 32002 for Ed25519, EN 319 142-1 for the security store).
///
/// # Errors
/// [`Fault::FieldUnfit`] if there is a form already or a page is missing; faults of reading.
pub fn add(bytes: &[u8], fields: &[Field]) -> Result<Vec<u8>, Fault> {
    let pdf = Pdf::read(bytes)?;
    let mut update = Update::of(&pdf)?;
    let mut catalog = pdf.dict(pdf.root())?;
    if catalog.contains_key(&b"AcroForm"[..]) {
        return Err(Fault::FieldUnfit);
    }
    let pages = pages(&pdf, &catalog)?;
    let mut annotations: Vec<Vec<Object>> = vec![Vec::new(); pages.len()];
    let mut all = Vec::new();
    for field in fields {
        let page = field.place.map_or(0, |place| place.page);
        let number = *pages.get(page).ok_or(Fault::FieldUnfit)?;
        let mut widget = widget(&field.name, number);
        let corners = field.place.map_or([0; 4], |at| [at.left, at.bottom, at.right, at.top]);
        widget.extend([entry("Rect", Object::Array(corners.map(points).to_vec()))]);
        if let Some(place) = field.place {
            // PDF/A wants an appearance of every widget that shows, the unsigned too.
            let empty = update.add_stream(appearance_dict(place), b"");
            widget.extend([entry("AP", Object::Dict(dict([("N", Object::Reference(empty))])))]);
        }
        let widget = Object::Reference(update.add_dict(&widget));
        annotations[page].push(widget.clone());
        all.push(widget);
    }
    for (number, new) in pages.iter().zip(annotations) {
        if new.is_empty() {
            continue;
        }
        annotate(&mut update, *number, new)?;
    }
    let form = dict([("Fields", Object::Array(all)), ("SigFlags", Object::Integer(3))]);
    let form = update.add_dict(&form);
    catalog.extend([
        entry("AcroForm", Object::Reference(form)),
        entry("Extensions", Object::Dict(extensions())),
    ]);
    update.put(pdf.root(), &catalog);
    Ok(update.write().bytes)
}

/// One more field to a form that is there, invisible and signed by `signature` from the beginning.
///
/// # Errors
/// [`Fault::FieldUnfit`] if there is no form or the name is taken; faults of reading.
pub(crate) fn extend(update: &mut Update<'_>, field: &str, signature: u32) -> Result<(), Fault> {
    let pdf = update.pdf;
    let catalog = pdf.dict(pdf.root())?;
    let number = catalog.get(&b"AcroForm"[..]).and_then(Object::reference);
    let number = number.ok_or(Fault::FieldUnfit)?;
    let mut form = pdf.dict(number)?;
    let known = fields(pdf, pdf.revisions.len())?;
    if known.iter().any(|(own, ..)| own == field) {
        return Err(Fault::FieldUnfit);
    }
    let page = *pages(pdf, &catalog)?.first().ok_or(Fault::FieldUnfit)?;
    let mut widget = widget(field, page);
    widget.extend([
        entry("Rect", Object::Array([0; 4].map(points).to_vec())),
        entry("V", Object::Reference(signature)),
    ]);
    let widget = Object::Reference(update.add_dict(&widget));
    annotate(update, page, vec![widget.clone()])?;
    let mut all = form
        .get(&b"Fields"[..])
        .and_then(Object::array)
        .ok_or(Fault::Malformed)?
        .to_vec();
    all.push(widget);
    form.extend([entry("Fields", Object::Array(all))]);
    update.put(number, &form);
    Ok(())
}

fn widget(field: &str, page: u32) -> Dict {
    dict([
        ("Type", name("Annot")),
        ("Subtype", name("Widget")),
        ("FT", name("Sig")),
        ("T", Object::String(field.as_bytes().to_vec())),
        // Print, locked in place.
        ("F", Object::Integer(132)),
        ("P", Object::Reference(page)),
    ])
}

/// Adds `new` to the annotations of `page`.
fn annotate(update: &mut Update<'_>, page: u32, new: Vec<Object>) -> Result<(), Fault> {
    let pdf = update.pdf;
    let mut dict = pdf.dict(page)?;
    let mut annots = match dict.get(&b"Annots"[..]) {
        None => Vec::new(),
        Some(Object::Array(known)) => known.clone(),
        Some(Object::Reference(list)) => pdf.object(*list)?.value.array().ok_or(Fault::Malformed)?.to_vec(),
        Some(_) => return Err(Fault::Malformed),
    };
    annots.extend(new);
    dict.extend([entry("Annots", Object::Array(annots))]);
    update.put(page, &dict);
    Ok(())
}

/// The dictionary of a form XObject that fills `place`.
pub(crate) fn appearance_dict(place: Place) -> Dict {
    let size = [0, 0, place.right - place.left, place.top - place.bottom];
    dict([
        ("Type", name("XObject")),
        ("Subtype", name("Form")),
        ("BBox", Object::Array(size.map(points).to_vec())),
        ("Resources", Object::Dict(Dict::new())),
    ])
}

fn extensions() -> Dict {
    let ed25519 = dict([
        ("Type", name("DeveloperExtensions")),
        ("BaseVersion", name("2.0")),
        ("ExtensionLevel", Object::Integer(32002)),
        ("ExtensionRevision", Object::String(b":2022".to_vec())),
        (
            "URL",
            Object::String(b"https://www.iso.org/standard/45875.html".to_vec()),
        ),
    ]);
    let store = dict([
        ("Type", name("DeveloperExtensions")),
        ("BaseVersion", name("1.7")),
        ("ExtensionLevel", Object::Integer(5)),
    ]);
    dict([
        ("ISO_", Object::Array(vec![Object::Dict(ed25519)])),
        ("ESIC", Object::Dict(store)),
    ])
}

/// Numbers of the pages in their order.
fn pages(pdf: &Pdf<'_>, catalog: &Dict) -> Result<Vec<u32>, Fault> {
    let root = catalog
        .get(&b"Pages"[..])
        .and_then(Object::reference)
        .ok_or(Fault::Malformed)?;
    let (mut waiting, mut out, mut seen) = (vec![root], Vec::new(), BTreeSet::new());
    while let Some(number) = waiting.pop() {
        // A tree has each node once: in a ring, or with one large node a million times, there is no end.
        if !seen.insert(number) {
            return Err(Fault::Malformed);
        }
        let node = pdf.dict(number)?;
        match node.get(&b"Kids"[..]) {
            Some(kids) => {
                let kids = kids.array().ok_or(Fault::Malformed)?.iter().rev();
                let kids: Option<Vec<u32>> = kids.map(Object::reference).collect();
                waiting.extend(kids.ok_or(Fault::Malformed)?);
            }
            None => out.push(number),
        }
    }
    Ok(out)
}

/// An agreement has a handful, and one more for each later timestamp.
const MOST_FIELDS: usize = 1_000;

/// Names of the signature fields.
///
/// # Errors
/// Faults of reading.
pub fn names(pdf: &Pdf<'_>) -> Result<Vec<String>, Fault> {
    let all = fields(pdf, pdf.revisions.len())?;
    Ok(all.into_iter().map(|(name, ..)| name).collect())
}

/// The signature fields: name, number and dictionary of each, in their order.
///
/// # Errors
/// Faults of reading.
pub(crate) fn fields(pdf: &Pdf<'_>, revisions: usize) -> Result<Vec<(String, u32, Dict)>, Fault> {
    let in_dict = |number| match pdf.object_in(revisions, number)?.value {
        Object::Dict(dict) => Ok(dict),
        _ => Err(Fault::Malformed),
    };
    let catalog = in_dict(pdf.root())?;
    let Some(form) = catalog.get(&b"AcroForm"[..]) else {
        return Ok(Vec::new());
    };
    let form = in_dict(form.reference().ok_or(Fault::Malformed)?)?;
    let all = form
        .get(&b"Fields"[..])
        .and_then(Object::array)
        .ok_or(Fault::Malformed)?;
    if all.len() > MOST_FIELDS {
        return Err(Fault::TooLarge);
    }
    let (mut out, mut seen) = (Vec::new(), BTreeSet::new());
    for field in all {
        let number = field.reference().ok_or(Fault::Malformed)?;
        if !seen.insert(number) {
            return Err(Fault::Malformed);
        }
        let dict = in_dict(number)?;
        let name = dict.get(&b"T"[..]).and_then(Object::string).ok_or(Fault::Malformed)?;
        let name = std::str::from_utf8(name).map_err(|_| Fault::Malformed)?.to_owned();
        if dict.get(&b"FT"[..]).is_some_and(|kind| kind.is_name("Sig")) {
            out.push((name, number, dict));
        }
    }
    Ok(out)
}
