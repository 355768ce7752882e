//! More time for a review, with the approval the law asks for (CHR 76; CPL 187).

use super::own;
use crate::open::Open;
use crate::staff::preview::preview;
use crate::staff::say;
use crate::ui::Field;
use crate::view::prelude::*;
use crate::words::reason;
use crate::words::staff::Word;
use domain::case::Stage;
use domain::command::{Command, Track};

pub fn extension(open: Open) -> impl IntoView {
    let context = open.context;
    let (by, why, until) = (
        RwSignal::new(String::new()),
        RwSignal::new(String::new()),
        RwSignal::new(String::new()),
    );
    let fault = RwSignal::new(None::<String>);
    let standing = open.watch(|folded| {
        let one = own(folded)?;
        let open = folded.case.stage == Some(Stage::UnderReview);
        Some((one.track, one.extended.clone(), open))
    });
    let made = move || {
        let court = standing.with_untracked(|it| {
            it.as_ref()
                .is_some_and(|(track, ..)| *track == Track::JudicialConfirmation)
        });
        Command::ExtendReview {
            approved_by: by.get_untracked().trim().to_owned(),
            reason: why.get_untracked().trim().to_owned(),
            until: if court {
                until.get_untracked().parse().ok()
            } else {
                None
            },
        }
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let command = made();
        spawn_local(async move {
            match open.submit(command).await {
                Ok(()) => _ = fault.try_set(None),
                Err(refused) => _ = fault.try_set(Some(refused.code().to_owned())),
            }
        });
    };
    let form = move |court: bool| {
        view! {
            <form class="stack tight" on:submit=submit data-testid="extend-review-form">
                <p class="muted">{say(context, if court { Word::ExtendCourtMeans } else { Word::ExtendReviewMeans })}</p>
                <Field id="extend-by" label=say(context, Word::ApprovedBy) value=by longest=80 required=true/>
                <Field id="extend-why" label=say(context, Word::ExtendReason) value=why longest=1000 required=true/>
                {court.then(|| view! { <Field id="extend-day" label=say(context, Word::ExtendUntil) value=until kind="date" required=true/> })}
                <p class="bad-text" role="alert">{move || fault.get().map(|code| reason(&code, context.language.get()))}</p>
                {preview(open, "extend-review", move || Ok(made()))}
                <button class="plain" data-testid="extend-review" disabled=move || open.busy.get()>{say(context, Word::ExtendReview)}</button>
            </form>
        }
    };
    move || {
        let (track, extended, open) = standing.get()?;
        match extended {
            Some(by) => {
                Some(view! { <p class="note" data-testid="extended">{say(context, Word::ExtendedOnce)} " " {by}</p> })
            }
            None if open => Some(view! {
                <details class="card">
                    <summary>{say(context, Word::ExtendReview)}</summary>
                    {form(track == Track::JudicialConfirmation)}
                </details>
            }),
            None => None,
        }
    }
}
