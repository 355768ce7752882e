//! Documents, evidence and disclosed values against what the replayed case says of them.

use super::super::{AGREEMENT, CHECKPOINT, DISCLOSURES, ENTRIES, INCLUSION, TERMS};
use super::{Check, FaultCode};
use crate::case::Case;
use crate::hash::Digest;
use crate::mark::SignedFile;
use crate::paper::{self, PaperKind};
use std::collections::{BTreeMap, BTreeSet};

impl Check<'_> {
    pub(super) fn documents(&mut self, case: &Case) {
        let (head, [manifest, seal]) = self.own();
        let always = [
            "mimetype",
            manifest,
            seal,
            head,
            ENTRIES,
            DISCLOSURES,
            INCLUSION,
            CHECKPOINT,
        ];
        let mut expected: BTreeSet<String> = always.into_iter().map(str::to_owned).collect();
        if let Some(agreement) = &case.agreement {
            let code = FaultCode::NotTheSignedDocument;
            self.begun(AGREEMENT, agreement.file, agreement.marked, code, &mut expected);
            if agreement.marked {
                self.marked(case, agreement);
            }
        }
        if let Some((_, digest)) = &case.agreed_terms {
            self.document(TERMS, *digest, None, FaultCode::NotTheSignedTerms, &mut expected);
        }
        let decisions = case.applications.iter();
        let decisions = decisions.filter_map(|it| Some((it.institution, it.decision.as_ref()?)));
        for (i, (institution, decision)) in decisions.enumerate() {
            let name = format!("documents/decision-{}.pdf", i + 1);
            let file = SignedFile {
                digest: decision.document,
                size: decision.size,
            };
            let code = FaultCode::NotTheIssuedDocument;
            self.begun(&name, file, decision.marked, code, &mut expected);
            if decision.marked {
                self.sealed(&name, institution, decision.size);
            }
        }
        for (i, paper) in case.papers.iter().enumerate() {
            let name = format!("documents/paper-{}.pdf", i + 1);
            let file = SignedFile {
                digest: paper.document,
                size: paper.size,
            };
            let organ = paper::organ(case, paper.kind).filter(|_| paper.kind == PaperKind::CompletionCertificate);
            let code = FaultCode::NotTheIssuedDocument;
            let longer = self.begun(&name, file, organ.is_some(), code, &mut expected);
            if let Some(org) = organ.filter(|_| longer) {
                self.sealed(&name, org, paper.size);
            }
        }
        // The reader's view holds only evidence he may see: all of it must be enclosed.
        let mut evidence: BTreeMap<Digest, u64> = BTreeMap::new();
        evidence.extend(case.evidence.iter().map(|(_, piece)| (piece.digest, piece.size)));
        for (digest, size) in &evidence {
            let name = format!("evidence/{digest}");
            self.document(&name, *digest, Some(*size), FaultCode::NotInTheCase, &mut expected);
        }
        self.report.evidence = evidence.len() as u64;
        let strays: Vec<String> = self
            .files
            .iter()
            .filter(|file| !expected.contains(&file.name))
            .map(|file| file.name.clone())
            .collect();
        for name in strays {
            self.fault(&name, FaultCode::NotInTheCase);
        }
        self.disclosures(case);
    }

    /// Checks that the file `name` is there and is `known`, or, if it may be `stamped` again, begins
    /// with it; `true` if there is more.
    fn begun(
        &mut self,
        name: &str,
        known: SignedFile,
        stamped: bool,
        code: FaultCode,
        expected: &mut BTreeSet<String>,
    ) -> bool {
        let size = usize::try_from(known.size).unwrap_or(usize::MAX);
        let begins = |bytes: &[u8]| bytes.get(..size).is_some_and(|first| Digest::of(first) == known.digest);
        let longer = stamped && self.file(name).is_some_and(|bytes| bytes.len() > size && begins(bytes));
        if longer {
            expected.insert(name.to_owned());
        } else {
            self.document(name, known.digest, Some(known.size), code, expected);
        }
        longer
    }

    /// Checks that the file `name` is there with that digest and size.
    fn document(
        &mut self,
        name: &str,
        digest: Digest,
        size: Option<u64>,
        code: FaultCode,
        expected: &mut BTreeSet<String>,
    ) {
        expected.insert(name.to_owned());
        let fault = match self.file(name) {
            None => FaultCode::Missing,
            Some(bytes) if Digest::of(bytes) != digest => code,
            Some(bytes) if size.is_some_and(|size| size != bytes.len() as u64) => FaultCode::SizeDiffers,
            Some(_) => return,
        };
        self.fault(name, fault);
    }

    fn disclosures(&mut self, case: &Case) {
        let foreign: Vec<Digest> = self
            .values
            .keys()
            .filter(|commitment| !case.known.contains(*commitment))
            .copied()
            .collect();
        for commitment in foreign {
            self.fault(&format!("{DISCLOSURES}:{commitment}"), FaultCode::NotInTheCase);
        }
    }
}
