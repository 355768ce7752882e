//! Names of things, as UUIDs made by the caller.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.hyphenated().fmt(f) }
        }
        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(s: &str) -> Result<Self, Self::Err> { Uuid::parse_str(s).map(Self) }
        }
    )+};
}

ids! {
    /// One dispute, from request to enforceable document.
    CaseId
    /// Chosen by the client, so that a repeated command gets the first answer.
    CommandId
    /// A human being: a party's or a staff member's account.
    PersonId
    /// A mediation body, arbitration commission or court.
    OrgId
    ClauseId
    EvidenceId
    InvitationId
    /// A fact both sides may confirm (OMR 22).
    FactId
}
