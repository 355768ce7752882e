//! Clocks that most cases never meet: of arbitration, payment orders and aid, and those that are the reader's own
//! (law.md 1.14).

use super::act::section_of;
use super::say::say;
use super::stations::{card, clock};
use crate::folded::Folded;
use crate::open::Open;
use crate::ui::clock_name;
use crate::view::prelude::*;
use crate::words::aside::Word as Aside;
use domain::deadline::beside::beside;
use domain::deadline::{self, Clock, Deadline};

/// What becomes of the case on that day.
fn means(clock: Clock) -> Option<Aside> {
    Some(match clock {
        Clock::ArbitrationAccept => Aside::ClockArbitrationMeans,
        Clock::Award => Aside::ClockAwardMeans,
        Clock::Sue => Aside::ClockSueMeans,
        Clock::SetAside => Aside::ClockSetAsideMeans,
        Clock::OrderAccept | Clock::OrderIssue | Clock::OrderServe => Aside::ClockOrderMeans,
        Clock::OrderObject => Aside::ClockOrderObjectMeans,
        Clock::DeclineSuit => Aside::ClockDeclineSuitMeans,
        Clock::Limitation => Aside::ClockLimitationMeans,
        Clock::AidDecide | Clock::AidAppoint => Aside::ClockAidMeans,
        Clock::Defence => Aside::ClockDefenceMeans,
        Clock::ObjectToRuling => Aside::ClockObjectMeans,
        Clock::Adjournment => Aside::ClockAdjournmentMeans,
        Clock::Evidence => Aside::ClockEvidenceMeans,
        _ => return None,
    })
}

/// Of those beside the case's own.
fn name(clock: Clock) -> Aside {
    match clock {
        Clock::Defence => Aside::ClockDefence,
        Clock::Adjournment => Aside::ClockAdjournment,
        Clock::Evidence => Aside::ClockEvidence,
        _ => Aside::ClockObject,
    }
}

fn one(open: Open, it: Deadline) -> View {
    let Some(means) = means(it.clock) else {
        return clock(open, it.clock, it.day);
    };
    let article = it.clock.article();
    match clock_name(it.clock) {
        Some(name) => card(open, it.clock, it.day, (name, means, article)),
        None => card(open, it.clock, it.day, (name(it.clock), means, article)),
    }
}

fn own(folded: &Folded) -> Vec<Deadline> {
    let today = folded.now().date(folded.case.zone);
    beside(&folded.case, folded.view.you.role, today)
}

fn list(open: Open, which: fn(&Folded) -> Vec<Deadline>) -> View {
    let running = open.watch(which);
    (move || running.get().into_iter().map(|it| one(open, it)).collect_view()).into_view()
}

/// Beside what the first program shows: the nearest of the case, where it is none of the usual, and the reader's own.
pub fn nearest(open: Open) -> View {
    let put_off = open.watch(|folded| own(folded).iter().any(|it| it.clock == Clock::Adjournment));
    let ask = move || {
        put_off.get().then(|| {
            view! { <a href=format!("#/{}", section_of(open, "arbitration")) data-testid="to-adjournment">{say(Aside::ToAdjournment)}</a> }
        })
    };
    let clocks = list(open, |folded| {
        let next = deadline::running(&folded.case).first().copied();
        let mut all: Vec<Deadline> = next.into_iter().filter(|it| means(it.clock).is_some()).collect();
        all.extend(own(folded));
        all.sort_by_key(|it| it.at);
        all
    });
    view! { {clocks} {ask} }
}

/// The reader's own, where they are acted on.
pub fn beside_the_case(open: Open) -> View {
    list(open, own)
}
