//! 仲裁时效: its last day in this case, and what interrupts or suspends it (LMAL 27; CHR 27, 28).

use crate::open::Open;
use crate::staff::act::is_moot;
use crate::staff::say;
use crate::ui::Field;
use crate::view::prelude::*;
use crate::words::reason;
use crate::words::staff::{self, Word};
use domain::command::Command;
use domain::limitation::until;
use domain::moment::Date;

pub fn limitation(open: Open) -> View {
    let context = open.context;
    let may = open.watch(|folded| {
        let from = folded.now().date(folded.case.zone);
        let reason = "…".to_owned();
        folded.may(&Command::RecordLimitation { from, to: None, reason })
    });
    let standing = open.watch(|folded| (until(&folded.case), folded.case.limits.clone()));
    let [from, to, why] = ["", "", ""].map(|text| RwSignal::new(text.to_owned()));
    let fault = RwSignal::new(None::<String>);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let day = |text: RwSignal<String>| text.with_untracked(|text| text.parse::<Date>().ok());
        let Some(first) = day(from) else {
            fault.set(Some("day_unfit".into()));
            return;
        };
        let command = Command::RecordLimitation {
            from: first,
            to: day(to),
            reason: why.get_untracked().trim().to_owned(),
        };
        spawn_local(async move {
            match open.submit(command).await {
                Ok(()) => {
                    let _ = fault.try_set(None);
                    for text in [from, to, why] {
                        let _ = text.try_set(String::new());
                    }
                }
                Err(refused) => _ = fault.try_set(Some(refused.code().to_owned())),
            }
        });
    };
    let one = move |(from, to, until): (Date, Option<Date>, Date)| {
        view! { <li>{move || staff::limit(from, to, until, context.language.get())}</li> }
    };
    view! {
        <details class="card" data-testid="limitation" hidden=move || may.get().is_err_and(is_moot)>
            <summary>
                {say(context, Word::Limitation)} " "
                {move || standing.get().0.map(|day| view! { <strong class="number" data-testid="limit-until">{day.to_string()}</strong> })}
            </summary>
            <ul class="titles" data-testid="limits">{move || standing.get().1.into_iter().map(one).collect_view()}</ul>
            <form class="stack tight" on:submit=submit data-testid="limit-form">
                <p class="muted">{say(context, Word::LimitationMeans)}</p>
                <Field id="limit-from" label=say(context, Word::LimitFrom) value=from kind="date" required=true/>
                <Field id="limit-to" label=say(context, Word::LimitTo) value=to kind="date"/>
                <Field id="limit-why" label=say(context, Word::LimitWhy) value=why kind="area" longest=1000 required=true/>
                <p class="bad-text" role="alert">{move || fault.get().map(|code| reason(&code, context.language.get()))}</p>
                <button class="plain" data-testid="limit" disabled=move || open.busy.get()>{say(context, Word::LimitRecord)}</button>
            </form>
        </details>
    }
}
