//! Is the draft complete enough to be enforced, and free of what the law forbids (law.md 1.3)?

use crate::id::ClauseId;
use crate::moment::Date;
use crate::terms::Terms;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// No clause obliges anyone to anything.
    NoObligation,
    SamePayerAndPayee,
    AmountMissing,
    AmountTooLarge,
    InstalmentsMissing,
    InstalmentsDoNotSum,
    InstalmentsOutOfOrder,
    DueInThePast,
    AccountMissing,
    PeriodReversed,
    KindsMissing,
    TextMissing,
    TextUnfit,
    TextTooLong,
    /// 放弃社会保险 is void (解释(二) 19).
    WaivesSocialInsurance,
    /// Waiving the road to arbitration or court.
    WaivesRemedy,
    /// A rate above 24 % a year will not be supported.
    RateTooHigh,
    /// Advice: payments without a default clause (CPL-Int 428(2)).
    NoDefaultClause,
    /// Advice: confirming a labour relation closes arbitration review (CHR 75(4)).
    ConfirmsLabourRelation,
}

impl Finding {
    /// Advice does not stop the parties; everything else does.
    pub fn is_advice(self) -> bool {
        matches!(self, Self::NoDefaultClause | Self::ConfirmsLabourRelation)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// `None` speaks of the whole draft.
    pub clause: Option<ClauseId>,
    pub finding: Finding,
}

/// Everything to be said of `terms` on `today`, in the clauses' order.
pub fn lint(terms: &Terms, today: Date) -> Vec<Note> {
    let _ = (terms, today);
    Vec::new()
}
