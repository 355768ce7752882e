//! Whom the verdict trusts: the root this server gives, or one the reader brings from elsewhere.

use super::{Desk, Source, State};
use crate::api;
use crate::ui::{Kind, Notice};
use crate::view::prelude::*;
use crate::words::public::Word;
use domain::dossier::TrustRoot;
use wasm_bindgen_futures::JsFuture;

/// The root enclosed in the file that is the verifier itself: `None` on the site's page, empty
/// where the file was made without one.
pub fn enclosed() -> Option<String> {
    let document = web_sys::window()?.document()?;
    document.get_element_by_id("trust")?.text_content()
}

/// The root this page came with: enclosed, or asked of the site.
pub fn fetch(desk: Desk) {
    if let Some(text) = enclosed() {
        desk.source.set(Source::Enclosed);
        desk.trust.set(domain::text::read(&text));
        let missing = desk.trust.with_untracked(Option::is_none);
        desk.context.fault.set(missing.then(|| "trust_none".into()));
        return;
    }
    desk.source.set(Source::Site);
    spawn_local(async move {
        match api::get::<TrustRoot>("/api/v1/trust").await {
            Ok(root) => {
                desk.trust.set(Some(root));
                desk.context.fault.set(None);
            }
            Err(fault) => desk.context.refuse(&fault),
        }
    });
}

fn load(desk: Desk, file: web_sys::File) {
    spawn_local(async move {
        let text = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string());
        match text.and_then(|text| domain::text::read::<TrustRoot>(&text)) {
            Some(root) => {
                desk.trust.set(Some(root));
                desk.source.set(Source::Own);
                desk.context.fault.set(None);
                // A verdict under another root would be misread.
                desk.state.set(State::Waiting);
            }
            None => desk.context.fault.set(Some("trust_unfit".into())),
        }
    });
}

pub fn section(desk: Desk) -> View {
    let context = desk.context;
    let chosen = move |event: leptos::ev::Event| {
        let input = leptos::prelude::event_target::<web_sys::HtmlInputElement>(&event);
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            load(desk, file);
        }
        input.set_value("");
    };
    let source = move || match desk.source.get() {
        Source::Own => Word::TrustOwn,
        Source::Site => Word::TrustServer,
        Source::Enclosed if desk.trust.with(Option::is_none) => Word::TrustNone,
        Source::Enclosed => Word::TrustEnclosed,
    };
    let missing = move || {
        let code = context.fault.get()?;
        let word = match code.as_str() {
            "trust_unfit" => Word::TrustUnfit,
            "trust_none" => Word::TrustAsked,
            _ => Word::TrustMissing,
        };
        Some(view! { <Notice kind=Kind::Warn id="trust-missing"><p>{context.say(word)}</p></Notice> })
    };
    view! {
        {missing}
        <details class="trust" data-testid="trust">
            <summary>{move || source().text(context.language.get())}</summary>
            <div class="stack">
                <p class="muted">{context.say(Word::TrustWhy)}</p>
                {move || desk.trust.get().map(keys)}
                <label class="field">
                    {context.say(Word::TrustLoad)}
                    <input type="file" accept=".json,application/json" data-testid="trust-file" on:change=chosen/>
                </label>
                {move || (desk.source.get() == Source::Own).then(|| view! {
                    <button class="plain" on:click=move |_| fetch(desk)>{context.say(Word::TrustBack)}</button>
                })}
            </div>
        </details>
    }
}

fn keys(root: TrustRoot) -> View {
    let context = crate::shell::Context::get();
    let key = |key: String| view! { <dd><code>{key}</code></dd> };
    view! {
        <dl class="facts">
            <dt>{context.say(Word::Log)}</dt><dd>{root.origin}<br/><code>{root.log.to_string()}</code></dd>
            <dt>{context.say(Word::Attestor)}</dt>{key(root.attestor.to_string())}
            <dt>{context.say(Word::Manifest)}</dt>{key(root.dossier.to_string())}
            {root.seals.into_iter().map(|seal| view! {
                <dt>{context.say(Word::SealOf)}</dt><dd>{seal.name}<br/><code>{seal.key.to_string()}</code></dd>
            }).collect_view()}
        </dl>
    }
}
