//! The papers around a joint application: 仲裁审查申请书, 司法确认申请书, 主持调解证明, 受理通知书,
//! 不予受理通知书 and 裁定书, 延期审批表, 终止审查 (CHR 74-79; CPL 187, 205; CPL-Int 353-357).

use super::words::{named_day, paper, plain};
use super::{Sheet, Words};
use domain::actor::Side;
use domain::case::{Application, Case};
use domain::command::{RejectGround, Track};
use domain::moment::{Date, Timestamp};

fn before(track: Track) -> (&'static str, &'static str) {
    match track {
        Track::ArbitrationReview => ("本委", "仲裁审查"),
        Track::JudicialConfirmation => ("本院", "司法确认"),
    }
}

fn on(case: &Case, at: Option<Timestamp>) -> String {
    at.map(|at| named_day(case, at)).unwrap_or_default()
}

/// Both sides' own, each half signed in its browser.
pub fn petition(case: &Case, application: &Application, words: &Words) -> Sheet {
    let (title, article, effect) = match application.track {
        Track::ArbitrationReview => (
            "仲裁审查申请书",
            "《劳动人事争议仲裁办案规则》第七十四条",
            "审查双方达成的调解协议，制作调解书",
        ),
        Track::JudicialConfirmation => (
            "司法确认申请书",
            "《中华人民共和国民事诉讼法》第二百零五条",
            "确认双方达成的调解协议有效",
        ),
    };
    let mut sheet = paper(words, case, None, title, String::new());
    sheet.opening = vec![
        ("请求事项".into(), format!("{effect}。")),
        (
            "事实与理由".into(),
            format!(
                "双方因劳动争议，经{}主持调解，于{}达成调解协议（{}）并已生效。双方自愿共同提出申请，依照{article}，请予审查。",
                words.org(case.body),
                on(case, case.effective_at),
                case.number
            ),
        ),
    ];
    sheet.clauses = vec![
        "双方在申请之前自愿、合法地达成协议，没有恶意串通、规避法律、损害他人利益的行为，内容属于可以处分的权利。"
            .into(),
        "随附：调解协议书、双方身份和资格证明、送达地址确认书、调解组织主持调解的证明。".into(),
    ];
    sheet.closing = vec![format!(
        "此致　{}。双方于{}前分别以各自的密钥在线签署本申请，签署记载于案卷，可以核验。",
        words.org(Some(application.institution)),
        on(case, application.filed)
    )];
    sheet.signers = vec![
        ("申请人（网上签署）".into(), words.name(case, Side::Claimant)),
        ("申请人（网上签署）".into(), words.name(case, Side::Respondent)),
    ];
    sheet
}

/// By the mediation body, for the court (CPL-Int 354).
pub fn proof(case: &Case, application: &Application, number: String, words: &Words) -> Sheet {
    let mut sheet = paper(words, case, case.body, "主持调解证明", number);
    sheet.opening = vec![
        (String::new(), format!("{}：", words.org(Some(application.institution)))),
        (
            String::new(),
            format!(
                "{}与{}劳动争议一案（{}），由本组织受理，调解员{}主持调解，双方于{}达成调解协议并签名，本组织盖章，协议已经生效。",
                words.name(case, Side::Claimant),
                words.name(case, Side::Respondent),
                case.number,
                words.mediator,
                on(case, case.effective_at)
            ),
        ),
        (String::new(), "特此证明。".into()),
    ];
    sheet.signed = vec![format!("调解员　{}", words.mediator)];
    sheet
}

/// Taken: by when it will be decided, and what is asked of both.
pub fn notice(case: &Case, application: &Application, number: String, words: &Words) -> Sheet {
    let (we, what) = before(application.track);
    let mut sheet = paper(words, case, Some(application.institution), "受理通知书", number);
    sheet.opening = addressed(case, words);
    let until = application.decide_by.map(plain).unwrap_or_default();
    let article = match application.track {
        Track::ArbitrationReview => "《劳动人事争议仲裁办案规则》第七十五条、第七十六条",
        Track::JudicialConfirmation => "《中华人民共和国民事诉讼法》第一百八十七条、第二百零五条",
    };
    sheet.closing = vec![
        format!(
            "{we}于{}收到双方关于{what}的共同申请，经审查符合受理条件，决定受理，应当于{until}前作出决定（{article}）。",
            on(case, application.filed)
        ),
        format!("{we}可以通知双方同时到场（包括在线到场）核对情况，也可以向调解组织了解情况。"),
        match application.track {
            Track::ArbitrationReview => "调解书送达前，一方或者双方可以撤回申请。".to_owned(),
            Track::JudicialConfirmation => {
                "作出裁定前可以撤回申请；无正当理由不补充材料或者拒不接受询问的，可以按撤回处理。".to_owned()
            }
        },
    ];
    sheet
}

