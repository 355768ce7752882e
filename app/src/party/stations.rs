//! Where the case stands and the clock that matters.

use super::say::say;
use crate::folded::Folded;
use crate::open::Open;
use crate::ui::{clock_name, day, unpublished, until as said};
use crate::view::prelude::*;
use crate::words::Text;
use crate::words::party::Word;
use domain::case::Stage;
use domain::deadline::{self, Clock};
use domain::moment::Date;

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
        "transferred" => Stage::Transferred,
        "arbitration_pending" => Stage::ArbitrationPending,
        "arbitrating" => Stage::Arbitrating,
        "performed" => Stage::Performed,
        "concluded" => Stage::Concluded,
        _ => return None,
    })
}

/// What becomes of the case on that day, and the rule: of the clocks that run until a document can be enforced.
fn usual(clock: Clock) -> Option<(Word, &'static str)> {
    let means = match clock {
        Clock::Accept => Word::ClockAcceptMeans,
        Clock::MediationEnd => Word::ClockMediationMeans,
        Clock::ReviewWindow => Word::ClockReviewMeans,
        Clock::ConfirmationWindow => Word::ClockConfirmationMeans,
        Clock::Decide => Word::ClockDecideMeans,
        Clock::RightToArbitrate => Word::ClockRightMeans,
        Clock::Duty => Word::ClockDutyMeans,
        Clock::Enforcement => Word::ClockEnforcementMeans,
        _ => return None,
    };
    Some((means, clock.usual_article()?))
}

/// The clock's day, and what it means and stands on, one tap away.
pub fn card(
    open: Open,
    clock: Clock,
    until: Date,
    (name, means, article): (impl Text, impl Text, &'static str),
) -> View {
    let language = open.context.language;
    let today = open.watch(|folded| folded.now().date(folded.case.zone));
    let text = move || said(until, today.get(), language.get());
    let near = move || today.get().days_until(until) <= 3;
    let on = move || day(until, today.get(), language.get());
    view! {
        <details class="until" data-testid="clock">
            <summary class:warn-text=near><span><small class="muted">{say(name)}</small> <strong>{text}</strong></span></summary>
            <div class="note">
                <p>{on} ": " {say(means)}</p>
                {unpublished(clock, until).then(|| view! { <p>{say(crate::words::Word::CalendarMissing)}</p> })}
                <p class="muted"><small>{say(Word::Article)} " " {article}</small></p>
            </div>
        </details>
    }
}

/// One of the usual clocks; nothing of another.
pub fn clock(open: Open, clock: Clock, until: Date) -> View {
    match clock_name(clock).zip(usual(clock)) {
        Some((name, (means, article))) => card(open, clock, until, (name, means, article)),
        None => ().into_view(),
    }
}

/// The nearest running clock of the open case, if it is a usual one; the others come with the part.
pub fn nearest(open: Open) -> View {
    let next = open.watch(|folded| deadline::running(&folded.case).first().copied());
    (move || next.get().map(|next| clock(open, next.clock, next.day))).into_view()
}

/// `true` where there may be clocks that come with the part.
pub fn unusual(folded: &Folded) -> bool {
    let next = deadline::running(&folded.case).first().copied();
    folded.case.stage == Some(Stage::Arbitrating) || next.is_some_and(|next| usual(next.clock).is_none())
}

/// The nearest clock as one line, for a list.
pub fn clock_line(folded: &Folded, language: domain::terms::prose::Language) -> Option<String> {
    let next = deadline::running(&folded.case).first().copied()?;
    let today = folded.now().date(folded.case.zone);
    Some(format!(
        "{} {}",
        clock_name(next.clock)?.text(language),
        said(next.day, today, language)
    ))
}
