//! 中止、恢复、重新计算: how the tribunal's days stand still, go on or begin anew (CHR 44, 46, 47).

use super::hearing::{send, wrong};
use crate::open::Open;
use crate::staff::act::is_moot;
use crate::staff::deed::Deed;
use crate::staff::preview::preview;
use crate::staff::{claims, say};
use crate::ui::{Choice, Field};
use crate::view::prelude::*;
use crate::words::staff::{self, Word};
use domain::command::Command;
use domain::term::{self, TermGround};

pub fn term(open: Open) -> View {
    view! {
        {told(open)}
        {suspend(open)}
        {claims::amend(open, Word::AmendPetitionMeans)}
    }
}

/// Since when and why nothing runs.
fn told(open: Open) -> View {
    let context = open.context;
    let standing = open.watch(|folded| {
        let case = &folded.case;
        let since = term::suspended(case)?.date(case.zone);
        let (_, turn) = case.arbitration.as_ref()?.turns.last()?;
        Some((since, turn.clone()))
    });
    (move || {
        standing.get().map(|(since, turn)| {
            let why = move || staff::term_ground(turn.ground, context.language.get());
            view! {
                <div class="note warn" data-testid="suspended">
                    <p><strong>{say(context, Word::SuspendedSince)} " " <span class="number">{since.to_string()}</span></strong> " · " {why}</p>
                    <p>{turn.explanation.clone()} " " <small class="muted">{turn.approved_by.clone()}</small></p>
                </div>
            }
        })
    })
    .into_view()
}

fn suspend(open: Open) -> View {
    let context = open.context;
    let may = open.ruling(Command::MoveTerm {
        ground: TermGround::Appraisal,
        approved_by: "…".into(),
        explanation: "…".into(),
    });
    let ground = RwSignal::new("0".to_owned());
    let [by, why] = ["", ""].map(|text| RwSignal::new(text.to_owned()));
    let fault = RwSignal::new(None);
    let made = move || {
        let chosen = ground.with_untracked(|at| at.parse::<usize>().ok());
        let ground = chosen.and_then(|at| TermGround::SUSPENDS.get(at).copied());
        Command::MoveTerm {
            ground: ground.unwrap_or(TermGround::OtherReason),
            approved_by: by.get_untracked().trim().to_owned(),
            explanation: why.get_untracked().trim().to_owned(),
        }
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        send(open, made(), fault);
    };
    let option = |(at, ground): (usize, TermGround)| {
        let words = move || {
            format!(
                "{} · {}",
                staff::term_ground(ground, context.language.get()),
                ground.article().trim_start_matches("劳动人事争议仲裁")
            )
        };
        (at.to_string(), TextProp::from(words))
    };
    let options = TermGround::SUSPENDS.into_iter().enumerate().map(option).collect();
    view! {
        <details class="card" hidden=move || may.get().is_err_and(is_moot)>
            <summary>{say(context, Word::Suspend)}</summary>
            <form class="stack tight" on:submit=submit data-testid="suspend-form">
                <p class="muted">{say(context, Word::SuspendMeans)}</p>
                <Choice id="suspend-ground" label=say(context, Word::Ground) value=ground options=options/>
                <Field id="suspend-by" label=say(context, Word::ApprovedBy) value=by longest=80/>
                <Field id="suspend-why" label=say(context, Word::Reasons) value=why kind="area" longest=1000 required=true/>
                {wrong(open, fault)}
                {preview(open, "suspend", move || Ok(made()))}
                <button class="plain" data-testid="suspend" disabled=move || open.busy.get()>{say(context, Word::Suspend)}</button>
            </form>
        </details>
    }
}

fn moved(ground: TermGround, explanation: String) -> Command {
    Command::MoveTerm {
        ground,
        approved_by: String::new(),
        explanation,
    }
}

pub fn resume() -> Deed<()> {
    Deed {
        id: "resume-term",
        class: "",
        title: Word::Resume,
        restated: Word::ResumeRestated,
        grounds: vec![((), Word::Other, "")],
        reasons: Some(Word::Reasons),
        preview: true,
        make: |(), explanation| moved(TermGround::Resumed, explanation),
    }
}

pub fn restart() -> Deed<TermGround> {
    Deed {
        id: "restart-term",
        class: "plain",
        title: Word::Restart,
        restated: Word::RestartRestated,
        grounds: vec![
            (TermGround::CounterClaim, Word::CounterClaim, "CHR 36, 46(4)"),
            (TermGround::PartyAdded, Word::PartyAdded, "CHR 46(1)"),
        ],
        reasons: Some(Word::Reasons),
        preview: true,
        make: moved,
    }
}
