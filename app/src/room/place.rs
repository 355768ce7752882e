//! What this tab remembers of the room across a reload.

use domain::id::CaseId;
use serde::{Deserialize, Serialize};
use web_sys::Storage;

#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Kept {
    /// The server's token for our place.
    pub resume: Option<String>,
    /// In the room, or only checking devices.
    pub inside: bool,
    pub muted: bool,
    pub hidden: bool,
    #[serde(default)]
    pub frugal: bool,
    pub camera: Option<String>,
    pub microphone: Option<String>,
}

fn storage() -> Option<Storage> {
    web_sys::window()?.session_storage().ok()?
}

fn key(case: CaseId) -> String {
    format!("room-{case}")
}

pub fn recall(case: CaseId) -> Option<Kept> {
    let text = storage()?.get_item(&key(case)).ok()??;
    domain::text::read(&text)
}

/// A full or forbidden storage costs only the way back after a reload.
pub fn keep(case: CaseId, kept: &Kept) {
    if let (Some(storage), Ok(text)) = (storage(), domain::json::canonical(kept)) {
        let _ = storage.set_item(&key(case), &text);
    }
}

/// The screen was left on purpose: next time begins with the check, devices remembered.
pub fn leave(case: CaseId) {
    if let Some(kept) = recall(case) {
        keep(
            case,
            &Kept {
                resume: None,
                inside: false,
                ..kept
            },
        );
    }
}
