//! The fields of each kind of clause.

use super::form::{INSURANCES, Kind, Part, Remedy, Typed};
use crate::open::Open;
use crate::staff::say;
use crate::view::prelude::*;
use crate::words::staff::{self, Word};
use domain::actor::Side;
use domain::terms::{ApologyManner, InsuranceKind, PayManner, PaymentHead};

#[derive(Clone, Copy)]
pub enum Label {
    Word(Word),
    Head(PaymentHead),
    Kind(Kind),
}

/// More would be refused by the rule book.
const MOST_PARTS: usize = 59;

pub fn choice<T: Copy + PartialEq + Send + Sync + 'static>(
    open: Open,
    word: Word,
    id: &'static str,
    typed: RwSignal<Typed>,
    get: fn(&Typed) -> T,
    set: fn(&mut Typed, T),
    values: Vec<(T, Label)>,
) -> View {
    let context = open.context;
    let chosen = Memo::new(move |_| typed.with(get));
    let picked = values.iter().map(|(value, _)| *value).collect::<Vec<_>>();
    let choose = move |event| {
        let index = event_target_value(&event).parse::<usize>().ok();
        if let Some(value) = index.and_then(|index| picked.get(index)) {
            typed.update(|typed| set(typed, *value));
        }
    };
    let option = move |(index, (value, label)): (usize, (T, Label))| {
        let text = move || match label {
            Label::Word(word) => word.text(context.language.get()),
            Label::Head(head) => staff::payment_head(head, context.language.get()),
            Label::Kind(kind) => staff::clause_kind(kind, context.language.get()),
        };
        view! { <option value=index.to_string() prop:selected=move || chosen.get() == value>{text}</option> }
    };
    view! {
        <label class="field">
            {say(context, word)}
            <select data-testid=id on:change=choose>{values.into_iter().enumerate().map(option).collect_view()}</select>
        </label>
    }
}

/// A line of text of the form; `kind` is the input's type.
fn line(
    open: Open,
    word: Word,
    id: String,
    kind: &'static str,
    typed: RwSignal<Typed>,
    get: impl Fn(&Typed) -> String + Send + Sync + 'static,
    set: impl Fn(&mut Typed, String) + Send + Sync + 'static,
) -> View {
    let mode = if kind == "decimal" { "decimal" } else { "text" };
    let kind = if kind == "decimal" { "text" } else { kind };
    view! {
        <label class="field">
            {say(open.context, word)}
            <input type=kind inputmode=mode maxlength="200" data-testid=id prop:value=move || typed.with(&get)
                on:input=move |event| typed.update(|typed| set(typed, event_target_value(&event)))/>
        </label>
    }
}

pub fn fields(open: Open, typed: RwSignal<Typed>, kind: Kind) -> View {
    let due = move |word| {
        line(
            open,
            word,
            "clause-due".into(),
            "date",
            typed,
            |typed| typed.due.clone(),
            |typed, value| typed.due = value,
        )
    };
    let amount = move |word| {
        line(
            open,
            word,
            "clause-amount".into(),
            "decimal",
            typed,
            |typed| typed.amount.clone(),
            |typed, value| typed.amount = value,
        )
    };
    let words = move || {
        view! {
            <label class="field">
                {say(open.context, Word::Wording)}
                <textarea maxlength="2000" data-testid="clause-text" prop:value=move || typed.with(|typed| typed.text.clone())
                    on:input=move |event| typed.update(|typed| typed.text = event_target_value(&event))></textarea>
            </label>
        }
    };
    match kind {
        Kind::Payment => {
            let heads = PaymentHead::ALL.map(|head| (head, Label::Head(head))).to_vec();
            view! {
                <div class="pair-fields">
                    {choice(open, Word::Head, "clause-head", typed, |typed| typed.head, |typed, head| typed.head = head, heads)}
                    {amount(Word::Total)}
                </div>
                {payer(open, typed)}
                {instalments(open, typed)}
                {pay(open, typed)}
            }
        }
        Kind::Deposit => view! {
            <div class="pair-fields">{amount(Word::Total)} {due(Word::Due)}</div>
            {pay(open, typed)}
        },
        Kind::Insurance => insurance(open, typed, due(Word::Due)),
        Kind::Certificate => due(Word::Due),
        Kind::Apology => {
            let sides = vec![
                (Side::Respondent, Label::Word(Word::ByRespondent)),
                (Side::Claimant, Label::Word(Word::ByClaimant)),
            ];
            let manners = vec![
                (ApologyManner::InPerson, Label::Word(Word::InPerson)),
                (ApologyManner::InWriting, Label::Word(Word::InWriting)),
            ];
            view! {
                <div class="pair-fields">
                    {choice(open, Word::Who, "clause-by", typed, |typed| typed.by, |typed, by| typed.by = by, sides)}
                    {choice(open, Word::Manner, "clause-apology", typed, |typed| typed.apology, |typed, manner| typed.apology = manner, manners)}
                </div>
                {due(Word::Due)}
            }
        }
        Kind::Confidentiality | Kind::Text => words().into_view(),
        Kind::Default => {
            let remedies = vec![
                (Remedy::Daily, Label::Word(Word::Daily)),
                (Remedy::LumpSum, Label::Word(Word::LumpSum)),
                (Remedy::Acceleration, Label::Word(Word::Acceleration)),
            ];
            let remedy = Memo::new(move |_| typed.with(|typed| typed.remedy));
            view! {
                {choice(open, Word::Remedy, "clause-remedy", typed, |typed| typed.remedy, |typed, remedy| typed.remedy = remedy, remedies)}
                {move || match remedy.get() {
                    Remedy::Daily => line(open, Word::DailyInterest, "clause-rate".into(), "decimal", typed,
                        |typed| typed.rate.clone(), |typed, value| typed.rate = value),
                    Remedy::LumpSum => amount(Word::LumpSumAmount),
                    Remedy::Acceleration => ().into_view(),
                }}
            }
        }
    }
}

