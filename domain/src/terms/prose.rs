//! Clauses as sentences, from one source for screens, documents and reading aloud.

use crate::actor::Side;
use crate::hash::Commitment;
use crate::moment::Date;
use crate::money::Fen;
use crate::terms::{
    ApologyManner, Clause, ClauseBody, DefaultRemedy, Instalment, InsuranceKind, PayManner, Payment, PaymentHead,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    Chinese,
    English,
}

/// The names to print for the two sides, and how to show a disclosed account.
pub struct Names<'a> {
    pub claimant: &'a str,
    pub respondent: &'a str,
    /// Account numbers by commitment, as disclosed to the reader.
    pub account: &'a dyn Fn(&Commitment) -> Option<String>,
}

impl Names<'_> {
    pub(super) fn of(&self, side: Side) -> &str {
        match side {
            Side::Claimant => self.claimant,
            Side::Respondent => self.respondent,
        }
    }
}

/// `clause` as one or two sentences.
pub fn sentence(clause: &Clause, names: &Names<'_>, language: Language) -> String {
    match language {
        Language::Chinese => chinese(&clause.body, names),
        Language::English => english(&clause.body, names),
    }
}

fn chinese(body: &ClauseBody, names: &Names<'_>) -> String {
    match body {
        ClauseBody::Payment(payment) => chinese_payment(payment, names),
        ClauseBody::DepositReturn(deposit) => format!(
            "{}应于{}前退还{}风险抵押金人民币{}元（{}），以{}支付{}。",
            names.respondent,
            chinese_date(deposit.due),
            names.claimant,
            deposit.amount,
            capitals(deposit.amount),
            chinese_manner(deposit.manner),
            chinese_account(deposit.account.as_ref(), names),
        ),
        ClauseBody::SocialInsurance(insurance) => {
            let kinds: Vec<&str> = insurance.kinds.iter().map(|kind| chinese_kind(*kind)).collect();
            format!(
                "{}应于{}前为{}依法补缴{}年{}月至{}年{}月的{}，具体数额以社会保险经办机构核定为准。",
                names.respondent,
                chinese_date(insurance.due),
                names.claimant,
                insurance.from.year(),
                insurance.from.month(),
                insurance.to.year(),
                insurance.to.month(),
                kinds.join("、"),
            )
        }
        ClauseBody::LeavingCertificate { by } => format!(
            "{}应于{}前向{}出具解除或者终止劳动合同的证明。",
            names.respondent,
            chinese_date(*by),
            names.claimant
        ),
        ClauseBody::Apology { by, due, manner } => format!(
            "{}应于{}前向{}{}赔礼道歉。",
            names.of(*by),
            chinese_date(*due),
            names.of(by.other()),
            match manner {
                ApologyManner::InPerson => "当面",
                ApologyManner::InWriting => "书面",
            }
        ),
        ClauseBody::Confidentiality { scope } => {
            format!("双方应对下列内容保密，法律另有规定的除外：{}", stop(scope, "。"))
        }
        ClauseBody::Default(remedy) => match remedy {
            DefaultRemedy::DailyInterest { per_100_000 } => format!(
                "任何一方未按期足额付款的，自逾期之日起按未付金额每日{}支付违约金，至付清之日止。",
                percent(*per_100_000)
            ),
            DefaultRemedy::LumpSum { amount } => format!(
                "任何一方未按期足额付款的，应另行支付违约金人民币{amount}元（{}）。",
                capitals(*amount)
            ),
            DefaultRemedy::Acceleration => {
                "任何一期款项未按期足额支付的，其余未到期款项一并到期，权利人可以就全部未付款项申请强制执行。".into()
            }
        },
        ClauseBody::FreeText { text } => stop(text, "。"),
    }
}

fn chinese_payment(payment: &Payment, names: &Names<'_>) -> String {
    let head = match payment.head {
        PaymentHead::WageArrears => "拖欠的劳动报酬",
        PaymentHead::InjuryMedical => "工伤医疗费",
        PaymentHead::EconomicCompensation => "经济补偿",
        PaymentHead::Damages => "赔偿金",
        PaymentHead::Overtime => "加班工资",
        PaymentHead::DoubleWage => "未订立书面劳动合同的二倍工资差额",
        PaymentHead::AnnualLeave => "未休年休假工资报酬",
        PaymentHead::Other => "款项",
    };
    let (payer, payee) = (names.of(payment.payer), names.of(payment.payee));
    let (total, words) = (payment.total, capitals(payment.total));
    let by = chinese_manner(payment.manner);
    let account = chinese_account(payment.account.as_ref(), names);
    if let [only @ Instalment { condition: None, .. }] = payment.instalments.as_slice() {
        let due = chinese_date(only.due);
        return format!("{payer}应于{due}前一次性向{payee}支付{head}人民币{total}元（{words}），以{by}支付{account}。");
    }
    let parts: Vec<String> = payment
        .instalments
        .iter()
        .enumerate()
        .map(|(i, part)| {
            format!(
                "第{}期于{}前{}支付{}元（{}）",
                i + 1,
                chinese_date(part.due),
                part.condition.as_ref().map_or_else(String::new, |it| {
                    format!("或者{}之日起{}日内（以先到者为准）", it.event, it.days)
                }),
                part.amount,
                capitals(part.amount)
            )
        })
        .collect();
    format!(
        "{payer}应向{payee}支付{head}共计人民币{total}元（{words}），分{}期以{by}支付{account}：{}。",
        parts.len(),
        parts.join("；")
    )
}

