//! What the sides laid before the tribunal: claims asked for, to be taken or not, and the answer; and until when
//! (CHR 15, 33, 44).

use super::hearing::{send, wrong};
use crate::folded::Folded;
use crate::mediator::workspace::claims;
use crate::open::Open;
use crate::staff::deed::Deed;
use crate::staff::preview::preview;
use crate::staff::say;
use crate::ui::Field;
use crate::view::prelude::*;
use crate::words::staff::Word;
use domain::arbitration::Pleading;
use domain::case::Stage;
use domain::command::Command;
use domain::deadline::beside::defence;

pub fn pleading(open: Open) -> View {
    open.section(
        |a, b| {
            a.case.stage == b.case.stage
                && a.case.arbitration == b.case.arbitration
                && a.case.services == b.case.services
        },
        shown,
    )
}

fn shown(open: Open, folded: &Folded) -> View {
    let context = open.context;
    let under_way = folded.case.stage == Some(Stage::Arbitrating);
    let Some(it) = folded.case.arbitration.clone().filter(|_| under_way) else {
        return ().into_view();
    };
    // With a time for evidence, whatever was asked for was asked in time.
    let unset = it.evidence_until.is_none();
    let late = unset && defence(&folded.case).is_some_and(|last| last < folded.now().date(folded.case.zone));
    view! {
        {it.asked.map(|asked| to_take(open, asked, late))}
        {it.answer.map(|text| view! {
            <section class="card" data-testid="answer"><h2>{say(context, Word::Answer)}</h2><p class="story">{text}</p></section>
        })}
        {it.evidence_until.map(|until| view! {
            <p class="note" data-testid="evidence-until">{say(context, Word::EvidenceUntil)} " " <strong class="number">{until.to_string()}</strong></p>
        })}
        {set_evidence(open)}
    }
}

fn set_evidence(open: Open) -> View {
    let context = open.context;
    let until = RwSignal::new(String::new());
    let fault = RwSignal::new(None);
    let made = move || {
        let until = until.with_untracked(|day| day.parse().ok()).ok_or("day_unfit")?;
        Ok(Command::SetEvidencePeriod { until })
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match made() {
            Ok(command) => send(open, command, fault),
            Err(code) => fault.set(Some(String::from(code))),
        }
    };
    view! {
        <details class="card">
            <summary data-testid="set-evidence-open">{say(context, Word::SetEvidence)}</summary>
            <form class="stack tight" on:submit=submit data-testid="set-evidence-form">
                <p class="muted">{say(context, Word::SetEvidenceMeans)}</p>
                <Field id="evidence-until-day" label=say(context, Word::EvidenceUntil) value=until kind="date" required=true/>
                {wrong(open, fault)}
                {preview(open, "set-evidence", made)}
                <button class="plain" data-testid="set-evidence" disabled=move || open.busy.get()>{say(context, Word::SetEvidence)}</button>
            </form>
        </details>
    }
}

/// The request, with what taking it would put in writing.
fn to_take(open: Open, asked: Pleading, late: bool) -> View {
    let context = open.context;
    let fault = RwSignal::new(None);
    let Pleading { claims: wanted, text } = asked;
    let taken = StoredValue::new(wanted.clone());
    let made = move || Command::AmendClaims {
        claims: taken.get_value(),
    };
    view! {
        <section class="card" data-testid="amendment-asked">
            <h2>{say(context, Word::ClaimsAsked)}</h2>
            {claims(wanted)}
            {(!text.is_empty()).then(|| view! { <p class="story">{text}</p> })}
            {late.then(|| view! { <p class="note warn" data-testid="asked-late">{say(context, Word::ClaimsAskedLate)}</p> })}
            {wrong(open, fault)}
            {preview(open, "take-claims", move || Ok(made()))}
            <button type="button" data-testid="take-claims" disabled=move || open.busy.get()
                on:click=move |_| send(open, made(), fault)>{say(context, Word::TakeClaims)}</button>
        </section>
    }
}

pub fn decline() -> Deed<()> {
    Deed {
        id: "decline-claims",
        class: "plain",
        title: Word::DeclineClaims,
        restated: Word::DeclineClaimsRestated,
        grounds: vec![((), Word::Other, "")],
        reasons: Some(Word::Reasons),
        preview: false,
        make: |(), explanation| Command::DeclineAmendment { explanation },
    }
}
