//! Panels of which one shows; the others keep what stands in them.

use crate::shell::Context;
use crate::staff::say;
use crate::view::prelude::*;
use crate::words::staff::Word;
use wasm_bindgen::JsCast;

pub struct Tab {
    pub word: Word,
    pub id: &'static str,
    pub panel: View,
}

/// The arrow keys move along the row of tabs, as screen readers announce it.
pub fn tabs(context: Context, chosen: RwSignal<usize>, tabs: Vec<Tab>) -> View {
    let count = tabs.len();
    let keys = move |event: leptos::ev::KeyboardEvent| {
        let step = match event.key().as_str() {
            "ArrowRight" => 1,
            "ArrowLeft" => count - 1,
            _ => return,
        };
        event.prevent_default();
        let next = (chosen.get_untracked() + step) % count;
        chosen.set(next);
        let row = event
            .current_target()
            .and_then(|row| row.dyn_into::<web_sys::Element>().ok());
        let button = row.and_then(|row| row.children().item(next as u32));
        if let Some(button) = button.and_then(|button| button.dyn_into::<web_sys::HtmlElement>().ok()) {
            // Focus is a comfort; without it the tab still changed.
            let _ = button.focus();
        }
    };
    let (heads, panels): (Vec<_>, Vec<_>) = tabs
        .into_iter()
        .enumerate()
        .map(|(index, Tab { word, id, panel })| {
            let on = move || chosen.get() == index;
            (
                view! {
                    <button role="tab" type="button" class="quiet" id=format!("tab-{id}") data-testid=format!("tab-{id}")
                        aria-selected=move || on().to_string() aria-controls=format!("panel-{id}")
                        tabindex=move || if on() { "0" } else { "-1" } on:click=move |_| chosen.set(index)>
                        {say(context, word)}
                    </button>
                },
                view! {
                    <div role="tabpanel" class="stack" id=format!("panel-{id}") aria-labelledby=format!("tab-{id}")
                        hidden=move || !on()>
                        {panel}
                    </div>
                },
            )
        })
        .unzip();
    view! {
        <div role="tablist" class="tabs" on:keydown=keys>{heads}</div>
        {panels}
    }
}
