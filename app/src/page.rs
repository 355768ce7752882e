//! The document around the screens: language, title, focus and scroll place.

use crate::view::prelude::*;
use crate::words::Word;
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{History, HtmlElement, Window};

/// Frames to wait for a screen that is on its way before giving up on its heading.
const PATIENCE: u32 = 300;

fn window() -> Option<Window> {
    web_sys::window()
}

fn history() -> Option<History> {
    window()?.history().ok()
}

pub fn fragment() -> String {
    window()
        .and_then(|window| window.location().hash().ok())
        .unwrap_or_default()
}

/// A value of the address's query, as written.
pub fn query(name: &str) -> Option<String> {
    let query = window()?.location().search().ok()?;
    query
        .trim_start_matches('?')
        .split('&')
        .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
        .map(str::to_owned)
}

pub fn reload() {
    if let Some(window) = window() {
        let _ = window.location().reload();
    }
}

/// On to a page of another program.
pub fn leave_for(path: &str) {
    if let Some(window) = window() {
        let _ = window.location().replace(path);
    }
}

fn root() -> Option<web_sys::Element> {
    window()?.document()?.document_element()
}

/// Tells the document its language, and its title in that language.
pub fn speak(tag: &str) {
    if let Some(root) = root() {
        let _ = root.set_attribute("lang", tag);
    }
    request_animation_frame(entitle);
}

/// Desks are set closer than a party's pages.
pub fn mark_as_desk() {
    if let Some(root) = root() {
        let _ = root.class_list().add_1("desk");
    }
}

/// The skip link: its own fragment would be a place of the router.
pub fn skip(event: leptos::ev::MouseEvent) {
    event.prevent_default();
    focus("main");
}

fn find(selector: &str) -> Option<HtmlElement> {
    let found = window()?.document()?.query_selector(selector).ok()??;
    found.dyn_into().ok()
}

fn focus(selector: &str) {
    if let Some(found) = find(selector) {
        let _ = found.focus();
    }
}

/// The page is titled by its heading.
fn entitle() {
    let Some(document) = window().and_then(|window| window.document()) else {
        return;
    };
    let english = root().and_then(|root| root.get_attribute("lang")).as_deref() == Some("en");
    let language = if english {
        domain::terms::prose::Language::English
    } else {
        domain::terms::prose::Language::Chinese
    };
    let product = Word::Product.text(language);
    let heading = find("main h1").and_then(|heading| heading.text_content());
    match heading {
        Some(heading) => document.set_title(&format!("{heading} · {product}")),
        None => document.set_title(product),
    }
}

/// So many wait, in front of the title; nothing for nobody.
pub fn badge(count: usize) {
    let Some(document) = window().and_then(|window| window.document()) else {
        return;
    };
    let title = document.title();
    let plain = match title.split_once(") ") {
        Some((before, plain)) if before.starts_with('(') => plain,
        _ => &title,
    };
    document.set_title(&match count {
        0 => plain.to_owned(),
        count => format!("({count}) {plain}"),
    });
}

/// Called at each change of place. The scroll place of an entry of the history comes back; a new
/// one starts at the top. `moved` puts the focus on the new heading, for those who do not see it.
pub fn arrive(moved: bool) {
    let kept = history()
        .and_then(|history| history.state().ok())
        .and_then(|state| state.as_f64());
    if kept.is_none() {
        scroll_to(0.0);
    }
    settle(moved, kept, PATIENCE);
}

fn settle(moved: bool, kept: Option<f64>, patience: u32) {
    request_animation_frame(move || {
        let heading = find("main h1");
        let tall = kept.is_none_or(|y| furthest() >= y);
        if (heading.is_none() || !tall) && patience > 0 {
            return settle(moved, kept, patience - 1);
        }
        entitle();
        if let Some(heading) = heading.filter(|_| moved) {
            let _ = heading.set_attribute("tabindex", "-1");
            let _ = heading.focus();
        }
        if let Some(y) = kept {
            scroll_to(y);
        }
    });
}

fn scroll_to(y: f64) {
    if let Some(window) = window() {
        window.scroll_to_with_x_and_y(0.0, y);
    }
}

fn furthest() -> f64 {
    let shown = window().and_then(|window| window.inner_height().ok()?.as_f64());
    root().map_or(0.0, |root| f64::from(root.scroll_height())) - shown.unwrap_or(0.0)
}

/// Keeps the scroll place in the present entry of the history, where a reload finds it too.
pub fn remember_scroll() {
    if let Some(history) = history() {
        let _ = history.set_scroll_restoration(web_sys::ScrollRestoration::Manual);
    }
    let waiting = StoredValue::new(false);
    let listener = window_event_listener_untyped("scroll", move |_| {
        if waiting.get_value() {
            return;
        }
        waiting.set_value(true);
        let at = fragment();
        set_timeout(
            move || {
                waiting.set_value(false);
                let y = window().and_then(|window| window.scroll_y().ok());
                // The reader may have moved on meanwhile; then this is another entry.
                if let (Some(history), Some(y), true) = (history(), y, fragment() == at) {
                    let _ = history.replace_state_with_url(&JsValue::from_f64(y), "", None);
                }
            },
            Duration::from_millis(200),
        );
    });
    on_cleanup(move || listener.remove());
}

/// Lets the service worker keep the program and what is read. Browsers without one work online only.
pub fn keep_program() {
    let Some(window) = window() else { return };
    // Absent outside secure contexts.
    let known = js_sys::Reflect::has(&window.navigator(), &"serviceWorker".into()).unwrap_or(false);
    if known {
        drop(window.navigator().service_worker().register("sw.js"));
    }
}
