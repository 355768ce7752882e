//! Timestamps of later years against the log's tree: each is a leaf of its own.

use super::super::RENEWALS;
use super::{Check, FaultCode};
use crate::hash::Digest;
use crate::id::CaseId;
use crate::mark::SignedFile;
use crate::merkle::{self, Checkpoint};
use crate::renewal::Logged;
use pades::sign::Kind;
use pades::verify::Report;

impl Check<'_> {
    /// Reads what the dossier says was stamped again, and proves that the tree holds it.
    pub(super) fn logged_renewals(&mut self, case: CaseId, checkpoint: &Checkpoint) {
        if self.file(RENEWALS).is_none() {
            return;
        }
        let Some(all) = self.json::<Vec<Logged>>(RENEWALS) else {
            return;
        };
        for (i, logged) in all.iter().enumerate() {
            let leaf = merkle::leaf(&logged.renewal.hash());
            let proven = logged.inclusion.root(leaf, checkpoint.size) == Some(checkpoint.root);
            if proven && logged.renewal.case == case {
                self.renewals.push(logged.renewal);
            } else {
                self.fault(&format!("{RENEWALS}:{}", i + 1), FaultCode::NotInTheLog);
            }
        }
    }

    /// Every timestamp in `pdf` after the first is one the tree holds, over the `document` the case's log
    /// names.
    pub(super) fn renewed(&mut self, name: &str, document: Digest, report: &Report, pdf: &[u8]) {
        let stamps = report.signatures.iter().filter(|it| it.kind == Kind::Stamp);
        for stamp in stamps.skip(1) {
            let file = SignedFile {
                digest: Digest::of(pdf.get(..stamp.end).unwrap_or_default()),
                size: stamp.end as u64,
            };
            let known = |it: &crate::renewal::Renewal| it.document == document && it.file == file;
            if !self.renewals.iter().any(known) {
                self.fault(&format!("{name}#{}", stamp.field), FaultCode::ProofMissing);
            }
        }
    }
}
