//! Texts from outside: limits, and the canonical JSON of RFC 8785.

use crate::refusal::Refusal;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Longest texts, in characters.
pub const NAME: usize = 80;
pub const LINE: usize = 200;
pub const REASON: usize = 1_000;
pub const STORY: usize = 5_000;
/// 笔录 of one session
pub const MINUTES: usize = 20_000;

/// # Errors
/// [`Refusal::TextUnfit`] if `text` is blank, longer than `most` characters, or holds control
/// characters (line breaks and tabs are allowed in texts longer than a line), or bidirectional
/// overrides and invisible characters (UAX 9), which could make a signed text read otherwise than
/// it is stored.
pub fn fit(text: &str, most: usize) -> Result<(), Refusal> {
    // Names and titles stand on one line.
    let broken = most <= LINE && text.contains(['\n', '\t']);
    if text.trim().is_empty() || broken || text.chars().count() > most || text.chars().any(is_deceptive) {
        return Err(Refusal::TextUnfit);
    }
    Ok(())
}

/// As [`fit`], but blank is allowed.
///
/// # Errors
/// [`Refusal::TextUnfit`].
pub fn fit_or_blank(text: &str, most: usize) -> Result<(), Refusal> {
    if text.is_empty() { Ok(()) } else { fit(text, most) }
}

fn is_deceptive(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(c,
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}' | '\u{061C}'
            | '\u{FEFF}' | '\u{200B}' | '\u{2028}' | '\u{2029}' | '\u{2060}'..='\u{2064}'
            | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// A value from its JSON text; `None` if the text is not one.
#[cfg(not(target_arch = "wasm32"))]
pub fn read<T: DeserializeOwned>(json: &str) -> Option<T> {
    serde_json::from_str(json).ok()
}

/// A value from its JSON text; `None` if the text is not one.
#[cfg(target_arch = "wasm32")]
pub fn read<T: DeserializeOwned>(json: &str) -> Option<T> {
    crate::json::read(json).ok()
}

/// RFC 8785 JSON. Our statements hold no floating-point numbers; integers stay below 2^53 and
/// money travels as strings.
///
/// # Panics
/// If `value` cannot be JSON (a map with non-string keys), which no wire type here is.
pub fn canonical_json<T: Serialize + ?Sized>(value: &T) -> String {
    crate::json::canonical(value).expect("wire types are JSON")
}
