//! One clause: its sentence, both sides' marks as they come, and what the mediator can do with it.

use super::form::Typed;
use super::{Editing, editor};
use crate::open::Open;
use crate::staff::{people, say};
use crate::view::prelude::*;
use crate::words::staff::{self, Word};
use domain::actor::Side;
use domain::command::Command;
use domain::id::ClauseId;
use domain::terms::Terms;
use domain::terms::lint::lint;
use domain::terms::prose::{Language, capitals};

pub fn card(open: Open, id: ClauseId, may: Memo<bool>, editing: Editing) -> View {
    let context = open.context;
    let place = open.watch(move |folded| folded.case.draft.0.iter().position(|clause| clause.id == id));
    let last = open.watch(move |folded| folded.case.draft.0.last().is_some_and(|clause| clause.id == id));
    let number = move || place.get().map_or(0, |place| place + 1);
    let edited = Memo::new(move |_| editing.clause.get() == Some(id));
    let edit = move |_| {
        let typed = open.folded.with_untracked(|folded| {
            let clause = folded.case.draft.clause(id)?;
            Some(Typed::of(clause, |commitment| folded.disclosed(commitment)))
        });
        if let Some(typed) = typed {
            editing.typed.set(typed);
            editing.clause.set(Some(id));
        }
    };
    let step = move |by: i64| {
        let command = open.folded.with_untracked(|folded| {
            let at = folded.case.draft.0.iter().position(|clause| clause.id == id)?;
            Some(Command::WriteClause {
                clause: folded.case.draft.0[at].clone(),
                place: u32::try_from(i64::try_from(at).ok()? + by).ok(),
                disclosures: Vec::new(),
            })
        });
        if let Some(command) = command {
            open.act(command);
        }
    };
    view! {
        <li class="card clause" data-testid="clause-card">
            <div class="row between">
                <h3>{move || staff::place(place.get(), context.language.get())} " · " {kind(open, id)}</h3>
                <p class="row">{Side::BOTH.map(|side| mark(open, id, side)).collect_view()}</p>
            </div>
            {move || if edited.get() {
                editor::editor(open, editing.typed, Some((id, editing.clause)))
            } else {
                sentence(open, id)
            }}
            <div class="actions clause-acts" hidden=move || !may.get() || edited.get()>
                <button class="quiet" type="button" data-testid=move || format!("edit-clause-{}", number()) on:click=edit>{say(context, Word::Change)}</button>
                <button class="quiet" type="button" data-testid=move || format!("move-up-{}", number())
                    disabled=move || place.get() == Some(0) on:click=move |_| step(-1)>{say(context, Word::MoveUp)}</button>
                <button class="quiet" type="button" data-testid=move || format!("move-down-{}", number())
                    disabled=move || last.get() on:click=move |_| step(1)>{say(context, Word::MoveDown)}</button>
                <button class="quiet bad-text" type="button" data-testid="remove-clause"
                    on:click=move |_| open.act(Command::RemoveClause { clause: id })>{say(context, Word::Remove)}</button>
            </div>
        </li>
    }
}

fn kind(open: Open, id: ClauseId) -> impl IntoView {
    let kind = open.watch(move |folded| {
        folded
            .case
            .draft
            .clause(id)
            .map(|clause| super::form::Kind::of(&clause.body))
    });
    move || {
        kind.get()
            .map(|kind| staff::clause_kind(kind, open.context.language.get()))
    }
}

/// The sentence, its sum in capitals, and the clause's own notes.
fn sentence(open: Open, id: ClauseId) -> View {
    let context = open.context;
    let read = Memo::new(move |_| {
        let language = context.language.get();
        open.folded.with(|folded| {
            let clause = folded.case.draft.clause(id)?;
            let notes = lint(&Terms(vec![clause.clone()]), folded.now().date(folded.case.zone));
            let own: Vec<_> = notes.into_iter().filter(|note| note.clause.is_some()).collect();
            Some((folded.sentence(clause, language), clause.body.money(), own))
        })
    });
    view! {
        {move || read.get().map(|(sentence, money, notes)| {
            let language = context.language.get();
            view! {
                <p class="wording">{sentence}</p>
                {(money.0 > 0).then(|| view! {
                    <p><strong class="number">"¥ " {money.to_string()}</strong>
                        {(language == Language::Chinese).then(|| view! { " " <span class="muted">{capitals(money)}</span> })}
                    </p>
                })}
                {notes.into_iter().map(|note| view! {
                    <p class=if note.finding.is_advice() { "warn-text" } else { "bad-text" }>
                        "⚠ " {staff::finding(note.finding, language)}
                    </p>
                }).collect_view()}
            }
        })}
    }
}

/// One side's mark; announced when it changes.
fn mark(open: Open, id: ClauseId, side: Side) -> View {
    let context = open.context;
    let mark = open.watch(move |folded| folded.case.marks.get(&id).and_then(|marks| marks.get(&side)).copied());
    let class = move || match mark.get() {
        Some(true) => format!("chip side-mark {} on", people::class(side)),
        Some(false) => format!("chip side-mark {} bad", people::class(side)),
        None => format!("chip side-mark {}", people::class(side)),
    };
    let state = move || match mark.get() {
        Some(true) => ("✓ ", Word::Agrees),
        Some(false) => ("✗ ", Word::Objects),
        None => ("○ ", Word::Silent),
    };
    view! {
        <span class=class data-testid=format!("mark-{}", people::class(side))>
            {say(context, people::side_word(side))} " " {move || state().0} {move || say(context, state().1)()}
        </span>
    }
}
