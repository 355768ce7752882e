//! One case: what it is about, where it stands, and what the reader may do next.

use crate::home::Screens;
use crate::open::Open;
use crate::shell::Context;
use crate::words::Word;
use domain::id::CaseId;
use leptos::prelude::*;

/// Reads the case and follows it for as long as the screen is open.
#[component]
pub fn CasePage(id: CaseId) -> impl IntoView {
    let context = Context::get();
    let open = Open::read(id, context);
    view! {
        {move || match open.get() {
            None => view! { <div class="skeleton" role="status" aria-label=context.say(Word::Loading)></div> }.into_any(),
            Some(open) => {
                provide_context(open);
                open.follow();
                let screens: Screens = expect_context();
                (screens.case)(open)
            }
        }}
    }
}
