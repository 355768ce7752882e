//! 管辖异议, 回避, 先予执行 and 延期开庭 in arbitration (LMAL 33, 35, 44; CHR 9-12, 38, 46(5), 51).

use super::{Ruled, guard, hearing};
use crate::actor::{Actor, Side};
use crate::arbitration::Arbitration;
use crate::calendar::working_days_after;
use crate::case::{Case, Stage};
use crate::deadline::beside;
use crate::event::Event;
use crate::id::PersonId;
use crate::moment::Timestamp;
use crate::money::Fen;
use crate::motion::{self, Answered, Asked, Matter, Motion, Plea, Reply};
use crate::performance::employer;
use crate::refusal::Refusal;
use crate::term::suspended;
use crate::text;

/// Working days to decide whether an arbitrator withdraws (CHR 11, 80).
const WITHDRAWAL_WORKING_DAYS: u32 = 3;
/// Working days the receiving commission has for its notice (CHR 30).
const ACCEPT_WORKING_DAYS: u32 = 5;
/// Asked under one petition.
const MOST_MOTIONS: usize = 20;

/// A side asks, given what was asked before; the parties' program calls it with what it read itself.
///
/// # Errors
/// The refusal, with the article it rests on.
pub fn ask(case: &Case, motions: &[Motion], plea: &Plea, reason: &str, actor: &Actor, now: Timestamp) -> Ruled {
    let side = guard::party(case, actor)?;
    guard::stage(case, Stage::Arbitrating)?;
    let arbitration = case.arbitration.as_ref().ok_or(Refusal::WrongStage)?;
    text::fit(reason, text::REASON)?;
    let before: Vec<_> = motion::present(arbitration, motions).collect();
    if before.len() >= MOST_MOTIONS {
        return Err(Refusal::TooMany);
    }
    let own = |it: &&&Motion| {
        let asked = it.asked.as_ref();
        asked.is_some_and(|asked| asked.side == side && asked.plea.matter() == plea.matter())
    };
    if before.iter().filter(own).any(|it| it.answer.is_none()) {
        return Err(Refusal::AlreadyDone);
    }
    let (mut decide_by, mut hearing) = (None, None);
    match plea {
        Plea::Jurisdiction => {
            if side == arbitration.side {
                return Err(Refusal::NotYourRole);
            }
            if before.iter().any(|it| own(&it)) {
                return Err(Refusal::AlreadyDone);
            }
            // Before the copy is served the ten working days have not begun.
            if beside::defence(case).is_some_and(|last| now > last.end(case.zone)) {
                return Err(Refusal::MotionLate);
            }
        }
        Plea::Withdrawal { ground, since } => {
            let same = |it: &Motion| {
                let asked = it.asked.as_ref().map(|asked| &asked.plea);
                matches!(asked, Some(Plea::Withdrawal { ground: before, .. }) if before == ground)
            };
            let mut since_replaced = before.iter().rev();
            let seated = since_replaced
                .by_ref()
                .take_while(|it| !matches!(it.reply(), Some(Reply::Replaced { .. })));
            if seated.filter(own).any(|it| same(it)) {
                return Err(Refusal::AlreadyDone);
            }
            let today = now.date(case.zone);
            if since.is_some_and(|since| since > today) {
                return Err(Refusal::DayUnfit);
            }
            // 笔录 is written when the debate is over.
            if arbitration.record.is_some() {
                return Err(Refusal::MotionLate);
            }
            let begun = arbitration.hearing.as_ref().map(|it| it.at).filter(|at| now >= *at);
            if begun.is_some_and(|at| since.is_none_or(|since| since < at.date(case.zone))) {
                return Err(Refusal::MotionLate);
            }
            decide_by = working_days_after(today, WITHDRAWAL_WORKING_DAYS, &case.local).ok();
        }
        Plea::Advance { amount, .. } => {
            if side != arbitration.side {
                return Err(Refusal::NotYourRole);
            }
            // An employer's life does not suffer (LMAL 44(2)).
            if side == employer(case) {
                return Err(Refusal::MotionUnfit);
            }
            sum(*amount)?;
            if *amount > motion::advance_left(arbitration, motions) {
                return Err(Refusal::MotionUnfit);
            }
        }
        Plea::Adjournment => {
            let set = arbitration.hearing.as_ref().ok_or(Refusal::WrongStage)?;
            if suspended(case).is_some() {
                return Err(Refusal::WrongStage);
            }
            // Held, it is put off no more.
            if arbitration.record.is_some() {
                return Err(Refusal::MotionLate);
            }
            let last = beside::adjournment(case).ok_or(Refusal::CalendarMissing)?;
            if now > last.end(case.zone) {
                return Err(Refusal::MotionLate);
            }
            hearing = Some(set.at);
        }
    }
    Ok(vec![Event::CommissionAsked(Asked {
        side,
        plea: plea.clone(),
        reason: reason.into(),
        decide_by,
        hearing,
    })])
}

fn sum(amount: Fen) -> Result<(), Refusal> {
    if amount <= Fen(0) || amount > Fen::MAX {
        return Err(Refusal::AmountUnfit);
    }
    Ok(())
}

