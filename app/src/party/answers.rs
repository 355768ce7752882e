//! What a party answers on the way into a case, as typed, and what becomes of it on the wire.

use crate::api;
use crate::words::party::Word;
use domain::command::{
    Agent, Authority, Channel, Claim, Consent, DisputeHead, Joining, MediationRequest, PartyKind, PartyParticulars,
};
use domain::hash::{Commitment, Disclosure, Salt};
use domain::id::{InvitationId, OrgId, PersonId};
use domain::money::Fen;
use domain::{identity, text};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Answers {
    /// Of the person who types; `None` means a resident.
    pub kind: Option<PartyKind>,
    pub name: String,
    pub number: String,
    pub phone: String,
    pub address: String,
    pub agent: String,
    pub authority: Option<Authority>,
    /// The employer is a person, not a firm.
    pub employer_is_person: bool,
    pub employer: String,
    pub employer_phone: String,
    pub heads: Vec<DisputeHead>,
    pub claims: Vec<Asked>,
    pub facts: String,
    pub consents: Vec<Consent>,
    pub body: Option<OrgId>,
    /// The request exactly as first sent: sent again, it gets the first answer and opens no second case.
    pub sent: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Asked {
    pub text: String,
    pub yuan: String,
}

/// Values on their way into one command, each under a salt of its own.
#[derive(Default)]
struct Hidden(Vec<Disclosure>);

impl Hidden {
    fn hide(&mut self, value: String) -> Commitment {
        let salt = Salt(api::random());
        let disclosure = Disclosure { salt, value };
        let commitment = disclosure.commitment();
        self.0.push(disclosure);
        commitment
    }
}

/// A number as people type it, without blanks and dashes, full-width digits and small letters
/// (`１３８ 0013-8000`, `53010219680101001x`) made plain.
pub fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .map(|c| match c {
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
            c => c,
        })
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

/// An amount as people type it: `18,600.50 元`. A sign stays, so that it is refused.
pub fn amount(text: &str) -> String {
    let kept = text
        .chars()
        .filter(|c| !matches!(c, ',' | '，' | '、' | '元' | '¥' | '￥'));
    let sign = if text.contains(['-', '－', '−']) { "-" } else { "" };
    format!("{sign}{}", plain(&kept.collect::<String>()))
}

fn unless(fits: bool, word: Word) -> Option<Word> {
    (!fits).then_some(word)
}

impl Answers {
    pub fn kind(&self) -> PartyKind {
        self.kind.unwrap_or(PartyKind::Resident)
    }

    pub fn wrong_name(&self) -> Option<Word> {
        let word = if self.kind() == PartyKind::Organisation {
            Word::WrongFirm
        } else {
            Word::WrongName
        };
        unless(text::fit(&self.name, text::NAME).is_ok(), word)
    }

    pub fn wrong_number(&self) -> Option<Word> {
        let number = plain(&self.number);
        match self.kind() {
            PartyKind::Resident => unless(identity::resident_number(&number).is_ok(), Word::WrongResident),
            PartyKind::Foreigner => unless(identity::foreign_document(&number).is_ok(), Word::WrongForeign),
            PartyKind::Organisation => unless(identity::credit_code(&number).is_ok(), Word::WrongCredit),
        }
    }

    pub fn wrong_phone(&self) -> Option<Word> {
        unless(identity::phone(&plain(&self.phone)).is_ok(), Word::WrongPhone)
    }

    pub fn wrong_address(&self) -> Option<Word> {
        unless(text::fit(&self.address, text::LINE).is_ok(), Word::WrongAddress)
    }

    pub fn wrong_agent(&self) -> Option<Word> {
        unless(text::fit(&self.agent, text::NAME).is_ok(), Word::WrongName)
    }

    pub fn wrong_employer(&self) -> Option<Word> {
        unless(text::fit(&self.employer, text::NAME).is_ok(), Word::WrongEmployer)
    }

    pub fn wrong_employer_phone(&self) -> Option<Word> {
        let phone = plain(&self.employer_phone);
        if phone == plain(&self.phone) && !phone.is_empty() {
            return Some(Word::SamePhone);
        }
        unless(identity::phone(&phone).is_ok(), Word::WrongPhone)
    }

    pub fn wrong_claim(&self, index: usize) -> Option<Word> {
        let fits = |asked: &Asked| text::fit(&asked.text, text::REASON).is_ok();
        unless(self.claims.get(index).is_some_and(fits), Word::WrongClaim)
    }

    /// No amount is fine: an apology has none.
    pub fn wrong_amount(&self, index: usize) -> Option<Word> {
        let typed = amount(&self.claims.get(index)?.yuan);
        let fits = typed.is_empty() || Fen::of_yuan(&typed).is_some_and(|amount| amount.0 > 0 && amount <= Fen::MAX);
        unless(fits, Word::WrongAmount)
    }

    pub fn wrong_facts(&self) -> Option<Word> {
        unless(text::fit(&self.facts, text::STORY).is_ok(), Word::WrongFacts)
    }

    pub fn claims_fit(&self) -> bool {
        !self.claims.is_empty()
            && (0..self.claims.len())
                .all(|index| self.wrong_claim(index).is_none() && self.wrong_amount(index).is_none())
    }

    pub fn all_consents(&self) -> bool {
        Consent::ALL.iter().all(|consent| self.consents.contains(consent))
    }

    fn particulars(&self, hidden: &mut Hidden) -> PartyParticulars {
        let organisation = self.kind() == PartyKind::Organisation;
        PartyParticulars {
            kind: self.kind(),
            name: hidden.hide(self.name.trim().into()),
            id_number: Some(hidden.hide(plain(&self.number))),
            phone: hidden.hide(plain(&self.phone)),
            address: Some(hidden.hide(self.address.trim().into())),
            agent: self.authority.filter(|_| organisation).map(|authority| Agent {
                name: hidden.hide(self.agent.trim().into()),
                authority,
            }),
        }
    }

    /// The request of `person` to `body`; the number is the portal's to give.
    pub fn request(&self, person: PersonId, body: OrgId) -> MediationRequest {
        let mut hidden = Hidden::default();
        let employer_kind = if self.employer_is_person {
            PartyKind::Resident
        } else {
            PartyKind::Organisation
        };
        let claim = |asked: &Asked| Claim {
            text: asked.text.trim().into(),
            amount: Fen::of_yuan(&amount(&asked.yuan)),
        };
        MediationRequest {
            local_holidays: Vec::new(),
            number: "—".into(),
            body,
            channel: Channel::Online,
            claimant_person: Some(person),
            claimant: self.particulars(&mut hidden),
            respondent: PartyParticulars {
                kind: employer_kind,
                name: hidden.hide(self.employer.trim().into()),
                id_number: None,
                phone: hidden.hide(plain(&self.employer_phone)),
                address: None,
                agent: None,
            },
            heads: self.heads.clone(),
            claims: self.claims.iter().map(claim).collect(),
            facts: self.facts.trim().into(),
            consents: self.consents.clone(),
            disclosures: hidden.0,
        }
    }

    pub fn joining(&self, invitation: InvitationId) -> Joining {
        let mut hidden = Hidden::default();
        Joining {
            invitation,
            particulars: self.particulars(&mut hidden),
            consents: self.consents.clone(),
            disclosures: hidden.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_type_them() {
        assert_eq!(plain("１３８ 0013-8000"), "13800138000");
        assert_eq!(plain("11010519491231002x"), "11010519491231002X");
    }

    #[test]
    fn an_employer_cannot_have_the_workers_own_phone() {
        let mut answers = Answers {
            phone: "13800138000".into(),
            employer_phone: "138 0013 8000".into(),
            ..Answers::default()
        };
        assert_eq!(answers.wrong_employer_phone(), Some(Word::SamePhone));
        answers.employer_phone = "13800138001".into();
        assert_eq!(answers.wrong_employer_phone(), None);
    }

    #[test]
    fn an_amount_may_be_absent_but_never_absurd() {
        let mut answers = Answers::default();
        for (yuan, fits) in [
            ("", true),
            ("18600.50", true),
            ("18,600 元", true),
            ("０", false),
            ("-5", false),
            ("1.234", false),
            ("99999999999", false),
        ] {
            answers.claims = vec![Asked {
                text: "工资".into(),
                yuan: yuan.into(),
            }];
            assert_eq!(answers.wrong_amount(0).is_none(), fits, "{yuan}");
        }
    }
}
