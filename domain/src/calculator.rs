//! What the law gives, line by line: the sum, how it came about, and the article (law.md 1.13). A line
//! informs the talks; it binds nobody, and settles nothing by itself.
//!
//! Amounts are exact in fen: each line is computed as a fraction of whole numbers and rounded once,
//! half up. The day wage is the month's pay over 21.75 days, the hour an eighth of it
//! (人社部发〔2025〕2号).

use crate::calendar;
use crate::moment::Date;
use crate::money::Fen;
use crate::terms::PaymentHead;

/// One sum the law gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub item: Item,
    pub amount: Fen,
    /// `6000.00 ÷ 21.75 ÷ 8 × 10 × 150%`
    pub formula: String,
    pub article: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Item {
    /// 延时加班
    WeekdayOvertime,
    /// 休息日加班
    RestDayOvertime,
    /// 法定节假日加班
    HolidayOvertime,
    /// 经济补偿 N
    Severance,
    /// 违法解除赔偿金 2N
    UnlawfulDismissal,
    /// 代通知金
    InsteadOfNotice,
    /// 未订立书面劳动合同二倍工资差额
    SecondWage,
    /// 未休年休假工资报酬
    AnnualLeave,
    /// 社会保险费滞纳金
    InsuranceLateFee,
    /// 返还押金、风险抵押金
    Deposit,
    /// 加付赔偿金
    AdditionalCompensation,
    /// 扣款上限
    DeductionLimit,
}

impl Item {
    /// The head of a payment clause the sum can stand under; `None` for what no clause pays.
    pub fn head(self) -> Option<PaymentHead> {
        Some(match self {
            Self::WeekdayOvertime | Self::RestDayOvertime | Self::HolidayOvertime => PaymentHead::Overtime,
            Self::Severance => PaymentHead::EconomicCompensation,
            Self::UnlawfulDismissal | Self::AdditionalCompensation => PaymentHead::Damages,
            Self::InsteadOfNotice => PaymentHead::Other,
            Self::SecondWage => PaymentHead::DoubleWage,
            Self::AnnualLeave => PaymentHead::AnnualLeave,
            // A clause of its own returns it.
            Self::Deposit | Self::InsuranceLateFee | Self::DeductionLimit => return None,
        })
    }
}

impl Line {
    /// What a clause of its own says of a sum that one side does not pay the other; `None` for what a payment
    /// or a deposit clause pays.
    pub fn sentence(&self) -> Option<String> {
        let Self { amount, formula, .. } = self;
        Some(match self.item {
            Item::InsuranceLateFee => format!(
                "用人单位补缴社会保险费时，一并向社会保险费征收机构缴纳滞纳金，按每日万分之五计算为 {amount} 元（{formula}），\
                 实际数额以征收机构核定为准。"
            ),
            Item::DeductionLimit => format!(
                "用人单位从劳动者工资中扣除赔偿款的，每月扣除不超过 {amount} 元（{formula}，《工资支付暂行规定》第十六条）。"
            ),
            _ => return None,
        })
    }
}

/// Why nothing can be computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// An amount is not above zero, or beyond any wage.
    Amount,
    /// The last day lies before the first.
    Days,
    /// The holiday table of a year is not loaded.
    Calendar,
}

/// `amount × numerator ÷ denominator`, rounded once, half up.
fn part(amount: Fen, numerator: i64, denominator: i64) -> Fen {
    let exact = i128::from(amount.0) * i128::from(numerator);
    let denominator = i128::from(denominator);
    Fen(i64::try_from((2 * exact + denominator) / (2 * denominator)).unwrap_or(i64::MAX))
}

fn fit(amount: Fen) -> Result<Fen, Unfit> {
    if amount > Fen(0) && amount <= Fen::MAX {
        Ok(amount)
    } else {
        Err(Unfit::Amount)
    }
}

/// A day's pay (人社部发〔2025〕2号): the month's over 21.75.
///
/// # Errors
/// [`Unfit::Amount`].
pub fn day_wage(month: Fen) -> Result<Fen, Unfit> {
    Ok(part(fit(month)?, 100, 2175))
}

/// An hour's pay: an eighth of a day's, from the month's pay, not from the rounded day.
///
/// # Errors
/// [`Unfit::Amount`].
pub fn hour_wage(month: Fen) -> Result<Fen, Unfit> {
    Ok(part(fit(month)?, 100, 2175 * 8))
}

