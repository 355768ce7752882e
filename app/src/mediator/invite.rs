//! Inviting a side that has not joined: a personal link, shown once with its code to scan.

use crate::api;
use crate::keep::kept;
use crate::open::Open;
use crate::staff::preview::preview;
use crate::staff::say;
use crate::view::prelude::*;
use crate::words::reason;
use crate::words::staff::Word;
use domain::actor::Side;
use domain::api::{InviteMade, InviteRequest};
use domain::command::Command;
use domain::hash::{Digest, Disclosure, Salt};
use domain::id::{CommandId, InvitationId};
use wasm_bindgen::{JsCast, JsValue};

pub fn invite(open: Open, side: Side) -> View {
    let context = open.context;
    let may = open.ruling(inviting(side));
    let (word, id) = match side {
        Side::Claimant => (Word::InviteClaimant, "invite-claimant"),
        Side::Respondent => (Word::Invite, "invite-respondent"),
    };
    let phone = kept::<String>(&format!("{}/{id}", open.id));
    // The number the request gave, as a proposal.
    let known = open.watch(move |folded| {
        let seat = folded.case.seat(side)?;
        folded.disclosed(&seat.particulars.phone)
    });
    effect(move || {
        if let Some(known) = known.get().filter(|_| phone.with_untracked(String::is_empty)) {
            phone.set(known);
        }
    });
    let sent = open.watch(move |folded| folded.case.invitations.values().filter(|one| one.side == side).count());
    let made = RwSignal::new(None::<InviteMade>);
    let fault = RwSignal::new(None::<String>);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let request = InviteRequest {
            command: CommandId(api::uuid()),
            side,
            phone: Disclosure {
                salt: Salt(api::random()),
                value: phone.get_untracked().trim().to_owned(),
            },
        };
        spawn_local(async move {
            let path = format!("/api/v1/cases/{}/invitations", open.id);
            match api::post::<InviteMade>(&path, &request).await {
                Ok(answer) => {
                    fault.set(None);
                    made.set(Some(answer));
                }
                Err(refused) => fault.set(Some(refused.code().to_owned())),
            }
        });
    };
    view! {
        <form class="card tight" on:submit=submit data-testid=id hidden=move || may.get().is_err()>
            <h3>{say(context, word)}</h3>
            <p class="muted" hidden=move || sent.get() == 0>
                {move || crate::words::staff::invited(sent.get(), context.language.get())}
            </p>
            <label class="field">
                {say(context, Word::Phone)}
                <input required inputmode="tel" maxlength="20" data-testid=format!("{id}-phone") bind:value=phone/>
            </label>
            {(side == Side::Respondent).then(|| view! {
                <div hidden=move || { sent.get() > 0 }>
                    {preview(open, id, move || Ok(inviting(side)))}
                </div>
            })}
            <button class="plain" data-testid=format!("{id}-make")>{say(context, Word::MakeLink)}</button>
            <p class="bad-text" role="alert">{move || fault.get().map(|code| reason(&code, context.language.get()))}</p>
            {move || made.get().map(|made| ready(open, id, made))}
        </form>
    }
}

/// An invitation as far as the rules and its letter go.
fn inviting(side: Side) -> Command {
    Command::InviteParty {
        invitation: InvitationId(api::uuid()),
        side,
        phone: Digest::of(b""),
        token: Digest::of(b""),
    }
}

fn ready(open: Open, id: &'static str, made: InviteMade) -> View {
    let context = open.context;
    let copied = RwSignal::new(false);
    let link = made.link.clone();
    let copy = move |_| {
        let writing = copy(&link);
        spawn_local(async move {
            if let Some(writing) = writing {
                let done = wasm_bindgen_futures::JsFuture::from(writing).await.is_ok();
                let _ = copied.try_set(done);
            }
        });
    };
    view! {
        <p class="note good">{say(context, Word::InviteReady)}</p>
        <label class="field">
            {say(context, Word::Link)}
            <input readonly data-testid=format!("{id}-link") prop:value=made.link/>
        </label>
        <button class="plain" type="button" data-testid=format!("{id}-copy") on:click=copy>
            {move || if copied.get() { say(context, Word::Copied)() } else { say(context, Word::CopyLink)() }}
        </button>
        // The portal's own drawing.
        <div class="qr" role="img" aria-label=say(context, Word::QrCode) inner_html=made.qr_svg></div>
    }
}

/// The clipboard, where the browser has one.
fn copy(text: &str) -> Option<js_sys::Promise> {
    let window = web_sys::window()?;
    let get = |object: &JsValue, name: &str| js_sys::Reflect::get(object, &JsValue::from_str(name)).ok();
    let clipboard = get(&get(&window, "navigator")?, "clipboard")?;
    let write = get(&clipboard, "writeText")?.dyn_into::<js_sys::Function>().ok()?;
    write.call1(&clipboard, &JsValue::from_str(text)).ok()?.dyn_into().ok()
}
