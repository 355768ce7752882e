//! The line to the server: a calm strip while it is cut, and what waits for it.

use crate::icon::{Icon, icon};
use crate::outbox::Kept;
use crate::shell::Context;
use crate::view::prelude::*;
use crate::words::{Word, act, reason};

#[derive(Clone, Copy)]
pub struct Line {
    /// The browser itself knows of no network.
    pub offline: RwSignal<bool>,
    /// The stream of the open case is being made again.
    pub reconnecting: RwSignal<bool>,
}

impl Line {
    pub fn watched() -> Self {
        let online = web_sys::window().is_none_or(|window| window.navigator().on_line());
        let line = Self {
            offline: RwSignal::new(!online),
            reconnecting: RwSignal::new(false),
        };
        let lost = window_event_listener_untyped("offline", move |_| line.offline.set(true));
        let found = window_event_listener_untyped("online", move |_| line.offline.set(false));
        on_cleanup(move || {
            lost.remove();
            found.remove();
        });
        line
    }
}

/// What the strip says, most important first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Saved(usize),
    Offline,
    Reconnecting,
    Sending,
}

#[component(transparent)]
pub fn Strip() -> View {
    let context = Context::get();
    let (line, outbox) = (context.line, context.outbox);
    let state = Memo::new(move |_| {
        let cut = line.offline.get() || outbox.cut_off.get();
        match outbox.waiting() {
            0 if line.offline.get() => Some(State::Offline),
            0 if line.reconnecting.get() => Some(State::Reconnecting),
            0 => None,
            waiting if cut => Some(State::Saved(waiting)),
            _ => outbox.sending.get().then_some(State::Sending),
        }
    });
    let refused = Memo::new(move |_| {
        outbox.items.with(|items| {
            let refused = items.iter().filter(|(_, item)| item.refused.is_some());
            refused.cloned().collect::<Vec<_>>()
        })
    });
    view! {
        <p class="strip" role="status" data-testid="line">
            {move || state.get().map(|state| {
                let (glyph, word, count) = match state {
                    State::Saved(count) => (Icon::Offline, Word::SavedForLater, Some(count)),
                    State::Offline => (Icon::Offline, Word::Offline, None),
                    State::Reconnecting => (Icon::Clock, Word::Reconnecting, None),
                    State::Sending => (Icon::Upload, Word::Sending, None),
                };
                view! {
                    {icon(glyph)}
                    <span>{context.say(word)} {count.filter(|count| *count > 1).map(|count| format!(" ({count})"))}</span>
                }
            })}
        </p>
        {move || {
            let refused = refused.get();
            (!refused.is_empty()).then(|| view! {
                <section class="refused stack" data-testid="unsent">
                    {refused.into_iter().map(decide).collect_view()}
                </section>
            })
        }}
    }
}

/// A refused act: its author sends it again or gives it up.
fn decide((key, item): Kept) -> View {
    let context = Context::get();
    let outbox = context.outbox;
    let (code, article) = item.refused.unwrap_or_default();
    let name = item.submission.act().to_owned();
    let (again, drop) = (key.clone(), key);
    view! {
        <div class="note bad" role="alert">
            {icon(Icon::Warning)}
            <div class="stack tight">
                <p>
                    <strong>{move || act(&name, context.language.get())} " · " {context.say(Word::NotSent)}</strong>
                    <br/>
                    {move || reason(&code, context.language.get())}
                    {(!article.is_empty()).then(|| view! { <small class="article">{article}</small> })}
                </p>
                <div class="actions">
                    <a class="button quiet" href=format!("#/case/{}", item.case)>{context.say(Word::OpenCase)}</a>
                    <button class="plain" data-testid="unsent-retry" on:click=move |_| outbox.retry(&again)>
                        {context.say(Word::SendAgain)}
                    </button>
                    <button class="plain" data-testid="unsent-drop" on:click=move |_| outbox.drop_kept(&drop)>
                        {context.say(Word::GiveUp)}
                    </button>
                </div>
            </div>
        </div>
    }
}
