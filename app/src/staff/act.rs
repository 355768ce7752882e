//! A button for one command, as the rule book answers it.

use crate::folded::Folded;
use crate::open::Open;
use crate::staff::preview::preview;
use crate::staff::say;
use crate::ui::Why;
use crate::view::prelude::*;
use crate::words::staff::Word;
use domain::command::Command;
use domain::refusal::Refusal;

/// `true` where the refusal says that the act is not the reader's at all, or past: then there is
/// no button.
pub fn is_moot(refusal: Refusal) -> bool {
    matches!(
        refusal,
        Refusal::NotYourRole
            | Refusal::NotYourCase
            | Refusal::WrongStage
            | Refusal::AlreadyDone
            | Refusal::CaseEnded
            | Refusal::UnknownCase
    )
}

/// Present while the act is the reader's; dim, with the reason, where it may not be done yet.
pub fn act(
    open: Open,
    id: &'static str,
    class: &'static str,
    word: Word,
    make: impl Fn(&Folded) -> Command + Send + Sync + Copy + 'static,
) -> View {
    button(open, id, class, word, make, ruling(open, make))
}

/// As [`act`], of an act whose documents can be looked at before.
pub fn papered(
    open: Open,
    id: &'static str,
    class: &'static str,
    word: Word,
    make: impl Fn(&Folded) -> Command + Send + Sync + Copy + 'static,
) -> View {
    let ruling = ruling(open, make);
    let look = preview(open, id, move || Ok(open.folded.with_untracked(make)));
    view! {
        {button(open, id, class, word, make, ruling)}
        <div class="act" hidden=move || ruling.get().is_err()>{look}</div>
    }
}

type Ruling = Memo<Result<(), Refusal>>;

/// What the rule book says of the act, following the case.
fn ruling(open: Open, make: impl Fn(&Folded) -> Command + Send + Sync + 'static) -> Ruling {
    open.watch(move |folded| folded.may(&make(folded)))
}

fn button(
    open: Open,
    id: &'static str,
    class: &'static str,
    word: Word,
    make: impl Fn(&Folded) -> Command + Copy + 'static,
    ruling: Ruling,
) -> View {
    let moot = move || ruling.get().is_err_and(is_moot);
    let refused = move || ruling.get().err().filter(|refusal| !is_moot(*refusal));
    let go = move |_| open.act(open.folded.with_untracked(make));
    view! {
        <div class="act" hidden=moot>
            <button class=class data-testid=id disabled=move || ruling.get().is_err() || open.busy.get() on:click=go>
                {say(open.context, word)}
            </button>
            {move || refused().map(|refusal| view! { <Why refusal/> })}
        </div>
    }
}
