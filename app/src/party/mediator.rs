//! Who mediates: what the mediator disclosed, a common choice of another, and the wish for another
//! (OMR 10-14).

use super::act::{Deed, deed, submit, trouble};
use super::say::{filled, say};
use crate::api;
use crate::folded::Folded;
use crate::open::Open;
use crate::view::prelude::*;
use crate::words::aside::Word as Aside;
use domain::api::PersonName;
use domain::case::Stage;
use domain::command::Command;

pub fn shown(folded: &Folded) -> bool {
    folded.case.stage == Some(Stage::Mediating)
}

pub fn mediator(open: Open, folded: &Folded) -> View {
    let Some(leads) = folded.case.mediator.filter(|_| shown(folded)) else {
        return ().into_view();
    };
    let name = folded.person(leads);
    let told = folded.case.disclosed.clone();
    let other = Deed {
        act: Aside::OtherMediator,
        restated: Aside::OtherMediatorRestated,
        id: "object-mediator",
    };
    view! {
        <section class="card" data-testid="mediator">
            <p>{filled(Aside::MediatorIs, vec![name])}</p>
            {told.into_iter().map(|text| view! { <p class="note story">{text}</p> }).collect_view()}
            {folded.case.choose_until.map(|_| choice(open))}
            <details>
                <summary>{say(Aside::OtherMediator)}</summary>
                {deed(open, other, |reason| Command::ObjectToMediator { reason })}
            </details>
        </section>
    }
}

/// The body's roster; both naming the same one have that one.
fn choice(open: Open) -> View {
    let roster = RwSignal::new(Vec::<PersonName>::new());
    let fault = RwSignal::new(None);
    spawn_local(async move {
        if let Ok(found) = api::get(&format!("/api/v1/cases/{}/mediators", open.id)).await {
            let _ = roster.try_set(found);
        }
    });
    let one = move |it: PersonName| {
        let mediator = it.person;
        view! {
            <button type="button" class="plain" data-testid="choose-mediator" disabled=move || open.busy.get()
                on:click=move |_| submit(open, Command::ChooseMediator { mediator }, fault, None)>
                {filled(Aside::ChooseMediator, vec![it.name])}
            </button>
        }
    };
    view! { {move || roster.get().into_iter().map(one).collect_view()} {trouble(open, fault)} }
}
