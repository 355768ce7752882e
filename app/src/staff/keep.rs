//! What was typed and not yet sent, kept in this browser: it survives a reload.

use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// A value remembered under `key`; its default is not stored.
pub fn kept<T>(key: String) -> RwSignal<T>
where
    T: Clone + Default + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static,
{
    let key = format!("draft/{key}");
    let stored = storage().and_then(|storage| storage.get_item(&key).ok()?);
    let first = stored.and_then(|text| serde_json::from_str(&text).ok());
    let value = RwSignal::new(first.unwrap_or_default());
    Effect::new(move || {
        let Some(storage) = storage() else { return };
        // A full or forbidden storage costs only the memory across reloads.
        let _ = value.with(|value| {
            if *value == T::default() {
                storage.remove_item(&key)
            } else {
                storage.set_item(&key, &serde_json::to_string(value).unwrap_or_default())
            }
        });
    });
    value
}
