//! Checks a dossier against a trust root. No network, no clock.

mod artefacts;
mod documents;
mod fault;
mod first;
mod marks;
mod packed;
mod pdf;
mod rendering;
mod renewals;
mod replay;
mod ruled;

pub use fault::{Fault, FaultCode};
pub use pdf::{DocumentReport, DocumentSignature, SignatureKind, verify_document};

use super::container::{self, File};
use super::{CHECKPOINT, DISCLOSURES, ENTRIES, INCLUSION, Renderer, Rendering, TrustRoot, is_zero};
use crate::actor::{Assurance, Role};
use crate::artefact::ArtefactKind;
use crate::case::{Case, Stage};
use crate::command::Track;
use crate::hash::{Commitment, Digest, Disclosure};
use crate::id::{CaseId, PersonId};
use crate::log::{self, ChainFault, Entry};
use crate::merkle::{self, Checkpoint, Inclusion};
use crate::moment::Timestamp;
use crate::refusal::Refusal;
use crate::renewal::Renewal;
use crate::seal::Act;
use crate::terms::second::SecondLanguage;
use crate::text::canonical_json;
use crate::witness;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A larger file is no dossier: 200 pieces of evidence of 20 MiB would not be sent by anyone.
pub const MOST_BYTES: u64 = 1 << 30;
/// More than these are an attack on the reader's time.
const MOST_FILES: usize = 1_000;
const MOST_ENTRIES: usize = 50_000;
/// A report stays readable; the first faults say where to look.
const MOST_FAULTS: usize = 200;

/// Who signed what, as the attestation says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signer {
    pub role: Role,
    pub person: PersonId,
    /// As disclosed in the dossier: the agent's name where an organisation signs.
    pub name: Option<String>,
    pub act: Act,
    pub assurance: Assurance,
    pub at: Timestamp,
    pub consent: String,
    /// The staff member who helped, on a device of theirs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub helper: Option<PersonId>,
}

/// What a dossier says, and whether to believe it. Everything but `valid` and `faults` is only
/// worth reading where `valid` is true.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    pub valid: bool,
    pub faults: Vec<Fault>,
    pub case: Option<CaseId>,
    pub number: String,
    /// When the dossier was packed.
    pub made: Option<Timestamp>,
    /// The institution that sealed the whole; none in the first format.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub packed_by: Option<String>,
    /// Names of the parties, as far as disclosed to the reader.
    pub claimant: Option<String>,
    pub respondent: Option<String>,
    pub stage: Option<Stage>,
    pub entries: u64,
    /// Entries whose payload the reader may not see.
    pub redacted: u64,
    pub signers: Vec<Signer>,
    /// Of the agreement's second column; Chinese governs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second_language: Option<SecondLanguage>,
    /// Of the agreement, made again as it was presented; absent without one, or where something else is wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rendering: Option<Rendering>,
    /// The mediation body whose seal the agreement bears.
    pub sealed_by: Option<String>,
    pub effective_at: Option<Timestamp>,
    pub filed: Option<Track>,
    pub filed_at: Option<Timestamp>,
    /// Number of the decision document.
    pub decision: Option<String>,
    /// The institution whose seal the decision bears.
    pub decided_by: Option<String>,
    pub granted: Option<bool>,
    pub enforceable_at: Option<Timestamp>,
    /// Pieces of evidence enclosed.
    pub evidence: u64,
    pub checkpoint_size: u64,
    /// Certificates, signatures, timestamps and the like of this case that are leaves of the log by themselves;
    /// none in dossiers of earlier versions.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub artefacts: u64,
    /// Certificates among them that no signature in the agreement rests on: given to somebody who then did not
    /// sign, or signed wording that was given up.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub certificates_unused: u64,
    /// Who cosigned the checkpoint.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub witnesses: Vec<Cosigned>,
}

/// A witness of the trust root that cosigned, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cosigned {
    pub name: String,
    pub at: Timestamp,
}

