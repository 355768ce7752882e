//! The mediator's people: who stands where, and the ways to move them.

pub use super::host::waiting;
use super::tested::Tested;
use super::tile::side;
use super::{Hall, host};
use crate::mediator::recording;
use crate::staff;
use crate::view::prelude::*;
use crate::words::room::{self as words, Word};
use crate::words::staff::Word as Staff;
use domain::actor::{Role, Side};
use domain::api::{RoomAsk, RoomPerson};
use domain::room::RoomName;

const ROOMS: [RoomName; 4] = [
    RoomName::Lobby,
    RoomName::Main,
    RoomName::CaucusClaimant,
    RoomName::CaucusRespondent,
];

pub fn rail(hall: Hall) -> View {
    let tested = Tested::follow(hall);
    host::badge(hall);
    host::knocks(hall);
    view! {
        {ROOMS.map(|room| view! { <Room hall tested room/> }).collect_view()}
        <div class="stack tight">{move || caucus(hall)}</div>
        {host::announce(hall)}
        {host::floor(hall)}
        {recording::control(hall)}
    }
}

#[component(transparent)]
fn Room(hall: Hall, tested: Tested, room: RoomName) -> View {
    let language = hall.open.context.language;
    let here = Memo::new(move |_| {
        hall.people.with(|people| {
            people
                .iter()
                .filter(|card| card.room == room)
                .cloned()
                .collect::<Vec<_>>()
        })
    });
    view! {
        <section class="rail-room" class:now=move || hall.room.get() == room data-testid=format!("rail-{}", id(room))>
            <h2>{move || words::room(room).text(language.get())} " " <span class="number">{move || here.with(Vec::len)}</span></h2>
            <ul role="list">
                {move || here.get().into_iter().map(|card| view! { <li>{person(hall, tested, card)}</li> }).collect_view()}
            </ul>
        </section>
    }
}

fn person(hall: Hall, tested: Tested, card: RoomPerson) -> impl IntoView {
    let language = hall.open.context.language;
    let own = Some(card.person) == hall.me.get_untracked();
    let who = card.person;
    let move_to = move |word: Staff, to: RoomName, testid: &'static str| {
        view! {
            <button class="plain small" data-testid=testid on:click=move |_| hall.shift(who, to)>{hall.say(word)}</button>
        }
    };
    // An interpreter comes along into the caucus that is held.
    let caucus = match card.role {
        Role::Interpreter => Some(hall.room.get()).filter(|room| room.caucus_side().is_some()),
        role => role.side().map(RoomName::caucus),
    };
    let unasked = recording::unasked(hall.open, who);
    let admit = move || {
        view! {
            <button class="plain small" data-testid="admit" disabled=move || unasked.get() on:click=move |_| hall.shift(who, RoomName::Main)>{hall.say(Staff::Admit)}</button>
            {move || unasked.get().then(|| view! { <small class="muted" data-testid="unasked">{staff::say(hall.open.context, Staff::RecordingFirst)}</small> })}
        }
    };
    let held = caucus.filter(|caucus| *caucus == hall.room.get() && card.room != *caucus);
    view! {
        <div class=format!("person {}", side(card.role))>
            <strong>{card.name.clone()}</strong>
            <span class="muted">
                {move || words::role(card.role).text(language.get())}
                {own.then(|| view! { " · " {hall.say(Word::You)} })}
                {card.interpreted.then(|| view! { " · " {hall.say(Word::Channel)} })}
                {card.hand.is_some().then(|| view! { " · " {hall.say(Word::HandUp)} })}
                {(!card.connected).then(|| view! { " · " {hall.say(Word::Away)} })}
            </span>
            {(card.room == RoomName::Lobby).then(|| tested.of(hall, who))}
            {(!own).then(|| view! {
                <div class="row">
                    {(card.room == RoomName::Lobby).then(admit)}
                    {(card.room.caucus_side().is_some()).then(|| move_to(Staff::ToMain, RoomName::Main, "to-main"))}
                    {held.map(|caucus| move_to(Staff::ToCaucus, caucus, "to-caucus"))}
                    {(card.room == RoomName::Main).then(|| move_to(Staff::ToLobby, RoomName::Lobby, "to-lobby"))}
                    {(card.room == RoomName::Lobby).then(|| {
                        let to = (who, card.name.clone());
                        view! {
                            <button class="plain small" data-testid="hold-them" on:click=move |_| hall.ask(&RoomAsk::Hold { person: who })>
                                {hall.say(Staff::HoldThem)}
                            </button>
                            <button class="plain small" data-testid="refuse-them" on:click=move |_| hall.ask(&RoomAsk::Refuse { person: who })>
                                {hall.say(Staff::RefuseThem)}
                            </button>
                            <button class="plain small" data-testid="write-to" on:click=move |_| hall.chat.answer(to.clone())>
                                {hall.say(Staff::WriteTo)}
                            </button>
                        }
                    })}
                    {card.hand.is_some().then(|| view! {
                        <button class="plain small" data-testid="lower-hand"
                            on:click=move |_| hall.ask(&RoomAsk::Hand { up: false, person: Some(who) })>
                            {hall.say(Staff::LowerHand)}
                        </button>
                    })}
                    {(card.room != RoomName::Lobby && card.audio).then(|| view! {
                        <button class="plain small" data-testid="mute-them" on:click=move |_| hall.ask(&RoomAsk::Mute { person: who })>
                            {hall.say(Staff::MuteThem)}
                        </button>
                    })}
                </div>
            })}
        </div>
    }
}

/// Opening a caucus takes its side along; closing brings everyone back.
fn caucus(hall: Hall) -> View {
    let Some(me) = hall.me.get() else { return ().into_view() };
    let mediates = hall
        .open
        .folded
        .with_untracked(|folded| folded.view.you.role == Role::Mediator);
    if !mediates {
        return ().into_view();
    }
    let room = hall.room.get();
    if room.caucus_side().is_some() {
        let end = move |_| {
            // The guests first: a caucus without its mediator would send them to wait.
            for person in of_role(hall, |card| card.room == room && card.role != Role::Mediator) {
                hall.shift(person, RoomName::Main);
            }
            hall.shift(me, RoomName::Main);
        };
        return view! { <button data-testid="end-caucus" on:click=end>{hall.say(Staff::EndCaucus)}</button> };
    }
    let open = move |side: Side, word: Staff, testid: &'static str| {
        let there = hall
            .people
            .with(|people| people.iter().any(|card| card.role.side() == Some(side)));
        let start = move |_| {
            let caucus = RoomName::caucus(side);
            hall.shift(me, caucus);
            for person in of_role(hall, |card| card.role.side() == Some(side)) {
                hall.shift(person, caucus);
            }
        };
        there.then(|| view! { <button class="plain" data-testid=testid on:click=start>{hall.say(word)}</button> })
    };
    view! {
        {open(Side::Claimant, Staff::CaucusWithClaimant, "caucus-claimant")}
        {open(Side::Respondent, Staff::CaucusWithRespondent, "caucus-respondent")}
    }
}

fn of_role(hall: Hall, which: impl Fn(&RoomPerson) -> bool) -> Vec<domain::id::PersonId> {
    hall.people.with(|people| {
        people
            .iter()
            .filter(|card| which(card))
            .map(|card| card.person)
            .collect()
    })
}

fn id(room: RoomName) -> &'static str {
    match room {
        RoomName::Lobby => "lobby",
        RoomName::Main => "main",
        RoomName::CaucusClaimant => "caucus-claimant",
        RoomName::CaucusRespondent => "caucus-respondent",
    }
}
