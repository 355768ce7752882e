//! 受理通知书 and 不予受理通知书 of the arbitration commission (LMAL 29; CHR 30-31).

use super::words::{named_day, paper, plain};
use super::{Sheet, Words};
use domain::arbitration::{Arbitration, ArbitrationGround, Transfer};
use domain::case::Case;

/// To the applicant: taken, by when it will be decided, and what may be done meanwhile.
pub fn notice(
    case: &Case,
    transfer: &Transfer,
    arbitration: &Arbitration,
    number: String,
    by: &str,
    words: &Words,
) -> Sheet {
    let mut sheet = paper(words, case, Some(transfer.commission), "受理通知书", number);
    sheet.opening = addressed(case, arbitration, words);
    let until = arbitration.award_by.map(plain).unwrap_or_default();
    sheet.closing = vec![
        "经审查，你方的仲裁申请符合《劳动人事争议仲裁办案规则》第三十条规定的受理条件，本委决定受理。".into(),
        format!(
            "本案应当自受理之日起四十五日内审结，即至{until}；案情复杂需要延期的，经批准可以延长不超过十五日\
             （《中华人民共和国劳动争议调解仲裁法》第四十三条）。本委将在五个工作日内将仲裁申请书副本送达被申请人。"
        ),
        format!("本案仲裁庭由仲裁员{by}组成（《劳动人事争议仲裁办案规则》第三十七条）。"),
        "开庭前和庭审中双方仍可以自行和解或者请求调解。追索劳动报酬、工伤医疗费、经济补偿或者赔偿金，权利义务明确且\
         不先予执行将严重影响生活的，可以申请先予执行（同法第四十四条）。"
            .into(),
    ];
    sheet.signed = vec![format!("仲裁员　{by}")];
    sheet
}

/// To the applicant: not taken, on which ground, and that the way to court is open.
pub fn refusal(
    case: &Case,
    transfer: &Transfer,
    arbitration: &Arbitration,
    number: String,
    by: &str,
    words: &Words,
) -> Sheet {
    let mut sheet = paper(words, case, Some(transfer.commission), "不予受理通知书", number);
    sheet.opening = addressed(case, arbitration, words);
    let (ground, explanation) = match &arbitration.refused {
        Some((ground, explanation)) => (because(*ground), explanation.trim().trim_end_matches('。')),
        None => ("", ""),
    };
    sheet.closing = vec![
        format!("经审查，你方的仲裁申请{ground}，本委决定不予受理。理由：{explanation}。"),
        "依照《中华人民共和国劳动争议调解仲裁法》第二十九条的规定，你方可以就该劳动争议事项向人民法院提起诉讼。".into(),
    ];
    sheet.signed = vec![format!("仲裁员　{by}")];
    sheet
}

fn addressed(case: &Case, arbitration: &Arbitration, words: &Words) -> Vec<(String, String)> {
    let applicant = words.name(case, arbitration.side);
    let other = words.name(case, arbitration.side.other());
    vec![
        (String::new(), format!("{applicant}：")),
        (
            String::new(),
            format!(
                "本委于{}收到你方与{other}劳动争议一案的仲裁申请书（原调解案号：{}）。",
                named_day(case, arbitration.filed),
                case.number
            ),
        ),
    ]
}

fn because(ground: ArbitrationGround) -> &'static str {
    match ground {
        ArbitrationGround::OutOfScope => "不属于《劳动人事争议仲裁办案规则》第三十条第（一）项规定的争议范围",
        ArbitrationGround::ClaimsUnclear => {
            "不符合《劳动人事争议仲裁办案规则》第三十条第（二）项，没有明确的仲裁请求和事实理由"
        }
        ArbitrationGround::NoDirectInterest => {
            "不符合《劳动人事争议仲裁办案规则》第三十条第（三）项，申请人与本案没有直接利害关系"
        }
        ArbitrationGround::NoClearRespondent => {
            "不符合《劳动人事争议仲裁办案规则》第三十条第（三）项，没有明确的被申请人"
        }
        ArbitrationGround::NoJurisdiction => "不属于《劳动人事争议仲裁办案规则》第三十条第（四）项所称本委管辖范围",
    }
}