/// Overtime of `hours` on `month`'s pay: 150 % on working days, 200 % on rest days without time off
/// in lieu, 300 % on the 13 statutory holidays (劳动法 44).
///
/// # Errors
/// [`Unfit::Amount`]; more than 10 000 hours are a slip of the pen.
pub fn overtime(item: Item, month: Fen, hours: u32) -> Result<Line, Unfit> {
    let percent = match item {
        Item::RestDayOvertime => 200,
        Item::HolidayOvertime => 300,
        _ => 150,
    };
    if hours == 0 || hours > 10_000 {
        return Err(Unfit::Amount);
    }
    let amount = part(fit(month)?, i64::from(hours) * percent, 2175 * 8);
    Ok(Line {
        item,
        amount,
        formula: format!("{month} ÷ 21.75 ÷ 8 × {hours} × {percent}%"),
        article: "劳动法 44",
    })
}

/// Half months of severance for the time from `first` to `last` day of work: a month for each full
/// year, a month for six months or more, half a month for less (LCL 47).
///
/// # Errors
/// [`Unfit::Days`].
pub fn half_months(first: Date, last: Date) -> Result<u32, Unfit> {
    if last < first {
        return Err(Unfit::Days);
    }
    // The day after the last is the first that no longer counts.
    let after = last.plus_days(1);
    let anniversary = |months: i32| {
        let index = i32::from(first.month()) - 1 + months;
        let (year, month) = (first.year() + index.div_euclid(12), (index.rem_euclid(12) + 1) as u8);
        // A month without that day ends on its last (民法典 202).
        (28..=first.day())
            .rev()
            .chain([first.day()])
            .find_map(|day| Date::new(year, month, day))
    };
    let mut months = 0;
    while anniversary(months + 1).is_some_and(|day| day <= after) {
        months += 1;
    }
    let (years, rest) = (months / 12, months % 12);
    let exact = anniversary(months).is_some_and(|day| day == after);
    let more = match (rest, exact) {
        (0, true) => 0,
        (0..=5, _) => 1,
        _ => 2,
    };
    Ok((years * 2 + more) as u32)
}

/// The base and the half months that count: capped at three times the local average pay and then at
/// twelve years (LCL 47), never below the minimum wage (LCLReg 27).
fn capped(average: Fen, half_months: u32, local: Option<Fen>, minimum: Option<Fen>) -> (Fen, u32, bool) {
    let most = local.map(|local| Fen(local.0.saturating_mul(3)));
    match most {
        Some(most) if average > most => (most, half_months.min(24), true),
        _ => (
            minimum.map_or(average, |minimum| average.max(minimum)),
            half_months,
            false,
        ),
    }
}

/// 经济补偿 N (LCL 46-47; LCLReg 27). `average` is the last twelve months' gross; `local` the local
/// average month's pay of the year before and `minimum` the minimum wage, where known.
///
/// # Errors
/// [`Unfit`].
pub fn severance(
    average: Fen,
    (first, last): (Date, Date),
    local: Option<Fen>,
    minimum: Option<Fen>,
) -> Result<Line, Unfit> {
    let (base, halves, cap) = capped(fit(average)?, half_months(first, last)?, local, minimum);
    let years = months(halves);
    Ok(Line {
        item: Item::Severance,
        amount: part(base, i64::from(halves), 2),
        formula: format!("{base} × {years}{}", if cap { "（三倍封顶，最多 12 年）" } else { "" }),
        article: "劳动合同法 46、47；实施条例 27",
    })
}

/// 赔偿金 2N for unlawful dismissal; severance is not paid beside it (LCL 87; LCLReg 25).
///
/// # Errors
/// [`Unfit`].
pub fn unlawful_dismissal(
    average: Fen,
    days: (Date, Date),
    local: Option<Fen>,
    minimum: Option<Fen>,
) -> Result<Line, Unfit> {
    let once = severance(average, days, local, minimum)?;
    Ok(Line {
        item: Item::UnlawfulDismissal,
        amount: Fen(once.amount.0.saturating_mul(2)),
        formula: format!("{} × 2", once.formula),
        article: "劳动合同法 87；实施条例 25",
    })
}

/// 代通知金: the last month's pay, in the cases of LCL 40 only (LCLReg 20).
///
/// # Errors
/// [`Unfit`].
pub fn instead_of_notice(last_month: Fen) -> Result<Line, Unfit> {
    Ok(Line {
        item: Item::InsteadOfNotice,
        amount: fit(last_month)?,
        formula: format!("{last_month} × 1"),
        article: "劳动合同法 40；实施条例 20",
    })
}

