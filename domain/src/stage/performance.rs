//! After signing: reported, confirmed, disputed, overdue, demanded, done (LMAL 14-16; CPL 225, 250).

use super::{Ruled, guard};
use crate::actor::{Actor, Assurance, Role};
use crate::case::{Case, Stage};
use crate::command::{Evidence, PartyKind};
use crate::event::Event;
use crate::id::ClauseId;
use crate::moment::{Date, Timestamp};
use crate::performance::{self, CourtPetition, Duty, standing};
use crate::refusal::Refusal;
use crate::terms::PaymentHead;
use crate::text;

fn duty(case: &Case, clause: ClauseId, part: u32) -> Result<Duty, Refusal> {
    if !performance::runs(case) {
        return Err(Refusal::WrongStage);
    }
    let mut all = performance::duties(case).into_iter();
    all.find(|duty| duty.clause == clause && duty.part == part)
        .ok_or(Refusal::DutyUnknown)
}

pub fn report(
    case: &Case,
    (clause, part): (ClauseId, u32),
    on: Date,
    proof: Option<&Evidence>,
    actor: &Actor,
    now: Timestamp,
) -> Ruled {
    let side = guard::party(case, actor)?;
    let duty = duty(case, clause, part)?;
    if duty.by != side {
        return Err(Refusal::NotYourRole);
    }
    let before = standing(case, &duty);
    if before.confirmed || before.reported.is_some() {
        return Err(Refusal::AlreadyDone);
    }
    if on > now.date(case.zone) {
        return Err(Refusal::DayUnfit);
    }
    let proof = guard::proof(case, proof)?;
    Ok(vec![Event::DutyReported {
        side,
        clause,
        part,
        on,
        proof,
    }])
}

/// The other side's word that it has what it was owed; with the last one the case is done.
pub fn confirm(case: &Case, (clause, part): (ClauseId, u32), actor: &Actor) -> Ruled {
    let side = guard::party(case, actor)?;
    let duty = duty(case, clause, part)?;
    if duty.to != side {
        return Err(Refusal::NotYourRole);
    }
    if standing(case, &duty).confirmed {
        return Err(Refusal::AlreadyDone);
    }
    let mut events = vec![Event::DutyConfirmed { side, clause, part }];
    let others = performance::duties(case).into_iter().filter(|other| *other != duty);
    if others.into_iter().all(|other| standing(case, &other).confirmed) {
        events.push(Event::PerformanceCompleted);
    }
    Ok(events)
}

pub fn dispute(case: &Case, (clause, part): (ClauseId, u32), reason: &str, actor: &Actor) -> Ruled {
    let side = guard::party(case, actor)?;
    let duty = duty(case, clause, part)?;
    if duty.to != side {
        return Err(Refusal::NotYourRole);
    }
    let before = standing(case, &duty);
    if before.confirmed || before.reported.is_none() {
        return Err(Refusal::AlreadyDone);
    }
    text::fit(reason, text::REASON)?;
    Ok(vec![Event::DutyDisputed {
        side,
        clause,
        part,
        reason: reason.into(),
    }])
}

/// 条件成就, on the proof the mediator was shown: what waited for it falls due so many days later, and never
/// after the last day agreed.
pub fn condition(case: &Case, (clause, part): (ClauseId, u32), on: Date, actor: &Actor, now: Timestamp) -> Ruled {
    guard::mediator(case, actor)?;
    let duty = duty(case, clause, part)?;
    performance::condition(case, &duty).ok_or(Refusal::DutyUnknown)?;
    if case.conditions.contains_key(&(clause, part)) || standing(case, &duty).confirmed {
        return Err(Refusal::AlreadyDone);
    }
    if on > now.date(case.zone) {
        return Err(Refusal::DayUnfit);
    }
    Ok(vec![Event::ConditionMet {
        by: *actor,
        clause,
        part,
        on,
    }])
}

/// 催告: the payee asks for what is overdue, which interrupts limitation (CHR 27). Again only when
/// something more is owed or a day has passed.
pub fn demand(case: &Case, actor: &Actor, now: Timestamp) -> Ruled {
    let side = guard::party(case, actor)?;
    if performance::owed(case, side).is_empty() {
        return Err(Refusal::NothingOverdue);
    }
    let today = now.date(case.zone);
    let demanded = |(by, at): &(crate::actor::Side, Timestamp)| *by == side && at.date(case.zone) == today;
    if case.demands.iter().any(demanded) {
        return Err(Refusal::AlreadyDone);
    }
    Ok(vec![Event::PaymentDemanded { side }])
}

