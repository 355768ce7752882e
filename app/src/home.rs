//! The reader's cases. The parties' program brings its own first screen.

use crate::api;
use crate::shell::Context;
use crate::words::Word;
use domain::api::CaseLine;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The screens that differ from program to program, so that neither links the other's.
#[derive(Clone, Copy)]
pub struct Screens {
    pub home: fn() -> AnyView,
    pub case: fn(crate::open::Open) -> AnyView,
}

#[component]
pub fn Home() -> impl IntoView {
    let screens: Screens = expect_context();
    (screens.home)()
}

/// The staff's list.
pub fn list() -> AnyView {
    let context = Context::get();
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