/// The second wage where no written contract was made: from the day after a full month to the day
/// before signing or the end, eleven months at most (LCL 82; LCLReg 6-7). A part of a month counts by
/// its working days (解释(二) 6), each at the day's pay.
///
/// # Errors
/// [`Unfit`].
pub fn second_wage(month: Fen, hired: Date, until: Date) -> Result<Line, Unfit> {
    fit(month)?;
    if until < hired {
        return Err(Unfit::Days);
    }
    let anniversary = |months: i32| {
        let index = i32::from(hired.month()) - 1 + months;
        let (year, of) = (hired.year() + index.div_euclid(12), (index.rem_euclid(12) + 1) as u8);
        (28..=hired.day())
            .rev()
            .chain([hired.day()])
            .find_map(|day| Date::new(year, of, day))
    };
    let after = until.plus_days(1);
    let mut full = 0;
    while full < 11 && anniversary(full + 2).is_some_and(|day| day <= after) {
        full += 1;
    }
    let mut days = 0;
    let mut day = anniversary(full + 1).unwrap_or(after);
    while full < 11 && day < after {
        days += i64::from(calendar::is_working_day(day, &[]).map_err(|_| Unfit::Calendar)?);
        day = day.plus_days(1);
    }
    Ok(Line {
        item: Item::SecondWage,
        amount: part(month, i64::from(full) * 2175 + days * 100, 2175),
        formula: format!("{month} × {full} + {month} ÷ 21.75 × {days}"),
        article: "劳动合同法 82；实施条例 6、7；解释（二）6",
    })
}

/// Days of annual leave by cumulative years of work (年休假条例 3).
pub fn leave_days(years_worked: u32) -> u32 {
    match years_worked {
        0 => 0,
        1..=9 => 5,
        10..=19 => 10,
        _ => 15,
    }
}

/// Unused leave: 300 % of a day's pay, of which 100 % was paid with the wage, so 200 % more
/// (年休假条例 5; 实施办法 10-12). `worked` are the calendar days of the leaving year, 365 for a whole
/// one: the share drops its fraction.
///
/// # Errors
/// [`Unfit`].
pub fn annual_leave(month: Fen, years_worked: u32, worked: u32, taken: u32) -> Result<Line, Unfit> {
    fit(month)?;
    if worked > 366 {
        return Err(Unfit::Days);
    }
    let entitled = leave_days(years_worked) * worked.min(365) / 365;
    let unused = entitled.saturating_sub(taken);
    Ok(Line {
        item: Item::AnnualLeave,
        amount: part(month, i64::from(unused) * 200, 2175),
        formula: format!("{month} ÷ 21.75 × {unused} × 200%"),
        article: "职工带薪年休假条例 3、5；实施办法 10-12",
    })
}

/// 0.05 % a day on insurance in arrears (社会保险法 86). The collector takes it; no clause can waive it.
///
/// # Errors
/// [`Unfit`].
pub fn insurance_late_fee(arrears: Fen, days: u32) -> Result<Line, Unfit> {
    Ok(Line {
        item: Item::InsuranceLateFee,
        amount: part(fit(arrears)?, i64::from(days) * 5, 10_000),
        formula: format!("{arrears} × 0.05% × {days}"),
        article: "社会保险法 63、86",
    })
}

/// A deposit taken for the job goes back whole: none may be taken (LCL 9, 84; 解释(一) 1).
///
/// # Errors
/// [`Unfit`].
pub fn deposit(paid: Fen) -> Result<Line, Unfit> {
    Ok(Line {
        item: Item::Deposit,
        amount: fit(paid)?,
        formula: format!("{paid} × 100%"),
        article: "劳动合同法 9、84；解释（一）1",
    })
}

/// 加付赔偿金: half as much or up to as much again of what the labour authority ordered to be paid, once the
/// day of its order is past (LCL 85). `percent` is what it ordered, 50 to 100.
///
/// # Errors
/// [`Unfit::Days`] while the order can still be followed; [`Unfit::Amount`].
pub fn additional_compensation(ordered: Fen, percent: u32, until: Date, today: Date) -> Result<Line, Unfit> {
    if today <= until {
        return Err(Unfit::Days);
    }
    if !(50..=100).contains(&percent) {
        return Err(Unfit::Amount);
    }
    Ok(Line {
        item: Item::AdditionalCompensation,
        amount: part(fit(ordered)?, i64::from(percent), 100),
        formula: format!("{ordered} × {percent}%（责令限期 {until} 届满未付）"),
        article: "劳动合同法 85",
    })
}

/// The most that may be deducted from a month's pay for loss: a fifth, and the rest not below the
/// minimum wage (工资支付暂行规定 16).
///
/// # Errors
/// [`Unfit`].
pub fn deduction_limit(month: Fen, minimum: Fen) -> Result<Line, Unfit> {
    let (fifth, rest) = (part(fit(month)?, 1, 5), Fen((month.0 - fit(minimum)?.0).max(0)));
    Ok(Line {
        item: Item::DeductionLimit,
        amount: fifth.min(rest),
        formula: format!("{month} × 20%，余额不低于 {minimum}"),
        article: "工资支付暂行规定 16",
    })
}

fn months(halves: u32) -> String {
    if halves.is_multiple_of(2) {
        format!("{}", halves / 2)
    } else {
        format!("{}.5", halves / 2)
    }
}
