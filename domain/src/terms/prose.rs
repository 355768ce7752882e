//! Clauses as sentences, from one source for screens, documents and reading aloud.

use crate::terms::Clause;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    Chinese,
    English,
}

/// The names to print for the two sides, and how to show a disclosed account.
pub struct Names<'a> {
    pub claimant: &'a str,
    pub respondent: &'a str,
    /// Account numbers by commitment, as disclosed to the reader.
    pub account: &'a dyn Fn(&crate::hash::Commitment) -> Option<String>,
}

/// `clause` as one or two sentences.
pub fn sentence(clause: &Clause, names: &Names<'_>, language: Language) -> String {
    let _ = (clause, names, language);
    String::new()
}

/// 壹万贰仟圆整: the amount in the capitals of 支付结算办法 annex 1.
pub fn capitals(amount: crate::money::Fen) -> String {
    let _ = amount;
    String::new()
}
