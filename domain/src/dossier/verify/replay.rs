//! Plays the case again from its entries: what happened, who signed, and whether the rules allowed it.

use super::super::{ENTRIES, Head};
use super::marks::Logged;
use super::ruled::command_behind;
use super::{Check, FaultCode, Signer};
use crate::actor::{Actor, Side};
use crate::case::Case;
use crate::command::{Ruling, SignedStatement};
use crate::event::Event;
use crate::hash::{Digest, PublicKey, Signature};
use crate::id::OrgId;
use crate::log::{Entry, Header};
use crate::moment::Timestamp;
use crate::paper;
use crate::refusal::Refusal;
use crate::seal::{self, Act, SealFault};
use std::mem::take;

/// What the check knew of an agreement when both began to talk anew (CPL 206).
pub(super) struct Earlier {
    presented: Option<(Case, Timestamp)>,
    marks: Vec<Logged>,
    signers: Vec<Signer>,
    sealed_by: Option<String>,
}

impl Check<'_> {
    /// Folds what the reader may see; faults name the entry.
    pub(super) fn replay(&mut self, head: &Head, entries: &[Entry]) -> Case {
        let mut case = Case::new(head.case);
        let headers: Vec<Header> = entries.iter().filter_map(|entry| entry.header().ok()).collect();
        let mut at = 0;
        let mut withheld = false;
        while at < headers.len() {
            // One command's events stand together: same id, same actor, same time.
            let first = &headers[at];
            let together = headers[at..]
                .iter()
                .take_while(|next| (next.command, next.actor, next.time) == (first.command, first.actor, first.time))
                .count();
            let mut seen = Vec::new();
            for (i, entry) in entries.iter().enumerate().skip(at).take(together) {
                match entry.event() {
                    Ok(event) => seen.extend(event.map(|event| (i, event))),
                    Err(_) => self.fault(&place(i), FaultCode::EventUnknown),
                }
            }
            if seen.len() == together {
                self.ruled(&case, first, &seen, withheld, &place(at));
            } else {
                withheld = true;
            }
            for (i, event) in &seen {
                self.event(&case, event, first, &place(*i));
                match event {
                    Event::AgreementPresented { .. } => self.presented = Some((case.clone(), first.time)),
                    Event::SigningDeclined { .. } => self.presented = None,
                    _ => {}
                }
                case.apply(event, first.time);
            }
            at += together;
        }
        if case.number != head.number {
            self.fault(self.own().0, FaultCode::NumberDiffers);
        }
        case
    }

    /// Asks the rule book again. Values withheld from this reader or erased stop the question, not
    /// the answer: their commitments still bind.
    fn ruled(&mut self, case: &Case, header: &Header, seen: &[(usize, Event)], withheld: bool, place: &str) {
        let events: Vec<&Event> = seen.iter().map(|(_, event)| event).collect();
        let Some(command) = command_behind(case, &events, &self.values) else {
            return;
        };
        // Who stands in the main room, and so whom a recording waits for, depends on rooms the reader may not see
        // into.
        let of_the_room = matches!(
            events.first(),
            Some(Event::RecordingProposed { .. } | Event::RecordingAnswered { .. })
        );
        if withheld && of_the_room {
            return;
        }
        match case.decide(&command, &header.actor, header.time) {
            Ok(expected) if expected.iter().eq(seen.iter().map(|(_, event)| event)) => {}
            Err(Refusal::NotDisclosed) => {}
            // How terms in effect came about stays with those who talked; both sides signed them.
            Err(_) if withheld && matches!(events[..], [Event::TermsAgreed { .. }]) => {}
            Ok(_) => self.fault(place, FaultCode::NotByTheRules),
            Err(refusal) => self.refused(place, FaultCode::NotByTheRules, Some(refusal)),
        }
    }

    fn event(&mut self, case: &Case, event: &Event, header: &Header, place: &str) {
        match event {
            Event::CaseAccepted { .. } if case.effective_at.is_some() => {
                let earlier = self.aside();
                self.earlier.push(earlier);
            }
            Event::ArbitrationChosen { .. } if case.effective_at.is_some() => _ = self.aside(),
            Event::MediationEnded { .. } | Event::RequestWithdrawn { .. } => self.back(),
            Event::AgreementSigned { by, statement } => {
                self.statement(case, statement, (*by, Act::SignAgreement), agreed(case), header, place);
                let key = statement.attested.attestation.key;
                self.marks
                    .extend(statement.mark.map(|mark| Logged::signature(by.role, key, mark)));
            }
            Event::ReviewApplied {
                track,
                institution,
                statement,
                ..
            } => {
                let act = Act::Apply {
                    track: *track,
                    institution: *institution,
                };
                self.statement(case, statement, (header.actor, act), agreed(case), header, place);
            }
            Event::ArbitrationApplied {
                petition,
                statement: Some(statement),
                ..
            } => {
                let act = case.transfer.as_ref().map(|it| Act::Petition {
                    commission: it.commission,
                });
                let act = act.unwrap_or(Act::SignAgreement);
                let shown = (petition.digest(), petition.digest());
                self.statement(case, statement, (header.actor, act), Some(shown), header, place);
            }
            Event::CaseTransferred {
                attestor: Some(attestor),
                ..
            } if *attestor != self.trust.attestor => {
                self.fault(place, FaultCode::AttestorNotTrusted);
            }
            Event::TermsAgreed { terms, digest } if terms.digest() != *digest => {
                self.fault(place, FaultCode::TermsDigestDiffers);
            }
            // What was signed so far was signed for nothing.
            Event::SigningDeclined { .. } => {
                self.report.signers.retain(|signer| signer.act != Act::SignAgreement);
                self.marks.clear();
            }
            Event::AgreementPresented { attestor, .. } if *attestor != self.trust.attestor => {
                self.fault(place, FaultCode::AttestorNotTrusted);
            }
            Event::AgreementSealed {
                org,
                key,
                signature,
                file,
                ..
            } => {
                self.marks.extend(file.map(|sealed| Logged::seal(*org, sealed)));
                let bound = case.agreement.as_ref().zip(case.agreed_terms.as_ref());
                let bytes =
                    bound.map(|(agreement, (_, terms))| seal::seal_bytes(case.id, *org, agreement.document, *terms));
                self.report.sealed_by = self.seal(*org, key, signature, bytes, place);
            }
            Event::DecisionIssued {
                document,
                key,
                signature,
                ..
            } => {
                let Some((application, (_, terms))) = case.undocumented().zip(case.agreed_terms.as_ref()) else {
                    self.fault(place, FaultCode::DecisionWithoutApplication);
                    return;
                };
                let bytes = seal::seal_bytes(case.id, application.institution, *document, *terms);
                self.seal(application.institution, key, signature, Some(bytes), place);
            }
            Event::PaperIssued {
                kind,
                document,
                seal: Some(seal),
                ..
            } => {
                let bytes = paper::seal_bytes(case.id, seal.org, *kind, *document);
                self.seal(seal.org, &seal.key, &seal.signature, Some(bytes), place);
            }
            _ => {}
        }
    }

    /// Takes away what was known of the agreement that both talk about anew.
    fn aside(&mut self) -> Earlier {
        let of_it = |signer: &Signer| signer.act == Act::SignAgreement;
        let (signers, others) = take(&mut self.report.signers).into_iter().partition(of_it);
        self.report.signers = others;
        Earlier {
            presented: self.presented.take(),
            marks: take(&mut self.marks),
            signers,
            sealed_by: self.report.sealed_by.take(),
        }
    }

    /// The talks ended without another agreement.
    fn back(&mut self) {
        let Some(earlier) = self.earlier.pop() else { return };
        self.aside();
        self.presented = earlier.presented;
        self.marks = earlier.marks;
        self.report.sealed_by = earlier.sealed_by;
        self.report.signers.extend(earlier.signers);
    }

    /// The name of the institution whose trusted key made `signature` over `bytes`.
    fn seal(
        &mut self,
        org: OrgId,
        key: &PublicKey,
        signature: &Signature,
        bytes: Option<Vec<u8>>,
        place: &str,
    ) -> Option<String> {
        let trusted = self.trust.seals.iter().find(|seal| seal.org == org && seal.key == *key);
        let Some(trusted) = trusted else {
            self.fault(place, FaultCode::SealNotTrusted);
            return None;
        };
        let name = trusted.name.clone();
        if bytes.is_some_and(|bytes| key.verifies(&bytes, signature)) {
            Some(name)
        } else {
            self.fault(place, FaultCode::SealInvalid);
            None
        }
    }

    /// `shown`: the digests of what was signed and of its terms.
    fn statement(
        &mut self,
        case: &Case,
        signed: &SignedStatement,
        (by, act): (Actor, Act),
        shown: Option<(Digest, Digest)>,
        header: &Header,
        place: &str,
    ) {
        let (statement, attestation) = (&signed.attested.statement, &signed.attested.attestation);
        let ours = shown == Some((statement.agreement, statement.terms));
        let theirs = by == header.actor && statement.role == by.role && attestation.person == by.person;
        if !ours || !theirs || statement.case != case.id || statement.act != act {
            self.fault(place, FaultCode::StatementMismatch);
        }
        if let Err(fault) = seal::check(&signed.attested, &signed.signature, &self.trust.attestor, header.time) {
            let code = match fault {
                SealFault::AttestationForged => FaultCode::AttestationForged,
                SealFault::StatementSwapped => FaultCode::StatementSwapped,
                SealFault::SignatureForged => FaultCode::SignatureForged,
                SealFault::KeyExpired => FaultCode::KeyExpired,
            };
            self.fault(place, code);
        }
        let name = by.role.side().and_then(|side| self.signs_as(case, side));
        self.report.signers.push(Signer {
            role: by.role,
            person: by.person,
            name,
            act,
            assurance: attestation.assurance,
            at: header.time,
            consent: statement.consent.clone(),
            helper: attestation.helper,
        });
    }

    /// Who puts the pen to paper for a side.
    fn signs_as(&self, case: &Case, side: Side) -> Option<String> {
        let particulars = &case.seat(side)?.particulars;
        let signer = particulars.agent.as_ref().map_or(particulars.name, |agent| agent.name);
        self.value(signer)
    }

    /// What the replayed case says, for the reader.
    pub(super) fn conclude(&mut self, case: &Case) {
        let name = |side| {
            case.seat(side)
                .and_then(|seat| self.values.get(&seat.particulars.name))
                .map(|disclosure| disclosure.value.clone())
        };
        (self.report.claimant, self.report.respondent) = (name(Side::Claimant), name(Side::Respondent));
        self.report.stage = case.stage;
        self.report.effective_at = case.effective_at;
        self.report.enforceable_at = case.enforceable_at;
        if let Some(application) = case.applications.last() {
            self.report.filed = application.filed.map(|_| application.track);
            self.report.filed_at = application.filed;
        }
        // A decision on an application withdrawn before service decides nothing (CHR 76).
        let mut standing = case.applications.iter().rev().filter(|it| !it.withdrawn);
        if let Some((application, decision)) =
            standing.find_map(|it| it.decision.as_ref().map(|decision| (it, decision)))
        {
            let mut seals = self.trust.seals.iter();
            self.report.decision = Some(decision.number.clone());
            self.report.granted = Some(application.ruling == Some(Ruling::Grant));
            self.report.decided_by = seals
                .find(|seal| seal.org == application.institution)
                .map(|seal| seal.name.clone());
        }
    }
}

/// The present agreement and its terms.
fn agreed(case: &Case) -> Option<(Digest, Digest)> {
    let (_, terms) = case.agreed_terms.as_ref()?;
    Some((case.agreement.as_ref()?.document, *terms))
}

fn place(index: usize) -> String {
    format!("{ENTRIES}:{}", index + 1)
}
