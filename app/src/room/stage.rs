//! Those who hear each other now.

use super::bar::Bar;
use super::recorded;
use super::tile::Tile;
use super::waiting::Lost;
use super::{Hall, Rail, Switch};
use crate::folded::Folded;
use crate::program::Program;
use crate::view::prelude::*;
use crate::words::room::{self as words, Word};
use domain::actor::{Role, Side};
use domain::api::{RoomAsk, RoomPerson};
use domain::id::PersonId;
use domain::terms::prose::Language;

#[component(transparent)]
pub fn Stage() -> View {
    let hall = Hall::get();
    hall.watch_sight();
    let open = hall.open;
    let language = open.context.language;
    let rooms = RwSignal::new(false);
    let draft_shown = RwSignal::new(false);
    let here = Memo::new(move |_| {
        let room = hall.room.get();
        let me = hall.me.get();
        let mut here: Vec<PersonId> = hall.people.with(|people| {
            people
                .iter()
                .filter(|card| card.room == room)
                .map(|card| card.person)
                .collect()
        });
        // Ourselves last: the others are whom we look at.
        here.sort_by_key(|person| Some(*person) == me);
        here
    });
    let featured =
        Memo::new(move |before: Option<&Option<PersonId>>| feature(hall, &here.get(), before.copied().flatten()));
    let caucus = move || hall.room.get().caucus_side();
    let apart_from = move |side: Side| caucus() == Some(side);
    let host = Rail::of(hall);
    // What the reader has still to say to the minutes.
    let unanswered = open.watch(Folded::minutes_wait);
    let interpreted = Memo::new(move |_| hall.interpreter().is_some());
    let written = Memo::new(move |_| hall.minutes.with(|text| !text.is_empty()));
    let resuming = Memo::new(move |_| hall.resuming.with(Option::is_some));
    let beyond = Memo::new(move |_| hall.beyond.with(Option::is_some));
    let sharing = Memo::new(move |_| hall.sharing.with(Option::is_some));
    let unseen =
        Memo::new(move |before: Option<&bool>| before == Some(&true) || hall.frugal.get() || !hall.video.get());
    let program = Program::get();
    view! {
        <div class="hall" class:caucus=move || caucus().is_some() class:claimant=move || apart_from(Side::Claimant)
            class:respondent=move || apart_from(Side::Respondent) class:rooms-shown=move || rooms.get() class:draft-shown=move || draft_shown.get() || hall.chat.shown.get() class:host=host.is_some()
            data-testid="stage" data-room=move || (hall.room.get() as u8).to_string()>
            <header class="hall-top">
                <h1 data-testid="room-name">{move || words::room(hall.room.get()).text(language.get())}</h1>
                <span class="count" data-testid="count">
                    {move || here.with(Vec::len)} " " {hall.say(Word::Listening)}
                </span>
                <button class="quiet" data-testid="frugal" aria-pressed=move || hall.frugal.get().to_string()
                    on:click=move |_| hall.frugal.update(|on| *on = !*on)>
                    {hall.say(Word::SoundOnly)}
                </button>
                <Switch/>
            </header>
            <div class="notes">
                <Lost/>
                {move || resuming.get().then(|| (program.rare)(hall, "waiting"))}
                {recorded(hall)}
                {move || sharing.get().then(|| (program.rare)(hall, "share"))}
                {move || interpreted.get().then(|| channel(hall))}
                {move || unseen.get().then(|| (program.rare)(hall, "unseen"))}
                {move || caucus().map(|_| view! { <p class="caucus-note" data-testid="caucus-note">{move || apart(hall)}</p> })}
                {move || (unanswered.get() && !draft_shown.get()).then(|| view! {
                    <button class="big" data-testid="see-minutes" on:click=move |_| {
                        hall.chat.shown.set(false);
                        draft_shown.set(true);
                    }>{hall.say(Word::MinutesAsk)}</button>
                })}
                {move || hall.guarded.get().then(|| view! { <p class="note">{move || hall.news.get()} " " {hall.say(Word::GuardNote)}</p> })}
                {move || hall.blocked.get().then(|| view! {
                    <button class="big" on:click=move |_| hall.blocked.set(false)>{hall.say(Word::HearPeople)}</button>
                })}
            </div>
            {host.map(|rail| view! { <aside class="rail" aria-label=hall.say(Word::Rooms)>{(rail.people)(hall)}</aside> })}
            <div class="floor">
                {move || beyond.get().then(|| (program.rare)(hall, "show"))}
                <ul class="tiles" role="list" data-testid="tiles">
                    {keyed(move || here.get(), |person| *person, move |person| view! { <Tile person featured/> })}
                </ul>
                {move || (here.with(Vec::len) < 2).then(|| view! { <p class="alone" role="status">{hall.say(Word::NobodyElse)}</p> })}
            </div>
            <section class="side" aria-label=hall.say(Word::Draft) hidden=move || !draft_shown.get()>
                {hall.speaks().then(|| view! {
                    <button class="plain" data-testid="present" on:click=move |_| {
                        draft_shown.set(false);
                        hall.beyond.set(Some(String::new()));
                    }>{hall.say(Word::Present)}</button>
                })}
                {host.map(|rail| (rail.minutes)(hall))}
                {move || (host.is_none() && written.get()).then(|| minutes(hall))}
                {move || draft_shown.get().then(|| (program.terms)(open))}
            </section>
            <section class="side" aria-label=hall.say(Word::Chat) hidden=move || !hall.chat.shown.get()>
                {move || hall.chat.shown.get().then(|| (program.rare)(hall, "chat"))}
            </section>
            <Bar rooms draft=draft_shown/>
        </div>
    }
}

