//! Whole forms kept in this browser, step by step, until they are sent: a reload, a crash or a lost
//! network loses nothing, and signing out leaves nothing.

use crate::keep;
use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

fn shelf(key: &str) -> String {
    format!("{}{key}", keep::DRAFTS)
}

/// A signal that outlives the page under `key`. What an older version of the client kept and this
/// one cannot read counts as nothing.
pub fn kept<T>(key: &str) -> RwSignal<T>
where
    T: Serialize + DeserializeOwned + Default + Send + Sync + 'static,
{
    let key = shelf(key);
    let found = keep::read(&key).and_then(|text| serde_json::from_str(&text).ok());
    let signal = RwSignal::new(found.unwrap_or_default());
    Effect::new(move |known: Option<()>| {
        let text = signal.with(|value| serde_json::to_string(value));
        // The first run has nothing new to keep.
        if let (Some(()), Ok(text)) = (known, text) {
            keep::write(&key, &text);
        }
    });
    signal
}

pub fn forget(key: &str) {
    keep::remove(&shelf(key));
}
