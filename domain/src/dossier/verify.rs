//! Checks a dossier against a trust root. No network, no clock.

use super::container::{self, File};
use super::{AGREEMENT, CHECKPOINT, DISCLOSURES, ENTRIES, FORMAT, INCLUSION, MEDIA_TYPE, Manifest, TERMS, TrustRoot};
use crate::actor::{Assurance, Role};
use crate::case::Case;
use crate::command::{SignedStatement, Track};
use crate::event::Event;
use crate::hash::{Commitment, Digest, Disclosure, Signature};
use crate::id::CaseId;
use crate::log::{self, Entry};
use crate::merkle::{self, Checkpoint, Inclusion};
use crate::moment::Timestamp;
use crate::seal::{self, Act};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Something that does not hold, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// A file of the dossier, `file:entry` or `byte N`.
    pub place: String,
    /// Stable code.
    pub code: String,
}

/// Who signed what, as the attestation says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signer {
    pub role: Role,
    pub act: Act,
    pub assurance: Assurance,
    pub at: Timestamp,
    pub consent: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    pub valid: bool,
    pub faults: Vec<Fault>,
    pub number: String,
    pub entries: u64,
    /// Entries whose payload the reader may not see.
    pub redacted: u64,
    pub signers: Vec<Signer>,
    pub sealed_by: Option<String>,
    pub effective_at: Option<Timestamp>,
    pub filed: Option<Track>,
    pub filed_at: Option<Timestamp>,
    pub decision: Option<String>,
    pub enforceable_at: Option<Timestamp>,
    pub checkpoint_size: u64,
}

struct Check<'a> {
    trust: &'a TrustRoot,
    files: Vec<File>,
    report: Report,
}

/// Checks everything: container, manifest, chain, proofs, checkpoint, signatures, seals, hashes.
pub fn verify(bytes: &[u8], trust: &TrustRoot) -> Report {
    let mut check = Check {
        trust,
        files: Vec::new(),
        report: Report::default(),
    };
    match container::read(bytes) {
        Ok(files) => {
            check.files = files;
            check.run();
        }
        Err(malformed) => check.fault(&format!("byte {}", malformed.at), "container_malformed"),
    }
    check.report.valid = check.report.faults.is_empty();
    check.report
}

