//! The words of where the reader stands now, and of the door, and a line to write.

use super::hall::{Hall, Phase};
use super::tile::side;
use crate::view::prelude::*;
use crate::words::aside::Word as Aside;
use crate::words::room::{self as words, Word};
use domain::actor::Role;
use domain::api::{RoomAsk, RoomWords};
use domain::id::PersonId;
use domain::room::RoomName;
use domain::text;

pub fn written(hall: Hall) -> View {
    let chat = hall.chat;
    let note = move || {
        let room = hall.room.get();
        let word = match room {
            RoomName::Lobby => Aside::ChatDoorNote,
            _ if room.caucus_side().is_some() => Aside::ChatCaucusNote,
            _ => Aside::ChatNote,
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
            return view! { <p class="muted">{hall.say(Aside::NoWords)}</p> };
        }
        view! { <ol class="words" role="list">{shown}</ol> }
    };
    view! {
        <div class="chat" data-testid="chat">
            <p class="muted">{note}</p>
            <div class="talk" role="log" tabindex="0" aria-label=hall.say(Word::Chat)>{lines}</div>
            {move || to().map(|(_, name)| view! {
                <p class="row between">
                    <span>{hall.say(Aside::AnswerTo)} " " <strong>{name}</strong></span>
                    <button class="quiet" data-testid="to-all" on:click=move |_| chat.to.set(None)>{hall.say(Aside::ToAllHere)}</button>
                </p>
            })}
            {move || (!fits()).then(|| view! { <p class="wrong" role="alert">{hall.say(Word::TextUnfit)}</p> })}
            <form class="say" on:submit=send>
                <input data-testid="say" autocomplete="off" enterkeyhint="send" aria-label=hall.say(Aside::Say)
                    placeholder=hall.say(Aside::Say) prop:value=move || chat.line.get()
                    on:input=move |event| chat.line.set(event_target_value(&event))/>
                <button data-testid="send">{hall.say(Aside::Send)}</button>
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
                    {hall.say(Aside::WriteBack)}
                </button>
            })}
        </li>
    }
}
