//! The clocks this slice meets (law.md 1.14).

use crate::actor::Side;
use crate::case::{Case, Stage};
use crate::moment::{Date, Timestamp};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Clock {
    /// MED_ACCEPT: 3 working days from the request (EMR 22). A duty of the body: when it is over the
    /// request stays open, and the desk sees it overdue.
    Accept,
    /// MED_END: 15 days from acceptance (EMR 29); [`crate::command::Command::Tick`] closes the case.
    MediationEnd,
    /// ARB_REVIEW_APPLY: 15 natural days from effect (CHR 74)
    ReviewWindow,
    /// JC_APPLY: 30 days from effect (CPL 205)
    ConfirmationWindow,
    /// A duty of the institution: ARB_REVIEW_END 5 working days (CHR 76) or JC_END 30 days (CPL 187) from acceptance
    Decide,
}

impl Clock {
    /// The rule behind the clock.
    pub fn article(self) -> &'static str {
        match self {
            Self::Accept => "企业劳动争议协商调解规定 22",
            Self::MediationEnd => "企业劳动争议协商调解规定 29",
            Self::ReviewWindow => "劳动人事争议仲裁办案规则 74",
            Self::ConfirmationWindow => "民事诉讼法 205",
            Self::Decide => "劳动人事争议仲裁办案规则 76; 民事诉讼法 187",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Deadline {
    pub clock: Clock,
    pub day: Date,
    /// The end of that day in the case's zone.
    pub at: Timestamp,
}

/// All running clocks, nearest first.
pub fn running(case: &Case) -> Vec<Deadline> {
    let days: &[(Clock, Option<Date>)] = match case.stage {
        Some(Stage::Pending) => &[(Clock::Accept, case.accept_by)],
        // Once both have signed there is agreement within the period; only marks of others are missing.
        Some(Stage::Signing) if Side::BOTH.iter().all(|side| case.has_signed((*side).into())) => &[],
        Some(Stage::Mediating | Stage::Signing) => &[(Clock::MediationEnd, case.mediation_ends)],
        Some(Stage::Effective) => &[
            (Clock::ReviewWindow, case.review_until),
            (Clock::ConfirmationWindow, case.confirmation_until),
        ],
        Some(Stage::UnderReview) => &[(
            Clock::Decide,
            case.application().and_then(|application| application.decide_by),
        )],
        _ => &[],
    };
    let mut running: Vec<Deadline> = days
        .iter()
        .filter_map(|(clock, day)| {
            day.map(|day| Deadline {
                clock: *clock,
                day,
                at: day.end(case.zone),
            })
        })
        .collect();
    running.sort_by_key(|deadline| deadline.at);
    running
}

/// The nearest clock that makes [`crate::command::Command::Tick`] do something.
pub fn next(case: &Case) -> Option<Deadline> {
    running(case)
        .into_iter()
        .find(|deadline| deadline.clock == Clock::MediationEnd)
}
