//! Sentences from a table of one language: `{name}` stands where a value goes.

use crate::hash::Commitment;
use crate::moment::Date;
use crate::terms::prose::{Names, percent};
use crate::terms::{
    ApologyManner, ClauseBody, DefaultRemedy, Instalment, InsuranceKind, PayManner, Payment, PaymentHead,
};

/// One language's sentences. Every template names the values it takes in its comment.
pub(super) struct Phrases {
    /// `year`, `month`, `day`
    pub date: &'static str,
    /// `year`, `month`
    pub month: &'static str,
    /// `payer`, `payee`, `head`, `total`, `due`, `manner`, `account`
    pub paid_at_once: &'static str,
    /// `payer`, `payee`, `head`, `total`, `manner`, `account`, `count`, `parts`
    pub paid_in_parts: &'static str,
    /// `number`, `amount`, `due`
    pub part: &'static str,
    /// `respondent`, `claimant`, `amount`, `due`, `manner`, `account`
    pub deposit: &'static str,
    /// `respondent`, `claimant`, `due`, `kinds`, `from`, `to`
    pub insurance: &'static str,
    /// `respondent`, `claimant`, `due`
    pub certificate: &'static str,
    /// `by`, `other`, `due`, `manner`
    pub apology: &'static str,
    /// `rate`
    pub daily: &'static str,
    /// `amount`
    pub lump: &'static str,
    pub acceleration: &'static str,
    /// `number`
    pub to_account: &'static str,
    pub to_registered: &'static str,
    /// In the order of [`PaymentHead::ALL`].
    pub heads: [&'static str; 8],
    /// Bank transfer, mobile transfer, cash.
    pub manners: [&'static str; 3],
    /// In the order of the enum.
    pub kinds: [&'static str; 5],
    /// In person, in writing.
    pub apologies: [&'static str; 2],
}

impl Phrases {
    /// Only of clauses whose words are not the drafters' own; of others nothing.
    pub fn sentence(&self, body: &ClauseBody, names: &Names<'_>) -> String {
        let (claimant, respondent) = (names.claimant, names.respondent);
        match body {
            ClauseBody::Payment(payment) => self.payment(payment, names),
            ClauseBody::DepositReturn(deposit) => fill(
                self.deposit,
                &[
                    ("respondent", respondent),
                    ("claimant", claimant),
                    ("amount", &deposit.amount.to_string()),
                    ("due", &self.day(deposit.due)),
                    ("manner", self.manner(deposit.manner)),
                    ("account", &self.account(deposit.account.as_ref(), names)),
                ],
            ),
            ClauseBody::SocialInsurance(insurance) => {
                let kinds: Vec<&str> = insurance.kinds.iter().map(|kind| self.kind(*kind)).collect();
                fill(
                    self.insurance,
                    &[
                        ("respondent", respondent),
                        ("claimant", claimant),
                        ("due", &self.day(insurance.due)),
                        ("kinds", &kinds.join(", ")),
                        ("from", &filled_date(self.month, insurance.from)),
                        ("to", &filled_date(self.month, insurance.to)),
                    ],
                )
            }
            ClauseBody::LeavingCertificate { by } => fill(
                self.certificate,
                &[
                    ("respondent", respondent),
                    ("claimant", claimant),
                    ("due", &self.day(*by)),
                ],
            ),
            ClauseBody::Apology { by, due, manner } => fill(
                self.apology,
                &[
                    ("by", names.of(*by)),
                    ("other", names.of(by.other())),
                    ("due", &self.day(*due)),
                    (
                        "manner",
                        match manner {
                            ApologyManner::InPerson => self.apologies[0],
                            ApologyManner::InWriting => self.apologies[1],
                        },
                    ),
                ],
            ),
            ClauseBody::Default(DefaultRemedy::DailyInterest { per_100_000 }) => {
                fill(self.daily, &[("rate", &percent(*per_100_000))])
            }
            ClauseBody::Default(DefaultRemedy::LumpSum { amount }) => {
                fill(self.lump, &[("amount", &amount.to_string())])
            }
            ClauseBody::Default(DefaultRemedy::Acceleration) => self.acceleration.to_owned(),
            ClauseBody::Confidentiality { .. } | ClauseBody::FreeText { .. } => String::new(),
        }
    }

    fn payment(&self, payment: &Payment, names: &Names<'_>) -> String {
        let (total, account) = (payment.total.to_string(), self.account(payment.account.as_ref(), names));
        let common = [
            ("payer", names.of(payment.payer)),
            ("payee", names.of(payment.payee)),
            ("head", self.head(payment.head)),
            ("total", total.as_str()),
            ("manner", self.manner(payment.manner)),
            ("account", account.as_str()),
        ];
        if let [only] = payment.instalments.as_slice() {
            let due = self.day(only.due);
            return fill(self.paid_at_once, &[&common[..], &[("due", due.as_str())]].concat());
        }
        let part = |(i, part): (usize, &Instalment)| {
            fill(
                self.part,
                &[
                    ("number", &(i + 1).to_string()),
                    ("amount", &part.amount.to_string()),
                    ("due", &self.day(part.due)),
                ],
            )
        };
        let parts: Vec<String> = payment.instalments.iter().enumerate().map(part).collect();
        let (count, parts) = (parts.len().to_string(), parts.join("; "));
        let more = [("count", count.as_str()), ("parts", parts.as_str())];
        fill(self.paid_in_parts, &[&common[..], &more[..]].concat())
    }

    fn day(&self, date: Date) -> String {
        filled_date(self.date, date)
    }

    fn account(&self, account: Option<&Commitment>, names: &Names<'_>) -> String {
        match account.map(|account| (names.account)(account)) {
            Some(Some(number)) => fill(self.to_account, &[("number", &number)]),
            Some(None) => self.to_registered.to_owned(),
            None => String::new(),
        }
    }

    fn head(&self, head: PaymentHead) -> &'static str {
        self.heads[match head {
            PaymentHead::WageArrears => 0,
            PaymentHead::InjuryMedical => 1,
            PaymentHead::EconomicCompensation => 2,
            PaymentHead::Damages => 3,
            PaymentHead::Overtime => 4,
            PaymentHead::DoubleWage => 5,
            PaymentHead::AnnualLeave => 6,
            PaymentHead::Other => 7,
        }]
    }

    fn manner(&self, manner: PayManner) -> &'static str {
        self.manners[match manner {
            PayManner::BankTransfer => 0,
            PayManner::MobileTransfer => 1,
            PayManner::Cash => 2,
        }]
    }

    fn kind(&self, kind: InsuranceKind) -> &'static str {
        self.kinds[match kind {
            InsuranceKind::Pension => 0,
            InsuranceKind::Medical => 1,
            InsuranceKind::Unemployment => 2,
            InsuranceKind::WorkInjury => 3,
            InsuranceKind::Maternity => 4,
        }]
    }
}

fn filled_date(template: &str, date: Date) -> String {
    fill(
        template,
        &[
            ("year", &date.year().to_string()),
            ("month", &date.month().to_string()),
            ("day", &date.day().to_string()),
        ],
    )
}

/// `template` with its values; one pass, so that a value with braces in it stays as it is.
fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        let value = values.iter().find(|(known, _)| *known == name);
        out.push_str(value.map_or("", |(_, value)| value));
        rest = after;
    }
    out.push_str(rest);
    out
}
