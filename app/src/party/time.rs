//! 换个时间: the reader names another time for the next appointment.

use super::act::{submit, trouble};
use super::appointment::{naming, nearest};
use super::say::say;
use crate::open::Open;
use crate::ui::instant;
use crate::view::prelude::*;
use crate::words::aside::Word as Aside;
use domain::appointment::next;

pub fn time(open: Open) -> View {
    let (typed, fault) = (RwSignal::new(String::new()), RwSignal::new(None));
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let typed = typed.get_untracked();
        let command = open.folded.with_untracked(|folded| {
            let (day, clock) = typed.split_once('T')?;
            let at = instant(day, clock, folded.case.zone)?;
            let (n, _) = next(&folded.case, folded.now())?;
            Some(naming(n, at))
        });
        match command {
            Some(command) => submit(open, command, fault, Some("")),
            None => fault.set(Some("appointment_unfit".to_owned())),
        }
    };
    let busy = open.busy;
    view! {
        <h1 tabindex="-1">{say(Aside::OtherTime)}</h1>
        {nearest(open)}
        <form class="card" on:submit=send>
            <div class="field">
                <label for="time">{say(Aside::OtherTime)}</label>
                <p class="hint" id="time-hint">{say(Aside::OtherTimeMeans)}</p>
                <input type="datetime-local" id="time" data-testid="time" required aria-describedby="time-hint" bind:value=typed/>
            </div>
            {trouble(open, fault)}
            <button class="big" data-testid="ask-time" disabled=move || busy.get()>{say(Aside::AskTime)}</button>
        </form>
    }
}
