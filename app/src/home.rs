//! The reader's cases.

use crate::api;
use crate::shell::Context;
use crate::staff::Parts;
use crate::words::Word;
use domain::api::CaseLine;
use leptos::prelude::*;
use leptos::task::spawn_local;

#[component]
pub fn Home() -> impl IntoView {
    let context = Context::get();
    if let Some(parts) = use_context::<Parts>() {
        return (parts.home)(context);
    }
    let lines = RwSignal::new(None::<Vec<CaseLine>>);
    spawn_local(async move {
        match api::get("/api/v1/cases").await {
            Ok(found) => lines.set(Some(found)),
            Err(fault) => {
                lines.set(Some(Vec::new()));
                context.refuse(&fault);
            }
        }
    });
    let line = |line: CaseLine| {
        view! {
            <li>
                <a class="card" href=format!("#/case/{}", line.id) data-testid="case-line">
                    <strong>{line.number}</strong>
                    <span>{line.claimant} " · " {line.respondent}</span>
                    <span class="number">"¥ " {line.amount.to_string()}</span>
                </a>
            </li>
        }
    };
    view! {
        <h1>{context.say(Word::Cases)}</h1>
        {move || match lines.get() {
            None => view! { <p class="loading">{context.say(Word::Loading)}</p> }.into_any(),
            Some(found) if found.is_empty() => view! { <p class="empty">{context.say(Word::NoCases)}</p> }.into_any(),
            Some(found) => view! { <ul class="cases">{found.into_iter().map(line).collect_view()}</ul> }.into_any(),
        }}
    }
    .into_any()
}
