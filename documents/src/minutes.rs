//! 调解笔录: what was written down of one session, and what each side said to it (OMR 22).

use super::words::{named_day, paper};
use super::{Sheet, Words};
use domain::actor::Side;
use domain::case::Case;
use domain::minutes::Minutes;
use domain::moment::Timestamp;

/// `text` are the bytes both answered to; `interpreter` is the name of who was called.
pub fn minutes(case: &Case, minutes: &Minutes, text: &str, interpreter: &str, number: String, words: &Words) -> Sheet {
    let mut sheet = paper(words, case, case.body, "调解笔录", number);
    let mut present = format!("主持调解：调解员{}。", words.mediator);
    if let Some(called) = &case.interpreter {
        present.push_str(&format!("翻译人员：{interpreter}（{}）。", called.language));
    }
    sheet.opening = vec![
        (
            String::new(),
            format!(
                "{}与{}劳动争议一案（{}）在线调解，于{}整理成笔录，当场以电子方式供双方阅看。",
                words.name(case, Side::Claimant),
                words.name(case, Side::Respondent),
                case.number,
                at(case, minutes.closed)
            ),
        ),
        (String::new(), present),
    ];
    // What was typed stands as it was typed, paragraph by paragraph.
    let lines = text.lines().map(str::trim_end).filter(|line| !line.is_empty());
    sheet.opening.extend(lines.map(|line| (String::new(), line.to_owned())));
    let answers = [(Side::Claimant, "申请人"), (Side::Respondent, "被申请人")].map(|(side, label)| {
        let answer = match minutes.answers.get(&side) {
            Some((when, None)) => format!("{} 在线确认笔录属实", at(case, *when)),
            Some((when, Some(remark))) => format!("{} 未确认，提出意见：{remark}", at(case, *when)),
            None => "未答复".to_owned(),
        };
        (format!("{label} {}", words.name(case, side)), answer)
    });
    let mut facts = answers.to_vec();
    facts.push(("笔录原文 SHA-256".into(), minutes.document.to_string()));
    sheet.facts = vec![("双方阅看笔录后的答复".into(), facts)];
    sheet.closing = vec![
        "电子笔录经双方在线确认，与书面笔录具有同等法律效力（《人民法院在线调解规则》第二十二条）。双方在调解中为达成协议所作的妥协，\
         不得作为对其不利的依据，共同确认的无争议事实除外。"
            .into(),
    ];
    sheet
}

/// 2026年11月26日 9:05
fn at(case: &Case, when: Timestamp) -> String {
    let (hour, minute) = when.clock(case.zone);
    format!("{} {hour}:{minute:02}", named_day(case, when))
}
