//! 再次调解 where the court did not confirm: both change their agreement by mediation, or make another
//! (CPL 206; CPL-Int 357, 358). Until the other is in effect the first one binds, its days run on, and each
//! side may end the talks or go to arbitration, as in any mediation (PML 23; LMAL 5).

use super::{Ruled, guard};
use crate::actor::{Actor, Side};
use crate::calendar;
use crate::case::{Case, Ending, Settled, Stage};
use crate::command::Ruling;
use crate::event::{EndGround, Event};
use crate::limitation;
use crate::moment::Timestamp;
use crate::paper::before_court;
use crate::refusal::Refusal;
use crate::sorted::{Map, Set};
use std::mem::take;

/// The court dismissed the application, did not accept it, or let it be withdrawn; nothing of it is still to be
/// made.
pub fn open(case: &Case) -> bool {
    let over = |ruling: &Option<Ruling>| matches!(ruling, Some(Ruling::Refuse { .. }));
    let mut court = case.present_applications().iter().filter(|it| before_court(it));
    case.stage == Some(Stage::Effective)
        && court.any(|it| it.withdrawn || it.rejected.is_some() || over(&it.ruling))
        && case.undocumented().is_none()
}

/// One side asks, the other agrees by the same word; then the body takes it up, or does not.
pub fn ask(case: &Case, actor: &Actor) -> Ruled {
    let side = guard::party(case, actor)?;
    if !open(case) {
        return Err(Refusal::WrongStage);
    }
    if case.again.contains(&side) {
        return Err(Refusal::AlreadyDone);
    }
    Ok(vec![Event::MediationAskedAgain { side }])
}

/// `true` for talks beside an agreement that binds.
fn beside_agreement(case: &Case) -> bool {
    case.effective_at.is_none() && !case.settled.is_empty()
}

/// After every other stage has taken the event in.
pub fn apply(case: &mut Case, event: &Event, at: Timestamp) {
    match event {
        Event::MediationAskedAgain { side } => {
            case.again.insert(*side);
            claimed(case, at);
            // For the body's answer, as to any request (EMR 22).
            let days = super::intake::ACCEPT_DAYS;
            case.accept_by = calendar::working_days_after(at.date(case.zone), days, &case.local).ok();
        }
        Event::ApplicationFiled { .. } => case.again = Set::new(),
        Event::CaseAccepted { .. } => {
            case.accepted += 1;
            if case.effective_at.is_some() {
                set_aside(case);
                let days = super::intake::RIGHT_DAYS;
                case.right_to_arbitrate = calendar::natural_days_after(at.date(case.zone), days, &case.local).ok();
                (case.prompted, case.extension, case.objected, case.party_signed) = (false, None, None, None);
                (case.chosen, case.marks) = (Map::new(), Map::new());
            }
        }
        Event::AgreementEffective { .. } if !case.settled.is_empty() => {
            (case.duties, case.conditions) = (Map::new(), Map::new());
            (case.order, case.completed_at) = (Vec::new(), None);
        }
        // Without another agreement the first one is what there is.
        Event::MediationEnded { .. } | Event::RequestWithdrawn { .. } if beside_agreement(case) => {
            restore(case);
            claimed(case, at);
        }
        Event::ArbitrationChosen { side } if case.stage == Some(Stage::Effective) => {
            set_aside(case);
            case.stage = Some(Stage::Ended);
            case.ended = Some(Ending::Failed(match side {
                Side::Claimant => EndGround::ClaimantUnwilling,
                Side::Respondent => EndGround::RespondentUnwilling,
            }));
        }
        _ => {}
    }
}

/// The year to claim what was missed begins anew, unless it is over: then nothing brings it back (LMAL 27; CHR 27;
/// EMR 31).
fn claimed(case: &mut Case, at: Timestamp) {
    let on = at.date(case.zone);
    if limitation::until(case).is_some_and(|last| on <= last) {
        case.claimed_again = Some(on);
    }
}

fn set_aside(case: &mut Case) {
    // A half that nobody joined spoke of this agreement alone.
    if let Some(half) = case.applications.last_mut().filter(|it| it.filed.is_none()) {
        half.withdrawn = true;
    }
    case.again = Set::new();
    case.settled.push(Settled {
        terms: case.agreed_terms.take(),
        agreement: case.agreement.take(),
        signatures: take(&mut case.signatures),
        effective_at: case.effective_at.take(),
        review_until: case.review_until.take(),
        confirmation_until: case.confirmation_until.take(),
        applications: case.applications.len(),
    });
}

fn restore(case: &mut Case) {
    let Some(settled) = case.settled.pop() else { return };
    if let Some((terms, _)) = &settled.terms {
        case.draft = terms.clone();
    }
    case.agreed_terms = settled.terms;
    case.agreement = settled.agreement;
    case.signatures = settled.signatures;
    case.effective_at = settled.effective_at;
    case.review_until = settled.review_until;
    case.confirmation_until = settled.confirmation_until;
    case.ended = None;
    case.stage = Some(match case.completed_at {
        Some(_) => Stage::Performed,
        None => Stage::Effective,
    });
}
