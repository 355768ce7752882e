//! The way out: joint application, the institution's desk, the decision and its receipt.

use crate::api;
use crate::case_page::button;
use crate::ceremony::Ceremony;
use crate::folded::Folded;
use crate::open::Open;
use crate::words::Word;
use domain::api::{OrgKind, Organisation};
use domain::case::Stage;
use domain::command::{Command, Ruling, Track};
use domain::seal::Act;
use leptos::prelude::*;

pub fn review(open: Open, folded: Folded) -> AnyView {
    let context = open.context;
    if folded.case.effective_at.is_none() {
        return ().into_any();
    }
    let decision = folded
        .case
        .applications
        .last()
        .and_then(|application| application.decision.clone());
    let receive = decision.as_ref().map(|decision| Command::ReceiveDecision {
        document: decision.document,
    });
    let enforceable = folded.case.enforceable_at.is_some();
    let dossier = api::link(&format!("/api/v1/cases/{}/dossier", open.id));
    view! {
        <section data-testid="review">
            <h2>{context.say(Word::Apply)}</h2>
            {applications(open, &folded)}
            <div class="actions">
                {button(open, &folded, Word::AcceptApplication, Command::AcceptApplication, "accept-application")}
                {button(open, &folded, Word::Grant, Command::Decide(Ruling::Grant), "grant")}
            </div>
            {decision.map(|decision| view! {
                <h2>{context.say(Word::Decision)}</h2>
                <p>
                    {decision.number} " "
                    <a href=api::link(&format!("/api/v1/cases/{}/files/{}", open.id, decision.document)) target="_blank">
                        {context.say(Word::OpenDocument)}
                    </a>
                </p>
            })}
            <div class="actions">{receive.map(|command| button(open, &folded, Word::Receive, command, "receive"))}</div>
            {enforceable.then(|| view! { <p class="good" data-testid="enforceable">{context.say(Word::Enforceable)}</p> })}
            <p><a class="button" href=dossier download data-testid="dossier">{context.say(Word::Dossier)}</a></p>
        </section>
    }
    .into_any()
}

/// The choice of track for a party that has not applied; once one side chose, only that track.
fn applications(open: Open, folded: &Folded) -> AnyView {
    let Some(side) = folded.view.you.role.side() else {
        return ().into_any();
    };
    let half = folded.case.application();
    if folded.case.stage != Some(Stage::Effective) || half.is_some_and(|half| half.applied.contains(&side)) {
        return ().into_any();
    }
    let chosen = half.map(|half| (half.track, half.institution));
    let bodies = RwSignal::new(Vec::<Organisation>::new());
    leptos::task::spawn_local(async move {
        match api::get("/api/v1/bodies").await {
            Ok(found) => bodies.set(found),
            Err(fault) => open.context.refuse(&fault),
        }
    });
    let track = move |track: Track, kind: OrgKind, word: Word, id: &'static str| {
        move || {
            let found = bodies.get();
            let mut fitting = found.into_iter().filter(|body| body.kind == kind);
            let body = fitting.find(|body| chosen.is_none_or(|chosen| chosen == (track, body.id)))?;
            let institution = body.id;
            let command = Callback::new(move |statement| Command::ApplyForReview {
                track,
                institution,
                statement,
            });
            Some(view! {
                <h3>{body.name}</h3>
                <Ceremony open act=Act::Apply { track, institution } word id command/>
            })
        }
    };
    view! {
        {track(Track::ArbitrationReview, OrgKind::ArbitrationCommission, Word::ApplyReview, "apply-review")}
        {track(Track::JudicialConfirmation, OrgKind::Court, Word::ApplyCourt, "apply-court")}
    }
    .into_any()
}
