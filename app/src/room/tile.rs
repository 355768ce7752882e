//! One person on the stage: picture, name, role, whether speaking or muted.

use super::Hall;
use crate::icon::{Icon, icon};
use crate::view::prelude::*;
use crate::words::room::{self as words, Word};
use domain::actor::Role;
use domain::api::RoomPerson;
use domain::id::PersonId;
use domain::quality::Quality;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::MediaStream;

/// How loud the floor is under the interpreter's voice.
const DUCKED: f64 = 0.15;

/// A live picture with its sound, low while it is to be `quiet`; our own is a mirror without sound.
#[component(transparent)]
pub fn Picture(stream: Signal<Option<MediaStream>>, own: bool, quiet: Memo<bool>) -> View {
    let hall = Hall::get();
    let place = NodeRef::<web_sys::HtmlVideoElement>::new();
    effect(move || {
        let (Some(video), stream) = (place.get(), stream.get()) else {
            return;
        };
        // Tried again once the reader has touched the page.
        hall.blocked.track();
        video.set_muted(own);
        if video.src_object() != stream {
            video.set_src_object(stream.as_ref());
        }
        let Some(played) = stream.and_then(|_| video.play().ok()) else {
            return;
        };
        spawn_local(async move {
            let Err(error) = JsFuture::from(played).await else {
                return;
            };
            let name = error
                .dyn_ref::<web_sys::DomException>()
                .map(web_sys::DomException::name);
            if name.as_deref() == Some("NotAllowedError") {
                let _ = hall.blocked.try_set(true);
            }
        });
    });
    effect(move || {
        if let Some(video) = place.get() {
            video.set_volume(if quiet.get() { DUCKED } else { 1.0 });
        }
    });
    // A screen's words are to be read.
    let mirror = move || own && hall.screen.with(Option::is_none);
    view! { <video node_ref=place class:mirror=mirror autoplay playsinline aria-hidden="true"></video> }
}

#[component(transparent)]
pub fn Tile(person: PersonId, featured: Memo<Option<PersonId>>) -> View {
    let hall = Hall::get();
    let own = Some(person) == hall.me.get_untracked();
    let card = Memo::new(move |before: Option<&Option<RoomPerson>>| {
        let found = hall
            .people
            .with(|people| people.iter().find(|card| card.person == person).cloned());
        // Whoever goes is shown as last known until the tile is gone.
        found.or_else(|| before.cloned().flatten())
    });
    let is = move |of: fn(&RoomPerson) -> bool| card.with(|card| card.as_ref().is_some_and(of));
    let name = move || card.with(|card| card.as_ref().map(|card| card.name.clone()));
    let initial = move || name().and_then(|name| name.chars().next()).map(String::from);
    let role = move || {
        card.with(|card| {
            card.as_ref()
                .map(|card| words::role(card.role).text(hall.open.context.language.get()))
        })
    };
    let side = card.with_untracked(|card| card.as_ref().map_or("official", |card| side(card.role)));
    let stream = Signal::derive(move || {
        if own {
            return hall.screen.get().or_else(|| hall.devices.stream.get());
        }
        let name = card.with(|card| card.as_ref().map(|card| card.stream.clone()))?;
        hall.streams.with(|streams| {
            let named = streams.iter().find(|(of, _)| *of == name);
            named.map(|(_, stream)| stream.clone())
        })
    });
    let muted = move || {
        if own {
            !hall.audio.get() || !hall.devices.has(false)
        } else {
            is(|card| !card.audio)
        }
    };
    let hidden = move || {
        if own {
            hall.screen.with(Option::is_none) && (!hall.video.get() || hall.frugal.get() || !hall.devices.has(true))
        } else {
            hall.frugal.get() || is(|card| !card.video)
        }
    };
    let speaking = move || !muted() && hall.speaking.with(|speaking| speaking.contains(&person));
    let listens = move || is(|card| card.interpreted);
    // Under the interpreter's voice, for those who chose it.
    let quiet = Memo::new(move |_| {
        let spoken = hall
            .interpreter()
            .filter(|card| card.interpreted && card.person != person);
        let spoken = spoken.is_some_and(|card| hall.speaking.with(|speaking| speaking.contains(&card.person)));
        spoken && hall.mine(|card| card.interpreted)
    });
    // Our own: by somebody here.
    let unshown = move || is(|card| card.unshown);
    let blank = move || hidden() || !own && unshown();
    let screen = move || is(|card| card.screen);
    let raised = move || is(|card| card.hand.is_some());
    let away = move || is(|card| !card.connected);
    // Where all is well, nothing is said.
    let network = Memo::new(move |_| {
        let network = card.with(|card| card.as_ref().map(|card| card.network));
        match network.unwrap_or_default() {
            Quality::Good => None,
            Quality::NonOptimal => Some(Word::NetworkFair),
            Quality::Poor => Some(Word::NetworkPoor),
            Quality::Lost => Some(Word::NetworkLost),
        }
    });
    view! {
        <li class=format!("tile {side}") class:large=move || featured.get() == Some(person) class:speaking=speaking class:screen=screen
            data-testid="tile" data-person=person.to_string()>
            <Picture stream own quiet/>
            <div class="blank" hidden=move || !blank() aria-hidden="true"><span>{initial}</span></div>
            {move || network.get().map(|word| view! { <p class="net" data-testid="quality">{hall.say(word)}</p> })}
            <div class="caption">
                <strong>{name}</strong>
                <span>{role}{own.then(|| view! { " · " {hall.say(Word::You)} })}</span>
                {move || muted().then(|| view! {
                    <span class="mark">{icon(Icon::MicOff)}<span>{hall.say(Word::Muted)}</span></span>
                })}
                {move || speaking().then(|| view! {
                    <span class="mark loud">{icon(Icon::Speaker)}<span>{hall.say(Word::Speaking)}</span></span>
                })}
                {move || screen().then(|| view! {
                    <span class="mark" data-testid="screen">{icon(Icon::Screen)}<span>{hall.say(Word::SharesScreen)}</span></span>
                })}
                {move || listens().then(|| view! {
                    <span class="mark" data-testid="on-channel">{icon(Icon::Globe)}<span>{hall.say(Word::Channel)}</span></span>
                })}
                {move || raised().then(|| view! {
                    <span class="mark raised" data-testid="hand-up">{icon(Icon::Hand)}<span>{hall.say(Word::HandUp)}</span></span>
                })}
                {move || hidden().then(|| view! { <span class="visually-hidden">{hall.say(Word::NoPicture)}</span> })}
                {move || unshown().then(|| view! {
                    <span data-testid="unshown">{hall.say(if own { Word::UnshownOwn } else { Word::Unshown })}</span>
                })}
                {move || away().then(|| view! { <span class="mark">{hall.say(Word::Away)}</span> })}
            </div>
        </li>
    }
}

/// The colour of a person's edge.
pub fn side(role: Role) -> &'static str {
    match role {
        Role::Claimant => "claimant",
        Role::Respondent => "respondent",
        Role::Mediator => "mediator",
        _ => "official",
    }
}
