//! 履行: what the agreement asks of each side and by when, and what became of it
//! (LMAL 14, 16; CPL 225-227, 250; CPL-Int 427-428).

use crate::actor::Side;
use crate::case::{Case, Stage};
use crate::command::PartyKind;
use crate::id::ClauseId;
use crate::moment::{Date, Timestamp};
use crate::money::Fen;
use crate::terms::{ClauseBody, Condition, DefaultRemedy, PaymentHead, Terms};
use serde::{Deserialize, Serialize};

/// One thing to be done by one day: an instalment, a deposit returned, a certificate handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duty {
    pub clause: ClauseId,
    /// The instalment, from 0; 0 where there is one thing only.
    pub part: u32,
    pub by: Side,
    pub to: Side,
    /// `None` where no money is owed.
    pub amount: Option<Fen>,
    /// What the money is for, where a payment clause says so.
    pub head: Option<PaymentHead>,
    pub day: Date,
}

/// What became of a duty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Done, as the one who owes it says, on that day.
    pub reported: Option<Date>,
    /// Why the other side does not agree.
    pub disputed: Option<String>,
    pub confirmed: bool,
    /// Its day passed unconfirmed.
    pub overdue: bool,
}

/// A party's own application to a court, made ready to be handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CourtPetition {
    /// 支付令申请书 (LMAL 16)
    PaymentOrder,
    /// 强制执行申请书 (LMAL 51; CPL 206, 250)
    Enforcement,
    /// 起诉状 on the agreement: wages only, or after a payment order that failed (解释(一) 13, 51)
    Suit,
    /// 仲裁申请书 on the agreement (LMAL 15; EMR 28)
    Arbitration,
}

/// The terms that bind: of the agreement in effect, which stays so while both talk about another (CPL 206).
pub fn binding(case: &Case) -> Option<&Terms> {
    let terms = match (case.effective_at, case.stage) {
        (Some(_), _) => &case.agreed_terms,
        (None, Some(Stage::Mediating | Stage::Signing)) => &case.settled.last()?.terms,
        _ => &None,
    };
    terms.as_ref().map(|(terms, _)| terms)
}

/// Everything the binding terms ask, nearest day first; equal days in the order of the clauses.
pub fn duties(case: &Case) -> Vec<Duty> {
    let Some(terms) = binding(case) else {
        return Vec::new();
    };
    let employer = employer(case);
    let mut duties: Vec<Duty> = terms
        .0
        .iter()
        .flat_map(|clause| of(clause.id, &clause.body, employer))
        .collect();
    for duty in &mut duties {
        let met = case.conditions.get(&(duty.clause, duty.part)).copied();
        if let (Some(met), Some(condition)) = (met, condition(case, duty)) {
            duty.day = duty.day.min(met.plus_days(i64::from(condition.days)));
        }
    }
    duties.sort_by_key(|duty| duty.day);
    duties
}

/// What an instalment waits for, where it does.
pub fn condition<'a>(case: &'a Case, duty: &Duty) -> Option<&'a Condition> {
    match &binding(case)?.clause(duty.clause)?.body {
        ClauseBody::Payment(payment) => payment.instalments.get(duty.part as usize)?.condition.as_ref(),
        _ => None,
    }
}

/// The side that is an organisation; the respondent where both or neither is one.
pub fn employer(case: &Case) -> Side {
    let organisation = |side| {
        case.seat(side)
            .is_some_and(|seat| seat.particulars.kind == PartyKind::Organisation)
    };
    if organisation(Side::Claimant) && !organisation(Side::Respondent) {
        Side::Claimant
    } else {
        Side::Respondent
    }
}

fn of(clause: ClauseId, body: &ClauseBody, employer: Side) -> Vec<Duty> {
    let one = |by: Side, amount, head, day| Duty {
        clause,
        part: 0,
        by,
        to: by.other(),
        amount,
        head,
        day,
    };
    match body {
        ClauseBody::Payment(payment) => (0..)
            .zip(&payment.instalments)
            .map(|(part, instalment)| Duty {
                part,
                ..one(
                    payment.payer,
                    Some(instalment.amount),
                    Some(payment.head),
                    instalment.due,
                )
            })
            .collect(),
        ClauseBody::DepositReturn(deposit) => vec![one(employer, Some(deposit.amount), None, deposit.due)],
        ClauseBody::SocialInsurance(insurance) => vec![one(employer, None, None, insurance.due)],
        ClauseBody::LeavingCertificate { by } => vec![one(employer, None, None, *by)],
        ClauseBody::Apology { by, due, .. } => vec![one(*by, None, None, *due)],
        ClauseBody::Confidentiality { .. } | ClauseBody::Default(_) | ClauseBody::FreeText { .. } => Vec::new(),
    }
}

