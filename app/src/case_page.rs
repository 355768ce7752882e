//! One case, read and followed for as long as its screen is open.

use crate::open::Open;
use crate::program::Program;
use crate::shell::Context;
use crate::words::Word;
use domain::id::CaseId;
use leptos::prelude::*;

#[component]
pub fn CasePage(id: CaseId) -> impl IntoView {
    let context = Context::get();
    let program = Program::get();
    let open = Open::read(id, context);
    move || match open.get() {
        None => view! { <div class="skeleton" role="status" aria-label=context.say(Word::Loading)></div> }.into_any(),
        Some(open) => {
            provide_context(open);
            open.follow();
            (program.case)(open)
        }
    }
}
