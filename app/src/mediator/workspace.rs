//! One case on the mediator's desk: people at the left, the matter and the room in the middle, the
//! draft at the right, the next act at the bottom.

use crate::folded::Folded;
use crate::mediator::{appointments, interpreter, invite, period, recording, signing};
use crate::open::Open;
use crate::staff::act::papered;
use crate::staff::deed::{Deed, deed};
use crate::staff::tabs::{Tab, tabs};
use crate::staff::{claims as amending, history, limitation, papers, people, say};
use crate::terms;
use crate::view::prelude::*;
use crate::words::staff::{self, Word};
use crate::words::{self};
use domain::actor::Side;
use domain::calendar;
use domain::case::Stage;
use domain::command::{Claim, Command, RefusalGround};
use domain::deadline;
use domain::moment::Date;

pub fn workspace(open: Open) -> View {
    let context = open.context;
    let panels = vec![
        Tab {
            word: Word::TabTerms,
            id: "terms",
            panel: view! { {signing::signing(open)} {terms::terms(open)} },
        },
        Tab {
            word: Word::TabPapers,
            id: "papers",
            panel: view! { {papers::papers(open)} {recording::recordings(open)} },
        },
        Tab {
            word: Word::TabPeriod,
            id: "period",
            panel: period::period(open),
        },
        Tab {
            word: Word::TabService,
            id: "service",
            panel: crate::staff::service::service(open),
        },
        Tab {
            word: Word::TabHistory,
            id: "history",
            panel: history::history(open),
        },
    ];
    view! {
        <div class="workspace" data-testid="mediator">
            <aside class="stack people" tabindex="0" aria-label=say(context, Word::People)>
                {Side::BOTH.map(|side| view! { {people::party(open, side)} {invite::invite(open, side)} }).collect_view()}
                {interpreter::interpreter(open)}
                <section class="card tight">
                    <h3>{say(context, Word::Evidence)}</h3>
                    {papers::titles(open)}
                </section>
            </aside>
            <section class="stack centre" tabindex="0" aria-label=say(context, Word::TabMatter)>
                {heading(open)}
                {others_case(open)}
                {room(open)}
                {appointments::appointments(open)}
                {matter(open)}
                {amending::amend(open, Word::AmendRequestMeans)}
                {limitation::limitation(open)}
            </section>
            <section class="stack draft-pane">{tabs(context, RwSignal::new(0), panels)}</section>
        </div>
        {bar(open)}
    }
}

/// Number, stage and clocks of the open case, for all desks.
pub fn heading(open: Open) -> View {
    let context = open.context;
    let (number, at) = (
        open.watch(|folded| folded.case.number.clone()),
        open.watch(|folded| folded.case.stage),
    );
    let ended = open.watch(|folded| folded.case.ended.clone());
    let gap = open.watch(uncounted);
    view! {
        <header class="stack tight case-head">
            <h1 data-testid="case-number">{move || number.get()}</h1>
            <p class="row">
                <span class="chip on" data-testid="stage">{move || words::stage(at.get(), context.language.get())}</span>
                {move || ended.get().map(|ending| view! {
                    <strong class="bad-text" data-testid="ending">{staff::ending(&ending, context.language.get())}</strong>
                })}
            </p>
            {crate::staff::clock::clocks(open)}
            {move || gap.get().map(|year| view! {
                <p class="note warn" data-testid="calendar-missing">{say(context, Word::LocalCalendarMissing)} " " <span class="number">{year}</span></p>
            })}
        </header>
    }
}

/// The first year a running period of an autonomous area ends in without that area's holidays on record.
fn uncounted(folded: &Folded) -> Option<String> {
    let case = &folded.case;
    let body = folded.view.orgs.iter().find(|org| Some(org.id) == case.body)?;
    let known = |day: Date| case.local.iter().any(|off| off.from.year() == day.year());
    let running = deadline::running(case).into_iter().map(|deadline| deadline.day);
    let gap = running.filter(|day| !known(*day)).min();
    gap.filter(|_| calendar::keeps_own_holidays(&body.region))
        .map(|day| day.year().to_string())
}

/// A colleague's case can be read, not led.
fn others_case(open: Open) -> impl IntoView {
    let context = open.context;
    let other = open.watch(|folded| {
        let mediator = folded
            .case
            .mediator
            .filter(|mediator| *mediator != folded.view.you.person)?;
        let known = folded.view.people.iter().find(|known| known.person == mediator);
        Some(known.map_or_else(String::new, |known| known.name.clone()))
    });
    move || {
        other
            .get()
            .map(|name| view! { <p class="note">{say(context, Word::ColleaguesCase)} " " <strong>{name}</strong></p> })
    }
}

