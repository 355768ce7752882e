//! 异议 against a court's confirmation (CPL-Int 372), more time for a review (CHR 76), and the papers
//! that came of it.

use super::act::{Deed, deed};
use super::arbitration::papers;
use super::clocks;
use super::say::{filled, say};
use crate::open::Open;
use crate::view::prelude::*;
use crate::words::aside::Word as Aside;
use crate::words::party::Word;
use domain::case::Objection;
use domain::command::Command;

fn object(reason: String) -> Command {
    Command::ObjectToRuling { reason }
}

pub fn objection(open: Open) -> View {
    let may = open.ruling(object("…".into()));
    let shown = RwSignal::new(false);
    let raised = open.watch(|folded| {
        let last = folded.case.applications.last();
        last.map(|it| (it.extended.clone(), it.objections.clone()))
    });
    let asked = Deed {
        act: Aside::Object,
        restated: Aside::ObjectRestated,
        id: "object",
    };
    let one = |objection: Objection| {
        let (word, text) = match objection.decided {
            None => (Aside::ObjectionOpen, objection.reason),
            Some((true, text)) => (Aside::ObjectionUpheld, text),
            Some((false, text)) => (Aside::ObjectionDismissed, text),
        };
        view! { <p class="note" data-testid="objection">{say(word)} " " {text}</p> }
    };
    view! {
        <h1 tabindex="-1">{say(Word::RowPapers)}</h1>
        {move || raised.get().map(|(extended, objections)| view! {
            {extended.map(|by| view! { <p class="note" data-testid="review-extended">{filled(Aside::ReviewExtendedBy, vec![by])}</p> })}
            {objections.into_iter().map(one).collect_view()}
        })}
        {clocks::beside_the_case(open)}
        {open.section(|a, b| a.case.papers == b.case.papers, papers)}
        {move || may.get().is_ok().then(|| view! {
            <button type="button" class="plain big" data-testid="object-open" aria-expanded=move || shown.get().to_string()
                on:click=move |_| shown.update(|shown| *shown = !*shown)>{say(Aside::Object)}</button>
            {move || shown.get().then(|| deed(open, asked, object))}
        })}
    }
}
