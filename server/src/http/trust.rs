//! `GET /api/v1/trust`: the public keys a reader of dossiers needs; `GET /api/v1/bodies`.

use crate::app::App;
use crate::identity::{Denied, orgs};
use axum::Json;
use axum::extract::State;
use domain::api::Organisation;
use domain::binary::Binary;
use domain::dossier::TrustRoot;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(root)).routes(routes!(bodies))
}

/// Public keys to be fetched once, compared by another channel, and kept.
///
/// A dossier cannot vouch for itself.
#[utoipa::path(
    get,
    path = "/api/v1/trust",
    operation_id = "read_trust_root",
    tag = "public",
    responses(
        (status = 200, description = "Public keys a reader of dossiers needs", body = TrustRoot),
    ),
)]
async fn root(State(app): State<Arc<App>>) -> Result<Json<TrustRoot>, Denied> {
    given(&app).await.map(Json)
}

/// The root this portal gives to whoever asks.
///
/// # Errors
/// 503 if the institutions cannot be read.
pub async fn given(app: &App) -> Result<TrustRoot, Denied> {
    let orgs = orgs::all(app.store.pool()).await?;
    let mut root = app.trust.root(crate::trust::LOG_ORIGIN, &orgs);
    root.roots = app.authority.roots().into_iter().map(Binary).collect();
    root.witnesses = app.witnesses.iter().map(|it| it.witness.clone()).collect();
    Ok(root)
}

/// The institutions of this portal.
#[utoipa::path(
    get,
    path = "/api/v1/bodies",
    operation_id = "list_bodies",
    tag = "public",
    responses(
        (status = 200, description = "Mediation centres, commissions and courts", body = Vec<Organisation>),
    ),
)]
async fn bodies(State(app): State<Arc<App>>) -> Result<Json<Vec<Organisation>>, Denied> {
    Ok(Json(orgs::all(app.store.pool()).await?))
}
