//! What a party is told by text message when the case moves on without it. One job a side, so that
//! one phone that fails tells the other nothing twice.

use crate::app::Shared;
use anyhow::Context;
use domain::actor::Side;
use domain::event::Event;
use domain::id::{CaseId, ClauseId};
use domain::moment::Date;
use domain::motion::{self, Reply};
use domain::performance::{self, Duty};
use domain::sorted::Set;
use domain::term::TermGround;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Notice {
    ArbitrationOpen,
    Transferred,
    PetitionReturned,
    ArbitrationAccepted,
    ArbitrationRefused,
    Extended,
    ReviewExtended,
    ObjectionDecided,
    DutySoon,
    DutyReported,
    DutyDisputed,
    DutyOverdue,
    PaymentDemanded,
    Performed,
    NoCommission,
    Hearing,
    HearingRecorded,
    AwardExtended,
    TermMoved,
    ClaimsAmended,
    MotionMade,
    MotionAnswered,
    ClaimsAsked,
    EvidencePeriod,
    Answered,
    AmendmentDeclined,
    Concluded,
    StatementRefused,
    ConclusionEffective,
    SupportDecided,
    HelperAppointed,
    MinutesClosed,
    MediateAgain,
}

#[derive(Serialize, Deserialize)]
struct Told {
    side: Side,
    notice: Notice,
    /// The duty a reminder is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    duty: Option<(ClauseId, u32)>,
    /// Its day when the reminder was put by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    day: Option<Date>,
}

fn notice(event: &Event) -> Option<Notice> {
    Some(match event {
        Event::ArbitrationPrompted { .. } => Notice::ArbitrationOpen,
        Event::CaseTransferred { .. } => Notice::Transferred,
        Event::PetitionReturned { .. } => Notice::PetitionReturned,
        Event::ArbitrationAccepted { .. } => Notice::ArbitrationAccepted,
        Event::ArbitrationRefused { .. } => Notice::ArbitrationRefused,
        Event::MediationExtended { .. } => Notice::Extended,
        Event::ReviewExtended { .. } => Notice::ReviewExtended,
        Event::ObjectionDecided { .. } => Notice::ObjectionDecided,
        Event::DutyReported { .. } => Notice::DutyReported,
        Event::DutyDisputed { .. } => Notice::DutyDisputed,
        Event::DutyOverdue { .. } => Notice::DutyOverdue,
        Event::PaymentDemanded { .. } => Notice::PaymentDemanded,
        Event::PerformanceCompleted => Notice::Performed,
        Event::CommissionMissing => Notice::NoCommission,
        Event::HearingScheduled { .. } => Notice::Hearing,
        Event::HearingRecorded { .. } => Notice::HearingRecorded,
        Event::AwardExtended { .. } => Notice::AwardExtended,
        // Amended claims are told of by themselves.
        Event::AwardTermMoved(turn) if turn.ground == TermGround::ClaimsAmended => return None,
        Event::AwardTermMoved(_) => Notice::TermMoved,
        Event::ClaimsAmended { .. } => Notice::ClaimsAmended,
        Event::CommissionAsked(_) => Notice::MotionMade,
        // The new hearing is told of by itself.
        Event::MotionAnswered(answered) if matches!(answered.reply, Reply::Postponed { .. }) => return None,
        Event::MotionAnswered(_) => Notice::MotionAnswered,
        Event::Pleaded { pleading, .. } if pleading.claims.is_empty() => Notice::Answered,
        Event::Pleaded { .. } => Notice::ClaimsAsked,
        Event::EvidencePeriodSet { .. } => Notice::EvidencePeriod,
        Event::AmendmentDeclined { .. } => Notice::AmendmentDeclined,
        Event::ArbitrationConcluded { .. } => Notice::Concluded,
        Event::StatementRefused { .. } => Notice::StatementRefused,
        Event::ConclusionEffective { .. } => Notice::ConclusionEffective,
        Event::SupportDecided { .. } => Notice::SupportDecided,
        Event::HelperAppointed { .. } => Notice::HelperAppointed,
        Event::MinutesClosed { .. } => Notice::MinutesClosed,
        Event::MediationAskedAgain { .. } => Notice::MediateAgain,
        _ => return None,
    })
}

/// The sides `event` is told to.
pub fn told(event: &Event) -> Vec<Side> {
    match event {
        // Who acted knows.
        Event::DutyReported { side, .. }
        | Event::DutyDisputed { side, .. }
        | Event::PaymentDemanded { side }
        | Event::Pleaded { side, .. }
        | Event::MediationAskedAgain { side } => vec![side.other()],
        Event::CommissionAsked(asked) => vec![asked.side.other()],
        // Whom it concerns: who asked is the worker, and an employer asks for none.
        Event::SupportDecided { .. } | Event::HelperAppointed { .. } => vec![Side::Claimant],
        _ if notice(event).is_some() => Side::BOTH.to_vec(),
        _ => Vec::new(),
    }
}

/// The job's payload; empty for what is not told.
pub fn payload(event: &Event, side: Side) -> String {
    let told = notice(event).map(|notice| Told {
        side,
        notice,
        duty: None,
        day: None,
    });
    told.and_then(|told| serde_json::to_string(&told).ok())
        .unwrap_or_default()
}

/// The payload of a reminder to whoever owes `duty`.
pub fn reminder(duty: &Duty) -> String {
    let told = Told {
        side: duty.by,
        notice: Notice::DutySoon,
        duty: Some((duty.clause, duty.part)),
        day: Some(duty.day),
    };
    serde_json::to_string(&told).unwrap_or_default()
}

