//! Where the reader is, as the address's fragment says: `#/case/{id}`.

use crate::page;
use crate::view::prelude::*;
use domain::id::CaseId;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Home,
    /// The case and whatever part of it the rest of the fragment names.
    Case(CaseId),
    Room(CaseId),
    /// A request for mediation and its step.
    Request,
    Verify,
    Unknown,
}

impl Place {
    fn of(fragment: &str) -> Self {
        let path = fragment.trim_start_matches('#').trim_start_matches('/');
        match path.split_once('/') {
            None if path.is_empty() => Self::Home,
            None if path == "verify" => Self::Verify,
            None if path == "request" => Self::Request,
            Some(("request", _)) => Self::Request,
            Some(("case", rest)) => {
                let (id, part) = rest.split_once('/').unwrap_or((rest, ""));
                let place = if part == "room" { Self::Room } else { Self::Case };
                id.parse().map_or(Self::Unknown, place)
            }
            // `#main` is the skip link's.
            _ if !fragment.starts_with("#/") => Self::Home,
            _ => Self::Unknown,
        }
    }
}

/// The present place, following links and the back button; each arrival gets its scroll place, its
/// title and the focus on its heading.
pub fn followed() -> RwSignal<Place> {
    let place = RwSignal::new(Place::of(&page::fragment()));
    page::remember_scroll();
    page::arrive(false);
    let moved = window_event_listener_untyped("hashchange", move |_| {
        // Another part of the same screen is that screen's own affair.
        let now = Place::of(&page::fragment());
        if place.get_untracked() != now {
            place.set(now);
        }
        page::arrive(true);
    });
    on_cleanup(move || moved.remove());
    place
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistyped_address_is_no_place() {
        assert_eq!(Place::of(""), Place::Home);
        assert_eq!(Place::of("#/"), Place::Home);
        assert_eq!(Place::of("#/verify"), Place::Verify);
        assert_eq!(Place::of("#/case/7"), Place::Unknown);
        assert_eq!(Place::of("#/nowhere"), Place::Unknown);
        let id = "00000000-0000-4000-8000-000000000001";
        assert_eq!(
            Place::of(&format!("#/case/{id}")),
            Place::Case(id.parse().expect("an id"))
        );
        assert_eq!(
            Place::of(&format!("#/case/{id}/room")),
            Place::Room(id.parse().expect("an id"))
        );
    }
}
