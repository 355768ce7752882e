//! Messages that colour a whole block, and the sign of waiting.

use crate::icon::{Icon, icon};
use crate::shell::Context;
use crate::view::prelude::*;
use crate::words::Word;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Info,
    Good,
    Warn,
    Bad,
}

/// A message; its colour never speaks alone.
#[component(transparent)]
pub fn Notice(kind: Kind, #[prop(optional)] id: Option<&'static str>, children: Children) -> View {
    let (class, glyph, role) = match kind {
        Kind::Info => ("note", Icon::Info, "status"),
        Kind::Good => ("note good", Icon::Check, "status"),
        Kind::Warn => ("note warn", Icon::Warning, "status"),
        Kind::Bad => ("note bad", Icon::Cross, "alert"),
    };
    view! {
        <div class=class role=role data-testid=id>
            {icon(glyph)}
            <div class="stack tight">{children()}</div>
        </div>
    }
}

/// Stands where something is on its way; seen only after 300 ms.
#[component(transparent)]
pub fn Waiting() -> View {
    let context = Context::get();
    view! {
        <div class="skeleton" role="status">
            <span class="visually-hidden">{context.say(Word::Loading)}</span>
            <i></i><i></i><i></i>
        </div>
    }
}
