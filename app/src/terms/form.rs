//! What the mediator has typed so far, and the clause it makes.

use crate::api;
use crate::draft::fen;
use crate::words::staff::Word;
use domain::actor::Side;
use domain::hash::{Disclosure, Salt};
use domain::moment::Date;
use domain::money::Fen;
use domain::terms::{
    ApologyManner, ClauseBody, DefaultRemedy, DepositReturn, Instalment, InsuranceKind, PayManner, Payment,
    PaymentHead, SocialInsurance,
};
use leptos::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    pub const ALL: [(Self, Word); 8] = [
        (Self::Payment, Word::PaymentKind),
        (Self::Deposit, Word::DepositKind),
        (Self::Insurance, Word::InsuranceClause),
        (Self::Certificate, Word::CertificateKind),
        (Self::Apology, Word::ApologyKind),
        (Self::Confidentiality, Word::ConfidentialityKind),
        (Self::Default, Word::DefaultKind),
        (Self::Text, Word::TextKind),
    ];
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

/// Kept above the page, so that a change made by someone else does not empty what is being typed.
#[derive(Clone, Copy)]
pub struct Form {
    pub kind: RwSignal<Kind>,
    pub head: RwSignal<PaymentHead>,
    pub amount: RwSignal<String>,
    pub first_amount: RwSignal<String>,
    pub first_due: RwSignal<String>,
    pub due: RwSignal<String>,
    pub manner: RwSignal<PayManner>,
    pub account: RwSignal<String>,
    pub from: RwSignal<String>,
    pub to: RwSignal<String>,
    pub kinds: RwSignal<Vec<InsuranceKind>>,
    pub by: RwSignal<Side>,
    pub apology: RwSignal<ApologyManner>,
    pub text: RwSignal<String>,
    pub remedy: RwSignal<Remedy>,
    pub rate: RwSignal<String>,
}

impl Form {
    pub fn blank() -> Self {
        let text = || RwSignal::new(String::new());
        Self {
            kind: RwSignal::new(Kind::Payment),
            head: RwSignal::new(PaymentHead::WageArrears),
            amount: text(),
            first_amount: text(),
            first_due: text(),
            due: text(),
            manner: RwSignal::new(PayManner::BankTransfer),
            account: text(),
            from: text(),
            to: text(),
            kinds: RwSignal::new(INSURANCES.to_vec()),
            by: RwSignal::new(Side::Respondent),
            apology: RwSignal::new(ApologyManner::InPerson),
            text: text(),
            remedy: RwSignal::new(Remedy::Daily),
            rate: text(),
        }
    }

    /// Empties the texts after the clause is written; the choices stay.
    pub fn clear(self) {
        for text in [
            self.amount,
            self.first_amount,
            self.first_due,
            self.due,
            self.account,
            self.from,
            self.to,
            self.text,
            self.rate,
        ] {
            text.set(String::new());
        }
    }

    /// What remains of the total after the first instalment; `None` while either is unreadable.
    pub fn rest(self) -> Option<Fen> {
        let total = fen(&self.amount.get())?;
        let first = self.first_amount.get();
        let first = if first.trim().is_empty() { Fen(0) } else { fen(&first)? };
        (first < total).then_some(Fen(total.0 - first.0))
    }

    /// The clause as typed, with the account to be disclosed; `None` while a field is unreadable.
    pub fn body(self) -> Option<(ClauseBody, Option<Disclosure>)> {
        let date = |text: RwSignal<String>| text.get().parse::<Date>().ok();
        let words = || Some(self.text.get().trim().to_owned()).filter(|text| !text.is_empty());
        Some(match self.kind.get() {
            Kind::Payment => {
                let total = fen(&self.amount.get())?;
                let rest = self.rest()?;
                let mut instalments = Vec::new();
                if rest < total {
                    instalments.push(Instalment {
                        amount: Fen(total.0 - rest.0),
                        due: date(self.first_due)?,
                    });
                }
                instalments.push(Instalment {
                    amount: rest,
                    due: date(self.due)?,
                });
                let account = self.disclosure();
                let payment = Payment {
                    head: self.head.get(),
                    payer: Side::Respondent,
                    payee: Side::Claimant,
                    total,
                    instalments,
                    manner: self.manner.get(),
                    account: account.as_ref().map(Disclosure::commitment),
                };
                (ClauseBody::Payment(payment), account)
            }
            Kind::Deposit => {
                let account = self.disclosure();
                let deposit = DepositReturn {
                    amount: fen(&self.amount.get())?,
                    due: date(self.due)?,
                    manner: self.manner.get(),
                    account: account.as_ref().map(Disclosure::commitment),
                };
                (ClauseBody::DepositReturn(deposit), account)
            }
            Kind::Insurance => {
                let insurance = SocialInsurance {
                    from: date(self.from)?,
                    to: date(self.to)?,
                    kinds: self.kinds.get(),
                    due: date(self.due)?,
                };
                (ClauseBody::SocialInsurance(insurance), None)
            }
            Kind::Certificate => (ClauseBody::LeavingCertificate { by: date(self.due)? }, None),
            Kind::Apology => {
                let (by, due, manner) = (self.by.get(), date(self.due)?, self.apology.get());
                (ClauseBody::Apology { by, due, manner }, None)
            }
            Kind::Confidentiality => (ClauseBody::Confidentiality { scope: words()? }, None),
            Kind::Text => (ClauseBody::FreeText { text: words()? }, None),
            Kind::Default => {
                let remedy = match self.remedy.get() {
                    Remedy::Daily => DefaultRemedy::DailyInterest {
                        per_100_000: self.rate.get().trim().parse().ok()?,
                    },
                    Remedy::LumpSum => DefaultRemedy::LumpSum {
                        amount: fen(&self.amount.get())?,
                    },
                    Remedy::Acceleration => DefaultRemedy::Acceleration,
                };
                (ClauseBody::Default(remedy), None)
            }
        })
    }

    fn disclosure(self) -> Option<Disclosure> {
        let number = self.account.get();
        let wanted = self.manner.get() == PayManner::BankTransfer && !number.trim().is_empty();
        wanted.then(|| Disclosure {
            salt: Salt(api::random()),
            value: number.trim().to_owned(),
        })
    }
}
