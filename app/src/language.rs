//! The reader's language: remembered, told to the document so that screen readers choose the right
//! voice, and fetched before it is spoken.

use crate::api::Fault;
use crate::keep;
use crate::view::View;
use crate::view::prelude::set_timeout;
use domain::terms::prose::Language;
use std::time::Duration;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use words::book::{self, Book};

pub use words::other;

const KEY: &str = "language";

#[wasm_bindgen]
extern "C" {
    /// A pack (`app/start.js`).
    fn words(pack: &str) -> js_sys::Promise;
}

/// What the reader chose before; the door he came by says so in `?lang=en`.
pub fn stored() -> Language {
    let asked = crate::page::query("lang");
    match asked.or_else(|| keep::read(KEY)).as_deref() {
        Some("en") => Language::English,
        _ => Language::Chinese,
    }
}

pub fn remember(language: Language) {
    keep::write(KEY, name(language));
    crate::page::speak(tag(language));
}

/// Brings the words of `language` here, and those of the part if it speaks the other language.
///
/// # Errors
/// Without a network, unless they were read before.
pub async fn fetch(language: Language) -> Result<(), Fault> {
    bring(Book::Frame, language).await?;
    if Book::Aside.here(other(language)) {
        // Where they cannot be had, the part goes on in the language it has.
        let _ = bring(Book::Aside, language).await;
    }
    Ok(())
}

/// Has a pack sent, at once; it is here when the future ends. Either by the `first` of its books.
pub fn bring(first: Book, language: Language) -> impl Future<Output = Result<(), Fault>> {
    let pack = (!first.here(language)).then(|| words(pack(first, language)));
    async move {
        let Some(pack) = pack else { return Ok(()) };
        let text = JsFuture::from(pack).await.ok().and_then(|pack| pack.as_string());
        book::open(language, text.ok_or(Fault::Unreachable)?);
        Ok(())
    }
}

/// As `app/start.js` knows it.
fn pack(first: Book, language: Language) -> &'static str {
    match (first, language) {
        (Book::Aside, Language::Chinese) => "zh_aside",
        (Book::Aside, Language::English) => "en_aside",
        _ => name(language),
    }
}

/// Draws `root` into the page as soon as there are words for it.
pub fn mount(root: fn() -> View) {
    // Nothing of the signals' runs before the first drawing.
    wasm_bindgen_futures::spawn_local(async move {
        match fetch(stored()).await {
            Ok(()) => crate::view::mount(root),
            Err(_) => set_timeout(move || mount(root), Duration::from_secs(2)),
        }
    });
}

fn name(language: Language) -> &'static str {
    match language {
        Language::Chinese => "zh",
        Language::English => "en",
    }
}

/// BCP 47.
pub fn tag(language: Language) -> &'static str {
    match language {
        Language::Chinese => "zh-CN",
        Language::English => "en",
    }
}
