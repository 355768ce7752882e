//! What the mediator has typed so far, and the clause it makes.

use domain::actor::Side;
use domain::hash::{Commitment, Disclosure, Salt};
use domain::moment::Date;
use domain::money::Fen;
use domain::terms::{
    ApologyManner, Clause, ClauseBody, Condition, DefaultRemedy, DepositReturn, Instalment, InsuranceKind, PayManner,
    Payment, PaymentHead, SocialInsurance,
};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    Payment,
    Deposit,
    Insurance,
    Certificate,
    Apology,
    Confidentiality,
    Default,
    Text,
}

impl Kind {
    pub const ALL: [Self; 8] = [
        Self::Payment,
        Self::Deposit,
        Self::Insurance,
        Self::Certificate,
        Self::Apology,
        Self::Confidentiality,
        Self::Default,
        Self::Text,
    ];

    pub fn of(body: &ClauseBody) -> Self {
        match body {
            ClauseBody::Payment(_) => Self::Payment,
            ClauseBody::DepositReturn(_) => Self::Deposit,
            ClauseBody::SocialInsurance(_) => Self::Insurance,
            ClauseBody::LeavingCertificate { .. } => Self::Certificate,
            ClauseBody::Apology { .. } => Self::Apology,
            ClauseBody::Confidentiality { .. } => Self::Confidentiality,
            ClauseBody::Default(_) => Self::Default,
            ClauseBody::FreeText { .. } => Self::Text,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Remedy {
    Daily,
    LumpSum,
    Acceleration,
}

pub const INSURANCES: [InsuranceKind; 5] = [
    InsuranceKind::Pension,
    InsuranceKind::Medical,
    InsuranceKind::Unemployment,
    InsuranceKind::WorkInjury,
    InsuranceKind::Maternity,
];

/// An instalment before the last, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    pub amount: String,
    pub due: String,
    /// As it stands in the clause; only the last one's can be typed.
    #[serde(default)]
    pub condition: Option<Condition>,
}

/// Plain data, so that it can be kept across reloads of the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Typed {
    pub kind: Kind,
    pub head: PaymentHead,
    pub payer: Side,
    pub amount: String,
    /// The last instalment is what remains, due on `due`.
    pub parts: Vec<Part>,
    pub due: String,
    /// What makes the last instalment due sooner, and so many days from it.
    #[serde(default)]
    pub event: String,
    #[serde(default)]
    pub days: String,
    pub manner: PayManner,
    pub account: String,
    /// The account that already stands in the clause: its commitment, and how it reads.
    pub registered: Option<(Commitment, String)>,
    pub from: String,
    pub to: String,
    pub kinds: Vec<InsuranceKind>,
    pub by: Side,
    pub apology: ApologyManner,
    pub text: String,
    pub remedy: Remedy,
    /// Per cent a day.
    pub rate: String,
}

impl Default for Typed {
    fn default() -> Self {
        Self {
            kind: Kind::Payment,
            head: PaymentHead::WageArrears,
            payer: Side::Respondent,
            amount: String::new(),
            parts: Vec::new(),
            due: String::new(),
            event: String::new(),
            days: String::new(),
            manner: PayManner::BankTransfer,
            account: String::new(),
            registered: None,
            from: String::new(),
            to: String::new(),
            kinds: INSURANCES.to_vec(),
            by: Side::Respondent,
            apology: ApologyManner::InPerson,
            text: String::new(),
            remedy: Remedy::Daily,
            rate: String::new(),
        }
    }
}

impl Typed {
    /// The form as it would have been filled for `clause`. `account` tells a disclosed account.
    pub fn of(clause: &Clause, account: impl Fn(&Commitment) -> Option<String>) -> Self {
        let mut typed = Self {
            kind: Kind::of(&clause.body),
            ..Self::default()
        };
        match &clause.body {
            ClauseBody::Payment(payment) => {
                typed.head = payment.head;
                typed.payer = payment.payer;
                typed.amount = yuan(payment.total);
                typed.manner = payment.manner;
                typed.register(payment.account, account);
                if let Some((last, before)) = payment.instalments.split_last() {
                    typed.due = last.due.to_string();
                    if let Some(condition) = &last.condition {
                        typed.event.clone_from(&condition.event);
                        typed.days = condition.days.to_string();
                    }
                    typed.parts = before
                        .iter()
                        .map(|part| Part {
                            amount: yuan(part.amount),
                            due: part.due.to_string(),
                            condition: part.condition.clone(),
                        })
                        .collect();
                }
            }
            ClauseBody::DepositReturn(deposit) => {
                typed.amount = yuan(deposit.amount);
                typed.due = deposit.due.to_string();
                typed.manner = deposit.manner;
                typed.register(deposit.account, account);
            }
            ClauseBody::SocialInsurance(insurance) => {
                typed.from = insurance.from.to_string();
                typed.to = insurance.to.to_string();
                typed.kinds.clone_from(&insurance.kinds);
                typed.due = insurance.due.to_string();
            }
            ClauseBody::LeavingCertificate { by } => typed.due = by.to_string(),
            ClauseBody::Apology { by, due, manner } => {
                typed.by = *by;
                typed.due = due.to_string();
                typed.apology = *manner;
            }
            ClauseBody::Confidentiality { scope } => typed.text.clone_from(scope),
            ClauseBody::FreeText { text } => typed.text.clone_from(text),
            ClauseBody::Default(DefaultRemedy::DailyInterest { per_100_000 }) => typed.rate = per_cent(*per_100_000),
            ClauseBody::Default(DefaultRemedy::LumpSum { amount }) => {
                typed.remedy = Remedy::LumpSum;
                typed.amount = yuan(*amount);
            }
            ClauseBody::Default(DefaultRemedy::Acceleration) => typed.remedy = Remedy::Acceleration,
        }
        typed
    }

