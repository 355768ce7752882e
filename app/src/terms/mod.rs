//! The settlement on the mediator's desk: every clause with both sides' marks, what the check of
//! the terms says, and the form that stays open while others act.

mod calculator;
mod card;
mod editor;
mod fields;
pub mod form;
mod second;

use crate::api;
use crate::keep::kept;
use crate::open::Open;
use crate::staff::say;
use crate::view::prelude::*;
use crate::words::staff::{self, Word};
use domain::command::Command;
use domain::id::ClauseId;
use domain::terms::lint::{Note, lint};
use domain::terms::prose::{Language, capitals};
use domain::terms::{Clause, ClauseBody};
use form::Typed;

/// The clause being changed and what was typed into it.
#[derive(Clone, Copy)]
pub struct Editing {
    pub clause: RwSignal<Option<ClauseId>>,
    pub typed: RwSignal<Typed>,
}

/// Whether the reader may write at all now, of which the probe is an example.
pub fn may_write(open: Open) -> Memo<bool> {
    let probe = Command::WriteClause {
        clause: Clause {
            id: ClauseId(api::uuid()),
            body: ClauseBody::FreeText { text: "…".into() },
        },
        place: None,
        disclosures: Vec::new(),
    };
    open.watch(move |folded| folded.may(&probe).is_ok())
}

pub fn terms(open: Open) -> View {
    let context = open.context;
    let editing = Editing {
        clause: RwSignal::new(None),
        typed: kept(&format!("{}/edit", open.id)),
    };
    let adding = kept::<Typed>(&format!("{}/clause", open.id));
    let may = may_write(open);
    let order = open.watch(|folded| folded.case.draft.0.iter().map(|clause| clause.id).collect::<Vec<_>>());
    let money = open.watch(|folded| folded.case.draft.money());
    let total = move || {
        let total = money.get();
        let words = if context.language.get() == Language::Chinese {
            capitals(total)
        } else {
            String::new()
        };
        (total.0 > 0).then(|| view! {
            <p class="total" data-testid="total">
                {say(context, Word::InAll)} " " <strong class="number">"¥ " {total.to_string()}</strong> " " <span class="muted">{words}</span>
            </p>
        })
    };
    // A clause that was removed meanwhile is no longer being changed.
    effect(move || {
        if editing
            .clause
            .get()
            .is_some_and(|id| !order.with(|order| order.contains(&id)))
        {
            editing.clause.set(None);
        }
    });
    view! {
        <section class="stack" data-testid="terms">
            <div class="row between">
                <h2>{say(context, Word::Draft)}</h2>
                {total}
            </div>
            <p class="empty" hidden=move || order.with(|order| !order.is_empty())>
                {move || if may.get() { say(context, Word::NoClauses)() } else { say(context, Word::NoClausesYet)() }}
            </p>
            <ol role="list" class="clauses" data-testid="clauses">
                {keyed(move || order.get(), |id| *id, move |id| card::card(open, id, may, editing))}
            </ol>
            {notes(open, order)}
            {second::second(open, may)}
            {move || may.get().then(|| view! {
                <details class="card editor" open>
                    <summary data-testid="add-clause">{say(context, Word::AddClause)}</summary>
                    {editor::editor(open, adding, None)}
                </details>
                {calculator::calculator(open, adding)}
            })}
        </section>
    }
}

/// The whole draft's notes, each naming its clause.
fn notes(open: Open, order: Memo<Vec<ClauseId>>) -> View {
    let context = open.context;
    let notes = open.watch(|folded| lint(&folded.case.draft, folded.now().date(folded.case.zone)));
    let line = move |note: Note| {
        let advice = note.finding.is_advice();
        let (class, weight) = if advice {
            ("note", Word::Advice)
        } else {
            ("note bad", Word::Error)
        };
        let place = move || {
            let place = order.with(|order| order.iter().position(|id| Some(*id) == note.clause));
            staff::place(place, context.language.get())
        };
        view! {
            <li class=class>
                <strong>{say(context, weight)}</strong> " · " {place} " · "
                {move || staff::finding(note.finding, context.language.get())}
            </li>
        }
    };
    let whole = move || notes.with(Vec::is_empty) && order.with(|order| !order.is_empty());
    view! {
        <section class="stack tight" hidden=move || order.with(Vec::is_empty)>
            <h3>{say(context, Word::Notes)}</h3>
            {move || whole().then(|| view! { <p class="note good" data-testid="no-notes">{say(context, Word::NoNotes)}</p> })}
            <ul role="list" class="stack tight" data-testid="notes">
                {move || notes.get().into_iter().map(line).collect_view()}
            </ul>
        </section>
    }
}
