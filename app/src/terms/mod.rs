//! Writing the settlement: a form for each kind of clause, the sentence it makes while it is
//! typed, and what the check of the terms says.

pub mod form;

use crate::api;
use crate::folded::Folded;
use crate::open::Open;
use crate::staff::say;
use crate::words::staff::{self, Word};
use domain::actor::{Role, Side};
use domain::case::Stage;
use domain::command::Command;
use domain::id::ClauseId;
use domain::terms::lint::{Note, lint};
use domain::terms::{ApologyManner, Clause, PayManner, PaymentHead, Terms};
use form::{Form, INSURANCES, Kind, Remedy};
use leptos::prelude::*;

pub fn editor(open: Open) -> AnyView {
    open.section(|folded| (folded.case.stage, folded.case.draft.clone()), draw_editor)
        .into_any()
}

fn draw_editor(open: Open, folded: Folded) -> AnyView {
    if folded.view.you.role != Role::Mediator || folded.case.stage != Some(Stage::Mediating) {
        return ().into_any();
    }
    let context = open.context;
    let form: Form = expect_context();
    let today = folded.now().date(folded.case.zone);
    let notes = lint(&folded.case.draft, today);
    let order = folded.case.draft.0.iter().map(|clause| clause.id).collect::<Vec<_>>();
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some((body, account)) = untrack(|| form.body()) else {
            context.fault.set(Some("amount_unfit".into()));
            return;
        };
        open.act(Command::WriteClause {
            clause: Clause {
                id: ClauseId(api::uuid()),
                body,
            },
            place: None,
            disclosures: account.into_iter().collect(),
        });
        form.clear();
    };
    view! {
        {check(open, notes, &order)}
        {moves(open, &folded)}
        <details class="editor" open>
            <summary data-testid="add-clause">{say(context, Word::AddClause)}</summary>
            <form class="card" on:submit=add data-testid="clause-form">
                {choice(open, Word::KindOfClause, "clause-kind", form.kind,
                    Kind::ALL.map(|(kind, word)| (kind, Label::Word(word))).to_vec())}
                {move || fields(open, form, form.kind.get())}
                {move || preview(open, &folded, form)}
                <button data-testid="clause-add">{say(context, Word::Add)}</button>
            </form>
        </details>
    }
    .into_any()
}

/// The whole draft's notes, each naming its clause.
fn check(open: Open, notes: Vec<Note>, order: &[ClauseId]) -> impl IntoView + use<> {
    let context = open.context;
    let none = notes.is_empty();
    let line = |note: Note| {
        let place = order.iter().position(|id| Some(*id) == note.clause);
        let weight = if note.finding.is_advice() {
            Word::Advice
        } else {
            Word::Error
        };
        view! {
            <li>
                {match place {
                    Some(place) => view! { "#" {place + 1} }.into_any(),
                    None => view! { {say(context, Word::WholeDraft)} }.into_any(),
                }}
                " · " <strong>{say(context, weight)}</strong> " · "
                {move || staff::finding(note.finding, context.language.get())}
            </li>
        }
    };
    view! {
        <h3>{say(context, Word::Notes)}</h3>
        {none.then(|| view! { <p class="good" data-testid="no-notes">{say(context, Word::NoNotes)}</p> })}
        <ul data-testid="notes">{notes.into_iter().map(line).collect_view()}</ul>
    }
}

/// A button for each clause but the first that puts it one place up, wording and marks unchanged.
fn moves(open: Open, folded: &Folded) -> impl IntoView + use<> {
    let context = open.context;
    let clauses = folded.case.draft.0.clone();
    let step = |(index, clause): (usize, Clause)| {
        let command = Command::WriteClause {
            clause,
            place: u32::try_from(index - 1).ok(),
            disclosures: Vec::new(),
        };
        folded.may(&command).is_ok().then(|| {
            view! {
                <button class="quiet" type="button" data-testid=format!("move-up-{}", index + 1)
                    on:click=move |_| open.act(command.clone())>
                    "#" {index + 1} " " {say(context, Word::MoveUp)}
                </button>
            }
        })
    };
    let steps = clauses.into_iter().enumerate().skip(1).map(step).collect_view();
    view! { <div class="actions">{steps}</div> }
}

#[derive(Clone, Copy)]
enum Label {
    Word(Word),
    Head(PaymentHead),
}

fn choice<T: Copy + PartialEq + Send + Sync + 'static>(
    open: Open,
    word: Word,
    id: &'static str,
    chosen: RwSignal<T>,
    values: Vec<(T, Label)>,
) -> impl IntoView {
    let context = open.context;
    let picked = values.iter().map(|(value, _)| *value).collect::<Vec<_>>();
    let choose = move |event| {
        let index = event_target_value(&event).parse::<usize>().ok();
        if let Some(value) = index.and_then(|index| picked.get(index)) {
            chosen.set(*value);
        }
    };
    let option = move |(index, (value, label)): (usize, (T, Label))| {
        let text = move || match label {
            Label::Word(word) => word.text(context.language.get()),
            Label::Head(head) => staff::payment_head(head, context.language.get()),
        };
        view! { <option value=index.to_string() prop:selected=move || chosen.get() == value>{text}</option> }
    };
    view! {
        <label>
            {say(context, word)}
            <select data-testid=id on:change=choose>{values.into_iter().enumerate().map(option).collect_view()}</select>
        </label>
    }
}

