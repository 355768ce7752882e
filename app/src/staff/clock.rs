//! Clocks in words: how long there is still, until which day, by which article.

use crate::open::Open;
use crate::shell::Context;
use crate::words::staff;
use domain::deadline::{Clock, Deadline, running};
use domain::moment::{Date, Timestamp, Zone};
use domain::terms::prose::Language;
use leptos::prelude::*;

/// Today in China, by this browser's clock.
pub fn today() -> Date {
    Timestamp(js_sys::Date::now() as i64).date(Zone::CHINA)
}

/// 还有 9 天（至 12 月 2 日）
pub fn left(today: Date, day: Date, language: Language) -> String {
    let days = today.days_until(day);
    let until = staff::day(day, language);
    match (language, days) {
        (Language::Chinese, ..0) => format!("已过 {} 天（{until}）", -days),
        (Language::Chinese, 0) => format!("今天到期（{until}）"),
        (Language::Chinese, _) => format!("还有 {days} 天（至{until}）"),
        (Language::English, ..-1) => format!("{} days over ({until})", -days),
        (Language::English, -1) => format!("1 day over ({until})"),
        (Language::English, 0) => format!("due today ({until})"),
        (Language::English, 1) => format!("1 day left (until {until})"),
        (Language::English, _) => format!("{days} days left (until {until})"),
    }
}

/// Chip class by urgency; the words say the same.
pub fn tone(today: Date, day: Date) -> &'static str {
    match today.days_until(day) {
        ..0 => "chip bad",
        0..=3 => "chip warn",
        _ => "chip",
    }
}

/// A day as a chip, for lists.
pub fn chip(context: Context, day: Date) -> impl IntoView {
    let today = today();
    view! { <span class=tone(today, day)>{move || left(today, day, context.language.get())}</span> }
}

/// All running clocks of the open case, nearest first, each with its article a tap away.
pub fn clocks(open: Open) -> impl IntoView {
    let context = open.context;
    let clocks = open.watch(|folded| {
        let court = folded
            .case
            .application()
            .is_some_and(|application| application.track == domain::command::Track::JudicialConfirmation);
        (running(&folded.case), folded.now().date(folded.case.zone), court)
    });
    let one = move |Deadline { clock, day, .. }: Deadline, today: Date, court: bool| {
        let article = match clock {
            Clock::Decide if court => "民事诉讼法 187",
            Clock::Decide => "劳动人事争议仲裁办案规则 76",
            other => other.article(),
        };
        view! {
            <details class="clock">
                <summary>
                    <span>{move || staff::clock(clock, context.language.get())}</span>
                    <strong class=tone(today, day)>{move || left(today, day, context.language.get())}</strong>
                </summary>
                <small>{article}</small>
            </details>
        }
    };
    view! {
        <div class="clocks" data-testid="clocks">
            {move || {
                let (clocks, today, court) = clocks.get();
                clocks.into_iter().map(|deadline| one(deadline, today, court)).collect_view()
            }}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_reads_as_people_say_it() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let said = |until| left(day("2026-11-23"), day(until), Language::Chinese);
        assert_eq!(said("2026-12-02"), "还有 9 天（至12月2日）");
        assert_eq!(said("2026-11-23"), "今天到期（11月23日）");
        assert_eq!(said("2026-11-21"), "已过 2 天（11月21日）");
        assert_eq!(
            left(day("2026-11-23"), day("2026-11-24"), Language::English),
            "1 day left (until 24 Nov)"
        );
    }
}
