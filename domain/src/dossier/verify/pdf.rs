//! Checks one signed document on its own, without its dossier: who signed, when, and whether
//! anything was done to it since.

use super::super::TrustRoot;
use super::{Fault, FaultCode};
use crate::moment::Timestamp;
use pades::path::Roots;
use pades::sign::Kind;
use serde::{Deserialize, Serialize};

/// What a document says of its signatures. Worth believing only where `valid`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentReport {
    pub valid: bool,
    /// `place` is the field's name, or `pdf`.
    pub faults: Vec<Fault>,
    /// In the order of signing.
    pub signatures: Vec<DocumentSignature>,
    /// Sealed for later: a timestamp over everything, revocation lists enclosed (B-LTA).
    pub lasting: bool,
    /// Until when the last timestamp proves it; before then it must be stamped again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentSignature {
    pub field: String,
    pub kind: SignatureKind,
    /// As the certificate says.
    pub name: String,
    /// `urn:maplebridge:…`: what else the certificate says of the signer.
    pub claims: Vec<String>,
    /// As the timestamp proves.
    pub at: Timestamp,
    /// The first bytes of the file, as many, are what was signed then.
    pub end: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignatureKind {
    Person,
    Seal,
    Timestamp,
}

/// Checks the signatures in a PDF against the authorities in `trust`. A shortened file is an
/// earlier copy and may be valid as such; only the dossier proves which is the last.
pub fn verify_document(bytes: &[u8], trust: &TrustRoot) -> DocumentReport {
    let fault = |place: &str, code: FaultCode| Fault {
        place: place.into(),
        code: code.code().into(),
        refusal: None,
    };
    let roots: Vec<Vec<u8>> = trust.roots.iter().map(|root| root.0.clone()).collect();
    let roots = match Roots::read(&roots) {
        Ok(read) if !roots.is_empty() => read,
        _ => {
            return DocumentReport {
                faults: vec![fault("pdf", FaultCode::RootsMissing)],
                ..DocumentReport::default()
            };
        }
    };
    let found = pades::verify::verify(bytes, &roots);
    let until = found.until().map(|until| Timestamp(until * 1_000));
    let faults = found.findings.iter();
    let signatures = found.signatures.into_iter().map(|it| DocumentSignature {
        field: it.field,
        kind: match it.kind {
            Kind::Approval => SignatureKind::Person,
            Kind::Seal => SignatureKind::Seal,
            Kind::Stamp => SignatureKind::Timestamp,
        },
        name: it.by,
        claims: it.claims,
        at: Timestamp(it.at * 1_000),
        end: it.end as u64,
    });
    DocumentReport {
        valid: found.findings.is_empty(),
        faults: faults.map(|it| fault(&it.place, FaultCode::of(it.fault))).collect(),
        signatures: signatures.collect(),
        lasting: found.lasting,
        until,
    }
}
