//! 民事裁定书 on an objection to the ruling that confirmed (CPL-Int 372).

use super::words::paper;
use super::{Sheet, Words};
use domain::case::{Application, Case, Objection, Objector};

pub fn objection(
    case: &Case,
    application: &Application,
    objection: &Objection,
    number: String,
    by: &str,
    words: &Words,
) -> Sheet {
    let mut sheet = paper(words, case, Some(application.institution), "民事裁定书", number);
    let ruling = application
        .decision
        .as_ref()
        .map(|decision| decision.number.as_str())
        .unwrap_or_default();
    let who = match objection.by_whom {
        Objector::Party(side) => words.name(case, side),
        Objector::Third(name) => words.value(&name).unwrap_or("利害关系人").to_owned(),
    };
    sheet.opening = vec![(
        String::new(),
        format!(
            "{who}对本院{ruling}民事裁定提出异议称：{}。本院依法进行了审查，现已审查终结。",
            objection.reason.trim().trim_end_matches('。')
        ),
    )];
    let (upheld, explanation) = match &objection.decided {
        Some((upheld, explanation)) => (*upheld, explanation.trim().trim_end_matches('。')),
        None => (false, ""),
    };
    let order = if upheld {
        format!("撤销本院{ruling}民事裁定。当事人可以重新达成调解协议，或者依法申请仲裁、提起诉讼。")
    } else {
        format!("驳回{who}的异议。")
    };
    sheet.closing = vec![format!(
        "本院经审查认为：{explanation}。依照《最高人民法院关于适用〈中华人民共和国民事诉讼法〉的解释》第三百七十二条的规定，\
             裁定如下：{order}"
    )];
    sheet.signed = vec![format!("审判员　{by}")];
    sheet
}
