//! 仲裁中: hearing, record, more time, and the end: 调解书, 裁决书, withdrawal; then receipt and suit
//! (LMAL 40-50; CHR 38, 39, 45, 50).

use super::{Ruled, guard, motion};
use crate::actor::{Actor, Role};
use crate::arbitration::Arbitration;
use crate::award::{self, AwardHead, AwardItem, Conclusion, Hearing, HearingRecord};
use crate::calendar;
use crate::case::{Case, Ending, Stage};
use crate::deadline::beside::HEARING_DAYS;
use crate::event::Event;
use crate::hash::Digest;
use crate::moment::{Date, Timestamp};
use crate::money::Fen;
use crate::paper::PaperKind;
use crate::refusal::Refusal;
use crate::sorted::Set;
use crate::term;
use crate::text;

/// Days a case may be extended by (LMAL 43; CHR 45).
const EXTENSION_DAYS: u32 = 15;

/// The commission's own arbitrator on a case under arbitration whose days run (CHR 47).
pub(super) fn tribunal<'a>(case: &'a Case, actor: &Actor) -> Result<&'a Arbitration, Refusal> {
    let arbitration = bench(case, actor)?;
    match term::suspended(case) {
        Some(_) => Err(Refusal::WrongStage),
        None => Ok(arbitration),
    }
}

/// The same, suspended or not; nobody who is asked to withdraw (CHR 12).
pub(super) fn bench<'a>(case: &'a Case, actor: &Actor) -> Result<&'a Arbitration, Refusal> {
    let arbitration = seated(case, actor)?;
    motion::stands_down(case, arbitration, actor.person)?;
    Ok(arbitration)
}

/// The same, asked to withdraw or not.
pub(super) fn seated<'a>(case: &'a Case, actor: &Actor) -> Result<&'a Arbitration, Refusal> {
    if actor.role != Role::Arbitrator {
        return Err(Refusal::NotYourRole);
    }
    let transfer = case.transfer.as_ref().ok_or(Refusal::WrongStage)?;
    if actor.org != Some(transfer.commission) {
        return Err(Refusal::NotYourCase);
    }
    guard::stage(case, Stage::Arbitrating)?;
    case.arbitration.as_ref().ok_or(Refusal::WrongStage)
}

/// Both are told five working days before (CHR 38); a new day takes the place of the old.
pub fn schedule(case: &Case, at: Timestamp, place: &str, actor: &Actor, now: Timestamp) -> Ruled {
    let arbitration = tribunal(case, actor)?;
    motion::adjournment_open(case, arbitration)?;
    Ok(vec![call(case, arbitration, (at, place), actor, now)?])
}

/// A day and place that may be named for a hearing, while the days run.
pub(super) fn call(
    case: &Case,
    arbitration: &Arbitration,
    (at, place): (Timestamp, &str),
    actor: &Actor,
    now: Timestamp,
) -> Result<Event, Refusal> {
    if term::suspended(case).is_some() {
        return Err(Refusal::WrongStage);
    }
    text::fit(place, text::LINE)?;
    let earliest = calendar::working_days_after(now.date(case.zone), HEARING_DAYS, &case.local)
        .map_err(|_| Refusal::CalendarMissing)?;
    let day = at.date(case.zone);
    if day < earliest || arbitration.award_by.is_some_and(|last| day > last) {
        return Err(Refusal::HearingUnfit);
    }
    let same = |set: &Hearing| set.at == at && set.place == place;
    if arbitration.hearing.as_ref().is_some_and(same) {
        return Err(Refusal::AlreadyDone);
    }
    Ok(Event::HearingScheduled {
        by: *actor,
        at,
        place: place.into(),
    })
}

/// 庭审笔录; a corrected one is confirmed anew (LMAL 40).
pub fn record(case: &Case, wording: &str, actor: &Actor) -> Ruled {
    let arbitration = tribunal(case, actor)?;
    text::fit(wording, text::STORY)?;
    if arbitration.record.as_ref().is_some_and(|record| record.text == wording) {
        return Err(Refusal::AlreadyDone);
    }
    Ok(vec![Event::HearingRecorded {
        by: *actor,
        text: wording.into(),
    }])
}

