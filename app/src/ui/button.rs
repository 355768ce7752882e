//! Buttons that say the act, turn while it is on its way, and say why it cannot be done.

use crate::icon::{Icon, icon};
use crate::open::Open;
use crate::shell::Context;
use crate::view::prelude::*;
use crate::words::reason;
use domain::command::Command;
use domain::refusal::Refusal;
use std::sync::Arc;

/// One act. While `busy` it turns and takes no second press, without losing the focus.
#[component(transparent)]
pub fn Button(
    id: &'static str,
    #[prop(into)] word: TextProp,
    press: Callback<()>,
    #[prop(optional, into)] busy: Signal<bool>,
    #[prop(optional, into)] off: Signal<bool>,
    /// `big`, `maple`, `plain`, `quiet`, `danger`
    #[prop(optional)]
    class: &'static str,
    #[prop(default = None, into)] glyph: Option<Icon>,
) -> View {
    let pressed = move |_| {
        if !busy.get_untracked() {
            press.run(());
        }
    };
    view! {
        <button type="button" id=id data-testid=id class=class disabled=move || off.get()
            aria-busy=move || busy.get().then_some("true") on:click=pressed>
            {glyph.map(icon)}
            <span>{move || word.get()}</span>
        </button>
    }
}

/// A button for `command` that follows the case: gone where this reader never does it or its time
/// is past, dim with the reason where not yet.
#[component(transparent)]
pub fn Ruled(
    open: Open,
    id: &'static str,
    #[prop(into)] word: TextProp,
    command: Command,
    #[prop(optional)] class: &'static str,
    #[prop(default = None, into)] glyph: Option<Icon>,
) -> impl IntoView {
    let command = Arc::new(command);
    let ruling = open.ruling(command.clone());
    let press = Callback::new(move |()| open.act(&*command));
    move || {
        let word = word.clone();
        match ruling.get() {
            Ok(()) => view! { <Button id word press busy=open.busy class glyph/> },
            Err(Refusal::NotYourRole | Refusal::NotYourCase | Refusal::WrongStage | Refusal::AlreadyDone) => {
                ().into_view()
            }
            Err(refusal) => view! {
                <div class="stack tight">
                    <Button id word press off=true class glyph/>
                    <Why refusal/>
                </div>
            },
        }
    }
}

/// A refusal in words, with the article it rests on.
#[component(transparent)]
pub fn Why(refusal: Refusal) -> View {
    let context = Context::get();
    let article = refusal.article();
    view! {
        <p class="why">
            {icon(Icon::Info)}
            <span>
                {move || reason(refusal.code(), context.language.get())}
                {(!article.is_empty()).then(|| view! { <small class="article">{article}</small> })}
            </span>
        </p>
    }
}
