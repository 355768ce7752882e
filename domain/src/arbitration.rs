//! The road to arbitration without an agreement: what is carried over, and what is filed there
//! (LMAL 14, 28-29; CHR 29-31; EMR 29-31).

use crate::actor::Side;
use crate::award::{Conclusion, Hearing, HearingRecord};
use crate::case::Case;
use crate::command::Claim;
use crate::hash::{Commitment, Digest, PublicKey};
use crate::id::{EvidenceId, FactId, OrgId, PersonId};
use crate::moment::{Date, Timestamp};
use crate::sorted::Set;
use crate::term::TermMove;
use serde::{Deserialize, Serialize};

/// 仲裁申请书 beyond what the seats say already (LMAL 28; CHR 29).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Petition {
    pub claims: Vec<Claim>,
    /// 事实与理由
    pub facts: String,
    /// Of the pieces both sides have seen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<EvidenceId>,
    /// The other side's domicile; required where its seat does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opponent_address: Option<Commitment>,
    /// 法定代表人或者主要负责人 of the other side, as far as known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opponent_head: Option<Commitment>,
}

impl Petition {
    /// SHA-256 over the RFC 8785 form: what the applicant's signature binds.
    pub fn digest(&self) -> Digest {
        Digest::of(crate::text::canonical_json(self).as_bytes())
    }

    pub(crate) fn commitments(&self) -> impl Iterator<Item = Commitment> {
        self.opponent_address.into_iter().chain(self.opponent_head)
    }
}

/// Why a commission does not take a petition (CHR 30, 31).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ArbitrationGround {
    /// CHR 30(1); LMAL 2
    OutOfScope,
    /// CHR 30(2)
    ClaimsUnclear,
    /// CHR 30(3)
    NoDirectInterest,
    /// CHR 30(3)
    NoClearRespondent,
    /// CHR 30(4); LMAL 21
    NoJurisdiction,
}

impl ArbitrationGround {
    pub const ALL: [Self; 5] = [
        Self::OutOfScope,
        Self::ClaimsUnclear,
        Self::NoDirectInterest,
        Self::NoClearRespondent,
        Self::NoJurisdiction,
    ];

    /// The rule behind the ground.
    pub fn article(self) -> &'static str {
        match self {
            Self::OutOfScope => "劳动人事争议仲裁办案规则 30(1)",
            Self::ClaimsUnclear => "劳动人事争议仲裁办案规则 30(2)",
            Self::NoDirectInterest | Self::NoClearRespondent => "劳动人事争议仲裁办案规则 30(3)",
            Self::NoJurisdiction => "劳动人事争议仲裁办案规则 30(4)",
        }
    }
}

/// What a side lays before the tribunal in writing: the applicant all its claims as it wants them now, and why
/// (CHR 44); the other side its answer, 答辩书 (CHR 33).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Pleading {
    /// None in an answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<Claim>,
    pub text: String,
}

/// A proposed last day of mediation and who has agreed to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extension {
    pub until: Date,
    pub reason: String,
    pub agreed: Set<Side>,
}

/// A fact written down to be confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    pub id: FactId,
    pub text: String,
    pub confirmed: Set<Side>,
}

impl Fact {
    /// What a side's confirmation is bound to.
    pub fn digest_of(text: &str) -> Digest {
        Digest::of(text.as_bytes())
    }

    /// Both confirmed it: the only thing said in mediation that may be used outside (OMR 18).
    pub fn undisputed(&self) -> bool {
        Side::BOTH.iter().all(|side| self.confirmed.contains(side))
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer {
    pub commission: OrgId,
    pub at: Timestamp,
    /// The portal's key for vouching who held a key; where it is known the petition is signed.
    pub attestor: Option<PublicKey>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arbitration {
    /// Who filed.
    pub side: Side,
    pub petition: Petition,
    pub filed: Timestamp,
    /// How often a petition was filed, returned ones included.
    pub filings: u32,
    /// The applicant signed it with a key of its own.
    pub signed: bool,
    pub accept_by: Date,
    /// The commission's own number for it (收件回执).
    pub receipt: Option<String>,
    /// What the commission asked for, until it is filed again.
    pub returned: Option<String>,
    pub accepted: Option<Timestamp>,
    pub award_by: Option<Date>,
    pub refused: Option<(ArbitrationGround, String)>,
    /// The arbitrator who accepted or refused.
    pub by: Option<PersonId>,
    pub hearing: Option<Hearing>,
    /// How often a day for it was named.
    pub hearings: u32,
    pub record: Option<HearingRecord>,
    /// Who approved 15 days more (LMAL 43).
    pub extended: Option<String>,
    /// Why.
    pub extended_for: String,
    /// What became of its days: suspended, gone on with, begun anew.
    pub turns: Vec<(Timestamp, TermMove)>,
    pub conclusion: Option<Conclusion>,
    /// The arbitrator who concluded it.
    pub concluded_by: Option<PersonId>,
    /// 调解书 made so far; one whose receipt was refused is followed by an award (LMAL 42).
    pub statements: u32,
    /// Sides that sued on an award, each with its day.
    pub suits: Vec<(Side, Date)>,
    /// When the 调解书, or the award that was not final, took effect.
    pub in_force: Option<Timestamp>,
    /// 举证期限: the last day for evidence and for other claims, where the tribunal set one (CHR 15, 44).
    pub evidence_until: Option<Date>,
    /// How often such a day was named.
    pub evidence_notices: u32,
    /// Claims that the applicant asked for and the tribunal has neither taken nor declined (CHR 44).
    pub asked: Option<Pleading>,
    /// Why the tribunal did not take the last that were asked for.
    pub declined: Option<String>,
    /// 答辩书, until the claims it answers are amended (CHR 33, 44).
    pub answer: Option<String>,
}

impl Arbitration {
    /// A petition before a commission that has not answered.
    pub(crate) fn filed(side: Side, petition: Petition, filed: Timestamp, accept_by: Date) -> Self {
        Self {
            side,
            petition,
            filed,
            filings: 1,
            signed: false,
            accept_by,
            receipt: None,
            returned: None,
            accepted: None,
            award_by: None,
            refused: None,
            by: None,
            hearing: None,
            hearings: 0,
            record: None,
            extended: None,
            extended_for: String::new(),
            turns: Vec::new(),
            conclusion: None,
            concluded_by: None,
            statements: 0,
            suits: Vec::new(),
            in_force: None,
            evidence_until: None,
            evidence_notices: 0,
            asked: None,
            declined: None,
            answer: None,
        }
    }
}

/// Facts both sides confirmed, in the order they were written.
pub fn undisputed(case: &Case) -> impl Iterator<Item = &Fact> {
    case.stated.iter().filter(|fact| fact.undisputed())
}
