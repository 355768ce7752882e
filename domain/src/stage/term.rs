//! Claims that change, and the days that change with them: the tribunal's, which begin anew or stand still, and
//! those of limitation (LMAL 12, 27; EMR 21; CHR 27, 28, 44, 46, 47).
//!
//! No article lets the days of mediation stand still: whatever it waits for, they are longer only where both
//! agree, which is an extension (EMR 29; OMR 24).

use super::{Ruled, guard, hearing, pleading};
use crate::actor::{Actor, Role};
use crate::arbitration::Arbitration;
use crate::calendar::{DaysOff, natural_days_after};
use crate::case::{Case, Stage};
use crate::command::Claim;
use crate::event::Event;
use crate::limitation::{begun, last_day, until};
use crate::moment::{Date, Timestamp};
use crate::refusal::Refusal;
use crate::term::{self, AWARD_DAYS, TermGround, TermMove};
use crate::text;

/// Facts about limitation in one case.
const MOST_LIMITS: usize = 20;

/// Before there is an agreement the mediator takes down what is claimed now; in arbitration the tribunal
/// accepts it, and its days begin anew (CHR 44, 46(3)).
pub fn amend(case: &Case, claims: &[Claim], actor: &Actor, now: Timestamp) -> Ruled {
    let petition = match actor.role {
        Role::Arbitrator => Some(hearing::tribunal(case, actor)?),
        _ => {
            guard::mediator(case, actor)?;
            None
        }
    };
    if petition.is_none() && !matches!(case.stage, Some(Stage::Pending | Stage::Mediating)) {
        return Err(Refusal::WrongStage);
    }
    if claims.is_empty() {
        return Err(Refusal::RequestIncomplete);
    }
    if claims.len() > 20 {
        return Err(Refusal::TooMany);
    }
    guard::claims(claims)?;
    if petition.map_or(&case.claims, |it| &it.petition.claims) == claims {
        return Err(Refusal::AlreadyDone);
    }
    // What was asked for was asked in time (CHR 44).
    if let Some(petition) = petition.filter(|it| it.asked.is_none()) {
        pleading::in_time(case, petition, claims, now)?;
    }
    let mut events = vec![Event::ClaimsAmended { claims: claims.into() }];
    if let Some(petition) = petition {
        events.push(Event::AwardTermMoved(TermMove {
            ground: TermGround::ClaimsAmended,
            approved_by: String::new(),
            explanation: String::new(),
            award_by: Some(anew(case, petition, now)?),
        }));
    }
    Ok(events)
}

/// 45 days from today, while those before are not over.
fn anew(case: &Case, arbitration: &Arbitration, now: Timestamp) -> Result<Date, Refusal> {
    in_time(case, arbitration, now)?;
    natural_days_after(now.date(case.zone), AWARD_DAYS, &case.local).map_err(|_| Refusal::CalendarMissing)
}

fn in_time(case: &Case, arbitration: &Arbitration, now: Timestamp) -> Result<Date, Refusal> {
    let last = arbitration.award_by.ok_or(Refusal::WrongStage)?;
    if now > last.end(case.zone) {
        return Err(Refusal::ExtensionUnfit);
    }
    Ok(last)
}

pub fn turn(
    case: &Case,
    ground: TermGround,
    approved_by: &str,
    explanation: &str,
    actor: &Actor,
    now: Timestamp,
) -> Ruled {
    let arbitration = hearing::bench(case, actor)?;
    text::fit(explanation, text::REASON)?;
    text::fit_or_blank(approved_by, text::NAME)?;
    let award_by = match (term::suspended(case), ground) {
        // They come with the claims themselves.
        (_, TermGround::ClaimsAmended) => return Err(Refusal::GroundUnfit),
        (Some(since), TermGround::Resumed) => {
            let last = arbitration.award_by.ok_or(Refusal::WrongStage)?;
            Some(term::resumed(case, since, last, now).map_err(|_| Refusal::CalendarMissing)?)
        }
        (None, TermGround::Resumed) => return Err(Refusal::WrongStage),
        (Some(_), _) => return Err(Refusal::AlreadyDone),
        (None, ground) if ground.suspends() => {
            in_time(case, arbitration, now)?;
            // A public notice takes its days by itself; all else is approved (CHR 46(6), 47).
            if ground != TermGround::PublicNotice {
                text::fit(approved_by, text::NAME)?;
            }
            None
        }
        _ => Some(anew(case, arbitration, now)?),
    };
    Ok(vec![Event::AwardTermMoved(TermMove {
        ground,
        approved_by: approved_by.into(),
        explanation: explanation.into(),
        award_by,
    })])
}

/// What moves nothing is not recorded: what comes when the year is over brings it back to no one.
pub fn limitation(case: &Case, (from, to): (Date, Option<Date>), reason: &str, actor: &Actor, now: Timestamp) -> Ruled {
    let commission = case.transfer.as_ref().map(|it| it.commission);
    match actor.role {
        Role::Arbitrator if actor.org.is_some() && actor.org == commission => {}
        Role::Arbitrator => return Err(Refusal::NotYourCase),
        _ => guard::mediator(case, actor)?,
    }
    let (known, before) = begun(case).zip(until(case)).ok_or(Refusal::WrongStage)?;
    text::fit(reason, text::REASON)?;
    if case.limits.len() >= MOST_LIMITS {
        return Err(Refusal::TooMany);
    }
    let today = now.date(case.zone);
    if from > today || to.is_some_and(|to| to < from || to > today) {
        return Err(Refusal::DayUnfit);
    }
    let recorded = case.limits.iter().map(|(from, to, _)| (*from, *to));
    let (mut interrupts, mut suspends) = (Vec::new(), Vec::new());
    for (from, to) in recorded.chain([(from, to)]) {
        match to {
            None => interrupts.push(from),
            Some(to) => suspends.push(DaysOff { from, to }),
        }
    }
    let until = last_day(known, &interrupts, &suspends);
    if until <= before {
        return Err(Refusal::ExtensionUnfit);
    }
    Ok(vec![Event::LimitationMoved {
        from,
        to,
        reason: reason.into(),
        until,
    }])
}

pub fn apply(case: &mut Case, event: &Event, at: Timestamp) {
    match (event, case.arbitration.as_mut()) {
        (Event::ClaimsAmended { claims }, Some(arbitration)) => arbitration.petition.claims.clone_from(claims),
        (Event::ClaimsAmended { claims }, None) => case.claims.clone_from(claims),
        (Event::AwardTermMoved(turn), Some(arbitration)) => {
            arbitration.award_by = turn.award_by.or(arbitration.award_by);
            arbitration.turns.push((at, turn.clone()));
        }
        (Event::LimitationMoved { from, to, until, .. }, _) => case.limits.push((*from, *to, *until)),
        _ => {}
    }
}
