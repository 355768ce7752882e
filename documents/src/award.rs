//! How an arbitration ends on paper: 调解书 (LMAL 42), 裁决书 final and not (LMAL 46-50; CHR 50), 准予撤回 or
//! 按撤回处理 (CHR 39).

use super::words::{named_day, paper, plain};
use super::{Sheet, Words};
use domain::actor::Side;
use domain::arbitration::{Arbitration, Transfer};
use domain::award::{AwardItem, Conclusion};
use domain::case::Case;
use domain::money::Fen;
use domain::motion;
use domain::paper::PaperKind;

/// The paper of `kind` that puts the conclusion down; `by` is the arbitrator's name.
pub fn conclusion(
    case: &Case,
    kind: PaperKind,
    (transfer, arbitration): (&Transfer, &Arbitration),
    number: String,
    by: &str,
    words: &Words,
) -> Option<Sheet> {
    let conclusion = arbitration.conclusion.as_ref()?;
    let title = match kind {
        PaperKind::ArbitralStatement => "仲裁调解书",
        PaperKind::ArbitrationClosed if matches!(conclusion, Conclusion::Withdrawn { .. }) => "准予撤回仲裁申请决定书",
        PaperKind::ArbitrationClosed => "按撤回仲裁申请处理通知书",
        _ => "仲裁裁决书",
    };
    let mut sheet = paper(words, case, Some(transfer.commission), title, number);
    sheet.parties = [(Side::Claimant, "申请人"), (Side::Respondent, "被申请人")]
        .map(|(side, label)| {
            let label = if arbitration.side == Side::Claimant {
                label
            } else if side == Side::Claimant {
                "被申请人"
            } else {
                "申请人"
            };
            super::petition::party(case, side, label, words) + "。"
        })
        .to_vec();
    sheet.opening = vec![(String::new(), history(case, arbitration, words))];
    match conclusion {
        Conclusion::Mediated { items } => settled(&mut sheet, items),
        Conclusion::Awarded {
            minimum_wage, source, ..
        } => {
            let finals = kind == PaperKind::FinalAward;
            sheet.clauses = lines(&conclusion.items(finals));
            awarded(&mut sheet, finals, &format!("{minimum_wage} 元（{source}）"));
        }
        Conclusion::Withdrawn { reason } => {
            sheet.closing = vec![format!(
                "申请人提出撤回仲裁申请：{}。本委准予撤回，仲裁程序终止。",
                stopped(reason)
            )];
        }
        Conclusion::Absent { reason } => {
            sheet.closing = vec![format!(
                "申请人经通知无正当理由未到庭或者中途退庭：{}。依照《劳动人事争议仲裁办案规则》第三十九条的规定，按撤回仲裁\
                 申请处理；申请人重新申请仲裁的，不予受理。",
                stopped(reason)
            )];
        }
    }
    counted(&mut sheet, conclusion, motion::advanced(motion::all(case)));
    sheet.signed = vec![format!("仲裁员　{by}")];
    Some(sheet)
}

/// What was ordered in advance is part of what is given now, and is enforced once (LMAL 44).
fn counted(sheet: &mut Sheet, conclusion: &Conclusion, advanced: Fen) {
    let gives = matches!(conclusion, Conclusion::Mediated { .. } | Conclusion::Awarded { .. });
    if advanced == Fen(0) {
        return;
    }
    sheet.closing.push(if gives {
        format!(
            "本案已裁决先予执行 {advanced} 元（《中华人民共和国劳动争议调解仲裁法》第四十四条），该款计入以上给付金额，已经执行的部分             不再执行。"
        )
    } else {
        format!("本案已裁决先予执行 {advanced} 元；申请人再次申请仲裁的，该款计入其请求金额。")
    });
}

fn settled(sheet: &mut Sheet, items: &[AwardItem]) {
    sheet.clauses = lines(&items.iter().collect::<Vec<_>>());
    sheet.closing = vec![
        "以上协议系双方在仲裁庭主持下自愿达成，内容不违反法律规定，依照《中华人民共和国劳动争议调解仲裁法》第四十二条的\
         规定，本委予以确认。"
            .into(),
        "本调解书经双方当事人签收后，发生法律效力。一方逾期不履行的，另一方可以向人民法院申请执行。".into(),
    ];
}

fn awarded(sheet: &mut Sheet, finals: bool, wage: &str) {
    sheet.closing = if finals {
        vec![
            format!(
                "以上各项依照《中华人民共和国劳动争议调解仲裁法》第四十七条为终局裁决，裁决书自作出之日起发生法律效力。\
                 当地月最低工资标准为{wage}，各项金额均不超过其十二个月。"
            ),
            "劳动者对本裁决不服的，可以自收到裁决书之日起十五日内向人民法院起诉；用人单位有证据证明有法定情形的，可以自收到\
             裁决书之日起三十日内向中级人民法院申请撤销（同法第四十八条、第四十九条）。"
                .into(),
        ]
    } else {
        vec![
            "当事人对本裁决不服的，可以自收到裁决书之日起十五日内向人民法院起诉；期满不起诉的，裁决书发生法律效力\
             （《中华人民共和国劳动争议调解仲裁法》第五十条）。"
                .into(),
        ]
    };
}

fn lines(items: &[&AwardItem]) -> Vec<String> {
    let line = |item: &&AwardItem| match item.amount {
        Some(amount) => format!("{}：{amount} 元。", stopped(&item.text)),
        None => format!("{}。", stopped(&item.text)),
    };
    items.iter().map(line).collect()
}

fn stopped(text: &str) -> &str {
    text.trim().trim_end_matches(['。', '.'])
}

/// Petition, acceptance, hearing.
fn history(case: &Case, arbitration: &Arbitration, words: &Words) -> String {
    let (applicant, other) = (arbitration.side, arbitration.side.other());
    let accepted = arbitration
        .accepted
        .map(|at| format!("，本委于{}受理", named_day(case, at)));
    let heard = arbitration.hearing.as_ref().filter(|_| arbitration.record.is_some());
    let heard = heard.map(|hearing| format!("，于{}开庭审理", plain(hearing.at.date(case.zone))));
    format!(
        "{}与{}劳动争议一案，申请人于{}申请仲裁{}{}，现已审理终结。",
        words.name(case, applicant),
        words.name(case, other),
        named_day(case, arbitration.filed),
        accepted.unwrap_or_default(),
        heard.unwrap_or_default(),
    )
}
