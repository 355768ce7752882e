//! The parties' first screen: greeted by name, each case with its station, its clock and its one
//! next act.

use super::answers::Answers;
use super::next::{Next, next};
use super::say::{filled, say};
use super::stations::{clock_line, named};
use crate::api;
use crate::folded::Folded;
use crate::keep::kept;
use crate::shell::Context;
use crate::ui::{Stations, Waiting};
use crate::view::prelude::*;
use crate::words::party::Word;
use domain::actor::Side;
use domain::api::{CaseLine, CaseView};
use domain::id::CaseId;

/// Cases that are read whole for their next act; older ones show their line alone.
const READ_WHOLE: usize = 8;

#[derive(Clone, PartialEq)]
enum Found {
    Reading,
    Failed,
    Cases(Vec<CaseLine>),
}

pub fn home() -> View {
    let context = Context::get();
    let found = RwSignal::new(Found::Reading);
    let read = move || {
        found.set(Found::Reading);
        spawn_local(async move {
            let answer = api::get::<Vec<CaseLine>>("/api/v1/cases").await;
            let _ = found.try_set(answer.map_or(Found::Failed, Found::Cases));
        });
    };
    read();
    let name = Memo::new(move |_| context.session.get().map(|session| session.name).unwrap_or_default());
    let greeting = move || match name.get() {
        name if name.is_empty() => say(Word::Hello)().to_owned(),
        name => filled(Word::HelloName, vec![name])(),
    };
    let invited = move |lines: &[CaseLine]| {
        let known: Vec<_> = lines.iter().map(|line| line.id).collect();
        let cases = context.session.get().map(|session| session.cases).unwrap_or_default();
        cases
            .into_iter()
            .filter(|id| !known.contains(id))
            .map(invitation)
            .collect::<Vec<_>>()
    };
    let list = move |lines: Vec<CaseLine>| {
        let waiting = invited(&lines);
        let none = lines.is_empty() && waiting.is_empty();
        let cards = lines
            .into_iter()
            .enumerate()
            .map(|(index, line)| card(line, index < READ_WHOLE))
            .collect_view();
        view! {
            {none.then(|| view! { <p class="empty">{say(Word::HomeEmpty)}</p> })}
            <ul role="list" class="stack">{waiting} {cards}</ul>
        }
    };
    view! {
        <div class="stack party">
            <h1 tabindex="-1" data-testid="greeting">{greeting}</h1>
            {move || match found.get() {
                Found::Reading => view! { <Waiting/> },
                Found::Failed => view! {
                    <div class="note warn" role="alert" data-testid="home-failed">
                        <p>{say(Word::HomeFailed)}</p>
                        <button type="button" class="plain" on:click=move |_| read()>{say(Word::Retry)}</button>
                    </div>
                },
                Found::Cases(lines) => list(lines).into_view(),
            }}
            {begin()}
        </div>
    }
}

/// A way to begin, or to go on where the reader left off.
fn begin() -> View {
    let context = Context::get();
    (move || {
        let key = format!("request:{}", context.session.get()?.actor.person);
        let begun = kept::<Answers>(&key).with_untracked(|answers| *answers != Answers::default());
        let (word, href) = if begun {
            (Word::GoOnRequest, "#/request/9")
        } else {
            (Word::BeginRequest, "#/request")
        };
        Some(view! {
            <a class="button plain big" href=href data-testid="request">{say(word)}</a>
            <p class="muted"><small>{say(Word::RequestFree)}</small></p>
        })
    })
    .into_view()
}

fn invitation(id: CaseId) -> View {
    view! {
        <li class="card" data-testid="invitation">
            <h2>{say(Word::InvitedTitle)}</h2>
            <p>{say(Word::NextJoin)}</p>
            <a class="button big" href=format!("#/case/{id}")>{say(Word::InvitedOpen)}</a>
        </li>
    }
}

fn card(line: CaseLine, whole: bool) -> View {
    let context = Context::get();
    let id = line.id;
    let stage = Signal::stored(named(&line.stage));
    let read = RwSignal::new(None::<Folded>);
    if whole {
        spawn_local(async move {
            // The line alone is still of use where the whole cannot be read.
            if let Ok(view) = api::get::<CaseView>(&format!("/api/v1/cases/{id}")).await {
                let _ = read.try_set(Some(Folded::of(view)));
            }
        });
    }
    let other = {
        let (claimant, respondent) = (line.claimant.clone(), line.respondent.clone());
        move || {
            let side = read.with(|read| read.as_ref().and_then(|folded| folded.view.you.role.side()));
            match side {
                Some(Side::Claimant) => filled(Word::DisputeWith, vec![respondent.clone()])(),
                Some(Side::Respondent) => filled(Word::DisputeWith, vec![claimant.clone()])(),
                None => format!("{claimant} · {respondent}"),
            }
        }
    };
    let clock = move || {
        let language = context.language.get();
        read.with(|read| read.as_ref().and_then(|folded| clock_line(folded, language)))
    };
    let step = move || {
        let language = context.language.get();
        let Next { what, act, grave } = read.with(|read| read.as_ref().map(|folded| next(folded, language)))?;
        let act = act.map(|(act, section)| {
            let class = if grave { "button maple big" } else { "button big" };
            view! { <a class=class href=format!("#/case/{id}/{section}") data-testid="card-act">{act}</a> }
        });
        Some(view! { <p>{what}</p> {act} })
    };
    view! {
        <li class="card case" data-testid="case-card">
            <a class="title" href=format!("#/case/{id}") data-testid="case-line">
                <strong>{other}</strong>
                <small class="muted">{line.number}</small>
            </a>
            <Stations stage/>
            <p class="muted">{clock}</p>
            <div class="stack tight step">{step}</div>
        </li>
    }
}
