//! While our camera is off: why it is, and nothing at all is sent of it.

use super::Hall;
use crate::view::prelude::*;
use crate::words::aside::Word;
use js_sys::{Array, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{RtcPeerConnection, RtcRtpSender};

pub fn unseen(hall: Hall) -> View {
    effect(move || {
        let goes_out = hall.screen.with(Option::is_some) || hall.video.get() && !hall.frugal.get();
        // Connections made anew bring new streams.
        hall.streams.track();
        if let Some(publish) = hall.connection(false) {
            let _ = let_out(&publish, goes_out);
        }
    });
    effect(move || {
        if hall.video.get() && hall.held.get_untracked() {
            hall.held.set(false);
            // Having sent sound alone, the old connection would never again believe in more (measured in Chromium).
            hall.renew_media();
        }
    });
    view! {
        {move || hall.frugal.get().then(|| view! { <p class="note" role="status">{hall.say(Word::SoundOnlyNote)}</p> })}
        {move || hall.held.get().then(|| view! {
            <div class="note warn" role="status" data-testid="picture-held">
                <p class="row between">
                    <span>{hall.say(Word::PictureHeld)}</span>
                    <button class="plain small" data-testid="picture-again" on:click=move |_| hall.video.set(true)>{hall.say(Word::PictureAgain)}</button>
                </p>
            </div>
        })}
    }
}

/// A track that is only disabled goes on in black, in every size: on a slow network that is what the voice lacks.
fn let_out(publish: &RtcPeerConnection, on: bool) -> Result<(), JsValue> {
    for sender in publish.get_senders() {
        let sender: RtcRtpSender = sender.unchecked_into();
        if sender.track().is_some_and(|track| track.kind() == "video") {
            let parameters = sender.get_parameters();
            let encodings: Array = Reflect::get(&parameters, &"encodings".into())?.unchecked_into();
            for encoding in encodings {
                Reflect::set(&encoding, &"active".into(), &on.into())?;
            }
            let set = JsFuture::from(sender.set_parameters_with_parameters(&parameters));
            // Refused only by a connection that was replaced meanwhile.
            spawn_local(async move { _ = set.await });
        }
    }
    Ok(())
}
