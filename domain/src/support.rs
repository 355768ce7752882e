//! 支持起诉 and 法律援助: who was asked to stand by a worker, and what came of it (CPL 15; 工会法 22-23;
//! 法律援助法 22, 31, 42-43).

use crate::actor::Side;
use crate::id::{OrgId, PersonId};
use crate::moment::Date;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SupportKind {
    /// 法律援助: decided in 7 days, a helper named in 3 more (法律援助法 43)
    LegalAid,
    /// 支持起诉 by a union or a procuratorate; it is no party (CPL 15).
    Suit,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Support {
    pub side: Side,
    pub org: OrgId,
    pub kind: SupportKind,
    pub reason: String,
    pub decide_by: Option<Date>,
    /// Whether it was granted, and why.
    pub decided: Option<(bool, String)>,
    pub by: Option<PersonId>,
    pub appoint_by: Option<Date>,
    /// Who helps, and how to reach them.
    pub appointed: Option<String>,
}