    fn register(&mut self, commitment: Option<Commitment>, account: impl Fn(&Commitment) -> Option<String>) {
        if let Some(commitment) = commitment {
            self.account = account(&commitment).unwrap_or_default();
            self.registered = Some((commitment, self.account.clone()));
        }
    }

    /// The texts emptied after the clause is written; the choices stay.
    #[must_use]
    pub fn cleared(&self) -> Self {
        Self {
            kind: self.kind,
            head: self.head,
            payer: self.payer,
            manner: self.manner,
            kinds: self.kinds.clone(),
            by: self.by,
            apology: self.apology,
            remedy: self.remedy,
            ..Self::default()
        }
    }

    /// What remains of the total for the last instalment; `None` while a sum is unreadable or
    /// nothing remains.
    pub fn rest(&self) -> Option<Fen> {
        let mut rest = Fen::of_yuan(&self.amount)?.0;
        for part in &self.parts {
            rest -= Fen::of_yuan(&part.amount)?.0;
        }
        (rest > 0).then_some(Fen(rest))
    }

    /// What makes the last instalment due sooner, if anything; `None` while its days are unreadable.
    fn condition(&self) -> Option<Option<Condition>> {
        let event = self.event.trim();
        if event.is_empty() {
            return Some(None);
        }
        let days = self
            .days
            .trim()
            .parse()
            .ok()
            .filter(|days| (1..=3_660).contains(days))?;
        let event = event.to_owned();
        Some(Some(Condition { event, days }))
    }

    /// The clause as typed, with an account that must be disclosed under `salt`; `None` while a
    /// field is unreadable.
    pub fn body(&self, salt: Salt) -> Option<(ClauseBody, Option<Disclosure>)> {
        let due = || self.due.parse::<Date>().ok();
        let words = || Some(self.text.trim().to_owned()).filter(|text| !text.is_empty());
        Some(match self.kind {
            Kind::Payment => {
                let mut instalments = Vec::new();
                for part in &self.parts {
                    instalments.push(Instalment {
                        amount: Fen::of_yuan(&part.amount)?,
                        due: part.due.parse().ok()?,
                        condition: part.condition.clone(),
                    });
                }
                instalments.push(Instalment {
                    amount: self.rest()?,
                    due: due()?,
                    condition: self.condition()?,
                });
                let (account, disclosure) = self.payee_account(salt);
                let payment = Payment {
                    head: self.head,
                    payer: self.payer,
                    payee: self.payer.other(),
                    total: Fen::of_yuan(&self.amount)?,
                    instalments,
                    manner: self.manner,
                    account,
                };
                (ClauseBody::Payment(payment), disclosure)
            }
            Kind::Deposit => {
                let (account, disclosure) = self.payee_account(salt);
                let deposit = DepositReturn {
                    amount: Fen::of_yuan(&self.amount)?,
                    due: due()?,
                    manner: self.manner,
                    account,
                };
                (ClauseBody::DepositReturn(deposit), disclosure)
            }
            Kind::Insurance => {
                let insurance = SocialInsurance {
                    from: self.from.parse().ok()?,
                    to: self.to.parse().ok()?,
                    kinds: self.kinds.clone(),
                    due: due()?,
                };
                (ClauseBody::SocialInsurance(insurance), None)
            }
            Kind::Certificate => (ClauseBody::LeavingCertificate { by: due()? }, None),
            Kind::Apology => {
                let (by, due, manner) = (self.by, due()?, self.apology);
                (ClauseBody::Apology { by, due, manner }, None)
            }
            Kind::Confidentiality => (ClauseBody::Confidentiality { scope: words()? }, None),
            Kind::Text => (ClauseBody::FreeText { text: words()? }, None),
            Kind::Default => {
                let remedy = match self.remedy {
                    Remedy::Daily => DefaultRemedy::DailyInterest {
                        per_100_000: per_100_000(&self.rate)?,
                    },
                    Remedy::LumpSum => DefaultRemedy::LumpSum {
                        amount: Fen::of_yuan(&self.amount)?,
                    },
                    Remedy::Acceleration => DefaultRemedy::Acceleration,
                };
                (ClauseBody::Default(remedy), None)
            }
        })
    }

