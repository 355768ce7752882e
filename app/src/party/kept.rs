//! What a person has typed stays in this browser, step by step, until it is sent: a reload, a crash
//! or a lost network loses nothing.

use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// A signal that outlives the page under `key`. What an older version of the client kept and this
/// one cannot read counts as nothing.
pub fn kept<T>(key: String) -> RwSignal<T>
where
    T: Serialize + DeserializeOwned + Default + Send + Sync + 'static,
{
    let found = storage().and_then(|storage| storage.get_item(&key).ok()?);
    let signal = RwSignal::new(
        found
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default(),
    );
    Effect::new(move |known: Option<bool>| {
        let text = signal.with(|value| serde_json::to_string(value));
        // The first run has nothing new to keep; a full or forbidden storage costs only the memory.
        if let (Some(_), Some(storage), Ok(text)) = (known, storage(), text) {
            let _ = storage.set_item(&key, &text);
        }
        true
    });
    signal
}

pub fn forget(key: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(key);
    }
}
