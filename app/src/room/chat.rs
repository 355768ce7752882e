//! Words written in the room, and raised hands. The server sends each word to those who may read
//! it; what is shown is what was written where the reader stands now, and at the door.

use super::hall::{Hall, Phase};
use super::tile::side;
use crate::icon::{Icon, icon};
use crate::view::prelude::*;
use crate::words::room::{self as words, Word};
use domain::actor::Role;
use domain::api::{RoomAsk, RoomWords};
use domain::id::PersonId;
use domain::room::RoomName;
use domain::text;

#[derive(Clone, Copy)]
pub struct Chat {
    /// All the reader was told, oldest first.
    pub words: RwSignal<Vec<RoomWords>>,
    pub shown: RwSignal<bool>,
    /// Something came while the words were hidden.
    unread: RwSignal<bool>,
    /// Mediator: one who waits is written to.
    to: RwSignal<Option<(PersonId, String)>>,
    line: RwSignal<String>,
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

/// The words of where the reader stands, and a line to write.
pub fn panel(hall: Hall) -> View {
    let chat = hall.chat;
    let note = move || {
        let room = hall.room.get();
        let word = match room {
            RoomName::Lobby => Word::ChatDoorNote,
            _ if room.caucus_side().is_some() => Word::ChatCaucusNote,
            _ => Word::ChatNote,
        };
        hall.say(word)()
    };
    // Whoever was let in meanwhile does not wait any more.
    let to = move || {
        let waits = |to: &(PersonId, String)| {
            hall.people.with(|people| {
                people
                    .iter()
                    .any(|card| card.person == to.0 && card.room == RoomName::Lobby)
            })
        };
        chat.to.get().filter(waits)
    };
    let fits = move || {
        chat.line
            .with(|line| line.is_empty() || text::fit(line, text::REASON).is_ok())
    };
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let text = chat.line.get_untracked().trim().to_owned();
        let inside = hall.phase.get_untracked() == Phase::Inside(true);
        if inside && text::fit(&text, text::REASON).is_ok() {
            let to = to().map(|(person, _)| person);
            hall.ask(&RoomAsk::Say { text, to });
            chat.line.set(String::new());
        }
    };
    let lines = move || {
        let room = hall.room.get();
        let here = |said: &&RoomWords| said.room == room && said.to.is_none() || at_door(said);
        let shown: Vec<View> = chat
            .words
            .with(|words| words.iter().filter(here).map(|said| line(hall, said)).collect());
        if shown.is_empty() && room != RoomName::Lobby {
            return view! { <p class="muted">{hall.say(Word::NoWords)}</p> };
        }
        view! { <ol class="words" role="list">{shown}</ol> }
    };
    view! {
        <div class="chat" data-testid="chat">
            <p class="muted">{note}</p>
            <div class="talk" role="log" tabindex="0" aria-label=hall.say(Word::Chat)>{lines}</div>
            {move || to().map(|(_, name)| view! {
                <p class="row between">
                    <span>{hall.say(Word::AnswerTo)} " " <strong>{name}</strong></span>
                    <button class="quiet" data-testid="to-all" on:click=move |_| chat.to.set(None)>{hall.say(Word::ToAllHere)}</button>
                </p>
            })}
            {move || (!fits()).then(|| view! { <p class="wrong" role="alert">{hall.say(Word::TextUnfit)}</p> })}
            <form class="say" on:submit=send>
                <input data-testid="say" autocomplete="off" enterkeyhint="send" aria-label=hall.say(Word::Say)
                    placeholder=hall.say(Word::Say) prop:value=move || chat.line.get()
                    on:input=move |event| chat.line.set(event_target_value(&event))/>
                <button data-testid="send">{hall.say(Word::Send)}</button>
            </form>
        </div>
    }
}

/// Between one who waits and the mediator.
fn at_door(said: &RoomWords) -> bool {
    said.to.is_some() || said.room == RoomName::Lobby
}

fn line(hall: Hall, said: &RoomWords) -> View {
    let language = hall.open.context.language;
    let own = Some(said.from) == hall.me.get_untracked();
    let door = at_door(said) && hall.room.get_untracked() != RoomName::Lobby;
    let answer = (said.from, said.name.clone());
    // The mediator alone is written to from the door.
    let answered = door && !own && said.role != Role::Mediator;
    view! {
        <li class=format!("word {}", side(said.role)) class:own=own data-testid="word">
            <span class="muted">
                <strong>{said.name.clone()}</strong>
                {door.then(|| view! { " · " {move || words::room(RoomName::Lobby).text(language.get())} })}
            </span>
            <p>{said.text.clone()}</p>
            {answered.then(|| view! {
                <button class="quiet" data-testid="answer" on:click=move |_| hall.chat.answer(answer.clone())>
                    {hall.say(Word::Answer)}
                </button>
            })}
        </li>
    }
}