fn room(open: Open) -> View {
    let context = open.context;
    let open_now = open.watch(|folded| matches!(folded.case.stage, Some(Stage::Mediating | Stage::Signing)));
    let present = open.watch(|folded| {
        let name = |person| {
            folded
                .view
                .people
                .iter()
                .find(|known| known.person == person)
                .map(|known| known.name.clone())
        };
        let present = folded.case.present.iter();
        present
            .map(|(person, (role, room))| (name(*person).unwrap_or_else(|| "—".into()), *role, *room))
            .collect::<Vec<_>>()
    });
    view! {
        <section class="card room-entry" hidden=move || !open_now.get()>
            <h2>{say(context, Word::Room)}</h2>
            <ul role="list" class="row" hidden=move || present.with(Vec::is_empty)>
                {move || present.get().into_iter().map(|(name, role, room)| view! {
                    <li class="chip">
                        {name} " · " {staff::role(role, context.language.get())} " · "
                        {staff::room(room, context.language.get())}
                    </li>
                }).collect_view()}
            </ul>
            <p class="muted" hidden=move || !present.with(Vec::is_empty)>{say(context, Word::RoomEmpty)}</p>
            <a class="button" href=format!("#/case/{}/room", open.id) data-testid="enter-room">{say(context, Word::EnterRoom)}</a>
        </section>
    }
}

/// What is asked, one claim to a line.
pub fn claims(claims: Vec<Claim>) -> View {
    let one = |claim: Claim| {
        let amount = claim
            .amount
            .map(|amount| view! { <strong class="number">"¥ " {amount.to_string()}</strong> });
        view! { <li class="row between"><span class="grow">{claim.text}</span> {amount}</li> }
    };
    view! { <ol class="claims">{claims.into_iter().map(one).collect_view()}</ol> }
}

/// What is asked and why.
pub fn matter(open: Open) -> impl IntoView {
    let context = open.context;
    let asked = open.watch(|folded: &Folded| {
        (
            folded.case.heads.clone(),
            folded.case.claims.clone(),
            folded.case.facts.clone(),
        )
    });
    move || {
        let (heads, asked, facts) = asked.get();
        view! {
            <section class="card" data-testid="matter">
                <h2>{say(context, Word::Claims)}</h2>
                <p class="row">
                    {heads.into_iter().map(|head| view! {
                        <span class="chip">{move || staff::dispute_head(head, context.language.get())}</span>
                    }).collect_view()}
                </p>
                {claims(asked)}
                <h2>{say(context, Word::Facts)}</h2>
                <p class="story">{facts}</p>
            </section>
        }
    }
}

/// The acts of the present stage; each hides itself when it is not to be done.
fn bar(open: Open) -> View {
    let refuse = Deed {
        id: "refuse-case",
        class: "danger",
        title: Word::RefuseCase,
        restated: Word::RefuseCaseRestated,
        grounds: vec![
            (
                RefusalGround::OutOfScope,
                Word::OutOfScope,
                "企业劳动争议协商调解规定 22",
            ),
            (RefusalGround::NotCompetent, Word::NotCompetent, "劳动争议调解仲裁法 10"),
            (
                RefusalGround::RespondentUnreachable,
                Word::Unreachable,
                "人民法院在线调解规则 15",
            ),
        ],
        reasons: Some(Word::Reasons),
        preview: true,
        make: |ground, explanation| Command::RefuseCase { ground, explanation },
    };
    let end = Deed {
        id: "end-mediation",
        class: "danger",
        title: Word::EndMediation,
        restated: Word::EndRestated,
        grounds: vec![((), Word::Other, "")],
        reasons: Some(Word::Reasons),
        preview: true,
        make: |(), reason| Command::EndMediation { reason },
    };
    view! {
        <div class="foot acts" data-testid="acts">
            {papered(open, "accept-case", "", Word::AcceptCase, |_| Command::AcceptCase)}
            {papered(open, "agree-terms", "maple", Word::AskToSign, |folded| Command::AgreeTerms { terms: folded.terms() })}
            {deed(open, refuse)}
            {deed(open, end)}
        </div>
    }
}
