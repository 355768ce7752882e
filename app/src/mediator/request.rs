//! An oral request as typed, and the command it makes (LMAL 12: applicant, claims, reasons and
//! time are recorded on the spot).

use domain::command::{Agent, Authority, Channel, Claim, DisputeHead, MediationRequest, PartyKind, PartyParticulars};
use domain::hash::{Commitment, Disclosure, Salt};
use domain::id::OrgId;
use domain::identity;
use domain::money::Fen;
use domain::refusal::Refusal;
use domain::text;
use serde::{Deserialize, Serialize};

/// Plain data, kept across reloads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Oral {
    pub claimant: Party,
    pub respondent: Party,
    pub heads: Vec<DisputeHead>,
    pub claims: Vec<Asked>,
    pub facts: String,
    /// A court's: 委派 (OMR 10).
    #[serde(default)]
    pub assigned: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    pub kind: PartyKind,
    pub name: String,
    pub number: String,
    pub phone: String,
    pub address: String,
    pub agent: String,
    pub authority: Authority,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    pub text: String,
    pub amount: String,
}

/// Where something is missing or wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Name,
    Number,
    Phone,
    Address,
    Agent,
    Heads,
    Claim(usize),
    Facts,
}

impl Party {
    fn of(kind: PartyKind) -> Self {
        Self {
            kind,
            name: String::new(),
            number: String::new(),
            phone: String::new(),
            address: String::new(),
            agent: String::new(),
            authority: Authority::LegalRepresentative,
        }
    }

    /// Everything wrong with this side; what may be missing in an oral request may be blank.
    pub fn faults(&self) -> Vec<(Place, Refusal)> {
        let mut faults = Vec::new();
        let mut check = |place, outcome: Result<(), Refusal>| {
            if let Err(refusal) = outcome {
                faults.push((place, refusal));
            }
        };
        let name = || text::fit(self.name.trim(), text::NAME).map_err(|_| Refusal::NameUnfit);
        check(Place::Name, given(&self.name).and_then(|()| name()));
        check(
            Place::Phone,
            given(&self.phone).and_then(|()| identity::phone(self.phone.trim())),
        );
        let number = self.number.trim();
        if !number.is_empty() {
            let outcome = match self.kind {
                PartyKind::Resident => identity::resident_number(number),
                PartyKind::Foreigner => identity::foreign_document(number),
                PartyKind::Organisation => identity::credit_code(number),
            };
            check(Place::Number, outcome);
        }
        check(Place::Address, text::fit_or_blank(self.address.trim(), text::LINE));
        check(
            Place::Agent,
            text::fit_or_blank(self.agent.trim(), text::NAME).map_err(|_| Refusal::NameUnfit),
        );
        faults
    }

    fn particulars(&self, hide: &mut impl FnMut(&str) -> Commitment) -> PartyParticulars {
        let organisation = self.kind == PartyKind::Organisation;
        let mut given = |value: &str| {
            let value = value.trim();
            (!value.is_empty()).then(|| hide(value))
        };
        let (number, address) = (given(&self.number), given(&self.address));
        let agent = if organisation { given(&self.agent) } else { None };
        PartyParticulars {
            kind: self.kind,
            name: hide(self.name.trim()),
            id_number: number,
            phone: hide(self.phone.trim()),
            address,
            agent: agent.map(|name| Agent {
                name,
                authority: self.authority,
            }),
        }
    }
}

/// What may not be left blank.
fn given(text: &str) -> Result<(), Refusal> {
    if text.trim().is_empty() {
        Err(Refusal::RequestIncomplete)
    } else {
        Ok(())
    }
}

impl Default for Oral {
    fn default() -> Self {
        Self {
            claimant: Party::of(PartyKind::Resident),
            respondent: Party::of(PartyKind::Organisation),
            heads: Vec::new(),
            claims: vec![Asked::default()],
            facts: String::new(),
            assigned: false,
        }
    }
}

