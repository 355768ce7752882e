//! What the mediation body puts in writing from the request to acceptance: 收件回执, 征询意见函, 受理通知书
//! with 权利义务告知书 (LMAL 12-14; EMR 21-23; PML 17, 23-26; OMR 7, 15, 17).

use super::words::{named_day, paper, plain};
use super::{Sheet, Words};
use domain::actor::Side;
use domain::case::Case;

/// To the applicant: what arrived, when, and by when there is an answer.
pub fn receipt(case: &Case, number: String, words: &Words) -> Sheet {
    let mut sheet = paper(words, case, case.body, "收件回执", number);
    let claimant = words.name(case, Side::Claimant);
    let respondent = words.name(case, Side::Respondent);
    sheet.parties = Vec::new();
    sheet.opening = vec![
        (String::new(), format!("{claimant}：")),
        (
            String::new(),
            format!(
                "本组织于{}收到你方与{respondent}劳动争议的调解申请，案号{}。",
                named_day(case, case.opened),
                case.number
            ),
        ),
        ("收到材料".into(), received(case)),
    ];
    let until = case.accept_by.map(plain).unwrap_or_default();
    sheet.clauses = vec![
        format!("本组织应当在三个工作日内，即{until}前，答复是否受理（《企业劳动争议协商调解规定》第二十二条）。"),
        "申请调解自本日起引起仲裁时效中断（《企业劳动争议协商调解规定》第三十一条）。".into(),
        "自收到申请之日起十五日内未达成调解协议的，你方可以依法申请仲裁；在此之前也可以随时申请仲裁\
         （《中华人民共和国劳动争议调解仲裁法》第五条、第十四条）。调解不收费。"
            .into(),
    ];
    sheet
}

fn received(case: &Case) -> String {
    let pieces: Vec<_> = case.evidence.iter().map(|(_, piece)| piece.title.as_str()).collect();
    if pieces.is_empty() {
        "调解申请书。".into()
    } else {
        format!("调解申请书；{}。", pieces.join("、"))
    }
}

/// To the other side: is it willing?
pub fn inquiry(case: &Case, number: String, words: &Words) -> Sheet {
    let mut sheet = paper(words, case, case.body, "征询意见函", number);
    let (claimant, respondent) = (words.name(case, Side::Claimant), words.name(case, Side::Respondent));
    sheet.parties = Vec::new();
    sheet.opening = vec![
        (String::new(), format!("{respondent}：")),
        (
            String::new(),
            format!(
                "{claimant}于{}就与你方的劳动争议向本组织申请调解（{}），请求如下：",
                named_day(case, case.opened),
                case.number
            ),
        ),
    ];
    sheet.clauses = case.claims.iter().map(super::petition::claim).collect();
    let until = case.accept_by.map(plain).unwrap_or_default();
    sheet.closing = vec![
        format!("请于{until}前按邀请短信中的链接答复是否同意调解。参加不等于承认对方的请求，不同意的，调解不受理。"),
        "调解自愿、保密、不收费；任何一方可以随时退出。双方在调解中为达成协议所作的妥协，不得在仲裁或者诉讼中作为对其不利的依据。"
            .into(),
    ];
    sheet
}

/// To both, with what each must be told before the talks.
pub fn acceptance(case: &Case, number: String, words: &Words) -> Sheet {
    let mut sheet = paper(words, case, case.body, "受理通知书", number);
    let (claimant, respondent) = (words.name(case, Side::Claimant), words.name(case, Side::Respondent));
    let ends = case.mediation_ends.map(plain).unwrap_or_default();
    let period = match case.assigned {
        false => format!(
            "调解应当自受理之日起十五日内结束，即至{ends}；双方同意的，可以延长（《企业劳动争议协商调解规定》第二十二条、\
             第二十九条）。"
        ),
        true => format!(
            "本案由人民法院委派，调解期限为自受理之日起三十日，即至{ends}；各方同意的，可以延长（《人民法院在线调解规则》\
             第二十四条）。"
        ),
    };
    let anew = match case.accepted {
        0 | 1 => "",
        _ => {
            "原调解协议未获人民法院确认，双方同意再次调解，以变更原协议或者达成新的协议（《中华人民共和国民事诉讼法》第二百零六条）；\
             新协议生效前，原协议继续有效。"
        }
    };
    sheet.parties = Vec::new();
    sheet.opening = vec![
        (String::new(), format!("{claimant}、{respondent}：")),
        (
            String::new(),
            format!(
                "{claimant}与{respondent}劳动争议一案（{}），属于劳动争议调解范围，双方均同意调解，{anew}本组织决定受理，由调解员{}主持。\
                 {period}",
                case.number, words.mediator
            ),
        ),
        (String::new(), "权利义务告知书".into()),
    ];
    sheet.clauses = vec![
        "调解自愿。任何一方可以接受、拒绝或者随时终止调解，可以选择、更换调解员，可以要求公开或者不公开进行。".into(),
        "任何时候都可以申请劳动仲裁；自收到调解申请之日起十五日未达成协议的，仲裁不再以调解为由等待。".into(),
        "应当如实陈述、遵守现场秩序、尊重对方。恶意串通、虚假调解损害他人的，依法承担责任。".into(),
        "调解不公开，参加人保守秘密；非经双方明确同意不得录音录像。为达成协议所作的妥协不得作为对其不利的依据，双方书面确认的\
         无争议事实除外。"
            .into(),
        "以电子签名签署的调解协议与书面签名同等有效；生效之日起十五日内可以共同申请仲裁审查，三十日内可以共同申请司法确认。".into(),
        "文书送达至确认的送达地址或者平台账户即为送达；地址变更应当及时告知，也可以要求纸质送达。".into(),
        "需要法律援助的，可以在案件中申请，或者拨打 12348、12351。调解、仲裁、司法确认均不收费。".into(),
    ];
    sheet
}
