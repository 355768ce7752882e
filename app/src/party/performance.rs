//! 履行: what is to be done by when, reported with proof, confirmed or disputed; and what to do when
//! nothing comes (LMAL 16; CPL 225, 250).

use super::act::{act, submit_then, trouble};
use super::arbitration::papers;
use super::materials::uploader;
use super::order;
use super::say::{filled, say};
use crate::folded::Folded;
use crate::keep::{forget, kept};
use crate::open::Open;
use crate::ui::day;
use crate::view::prelude::*;
use crate::words::aside::Word as Aside;
use crate::words::party::Word;
use domain::actor::Side;
use domain::command::{Command, Evidence};
use domain::moment::Date;
use domain::money::Fen;
use domain::performance::{self, CourtPetition, Duty, Standing};

pub fn performance(open: Open) -> View {
    view! {
        <h1 tabindex="-1">{say(Word::RowPerformance)}</h1>
        {open.section(|a, b| a.case.stage == b.case.stage && a.case.duties == b.case.duties, list)}
        {open.section(
            |a, b| a.case.stage == b.case.stage && a.case.duties == b.case.duties && a.case.demands == b.case.demands && a.case.petitions == b.case.petitions && a.case.order == b.case.order,
            remedies,
        )}
        {open.section(|a, b| a.case.order == b.case.order && a.case.petitions == b.case.petitions, order::order)}
        {open.section(|a, b| a.case.papers == b.case.papers, papers)}
    }
}

fn list(open: Open, folded: &Folded) -> View {
    let duties = performance::duties(&folded.case);
    let one = |duty: Duty| {
        let standing = performance::standing(&folded.case, &duty);
        let clauses = folded.case.agreed_terms.as_ref().map(|(terms, _)| &terms.0);
        let place = clauses.and_then(|all| all.iter().position(|clause| clause.id == duty.clause));
        card(open, folded, duty, standing, place.map_or(0, |at| at + 1))
    };
    view! { <ul role="list" class="stack" data-testid="duties">{duties.into_iter().map(one).collect_view()}</ul> }
}

fn card(open: Open, folded: &Folded, duty: Duty, standing: Standing, place: usize) -> View {
    let language = open.context.language;
    let side = folded.view.you.role.side().unwrap_or(Side::Claimant);
    let today = folded.now().date(folded.case.zone);
    let on = move |date: Date| day(date, today, language.get());
    let name = match (duty.amount, duty.head) {
        (Some(_), Some(_)) => filled(Aside::DutyPay, Vec::new()),
        (Some(_), None) => filled(Aside::DutyDeposit, Vec::new()),
        _ => filled(Aside::DutyOther, vec![place.to_string()]),
    };
    let mine = duty.by == side;
    let (class, state) = match (&standing, duty.day < today) {
        (Standing { confirmed: true, .. }, _) => ("good-text", Aside::DutyConfirmed),
        (Standing { overdue: true, .. }, _) | (_, true) => ("warn-text", Aside::DutyOverdue),
        _ => ("muted", Aside::DutyOpen),
    };
    let reported = standing.reported.filter(|_| !standing.confirmed);
    let theirs = (!mine && !standing.confirmed).then(|| answer(open, duty, reported.is_some()));
    let ours = (mine && !standing.confirmed && reported.is_none()).then(|| report(open, duty, today));
    view! {
        <li class="card" data-testid="duty">
            <div class="row between">
                <h2>{name} " " <small class="muted">{say(if mine { Aside::DutyYours } else { Aside::DutyTheirs })}</small></h2>
                <strong class=class data-testid="duty-state">{say(state)}</strong>
            </div>
            <p>
                {duty.amount.map(|amount| view! { <strong class="money">{amount.to_string()} " 元"</strong> " · " })}
                {move || filled(Aside::DutyBy, vec![on(duty.day)])()}
            </p>
            {reported.map(|at| view! { <p class="note">{move || filled(Aside::DutyReportedOn, vec![on(at)])()}</p> })}
            {standing.disputed.map(|reason| view! { <p class="note warn" data-testid="duty-disputed">{say(Aside::DutyDisputedBy)} " " {reason}</p> })}
            {ours}
            {theirs}
        </li>
    }
}

