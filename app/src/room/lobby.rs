//! What one who waits is told: the place among those who do, whether to wait longer, in how many minutes it goes on;
//! and two notes for whoever looks elsewhere.

use super::Hall;
use super::chime::chime;
use crate::view::prelude::*;
use crate::words::aside::Word;
use domain::room::RoomName;
use domain::terms::prose::Language;

pub fn waiting(hall: Hall) -> View {
    let language = hall.open.context.language;
    let place = move || {
        let waits = hall.room.get() == RoomName::Lobby;
        let (place, held) = hall.waiting.get().filter(|_| waits)?;
        let language = language.get();
        let held = if held { Word::Held.text(language) } else { "" };
        Some(format!("{} {held}", counted(Word::WaitingPlace, place, language)))
    };
    let resuming = move |language: Language| {
        let minutes = hall.resuming.get()?;
        Some(counted(Word::Resuming, minutes.into(), language))
    };
    effect(move || {
        if let Some(words) = resuming(language.get_untracked()) {
            hall.tell_news(words);
            chime();
        }
    });
    // Whoever is let in at once is looking at the screen.
    let waited = hall.room.get_untracked() == RoomName::Lobby;
    on_cleanup(move || {
        let in_now = hall
            .room
            .try_get_untracked()
            .is_some_and(|room| room != RoomName::Lobby);
        if waited && in_now {
            chime();
        }
    });
    view! {
        <p role="status" data-testid="waiting-place">{place}</p>
        // Read out as news already.
        {move || resuming(language.get()).map(|words| view! { <p class="note" data-testid="resuming">{words}</p> })}
    }
}

fn counted(word: Word, count: u32, language: Language) -> String {
    word.text(language).replacen("{}", &count.to_string(), 1)
}
