//! Inviting a side that has not joined: a personal link, shown once with its code to scan.

use crate::api;
use crate::folded::Folded;
use crate::open::Open;
use crate::staff::say;
use crate::words::staff::Word;
use domain::actor::Side;
use domain::api::{InviteMade, InviteRequest};
use domain::command::Command;
use domain::hash::{Digest, Disclosure, Salt};
use domain::id::{CaseId, CommandId, InvitationId};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The link made last. It outlives the redrawing of the page that the invitation itself causes.
#[derive(Clone, Copy)]
pub struct Invited(pub RwSignal<Option<(CaseId, Side, InviteMade)>>);

pub fn invite(open: Open, folded: &Folded, side: Side) -> AnyView {
    let probe = Command::InviteParty {
        invitation: InvitationId(api::uuid()),
        side,
        phone: Digest::of(b""),
        token: Digest::of(b""),
    };
    let vacant = folded.case.seat(side).is_some_and(|seat| seat.person.is_none());
    if !vacant || folded.may(&probe).is_err() {
        return ().into_any();
    }
    let context = open.context;
    let (word, id) = match side {
        Side::Claimant => (Word::InviteClaimant, "invite-claimant"),
        Side::Respondent => (Word::Invite, "invite-respondent"),
    };
    let phone = RwSignal::new(String::new());
    let Invited(made) = expect_context();
    let shown = move || {
        made.get()
            .filter(|(case, invited, _)| *case == open.id && *invited == side)
    };
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
                Ok(answer) => made.set(Some((open.id, side, answer))),
                Err(fault) => context.refuse(&fault),
            }
        });
    };
    view! {
        <form class="card" on:submit=submit data-testid=id>
            <h3>{say(context, word)}</h3>
            <label>
                {say(context, Word::Phone)}
                <input required inputmode="tel" maxlength="20" data-testid=format!("{id}-phone") bind:value=phone/>
            </label>
            <button data-testid=format!("{id}-make")>{say(context, Word::MakeLink)}</button>
            {move || shown().map(|(_, _, made)| view! {
                <p>{say(context, Word::InviteReady)}</p>
                <input readonly data-testid=format!("{id}-link") prop:value=made.link/>
                // The portal's own drawing.
                <div class="qr" inner_html=made.qr_svg></div>
            })}
        </form>
    }
    .into_any()
}
