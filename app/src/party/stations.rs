//! Where the case stands and the clock that matters.

use super::say::say;
use crate::folded::Folded;
use crate::open::Open;
use crate::ui::{clock_name, day, unpublished, until as said};
use crate::view::prelude::*;
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

/// What becomes of the case on that day.
fn means(clock: Clock) -> Word {
    match clock {
        Clock::Accept | Clock::Choose | Clock::Appoint => Word::ClockAcceptMeans,
        Clock::MediationEnd => Word::ClockMediationMeans,
        Clock::ReviewWindow => Word::ClockReviewMeans,
        Clock::ConfirmationWindow => Word::ClockConfirmationMeans,
        Clock::Decide => Word::ClockDecideMeans,
        Clock::RightToArbitrate => Word::ClockRightMeans,
        Clock::ArbitrationAccept => Word::ClockArbitrationMeans,
        Clock::Award => Word::ClockAwardMeans,
        Clock::Duty => Word::ClockDutyMeans,
        Clock::Sue => Word::ClockSueMeans,
        Clock::SetAside => Word::ClockSetAsideMeans,
        Clock::OrderAccept | Clock::OrderIssue | Clock::OrderServe => Word::ClockOrderMeans,
        Clock::OrderObject => Word::ClockOrderObjectMeans,
        Clock::DeclineSuit => Word::ClockDeclineSuitMeans,
        Clock::Limitation => Word::ClockLimitationMeans,
        Clock::AidDecide | Clock::AidAppoint => Word::ClockAidMeans,
        Clock::Enforcement => Word::ClockEnforcementMeans,
    }
}

/// The clock's day, and what it means and stands on, one tap away.
pub fn clock(open: Open, clock: Clock, until: Date) -> View {
    let means = means(clock);
    let language = open.context.language;
    let today = open.watch(|folded| folded.now().date(folded.case.zone));
    let text = move || said(until, today.get(), language.get());
    let near = move || today.get().days_until(until) <= 3;
    let on = move || day(until, today.get(), language.get());
    view! {
        <details class="until" data-testid="clock">
            <summary class:warn-text=near><span><small class="muted">{open.context.say(clock_name(clock))}</small> <strong>{text}</strong></span></summary>
            <div class="note">
                <p>{on} ": " {say(means)}</p>
                {unpublished(clock, until).then(|| view! { <p>{open.context.say(crate::words::Word::CalendarMissing)}</p> })}
                <p class="muted"><small>{say(Word::Article)} " " {clock.article()}</small></p>
            </div>
        </details>
    }
}

/// The nearest running clock of the open case.
pub fn nearest(open: Open) -> View {
    let next = open.watch(|folded| deadline::running(&folded.case).first().copied());
    (move || next.get().map(|next| clock(open, next.clock, next.day))).into_view()
}

/// The nearest clock as one line, for a list.
pub fn clock_line(folded: &Folded, language: domain::terms::prose::Language) -> Option<String> {
    let next = deadline::running(&folded.case).first().copied()?;
    let today = folded.now().date(folded.case.zone);
    Some(format!(
        "{} {}",
        clock_name(next.clock).text(language),
        said(next.day, today, language)
    ))
}
