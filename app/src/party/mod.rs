//! The parties' screens: worker and employer, phone first. One question, one big button.

pub mod act;
mod again;
pub mod aloud;
pub mod answers;
pub mod apply;
mod appointment;
pub mod arbitration;
pub mod aside;
pub mod clauses;
mod clocks;
pub mod consent;
pub mod field;
pub mod hearing;
pub mod history;
pub mod home;
pub mod join;
pub mod leave;
pub mod materials;
pub mod matter;
mod mediator;
mod minutes;
pub mod money;
mod motion;
pub mod next;
pub mod objection;
mod offers;
pub mod order;
pub mod outcome;
pub mod performance;
pub mod period;
pub mod place;
mod pleading;
pub mod request;
pub mod say;
pub mod service;
pub mod sign;
pub mod stations;
pub mod steps;
pub mod support;
mod time;

use crate::folded::Folded;
use crate::icon::{Icon, icon};
use crate::open::Open;
use crate::ui::Stations;
use crate::view::prelude::*;
use crate::words::party::Word;
use act::section_of;
use domain::actor::Side;
use domain::case::Stage;
use domain::stage::may_mediate_again;
use next::seated;
use say::{filled, say};

/// What the part draws of `section`, once `there` is something in it.
fn fetched_once(open: Open, section: &'static str, there: fn(&Folded) -> bool) -> View {
    let there = open.watch(there);
    (move || there.get().then(|| aside::fetched(open, section.to_owned()))).into_view()
}

/// Sealed figures, once there are some or the reader asks for them.
fn figures(open: Open) -> View {
    let asked = RwSignal::new(false);
    let known = open.watch(|folded| {
        let case = &folded.case;
        let may = case.stage == Some(Stage::Mediating) && seated(folded).is_some();
        (may, !(case.offers.is_empty() && case.compared.is_empty()))
    });
    let shown = Memo::new(move |_| {
        let (may, some) = known.get();
        may.then(|| some || asked.get())
    });
    (move || match shown.get() {
        None => ().into_view(),
        Some(true) => aside::fetched(open, "offers".to_owned()),
        Some(false) => view! {
            <button type="button" class="plain" data-testid="offers-open" on:click=move |_| asked.set(true)>{say(Word::Offers)}</button>
        },
    })
    .into_view()
}

/// The clauses beside the room's stage.
pub fn terms(open: Open) -> View {
    let news = clauses::follow(open);
    view! { {fetched_once(open, "minutes", |folded| !folded.case.minutes.is_empty())} {figures(open)} {clauses::notice(open, news, true)} {clauses::clauses(open, news)} }
}

/// One case. The section stands in the address: `#/case/ID/terms`.
pub fn case(open: Open) -> View {
    let fragment = place::followed();
    let prefix = section_of(open, "");
    let section = Memo::new(move |_| {
        let rest = fragment
            .with(|fragment| fragment.strip_prefix(&prefix).map(str::to_owned))
            .unwrap_or_default();
        rest.trim_start_matches('/')
            .split('/')
            .next()
            .unwrap_or_default()
            .to_owned()
    });
    let news = clauses::follow(open);
    let in_seat = open.watch(|folded| seated(folded).is_some());
    let mut before = None::<String>;
    effect(move || {
        let now = section.get();
        // Whoever leaves the clauses has seen what changed.
        if before
            .as_ref()
            .is_some_and(|before| before == "terms" && *before != now)
        {
            news.set(None);
        }
        before = Some(now);
    });
    (move || {
        let section = section.get();
        let drawn = match (section.as_str(), in_seat.get()) {
            ("join", false) => join::join(open),
            (_, false) => return overview(open),
            ("consent", true) => consent::consent(open),
            ("materials", true) => materials::materials(open),
            ("terms", true) => view! { {clauses::clauses(open, news)} {figures(open)} },
            ("sign", true) => sign::sign(open),
            ("apply", true) => apply::apply(open),
            ("outcome", true) => outcome::outcome(open),
            (other, true) if aside::has(other) => aside::fetched(open, section.clone()),
            _ => return overview(open),
        };
        view! {
            <div class="stack party">
                <p><a href=format!("#/case/{}", open.id) data-testid="back">{say(Word::BackCase)}</a></p>
                {clauses::notice(open, news, section == "terms")}
                {drawn}
            </div>
        }
    })
    .into_view()
}

