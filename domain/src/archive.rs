//! 归档: a case that has come to an end is put away with its list of documents, and kept (PML 27; EMR 32;
//! CHR 24).

use crate::case::{Case, Stage};
use crate::moment::Date;

/// Years a file is kept at least. The law of mediation names none; the commission's own five for files
/// ended by mediation, and ten for those ended by an award, are taken for all (CHR 24).
const YEARS: i32 = 5;
const YEARS_AWARDED: i32 = 10;

/// `true` where nothing more is to come but what a side may still choose.
pub fn ended(case: &Case) -> bool {
    match case.stage {
        Some(Stage::Performed) => true,
        Some(Stage::Ended) => !crate::stage::to_transfer(case) || case.commission_missing,
        Some(Stage::Concluded) => case.arbitration.as_ref().is_some_and(|it| it.in_force.is_some()),
        _ => false,
    }
}

/// The day until which the file is kept at least, archived on `today`.
pub fn keep_until(case: &Case, today: Date) -> Date {
    let awarded = case.arbitration.as_ref().and_then(|it| it.conclusion.as_ref());
    let awarded = awarded.is_some_and(|it| matches!(it, crate::award::Conclusion::Awarded { .. }));
    let year = today.year() + if awarded { YEARS_AWARDED } else { YEARS };
    // A leap day's anniversary is the month's end (民法典 202).
    let last = Date::new(year, today.month(), today.day()).or_else(|| Date::new(year, today.month(), 28));
    last.unwrap_or(today)
}
