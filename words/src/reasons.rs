//! Why something is refused, in words, by its stable code.

use crate::book::Book;
use domain::reason;
use domain::terms::prose::Language;

pub use domain::reason::article;

pub(crate) const TEXTS: (&str, &str) = (reason::CHINESE, reason::ENGLISH);

/// Words for `code`; codes of the portal itself (network, sessions, limits) included.
pub fn reason(code: &str, language: Language) -> &'static str {
    Book::Reasons.line(language, reason::place(code))
}
