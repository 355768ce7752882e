//! The agreement's second column: its clauses in the language of a side that reads no Chinese. Chinese
//! governs; what is written freely is translated by the mediator, all else comes from the tables here.

mod burmese;
mod lao;
mod phrases;
mod vietnamese;

use super::prose::{Language, Names, sentence};
use super::{Clause, ClauseBody, Terms};
use crate::hash::Digest;
use crate::text::{self, canonical_json};
use phrases::Phrases;
use serde::{Deserialize, Serialize};

/// What an agreement may say beside Chinese; on the wire its BCP 47 tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum SecondLanguage {
    #[serde(rename = "en")]
    English,
    #[serde(rename = "vi")]
    Vietnamese,
    #[serde(rename = "lo")]
    Lao,
    #[serde(rename = "my")]
    Burmese,
}

/// Words around the clauses: in the language itself, and what Chinese calls it.
pub struct Frame {
    /// BCP 47
    pub tag: &'static str,
    pub own_name: &'static str,
    pub chinese_name: &'static str,
    /// 调解协议书
    pub title: &'static str,
    /// That Chinese governs.
    pub governs: &'static str,
    /// Stands before the Chinese text of a clause nobody translated.
    pub untranslated: &'static str,
}

impl SecondLanguage {
    pub const ALL: [Self; 4] = [Self::English, Self::Vietnamese, Self::Lao, Self::Burmese];

    pub fn frame(self) -> &'static Frame {
        match self {
            Self::English => &ENGLISH,
            Self::Vietnamese => &vietnamese::FRAME,
            Self::Lao => &lao::FRAME,
            Self::Burmese => &burmese::FRAME,
        }
    }

    fn phrases(self) -> Option<&'static Phrases> {
        match self {
            Self::English => None,
            Self::Vietnamese => Some(&vietnamese::PHRASES),
            Self::Lao => Some(&lao::PHRASES),
            Self::Burmese => Some(&burmese::PHRASES),
        }
    }
}

const ENGLISH: Frame = Frame {
    tag: "en",
    own_name: "English",
    chinese_name: "英文",
    title: "Mediation Agreement",
    governs: "The Chinese text governs. The English column is a translation for information; where the two differ, the Chinese text applies.",
    untranslated: "This clause has not been translated. Its Chinese text reads:",
};

/// That Chinese governs, in Chinese.
pub fn governs(language: SecondLanguage) -> String {
    let name = language.frame().chinese_name;
    format!("本协议以中文文本为准。{name}栏为译文，供理解协议内容之用；两种文本不一致的，以中文文本为准。")
}

/// `true` if words of the clause are the drafters' own, which no table translates.
pub fn is_free(body: &ClauseBody) -> bool {
    match body {
        ClauseBody::FreeText { .. } | ClauseBody::Confidentiality { .. } => true,
        ClauseBody::Payment(payment) => payment.instalments.iter().any(|part| part.condition.is_some()),
        _ => false,
    }
}

/// What the second column says beyond the tables: RFC 8785 JSON, whose SHA-256 the log holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Translation {
    /// By clause, in their order: the mediator's own translation of one that is [`is_free`].
    pub clauses: Vec<Option<String>>,
    pub language: SecondLanguage,
}

/// A clause in the second column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// From the tables, or by the mediator.
    Translated(String),
    /// Nobody translated it: its Chinese.
    Chinese(String),
}

impl Translation {
    /// Of `terms`, with the mediator's own texts as `own` knows them by the clause's digest.
    pub fn of(terms: &Terms, language: SecondLanguage, own: impl Fn(Digest) -> Option<String>) -> Self {
        let text = |clause: &Clause| is_free(&clause.body).then(|| own(clause.digest())).flatten();
        Self {
            clauses: terms.0.iter().map(text).collect(),
            language,
        }
    }

    /// `true` if it translates these terms, and only what no table does.
    pub fn fits(&self, terms: &Terms) -> bool {
        let mut pairs = self.clauses.iter().zip(&terms.0);
        self.clauses.len() == terms.0.len() && pairs.all(|(own, clause)| own.is_none() || is_free(&clause.body))
    }

    pub fn bytes(&self) -> Vec<u8> {
        canonical_json(self).into_bytes()
    }

    /// The second column of `terms`, clause by clause.
    pub fn column(&self, terms: &Terms, names: &Names<'_>) -> Vec<Said> {
        let clauses = terms.0.iter().enumerate();
        let said = |(i, clause): (usize, &Clause)| {
            let own = self.clauses.get(i).and_then(Option::as_ref);
            match (is_free(&clause.body), own, self.language.phrases()) {
                (true, Some(own), _) => Said::Translated(own.clone()),
                (true, None, _) => Said::Chinese(sentence(clause, names, Language::Chinese)),
                (false, _, None) => Said::Translated(sentence(clause, names, Language::English)),
                (false, _, Some(phrases)) => Said::Translated(phrases.sentence(&clause.body, names)),
            }
        };
        clauses.map(said).collect()
    }
}

/// Longest translation of one clause: alphabets need more letters than Chinese characters.
pub const LONGEST: usize = 3 * text::STORY;
