//! A form not yet sent, kept in this browser: it survives a reload.

use crate::keep::{read, remove, write};
use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A value remembered under `place`; its default is not stored. Forgotten at sign-out as every
/// draft is.
pub fn kept<T>(place: &str) -> RwSignal<T>
where
    T: Clone + Default + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static,
{
    // In the demo several people share one browser.
    let key = format!("draft/{}/{place}", crate::api::persona().unwrap_or_default());
    let first = read(&key).and_then(|text| serde_json::from_str(&text).ok());
    let value = RwSignal::new(first.unwrap_or_default());
    Effect::new(move || {
        value.with(|value| {
            if *value == T::default() {
                remove(&key);
            } else {
                write(&key, &serde_json::to_string(value).unwrap_or_default());
            }
        });
    });
    value
}
