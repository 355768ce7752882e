//! A catalogue's texts in memory.
//!
//! One string with a line for each message: a table of strings would send a place and a length for
//! each over the network.

use domain::terms::prose::Language;
use std::cell::OnceCell;

type Lines = OnceCell<Vec<&'static str>>;

pub struct Book {
    chinese: (&'static str, Lines),
    english: (&'static str, Lines),
}

impl Book {
    pub const fn new(chinese: &'static str, english: &'static str) -> Self {
        Self {
            chinese: (chinese, OnceCell::new()),
            english: (english, OnceCell::new()),
        }
    }

    /// The text of the message at `index`.
    pub fn line(&self, language: Language, index: usize) -> &'static str {
        let (text, lines) = match language {
            Language::Chinese => &self.chinese,
            Language::English => &self.english,
        };
        lines.get_or_init(|| text.lines().collect())[index]
    }
}