fn payer(open: Open, typed: RwSignal<Typed>) -> View {
    let ways = vec![
        (Side::Respondent, Label::Word(Word::RespondentPays)),
        (Side::Claimant, Label::Word(Word::ClaimantPays)),
    ];
    choice(
        open,
        Word::Payer,
        "clause-payer",
        typed,
        |typed| typed.payer,
        |typed, payer| typed.payer = payer,
        ways,
    )
}

/// Each instalment before the last with sum and day; the last is what remains.
fn instalments(open: Open, typed: RwSignal<Typed>) -> View {
    let context = open.context;
    let count = Memo::new(move |_| typed.with(|typed| typed.parts.len()));
    let rest = move || {
        typed
            .with(Typed::rest)
            .map_or_else(|| "—".to_owned(), |rest| rest.to_string())
    };
    let part = move |index: usize| {
        // The first two names are those the form always had.
        let name = |what: &str| {
            if index == 0 {
                format!("clause-first-{what}")
            } else {
                format!("clause-part-{}-{what}", index + 1)
            }
        };
        let read = move |typed: &Typed, get: fn(&Part) -> String| typed.parts.get(index).map(get).unwrap_or_default();
        view! {
            <li class="instalment">
                <span class="muted">{move || staff::instalment(index + 1, context.language.get())}</span>
                {line(open, Word::Sum, name("amount"), "decimal", typed, move |typed| read(typed, |part| part.amount.clone()),
                    move |typed, value| if let Some(part) = typed.parts.get_mut(index) { part.amount = value })}
                {line(open, Word::Due, name("due"), "date", typed, move |typed| read(typed, |part| part.due.clone()),
                    move |typed, value| if let Some(part) = typed.parts.get_mut(index) { part.due = value })}
                <button class="quiet" type="button" aria-label=move || staff::remove_instalment(index + 1, context.language.get())
                    on:click=move |_| typed.update(|typed| drop(typed.parts.remove(index)))>"✕"</button>
            </li>
        }
    };
    view! {
        <fieldset class="instalments">
            <legend>{say(context, Word::Instalments)}</legend>
            <ol role="list">
                {move || (0..count.get()).map(part).collect_view()}
                <li class="instalment">
                    <span class="muted">{move || staff::instalment(count.get() + 1, context.language.get())}</span>
                    <p class="field rest" data-testid="clause-rest">{say(context, Word::Rest)} <strong class="number">{rest}</strong></p>
                    {line(open, Word::Due, "clause-due".into(), "date", typed, |typed| typed.due.clone(), |typed, value| typed.due = value)}
                </li>
            </ol>
            <div class="pair-fields">
                {line(open, Word::ConditionEvent, "clause-event".into(), "text", typed, |typed| typed.event.clone(), |typed, value| typed.event = value)}
                {line(open, Word::ConditionDays, "clause-days".into(), "decimal", typed, |typed| typed.days.clone(), |typed, value| typed.days = value)}
            </div>
            <button class="quiet" type="button" data-testid="clause-part-add" disabled=move || { count.get() >= MOST_PARTS }
                on:click=move |_| typed.update(|typed| typed.parts.push(Part::default()))>
                "＋ " {say(context, Word::AddInstalment)}
            </button>
        </fieldset>
    }
}

fn pay(open: Open, typed: RwSignal<Typed>) -> View {
    let manners = vec![
        (PayManner::BankTransfer, Label::Word(Word::BankTransfer)),
        (PayManner::MobileTransfer, Label::Word(Word::MobileTransfer)),
        (PayManner::Cash, Label::Word(Word::Cash)),
    ];
    let transfer = Memo::new(move |_| typed.with(|typed| typed.manner == PayManner::BankTransfer));
    view! {
        {choice(open, Word::Manner, "clause-manner", typed, |typed| typed.manner, |typed, manner| typed.manner = manner, manners)}
        {move || transfer.get().then(|| line(open, Word::Account, "clause-account".into(), "text", typed,
            |typed| typed.account.clone(), |typed, value| typed.account = value))}
    }
}

fn insurance(open: Open, typed: RwSignal<Typed>, due: View) -> View {
    let context = open.context;
    let kind = move |kind: InsuranceKind| {
        let on = move || typed.with(|typed| typed.kinds.contains(&kind));
        let toggle = move |_| {
            typed.update(|typed| {
                // In the law's order, whatever the order of the clicks.
                let had = typed.kinds.contains(&kind);
                let keep = |other: &InsuranceKind| {
                    if *other == kind {
                        !had
                    } else {
                        typed.kinds.contains(other)
                    }
                };
                typed.kinds = INSURANCES.into_iter().filter(keep).collect();
            });
        };
        view! {
            <label class="check">
                <input type="checkbox" prop:checked=on on:change=toggle/>
                <span>{move || staff::insurance(kind, context.language.get())}</span>
            </label>
        }
    };
    view! {
        <div class="pair-fields">
            {line(open, Word::From, "clause-from".into(), "date", typed, |typed| typed.from.clone(), |typed, value| typed.from = value)}
            {line(open, Word::To, "clause-to".into(), "date", typed, |typed| typed.to.clone(), |typed, value| typed.to = value)}
        </div>
        <fieldset>
            <legend>{say(context, Word::InsuranceKinds)}</legend>
            <div class="heads" data-testid="clause-insurances">{INSURANCES.map(kind).collect_view()}</div>
        </fieldset>
        {due}
    }
}
