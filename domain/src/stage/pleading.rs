//! What the sides lay before the tribunal in writing: claims as the applicant wants them now, and the other side's
//! answer (CHR 33, 44). The other side reads either at once, which is sooner than the five working days of CHR 33.
//!
//! Until when claims may be added is for the tribunal to say: the period to produce evidence is its own to set
//! (CHR 15, 44). Nothing is refused here for being late.

use super::{Ruled, guard, hearing};
use crate::actor::Actor;
use crate::arbitration::Pleading;
use crate::case::{Case, Stage};
use crate::event::Event;
use crate::refusal::Refusal;
use crate::text;

pub fn plead(case: &Case, pleading: &Pleading, actor: &Actor) -> Ruled {
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
