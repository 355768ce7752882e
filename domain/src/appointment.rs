//! 约定时间: when both sides meet the mediator, by video or on the spot (上门调解), and who can come then.

use crate::case::{Case, Stage};
use crate::hash::Commitment;
use crate::moment::{MINUTE, Timestamp};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AppointmentStep {
    /// The mediator makes it; it stands at once.
    Made,
    /// A side or the mediator names a time at which it can come: the one that stands, one that another
    /// named, or one of its own. The appointment moves when all three have named the same.
    TimeNamed,
    Cancelled,
    Held,
    /// Somebody did not come.
    Missed,
}

/// One step of one of the case's appointments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AppointmentTurn {
    /// Its place among the case's appointments, from 0 in the order they were made.
    pub appointment: u32,
    pub step: AppointmentStep,
    /// The time it is made for, or the one named; of the other steps the time it stands at.
    pub at: Timestamp,
    /// How long it is to last; 0 in all steps but the first.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub minutes: u32,
    /// Where the mediator comes to; without, it is by video. In the first step only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Commitment>,
    /// Why it was cancelled or missed, who came; blank in the first two steps.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
fn is_zero(minutes: &u32) -> bool {
    *minutes == 0
}

impl AppointmentTurn {
    /// That the actor can come `at` that time.
    pub fn naming(appointment: u32, at: Timestamp) -> Self {
        Self {
            appointment,
            step: AppointmentStep::TimeNamed,
            at,
            minutes: 0,
            place: None,
            note: String::new(),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appointment {
    pub at: Timestamp,
    /// How long it is to last.
    pub minutes: u32,
    /// Where the mediator comes to; `None`: by video.
    pub place: Option<Commitment>,
    /// The time that claimant, respondent and mediator named last, in this order.
    pub named: [Option<Timestamp>; 3],
    /// How often it was moved.
    pub moves: u32,
    /// How it ended, with the note.
    pub closed: Option<(AppointmentStep, String)>,
}

impl Appointment {
    pub fn end(&self) -> Timestamp {
        self.at.plus_ms(i64::from(self.minutes) * MINUTE)
    }
}

/// Whether appointments of the case still stand: they end with the talks.
pub fn talking(case: &Case) -> bool {
    matches!(case.stage, Some(Stage::Pending | Stage::Mediating | Stage::Signing))
}

/// The nearest appointment that stands and is not over, with its place among all.
pub fn next(case: &Case, now: Timestamp) -> Option<(u32, &Appointment)> {
    let standing = (0..).zip(&case.appointments);
    let standing = standing.filter(|(_, it)| it.closed.is_none() && it.end() > now && talking(case));
    standing.min_by_key(|(_, it)| it.at)
}
