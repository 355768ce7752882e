//! The dossier: one file that a court checks offline. Byte format: `docs/spec/dossier.md`.

pub mod asic;
pub mod container;
mod rendering;
mod told;
mod verify;

pub use rendering::{Presented, Renderer, Rendering, Source};
pub use told::told;
pub use verify::{
    Cosigned, DocumentReport, DocumentSignature, Fault, FaultCode, MOST_BYTES, Report, SignatureKind, Signer, verify,
    verify_document, verify_rendering,
};

use crate::artefact::LoggedArtefact;
use crate::binary::Binary;
use crate::hash::{Digest, Disclosure, PublicKey};
use crate::id::{CaseId, OrgId};
use crate::log::Entry;
use crate::merkle::Inclusion;
use crate::moment::Timestamp;
use crate::renewal;
use crate::terms::Terms;
use crate::text::canonical_json;
use crate::witness::Witness;
use container::File;
use serde::{Deserialize, Serialize};

pub const MEDIA_TYPE: &str = "application/vnd.etsi.asic-e+zip";
const HEAD: &str = "case/dossier.json";
const ENTRIES: &str = "case/entries.jsonl";
const DISCLOSURES: &str = "case/disclosures.json";
const INCLUSION: &str = "log/inclusion.json";
const CHECKPOINT: &str = "log/checkpoint.txt";
const RENEWALS: &str = "log/renewals.json";
const ARTEFACTS: &str = "log/artefacts.json";
const AGREEMENT: &str = "documents/agreement.pdf";
const TERMS: &str = "documents/terms.json";
const TRANSLATION: &str = "documents/translation.json";
const RENDERING: &str = "documents/rendering.json";

/// Whom the reader trusts; obtained apart from the dossier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TrustRoot {
    /// Origin of the log's checkpoints.
    pub origin: String,
    /// Signs checkpoints.
    pub log: PublicKey,
    /// Signs attestations of signers.
    pub attestor: PublicKey,
    /// Signed dossiers of the first format.
    pub dossier: PublicKey,
    /// Institutions' seals.
    pub seals: Vec<TrustedSeal>,
    /// Certificates (DER) of the authorities behind the marks in documents and their timestamps.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roots: Vec<Binary>,
    /// Who cosigns the log's checkpoints.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub witnesses: Vec<Witness>,
    /// How many of them must have cosigned; a reader who wants none takes the log's word alone.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub quorum: u64,
}

#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_zero(number: &u64) -> bool {
    *number == 0
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TrustedSeal {
    pub org: OrgId,
    pub name: String,
    pub key: PublicKey,
}

/// What a dossier is made of. Documents and evidence are `(name, bytes)` below their folder.
pub struct Contents<'a> {
    pub case: CaseId,
    pub number: &'a str,
    pub made: Timestamp,
    /// The whole chain, as its reader may see it.
    pub entries: &'a [Entry],
    pub disclosures: &'a [Disclosure],
    /// One proof for each entry, in order.
    pub inclusion: &'a [Inclusion],
    /// The signed note that covers them, cosigned or not.
    pub checkpoint: &'a str,
    /// Timestamps of later years in the documents below, each with its proof.
    pub renewals: &'a [renewal::Logged],
    /// What signing left behind, each with its proof.
    pub artefacts: &'a [LoggedArtefact],
    pub agreement: Option<&'a [u8]>,
    pub terms: Option<&'a Terms>,
    /// What the agreement's second column says, as it was presented.
    pub translation: Option<&'a [u8]>,
    /// What the agreement was made of beside the log.
    pub rendering: Option<&'a Source>,
    /// Agreements before the present one ([`crate::case::Case::settled`]), in their order.
    pub earlier: &'a [Vec<u8>],
    pub decisions: &'a [Vec<u8>],
    /// Papers of the case in the order they were issued.
    pub papers: &'a [Vec<u8>],
    /// Evidence by digest.
    pub evidence: &'a [Vec<u8>],
}

/// `case/dossier.json`: what the dossier is of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    pub case: CaseId,
    pub format: String,
    /// When it was packed; its seal says the same, in whole seconds.
    pub made: Timestamp,
    pub number: String,
}