impl Check<'_> {
    fn fault(&mut self, place: &str, code: &str) {
        self.report.faults.push(Fault {
            place: place.into(),
            code: code.into(),
        });
    }

    fn file(&self, name: &str) -> Option<&[u8]> {
        self.files
            .iter()
            .find(|file| file.name == name)
            .map(|file| file.bytes.as_slice())
    }

    fn json<T: serde::de::DeserializeOwned>(&mut self, name: &str) -> Option<T> {
        let read = self.file(name).and_then(|bytes| serde_json::from_slice(bytes).ok());
        if read.is_none() {
            self.fault(name, "unreadable");
        }
        read
    }

    fn run(&mut self) {
        let Some(case) = self.manifest() else { return };
        let Some(entries) = self.entries(case) else { return };
        self.inclusion(&entries);
        self.replay(case, &entries);
    }

    fn manifest(&mut self) -> Option<CaseId> {
        let names: Vec<&str> = self.files.iter().map(|file| file.name.as_str()).collect();
        if names.iter().collect::<BTreeSet<_>>().len() != names.len() {
            self.fault("mimetype", "file_twice");
            return None;
        }
        if names.get(..3) != Some(&["mimetype", "manifest.json", "manifest.sig"])
            || self.file("mimetype") != Some(MEDIA_TYPE.as_bytes())
        {
            self.fault("mimetype", "not_a_dossier");
            return None;
        }
        let bytes = self.file("manifest.json")?.to_vec();
        let signature = self
            .file("manifest.sig")
            .and_then(|text| std::str::from_utf8(text).ok())
            .and_then(|text| text.parse::<Signature>().ok());
        if !signature.is_some_and(|signature| self.trust.dossier.verifies(&super::manifest_bytes(&bytes), &signature)) {
            self.fault("manifest.sig", "manifest_signature_invalid");
        }
        let manifest: Manifest = self.json("manifest.json")?;
        if manifest.format != FORMAT {
            self.fault("manifest.json", "format_unknown");
        }
        let listed: Vec<&str> = manifest.files.iter().map(|file| file.name.as_str()).collect();
        let present: Vec<&str> = self.files[3..].iter().map(|file| file.name.as_str()).collect();
        if listed != present {
            self.fault("manifest.json", "files_differ");
        }
        for listed in &manifest.files {
            if self
                .file(&listed.name)
                .is_some_and(|bytes| Digest::of(bytes) != listed.digest)
            {
                self.fault(&listed.name, "digest_differs");
            }
        }
        self.report.number = manifest.number;
        Some(manifest.case)
    }

    fn entries(&mut self, case: CaseId) -> Option<Vec<Entry>> {
        let text = self.file(ENTRIES).and_then(|bytes| std::str::from_utf8(bytes).ok());
        let entries: Option<Vec<Entry>> = text
            .map(|text| text.lines().map(serde_json::from_str).collect::<Result<_, _>>().ok())
            .unwrap_or(None);
        let Some(entries) = entries.filter(|entries| !entries.is_empty()) else {
            self.fault(ENTRIES, "unreadable");
            return None;
        };
        if let Err((seq, fault)) = log::check_chain(case, &entries) {
            self.fault(&format!("{ENTRIES}:{seq}"), &format!("chain_{fault:?}").to_lowercase());
            return None;
        }
        self.report.entries = entries.len() as u64;
        self.report.redacted = entries.iter().filter(|entry| entry.payload.is_none()).count() as u64;
        Some(entries)
    }

    fn inclusion(&mut self, entries: &[Entry]) {
        let checkpoint = self
            .file(CHECKPOINT)
            .and_then(|bytes| std::str::from_utf8(bytes).ok())
            .and_then(|note| Checkpoint::open(note, &self.trust.log))
            .filter(|checkpoint| checkpoint.origin == self.trust.origin);
        let Some(checkpoint) = checkpoint else {
            self.fault(CHECKPOINT, "checkpoint_invalid");
            return;
        };
        self.report.checkpoint_size = checkpoint.size;
        let Some(proofs) = self.json::<Vec<Inclusion>>(INCLUSION) else {
            return;
        };
        if proofs.len() != entries.len() {
            self.fault(INCLUSION, "proof_missing");
            return;
        }
        for (i, (entry, proof)) in entries.iter().zip(&proofs).enumerate() {
            if proof.root(merkle::leaf(&entry.hash()), checkpoint.size) != Some(checkpoint.root) {
                self.fault(&format!("{INCLUSION}:{}", i + 1), "not_in_the_log");
            }
        }
    }

    fn replay(&mut self, id: CaseId, entries: &[Entry]) {
        let mut case = Case::new(id);
        for (i, entry) in entries.iter().enumerate() {
            let place = format!("{ENTRIES}:{}", i + 1);
            let (Ok(header), event) = (entry.header(), entry.event()) else {
                continue;
            };
            match event {
                Ok(Some(event)) => {
                    self.event(&case, &event, header.time, &place);
                    case.apply(&event, header.time);
                }
                Ok(None) => {}
                Err(_) => self.fault(&place, "event_unknown"),
            }
        }
        self.documents(&case);
        self.disclosures(&case);
        self.report.effective_at = case.effective_at;
        self.report.enforceable_at = case.enforceable_at;
        if let Some(application) = case.applications.last() {
            self.report.filed = application.filed.map(|_| application.track);
            self.report.filed_at = application.filed;
            self.report.decision = application.decision.as_ref().map(|decision| decision.number.clone());
        }
    }

    fn event(&mut self, case: &Case, event: &Event, at: Timestamp, place: &str) {
        match event {
            Event::AgreementSigned { by, statement } => {
                self.statement(case, statement, by.role, Act::SignAgreement, at, place);
            }
            Event::ReviewApplied {
                side,
                track,
                institution,
                statement,
            } => {
                let act = Act::Apply {
                    track: *track,
                    institution: *institution,
                };
                self.statement(case, statement, Role::from(*side), act, at, place);
            }
            Event::TermsAgreed { terms, digest } if terms.digest() != *digest => {
                self.fault(place, "terms_digest_differs");
            }
            Event::AgreementPresented { attestor, .. } if *attestor != self.trust.attestor => {
                self.fault(place, "attestor_not_trusted");
            }
            Event::AgreementSealed { org, key, signature } => {
                let bound = case.agreement.as_ref().zip(case.agreed_terms.as_ref());
                let bytes =
                    bound.map(|(agreement, (_, terms))| seal::seal_bytes(case.id, *org, agreement.document, *terms));
                self.seal(*org, key, signature, bytes, place);
            }
            Event::DecisionIssued {
                document,
                key,
                signature,
                ..
            } => {
                let institution = case.applications.last().map(|application| application.institution);
                let Some((org, (_, terms))) = institution.zip(case.agreed_terms.as_ref()) else {
                    self.fault(place, "decision_without_application");
                    return;
                };
                let bytes = seal::seal_bytes(case.id, org, *document, *terms);
                self.seal(org, key, signature, Some(bytes), place);
            }
            _ => {}
        }
    }

    fn seal(
        &mut self,
        org: crate::id::OrgId,
        key: &crate::hash::PublicKey,
        signature: &Signature,
        bytes: Option<Vec<u8>>,
        place: &str,
    ) {
        match self.trust.seals.iter().find(|seal| seal.org == org && seal.key == *key) {
            None => self.fault(place, "seal_not_trusted"),
            Some(trusted) => {
                let name = trusted.name.clone();
                if bytes.is_some_and(|bytes| key.verifies(&bytes, signature)) {
                    self.report.sealed_by = Some(name);
                } else {
                    self.fault(place, "seal_invalid");
                }
            }
        }
    }

    fn statement(&mut self, case: &Case, signed: &SignedStatement, role: Role, act: Act, at: Timestamp, place: &str) {
        let statement = &signed.attested.statement;
        let bound = case.agreement.as_ref().zip(case.agreed_terms.as_ref());
        let ours = bound.is_some_and(|(agreement, (_, terms))| {
            statement.agreement == agreement.document && statement.terms == *terms
        });
        if !ours || statement.case != case.id || statement.role != role || statement.act != act {
            self.fault(place, "statement_mismatch");
        }
        if let Err(fault) = seal::check(&signed.attested, &signed.signature, &self.trust.attestor, at) {
            self.fault(place, &format!("signature_{fault:?}").to_lowercase());
        }
        self.report.signers.push(Signer {
            role,
            act,
            assurance: signed.attested.attestation.assurance,
            at,
            consent: statement.consent.clone(),
        });
    }

    fn documents(&mut self, case: &Case) {
        if let Some(agreement) = &case.agreement {
            match self.file(AGREEMENT) {
                Some(bytes) if Digest::of(bytes) == agreement.document => {}
                Some(_) => self.fault(AGREEMENT, "not_the_signed_document"),
                None => self.fault(AGREEMENT, "missing"),
            }
        }
        if let Some((_, digest)) = &case.agreed_terms {
            match self.file(TERMS) {
                Some(bytes) if Digest::of(bytes) == *digest => {}
                Some(_) => self.fault(TERMS, "not_the_signed_terms"),
                None => self.fault(TERMS, "missing"),
            }
        }
        let issued: Vec<Digest> = case
            .applications
            .iter()
            .filter_map(|application| application.decision.as_ref().map(|decision| decision.document))
            .collect();
        for (i, document) in issued.iter().enumerate() {
            let name = format!("documents/decision-{}.pdf", i + 1);
            match self.file(&name) {
                Some(bytes) if Digest::of(bytes) == *document => {}
                Some(_) => self.fault(&name, "not_the_issued_document"),
                None => self.fault(&name, "missing"),
            }
        }
        let known: BTreeSet<Digest> = case.evidence.iter().map(|(_, evidence)| evidence.digest).collect();
        let strays: Vec<String> = self
            .files
            .iter()
            .filter(|file| file.name.starts_with("evidence/"))
            .filter(|file| {
                let digest = Digest::of(&file.bytes);
                !known.contains(&digest) || file.name != format!("evidence/{digest}")
            })
            .map(|file| file.name.clone())
            .collect();
        for name in strays {
            self.fault(&name, "not_in_the_case");
        }
    }

    fn disclosures(&mut self, case: &Case) {
        let Some(disclosures) = self.json::<Vec<Disclosure>>(DISCLOSURES) else {
            return;
        };
        for (i, disclosure) in disclosures.iter().enumerate() {
            let commitment: Commitment = disclosure.commitment();
            if !case.known.contains(&commitment) {
                self.fault(&format!("{DISCLOSURES}:{}", i + 1), "not_in_the_case");
            }
        }
    }
}