/// Not taken, on which ground, and what remains.
pub fn refusal(case: &Case, application: &Application, explanation: &str, number: String, words: &Words) -> Sheet {
    let (we, what) = before(application.track);
    let title = match application.track {
        Track::ArbitrationReview => "不予受理通知书",
        Track::JudicialConfirmation => "民事裁定书",
    };
    let mut sheet = paper(words, case, Some(application.institution), title, number);
    sheet.opening = addressed(case, words);
    let ground = application
        .rejected
        .map(|it| because(it, application.track))
        .unwrap_or_default();
    let reasons = explanation.trim().trim_end_matches('。');
    let decides = match application.track {
        Track::ArbitrationReview => "本委决定不予受理。".to_owned(),
        Track::JudicialConfirmation => "裁定如下：对双方的申请，本院不予受理。".to_owned(),
    };
    sheet.closing = vec![
        format!("{we}于{}收到双方关于{what}的共同申请。经审查，该申请{ground}。理由：{reasons}。{decides}", on(case, application.filed)),
        "调解协议仍然有效，对双方具有约束力。在法定期限内，双方可以依法向其他有权机构申请审查或者确认；发生争议的，可以依法申请仲裁。"
            .into(),
    ];
    sheet
}

fn because(ground: RejectGround, track: Track) -> &'static str {
    match (ground, track) {
        (RejectGround::OutOfScope, Track::ArbitrationReview) => {
            "不属于劳动人事争议仲裁委员会受理争议范围（第七十五条第一项）"
        }
        (RejectGround::OutOfScope, _) => "不属于人民法院受理范围（民诉法解释第三百五十五条第一项）",
        (RejectGround::NoJurisdiction, Track::ArbitrationReview) => "不属于本委管辖（第七十五条第二项）",
        (RejectGround::NoJurisdiction, _) => "不属于本院管辖（民诉法解释第三百五十五条第二项）",
        (RejectGround::Late, _) => "超出规定的申请期限",
        (RejectGround::ConfirmsLabourRelation, _) => "属于确认劳动关系的调解协议（第七十五条第四项）",
        (RejectGround::AlreadyConfirmed, _) => "所涉调解协议已经人民法院司法确认（第七十五条第五项）",
        (RejectGround::ExcludedMatter, _) => "属于不予司法确认的事项（民诉法解释第三百五十五条第三项至第五项）",
    }
}

/// Who approved more time, why, and until when.
pub fn extension(
    case: &Case,
    organ: Option<domain::id::OrgId>,
    (approved_by, reason, until): (&str, &str, Date),
    number: String,
    words: &Words,
) -> Sheet {
    let mut sheet = paper(words, case, organ, "延期审批表", number);
    sheet.facts = vec![(
        "审批事项".into(),
        vec![
            ("案件".into(), case.number.clone()),
            ("延期理由".into(), reason.to_owned()),
            ("批准人".into(), approved_by.to_owned()),
            ("批准后的期限".into(), plain(until)),
        ],
    )];
    sheet.closing =
        vec!["延长以一次为限，在原期限届满前批准（《劳动人事争议仲裁办案规则》第四十五条、第七十六条；《中华人民共和国民事诉讼法》\
              第一百八十七条）。"
            .into()];
    sheet
}

/// Withdrawn: the review is at its end, the agreement binds as before.
pub fn closed(case: &Case, application: &Application, number: String, words: &Words) -> Sheet {
    let (title, decides) = match application.track {
        Track::ArbitrationReview => (
            "终止审查通知书",
            "依照《劳动人事争议仲裁办案规则》第七十六条、第七十九条的规定，准许撤回申请，审查程序终止。",
        ),
        Track::JudicialConfirmation => (
            "民事裁定书",
            "依照《最高人民法院关于适用〈中华人民共和国民事诉讼法〉的解释》第三百五十七条的规定，裁定如下：准许撤回申请。",
        ),
    };
    let mut sheet = paper(words, case, Some(application.institution), title, number);
    sheet.opening = addressed(case, words);
    sheet.closing = vec![
        format!(
            "双方于{}共同提出的申请，现有当事人申请撤回。{decides}",
            on(case, application.filed)
        ),
        "调解协议的效力不受影响。在法定期限内可以再次共同申请。".into(),
    ];
    sheet
}

fn addressed(case: &Case, words: &Words) -> Vec<(String, String)> {
    let (claimant, respondent) = (words.name(case, Side::Claimant), words.name(case, Side::Respondent));
    vec![(String::new(), format!("{claimant}、{respondent}："))]
}
