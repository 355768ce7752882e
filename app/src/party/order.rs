//! 支付令: what the court and the other side did, told by the party with its day (CPL 225-228).

use super::act::{submit, trouble};
use super::say::say;
use crate::folded::Folded;
use crate::open::Open;
use crate::view::prelude::*;
use crate::words::aside::Word as Aside;
use domain::command::Command;
use domain::order::OrderStep;

fn word(step: OrderStep) -> Aside {
    match step {
        OrderStep::HandedIn => Aside::OrderHandedIn,
        OrderStep::Accepted => Aside::OrderAccepted,
        OrderStep::Issued => Aside::OrderIssued,
        OrderStep::Served => Aside::OrderServed,
        OrderStep::Objected => Aside::OrderObjected,
        OrderStep::Ended => Aside::OrderEnded,
        OrderStep::Lapsed => Aside::OrderLapsed,
    }
}

pub fn order(open: Open, folded: &Folded) -> View {
    let today = folded.now().date(folded.case.zone);
    let record = |step, on| Command::RecordOrderStep { step, on, proof: None };
    let may: Vec<_> = OrderStep::ALL
        .into_iter()
        .filter(|step| folded.may(&record(*step, today)).is_ok())
        .collect();
    if may.is_empty() && folded.case.order.is_empty() {
        return ().into_view();
    }
    let (on, fault) = (RwSignal::new(today.to_string()), RwSignal::new(None));
    let next = move |step: OrderStep| {
        let send = move |_| match on.get_untracked().parse() {
            Ok(on) => submit(open, record(step, on), fault, None),
            Err(_) => fault.set(Some("day_unfit".to_owned())),
        };
        view! { <button type="button" class="plain big" data-testid="order-step" on:click=send>{say(word(step))}</button> }
    };
    let none = may.is_empty();
    view! {
        <section class="card" data-testid="order">
            <h2>{say(Aside::OrderTitle)}</h2>
            <ul role="list">{folded.case.order.iter().map(|(step, on)| view! {
                <li>{say(word(*step))} " · " <span class="number">{on.to_string()}</span></li>
            }).collect_view()}</ul>
            <div class="field" hidden=none>
                <label for="order-day">{say(Aside::OrderDay)}</label>
                <input type="date" id="order-day" bind:value=on/>
            </div>
            {may.into_iter().map(next).collect_view()}
            {trouble(open, fault)}
        </section>
    }
}
