//! 找人帮忙: legal aid, a union, a procuratorate (法律援助法 31, 42; CPL 15).

use super::act::{submit, trouble};
use super::say::say;
use crate::folded::Folded;
use crate::keep::kept;
use crate::open::Open;
use crate::view::prelude::*;
use crate::words::aside::Word as Aside;
use domain::api::{OrgKind, Organisation};
use domain::command::Command;
use domain::support::{Support, SupportKind};
use domain::terms::prose::Language;

fn kind(org: &Organisation) -> Option<SupportKind> {
    match org.kind {
        OrgKind::LegalAid => Some(SupportKind::LegalAid),
        OrgKind::Procuratorate | OrgKind::TradeUnion => Some(SupportKind::Suit),
        _ => None,
    }
}

pub fn support(open: Open, folded: &Folded) -> View {
    let language = open.context.language;
    let orgs = folded.view.orgs.clone();
    let may = |org: &Organisation| {
        kind(org).is_some_and(|kind| {
            let (org, reason) = (org.id, "…".to_owned());
            folded.may(&Command::AskForSupport { org, kind, reason }).is_ok()
        })
    };
    let open_to: Vec<_> = orgs.iter().filter(|org| may(org)).cloned().collect();
    if open_to.is_empty() && folded.case.supports.is_empty() {
        return ().into_view();
    }
    let name = move |org: &Organisation| match language.get() {
        Language::Chinese => org.name.clone(),
        Language::English => org.name_en.clone(),
    };
    let answered = |support: &Support| {
        let org = orgs.iter().find(|org| org.id == support.org).cloned();
        let (word, text) = match &support.decided {
            None => (Aside::SupportOpen, String::new()),
            Some((true, text)) => (Aside::SupportGranted, text.clone()),
            Some((false, text)) => (Aside::SupportRefused, text.clone()),
        };
        let helper = support.appointed.clone();
        view! {
            <p class="note" data-testid="support">
                {move || org.as_ref().map(name)} " · " <strong>{say(word)}</strong> " " {text}
                {helper.map(|helper| view! { " · " {helper} })}
            </p>
        }
    };
    let told = folded.case.supports.iter().map(answered).collect_view();
    let (chosen, fault) = (RwSignal::new(0_usize), RwSignal::new(None));
    let why = kept::<String>(&format!("support:{}", open.id));
    let (choices, none) = (open_to.clone(), open_to.is_empty());
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some((org, kind)) = choices
            .get(chosen.get_untracked())
            .and_then(|org| Some((org.id, kind(org)?)))
        else {
            return;
        };
        let reason = why.get_untracked().trim().to_owned();
        submit(open, Command::AskForSupport { org, kind, reason }, fault, None);
    };
    view! {
        <section class="card">
            <h2>{say(Aside::SupportTitle)}</h2>
            {told}
            <form class="stack tight" on:submit=send data-testid="support-form" hidden=none>
                <p class="muted">{say(Aside::SupportMeans)}</p>
                <div class="field">
                    <label for="support-org">{say(Aside::SupportWhom)}</label>
                    <select id="support-org" data-testid="support-org"
                        on:change=move |event| chosen.set(event_target_value(&event).parse().unwrap_or(0))>
                        {open_to.into_iter().enumerate().map(|(at, org)| view! {
                            <option value=at.to_string()>{move || name(&org)}</option>
                        }).collect_view()}
                    </select>
                </div>
                <div class="field">
                    <label for="support-why">{say(Aside::SupportWhy)}</label>
                    <textarea id="support-why" data-testid="support-why" rows="3" maxlength="1000" required bind:value=why></textarea>
                </div>
                {trouble(open, fault)}
                <button class="plain big" data-testid="ask-support" disabled=move || open.busy.get()>{say(Aside::AskSupport)}</button>
            </form>
        </section>
    }
}
