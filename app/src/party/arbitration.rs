//! 劳动仲裁: the exit at any time, the petition filled in from what is known, and what the commission
//! answered (LMAL 5, 14, 28-29).

use super::act::{act, submit_then, trouble};
use super::answers::amount;
use super::clocks;
use super::next::next;
use super::pleading;
use super::say::say;
use super::sign::confirmed;
use super::{hearing, motion};
use crate::api;
use crate::folded::Folded;
use crate::keep::{forget, kept};
use crate::open::Open;
use crate::view::prelude::*;
use crate::words::aside::{Word as Aside, arbitration_ground, paper};
use crate::words::party::Word;
use domain::actor::Side;
use domain::arbitration::Petition;
use domain::case::Stage;
use domain::command::{Claim, Command, SignedStatement};
use domain::hash::{Commitment, Disclosure, Salt};
use domain::id::EvidenceId;
use domain::money::Fen;
use domain::seal::Act;
use domain::stage::may_refile;
use serde::{Deserialize, Serialize};

/// The petition as typed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Typed {
    pub begun: bool,
    pub claims: Vec<(String, String)>,
    pub facts: String,
    evidence: Vec<EvidenceId>,
    head: String,
    address: String,
}

pub fn shown(folded: &Folded) -> bool {
    matches!(
        folded.case.stage,
        Some(Stage::Ended | Stage::Transferred | Stage::ArbitrationPending | Stage::Arbitrating | Stage::Concluded)
    )
}

fn leaving() -> Command {
    Command::LeaveForArbitration { reason: String::new() }
}

/// The exit, wherever it is offered; nothing where it has been taken.
pub fn choice(open: Open) -> View {
    let may = open.ruling(leaving());
    (move || {
        may.get().is_ok().then(|| view! {
            <section class="card" data-testid="arbitrate">
                <h2>{say(Word::ActArbitrate)}</h2>
                <p>{say(Aside::ArbitrateMeans)}</p>
                {act(open, Word::ActArbitrate, "maple big", leaving(), "leave-for-arbitration", Some("arbitration"))}
            </section>
        })
    })
    .into_view()
}

pub fn arbitration(open: Open) -> View {
    view! {
        <h1 tabindex="-1">{say(Word::RowArbitration)}</h1>
        {open.section(|a, b| a.case.stage == b.case.stage && a.case.arbitration == b.case.arbitration && a.case.transfer == b.case.transfer, standing)}
        {choice(open)}
        {clocks::beside_the_case(open)}
        {pleading::pleading(open)}
        {hearing::hearing(open)}
        {motion::motions(open)}
        {open.section(|a, b| a.case.papers == b.case.papers, papers)}
        {open.section(|a, b| a.case.stage == b.case.stage && a.case.evidence == b.case.evidence && a.case.commission_missing == b.case.commission_missing, petition)}
    }
}

/// Where it stands, what is asked for, or why it was not taken.
fn standing(open: Open, folded: &Folded) -> View {
    let language = open.context.language;
    let arbitration = folded.case.arbitration.clone();
    let shown = folded.clone();
    let what = move || next(&shown, language.get()).what;
    let returned = arbitration.as_ref().and_then(|it| it.returned.clone());
    let refused = arbitration.and_then(|it| it.refused);
    view! {
        <p class="note" role="status" data-testid="arbitration-standing">{what}</p>
        {returned.map(|items| view! {
            <p class="note warn" data-testid="petition-returned"><strong>{say(Aside::ReturnedItems)}</strong> " " {items}</p>
        })}
        {refused.map(|(ground, explanation)| view! {
            <div class="note bad" data-testid="arbitration-refused">
                <p><strong>{say(arbitration_ground(ground))}</strong> " " <small>{ground.article()}</small></p>
                <p>{explanation}</p>
                <p>{say(Aside::SueMeans)}</p>
            </div>
        })}
    }
}

pub fn papers(open: Open, folded: &Folded) -> View {
    let none = folded.case.papers.is_empty();
    let one = |made: domain::paper::Paper| {
        let href = api::link(&format!("/api/v1/cases/{}/files/{}", open.id, made.document));
        view! {
            <li><a href=href target="_blank" rel="noopener" data-testid="paper">
                <span class="grow">{say(paper(made.kind))}</span> <small class="muted">{made.number}</small>
            </a></li>
        }
    };
    view! {
        <section class="stack tight" hidden=none>
            <h2>{say(Aside::PapersMade)}</h2>
            <ul role="list" class="rows" data-testid="papers">{folded.case.papers.iter().cloned().map(one).collect_view()}</ul>
        </section>
    }
}

