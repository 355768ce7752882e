//! Before the tribunal: the applicant asks for other claims, the other side answers; each reads what the other laid
//! before it (CHR 33, 44).

use super::act::{submit_then, trouble};
use super::arbitration::{Typed, claimed, claims, prefilled};
use super::say::say;
use crate::folded::Folded;
use crate::keep::{forget, kept};
use crate::open::Open;
use crate::view::prelude::*;
use crate::words::aside::Word as Aside;
use domain::arbitration::Pleading;
use domain::case::Stage;
use domain::command::{Claim, Command};
use domain::stage::evidence_over;

pub fn pleading(open: Open) -> View {
    open.section(
        |a, b| a.case.stage == b.case.stage && a.case.arbitration == b.case.arbitration,
        shown,
    )
}

fn shown(open: Open, folded: &Folded) -> View {
    let under_way = folded.case.stage == Some(Stage::Arbitrating);
    let Some(it) = folded.case.arbitration.clone().filter(|_| under_way) else {
        return ().into_view();
    };
    let ours = folded.view.you.role.side() == Some(it.side);
    view! {
        {it.asked.map(|asked| told(asked, ours))}
        {it.declined.map(|why| view! {
            <div class="note warn" data-testid="amendment-declined">
                <p><strong>{say(Aside::AmendmentDeclined)}</strong> " " {why}</p>
            </div>
        })}
        {it.answer.map(|text| view! {
            <section class="card" data-testid="answer"><h2>{say(Aside::Answer)}</h2><p class="story">{text}</p></section>
        })}
        {if ours { asking(open, folded) } else { answering(open) }}
    }
}

/// What was asked for and waits for the tribunal.
fn told(asked: Pleading, ours: bool) -> View {
    let one = |claim: Claim| {
        let sum = claim
            .amount
            .map(|sum| view! { " " <strong class="number">"¥ " {sum.to_string()}</strong> });
        view! { <li>{claim.text} {sum}</li> }
    };
    let word = if ours {
        Aside::AmendmentWaits
    } else {
        Aside::AmendmentOfOther
    };
    view! {
        <section class="card" data-testid="amendment-asked">
            <h2>{say(Aside::AskToAmend)}</h2>
            <p>{say(word)}</p>
            <ol>{asked.claims.into_iter().map(one).collect_view()}</ol>
            {(!asked.text.is_empty()).then(|| view! { <p class="story">{asked.text}</p> })}
        </section>
    }
}

fn asking(open: Open, folded: &Folded) -> View {
    let key = format!("plead:{}", open.id);
    let typed = kept::<Typed>(&key);
    if !typed.with_untracked(|typed| typed.begun) {
        let mut filed = prefilled(folded);
        filed.facts.clear();
        typed.set(filed);
    }
    let fault = RwSignal::new(None);
    let arbitration = folded.case.arbitration.as_ref();
    let late = arbitration.is_some_and(|it| evidence_over(&folded.case, it, folded.now()));
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let key = key.clone();
        match typed.with_untracked(claimed) {
            Ok(claims) => {
                let text = typed.with_untracked(|typed| typed.facts.trim().to_owned());
                let asked = Command::Plead(Pleading { claims, text });
                submit_then(open, asked, fault, move || forget(&key));
            }
            Err(code) => fault.set(Some(code.to_owned())),
        }
    };
    view! {
        <details data-testid="amend">
            <summary>{say(Aside::AskToAmend)}</summary>
            <form class="card" on:submit=send data-testid="amend-form">
                <p class="muted">{say(Aside::AskToAmendMeans)}</p>
                {late.then(|| view! { <p class="note warn" data-testid="amend-late">{say(Aside::AmendLate)}</p> })}
                {claims(typed)}
                <div class="field">
                    <label for="amend-why">{say(Aside::AskToAmendWhy)}</label>
                    <textarea id="amend-why" data-testid="amend-why" rows="3" maxlength="1000"
                        prop:value=typed.with_untracked(|typed| typed.facts.clone())
                        on:input=move |event| typed.update(|typed| typed.facts = event_target_value(&event))></textarea>
                </div>
                {trouble(open, fault)}
                <button class="big" data-testid="amend-send" disabled=move || open.busy.get()>{say(Aside::SendToTribunal)}</button>
            </form>
        </details>
    }
}

fn answering(open: Open) -> View {
    let key = format!("answer:{}", open.id);
    let typed = kept::<String>(&key);
    let fault = RwSignal::new(None);
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let key = key.clone();
        let (claims, text) = (Vec::new(), typed.get_untracked().trim().to_owned());
        let answer = Command::Plead(Pleading { claims, text });
        submit_then(open, answer, fault, move || forget(&key));
    };
    view! {
        <details data-testid="answering">
            <summary>{say(Aside::WriteAnswer)}</summary>
            <form class="card" on:submit=send data-testid="answer-form">
                <p class="muted">{say(Aside::AnswerMeans)}</p>
                <div class="field">
                    <label for="answer-text">{say(Aside::Answer)}</label>
                    <textarea id="answer-text" data-testid="answer-text" rows="8" maxlength="5000" required bind:value=typed></textarea>
                </div>
                {trouble(open, fault)}
                <button class="big" data-testid="answer-send" disabled=move || open.busy.get()>{say(Aside::SendToTribunal)}</button>
            </form>
        </details>
    }
}
