//! One case: what it is about, where it stands, and what the reader may do next.

use crate::api;
use crate::ceremony;
use crate::draft;
use crate::folded::Folded;
use crate::live::Stream;
use crate::open::Open;
use crate::review;
use crate::shell::Context;
use crate::staff::Parts;
use crate::words::{Word, reason, stage};
use domain::actor::Side;
use domain::api::CaseView;
use domain::command::Command;
use domain::id::CaseId;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// A button for one command: hidden where the role never may, dim with the reason where it may not yet.
pub fn button(open: Open, folded: &Folded, word: Word, command: Command, id: &'static str) -> AnyView {
    use domain::refusal::Refusal;
    match folded.may(&command) {
        Ok(()) => view! {
            <button data-testid=id on:click=move |_| open.act(command.clone())>{open.context.say(word)}</button>
        }
        .into_any(),
        Err(Refusal::NotYourRole | Refusal::NotYourCase | Refusal::WrongStage | Refusal::AlreadyDone) => ().into_any(),
        Err(refusal) => view! {
            <button data-testid=id disabled>{open.context.say(word)}</button>
            <p class="why">
                {move || reason(refusal.code(), open.context.language.get())} " " <small>{refusal.article()}</small>
            </p>
        }
        .into_any(),
    }
}

/// Reads the case and follows it for as long as the screen is open.
#[component]
pub fn CasePage(id: CaseId) -> impl IntoView {
    let context = Context::get();
    let open = RwSignal::new(None::<Open>);
    let stream = StoredValue::new_local(None::<Stream>);
    spawn_local(async move {
        match api::get::<CaseView>(&format!("/api/v1/cases/{id}")).await {
            Ok(view) => {
                let read = Open::new(view, context);
                // The page may have been left while the case was on its way.
                if open.try_set(Some(read)).is_none() {
                    let path = format!(
                        "/api/v1/cases/{id}/events?after={}",
                        read.folded.with_untracked(Folded::seq)
                    );
                    let heard = move |live: Option<_>| live.map_or_else(|| read.reload(), |live| read.hear(live));
                    stream.set_value(Stream::open(&path, heard));
                }
            }
            Err(fault) => context.refuse(&fault),
        }
    });
    on_cleanup(move || stream.set_value(None));
    view! {
        <p><a href="#/">{context.say(Word::Back)}</a></p>
        {move || match open.get() {
            None => view! { <div class="skeleton" role="status" aria-label=context.say(Word::Loading)></div> }.into_any(),
            Some(open) => {
                provide_context(open);
                sections(open).into_any()
            }
        }}
    }
}

fn sections(open: Open) -> AnyView {
    if let Some(parts) = use_context::<Parts>() {
        return (parts.case)(open);
    }
    view! {
        {open.section(|folded| (folded.case.stage, folded.view.disclosures.len(), folded.case.claimant.clone(), folded.case.respondent.clone()), top)}
        {open.section(|folded| folded.case.evidence.clone(), matter)}
        {open.section(|folded| (folded.case.stage, folded.case.draft.clone(), folded.case.marks.clone()), draft::draft)}
        {open.section(|folded| (folded.case.stage, folded.case.agreement.clone(), folded.case.signatures.clone()), ceremony::signing)}
        {open.section(|folded| (folded.case.stage, folded.case.applications.clone()), review::review)}
    }
    .into_any()
}

fn top(open: Open, folded: Folded) -> AnyView {
    let context = open.context;
    let case = &folded.case;
    let at = case.stage;
    view! {
        <h1 data-testid="case-number">{case.number.clone()}</h1>
        <p class="stage" data-testid="stage">{move || stage(at, context.language.get())}</p>
        <dl class="facts">
            <dt>{context.say(Word::Claimant)}</dt><dd>{folded.name(Side::Claimant)}</dd>
            <dt>{context.say(Word::Respondent)}</dt><dd>{folded.name(Side::Respondent)}</dd>
        </dl>
        <div class="actions">
            {button(open, &folded, Word::ConsentMediation, Command::ConsentToMediation, "consent")}
            {button(open, &folded, Word::Accept, Command::AcceptCase, "accept-case")}
        </div>
    }
    .into_any()
}

fn matter(open: Open, folded: Folded) -> AnyView {
    let context = open.context;
    let case = folded.case;
    let claim = |claim: domain::command::Claim| {
        let amount = claim.amount.map(|amount| format!("  ¥ {amount}"));
        view! { <li>{claim.text}<span class="number">{amount}</span></li> }
    };
    let evidence = {
        let id = open.id;
        move |(_, piece): (domain::actor::Actor, domain::command::Evidence)| {
            let href = api::link(&format!("/api/v1/cases/{id}/files/{}", piece.digest));
            view! { <li><a href=href>{piece.title}</a></li> }
        }
    };
    let any_evidence = !case.evidence.is_empty();
    view! {
        <section>
            <h2>{context.say(Word::Claims)}</h2>
            <ul>{case.claims.into_iter().map(claim).collect_view()}</ul>
            <h2>{context.say(Word::Facts)}</h2>
            <p>{case.facts}</p>
            {any_evidence.then(|| view! {
                <h2>{context.say(Word::Evidence)}</h2>
                <ul>{case.evidence.into_iter().map(evidence).collect_view()}</ul>
            })}
        </section>
    }
    .into_any()
}
