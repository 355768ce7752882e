//! What the sides lay before the tribunal in writing: claims as the applicant wants them now, and the other side's
//! answer (CHR 33, 44). The other side reads either at once, which is sooner than the five working days of CHR 33.
//!
//! Until when claims may be added is for the tribunal to say: the period to produce evidence is its own to set, and no
//! article gives it a length (CHR 15, 44). Where it set none, nothing is refused for being late.

use super::{Ruled, guard, hearing};
use crate::actor::Actor;
use crate::arbitration::{Arbitration, Pleading};
use crate::calendar::working_days_after;
use crate::case::{Case, Stage};
use crate::command::Claim;
use crate::deadline::beside::{DEFENCE_DAYS, defence};
use crate::event::Event;
use crate::moment::{Date, Timestamp};
use crate::refusal::Refusal;
use crate::term::suspended;
use crate::text;

pub fn plead(case: &Case, pleading: &Pleading, actor: &Actor, now: Timestamp) -> Ruled {
    let side = guard::party(case, actor)?;
    guard::stage(case, Stage::Arbitrating)?;
    let arbitration = case.arbitration.as_ref().ok_or(Refusal::WrongStage)?;
    let known = if side == arbitration.side {
        text::fit_or_blank(&pleading.text, text::REASON)?;
        wanted(pleading)?;
        pleading.claims == arbitration.petition.claims || arbitration.asked.as_ref() == Some(pleading)
    } else {
        // A counter-claim is a petition of its own, which the tribunal joins (CHR 36).
        if !pleading.claims.is_empty() {
            return Err(Refusal::NotYourRole);
        }
        text::fit(&pleading.text, text::STORY)?;
        arbitration.answer.as_ref() == Some(&pleading.text)
    };
    if known {
        return Err(Refusal::AlreadyDone);
    }
    if side == arbitration.side {
        in_time(case, arbitration, &pleading.claims, now)?;
    }
    Ok(vec![Event::Pleaded {
        side,
        pleading: pleading.clone(),
    }])
}

fn wanted(pleading: &Pleading) -> Result<(), Refusal> {
    match pleading.claims.len() {
        0 => Err(Refusal::RequestIncomplete),
        1..=20 => guard::claims(&pleading.claims),
        _ => Err(Refusal::TooMany),
    }
}

/// 举证期限 is over; while the tribunal's days stand still it does not end.
pub fn evidence_over(case: &Case, arbitration: &Arbitration, now: Timestamp) -> bool {
    let until = arbitration.evidence_until.filter(|_| suspended(case).is_none());
    until.is_some_and(|until| now > until.end(case.zone))
}

/// Claims added or changed after the time for evidence are filed apart (CHR 44). Who claims less adds nothing.
pub(super) fn in_time(case: &Case, arbitration: &Arbitration, claims: &[Claim], now: Timestamp) -> Result<(), Refusal> {
    let claimed = &arbitration.petition.claims;
    let less = |wanted: &Claim| {
        let mut same = claimed.iter().filter(|claim| claim.text == wanted.text);
        same.any(|claim| claim.amount == wanted.amount || (wanted.amount.is_some() && wanted.amount < claim.amount))
    };
    if evidence_over(case, arbitration, now) && !claims.iter().all(less) {
        return Err(Refusal::ClaimsLate);
    }
    Ok(())
}

/// 举证期限, not before the other side has had its days to answer (CHR 33); where it is hard to keep, longer (CHR 15).
pub fn set_evidence(case: &Case, until: Date, actor: &Actor, now: Timestamp) -> Ruled {
    let arbitration = hearing::tribunal(case, actor)?;
    if arbitration.evidence_until == Some(until) {
        return Err(Refusal::AlreadyDone);
    }
    let today = now.date(case.zone);
    let earliest = match (&arbitration.answer, defence(case)) {
        (Some(_), _) => today,
        (None, Some(last)) => last.max(today),
        // As if the copy reached the other side today.
        (None, None) => working_days_after(today, DEFENCE_DAYS, &case.local).map_err(|_| Refusal::CalendarMissing)?,
    };
    let sooner = arbitration.evidence_until.is_some_and(|before| until < before);
    if until < earliest || sooner || arbitration.award_by.is_some_and(|last| until > last) {
        return Err(Refusal::EvidencePeriodUnfit);
    }
    Ok(vec![Event::EvidencePeriodSet { by: *actor, until }])
}

/// What is late is filed apart; so the tribunal tells the applicant (CHR 44).
pub fn decline(case: &Case, explanation: &str, actor: &Actor) -> Ruled {
    let arbitration = hearing::bench(case, actor)?;
    if arbitration.asked.is_none() {
        return Err(Refusal::WrongStage);
    }
    text::fit(explanation, text::REASON)?;
    Ok(vec![Event::AmendmentDeclined {
        by: *actor,
        explanation: explanation.into(),
    }])
}

pub fn apply(case: &mut Case, event: &Event) {
    let Some(arbitration) = case.arbitration.as_mut() else {
        return;
    };
    match event {
        Event::Pleaded { side, pleading } if *side == arbitration.side => {
            arbitration.asked = Some(pleading.clone());
            arbitration.declined = None;
        }
        Event::Pleaded { pleading, .. } => arbitration.answer = Some(pleading.text.clone()),
        Event::EvidencePeriodSet { until, .. } => {
            arbitration.evidence_notices += 1;
            arbitration.evidence_until = Some(*until);
        }
        Event::AmendmentDeclined { explanation, .. } => {
            arbitration.asked = None;
            arbitration.declined = Some(explanation.clone());
        }
        // Other claims ask for another answer.
        Event::ClaimsAmended { .. } => {
            (arbitration.asked, arbitration.declined, arbitration.answer) = (None, None, None);
        }
        _ => {}
    }
}
