//! Documents, evidence and disclosed values against what the replayed case says of them.

use super::super::{
    AGREEMENT, ARTEFACTS, CHECKPOINT, DISCLOSURES, ENTRIES, INCLUSION, RENDERING, RENEWALS, TERMS, TRANSLATION,
    earlier_agreement,
};
use super::{Check, FaultCode};
use crate::case::Case;
use crate::hash::Digest;
use crate::mark::SignedFile;
use crate::paper;
use crate::sight;
use crate::terms::second::Translation;
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
        // Only where something was stamped again.
        if !self.renewals.is_empty() {
            expected.insert(RENEWALS.to_owned());
        }
        if !self.artefacts.is_empty() {
            expected.insert(ARTEFACTS.to_owned());
        }
        for (i, agreement) in case.settled.iter().filter_map(|it| it.agreement.as_ref()).enumerate() {
            let name = earlier_agreement(i);
            let code = FaultCode::NotTheSignedDocument;
            self.begun(&name, agreement.file, agreement.marked, code, &mut expected);
            if agreement.marked {
                self.marked_earlier(&name, agreement);
            }
        }
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
        if let Some(digest) = case.agreement.as_ref().and_then(|it| it.translation) {
            self.document(TRANSLATION, digest, None, FaultCode::NotTheSignedTerms, &mut expected);
            let translation: Option<Translation> = self.json(TRANSLATION);
            let terms = case.agreed_terms.as_ref().map(|(terms, _)| terms);
            if let Some((translation, terms)) = translation.zip(terms) {
                if !translation.fits(terms) {
                    self.fault(TRANSLATION, FaultCode::NotTheSignedTerms);
                }
                self.report.second_language = Some(translation.language);
            }
        }
        if case.agreement.is_some() && self.file(RENDERING).is_some() {
            expected.insert(RENDERING.to_owned());
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
                self.sealed(&name, institution, file);
            }
        }
        for (i, paper) in case.papers.iter().enumerate() {
            let name = format!("documents/paper-{}.pdf", i + 1);
            let file = SignedFile {
                digest: paper.document,
                size: paper.size,
            };
            let organ = paper::organ(case, paper.kind).filter(|_| paper::bears_seal(paper.kind));
            let code = FaultCode::NotTheIssuedDocument;
            let longer = self.begun(&name, file, organ.is_some(), code, &mut expected);
            // An earlier version issued the same papers without a seal inside.
            if let Some(org) = organ.filter(|_| longer || self.has_fields(&name)) {
                self.sealed(&name, org, file);
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
        // Whoever may not see how a clause came about still sees the account in it once it was agreed.
        let mut named = sight::printed(case);
        named.extend(sight::visited(case));
        let foreign: Vec<Digest> = self
            .values
            .keys()
            .filter(|commitment| !case.known.contains(*commitment) && !named.contains(*commitment))
            .copied()
            .collect();
        for commitment in foreign {
            self.fault(&format!("{DISCLOSURES}:{commitment}"), FaultCode::NotInTheCase);
        }
    }
}