pub fn confirm_record(case: &Case, digest: Digest, actor: &Actor) -> Ruled {
    let side = guard::party(case, actor)?;
    guard::stage(case, Stage::Arbitrating)?;
    let record = case.arbitration.as_ref().and_then(|it| it.record.as_ref());
    let record = record.ok_or(Refusal::WrongStage)?;
    if Digest::of(record.text.as_bytes()) != digest {
        return Err(Refusal::FactChanged);
    }
    if record.confirmed.contains(&side) {
        return Err(Refusal::AlreadyDone);
    }
    Ok(vec![Event::RecordConfirmed { side, digest }])
}

/// 15 days more, once, with approval and before the 45 are over (LMAL 43; CHR 45).
pub fn extend(case: &Case, approved_by: &str, reason: &str, actor: &Actor, now: Timestamp) -> Ruled {
    let arbitration = tribunal(case, actor)?;
    if arbitration.extended.is_some() {
        return Err(Refusal::AlreadyDone);
    }
    text::fit(approved_by, text::NAME)?;
    text::fit(reason, text::REASON)?;
    let last = arbitration.award_by.ok_or(Refusal::WrongStage)?;
    if now > last.end(case.zone) {
        return Err(Refusal::ExtensionUnfit);
    }
    let award_by =
        calendar::natural_days_after(last, EXTENSION_DAYS, &case.local).map_err(|_| Refusal::CalendarMissing)?;
    Ok(vec![Event::AwardExtended {
        by: *actor,
        approved_by: approved_by.into(),
        reason: reason.into(),
        award_by,
    }])
}

pub fn conclude(case: &Case, conclusion: &Conclusion, actor: &Actor) -> Ruled {
    let arbitration = tribunal(case, actor)?;
    motion::jurisdiction_open(case, arbitration)?;
    match conclusion {
        Conclusion::Mediated { items: agreed } => {
            // A 调解书 whose receipt was refused is not tried again (LMAL 42).
            if arbitration.statements > 0 {
                return Err(Refusal::AwardUnfit);
            }
            items(agreed)?;
        }
        Conclusion::Awarded {
            items: awarded,
            minimum_wage,
            source,
        } => {
            items(awarded)?;
            text::fit(source, text::LINE)?;
            if *minimum_wage <= Fen(0) || *minimum_wage > Fen::MAX {
                return Err(Refusal::AwardUnfit);
            }
        }
        Conclusion::Absent { reason } => text::fit(reason, text::REASON)?,
        // The applicant's own act: see `withdraw`.
        Conclusion::Withdrawn { .. } => return Err(Refusal::NotYourRole),
    }
    Ok(vec![Event::ArbitrationConcluded {
        by: *actor,
        conclusion: conclusion.clone(),
    }])
}

/// 裁决事项: what is given for money states its sum, so that finality can be told (CHR 50).
fn items(items: &[AwardItem]) -> Result<(), Refusal> {
    if items.is_empty() || items.len() > 20 {
        return Err(Refusal::AwardUnfit);
    }
    for item in items {
        text::fit(&item.text, text::REASON)?;
        let sum = item.amount.is_some_and(|amount| amount > Fen(0) && amount <= Fen::MAX);
        if !sum && (item.amount.is_some() || item.head == AwardHead::Money) {
            return Err(Refusal::AwardUnfit);
        }
    }
    Ok(())
}

/// By whoever filed, until the tribunal has decided.
pub fn withdraw(case: &Case, reason: &str, actor: &Actor) -> Ruled {
    let side = guard::party(case, actor)?;
    if !matches!(case.stage, Some(Stage::ArbitrationPending | Stage::Arbitrating)) {
        return Err(Refusal::WrongStage);
    }
    if case.arbitration.as_ref().is_none_or(|it| it.side != side) {
        return Err(Refusal::NotYourRole);
    }
    text::fit(reason, text::REASON)?;
    Ok(vec![Event::ArbitrationConcluded {
        by: *actor,
        conclusion: Conclusion::Withdrawn { reason: reason.into() },
    }])
}

/// 签收. With both receipts the 调解书 takes effect (LMAL 42).
pub fn receive(case: &Case, document: Digest, actor: &Actor, now: Timestamp) -> Ruled {
    let side = guard::party(case, actor)?;
    let paper = case.papers.iter().rev().find(|paper| paper.document == document);
    let paper = paper.ok_or(Refusal::DocumentMissing)?;
    if case.received.contains_key(&(document, side)) {
        return Err(Refusal::AlreadyDone);
    }
    let mut events = vec![Event::PaperReceived { side, document }];
    let settled = case.stage == Some(Stage::Concluded) && paper.kind == PaperKind::ArbitralStatement;
    if settled && case.received.contains_key(&(document, side.other())) {
        events.push(Event::ConclusionEffective { at: now });
    }
    Ok(events)
}

