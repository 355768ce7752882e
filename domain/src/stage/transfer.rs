//! 转仲裁 and the petition there: the exit that nothing blocks (LMAL 5, 14, 21, 28-29; CHR 29-31).
//! The transfer is no filing by itself: one side completes the petition and confirms it.

use super::{Ruled, guard};
use crate::actor::{Actor, Role, Side};
use crate::arbitration::{Arbitration, ArbitrationGround, Petition, Transfer};
use crate::archive;
use crate::award::Conclusion;
use crate::calendar;
use crate::case::{Case, Ending, Stage};
use crate::command::SignedStatement;
use crate::event::{EndGround, Event};
use crate::hash::{Digest, Disclosure, PublicKey};
use crate::id::OrgId;
use crate::moment::Timestamp;
use crate::motion;
use crate::paper::{self, Paper, PaperKind, PaperSeal};
use crate::refusal::Refusal;
use crate::seal::Act;
use crate::term::AWARD_DAYS;
use crate::text;

/// Working days to accept or refuse (CHR 30); they run anew from a corrected petition (CHR 46).
const ACCEPT_WORKING_DAYS: u32 = 5;
/// Petitions a case makes ready for filing by oneself.
const MOST_SELF_FILED: usize = 10;

/// Before effect it ends the mediation; after a mediation that failed, or an agreement that no court confirmed,
/// it takes up the road.
pub fn leave(case: &Case, reason: &str, actor: &Actor) -> Ruled {
    let side = guard::party(case, actor)?;
    if case.chose_arbitration.is_some() || case.transfer.is_some() {
        return Err(Refusal::AlreadyDone);
    }
    text::fit_or_blank(reason, text::REASON)?;
    let ground = match side {
        Side::Claimant => EndGround::ClaimantUnwilling,
        Side::Respondent => EndGround::RespondentUnwilling,
    };
    let mut events = Vec::new();
    if case.stage != Some(Stage::Ended) && !super::again::open(case) {
        guard::before_effect(case)?;
        events.push(Event::MediationEnded {
            ground,
            reason: reason.into(),
        });
    }
    events.push(Event::ArbitrationChosen { side });
    Ok(events)
}

/// `true` where the portal is to hand the case over: a side chose it, or the period ran out.
pub fn to_transfer(case: &Case) -> bool {
    let over = case.ended == Some(Ending::Failed(EndGround::PeriodOver));
    case.stage == Some(Stage::Ended) && case.transfer.is_none() && (over || case.chose_arbitration.is_some())
}

pub fn transfer(case: &Case, commission: OrgId, attestor: Option<PublicKey>, actor: &Actor) -> Ruled {
    guard::system(actor)?;
    if case.transfer.is_some() {
        return Err(Refusal::AlreadyDone);
    }
    // Not back to the commission of the region, which said that the case is another's.
    if !to_transfer(case) || motion::moved(case) {
        return Err(Refusal::WrongStage);
    }
    if case.body == Some(commission) {
        return Err(Refusal::InstitutionUnfit);
    }
    Ok(vec![Event::CaseTransferred {
        commission,
        attestor,
        accept_by: None,
    }])
}

/// Nobody waits for a commission that is not there: the sides are told, and file by themselves.
pub fn no_commission(case: &Case, actor: &Actor) -> Ruled {
    guard::system(actor)?;
    if case.commission_missing {
        return Err(Refusal::AlreadyDone);
    }
    if !to_transfer(case) {
        return Err(Refusal::WrongStage);
    }
    Ok(vec![Event::CommissionMissing])
}

/// Whoever withdrew its petition may file again (CHR 35); who stayed away may not (CHR 39).
pub fn may_refile(case: &Case) -> bool {
    let conclusion = case.arbitration.as_ref().and_then(|it| it.conclusion.as_ref());
    case.stage == Some(Stage::Ended) && matches!(conclusion, Some(Conclusion::Withdrawn { .. }))
}

