//! The frame of every screen: who I am, the language, the present place and what went wrong.

use crate::api::{self, Fault};
use crate::icon::{Icon, icon, mark};
use crate::language;
use crate::offline::{Line, Strip};
use crate::outbox::Outbox;
use crate::place::{self, Place};
use crate::program::Program;
use crate::view::prelude::*;
use crate::words::{Text, Word, article, reason, role};
use domain::api::Session;
use domain::terms::prose::Language;

/// What every screen may read.
#[derive(Clone, Copy)]
pub struct Context {
    pub language: RwSignal<Language>,
    pub session: RwSignal<Option<Session>>,
    /// Code of the last refusal, shown until the next action.
    pub fault: RwSignal<Option<String>>,
    pub line: Line,
    /// What the browser keeps until the server has it.
    pub outbox: Outbox,
    /// The server has no session for this browser.
    pub signed_out: RwSignal<bool>,
}

impl Context {
    pub fn get() -> Self {
        expect_context()
    }

    /// `word` in the reader's language, following the switch.
    pub fn say(self, word: impl Text) -> impl Fn() -> &'static str + Copy + Send + Sync + 'static {
        move || word.text(self.language.get())
    }

    /// Goes over to the other language, as soon as its words are here.
    pub fn switch_language(self) {
        let wanted = language::other(self.language.get_untracked());
        spawn_local(async move {
            match language::fetch(wanted).await {
                Ok(()) => self.language.set(wanted),
                Err(fault) => self.refuse(&fault),
            }
        });
    }

    pub fn refuse(self, fault: &Fault) {
        if fault.signed_out() {
            self.signed_out.set(true);
        }
        self.fault.set(Some(fault.code().to_owned()));
    }
}

#[component(transparent)]
pub fn Shell() -> View {
    let context = Context {
        language: RwSignal::new(language::stored()),
        session: RwSignal::new(None),
        fault: RwSignal::new(None),
        line: Line::watched(),
        outbox: Outbox::open(),
        signed_out: RwSignal::new(false),
    };
    provide_context(context);
    let program = Program::get();
    let staff = program.staff;
    if staff {
        crate::page::mark_as_desk();
    }
    crate::page::keep_program();
    let at = place::followed();
    effect(move || language::remember(context.language.get()));
    effect(move || {
        at.track();
        context.fault.set(None);
    });
    who_is_there(context);
    context.outbox.start(context);
    view! {
        <a class="skip" href="#main" on:click=crate::page::skip>{context.say(Word::SkipToMain)}</a>
        <div class="top">
            <Bar staff/>
            <Strip/>
            <Refused/>
        </div>
        <main id="main" tabindex="-1" class:wide=staff>
            {move || match (at.get(), context.signed_out.get()) {
                (Place::Verify, _) => {
                    crate::page::leave_for("/verify/");
                    ().into_view()
                }
                (_, true) => view! { <SignedOut staff/> },
                (Place::Home, false) => (program.home)(),
                (Place::Request, false) => program.request.map_or_else(|| view! { <Nowhere/> }, |request| request()),
                (Place::Room(id), false) => view! { <crate::room::RoomPage id/> },
                (Place::Case(id), false) => view! { <crate::case_page::CasePage id/> },
                (Place::Unknown, false) => view! { <Nowhere/> },
            }}
            {(!staff).then(|| view! {
                <p class="underline">
                    {context.say(Word::HelpLine)} " " <a href="tel:12351">"12351"</a>
                </p>
            })}
        </main>
    }
}

/// Asks who is signed in; a browser without network keeps what it knew.
fn who_is_there(context: Context) {
    spawn_local(async move {
        match api::get::<Session>("/api/v1/session").await {
            Ok(session) => context.session.set(Some(session)),
            Err(fault) if fault.signed_out() => context.signed_out.set(true),
            Err(fault) => context.refuse(&fault),
        }
    });
}

