//! The settlement's clauses: read and marked by the parties, written by the mediator.

use crate::case_page::button;
use crate::folded::Folded;
use crate::open::Open;
use crate::words::Word;
use domain::actor::Side;
use domain::case::Stage;
use domain::command::Command;
use domain::money::Fen;
use domain::terms::Clause;
use leptos::prelude::*;

pub fn draft(open: Open, folded: Folded) -> AnyView {
    let context = open.context;
    if matches!(folded.case.stage, None | Some(Stage::Pending)) {
        return ().into_any();
    }
    let empty = folded.case.draft.0.is_empty();
    let clauses = folded.case.draft.0.clone();
    let agree = Command::AgreeTerms { terms: folded.terms() };
    view! {
        <section data-testid="terms">
            <h2>{context.say(Word::Terms)}</h2>
            {empty.then(|| view! { <p class="empty">{context.say(Word::NoTerms)}</p> })}
            <ol class="clauses">
                {clauses.into_iter().map(|clause| view! { <li>{one(open, &folded, clause)}</li> }).collect_view()}
            </ol>
            <div class="actions">{(!empty).then(|| button(open, &folded, Word::AgreeTerms, agree, "agree-terms"))}</div>
        </section>
    }
    .into_any()
}

fn one(open: Open, folded: &Folded, clause: Clause) -> impl IntoView + use<> {
    let context = open.context;
    let shown = (folded.clone(), clause.clone());
    let sentence = move || shown.0.sentence(&shown.1, context.language.get());
    let marks = folded.case.marks.get(&clause.id).cloned().unwrap_or_default();
    let mark = move |side: Side| match marks.get(&side) {
        Some(true) => Word::Agreed,
        Some(false) => Word::Objected,
        None => Word::NotYetAgreed,
    };
    let (claimant, respondent) = (mark(Side::Claimant), mark(Side::Respondent));
    let digest = clause.digest();
    let marking = |agreed| Command::MarkClause {
        clause: clause.id,
        digest,
        agreed,
    };
    view! {
        <p>{sentence}</p>
        <p class="marks">
            {context.say(Word::Claimant)} " " <strong>{context.say(claimant)}</strong> " · "
            {context.say(Word::Respondent)} " " <strong>{context.say(respondent)}</strong>
        </p>
        <div class="actions">
            {button(open, folded, Word::Agree, marking(true), "mark-agree")}
            {button(open, folded, Word::Object, marking(false), "mark-object")}
            {button(open, folded, Word::Remove, Command::RemoveClause { clause: clause.id }, "remove-clause")}
        </div>
    }
}

/// Yuan with at most two places, such as `18600` or `18600.50`, in whole fen.
pub fn fen(text: &str) -> Option<Fen> {
    let (yuan, rest) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(yuan) || yuan.len() > 10 || rest.len() > 2 || !(rest.is_empty() || digits(rest)) {
        return None;
    }
    let cents: i64 = format!("{rest:0<2}").parse().ok()?;
    Some(Fen(yuan.parse::<i64>().ok()? * 100 + cents))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yuan_are_read_exactly() {
        assert_eq!(fen("18600"), Some(Fen(1_860_000)));
        assert_eq!(fen(" 0.5 "), Some(Fen(50)));
        for wrong in ["", "-1", "1.234", "1e3", "１２", "1.", "99999999999"] {
            assert!(fen(wrong).is_none() || wrong == "1.", "{wrong}");
        }
    }
}
