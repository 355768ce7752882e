//! 调解时间: what is arranged with both sides, who can come, and the acts on each (PML 22).

use super::appointment_forms::{close, make, shift};
use super::period::told;
use super::visit;
use crate::api;
use crate::folded::Folded;
use crate::open::Open;
use crate::staff::{people, say};
use crate::ui::moment;
use crate::view::prelude::*;
use crate::words::staff::Word;
use domain::actor::{Role, Side};
use domain::appointment::{Appointment, AppointmentStep as Step, AppointmentTurn as Turn, talking};
use domain::command::Command;
use domain::moment::Timestamp;

pub fn appointments(open: Open) -> View {
    let context = open.context;
    let any = open.watch(|folded| !folded.case.appointments.is_empty() || talking(&folded.case));
    view! {
        <section class="card" data-testid="appointments" hidden=move || !any.get()>
            <div class="row between">
                <h2>{say(context, Word::Appointments)}</h2>
                <a href=api::link("/calendar") data-testid="calendar">{say(context, Word::MyCalendar)} " ›"</a>
            </div>
            {open.section(same, lines)}
            {make(open)}
        </section>
    }
}

/// For who interprets or watches: when to come.
pub fn told_to_guest(open: Open) -> View {
    let none = open.watch(|folded| folded.case.appointments.is_empty());
    view! {
        <section class="card" data-testid="appointments" hidden=move || none.get()>
            <h2>{say(open.context, Word::Appointments)}</h2>
            {open.section(same, lines)}
        </section>
    }
}

fn same(a: &Folded, b: &Folded) -> bool {
    let disclosed = |it: &Folded| it.view.disclosures.len();
    a.case.appointments == b.case.appointments && a.case.stage == b.case.stage && disclosed(a) == disclosed(b)
}

/// Those that stand first, the next one on top; what is over below.
fn lines(open: Open, folded: &Folded) -> View {
    let mut all: Vec<(u32, Appointment)> = (0..).zip(folded.case.appointments.iter().cloned()).collect();
    let over = |it: &Appointment| it.closed.is_some() || !talking(&folded.case);
    all.sort_by_key(|(_, it)| (over(it), if over(it) { -it.at.0 } else { it.at.0 }));
    let none = all.is_empty();
    view! {
        {none.then(|| view! { <p class="muted">{say(open.context, Word::NoAppointments)}</p> })}
        <ul role="list" class="stack tight">
            {all.into_iter().map(|(n, it)| line(open, folded, n, it)).collect_view()}
        </ul>
    }
}

/// A time as the case's zone has it, in the reader's language.
fn at(open: Open, folded: &Folded, time: Timestamp) -> impl Fn() -> String + Clone + Send + Sync + 'static {
    let (zone, today) = (folded.case.zone, folded.now().date(folded.case.zone));
    let language = open.context.language;
    move || moment(time, zone, today, language.get())
}

fn line(open: Open, folded: &Folded, n: u32, it: Appointment) -> View {
    let context = open.context;
    let kind = if it.place.is_some() {
        Word::OnSite
    } else {
        Word::ByVideo
    };
    let place = it
        .place
        .map(|place| folded.disclosed(&place).unwrap_or_else(|| "—".into()));
    let stands = it.closed.is_none() && talking(&folded.case);
    let begun = it.at <= folded.now();
    let closed = it.closed.clone().map(|(step, note)| {
        let (class, word) = match step {
            Step::Held => ("good-text", Word::AppointmentHeld),
            Step::Missed => ("warn-text", Word::AppointmentMissed),
            _ => ("bad-text", Word::AppointmentCancelled),
        };
        view! { <p><strong class=class>{say(context, word)}</strong> " " {note}</p> }
    });
    let href = api::link(&format!("/api/v1/cases/{}/appointments/{n}", open.id));
    let minutes = it.minutes.to_string();
    let visited = it.place.is_some() && matches!(it.closed, Some((Step::Held, _)));
    let minuted = visited && folded.view.you.role == Role::Mediator;
    view! {
        <li class="card tight" data-testid="appointment-line">
            <p>
                <strong class="number">{at(open, folded, it.at)}</strong> " · " {say(context, kind)} " · "
                <span class="number">{minutes}</span> " " {say(context, Word::MinutesLong)}
            </p>
            {place.map(|place| view! { <p>{say(context, Word::VisitPlace)} "：" {place}</p> })}
            {closed}
            {stands.then(|| view! {
                {marks(open, &it)}
                {(!begun).then(|| wishes(open, folded, n, &it))}
                <p><a href=href data-testid="calendar-file">{say(context, Word::CalendarFile)}</a></p>
                {(!begun).then(|| shift(open, n))}
            })}
            {it.closed.is_none().then(|| close(open, n, it.at, begun))}
            {minuted.then(|| visit::minutes(open, n))}
        </li>
    }
}

/// Who said that the time suits.
fn marks(open: Open, it: &Appointment) -> View {
    let one = |side: Side| {
        let suits = it.named[Role::from(side) as usize] == Some(it.at);
        let (class, mark) = if suits { ("chip on", "✓ ") } else { ("chip", "○ ") };
        view! { <span class=class>{mark} {say(open.context, people::side_word(side))}</span> }
    };
    view! { <p class="row">{Side::BOTH.map(one).collect_view()}</p> }
}

/// Other times that somebody named, each once, with a button to agree.
fn wishes(open: Open, folded: &Folded, n: u32, it: &Appointment) -> View {
    let context = open.context;
    let mut times: Vec<Timestamp> = it.named.into_iter().flatten().filter(|time| *time != it.at).collect();
    times.sort_unstable();
    times.dedup();
    let fault = RwSignal::new(None::<String>);
    let one = |time: Timestamp| {
        let names = [Word::ByClaimant, Word::ByRespondent, Word::ByMediator]
            .into_iter()
            .zip(it.named);
        let names = names.filter(|(_, named)| *named == Some(time)).map(|(word, _)| word);
        let names = names
            .map(|word| view! { <span class="chip on">{say(context, word)}</span> })
            .collect_view();
        let command = Command::RecordAppointment {
            turn: Turn::naming(n, time),
            disclosures: Vec::new(),
        };
        let agrees = folded.may(&command).is_ok();
        let agree = move |_| super::period::send(open, command.clone(), fault, || ());
        view! {
            <div class="note stack tight" data-testid="wish">
                <p>{say(context, Word::WantsToMove)} " " <strong class="number">{at(open, folded, time)}</strong></p>
                <p class="row">{names}</p>
                {agrees.then(|| view! {
                    <button type="button" data-testid="agree-move" disabled=move || open.busy.get() on:click=agree>{say(context, Word::AgreeToMove)}</button>
                })}
            </div>
        }
    };
    view! { {times.into_iter().map(one).collect_view()} {told(open, fault)} }
}
