//! What the browser keeps for its reader: small texts in local storage. A full or forbidden storage
//! costs only the memory, never the act.

use crate::view::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

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

fn shelf(place: &str) -> String {
    // In the demo several people share one browser.
    format!("{DRAFTS}{}/{place}", crate::api::persona().unwrap_or_default())
}

/// A value half-written that survives reloads and crashes. `place` is unique to it: case and name.
/// Its default is not stored; what an older client kept and this one cannot read counts as nothing.
pub fn kept<T>(place: &str) -> RwSignal<T>
where
    T: Default + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static,
{
    let key = shelf(place);
    let found = read(&key).and_then(|text| domain::text::read(&text));
    let value = RwSignal::new(found.unwrap_or_default());
    effect(move || {
        value.with(|value| {
            if *value == T::default() {
                remove(&key);
            } else if let Ok(text) = domain::json::canonical(value) {
                write(&key, &text);
            }
        });
    });
    value
}

/// Once it was sent.
pub fn forget(place: &str) {
    remove(&shelf(place));
}

/// At sign-out nothing half-written stays for the next person at this device.
pub fn forget_drafts() {
    for key in keys(DRAFTS) {
        remove(&key);
    }
}
