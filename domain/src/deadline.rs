//! The clocks this slice meets (law.md 1.14).

use crate::case::Case;
use crate::moment::{Date, Timestamp};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Clock {
    /// MED_ACCEPT: 3 working days from the request (EMR 22)
    Accept,
    /// MED_END: 15 days from acceptance (EMR 29); [`crate::command::Command::Tick`] closes the case.
    MediationEnd,
    /// ARB_REVIEW_APPLY: 15 natural days from effect (CHR 74)
    ReviewWindow,
    /// JC_APPLY: 30 days from effect (CPL 205)
    ConfirmationWindow,
    /// ARB_REVIEW_END 5 working days (CHR 76) or JC_END 30 days (CPL 187) from acceptance
    Decide,
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
    let _ = case;
    Vec::new()
}

/// The nearest clock that makes [`crate::command::Command::Tick`] do something.
pub fn next(case: &Case) -> Option<Deadline> {
    running(case)
        .into_iter()
        .find(|deadline| deadline.clock == Clock::MediationEnd)
}
