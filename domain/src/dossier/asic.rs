//! The container's manifest (ASiC-E with CAdES, ETSI EN 319 162-1 §4.4): which file the signature is
//! over, with the digest of each. It has one spelling, so that a reader writes it again and compares.

use super::container::File;
use crate::hash::Digest;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

pub const MANIFEST: &str = "META-INF/ASiCManifest.xml";
pub const SIGNATURE: &str = "META-INF/signature.p7s";

const HEAD: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
    "<asic:ASiCManifest xmlns:asic=\"http://uri.etsi.org/02918/v1.2.1#\" xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\">\n",
    "<asic:SigReference URI=\"META-INF/signature.p7s\" MimeType=\"application/pkcs7-signature\"/>\n",
);
const FOOT: &str = "</asic:ASiCManifest>\n";

/// The manifest over `files`, in their order. Names of containers need no escaping.
pub fn manifest(files: &[File]) -> String {
    let lines: String = files.iter().map(line).collect();
    [HEAD, &lines, FOOT].concat()
}

fn line(file: &File) -> String {
    let digest = BASE64_STANDARD.encode(Digest::of(&file.bytes).0);
    format!(
        "<asic:DataObjectReference URI=\"{}\"{}><ds:DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/>\
         <ds:DigestValue>{digest}</ds:DigestValue></asic:DataObjectReference>\n",
        file.name,
        media_type(&file.name),
    )
}

/// As an attribute; none for evidence, which is of any type.
fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("pdf") => " MimeType=\"application/pdf\"",
        Some("json") => " MimeType=\"application/json\"",
        Some("jsonl" | "txt") => " MimeType=\"text/plain\"",
        _ => "",
    }
}

/// What in a manifest is not as [`manifest`] has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// It lists other files, or is written otherwise.
    Form,
    /// The file has another digest.
    Digest(String),
}

/// Compares `found` with the manifest over `files`.
pub fn differences(found: &[u8], files: &[File]) -> Vec<Difference> {
    let ours = manifest(files);
    if ours.as_bytes() == found {
        return Vec::new();
    }
    let Ok(found) = std::str::from_utf8(found) else {
        return vec![Difference::Form];
    };
    // The same but for the digests?
    let (ours, found): (Vec<_>, Vec<_>) = (ours.split('\n').collect(), found.split('\n').collect());
    let bare = |line: &str| {
        let (before, rest) = line.split_once("<ds:DigestValue>")?;
        let (_, after) = rest.split_once("</ds:DigestValue>")?;
        Some([before, after].concat())
    };
    let same = ours.len() == found.len()
        && ours
            .iter()
            .zip(&found)
            .all(|(ours, found)| ours == found || bare(ours).is_some_and(|bare_ours| bare(found) == Some(bare_ours)));
    if !same {
        return vec![Difference::Form];
    }
    let listed = &found[found.len() - 2 - files.len()..];
    let changed = files
        .iter()
        .zip(listed)
        .filter(|(file, found)| line(file).trim_end() != **found);
    changed.map(|(file, _)| Difference::Digest(file.name.clone())).collect()
}
