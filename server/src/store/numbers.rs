//! Numbers of documents: a series for each institution, kind and year, from 1, and for one piece of
//! work one number, however often it is tried.

use super::{Store, StoreError};
use crate::identity::name_of;
use domain::id::OrgId;
use serde::{Deserialize, Serialize};
use sqlx::Row;

/// What is numbered together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Series {
    /// 仲裁调解书
    ReviewStatement,
    /// 不予制作调解书通知书
    ReviewNotice,
    /// 民事裁定书
    Ruling,
    /// 延期同意书
    ExtensionRecord,
    /// 终止调解告知书, 不予受理通知书 of the mediation body
    EndNotice,
    /// 调解转仲裁复函
    TransferLetter,
    /// 移送材料清单
    TransferList,
    /// 仲裁案件受理通知书
    Arbitration,
    /// 不予受理通知书
    ArbitrationRefusal,
    /// 民事裁定书 on an objection
    ObjectionRuling,
    /// 仲裁调解书 in arbitration
    ArbitralStatement,
    /// 裁决书
    Award,
    /// 准予撤回, 按撤回处理
    ArbitrationClosed,
    /// 中止审理、恢复审理 and what begins the days anew
    TermNotice,
    /// 开庭通知书
    Hearing,
    /// 举证通知书
    Evidence,
    /// 管辖异议、移送管辖、回避、先予执行 and the like
    TribunalDecision,
    /// 案件移送函, 移送执行函
    HandoverLetter,
    /// 支持起诉意见书
    SupportOpinion,
    /// 法律援助决定书
    AidDecision,
    /// 收件回执
    RequestReceipt,
    /// 征询意见函
    InquiryLetter,
    /// 受理通知书 of the mediation body
    Acceptance,
    /// 调解员指派（选定）记录, 披露书
    Mediator,
    /// 调解笔录
    Minutes,
    /// 主持调解证明
    MediationProof,
    /// 受理通知书 on a joint application, of a commission and of a court
    ReviewAcceptance,
    CourtAcceptance,
    /// 延期审批表
    Approval,
    /// 结案报告
    Closing,
    /// 卷宗目录
    Archive,
    /// 工会劳动法律监督提示函, 意见书, 建议书
    Reminder,
    Opinion,
    Recommendation,
    /// 调解建议书
    MediationProposal,
    /// 委托调解函
    MediationReferral,
}

impl Series {
    /// `（2026）枫劳人仲调7号`
    fn text(self, year: i32, running: i64) -> String {
        let mark = match self {
            Self::ReviewStatement => "枫劳人仲调",
            Self::ReviewNotice => "枫劳人仲通",
            Self::Ruling => "青民特",
            Self::ExtensionRecord => "枫劳调延",
            Self::EndNotice => "枫劳调通",
            Self::TransferLetter => "枫劳调转",
            Self::TransferList => "枫劳调移",
            Self::Arbitration => "枫劳人仲案",
            Self::ArbitrationRefusal => "枫劳人仲不",
            Self::ObjectionRuling => "青民特监",
            Self::ArbitralStatement => "枫劳人仲案调",
            Self::Award => "枫劳人仲裁",
            Self::ArbitrationClosed => "枫劳人仲撤",
            Self::TermNotice => "枫劳人仲期",
            Self::Hearing => "枫劳人仲开",
            Self::Evidence => "枫劳人仲举",
            Self::TribunalDecision => "枫劳人仲决",
            Self::HandoverLetter => "枫劳人仲移",
            Self::SupportOpinion => "枫支诉",
            Self::AidDecision => "枫援",
            Self::RequestReceipt => "枫劳调收",
            Self::InquiryLetter => "枫劳调询",
            Self::Acceptance => "枫劳调受",
            Self::Mediator => "枫劳调派",
            Self::Minutes => "枫劳调录",
            Self::MediationProof => "枫劳调证",
            Self::ReviewAcceptance => "枫劳人仲审",
            Self::CourtAcceptance => "青民特受",
            Self::Approval => "延批",
            Self::Closing => "枫劳调结",
            Self::Archive => "枫劳调档",
            Self::Reminder => "枫工提",
            Self::Opinion => "枫工意",
            Self::Recommendation => "枫工建",
            Self::MediationProposal => "枫劳人仲调建",
            Self::MediationReferral => "枫劳人仲委",
        };
        format!("（{year}）{mark}{running}号")
    }
}

impl Store {
    /// The number of `work`: given before, or the next of the series of `org` and `year`.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn number(&self, org: OrgId, series: Series, work: &str, year: i32) -> Result<String, StoreError> {
        let _turn = self.turn().await;
        let mut tx = self.pool.begin().await?;
        // Locks the series, so that whoever waited here sees what was given meanwhile; a number that
        // turns out to be given already is rolled back, and the series has no gap.
        let row = sqlx::query(
            "INSERT INTO counters (name, value) VALUES ($1, 1)
             ON CONFLICT (name) DO UPDATE SET value = counters.value + 1 RETURNING value",
        )
        .bind(format!("{}:{org}:{year}", name_of(series)))
        .fetch_one(&mut *tx)
        .await?;
        let running: i64 = row.try_get("value")?;
        let known = sqlx::query("SELECT number FROM numbers WHERE work = $1")
            .bind(work.to_owned())
            .fetch_optional(&mut *tx)
            .await?;
        if let Some(known) = known {
            tx.rollback().await?;
            return Ok(known.try_get("number")?);
        }
        let number = series.text(year, running);
        sqlx::query("INSERT INTO numbers (work, number, given) VALUES ($1, $2, $3)")
            .bind(work.to_owned())
            .bind(number.clone())
            .bind(running)
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(number)
    }
}