/// What the case knows already: the last petition, else the request for mediation.
pub fn prefilled(folded: &Folded) -> Typed {
    let case = &folded.case;
    let (claims, facts, evidence) = match &case.arbitration {
        Some(filed) => (
            &filed.petition.claims,
            &filed.petition.facts,
            filed.petition.evidence.clone(),
        ),
        None => {
            let shared = case.evidence.iter().filter(|(_, piece)| piece.shared);
            (&case.claims, &case.facts, shared.map(|(_, piece)| piece.id).collect())
        }
    };
    // What the worker asked is no prefilling for the employer.
    let ours = case.arbitration.is_some() || folded.view.you.role.side() == Some(Side::Claimant);
    let yuan = |amount: Option<Fen>| amount.map_or_else(String::new, |it| it.to_string().replace(',', ""));
    let known = |it: Option<Commitment>| it.and_then(|it| folded.disclosed(&it)).unwrap_or_default();
    let before = case.arbitration.as_ref().map(|it| &it.petition);
    Typed {
        begun: true,
        claims: if ours {
            claims
                .iter()
                .map(|claim| (claim.text.clone(), yuan(claim.amount)))
                .collect()
        } else {
            vec![(String::new(), String::new())]
        },
        facts: if ours { facts.clone() } else { String::new() },
        evidence,
        head: known(before.and_then(|it| it.opponent_head)),
        address: known(before.and_then(|it| it.opponent_address)),
    }
}

/// A petition as it will be filed, with the values behind it; or what cannot be read in it.
type Made = (Petition, Vec<Disclosure>);

fn made(typed: &Typed) -> Result<Made, &'static str> {
    let mut disclosures = Vec::new();
    let mut hide = |text: &str| {
        (!text.trim().is_empty()).then(|| {
            let disclosure = Disclosure {
                salt: Salt(api::random()),
                value: text.trim().to_owned(),
            };
            let commitment = disclosure.commitment();
            disclosures.push(disclosure);
            commitment
        })
    };
    let (opponent_address, opponent_head) = (hide(&typed.address), hide(&typed.head));
    let petition = Petition {
        claims: claimed(typed)?,
        facts: typed.facts.trim().to_owned(),
        evidence: typed.evidence.clone(),
        opponent_address,
        opponent_head,
    };
    Ok((petition, disclosures))
}

/// The claims as they will be filed, or what cannot be read in them.
pub fn claimed(typed: &Typed) -> Result<Vec<Claim>, &'static str> {
    let written = |(text, yuan): &&(String, String)| !text.trim().is_empty() || !yuan.is_empty();
    let one = |(text, yuan): &(String, String)| {
        let amount = match yuan.trim() {
            "" => None,
            yuan => Some(Fen::of_yuan(&amount(yuan)).ok_or("amount_unfit")?),
        };
        let text = text.trim().to_owned();
        Ok(Claim { text, amount })
    };
    typed.claims.iter().filter(written).map(one).collect()
}

fn filing((petition, disclosures): Made, statement: Option<SignedStatement>) -> Command {
    Command::ApplyForArbitration {
        petition,
        disclosures,
        statement,
    }
}

