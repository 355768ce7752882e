//! Where within a screen the reader is, kept in the address so that the phone's back button goes
//! back one step and a reload comes back to it.

use crate::view::prelude::*;
use wasm_bindgen::JsCast;

/// The address's fragment without `#/`, following it while the owner lives.
pub fn followed() -> Memo<String> {
    let fragment = RwSignal::new(fragment());
    let listener = window_event_listener_untyped("hashchange", move |_| fragment.set(self::fragment()));
    on_cleanup(move || listener.remove());
    Memo::new(move |_| fragment.get())
}

fn fragment() -> String {
    let hash = web_sys::window().and_then(|window| window.location().hash().ok());
    hash.unwrap_or_default().trim_start_matches("#/").to_owned()
}

/// Goes to `#/{to}`.
pub fn go(to: &str) {
    if let Some(window) = web_sys::window() {
        // Refused only inside foreign frames, which the policy forbids.
        let _ = window.location().set_hash(&format!("/{to}"));
    }
}

/// Sets the focus on the first element of `selector`; with none, nothing changes.
pub fn focus(selector: &str) {
    let found = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.query_selector(selector).ok().flatten());
    if let Some(element) = found.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// A new screen begins at its top, with its heading under the screen reader's cursor.
pub fn arrive() {
    request_animation_frame(|| {
        if let Some(window) = web_sys::window() {
            window.scroll_to_with_x_and_y(0.0, 0.0);
        }
        focus("main h1");
    });
}
