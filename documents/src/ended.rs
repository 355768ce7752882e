//! What the mediation body puts in writing beside the agreement: 延期同意书 (EMR 29), 不予受理通知书 and
//! 终止调解告知书 with what the law leaves open (EMR 22, 30; PML 26).

use super::words::{named_day, paper, plain};
use super::{Sheet, Words};
use domain::actor::Side;
use domain::case::{Case, Ending};
use domain::command::RefusalGround;
use domain::event::EndGround;
use domain::moment::Date;

/// Both agreed, each in its own session; `before` was the last day until then.
pub fn extension(case: &Case, (before, until): (Date, Date), number: String, words: &Words) -> Sheet {
    let mut sheet = paper(words, case, case.body, "延期同意书", number);
    let (claimant, respondent) = (words.name(case, Side::Claimant), words.name(case, Side::Respondent));
    sheet.opening = vec![(
        String::new(),
        format!(
            "{claimant}与{respondent}劳动争议一案（{}），原调解期限至{}。双方在期限届满前分别表示同意延长调解期限，依照\
             《企业劳动争议协商调解规定》第二十九条的规定，调解期限延长至{}。",
            case.number,
            plain(before),
            plain(until)
        ),
    )];
    sheet.closing = vec!["延长期限内任何一方仍可以随时退出调解，依法申请仲裁。双方的同意记载于案卷，可以核验。".into()];
    sheet.signers = vec![
        ("申请人（网上同意）".into(), claimant),
        ("被申请人（网上同意）".into(), respondent),
        ("调解组织（电子印章）".into(), sheet.organ.clone()),
    ];
    sheet
}

pub fn ended(case: &Case, number: String, words: &Words) -> Sheet {
    let (title, what) = match &case.ended {
        Some(Ending::NotAccepted(ground)) => (
            "不予受理通知书",
            match ground {
                RefusalGround::OutOfScope => "不属于劳动争议调解的受理范围，决定不予受理",
                RefusalGround::NotCompetent => "不属于本组织受理，决定不予受理",
                RefusalGround::RespondentUnreachable => "无法联系被申请人征询意见，决定不予受理",
            },
        ),
        Some(Ending::Declined(_)) => ("不予受理通知书", "有一方不同意调解，决定不予受理"),
        Some(Ending::Failed(EndGround::PeriodOver)) => ("终止调解告知书", "调解期限届满，双方未达成调解协议，调解终止"),
        Some(Ending::Failed(EndGround::MediatorEnded)) => ("终止调解告知书", "经调解未能达成协议，调解员终止调解"),
        _ => ("终止调解告知书", "一方不愿继续调解，调解终止"),
    };
    let mut sheet = paper(words, case, case.body, title, number);
    let (claimant, respondent) = (words.name(case, Side::Claimant), words.name(case, Side::Respondent));
    sheet.opening = vec![
        (String::new(), format!("{claimant}、{respondent}：")),
        (
            String::new(),
            format!(
                "{claimant}与{respondent}劳动争议一案（{}），{}于{}收到调解申请。{what}。",
                case.number,
                words.org(case.body),
                named_day(case, case.opened)
            ),
        ),
    ];
    sheet.clauses = vec![
        if case.commission_missing {
            "本组织所在地区的仲裁委员会尚未接入本平台，本案不能在线移送。当事人可以随时自行向劳动合同履行地或者用人单位所在地的劳动\
             人事争议仲裁委员会申请仲裁，平台可以生成仲裁申请书和案卷供提交。仲裁不收费。"
                .into()
        } else {
            "当事人可以依法向有管辖权的劳动人事争议仲裁委员会申请仲裁，也可以在本案中选择转仲裁，由本组织移送。仲裁不收费。".into()
        },
        "申请调解引起仲裁时效中断，从中断时起仲裁时效期间重新计算，为一年（《中华人民共和国劳动争议调解仲裁法》第二十七条、\
         《企业劳动争议协商调解规定》第三十一条）。"
            .into(),
        "拖欠劳动报酬等事项，还可以向劳动保障监察机构投诉；需要法律援助的，可以拨打 12348 或 12351。".into(),
        "双方在调解中为达成协议所作的妥协，不得作为对其不利的依据。".into(),
    ];
    sheet
}
