//! The parties' words in the reader's language, following the switch.

use crate::shell::Context;
use crate::words::party::Word;
use domain::moment::Date;
use domain::terms::prose::Language;
use leptos::prelude::*;

pub fn say(word: Word) -> impl Fn() -> &'static str + Copy + Send + Sync + 'static {
    let language = Context::get().language;
    move || word.text(language.get())
}

/// `word` with each `{}` replaced in turn.
pub fn filled(word: Word, values: Vec<String>) -> impl Fn() -> String + Clone + Send + Sync + 'static {
    let language = Context::get().language;
    move || fill(word.text(language.get()), &values)
}

pub fn fill(template: &str, values: &[String]) -> String {
    let mut parts = template.split("{}");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for (index, part) in parts.enumerate() {
        out.push_str(values.get(index).map_or("", String::as_str));
        out.push_str(part);
    }
    out
}

/// `12 月 2 日`, `2 December`; with the year unless it is the year of `today`.
pub fn day(date: Date, today: Date, language: Language) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let (year, month, day) = (date.year(), date.month(), date.day());
    let other_year = year != today.year();
    match language {
        Language::Chinese if other_year => format!("{year} 年 {month} 月 {day} 日"),
        Language::Chinese => format!("{month} 月 {day} 日"),
        Language::English => {
            let name = MONTHS[usize::from(month - 1)];
            if other_year {
                format!("{day} {name} {year}")
            } else {
                format!("{day} {name}")
            }
        }
    }
}

/// `还有 9 天（至 12 月 2 日）`
pub fn left(until: Date, today: Date, language: Language) -> String {
    let days = today.days_until(until);
    let word = match days {
        ..0 => Word::ClockOver,
        0 => Word::ClockToday,
        1 => Word::ClockOneDay,
        _ => Word::ClockDays,
    };
    let on = day(until, today, language);
    let values = if days > 1 { vec![days.to_string(), on] } else { vec![on] };
    fill(word.text(language), &values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_are_said_in_words() {
        let day = |day| Date::new(2026, 11, day).unwrap();
        let zh = |until| left(day(until), day(23), Language::Chinese);
        assert_eq!(zh(30), "还有 7 天（至 11 月 30 日）");
        assert_eq!(zh(24), "还有 1 天（至 11 月 24 日）");
        assert_eq!(zh(23), "今天是最后一天（11 月 23 日）");
        assert_eq!(zh(22), "已于 11 月 22 日到期");
        assert_eq!(
            left(Date::new(2027, 1, 2).unwrap(), day(23), Language::English),
            "40 days left (until 2 January 2027)"
        );
    }
}
