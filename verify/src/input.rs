//! Reads the two files, within bounds.

use crate::words::Language;
use domain::dossier::{MOST_BYTES, TrustRoot};
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// A trust root of hundreds of institutions is smaller.
const MOST_TRUST_BYTES: u64 = 1 << 20;

/// Why there is nothing to check.
#[derive(Debug)]
pub struct Unusable {
    path: String,
    why: Why,
}

#[derive(Debug)]
enum Why {
    NotReadable(std::io::Error),
    TooLarge(u64),
    NoTrustRoot(serde_json::Error),
}

impl Unusable {
    pub fn words(&self, language: Language) -> String {
        let path = &self.path;
        match (&self.why, language) {
            (Why::NotReadable(error), Language::Zh) => format!("无法读取 {path}：{error}"),
            (Why::NotReadable(error), Language::En) => format!("cannot read {path}: {error}"),
            (Why::TooLarge(most), Language::Zh) => format!("{path} 超过 {most} 字节，不予核验"),
            (Why::TooLarge(most), Language::En) => format!("{path} is larger than {most} bytes"),
            (Why::NoTrustRoot(error), Language::Zh) => format!("{path} 不是信任根文件：{error}"),
            (Why::NoTrustRoot(error), Language::En) => format!("{path} is no trust root: {error}"),
        }
    }
}

/// # Errors
/// [`Unusable`] if the file cannot be read or is larger than any dossier.
pub fn dossier(path: &Path) -> Result<Vec<u8>, Unusable> {
    read(path, MOST_BYTES)
}

/// # Errors
/// [`Unusable`] if the file cannot be read or holds no trust root.
pub fn trust(path: &Path) -> Result<TrustRoot, Unusable> {
    let bytes = read(path, MOST_TRUST_BYTES)?;
    serde_json::from_slice(&bytes).map_err(|error| unusable(path, Why::NoTrustRoot(error)))
}

fn read(path: &Path, most: u64) -> Result<Vec<u8>, Unusable> {
    let file = File::open(path).map_err(|error| unusable(path, Why::NotReadable(error)))?;
    let mut bytes = Vec::new();
    // Counted while reading: a device or a growing file has no size to ask for.
    file.take(most + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| unusable(path, Why::NotReadable(error)))?;
    if bytes.len() as u64 > most {
        return Err(unusable(path, Why::TooLarge(most)));
    }
    Ok(bytes)
}

fn unusable(path: &Path, why: Why) -> Unusable {
    let path = path.display().to_string();
    Unusable { path, why }
}
