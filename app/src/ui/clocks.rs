//! Time in words: the clocks that run, and days as people say them.

use crate::icon::{Icon, icon};
use crate::view::prelude::*;
use crate::words::Word;
use domain::calendar;
use domain::deadline::Clock;
use domain::moment::{Date, HOUR, MINUTE, Timestamp, Zone};
use domain::terms::prose::Language;

/// `12 月 2 日`, with the year when it is not `today`'s.
pub fn day(date: Date, today: Date, language: Language) -> String {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let same = date.year() == today.year();
    match language {
        Language::Chinese if same => format!("{} 月 {} 日", date.month(), date.day()),
        Language::Chinese => format!("{} 年 {} 月 {} 日", date.year(), date.month(), date.day()),
        Language::English => {
            let month = MONTHS[usize::from(date.month() - 1) % 12];
            let year = if same {
                String::new()
            } else {
                format!(" {}", date.year())
            };
            format!("{} {month}{year}", date.day())
        }
    }
}

/// Day and minute, as on a list: `12 月 2 日 15:04`.
pub fn moment(at: Timestamp, zone: Zone, today: Date, language: Language) -> String {
    let (hour, minute) = at.clock(zone);
    format!("{} {hour:02}:{minute:02}", day(at.date(zone), today, language))
}

/// `2026-03-12` and `09:30` on the clocks of `zone`.
pub fn instant(day: &str, clock: &str, zone: Zone) -> Option<Timestamp> {
    let (hour, minute) = clock.split_once(':')?;
    let (hour, minute): (i64, i64) = (hour.parse().ok()?, minute.parse().ok()?);
    let day: Date = day.parse().ok()?;
    Some(day.start(zone).plus_ms(hour * HOUR + minute * MINUTE))
}

/// How far off a last day is: `还有 9 天（至 12 月 2 日）`.
pub fn until(last: Date, today: Date, language: Language) -> String {
    let said = day(last, today, language);
    match (today.days_until(last), language) {
        (0, Language::Chinese) => format!("今天是最后一天（{said}）"),
        (0, Language::English) => format!("today is the last day ({said})"),
        (1, Language::English) => format!("1 day left (until {said})"),
        (days @ 1.., Language::Chinese) => format!("还有 {days} 天（至 {said}）"),
        (days @ 1.., Language::English) => format!("{days} days left (until {said})"),
        (days, Language::Chinese) => format!("已过期 {} 天（{said}）", -days),
        (days, Language::English) => format!("{} days overdue ({said})", -days),
    }
}

/// Of the clocks of [`domain::deadline::running`]; those beside it have names where they are shown.
pub fn name(clock: Clock) -> Option<Word> {
    Some(match clock {
        Clock::Accept => Word::ClockAccept,
        Clock::MediationEnd => Word::ClockMediation,
        Clock::ReviewWindow => Word::ClockReviewWindow,
        Clock::ConfirmationWindow => Word::ClockConfirmationWindow,
        Clock::Decide => Word::ClockDecide,
        Clock::RightToArbitrate => Word::ClockRight,
        Clock::ArbitrationAccept => Word::ClockArbitration,
        Clock::Award => Word::ClockAward,
        Clock::Duty => Word::ClockDuty,
        Clock::Sue => Word::ClockSue,
        Clock::SetAside => Word::ClockSetAside,
        Clock::OrderAccept | Clock::OrderIssue | Clock::OrderServe | Clock::OrderObject | Clock::DeclineSuit => {
            Word::ClockOrder
        }
        Clock::Limitation => Word::ClockLimitation,
        Clock::AidDecide | Clock::AidAppoint => Word::ClockAid,
        Clock::Choose | Clock::Appoint => Word::ClockMediator,
        Clock::Enforcement => Word::ClockEnforcement,
        _ => return None,
    })
}

/// The holidays that the day was counted by are not all published. Days agreed on, and years, roll over none.
pub fn unpublished(clock: Clock, day: Date) -> bool {
    let counted = !matches!(clock, Clock::Duty | Clock::Enforcement | Clock::Limitation);
    counted && !calendar::published(day)
}

/// A word's explanation, a tap away.
#[component(transparent)]
pub fn Gloss(#[prop(into)] label: TextProp, children: Children) -> View {
    view! {
        <details class="gloss">
            <summary>{icon(Icon::Info)}<span>{move || label.get()}</span></summary>
            <p>{children()}</p>
        </details>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_left_are_said_as_people_say_them() {
        let date = |month, day| Date::new(2026, month, day).unwrap();
        let today = date(11, 23);
        let said = |last| until(last, today, Language::Chinese);
        assert_eq!(said(date(12, 2)), "还有 9 天（至 12 月 2 日）");
        assert_eq!(said(today), "今天是最后一天（11 月 23 日）");
        assert_eq!(said(date(11, 20)), "已过期 3 天（11 月 20 日）");
        let next = Date::new(2027, 1, 2).unwrap();
        assert_eq!(until(next, today, Language::English), "40 days left (until 2 Jan 2027)");
    }
}
