//! Questions asked before every rule: who holds which seat, and is the text fit?

use crate::actor::{Actor, Role, Side};
use crate::case::{Case, Stage};
use crate::command::{Claim, Evidence, PartyKind, PartyParticulars};
use crate::hash::{Commitment, Disclosure};
use crate::identity;
use crate::money::Fen;
use crate::refusal::Refusal;
use crate::text;

/// The side whose seat `actor` holds.
pub fn party(case: &Case, actor: &Actor) -> Result<Side, Refusal> {
    let side = actor.role.side().ok_or(Refusal::NotYourRole)?;
    let seat = case.seat(side).ok_or(Refusal::NotYourCase)?;
    if seat.person == Some(actor.person) {
        Ok(side)
    } else {
        Err(Refusal::NotYourCase)
    }
}

/// A mediator of the case's body; once one has taken the case, only that one.
pub fn mediator(case: &Case, actor: &Actor) -> Result<(), Refusal> {
    if actor.role != Role::Mediator {
        return Err(Refusal::NotYourRole);
    }
    let ours = match case.mediator {
        Some(mediator) => mediator == actor.person,
        None => actor.org.is_some() && actor.org == case.body,
    };
    if ours { Ok(()) } else { Err(Refusal::NotYourCase) }
}

pub fn system(actor: &Actor) -> Result<(), Refusal> {
    if actor.role == Role::System {
        Ok(())
    } else {
        Err(Refusal::NotYourRole)
    }
}

pub fn stage(case: &Case, wanted: Stage) -> Result<(), Refusal> {
    if case.stage == Some(wanted) {
        Ok(())
    } else {
        Err(Refusal::WrongStage)
    }
}

/// `true` from the request until the agreement takes effect.
pub fn before_effect(case: &Case) -> Result<(), Refusal> {
    match case.stage {
        Some(Stage::Pending | Stage::Mediating | Stage::Signing) => Ok(()),
        _ => Err(Refusal::WrongStage),
    }
}

pub fn evidence(case: &Case, evidence: &Evidence) -> Result<(), Refusal> {
    const TYPES: [&str; 4] = ["image/jpeg", "image/png", "image/webp", "application/pdf"];
    const MOST_BYTES: u64 = 20 * 1024 * 1024;
    text::fit(&evidence.title, text::LINE)?;
    if !TYPES.contains(&evidence.media_type.as_str()) || evidence.size == 0 || evidence.size > MOST_BYTES {
        return Err(Refusal::FileUnfit);
    }
    if case.evidence.iter().any(|(_, known)| known.id == evidence.id) {
        return Err(Refusal::AlreadyDone);
    }
    if case.evidence.len() >= 200 {
        return Err(Refusal::TooMany);
    }
    Ok(())
}

/// Each in words, with a sum where it names one.
pub fn claims(claims: &[Claim]) -> Result<(), Refusal> {
    for claim in claims {
        text::fit(&claim.text, text::REASON)?;
        if claim.amount.is_some_and(|amount| amount <= Fen(0) || amount > Fen::MAX) {
            return Err(Refusal::AmountUnfit);
        }
    }
    Ok(())
}

/// What shows that something was done; the other side sees it too.
///
/// # Errors
/// As [`evidence`].
pub fn proof(case: &Case, proof: Option<&Evidence>) -> Result<Option<Evidence>, Refusal> {
    let Some(proof) = proof else { return Ok(None) };
    evidence(case, proof)?;
    Ok(Some(Evidence {
        shared: true,
        ..proof.clone()
    }))
}

/// The value behind `commitment`, among the command's disclosures.
pub fn disclosed<'a>(disclosures: &'a [Disclosure], commitment: &Commitment) -> Result<&'a str, Refusal> {
    disclosures
        .iter()
        .find(|disclosure| disclosure.commitment() == *commitment)
        .map(|disclosure| disclosure.value.as_str())
        .ok_or(Refusal::NotDisclosed)
}

/// Checks a party's particulars; with `whole`, everything a party who joins must give.
pub fn particulars(particulars: &PartyParticulars, disclosures: &[Disclosure], whole: bool) -> Result<(), Refusal> {
    if disclosures.len() > 40 {
        return Err(Refusal::TooMany);
    }
    let name = disclosed(disclosures, &particulars.name)?;
    text::fit(name, text::NAME).map_err(|_| Refusal::NameUnfit)?;
    identity::phone(disclosed(disclosures, &particulars.phone)?)?;
    match &particulars.id_number {
        Some(commitment) => {
            let number = disclosed(disclosures, commitment)?;
            match particulars.kind {
                PartyKind::Resident => identity::resident_number(number)?,
                PartyKind::Foreigner => identity::foreign_document(number)?,
                PartyKind::Organisation => identity::credit_code(number)?,
            }
        }
        None if whole => return Err(Refusal::IdNumberUnfit),
        None => {}
    }
    match &particulars.address {
        Some(commitment) => text::fit(disclosed(disclosures, commitment)?, text::LINE)?,
        None if whole => return Err(Refusal::RequestIncomplete),
        None => {}
    }
    match &particulars.agent {
        Some(agent) => {
            text::fit(disclosed(disclosures, &agent.name)?, text::NAME).map_err(|_| Refusal::NameUnfit)?;
        }
        None if whole && particulars.kind == PartyKind::Organisation => return Err(Refusal::AuthorityMissing),
        None => {}
    }
    Ok(())
}

/// What [`crate::case::Case::known`] learns from a party's particulars.
pub fn commitments(particulars: &PartyParticulars) -> impl Iterator<Item = Commitment> + '_ {
    [
        Some(particulars.name),
        particulars.id_number,
        Some(particulars.phone),
        particulars.address,
    ]
    .into_iter()
    .flatten()
    .chain(particulars.agent.as_ref().map(|agent| agent.name))
}
