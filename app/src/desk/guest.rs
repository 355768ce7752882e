//! The desk of those who come into the room beside the parties: who interprets, and who watches over the
//! mediation body's work.

use super::frame::{Frame, frame};
use crate::mediator::workspace::matter;
use crate::open::Open;
use crate::staff::tabs::Tab;
use crate::staff::{people, say};
use crate::view::prelude::*;
use crate::words::staff::Word;
use domain::actor::{Role, Side};

pub fn file(open: Open) -> View {
    let panels = vec![Tab {
        word: Word::TabMatter,
        id: "matter",
        panel: matter(open).into_view(),
    }];
    let aside = Side::BOTH.map(|side| people::party(open, side)).collect_view();
    frame(
        open,
        Frame {
            links: ().into_view(),
            standing: standing(open),
            panels,
            aside: aside.into_view(),
            bar: ().into_view(),
        },
    )
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
