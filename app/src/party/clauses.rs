//! The draft clause by clause: read or heard, both sides' marks, agree or not. Someone else's change
//! redraws only the clause it touches, and is told calmly.

use super::act::trouble;
use super::aloud::aloud;
use super::money::figures;
use super::say::{filled, say};
use crate::open::Open;
use crate::view::prelude::*;
use crate::words::party::Word;
use domain::actor::Side;
use domain::case::Stage;
use domain::command::Command;
use domain::id::ClauseId;
use domain::money::Fen;
use domain::terms::Terms;

/// What just happened to the draft while the reader looked on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    word: Word,
    /// Counted from one; zero where the change has no number of its own.
    number: usize,
    pub clause: Option<ClauseId>,
}

pub type News = RwSignal<Option<Change>>;

/// The first difference from `before` to `after`, if any.
fn change(before: &Terms, after: &Terms) -> Option<Change> {
    for (index, clause) in after.0.iter().enumerate() {
        let word = match before.clause(clause.id) {
            None => Word::ClauseAdded,
            Some(known) if known != clause => Word::ClauseChanged,
            Some(_) => continue,
        };
        return Some(Change {
            word,
            number: index + 1,
            clause: Some(clause.id),
        });
    }
    let gone = before.0.iter().position(|known| after.clause(known.id).is_none());
    if let Some(index) = gone {
        return Some(Change {
            word: Word::ClauseRemoved,
            number: index + 1,
            clause: None,
        });
    }
    (before != after).then_some(Change {
        word: Word::ClausesMoved,
        number: 0,
        clause: None,
    })
}

/// Follows the draft for as long as the case is open.
pub fn follow(open: Open) -> News {
    let news = RwSignal::new(None);
    let draft = open.watch(|folded| folded.case.draft.clone());
    let mut before = None::<Terms>;
    effect(move || {
        let after = draft.get();
        if let Some(change) = before.as_ref().and_then(|before| change(before, &after)) {
            news.set(Some(change));
        }
        before = Some(after);
    });
    news
}

/// Stays in sight wherever the reader has scrolled to; past the drafting it says nothing.
pub fn notice(open: Open, news: News, here: bool) -> View {
    let drafting = open.watch(|folded| folded.case.stage == Some(Stage::Mediating));
    (move || {
        news.get().filter(|_| drafting.get()).map(|change| {
            let link = (!here).then(|| view! { <a href=format!("#/case/{}/terms", open.id)>{say(Word::LookAtTerms)}</a> });
            view! {
                <div class="note news" role="status" data-testid="changed">
                    <p>{filled(change.word, vec![change.number.to_string()])} " " {link}</p>
                    <button type="button" class="quiet" on:click=move |_| news.set(None)>{say(Word::Understood)}</button>
                </div>
            }
        })
    })
    .into_view()
}

pub fn clauses(open: Open, news: News) -> View {
    let order = open.watch(|folded| folded.case.draft.0.iter().map(|clause| clause.id).collect::<Vec<_>>());
    let state = open.watch(|folded| {
        let side = folded.view.you.role.side().unwrap_or(Side::Claimant);
        (
            folded.case.stage,
            super::next::unmarked(&folded.case, side),
            folded.case.draft.0.len(),
        )
    });
    let standing = move || {
        let (stage, left, all) = state.get();
        let word = match stage {
            Some(Stage::Mediating) if all == 0 => Word::NoClauses,
            Some(Stage::Mediating) if left > 0 => Word::ClausesLeft,
            Some(Stage::Mediating) => Word::ClausesAllMarked,
            _ => Word::ClausesFrozen,
        };
        let class = if all == 0 { "empty" } else { "note" };
        view! { <p class=class role="status">{filled(word, vec![left.to_string()])}</p> }
    };
    view! {
        <h1 tabindex="-1">{say(Word::RowTerms)}</h1>
        {standing}
        <ol role="list" class="stack clauses" data-testid="terms">
            {keyed(move || order.get(), |id| *id, move |id| one(open, id, news))}
        </ol>
        <p class="muted"><small>{say(Word::MarksMean)}</small></p>
    }
}

