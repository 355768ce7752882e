//! How large everyone is seen: what is small or out of sight need not be sent large.

use super::Hall;
use crate::view::prelude::*;
use domain::id::PersonId;
use std::time::Duration;

const LOOK: Duration = Duration::from_millis(300);

impl Hall {
    /// Tells the server whenever that changes: by the speaker, the window, a sheet over the tiles.
    pub(super) fn watch_sight(self) {
        let look = move || {
            let seen = self.seen();
            if self.tiles.try_get_value().is_some_and(|told| told != seen) {
                self.tiles.set_value(seen);
                self.ask(&self.receive());
            }
        };
        if let Ok(timer) = set_interval_with_handle(look, LOOK) {
            on_cleanup(move || timer.clear());
        }
    }

    /// Lines of the screen by person; 0 out of sight.
    fn seen(self) -> Vec<(PersonId, u16)> {
        let Some((window, document)) = web_sys::window().and_then(|window| Some((window.clone(), window.document()?)))
        else {
            return Vec::new();
        };
        let dense = if document.hidden() {
            0.0
        } else {
            window.device_pixel_ratio()
        };
        let lines = |person: PersonId| {
            let tile = document.query_selector(&format!("[data-person='{person}']")).ok()??;
            // A wide tile is filled by the picture's width.
            let lines = tile.client_height().max(tile.client_width() / 2);
            Some((person, (f64::from(lines) * dense) as u16))
        };
        self.people
            .with_untracked(|people| people.iter().filter_map(|card| lines(card.person)).collect())
    }
}
