//! 签署: parties, then the mediator, then the seal; effect with the last (LMAL 14; EMR 26; ESL 13).

use super::{Ruled, guard};
use crate::actor::{Actor, Role};
use crate::calendar;
use crate::case::{Agreement, Case, Stage};
use crate::command::SignedStatement;
use crate::event::Event;
use crate::hash::{Digest, PublicKey, Signature};
use crate::id::{ClauseId, PersonId};
use crate::mark::{Sealed, SignedFile};
use crate::moment::Timestamp;
use crate::refusal::Refusal;
use crate::seal::{self, Act, SealFault};
use crate::text;

/// CHR 74
pub const REVIEW_DAYS: u32 = 15;
/// CPL 205
pub const CONFIRMATION_DAYS: u32 = 30;

pub fn present(
    case: &Case,
    (document, size): (Digest, u64),
    (attestor, marked): (PublicKey, bool),
    (translation, interpreter): (Option<Digest>, Option<PersonId>),
    actor: &Actor,
) -> Ruled {
    guard::system(actor)?;
    guard::stage(case, Stage::Signing)?;
    if case.agreement.is_some() {
        return Err(Refusal::AlreadyDone);
    }
    let (_, terms) = case.agreed_terms.as_ref().ok_or(Refusal::WrongStage)?;
    Ok(vec![Event::AgreementPresented {
        document,
        size,
        terms: *terms,
        attestor,
        marked,
        translation,
        interpreter,
    }])
}

/// Checks `signed` as `actor`'s own statement of `act` on the present agreement.
pub fn check_statement(
    case: &Case,
    signed: &SignedStatement,
    act: Act,
    actor: &Actor,
    now: Timestamp,
) -> Result<(), Refusal> {
    let agreement = case.agreement.as_ref().ok_or(Refusal::DocumentMissing)?;
    let (_, terms) = case.agreed_terms.as_ref().ok_or(Refusal::DocumentMissing)?;
    let shown = (agreement.document, *terms, agreement.attestor);
    check_shown(case, signed, act, shown, (actor, now))
}

/// `true` if `reading` says of every clause that it was read or heard.
fn is_whole(case: &Case, reading: &str) -> bool {
    let clauses = case.agreed_terms.as_ref().map(|(terms, _)| terms.0.len());
    clauses == Some(reading.len()) && reading.bytes().all(|way| way == b'r' || way == b'h')
}

/// Checks `signed` as `actor`'s own statement of `act` on what was `shown`: its digest, that of its terms,
/// and the portal's key for vouching.
pub fn check_shown(
    case: &Case,
    signed: &SignedStatement,
    act: Act,
    (document, terms, attestor): (Digest, Digest, PublicKey),
    (actor, now): (&Actor, Timestamp),
) -> Result<(), Refusal> {
    let statement = &signed.attested.statement;
    let ours = statement.case == case.id
        && statement.act == act
        && statement.role == actor.role
        && statement.agreement == document
        && statement.terms == terms
        && signed.attested.attestation.person == actor.person
        // An application signs no document, and reads no clauses.
        && (act == Act::SignAgreement || signed.mark.is_none() && statement.reading.is_none())
        && statement.reading.as_ref().is_none_or(|reading| is_whole(case, reading));
    if !ours {
        return Err(Refusal::StatementMismatch);
    }
    text::fit(&statement.consent, text::REASON)?;
    seal::ruled(&signed.attested, &signed.signature, &attestor, now).map_err(|fault| match fault {
        SealFault::KeyExpired => Refusal::KeyExpired,
        SealFault::StatementSwapped => Refusal::StatementMismatch,
        SealFault::AttestationForged | SealFault::SignatureForged => Refusal::SignatureInvalid,
    })?;
    if case.nonces.contains(&statement.nonce) {
        return Err(Refusal::NonceReused);
    }
    Ok(())
}

/// Checks the mark in the document: there where it must be, on the newest file, by the same key.
fn check_mark(case: &Case, signed: &SignedStatement) -> Result<(), Refusal> {
    let agreement = case.agreement.as_ref().ok_or(Refusal::DocumentMissing)?;
    let mark = match (agreement.marked, &signed.mark) {
        (false, None) => return Ok(()),
        (true, Some(mark)) => mark,
        _ => return Err(Refusal::MarkMissing),
    };
    if mark.base != agreement.file.digest {
        return Err(Refusal::MarkStale);
    }
    if mark.file.is_none() {
        return Err(Refusal::MarkMissing);
    }
    if mark.ruled(&signed.attested.attestation.key) {
        Ok(())
    } else {
        Err(Refusal::SignatureInvalid)
    }
}

