//! Sections most cases never need: they come as a part of the program of its own, when one is first
//! opened. What is shown before an agreement and until it is enforceable is not among them.

use super::say::say;
use super::{
    again, appointment, arbitration, clocks, history, leave, matter, minutes, objection, offers, performance, period,
    time,
};
use crate::api::Fault;
use crate::folded::play_by;
use crate::language::bring;
use crate::open::Open;
use crate::room;
use crate::shell::Context;
use crate::ui::Waiting;
use crate::view::prelude::*;
use crate::words::book::Book;
use crate::words::party::Word;
use domain::case::Case;
use std::pin::Pin;
use std::sync::OnceLock;

pub type Draw = fn(Open, &str) -> View;
type Coming = Pin<Box<dyn Future<Output = Result<Draw, Fault>>>>;

static FETCH: OnceLock<fn() -> Coming> = OnceLock::new();
static HERE: OnceLock<Draw> = OnceLock::new();

const SECTIONS: [&str; 9] = [
    "again",
    "matter",
    "history",
    "leave",
    "performance",
    "period",
    "time",
    "arbitration",
    "papers",
];

/// Says how the part is fetched, once, before anything is drawn.
pub fn comes_by(fetch: fn() -> Coming) {
    let _ = FETCH.set(fetch);
}

pub fn has(section: &str) -> bool {
    SECTIONS.contains(&section)
}

/// Draws one of [`SECTIONS`]; or on other pages what is only there now and then. Only `main` names this function, behind the split.
pub fn draw(open: Open, section: &str) -> View {
    play_by(Case::decide_for_party);
    match section {
        "again" => again::again(open),
        "matter" => matter::matter(open),
        "history" => history::history(open),
        "leave" => leave::leave(open),
        "performance" => performance::performance(open),
        "period" => period::period(open),
        "time" => time::time(open),
        "papers" => objection::objection(open),
        "nearest" => view! { {clocks::nearest(open)} {appointment::nearest(open)} },
        "minutes" => minutes::minutes(open),
        "offers" => offers::offers(open),
        "chat" | "show" | "share" | "waiting" | "unseen" | "recording" => room::rare(room::Hall::get(), section),
        _ => arbitration::arbitration(open),
    }
}

/// `section` as soon as the part is here.
pub fn fetched(open: Open, section: String) -> View {
    if let Some(draw) = HERE.get() {
        return draw(open, &section);
    }
    // `None` while it is on its way.
    let part = RwSignal::new(None::<Result<Draw, Fault>>);
    let language = Context::get().language;
    let fetch = move || {
        part.set(None);
        let words = bring(Book::Aside, language.get_untracked());
        spawn_local(async move {
            let come = FETCH.get().expect("`comes_by` comes first");
            let came = come().await;
            let came = words.await.and(came);
            if let Ok(draw) = came {
                let _ = HERE.set(draw);
            }
            let _ = part.try_set(Some(came));
        });
    };
    fetch();
    (move || match part.get() {
        None => view! { <Waiting/> },
        Some(Ok(draw)) => draw(open, &section),
        Some(Err(_)) => view! {
            <div class="note warn" role="alert" data-testid="aside-failed">
                <p>{say(Word::HomeFailed)}</p>
                <button type="button" class="plain" on:click=move |_| fetch()>{say(Word::Retry)}</button>
            </div>
        },
    })
    .into_view()
}
