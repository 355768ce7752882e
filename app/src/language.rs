//! The reader's language: remembered, and told to the document so that screen readers choose the
//! right voice.

use crate::keep;
use domain::terms::prose::Language;

const KEY: &str = "language";

/// What the reader chose before; the door he came by says so in `?lang=en`.
pub fn stored() -> Language {
    let asked = crate::page::query("lang");
    match asked.or_else(|| keep::read(KEY)).as_deref() {
        Some("en") => Language::English,
        _ => Language::Chinese,
    }
}

pub fn remember(language: Language) {
    keep::write(KEY, if language == Language::Chinese { "zh" } else { "en" });
    crate::page::speak(tag(language));
}

pub fn other(language: Language) -> Language {
    match language {
        Language::Chinese => Language::English,
        Language::English => Language::Chinese,
    }
}

pub fn switch(language: &mut Language) {
    *language = other(*language);
}

/// BCP 47.
pub fn tag(language: Language) -> &'static str {
    match language {
        Language::Chinese => "zh-CN",
        Language::English => "en",
    }
}
