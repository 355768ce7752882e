//! What the case is about: the parties, the claims, the facts.

use super::aloud::aloud;
use super::say::say;
use super::service::service;
use super::support::support;
use crate::api;
use crate::folded::Folded;
use crate::open::Open;
use crate::view::prelude::*;
use crate::words::aside::Word as Aside;
use crate::words::party::{Word, head};
use domain::actor::Side;
use domain::command::{Claim, DisputeHead};

pub fn matter(open: Open) -> View {
    view! {
        <h1 tabindex="-1">{say(Word::RowMatter)}</h1>
        {open.section(|a, b| a.case.claims == b.case.claims && a.view.disclosures.len() == b.view.disclosures.len(), |_, folded| claims_and_facts(folded))}
        <p><a href=api::link(&format!("/records/{}", open.id)) target="_blank" rel="noopener" data-testid="own-records">{say(Aside::OwnRecords)}</a></p>
        {open.section(|a, b| a.case.supports == b.case.supports, support)}
        {open.section(|a, b| a.case.services.len() == b.case.services.len() && a.view.disclosures.len() == b.view.disclosures.len(), service)}
    }
}

/// Also shown to an invited person before anything is asked of him.
pub fn claims_and_facts(folded: &Folded) -> View {
    let case = &folded.case;
    let claim = |claim: &Claim| {
        let amount = claim
            .amount
            .map(|amount| view! { <strong class="number">{amount.to_string()} " 元"</strong> });
        view! { <li><span>{claim.text.clone()}</span> {amount}</li> }
    };
    let head = |value: &DisputeHead| view! { <span class="chip">{say(head(*value).0)}</span> };
    let spoken = {
        let texts: Vec<String> = case.claims.iter().map(|claim| claim.text.clone()).collect();
        let spoken = format!("{}。{}", texts.join("。"), case.facts);
        move || spoken.clone()
    };
    let side = |side: Side, word: Word, class: &'static str| {
        view! { <div class=format!("card {class}")><p class="muted"><small>{say(word)}</small></p><p><strong>{folded.name(side)}</strong></p></div> }
    };
    view! {
        <div class="stack tight">
            {side(Side::Claimant, Word::ClaimantSide, "claimant")}
            {side(Side::Respondent, Word::RespondentSide, "respondent")}
        </div>
        <section class="stack tight">
            <div class="row between"><h2>{say(Word::ClaimsMade)}</h2> {aloud(spoken)}</div>
            <p class="row">{case.heads.iter().map(head).collect_view()}</p>
            <ul role="list" class="dues">{case.claims.iter().map(claim).collect_view()}</ul>
        </section>
        <section class="stack tight">
            <h2>{say(Word::FactsTold)}</h2>
            <p class="story">{case.facts.clone()}</p>
        </section>
    }
}
