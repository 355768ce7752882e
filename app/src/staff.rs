//! The staff program's screens and the pieces they share.

pub mod act;
pub mod claims;
pub mod clock;
pub mod deed;
pub mod history;
pub mod limitation;
pub mod papers;
pub mod people;
pub mod preview;
pub mod service;
pub mod tabs;

use crate::open::Open;
use crate::shell::Context;
use crate::view::prelude::*;
use crate::words::staff::Word;
use domain::actor::Role;

pub fn home() -> View {
    let context = Context::get();
    let role = Memo::new(move |_| context.session.with(|session| Some(session.as_ref()?.actor.role)));
    view! {
        {move || match role.get() {
            None => view! { <crate::ui::Waiting/> },
            Some(Role::Mediator) => crate::mediator::board::board(context),
            Some(Role::Arbitrator | Role::Judge | Role::Supporter | Role::Interpreter | Role::Observer) => crate::desk::queue::queue(context),
            Some(_) => view! {
                <h1>{say(context, Word::NoScreens)}</h1>
                <p>{say(context, Word::NoScreensWhy)}</p>
            },
        }}
    }
}

pub fn case(open: Open) -> View {
    let screen = match open.folded.with_untracked(|folded| folded.view.you.role) {
        Role::Mediator => crate::mediator::workspace::workspace(open),
        Role::Supporter => crate::desk::support::file(open),
        Role::Interpreter | Role::Observer => crate::desk::guest::file(open),
        _ => crate::desk::file::file(open),
    };
    view! {
        <p class="back"><a href="#/" data-testid="back">"‹ " {say(open.context, Word::ToAll)}</a></p>
        {screen}
    }
}

/// `word` in the reader's language, following the switch.
pub fn say(context: Context, word: Word) -> impl Fn() -> &'static str + Copy + Send + Sync + 'static {
    move || word.text(context.language.get())
}