fn one(open: Open, id: ClauseId, news: News) -> View {
    let context = open.context;
    let clause = open.watch(move |folded| folded.case.draft.clause(id).cloned());
    let place = open.watch(move |folded| {
        let at = folded.case.draft.0.iter().position(|clause| clause.id == id);
        (at.map_or(0, |at| at + 1), folded.case.draft.0.len())
    });
    let sentence = Memo::new(move |_| {
        let language = context.language.get();
        clause
            .with(|clause| {
                let clause = clause.as_ref()?;
                Some(open.folded.with(|folded| folded.sentence(clause, language)))
            })
            .unwrap_or_default()
    });
    let sum = Memo::new(move |_| clause.with(|clause| clause.as_ref().map_or(Fen(0), |clause| clause.body.money())));
    let heading = move || {
        let (at, of) = place.get();
        filled(Word::ClauseOf, vec![at.to_string(), of.to_string()])()
    };
    let fresh = move || news.get().is_some_and(|change| change.clause == Some(id));
    let mark = move |side: Side, word: Word, class: &'static str| {
        let mark = open.watch(move |folded| folded.case.marks.get(&id).and_then(|marks| marks.get(&side)).copied());
        let yours = open.watch(move |folded| folded.view.you.role.side() == Some(side));
        view! {
            <li class=class>
                {say(word)} {move || yours.get().then(|| say(Word::Yours)())} " "
                <strong>{move || match mark.get() {
                    Some(true) => say(Word::MarkAgreed)(),
                    Some(false) => say(Word::MarkObjected)(),
                    None => say(Word::MarkNone)(),
                }}</strong>
            </li>
        }
    };
    view! {
        <li class="card" class:fresh=fresh data-testid="clause">
            <div class="row between">
                <h2>{heading}</h2>
                {move || fresh().then(|| view! { <span class="chip warn">{say(Word::JustChanged)}</span> })}
                {aloud(move || sentence.get())}
            </div>
            <p data-testid="clause-sentence">{move || sentence.get()}</p>
            {move || (sum.get() > Fen(0)).then(|| figures(sum.get()))}
            <ul role="list" class="marks">
                {mark(Side::Claimant, Word::ClaimantSide, "claimant")}
                {mark(Side::Respondent, Word::RespondentSide, "respondent")}
            </ul>
            {marking(open, id)}
        </li>
    }
}

/// Two answers of equal weight; what stands is pressed.
fn marking(open: Open, id: ClauseId) -> View {
    let fault = RwSignal::new(None);
    let stands = open.watch(move |folded| {
        let side = folded.view.you.role.side()?;
        let clause = folded.case.draft.clause(id)?;
        if folded.case.stage != Some(Stage::Mediating) {
            return None;
        }
        let mine = folded.case.marks.get(&id).and_then(|marks| marks.get(&side)).copied();
        Some((clause.digest(), mine))
    });
    let button = move |agreed: bool, word: Word, testid: &'static str| {
        let say_it = move |_| {
            if let Some((digest, _)) = stands.get_untracked() {
                let command = Command::MarkClause {
                    clause: id,
                    digest,
                    agreed,
                };
                super::act::submit(open, command, fault, None);
            }
        };
        let pressed = move || stands.get().and_then(|(_, mine)| mine) == Some(agreed);
        view! {
            <button type="button" class="plain" class:chosen=pressed data-testid=testid aria-pressed=move || pressed().to_string()
                disabled=move || open.busy.get() || pressed() on:click=say_it>{say(word)}</button>
        }
    };
    let shown = Memo::new(move |_| stands.get().is_some());
    view! {
        {move || shown.get().then(|| view! {
            <div class="actions pair">
                {button(false, Word::Disagree, "mark-object")}
                {button(true, Word::AgreeClause, "mark-agree")}
            </div>
        })}
        {trouble(open, fault)}
    }
}
