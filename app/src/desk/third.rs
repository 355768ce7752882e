//! 利害关系人异议, as the court takes it down: within six months of the day it knew (CPL-Int 372).

use super::hearing::{send, wrong};
use crate::api;
use crate::open::Open;
use crate::staff::act::is_moot;
use crate::staff::say;
use crate::ui::Field;
use crate::view::prelude::*;
use crate::words::staff::Word;
use domain::command::Command;
use domain::hash::{Disclosure, Salt};

fn made(name: String, knew: domain::moment::Date, reason: String) -> Command {
    let disclosure = Disclosure {
        salt: Salt(api::random()),
        value: name,
    };
    Command::ObjectAsThird {
        who: disclosure.commitment(),
        knew,
        reason,
        disclosures: vec![disclosure],
    }
}

pub fn third(open: Open) -> View {
    let context = open.context;
    let may = open.watch(|folded| {
        let today = folded.now().date(folded.case.zone);
        folded.may(&made("…".into(), today, "…".into()))
    });
    let [name, knew, why] = ["", "", ""].map(|text| RwSignal::new(text.to_owned()));
    let fault = RwSignal::new(None);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match knew.get_untracked().parse() {
            Ok(day) => {
                let command = made(
                    name.get_untracked().trim().into(),
                    day,
                    why.get_untracked().trim().into(),
                );
                send(open, command, fault);
            }
            Err(_) => fault.set(Some("day_unfit".into())),
        }
    };
    view! {
        <details class="card" hidden=move || may.get().is_err_and(is_moot)>
            <summary>{say(context, Word::TakeDownThird)}</summary>
            <form class="stack tight" on:submit=submit data-testid="third-form">
                <p class="muted">{say(context, Word::ThirdMeans)}</p>
                <Field id="third-name" label=say(context, Word::ThirdParty) value=name longest=80 required=true/>
                <Field id="third-knew" label=say(context, Word::ThirdKnew) value=knew kind="date" required=true/>
                <Field id="third-why" label=say(context, Word::Reasons) value=why kind="area" longest=1000 required=true/>
                {wrong(open, fault)}
                <button class="plain" data-testid="take-down-third" disabled=move || open.busy.get()>{say(context, Word::TakeDownThird)}</button>
            </form>
        </details>
    }
}