    /// An account left as it was keeps its commitment: the clause does not change by being opened.
    fn payee_account(&self, salt: Salt) -> (Option<Commitment>, Option<Disclosure>) {
        let number = self.account.trim();
        if self.manner != PayManner::BankTransfer {
            return (None, None);
        }
        if let Some((commitment, known)) = &self.registered {
            if number == known {
                return (Some(*commitment), None);
            }
        }
        if number.is_empty() {
            return (None, None);
        }
        let disclosure = Disclosure {
            salt,
            value: number.to_owned(),
        };
        (Some(disclosure.commitment()), Some(disclosure))
    }
}

/// As [`fen`] reads it.
fn yuan(amount: Fen) -> String {
    let (whole, cents) = (amount.0 / 100, amount.0 % 100);
    if cents == 0 {
        whole.to_string()
    } else {
        format!("{whole}.{cents:02}")
    }
}

/// `50` is `0.05`.
fn per_cent(per_100_000: u32) -> String {
    let digits = format!("{}.{:03}", per_100_000 / 1000, per_100_000 % 1000);
    digits.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Per cent with at most three places, in hundred-thousandths.
fn per_100_000(text: &str) -> Option<u32> {
    let (whole, rest) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 3 || rest.len() > 3 || !digits(whole) || !digits(rest) {
        return None;
    }
    let thousandths: u32 = format!("{rest:0<3}").parse().ok()?;
    Some(whole.parse::<u32>().ok()? * 1000 + thousandths)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::id::ClauseId;

    const SALT: Salt = Salt([7; 16]);

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn account() -> Disclosure {
        Disclosure {
            salt: Salt([9; 16]),
            value: "6228 4800 0000 0000 019".into(),
        }
    }

    #[test]
    fn a_clause_opened_for_change_and_left_alone_stays_the_same() {
        let bodies = [
            ClauseBody::Payment(Payment {
                head: PaymentHead::Overtime,
                payer: Side::Respondent,
                payee: Side::Claimant,
                total: Fen(1_860_050),
                instalments: vec![
                    Instalment {
                        amount: Fen(1_000_000),
                        due: day("2026-12-11"),
                        condition: None,
                    },
                    Instalment {
                        amount: Fen(500_000),
                        due: day("2026-12-21"),
                        condition: None,
                    },
                    Instalment {
                        amount: Fen(360_050),
                        due: day("2026-12-31"),
                        condition: Some(Condition {
                            event: "被申请人恢复正常经营".into(),
                            days: 365,
                        }),
                    },
                ],
                manner: PayManner::BankTransfer,
                account: Some(account().commitment()),
            }),
            ClauseBody::DepositReturn(DepositReturn {
                amount: Fen(300_000),
                due: day("2026-12-11"),
                manner: PayManner::Cash,
                account: None,
            }),
            ClauseBody::SocialInsurance(SocialInsurance {
                from: day("2025-01-01"),
                to: day("2025-12-31"),
                kinds: vec![InsuranceKind::Pension, InsuranceKind::Medical],
                due: day("2026-12-31"),
            }),
            ClauseBody::LeavingCertificate { by: day("2026-12-11") },
            ClauseBody::Apology {
                by: Side::Claimant,
                due: day("2026-12-11"),
                manner: ApologyManner::InWriting,
            },
            ClauseBody::Confidentiality {
                scope: "工资标准".into(),
            },
            ClauseBody::Default(DefaultRemedy::DailyInterest { per_100_000: 50 }),
            ClauseBody::Default(DefaultRemedy::LumpSum { amount: Fen(50_000) }),
            ClauseBody::Default(DefaultRemedy::Acceleration),
            ClauseBody::FreeText {
                text: "双方再无其他争议。".into(),
            },
        ];
        for body in bodies {
            let clause = Clause {
                id: ClauseId(uuid::Uuid::nil()),
                body,
            };
            let typed = Typed::of(&clause, |_| Some(account().value));
            assert_eq!(typed.body(SALT), Some((clause.body, None)));
        }
    }

    #[test]
    fn another_account_is_disclosed_anew() {
        let typed = Typed {
            amount: "100".into(),
            due: "2026-12-31".into(),
            account: "6228 4800 0000 0000 027".into(),
            registered: Some((account().commitment(), account().value)),
            ..Typed::default()
        };
        let (_, disclosure) = typed.body(SALT).unwrap();
        assert_eq!(disclosure.unwrap().value, "6228 4800 0000 0000 027");
    }

    #[test]
    fn the_last_instalment_is_what_remains() {
        let part = |amount: &str| Part {
            amount: amount.into(),
            due: "2026-12-01".into(),
            condition: None,
        };
        let typed = Typed {
            amount: "100".into(),
            parts: vec![part("30"), part("30.5")],
            ..Typed::default()
        };
        assert_eq!(typed.rest(), Some(Fen(3_950)));
        let spent = Typed {
            parts: vec![part("100")],
            ..typed
        };
        assert_eq!(spent.rest(), None);
    }

    #[test]
    fn a_rate_is_read_in_per_cent_a_day() {
        assert_eq!(per_100_000("0.05"), Some(50));
        assert_eq!(per_100_000("1"), Some(1000));
        for wrong in ["", "0.0005", "-1", "五", "1e2"] {
            assert_eq!(per_100_000(wrong), None, "{wrong}");
        }
    }
}
