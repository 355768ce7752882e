//! 调解笔录: read, then confirmed or answered with a remark (OMR 22).

use super::act::{act, submit_then, trouble};
use super::say::say;
use crate::folded::Folded;
use crate::open::Open;
use crate::view::prelude::*;
use crate::words::party::Word;
use domain::command::Command;

/// The newest minutes, and what the reader says to them.
pub fn minutes(open: Open) -> View {
    open.section(same, shown)
}

/// The same, until the reader has answered.
pub fn asked(open: Open) -> View {
    open.section(same, |open, folded| {
        let (last, side) = (folded.case.minutes.last(), folded.view.you.role.side());
        let waits = side.is_some_and(|side| last.is_some_and(|last| !last.answers.contains_key(&side)));
        if waits { shown(open, folded) } else { ().into_view() }
    })
}

fn same(a: &Folded, b: &Folded) -> bool {
    a.case.minutes == b.case.minutes
}

fn shown(open: Open, folded: &Folded) -> View {
    let (Some(minutes), Some(side)) = (folded.case.minutes.last(), folded.view.you.role.side()) else {
        return ().into_view();
    };
    let document = minutes.document;
    let href = crate::api::link(&format!("/api/v1/cases/{}/files/{document}", open.id));
    let answer = minutes.answers.get(&side).map(|(_, remark)| match remark {
        None => view! { {say(Word::RecordConfirmed)} },
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
            {act(open, Word::ConfirmRecord, "big", confirm, "confirm-minutes", None)}
            <details>
                <summary data-testid="object-minutes">{say(Word::MinutesObject)}</summary>
                <form class="stack tight" on:submit=send>
                    <div class="field">
                        <label for="minutes-remark">{say(Word::MinutesRemark)}</label>
                        <textarea id="minutes-remark" rows="3" maxlength="1000" required bind:value=said></textarea>
                    </div>
                    {trouble(open, fault)}
                    <button class="plain big" data-testid="send-remark">{say(Word::MinutesSend)}</button>
                </form>
            </details>
        }
    });
    view! {
        <section class="card" data-testid="minutes-closed">
            <h2>{say(Word::Minutes)}</h2>
            <p><a href=href target="_blank" rel="noopener">{say(Word::MinutesRead)}</a></p>
            {answer.map(|answer| view! { <p class="note good" data-testid="minutes-answer">{answer}</p> })}
            {unanswered}
        </section>
    }
}
