//! 支付令 after its petition was handed in: what the court and the debtor did, as the parties report
//! it with its day (CPL 225-228; CPL-Int 427-439; 解释(一) 13).

use crate::calendar;
use crate::case::Case;
use crate::deadline::Clock;
use crate::moment::Date;
use serde::{Deserialize, Serialize};

/// Each in its turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum OrderStep {
    /// Handed in at the court
    HandedIn,
    /// 受理, within 5 days (CPL 226)
    Accepted,
    /// 发出支付令, within 15 days of acceptance (CPL 227)
    Issued,
    /// The debtor received it, within 30 days or it lapses (CPL-Int 430).
    Served,
    /// 书面异议, within 15 days of receipt (CPL 227)
    Objected,
    /// 终结督促程序: the objection was upheld (CPL 228).
    Ended,
    /// 自行失效: not served in 30 days (CPL-Int 430)
    Lapsed,
}

impl OrderStep {
    pub const ALL: [Self; 7] = [
        Self::HandedIn,
        Self::Accepted,
        Self::Issued,
        Self::Served,
        Self::Objected,
        Self::Ended,
        Self::Lapsed,
    ];

    /// What it follows upon.
    pub fn after(self) -> Option<Self> {
        Some(match self {
            Self::HandedIn => return None,
            Self::Accepted => Self::HandedIn,
            Self::Issued => Self::Accepted,
            Self::Served | Self::Lapsed => Self::Issued,
            Self::Objected => Self::Served,
            Self::Ended => Self::Objected,
        })
    }

    /// The clock it starts, with its days.
    fn clock(self) -> Option<(Clock, u32)> {
        Some(match self {
            Self::HandedIn => (Clock::OrderAccept, 5),
            Self::Accepted => (Clock::OrderIssue, 15),
            Self::Issued => (Clock::OrderServe, 30),
            Self::Served => (Clock::OrderObject, 15),
            // Without a word within 7 days the case goes on as a suit (CPL-Int 438).
            Self::Ended => (Clock::DeclineSuit, 7),
            Self::Objected | Self::Lapsed => return None,
        })
    }
}

/// The newest step and its day.
pub fn last(case: &Case) -> Option<(OrderStep, Date)> {
    case.order.last().copied()
}

pub fn day(case: &Case, step: OrderStep) -> Option<Date> {
    case.order.iter().find(|(known, _)| *known == step).map(|(_, day)| *day)
}

/// The clock that runs now. `None` where none runs, or the calendar is missing.
pub fn running(case: &Case) -> Option<(Clock, Date)> {
    let (step, day) = last(case)?;
    let (clock, days) = step.clock()?;
    Some((clock, calendar::natural_days_after(day, days, &case.local).ok()?))
}

/// Unobjected and past its 15 days: enforceable like a judgment (CPL 227).
pub fn in_force(case: &Case, today: Date) -> bool {
    match (last(case), running(case)) {
        (Some((OrderStep::Served, _)), Some((_, until))) => today > until,
        _ => false,
    }
}

/// It came to nothing: the agreement may be sued on at once (LMAL 16; 解释(一) 13).
pub fn failed(case: &Case) -> bool {
    matches!(last(case), Some((OrderStep::Ended | OrderStep::Lapsed, _)))
}