pub fn answer(
    case: &Case,
    (matter, reply): (Matter, &Reply),
    explanation: &str,
    approved_by: &str,
    actor: &Actor,
    now: Timestamp,
) -> Ruled {
    let arbitration = hearing::seated(case, actor)?;
    // Whoever is asked to withdraw decides nothing but what cannot wait (CHR 12).
    if matter != Matter::Advance {
        stands_down(case, arbitration, actor.person)?;
    }
    text::fit(explanation, text::REASON)?;
    text::fit_or_blank(approved_by, text::NAME)?;
    let open = motion::open(arbitration, motion::all(case), matter);
    let asked = open.and_then(|it| it.asked.as_ref());
    let mut events = Vec::new();
    match (matter, reply, asked) {
        // That a case is another's to decide is found without an objection too (CHR 9).
        (Matter::Jurisdiction, Reply::Moved { commission, name }, _) => {
            text::fit(name, text::LINE)?;
            let present = case.transfer.as_ref().map(|it| it.commission);
            if commission.is_some() && (*commission == present || *commission == case.body) {
                return Err(Refusal::InstitutionUnfit);
            }
            events.push(match commission {
                Some(commission) => Event::CaseTransferred {
                    commission: *commission,
                    attestor: case.transfer.as_ref().and_then(|it| it.attestor),
                    accept_by: Some(
                        working_days_after(now.date(case.zone), ACCEPT_WORKING_DAYS, &case.local)
                            .map_err(|_| Refusal::CalendarMissing)?,
                    ),
                },
                None => Event::CommissionMissing,
            });
        }
        (_, _, None) => return Err(Refusal::WrongStage),
        (Matter::Withdrawal, Reply::Rejected, _) => text::fit(approved_by, text::NAME)?,
        (Matter::Jurisdiction | Matter::Advance | Matter::Adjournment, Reply::Rejected, _) => {}
        (Matter::Withdrawal, Reply::Replaced { arbitrator }, _) => {
            text::fit(approved_by, text::NAME)?;
            let party = |side| case.seat(side).and_then(|seat| seat.person) == Some(*arbitrator);
            if Some(*arbitrator) == arbitration.by
                || withdrew(case, arbitration, *arbitrator)
                || Side::BOTH.into_iter().any(party)
            {
                return Err(Refusal::MotionUnfit);
            }
        }
        (
            Matter::Advance,
            Reply::Advanced {
                amount,
                hardship,
                court,
            },
            Some(Asked {
                plea: Plea::Advance { amount: most, .. },
                ..
            }),
        ) => {
            sum(*amount)?;
            text::fit(hardship, text::REASON)?;
            text::fit(court, text::LINE)?;
            if amount > most || *amount > motion::advance_left(arbitration, motion::all(case)) {
                return Err(Refusal::MotionUnfit);
            }
        }
        (Matter::Adjournment, Reply::Postponed { at, place }, _) => {
            let set = arbitration.hearing.as_ref().filter(|_| arbitration.record.is_none());
            if *at <= set.ok_or(Refusal::WrongStage)?.at {
                return Err(Refusal::HearingUnfit);
            }
            events.push(hearing::call(case, arbitration, (*at, place.as_str()), actor, now)?);
        }
        _ => return Err(Refusal::MotionUnfit),
    }
    events.insert(
        0,
        Event::MotionAnswered(Answered {
            by: *actor,
            matter,
            reply: reply.clone(),
            explanation: explanation.into(),
            approved_by: approved_by.into(),
        }),
    );
    Ok(events)
}

/// Replaced under the present petition.
fn withdrew(case: &Case, arbitration: &Arbitration, person: PersonId) -> bool {
    motion::present(arbitration, motion::all(case)).any(|it| it.withdrew == Some(person))
}

/// Whoever was replaced has no part in the case any more; whoever is asked to withdraw has none until that is decided
/// (CHR 12).
pub(super) fn stands_down(case: &Case, arbitration: &Arbitration, person: PersonId) -> Result<(), Refusal> {
    if withdrew(case, arbitration, person) {
        return Err(Refusal::NotYourCase);
    }
    let open = motion::open(arbitration, motion::all(case), Matter::Withdrawal);
    if open.is_some() && arbitration.by == Some(person) {
        return Err(Refusal::MotionOpen);
    }
    Ok(())
}

/// An objection to the jurisdiction is examined before the case is decided (CHR 10).
pub(super) fn jurisdiction_open(case: &Case, arbitration: &Arbitration) -> Result<(), Refusal> {
    match motion::open(arbitration, motion::all(case), Matter::Jurisdiction) {
        Some(_) => Err(Refusal::MotionOpen),
        None => Ok(()),
    }
}

/// Another day that was asked for is named by the answer, so that whoever asked has one.
pub(super) fn adjournment_open(case: &Case, arbitration: &Arbitration) -> Result<(), Refusal> {
    let open = motion::open(arbitration, motion::all(case), Matter::Adjournment);
    match open.filter(|_| arbitration.record.is_none()) {
        Some(_) => Err(Refusal::MotionOpen),
        None => Ok(()),
    }
}

#[cfg(not(feature = "party"))]
pub fn apply(case: &mut Case, event: &Event, at: Timestamp) {
    let told = match event {
        Event::CommissionAsked(asked) => motion::Told::CommissionAsked(asked.clone()),
        Event::MotionAnswered(answered) => motion::Told::MotionAnswered(answered.clone()),
        _ => return,
    };
    let sitting = case.arbitration.as_ref().and_then(|it| it.by);
    motion::take(&mut case.motions, &told, at, sitting);
    if let (Event::MotionAnswered(answered), Some(arbitration)) = (event, case.arbitration.as_mut()) {
        if let Reply::Replaced { arbitrator } = answered.reply {
            arbitration.by = Some(arbitrator);
        }
    }
}