struct Check<'a> {
    trust: &'a TrustRoot,
    files: Vec<File>,
    values: BTreeMap<Commitment, Disclosure>,
    /// Marks in the agreement that the log speaks of, in their order.
    marks: Vec<marks::Logged>,
    /// Timestamps of later years that the tree holds.
    renewals: Vec<Renewal>,
    /// What signing left behind, as far as the tree holds it.
    artefacts: BTreeSet<(ArtefactKind, Digest)>,
    /// What the certificate of the packer's seal says of it.
    packer: Vec<String>,
    /// The case as it stood when its agreement was presented, and when that was.
    presented: Option<(Case, Timestamp)>,
    /// The same of agreements that both talked about anew, with who signed and sealed them.
    earlier: Vec<replay::Earlier>,
    /// Certificates in agreements before the present one.
    certificates: BTreeSet<Digest>,
    /// Field and name of each signature in the agreement, as its certificate says.
    names: Vec<(String, String)>,
    report: Report,
}

/// Checks everything, in this order: container, manifest and seal, chain, inclusion in the log, disclosed
/// values, every event against the rules with its signatures and seals, documents.
pub fn verify(bytes: &[u8], trust: &TrustRoot) -> Report {
    verify_rendering(bytes, trust, &|_| Err(Rendering::NotHere))
}

/// The same, and at last whether the agreement that was presented is the one that `render` makes of the
/// dossier. Only what held so far is rendered: a file from nowhere is not typeset.
pub fn verify_rendering(bytes: &[u8], trust: &TrustRoot, render: Renderer<'_>) -> Report {
    let mut check = Check {
        trust,
        files: Vec::new(),
        values: BTreeMap::new(),
        marks: Vec::new(),
        renewals: Vec::new(),
        artefacts: BTreeSet::new(),
        packer: Vec::new(),
        presented: None,
        earlier: Vec::new(),
        certificates: BTreeSet::new(),
        names: Vec::new(),
        report: Report::default(),
    };
    match container::read(bytes) {
        Ok(opened) => {
            for name in &opened.damaged {
                check.fault(name, FaultCode::ContentDamaged);
            }
            check.files = opened.files;
            check.run(render);
        }
        Err(malformed) => check.fault(&format!("byte {}", malformed.at), FaultCode::ContainerMalformed),
    }
    check.report.valid = check.report.faults.is_empty();
    check.report
}

