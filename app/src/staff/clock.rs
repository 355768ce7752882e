//! Last days: as a chip, for lists, and all that run in the open case.

use crate::icon::{Icon, icon};
use crate::open::Open;
use crate::shell::Context;
use crate::ui::{Gloss, clock_name, unpublished, until};
use crate::view::prelude::*;
use crate::words;
use crate::words::staff::Word;
use domain::deadline::beside::beside;
use domain::deadline::{self, Clock, Deadline};
use domain::moment::{Date, Zone};
use domain::terms::prose::Language;

/// Chip class by urgency; the words say the same.
fn tone(today: Date, day: Date) -> &'static str {
    match today.days_until(day) {
        ..0 => "chip bad",
        0..=3 => "chip warn",
        _ => "chip",
    }
}

/// `day` against today in China.
pub fn chip(context: Context, day: Date) -> View {
    let today = crate::clock::now().date(Zone::CHINA);
    view! { <span class=tone(today, day)>{move || until(day, today, context.language.get())}</span> }
}

fn name(clock: Clock, language: Language) -> &'static str {
    let beside = match clock {
        Clock::PetitionCopy => Word::ClockPetitionCopy,
        Clock::TribunalNotice => Word::ClockTribunalNotice,
        Clock::HearingNotice => Word::ClockHearingNotice,
        Clock::Adjournment => Word::ClockAdjournment,
        Clock::Evidence => Word::ClockEvidence,
        _ => Word::ClockDefence,
    };
    clock_name(clock).map_or_else(|| beside.text(language), |word| word.text(language))
}

/// The clocks of the open case and the reader's own beside them, nearest first, each with its article a tap away.
pub fn clocks(open: Open) -> View {
    let context = open.context;
    let running = open.watch(|folded| {
        let today = folded.now().date(folded.case.zone);
        let mut all = deadline::running(&folded.case);
        all.extend(beside(&folded.case, folded.view.you.role, today));
        all.sort_by_key(|deadline| deadline.at);
        (all, today)
    });
    let one = move |deadline: Deadline, today: Date| {
        let left = today.days_until(deadline.day);
        let class = if left <= 3 { "clock near" } else { "clock" };
        let article = deadline.clock.article();
        view! {
            <li class=class>
                {icon(Icon::Clock)}
                <span>
                    {move || name(deadline.clock, context.language.get())} " "
                    <strong>{move || until(deadline.day, today, context.language.get())}</strong>
                    {unpublished(deadline.clock, deadline.day).then(|| view! { " " <small>{context.say(words::Word::CalendarMissing)}</small> })}
                </span>
                <Gloss label=context.say(words::Word::LegalBasis)>{article}</Gloss>
            </li>
        }
    };
    (move || {
        let (running, today) = running.get();
        (!running.is_empty()).then(|| {
            let all = running.into_iter().map(|deadline| one(deadline, today)).collect_view();
            view! { <ul class="clocks" role="list" data-testid="clocks">{all}</ul> }
        })
    })
    .into_view()
}