/// Sends the message, in the words of the day it was due.
pub async fn tell(app: &Shared, id: CaseId, payload: &str) -> anyhow::Result<()> {
    let Told {
        side,
        notice,
        duty,
        day,
    } = serde_json::from_str(payload)?;
    let case = app.store.load(id).await?.context("the case")?;
    // Nobody is reminded of what is done.
    let standing = duty.and_then(|duty| case.duties.get(&duty));
    if standing.is_some_and(|standing| standing.confirmed || standing.reported.is_some()) {
        return Ok(());
    }
    // Nor of another day than the one that holds: a condition came about, or another agreement.
    let holds = |due: &Duty| duty == Some((due.clause, due.part)) && day == Some(due.day);
    if day.is_some() && !performance::duties(&case).iter().any(holds) {
        return Ok(());
    }
    // Who never joined was invited, and owes the case nothing more.
    let Some(seat) = case.seat(side).filter(|seat| seat.person.is_some()) else {
        return Ok(());
    };
    let phone = seat.particulars.phone;
    let known = app.store.disclosures(id, &Set::from_iter([phone])).await?;
    // Erased meanwhile: there is nobody to write to.
    let Some(phone) = known.first() else { return Ok(()) };
    let said = match notice {
        // That the first commission moved it says it all.
        Notice::Transferred | Notice::NoCommission if motion::moved(&case) => return Ok(()),
        Notice::ArbitrationOpen => "自申请调解之日起已满十五日。您可以继续调解，也可以随时在案件中选择申请劳动仲裁。",
        Notice::Transferred => {
            "调解未达成协议，案件已移送仲裁委员会。移送不等于申请仲裁：请打开案件，核对并提交仲裁申请书。"
        }
        Notice::PetitionReturned => "仲裁委员会要求补正仲裁申请书，请打开案件查看。",
        Notice::ArbitrationAccepted => "仲裁委员会已受理仲裁申请，受理通知书在案件中。",
        Notice::ArbitrationRefused => "仲裁委员会决定不予受理，通知书在案件中。申请人可以向人民法院起诉。",
        Notice::ReviewExtended => "经批准，审查期限已延长，新的最后一日在案件中。",
        Notice::ObjectionDecided => "法院已对异议作出裁定，裁定书在案件中。",
        Notice::DutySoon => "协议约定的一项履行将在三天后到期，请按期履行并在案件中上传凭证。",
        Notice::DutyReported => "对方报告已经履行一项约定，请打开案件核对：收到请确认，没有收到请提出。",
        Notice::DutyDisputed => "对方对您报告的履行有异议，请打开案件查看。",
        Notice::DutyOverdue => "协议约定的一项履行已经到期，尚未确认。请打开案件查看。",
        Notice::PaymentDemanded => "对方发出催告函，请打开案件查看并尽快付款。",
        Notice::Performed => "协议约定的各项均已确认履行，本案结案。",
        Notice::NoCommission => {
            "本地区的仲裁委员会尚未接入本平台，案件不能在线移送。您随时可以自行申请仲裁：请打开案件，生成仲裁申请书并下载案卷。"
        }
        Notice::Hearing => "仲裁委员会已通知开庭，时间和地点在案件中。",
        Notice::HearingRecorded => "庭审笔录已写好，请打开案件核对并确认。",
        Notice::AwardExtended => "经批准，仲裁审理期限已延长，新的最后一日在案件中。",
        Notice::TermMoved => "仲裁审理期限有变动（中止、恢复或者重新计算），通知书在案件中。",
        Notice::ClaimsAmended => "申请人的请求已变更，请打开案件查看。",
        Notice::MotionMade => "对方向仲裁委员会提出了管辖异议、回避、先予执行或者延期开庭申请，请打开案件查看。",
        Notice::MotionAnswered => "仲裁委员会已就管辖、回避、先予执行或者延期开庭作出决定，文书在案件中。",
        Notice::ClaimsAsked => "申请人请求变更仲裁请求，等仲裁庭答复，请打开案件查看。",
        Notice::Answered => "被申请人已提交答辩书，请打开案件查看。",
        Notice::EvidencePeriod => "仲裁庭指定了举证期限，最后一天在案件中。",
        Notice::AmendmentDeclined => "仲裁庭没有受理变更请求，理由在案件中。",
        Notice::Concluded => "仲裁庭已结案，文书在案件中，请打开案件查看并签收。",
        Notice::StatementRefused => "一方在签收前反悔，仲裁庭将依法裁决。",
        Notice::ConclusionEffective => "仲裁文书已发生法律效力。",
        Notice::SupportDecided => "您的法律援助或支持起诉申请已有答复，请打开案件查看。",
        Notice::HelperAppointed => "法律援助机构已指派人员，联系方式在案件中。",
        Notice::MinutesClosed => "调解笔录已写好，请打开案件核对并确认，有不同意见可以写明。",
        Notice::MediateAgain => {
            "对方愿意就未获法院确认的协议再次调解，请打开案件决定。双方都同意的，由调解组织受理；否则原协议继续有效。"
        }
        Notice::Extended => "双方同意延长调解期限，新的最后一日在案件中。",
    };
    let text = format!("【枫桥云调】{}：{said}{}/app/", case.number, app.config.origin);
    app.sms.send(&phone.value, &text, app.clock.now()).await
}