pub const FORMAT: &str = "maplebridge/dossier/v2";

/// A dossier that waits for the seal over its manifest.
pub struct Unsealed {
    manifest: Vec<u8>,
    files: Vec<File>,
}

impl Unsealed {
    /// Packs `contents`.
    pub fn of(contents: &Contents<'_>) -> Self {
        let files = files(contents);
        Self {
            manifest: asic::manifest(&files).into_bytes(),
            files,
        }
    }

    /// What is to be sealed ([`pades::detached`]), saying [`Contents::made`].
    pub fn manifest(&self) -> &[u8] {
        &self.manifest
    }

    /// The finished container.
    pub fn sealed(self, seal: Vec<u8>) -> Vec<u8> {
        let file = |name: &str, bytes: Vec<u8>| File {
            name: name.into(),
            bytes,
        };
        let mut all = vec![
            file("mimetype", MEDIA_TYPE.as_bytes().to_vec()),
            file(asic::MANIFEST, self.manifest),
            file(asic::SIGNATURE, seal),
        ];
        all.extend(self.files);
        container::write(&all)
    }
}

/// The `i`th agreement before the present one, from 0.
fn earlier_agreement(i: usize) -> String {
    format!("documents/agreement-before-{}.pdf", i + 1)
}

fn files(contents: &Contents<'_>) -> Vec<File> {
    let mut lines = String::new();
    for entry in contents.entries {
        lines.push_str(&canonical_json(entry));
        lines.push('\n');
    }
    let head = Head {
        case: contents.case,
        format: FORMAT.into(),
        made: contents.made,
        number: contents.number.into(),
    };
    let mut files = vec![
        File {
            name: HEAD.into(),
            bytes: canonical_json(&head).into_bytes(),
        },
        File {
            name: ENTRIES.into(),
            bytes: lines.into_bytes(),
        },
        File {
            name: DISCLOSURES.into(),
            bytes: canonical_json(&contents.disclosures).into_bytes(),
        },
        File {
            name: INCLUSION.into(),
            bytes: canonical_json(&contents.inclusion).into_bytes(),
        },
        File {
            name: CHECKPOINT.into(),
            bytes: contents.checkpoint.as_bytes().to_vec(),
        },
    ];
    if !contents.renewals.is_empty() {
        files.push(File {
            name: RENEWALS.into(),
            bytes: canonical_json(&contents.renewals).into_bytes(),
        });
    }
    if !contents.artefacts.is_empty() {
        files.push(File {
            name: ARTEFACTS.into(),
            bytes: canonical_json(&contents.artefacts).into_bytes(),
        });
    }
    if let Some(agreement) = contents.agreement {
        files.push(File {
            name: AGREEMENT.into(),
            bytes: agreement.to_vec(),
        });
    }
    if let Some(terms) = contents.terms {
        files.push(File {
            name: TERMS.into(),
            bytes: canonical_json(terms).into_bytes(),
        });
    }
    if let Some(translation) = contents.translation {
        files.push(File {
            name: TRANSLATION.into(),
            bytes: translation.to_vec(),
        });
    }
    if let Some(rendering) = contents.rendering {
        files.push(File {
            name: RENDERING.into(),
            bytes: canonical_json(rendering).into_bytes(),
        });
    }
    for (i, agreement) in contents.earlier.iter().enumerate() {
        files.push(File {
            name: earlier_agreement(i),
            bytes: agreement.clone(),
        });
    }
    for (i, decision) in contents.decisions.iter().enumerate() {
        files.push(File {
            name: format!("documents/decision-{}.pdf", i + 1),
            bytes: decision.clone(),
        });
    }
    for (i, paper) in contents.papers.iter().enumerate() {
        files.push(File {
            name: format!("documents/paper-{}.pdf", i + 1),
            bytes: paper.clone(),
        });
    }
    for piece in contents.evidence {
        files.push(File {
            name: format!("evidence/{}", Digest::of(piece)),
            bytes: piece.clone(),
        });
    }
    files
}
