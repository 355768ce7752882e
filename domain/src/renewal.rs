//! A timestamp of later years (EN 319 142-1 §5.5) as a leaf of the log's tree: the case is long over, and
//! gets no entry of it. Byte format: `docs/spec/log.md`.

use crate::hash::Digest;
use crate::id::CaseId;
use crate::mark::SignedFile;
use crate::merkle::Inclusion;
use crate::moment::Timestamp;
use crate::text::canonical_json;
use serde::{Deserialize, Serialize};

/// A sealed document that was stamped once more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Renewal {
    /// When, in the portal's words; the timestamp proves it.
    pub at: Timestamp,
    pub case: CaseId,
    /// The file the case's log names.
    pub document: Digest,
    /// The file with the further timestamp, which begins with the one before.
    pub file: SignedFile,
}

impl Renewal {
    /// What is hashed.
    pub fn bytes(&self) -> Vec<u8> {
        ["maplebridge/renewal/v1\n", &canonical_json(self)]
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
pub struct Logged {
    pub inclusion: Inclusion,
    pub renewal: Renewal,
}
