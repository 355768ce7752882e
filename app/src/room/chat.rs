//! Words written in the room, and raised hands. The server sends each word to those who may read it.

use super::hall::Hall;
use crate::icon::{Icon, icon};
use crate::view::prelude::*;
use crate::words::room::Word;
use domain::api::{RoomAsk, RoomWords};
use domain::id::PersonId;

#[derive(Clone, Copy)]
pub struct Chat {
    /// All the reader was told, oldest first.
    pub words: RwSignal<Vec<RoomWords>>,
    pub shown: RwSignal<bool>,
    /// Something came while the words were hidden.
    unread: RwSignal<bool>,
    /// Mediator: one who waits is written to.
    pub to: RwSignal<Option<(PersonId, String)>>,
    /// Not sent yet.
    pub line: RwSignal<String>,
}

impl Chat {
    pub fn new() -> Self {
        Self {
            words: RwSignal::new(Vec::new()),
            shown: RwSignal::new(false),
            unread: RwSignal::new(false),
            to: RwSignal::new(None),
            line: RwSignal::new(String::new()),
        }
    }

    pub fn hear(self, hall: Hall, said: RoomWords) {
        if Some(said.from) != hall.me.get_untracked() && !self.shown.get_untracked() {
            self.unread.set(true);
            let language = hall.open.context.language.get_untracked();
            hall.tell_news(format!("{} {}", said.name, Word::Wrote.text(language)));
        }
        self.words.update(|words| words.push(said));
    }

    pub fn answer(self, to: (PersonId, String)) {
        self.to.set(Some(to));
        self.shown.set(true);
        self.unread.set(false);
    }
}

/// Opens and shuts the words; says when something new came.
pub fn button(hall: Hall, draft: RwSignal<bool>) -> View {
    let chat = hall.chat;
    let toggle = move |_| {
        draft.set(false);
        chat.unread.set(false);
        chat.shown.update(|on| *on = !*on);
    };
    view! {
        <button class="tool" data-testid="chat-button" class:unread=move || chat.unread.get()
            aria-pressed=move || chat.shown.get().to_string() on:click=toggle>
            {icon(Icon::Chat)}
            <span>{move || if chat.unread.get() { hall.say(Word::Unread)() } else { hall.say(Word::Chat)() }}</span>
        </button>
    }
}

/// One's own hand.
pub fn hand(hall: Hall) -> View {
    let up = move || hall.mine(|card| card.hand.is_some());
    let toggle = move |_| {
        hall.ask(&RoomAsk::Hand {
            up: !up(),
            person: None,
        })
    };
    view! {
        <button class="tool" data-testid="hand" aria-pressed=move || up().to_string() on:click=toggle>
            {icon(Icon::Hand)}<span>{hall.say(Word::Hand)}</span>
        </button>
    }
}
