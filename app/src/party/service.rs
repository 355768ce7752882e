//! 送达方式: by the account here, with mail, or on paper (CPL 90; OLR 29), and what has arrived.

use super::act::{submit_then, trouble};
use super::say::say;
use crate::api;
use crate::folded::Folded;
use crate::open::Open;
use crate::view::prelude::*;
use crate::words::aside::Word as Aside;
use crate::words::party::Word;
use domain::command::Command;
use domain::hash::{Disclosure, Salt};
use domain::service::{electronic, served};

pub fn service(open: Open, folded: &Folded) -> View {
    let Some(side) = folded.view.you.role.side() else {
        return ().into_view();
    };
    let case = &folded.case;
    if case
        .seat(side)
        .is_none_or(|seat| seat.person != Some(folded.view.you.person))
    {
        return ().into_view();
    }
    let known = |it: Option<domain::hash::Commitment>| it.and_then(|it| folded.disclosed(&it)).unwrap_or_default();
    let online = RwSignal::new(electronic(case, side));
    let email = RwSignal::new(known(case.service.get(&side).and_then(|chosen| chosen.email)));
    let address = RwSignal::new(known(case.seat(side).and_then(|seat| seat.particulars.address)));
    let (fault, done) = (RwSignal::new(None), RwSignal::new(false));
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let mut disclosures = Vec::new();
        let mut hide = |text: String| {
            (!text.trim().is_empty()).then(|| {
                let disclosure = Disclosure {
                    salt: Salt(api::random()),
                    value: text.trim().to_owned(),
                };
                let commitment = disclosure.commitment();
                disclosures.push(disclosure);
                commitment
            })
        };
        let (email, address) = (hide(email.get_untracked()), hide(address.get_untracked()));
        let command = Command::ChooseService {
            electronic: online.get_untracked(),
            email,
            address,
            disclosures,
        };
        submit_then(open, command, fault, move || {
            // The section may be redrawn by then.
            let _ = done.try_set(true);
        });
    };
    let proofs = domain::service::documents(case)
        .into_iter()
        .filter(|(document, ..)| served(case, side, document).next().is_some())
        .map(|(document, _, number)| {
            let href = api::link(&format!("/api/v1/cases/{}/service/{document}", open.id));
            view! { <li><a href=href target="_blank" rel="noopener" data-testid="service-proof"><span class="grow">{say(Aside::ServiceProof)}</span> <small class="muted">{number}</small></a></li> }
        })
        .collect_view();
    view! {
        <section class="stack tight">
            <h2>{say(Aside::ServiceTitle)}</h2>
            <ul role="list" class="rows">{proofs}</ul>
            <form class="card" on:submit=send data-testid="service-form">
                <label class="check">
                    <input type="checkbox" data-testid="service-online" bind:checked=online/>
                    <span>{say(Aside::ServiceOnline)}</span>
                </label>
                <div class="field">
                    <label for="service-email">{say(Aside::ServiceEmail)}</label>
                    <input type="email" id="service-email" data-testid="service-email" maxlength="254" bind:value=email/>
                </div>
                <div class="field">
                    <label for="service-address">{say(Word::YourAddress)}</label>
                    <input type="text" id="service-address" maxlength="200" bind:value=address/>
                </div>
                {trouble(open, fault)}
                <p class="note good" role="status" hidden=move || !done.get()>{say(Aside::ServiceSaved)}</p>
                <button class="plain big" data-testid="service-save" disabled=move || open.busy.get()>{say(Aside::ServiceSave)}</button>
            </form>
        </section>
    }
}
