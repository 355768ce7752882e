//! Forms of an appointment: make one, ask to move it, cancel it or say how it went.

use super::period::{send, told};
use crate::api;
use crate::open::Open;
use crate::staff::act::is_moot;
use crate::staff::say;
use crate::ui::{Choice, instant};
use crate::view::prelude::*;
use crate::words::staff::Word;
use domain::appointment::{AppointmentStep as Step, AppointmentTurn as Turn};
use domain::command::Command;
use domain::hash::{Disclosure, Salt};
use domain::moment::Timestamp;

/// Day and time of day, where the case is.
#[derive(Clone, Copy)]
struct When {
    day: RwSignal<String>,
    clock: RwSignal<String>,
}

impl When {
    fn new() -> Self {
        Self {
            day: RwSignal::new(String::new()),
            clock: RwSignal::new("09:30".to_owned()),
        }
    }

    fn read(self, open: Open) -> Option<Timestamp> {
        let zone = open.folded.with_untracked(|folded| folded.case.zone);
        instant(&self.day.get_untracked(), &self.clock.get_untracked(), zone)
    }

    /// The two fields; `name` sets them apart from those of other forms.
    fn fields(self, open: Open, name: &str) -> View {
        let context = open.context;
        let (day, clock) = (format!("{name}-day"), format!("{name}-clock"));
        view! {
            <div class="row">
                <div class="field grow">
                    <label for=day.clone()>{say(context, Word::HearingDay)}</label>
                    <input type="date" id=day.clone() data-testid=day required bind:value=self.day/>
                </div>
                <div class="field grow">
                    <label for=clock.clone()>{say(context, Word::HearingClock)}</label>
                    <input type="time" id=clock.clone() data-testid=clock required bind:value=self.clock/>
                </div>
            </div>
            <p class="muted"><small>{say(context, Word::ZoneOfCase)}</small></p>
        }
    }
}

fn command(turn: Turn) -> Command {
    Command::RecordAppointment {
        turn,
        disclosures: Vec::new(),
    }
}

pub fn make(open: Open) -> View {
    let context = open.context;
    let when = When::new();
    let [length, kind, place] = ["60", "video", ""].map(|text| RwSignal::new(text.to_owned()));
    let fault = RwSignal::new(None::<String>);
    // Whether it is this reader's to make one at all.
    let moot = open.watch(|folded| {
        let turn = Turn {
            step: Step::Made,
            ..Turn::naming(0, Timestamp(0))
        };
        folded.may(&command(turn)).is_err_and(is_moot)
    });
    let shown = RwSignal::new(false);
    let visit = move || kind.with(|kind| kind == "visit");
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(at) = when.read(open) else {
            fault.set(Some("appointment_unfit".into()));
            return;
        };
        let disclosure = untrack(visit).then(|| Disclosure {
            salt: Salt(api::random()),
            value: place.get_untracked().trim().to_owned(),
        });
        let turn = Turn {
            step: Step::Made,
            minutes: length.get_untracked().parse().unwrap_or_default(),
            place: disclosure.as_ref().map(Disclosure::commitment),
            ..Turn::naming(
                open.folded
                    .with_untracked(|folded| folded.case.appointments.len() as u32),
                at,
            )
        };
        let disclosures = disclosure.into_iter().collect();
        send(
            open,
            Command::RecordAppointment { turn, disclosures },
            fault,
            move || {
                when.day.set(String::new());
                place.set(String::new());
                shown.set(false);
            },
        );
    };
    let option = |value: &str, word: Word| (value.to_owned(), say(context, word).into());
    let lengths = ["30", "60", "90", "120", "180"].map(|minutes| {
        let shown = move || format!("{minutes} {}", Word::MinutesLong.text(context.language.get()));
        (minutes.to_owned(), shown.into())
    });
    view! {
        <div class="stack tight" hidden=move || moot.get()>
            <button type="button" class="plain" data-testid="appointment-new" hidden=move || shown.get()
                on:click=move |_| shown.set(true)>{say(context, Word::MakeAppointment)}</button>
            <form class="stack tight" on:submit=submit data-testid="appointment-form" hidden=move || !shown.get()>
                <p class="muted">{say(context, Word::AppointmentMeans)}</p>
                <Choice id="appointment-kind" label=say(context, Word::HowToMeet) value=kind
                    options=vec![option("video", Word::ByVideo), option("visit", Word::OnSite)]/>
                {when.fields(open, "appointment")}
                <Choice id="appointment-length" label=say(context, Word::HowLong) value=length options=lengths.to_vec()/>
                {move || visit().then(|| view! {
                    <label class="field">
                        {say(context, Word::VisitPlace)}
                        <input required maxlength="200" data-testid="appointment-place" bind:value=place/>
                        <small class="muted">{say(context, Word::VisitPlaceMeans)}</small>
                    </label>
                })}
                {told(open, fault)}
                <div class="row">
                    <button data-testid="make-appointment" disabled=move || open.busy.get()>{say(context, Word::MakeAppointment)}</button>
                    <button type="button" class="plain" on:click=move |_| shown.set(false)>{say(context, Word::StepBack)}</button>
                </div>
            </form>
        </div>
    }
}

