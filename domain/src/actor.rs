//! Who acts, in what role, and how surely we know it.

use crate::id::{OrgId, PersonId};
use serde::{Deserialize, Serialize};

/// The two sides of a labour dispute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// 申请人
    Claimant,
    /// 被申请人
    Respondent,
}

impl Side {
    pub const BOTH: [Self; 2] = [Self::Claimant, Self::Respondent];
    pub fn other(self) -> Self {
        match self {
            Self::Claimant => Self::Respondent,
            Self::Respondent => Self::Claimant,
        }
    }
}

/// What a person is in one case or institution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Claimant,
    Respondent,
    /// 调解员
    Mediator,
    /// 仲裁员
    Arbitrator,
    /// 法官
    Judge,
    /// 支持机构工作人员: of a union, a procuratorate or a legal aid office
    Supporter,
    /// 翻译人员 of a mediation body
    Interpreter,
    /// 督导员 of a mediation body: may be let in to watch the talks, never a caucus.
    Observer,
    /// Keeps an organisation's people.
    OrgAdmin,
    /// The portal itself: documents made, periods run out, seals set.
    System,
}

impl Role {
    pub fn side(self) -> Option<Side> {
        match self {
            Self::Claimant => Some(Side::Claimant),
            Self::Respondent => Some(Side::Respondent),
            _ => None,
        }
    }
}

impl From<Side> for Role {
    fn from(side: Side) -> Self {
        match side {
            Side::Claimant => Self::Claimant,
            Side::Respondent => Self::Respondent,
        }
    }
}

/// How a person's identity was established (design §8), weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Assurance {
    /// A one-time code reached the phone.
    Phone,
    /// The mediator compared the document on camera (OMR 17).
    DocumentSeen,
    /// A passkey of an institution's staff member.
    Passkey,
    /// An authoritative source confirmed the identity.
    Authority,
}

/// The person behind a command, as the session says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Actor {
    pub person: PersonId,
    pub role: Role,
    /// The institution a staff member acts for; `None` for parties.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub org: Option<OrgId>,
    pub assurance: Assurance,
}

impl Actor {
    pub const SYSTEM: Self = Self {
        person: PersonId(uuid::Uuid::nil()),
        role: Role::System,
        org: None,
        assurance: Assurance::Authority,
    };
}
