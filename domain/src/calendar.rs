//! Working days of the People's Republic of China, from the holiday notices of the State
//! Council's General Office for 2025 and 2026, and the days a place gives off beside them.
//!
//! For 2027 no notice is taken in: [`published`] says so, and whoever shows a day of that year shows
//! the calendar as missing beside it. The table holds what the regulation itself fixes, and nothing of
//! what a notice may add (全国年节及纪念日放假办法 2, as amended 2025); the lunar days by GB/T 33661
//! from the new moons of 2027 (2-06 23:56, 6-05 03:40, 9-01 01:41 China time). A year without a table
//! is an error, never a guess.

use crate::moment::Date;
use serde::{Deserialize, Serialize};

/// The holiday table of a year that a period runs into is not loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CalendarMissing {
    pub year: i32,
}

/// 少数民族习惯的节日, as the place's own government announced it (全国年节及纪念日放假办法 4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DaysOff {
    pub from: Date,
    /// The last of them.
    pub to: Date,
}

struct Year {
    year: i32,
    /// The notice of the State Council's General Office is in the table.
    published: bool,
    /// Days off, `(month, first day, month, last day)`.
    off: &'static [(u8, u8, u8, u8)],
    /// Make-up working weekends, `(month, day)`.
    work: &'static [(u8, u8)],
}

const YEARS: [Year; 3] = [
    Year {
        year: 2025,
        published: true,
        off: &[
            (1, 1, 1, 1),
            (1, 28, 2, 4),
            (4, 4, 4, 6),
            (5, 1, 5, 5),
            (5, 31, 6, 2),
            (10, 1, 10, 8),
        ],
        work: &[(1, 26), (2, 8), (4, 27), (9, 28), (10, 11)],
    },
    Year {
        year: 2026,
        published: true,
        off: &[
            (1, 1, 1, 3),
            (2, 15, 2, 23),
            (4, 4, 4, 6),
            (5, 1, 5, 5),
            (6, 19, 6, 21),
            (9, 25, 9, 27),
            (10, 1, 10, 7),
        ],
        work: &[(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)],
    },
    Year {
        year: 2027,
        published: false,
        off: &[
            (1, 1, 1, 1),
            (2, 5, 2, 8),
            (4, 5, 4, 5),
            (5, 1, 5, 2),
            (6, 9, 6, 9),
            (9, 15, 9, 15),
            (10, 1, 10, 3),
        ],
        work: &[],
    },
];

/// `true` where the year's notice is in the table. Else a last day of that year may still move.
pub fn published(day: Date) -> bool {
    YEARS.iter().any(|year| year.year == day.year() && year.published)
}

/// `true` for an autonomous prefecture, county or region, which may give days off of its own (民族区域自治法;
/// 全国年节及纪念日放假办法 4): with none on record for a year its calendar is missing.
pub fn keeps_own_holidays(region: &str) -> bool {
    ["自治州", "自治县", "自治区", "自治旗"]
        .iter()
        .any(|kind| region.contains(kind))
}

/// `true` for Monday to Friday outside holidays, `local` ones included, and for make-up working weekends.
///
/// # Errors
/// [`CalendarMissing`] for a year without a table.
pub fn is_working_day(day: Date, local: &[DaysOff]) -> Result<bool, CalendarMissing> {
    let year = YEARS
        .iter()
        .find(|year| year.year == day.year())
        .ok_or(CalendarMissing { year: day.year() })?;
    if local.iter().any(|off| off.from <= day && day <= off.to) {
        return Ok(false);
    }
    let at = (day.month(), day.day());
    if year.work.contains(&at) {
        return Ok(true);
    }
    let weekend = matches!(day.0.weekday(), time::Weekday::Saturday | time::Weekday::Sunday);
    let off = year
        .off
        .iter()
        .any(|(m1, d1, m2, d2)| (*m1, *d1) <= at && at <= (*m2, *d2));
    Ok(!weekend && !off)
}

/// The last day of a period of `days` natural days from `day_zero` (not counted), rolled past
/// days off (民法典 201, 203).
///
/// # Errors
/// [`CalendarMissing`].
pub fn natural_days_after(day_zero: Date, days: u32, local: &[DaysOff]) -> Result<Date, CalendarMissing> {
    let mut day = day_zero.plus_days(i64::from(days));
    while !is_working_day(day, local)? {
        day = day.plus_days(1);
    }
    Ok(day)
}

