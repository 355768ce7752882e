//! Before anybody sees us: picture, loudness, choice of devices.

use super::bar::Toggles;
use super::devices::{Device, Meter};
use super::hall::Phase;
use super::tile::Picture;
use super::{Hall, Heading, Top, by_phone, go_to_case};
use crate::view::prelude::*;
use crate::words::room::Word;
use std::time::Duration;

#[component(transparent)]
pub fn Check() -> View {
    let hall = Hall::get();
    let devices = hall.devices;
    let stream = Signal::derive(move || devices.stream.get());
    let off = move || devices.asking.get() || hall.phase.get() != Phase::Check;
    let enter = move || match (devices.has(true), devices.has(false)) {
        (true, _) => Word::Enter,
        (false, true) => Word::EnterSound,
        (false, false) => Word::EnterListening,
    };
    view! {
        <div class="entry stack">
            <Top/>
            <Heading word=Word::Check/>
            <p class="muted">{hall.say(Word::CheckLead)}</p>
            <div class="check-picture">
                {move || devices.has(true).then(|| view! { <Picture stream own=true quiet=Memo::new(|_| false)/> })}
                {move || devices.asking.get().then(|| view! { <p class="note" role="status">{hall.say(Word::Asking)}</p> })}
                {move || (!devices.has(true) && !devices.asking.get()).then(|| view! { <p>{hall.say(Word::NoPicture)}</p> })}
            </div>
            <Loudness/>
            <div class="tools" hidden=move || !devices.has(false) && !devices.has(true)><Toggles/></div>
            {move || devices.problem.get().map(|problem| view! {
                <div class="note warn stack tight" role="alert" data-testid="device-problem">
                    <p>{hall.say(problem)}</p>
                    <button class="plain" data-testid="try-again" on:click=move |_| hall.reopen_devices()>
                        {hall.say(Word::TryAgain)}
                    </button>
                </div>
            })}
            <Choice camera=true word=Word::Camera/>
            <Choice camera=false word=Word::Microphone/>
            <a class="button quiet" href=crate::api::link(&format!("/connection?case={}", hall.open.id)) data-testid="test-connection">
                {hall.say(Word::TestConnection)}
            </a>
            {by_phone(hall.open)}
            <button class="quiet" data-testid="check-back" on:click=move |_| go_to_case(hall)>
                {hall.say(Word::BackToCase)}
            </button>
            <div class="foot">
                <button class="big" data-testid="enter" disabled=off on:click=move |_| hall.enter()>
                    {move || enter().text(hall.open.context.language.get())}
                </button>
            </div>
        </div>
    }
}

/// The microphone's live bars.
#[component(transparent)]
fn Loudness() -> View {
    let hall = Hall::get();
    let level = RwSignal::new(0_u8);
    let meter = StoredValue::new(None::<Meter>);
    effect(move || {
        let stream = hall.devices.stream.get().filter(|_| hall.devices.has(false));
        meter.set_value(stream.as_ref().and_then(Meter::new));
    });
    let look = move || {
        let now = meter.try_update_value(|meter| meter.as_mut().map_or(0, Meter::level));
        let _ = level.try_set(now.unwrap_or(0));
    };
    if let Ok(timer) = set_interval_with_handle(look, Duration::from_millis(100)) {
        on_cleanup(move || timer.clear());
    }
    view! {
        <div class="loudness" hidden=move || !hall.devices.has(false)>
            <div class="bars" role="meter" aria-label=hall.say(Word::Level) aria-valuemin="0" aria-valuemax="10"
                aria-valuenow=move || level.get() data-testid="level">
                {(0..10).map(|bar| view! { <span class:on=move || { bar < level.get() }></span> }).collect_view()}
            </div>
            <p class="muted">{hall.say(Word::LevelHint)}</p>
        </div>
    }
}

/// One kind of device, where there is more than one to choose from.
#[component(transparent)]
fn Choice(camera: bool, word: Word) -> impl IntoView {
    let hall = Hall::get();
    let devices = hall.devices;
    let chosen = if camera { devices.camera } else { devices.microphone };
    let named = move || {
        let known = devices.known.get();
        known
            .into_iter()
            .filter(|device| device.camera == camera && !device.label.is_empty())
            .collect::<Vec<_>>()
    };
    let choose = move |event| {
        chosen.set(Some(event_target_value(&event)));
        hall.reopen_devices();
    };
    let option = move |device: Device| {
        let id = device.id.clone();
        let selected = move || chosen.with(|chosen| chosen.as_ref() == Some(&id));
        view! { <option value=device.id prop:selected=selected>{device.label}</option> }
    };
    move || {
        let named = named();
        (named.len() > 1).then(|| {
            view! {
                <label class="field">
                    {hall.say(word)}
                    <select data-testid=if camera { "choose-camera" } else { "choose-microphone" } on:change=choose>
                        {named.into_iter().map(option).collect_view()}
                    </select>
                </label>
            }
        })
    }
}
