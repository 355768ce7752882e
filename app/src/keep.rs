//! What the browser keeps for its reader: small texts in local storage. A full or forbidden storage
//! costs only the memory, never the act.

use leptos::prelude::*;

/// Where everything half-written lies; signing out clears it.
pub const DRAFTS: &str = "draft/";

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}

pub fn read(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

pub fn write(key: &str, text: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(key, text);
    }
}

pub fn remove(key: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(key);
    }
}

/// Keys that start so, in order.
pub fn keys(prefix: &str) -> Vec<String> {
    let Some(storage) = storage() else { return Vec::new() };
    let count = storage.length().unwrap_or(0);
    let mut found: Vec<String> = (0..count)
        .filter_map(|index| storage.key(index).ok()?)
        .filter(|key| key.starts_with(prefix))
        .collect();
    found.sort();
    found
}

/// A text being typed that survives a reload. `place` is unique to the field: case and name.
/// Set it to the empty text when it was sent.
pub fn draft(place: &str) -> RwSignal<String> {
    let key = format!("{DRAFTS}{}/{place}", crate::api::persona().unwrap_or_default());
    let text = RwSignal::new(read(&key).unwrap_or_default());
    Effect::new(move || {
        text.with(|text| {
            if text.is_empty() {
                remove(&key);
            } else {
                write(&key, text);
            }
        });
    });
    text
}

/// At sign-out nothing half-written stays for the next person at this device.
pub fn forget_drafts() {
    for key in keys(DRAFTS) {
        remove(&key);
    }
}
