//! 上门调解笔录: written down after a visit, then closed for both to confirm like any other minutes (OMR 22).

use super::period::told;
use crate::api;
use crate::folded::Folded;
use crate::keep::{forget, kept};
use crate::open::Open;
use crate::staff::act::is_moot;
use crate::staff::say;
use crate::view::prelude::*;
use crate::words::staff::Word;
use domain::actor::Side;
use domain::api::MinutesDraft;
use domain::command::Command;
use domain::hash::Digest;
use domain::text;

fn closes(text: &str) -> Command {
    Command::CloseMinutes {
        document: Digest::of(text.as_bytes()),
        size: text.len() as u64,
    }
}

/// When and where it was, and who came: what the minutes begin with. In Chinese, as the document is.
fn heading(folded: &Folded, n: u32) -> String {
    let Some(it) = folded.case.appointments.get(n as usize) else {
        return String::new();
    };
    let (day, (hour, minute)) = (it.at.date(folded.case.zone), it.at.clock(folded.case.zone));
    let place = it.place.and_then(|place| folded.disclosed(&place)).unwrap_or_default();
    let who = it.closed.as_ref().map_or("", |(_, note)| note.as_str());
    let [claimant, respondent] = Side::BOTH.map(|side| folded.name(side));
    format!(
        "上门调解笔录\n时间：{day} {hour:02}:{minute:02}\n地点：{place}\n申请人：{claimant}\n被申请人：{respondent}\n到场：{who}\n\n"
    )
}

/// A form for the minutes of appointment `n`, which was held.
pub fn minutes(open: Open, n: u32) -> View {
    let context = open.context;
    let key = format!("{}/visit/{n}", open.id);
    let typed = kept::<String>(&key);
    if typed.with_untracked(String::is_empty) {
        typed.set(open.folded.with_untracked(|folded| heading(folded, n)));
    }
    // What was written in the room and not closed yet is not lost: it stands before.
    spawn_local(async move {
        let Ok(draft) = api::get::<MinutesDraft>(&format!("/api/v1/cases/{}/minutes", open.id)).await else {
            return;
        };
        let document = Digest::of(draft.text.as_bytes());
        let minutes = open.folded.with_untracked(|folded| folded.case.minutes.clone());
        let closed = draft.text.is_empty() || minutes.iter().any(|it| it.document == document);
        let _ = typed.try_update(|typed| {
            if !closed && !typed.contains(&draft.text) {
                *typed = format!("{}\n\n{typed}", draft.text);
            }
        });
    });
    let fault = RwSignal::new(None::<String>);
    let sent = RwSignal::new(false);
    let moot = open.watch(|folded| folded.may(&closes("…")).is_err_and(is_moot));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let text = typed.get_untracked().trim().to_owned();
        if text::fit(&text, text::MINUTES).is_err() {
            fault.set(Some("text_unfit".into()));
            return;
        }
        let key = key.clone();
        spawn_local(async move {
            let draft = MinutesDraft { text: text.clone() };
            let kept = api::post::<()>(&format!("/api/v1/cases/{}/minutes", open.id), &draft).await;
            let done = match kept {
                Ok(()) => open.submit(closes(&text)).await,
                Err(refused) => Err(refused),
            };
            let _ = fault.try_set(done.as_ref().err().map(|refused| refused.code().to_owned()));
            if done.is_ok() {
                forget(&key);
                let _ = sent.try_set(true);
            }
        });
    };
    view! {
        <details hidden=move || moot.get()>
            <summary data-testid="visit-minutes">{say(context, Word::VisitMinutes)}</summary>
            <form class="stack tight" on:submit=submit>
                <p class="muted">{say(context, Word::VisitMinutesMean)}</p>
                <textarea rows="10" required maxlength="20000" data-testid="visit-text" aria-label=say(context, Word::VisitMinutes) bind:value=typed></textarea>
                {told(open, fault)}
                {move || sent.get().then(|| view! { <p class="note good" role="status" data-testid="visit-sent">{say(context, Word::MinutesClosed)}</p> })}
                <button class="plain" data-testid="visit-close" disabled=move || open.busy.get() || sent.get()>{say(context, Word::MinutesClose)}</button>
            </form>
        </details>
    }
}
