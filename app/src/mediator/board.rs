//! The centre's cases by station, in each column the nearest clock first.

use crate::api;
use crate::mediator::oral;
use crate::shell::Context;
use crate::staff::{clock, say};
use crate::ui::Waiting;
use crate::view::prelude::*;
use crate::words::staff::Word;
use domain::api::CaseLine;
use domain::id::PersonId;
use std::time::Duration;

/// How old a board may get.
const REFRESH: Duration = Duration::from_secs(15);

#[derive(Clone, Copy, PartialEq, Eq)]
struct Column {
    id: &'static str,
    word: Word,
    stages: &'static [&'static str],
    /// What the clock of its cards is for.
    clock: Word,
}

const COLUMNS: [Column; 5] = [
    Column {
        id: "pending",
        word: Word::ColumnPending,
        stages: &["pending"],
        clock: Word::ClockAccept,
    },
    Column {
        id: "mediating",
        word: Word::ColumnMediating,
        stages: &["mediating"],
        clock: Word::ClockMediation,
    },
    Column {
        id: "signing",
        word: Word::ColumnSigning,
        stages: &["signing"],
        clock: Word::ClockMediation,
    },
    Column {
        id: "effective",
        word: Word::ColumnEffective,
        stages: &["effective", "application_pending", "under_review", "serving"],
        clock: Word::ClockNext,
    },
    Column {
        id: "done",
        word: Word::ColumnDone,
        stages: &[
            "enforceable",
            "ended",
            "transferred",
            "arbitration_pending",
            "arbitrating",
            "performed",
        ],
        clock: Word::ClockNext,
    },
];

/// Reads the list now and again; `None` before the first answer. A failed reading leaves the last
/// list and says so.
pub fn followed(context: Context) -> (RwSignal<Option<Vec<CaseLine>>>, RwSignal<bool>) {
    let (lines, stale) = (RwSignal::new(None), RwSignal::new(false));
    let read = move || {
        spawn_local(async move {
            match api::get::<Vec<CaseLine>>("/api/v1/cases").await {
                Ok(found) => {
                    let _ = stale.try_set(false);
                    let _ = lines.try_update(|lines| {
                        if lines.as_ref() != Some(&found) {
                            *lines = Some(found);
                        }
                    });
                }
                Err(fault) => {
                    if lines.try_with_untracked(Option::is_none).unwrap_or(false) {
                        lines.set(Some(Vec::new()));
                        context.refuse(&fault);
                    }
                    let _ = stale.try_set(true);
                }
            }
        });
    };
    read();
    if let Ok(timer) = set_interval_with_handle(read, REFRESH) {
        on_cleanup(move || timer.clear());
    }
    (lines, stale)
}

/// `true` if the case's number or either name holds what was typed.
pub fn matches(line: &CaseLine, sought: &str) -> bool {
    let sought = sought.trim().to_lowercase();
    [&line.number, &line.claimant, &line.respondent]
        .iter()
        .any(|text| text.to_lowercase().contains(&sought))
}

pub fn board(context: Context) -> View {
    let recording = RwSignal::new(false);
    view! {
        {move || if recording.get() { oral::oral(context, recording) } else { cases(context, recording) }}
    }
}

fn cases(context: Context, recording: RwSignal<bool>) -> View {
    let (lines, stale) = followed(context);
    let (sought, mine) = (RwSignal::new(String::new()), RwSignal::new(false));
    let me = context
        .session
        .with_untracked(|session| session.as_ref().map(|session| session.actor.person));
    let found = Memo::new(move |_| {
        let keep = |line: &&CaseLine| {
            sought.with(|sought| matches(line, sought))
                && (!mine.get() || line.mediator.is_none() || line.mediator == me)
        };
        lines.with(|lines| {
            lines
                .as_ref()
                .map(|lines| lines.iter().filter(keep).cloned().collect::<Vec<_>>())
        })
    });
    let nothing = move || found.with(|found| found.as_ref().is_some_and(Vec::is_empty));
    let empty_portal = move || lines.with(|lines| lines.as_ref().is_some_and(Vec::is_empty));
    view! {
        <div class="row between">
            <h1>{say(context, Word::Board)}</h1>
            <div class="row">
                <a class="button plain" href=api::link("/calendar") data-testid="calendar">{say(context, Word::MyCalendar)}</a>
                <button data-testid="record-oral" on:click=move |_| recording.set(true)>{say(context, Word::RecordOral)}</button>
            </div>
        </div>
        <div class="row filters">
            <label class="grow search">
                <span class="visually-hidden">{say(context, Word::Search)}</span>
                <input type="search" maxlength="80" data-testid="search" placeholder=say(context, Word::Search) bind:value=sought/>
            </label>
            <label class="check">
                <input type="checkbox" data-testid="mine" bind:checked=mine/>
                <span>{say(context, Word::Mine)}</span>
            </label>
        </div>
        <p class="note warn" role="status" hidden=move || !stale.get()>{say(context, Word::BoardStale)}</p>
        <p class="empty" data-testid="empty" hidden=move || !nothing()>
            {move || if empty_portal() { say(context, Word::BoardEmpty)() } else { say(context, Word::NothingFound)() }}
        </p>
        {move || found.with(Option::is_none).then(|| view! { <Waiting/> })}
        <div class="columns" data-testid="board" hidden=move || found.with(Option::is_none) || nothing()>
            {COLUMNS.map(|one| column(context, one, found, me)).collect_view()}
        </div>
    }
}

fn column(context: Context, column: Column, found: Memo<Option<Vec<CaseLine>>>, me: Option<PersonId>) -> View {
    let own = Memo::new(move |_| {
        let here = |line: &&CaseLine| column.stages.contains(&line.stage.as_str());
        found.with(|found| found.iter().flatten().filter(here).cloned().collect::<Vec<_>>())
    });
    view! {
        <section class="column" data-testid=format!("column-{}", column.id)>
            <h2>{say(context, column.word)} " " <span class="tally number">{move || own.with(Vec::len)}</span></h2>
            <p class="muted quiet-empty" hidden=move || own.with(|own| !own.is_empty())>{say(context, Word::ColumnEmpty)}</p>
            <ul role="list" class="stack tight">
                {keyed(
                    move || own.get(),
                    |line| (line.id, line.updated, line.due),
                    move |line| view! { <li>{card(context, column, line, me)}</li> },
                )}
            </ul>
        </section>
    }
}

fn card(context: Context, column: Column, line: CaseLine, me: Option<PersonId>) -> View {
    let done = column.id == "done";
    let whose = match line.mediator {
        None => Some(Word::Unassigned),
        Some(mediator) if Some(mediator) == me => None,
        Some(_) => Some(Word::Colleague),
    };
    let stage = crate::words::staff::stage;
    let name = line.stage.clone();
    // The column's title says the first.
    let further = column.stages.first() != Some(&name.as_str());
    view! {
        <a class="card case" href=format!("#/case/{}", line.id) data-testid="case-line">
            <strong class="names">{line.claimant} <span class="muted">" — "</span> {line.respondent}</strong>
            <span class="row between">
                <small class="muted">{line.number}</small>
                <span class="number">"¥ " {line.amount.to_string()}</span>
            </span>
            <span class="row">
                {line.due.filter(|_| !done).map(|day| view! {
                    <small class="muted">{say(context, column.clock)}</small> {clock::chip(context, day)}
                })}
                {further.then(|| view! { <span class="chip">{move || stage(&name, context.language.get())}</span> })}
                {whose.map(|word| view! { <span class="chip">{say(context, word)}</span> })}
            </span>
        </a>
    }
}
