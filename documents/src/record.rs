//! What a side itself declared, put on paper from the log whenever it is asked for: 调解申请书 or
//! 口头申请笔录, 在线调解同意书, 送达地址确认书, 无争议事实确认书, 异议书, 撤回申请书
//! (LMAL 12; OMR 4, 17, 18; CHR 35, 76; CPL-Int 357, 372).

use super::words::{named_day, paper};
use super::{Sheet, Words};
use domain::actor::Side;
use domain::arbitration::undisputed;
use domain::award::Conclusion;
use domain::case::{Case, Objector};
use domain::command::{Consent, Track};
use domain::hash::Commitment;
use domain::id::OrgId;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Record {
    /// 调解申请书, 口头申请笔录
    Request,
    /// 在线调解同意书
    Consent,
    /// 送达地址确认书
    ServiceAddress,
    /// 无争议事实确认书
    UndisputedFacts,
    /// 异议书
    Objection,
    /// 利害关系人异议书, as the court took it down
    ThirdObjection,
    /// 撤回申请书: of the joint application, or of the petition
    Withdrawal,
}

impl Record {
    pub const ALL: [Self; 7] = [
        Self::Request,
        Self::Consent,
        Self::ServiceAddress,
        Self::UndisputedFacts,
        Self::Objection,
        Self::ThirdObjection,
        Self::Withdrawal,
    ];

    pub fn title(self, case: &Case) -> &'static str {
        match self {
            Self::Request if !online(case) => "口头申请笔录",
            Self::Request => "调解申请书",
            Self::Consent => "在线调解同意书",
            Self::ServiceAddress => "送达地址确认书",
            Self::UndisputedFacts => "无争议事实确认书",
            Self::Objection => "异议书",
            Self::ThirdObjection => "利害关系人异议书",
            Self::Withdrawal => "撤回申请书",
        }
    }

    /// Whether `side` declared it. Facts are both sides'.
    pub fn stands(self, case: &Case, side: Side) -> bool {
        let joined = case.seat(side).is_some_and(|seat| !seat.consents.is_empty());
        match self {
            Self::Request => side == Side::Claimant,
            Self::Consent | Self::ServiceAddress => joined,
            Self::UndisputedFacts => side == Side::Claimant && undisputed(case).next().is_some(),
            Self::Objection => objection(case, side).is_some(),
            Self::ThirdObjection => side == Side::Claimant && third(case).is_some(),
            Self::Withdrawal => withdrawal(case, side).is_some(),
        }
    }
}

/// Who asks online consents with the request itself (LMAL 12).
fn online(case: &Case) -> bool {
    case.request_online
}

fn objection(case: &Case, side: Side) -> Option<&str> {
    let mut raised = case.applications.iter().flat_map(|it| &it.objections);
    let own = raised.find(|it| it.by_whom == Objector::Party(side));
    own.map(|it| it.reason.as_str())
}

/// The last objection of an interested third party.
fn third(case: &Case) -> Option<(Commitment, &str)> {
    let raised = case.applications.iter().flat_map(|it| &it.objections);
    let mut by_third = raised.filter_map(|it| match it.by_whom {
        Objector::Third(name) => Some((name, it.reason.as_str())),
        Objector::Party(_) => None,
    });
    by_third.next_back()
}

/// What `side` withdrew last, before whom, and why.
fn withdrawal(case: &Case, side: Side) -> Option<(String, Option<OrgId>, &str)> {
    let petitions = case.earlier.iter().chain(&case.arbitration);
    let mut petition = petitions
        .filter(|it| it.side == side)
        .filter_map(|it| match &it.conclusion {
            Some(Conclusion::Withdrawn { reason }) => Some((
                "仲裁申请".to_owned(),
                case.transfer.as_ref().map(|it| it.commission),
                reason.as_str(),
            )),
            _ => None,
        });
    petition.next_back().or_else(|| {
        let withdrawn = case.applications.iter().rev().find_map(|it| {
            let (by, reason) = it.withdrawn_by.as_ref()?;
            (*by == side).then_some((it, reason.as_str()))
        });
        let (application, reason) = withdrawn?;
        let what = match application.track {
            Track::ArbitrationReview => "仲裁审查申请",
            Track::JudicialConfirmation => "司法确认申请",
        };
        Some((what.to_owned(), Some(application.institution), reason))
    })
}

