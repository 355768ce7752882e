//! Dossiers of the first format, whose manifest is the portal's own: still read, no longer written.

use super::super::Head;
use super::{Check, FaultCode};
use crate::hash::{Digest, Signature};
use crate::id::CaseId;
use crate::moment::Timestamp;
use serde::{Deserialize, Serialize};

const MEDIA_TYPE: &str = "application/vnd.maplebridge.dossier+zip";
const FORMAT: &str = "maplebridge/dossier/v1";
pub(super) const MANIFEST: &str = "manifest.json";
pub(super) const SIGNATURE: &str = "manifest.sig";

/// `manifest.json`, signed in `manifest.sig`.
#[derive(Serialize, Deserialize)]
struct Manifest {
    format: String,
    case: CaseId,
    number: String,
    made: Timestamp,
    files: Vec<Listed>,
}

#[derive(Serialize, Deserialize)]
struct Listed {
    name: String,
    digest: Digest,
}

impl Check<'_> {
    pub(super) fn first_format(&mut self) -> Option<Head> {
        if self.file("mimetype") != Some(MEDIA_TYPE.as_bytes()) {
            self.fault("mimetype", FaultCode::NotADossier);
            return None;
        }
        let bytes = self.file(MANIFEST)?.to_vec();
        let signature = self
            .file(SIGNATURE)
            .and_then(|text| std::str::from_utf8(text).ok())
            .and_then(|text| text.parse::<Signature>().ok());
        let signed = [b"maplebridge/manifest/v1\n", bytes.as_slice()].concat();
        if !signature.is_some_and(|signature| self.trust.dossier.verifies(&signed, &signature)) {
            self.fault(SIGNATURE, FaultCode::ManifestSignatureInvalid);
        }
        let manifest: Manifest = self.json(MANIFEST)?;
        if manifest.format != FORMAT {
            self.fault(MANIFEST, FaultCode::FormatUnknown);
        }
        let listed: Vec<&str> = manifest.files.iter().map(|file| file.name.as_str()).collect();
        let present: Vec<&str> = self.files[3..].iter().map(|file| file.name.as_str()).collect();
        if listed != present {
            self.fault(MANIFEST, FaultCode::FilesDiffer);
        }
        for listed in &manifest.files {
            if self
                .file(&listed.name)
                .is_some_and(|bytes| Digest::of(bytes) != listed.digest)
            {
                self.fault(&listed.name, FaultCode::DigestDiffers);
            }
        }
        Some(Head {
            case: manifest.case,
            format: manifest.format,
            made: manifest.made,
            number: manifest.number,
        })
    }
}