/// The petition for a court is made ready; handing it in stays the party's own act.
pub fn prepare(case: &Case, kind: CourtPetition, actor: &Actor, now: Timestamp) -> Ruled {
    let side = guard::party(case, actor)?;
    if performance::binding(case).is_none() {
        return Err(Refusal::WrongStage);
    }
    match kind {
        CourtPetition::PaymentOrder => {
            // LMAL 16 is the worker's; with a document in force there is nothing left to order.
            let worker = case
                .seat(side)
                .is_some_and(|seat| seat.particulars.kind != PartyKind::Organisation);
            if !worker || case.enforceable_at.is_some() || performance::orderable(case, side).is_empty() {
                return Err(Refusal::PaymentOrderUnfit);
            }
        }
        CourtPetition::Suit => {
            // Wages alone go to court as an ordinary debt (解释(一) 51); the other three heads after a
            // payment order that failed (解释(一) 13). With a document in force nothing is sued on.
            let owed = performance::owed(case, side);
            if case.enforceable_at.is_some() {
                return Err(Refusal::SuitUnfit);
            }
            if owed.is_empty() {
                return Err(Refusal::NothingOverdue);
            }
            let wages = owed.iter().all(|duty| duty.head == Some(PaymentHead::WageArrears));
            let direct = crate::order::failed(case) && !performance::orderable(case, side).is_empty();
            if !wages && !direct {
                return Err(Refusal::SuitUnfit);
            }
        }
        CourtPetition::Arbitration => {
            if case.enforceable_at.is_some() {
                return Err(Refusal::AlreadyConfirmed);
            }
            if performance::owed(case, side).is_empty() {
                return Err(Refusal::NothingOverdue);
            }
        }
        CourtPetition::Enforcement => {
            let ordered = crate::order::in_force(case, now.date(case.zone));
            if case.stage != Some(Stage::Enforceable) && !ordered {
                return Err(Refusal::NotEnforceable);
            }
            if performance::owed(case, side).is_empty() {
                return Err(Refusal::NothingOverdue);
            }
            if performance::enforce_until(case).is_some_and(|last| now > last.end(case.zone)) {
                return Err(Refusal::EnforcementLate);
            }
        }
    }
    let today = now.date(case.zone);
    let mut made = case.petitions.iter();
    if made.any(|(by, of, at)| (*by, *of) == (side, kind) && at.date(case.zone) == today) {
        return Err(Refusal::AlreadyDone);
    }
    Ok(vec![Event::PetitionPrepared { side, kind }])
}

/// Every duty whose day has passed unconfirmed.
pub fn overdue(case: &Case, now: Timestamp) -> Vec<Event> {
    if !performance::runs(case) {
        return Vec::new();
    }
    let late = |duty: &Duty| {
        let standing = standing(case, duty);
        !standing.confirmed && !standing.overdue && now > duty.day.end(case.zone)
    };
    let duties = performance::duties(case).into_iter().filter(late);
    duties
        .map(|duty| Event::DutyOverdue {
            clause: duty.clause,
            part: duty.part,
        })
        .collect()
}

pub fn apply(case: &mut Case, event: &Event, at: Timestamp) {
    match event {
        Event::DutyReported {
            side,
            clause,
            part,
            on,
            proof,
        } => {
            let standing = case.duties.entry((*clause, *part)).or_default();
            standing.reported = Some(*on);
            standing.disputed = None;
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
        Event::DutyConfirmed { clause, part, .. } => {
            let standing = case.duties.entry((*clause, *part)).or_default();
            standing.confirmed = true;
            standing.disputed = None;
        }
        Event::DutyDisputed {
            clause, part, reason, ..
        } => {
            let standing = case.duties.entry((*clause, *part)).or_default();
            standing.disputed = Some(reason.clone());
            standing.reported = None;
        }
        Event::DutyOverdue { clause, part } => case.duties.entry((*clause, *part)).or_default().overdue = true,
        Event::ConditionMet { clause, part, on, .. } => _ = case.conditions.insert((*clause, *part), *on),
        Event::PaymentDemanded { side } => case.demands.push((*side, at)),
        Event::PetitionPrepared { side, kind } => case.petitions.push((*side, *kind, at)),
        Event::PerformanceCompleted => {
            case.completed_at = Some(at);
            // An application under way goes its own way to its end.
            if matches!(case.stage, Some(Stage::Effective | Stage::Enforceable)) {
                case.stage = Some(Stage::Performed);
            }
        }
        _ => {}
    }
}
