//! What only staff see. The staff program provides it as context, so that none of it is linked
//! into the parties' program.

pub mod act;
pub mod clock;
pub mod deed;
pub mod history;
pub mod keep;
pub mod papers;
pub mod people;
pub mod tabs;

use crate::open::Open;
use crate::shell::Context;
use crate::words::staff::Word;
use domain::actor::Role;
use leptos::prelude::*;

pub fn home() -> AnyView {
    let context = Context::get();
    let role = Memo::new(move |_| context.session.with(|session| Some(session.as_ref()?.actor.role)));
    view! {
        {move || match role.get() {
            None => view! { <div class="skeleton"></div> }.into_any(),
            Some(Role::Mediator) => crate::mediator::board::board(context),
            Some(Role::Arbitrator | Role::Judge) => crate::desk::queue::queue(context),
            Some(_) => view! {
                <h1>{say(context, Word::NoScreens)}</h1>
                <p>{say(context, Word::NoScreensWhy)}</p>
            }
            .into_any(),
        }}
    }
    .into_any()
}

pub fn case(open: Open) -> AnyView {
    match open.folded.with_untracked(|folded| folded.view.you.role) {
        Role::Mediator => crate::mediator::workspace::workspace(open),
        _ => crate::desk::file::file(open),
    }
}

/// `word` in the reader's language, following the switch.
pub fn say(context: Context, word: Word) -> impl Fn() -> &'static str + Copy + Send + Sync + 'static {
    move || word.text(context.language.get())
}

/// Whose desk this is: institution and role.
pub fn signboard(context: Context) -> impl IntoView {
    use crate::words::staff::role;
    use domain::terms::prose::Language;
    let told = move || {
        let language = context.language.get();
        context.session.with(|session| {
            let session = session.as_ref()?;
            let org = session.org.as_ref().map(|org| match language {
                Language::Chinese => org.name.clone(),
                Language::English => org.name_en.clone(),
            });
            Some(view! {
                <strong>{org}</strong>
                <span class="chip">{role(session.actor.role, language)}</span>
            })
        })
    };
    view! { <p class="signboard row" data-testid="signboard">{told}</p> }
}
