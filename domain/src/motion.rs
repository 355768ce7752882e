//! What a side asks of the commission while it arbitrates, and what it is answered: 管辖异议 (CHR 9, 10), 回避
//! (LMAL 33; CHR 11, 12), 先予执行 (LMAL 44; CHR 51), 延期开庭 (LMAL 35; CHR 38).
//!
//! None of it makes the days to decide stand still: no article says so. A case that moves begins them anew where it
//! goes (CHR 46(5)).
//!
//! The parties' first program knows nothing of it. The part fetched later writes what is asked ([`written`]) and
//! reads what came of it from the entries ([`told`]).

use crate::actor::{Actor, Side};
use crate::arbitration::Arbitration;
use crate::case::Case;
use crate::hash::Salt;
use crate::id::{OrgId, PersonId};
use crate::log::Entry;
use crate::moment::{Date, Timestamp};
use crate::money::Fen;
use serde::{Deserialize, Serialize};

/// Why an arbitrator is to withdraw (LMAL 33).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum WithdrawalGround {
    /// 是本案当事人或者当事人、代理人的近亲属 (LMAL 33(1))
    PartyOrKin,
    /// 与本案有利害关系 (LMAL 33(2))
    Interest,
    /// 与当事人、代理人有其他关系，可能影响公正裁决 (LMAL 33(3))
    OtherRelation,
    /// 私自会见当事人、代理人，或者接受请客送礼 (LMAL 33(4))
    PrivateContact,
}

impl WithdrawalGround {
    pub const ALL: [Self; 4] = [
        Self::PartyOrKin,
        Self::Interest,
        Self::OtherRelation,
        Self::PrivateContact,
    ];
}

/// What 先予执行 is for: these four and nothing else (LMAL 44).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AdvanceHead {
    /// 劳动报酬
    Pay,
    /// 工伤医疗费
    InjuryCosts,
    /// 经济补偿
    Compensation,
    /// 赔偿金
    Damages,
}

impl AdvanceHead {
    pub const ALL: [Self; 4] = [Self::Pay, Self::InjuryCosts, Self::Compensation, Self::Damages];
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Plea {
    /// 管辖异议 (CHR 10)
    Jurisdiction,
    /// 回避申请 (LMAL 33; CHR 11)
    Withdrawal {
        ground: WithdrawalGround,
        /// The day the ground became known, where that was after the hearing began.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        since: Option<Date>,
    },
    /// 先予执行申请 (LMAL 44)
    Advance { head: AdvanceHead, amount: Fen },
    /// 延期开庭申请 (LMAL 35; CHR 38)
    Adjournment,
}

impl Plea {
    pub fn matter(&self) -> Matter {
        match self {
            Self::Jurisdiction => Matter::Jurisdiction,
            Self::Withdrawal { .. } => Matter::Withdrawal,
            Self::Advance { .. } => Matter::Advance,
            Self::Adjournment => Matter::Adjournment,
        }
    }
}

/// What an answer is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Matter {
    Jurisdiction,
    Withdrawal,
    Advance,
    Adjournment,
}

/// The commission's answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// Without ground: the arbitration goes on as it was.
    Rejected,
    /// 移送 to the commission that has jurisdiction, objected to or not (CHR 9, 10): to one on the portal with the
    /// petition, to another by its name alone.
    Moved {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        commission: Option<OrgId>,
        name: String,
    },
    /// 回避: another arbitrator of the commission takes the case.
    Replaced { arbitrator: PersonId },
    /// 裁决先予执行, 移送人民法院执行 (LMAL 44); the explanation says why the rights are clear.
    Advanced {
        amount: Fen,
        /// Why the applicant's life would suffer gravely without it.
        hardship: String,
        /// 人民法院 it is handed to.
        court: String,
    },
    /// 延期开庭 to a later day, of which both are told as of any hearing (CHR 38). All who asked have their answer.
    Postponed { at: Timestamp, place: String },
}

/// A side asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Asked {
    pub side: Side,
    pub plea: Plea,
    pub reason: String,
    /// Last day to decide: three working days for a withdrawal (CHR 11). `None` for what the law gives no day, and
    /// where the holiday table is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decide_by: Option<Date>,
    /// The hearing that another day is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hearing: Option<Timestamp>,
}

/// The commission answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Answered {
    pub by: Actor,
    pub matter: Matter,
    pub reply: Reply,
    pub explanation: String,
    /// 仲裁委员会主任 or 仲裁院负责人 who decided on a withdrawal (CHR 12); else blank.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub approved_by: String,
}

/// One thing asked, or done without being asked (CHR 9), and its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Motion {
    pub at: Timestamp,
    /// `None` where the commission acted by itself.
    pub asked: Option<Asked>,
    pub answer: Option<(Timestamp, Answered)>,
    /// The arbitrator it was about, once that one was replaced.
    pub withdrew: Option<PersonId>,
}

impl Motion {
    pub fn matter(&self) -> Option<Matter> {
        let asked = self.asked.as_ref().map(|it| it.plea.matter());
        asked.or(self.answer.as_ref().map(|(_, it)| it.matter))
    }

    pub fn reply(&self) -> Option<&Reply> {
        self.answer.as_ref().map(|(_, it)| &it.reply)
    }
}

/// All of the case's, whatever petition they belong to; the parties' program keeps none.
pub fn all(case: &Case) -> &[Motion] {
    #[cfg(not(feature = "party"))]
    let all = &case.motions;
    #[cfg(feature = "party")]
    let all = {
        let _ = case;
        &[]
    };
    all
}