fn petition(open: Open, folded: &Folded) -> View {
    let side = folded.view.you.role.side();
    let ours = folded.case.arbitration.as_ref().is_none_or(|it| Some(it.side) == side);
    let by_oneself = folded.case.commission_missing && folded.case.transfer.is_none();
    let open_now = folded.case.stage == Some(Stage::Transferred) || may_refile(&folded.case);
    if !open_now && !by_oneself || !ours {
        return ().into_view();
    }
    let key = format!("petition:{}", open.id);
    let typed = kept::<Typed>(&key);
    if !typed.with_untracked(|typed| typed.begun) {
        typed.set(prefilled(folded));
    }
    let promised = RwSignal::new(false);
    let fault = RwSignal::new(None);
    let other = side.map(Side::other).and_then(|other| folded.case.seat(other));
    let unknown = other.is_some_and(|seat| seat.particulars.address.is_none());
    // What is to be signed stands still until it is signed or taken back.
    let fixed = RwSignal::new(None::<Made>);
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let key = key.clone();
        match typed.with_untracked(made) {
            Ok(whole) if by_oneself => submit_then(open, filing(whole, None), fault, move || forget(&key)),
            Ok(whole) => fixed.set(Some(whole)),
            Err(code) => fault.set(Some(code.to_owned())),
        }
    };
    let language = open.context.language;
    let commission = folded.case.transfer.as_ref().map(|it| it.commission);
    let ceremony = move || {
        let (whole, commission) = (fixed.get()?, commission?);
        let act = (Act::Petition { commission }, Some(whole.0.digest()), None);
        let [consent, button] = [Aside::PetitionPromise, Aside::SendPetition]
            .map(|word| Signal::derive(move || word.text(language.get()).to_owned()));
        let command = Callback::new(move |statement| filing(whole.clone(), Some(statement)));
        Some(view! {
            {confirmed(open, act, consent, button, command, "petition")}
            <button type="button" class="plain" data-testid="petition-change" on:click=move |_| fixed.set(None)>{say(Word::Change)}</button>
        })
    };
    let shared: Vec<_> = folded
        .case
        .evidence
        .iter()
        .filter(|(_, piece)| piece.shared)
        .map(|(_, piece)| piece.clone())
        .collect();
    let none = shared.is_empty();
    let tick = move |piece: domain::command::Evidence| {
        let id = piece.id;
        let toggle = move |event: leptos::ev::Event| {
            let on = event_target_checked(&event);
            typed.update(|typed| {
                typed.evidence.retain(|known| *known != id);
                if on {
                    typed.evidence.push(id);
                }
            });
        };
        view! {
            <label class="check">
                <input type="checkbox" data-testid="petition-piece"
                    prop:checked=move || typed.with(|typed| typed.evidence.contains(&id)) on:change=toggle/>
                <span>{piece.title}</span>
            </label>
        }
    };
    let text = move |id: &'static str, word: Aside, read: fn(&Typed) -> String, write: fn(&mut Typed, String)| {
        view! {
            <div class="field">
                <label for=id>{say(word)}</label>
                <input type="text" id=id data-testid=id maxlength="200" prop:value=typed.with_untracked(read)
                    on:input=move |event| typed.update(|typed| write(typed, event_target_value(&event)))/>
            </div>
        }
    };
    view! {
        <form class="card" on:submit=send data-testid="petition-form">
            <h2>{say(Aside::PetitionTitle)}</h2>
            <p class="muted">{say(if by_oneself { Aside::OwnPetitionMeans } else { Aside::PetitionMeans })}</p>
            <fieldset class="stack" disabled=move || fixed.with(Option::is_some)>
            {claims(typed)}
            <div class="field">
                <label for="petition-facts">{say(Word::WhatHappened)}</label>
                <textarea id="petition-facts" data-testid="petition-facts" rows="8" maxlength="5000" required
                    prop:value=typed.with_untracked(|typed| typed.facts.clone())
                    on:input=move |event| typed.update(|typed| typed.facts = event_target_value(&event))></textarea>
            </div>
            {unknown.then(|| text("petition-address", Aside::OpponentAddress, |typed| typed.address.clone(), |typed, text| typed.address = text))}
            {text("petition-head", Aside::OpponentHead, |typed| typed.head.clone(), |typed, text| typed.head = text)}
            <fieldset class="stack tight">
                <legend>{say(Aside::PetitionEvidence)}</legend>
                {none.then(|| view! { <p class="muted">{say(Aside::PetitionNoEvidence)}</p> })}
                {shared.into_iter().map(tick).collect_view()}
            </fieldset>
            {by_oneself.then(|| view! {
                <label class="check">
                    <input type="checkbox" data-testid="petition-promise" bind:checked=promised/>
                    <span>{say(Aside::PetitionPromise)}</span>
                </label>
            })}
            {trouble(open, fault)}
            <button class="maple big" data-testid="petition-send" hidden=move || fixed.with(Option::is_some)
                disabled=move || open.busy.get() || by_oneself && !promised.get()>
                {if by_oneself { say(Aside::MakePetition).into_view() } else { say(Word::StepNext).into_view() }}
            </button>
            </fieldset>
        </form>
        {ceremony}
    }
}

pub fn claims(typed: RwSignal<Typed>) -> View {
    let count = Memo::new(move |_| typed.with(|typed| typed.claims.len()));
    let one = move |at: usize| {
        let (text, yuan) = typed.with_untracked(|typed| typed.claims.get(at).cloned().unwrap_or_default());
        let set = move |part: fn(&mut (String, String)) -> &mut String, value: String| {
            typed.update(|typed| {
                if let Some(claim) = typed.claims.get_mut(at) {
                    *part(claim) = value;
                }
            });
        };
        let (id, sum) = (format!("petition-claim-{at}"), format!("petition-amount-{at}"));
        view! {
            <div class="field">
                <label for=id.clone()>{say(Word::ClaimText)} " " {at + 1}</label>
                <textarea id=id.clone() data-testid=id rows="2" maxlength="1000" prop:value=text
                    on:input=move |event| set(|claim| &mut claim.0, event_target_value(&event))></textarea>
                <label for=sum.clone()>{say(Word::ClaimAmount)}</label>
                <input type="text" inputmode="decimal" id=sum.clone() data-testid=sum prop:value=yuan
                    on:input=move |event| set(|claim| &mut claim.1, event_target_value(&event))/>
            </div>
        }
    };
    view! {
        {move || (0..count.get()).map(one).collect_view()}
        <button type="button" class="plain" data-testid="petition-claim-add" hidden=move || { count.get() >= 20 }
            on:click=move |_| typed.update(|typed| typed.claims.push(Default::default()))>{say(Word::ClaimAdd)}</button>
    }
}
