//! `GET /api/v1/log/checkpoint`: the newest signed checkpoint (C2SP signed note). 404 before the
//! first entry.

use super::problem::Problem;
use crate::app::App;
use axum::extract::State;
use axum::{Router, routing};
use std::sync::Arc;

pub fn router() -> Router<Arc<App>> {
    Router::new().route("/api/v1/log/checkpoint", routing::get(checkpoint))
}

async fn checkpoint(State(app): State<Arc<App>>) -> Result<String, Problem> {
    let note = app.store.checkpoint().await?;
    if note.is_empty() {
        Err(Problem::because(404, "log_empty"))
    } else {
        Ok(note)
    }
}
