//! 仲裁中 on the commission's desk: the hearing and its room, the record, more time (LMAL 40, 43; CHR 38, 45).

use super::term;
use crate::keep::kept;
use crate::open::Open;
use crate::staff::act::is_moot;
use crate::staff::preview::preview;
use crate::staff::{people, say};
use crate::ui::{Field, instant};
use crate::view::prelude::*;
use crate::words::reason;
use crate::words::staff::Word;
use domain::actor::Side;
use domain::case::Stage;
use domain::command::Command;
use domain::moment::DAY;

/// Submits and shows in `fault` why not.
pub fn send(open: Open, command: Command, fault: RwSignal<Option<String>>) {
    spawn_local(async move {
        let refused = open.submit(command).await.err();
        let _ = fault.try_set(refused.map(|refused| refused.code().to_owned()));
    });
}

pub fn wrong(open: Open, fault: RwSignal<Option<String>>) -> View {
    view! { <p class="bad-text" role="alert">{move || fault.get().map(|code| reason(&code, open.context.language.get()))}</p> }
}

pub fn hearing(open: Open) -> View {
    let arbitrating = open.watch(|folded| folded.case.stage == Some(Stage::Arbitrating));
    (move || {
        arbitrating.get().then(|| {
            view! {
                {open.section(|a, b| a.case.stage == b.case.stage && a.case.arbitration == b.case.arbitration, |open, folded| {
                    view! { {told(open)} {crate::room::door(open, folded)} }
                })}
                {term::term(open)}
                {schedule(open)}
                {record(open)}
                {extend(open)}
            }
        })
    })
    .into_view()
}

/// What is set and what was confirmed.
fn told(open: Open) -> View {
    let context = open.context;
    let now = open.folded.with_untracked(|folded| folded.case.arbitration.clone());
    let Some(arbitration) = now else { return ().into_view() };
    let zone = open.folded.with_untracked(|folded| folded.case.zone);
    let hearing = arbitration.hearing.map(|hearing| {
        let (hour, minute) = hearing.at.clock(zone);
        let at = format!("{} {hour:02}:{minute:02}", hearing.at.date(zone));
        view! { <p class="note" data-testid="hearing">{say(context, Word::Hearing)} " " <strong class="number">{at}</strong> " " {hearing.place}</p> }
    });
    let record = arbitration.record.map(|record| {
        let line = |side: Side| {
            let (class, mark) = if record.confirmed.contains(&side) {
                ("good-text", "✓ ")
            } else {
                ("warn-text", "○ ")
            };
            view! { <li class=format!("served {}", people::class(side))><strong class=class>{mark}</strong> {say(context, people::side_word(side))}</li> }
        };
        let lines = Side::BOTH.map(line).collect_view();
        view! {
            <section class="card" data-testid="record">
                <h2>{say(context, Word::HearingRecord)}</h2>
                <p class="story">{record.text.clone()}</p>
                <ul role="list">{lines}</ul>
            </section>
        }
    });
    let extended = arbitration.extended.map(
        |by| view! { <p class="note" data-testid="award-extended">{say(context, Word::ExtendedOnce)} " " {by}</p> },
    );
    view! { {hearing} {record} {extended} }
}

fn schedule(open: Open) -> View {
    let context = open.context;
    let [day, clock, place] = ["", "09:30", ""].map(|text| RwSignal::new(text.to_owned()));
    let fault = RwSignal::new(None);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let zone = open.folded.with_untracked(|folded| folded.case.zone);
        match instant(&day.get_untracked(), &clock.get_untracked(), zone) {
            Some(at) => {
                let place = place.get_untracked().trim().to_owned();
                send(open, Command::ScheduleHearing { at, place }, fault);
            }
            None => fault.set(Some("day_unfit".into())),
        }
    };
    let may = open.watch(|folded| {
        // A fortnight ahead: told in time, and within most periods.
        let at = folded.now().plus_ms(14 * DAY);
        let place = "…".to_owned();
        folded.may(&Command::ScheduleHearing { at, place })
    });
    view! {
        <details class="card" hidden=move || may.get().is_err_and(is_moot)>
            <summary>{say(context, Word::Schedule)}</summary>
            <form class="stack tight" on:submit=submit data-testid="schedule-form">
                <p class="muted">{say(context, Word::ScheduleMeans)}</p>
                <Field id="hearing-day" label=say(context, Word::HearingDay) value=day kind="date" required=true/>
                <Field id="hearing-clock" label=say(context, Word::HearingClock) value=clock kind="time" required=true/>
                <Field id="hearing-place" label=say(context, Word::HearingPlace) value=place longest=200 required=true/>
                {wrong(open, fault)}
                <button class="plain" data-testid="schedule" disabled=move || open.busy.get()>{say(context, Word::Schedule)}</button>
            </form>
        </details>
    }
}

fn record(open: Open) -> View {
    let context = open.context;
    let text = kept::<String>(&format!("{}/hearing-record", open.id));
    let fault = RwSignal::new(None);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let text = text.get_untracked().trim().to_owned();
        send(open, Command::RecordHearing { text }, fault);
    };
    let may = open.ruling(Command::RecordHearing { text: "…".into() });
    view! {
        <details class="card" hidden=move || may.get().is_err_and(is_moot)>
            <summary>{say(context, Word::WriteRecord)}</summary>
            <form class="stack tight" on:submit=submit data-testid="record-form">
                <p class="muted">{say(context, Word::RecordMeans)}</p>
                <label class="field">
                    {say(context, Word::HearingRecord)}
                    <textarea required maxlength="5000" rows="8" data-testid="record-text" bind:value=text></textarea>
                </label>
                {wrong(open, fault)}
                <button class="plain" data-testid="record-hearing" disabled=move || open.busy.get()>{say(context, Word::WriteRecord)}</button>
            </form>
        </details>
    }
}

fn extend(open: Open) -> View {
    let context = open.context;
    let may = open.ruling(Command::ExtendAward {
        approved_by: "…".into(),
        reason: "…".into(),
    });
    let [by, why] = ["", ""].map(|text| RwSignal::new(text.to_owned()));
    let fault = RwSignal::new(None);
    let made = move || Command::ExtendAward {
        approved_by: by.get_untracked().trim().to_owned(),
        reason: why.get_untracked().trim().to_owned(),
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        send(open, made(), fault);
    };
    view! {
        <details class="card" hidden=move || may.get().is_err_and(is_moot)>
            <summary>{say(context, Word::ExtendAward)}</summary>
            <form class="stack tight" on:submit=submit data-testid="extend-award-form">
                <p class="muted">{say(context, Word::ExtendAwardMeans)}</p>
                <Field id="award-by" label=say(context, Word::ApprovedBy) value=by longest=80 required=true/>
                <Field id="award-why" label=say(context, Word::ExtendReason) value=why longest=1000 required=true/>
                {wrong(open, fault)}
                {preview(open, "extend-award", move || Ok(made()))}
                <button class="plain" data-testid="extend-award" disabled=move || open.busy.get()>{say(context, Word::ExtendAward)}</button>
            </form>
        </details>
    }
}
