//! Where the case stands and the clock that matters.

use super::say::{day, left, say};
use crate::folded::Folded;
use crate::open::Open;
use crate::words::party::Word;
use domain::case::Stage;
use domain::deadline::{self, Clock};
use domain::moment::Date;
use leptos::prelude::*;

const STATIONS: [Word; 6] = [
    Word::StationRequest,
    Word::StationAccept,
    Word::StationMediate,
    Word::StationSign,
    Word::StationConfirm,
    Word::StationFulfil,
];

/// Index of the lit station; `None` for a case that has ended.
pub fn lit(stage: Option<Stage>) -> Option<usize> {
    Some(match stage? {
        Stage::Pending => 1,
        Stage::Mediating => 2,
        Stage::Signing => 3,
        Stage::Effective | Stage::ApplicationPending | Stage::UnderReview | Stage::Serving => 4,
        Stage::Enforceable => 5,
        Stage::Ended => return None,
    })
}

/// As the read table names the stages.
pub fn named(stage: &str) -> Option<Stage> {
    Some(match stage {
        "pending" => Stage::Pending,
        "mediating" => Stage::Mediating,
        "signing" => Stage::Signing,
        "effective" => Stage::Effective,
        "application_pending" => Stage::ApplicationPending,
        "under_review" => Stage::UnderReview,
        "serving" => Stage::Serving,
        "enforceable" => Stage::Enforceable,
        "ended" => Stage::Ended,
        _ => return None,
    })
}

pub fn stations(stage: Option<Stage>) -> AnyView {
    let Some(lit) = lit(stage) else {
        return view! { <p><span class="chip" data-testid="ended">{say(Word::StationEnded)}</span></p> }.into_any();
    };
    let station = |(index, word): (usize, Word)| {
        let here = (index == lit).then_some("step");
        view! {
            <li class:done=index < lit aria-current=here>
                {say(word)}
                {(index < lit).then(|| view! { <span class="visually-hidden">" " {say(Word::StationDone)}</span> })}
            </li>
        }
    };
    view! {
        <ol class="stations" role="list" data-testid="stations" aria-label=say(Word::StationsLabel)>
            {STATIONS.into_iter().enumerate().map(station).collect_view()}
        </ol>
    }
    .into_any()
}

fn about(clock: Clock) -> (Word, Word) {
    match clock {
        Clock::Accept => (Word::ClockAccept, Word::ClockAcceptMeans),
        Clock::MediationEnd => (Word::ClockMediation, Word::ClockMediationMeans),
        Clock::ReviewWindow => (Word::ClockReview, Word::ClockReviewMeans),
        Clock::ConfirmationWindow => (Word::ClockConfirmation, Word::ClockConfirmationMeans),
        Clock::Decide => (Word::ClockDecide, Word::ClockDecideMeans),
    }
}

/// The clock's day, and what it means and stands on, one tap away.
pub fn clock(open: Open, clock: Clock, until: Date) -> AnyView {
    let (name, means) = about(clock);
    let language = open.context.language;
    let today = open.watch(|folded| folded.now().date(folded.case.zone));
    let text = move || left(until, today.get(), language.get());
    let near = move || today.get().days_until(until) <= 3;
    let on = move || day(until, today.get(), language.get());
    view! {
        <details class="clock" data-testid="clock">
            <summary class:warn-text=near><span><small class="muted">{say(name)}</small> <strong>{text}</strong></span></summary>
            <div class="note">
                <p>{on} ": " {say(means)}</p>
                <p class="muted"><small>{say(Word::Article)} " " {clock.article()}</small></p>
            </div>
        </details>
    }
    .into_any()
}

/// The nearest running clock of the open case.
pub fn nearest(open: Open) -> AnyView {
    let next = open.watch(|folded| deadline::running(&folded.case).first().copied());
    (move || next.get().map(|next| clock(open, next.clock, next.day))).into_any()
}

/// The nearest clock as one line, for a list.
pub fn clock_line(folded: &Folded, language: domain::terms::prose::Language) -> Option<String> {
    let next = deadline::running(&folded.case).first().copied()?;
    let today = folded.now().date(folded.case.zone);
    Some(format!(
        "{} {}",
        about(next.clock).0.text(language),
        left(next.day, today, language)
    ))
}
