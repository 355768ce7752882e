//! Reading aloud, for those who would rather listen. The voice is the device's own.

use super::say::say;
use crate::icon::{Icon, icon};
use crate::shell::Context;
use crate::view::prelude::*;
use crate::words::party::Word;
use domain::terms::prose::Language;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

fn voice() -> Option<web_sys::SpeechSynthesis> {
    let window = web_sys::window()?;
    // Some in-app browsers have no such property at all.
    js_sys::Reflect::has(&window, &"speechSynthesis".into())
        .ok()?
        .then_some(())?;
    window.speech_synthesis().ok()
}

fn said(text: &str, tag: Option<&str>, language: Language) -> Option<web_sys::SpeechSynthesisUtterance> {
    let utterance = web_sys::SpeechSynthesisUtterance::new_with_text(text).ok()?;
    let own = if language == Language::Chinese { "zh-CN" } else { "en" };
    utterance.set_lang(tag.unwrap_or(own));
    utterance.set_rate(0.9);
    Some(utterance)
}

/// Says `text` once, where the device can speak.
pub fn speak(text: &str, language: Language) {
    if let Some((voice, utterance)) = voice().zip(said(text, None, language)) {
        voice.speak(&utterance);
    }
}

/// A button that reads `text` and, pressed again, stops. Nothing where the device cannot speak.
pub fn aloud(text: impl Fn() -> String + 'static) -> View {
    told(Box::new(text), None, Callback::new(|()| ()))
}

/// The same in the language `tag`, or the reader's own; `heard` is told once the voice has come to the end.
pub fn told(text: Box<dyn Fn() -> String>, tag: Option<String>, heard: Callback<()>) -> View {
    if voice().is_none() {
        return ().into_view();
    }
    let language = Context::get().language;
    let read = move |_| {
        let Some(voice) = voice() else { return };
        let speaking = voice.speaking();
        voice.cancel();
        if speaking {
            return;
        }
        if let Some(utterance) = said(&untrack(&text), tag.as_deref(), language.get_untracked()) {
            // A voice that is stopped tells of an error, not of its end.
            let end = Closure::once_into_js(move || heard.run(()));
            utterance.set_onend(Some(end.unchecked_ref()));
            voice.speak(&utterance);
        }
    };
    on_cleanup(|| {
        if let Some(voice) = voice() {
            voice.cancel();
        }
    });
    view! {
        <button type="button" class="quiet aloud" data-testid="aloud" on:click=read>
            {icon(Icon::Speaker)} {say(Word::ReadAloud)}
        </button>
    }
}
