//! What only whoever presides has beside the people: the time each side spoke, a word to those elsewhere, and the
//! number of those who wait in the window's title.

use super::Hall;
use super::chime::chime;
use crate::page;
use crate::view::prelude::*;
use crate::words::room as words;
use crate::words::staff::Word as Staff;
use domain::actor::Role;
use domain::api::{RoomAsk, RoomPerson};
use domain::id::PersonId;
use domain::room::RoomName;

/// Minutes to choose from.
const SOON: [u8; 3] = [5, 10, 20];

/// How many wait, while somebody does.
pub fn waiting(hall: Hall) -> View {
    let count = count(hall);
    (move || {
        Some(count.get())
            .filter(|count| *count > 0)
            .map(|count| format!(" · {count}"))
    })
    .into_view()
}

/// Whoever comes to wait is heard of.
pub fn knocks(hall: Hall) {
    let mut before: Option<Vec<PersonId>> = None;
    effect(move || {
        let now = hall.people.with(|people| {
            people
                .iter()
                .filter(|card| waits(card))
                .map(|card| (card.person, card.name.clone()))
                .collect::<Vec<_>>()
        });
        let known = before.replace(now.iter().map(|(person, _)| *person).collect());
        let came = now
            .into_iter()
            .find(|(person, _)| known.as_ref().is_some_and(|known| !known.contains(person)));
        if let Some((_, name)) = came {
            let language = hall.open.context.language.get_untracked();
            hall.tell_news(format!("{name} {}", Staff::Knocks.text(language)));
            chime();
        }
    });
}

fn waits(card: &RoomPerson) -> bool {
    card.room == RoomName::Lobby
}

fn count(hall: Hall) -> Memo<usize> {
    Memo::new(move |_| {
        hall.people
            .with(|people| people.iter().filter(|card| waits(card)).count())
    })
}

/// In front of the window's title.
pub fn badge(hall: Hall) {
    let waiting = count(hall);
    effect(move || page::badge(waiting.get()));
    on_cleanup(|| page::badge(0));
}

/// How long each side has spoken, as a share of all that was said.
pub fn floor(hall: Hall) -> View {
    let language = hall.open.context.language;
    let line = move |role: Role, seconds: u32, most: u32| {
        view! {
            <li class="row between">
                <span>{words::role(role).text(language.get())}</span>
                <meter min="0" max=most.to_string() value=seconds.to_string() aria-hidden="true"></meter>
                <span class="number">{format!("{}:{:02}", seconds / 60, seconds % 60)}</span>
            </li>
        }
    };
    (move || {
        let floor = hall.floor.get();
        let most = floor.claimant.max(floor.respondent).max(floor.presiding);
        (most > 0).then(|| {
            view! {
                <section class="stack tight floor-time" data-testid="floor">
                    <h2>{hall.say(Staff::FloorTitle)}</h2>
                    <ul role="list" class="stack tight">
                        {line(Role::Claimant, floor.claimant, most)}
                        {line(Role::Respondent, floor.respondent, most)}
                        {line(hall.role(), floor.presiding, most)}
                    </ul>
                    <small class="muted">{hall.say(Staff::FloorNote)}</small>
                </section>
            }
        })
    })
    .into_view()
}

/// Tells those who are not here in how many minutes it goes on.
pub fn announce(hall: Hall) -> View {
    let language = hall.open.context.language;
    let elsewhere = Memo::new(move |_| {
        let room = hall.room.get();
        let apart = |card: &RoomPerson| card.room != room && !domain::room::presides(card.role);
        hall.people.with(|people| people.iter().any(apart))
    });
    let tell = move |minutes: u8| {
        let words = move || {
            Staff::SoonBackMinutes
                .text(language.get())
                .replacen("{}", &minutes.to_string(), 1)
        };
        let tell = move |_| {
            hall.ask(&RoomAsk::Announce { minutes });
            hall.tell_news(Staff::SoonBackTold.text(language.get_untracked()).to_owned());
        };
        view! { <button class="plain small" data-testid=format!("soon-{minutes}") on:click=tell>{words}</button> }
    };
    view! {
        <div class="stack tight" hidden=move || !elsewhere.get() role="group" aria-label=hall.say(Staff::SoonBack)>
            <span class="muted">{hall.say(Staff::SoonBack)}</span>
            <div class="row">{SOON.map(tell).into_iter().collect_view()}</div>
        </div>
    }
}
