//! The mediator's own acts on a case: parties in, documents seen, the way out without agreement.

pub mod invite;

use crate::folded::Folded;
use crate::open::Open;
use crate::staff::{deed, say};
use crate::words::reason;
use crate::words::staff::{self, Word};
use domain::actor::{Role, Side};
use domain::case::Stage;
use domain::command::{Command, RefusalGround};
use domain::refusal::Refusal;
use leptos::prelude::*;

pub fn mediator(open: Open) -> AnyView {
    open.section(
        |folded| {
            (
                folded.case.stage,
                folded.case.claimant.clone(),
                folded.case.respondent.clone(),
                folded.case.present.clone(),
            )
        },
        draw_mediator,
    )
    .into_any()
}

fn draw_mediator(open: Open, folded: Folded) -> AnyView {
    if folded.view.you.role != Role::Mediator || folded.case.stage >= Some(Stage::Effective) {
        return ().into_any();
    }
    let context = open.context;
    let grounds = vec![
        (RefusalGround::OutOfScope, Word::OutOfScope),
        (RefusalGround::NotCompetent, Word::NotCompetent),
        (RefusalGround::RespondentUnreachable, Word::Unreachable),
    ];
    view! {
        <section data-testid="mediator">
            <h2>{say(context, Word::Identity)}</h2>
            <ul>
                {seat(open, &folded, Side::Claimant)}
                {seat(open, &folded, Side::Respondent)}
            </ul>
            {invite::invite(open, &folded, Side::Claimant)}
            {invite::invite(open, &folded, Side::Respondent)}
            <div class="actions">
                {deed(open, &folded, (Word::RefuseCase, Word::RefuseCaseRestated), grounds,
                    |ground, explanation| Command::RefuseCase { ground, explanation }, "refuse-case")}
                {deed(open, &folded, (Word::EndMediation, Word::EndRestated), vec![((), Word::Other)],
                    |(), reason| Command::EndMediation { reason }, "end-mediation")}
            </div>
        </section>
    }
    .into_any()
}

fn seat(open: Open, folded: &Folded, side: Side) -> AnyView {
    let context = open.context;
    let Some(seat) = folded.case.seat(side) else {
        return ().into_any();
    };
    let (word, confirm, id) = match side {
        Side::Claimant => (Word::ByClaimant, Word::ConfirmClaimant, "confirm-identity-claimant"),
        Side::Respondent => (
            Word::ByRespondent,
            Word::ConfirmRespondent,
            "confirm-identity-respondent",
        ),
    };
    let joined = if seat.person.is_some() {
        Word::Joined
    } else {
        Word::NotJoined
    };
    let seen = if seat.identity_seen {
        Word::SeenOnCamera
    } else {
        Word::NotSeen
    };
    let command = Command::ConfirmIdentity { side };
    let act = match folded.may(&command) {
        Ok(()) => view! {
            <button class="quiet" data-testid=id on:click=move |_| open.act(command.clone())>{say(context, confirm)}</button>
        }
        .into_any(),
        Err(Refusal::NotYourRole | Refusal::NotYourCase | Refusal::WrongStage | Refusal::AlreadyDone) => ().into_any(),
        Err(refusal) => view! {
            <small>{move || reason(refusal.code(), context.language.get())} " " {refusal.article()}</small>
        }
        .into_any(),
    };
    view! {
        <li>
            {say(context, word)} " " {folded.name(side)} " · " {say(context, joined)} " · "
            {seat.consented.then(|| view! { {say(context, Word::ConsentGiven)} " · " })}
            {say(context, seen)} " " {act}
        </li>
    }
    .into_any()
}

/// Everything the reader may know to have happened, oldest first.
pub fn history(open: Open) -> AnyView {
    open.section(Folded::seq, draw_history).into_any()
}

fn draw_history(open: Open, folded: Folded) -> AnyView {
    let context = open.context;
    let zone = folded.case.zone;
    let line = |entry: &domain::log::Entry| {
        let (header, event) = (entry.header().ok()?, entry.event().ok()??);
        let (hour, minute) = header.time.clock(zone);
        let when = format!("{} {hour:02}:{minute:02}", header.time.date(zone));
        let told = move || staff::event(&event, context.language.get());
        Some(view! { <li><span class="number">{when}</span> " " {told}</li> })
    };
    view! {
        <details data-testid="history">
            <summary>{say(context, Word::History)}</summary>
            <ol>{folded.view.entries.iter().filter_map(line).collect_view()}</ol>
        </details>
    }
    .into_any()
}
