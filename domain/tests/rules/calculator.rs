//! What the law gives, by its own numbers (law.md 1.13).

use super::play::day;
use domain::calculator::*;
use domain::money::Fen;
use domain::terms::PaymentHead;

fn yuan(text: &str) -> Fen {
    Fen::of_yuan(text).unwrap()
}

#[test]
fn a_day_is_the_months_pay_over_21_75_and_an_hour_an_eighth() {
    assert_eq!(day_wage(yuan("6000")), Ok(yuan("275.86")));
    assert_eq!(hour_wage(yuan("6000")), Ok(yuan("34.48")));
    assert_eq!(day_wage(Fen(0)), Err(Unfit::Amount));
}

#[test]
fn overtime_is_half_as_much_again_double_or_threefold() {
    for (item, hours, amount) in [
        (Item::WeekdayOvertime, 10, "517.24"),
        (Item::RestDayOvertime, 8, "551.72"),
        (Item::HolidayOvertime, 8, "827.59"),
    ] {
        let line = overtime(item, yuan("6000"), hours).unwrap();
        assert_eq!(
            (line.amount, line.article),
            (yuan(amount), "劳动法 44"),
            "{}",
            line.formula
        );
        assert_eq!(item.head(), Some(PaymentHead::Overtime));
    }
    assert_eq!(overtime(Item::WeekdayOvertime, yuan("6000"), 0), Err(Unfit::Amount));
}

#[test]
fn a_full_year_is_a_month_six_months_a_month_and_less_half_a_month() {
    for (first, last, halves) in [
        ("2024-03-01", "2026-02-28", 4),
        ("2024-03-01", "2026-03-01", 5),
        ("2024-03-01", "2026-08-30", 5),
        ("2024-03-01", "2026-08-31", 6),
        ("2026-01-01", "2026-01-01", 1),
        ("2026-01-01", "2026-06-30", 2),
        ("2026-01-01", "2026-12-31", 2),
    ] {
        assert_eq!(half_months(day(first), day(last)), Ok(halves), "{first} to {last}");
    }
    assert_eq!(half_months(day("2026-01-02"), day("2026-01-01")), Err(Unfit::Days));
}

#[test]
fn severance_is_capped_at_three_times_the_local_average_and_only_then_at_twelve_years() {
    let days = (day("2010-01-01"), day("2025-12-31"));
    let plain = severance(yuan("8000"), days, Some(yuan("7000")), None).unwrap();
    assert_eq!(
        plain.amount,
        yuan("128000"),
        "16 years, no cap on years below three times the average"
    );
    let high = severance(yuan("30000"), days, Some(yuan("7000")), None).unwrap();
    assert_eq!(high.amount, yuan("252000"), "{}", high.formula);
    let low = severance(
        yuan("1500"),
        (day("2025-01-01"), day("2025-12-31")),
        None,
        Some(yuan("1770")),
    )
    .unwrap();
    assert_eq!(low.amount, yuan("1770"));
    let unlawful = unlawful_dismissal(yuan("8000"), days, None, None).unwrap();
    assert_eq!(
        (unlawful.amount, unlawful.article),
        (yuan("256000"), "劳动合同法 87；实施条例 25")
    );
    assert_eq!(instead_of_notice(yuan("6200")).unwrap().amount, yuan("6200"));
}

#[test]
fn at_three_times_the_average_and_a_fen_more_the_caps_begin() {
    let days = (day("2010-01-01"), day("2025-12-31"));
    let of = |average: Fen| severance(average, days, Some(yuan("7000")), None).unwrap().amount;
    // 16 years at three times the average; more than that is paid as that, for twelve.
    assert_eq!(of(yuan("21000")), yuan("336000"));
    assert_eq!(of(Fen(yuan("21000").0 + 1)), yuan("252000"));
}

#[test]
fn unlawful_dismissal_costs_severance_twice_with_its_caps() {
    let days = (day("2010-01-01"), day("2025-12-31"));
    for (average, local) in [("8000", None), ("30000", Some(yuan("7000")))] {
        let once = severance(yuan(average), days, local, None).unwrap().amount;
        let twice = unlawful_dismissal(yuan(average), days, local, None).unwrap().amount;
        assert_eq!(twice, Fen(once.0 * 2));
    }
}

#[test]
fn a_month_is_paid_instead_of_notice_beside_severance() {
    let line = instead_of_notice(yuan("6200")).unwrap();
    assert_eq!(line.amount, yuan("6200"));
    assert!(line.article.contains("40"), "{}", line.article);
    assert_eq!(instead_of_notice(Fen(0)), Err(Unfit::Amount));
}

#[test]
fn a_begun_month_of_the_second_wage_is_paid_by_its_working_days() {
    let of = |until: &str| second_wage(yuan("6000"), day("2025-03-10"), day(until)).unwrap().amount;
    // 10 April 2025 is a Thursday: one, two, then no more over the weekend (275.862… a day).
    assert_eq!(
        ["2025-04-10", "2025-04-11", "2025-04-13", "2025-04-14"].map(of),
        ["275.86", "551.72", "551.72", "827.59"].map(yuan)
    );
}