/// A side thinks better of the 调解书 before it has signed for it: the tribunal awards (LMAL 42).
pub fn refuse_statement(case: &Case, reason: &str, actor: &Actor) -> Ruled {
    let side = guard::party(case, actor)?;
    guard::stage(case, Stage::Concluded)?;
    let arbitration = case.arbitration.as_ref().ok_or(Refusal::WrongStage)?;
    let settled = matches!(arbitration.conclusion, Some(Conclusion::Mediated { .. }));
    if !settled || award::received(case, side, PaperKind::ArbitralStatement).is_some() {
        return Err(Refusal::WrongStage);
    }
    text::fit(reason, text::REASON)?;
    Ok(vec![Event::StatementRefused {
        side,
        reason: reason.into(),
    }])
}

/// 起诉 within 15 days of one's own receipt; against a final award the worker only (LMAL 48, 50).
pub fn sue(case: &Case, on: Date, actor: &Actor, now: Timestamp) -> Ruled {
    let side = guard::party(case, actor)?;
    guard::stage(case, Stage::Concluded)?;
    let last = award::sue_until(case, side).ok_or(Refusal::SuitUnfit)?;
    if on > now.date(case.zone) {
        return Err(Refusal::DayUnfit);
    }
    if on > last {
        return Err(Refusal::SuitUnfit);
    }
    let arbitration = case.arbitration.as_ref().ok_or(Refusal::WrongStage)?;
    if arbitration.in_force.is_some() || arbitration.suits.iter().any(|(suing, _)| *suing == side) {
        return Err(Refusal::AlreadyDone);
    }
    Ok(vec![Event::SuitReported { side, on }])
}

/// An award that is not final and that nobody sued on takes effect (LMAL 50).
pub fn unsued(case: &Case, now: Timestamp) -> Option<Event> {
    let last = award::effect_day(case)?;
    (now > last.end(case.zone)).then_some(Event::ConclusionEffective { at: now })
}

pub fn apply(case: &mut Case, event: &Event, at: Timestamp) {
    if let Event::PaperReceived { side, document } = event {
        let on = crate::service::on_paper(case, *side, document).map_or(at, |day| day.start(case.zone));
        case.received.insert((*document, *side), on);
    }
    let Some(arbitration) = case.arbitration.as_mut() else {
        return;
    };
    match event {
        Event::HearingScheduled { at, place, .. } => {
            arbitration.hearings += 1;
            arbitration.hearing = Some(Hearing {
                at: *at,
                place: place.clone(),
                instead_of: arbitration.hearing.as_ref().map(|before| before.at),
            });
        }
        Event::HearingRecorded { text, .. } => {
            arbitration.record = Some(HearingRecord {
                text: text.clone(),
                confirmed: Set::new(),
            });
        }
        Event::RecordConfirmed { side, .. } => {
            if let Some(record) = &mut arbitration.record {
                record.confirmed.insert(*side);
            }
        }
        Event::AwardExtended {
            approved_by,
            award_by,
            reason,
            ..
        } => {
            arbitration.extended_for = reason.clone();
            arbitration.extended = Some(approved_by.clone());
            arbitration.award_by = Some(*award_by);
        }
        Event::ArbitrationConcluded { by, conclusion } => {
            let withdrawn = matches!(conclusion, Conclusion::Withdrawn { .. } | Conclusion::Absent { .. });
            arbitration.statements += u32::from(matches!(conclusion, Conclusion::Mediated { .. }));
            arbitration.conclusion = Some(conclusion.clone());
            arbitration.concluded_by = Some(by.person);
            case.stage = Some(if withdrawn { Stage::Ended } else { Stage::Concluded });
            if withdrawn {
                case.ended = Some(Ending::ArbitrationWithdrawn);
            }
        }
        Event::StatementRefused { .. } => {
            arbitration.conclusion = None;
            case.stage = Some(Stage::Arbitrating);
        }
        Event::SuitReported { side, on } => arbitration.suits.push((*side, *on)),
        Event::ConclusionEffective { at } => arbitration.in_force = Some(*at),
        _ => {}
    }
}
