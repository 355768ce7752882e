//! 结案报告 and 卷宗目录 (PML 27; EMR 32; CHR 24).

use super::title::title;
use super::words::{named_day, paper, plain};
use super::{Sheet, Words};
use domain::actor::Side;
use domain::case::{Case, Ending};
use domain::moment::Date;
use domain::performance::{duties, standing};

/// Everything agreed is done.
pub fn report(case: &Case, number: String, words: &Words) -> Sheet {
    let mut sheet = paper(words, case, case.body, "结案报告", number);
    sheet.opening = vec![(
        String::new(),
        format!(
            "{}与{}劳动争议一案（{}），{}收到申请，双方达成的调解协议于{}生效，各项约定均经对方确认履行，{}结案。",
            words.name(case, Side::Claimant),
            words.name(case, Side::Respondent),
            case.number,
            named_day(case, case.opened),
            case.effective_at.map(|at| named_day(case, at)).unwrap_or_default(),
            case.completed_at.map(|at| named_day(case, at)).unwrap_or_default(),
        ),
    )];
    let done = duties(case).into_iter().map(|duty| {
        let what = duty
            .amount
            .map_or_else(|| "约定事项".to_owned(), |amount| format!("{amount} 元"));
        let on = standing(case, &duty)
            .reported
            .map_or_else(|| "已确认".to_owned(), plain);
        (
            format!("{} 到期", duty.day),
            format!("{what}，{}履行，{on}", words.name(case, duty.by)),
        )
    });
    sheet.facts = vec![("履行情况".into(), done.collect())];
    sheet
}

/// What lies in the file, each with the hash by which it can be checked, and how long it is kept.
pub fn index(case: &Case, keep_until: Date, number: String, words: &Words) -> Sheet {
    let mut sheet = paper(words, case, case.body, "卷宗目录", number);
    let how = match &case.ended {
        None => "履行完毕或者裁决生效",
        Some(Ending::Withdrawn | Ending::ArbitrationWithdrawn) => "申请撤回",
        Some(Ending::NotAccepted(_) | Ending::Declined(_)) => "不予受理",
        Some(Ending::Failed(_)) => "调解终止",
        Some(Ending::NotArbitrated(_)) => "仲裁不予受理",
    };
    sheet.opening = vec![
        ("案号".into(), case.number.clone()),
        ("结案方式".into(), how.to_owned()),
        ("保管期限".into(), format!("至少至{}", plain(keep_until))),
    ];
    let mut papers = Vec::new();
    if let Some(agreement) = &case.agreement {
        papers.push(("调解协议书".to_owned(), agreement.file.digest.to_string()));
    }
    for decision in case.applications.iter().filter_map(|it| it.decision.as_ref()) {
        papers.push((format!("审查文书 {}", decision.number), decision.document.to_string()));
    }
    for made in &case.papers {
        let name = title(made.kind).trim_matches(['《', '》']);
        papers.push((format!("{name} {}", made.number), made.document.to_string()));
    }
    let pieces = case.evidence.iter().filter(|(_, piece)| piece.shared);
    let pieces: Vec<_> = pieces
        .map(|(_, piece)| (piece.title.clone(), piece.digest.to_string()))
        .collect();
    sheet.facts = vec![("文书（SHA-256）".into(), papers)];
    if !pieces.is_empty() {
        sheet.facts.push(("证据材料（SHA-256）".into(), pieces));
    }
    sheet.closing = vec![
        "电子卷宗与上列哈希一致的，为完整的卷宗；可以用核验工具离线核对。法律没有规定调解卷宗的保管期限，参照《劳动人事争议仲裁办案规则》\
         第二十四条，以调解等方式结案的不少于五年，以裁决结案的不少于十年。"
            .into(),
    ];
    sheet
}
