//! A party's own papers when money does not come: 催告函, 支付令申请书 (LMAL 16; CPL 225; CPL-Int 427),
//! 强制执行申请书 (CPL 206, 235, 250; LMAL 51). Each is made ready; handing it in is the party's act.

use super::petition::party;
use super::words::{named_day, paper, plain};
use super::{Sheet, Words};
use domain::actor::Side;
use domain::case::Case;
use domain::command::{Ruling, Track};
use domain::money::Fen;
use domain::order::{self, OrderStep};
use domain::performance::{Duty, enforce_until, orderable, owed};
use domain::terms::PaymentHead;

/// To the one who owes: what, since when, and what follows.
pub fn demand(case: &Case, side: Side, words: &Words) -> Sheet {
    let mut sheet = of(case, side, "催告函", ["催告人", "被催告人"], words);
    let owed = owed(case, side);
    sheet.opening = vec![
        (String::new(), format!("{}：", words.name(case, side.other()))),
        (
            String::new(),
            format!("{}，下列款项已到履行期限，你方至今未付：", basis(case, words)),
        ),
    ];
    sheet.clauses = lines(&owed);
    sheet.closing = vec![
        format!("以上合计 {} 元。请在收到本函后立即支付至协议约定的账户，并保留凭证。", sum(&owed)),
        "逾期仍不支付的，催告人将依法申请支付令、申请仲裁或者申请人民法院强制执行；本函为提出履行请求，仲裁时效自此中断\
         （《劳动人事争议仲裁办案规则》第二十七条）。"
            .into(),
    ];
    sheet.signers = vec![("催告人（网上确认）".into(), words.name(case, side))];
    sheet
}

/// On the agreement alone, for the four heads of LMAL 16.
pub fn payment_order(case: &Case, side: Side, words: &Words) -> Sheet {
    let mut sheet = of(case, side, "支付令申请书", ["申请人", "被申请人"], words);
    let owed = orderable(case, side);
    sheet.opening = vec![(
        "请求事项".into(),
        format!(
            "请求人民法院向被申请人发出支付令，督促其支付下列款项，合计 {} 元：",
            sum(&owed)
        ),
    )];
    sheet.clauses = lines(&owed);
    sheet.closing = vec![
        format!(
            "事实与理由：{}。上述款项属于《中华人民共和国劳动争议调解仲裁法》第十六条规定的事项，数额确定、已到期，申请人对\
             被申请人没有对待给付义务，被申请人在约定期限内未履行。依照该条和《中华人民共和国民事诉讼法》第二百二十五条的规定，\
             持调解协议书申请支付令。",
            basis(case, words)
        ),
        "附：调解协议书；申请人身份证明；被申请人主体信息。申请人未向人民法院申请诉前保全。".into(),
        "此致　被申请人住所地基层人民法院。".into(),
    ];
    sheet.signers = vec![("申请人（签名）".into(), words.name(case, side))];
    sheet
}

/// On the document in force.
pub fn enforcement(case: &Case, side: Side, words: &Words) -> Sheet {
    let mut sheet = of(case, side, "强制执行申请书", ["申请执行人", "被执行人"], words);
    let owed = owed(case, side);
    let standing = case
        .applications
        .iter()
        .rev()
        .filter(|it| it.ruling == Some(Ruling::Grant) && !it.revoked());
    let ordered = case.enforceable_at.is_none();
    let (title, court) = match standing.clone().map(|it| it.track).next() {
        _ if ordered => ("支付令", "发出支付令的人民法院或者与其同级的被执行财产所在地人民法院"),
        Some(Track::JudicialConfirmation) => ("民事裁定书", "作出裁定的人民法院或者与其同级的被执行财产所在地人民法院"),
        _ => ("仲裁调解书", "被执行人住所地或者被执行的财产所在地人民法院"),
    };
    let number = standing
        .filter_map(|it| it.decision.as_ref())
        .map(|it| it.number.clone())
        .next()
        .unwrap_or_default();
    sheet.opening = vec![(
        "申请事项".into(),
        format!(
            "请求强制执行{number}{title}，由被执行人支付下列款项，合计 {} 元，并依法加倍支付迟延履行期间的债务利息：",
            sum(&owed)
        ),
    )];
    sheet.clauses = lines(&owed);
    let last = enforce_until(case).map(plain).unwrap_or_default();
    let in_force = match order::day(case, OrderStep::Served).filter(|_| ordered) {
        Some(served) => format!(
            "支付令于{}送达被执行人，被执行人在十五日内既未清偿债务也未提出书面异议",
            plain(served)
        ),
        None => format!(
            "{number}{title}已于{}发生法律效力，被执行人未按期履行",
            case.enforceable_at.map(|at| named_day(case, at)).unwrap_or_default()
        ),
    };
    sheet.closing = vec![
        format!(
            "事实与理由：{}；{in_force}。申请执行的期间为二年，自最后一期履行期限\
             届满之日起计算，至{last}（《中华人民共和国民事诉讼法》第二百五十条），本申请在期间内提出。",
            basis(case, words)
        ),
        format!("附：{title}；调解协议书；申请执行人身份证明；被执行人财产线索（如有）。"),
        format!("此致　{court}。"),
    ];
    sheet.signers = vec![("申请执行人（签名）".into(), words.name(case, side))];
    sheet
}

pub fn of(case: &Case, side: Side, title: &str, [ours, theirs]: [&str; 2], words: &Words) -> Sheet {
    let mut sheet = paper(words, case, None, title, String::new());
    sheet.parties = vec![
        party(case, side, ours, words) + "。",
        party(case, side.other(), theirs, words) + "。",
    ];
    sheet
}

pub fn basis(case: &Case, words: &Words) -> String {
    format!(
        "双方经{}主持调解达成调解协议（{}），该协议于{}生效",
        words.org(case.body),
        case.number,
        case.effective_at.map(|at| named_day(case, at)).unwrap_or_default()
    )
}

pub fn sum(owed: &[Duty]) -> Fen {
    Fen(owed.iter().filter_map(|duty| duty.amount).map(|amount| amount.0).sum())
}

pub fn lines(owed: &[Duty]) -> Vec<String> {
    let line = |duty: &Duty| {
        let amount = duty.amount.unwrap_or_default();
        format!("{}：{amount} 元，履行期限{}。", head(duty.head), plain(duty.day))
    };
    owed.iter().map(line).collect()
}

fn head(head: Option<PaymentHead>) -> &'static str {
    match head {
        Some(PaymentHead::WageArrears) => "拖欠的劳动报酬",
        Some(PaymentHead::InjuryMedical) => "工伤医疗费",
        Some(PaymentHead::EconomicCompensation) => "经济补偿",
        Some(PaymentHead::Damages) => "赔偿金",
        Some(PaymentHead::Overtime) => "加班工资",
        Some(PaymentHead::DoubleWage) => "未订立书面劳动合同的二倍工资差额",
        Some(PaymentHead::AnnualLeave) => "未休年休假工资报酬",
        Some(PaymentHead::Other) => "其他约定款项",
        None => "应当退还的抵押金",
    }
}
