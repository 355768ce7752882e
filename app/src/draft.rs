//! The settlement's clauses: read and marked by the parties, written by the mediator.

use crate::api;
use crate::case_page::{Open, button};
use crate::folded::Folded;
use crate::words::Word;
use domain::actor::{Role, Side};
use domain::case::Stage;
use domain::command::Command;
use domain::hash::{Disclosure, Salt};
use domain::id::ClauseId;
use domain::moment::Date;
use domain::money::Fen;
use domain::terms::{Clause, ClauseBody, Instalment, PayManner, Payment, PaymentHead};
use leptos::prelude::*;

#[component]
pub fn Draft(open: Open, folded: Folded) -> impl IntoView {
    let context = open.context;
    if matches!(folded.case.stage, None | Some(Stage::Pending)) {
        return ().into_any();
    }
    let writing = folded.view.you.role == Role::Mediator && folded.case.stage == Some(Stage::Mediating);
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
            {crate::staff::part(|parts| parts.editor, open, &folded)}
            {writing.then(|| view! { <PaymentForm open/> <TextForm open/> })}
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

#[component]
fn TextForm(open: Open) -> impl IntoView {
    let text = RwSignal::new(String::new());
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let body = ClauseBody::FreeText {
            text: text.get_untracked(),
        };
        open.act(write(body, Vec::new()));
    };
    let context = open.context;
    view! {
        <form class="card" on:submit=add data-testid="text-form">
            <h3>{context.say(Word::AddText)}</h3>
            <label>{context.say(Word::Text)}<textarea required maxlength="2000" bind:value=text></textarea></label>
            <button>{context.say(Word::Add)}</button>
        </form>
    }
}

#[component]
fn PaymentForm(open: Open) -> impl IntoView {
    let (amount, due, account) = (
        RwSignal::new(String::new()),
        RwSignal::new(String::new()),
        RwSignal::new(String::new()),
    );
    let context = open.context;
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (Some(total), Ok(due)) = (fen(&amount.get_untracked()), due.get_untracked().parse::<Date>()) else {
            context.fault.set(Some("amount_unfit".into()));
            return;
        };
        let number = account.get_untracked();
        let disclosed = (!number.trim().is_empty()).then(|| Disclosure {
            salt: Salt(api::random()),
            value: number.trim().to_owned(),
        });
        let payment = Payment {
            head: PaymentHead::WageArrears,
            payer: Side::Respondent,
            payee: Side::Claimant,
            total,
            instalments: vec![Instalment { amount: total, due }],
            manner: if disclosed.is_some() {
                PayManner::BankTransfer
            } else {
                PayManner::Cash
            },
            account: disclosed.as_ref().map(Disclosure::commitment),
        };
        open.act(write(ClauseBody::Payment(payment), disclosed.into_iter().collect()));
    };
    view! {
        <form class="card" on:submit=add data-testid="payment-form">
            <h3>{context.say(Word::AddPayment)}</h3>
            <label>{context.say(Word::Amount)}<input required inputmode="decimal" bind:value=amount/></label>
            <label>{context.say(Word::Due)}<input required type="date" bind:value=due/></label>
            <label>{context.say(Word::Account)}<input inputmode="numeric" bind:value=account/></label>
            <button>{context.say(Word::Add)}</button>
        </form>
    }
}

fn write(body: ClauseBody, disclosures: Vec<Disclosure>) -> Command {
    Command::WriteClause {
        clause: Clause {
            id: ClauseId(api::uuid()),
            body,
        },
        place: None,
        disclosures,
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
