//! Buttons that act on the case. Each asks the rule book first and says beside itself why not, or
//! what went wrong.

use super::place;
use super::say::say;
use crate::api::Fault;
use crate::keep::{forget, kept};
use crate::open::Open;
use crate::view::prelude::*;
use crate::words::Text;
use crate::words::party::Word;
use crate::words::reason;
use domain::command::Command;
use domain::refusal::Refusal;
use std::borrow::Borrow;
use std::sync::Arc;

/// What a party may read of a refusal, next to the button it belongs to.
pub fn trouble(open: Open, fault: RwSignal<Option<String>>) -> View {
    let language = open.context.language;
    (move || {
        fault.get().map(|code| {
            let article = Refusal::ALL.iter().find(|known| known.code() == code).map_or("", |known| known.article());
            view! { <p class="note bad" role="alert" data-testid="trouble">{move || reason(&code, language.get())} " " <small>{article}</small></p> }
        })
    })
    .into_view()
}

/// Submits, and either goes `to` another section or shows the trouble.
pub fn submit(open: Open, command: impl Borrow<Command>, fault: RwSignal<Option<String>>, to: Option<&'static str>) {
    submit_then(open, command, fault, move || {
        if let Some(section) = to {
            place::go(&section_of(open, section));
        }
    });
}

pub fn submit_then(
    open: Open,
    command: impl Borrow<Command>,
    fault: RwSignal<Option<String>>,
    done: impl FnOnce() + 'static,
) {
    tell(open.submit(command), fault, done);
}

/// As [`submit_then`], of a command already written.
pub fn submit_written(open: Open, command: String, fault: RwSignal<Option<String>>, done: impl FnOnce() + 'static) {
    tell(open.submit_written(command), fault, done);
}

/// Shows the trouble with what was submitted, or goes on once it is done.
fn tell(
    submitted: impl Future<Output = Result<(), Fault>> + 'static,
    fault: RwSignal<Option<String>>,
    done: impl FnOnce() + 'static,
) {
    fault.set(None);
    spawn_local(async move {
        match submitted.await {
            Ok(()) => done(),
            Err(error) => _ = fault.try_set(Some(error.code().to_owned())),
        }
    });
}

/// `case/…/terms`; the overview for an empty section.
pub fn section_of(open: Open, section: &str) -> String {
    if section.is_empty() {
        format!("case/{}", open.id)
    } else {
        format!("case/{}/{section}", open.id)
    }
}

/// A button for one command, dim with the reason where it may not be done yet. Goes `to` a section
/// once the server has accepted.
pub fn act(
    open: Open,
    word: impl Text,
    class: &'static str,
    command: Command,
    id: &'static str,
    to: Option<&'static str>,
) -> View {
    let command = Arc::new(command);
    let ruling = open.ruling(command.clone());
    let fault = RwSignal::new(None);
    let language = open.context.language;
    let busy = open.busy;
    let why = move || {
        let refusal = ruling.get().err().filter(|refusal| *refusal != Refusal::AlreadyDone)?;
        Some(
            view! { <p class="muted">{reason(refusal.code(), language.get())} " " <small>{refusal.article()}</small></p> },
        )
    };
    view! {
        <div class="stack tight">
            <button type="button" class=class data-testid=id disabled=move || ruling.get().is_err() || busy.get()
                on:click=move |_| submit(open, &*command, fault, to)>{say(word)}</button>
            {why}
            {trouble(open, fault)}
        </div>
    }
}

/// The words of an act that wants a reason.
#[derive(Clone, Copy)]
pub struct Deed<W> {
    /// The act itself, on the button.
    pub act: W,
    /// What it does, stated in full.
    pub restated: W,
    pub id: &'static str,
}

/// An act that cannot be taken back: stated in full, with its reason, then done. What is typed stays.
pub fn deed(open: Open, deed: Deed<impl Text>, make: fn(String) -> Command) -> View {
    let Deed { act, restated, id } = deed;
    if matches!(
        open.folded.with_untracked(|folded| folded.may(&make("…".into()))),
        Err(Refusal::NotYourRole | Refusal::NotYourCase | Refusal::WrongStage | Refusal::CaseEnded)
    ) {
        return ().into_view();
    }
    let key = format!("deed:{}:{id}", open.id);
    let why = kept::<String>(&key);
    let fault = RwSignal::new(None);
    let busy = open.busy;
    let done = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let key = key.clone();
        submit_then(open, make(why.get_untracked().trim().to_owned()), fault, move || {
            forget(&key);
            place::go(&section_of(open, ""));
        });
    };
    view! {
        <form class="card" on:submit=done data-testid=format!("{id}-form")>
            <h2>{say(act)}</h2>
            <p>{say(restated)}</p>
            <div class="field">
                <label for=format!("{id}-reason")>{say(Word::Reason)}</label>
                <textarea id=format!("{id}-reason") data-testid=format!("{id}-reason") rows="3" maxlength="1000" required
                    bind:value=why></textarea>
            </div>
            {trouble(open, fault)}
            <button class="maple big" data-testid=id disabled=move || busy.get()>{say(act)}</button>
        </form>
    }
}