/// Of `motions` those under the petition as it was accepted last.
pub fn present<'a>(arbitration: &Arbitration, motions: &'a [Motion]) -> impl Iterator<Item = &'a Motion> + use<'a> {
    let since = arbitration.accepted;
    motions
        .iter()
        .filter(move |it| since.is_some_and(|since| it.at >= since))
}

/// Not answered yet, the oldest first.
pub fn open<'a>(arbitration: &Arbitration, motions: &'a [Motion], matter: Matter) -> Option<&'a Motion> {
    present(arbitration, motions).find(|it| it.answer.is_none() && it.matter() == Some(matter))
}

/// What was answered, in the order in which it was.
pub fn answered(case: &Case) -> Vec<&Motion> {
    let mut answered: Vec<_> = all(case).iter().filter(|it| it.answer.is_some()).collect();
    answered.sort_by_key(|it| it.answer.as_ref().map(|(at, _)| *at));
    answered
}

/// What was answered by a decision in writing. Another day for the hearing is told by the notice of that hearing.
pub fn decided(case: &Case) -> Vec<&Motion> {
    let mut answered = answered(case);
    answered.retain(|it| !matches!(it.reply(), Some(Reply::Postponed { .. })));
    answered
}

/// What was answered with a letter to somebody else: another commission, or a court.
pub fn handed_on(case: &Case) -> Vec<&Motion> {
    let mut answered = answered(case);
    answered.retain(|it| matches!(it.reply(), Some(Reply::Moved { .. } | Reply::Advanced { .. })));
    answered
}

/// The petition `motion` was made under, wherever that is now.
pub fn under<'a>(case: &'a Case, motion: &Motion) -> Option<&'a Arbitration> {
    let mut all = case.earlier.iter().chain(&case.arbitration);
    all.rfind(|it| it.accepted.is_some_and(|since| since <= motion.at))
}

/// The case went to another commission by a decision of the first (CHR 9, 10).
pub fn moved(case: &Case) -> bool {
    let moved = |it: &Motion| matches!(it.reply(), Some(Reply::Moved { .. }));
    all(case).iter().any(moved)
}

/// What was ordered to be paid in advance so far, over all petitions: the same money is not enforced twice, so an
/// award counts it in (LMAL 44).
pub fn advanced(motions: &[Motion]) -> Fen {
    let sum = motions.iter().filter_map(|it| match it.reply() {
        Some(Reply::Advanced { amount, .. }) => Some(amount.0),
        _ => None,
    });
    Fen(sum.sum())
}

/// What may still be asked in advance: the sums claimed without what was ordered already.
pub fn advance_left(arbitration: &Arbitration, motions: &[Motion]) -> Fen {
    let claimed = arbitration.petition.claims.iter().filter_map(|it| it.amount);
    Fen(claimed.map(|it| it.0).sum::<i64>() - advanced(motions).0)
}

/// What the part of the parties' program that asks writes: [`crate::command::Command::AskCommission`].
pub fn written(plea: &Plea, reason: &str) -> String {
    #[derive(Serialize)]
    struct Asking<'a> {
        plea: &'a Plea,
        reason: &'a str,
    }
    #[derive(Serialize)]
    #[serde(rename_all = "snake_case")]
    enum Command<'a> {
        AskCommission(Asking<'a>),
    }
    crate::text::canonical_json(&Command::AskCommission(Asking { plea, reason }))
}

/// What an entry says of a motion.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Told {
    CommissionAsked(Asked),
    MotionAnswered(Answered),
}

/// What `entry` says of a motion, if it does: for a program whose events leave them out.
pub fn read(entry: &Entry) -> Option<Told> {
    #[derive(Deserialize)]
    struct Said {
        #[serde(rename = "salt")]
        _salt: Salt,
        event: Told,
    }
    Some(crate::text::read::<Said>(entry.payload.as_ref()?)?.event)
}

/// The motions that `entries` tell of.
pub fn told(entries: &[Entry]) -> Vec<Motion> {
    let mut motions = Vec::new();
    for entry in entries {
        if let (Some(told), Ok(header)) = (read(entry), entry.header()) {
            take(&mut motions, &told, header.time, None);
        }
    }
    motions
}

/// Takes in what happened at `at`, while `sitting` had the case.
pub(crate) fn take(motions: &mut Vec<Motion>, told: &Told, at: Timestamp, sitting: Option<PersonId>) {
    match told {
        Told::CommissionAsked(asked) => motions.push(Motion {
            at,
            asked: Some(asked.clone()),
            answer: None,
            withdrew: None,
        }),
        Told::MotionAnswered(answered) => {
            let open = |it: &&mut Motion| it.answer.is_none() && it.matter() == Some(answered.matter);
            let answer = Some((at, answered.clone()));
            let most = match answered.reply {
                Reply::Postponed { .. } => usize::MAX,
                _ => 1,
            };
            let mut none = true;
            for motion in motions.iter_mut().filter(open).take(most) {
                motion.answer.clone_from(&answer);
                motion.withdrew = sitting.filter(|_| matches!(answered.reply, Reply::Replaced { .. }));
                none = false;
            }
            if none {
                motions.push(Motion {
                    at,
                    asked: None,
                    answer,
                    withdrew: None,
                });
            }
        }
    }
}
