//! The mediation period and its extension (EMR 29), and the facts both may confirm (OMR 18, 22).

use super::leading::leading;
use crate::api;
use crate::keep::kept;
use crate::open::Open;
use crate::staff::act::is_moot;
use crate::staff::preview::preview;
use crate::staff::{people, say};
use crate::ui::Field;
use crate::view::prelude::*;
use crate::words::staff::Word;
use crate::words::{gap, reason};
use domain::actor::Side;
use domain::arbitration::Fact;
use domain::command::Command;
use domain::id::FactId;
use domain::moment::Date;
use domain::sorted::Set;

pub fn period(open: Open) -> View {
    view! { {extension(open)} {facts(open)} {offers(open)} {leading(open)} }
}

/// Submits what a form says; `done` clears it.
pub(super) fn send(open: Open, command: Command, fault: RwSignal<Option<String>>, done: impl FnOnce() + 'static) {
    spawn_local(async move {
        match open.submit(command).await {
            Ok(()) => {
                let _ = fault.try_set(None);
                done();
            }
            Err(refused) => _ = fault.try_set(Some(refused.code().to_owned())),
        }
    });
}

pub(super) fn told(open: Open, fault: RwSignal<Option<String>>) -> View {
    view! { <p class="bad-text" role="alert">{move || fault.get().map(|code| reason(&code, open.context.language.get()))}</p> }
}

pub(super) fn marks(open: Open, agreed: &Set<Side>) -> View {
    let one = |side: Side| {
        let (class, mark) = if agreed.contains(&side) {
            ("chip on", "✓ ")
        } else {
            ("chip", "○ ")
        };
        view! { <span class=class>{mark} {say(open.context, people::side_word(side))}</span> }
    };
    view! { <p class="row">{Side::BOTH.map(one).collect_view()}</p> }
}

fn extension(open: Open) -> View {
    let context = open.context;
    let (until, why) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let fault = RwSignal::new(None::<String>);
    let far = Date::new(9999, 12, 31);
    // Whether it is this reader's to propose at all; the day itself is judged when it is sent.
    let moot = open.watch(move |folded| {
        let asked = far.map(|until| Command::ProposeExtension {
            until,
            reason: String::new(),
        });
        asked.is_none_or(|asked| folded.may(&asked).is_err_and(is_moot))
    });
    let standing = open.watch(|folded| (folded.case.mediation_ends, folded.case.extension.clone()));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Ok(day) = until.get_untracked().parse() else {
            fault.set(Some("extension_unfit".into()));
            return;
        };
        let reason = why.get_untracked().trim().to_owned();
        send(
            open,
            Command::ProposeExtension { until: day, reason },
            fault,
            move || why.set(String::new()),
        );
    };
    view! {
        <section class="card" data-testid="extension">
            <h2>{say(context, Word::Period)}</h2>
            {move || {
                let (ends, asked) = standing.get();
                view! {
                    {ends.map(|ends| view! { <p>{say(context, Word::PeriodUntil)} " " <strong class="number">{ends.to_string()}</strong></p> })}
                    {asked.map(|asked| view! {
                        <p>{say(context, Word::Proposed)} " " <strong class="number" data-testid="proposed">{asked.until.to_string()}</strong></p>
                        {marks(open, &asked.agreed)}
                    })}
                }
            }}
            <form class="stack tight" on:submit=submit data-testid="extension-form" hidden=move || moot.get()>
                <p class="muted">{say(context, Word::ExtensionMeans)}</p>
                <Field id="extend-until" label=say(context, Word::ExtendUntil) value=until kind="date" required=true/>
                <Field id="extend-reason" label=say(context, Word::ExtendReason) value=why longest=1000/>
                {told(open, fault)}
                {preview(open, "extend", move || {
                    let until = until.get_untracked().parse().map_err(|_| "extension_unfit")?;
                    let reason = why.get_untracked().trim().to_owned();
                    Ok(Command::ProposeExtension { until, reason })
                })}
                <button class="plain" data-testid="extend" disabled=move || open.busy.get()>{say(context, Word::Propose)}</button>
            </form>
        </section>
    }
}

/// What was told of sealed figures, and who has sealed one in this round.
fn offers(open: Open) -> View {
    let context = open.context;
    let standing = open.watch(|folded| {
        let sealed: Set<Side> = folded.case.offers.keys().copied().collect();
        (folded.case.compared.clone(), sealed)
    });
    view! {
        <section class="card" data-testid="offers">
            <h2>{say(context, Word::Offers)}</h2>
            <p class="muted">{say(context, Word::OffersMean)}</p>
            {move || {
                let (compared, sealed) = standing.get();
                let told = move |one| view! { <li data-testid="gap">{move || gap(one, context.language.get())}</li> };
                view! { <ol class="claims">{compared.into_iter().map(told).collect_view()}</ol> {marks(open, &sealed)} }
            }}
        </section>
    }
}

fn facts(open: Open) -> View {
    let context = open.context;
    let text = kept::<String>(&format!("{}/fact", open.id));
    let fault = RwSignal::new(None::<String>);
    let stated = open.watch(|folded| folded.case.stated.clone());
    let moot = open.watch(|folded| {
        let asked = Command::StateFact {
            fact: FactId(uuid::Uuid::nil()),
            text: "…".into(),
        };
        folded.may(&asked).is_err_and(is_moot)
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let command = Command::StateFact {
            fact: FactId(api::uuid()),
            text: text.get_untracked().trim().to_owned(),
        };
        send(open, command, fault, move || text.set(String::new()));
    };
    let one = move |fact: Fact| {
        let both = fact.undisputed();
        view! {
            <li class="card tight" data-testid="fact">
                <p class="story">{fact.text.clone()}</p>
                {both.then(|| view! { <strong class="good-text">"✓ " {say(context, Word::Undisputed)}</strong> })}
                {(!both).then(|| marks(open, &fact.confirmed))}
            </li>
        }
    };
    view! {
        <section class="card" data-testid="facts">
            <h2>{say(context, Word::UndisputedFacts)}</h2>
            <p class="muted">{say(context, Word::FactsMean)}</p>
            <ul role="list" class="stack tight">{move || stated.get().into_iter().map(one).collect_view()}</ul>
            <form class="stack tight" on:submit=submit data-testid="fact-form" hidden=move || moot.get()>
                <label class="field">
                    {say(context, Word::FactText)}
                    <textarea required maxlength="1000" data-testid="fact-text" bind:value=text></textarea>
                </label>
                {told(open, fault)}
                <button class="plain" data-testid="fact-state" disabled=move || open.busy.get()>{say(context, Word::StateFact)}</button>
            </form>
        </section>
    }
}
