//! The document security store: what a reader needs when our servers are gone (EN 319 142-1 §5.4.2).

use crate::fault::Fault;
use crate::file::Pdf;
use crate::form::{dict, entry, name};
use crate::object::{Dict, Object};
use crate::update::Update;
use std::collections::BTreeSet;

/// Of each: more than thirteen timestamps of later years need. Every one is tried against every certificate.
const MOST: usize = 200;

/// Certificates and revocation lists, in DER.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Store {
    pub certificates: Vec<Vec<u8>>,
    pub lists: Vec<Vec<u8>>,
}

/// A new revision that encloses `store` beside whatever was enclosed before.
///
/// # Errors
/// Faults of reading.
pub fn enclose(bytes: &[u8], store: &Store) -> Result<Vec<u8>, Fault> {
    let pdf = Pdf::read(bytes)?;
    let mut update = Update::of(&pdf)?;
    let mut catalog = pdf.dict(pdf.root())?;
    let known = match catalog.get(&b"DSS"[..]) {
        None => Dict::new(),
        Some(known) => pdf.dict(known.reference().ok_or(Fault::Malformed)?)?,
    };
    let mut list = |key: &[u8], new: &[Vec<u8>]| {
        let mut all = known.get(key).and_then(Object::array).unwrap_or_default().to_vec();
        all.extend(
            new.iter()
                .map(|der| Object::Reference(update.add_stream(Dict::new(), der))),
        );
        Object::Array(all)
    };
    let (certificates, lists) = (list(b"Certs", &store.certificates), list(b"CRLs", &store.lists));
    let dss = dict([("Type", name("DSS")), ("Certs", certificates), ("CRLs", lists)]);
    let number = update.add_dict(&dss);
    catalog.extend([entry("DSS", Object::Reference(number))]);
    update.put(pdf.root(), &catalog);
    Ok(update.write().bytes)
}

/// Everything enclosed so far.
///
/// # Errors
/// Faults of reading.
pub fn enclosed(pdf: &Pdf<'_>) -> Result<Store, Fault> {
    let catalog = pdf.dict(pdf.root())?;
    let Some(dss) = catalog.get(&b"DSS"[..]) else {
        return Ok(Store::default());
    };
    let dss = pdf.dict(dss.reference().ok_or(Fault::Malformed)?)?;
    let list = |key: &[u8]| -> Result<Vec<Vec<u8>>, Fault> {
        let all = dss.get(key).and_then(Object::array).ok_or(Fault::Malformed)?;
        if all.len() > MOST {
            return Err(Fault::TooLarge);
        }
        let mut seen = BTreeSet::new();
        all.iter()
            .map(|object| {
                let number = object.reference().ok_or(Fault::Malformed)?;
                if !seen.insert(number) {
                    return Err(Fault::Malformed);
                }
                let stream = pdf.object(number)?.stream;
                Ok(pdf.bytes[stream.ok_or(Fault::Malformed)?].to_vec())
            })
            .collect()
    };
    Ok(Store {
        certificates: list(b"Certs")?,
        lists: list(b"CRLs")?,
    })
}

/// What the last revision of `pdf` encloses beyond `base`, if it does nothing else.
///
/// # Errors
/// [`Fault::Changed`] if it does.
pub fn find(base: &[u8], pdf: &Pdf<'_>) -> Result<Store, Fault> {
    let before = enclosed(&Pdf::read(base)?)?;
    let now = enclosed(pdf)?;
    let (certificates, lists) = (before.certificates.len(), before.lists.len());
    let new = Store {
        certificates: now.certificates.get(certificates..).ok_or(Fault::Changed)?.to_vec(),
        lists: now.lists.get(lists..).ok_or(Fault::Changed)?.to_vec(),
    };
    if enclose(base, &new)? == pdf.bytes {
        Ok(new)
    } else {
        Err(Fault::Changed)
    }
}
