//! `/verify/`: anyone drops a dossier, or one signed PDF of it, and reads the verdict. Nothing is
//! uploaded, no one signs in. The same program is the heart of the verifier that is one file on a
//! disk; it knows it is by the trust root enclosed.

mod document;
mod drop;
mod findings;
mod trust;

use crate::icon::{Icon, icon, mark};
use crate::language;
use crate::offline::Line;
use crate::outbox::Outbox;
use crate::shell::Context;
use crate::ui::{Kind, Notice};
use crate::view::prelude::*;
use crate::words::public::Word;
use domain::dossier::{DocumentReport, Report, TrustRoot};
use domain::terms::prose::Language;

/// How far the present file is.
#[derive(Clone, Debug, PartialEq)]
enum State {
    Waiting,
    /// Bytes read so far, and of how many.
    Reading(f64, f64),
    Checking,
    /// The file could not be read from the device.
    Unread,
    Done(Box<Report>),
    /// One signed PDF without its dossier.
    Document(Box<DocumentReport>),
}

#[derive(Clone, Copy)]
struct Desk {
    context: Context,
    state: RwSignal<State>,
    file: RwSignal<String>,
    /// Whom the reader trusts; `None` until it was fetched or loaded.
    trust: RwSignal<Option<TrustRoot>>,
    source: RwSignal<Source>,
}

/// Where the trust root came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    Site,
    /// Within this file.
    Enclosed,
    /// A file of the reader's own.
    Own,
}

#[component(transparent)]
pub fn Public() -> View {
    let context = Context {
        language: RwSignal::new(language::stored()),
        session: RwSignal::new(None),
        fault: RwSignal::new(None),
        line: Line::watched(),
        outbox: Outbox::open(),
        signed_out: RwSignal::new(true),
    };
    provide_context(context);
    let on_disk = trust::enclosed().is_some();
    if !on_disk {
        crate::page::keep_program();
    }
    effect(move || language::remember(context.language.get()));
    let desk = Desk {
        context,
        state: RwSignal::new(State::Waiting),
        file: RwSignal::new(String::new()),
        trust: RwSignal::new(None),
        source: RwSignal::new(Source::Site),
    };
    trust::fetch(desk);
    let home = move || match context.language.get() {
        Language::Chinese => "/",
        Language::English => "/?lang=en",
    };
    view! {
        <a class="skip" href="#main" on:click=crate::page::skip>{context.say(Word::SkipToMain)}</a>
        <header class="top bar">
            <div>
                {if on_disk {
                    view! { <span class="brand">{mark()} <span>{context.say(Word::Product)}</span></span> }
                } else {
                    view! {
                        <a class="brand" href=home data-testid="brand">{mark()} <span>{context.say(Word::Product)}</span></a>
                    }
                }}
                <button class="quiet" data-testid="language" lang=move || language::tag(language::other(context.language.get()))
                    on:click=move |_| context.switch_language()>
                    {icon(Icon::Globe)} <span>{context.say(Word::OtherLanguage)}</span>
                </button>
            </div>
        </header>
        <main id="main" tabindex="-1">
            <div class="stack">
                <h1>{context.say(Word::Title)}</h1>
                <p class="muted">{context.say(Word::Intro)}</p>
                {drop::zone(desk)}
                <div aria-live="polite" class="stack" data-testid="verify-outcome">
                    {move || outcome(desk, desk.state.get())}
                </div>
                {trust::section(desk)}
                {(!on_disk).then(|| view! {
                    <p>
                        <a class="button quiet" href="/verify/maplebridge-verify.html" download data-testid="verifier-file">
                            {icon(Icon::Download)} {context.say(Word::TakeAway)}
                        </a>
                    </p>
                    <p class="muted">{context.say(Word::TakeAwayText)}</p>
                })}
                <p class="underline">{context.say(Word::Program)}</p>
            </div>
        </main>
    }
}

fn outcome(desk: Desk, state: State) -> View {
    let context = desk.context;
    match state {
        State::Waiting => ().into_view(),
        State::Reading(read, whole) => view! {
            <p>{context.say(Word::Reading)} " " {move || desk.file.get()}</p>
            <progress max=whole value=read aria-label=context.say(Word::Reading)></progress>
        },
        State::Checking => view! {
            <p>{context.say(Word::Checking)} " " {move || desk.file.get()}</p>
            <progress aria-label=context.say(Word::Checking)></progress>
        },
        State::Unread => view! { <Notice kind=Kind::Bad><p>{context.say(Word::Unread)}</p></Notice> },
        State::Done(report) => findings::findings(desk, *report),
        State::Document(report) => document::findings(desk, *report),
    }
}
