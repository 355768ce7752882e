//! 调解笔录: typed in the room while both sides read along, closed for them to confirm (OMR 22); and the
//! mediator's own notes, which stay at this computer.

use crate::keep::kept;
use crate::room::Hall;
use crate::staff::preview::preview;
use crate::staff::{people, say};
use crate::view::prelude::*;
use crate::words::staff::Word;
use domain::actor::{Role, Side};
use domain::api::RoomAsk;
use domain::command::Command;
use domain::hash::Digest;
use domain::minutes::Minutes;
use domain::room::RoomName;
use domain::text;
use std::time::Duration;

/// What is typed is sent at most so often.
const PAUSE: Duration = Duration::from_millis(400);

pub fn minutes(hall: Hall) -> View {
    let open = hall.open;
    if open.folded.with_untracked(|folded| folded.view.you.role) != Role::Mediator {
        return ().into_view();
    }
    let context = open.context;
    let typed = RwSignal::new(None::<String>);
    let waiting = StoredValue::new(false);
    // As typed here; before that, as it was kept.
    let now = move || typed.get().unwrap_or_else(|| hall.minutes.get());
    let send = move || {
        waiting.set_value(true);
        set_timeout(
            move || {
                if waiting.try_update_value(|waiting| *waiting = false).is_some() {
                    let text = typed.get_untracked().unwrap_or_default();
                    hall.ask(&RoomAsk::Minutes { text });
                }
            },
            PAUSE,
        );
    };
    let write = move |text: String| {
        typed.set(Some(text));
        if !waiting.get_value() {
            send();
        }
    };
    let apart = move || hall.room.get() != RoomName::Main;
    let kept_now = move || typed.get().is_none_or(|typed| hall.minutes.with(|kept| *kept == typed));
    // After a lost line, or back from a caucus, what was not kept is sent again.
    effect(move || {
        hall.me.track();
        hall.phase.track();
        if !apart() && !untrack(kept_now) && !waiting.get_value() {
            send();
        }
    });
    let last = open.watch(|folded| folded.case.minutes.last().cloned());
    let closed = move || {
        let digest = Digest::of(now().as_bytes());
        last.get().filter(|last| last.document == digest)
    };
    let fits = move || text::fit(&now(), text::MINUTES).is_ok();
    let made = move || {
        let text = now();
        Command::CloseMinutes {
            document: Digest::of(text.as_bytes()),
            size: text.len() as u64,
        }
    };
    let close = move |_| open.act(made());
    let look = preview(open, "close-minutes", move || Ok(made()));
    let state = move || {
        let word = match () {
            () if apart() => Word::MinutesApart,
            () if !kept_now() => Word::MinutesKeeping,
            () if closed().is_some() => Word::MinutesClosed,
            () => Word::MinutesKept,
        };
        say(context, word)()
    };
    let notes = kept::<String>(&format!("{}/notes", open.id));
    view! {
        <section class="card stack tight" data-testid="minutes">
            <h2>{say(context, Word::Minutes)}</h2>
            <p class="muted">{say(context, Word::MinutesMean)}</p>
            <textarea rows="9" data-testid="minutes-write" aria-label=say(context, Word::Minutes) prop:value=now
                disabled=apart on:input=move |event| write(event_target_value(&event))></textarea>
            <p class="muted" role="status" data-testid="minutes-state">{state}</p>
            {move || closed().map(|closed| answers(hall, &closed))}
            <div class="row">
                <button data-testid="close-minutes" disabled=move || closed().is_some() || apart() || !kept_now() || !fits() || open.busy.get()
                    on:click=close>{say(context, Word::MinutesClose)}</button>
                {look}
                <button class="plain" data-testid="new-minutes" hidden=move || !closed().is_some_and(|it| it.settled())
                    disabled=apart on:click=move |_| write(String::new())>{say(context, Word::MinutesNew)}</button>
            </div>
            <details>
                <summary>{say(context, Word::PrivateNotes)}</summary>
                <label class="field">
                    <span class="muted">{say(context, Word::PrivateNotesMean)}</span>
                    <textarea rows="5" data-testid="private-notes" bind:value=notes></textarea>
                </label>
            </details>
        </section>
    }
}

fn answers(hall: Hall, minutes: &Minutes) -> View {
    let context = hall.open.context;
    let one = |side: Side| {
        let (mark, told) = match minutes.answers.get(&side) {
            None => ("○ ", view! { "…" }),
            Some((_, None)) => ("✓ ", view! { {say(context, Word::MinutesRight)} }),
            Some((_, Some(remark))) => ("✗ ", view! { {remark.clone()} }),
        };
        view! { <li>{mark} {say(context, people::side_word(side))} "：" {told}</li> }
    };
    view! { <ul role="list" class="stack tight" data-testid="minutes-answers">{Side::BOTH.map(one).collect_view()}</ul> }
}