#[test]
fn the_second_wage_runs_from_the_second_month_and_ends_after_eleven() {
    // Hired 10 March: from 10 April (law.md 1.13).
    for (until, amount) in [
        ("2025-04-09", "0"),
        ("2025-05-09", "6000"),
        // Ten working days of the begun month.
        ("2025-05-24", "8758.62"),
        ("2026-03-09", "66000"),
        ("2026-12-31", "66000"),
    ] {
        let line = second_wage(yuan("6000"), day("2025-03-10"), day(until)).unwrap();
        assert_eq!(line.amount, yuan(amount), "{until}: {}", line.formula);
    }
    assert_eq!(Item::SecondWage.head(), Some(PaymentHead::DoubleWage));
}

#[test]
fn unused_leave_is_paid_twofold_more_and_a_leavers_share_drops_its_fraction() {
    assert_eq!([0, 1, 9, 10, 19, 20].map(leave_days), [0, 5, 5, 10, 10, 15]);
    let whole = annual_leave(yuan("6000"), 3, 365, 2).unwrap();
    assert_eq!(whole.amount, yuan("1655.17"));
    // 200 of 365 days: 2.73 days, so 2.
    assert_eq!(annual_leave(yuan("6000"), 3, 200, 0).unwrap().amount, yuan("1103.45"));
    assert_eq!(annual_leave(yuan("6000"), 3, 200, 5).unwrap().amount, Fen(0));
}

#[test]
fn a_leaver_keeps_the_whole_days_of_each_entitlement() {
    // 5, 10 and 15 days by years of work: 146 of 365 days are two fifths of them.
    let day = day_wage(yuan("6000")).unwrap();
    assert_eq!(day, yuan("275.86"));
    for (years, amount) in [(1, "1103.45"), (10, "2206.90"), (20, "3310.34")] {
        assert_eq!(annual_leave(yuan("6000"), years, 146, 0).unwrap().amount, yuan(amount));
        // A day less drops a whole one.
        assert!(annual_leave(yuan("6000"), years, 145, 0).unwrap().amount < yuan(amount));
    }
}

#[test]
fn insurance_in_arrears_grows_by_five_in_ten_thousand_a_day() {
    let line = insurance_late_fee(yuan("10000"), 100).unwrap();
    assert_eq!((line.amount, line.item.head()), (yuan("500"), None));
}

#[test]
fn a_deposit_taken_for_the_job_goes_back_whole() {
    let line = deposit(yuan("3000")).unwrap();
    assert_eq!((line.amount, line.item.head()), (yuan("3000"), None));
    assert_eq!(deposit(Fen(0)), Err(Unfit::Amount));
}

#[test]
fn a_deduction_takes_a_fifth_at_most_and_leaves_the_minimum_wage() {
    assert_eq!(
        deduction_limit(yuan("6000"), yuan("1770")).unwrap().amount,
        yuan("1200")
    );
    assert_eq!(deduction_limit(yuan("2000"), yuan("1770")).unwrap().amount, yuan("230"));
    assert_eq!(deduction_limit(yuan("1500"), yuan("1770")).unwrap().amount, Fen(0));
}

#[test]
fn additional_compensation_is_half_to_the_whole_again_once_the_authoritys_order_is_overdue() {
    let (until, today) = (day("2026-03-31"), day("2026-04-01"));
    for (percent, amount) in [(50, "9300"), (75, "13950"), (100, "18600")] {
        let line = additional_compensation(yuan("18600"), percent, until, today).unwrap();
        assert_eq!((line.amount, line.article), (yuan(amount), "劳动合同法 85"));
        assert_eq!(line.item.head(), Some(PaymentHead::Damages));
    }
    for (percent, day, unfit) in [
        (49, today, Unfit::Amount),
        (101, today, Unfit::Amount),
        (50, until, Unfit::Days),
    ] {
        assert_eq!(additional_compensation(yuan("18600"), percent, until, day), Err(unfit));
    }
}

#[test]
fn what_no_clause_pays_fills_a_clause_in_words_that_pass_the_check() {
    use domain::terms::{ClauseBody, Terms, lint};
    for line in [
        insurance_late_fee(yuan("10000"), 100).unwrap(),
        deduction_limit(yuan("6000"), yuan("1770")).unwrap(),
    ] {
        let text = line.sentence().unwrap();
        assert!(
            text.contains(&line.amount.to_string()) && text.contains(&line.formula),
            "{text}"
        );
        let clause = super::play::clause(7, ClauseBody::FreeText { text });
        let notes = lint::lint(&Terms(vec![super::play::payment(), clause]), day("2026-03-02"));
        assert!(notes.iter().all(|note| note.finding.is_advice()), "{notes:?}");
    }
    assert_eq!(deposit(yuan("3000")).unwrap().sentence(), None);
}

#[test]
fn a_sum_is_rounded_once_half_up_and_never_overflows() {
    assert_eq!(overtime(Item::WeekdayOvertime, Fen(29), 1).unwrap().amount, Fen(0));
    assert_eq!(insurance_late_fee(Fen(1_000), 1).unwrap().amount, Fen(1));
    assert!(severance(Fen::MAX, (day("1949-10-01"), day("2026-11-26")), None, None).is_ok());
}
