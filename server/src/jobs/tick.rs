//! The clock's own deeds: cases whose period has run out.

use crate::app::Shared;
use crate::store::Store;
use domain::actor::Actor;
use domain::api::Submission;
use domain::command::Command;
use domain::id::{CaseId, CommandId};
use domain::moment::Timestamp;
use std::time::Duration;

/// Runs for ever. Every node may run it: the head's lock makes a deed happen once.
pub async fn run(app: Shared) {
    let mut look = tokio::time::interval(Duration::from_secs(20));
    loop {
        look.tick().await;
        once(&app).await;
    }
}

/// Does what is due now, once. A case that fails waits for the next look and holds up no other.
pub async fn once(app: &Shared) {
    look(&app.store, app.clock.now()).await;
}

/// As [`once`], at `now` of whoever looks.
pub async fn look(store: &Store, now: Timestamp) {
    match store.overdue(now).await {
        Ok(cases) => {
            for case in cases {
                tick(store, case, now).await;
            }
        }
        Err(error) => tracing::error!(%error, "overdue cases cannot be read"),
    }
}

/// Acts `Tick` as the portal.
async fn tick(store: &Store, case: CaseId, now: Timestamp) {
    let submission = Submission {
        id: CommandId(uuid::Uuid::now_v7()),
        expected_seq: None,
        command: Command::Tick,
    };
    if let Err(error) = store.act(case, &submission, &Actor::SYSTEM, now).await {
        tracing::warn!(%case, ?error, "tick refused");
    }
}
