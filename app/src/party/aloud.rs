//! Reading aloud, for those who would rather listen. The voice is the device's own.

use super::say::say;
use crate::icon::{Icon, icon};
use crate::shell::Context;
use crate::view::prelude::*;
use crate::words::party::Word;
use domain::terms::prose::Language;

fn voice() -> Option<web_sys::SpeechSynthesis> {
    let window = web_sys::window()?;
    // Some in-app browsers have no such property at all.
    js_sys::Reflect::has(&window, &"speechSynthesis".into())
        .ok()?
        .then_some(())?;
    window.speech_synthesis().ok()
}

/// A button that reads `text` and, pressed again, stops. Nothing where the device cannot speak.
pub fn aloud(text: impl Fn() -> String + Send + Sync + 'static) -> View {
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
        if let Ok(utterance) = web_sys::SpeechSynthesisUtterance::new_with_text(&untrack(&text)) {
            let chinese = language.get_untracked() == Language::Chinese;
            utterance.set_lang(if chinese { "zh-CN" } else { "en" });
            utterance.set_rate(0.9);
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
