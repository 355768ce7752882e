//! The place to drop a file on, or choose one.

use super::{Desk, State};
use crate::icon::{Icon, icon};
use crate::view::prelude::*;
use crate::words::public::Word;
use domain::dossier;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, DragEvent, File};

/// Bytes read between two signs of progress.
const STEP: f64 = 1_048_576.0;

pub fn zone(desk: Desk) -> View {
    let context = desk.context;
    let over = RwSignal::new(false);
    let hover = move |event: DragEvent| {
        // Without this the browser would open the file in place of the page.
        event.prevent_default();
        over.set(true);
    };
    let dropped = move |event: DragEvent| {
        event.prevent_default();
        over.set(false);
        let files = event.data_transfer().and_then(|transfer| transfer.files());
        if let Some(file) = files.and_then(|files| files.get(0)) {
            check(desk, file);
        }
    };
    let chosen = move |event: leptos::ev::Event| {
        let input = leptos::prelude::event_target::<web_sys::HtmlInputElement>(&event);
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            check(desk, file);
        }
        // The same file may be chosen again.
        input.set_value("");
    };
    view! {
        <label class="drop" class:over=move || over.get() data-testid="verify-drop"
            on:dragover=hover on:dragleave=move |_| over.set(false) on:drop=dropped>
            {icon(Icon::Upload)}
            <strong>{context.say(Word::Choose)}</strong>
            <span class="muted">{context.say(Word::OrDrop)}</span>
            <input type="file" class="visually-hidden" data-testid="verify-file" on:change=chosen/>
        </label>
    }
}

fn check(desk: Desk, file: File) {
    desk.file.set(file.name());
    desk.state.set(State::Reading(0.0, file.size().max(1.0)));
    spawn_local(async move {
        let Some(bytes) = read(desk, &file).await else {
            return desk.state.set(State::Unread);
        };
        desk.state.set(State::Checking);
        painted().await;
        match desk.trust.get_untracked() {
            Some(trust) if bytes.starts_with(b"%PDF-") => {
                let report = dossier::verify_document(&bytes, &trust);
                desk.state.set(State::Document(Box::new(report)));
            }
            Some(trust) => desk.state.set(State::Done(Box::new(dossier::verify(&bytes, &trust)))),
            // The section on trust says what is missing.
            None => desk.state.set(State::Waiting),
        }
    });
}

/// The file's bytes, a step at a time so that the progress is seen.
async fn read(desk: Desk, file: &File) -> Option<Vec<u8>> {
    let whole = file.size();
    let mut bytes = Vec::with_capacity(whole as usize);
    let mut from = 0.0;
    while from < whole {
        let to = (from + STEP).min(whole);
        let part: Blob = file.slice_with_f64_and_f64(from, to).ok()?;
        let buffer = JsFuture::from(part.array_buffer()).await.ok()?;
        bytes.extend_from_slice(&js_sys::Uint8Array::new(&buffer).to_vec());
        from = to;
        desk.state.set(State::Reading(from, whole));
    }
    Some(bytes)
}

/// Until the browser has drawn what stands on the page now: the check holds its thread.
async fn painted() {
    let drawn = js_sys::Promise::new(&mut |resolve, _| {
        request_animation_frame(move || {
            set_timeout(
                move || drop(resolve.call0(&wasm_bindgen::JsValue::NULL)),
                std::time::Duration::ZERO,
            );
        });
    });
    // Never rejected.
    let _ = JsFuture::from(drawn.unchecked_into::<js_sys::Promise>()).await;
}