pub fn file(
    case: &Case,
    petition: &Petition,
    disclosures: &[Disclosure],
    statement: Option<&SignedStatement>,
    actor: &Actor,
    now: Timestamp,
) -> Ruled {
    let side = guard::party(case, actor)?;
    if matches!(case.stage, Some(Stage::ArbitrationPending | Stage::Arbitrating)) {
        return Err(Refusal::AlreadyDone);
    }
    let by_itself = case.commission_missing && case.transfer.is_none();
    let anew = may_refile(case);
    if case.stage == Some(Stage::Ended) && !by_itself && !anew {
        return Err(Refusal::CaseEnded);
    }
    if by_itself {
        if case.self_filed.len() >= MOST_SELF_FILED {
            return Err(Refusal::TooMany);
        }
    } else if !anew {
        guard::stage(case, Stage::Transferred)?;
    }
    // What was returned is corrected by whoever filed it.
    if case.arbitration.as_ref().is_some_and(|before| before.side != side) {
        return Err(Refusal::NotYourCase);
    }
    if petition.claims.is_empty() || petition.facts.trim().is_empty() {
        return Err(Refusal::PetitionIncomplete);
    }
    if petition.claims.len() > 20 || petition.evidence.len() > 200 || disclosures.len() > 10 {
        return Err(Refusal::TooMany);
    }
    text::fit(&petition.facts, text::STORY)?;
    guard::claims(&petition.claims)?;
    for wanted in &petition.evidence {
        let mut pieces = case.evidence.iter();
        // What was for the mediator's eyes only stays so until its sender shows it (EMR 11).
        if !pieces.any(|(_, piece)| piece.id == *wanted && piece.shared) {
            return Err(Refusal::FileUnfit);
        }
    }
    for commitment in petition.commitments() {
        if !case.known.contains(&commitment) {
            text::fit(guard::disclosed(disclosures, &commitment)?, text::LINE)?;
        }
    }
    let known = case.seat(side.other()).and_then(|seat| seat.particulars.address);
    if known.is_none() && petition.opponent_address.is_none() {
        return Err(Refusal::PetitionIncomplete);
    }
    if by_itself {
        return Ok(vec![Event::SelfFilingPrepared {
            side,
            petition: petition.clone(),
        }]);
    }
    let transfer = case.transfer.as_ref().ok_or(Refusal::WrongStage)?;
    match (transfer.attestor, statement) {
        (Some(attestor), Some(statement)) => {
            let (act, digest) = (
                Act::Petition {
                    commission: transfer.commission,
                },
                petition.digest(),
            );
            super::signing::check_shown(case, statement, act, (digest, digest, attestor), (actor, now))?;
        }
        (None, None) => {}
        _ => return Err(Refusal::StatementMismatch),
    }
    let today = now.date(case.zone);
    let accept_by =
        calendar::working_days_after(today, ACCEPT_WORKING_DAYS, &case.local).map_err(|_| Refusal::CalendarMissing)?;
    Ok(vec![Event::ArbitrationApplied {
        side,
        petition: petition.clone(),
        accept_by,
        statement: statement.cloned(),
    }])
}

/// The commission's own arbitrator.
pub(super) fn desk(case: &Case, actor: &Actor) -> Result<(), Refusal> {
    if actor.role != Role::Arbitrator {
        return Err(Refusal::NotYourRole);
    }
    let transfer = case.transfer.as_ref().ok_or(Refusal::WrongStage)?;
    if actor.org != Some(transfer.commission) {
        return Err(Refusal::NotYourCase);
    }
    guard::stage(case, Stage::ArbitrationPending)
}

/// CHR 29: defects are told once and as a whole.
pub fn return_petition(case: &Case, items: &str, actor: &Actor) -> Ruled {
    desk(case, actor)?;
    if case.arbitration.as_ref().is_some_and(|it| it.filings > 1) {
        return Err(Refusal::AlreadyDone);
    }
    text::fit(items, text::REASON)?;
    Ok(vec![Event::PetitionReturned {
        by: *actor,
        items: items.into(),
    }])
}

pub fn accept(case: &Case, actor: &Actor, now: Timestamp) -> Ruled {
    desk(case, actor)?;
    let award_by = calendar::natural_days_after(now.date(case.zone), AWARD_DAYS, &case.local)
        .map_err(|_| Refusal::CalendarMissing)?;
    Ok(vec![Event::ArbitrationAccepted { by: *actor, award_by }])
}

pub fn refuse(case: &Case, ground: ArbitrationGround, explanation: &str, actor: &Actor) -> Ruled {
    desk(case, actor)?;
    // A case that was moved to it is taken, or the superior authority names another commission (CHR 9).
    if ground == ArbitrationGround::NoJurisdiction && motion::moved(case) {
        return Err(Refusal::GroundUnfit);
    }
    text::fit(explanation, text::REASON)?;
    Ok(vec![Event::ArbitrationRefused {
        by: *actor,
        ground,
        explanation: explanation.into(),
    }])
}

