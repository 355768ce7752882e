//! 同意或不同意调解 (PML 17; EMR 22): both answers weigh the same.

use super::act::{Deed, act, deed};
use super::matter::claims_and_facts;
use super::say::say;
use crate::open::Open;
use crate::view::prelude::*;
use crate::words::party::Word;
use domain::command::Command;

pub fn consent(open: Open) -> View {
    let declining = RwSignal::new(false);
    let asked = Deed {
        act: Word::DeclineMediation,
        restated: Word::DeclineRestated,
        id: "decline",
    };
    view! {
        <h1 tabindex="-1">{say(Word::ConsentTitle)}</h1>
        <p>{say(Word::ConsentMeans)}</p>
        {open.folded.with_untracked(claims_and_facts)}
        {act(open, Word::ConsentMediation, "big", Command::ConsentToMediation, "consent", Some(""))}
        <button type="button" class="plain big" data-testid="decline-open" aria-expanded=move || declining.get().to_string()
            on:click=move |_| declining.update(|shown| *shown = !*shown)>{say(Word::DeclineMediation)}</button>
        {move || declining.get().then(|| deed(open, asked, |reason| Command::DeclineMediation { reason }))}
    }
}