fn line(open: Open, word: Word, id: &'static str, kind: &'static str, value: RwSignal<String>) -> AnyView {
    let mode = if kind == "text" { "decimal" } else { "" };
    view! {
        <label>
            {say(open.context, word)}
            <input type=kind inputmode=mode data-testid=id bind:value=value/>
        </label>
    }
    .into_any()
}

fn fields(open: Open, form: Form, kind: Kind) -> AnyView {
    let context = open.context;
    let due = move |word| line(open, word, "clause-due", "date", form.due);
    let amount = move || line(open, Word::Total, "clause-amount", "text", form.amount);
    let words = move || {
        view! {
            <label>
                {say(context, Word::Wording)}
                <textarea maxlength="2000" data-testid="clause-text" bind:value=form.text></textarea>
            </label>
        }
    };
    match kind {
        Kind::Payment => {
            let heads = PaymentHead::ALL.map(|head| (head, Label::Head(head))).to_vec();
            let rest = move || form.rest().map_or_else(|| "—".to_owned(), |rest| rest.to_string());
            view! {
                {choice(open, Word::Head, "clause-head", form.head, heads)}
                {amount()}
                {line(open, Word::FirstAmount, "clause-first-amount", "text", form.first_amount)}
                {line(open, Word::FirstDue, "clause-first-due", "date", form.first_due)}
                <p data-testid="clause-rest">{say(context, Word::Rest)} " " <strong class="number">{rest}</strong></p>
                {due(Word::RestDue)}
                {pay(open, form)}
            }
            .into_any()
        }
        Kind::Deposit => view! { {amount()} {due(Word::Due)} {pay(open, form)} }.into_any(),
        Kind::Insurance => view! {
            {line(open, Word::From, "clause-from", "date", form.from)}
            {line(open, Word::To, "clause-to", "date", form.to)}
            <div class="actions">{INSURANCES.map(|kind| insurance(open, form, kind)).collect_view()}</div>
            {due(Word::Due)}
        }
        .into_any(),
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
                {choice(open, Word::Who, "clause-by", form.by, sides)}
                {choice(open, Word::Manner, "clause-apology", form.apology, manners)}
                {due(Word::Due)}
            }
            .into_any()
        }
        Kind::Confidentiality | Kind::Text => words().into_any(),
        Kind::Default => {
            let remedies = vec![
                (Remedy::Daily, Label::Word(Word::Daily)),
                (Remedy::LumpSum, Label::Word(Word::LumpSum)),
                (Remedy::Acceleration, Label::Word(Word::Acceleration)),
            ];
            view! {
                {choice(open, Word::Remedy, "clause-remedy", form.remedy, remedies)}
                {move || match form.remedy.get() {
                    Remedy::Daily => line(open, Word::DailyInterest, "clause-rate", "text", form.rate),
                    Remedy::LumpSum => amount(),
                    Remedy::Acceleration => ().into_any(),
                }}
            }
            .into_any()
        }
    }
}

fn pay(open: Open, form: Form) -> impl IntoView {
    let manners = vec![
        (PayManner::BankTransfer, Label::Word(Word::BankTransfer)),
        (PayManner::MobileTransfer, Label::Word(Word::MobileTransfer)),
        (PayManner::Cash, Label::Word(Word::Cash)),
    ];
    view! {
        {choice(open, Word::Manner, "clause-manner", form.manner, manners)}
        {move || (form.manner.get() == PayManner::BankTransfer)
            .then(|| line(open, Word::Account, "clause-account", "text", form.account))}
    }
}

fn insurance(open: Open, form: Form, kind: domain::terms::InsuranceKind) -> impl IntoView {
    let context = open.context;
    let toggle = move |_| {
        form.kinds.update(|kinds| {
            // In the law's order, whatever the order of the clicks.
            let had = kinds.contains(&kind);
            *kinds = INSURANCES
                .into_iter()
                .filter(|other| if *other == kind { !had } else { kinds.contains(other) })
                .collect();
        });
    };
    let on = move || form.kinds.get().contains(&kind);
    view! {
        <button class="quiet" type="button" aria-pressed=move || on().to_string() on:click=toggle>
            {move || if on() { "✓ " } else { "" }}
            {move || staff::insurance(kind, context.language.get())}
        </button>
    }
}

/// The sentence the clause will be, and its own notes.
fn preview(open: Open, folded: &Folded, form: Form) -> impl IntoView + use<> {
    let context = open.context;
    let language = context.language.get();
    let Some((body, _)) = form.body() else {
        return view! { <p class="marks">{say(context, Word::Incomplete)}</p> }.into_any();
    };
    let clause = Clause {
        id: ClauseId(uuid::Uuid::nil()),
        body,
    };
    let sentence = folded.sentence(&clause, language);
    let today = folded.now().date(folded.case.zone);
    let notes = lint(&Terms(vec![clause]), today);
    let own = notes.into_iter().filter(|note| note.clause.is_some());
    let own = own.map(|note| view! { <li class="bad">{staff::finding(note.finding, language)}</li> });
    view! {
        <p class="marks">{say(context, Word::Preview)}</p>
        <p data-testid="clause-preview">{sentence}</p>
        <ul>{own.collect_view()}</ul>
    }
    .into_any()
}
