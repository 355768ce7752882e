//! Who leads the case, what he discloses, and conditions that came about (OMR 10-14).

use super::period::{send, told};
use crate::api;
use crate::keep::kept;
use crate::open::Open;
use crate::staff::act::is_moot;
use crate::staff::preview::preview;
use crate::staff::say;
use crate::ui::Field;
use crate::view::prelude::*;
use crate::words::staff::Word;
use domain::api::PersonName;
use domain::command::Command;
use domain::moment::Date;
use domain::performance::{Duty, condition, duties};

pub fn leading(open: Open) -> View {
    view! { {disclosure(open)} {appointment(open)} {conditions(open)} }
}

/// A form of one text for one command; it hides where the command is not to be given.
fn written(open: Open, key: &'static str, (label, go): (Word, Word), make: fn(String) -> Command) -> View {
    let context = open.context;
    let text = kept::<String>(&format!("{}/{key}", open.id));
    let fault = RwSignal::new(None::<String>);
    let moot = open.watch(move |folded| folded.may(&make("…".into())).is_err_and(is_moot));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let said = text.get_untracked().trim().to_owned();
        send(open, make(said), fault, move || text.set(String::new()));
    };
    view! {
        <form class="stack tight" on:submit=submit hidden=move || moot.get()>
            <label class="field">
                {say(context, label)}
                <textarea required maxlength="5000" rows="4" data-testid=format!("{key}-text") bind:value=text></textarea>
            </label>
            {told(open, fault)}
            {preview(open, key, move || Ok(make(text.get_untracked().trim().to_owned())))}
            <button class="plain" data-testid=key disabled=move || open.busy.get()>{say(context, go)}</button>
        </form>
    }
}

fn disclosure(open: Open) -> View {
    let context = open.context;
    let disclosed = open.watch(|folded| folded.case.disclosed.clone());
    view! {
        <section class="card">
            <h2>{say(context, Word::Disclosure)}</h2>
            <p class="muted">{say(context, Word::DisclosureMeans)}</p>
            {move || disclosed.get().into_iter().map(|text| view! { <p class="note story" data-testid="disclosed">{text}</p> }).collect_view()}
            {written(open, "disclose", (Word::DisclosureText, Word::Disclose), |text| Command::Disclose { text })}
        </section>
    }
}

/// Another of the body's mediators, where one is asked for or the case is handed on.
fn appointment(open: Open) -> View {
    let context = open.context;
    let roster = RwSignal::new(Vec::<PersonName>::new());
    let fault = RwSignal::new(None::<String>);
    spawn_local(async move {
        if let Ok(found) = api::get(&format!("/api/v1/cases/{}/mediators", open.id)).await {
            let _ = roster.try_set(found);
        }
    });
    let asked = open.watch(|folded| folded.case.objected.clone());
    let moot = open.watch(|folded| {
        let mediator = domain::id::PersonId(uuid::Uuid::nil());
        folded.may(&Command::AppointMediator { mediator }).is_err_and(is_moot)
    });
    let one = move |it: PersonName| {
        let mediator = it.person;
        view! {
            <button class="plain" type="button" data-testid="appoint" disabled=move || open.busy.get()
                on:click=move |_| send(open, Command::AppointMediator { mediator }, fault, || ())>
                {say(context, Word::Appoint)} " " {it.name}
            </button>
            {preview(open, "appoint", move || Ok(Command::AppointMediator { mediator }))}
        }
    };
    view! {
        <section class="card" data-testid="appointment" hidden=move || moot.get() || roster.with(Vec::is_empty)>
            <h2>{say(context, Word::Appointment)}</h2>
            {move || asked.get().map(|(side, reason, by)| view! {
                <p class="note warn" data-testid="objected">
                    {say(context, crate::staff::people::side_word(side))} " " {say(context, Word::AskedForAnother)} "：" {reason} " "
                    {crate::staff::clock::chip(context, by)}
                </p>
            })}
            <div class="row">{move || roster.get().into_iter().map(one).collect_view()}</div>
            {told(open, fault)}
        </section>
    }
}

/// Instalments that wait for something, each with the day it came about.
fn conditions(open: Open) -> View {
    let context = open.context;
    let waiting = open.watch(|folded| {
        let case = &folded.case;
        let met = |duty: &Duty| case.conditions.get(&(duty.clause, duty.part)).copied();
        let all = duties(case).into_iter();
        let all = all.filter_map(|duty| Some((duty, condition(case, &duty)?.event.clone(), met(&duty))));
        all.collect::<Vec<(Duty, String, Option<Date>)>>()
    });
    let one = move |(duty, event, met): (Duty, String, Option<Date>)| {
        let on = RwSignal::new(String::new());
        let fault = RwSignal::new(None::<String>);
        let submit = move |submitted: leptos::ev::SubmitEvent| {
            submitted.prevent_default();
            match on.get_untracked().parse() {
                Ok(on) => {
                    let (clause, part) = (duty.clause, duty.part);
                    send(open, Command::RecordCondition { clause, part, on }, fault, || ());
                }
                Err(_) => fault.set(Some("day_unfit".into())),
            }
        };
        view! {
            <li class="card tight" data-testid="condition">
                <p>{event} " · " <span class="number">{duty.day.to_string()}</span></p>
                {met.map(|on| view! { <p class="good-text">{say(context, Word::ConditionMet)} " " <span class="number">{on.to_string()}</span></p> })}
                {met.is_none().then(|| view! {
                    <form class="row" on:submit=submit>
                        <Field id="condition-day" label=say(context, Word::ConditionDay) value=on kind="date" required=true/>
                        <button class="plain" data-testid="condition-met" disabled=move || open.busy.get()>{say(context, Word::RecordCondition)}</button>
                        {told(open, fault)}
                    </form>
                })}
            </li>
        }
    };
    view! {
        <section class="card" hidden=move || waiting.with(Vec::is_empty)>
            <h2>{say(context, Word::Conditions)}</h2>
            <ul role="list" class="stack tight">{move || waiting.get().into_iter().map(one).collect_view()}</ul>
        </section>
    }
}