fn overview(open: Open) -> View {
    let language = open.context.language;
    let stage = open.watch(|folded| folded.case.stage);
    let number = open.watch(|folded| folded.case.number.clone());
    let other = open.watch(|folded| {
        let side = folded.view.you.role.side().unwrap_or(Side::Claimant);
        folded.name(side.other())
    });
    let next = Memo::new(move |_| open.folded.with(|folded| next::next(folded, language.get())));
    let card = move || {
        let next = next.get();
        let act = next.act.map(|(act, section)| {
            let class = if next.grave { "button maple big" } else { "button big" };
            view! { <a class=class href=format!("#/{}", section_of(open, section)) data-testid="next-act">{act}</a> }
        });
        view! {
            <section class="card next" aria-labelledby="next-heading" data-testid="next">
                <h2 id="next-heading" class="muted">{if act.is_some() { say(Word::YourNext)() } else { say(Word::Waiting)() }}</h2>
                <p>{next.what}</p>
                {act}
            </section>
        }
    };
    view! {
        <div class="stack party">
            <p><a href="#/" data-testid="back-home">{say(Word::BackHome)}</a></p>
            <div>
                <h1 tabindex="-1">{move || filled(Word::DisputeWith, vec![other.get()])()}</h1>
                <p class="muted"><small data-testid="case-number">{number}</small></p>
            </div>
            <Stations stage/>
            {stations::nearest(open)}
            {fetched_once(open, "nearest", |folded| stations::unusual(folded) || domain::appointment::next(&folded.case, folded.now()).is_some())}
            {card}
            {fetched_once(open, "minutes", Folded::minutes_wait)}
            {move || rows(open)}
            {help(open)}
        </div>
    }
}

/// The sections there is something in.
fn rows(open: Open) -> View {
    let counts = open.watch(|folded| {
        let side = seated(folded);
        let mine = folded
            .case
            .evidence
            .iter()
            .filter(|(by, _)| by.person == folded.view.you.person)
            .count();
        (
            folded.case.stage,
            side,
            mine,
            folded.case.draft.0.len(),
            side.map_or(0, |side| next::unmarked(&folded.case, side)),
            folded.case.effective_at.is_some(),
            (
                period::shown(folded),
                arbitration::shown(folded),
                folded.case.papers.len(),
                may_mediate_again(&folded.case),
            ),
        )
    });
    let (stage, side, mine, clauses, open_marks, effective, (period, arbitration, papers, again)) = counts.get();
    if side.is_none() {
        return ().into_view();
    }
    let row = |which: Icon, word: Word, section: &'static str, aside: String, testid: &'static str| {
        view! {
            <li>
                <a href=format!("#/{}", section_of(open, section)) data-testid=testid>
                    {icon(which)} <span class="grow">{say(word)}</span> <span class="muted">{aside}</span>
                </a>
            </li>
        }
    };
    let talking = matches!(stage, Some(Stage::Mediating | Stage::Signing));
    let begun = stage > Some(Stage::Pending) && (clauses > 0 || talking);
    let marks = match (stage, open_marks) {
        (Some(Stage::Mediating), 1..) => filled(Word::MarksOpen, vec![open_marks.to_string()])(),
        _ => clauses.to_string(),
    };
    view! {
        <ul role="list" class="rows">
            {talking.then(|| row(Icon::Camera, Word::RowRoom, "room", String::new(), "row-room"))}
            {row(Icon::Document, Word::RowMaterials, "materials", mine.to_string(), "row-materials")}
            {begun.then(|| row(Icon::Pen, Word::RowTerms, "terms", marks, "row-terms"))}
            {effective.then(|| row(Icon::Check, Word::RowPerformance, "performance", String::new(), "row-performance"))}
            {effective.then(|| row(Icon::Shield, Word::RowOutcome, "outcome", String::new(), "row-outcome"))}
            {again.then(|| row(Icon::Chat, Word::MediateAgain, "again", String::new(), "row-again"))}
            {period.then(|| row(Icon::Clock, Word::RowPeriod, "period", String::new(), "row-period"))}
            {arbitration.then(|| row(Icon::Shield, Word::RowArbitration, "arbitration", String::new(), "row-arbitration"))}
            {(papers > 0).then(|| row(Icon::Document, Word::RowPapers, "papers", papers.to_string(), "row-papers"))}
            {row(Icon::Chat, Word::RowMatter, "matter", String::new(), "row-matter")}
            {row(Icon::Clock, Word::RowHistory, "history", String::new(), "row-history")}
            {leave::possible(open).then(|| row(Icon::Leave, Word::RowLeave, "leave", String::new(), "row-leave"))}
        </ul>
    }
}

/// A person to ask: the body's own number. The workers' hotline stands below every page.
fn help(open: Open) -> View {
    let body = open.watch(|folded| {
        let body = folded.case.body;
        folded.view.orgs.iter().find(|org| Some(org.id) == body).cloned()
    });
    let body = move || {
        body.get().filter(|body| !body.phone.is_empty()).map(|body| {
            let language = open.context.language;
            let name = move || match language.get() {
                domain::terms::prose::Language::Chinese => body.name.clone(),
                domain::terms::prose::Language::English => body.name_en.clone(),
            };
            view! { <li><a href=format!("tel:{}", body.phone)>{icon(Icon::Phone)} <span class="grow">{name}</span> <span class="number">{body.phone.clone()}</span></a></li> }
        })
    };
    view! {
        <section class="stack tight">
            <h2 class="muted">{say(Word::AskAPerson)}</h2>
            <ul role="list" class="rows">
                {body}
            </ul>
        </section>
    }
}
