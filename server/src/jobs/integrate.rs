//! Takes new entries into the Merkle tree, at most a second after they were written.

use crate::app::Shared;
use std::time::Duration;

pub async fn run(app: Shared) {
    let mut hints = app.store.hints();
    loop {
        match app.store.integrate(crate::trust::LOG_ORIGIN, &app.trust.log).await {
            Ok(0) => {
                let _ = tokio::time::timeout(Duration::from_secs(1), hints.recv()).await;
                // Gathers a burst of appends into one transaction.
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
            Ok(_) => {}
            Err(error) => {
                tracing::error!(%error, "the tree cannot be integrated");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    }
}
