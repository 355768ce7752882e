//! Who pays whom, how much and by when, from the typed clauses.

use super::say::{filled, say};
use crate::folded::Folded;
use crate::shell::Context;
use crate::ui::day;
use crate::view::prelude::*;
use crate::words::party::Word;
use domain::actor::Side;
use domain::moment::Date;
use domain::money::Fen;
use domain::terms::{ClauseBody, Terms, prose};

/// One sum on its day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    pub payer: Side,
    pub amount: Fen,
    pub day: Date,
}

/// Every sum of the terms, earliest first.
pub fn dues(terms: &Terms) -> Vec<Due> {
    let mut dues = Vec::new();
    for clause in &terms.0 {
        match &clause.body {
            ClauseBody::Payment(payment) => dues.extend(payment.instalments.iter().map(|part| Due {
                payer: payment.payer,
                amount: part.amount,
                day: part.due,
            })),
            // A deposit goes back from the employer to the worker.
            ClauseBody::DepositReturn(deposit) => dues.push(Due {
                payer: Side::Respondent,
                amount: deposit.amount,
                day: deposit.due,
            }),
            _ => {}
        }
    }
    dues.sort_by_key(|due| due.day);
    dues
}

pub fn total(dues: &[Due], payer: Side) -> Fen {
    Fen(dues
        .iter()
        .filter(|due| due.payer == payer)
        .map(|due| due.amount.0)
        .sum())
}

/// The terms in force, or as drafted.
pub fn terms(folded: &Folded) -> &Terms {
    folded
        .case
        .agreed_terms
        .as_ref()
        .map_or(&folded.case.draft, |(terms, _)| terms)
}

/// `12,000.00 元` and `壹万贰仟圆整`.
pub fn figures(amount: Fen) -> View {
    view! {
        <p class="sum">
            <span class="money">{amount.to_string()} " 元"</span>
            <span class="muted">{prose::capitals(amount)}</span>
        </p>
    }
}

/// What `side` pays and receives, with the days.
pub fn in_plain_words(folded: &Folded, side: Side) -> View {
    let dues = dues(terms(folded));
    let today = folded.now().date(folded.case.zone);
    let part = |word: Word, payer: Side| {
        let sum = total(&dues, payer);
        if sum == Fen(0) {
            return None;
        }
        let line = |due: &Due| {
            let due = *due;
            let language = Context::get().language;
            let when = move || day(due.day, today, language.get());
            view! { <li><span>{move || filled(Word::ByDay, vec![when()])()}</span> <span class="number">{due.amount.to_string()} " 元"</span></li> }
        };
        let lines = dues.iter().filter(|due| due.payer == payer).map(line).collect_view();
        Some(view! {
            <div class="stack tight">
                <h2>{say(word)}</h2>
                {figures(sum)}
                <ul role="list" class="dues">{lines}</ul>
            </div>
        })
    };
    let none = dues.is_empty();
    view! {
        {part(Word::YouReceive, side.other())}
        {part(Word::YouPay, side)}
        {none.then(|| view! { <p>{say(Word::NoMoney)}</p> })}
    }
}