fn chinese_date(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

fn chinese_manner(manner: PayManner) -> &'static str {
    match manner {
        PayManner::BankTransfer => "银行转账方式",
        PayManner::MobileTransfer => "手机转账方式",
        PayManner::Cash => "现金方式",
    }
}

fn chinese_account(account: Option<&Commitment>, names: &Names<'_>) -> String {
    match account.map(|account| (names.account)(account)) {
        Some(Some(number)) => format!("至收款账户{number}"),
        Some(None) => "至已登记的收款账户".into(),
        None => String::new(),
    }
}

fn chinese_kind(kind: InsuranceKind) -> &'static str {
    match kind {
        InsuranceKind::Pension => "基本养老保险费",
        InsuranceKind::Medical => "基本医疗保险费",
        InsuranceKind::Unemployment => "失业保险费",
        InsuranceKind::WorkInjury => "工伤保险费",
        InsuranceKind::Maternity => "生育保险费",
    }
}

fn english(body: &ClauseBody, names: &Names<'_>) -> String {
    match body {
        ClauseBody::Payment(payment) => english_payment(payment, names),
        ClauseBody::DepositReturn(deposit) => format!(
            "{} shall return to {} the risk deposit of CNY {} by {}, {}{}.",
            names.respondent,
            names.claimant,
            deposit.amount,
            deposit.due,
            english_manner(deposit.manner),
            english_account(deposit.account.as_ref(), names),
        ),
        ClauseBody::SocialInsurance(insurance) => {
            let kinds: Vec<&str> = insurance.kinds.iter().map(|kind| english_kind(*kind)).collect();
            format!(
                "{} shall by {} pay the {} arrears of {} for {}-{:02} to {}-{:02}, in the sums fixed by the insurance agency.",
                names.respondent,
                insurance.due,
                kinds.join(", "),
                names.claimant,
                insurance.from.year(),
                insurance.from.month(),
                insurance.to.year(),
                insurance.to.month(),
            )
        }
        ClauseBody::LeavingCertificate { by } => {
            format!(
                "{} shall give {} a certificate of leaving by {by}.",
                names.respondent, names.claimant
            )
        }
        ClauseBody::Apology { by, due, manner } => format!(
            "{} shall apologise to {} {} by {due}.",
            names.of(*by),
            names.of(by.other()),
            match manner {
                ApologyManner::InPerson => "in person",
                ApologyManner::InWriting => "in writing",
            }
        ),
        ClauseBody::Confidentiality { scope } => {
            format!(
                "Both sides shall keep confidential, unless the law says otherwise: {}",
                stop(scope, ".")
            )
        }
        ClauseBody::Default(remedy) => match remedy {
            DefaultRemedy::DailyInterest { per_100_000 } => format!(
                "Whoever pays late owes {} of the unpaid sum for each day until it is paid.",
                percent(*per_100_000)
            ),
            DefaultRemedy::LumpSum { amount } => format!("Whoever pays late owes CNY {amount} in damages as well."),
            DefaultRemedy::Acceleration => {
                "If one instalment is missed, all the rest falls due at once and can be enforced.".into()
            }
        },
        ClauseBody::FreeText { text } => stop(text, "."),
    }
}

fn english_payment(payment: &Payment, names: &Names<'_>) -> String {
    let head = match payment.head {
        PaymentHead::WageArrears => "unpaid wages",
        PaymentHead::InjuryMedical => "work-injury medical costs",
        PaymentHead::EconomicCompensation => "severance pay",
        PaymentHead::Damages => "damages",
        PaymentHead::Overtime => "overtime pay",
        PaymentHead::DoubleWage => "double wages for the unsigned contract",
        PaymentHead::AnnualLeave => "pay for unused annual leave",
        PaymentHead::Other => "a sum",
    };
    let (payer, payee) = (names.of(payment.payer), names.of(payment.payee));
    let by = english_manner(payment.manner);
    let account = english_account(payment.account.as_ref(), names);
    let total = payment.total;
    if let [only @ Instalment { condition: None, .. }] = payment.instalments.as_slice() {
        return format!(
            "{payer} shall pay {payee} {head} of CNY {total} by {}, {by}{account}.",
            only.due
        );
    }
    let parts: Vec<String> = payment
        .instalments
        .iter()
        .map(|part| {
            let sooner = part.condition.as_ref().map_or_else(String::new, |it| {
                format!(" or within {} days from: {}, whichever is sooner", it.days, it.event)
            });
            format!("CNY {} by {}{sooner}", part.amount, part.due)
        })
        .collect();
    format!(
        "{payer} shall pay {payee} {head} of CNY {total} in all, {by}{account}, in {} instalments: {}.",
        parts.len(),
        parts.join("; ")
    )
}

