//! 仲裁期限: what begins the days to decide anew, and what makes them stand still (CHR 44, 46, 47).

use crate::calendar::{CalendarMissing, natural_days_after};
use crate::case::Case;
use crate::moment::{Date, Timestamp};
use serde::{Deserialize, Serialize};

/// Days to decide from acceptance (LMAL 43; CHR 45).
pub const AWARD_DAYS: u32 = 45;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TermGround {
    /// 追加当事人或者第三人: anew from the decision (CHR 46(1))
    PartyAdded,
    /// 增加、变更仲裁请求: anew from its acceptance (CHR 44, 46(3))
    ClaimsAmended,
    /// 反申请合并处理: anew from its acceptance (CHR 36, 46(4))
    CounterClaim,
    /// 公告送达 (CHR 46(6))
    PublicNotice,
    /// 劳动者死亡，等待继承人表明是否参加 (CHR 47(1))
    WorkerDied,
    /// 劳动者丧失民事行为能力，尚未确定法定代理人 (CHR 47(2))
    WorkerIncapable,
    /// 用人单位终止，尚未确定权利义务承继者 (CHR 47(3))
    EmployerDissolved,
    /// 不可抗拒的事由 (CHR 47(4))
    ForceMajeure,
    /// 以其他案件的审理结果为依据 (CHR 47(5))
    OtherCase,
    /// 等待工伤认定、伤残等级鉴定以及其他鉴定结论 (CHR 47(6))
    Appraisal,
    /// 其他应当中止的情形 (CHR 47(7))
    OtherReason,
    /// 恢复审理 (CHR 47)
    Resumed,
}

impl TermGround {
    /// What the tribunal suspends for, in the order of the article.
    pub const SUSPENDS: [Self; 8] = [
        Self::Appraisal,
        Self::OtherCase,
        Self::WorkerDied,
        Self::WorkerIncapable,
        Self::EmployerDissolved,
        Self::ForceMajeure,
        Self::PublicNotice,
        Self::OtherReason,
    ];
    /// What begins the days anew by a decision of its own; amended claims come with the claims.
    pub const RESTARTS: [Self; 2] = [Self::CounterClaim, Self::PartyAdded];

    pub fn suspends(self) -> bool {
        Self::SUSPENDS.contains(&self)
    }

    /// The rule behind the ground.
    pub fn article(self) -> &'static str {
        match self {
            Self::PartyAdded => "劳动人事争议仲裁办案规则 46(1)",
            Self::ClaimsAmended => "劳动人事争议仲裁办案规则 44, 46(3)",
            Self::CounterClaim => "劳动人事争议仲裁办案规则 36, 46(4)",
            Self::PublicNotice => "劳动人事争议仲裁办案规则 46(6)",
            Self::WorkerDied => "劳动人事争议仲裁办案规则 47(1)",
            Self::WorkerIncapable => "劳动人事争议仲裁办案规则 47(2)",
            Self::EmployerDissolved => "劳动人事争议仲裁办案规则 47(3)",
            Self::ForceMajeure => "劳动人事争议仲裁办案规则 47(4)",
            Self::OtherCase => "劳动人事争议仲裁办案规则 47(5)",
            Self::Appraisal => "劳动人事争议仲裁办案规则 47(6)",
            Self::OtherReason => "劳动人事争议仲裁办案规则 47(7)",
            Self::Resumed => "劳动人事争议仲裁办案规则 46(6), 47",
        }
    }
}

/// One turn of the days to decide.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TermMove {
    pub ground: TermGround,
    /// 仲裁委员会主任 or 仲裁院负责人 who approved a suspension (CHR 47); blank where none is asked for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub approved_by: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub explanation: String,
    /// The last day to decide from now on; `None` while the days stand still.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub award_by: Option<Date>,
}

/// When the arbitration was suspended, while it is.
pub fn suspended(case: &Case) -> Option<Timestamp> {
    let (at, last) = case.arbitration.as_ref()?.turns.last()?;
    last.award_by.is_none().then_some(*at)
}

/// The last day to decide once the days go on at `now`: those it stood still are added (CHR 46(6)).
///
/// # Errors
/// [`CalendarMissing`].
pub fn resumed(case: &Case, since: Timestamp, last: Date, now: Timestamp) -> Result<Date, CalendarMissing> {
    let still = since.date(case.zone).days_until(now.date(case.zone));
    natural_days_after(last, u32::try_from(still).unwrap_or(0), &case.local)
}
