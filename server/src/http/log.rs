//! `GET /api/v1/log/checkpoint`: the newest signed checkpoint (C2SP signed note). 404 before the
//! first entry.

use super::problem::Problem;
use crate::app::App;
use axum::extract::State;
use domain::api;
use domain::merkle::Checkpoint;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(checkpoint))
}

/// The newest signed checkpoint of the log, with the lines of witnesses that have cosigned it already.
#[utoipa::path(
    get,
    path = "/api/v1/log/checkpoint",
    operation_id = "read_checkpoint",
    tag = "public",
    responses(
        (status = 200, description = "Signed note (C2SP tlog-checkpoint)", body = String, content_type = "text/plain"),
        (status = 404, description = "`log_empty`", body = api::Problem, content_type = "application/problem+json"),
    ),
)]
async fn checkpoint(State(app): State<Arc<App>>) -> Result<String, Problem> {
    let note = app.store.checkpoint().await?;
    let Some(checkpoint) = Checkpoint::open(&note, &app.trust.log.public()) else {
        return Err(Problem::because(404, "log_empty"));
    };
    Ok(app.store.with_cosignatures(checkpoint.size, note).await?)
}
