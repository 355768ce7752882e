//! 密封报价: one's own figure, sealed; of both, one word.

use super::act::{submit_then, trouble};
use super::say::say;
use crate::folded::Folded;
use crate::open::Open;
use crate::view::prelude::*;
use crate::words::aside::Word as Aside;
use crate::words::gap;
use crate::words::party::Word;
use domain::actor::Side;
use domain::case::Stage;
use domain::command::Command;
use domain::hash::{Disclosure, Salt};

pub fn offers(open: Open) -> View {
    open.section(
        |a, b| {
            let (a, b) = (&a.case, &b.case);
            a.stage == b.stage && a.offers == b.offers && a.compared == b.compared
        },
        shown,
    )
}

fn shown(open: Open, folded: &Folded) -> View {
    let Some(side) = folded
        .view
        .you
        .role
        .side()
        .filter(|_| folded.case.stage == Some(Stage::Mediating))
    else {
        return ().into_view();
    };
    let language = open.context.language;
    let told = folded.case.compared.last().copied();
    let sealed = folded.case.offers.contains_key(&side);
    let means = match side {
        Side::Claimant => Aside::OffersLeast,
        Side::Respondent => Aside::OffersMost,
    };
    let (value, fault) = (RwSignal::new(String::new()), RwSignal::new(None));
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let figure = Disclosure {
            salt: Salt(crate::api::random()),
            value: value.get_untracked().trim().to_owned(),
        };
        let offer = figure.commitment();
        let disclosures = vec![figure];
        submit_then(open, Command::SealOffer { offer, disclosures }, fault, || ());
    };
    let form = move || {
        view! {
            <form class="stack tight" on:submit=send>
                <div class="field">
                    <label for="offer">{say(means)}</label>
                    <input id="offer" inputmode="decimal" autocomplete="off" required bind:value=value/>
                </div>
                {trouble(open, fault)}
                <button class="plain big" data-testid="seal-offer">{say(Aside::OfferSeal)}</button>
            </form>
        }
    };
    view! {
        <section class="card" data-testid="offers">
            <h2>{say(Word::Offers)} {told.map(|told| view! { "：" <strong data-testid="gap">{move || gap(told, language.get())}</strong> })}</h2>
            {sealed.then(|| view! { <p class="note" data-testid="offer-sealed">{say(Aside::OfferSealed)}</p> })}
            {(!sealed).then(form)}
        </section>
    }
}