pub fn sign(case: &Case, signed: &SignedStatement, actor: &Actor, now: Timestamp) -> Ruled {
    match actor.role {
        Role::Mediator => guard::mediator(case, actor)?,
        Role::Interpreter => {}
        _ => _ = guard::party(case, actor)?,
    }
    guard::stage(case, Stage::Signing)?;
    let agreement = case.agreement.as_ref().ok_or(Refusal::DocumentMissing)?;
    // As witness of interpretation, whoever the document names, until the mediator ends the signing.
    if actor.role == Role::Interpreter {
        if agreement.interpreter != Some(actor.person) {
            return Err(Refusal::NotYourCase);
        }
        if case.has_signed(Role::Mediator) {
            return Err(Refusal::NotYourTurn);
        }
    }
    if case.has_signed(actor.role) {
        return Err(Refusal::AlreadySigned);
    }
    if actor.role == Role::Mediator && !(case.has_signed(Role::Claimant) && case.has_signed(Role::Respondent)) {
        return Err(Refusal::NotYourTurn);
    }
    check_statement(case, signed, Act::SignAgreement, actor, now)?;
    check_mark(case, signed)?;
    Ok(vec![Event::AgreementSigned {
        by: *actor,
        statement: signed.clone(),
    }])
}

pub fn decline(case: &Case, reason: &str, clause: Option<ClauseId>, actor: &Actor) -> Ruled {
    let side = guard::party(case, actor)?;
    guard::stage(case, Stage::Signing)?;
    text::fit(reason, text::REASON)?;
    if let Some(clause) = clause {
        case.draft.clause(clause).ok_or(Refusal::ClauseUnknown)?;
    }
    Ok(vec![Event::SigningDeclined {
        side,
        reason: reason.into(),
        clause,
    }])
}

pub fn seal(
    case: &Case,
    key: PublicKey,
    signature: &Signature,
    file: Option<Sealed>,
    actor: &Actor,
    now: Timestamp,
) -> Ruled {
    guard::system(actor)?;
    guard::stage(case, Stage::Signing)?;
    if !case.has_signed(Role::Mediator) {
        return Err(Refusal::NotYourTurn);
    }
    let (Some(org), Some(agreement), Some((_, terms))) = (case.body, &case.agreement, &case.agreed_terms) else {
        return Err(Refusal::DocumentMissing);
    };
    if !key.verifies(&seal::seal_bytes(case.id, org, agreement.document, *terms), signature) {
        return Err(Refusal::SignatureInvalid);
    }
    match (agreement.marked, file) {
        (false, None) => {}
        (true, Some(sealed)) if sealed.base == agreement.file.digest => {}
        (true, Some(_)) => return Err(Refusal::MarkStale),
        _ => return Err(Refusal::MarkMissing),
    }
    // LMAL 14: with the organisation's seal; of what a court assigned, once all parties have signed (OMR 19).
    let effect = case.party_signed.filter(|_| case.assigned).unwrap_or(now);
    let today = effect.date(case.zone);
    let last_day = |days| calendar::natural_days_after(today, days, &case.local).map_err(|_| Refusal::CalendarMissing);
    Ok(vec![
        Event::AgreementSealed {
            org,
            key,
            signature: *signature,
            file,
        },
        Event::AgreementEffective {
            at: effect,
            review_until: last_day(REVIEW_DAYS)?,
            confirmation_until: last_day(CONFIRMATION_DAYS)?,
        },
    ])
}

pub fn apply(case: &mut Case, event: &Event, at: Timestamp) {
    match event {
        Event::AgreementPresented {
            document,
            size,
            attestor,
            marked,
            translation,
            interpreter,
            ..
        } => {
            case.agreement = Some(Agreement {
                document: *document,
                size: *size,
                attestor: *attestor,
                marked: *marked,
                translation: *translation,
                interpreter: *interpreter,
                file: SignedFile {
                    digest: *document,
                    size: *size,
                },
            });
        }
        Event::AgreementSigned { by, statement } => {
            if by.role.side().is_some() {
                case.party_signed = Some(at);
            }
            case.nonces.insert(statement.attested.statement.nonce);
            case.signatures.push(statement.attested.attestation.clone());
            let file = statement.mark.as_ref().and_then(|mark| mark.file);
            if let (Some(agreement), Some(file)) = (&mut case.agreement, file) {
                agreement.file = file;
            }
        }
        Event::AgreementSealed { file: Some(sealed), .. } => {
            if let Some(agreement) = &mut case.agreement {
                agreement.file = sealed.file;
            }
        }
        Event::SigningDeclined { side, clause, .. } => {
            case.stage = Some(Stage::Mediating);
            case.agreed_terms = None;
            case.agreement = None;
            case.signatures.clear();
            // The refused clause, or all, must be agreed again by the side that declined.
            for (id, marks) in &mut case.marks {
                if clause.is_none_or(|refused| refused == *id) {
                    marks.remove(side);
                }
            }
        }
        Event::AgreementEffective {
            at: effect,
            review_until,
            confirmation_until,
        } => {
            case.stage = Some(Stage::Effective);
            case.effective_at = Some(*effect);
            case.review_until = Some(*review_until);
            case.confirmation_until = Some(*confirmation_until);
        }
        _ => {}
    }
}
