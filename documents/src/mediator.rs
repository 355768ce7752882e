//! 调解员指派（选定）记录, 披露书 (OMR 10-14).

use super::words::paper;
use super::{Sheet, Words};
use domain::actor::Side;
use domain::case::Case;

/// `jointly`: both sides chose it; else the body appointed it.
pub fn appointment(case: &Case, name: &str, jointly: bool, number: String, words: &Words) -> Sheet {
    let title = if jointly {
        "调解员选定记录"
    } else {
        "调解员指派记录"
    };
    let mut sheet = paper(words, case, case.body, title, number);
    let (claimant, respondent) = (words.name(case, Side::Claimant), words.name(case, Side::Respondent));
    let how = if jointly {
        "双方当事人共同选定"
    } else {
        "本组织指派"
    };
    sheet.opening = vec![(
        String::new(),
        format!(
            "{claimant}与{respondent}劳动争议一案（{}），{how}{name}为本案调解员。",
            case.number
        ),
    )];
    sheet.closing = vec![
        "双方可以自受理之日起两个工作日内共同选定其他调解员；认为调解员与本案有利害关系或者有其他可能影响公正情形的，可以随时申请更换\
         （参照《人民法院在线调解规则》第十条至第十四条）。"
            .into(),
    ];
    sheet
}

pub fn disclosure(case: &Case, told: &str, number: String, words: &Words) -> Sheet {
    let mut sheet = paper(words, case, case.body, "披露书", number);
    sheet.opening = vec![
        (
            String::new(),
            format!(
                "本人{}担任本案（{}）调解员，现就可能影响公正调解的情形披露如下：",
                words.mediator, case.number
            ),
        ),
        (String::new(), told.to_owned()),
    ];
    sheet.closing = vec!["双方知悉后可以同意由本人继续调解，也可以申请更换调解员。".into()];
    sheet.signed = vec![format!("调解员　{}", words.mediator)];
    sheet
}
