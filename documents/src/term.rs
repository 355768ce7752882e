//! What the commission puts in writing when its days stand still, go on or begin anew: 中止审理通知书,
//! 恢复审理通知书, 受理变更仲裁请求通知书 and the like (CHR 36, 44, 46, 47).

use super::words::{named_day, named_moment, paper, plain};
use super::{Sheet, Words};
use domain::arbitration::{Arbitration, Transfer};
use domain::award::Hearing;
use domain::case::Case;
use domain::moment::{Date, Timestamp};
use domain::term::{TermGround, TermMove};

pub fn term_notice(
    case: &Case,
    (transfer, arbitration): (&Transfer, &Arbitration),
    (at, turn): &(Timestamp, TermMove),
    number: String,
    by: &str,
    words: &Words,
) -> Sheet {
    let title = match turn.ground {
        TermGround::ClaimsAmended => "变更仲裁请求受理通知书",
        TermGround::CounterClaim => "反申请受理通知书",
        TermGround::PartyAdded => "追加当事人通知书",
        TermGround::Resumed => "恢复审理通知书",
        TermGround::PublicNotice => "公告送达期间通知书",
        _ => "中止审理通知书",
    };
    let (applicant, other) = sides(case, arbitration, words);
    let mut sheet = addressed(case, (transfer, arbitration), title, number, words);
    let last = turn.award_by.map(plain).unwrap_or_default();
    let why = turn.explanation.trim().trim_end_matches('。');
    let anew = format!(
        "依照《劳动人事争议仲裁办案规则》第四十六条第（{}）项的规定，仲裁期限从本日起重新计算，本案应当在{last}前审结。",
        item(turn.ground)
    );
    sheet.opening.push((
        String::new(),
        format!(
            "{applicant}与{other}劳动争议一案（原调解案号：{}），本委于{}{}。",
            case.number,
            named_day(case, *at),
            what(turn.ground)
        ),
    ));
    match turn.ground {
        TermGround::ClaimsAmended => {
            sheet.opening.push(("变更后的仲裁请求".into(), String::new()));
            let claims = arbitration.petition.claims.iter();
            sheet.clauses = claims.map(super::petition::claim).collect();
            sheet.closing = vec![
                "被申请人应当自收到本通知之日起十个工作日内提交答辩书；明确表示放弃答辩期的除外（《劳动人事争议仲裁办案规则》\
                 第三十三条、第四十四条）。逾期未提交的，不影响仲裁程序的进行。"
                    .into(),
                anew,
            ];
        }
        TermGround::CounterClaim | TermGround::PartyAdded => sheet.closing = vec![format!("{why}。"), anew],
        TermGround::Resumed => {
            sheet.closing = vec![format!(
                "{why}。依照《劳动人事争议仲裁办案规则》第四十六条第（六）项、第四十七条的规定，中止审理、公告送达期间不计入仲裁\
                 期限，本案应当在{last}前审结。"
            )];
        }
        TermGround::PublicNotice => {
            sheet.closing = vec![format!(
                "{why}。依照《劳动人事争议仲裁办案规则》第四十六条第（六）项的规定，公告送达期间不计入仲裁期限。"
            )];
        }
        ground => {
            sheet.closing = vec![
                format!(
                    "{why}。本案属于《劳动人事争议仲裁办案规则》第四十七条第（{}）项规定的情形，经{}批准，决定中止审理。中止审理\
                     期间不计入仲裁期限（同规则第四十六条第（六）项）。",
                    item(ground),
                    turn.approved_by
                ),
                "中止审理的情形消除后，应当及时告知本委，由仲裁庭恢复审理。".into(),
            ];
        }
    }
    sheet.signed = vec![format!("仲裁员　{by}")];
    sheet
}

