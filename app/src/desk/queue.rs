//! The institution's queue: what is due first stands first; rows are walked with the arrow keys.

use crate::api;
use crate::mediator::board::{followed, matches};
use crate::shell::Context;
use crate::staff::{clock, say};
use crate::ui::Waiting;
use crate::view::prelude::*;
use crate::words::staff::{self, Word};
use domain::actor::Role;
use domain::api::CaseLine;
use domain::letter::LetterKind;
use wasm_bindgen::JsCast;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Filter {
    All,
    Waiting,
    Review,
    Serving,
    Done,
}

impl Filter {
    const ALL: [(Self, Word, &'static str); 5] = [
        (Self::All, Word::FilterAll, "all"),
        (Self::Waiting, Word::FilterWaiting, "waiting"),
        (Self::Review, Word::FilterReview, "review"),
        (Self::Serving, Word::FilterServing, "serving"),
        (Self::Done, Word::FilterDone, "done"),
    ];

    fn of(stage: &str) -> Self {
        match stage {
            "application_pending" | "arbitration_pending" => Self::Waiting,
            "under_review" | "arbitrating" => Self::Review,
            "serving" => Self::Serving,
            _ => Self::Done,
        }
    }
}

/// Applications not yet accepted have no clock but must be taken up at once (CHR 75): they come
/// first, the longest waiting before all.
fn rank(line: &CaseLine) -> (u8, Option<domain::moment::Date>, i64) {
    match Filter::of(&line.stage) {
        Filter::Waiting => (
            0,
            line.due.filter(|_| line.stage == "arbitration_pending"),
            line.updated.0,
        ),
        Filter::Review => (1, line.due, line.updated.0),
        Filter::Serving => (2, None, line.updated.0),
        _ => (3, None, -line.updated.0),
    }
}

pub fn queue(context: Context) -> View {
    let (lines, stale) = followed(context);
    let (sought, filter) = (RwSignal::new(String::new()), RwSignal::new(Filter::All));
    let found = Memo::new(move |_| {
        let keep = |line: &&CaseLine| {
            let wanted = filter.get();
            (wanted == Filter::All || Filter::of(&line.stage) == wanted) && sought.with(|sought| matches(line, sought))
        };
        let mut found: Vec<CaseLine> = lines.with(|lines| lines.iter().flatten().filter(keep).cloned().collect());
        found.sort_by_key(rank);
        found
    });
    let reading = move || lines.with(Option::is_none);
    let count = move |wanted: Filter| {
        let of = |line: &&CaseLine| wanted == Filter::All || Filter::of(&line.stage) == wanted;
        lines.with(|lines| lines.iter().flatten().filter(of).count())
    };
    let choice = move |(one, word, id): (Filter, Word, &'static str)| {
        view! {
            <button class="plain" type="button" data-testid=format!("filter-{id}")
                aria-pressed=move || (filter.get() == one).to_string() on:click=move |_| filter.set(one)>
                {say(context, word)} " " <span class="tally number">{move || count(one)}</span>
            </button>
        }
    };
    view! {
        <div class="row between">
            <h1>{say(context, Word::Queue)}</h1>
            {move || writes(context).then(|| view! { <a href=api::link("/letters") data-testid="letters">{say(context, Word::Letters)} " ›"</a> })}
        </div>
        <div class="row filters">
            <label class="grow search">
                <span class="visually-hidden">{say(context, Word::Search)}</span>
                <input type="search" maxlength="80" data-testid="search" placeholder=say(context, Word::Search) bind:value=sought/>
            </label>
            <div class="row choices" role="group" aria-label=say(context, Word::StageFilter)>{Filter::ALL.map(choice).collect_view()}</div>
        </div>
        <p class="note warn" role="status" hidden=move || !stale.get()>{say(context, Word::BoardStale)}</p>
        {move || reading().then(|| view! { <Waiting/> })}
        <p class="empty" data-testid="empty" hidden=move || reading() || !found.with(Vec::is_empty)>
            {move || if count(Filter::All) == 0 { say(context, empty(context))() } else { say(context, Word::NothingFound)() }}
        </p>
        <table class="queue" data-testid="queue" hidden=move || found.with(Vec::is_empty)>
            <thead>
                <tr>
                    {[Word::HeadDue, Word::HeadNumber, Word::HeadTrack, Word::HeadParties, Word::HeadAmount, Word::HeadStage]
                        .map(|word| view! { <th scope="col">{say(context, word)}</th> }).collect_view()}
                </tr>
            </thead>
            <tbody on:keydown=walk>
                {keyed(move || found.get(), |line| (line.id, line.updated), move |line| row(context, line))}
            </tbody>
        </table>
    }
}

/// Whether the reader's institution keeps a register of letters.
fn writes(context: Context) -> bool {
    let kind = context
        .session
        .with(|session| Some(session.as_ref()?.org.as_ref()?.kind));
    LetterKind::ALL.iter().any(|letter| Some(letter.writer()) == kind)
}

/// What fills this desk's queue.
fn empty(context: Context) -> Word {
    let role = context.session.with(|session| session.as_ref().map(|it| it.actor.role));
    match role {
        Some(Role::Supporter) => Word::SupportEmpty,
        Some(Role::Arbitrator) => Word::CommissionEmpty,
        _ => Word::QueueEmpty,
    }
}

/// Arrow keys go from one row's link to the next.
fn walk(event: leptos::ev::KeyboardEvent) {
    let down = match event.key().as_str() {
        "ArrowDown" => true,
        "ArrowUp" => false,
        _ => return,
    };
    let here = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let row = here.and_then(|here| here.closest("tr").ok().flatten());
    let next = row.and_then(|row| {
        if down {
            row.next_element_sibling()
        } else {
            row.previous_element_sibling()
        }
    });
    let link = next.and_then(|next| next.query_selector("a").ok().flatten());
    if let Some(link) = link.and_then(|link| link.dyn_into::<web_sys::HtmlElement>().ok()) {
        event.prevent_default();
        // At the last row nothing moves.
        let _ = link.focus();
    }
}

fn row(context: Context, line: CaseLine) -> View {
    let waiting = line.stage == "application_pending";
    let (due, stage) = (
        line.due.filter(|_| {
            matches!(
                line.stage.as_str(),
                "under_review" | "arbitration_pending" | "arbitrating"
            )
        }),
        line.stage.clone(),
    );
    let label = move |word: Word| say(context, word);
    view! {
        <tr>
            <td data-label=label(Word::HeadDue)>
                {due.map(|day| clock::chip(context, day))}
                {waiting.then(|| view! { <span class="chip warn">{say(context, Word::AtOnce)}</span> })}
                {(due.is_none() && !waiting).then_some("—")}
            </td>
            <td data-label=label(Word::HeadNumber)>
                <a href=format!("#/case/{}", line.id) data-testid="case-line">{line.number}</a>
            </td>
            <td data-label=label(Word::HeadTrack)>{move || match line.track {
                Some(track) => staff::track(track, context.language.get()),
                None => say(context, Word::Arbitration)(),
            }}</td>
            <td data-label=label(Word::HeadParties)>{line.claimant} " — " {line.respondent}</td>
            <td data-label=label(Word::HeadAmount) class="number">"¥ " {line.amount.to_string()}</td>
            <td data-label=label(Word::HeadStage)>{move || staff::stage(&stage, context.language.get())}</td>
        </tr>
    }
}
