//! The desk of those who come into the room beside the parties: who interprets, and who watches over the
//! mediation body's work.

use super::frame::beside;
use crate::open::Open;
use crate::staff::say;
use crate::view::prelude::*;
use crate::words::staff::Word;
use domain::actor::Role;

pub fn file(open: Open) -> View {
    beside(open, standing(open), ().into_view())
}

fn standing(open: Open) -> View {
    let context = open.context;
    let interprets = open
        .folded
        .with_untracked(|folded| folded.view.you.role == Role::Interpreter);
    let word = if interprets {
        Word::GuestInterprets
    } else {
        Word::GuestWatches
    };
    let language = open.watch(|folded| folded.case.interpreter.as_ref().map(|called| called.language.clone()));
    let door = open.section(|a, b| a.case.stage == b.case.stage, crate::room::door);
    view! {
        <p class="note">{say(context, word)}</p>
        {move || language.get().map(|language| view! {
            <p>{say(context, Word::Interpreter)} "：" <strong data-testid="interprets">{language}</strong></p>
        })}
        {door}
    }
}