/// Onto the interpreter's channel and back: to hear it, and for the interpreter to speak into it.
fn channel(hall: Hall) -> View {
    let on = move || hall.mine(|card| card.interpreted);
    let language = hall.open.watch(|folded| {
        let called = folded.case.interpreter.as_ref();
        called.map_or_else(String::new, |called| called.language.clone())
    });
    view! {
        <button class="plain small channel" data-testid="channel" aria-pressed=move || on().to_string()
            on:click=move |_| hall.ask(&RoomAsk::Interpret { on: !on() })>
            {hall.say(Word::Channel)} " " {move || language.get()}
        </button>
    }
}

/// The minutes as the mediator types them.
fn minutes(hall: Hall) -> View {
    view! {
        <section class="card" data-testid="minutes">
            <h2>{hall.say(Word::Minutes)}</h2>
            <p class="muted">{hall.say(Word::MinutesAlong)}</p>
            <p class="story" data-testid="minutes-text">{move || hall.minutes.get()}</p>
        </section>
    }
}

/// Whom the largest tile shows: whose screen is shared, else who speaks, else who spoke, else the mediator, else anyone else.
fn feature(hall: Hall, here: &[PersonId], before: Option<PersonId>) -> Option<PersonId> {
    let me = hall.me.get();
    let others = || here.iter().copied().filter(|person| Some(*person) != me);
    let loudest = hall
        .speaking
        .with(|speaking| others().find(|person| speaking.contains(person)));
    let first = |is: fn(&RoomPerson) -> bool| {
        hall.people.with(|people| {
            let is = |person: &PersonId| people.iter().any(|card| card.person == *person && is(card));
            others().find(is)
        })
    };
    first(|card| card.screen)
        .or(loudest)
        .or_else(|| others().find(|person| Some(*person) == before))
        .or_else(|| first(|card| card.role == Role::Mediator))
        .or_else(|| others().next())
        .or(me)
}

/// Who is in the caucus, from where the reader stands.
fn apart(hall: Hall) -> String {
    let language = hall.open.context.language.get();
    let host = hall.people.with(|people| {
        people
            .iter()
            .any(|card| Some(card.person) == hall.me.get() && card.role == Role::Mediator)
    });
    let with = hall.interpreter().map_or("", |_| Word::AndInterpreter.text(language));
    match hall.room.get().caucus_side() {
        Some(side) if host => {
            format!(
                "{}{}{with}",
                Word::CaucusNoteHost.text(language),
                spaced(words::role(side.into()).text(language), language)
            )
        }
        _ => format!("{}{with}", Word::CaucusNote.text(language)),
    }
}

fn spaced(word: &str, language: Language) -> String {
    if language == Language::Chinese {
        word.into()
    } else {
        format!(" the {}", word.to_ascii_lowercase())
    }
}
