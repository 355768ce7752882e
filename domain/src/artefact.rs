//! What signing leaves behind beside entries, each a leaf of the log's tree: every certificate that was issued,
//! used or not, every document as it went to be signed, every signature and every timestamp. An authority that
//! issues in secret, or a signature nobody was told of, is then missing where it must be. Byte format:
//! `docs/spec/log.md`.

use crate::hash::{Digest, Salt};
use crate::id::CaseId;
use crate::merkle::Inclusion;
use crate::moment::Timestamp;
use crate::text::canonical_json;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ArtefactKind {
    /// SHA-256 of a certificate in DER, whatever became of it.
    Certificate,
    /// Commitment to where and with what somebody signed; the values can be erased.
    Circumstances,
    /// SHA-256 of a document before its first signature.
    Document,
    /// SHA-256 of the bare signature over the signed attributes.
    Signature,
    /// SHA-256 of an RFC 3161 token in DER.
    Timestamp,
}

/// One of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Artefact {
    /// When the portal had it.
    pub at: Timestamp,
    /// Absent where it is no case's: authorities' own certificates, letters, seals over dossiers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<CaseId>,
    pub digest: Digest,
    pub kind: ArtefactKind,
    /// Random: the leaf tells nothing to who does not have the record.
    pub salt: Salt,
}

impl Artefact {
    /// What is hashed.
    pub fn bytes(&self) -> Vec<u8> {
        ["maplebridge/artefact/v1\n", &canonical_json(self)]
            .concat()
            .into_bytes()
    }

    /// Data of its leaf.
    pub fn hash(&self) -> Digest {
        Digest::of(&self.bytes())
    }
}

/// One in a dossier, with its proof.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoggedArtefact {
    pub artefact: Artefact,
    pub inclusion: Inclusion,
}