/// Asks the sides for another time.
pub fn shift(open: Open, n: u32) -> View {
    let context = open.context;
    let when = When::new();
    let fault = RwSignal::new(None::<String>);
    let moot = open.watch(move |folded| {
        let at = folded.now().plus_ms(1);
        folded.may(&command(Turn::naming(n, at))).is_err_and(is_moot)
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match when.read(open) {
            Some(at) => send(open, command(Turn::naming(n, at)), fault, || ()),
            None => fault.set(Some("appointment_unfit".into())),
        }
    };
    view! {
        <details hidden=move || moot.get()>
            <summary data-testid="move-open">{say(context, Word::MoveAppointment)}</summary>
            <form class="stack tight" on:submit=submit>
                <p class="muted">{say(context, Word::MoveMeans)}</p>
                {when.fields(open, &format!("move-{n}"))}
                {told(open, fault)}
                <button class="plain" data-testid="move-appointment" disabled=move || open.busy.get()>{say(context, Word::MoveAppointment)}</button>
            </form>
        </details>
    }
}

/// Cancels it; once it has `begun`, says how it went.
pub fn close(open: Open, n: u32, at: Timestamp, begun: bool) -> View {
    let context = open.context;
    let fault = RwSignal::new(None::<String>);
    let note = RwSignal::new(String::new());
    let turn = move |step: Step, note: String| Turn {
        step,
        note,
        ..Turn::naming(n, at)
    };
    let moot = open.watch(move |folded| {
        let step = if begun { Step::Missed } else { Step::Cancelled };
        folded.may(&command(turn(step, "…".into()))).is_err_and(is_moot)
    });
    let button = move |step: Step, class: &'static str, word: Word, id: &'static str| {
        let go = move |_| {
            let note = note.get_untracked().trim().to_owned();
            send(open, command(turn(step, note)), fault, || ());
        };
        view! { <button type="button" class=class data-testid=id disabled=move || open.busy.get() on:click=go>{say(context, word)}</button> }
    };
    let (summary, label) = if begun {
        (Word::HowItWent, Word::WhoCame)
    } else {
        (Word::CancelAppointment, Word::Reasons)
    };
    view! {
        <details hidden=move || moot.get() open=begun>
            <summary data-testid="close-open">{say(context, summary)}</summary>
            <div class="stack tight">
                <label class="field">
                    {say(context, label)}
                    <input maxlength="200" data-testid="close-note" bind:value=note/>
                </label>
                {told(open, fault)}
                <div class="row">
                    {begun.then(|| button(Step::Held, "", Word::AppointmentHeld, "appointment-held"))}
                    {begun.then(|| button(Step::Missed, "plain", Word::AppointmentMissed, "appointment-missed"))}
                    {(!begun).then(|| button(Step::Cancelled, "danger", Word::CancelAppointment, "cancel-appointment"))}
                </div>
            </div>
        </details>
    }
}
