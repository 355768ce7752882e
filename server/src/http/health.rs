//! `/healthz`: the process answers. `/readyz`: the database answers too. `/metrics`: see [`super::metrics`].

use crate::app::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::{Router, routing};
use std::sync::Arc;
use std::sync::atomic::Ordering;

pub fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/healthz", routing::get(|| async { "ok" }))
        .route("/readyz", routing::get(ready))
        .route("/metrics", routing::get(super::metrics::show))
}

async fn ready(State(app): State<Arc<App>>) -> (StatusCode, &'static str) {
    // Whoever divides the load sends new talks elsewhere.
    if app.draining.load(Ordering::Relaxed) {
        return (StatusCode::SERVICE_UNAVAILABLE, "draining");
    }
    match sqlx::query("SELECT 1").execute(app.store.pool()).await {
        Ok(_) => (StatusCode::OK, "ready"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "database unavailable"),
    }
}
