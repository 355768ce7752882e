//! 调解转仲裁复函 and 移送材料清单 (LMAL 14; EMR 11, 29-31). No national form is prescribed; the local
//! form is the issuing body's.

use super::words::{named_day, paper};
use super::{Sheet, Words};
use domain::actor::Side;
use domain::arbitration::{Transfer, undisputed};
use domain::case::{Case, Ending};
use domain::event::EndGround;

/// To the commission, with a copy for each side.
pub fn letter(case: &Case, transfer: &Transfer, number: String, words: &Words) -> Sheet {
    let mut sheet = paper(words, case, case.body, "调解转仲裁复函", number);
    let (claimant, respondent) = (words.name(case, Side::Claimant), words.name(case, Side::Respondent));
    let why = match (&case.ended, case.chose_arbitration) {
        (Some(Ending::Failed(EndGround::PeriodOver)), _) => {
            let last = case.mediation_ends.map(super::words::plain).unwrap_or_default();
            format!("调解期限至{last}届满，双方未达成调解协议")
        }
        (_, Some(Side::Claimant)) => "申请人选择通过劳动仲裁解决争议，双方未达成调解协议".into(),
        (_, Some(Side::Respondent)) => "被申请人选择通过劳动仲裁解决争议，双方未达成调解协议".into(),
        _ => "双方未达成调解协议".into(),
    };
    sheet.opening = vec![
        (String::new(), format!("{}：", words.org(Some(transfer.commission)))),
        (
            String::new(),
            format!(
                "{claimant}与{respondent}劳动争议一案（{}），{}于{}收到调解申请。{why}，调解终止。依照《中华人民共和国\
                 劳动争议调解仲裁法》第十四条、《企业劳动争议协商调解规定》第二十九条、第三十条的规定，现将本案移送你委，\
                 并将有关事项函告如下：",
                case.number,
                words.org(case.body),
                named_day(case, case.opened),
            ),
        ),
    ];
    sheet.clauses = vec![
        "本案移送不等于当事人已经申请仲裁。当事人依法向你委提交仲裁申请书的，请依法审查是否受理。".into(),
        "申请调解引起仲裁时效中断；调解不成的，仲裁时效期间依法重新计算（《劳动人事争议仲裁办案规则》第二十七条、\
         《企业劳动争议协商调解规定》第三十一条）。"
            .into(),
        "随函移送的材料见《移送材料清单》。双方在调解中为达成协议所作的妥协和提出的方案不随案移送，\
         不得作为对其不利的依据（《企业劳动争议协商调解规定》第十一条）。"
            .into(),
    ];
    sheet
}

/// Everything the commission gets, and that offers are not among it.
pub fn list(case: &Case, number: String, words: &Words) -> Sheet {
    let mut sheet = paper(words, case, case.body, "移送材料清单", number);
    sheet.opening = vec![(
        String::new(),
        "随《调解转仲裁复函》移送下列材料（电子数据，按案卷序号和哈希可以核验）：".into(),
    )];
    let mut items = vec![
        format!("调解申请及事实与理由（{}）。", named_day(case, case.opened)),
        "当事人身份信息、送达地址确认及各项同意。".to_owned(),
        "调解过程中的程序记录：受理、期限、终止。".to_owned(),
    ];
    let shown = case.evidence.iter().filter(|(_, piece)| piece.shared);
    items.extend(shown.map(|(by, piece)| {
        let whose = match by.role.side() {
            Some(side) => words.name(case, side),
            None => "调解员".into(),
        };
        let digest = piece.digest.to_string();
        format!(
            "证据：{}，由{whose}提交，SHA-256 前十六位 {}。",
            piece.title,
            &digest[..16]
        )
    }));
    items.extend(undisputed(case).map(|fact| format!("双方确认的无争议事实：{}。", fact.text.trim_end_matches('。'))));
    let count = items.len();
    sheet.clauses = items;
    sheet.closing = vec![format!(
        "以上共 {count} 项。协议草稿、各方方案和让步、单独会谈的内容以及仅供调解员查看的材料不在移送之列。"
    )];
    sheet
}