/// The last day of a period of `days` working days from `day_zero` (not counted).
///
/// # Errors
/// [`CalendarMissing`].
pub fn working_days_after(day_zero: Date, days: u32, local: &[DaysOff]) -> Result<Date, CalendarMissing> {
    let mut day = day_zero;
    let mut left = days;
    while left > 0 {
        day = day.plus_days(1);
        if is_working_day(day, local)? {
            left -= 1;
        }
    }
    Ok(day)
}

/// The last day from which `days` whole working days pass until `last`, itself the last of them: what is done by
/// then is done that many working days before.
///
/// # Errors
/// [`CalendarMissing`].
pub fn working_days_before(last: Date, days: u32, local: &[DaysOff]) -> Result<Date, CalendarMissing> {
    let mut day = last;
    let mut left = days;
    while left > 0 {
        if is_working_day(day, local)? {
            left -= 1;
        }
        day = day.plus_days(-1);
    }
    Ok(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    /// The seven dated vectors of law.md 1.12.
    #[test]
    fn periods_end_on_the_days_the_statute_book_gives() {
        for (zero, days, last) in [
            ("2026-02-06", 15, "2026-02-24"),
            ("2026-09-02", 30, "2026-10-08"),
            ("2026-04-24", 15, "2026-05-09"),
            ("2026-11-06", 15, "2026-11-23"),
        ] {
            assert_eq!(
                natural_days_after(day(zero), days, &[]),
                Ok(day(last)),
                "{days} days from {zero}"
            );
        }
        for (zero, days, last) in [
            ("2026-02-12", 5, "2026-02-26"),
            ("2026-09-17", 10, "2026-10-08"),
            ("2026-04-30", 3, "2026-05-08"),
        ] {
            assert_eq!(
                working_days_after(day(zero), days, &[]),
                Ok(day(last)),
                "{days} working days from {zero}"
            );
        }
    }

    #[test]
    fn a_period_into_2027_keeps_to_the_holidays_the_regulation_fixes() {
        // No notice is taken in: whoever shows such a day says that the calendar is missing.
        assert!(published(day("2026-12-31")) && !published(day("2027-01-04")));
        // New Year's Day is a Friday; the Monday after is the first day that is none.
        assert_eq!(natural_days_after(day("2026-12-02"), 30, &[]), Ok(day("2027-01-04")));
        // 除夕 to 初三 is Friday to Monday.
        assert_eq!(natural_days_after(day("2027-01-06"), 30, &[]), Ok(day("2027-02-09")));
    }

    #[test]
    fn a_places_own_holidays_move_the_last_day_there_and_nowhere_else() {
        let there = [DaysOff {
            from: day("2026-04-13"),
            to: day("2026-04-15"),
        }];
        assert_eq!(natural_days_after(day("2026-03-29"), 15, &there), Ok(day("2026-04-16")));
        assert_eq!(natural_days_after(day("2026-03-29"), 15, &[]), Ok(day("2026-04-13")));
        assert_eq!(working_days_after(day("2026-04-10"), 3, &there), Ok(day("2026-04-20")));
    }

    #[test]
    fn an_autonomous_area_keeps_holidays_of_its_own() {
        assert!(keeps_own_holidays("云南省西双版纳傣族自治州景洪市"));
        assert!(!keeps_own_holidays("云南省昆明市"));
    }

    #[test]
    fn working_days_before_a_day_are_those_from_which_it_is_reached() {
        for (last, days, from) in [
            ("2026-03-12", 5, "2026-03-05"),
            // From Sunday the fifth working day is the Friday; so from Saturday, but Sunday is later.
            ("2026-03-13", 5, "2026-03-08"),
            // Over the Spring Festival, with the make-up Saturday of 28 February.
            ("2026-03-02", 3, "2026-02-26"),
        ] {
            let (last, from) = (day(last), day(from));
            assert_eq!(working_days_before(last, days, &[]), Ok(from));
            assert_eq!(working_days_after(from, days, &[]), Ok(last));
            assert!(working_days_after(from.plus_days(1), days, &[]).unwrap() > last);
        }
    }

    #[test]
    fn a_year_without_a_table_is_missing_and_not_guessed() {
        assert_eq!(
            natural_days_after(day("2027-12-30"), 15, &[]),
            Err(CalendarMissing { year: 2028 })
        );
    }
}
