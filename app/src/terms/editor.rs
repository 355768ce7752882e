//! The form of one clause: its fields, the sentence it makes while it is typed, and its sending.
//! Nothing here is redrawn because someone else acted.

use super::fields::{Label, choice, fields};
use super::form::{Kind, Typed};
use crate::api;
use crate::open::Open;
use crate::staff::say;
use crate::view::prelude::*;
use crate::words::reason;
use crate::words::staff::{self, Word};
use domain::actor::Side;
use domain::command::Command;
use domain::hash::{Commitment, Salt};
use domain::id::ClauseId;
use domain::terms::lint::lint;
use domain::terms::prose::{self, Language, Names, capitals};
use domain::terms::{Clause, Terms};

/// `changes` names the clause being changed and the signal that says so; `None` adds a new one.
pub fn editor(open: Open, typed: RwSignal<Typed>, changes: Option<(ClauseId, RwSignal<Option<ClauseId>>)>) -> View {
    let context = open.context;
    let fault = RwSignal::new(None::<String>);
    let kind = Memo::new(move |_| typed.with(|typed| typed.kind));
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some((body, disclosure)) = typed.with_untracked(|typed| typed.body(Salt(api::random()))) else {
            fault.set(Some("amount_unfit".into()));
            return;
        };
        let command = Command::WriteClause {
            clause: Clause {
                id: changes.map_or_else(|| ClauseId(api::uuid()), |(id, _)| id),
                body,
            },
            place: None,
            disclosures: disclosure.into_iter().collect(),
        };
        spawn_local(async move {
            match open.submit(command).await {
                Ok(()) => {
                    let _ = fault.try_set(None);
                    match changes {
                        Some((_, editing)) => editing.set(None),
                        None => drop(typed.try_update(|typed| *typed = typed.cleared())),
                    }
                }
                Err(refused) => _ = fault.try_set(Some(refused.code().to_owned())),
            }
        });
    };
    let (form, add) = if changes.is_some() {
        ("clause-edit-form", "clause-save")
    } else {
        ("clause-form", "clause-add")
    };
    let kinds = Kind::ALL.map(|kind| (kind, Label::Kind(kind))).to_vec();
    view! {
        <form class="stack tight" on:submit=send data-testid=form>
            {choice(open, Word::KindOfClause, "clause-kind", typed, |typed| typed.kind, |typed, kind| typed.kind = kind, kinds)}
            {move || fields(open, typed, kind.get())}
            {preview(open, typed)}
            <p class="bad-text" role="alert">{move || fault.get().map(|code| reason(&code, context.language.get()))}</p>
            <div class="actions pair">
                {changes.map(|(_, editing)| view! {
                    <button class="plain" type="button" data-testid="clause-cancel" on:click=move |_| editing.set(None)>
                        {say(context, Word::Cancel)}
                    </button>
                })}
                <button data-testid=add disabled=move || open.busy.get()>
                    {say(context, if changes.is_some() { Word::Save } else { Word::Add })}
                </button>
            </div>
        </form>
    }
}

/// The sentence the clause will be, its sum in capitals, and its own notes.
fn preview(open: Open, typed: RwSignal<Typed>) -> View {
    let context = open.context;
    let read = Memo::new(move |_| {
        let language = context.language.get();
        let (body, _) = typed.with(|typed| typed.body(Salt([0; 16])))?;
        let account = typed.with(|typed| typed.account.trim().to_owned());
        let clause = Clause {
            id: ClauseId(uuid::Uuid::nil()),
            body,
        };
        let (claimant, respondent, today) = open.folded.with(|folded| {
            let today = folded.now().date(folded.case.zone);
            (folded.name(Side::Claimant), folded.name(Side::Respondent), today)
        });
        let shown = |_: &Commitment| Some(account.clone());
        let names = Names {
            claimant: &claimant,
            respondent: &respondent,
            account: &shown,
        };
        let sentence = prose::sentence(&clause, &names, language);
        let money = clause.body.money();
        let notes = lint(&Terms(vec![clause]), today);
        let own: Vec<_> = notes.into_iter().filter(|note| note.clause.is_some()).collect();
        Some((sentence, money, own))
    });
    view! {
        <div class="preview" aria-live="polite">
            <p class="muted">{say(context, Word::Preview)}</p>
            {move || match read.get() {
                None => view! { <p class="muted">{say(context, Word::Incomplete)}</p> },
                Some((sentence, money, notes)) => {
                    let language = context.language.get();
                    let words = (money.0 > 0 && language == Language::Chinese).then(|| capitals(money));
                    view! {
                        <p class="wording" data-testid="clause-preview">{sentence}</p>
                        <p class="muted" data-testid="clause-capitals">{words}</p>
                        {notes.into_iter().map(|note| view! {
                            <p class="bad-text">"⚠ " {staff::finding(note.finding, language)}</p>
                        }).collect_view()}
                    }
                }
            }}
        </div>
    }
}
