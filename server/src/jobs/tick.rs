//! The clock's own deeds: cases whose period has run out, and online requests whose respondent
//! was not yet invited.

use crate::app::Shared;
use crate::http::invitations;
use domain::actor::{Actor, Side};
use domain::api::Submission;
use domain::command::Command;
use domain::hash::Digest;
use domain::id::{CaseId, CommandId};
use std::collections::BTreeSet;
use std::time::Duration;
use tokio::sync::broadcast::error::RecvError;

/// Runs for ever. Every node may run it: the head's lock and the command ids make a deed happen
/// once.
pub async fn run(app: Shared) {
    let mut hints = app.store.hints();
    let mut look = tokio::time::interval(Duration::from_secs(20));
    loop {
        tokio::select! {
            _ = look.tick() => match app.store.overdue(app.clock.now()).await {
                Ok(cases) => {
                    for case in cases {
                        tick(&app, case).await;
                    }
                }
                Err(error) => tracing::error!(%error, "overdue cases cannot be read"),
            },
            // Seq 1 opens a case; a lost hint is made good by the mediator's own button.
            hint = hints.recv() => match hint {
                Ok((case, 1)) => invite_respondent(&app, case).await,
                Err(RecvError::Closed) => return,
                Ok(_) | Err(RecvError::Lagged(_)) => {}
            },
        }
    }
}

/// Acts `Tick` as the portal.
async fn tick(app: &Shared, case: CaseId) {
    let submission = Submission {
        id: CommandId(uuid::Uuid::now_v7()),
        expected_seq: None,
        command: Command::Tick,
    };
    if let Err(error) = app.store.act(case, &submission, &Actor::SYSTEM, app.clock.now()).await {
        tracing::warn!(%case, ?error, "tick refused");
    }
}

/// Whoever asks online gives the other side's phone; the portal then invites by itself.
pub async fn invite_respondent(app: &Shared, id: CaseId) {
    let Ok(Some(case)) = app.store.load(id).await else {
        return;
    };
    // A mediator who records an oral request invites both sides himself.
    let online = case.claimant.as_ref().is_some_and(|seat| seat.person.is_some());
    let Some(seat) = case.respondent.as_ref().filter(|seat| online && seat.person.is_none()) else {
        return;
    };
    if !case.invitations.is_empty() {
        return;
    }
    let commitment = seat.particulars.phone;
    let known = app
        .store
        .disclosures(id, &BTreeSet::from([commitment]))
        .await
        .unwrap_or_default();
    let Some(phone) = known.first().map(|disclosure| disclosure.value.clone()) else {
        return;
    };
    // One id for ever: several nodes at this make one invitation.
    let name = Digest::of_parts(&[id.0.as_bytes(), b"invite respondent"]);
    let command =
        CommandId(uuid::Builder::from_slice(&name.0[..16]).map_or_else(|_| uuid::Uuid::nil(), |b| b.into_uuid()));
    let side = Side::Respondent;
    if invitations::invite(app, id, command, side, &phone, commitment, &Actor::SYSTEM)
        .await
        .is_err()
    {
        tracing::info!(case = %id, "the respondent is invited already, or cannot be");
    }
}