pub fn record(case: &Case, record: Record, side: Side, words: &Words) -> Sheet {
    let mut sheet = paper(words, case, None, record.title(case), String::new());
    let name = words.name(case, side);
    let own = super::petition::party(case, side, label(side), words) + "。";
    match record {
        Record::Request => {
            let other = super::petition::party(case, side.other(), label(side.other()), words) + "。";
            sheet.parties = vec![own, other];
            sheet.opening = vec![("请求事项".into(), String::new())];
            sheet.clauses = case.claims.iter().map(super::petition::claim).collect();
            sheet.closing = vec![
                format!("事实与理由：{}", case.facts),
                format!(
                    "{}（{}）。",
                    if online(case) {
                        "申请人在线提交"
                    } else {
                        "申请人口头申请，由调解员当场记录"
                    },
                    named_day(case, case.opened)
                ),
            ];
        }
        Record::Consent => {
            sheet.parties = vec![own];
            let given = case.seat(side).map(|seat| seat.consents.clone()).unwrap_or_default();
            sheet.clauses = given.into_iter().map(|consent| consented(consent).to_owned()).collect();
            sheet.closing = vec!["以上各项由本人逐项分别同意，可以随时撤回，撤回不影响此前行为的效力。".into()];
        }
        Record::ServiceAddress => {
            sheet.parties = vec![own];
            let chosen = case.service.get(&side);
            let email = chosen
                .and_then(|it| it.email)
                .and_then(|it| words.value(&it).map(str::to_owned));
            let electronic = domain::service::electronic(case, side);
            sheet.clauses = vec![
                if electronic {
                    "同意以电子方式送达，包括调解书、裁定书、裁决书；以送达信息到达平台账户的日期为送达日期。".into()
                } else {
                    "不同意电子送达，要求送达纸质文书。".into()
                },
                format!("电子邮件：{}。", email.as_deref().unwrap_or("未提供")),
                "送达地址有变更的，及时告知；因提供的地址不准确或者拒不告知变更，文书未能实际接收的，以退回之日视为送达。".into(),
            ];
        }
        Record::UndisputedFacts => {
            sheet.clauses = undisputed(case).map(|fact| fact.text.clone()).collect();
            sheet.closing = vec![
                "以上事实经双方在线逐项确认，可以在仲裁、诉讼中使用（《人民法院在线调解规则》第十八条、第二十二条）。"
                    .into(),
            ];
        }
        Record::Objection => {
            sheet.parties = vec![own];
            let reason = objection(case, side).unwrap_or_default().to_owned();
            sheet.opening = vec![("异议理由".into(), reason)];
            sheet.closing =
                vec!["依照《最高人民法院关于适用〈中华人民共和国民事诉讼法〉的解释》第三百七十二条提出。".into()];
        }
        Record::ThirdObjection => {
            if let Some((name, reason)) = third(case) {
                let name = words.value(&name).unwrap_or("利害关系人").to_owned();
                sheet.parties = vec![format!("异议人：{name}。")];
                sheet.opening = vec![("异议理由".into(), reason.to_owned())];
                sheet.closing = vec![
                    "依照《最高人民法院关于适用〈中华人民共和国民事诉讼法〉的解释》第三百七十二条，自知道或者应当知道其民事权益受到侵害之日\
                     起六个月内提出，由人民法院记录在卷。"
                        .into(),
                ];
                sheet.signers = vec![("异议人（人民法院记录）".into(), name)];
            }
            return sheet;
        }
        Record::Withdrawal => {
            sheet.parties = vec![own];
            if let Some((what, before, reason)) = withdrawal(case, side) {
                let reason = reason.trim().trim_end_matches('。');
                sheet.opening = vec![(
                    String::new(),
                    format!(
                        "申请撤回向{}提出的{what}（调解案号：{}）。理由：{reason}。",
                        words.org(before),
                        case.number
                    ),
                )];
            }
        }
    }
    sheet.signers = vec![(format!("{}（网上确认）", label(side)), name)];
    if record == Record::UndisputedFacts {
        sheet.signers.push((
            format!("{}（网上确认）", label(side.other())),
            words.name(case, side.other()),
        ));
    }
    sheet
}

fn label(side: Side) -> &'static str {
    match side {
        Side::Claimant => "申请人",
        Side::Respondent => "被申请人",
    }
}

fn consented(consent: Consent) -> &'static str {
    match consent {
        Consent::OnlineMediation => {
            "同意以在线方式进行调解，知悉可以随时退出、可以要求转为线下（《人民法院在线调解规则》第四条）。"
        }
        Consent::ElectronicSignature => "同意以电子签名签署调解协议和申请（《中华人民共和国电子签名法》第三条）。",
        Consent::ElectronicService => "同意电子送达（《中华人民共和国民事诉讼法》第九十条）。",
        Consent::PersonalData => "单独同意处理身份证件等敏感个人信息（《中华人民共和国个人信息保护法》第二十九条）。",
    }
}
