//! A last day as a chip, for lists: how long there is still.

use crate::shell::Context;
use crate::ui::until;
use crate::view::prelude::*;
use domain::moment::{Date, Zone};

/// Chip class by urgency; the words say the same.
fn tone(today: Date, day: Date) -> &'static str {
    match today.days_until(day) {
        ..0 => "chip bad",
        0..=3 => "chip warn",
        _ => "chip",
    }
}

/// `day` against today in China.
pub fn chip(context: Context, day: Date) -> View {
    let today = crate::clock::now().date(Zone::CHINA);
    view! { <span class=tone(today, day)>{move || until(day, today, context.language.get())}</span> }
}
