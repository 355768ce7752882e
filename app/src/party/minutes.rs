//! 调解笔录: read, then confirmed or answered with a remark (OMR 22).

use super::act::{act, submit_then, trouble};
use super::say::say;
use crate::folded::Folded;
use crate::open::Open;
use crate::view::prelude::*;
use crate::words::aside::Word as Aside;
use domain::command::Command;

/// The newest minutes, and what the reader says to them.
pub fn minutes(open: Open) -> View {
    open.section(|a, b| a.case.minutes == b.case.minutes, shown)
}

fn shown(open: Open, folded: &Folded) -> View {
    let (Some(minutes), Some(side)) = (folded.case.minutes.last(), folded.view.you.role.side()) else {
        return ().into_view();
    };
    let document = minutes.document;
    let href = crate::api::link(&format!("/api/v1/cases/{}/files/{document}", open.id));
    let answer = minutes.answers.get(&side).map(|(_, remark)| match remark {
        None => view! { {say(Aside::RecordConfirmed)} },
        Some(remark) => view! { {remark.clone()} },
    });
    let unanswered = answer.is_none().then(|| {
        let remark = None;
        let confirm = Command::AnswerMinutes { document, remark };
        let (said, fault) = (RwSignal::new(String::new()), RwSignal::new(None));
        let send = move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            let remark = Some(said.get_untracked().trim().to_owned());
            submit_then(open, Command::AnswerMinutes { document, remark }, fault, || ());
        };
        view! {
            {act(open, Aside::ConfirmRecord, "big", confirm, "confirm-minutes", None)}
            <details>
                <summary data-testid="object-minutes">{say(Aside::MinutesObject)}</summary>
                <form class="stack tight" on:submit=send>
                    <div class="field">
                        <label for="minutes-remark">{say(Aside::MinutesRemark)}</label>
                        <textarea id="minutes-remark" rows="3" maxlength="1000" required bind:value=said></textarea>
                    </div>
                    {trouble(open, fault)}
                    <button class="plain big" data-testid="send-remark">{say(Aside::MinutesSend)}</button>
                </form>
            </details>
        }
    });
    view! {
        <section class="card" data-testid="minutes-closed">
            <h2>{say(Aside::Minutes)}</h2>
            <p><a href=href target="_blank" rel="noopener">{say(Aside::MinutesRead)}</a></p>
            {answer.map(|answer| view! { <p class="note good" data-testid="minutes-answer">{answer}</p> })}
            {unanswered}
        </section>
    }
}
