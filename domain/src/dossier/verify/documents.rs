//! Documents, evidence and disclosed values against what the replayed case says of them.

use super::super::{AGREEMENT, CHECKPOINT, DISCLOSURES, ENTRIES, INCLUSION, TERMS};
use super::{Check, FaultCode};
use crate::case::Case;
use crate::hash::Digest;
use std::collections::{BTreeMap, BTreeSet};

impl Check<'_> {
    pub(super) fn documents(&mut self, case: &Case) {
        let always = [
            "mimetype",
            "manifest.json",
            "manifest.sig",
            ENTRIES,
            DISCLOSURES,
            INCLUSION,
            CHECKPOINT,
        ];
        let mut expected: BTreeSet<String> = always.into_iter().map(str::to_owned).collect();
        if let Some(agreement) = &case.agreement {
            let (document, size) = (agreement.file.digest, Some(agreement.file.size));
            self.document(
                AGREEMENT,
                document,
                size,
                FaultCode::NotTheSignedDocument,
                &mut expected,
            );
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
            let (document, size) = (decision.document, Some(decision.size));
            self.document(&name, document, size, FaultCode::NotTheIssuedDocument, &mut expected);
            if decision.marked {
                self.sealed(&name, institution);
            }
        }
        for (i, paper) in case.papers.iter().enumerate() {
            let name = format!("documents/paper-{}.pdf", i + 1);
            let (document, size) = (paper.document, Some(paper.size));
            self.document(&name, document, size, FaultCode::NotTheIssuedDocument, &mut expected);
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
