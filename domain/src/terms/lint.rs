//! Is the draft complete enough to be enforced, and free of what the law forbids (law.md 1.3)?

use super::forbidden;
use crate::id::ClauseId;
use crate::moment::Date;
use crate::money::Fen;
use crate::terms::{ClauseBody, DefaultRemedy, DepositReturn, PayManner, Payment, Terms};
use crate::text;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// No clause obliges anyone to anything.
    NoObligation,
    SamePayerAndPayee,
    AmountMissing,
    AmountTooLarge,
    InstalmentsMissing,
    InstalmentsDoNotSum,
    InstalmentsOutOfOrder,
    DueInThePast,
    AccountMissing,
    PeriodReversed,
    KindsMissing,
    TextMissing,
    TextUnfit,
    TextTooLong,
    /// 放弃社会保险 is void (解释(二) 19).
    WaivesSocialInsurance,
    /// Waiving the road to arbitration or court.
    WaivesRemedy,
    /// A rate above 24 % a year will not be supported.
    RateTooHigh,
    /// Advice: payments without a default clause (CPL-Int 428(2)).
    NoDefaultClause,
    /// Advice: confirming a labour relation closes arbitration review (CHR 75(4)).
    ConfirmsLabourRelation,
}

impl Finding {
    /// Advice does not stop the parties; everything else does.
    pub fn is_advice(self) -> bool {
        matches!(self, Self::NoDefaultClause | Self::ConfirmsLabourRelation)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// `None` speaks of the whole draft.
    pub clause: Option<ClauseId>,
    pub finding: Finding,
}

/// 24 % a year in hundred-thousandths a day, rounded down: 65 is 23.7 %.
const MOST_PER_DAY: u32 = 65;

/// Everything to be said of `terms` on `today`, in the clauses' order.
pub fn lint(terms: &Terms, today: Date) -> Vec<Note> {
    let mut notes = Vec::new();
    for clause in &terms.0 {
        let mut findings = Vec::new();
        match &clause.body {
            ClauseBody::Payment(payment) => lint_payment(payment, today, &mut findings),
            ClauseBody::DepositReturn(deposit) => lint_deposit(deposit, today, &mut findings),
            ClauseBody::SocialInsurance(insurance) => {
                if insurance.from > insurance.to {
                    findings.push(Finding::PeriodReversed);
                }
                if insurance.kinds.is_empty() {
                    findings.push(Finding::KindsMissing);
                }
                lint_due(insurance.due, today, &mut findings);
            }
            ClauseBody::LeavingCertificate { by } => lint_due(*by, today, &mut findings),
            ClauseBody::Apology { due, .. } => lint_due(*due, today, &mut findings),
            ClauseBody::Confidentiality { scope } => lint_text(scope, text::REASON, &mut findings),
            ClauseBody::FreeText { text } => lint_text(text, text::STORY, &mut findings),
            ClauseBody::Default(remedy) => match remedy {
                DefaultRemedy::DailyInterest { per_100_000: 0 } => findings.push(Finding::AmountMissing),
                DefaultRemedy::DailyInterest { per_100_000 } if *per_100_000 > MOST_PER_DAY => {
                    findings.push(Finding::RateTooHigh);
                }
                DefaultRemedy::LumpSum { amount } => lint_amount(*amount, &mut findings),
                DefaultRemedy::DailyInterest { .. } | DefaultRemedy::Acceleration => {}
            },
        }
        notes.extend(findings.into_iter().map(|finding| Note {
            clause: Some(clause.id),
            finding,
        }));
    }
    let whole = |finding| Note { clause: None, finding };
    let obliges = |body: &ClauseBody| {
        !matches!(
            body,
            ClauseBody::Default(_) | ClauseBody::Confidentiality { .. } | ClauseBody::FreeText { .. }
        )
    };
    if !terms.0.iter().any(|clause| obliges(&clause.body)) {
        notes.push(whole(Finding::NoObligation));
    }
    let pays = terms.0.iter().any(|clause| clause.body.money() > Fen(0));
    if pays
        && !terms
            .0
            .iter()
            .any(|clause| matches!(clause.body, ClauseBody::Default(_)))
    {
        notes.push(whole(Finding::NoDefaultClause));
    }
    notes
}

fn lint_amount(amount: Fen, findings: &mut Vec<Finding>) {
    if amount <= Fen(0) {
        findings.push(Finding::AmountMissing);
    } else if amount > Fen::MAX {
        findings.push(Finding::AmountTooLarge);
    }
}

fn lint_due(due: Date, today: Date, findings: &mut Vec<Finding>) {
    if due < today {
        findings.push(Finding::DueInThePast);
    }
}

fn lint_payment(payment: &Payment, today: Date, findings: &mut Vec<Finding>) {
    lint_amount(payment.total, findings);
    if payment.payer == payment.payee {
        findings.push(Finding::SamePayerAndPayee);
    }
    if payment.instalments.is_empty() {
        findings.push(Finding::InstalmentsMissing);
    } else {
        let sum: i64 = payment.instalments.iter().map(|instalment| instalment.amount.0).sum();
        if sum != payment.total.0 {
            findings.push(Finding::InstalmentsDoNotSum);
        }
        if payment.instalments.iter().any(|instalment| instalment.amount <= Fen(0)) {
            findings.push(Finding::AmountMissing);
        }
        for condition in payment.instalments.iter().filter_map(|it| it.condition.as_ref()) {
            lint_text(&condition.event, text::LINE, findings);
        }
        if payment.instalments.windows(2).any(|pair| pair[0].due >= pair[1].due) {
            findings.push(Finding::InstalmentsOutOfOrder);
        }
        if payment.instalments.iter().any(|instalment| instalment.due < today) {
            findings.push(Finding::DueInThePast);
        }
    }
    if payment.manner == PayManner::BankTransfer && payment.account.is_none() {
        findings.push(Finding::AccountMissing);
    }
}

fn lint_deposit(deposit: &DepositReturn, today: Date, findings: &mut Vec<Finding>) {
    lint_amount(deposit.amount, findings);
    lint_due(deposit.due, today, findings);
    if deposit.manner == PayManner::BankTransfer && deposit.account.is_none() {
        findings.push(Finding::AccountMissing);
    }
}

fn lint_text(words: &str, most: usize, findings: &mut Vec<Finding>) {
    if words.trim().is_empty() {
        findings.push(Finding::TextMissing);
        return;
    }
    if words.chars().count() > most {
        findings.push(Finding::TextTooLong);
    } else if text::fit(words, most).is_err() {
        findings.push(Finding::TextUnfit);
    }
    forbidden::lint(words, findings);
}