pub fn standing(case: &Case, duty: &Duty) -> Standing {
    case.duties.get(&(duty.clause, duty.part)).cloned().unwrap_or_default()
}

/// The next duty whose day will tell whether it is overdue.
pub fn next_due(case: &Case) -> Option<Duty> {
    if case.completed_at.is_some() {
        return None;
    }
    let open = |duty: &Duty| {
        let standing = standing(case, duty);
        !standing.confirmed && !standing.overdue
    };
    duties(case).into_iter().find(open)
}

/// Money owed to `payee` whose day is past, and with it the rest of the same payment where one
/// missed instalment makes all due.
pub fn owed(case: &Case, payee: Side) -> Vec<Duty> {
    let all = duties(case);
    let accelerates = binding(case).is_some_and(accelerates);
    let unpaid = |duty: &&Duty| duty.to == payee && duty.amount.is_some() && !standing(case, duty).confirmed;
    let late = |duty: &Duty| standing(case, duty).overdue;
    let missed = |clause| {
        all.iter()
            .any(|duty| duty.clause == clause && !standing(case, duty).confirmed && late(duty))
    };
    all.iter()
        .filter(unpaid)
        .filter(|duty| late(duty) || (accelerates && missed(duty.clause)))
        .copied()
        .collect()
}

fn accelerates(terms: &Terms) -> bool {
    terms
        .0
        .iter()
        .any(|clause| clause.body == ClauseBody::Default(DefaultRemedy::Acceleration))
}

/// Of what is owed, the four heads on which a court orders payment on the agreement alone
/// (LMAL 16: 拖欠劳动报酬、工伤医疗费、经济补偿、赔偿金).
pub fn orderable(case: &Case, payee: Side) -> Vec<Duty> {
    let head = |duty: &Duty| {
        matches!(
            duty.head,
            Some(
                PaymentHead::WageArrears
                    | PaymentHead::InjuryMedical
                    | PaymentHead::EconomicCompensation
                    | PaymentHead::Damages
            )
        )
    };
    owed(case, payee).into_iter().filter(head).collect()
}

/// The last day to apply for enforcement: two years from the last instalment's day, or from effect
/// where no day is agreed (CPL 250). Unless the enforcement year has no such day, the same day.
pub fn enforce_until(case: &Case) -> Option<Date> {
    let from = duties(case).last().map(|duty| duty.day);
    let from = from.or_else(|| case.enforceable_at.map(|at| at.date(case.zone)))?;
    Date::new(from.year() + 2, from.month(), from.day()).or_else(|| Date::new(from.year() + 2, 2, 28))
}

/// The day from which the year to claim what is overdue runs: the last missed day or demand (LMAL 27; EMR 31).
pub fn limited_since(case: &Case, payee: Side) -> Option<Date> {
    let missed = owed(case, payee)
        .into_iter()
        .filter(|duty| standing(case, duty).overdue)
        .map(|duty| duty.day);
    let demanded = case.demands.iter().filter(|(side, _)| *side == payee);
    missed.chain(demanded.map(|(_, at)| at.date(case.zone))).max()
}

/// The last day of the year that begins after `from`; where it has no such day, its month's last (民法典 202).
pub fn year_after(from: Date) -> Date {
    let year = from.year() + 1;
    let same = Date::new(year, from.month(), from.day());
    same.or_else(|| Date::new(year, 2, 28)).unwrap_or(from)
}

/// `true` while duties are watched: from effect until everything is done.
pub fn runs(case: &Case) -> bool {
    binding(case).is_some()
        && case.completed_at.is_none()
        && !matches!(case.stage, Some(Stage::Ended | Stage::Performed))
}

/// When the portal should look next.
pub fn look_at(case: &Case) -> Option<(Date, Timestamp)> {
    next_due(case)
        .filter(|_| runs(case))
        .map(|duty| (duty.day, duty.day.end(case.zone)))
}
