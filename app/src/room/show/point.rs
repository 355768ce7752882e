//! Where whoever shows a page points: by mouse, by a finger or the arrow keys once pointing is switched on.

use super::Show;
use crate::view::prelude::*;
use domain::showing::{ShowAsk, Spot};
use leptos::ev::PointerEvent;
use std::time::Duration;
use wasm_bindgen::JsCast;

/// What is pointed to is sent at most so often.
const PAUSE: Duration = Duration::from_millis(120);
/// The whole way across, and one press of a key.
const WHOLE: u16 = 10_000;
const STEP: u16 = 200;

pub(super) fn by_pointer(show: Show, mine: Memo<bool>, pointing: RwSignal<bool>, event: &PointerEvent) {
    let mouse = event.pointer_type() == "mouse";
    if !mine.get_untracked() || !(mouse || pointing.get_untracked()) {
        return;
    }
    let paper = event
        .current_target()
        .and_then(|paper| paper.dyn_into::<web_sys::Element>().ok());
    let Some(paper) = paper else { return };
    let part = |at: i32, whole: i32| {
        let part = f64::from(at) / f64::from(whole.max(1)) * f64::from(WHOLE);
        part.clamp(0.0, f64::from(WHOLE)) as u16
    };
    let spot = (
        part(event.offset_x(), paper.client_width()),
        part(event.offset_y(), paper.client_height()),
    );
    point(show, Some(spot));
}

/// `true` if the key moved the spot.
pub(super) fn by_key(show: Show, key: &str) -> bool {
    let (x, y) = show.spot.get_untracked().unwrap_or((WHOLE / 2, WHOLE / 2));
    let spot = match key {
        "ArrowLeft" => (x.saturating_sub(STEP), y),
        "ArrowRight" => ((x + STEP).min(WHOLE), y),
        "ArrowUp" => (x, y.saturating_sub(STEP)),
        "ArrowDown" => (x, (y + STEP).min(WHOLE)),
        _ => return false,
    };
    point(show, Some(spot));
    true
}

pub(super) fn lift(show: Show) {
    point(show, None);
}

/// Here at once, to the others in a moment, with where it is by then.
fn point(show: Show, spot: Option<Spot>) {
    if show.spot.get_untracked() == spot {
        return;
    }
    show.spot.set(spot);
    if show.moving.get_value() {
        return;
    }
    show.moving.set_value(true);
    set_timeout(
        move || {
            if show.moving.try_update_value(|moving| *moving = false).is_some() {
                let at = show.spot.get_untracked();
                show.ask(ShowAsk::Point { at });
            }
        },
        PAUSE,
    );
}