impl Check<'_> {
    fn fault(&mut self, place: &str, code: FaultCode) {
        self.refused(place, code, None);
    }

    fn refused(&mut self, place: &str, code: FaultCode, refusal: Option<Refusal>) {
        if self.report.faults.len() < MOST_FAULTS {
            self.report.faults.push(Fault {
                place: place.into(),
                code: code.code().into(),
                refusal,
            });
        }
    }

    fn file(&self, name: &str) -> Option<&[u8]> {
        self.files
            .iter()
            .find(|file| file.name == name)
            .map(|file| file.bytes.as_slice())
    }

    /// Reads canonical JSON: data in any other spelling is a fault, for a byte could then change
    /// without changing its meaning.
    fn json<T: serde::de::DeserializeOwned + Serialize>(&mut self, name: &str) -> Option<T> {
        let read: Option<T> = self.file(name).and_then(|bytes| serde_json::from_slice(bytes).ok());
        match &read {
            None => self.fault(name, FaultCode::Unreadable),
            Some(value) if self.file(name) != Some(canonical_json(value).as_bytes()) => {
                self.fault(name, FaultCode::NotCanonical);
            }
            Some(_) => {}
        }
        read
    }

    fn run(&mut self, render: Renderer<'_>) {
        if self.files.len() > MOST_FILES {
            return self.fault("mimetype", FaultCode::TooMany);
        }
        let Some(head) = self.head() else { return };
        let Some(entries) = self.entries(head.case) else {
            return;
        };
        self.inclusion(head.case, &entries);
        self.disclosed();
        let case = self.replay(&head, &entries);
        self.packed_by_body(&case);
        self.documents(&case);
        self.rendered(&case, render);
        self.conclude(&case);
    }

    /// The chain from the first entry on. Without an unbroken chain nothing else is worth reading.
    fn entries(&mut self, case: CaseId) -> Option<Vec<Entry>> {
        let text = self
            .file(ENTRIES)
            .and_then(|bytes| std::str::from_utf8(bytes).ok())
            .and_then(|text| text.strip_suffix('\n'))
            .map(str::to_owned);
        let Some(text) = text else {
            self.fault(ENTRIES, FaultCode::Unreadable);
            return None;
        };
        let mut entries = Vec::new();
        for (i, line) in text.split('\n').enumerate() {
            let place = format!("{ENTRIES}:{}", i + 1);
            if i == MOST_ENTRIES {
                self.fault(&place, FaultCode::TooMany);
                return None;
            }
            let Ok(entry) = serde_json::from_str::<Entry>(line) else {
                self.fault(&place, FaultCode::Unreadable);
                return None;
            };
            if canonical_json(&entry) != line {
                self.fault(&place, FaultCode::NotCanonical);
            }
            entries.push(entry);
        }
        if let Err((seq, fault)) = log::check_chain(case, &entries) {
            let code = match fault {
                ChainFault::HeaderUnreadable => FaultCode::ChainHeaderUnreadable,
                ChainFault::WrongCase => FaultCode::ChainWrongCase,
                ChainFault::Gap => FaultCode::ChainGap,
                ChainFault::BrokenLink => FaultCode::ChainBrokenLink,
                ChainFault::PayloadSwapped => FaultCode::ChainPayloadSwapped,
                ChainFault::PayloadUnreadable => FaultCode::EventUnknown,
            };
            self.fault(&format!("{ENTRIES}:{seq}"), code);
            return None;
        }
        self.report.entries = entries.len() as u64;
        self.report.redacted = entries.iter().filter(|entry| entry.payload.is_none()).count() as u64;
        Some(entries)
    }

    fn inclusion(&mut self, case: CaseId, entries: &[Entry]) {
        let Some(checkpoint) = self.checkpoint() else {
            self.fault(CHECKPOINT, FaultCode::CheckpointInvalid);
            return;
        };
        self.report.checkpoint_size = checkpoint.size;
        self.logged_renewals(case, &checkpoint);
        self.logged_artefacts(case, &checkpoint);
        let Some(proofs) = self.json::<Vec<Inclusion>>(INCLUSION) else {
            return;
        };
        if proofs.len() != entries.len() {
            self.fault(INCLUSION, FaultCode::ProofMissing);
            return;
        }
        for (i, (entry, proof)) in entries.iter().zip(&proofs).enumerate() {
            if proof.root(merkle::leaf(&entry.hash()), checkpoint.size) != Some(checkpoint.root) {
                self.fault(&format!("{INCLUSION}:{}", i + 1), FaultCode::NotInTheLog);
            }
        }
    }

    /// The checkpoint, signed by the log and cosigned by as many witnesses as the reader wants.
    fn checkpoint(&mut self) -> Option<Checkpoint> {
        let note = self
            .file(CHECKPOINT)
            .and_then(|bytes| std::str::from_utf8(bytes).ok())?;
        let witnessed = witness::open(note, &self.trust.log, &self.trust.witnesses)?;
        if witnessed.checkpoint.origin != self.trust.origin {
            return None;
        }
        for name in &witnessed.forged {
            self.fault(&format!("{CHECKPOINT}#{name}"), FaultCode::CosignatureInvalid);
        }
        if (witnessed.by.len() as u64) < self.trust.quorum {
            self.fault(CHECKPOINT, FaultCode::WitnessesMissing);
        }
        let by = witnessed.by.into_iter();
        self.report.witnesses = by.map(|(name, at)| Cosigned { name, at }).collect();
        Some(witnessed.checkpoint)
    }

    fn disclosed(&mut self) {
        let disclosures: Vec<Disclosure> = self.json(DISCLOSURES).unwrap_or_default();
        self.values = disclosures
            .into_iter()
            .map(|disclosure| (disclosure.commitment(), disclosure))
            .collect();
    }

    /// The value behind `commitment`, if it was disclosed to the reader.
    fn value(&self, commitment: Commitment) -> Option<String> {
        self.values.get(&commitment).map(|disclosure| disclosure.value.clone())
    }
}
