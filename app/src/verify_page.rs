//! Checks a dossier in the reader's own browser with the code the court's tool uses.

use crate::api;
use crate::shell::Context;
use crate::words::Word;
use domain::dossier::{self, TrustRoot};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

#[component]
pub fn VerifyPage() -> impl IntoView {
    let context = Context::get();
    let (busy, outcome) = (RwSignal::new(false), RwSignal::new(None::<Vec<String>>));
    let chosen = move |event: leptos::ev::Event| {
        let input = event_target::<web_sys::HtmlInputElement>(&event);
        let Some(file) = input.files().and_then(|files| files.get(0)) else {
            return;
        };
        busy.set(true);
        outcome.set(None);
        spawn_local(async move {
            let bytes = JsFuture::from(file.array_buffer())
                .await
                .map(|buffer| js_sys::Uint8Array::new(&buffer).to_vec());
            let trust = api::get::<TrustRoot>("/api/v1/trust").await;
            match (bytes, trust) {
                (Ok(bytes), Ok(trust)) => {
                    let report = dossier::verify(&bytes, &trust);
                    let faults = report.faults.iter();
                    outcome.set(Some(faults.map(|fault| format!("{fault:?}")).collect()));
                }
                (_, Err(fault)) => context.refuse(&fault),
                (Err(_), _) => context.fault.set(Some("file_unfit".into())),
            }
            busy.set(false);
        });
    };
    view! {
        <h1>{context.say(Word::Verify)}</h1>
        <p>{context.say(Word::VerifyIntro)}</p>
        <label class="card">{context.say(Word::ChooseFile)}<input type="file" data-testid="verify-file" on:change=chosen/></label>
        <div aria-live="polite" data-testid="verify-outcome">
            {move || busy.get().then(|| view! { <p class="loading">{context.say(Word::Verifying)}</p> })}
            {move || outcome.get().map(|faults| if faults.is_empty() {
                view! { <p class="good">{context.say(Word::Valid)}</p> }.into_any()
            } else {
                view! {
                    <p class="bad">{context.say(Word::Invalid)}</p>
                    <ul>{faults.into_iter().map(|fault| view! { <li><code>{fault}</code></li> }).collect_view()}</ul>
                }.into_any()
            })}
        </div>
    }
}
