//! 申请 · 受理 · 调解 · 签署 · 确认 · 履行: where the case stands, at one look.

use crate::shell::Context;
use crate::view::prelude::*;
use crate::words::Word;
use domain::case::Stage;

const WORDS: [Word; 6] = [
    Word::StationRequest,
    Word::StationAcceptance,
    Word::StationMediation,
    Word::StationSigning,
    Word::StationConfirmation,
    Word::StationPerformance,
];

/// Index into [`WORDS`]; `None` once the case ended without agreement.
pub fn station(stage: Option<Stage>) -> Option<usize> {
    match stage {
        None => Some(0),
        Some(Stage::Pending) => Some(1),
        Some(Stage::Mediating) => Some(2),
        Some(Stage::Signing) => Some(3),
        Some(Stage::Effective | Stage::ApplicationPending | Stage::UnderReview | Stage::Serving) => Some(4),
        Some(Stage::Enforceable | Stage::Performed) => Some(5),
        Some(Stage::Ended | Stage::Transferred | Stage::ArbitrationPending | Stage::Arbitrating | Stage::Concluded) => {
            None
        }
    }
}

/// The line of stations with the present one lit.
#[component(transparent)]
pub fn Stations(#[prop(into)] stage: Signal<Option<Stage>>) -> View {
    let context = Context::get();
    let at = Memo::new(move |_| station(stage.get()));
    let one = move |(index, word): (usize, Word)| {
        let class = move || at.get().is_some_and(|at| index < at).then_some("done");
        let current = move || (at.get() == Some(index)).then_some("step");
        view! { <li class=class aria-current=current>{context.say(word)}</li> }
    };
    view! {
        <ol class="stations" class:ended=move || at.get().is_none() aria-label=context.say(Word::Stations) data-testid="stations">
            {WORDS.into_iter().enumerate().map(one).collect_view()}
        </ol>
    }
}
