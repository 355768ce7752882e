//! 仲裁时效: the year in which to claim, begun anew by what interrupts it, stretched by what suspends it
//! (LMAL 27; CHR 26-28; EMR 31). Reckoned from what is stated; whether it has run out is the tribunal's to
//! say, and only if it is raised (解释(二) 20).

use crate::actor::Side;
use crate::calendar::DaysOff;
use crate::case::{Case, Stage};
use crate::moment::Date;
use crate::performance::{limited_since, year_after};

/// The day from which the year in this case runs: the end of talks without agreement, which began it anew, or
/// what was missed of an agreement that cannot be enforced, and what both then asked or failed to mediate again
/// (EMR 31). `None` while none runs.
pub fn begun(case: &Case) -> Option<Date> {
    match case.stage {
        Some(Stage::Ended | Stage::Transferred) => case.ended_at.map(|at| at.date(case.zone)),
        Some(Stage::Effective) => {
            let missed = Side::BOTH.into_iter().find_map(|side| limited_since(case, side));
            missed.max(case.claimed_again.filter(|_| missed.is_some()))
        }
        _ => None,
    }
}

/// LIMIT: the last day to claim in this case, with what was recorded to interrupt or suspend its year.
pub fn until(case: &Case) -> Option<Date> {
    let year = year_after(begun(case)?);
    let recorded = case.limits.last().map(|(_, _, until)| *until);
    Some(recorded.map_or(year, |recorded| recorded.max(year)))
}

/// The last day to claim. `known` is the day the harm was or should have been known, or of unpaid wages the
/// end of the employment. A claim, a complaint, a request for mediation or a consent to pay `interrupts` the
/// year; force majeure and the like `suspends` it, and the days go on after. What comes when the year is
/// over brings it back to no one.
pub fn last_day(known: Date, interrupts: &[Date], suspends: &[DaysOff]) -> Date {
    let mut interrupts = interrupts.to_vec();
    interrupts.sort();
    let mut begun = known;
    let mut last = stretched(begun, suspends);
    for on in interrupts {
        if on > begun && on <= last {
            begun = on;
            last = stretched(begun, suspends);
        }
    }
    last
}

/// A year from `begun`, and the days in it that did not count.
fn stretched(begun: Date, suspends: &[DaysOff]) -> Date {
    let mut suspends = suspends.to_vec();
    suspends.sort_by_key(|off| off.from);
    let (mut last, mut counted) = (year_after(begun), begun);
    for off in suspends {
        let from = off.from.max(counted.plus_days(1));
        if from <= off.to && from <= last {
            last = last.plus_days(from.days_until(off.to) + 1);
            counted = off.to;
        }
    }
    last
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn off(from: &str, to: &str) -> DaysOff {
        DaysOff {
            from: day(from),
            to: day(to),
        }
    }

    #[test]
    fn the_year_to_claim_is_begun_anew_by_each_interruption_within_it() {
        let known = day("2025-06-30");
        assert_eq!(last_day(known, &[], &[]), day("2026-06-30"));
        assert_eq!(
            last_day(known, &[day("2026-03-01"), day("2025-12-01")], &[]),
            day("2027-03-01")
        );
        assert_eq!(
            last_day(known, &[day("2026-07-01")], &[]),
            day("2026-06-30"),
            "over, it is not brought back"
        );
        assert_eq!(last_day(day("2028-02-29"), &[], &[]), day("2029-02-28"));
    }

    #[test]
    fn days_of_suspension_do_not_count_and_the_year_goes_on_after() {
        let known = day("2025-06-30");
        assert_eq!(
            last_day(known, &[], &[off("2026-01-01", "2026-01-31")]),
            day("2026-07-31")
        );
        // Counted once where they overlap; what lies before the year, or after it, counts for nothing.
        let overlapping = [off("2026-01-16", "2026-01-31"), off("2026-01-01", "2026-01-20")];
        assert_eq!(last_day(known, &[], &overlapping), day("2026-07-31"));
        assert_eq!(
            last_day(known, &[], &[off("2025-06-01", "2025-06-30")]),
            day("2026-06-30")
        );
        assert_eq!(
            last_day(known, &[], &[off("2026-08-01", "2026-08-31")]),
            day("2026-06-30")
        );
        // A suspension keeps the year open for an interruption.
        let suspended = [off("2026-06-01", "2026-06-30")];
        assert_eq!(last_day(known, &[day("2026-07-15")], &suspended), day("2027-07-15"));
    }
}
