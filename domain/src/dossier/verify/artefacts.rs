//! What signing left behind, against the log's tree: what was logged must be there, and whatever a mark in the
//! agreement rests on must have been logged.

use super::super::{AGREEMENT, ARTEFACTS};
use super::{Check, FaultCode};
use crate::artefact::{ArtefactKind, LoggedArtefact};
use crate::case::Agreement;
use crate::hash::Digest;
use crate::id::CaseId;
use crate::merkle::{self, Checkpoint};
use pades::sign::Kind;
use pades::verify::{Report, Signature};

impl Check<'_> {
    /// Reads what the dossier says was logged of the case, and proves that the tree holds it.
    pub(super) fn logged_artefacts(&mut self, case: CaseId, checkpoint: &Checkpoint) {
        if self.file(ARTEFACTS).is_none() {
            return;
        }
        let Some(all) = self.json::<Vec<LoggedArtefact>>(ARTEFACTS) else {
            return;
        };
        for (i, LoggedArtefact { artefact, inclusion }) in all.iter().enumerate() {
            let proven = inclusion.root(merkle::leaf(&artefact.hash()), checkpoint.size) == Some(checkpoint.root);
            if proven && artefact.case == Some(case) {
                self.artefacts.insert((artefact.kind, artefact.digest));
            } else {
                self.fault(&format!("{ARTEFACTS}:{}", i + 1), FaultCode::NotInTheLog);
            }
        }
    }

    /// Certificate, signature and timestamp of each mark in the agreement are leaves, if the agreement itself is:
    /// an earlier version logged none.
    pub(super) fn all_logged(&mut self, agreement: &Agreement, report: &Report) {
        if !self.artefacts.contains(&(ArtefactKind::Document, agreement.document)) {
            return;
        }
        for signature in &report.signatures {
            if wanted(signature).iter().any(|it| !self.artefacts.contains(it)) {
                self.fault(&format!("{AGREEMENT}#{}", signature.field), FaultCode::ProofMissing);
            }
        }
        let certificates = self
            .artefacts
            .iter()
            .filter(|(kind, _)| *kind == ArtefactKind::Certificate);
        let used = |digest: &Digest| {
            let mut present = report.signatures.iter();
            self.certificates.contains(digest) || present.any(|it| Digest::of(&it.certificate) == *digest)
        };
        self.report.artefacts = self.artefacts.len() as u64;
        self.report.certificates_unused = certificates.filter(|(_, digest)| !used(digest)).count() as u64;
    }
}

/// What must have been logged for `signature`. Certificates of institutions are no case's.
fn wanted(signature: &Signature) -> Vec<(ArtefactKind, Digest)> {
    let value = Digest::of(&signature.value);
    if signature.kind == Kind::Stamp {
        return vec![(ArtefactKind::Timestamp, value)];
    }
    let mut out = vec![(ArtefactKind::Signature, value)];
    let stamp = signature.stamp.iter();
    out.extend(stamp.map(|token| (ArtefactKind::Timestamp, Digest::of(token))));
    if signature.kind == Kind::Approval {
        out.push((ArtefactKind::Certificate, Digest::of(&signature.certificate)));
    }
    out
}