/// The one who owes says when, and shows it.
fn report(open: Open, duty: Duty, today: Date) -> View {
    let key = format!("duty:{}:{}:{}", open.id, duty.clause, duty.part);
    let (on, proof) = (RwSignal::new(today.to_string()), kept::<Option<Evidence>>(&key));
    let (shown, fault) = (RwSignal::new(false), RwSignal::new(None));
    let add = Callback::new(move |(evidence, done): (Evidence, Callback<()>)| {
        proof.set(Some(evidence));
        done.run(());
    });
    let id = format!("report-day-{}-{}", duty.clause, duty.part);
    let upload = key.clone();
    let send = move |_| {
        let Ok(on) = on.get_untracked().parse() else {
            fault.set(Some("day_unfit".to_owned()));
            return;
        };
        let command = Command::ReportDuty {
            clause: duty.clause,
            part: duty.part,
            on,
            proof: proof.get_untracked(),
        };
        let key = key.clone();
        submit_then(open, command, fault, move || forget(&key));
    };
    view! {
        <button type="button" class="plain big" data-testid="report-open" aria-expanded=move || shown.get().to_string()
            on:click=move |_| shown.update(|shown| *shown = !*shown)>{say(Aside::Report)}</button>
        <div class="stack tight" hidden=move || !shown.get()>
            <div class="field">
                <label for=id.clone()>{say(Aside::ReportDay)}</label>
                <input type="date" id=id data-testid="report-day" bind:value=on/>
            </div>
            <p class="muted">{say(Aside::ReportProof)}</p>
            {move || proof.get().map(|proof| view! { <p class="note good" data-testid="report-proof">{proof.title}</p> })}
            {move || shown.get().then(|| uploader(open, format!("{upload}:file"), add))}
            {trouble(open, fault)}
            <button type="button" class="big" data-testid="report" disabled=move || open.busy.get() on:click=send>{say(Aside::Report)}</button>
        </div>
    }
}

/// The other side has it, or says why not.
fn answer(open: Open, duty: Duty, reported: bool) -> View {
    let Duty { clause, part, .. } = duty;
    let confirm = Command::ConfirmDuty { clause, part };
    let fault = RwSignal::new(None);
    let why = kept::<String>(&format!("dispute:{}:{clause}:{part}", open.id));
    let shown = RwSignal::new(false);
    let id = format!("dispute-{clause}-{part}");
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let reason = why.get_untracked().trim().to_owned();
        submit_then(open, Command::DisputeDuty { clause, part, reason }, fault, move || {
            why.set(String::new())
        });
    };
    view! {
        {act(open, Aside::ConfirmDuty, "big", confirm, "confirm-duty", None)}
        {reported.then(|| view! {
            <button type="button" class="plain big" data-testid="dispute-open" aria-expanded=move || shown.get().to_string()
                on:click=move |_| shown.update(|shown| *shown = !*shown)>{say(Aside::DisputeDuty)}</button>
            <form class="stack tight" on:submit=send hidden=move || !shown.get() data-testid="dispute-form">
                <p>{say(Aside::DisputeRestated)}</p>
                <div class="field">
                    <label for=id.clone()>{say(Word::Reason)}</label>
                    <textarea id=id data-testid="dispute-reason" rows="3" maxlength="1000" required bind:value=why></textarea>
                </div>
                {trouble(open, fault)}
                <button class="maple big" data-testid="dispute" disabled=move || open.busy.get()>{say(Aside::DisputeDuty)}</button>
            </form>
        })}
    }
}

/// When money does not come: a letter, then the court.
fn remedies(open: Open, folded: &Folded) -> View {
    let side = folded.view.you.role.side().unwrap_or(Side::Claimant);
    let owed = performance::owed(&folded.case, side);
    if owed.is_empty() {
        return ().into_view();
    }
    let sum = Fen(owed.iter().filter_map(|duty| duty.amount).map(|it| it.0).sum());
    let may = |kind| folded.may(&Command::PreparePetition { kind }).is_ok();
    let today = folded.now().date(folded.case.zone);
    let language = open.context.language;
    let last = performance::enforce_until(&folded.case);
    let until = move || {
        let said = last.map_or_else(|| "—".into(), |last| day(last, today, language.get()));
        filled(Aside::EnforceMeans, vec![said])()
    };
    let prepare = move |kind, word, id| act(open, word, "maple big", Command::PreparePetition { kind }, id, None);
    view! {
        <section class="card" data-testid="remedies">
            <h2>{say(Word::WhatNow)}</h2>
            <p><strong data-testid="overdue-sum">{filled(Aside::OverdueSum, vec![sum.to_string()])}</strong></p>
            <p>{say(Aside::DemandMeans)}</p>
            {act(open, Aside::Demand, "plain big", Command::DemandPayment, "demand", None)}
            {may(CourtPetition::PaymentOrder).then(|| view! {
                <p>{say(Aside::OrderMeans)}</p>
                {prepare(CourtPetition::PaymentOrder, Aside::PrepareOrder, "prepare-order")}
            })}
            {may(CourtPetition::Suit).then(|| view! {
                <p>{say(Aside::SuitMeans)}</p>
                {prepare(CourtPetition::Suit, Aside::PrepareSuit, "prepare-suit")}
            })}
            {may(CourtPetition::Arbitration).then(|| view! {
                <p>{say(Aside::ClaimMeans)}</p>
                {prepare(CourtPetition::Arbitration, Aside::PrepareClaim, "prepare-claim")}
            })}
            {may(CourtPetition::Enforcement).then(|| view! {
                <p>{until}</p>
                {prepare(CourtPetition::Enforcement, Aside::PrepareEnforcement, "prepare-enforcement")}
            })}
        </section>
    }
}
