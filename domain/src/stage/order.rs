//! 督促程序 as the parties report it (CPL 225-228; CPL-Int 430-439).

use super::{Ruled, guard};
use crate::actor::{Actor, Assurance, Role, Side};
use crate::case::Case;
use crate::command::Evidence;
use crate::event::Event;
use crate::moment::{Date, Timestamp};
use crate::order::{self, OrderStep};
use crate::performance::CourtPetition;
use crate::refusal::Refusal;

/// The one who asked for the order.
fn creditor(case: &Case) -> Option<Side> {
    let mut asked = case.petitions.iter();
    asked
        .find(|(_, kind, _)| *kind == CourtPetition::PaymentOrder)
        .map(|(side, ..)| *side)
}

/// Steps come in their turn and in the days the law gives them; the debtor itself may say that it
/// received the order and that it objected.
pub fn record(
    case: &Case,
    step: OrderStep,
    on: Date,
    proof: Option<&Evidence>,
    actor: &Actor,
    now: Timestamp,
) -> Ruled {
    let side = guard::party(case, actor)?;
    let creditor = creditor(case).ok_or(Refusal::OrderStepUnfit)?;
    if side != creditor && !matches!(step, OrderStep::Served | OrderStep::Objected) {
        return Err(Refusal::NotYourRole);
    }
    if order::day(case, step).is_some() {
        return Err(Refusal::AlreadyDone);
    }
    if on > now.date(case.zone) {
        return Err(Refusal::DayUnfit);
    }
    let last = order::last(case);
    let follows = last.map(|(step, _)| step) == step.after() && last.is_none_or(|(_, day)| on >= day);
    let running = order::running(case).map(|(_, until)| until);
    let in_time = match step {
        // After 30 days without service there is nothing left to serve (CPL-Int 430).
        OrderStep::Served | OrderStep::Objected => running.is_none_or(|until| on <= until),
        OrderStep::Lapsed => running.is_some_and(|until| on > until),
        _ => true,
    };
    if !follows || !in_time {
        return Err(Refusal::OrderStepUnfit);
    }
    let proof = guard::proof(case, proof)?;
    Ok(vec![Event::OrderStepRecorded { side, step, on, proof }])
}

pub fn apply(case: &mut Case, event: &Event) {
    let Event::OrderStepRecorded { side, step, on, proof } = event else {
        return;
    };
    case.order.push((*step, *on));
    let person = case.seat(*side).and_then(|seat| seat.person);
    if let (Some(person), Some(proof)) = (person, proof) {
        let by = Actor {
            person,
            role: Role::from(*side),
            org: None,
            assurance: Assurance::Phone,
        };
        case.evidence.push((by, proof.clone()));
    }
}
