//! The arbitrator's and the judge's side of a case: the statutory grounds, each with what proves
//! it, and the acts that follow.

mod grounds;

use crate::folded::Folded;
use crate::open::Open;
use crate::staff::{deed, say};
use crate::words::staff::Word;
use domain::actor::Side;
use domain::command::{Command, RejectGround, Ruling, RulingGround, Track};
use grounds::{Ground, State};
use leptos::prelude::*;

pub fn desk(open: Open) -> AnyView {
    open.section(
        |folded| (folded.case.stage, folded.case.applications.clone()),
        draw_desk,
    )
    .into_any()
}

fn draw_desk(open: Open, folded: Folded) -> AnyView {
    if !matches!(
        folded.view.you.role,
        domain::actor::Role::Arbitrator | domain::actor::Role::Judge
    ) {
        return ().into_any();
    }
    let Some(application) = folded.case.applications.last().cloned() else {
        return ().into_any();
    };
    let context = open.context;
    let track = application.track;
    let received = application.decision.clone();
    let received = received.map(|decision| {
        let line = |side, word| {
            let state = if decision.received.contains(&side) {
                Word::Received
            } else {
                Word::NotReceived
            };
            view! { <li>{say(context, word)} " " <strong>{say(context, state)}</strong></li> }
        };
        view! {
            <h3>{say(context, Word::Service)}</h3>
            <ul data-testid="service">
                {line(Side::Claimant, Word::ByClaimant)}
                {line(Side::Respondent, Word::ByRespondent)}
            </ul>
        }
    });
    view! {
        <section data-testid="desk">
            <h2>{say(context, Word::Desk)}</h2>
            {application.decide_by.map(|day| view! {
                <p><strong>{say(context, Word::Due5)} " " <span class="number">{day.to_string()}</span></strong></p>
            })}
            {application.supplement.map(|items| view! {
                <p class="bad">{say(context, Word::Supplementing)} ": " {items}</p>
            })}
            <h3>{say(context, Word::Mark)}</h3>
            <ul class="grounds" data-testid="grounds">
                {grounds::of(&folded).into_iter().map(|ground| row(open, ground)).collect_view()}
            </ul>
            <div class="actions">
                {deed(open, &folded, (Word::Return, Word::ReturnRestated), vec![((), Word::Other)],
                    |(), items| Command::ReturnForSupplement { items }, "return")}
                {deed(open, &folded, (Word::Reject, Word::RejectRestated), rejections(track),
                    |ground, explanation| Command::RejectApplication { ground, explanation }, "reject")}
                {deed(open, &folded, (Word::RefuseRuling, Word::RefuseRestated), refusals(track),
                    |ground, explanation| Command::Decide(Ruling::Refuse { ground, explanation }), "refuse-ruling")}
            </div>
            {received}
        </section>
    }
    .into_any()
}

fn row(open: Open, ground: Ground) -> impl IntoView {
    let context = open.context;
    let (sign, word, class) = match ground.state {
        State::Clear => ("✓", Word::Holds, "good"),
        State::Stands => ("✗", Word::Fails, "bad"),
        State::Open => ("?", Word::ForYou, "marks"),
    };
    view! {
        <li>
            <span class=class>{sign} " " {say(context, word)}</span> " · "
            {say(context, ground.word)} " " <small>{ground.article}</small>
            {ground.proof.map(|proof| view! { <small> " — " {say(context, proof)} " " {ground.detail}</small> })}
        </li>
    }
}

fn rejections(track: Track) -> Vec<(RejectGround, Word)> {
    let mut grounds = vec![
        (RejectGround::OutOfScope, Word::OutOfScope),
        (RejectGround::NoJurisdiction, Word::NoJurisdiction),
        (RejectGround::Late, Word::Late),
    ];
    match track {
        Track::ArbitrationReview => grounds.extend([
            (RejectGround::ConfirmsLabourRelation, Word::LabourRelation),
            (RejectGround::AlreadyConfirmed, Word::AlreadyConfirmed),
        ]),
        Track::JudicialConfirmation => grounds.push((RejectGround::ExcludedMatter, Word::ExcludedMatter)),
    }
    grounds
}

fn refusals(track: Track) -> Vec<(RulingGround, Word)> {
    let own = match track {
        Track::ArbitrationReview => (RulingGround::SuspectedFalseEvidence, Word::FalseEvidence),
        Track::JudicialConfirmation => (RulingGround::PublicOrder, Word::PublicOrder),
    };
    vec![
        (RulingGround::MandatoryLaw, Word::MandatoryLaw),
        (RulingGround::HarmToOthers, Word::HarmToOthers),
        own,
        (RulingGround::NotVoluntary, Word::NotVoluntary),
        (RulingGround::Unclear, Word::Unclear),
        (RulingGround::Other, Word::Other),
    ]
}
