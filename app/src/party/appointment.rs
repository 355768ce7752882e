//! 约定时间: the next appointment, for the reader's calendar, and what waits for the reader's word.

use super::act::{act, section_of};
use super::say::{fill, say};
use crate::api;
use crate::folded::Folded;
use crate::open::Open;
use crate::ui::moment;
use crate::view::prelude::*;
use crate::words::aside::Word as Aside;
use domain::appointment::{AppointmentTurn, next};
use domain::command::Command;
use domain::moment::Timestamp;

pub fn nearest(open: Open) -> View {
    open.section(
        |a, b| a.case.stage == b.case.stage && a.case.appointments == b.case.appointments,
        shown,
    )
}

/// That the reader can come then.
pub fn naming(appointment: u32, at: Timestamp) -> Command {
    Command::RecordAppointment {
        turn: AppointmentTurn::naming(appointment, at),
        disclosures: Vec::new(),
    }
}

fn shown(open: Open, folded: &Folded) -> View {
    let (zone, now) = (folded.case.zone, folded.now());
    let Some((n, it)) = next(&folded.case, now) else {
        return ().into_view();
    };
    let language = open.context.language;
    // The time it stands at first, then what others or the reader would rather have.
    let mut times = vec![it.at];
    for named in it.named.into_iter().flatten() {
        if !times.contains(&named) {
            times.push(named);
        }
    }
    let mine = it.named.get(folded.view.you.role as usize).copied().flatten();
    let one = |at: Timestamp| {
        let word = match (at == it.at, it.place) {
            (false, _) => Aside::TimeAsked,
            (_, Some(_)) => Aside::TimeOnSite,
            _ => Aside::TimeByVideo,
        };
        let text = move || {
            let language = language.get();
            fill(word.text(language), &[moment(at, zone, now.date(zone), language)])
        };
        let suits = mine == Some(at);
        view! {
            <p><strong>{text} {suits.then_some(" ✓")}</strong></p>
            {(!suits && it.at > now).then(|| act(open, Aside::TimeSuits, "plain big", naming(n, at), "time-suits", None))}
        }
    };
    let place = it.place.and_then(|place| folded.disclosed(&place));
    let href = api::link(&format!("/api/v1/cases/{}/appointments/{n}", open.id));
    view! {
        <section class="card" data-testid="appointment">
            {times.into_iter().map(one).collect_view()}
            {place.map(|place| view! { <p>{place}</p> })}
            <p class="row between">
                <a href=href data-testid="add-to-calendar">{say(Aside::AddToCalendar)}</a>
                <a href=format!("#/{}", section_of(open, "time")) data-testid="other-time">{say(Aside::OtherTime)}</a>
            </p>
        </section>
    }
}
