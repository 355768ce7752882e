//! 支持起诉意见书 (CPL 15) and 法律援助决定书 (法律援助法 43).

use super::words::{named_day, paper, plain};
use super::{Sheet, Words};
use domain::case::Case;
use domain::support::{Support, SupportKind};

/// `by` is the name of whoever decided.
pub fn support(case: &Case, support: &Support, number: String, by: &str, words: &Words) -> Sheet {
    let title = match support.kind {
        SupportKind::LegalAid => "法律援助决定书",
        SupportKind::Suit => "支持起诉意见书",
    };
    let mut sheet = paper(words, case, Some(support.org), title, number);
    let (who, other) = (words.name(case, support.side), words.name(case, support.side.other()));
    let (granted, explanation) = match &support.decided {
        Some((granted, explanation)) => (*granted, explanation.trim().trim_end_matches('。')),
        None => (false, ""),
    };
    sheet.opening = vec![(
        String::new(),
        format!(
            "{who}与{other}劳动争议一案（{}，{}申请调解），{who}向我单位提出申请：{}。",
            case.number,
            named_day(case, case.opened),
            support.reason.trim().trim_end_matches('。')
        ),
    )];
    sheet.closing = match (support.kind, granted) {
        (SupportKind::LegalAid, true) => vec![
            format!("经审查，{explanation}。依照《中华人民共和国法律援助法》第四十三条的规定，决定给予法律援助。"),
            format!(
                "本机构将于{}前指派人员提供法律援助，不收取任何费用。",
                support.appoint_by.map(plain).unwrap_or_default()
            ),
        ],
        (SupportKind::LegalAid, false) => vec![
            format!("经审查，{explanation}。依照《中华人民共和国法律援助法》第四十三条的规定，决定不予法律援助。"),
            "申请人有异议的，可以向设立本机构的司法行政部门提出（同法第四十九条）。".into(),
        ],
        (SupportKind::Suit, _) => vec![
            format!("我单位认为：{explanation}。"),
            "依照《中华人民共和国民事诉讼法》第十五条的规定，我单位支持申请人依法申请仲裁、向人民法院起诉。我单位不是本案当事人。"
                .into(),
        ],
    };
    sheet.signed = vec![format!("承办人　{by}")];
    sheet
}
