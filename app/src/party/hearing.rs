//! 仲裁中: the hearing, its record, and the document at the end (LMAL 40-50).

use super::act::{Deed, act, deed};
use super::say::{filled, say};
use crate::folded::Folded;
use crate::open::Open;
use crate::ui::{day, moment};
use crate::view::prelude::*;
use crate::words::aside::{Word as Aside, paper};
use domain::actor::Side;
use domain::award::{received, sue_until};
use domain::case::Stage;
use domain::command::Command;
use domain::hash::Digest;
use domain::moment::Date;
use domain::paper::PaperKind;

pub fn hearing(open: Open) -> View {
    open.section(
        |a, b| {
            a.case.stage == b.case.stage
                && a.case.arbitration == b.case.arbitration
                && a.case.received == b.case.received
                && a.case.papers.len() == b.case.papers.len()
        },
        shown,
    )
}

fn shown(open: Open, folded: &Folded) -> View {
    let side = folded.view.you.role.side().unwrap_or(Side::Claimant);
    let Some(arbitration) = folded.case.arbitration.clone() else {
        return ().into_view();
    };
    let (zone, today) = (folded.case.zone, folded.now().date(folded.case.zone));
    let language = open.context.language;
    let hearing = arbitration.hearing.map(|hearing| {
        let at = move || {
            filled(
                Aside::HearingAt,
                vec![moment(hearing.at, zone, today, language.get()), hearing.place.clone()],
            )()
        };
        let href = crate::api::link(&format!("/api/v1/cases/{}/hearing", open.id));
        view! { <p class="note" data-testid="hearing">{at} " " <a href=href data-testid="add-to-calendar">{say(Aside::AddToCalendar)}</a></p> }
    });
    let room = (folded.case.stage == Some(Stage::Arbitrating)).then(|| crate::room::door(open, folded));
    let record = arbitration.record.map(|record| {
        let digest = Digest::of(record.text.as_bytes());
        let mine = record.confirmed.contains(&side);
        view! {
            <section class="card" data-testid="hearing-record">
                <h2>{say(Aside::HearingRecord)}</h2>
                <p class="story">{record.text}</p>
                {mine.then(|| view! { <p class="note good">{say(Aside::RecordConfirmed)}</p> })}
                {(!mine).then(|| act(open, Aside::ConfirmRecord, "big", Command::ConfirmRecord { digest }, "confirm-record", None))}
            </section>
        }
    });
    view! {
        {hearing} {room} {record}
        {receipts(open, folded, side)}
        {suit(open, folded, side, today)}
        {withdrawal(open)}
    }
}

/// What is to be signed for.
fn receipts(open: Open, folded: &Folded, side: Side) -> Vec<View> {
    let counts = [PaperKind::ArbitralStatement, PaperKind::FinalAward, PaperKind::Award];
    let wanting =
        |made: &&domain::paper::Paper| counts.contains(&made.kind) && received(&folded.case, side, made.kind).is_none();
    let one = |made: &domain::paper::Paper| {
        let href = crate::api::link(&format!("/api/v1/cases/{}/files/{}", open.id, made.document));
        let settled = made.kind == PaperKind::ArbitralStatement && folded.case.stage == Some(Stage::Concluded);
        let document = made.document;
        let refuse = Deed {
            act: Aside::RefuseStatement,
            restated: Aside::RefuseStatementRestated,
            id: "refuse-statement",
        };
        view! {
            <section class="card" data-testid="to-receive">
                <p><a href=href target="_blank" rel="noopener"><strong>{say(paper(made.kind))}</strong> " " {made.number.clone()}</a></p>
                {settled.then(|| view! { <p>{say(Aside::StatementMeans)}</p> })}
                {act(open, Aside::ReceivePaper, "big", Command::ReceivePaper { document }, "receive-paper", None)}
                {settled.then(|| deed(open, refuse, |reason| Command::RefuseStatement { reason }))}
            </section>
        }
    };
    folded.case.papers.iter().filter(wanting).map(one).collect()
}

fn suit(open: Open, folded: &Folded, side: Side, today: Date) -> View {
    let suing = |it: &domain::arbitration::Arbitration| it.suits.iter().any(|(by, _)| *by == side);
    let sued = folded.case.arbitration.as_ref().is_some_and(suing);
    let Some(last) = sue_until(&folded.case, side).filter(|last| *last >= today && !sued) else {
        return ().into_view();
    };
    let language = open.context.language;
    let (on, fault) = (RwSignal::new(today.to_string()), RwSignal::new(None));
    let means = move || filled(Aside::SueMeansDay, vec![day(last, today, language.get())])();
    let send = move |_| match on.get_untracked().parse() {
        Ok(on) => super::act::submit(open, Command::ReportSuit { on }, fault, None),
        Err(_) => fault.set(Some("day_unfit".to_owned())),
    };
    view! {
        <section class="card" data-testid="sue">
            <p>{means}</p>
            <div class="field">
                <label for="sue-day">{say(Aside::SueDay)}</label>
                <input type="date" id="sue-day" bind:value=on/>
            </div>
            {super::act::trouble(open, fault)}
            <button type="button" class="plain big" data-testid="report-suit" on:click=send>{say(Aside::ReportSuit)}</button>
        </section>
    }
}

fn withdrawal(open: Open) -> View {
    let may = open.ruling(Command::WithdrawArbitration { reason: "…".into() });
    let withdraw = Deed {
        act: Aside::WithdrawPetition,
        restated: Aside::WithdrawPetitionRestated,
        id: "withdraw-petition",
    };
    (move || {
        may.get().is_ok().then(|| {
            view! { <details>
                <summary>{say(Aside::WithdrawPetition)}</summary>
                {deed(open, withdraw, |reason| Command::WithdrawArbitration { reason })}
            </details> }
        })
    })
    .into_view()
}
