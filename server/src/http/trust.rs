//! `GET /api/v1/trust`: the public keys a reader of dossiers needs; `GET /api/v1/bodies`.

use crate::app::App;
use crate::identity::{Denied, orgs};
use axum::extract::State;
use axum::{Json, Router, routing};
use domain::api::Organisation;
use domain::dossier::TrustRoot;
use std::sync::Arc;

pub fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/api/v1/trust", routing::get(root))
        .route("/api/v1/bodies", routing::get(bodies))
}

/// To be fetched once, compared by another channel, and kept: a dossier cannot vouch for itself.
async fn root(State(app): State<Arc<App>>) -> Result<Json<TrustRoot>, Denied> {
    let orgs = orgs::all(app.store.pool()).await?;
    Ok(Json(app.trust.root(crate::trust::LOG_ORIGIN, &orgs)))
}

async fn bodies(State(app): State<Arc<App>>) -> Result<Json<Vec<Organisation>>, Denied> {
    Ok(Json(orgs::all(app.store.pool()).await?))
}
