//! Our screen in the camera's place: asked for, shared, and ended by a button, by the browser, by any move.

use super::Hall;
use super::hall::Phase;
use crate::view::prelude::*;
use crate::words::aside::Word;
use domain::api::RoomAsk;
use js_sys::Reflect;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DisplayMediaStreamConstraints, MediaStream, MediaStreamTrack, RtcRtpSender};

/// A page's small print stays readable, and a phone can still decode it.
const SCREEN: &str = r#"{"video":{"width":{"max":1920},"height":{"max":1080},"frameRate":{"max":15}},"audio":false,"surfaceSwitching":"include"}"#;

pub fn share(hall: Hall) -> View {
    let note = RwSignal::new(None::<Word>);
    let ended = StoredValue::new(None::<Closure<dyn FnMut()>>);
    let before = StoredValue::new(None::<MediaStream>);
    // What is shared now goes out, and what was shared before ends.
    effect(move || {
        let screen = hall.screen.get();
        let old = before.get_value();
        if old == screen {
            return;
        }
        before.set_value(screen.clone());
        if let Some(old) = old.as_ref().and_then(picture) {
            old.set_onended(None);
            old.stop();
        }
        let over = Closure::wrap(Box::new(move || hall.screen.set(None)) as Box<dyn FnMut()>);
        if let Some(track) = screen.as_ref().and_then(picture) {
            track.set_onended(Some(over.as_ref().unchecked_ref()));
        }
        ended.set_value(Some(over));
        if screen.is_none() && note.get_untracked().is_none() {
            tell(hall, note, Word::ShareOver);
        }
        spawn_local(put(hall, screen));
    });
    // Nobody new sees it by surprise, and it does not outlive the line.
    let place = Memo::new(move |_| (hall.room.get(), hall.phase.get() == Phase::Inside(true)));
    let mut stood = place.get_untracked();
    effect(move || {
        let stands = place.get();
        if std::mem::replace(&mut stood, stands) != stands && hall.screen.with_untracked(Option::is_some) {
            tell(hall, note, Word::ShareMoved);
            hall.screen.set(None);
        }
    });
    // With another microphone its sound would be the old one's.
    let mut heard = hall.devices.stream.get_untracked();
    effect(move || {
        let hears = hall.devices.stream.get();
        if heard != hears {
            heard = hears;
            if hall.screen.with_untracked(Option::is_some) {
                hall.screen.set(None);
            }
        }
    });
    on_cleanup(move || {
        if let Some(Some(screen)) = hall.screen.try_update(Option::take) {
            picture(&screen).iter().for_each(MediaStreamTrack::stop);
            spawn_local(put(hall, None));
        }
    });
    let choose = move |_| {
        let asked = display();
        let stood = hall.room.get_untracked();
        spawn_local(async move {
            let screen = match asked {
                Ok(asked) => JsFuture::from(asked).await.and_then(JsCast::dyn_into).ok(),
                Err(_) => None,
            };
            let screen: Option<MediaStream> = screen;
            // The browser's dialogue may stand open for long, and the reader be elsewhere by then.
            let stands = hall.room.try_get_untracked() == Some(stood)
                && hall.phase.try_get_untracked() == Some(Phase::Inside(true));
            match screen {
                Some(screen) if stands => {
                    note.set(None);
                    hall.sharing.set(Some(false));
                    if let Some(sound) = hall.devices.track(false) {
                        screen.add_track(&sound);
                    }
                    hall.screen.set(Some(screen));
                }
                Some(screen) => {
                    picture(&screen).iter().for_each(MediaStreamTrack::stop);
                    let _ = note.try_set(Some(Word::ShareMoved));
                }
                None if stands => tell(hall, note, Word::ShareRefused),
                None => {}
            }
        });
    };
    let first = NodeRef::<web_sys::HtmlElement>::new();
    effect(move || {
        if let Some(button) = first.get() {
            let _ = button.focus();
        }
    });
    let asking = move || hall.sharing.get() == Some(true) && hall.screen.with(Option::is_none);
    view! {
        {move || asking().then(|| view! {
            <div class="note stack tight" data-testid="share-ask">
                <p>{hall.say(Word::ShareLead)}</p>
                <div class="row">
                    <button node_ref=first data-testid="share-choose" on:click=choose>{hall.say(Word::ShareChoose)}</button>
                    <button class="plain" data-testid="share-close" on:click=move |_| {
                        note.set(None);
                        hall.sharing.set(Some(false));
                    }>{hall.say(Word::Close)}</button>
                </div>
            </div>
        })}
        {move || hall.screen.with(Option::is_some).then(|| view! {
            <div class="note warn" data-testid="share-on">
                <p class="row between">
                    <strong>{hall.say(Word::ShareOn)}</strong>
                    <button class="plain small" data-testid="share-stop" on:click=move |_| hall.screen.set(None)>{hall.say(Word::ShareStop)}</button>
                </p>
            </div>
        })}
        {move || note.get().filter(|_| hall.screen.with(Option::is_none)).map(|word| view! {
            <div class="note" data-testid="share-note">
                <p class="row between">
                    <span>{hall.say(word)}</span>
                    <button class="plain small" on:click=move |_| note.set(None)>{hall.say(Word::Close)}</button>
                </p>
            </div>
        })}
    }
}

fn tell(hall: Hall, note: RwSignal<Option<Word>>, word: Word) {
    note.set(Some(word));
    let said = untrack(|| hall.say(word)());
    let before = hall.news.get_untracked();
    hall.tell_news(if word == Word::ShareMoved {
        format!("{before} {said}")
    } else {
        said.into()
    });
}

/// The browser's own choice of a window, which must follow a press at once.
fn display() -> Result<js_sys::Promise, JsValue> {
    let devices = web_sys::window().ok_or(JsValue::NULL)?.navigator().media_devices()?;
    let wish: DisplayMediaStreamConstraints = js_sys::JSON::parse(SCREEN)?.unchecked_into();
    devices.get_display_media_with_constraints(&wish)
}

fn picture(stream: &MediaStream) -> Option<MediaStreamTrack> {
    stream.get_video_tracks().get(0).dyn_into().ok()
}

/// Sends `screen` in the camera's place, or the camera again; the server is told before the first and
/// after the last picture of it.
async fn put(hall: Hall, screen: Option<MediaStream>) {
    let track = screen.as_ref().and_then(picture);
    // The room's screens may be gone by now.
    if hall.turn.try_get_value().is_none() {
        return;
    }
    if let Some(track) = &track {
        // Sharp rather than fluent.
        let _ = Reflect::set(track, &"contentHint".into(), &"detail".into());
        hall.ask(&RoomAsk::Screen { on: true });
    }
    let own = track.clone().or_else(|| hall.devices.track(true));
    let sender = hall.connection(false).and_then(|publish| {
        let senders = publish.get_senders().into_iter().map(JsCast::unchecked_into);
        let pictures = |sender: &RtcRtpSender| sender.track().is_some_and(|track| track.kind() == "video");
        senders.into_iter().find(pictures)
    });
    match sender.zip(own) {
        Some((sender, own)) => {
            let _ = JsFuture::from(sender.replace_track(Some(&own))).await;
        }
        // No line for a picture, or none to put there.
        None => hall.renew_media(),
    }
    if track.is_none() {
        hall.ask(&RoomAsk::Screen { on: false });
    }
}
