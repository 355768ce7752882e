//! Settlement terms as typed clauses: one source for the text, the PDF, the court's JSON and the
//! payment calendar. An agreement must state the performance period and manner (EMR 26) and be
//! clear enough to enforce: who, to whom, what (CPL-Int 461).

mod forbidden;
pub mod lint;
pub mod prose;
pub mod second;

use crate::actor::Side;
use crate::hash::{Commitment, Digest};
use crate::id::ClauseId;
use crate::moment::Date;
use crate::money::Fen;
use serde::{Deserialize, Serialize};

/// The agreed or drafted clauses, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Terms(pub Vec<Clause>);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Clause {
    pub id: ClauseId,
    pub body: ClauseBody,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ClauseBody {
    /// 支付款项
    Payment(Payment),
    /// 补缴社会保险费: the collector is not bound by it (社会保险法 63), nor can it be waived
    /// (解释(二) 19).
    SocialInsurance(SocialInsurance),
    /// 退还风险抵押金 (劳动合同法 9, 84)
    DepositReturn(DepositReturn),
    /// 出具解除劳动合同证明 (劳动合同法 50)
    LeavingCertificate { by: Date },
    /// 赔礼道歉
    Apology { by: Side, due: Date, manner: ApologyManner },
    /// 保密
    Confidentiality { scope: String },
    /// 违约责任: late interest or damages must be agreed to be ordered (CPL-Int 428(2)).
    Default(DefaultRemedy),
    /// 其他
    FreeText { text: String },
}

/// What the money is for; the first four carry a payment order (LMAL 16).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PaymentHead {
    WageArrears,
    InjuryMedical,
    EconomicCompensation,
    Damages,
    Overtime,
    DoubleWage,
    AnnualLeave,
    Other,
}

impl PaymentHead {
    pub const ALL: [Self; 8] = [
        Self::WageArrears,
        Self::InjuryMedical,
        Self::EconomicCompensation,
        Self::Damages,
        Self::Overtime,
        Self::DoubleWage,
        Self::AnnualLeave,
        Self::Other,
    ];
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Payment {
    pub head: PaymentHead,
    pub payer: Side,
    pub payee: Side,
    pub total: Fen,
    /// At least one; the sum must equal `total`.
    pub instalments: Vec<Instalment>,
    pub manner: PayManner,
    /// The payee's account, disclosed apart (required for a bank transfer).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<Commitment>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Instalment {
    pub amount: Fen,
    /// The last day in any event, so that it can be enforced (CPL-Int 461).
    pub due: Date,
    /// What makes it due sooner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<Condition>,
}

/// 附条件: so many days from a thing's coming about, as "within a year of normal operation".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Condition {
    /// 企业恢复正常经营
    pub event: String,
    pub days: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PayManner {
    BankTransfer,
    MobileTransfer,
    Cash,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SocialInsurance {
    /// First and last day of the months to be paid back.
    pub from: Date,
    pub to: Date,
    pub kinds: Vec<InsuranceKind>,
    pub due: Date,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum InsuranceKind {
    Pension,
    Medical,
    Unemployment,
    WorkInjury,
    Maternity,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DepositReturn {
    pub amount: Fen,
    pub due: Date,
    pub manner: PayManner,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<Commitment>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ApologyManner {
    InPerson,
    InWriting,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DefaultRemedy {
    /// Hundred-thousandths of the unpaid sum for each day late: 50 is 0.05 % a day.
    DailyInterest {
        per_100_000: u32,
    },
    LumpSum {
        amount: Fen,
    },
    /// One missed instalment makes the rest due at once.
    Acceleration,
}

impl Terms {
    pub fn clause(&self, id: ClauseId) -> Option<&Clause> {
        self.0.iter().find(|clause| clause.id == id)
    }

    /// Everything to be paid under payments and deposit returns.
    pub fn money(&self) -> Fen {
        Fen(self.0.iter().map(|clause| clause.body.money().0).sum())
    }

    /// SHA-256 over the RFC 8785 form: what every signature binds.
    pub fn digest(&self) -> Digest {
        Digest::of(crate::text::canonical_json(self).as_bytes())
    }
}

impl Clause {
    /// What a party's mark of agreement is bound to: changing the clause changes it.
    pub fn digest(&self) -> Digest {
        Digest::of(crate::text::canonical_json(self).as_bytes())
    }
}

impl ClauseBody {
    pub fn money(&self) -> Fen {
        match self {
            Self::Payment(payment) => payment.total,
            Self::DepositReturn(deposit) => deposit.amount,
            _ => Fen(0),
        }
    }
}
