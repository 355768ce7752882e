//! What documents say of people, numbers and days.

use super::Sheet;
use domain::actor::Side;
use domain::case::Case;
use domain::command::{Authority, PartyKind};
use domain::hash::{Commitment, Digest};
use domain::id::OrgId;
use domain::moment::{Date, Timestamp};
use domain::terms::Terms;
use domain::terms::prose::{Language, Names, sentence};
use std::collections::BTreeMap;

/// Values disclosed to the portal, names, and the day of the document.
pub struct Words {
    pub values: BTreeMap<Commitment, String>,
    pub orgs: BTreeMap<OrgId, String>,
    pub mediator: String,
    /// Who was called to interpret; blank for nobody.
    pub interpreter: String,
    pub today: Date,
}

impl Words {
    pub fn value(&self, commitment: &Commitment) -> Option<&str> {
        self.values.get(commitment).map(String::as_str)
    }

    pub fn org(&self, org: Option<OrgId>) -> String {
        org.and_then(|org| self.orgs.get(&org).cloned()).unwrap_or_default()
    }

    /// The side's name; an erased one leaves its gap visible.
    pub fn name(&self, case: &Case, side: Side) -> String {
        let name = case.seat(side).and_then(|seat| self.value(&seat.particulars.name));
        name.unwrap_or("（姓名已删除）").to_owned()
    }

    /// The paragraphs that say who the parties are (EMR 26; CHR 29).
    pub fn parties(&self, case: &Case) -> Vec<String> {
        let mut out = Vec::new();
        for (side, label) in [(Side::Claimant, "申请人"), (Side::Respondent, "被申请人")] {
            let mut text = format!("{label}：{}", self.name(case, side));
            let Some(seat) = case.seat(side) else { continue };
            let particulars = &seat.particulars;
            let (number, address) = match particulars.kind {
                PartyKind::Resident => ("公民身份号码", "住"),
                PartyKind::Foreigner => ("证件号码", "住"),
                PartyKind::Organisation => ("统一社会信用代码", "住所地："),
            };
            if let Some(value) = particulars.id_number.as_ref().and_then(|it| self.value(it)) {
                text.push_str(&format!("，{number} {value}"));
            }
            if let Some(value) = particulars.address.as_ref().and_then(|it| self.value(it)) {
                text.push_str(&format!("，{address}{value}"));
            }
            out.push(text + "。");
            if let Some(agent) = &particulars.agent {
                let name = self.value(&agent.name).unwrap_or_default();
                out.push(match agent.authority {
                    Authority::LegalRepresentative => format!("法定代表人：{name}。"),
                    Authority::Special => format!("委托代理人：{name}，代理权限为特别授权。"),
                    Authority::General => format!("委托代理人：{name}，代理权限为一般授权。"),
                });
            }
        }
        out
    }

    /// Every clause as a sentence.
    pub fn clauses(&self, case: &Case, terms: &Terms) -> Vec<String> {
        let clauses = terms.0.iter();
        self.named(case, |names| {
            clauses
                .map(|clause| sentence(clause, names, Language::Chinese))
                .collect()
        })
    }

    /// What `say` makes of the sides' names and accounts, as far as they are known here.
    pub fn named<T>(&self, case: &Case, say: impl FnOnce(&Names<'_>) -> T) -> T {
        let (claimant, respondent) = (self.name(case, Side::Claimant), self.name(case, Side::Respondent));
        let account = |commitment: &Commitment| self.values.get(commitment).cloned();
        say(&Names {
            claimant: &claimant,
            respondent: &respondent,
            account: &account,
        })
    }

    /// An empty sheet of `organ`.
    pub fn sheet(&self, case: &Case, organ: Option<OrgId>, title: &str, number: String, terms: Digest) -> Sheet {
        Sheet {
            organ: self.org(organ),
            title: title.to_owned(),
            number,
            parties: self.parties(case),
            date: formal(self.today),
            footer: format!("条款哈希 SHA-256 {terms}"),
            ..Sheet::default()
        }
    }
}

/// An empty sheet that rests on no terms; without an organ it is a party's own.
pub fn paper(words: &Words, case: &Case, organ: Option<OrgId>, title: &str, number: String) -> Sheet {
    Sheet {
        footer: format!("调解案号 {}", case.number),
        ..words.sheet(case, organ, title, number, Digest::ZERO)
    }
}

/// The day of `at` where the case is.
pub fn named_day(case: &Case, at: Timestamp) -> String {
    plain(at.date(case.zone))
}

/// 2026年11月26日9时00分, where the case is.
pub fn named_moment(case: &Case, at: Timestamp) -> String {
    let (hour, minute) = at.clock(case.zone);
    format!("{}{hour}时{minute:02}分", named_day(case, at))
}

/// 2026年11月26日
pub fn plain(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

/// 二〇二六年十一月二十六日, as official documents are dated.
pub(super) fn formal(date: Date) -> String {
    const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let digit = |n: u32| DIGITS[n as usize % 10];
    let year: String = date
        .year()
        .to_string()
        .chars()
        .filter_map(|c| c.to_digit(10))
        .map(digit)
        .collect();
    let two = |n: u8| {
        let (tens, ones) = (u32::from(n / 10), u32::from(n % 10));
        let mut out = String::new();
        if tens > 1 {
            out.push(digit(tens));
        }
        if tens > 0 {
            out.push('十');
        }
        if ones > 0 {
            out.push(digit(ones));
        }
        out
    };
    format!("{year}年{}月{}日", two(date.month()), two(date.day()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn official_dates_are_in_chinese_numerals() {
        for (date, words) in [
            ("2026-11-26", "二〇二六年十一月二十六日"),
            ("2030-10-10", "二〇三〇年十月十日"),
            ("2027-01-31", "二〇二七年一月三十一日"),
        ] {
            assert_eq!(formal(date.parse().unwrap()), words);
        }
    }
}