/// 开庭通知书, five working days ahead; who cannot come says so three working days before (LMAL 35; CHR 38).
pub fn hearing_notice(
    case: &Case,
    (transfer, arbitration): (&Transfer, &Arbitration),
    hearing: &Hearing,
    number: String,
    by: &str,
    words: &Words,
) -> Sheet {
    let (applicant, other) = sides(case, arbitration, words);
    let mut sheet = addressed(case, (transfer, arbitration), "开庭通知书", number, words);
    let moved = hearing
        .instead_of
        .filter(|before| *before != hearing.at)
        .map(|before| format!("原定于{}的开庭取消。", named_moment(case, before)))
        .unwrap_or_default();
    sheet.opening.extend([
        (
            String::new(),
            format!(
                "本委定于{}开庭审理{applicant}与{other}劳动争议一案（原调解案号：{}），请按时到庭。{moved}",
                named_moment(case, hearing.at),
                case.number
            ),
        ),
        ("开庭地点".into(), hearing.place.clone()),
        ("仲裁员".into(), by.to_owned()),
    ]);
    sheet.clauses = vec![
        "有正当理由的，可以在开庭三个工作日前请求延期开庭，由本委决定（《中华人民共和国劳动争议调解仲裁法》第三十五条、\
         《劳动人事争议仲裁办案规则》第三十八条）。"
            .into(),
        "申请人无正当理由不到庭或者未经同意中途退庭的，可以视为撤回仲裁申请；被申请人无正当理由不到庭或者未经同意中途退庭的，\
         可以缺席裁决（《中华人民共和国劳动争议调解仲裁法》第三十六条）。"
            .into(),
        "认为仲裁员应当回避的，可以申请回避（《中华人民共和国劳动争议调解仲裁法》第三十三条）。委托他人参加的，应当提交授权委托书；\
         有证据的，请带齐原件。"
            .into(),
    ];
    sheet.signed = vec![format!("仲裁员　{by}")];
    sheet
}

/// 举证通知书: until when evidence and other claims are laid before the tribunal (LMAL 6; CHR 13, 15, 44).
pub fn evidence_notice(
    case: &Case,
    (transfer, arbitration): (&Transfer, &Arbitration),
    until: Date,
    number: String,
    by: &str,
    words: &Words,
) -> Sheet {
    let (applicant, other) = sides(case, arbitration, words);
    let mut sheet = addressed(case, (transfer, arbitration), "举证通知书", number, words);
    sheet.opening.push((
        String::new(),
        format!(
            "本委受理的{applicant}与{other}劳动争议一案（原调解案号：{}），指定举证期限至{}，请在该日之前（含当日）提交证据。",
            case.number,
            plain(until)
        ),
    ));
    sheet.clauses = vec![
        "当事人对自己提出的主张有责任提供证据。与争议事项有关的证据属于用人单位掌握管理的，用人单位应当提供；用人单位不提供的，\
         应当承担不利后果（《中华人民共和国劳动争议调解仲裁法》第六条）。"
            .into(),
        "申请人增加、变更仲裁请求的，应当在举证期限届满前提出；届满后提出的，应当另行申请仲裁（《劳动人事争议仲裁办案规则》\
         第四十四条）。"
            .into(),
        "在该期限内提供证据确有困难的，可以向本委申请延长。逾期提供证据的，应当说明理由；拒不说明理由或者理由不成立的，本委可以\
         根据不同情形不予采纳该证据，或者采纳该证据但予以训诫（同规则第十五条）。"
            .into(),
    ];
    sheet.signed = vec![format!("仲裁员　{by}")];
    sheet
}

fn sides(case: &Case, arbitration: &Arbitration, words: &Words) -> (String, String) {
    let side = arbitration.side;
    (words.name(case, side), words.name(case, side.other()))
}

/// A letter of the commission to both.
fn addressed(
    case: &Case,
    (transfer, arbitration): (&Transfer, &Arbitration),
    title: &str,
    number: String,
    words: &Words,
) -> Sheet {
    let (applicant, other) = sides(case, arbitration, words);
    let mut sheet = paper(words, case, Some(transfer.commission), title, number);
    sheet.parties = Vec::new();
    sheet.opening = vec![(String::new(), format!("{applicant}、{other}："))];
    sheet
}

fn what(ground: TermGround) -> &'static str {
    match ground {
        TermGround::ClaimsAmended => "受理申请人增加、变更仲裁请求的申请",
        TermGround::CounterClaim => "受理被申请人的反申请，与本案合并处理",
        TermGround::PartyAdded => "决定追加当事人或者第三人",
        TermGround::Resumed => "恢复审理",
        TermGround::PublicNotice => "以公告方式送达",
        _ => "决定中止审理",
    }
}

/// The item of CHR 46 or, of a suspension, CHR 47.
fn item(ground: TermGround) -> &'static str {
    match ground {
        TermGround::PartyAdded | TermGround::WorkerDied => "一",
        TermGround::WorkerIncapable => "二",
        TermGround::ClaimsAmended | TermGround::EmployerDissolved => "三",
        TermGround::CounterClaim | TermGround::ForceMajeure => "四",
        TermGround::OtherCase => "五",
        TermGround::Appraisal | TermGround::PublicNotice | TermGround::Resumed => "六",
        TermGround::OtherReason => "七",
    }
}
