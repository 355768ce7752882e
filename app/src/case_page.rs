//! One case, read and followed for as long as its screen is open.

use crate::open::Open;
use crate::program::Program;
use crate::shell::Context;
use crate::ui::Waiting;
use crate::view::prelude::*;
use crate::words::Word;
use domain::id::CaseId;

#[component(transparent)]
pub fn CasePage(id: CaseId) -> impl IntoView {
    let context = Context::get();
    let program = Program::get();
    // What was refused elsewhere says nothing of this case.
    context.fault.set(None);
    let open = Open::read(id, context);
    // The refusal itself stands at the top of the frame; it may be closed, the heading stays.
    let refused = Memo::new(move |before: Option<&bool>| {
        before.is_some_and(|before| *before) || context.fault.with(Option::is_some)
    });
    move || match open.get() {
        None if refused.get() => view! {
            <div class="stack">
                <h1>{context.say(Word::CannotOpen)}</h1>
                <a class="button plain" href="#/">{context.say(Word::Back)}</a>
            </div>
        },
        None => view! { <Waiting/> },
        Some(open) => {
            provide_context(open);
            open.follow();
            (program.case)(open)
        }
    }
}