fn english_manner(manner: PayManner) -> &'static str {
    match manner {
        PayManner::BankTransfer => "by bank transfer",
        PayManner::MobileTransfer => "by mobile transfer",
        PayManner::Cash => "in cash",
    }
}

fn english_account(account: Option<&Commitment>, names: &Names<'_>) -> String {
    match account.map(|account| (names.account)(account)) {
        Some(Some(number)) => format!(" to account {number}"),
        Some(None) => " to the registered account".into(),
        None => String::new(),
    }
}

fn english_kind(kind: InsuranceKind) -> &'static str {
    match kind {
        InsuranceKind::Pension => "pension",
        InsuranceKind::Medical => "medical insurance",
        InsuranceKind::Unemployment => "unemployment insurance",
        InsuranceKind::WorkInjury => "work-injury insurance",
        InsuranceKind::Maternity => "maternity insurance",
    }
}

fn stop(text: &str, mark: &str) -> String {
    let text = text.trim();
    if text.ends_with(['。', '.', '！', '!', '；', ';']) {
        text.into()
    } else {
        format!("{text}{mark}")
    }
}

/// Hundred-thousandths as per cent: `50` is `0.05%`.
pub(super) fn percent(per_100_000: u32) -> String {
    let digits = format!("{}.{:03}", per_100_000 / 1000, per_100_000 % 1000);
    format!("{}%", digits.trim_end_matches('0').trim_end_matches('.'))
}

/// 壹万贰仟圆整: the amount in capitals as banks require it (支付结算办法 annex 1).
pub fn capitals(amount: Fen) -> String {
    const DIGITS: [&str; 10] = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];
    const PLACES: [&str; 4] = ["", "拾", "佰", "仟"];
    const GROUPS: [&str; 4] = ["", "万", "亿", "万亿"];
    let total = amount.0.unsigned_abs();
    let (yuan, jiao, fen) = (total / 100, (total / 10 % 10) as usize, (total % 10) as usize);
    let mut out = String::new();
    let mut gap = false;
    for group in (0..4).rev() {
        let four = yuan / 10_000_u64.pow(group as u32) % 10_000;
        for place in (0..4).rev() {
            let digit = (four / 10_u64.pow(place as u32) % 10) as usize;
            if digit == 0 {
                gap = !out.is_empty();
                continue;
            }
            if std::mem::take(&mut gap) {
                out.push('零');
            }
            out.push_str(DIGITS[digit]);
            out.push_str(PLACES[place]);
        }
        if four > 0 {
            out.push_str(GROUPS[group]);
        }
    }
    if !out.is_empty() {
        out.push('圆');
    }
    match (jiao, fen) {
        (0, 0) if out.is_empty() => out.push_str("零圆整"),
        (0, 0) => out.push('整'),
        (0, fen) => {
            if !out.is_empty() {
                out.push('零');
            }
            out.push_str(DIGITS[fen]);
            out.push('分');
        }
        (jiao, fen) => {
            if gap && !out.is_empty() {
                out.push('零');
            }
            out.push_str(DIGITS[jiao]);
            out.push('角');
            if fen == 0 {
                out.push('整');
            } else {
                out.push_str(DIGITS[fen]);
                out.push('分');
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_read_in_capitals_as_banks_write_them() {
        for (fen, words) in [
            (0, "零圆整"),
            (1_200_000, "壹万贰仟圆整"),
            (123_000_000, "壹佰贰拾叁万圆整"),
            (10_000_500, "壹拾万零伍圆整"),
            (100_000_001, "壹佰万圆零壹分"),
            (168_032, "壹仟陆佰捌拾圆零叁角贰分"),
            (16_409, "壹佰陆拾肆圆零玖分"),
            (150, "壹圆伍角整"),
            (50, "伍角整"),
            (10_010_000, "壹拾万零壹佰圆整"),
            (10_000_000_000, "壹亿圆整"),
        ] {
            assert_eq!(capitals(Fen(fen)), words, "{fen}");
        }
    }

    #[test]
    fn a_rate_reads_as_per_cent() {
        assert_eq!(percent(50), "0.05%");
        assert_eq!(percent(1000), "1%");
    }
}
