//! 拟定协议: clauses, marks and the freeze (EMR 26; CPL-Int 461).

use super::{Ruled, guard};
use crate::actor::{Actor, Side};
use crate::case::{Case, Stage};
use crate::event::Event;
use crate::hash::{Commitment, Digest, Disclosure};
use crate::id::ClauseId;
use crate::identity;
use crate::moment::Timestamp;
use crate::money::Fen;
use crate::refusal::Refusal;
use crate::terms::{Clause, ClauseBody, lint};
use crate::text;

const MOST_CLAUSES: usize = 40;
const MOST_INSTALMENTS: usize = 60;

pub fn write(case: &Case, clause: &Clause, place: Option<u32>, disclosures: &[Disclosure], actor: &Actor) -> Ruled {
    guard::mediator(case, actor)?;
    guard::stage(case, Stage::Mediating)?;
    let known = case.draft.0.iter().position(|present| present.id == clause.id);
    if known.is_none() && case.draft.0.len() >= MOST_CLAUSES {
        return Err(Refusal::TooMany);
    }
    fit(&clause.body)?;
    if let Some(account) = account(&clause.body) {
        if !case.known.contains(&account) {
            identity::account(guard::disclosed(disclosures, &account)?)?;
        }
    }
    let end = case.draft.0.len() - usize::from(known.is_some());
    let place = place.map_or(known.unwrap_or(end), |place| (place as usize).min(end));
    if known == Some(place) && case.draft.0[place] == *clause {
        return Err(Refusal::AlreadyDone);
    }
    Ok(vec![Event::ClauseWritten {
        clause: clause.clone(),
        place: place as u32,
    }])
}

/// A draft may be incomplete, never absurd: the linter says what is missing.
fn fit(body: &ClauseBody) -> Result<(), Refusal> {
    let within = |amount: Fen| {
        if amount < Fen(0) || amount > Fen::MAX {
            Err(Refusal::AmountUnfit)
        } else {
            Ok(())
        }
    };
    match body {
        ClauseBody::Payment(payment) => {
            within(payment.total)?;
            if payment.instalments.len() > MOST_INSTALMENTS {
                return Err(Refusal::TooMany);
            }
            payment
                .instalments
                .iter()
                .try_for_each(|instalment| within(instalment.amount))
        }
        ClauseBody::DepositReturn(deposit) => within(deposit.amount),
        ClauseBody::Default(crate::terms::DefaultRemedy::LumpSum { amount }) => within(*amount),
        ClauseBody::Confidentiality { scope } => text::fit_or_blank(scope, text::REASON),
        ClauseBody::FreeText { text } => text::fit_or_blank(text, text::STORY),
        ClauseBody::SocialInsurance(insurance) if insurance.kinds.len() > 5 => Err(Refusal::TooMany),
        _ => Ok(()),
    }
}

pub fn account(body: &ClauseBody) -> Option<Commitment> {
    match body {
        ClauseBody::Payment(payment) => payment.account,
        ClauseBody::DepositReturn(deposit) => deposit.account,
        _ => None,
    }
}

pub fn remove(case: &Case, clause: ClauseId, actor: &Actor) -> Ruled {
    guard::mediator(case, actor)?;
    guard::stage(case, Stage::Mediating)?;
    case.draft.clause(clause).ok_or(Refusal::ClauseUnknown)?;
    Ok(vec![Event::ClauseRemoved { clause }])
}

pub fn mark(case: &Case, clause: ClauseId, digest: Digest, agreed: bool, actor: &Actor) -> Ruled {
    let side = guard::party(case, actor)?;
    guard::stage(case, Stage::Mediating)?;
    let present = case.draft.clause(clause).ok_or(Refusal::ClauseUnknown)?;
    if present.digest() != digest {
        return Err(Refusal::ClauseChanged);
    }
    if case.marks.get(&clause).and_then(|marks| marks.get(&side)) == Some(&agreed) {
        return Err(Refusal::AlreadyDone);
    }
    Ok(vec![Event::ClauseMarked {
        clause,
        digest,
        side,
        agreed,
    }])
}

/// Only a representative with special authority may settle (CPL 62).
fn may_settle(case: &Case) -> Result<(), Refusal> {
    for side in Side::BOTH {
        let general = case
            .seat(side)
            .and_then(|seat| seat.particulars.agent.as_ref())
            .is_some_and(|agent| agent.authority == crate::command::Authority::General);
        if general {
            return Err(Refusal::AuthorityMissing);
        }
    }
    Ok(())
}

pub fn agree(case: &Case, terms: Digest, actor: &Actor, now: Timestamp) -> Ruled {
    guard::mediator(case, actor)?;
    guard::stage(case, Stage::Mediating)?;
    if case.draft.digest() != terms {
        return Err(Refusal::TermsChanged);
    }
    may_settle(case)?;
    if lint::lint(&case.draft, now.date(case.zone))
        .iter()
        .any(|note| !note.finding.is_advice())
    {
        return Err(Refusal::TermsIncomplete);
    }
    let all = case.draft.0.iter().all(|clause| {
        Side::BOTH
            .iter()
            .all(|side| case.marks.get(&clause.id).and_then(|marks| marks.get(side)) == Some(&true))
    });
    if !all {
        return Err(Refusal::NotAllAgreed);
    }
    Ok(vec![Event::TermsAgreed {
        terms: case.draft.clone(),
        digest: terms,
    }])
}

pub fn apply(case: &mut Case, event: &Event) {
    match event {
        Event::ClauseWritten { clause, place } => {
            let before = case.draft.0.iter().position(|present| present.id == clause.id);
            let changed = before.is_none_or(|at| case.draft.0[at] != *clause);
            if let Some(at) = before {
                case.draft.0.remove(at);
            }
            let place = (*place as usize).min(case.draft.0.len());
            case.draft.0.insert(place, clause.clone());
            case.known.extend(account(&clause.body));
            if changed {
                case.marks.remove(&clause.id);
            }
        }
        Event::ClauseRemoved { clause } => {
            case.draft.0.retain(|present| present.id != *clause);
            case.marks.remove(clause);
        }
        Event::ClauseMarked {
            clause, side, agreed, ..
        } => {
            case.marks.entry(*clause).or_default().insert(*side, *agreed);
        }
        Event::TermsAgreed { terms, digest } => {
            case.agreed_terms = Some((terms.clone(), *digest));
            case.stage = Some(Stage::Signing);
        }
        _ => {}
    }
}
