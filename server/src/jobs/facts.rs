//! Facts of the room become commands: who entered and left, which caucus was opened.

use crate::app::Shared;
use crate::room::Fact;
use crate::store::ActError;
use domain::api::Submission;
use domain::id::CommandId;
use tokio::sync::mpsc::UnboundedReceiver;

/// Records every fact in order, until the rooms are gone.
pub async fn record(app: Shared, mut facts: UnboundedReceiver<Fact>) {
    while let Some(fact) = facts.recv().await {
        let submission = Submission {
            id: CommandId(uuid::Uuid::now_v7()),
            expected_seq: None,
            command: fact.command,
        };
        match app
            .store
            .act(fact.case, &submission, &fact.actor, app.clock.now())
            .await
        {
            Ok(_) => {}
            // A fact the case already knows, or of a case that has moved on.
            Err(ActError::Refused(refusal)) => tracing::debug!(case = %fact.case, ?refusal, "fact of the room"),
            Err(error) => tracing::error!(case = %fact.case, ?error, "fact of the room lost"),
        }
    }
}
