//! The frame of every screen: title, language switch, the current place.

use crate::api::{self, Fault};
use crate::words::{Text, Word, reason};
use domain::api::Session;
use domain::id::CaseId;
use domain::terms::prose::Language;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// Where the reader is, as the address's fragment says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Home,
    /// The case and whatever part of it the rest of the fragment names.
    Case(CaseId),
    Request,
    Verify,
}

impl Place {
    fn now() -> Self {
        let hash = web_sys::window()
            .and_then(|window| window.location().hash().ok())
            .unwrap_or_default();
        let path = hash.trim_start_matches("#/");
        match path.split_once('/') {
            Some(("case", rest)) => {
                let id = rest.split('/').next().unwrap_or_default();
                id.parse().map_or(Self::Home, Self::Case)
            }
            Some(("request", _)) => Self::Request,
            _ if path == "request" => Self::Request,
            _ if hash == "#/verify" => Self::Verify,
            _ => Self::Home,
        }
    }
}

/// What every screen may read.
#[derive(Clone, Copy)]
pub struct Context {
    pub language: RwSignal<Language>,
    pub session: RwSignal<Option<Session>>,
    /// Code of the last refusal, shown until the next action.
    pub fault: RwSignal<Option<String>>,
}

impl Context {
    pub fn get() -> Self {
        expect_context()
    }

    /// `word` in the reader's language, following the switch.
    pub fn say(self, word: impl Text) -> impl Fn() -> &'static str + Copy + Send + Sync + 'static {
        move || word.text(self.language.get())
    }

    pub fn refuse(self, fault: &Fault) {
        self.fault.set(Some(fault.code().to_owned()));
    }
}

#[component]
pub fn Shell() -> impl IntoView {
    let context = Context {
        language: RwSignal::new(stored_language()),
        session: RwSignal::new(None),
        fault: RwSignal::new(None),
    };
    provide_context(context);
    let place = RwSignal::new(Place::now());
    let signed_out = RwSignal::new(false);
    follow_fragment(place);
    spawn_local(async move {
        match api::get::<Session>("/api/v1/session").await {
            Ok(session) => context.session.set(Some(session)),
            Err(Fault::Refused(_)) => signed_out.set(true),
            Err(fault) => context.refuse(&fault),
        }
    });
    Effect::new(move || remember_language(context.language.get()));
    let switch = move |_| {
        context.language.update(|language| {
            *language = if *language == Language::Chinese {
                Language::English
            } else {
                Language::Chinese
            };
        });
    };
    let say = move |word| context.say(word);
    view! {
        <header class="bar">
            <a class="brand" href="#/" data-testid="brand">{say(Word::Product)}</a>
            <span class="who">{move || context.session.get().map(|session| session.name)}</span>
            <a href="#/verify" data-testid="verify-link">{say(Word::Verify)}</a>
            <button class="quiet" data-testid="language" on:click=switch>{say(Word::OtherLanguage)}</button>
        </header>
        <main>
            <p class="fault" role="alert" data-testid="fault">
                {move || context.fault.get().map(|code| reason(&code, context.language.get()))}
            </p>
            {move || match (place.get(), signed_out.get()) {
                (Place::Verify, _) => view! { <crate::verify_page::VerifyPage/> }.into_any(),
                (_, true) => view! {
                    <h1>{say(Word::NotSignedIn)}</h1>
                    <p><a class="button" href="/code">{say(Word::SignIn)}</a></p>
                }.into_any(),
                (Place::Home, false) => view! { <crate::home::Home/> }.into_any(),
                (Place::Request, false) => view! { <crate::party::request::Request/> }.into_any(),
                (Place::Case(id), false) => view! { <crate::case_page::CasePage id/> }.into_any(),
            }}
        </main>
    }
}

fn follow_fragment(place: RwSignal<Place>) {
    let moved = Closure::wrap(Box::new(move || {
        // Another part of the same screen is that screen's own affair.
        if place.get_untracked() != Place::now() {
            place.set(Place::now());
        }
    }) as Box<dyn FnMut()>);
    if let Some(window) = web_sys::window() {
        // Without the listener links still work after a reload.
        let _ = window.add_event_listener_with_callback("hashchange", moved.as_ref().unchecked_ref());
    }
    // The frame lives as long as the page.
    moved.forget();
}

fn stored_language() -> Language {
    let stored = web_sys::window().and_then(|window| window.local_storage().ok()?);
    let stored = stored.and_then(|storage| storage.get_item("language").ok()?);
    if stored.as_deref() == Some("en") {
        Language::English
    } else {
        Language::Chinese
    }
}

/// Also tells the document, so that screen readers choose the right voice.
fn remember_language(language: Language) {
    let Some(window) = web_sys::window() else { return };
    let (code, tag) = if language == Language::Chinese {
        ("zh", "zh-CN")
    } else {
        ("en", "en")
    };
    if let Ok(Some(storage)) = window.local_storage() {
        let _ = storage.set_item("language", code);
    }
    if let Some(root) = window.document().and_then(|document| document.document_element()) {
        let _ = root.set_attribute("lang", tag);
    }
}
