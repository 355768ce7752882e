//! How long mediation lasts, a proposed extension (EMR 29), and the facts both may confirm (OMR 18).

use super::act::act;
use super::mediator;
use super::say::{filled, say};
use crate::folded::Folded;
use crate::open::Open;
use crate::ui::day;
use crate::view::prelude::*;
use crate::words::aside::Word as Aside;
use crate::words::party::Word;
use domain::actor::Side;
use domain::arbitration::Fact;
use domain::command::Command;
use domain::moment::Date;

/// Whether there is anything to see here.
pub fn shown(folded: &Folded) -> bool {
    let case = &folded.case;
    mediator::shown(folded)
        || !case.minutes.is_empty()
        || case.extension.is_some()
        || !case.extended_to.is_empty()
        || !case.stated.is_empty()
}

pub fn period(open: Open) -> View {
    view! {
        <h1 tabindex="-1">{say(Word::RowPeriod)}</h1>
        {open.section(|a, b| a.case.stage == b.case.stage && a.case.extension == b.case.extension && a.case.mediation_ends == b.case.mediation_ends, extension)}
        {open.section(|a, b| a.case.stage == b.case.stage && a.case.mediator == b.case.mediator && a.case.objected == b.case.objected && a.case.disclosed == b.case.disclosed && a.case.choose_until == b.case.choose_until, mediator::mediator)}
        <p class="note">{say(Aside::FactsMean)}</p>
        {open.section(|a, b| a.case.stage == b.case.stage && a.case.stated == b.case.stated, facts)}
        {open.section(|a, b| a.case.papers == b.case.papers, super::arbitration::papers)}
    }
}

fn extension(open: Open, folded: &Folded) -> View {
    let side = folded.view.you.role.side().unwrap_or(Side::Claimant);
    let today = folded.now().date(folded.case.zone);
    let on = move |word: Aside, date: Date| move || filled(word, vec![day(date, today, open.context.language.get())])();
    let asked = folded.case.extension.as_ref().map(|extension| {
        let until = extension.until;
        let yours = extension.agreed.contains(&side);
        view! {
            <section class="card" data-testid="extension">
                <p>{on(Aside::ExtensionAsked, until)}</p>
                <p>{extension.reason.clone()}</p>
                {if yours {
                    view! { <p class="note good" role="status">{say(Aside::ExtensionAgreedByYou)}</p> }
                } else {
                    act(open, Aside::AgreeExtension, "big", Command::AgreeToExtension { until }, "agree-extension", None)
                }}
            </section>
        }
    });
    view! {
        {folded.case.mediation_ends.map(|ends| view! { <p data-testid="period-ends">{on(Aside::PeriodEnds, ends)}</p> })}
        {asked}
    }
}

fn facts(open: Open, folded: &Folded) -> View {
    let side = folded.view.you.role.side().unwrap_or(Side::Claimant);
    let none = folded.case.stated.is_empty();
    let one = move |fact: Fact| {
        let command = Command::ConfirmFact {
            fact: fact.id,
            digest: Fact::digest_of(&fact.text),
        };
        let state = match (fact.undisputed(), fact.confirmed.contains(&side)) {
            (true, _) => view! { <p class="good-text"><strong>{say(Aside::BothConfirmed)}</strong></p> },
            (false, true) => view! { <p class="muted">{say(Aside::YouConfirmed)}</p> },
            _ => act(open, Aside::ConfirmFact, "plain big", command, "confirm-fact", None),
        };
        view! { <li class="card" data-testid="fact"><p class="story">{fact.text}</p> {state}</li> }
    };
    view! {
        {none.then(|| view! { <p class="empty">{say(Aside::NoFacts)}</p> })}
        <ul role="list" class="stack">{folded.case.stated.iter().cloned().map(one).collect_view()}</ul>
    }
}