impl Oral {
    /// What is wrong beside the two sides' particulars.
    pub fn faults(&self) -> Vec<(Place, Refusal)> {
        let mut faults = Vec::new();
        if self.heads.is_empty() {
            faults.push((Place::Heads, Refusal::RequestIncomplete));
        }
        for (index, claim) in self.claims.iter().enumerate() {
            let words = || text::fit(claim.text.trim(), text::REASON);
            if let Err(refusal) = given(&claim.text).and_then(|()| words()) {
                faults.push((Place::Claim(index), refusal));
            } else if !claim.amount.trim().is_empty() && Fen::of_yuan(&claim.amount).is_none_or(|amount| amount.0 <= 0)
            {
                faults.push((Place::Claim(index), Refusal::AmountUnfit));
            }
        }
        let story = || text::fit(self.facts.trim(), text::STORY);
        if let Err(refusal) = given(&self.facts).and_then(|()| story()) {
            faults.push((Place::Facts, refusal));
        }
        faults
    }

    pub fn is_ready(&self) -> bool {
        self.faults().is_empty() && self.claimant.faults().is_empty() && self.respondent.faults().is_empty()
    }

    /// The request, with a fresh salt for each personal value. The portal allots the number.
    pub fn request(&self, body: OrgId, mut salt: impl FnMut() -> Salt) -> MediationRequest {
        let mut disclosures = Vec::new();
        let mut hide = |value: &str| {
            let disclosure = Disclosure {
                salt: salt(),
                value: value.to_owned(),
            };
            let commitment = disclosure.commitment();
            disclosures.push(disclosure);
            commitment
        };
        let claimant = self.claimant.particulars(&mut hide);
        let respondent = self.respondent.particulars(&mut hide);
        let claim = |claim: &Asked| Claim {
            text: claim.text.trim().to_owned(),
            amount: Fen::of_yuan(&claim.amount),
        };
        MediationRequest {
            local_holidays: Vec::new(),
            number: String::new(),
            body,
            channel: if self.assigned {
                Channel::Assigned
            } else {
                Channel::Oral
            },
            claimant_person: None,
            claimant,
            respondent,
            heads: self.heads.clone(),
            claims: self.claims.iter().map(claim).collect(),
            facts: self.facts.trim().to_owned(),
            consents: Vec::new(),
            disclosures,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::actor::{Actor, Assurance, Role};
    use domain::case::Case;
    use domain::command::Command;
    use domain::id::{CaseId, PersonId};
    use domain::moment::Timestamp;

    fn typed() -> Oral {
        let mut oral = Oral::default();
        oral.claimant.name = " 张建国 ".into();
        oral.claimant.phone = "13800000001".into();
        oral.respondent.name = "云岭枫建建设工程有限公司".into();
        oral.respondent.phone = "13800000002".into();
        oral.heads = vec![DisputeHead::Pay];
        oral.claims[0].text = "支付工资".into();
        oral.facts = "欠薪。".into();
        oral
    }

    #[test]
    fn the_rule_book_takes_what_the_form_calls_ready() {
        let oral = typed();
        assert!(oral.is_ready());
        let org = OrgId(uuid::Uuid::from_u128(1));
        let mut request = oral.request(org, || Salt([1; 16]));
        request.number = "1".into();
        let actor = Actor {
            person: PersonId(uuid::Uuid::from_u128(2)),
            role: Role::Mediator,
            org: Some(org),
            assurance: Assurance::Passkey,
        };
        let case = Case::new(CaseId(uuid::Uuid::from_u128(3)));
        // 26 November 2026
        let now = Timestamp(1_795_651_200_000);
        assert!(case.decide(&Command::RequestMediation(request), &actor, now).is_ok());
    }

    #[test]
    fn what_is_missing_is_named_at_its_place() {
        let mut oral = typed();
        oral.claimant.phone = "138".into();
        oral.claimant.number = "123".into();
        oral.claims.push(Asked {
            text: "补缴".into(),
            amount: "-1".into(),
        });
        let places: Vec<_> = oral.claimant.faults().into_iter().map(|(place, _)| place).collect();
        assert_eq!(places, [Place::Phone, Place::Number]);
        assert_eq!(oral.faults(), [(Place::Claim(1), Refusal::AmountUnfit)]);
        assert!(!oral.is_ready());
    }
}
