//! Takes new entries into the Merkle tree, at most a second after they were written.

use crate::app::Shared;
use crate::store::tree::BATCH;
use std::time::Duration;

const GATHER: Duration = Duration::from_millis(200);

pub async fn run(app: Shared) {
    let mut hints = app.store.hints();
    loop {
        match app.store.integrate(crate::trust::LOG_ORIGIN, &app.trust.log).await {
            // There is more.
            Ok(BATCH) => {}
            Ok(taken) => {
                if taken == 0 {
                    let _ = tokio::time::timeout(Duration::from_secs(1), hints.recv()).await;
                }
                // Gathers a burst of appends into one transaction.
                tokio::time::sleep(GATHER).await;
            }
            Err(error) => {
                tracing::error!(%error, "the tree cannot be integrated");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    }
}
