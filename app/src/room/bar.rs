//! The buttons under the thumb.

use super::{Hall, Rail, chat};
use crate::icon::{Icon, icon};
use crate::view::prelude::*;
use crate::words::room::Word;

#[component(transparent)]
pub fn Bar(rooms: RwSignal<bool>, draft: RwSignal<bool>) -> View {
    let hall = Hall::get();
    let leaving = RwSignal::new(false);
    let rail = Rail::of(hall);
    let speaks = hall.speaks();
    let shares = speaks && can_share();
    let buttons = move || {
        view! {
            {speaks.then(|| view! { <Toggles/> })}
        {rail.map(|rail| view! {
                <button class="tool" data-testid="people" aria-pressed=move || rooms.get().to_string()
                    on:click=move |_| rooms.update(|on| *on = !*on)>
                    {icon(Icon::People)}<span>{hall.say(Word::Rooms)} {(rail.waiting)(hall)}</span>
                </button>
            })}
            <button class="tool" data-testid="draft" aria-pressed=move || draft.get().to_string()
                on:click=move |_| {
                    hall.chat.shown.set(false);
                    draft.update(|on| *on = !*on);
                }>
                {icon(Icon::Document)}<span>{hall.say(Word::Draft)}</span>
            </button>
            {shares.then(|| screen(hall))}
            {chat::button(hall, draft)}
            {(rail.is_none() && speaks).then(|| chat::hand(hall))}
            <button class="tool leave" data-testid="leave" on:click=move |_| leaving.set(true)>
                {icon(Icon::Leave)}<span>{hall.say(Word::Leave)}</span>
            </button>
        }
    };
    let ask = move || {
        view! {
            <p role="alert">{hall.say(Word::LeaveAsk)}</p>
            <button class="plain" autofocus data-testid="stay" on:click=move |_| leaving.set(false)>{hall.say(Word::Stay)}</button>
            <button class="danger" data-testid="leave-now" on:click=move |_| hall.leave()>{hall.say(Word::Leave)}</button>
        }
    };
    view! {
        <div class="tools" class:asking=move || leaving.get() role="toolbar" aria-label=hall.say(Word::Room)>
            {move || if leaving.get() { ask().into_view() } else { buttons().into_view() }}
        </div>
    }
}

/// Asks for a screen, or ends its sharing; the part that is fetched does both.
fn screen(hall: Hall) -> View {
    let on = move || hall.screen.with(Option::is_some);
    let press = move |_| match hall.screen.with_untracked(Option::is_some) {
        true => hall.screen.set(None),
        false => hall.sharing.update(|asked| *asked = Some(*asked != Some(true))),
    };
    view! {
        <button class="tool" data-testid="share" aria-pressed=move || on().to_string() on:click=press>
            {icon(Icon::Screen)}<span>{hall.say(Word::Share)}</span>
        </button>
    }
}

/// Phones have no such thing.
fn can_share() -> bool {
    let devices = web_sys::window().and_then(|window| window.navigator().media_devices().ok());
    let ask = devices.and_then(|devices| js_sys::Reflect::get(&devices, &"getDisplayMedia".into()).ok());
    ask.is_some_and(|ask| !ask.is_undefined())
}

/// Microphone and camera: pressed means shut.
#[component(transparent)]
pub fn Toggles() -> View {
    let hall = Hall::get();
    let devices = hall.devices;
    let muted = move || !hall.audio.get() || !devices.has(false);
    let hidden = move || !hall.video.get() || !devices.has(true);
    view! {
    <button class="tool" data-testid="mute" aria-pressed=move || muted().to_string()
            disabled=move || !devices.has(false) on:click=move |_| hall.audio.update(|on| *on = !*on)>
            {move || icon(if muted() { Icon::MicOff } else { Icon::Mic })}
            <span>{hall.say(Word::Mute)}</span>
        </button>
        <button class="tool" data-testid="camera" aria-pressed=move || hidden().to_string()
            disabled=move || !devices.has(true) on:click=move |_| hall.video.update(|on| *on = !*on)>
            {move || icon(if hidden() { Icon::CameraOff } else { Icon::Camera })}
            <span>{hall.say(Word::CameraOff)}</span>
        </button>
    }
}