/// A paper the case wants, and no other: told twice it is made once.
pub fn issue(
    case: &Case,
    kind: PaperKind,
    (document, size): (Digest, u64),
    number: &str,
    seal: Option<&PaperSeal>,
    (actor, now): (&Actor, Timestamp),
) -> Ruled {
    guard::system(actor)?;
    if !paper::wanting(case, kind) {
        return Err(Refusal::AlreadyDone);
    }
    text::fit_or_blank(number, text::NAME)?;
    let holds = match (paper::organ(case, kind), seal) {
        (Some(organ), Some(seal)) => {
            let bytes = paper::seal_bytes(case.id, organ, kind, document);
            seal.org == organ && seal.key.verifies(&bytes, &seal.signature)
        }
        (organ, seal) => organ.is_none() && seal.is_none(),
    };
    if !holds {
        return Err(Refusal::SignatureInvalid);
    }
    let mut events = vec![Event::PaperIssued {
        kind,
        document,
        size,
        number: number.into(),
        seal: seal.copied(),
    }];
    if kind == PaperKind::ArchiveIndex {
        let keep_until = archive::keep_until(case, now.date(case.zone));
        events.push(Event::CaseArchived { keep_until });
    }
    Ok(events)
}

pub fn apply(case: &mut Case, event: &Event, at: Timestamp) {
    match event {
        Event::ArbitrationChosen { side } => case.chose_arbitration = Some(*side),
        Event::CommissionMissing => {
            case.commission_missing = true;
            // The one that had it gave it away to another, which is not on this portal (CHR 9).
            if let Some(before) = case.arbitration.take() {
                case.earlier.push(before);
                case.transfer = None;
                case.stage = Some(Stage::Ended);
            }
        }
        Event::SelfFilingPrepared { side, petition } => {
            case.known.extend(petition.commitments());
            case.self_filed.push((*side, petition.clone()));
        }
        Event::CaseArchived { keep_until } => case.archived.push(*keep_until),
        Event::CaseTransferred {
            commission,
            attestor,
            accept_by,
        } => {
            case.transfer = Some(Transfer {
                commission: *commission,
                at,
                attestor: *attestor,
            });
            case.stage = Some(Stage::Transferred);
            if let (Some(accept_by), Some(before)) = (*accept_by, case.arbitration.take()) {
                case.arbitration = Some(Arbitration {
                    filings: before.filings,
                    signed: before.signed,
                    ..Arbitration::filed(before.side, before.petition.clone(), before.filed, accept_by)
                });
                case.earlier.push(before);
                case.stage = Some(Stage::ArbitrationPending);
            }
        }
        Event::ArbitrationApplied {
            side,
            petition,
            accept_by,
            statement,
        } => {
            case.known.extend(petition.commitments());
            let nonce = statement.as_ref().map(|it| it.attested.statement.nonce);
            nonce.into_iter().for_each(|nonce| _ = case.nonces.insert(nonce));
            let filings = case.arbitration.as_ref().map_or(1, |before| before.filings + 1);
            let before = case.arbitration.take().filter(|before| before.conclusion.is_some());
            case.earlier.extend(before);
            case.arbitration = Some(Arbitration {
                filings,
                signed: statement.is_some(),
                ..Arbitration::filed(*side, petition.clone(), at, *accept_by)
            });
            case.stage = Some(Stage::ArbitrationPending);
        }
        Event::PaperIssued {
            kind,
            document,
            size,
            number,
            ..
        } => case.papers.push(Paper {
            kind: *kind,
            document: *document,
            size: *size,
            number: number.clone(),
        }),
        _ => {}
    }
    let Some(arbitration) = case.arbitration.as_mut() else {
        return;
    };
    match event {
        Event::FilingAcknowledged { number, .. } => arbitration.receipt = Some(number.clone()),
        Event::PetitionReturned { items, .. } => {
            arbitration.returned = Some(items.clone());
            case.stage = Some(Stage::Transferred);
        }
        Event::ArbitrationAccepted { by, award_by } => {
            arbitration.accepted = Some(at);
            arbitration.award_by = Some(*award_by);
            arbitration.by = Some(by.person);
            case.stage = Some(Stage::Arbitrating);
        }
        Event::ArbitrationRefused {
            by,
            ground,
            explanation,
        } => {
            arbitration.refused = Some((*ground, explanation.clone()));
            arbitration.by = Some(by.person);
            case.stage = Some(Stage::Ended);
            case.ended = Some(Ending::NotArbitrated(*ground));
        }
        _ => {}
    }
}
