//! The marks in the agreement's PDF against the log: the same people, keys and files; and the seals
//! in decisions.

use super::super::AGREEMENT;
use super::{Check, FaultCode};
use crate::actor::Role;
use crate::case::{Agreement, Case};
use crate::hash::Digest;
use crate::id::OrgId;
use crate::mark::{Mark, Sealed, SignedFile};
use crate::signer::SignerKey;
use pades::file::Pdf;
use pades::path::Roots;
use pades::sign::Kind;
use pades::verify::{Report, Signature};

/// A mark as the log has it.
pub(super) struct Logged {
    field: &'static str,
    file: Option<SignedFile>,
    by: By,
}

enum By {
    Person { key: SignerKey, mark: Box<Mark> },
    Institution(OrgId),
}

impl Logged {
    pub(super) fn signature(role: Role, key: SignerKey, mark: Mark) -> Self {
        Self {
            field: crate::mark::field(role),
            file: mark.file,
            by: By::Person {
                key,
                mark: Box::new(mark),
            },
        }
    }

    pub(super) fn seal(org: OrgId, sealed: Sealed) -> Self {
        Self {
            field: crate::mark::SEAL,
            file: Some(sealed.file),
            by: By::Institution(org),
        }
    }

    /// `true` if `found` in `pdf`, which was finished at `finished`, is this mark.
    fn is(&self, found: &Signature, pdf: &[u8], finished: usize) -> bool {
        let whole = |end: usize| self.file.is_some_and(|file| ends(pdf, end, file));
        let same = match &self.by {
            By::Person { key, mark } => {
                found.kind == Kind::Approval
                    && found.key == key.public()
                    && found.value == mark.value()
                    && key.digest(&[&found.certificate]) == mark.certificate
                    && whole(found.end)
            }
            // The logged file is the one with the first timestamp over everything.
            By::Institution(org) => {
                found.kind == Kind::Seal && found.claims.contains(&crate::mark::claim("org", org)) && whole(finished)
            }
        };
        same && found.field == self.field
    }
}

fn ends(pdf: &[u8], end: usize, file: SignedFile) -> bool {
    file.size == end as u64 && pdf.get(..end).is_some_and(|bytes| Digest::of(bytes) == file.digest)
}

impl Check<'_> {
    pub(super) fn marked(&mut self, case: &Case, agreement: &Agreement) {
        let Some(pdf) = self.file(AGREEMENT).map(<[u8]>::to_vec) else {
            return;
        };
        let shown = SignedFile {
            digest: agreement.document,
            size: agreement.size,
        };
        let size = usize::try_from(agreement.size).unwrap_or(usize::MAX);
        if !ends(&pdf, size, shown) {
            self.fault(AGREEMENT, FaultCode::NotTheSignedDocument);
            return;
        }
        if self.marks.is_empty() {
            // Nobody has signed yet.
            return;
        }
        if let Some(report) = self.signatures(AGREEMENT, &pdf) {
            let names = report.signatures.iter().map(|it| (it.field.clone(), it.by.clone()));
            self.names = names.collect();
            self.compared(case, &report, &pdf);
            self.all_logged(agreement, &report);
            self.renewed(AGREEMENT, agreement.file.digest, &report, &pdf);
        }
    }

    /// `true` if the document `name` is a PDF with places for marks.
    pub(super) fn has_fields(&self, name: &str) -> bool {
        let read = self.file(name).and_then(|bytes| Pdf::read(bytes).ok());
        read.is_some_and(|pdf| pades::form::names(&pdf).is_ok_and(|names| !names.is_empty()))
    }

    /// An agreement both talked about anew: the log names its finished file, whose signatures hold.
    pub(super) fn marked_earlier(&mut self, name: &str, agreement: &Agreement) {
        let Some(pdf) = self.file(name).map(<[u8]>::to_vec) else {
            return;
        };
        let Some(report) = self.signatures(name, &pdf) else {
            return;
        };
        if !report.lasting {
            self.fault(name, FaultCode::NotLasting);
        }
        let certificates = report.signatures.iter().map(|it| Digest::of(&it.certificate));
        self.certificates.extend(certificates);
        self.renewed(name, agreement.file.digest, &report, &pdf);
    }

    /// The seal of `org` in the document `name`, which the log knows as `known`, and what makes
    /// it last. Whatever follows are further timestamps.
    pub(super) fn sealed(&mut self, name: &str, org: OrgId, known: SignedFile) {
        let Some(pdf) = self.file(name).map(<[u8]>::to_vec) else {
            return;
        };
        let Some(report) = self.signatures(name, &pdf) else {
            return;
        };
        let ours = crate::mark::claim("org", org);
        let same = match report.signatures.as_slice() {
            [seal, stamp, more @ ..] => {
                seal.kind == Kind::Seal
                    && seal.claims.contains(&ours)
                    && stamp.end as u64 == known.size
                    && std::iter::once(stamp).chain(more).all(|it| it.kind == Kind::Stamp)
            }
            _ => false,
        };
        if !same {
            self.fault(name, FaultCode::MarkDiffers);
        }
        if !report.lasting {
            self.fault(name, FaultCode::NotLasting);
        }
        self.renewed(name, known.digest, &report, &pdf);
    }

    /// What the signatures in the document `name` say, if all of them hold.
    fn signatures(&mut self, name: &str, pdf: &[u8]) -> Option<Report> {
        let roots: Vec<Vec<u8>> = self.trust.roots.iter().map(|root| root.0.clone()).collect();
        let roots = match Roots::read(&roots) {
            Ok(read) if !roots.is_empty() => read,
            _ => {
                self.fault(name, FaultCode::RootsMissing);
                return None;
            }
        };
        let report = pades::verify::verify(pdf, &roots);
        for finding in &report.findings {
            let place = format!("{name}#{}", finding.place);
            self.fault(&place, FaultCode::of(finding.fault));
        }
        report.valid().then_some(report)
    }

    fn compared(&mut self, case: &Case, report: &Report, pdf: &[u8]) {
        let sealed = self.marks.iter().any(|it| matches!(it.by, By::Institution(_)));
        let mut stamps = report.signatures.iter().filter(|it| it.kind == Kind::Stamp);
        let finished = stamps.next().map(|first| first.end);
        let marks: Vec<&Signature> = report.signatures.iter().filter(|it| it.kind != Kind::Stamp).collect();
        let same = marks.len() == self.marks.len()
            && marks
                .iter()
                .zip(&self.marks)
                .all(|(found, logged)| logged.is(found, pdf, finished.unwrap_or(pdf.len())));
        if !same || finished.is_some() != sealed {
            self.fault(AGREEMENT, FaultCode::MarkDiffers);
        }
        if case.effective_at.is_some() && !report.lasting {
            self.fault(AGREEMENT, FaultCode::NotLasting);
        }
    }
}
