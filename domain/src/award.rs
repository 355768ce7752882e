//! How an arbitration ends: 调解书, 裁决书 (终局 or not), withdrawal (LMAL 42-50; CHR 39, 50).

use crate::actor::Side;
use crate::arbitration::Arbitration;
use crate::calendar;
use crate::case::Case;
use crate::moment::{Date, Timestamp};
use crate::money::Fen;
use crate::paper::PaperKind;
use crate::sorted::Set;
use serde::{Deserialize, Serialize};

/// Months of local minimum wage up to which one item's award is final (LMAL 47(1)).
const FINAL_MONTHS: i64 = 12;
/// Days to sue from receipt (LMAL 48, 50).
const SUE_DAYS: u32 = 15;
/// Days for the employer to ask that a final award be set aside, from receipt (LMAL 49).
const SET_ASIDE_DAYS: u32 = 30;

/// What an item is about, as far as finality turns on it (LMAL 47; CHR 50).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AwardHead {
    /// 劳动报酬, 工伤医疗费, 经济补偿 or 赔偿金: final up to twelve months of minimum wage
    Money,
    /// 工作时间、休息休假、社会保险: national standards, final
    Standard,
    Other,
}

impl AwardHead {
    pub const ALL: [Self; 3] = [Self::Money, Self::Standard, Self::Other];
}

/// 裁决事项 or 调解事项, one by one: each is weighed by itself (CHR 50).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AwardItem {
    pub head: AwardHead,
    pub text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Fen>,
}

impl AwardItem {
    /// 终局 where the monthly minimum wage of the place is `minimum_wage`.
    pub fn is_final(&self, minimum_wage: Fen) -> bool {
        match self.head {
            AwardHead::Money => self
                .amount
                .is_some_and(|amount| amount.0 <= minimum_wage.0.saturating_mul(FINAL_MONTHS)),
            AwardHead::Standard => true,
            AwardHead::Other => false,
        }
    }
}

/// How the tribunal ends the case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Conclusion {
    /// 仲裁调解书: effective when both have received it (LMAL 42).
    Mediated { items: Vec<AwardItem> },
    /// 裁决书; what is final and what is not goes into separate ones (CHR 50). `minimum_wage` is the
    /// local monthly one, `source` where it stands.
    Awarded {
        items: Vec<AwardItem>,
        minimum_wage: Fen,
        source: String,
    },
    /// 撤回仲裁申请
    Withdrawn { reason: String },
    /// 按撤回处理: the applicant stayed away from the hearing (CHR 39).
    Absent { reason: String },
}

impl Conclusion {
    /// The items of one award.
    pub fn items(&self, finals: bool) -> Vec<&AwardItem> {
        match self {
            Self::Awarded {
                items, minimum_wage, ..
            } => items
                .iter()
                .filter(|item| item.is_final(*minimum_wage) == finals)
                .collect(),
            _ => Vec::new(),
        }
    }

    /// The documents it is put into.
    pub fn papers(&self) -> Vec<PaperKind> {
        match self {
            Self::Mediated { .. } => vec![PaperKind::ArbitralStatement],
            Self::Awarded { .. } => [(true, PaperKind::FinalAward), (false, PaperKind::Award)]
                .into_iter()
                .filter(|(finals, _)| !self.items(*finals).is_empty())
                .map(|(_, kind)| kind)
                .collect(),
            Self::Withdrawn { .. } | Self::Absent { .. } => vec![PaperKind::ArbitrationClosed],
        }
    }
}

/// 开庭 (CHR 38)
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hearing {
    pub at: Timestamp,
    pub place: String,
    /// The time it takes the place of.
    pub instead_of: Option<Timestamp>,
}

/// 庭审笔录 (LMAL 40)
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HearingRecord {
    pub text: String,
    pub confirmed: Set<Side>,
}

/// When `side` received the case's paper of `kind`, the newest of them.
pub fn received(case: &Case, side: Side, kind: PaperKind) -> Option<Timestamp> {
    let paper = case.papers.iter().rev().find(|paper| paper.kind == kind)?;
    case.received.get(&(paper.document, side)).copied()
}

fn concluded(case: &Case) -> Option<(&Arbitration, &Conclusion)> {
    let arbitration = case.arbitration.as_ref()?;
    Some((arbitration, arbitration.conclusion.as_ref()?))
}

/// The last day for `side` to sue on what was awarded: 15 days from its own receipt. Against a final
/// award only the worker may (LMAL 48, 50).
pub fn sue_until(case: &Case, side: Side) -> Option<Date> {
    let (_, conclusion) = concluded(case)?;
    let open = |finals: bool| !conclusion.items(finals).is_empty();
    let kind = if open(false) {
        PaperKind::Award
    } else if open(true) && side != crate::performance::employer(case) {
        PaperKind::FinalAward
    } else {
        return None;
    };
    let day = received(case, side, kind)?.date(case.zone);
    calendar::natural_days_after(day, SUE_DAYS, &case.local).ok()
}

/// The last day for the employer to ask the intermediate court to set a final award aside (LMAL 49).
pub fn set_aside_until(case: &Case) -> Option<Date> {
    let (_, conclusion) = concluded(case)?;
    if conclusion.items(true).is_empty() {
        return None;
    }
    let employer = crate::performance::employer(case);
    let day = received(case, employer, PaperKind::FinalAward)?.date(case.zone);
    calendar::natural_days_after(day, SET_ASIDE_DAYS, &case.local).ok()
}

/// The day after which an award that is not final takes effect unsued: the later of both sides'
/// (LMAL 50). `None` while one has not received it, where someone sued, or where it is in force.
pub fn effect_day(case: &Case) -> Option<Date> {
    let (arbitration, conclusion) = concluded(case)?;
    if conclusion.items(false).is_empty() || !arbitration.suits.is_empty() || arbitration.in_force.is_some() {
        return None;
    }
    let [one, other] = Side::BOTH.map(|side| sue_until(case, side));
    Some(one?.max(other?))
}