#[component(transparent)]
fn Bar(staff: bool) -> View {
    let context = Context::get();
    let who = move || {
        let session = context.session.get()?;
        let org = session.org.as_ref().map(|org| match context.language.get() {
            Language::Chinese => org.name.clone(),
            Language::English => org.name_en.clone(),
        });
        let role = role(session.actor.role, context.language.get());
        let mut where_from = org.map_or_else(|| role.to_owned(), |org| format!("{org} · {role}"));
        if let Some(helper) = session.helper {
            where_from += " · ";
            where_from += Word::HelpedBy.text(context.language.get());
            where_from += &helper;
        }
        Some(view! { <strong>{session.name}</strong> <span>{where_from}</span> })
    };
    let leave = move |_| {
        spawn_local(async move {
            match api::delete("/api/v1/session").await {
                Ok(()) => {
                    let lent = context
                        .session
                        .with_untracked(|it| it.as_ref().is_some_and(|it| it.helper.is_some()));
                    context.session.set(None);
                    context.signed_out.set(true);
                    crate::keep::forget_drafts();
                    // A new page: nothing of this person stays in memory for the next.
                    if lent {
                        crate::page::leave_for("/kiosk");
                    }
                }
                Err(fault) => context.refuse(&fault),
            }
        });
    };
    let signed_in = move || context.session.with(Option::is_some);
    view! {
        <header class="bar">
            <div>
                <a class="brand" href="#/" data-testid="brand">{mark()} <span>{context.say(Word::Product)}</span></a>
                <p class="who" data-testid="who">{who}</p>
                {staff.then(|| view! {
                    <a class="button quiet" href="/verify/" data-testid="verify-link" aria-label=context.say(Word::Verify)>
                        {icon(Icon::Shield)} <span class="word">{context.say(Word::Verify)}</span>
                    </a>
                })}
                <button class="quiet" data-testid="language" lang=move || language::tag(language::other(context.language.get()))
                    on:click=move |_| context.switch_language()>{icon(Icon::Globe)} <span>{context.say(Word::OtherLanguage)}</span></button>
                {move || signed_in().then(|| view! {
                    <button class="quiet" data-testid="sign-out" aria-label=context.say(Word::SignOut) on:click=leave>
                        {icon(Icon::Leave)} <span class="word">{context.say(Word::SignOut)}</span>
                    </button>
                })}
            </div>
        </header>
    }
}

/// The last refusal in words, with the way on.
#[component(transparent)]
fn Refused() -> impl IntoView {
    let context = Context::get();
    let again = move |_| crate::page::reload();
    move || {
        let code = context.fault.get().filter(|_| !context.signed_out.get())?;
        let rule = article(&code);
        let retry = matches!(code.as_str(), "unreachable" | "unavailable");
        Some(view! {
            <div class="note bad" role="alert" data-testid="fault">
                {icon(Icon::Warning)}
                <div class="stack tight">
                    <p>
                        {move || reason(&code, context.language.get())}
                        {(!rule.is_empty()).then(|| view! { <small class="article">{rule}</small> })}
                    </p>
                    {retry.then(|| view! {
                        <div class="actions">
                            <button class="plain" data-testid="retry" on:click=again>{context.say(Word::TryAgain)}</button>
                        </div>
                    })}
                </div>
                <button class="quiet close" data-testid="fault-close" aria-label=context.say(Word::Close)
                    on:click=move |_| context.fault.set(None)>{icon(Icon::Cross)}</button>
            </div>
        })
    }
}

#[component(transparent)]
fn SignedOut(staff: bool) -> View {
    let context = Context::get();
    let door = if staff { "/staff" } else { "/code" };
    let href = move || match context.language.get() {
        Language::Chinese => door.to_owned(),
        Language::English => format!("{door}?lang=en"),
    };
    view! {
        <div class="stack">
            <h1>{context.say(Word::NotSignedIn)}</h1>
            <p>{context.say(if staff { Word::StaffSignIn } else { Word::PartySignIn })}</p>
            <a class="button big" href=href data-testid="sign-in">{context.say(Word::SignIn)}</a>
            <p><a href="/verify/">{context.say(Word::Verify)}</a></p>
        </div>
    }
}

#[component(transparent)]
fn Nowhere() -> View {
    let context = Context::get();
    view! {
        <div class="stack">
            <h1>{context.say(Word::NoSuchPage)}</h1>
            <p>{context.say(Word::NoSuchPageText)}</p>
            <a class="button" href="#/">{context.say(Word::Back)}</a>
        </div>
    }
}
