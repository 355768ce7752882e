//! `GET /api/v1/cases/{id}/recordings`: what was recorded of the mediation room, for those who may play it.

use super::cases::viewed;
use super::problem::Problem;
use crate::app::App;
use crate::identity::who::Who;
use crate::store::recordings::{Pictured, Stretch};
use axum::Json;
use axum::extract::{Path, State};
use domain::api;
use domain::api::{RecordedStretch, RecordingLine};
use domain::id::CaseId;
use domain::moment::DAY;
use domain::recording::{self, RecordedFile};
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(list))
}

/// Recordings of the mediation room.
#[utoipa::path(
    get,
    path = "/api/v1/cases/{id}/recordings",
    operation_id = "list_recordings",
    tag = "cases",
    params(("id" = CaseId, Path, description = "The case")),
    responses(
        (status = 200, description = "Those the viewer may play, oldest first", body = Vec<RecordingLine>),
        (status = 404, description = "`unknown_case`, for strangers too", body = api::Problem, content_type = "application/problem+json"),
    ),
    security(("session" = [])),
)]
async fn list(
    State(app): State<Arc<App>>,
    who: Who,
    Path(id): Path<CaseId>,
) -> Result<Json<Vec<RecordingLine>>, Problem> {
    let (case, actor) = viewed(&app, &who, id).await?;
    let mut lines = Vec::new();
    for (recording, it) in (0_u32..).zip(&case.recordings) {
        let (Some(started), Some((ended, files))) = (it.started, &it.kept) else {
            continue;
        };
        if !recording::may_play(&case, it, &actor) {
            continue;
        }
        let known = app.store.recording(id, recording).await?;
        lines.push(RecordingLine {
            recording,
            started,
            ended: *ended,
            kept_until: ended.plus_ms(i64::from(it.keep_days) * DAY),
            lost: known.iter().map(|it| it.lost).max().unwrap_or(0),
            files: known.iter().filter_map(|it| told(it, files)).collect(),
        });
    }
    Ok(Json(lines))
}

/// Who it is, the log says.
fn told(stretch: &Stretch, files: &[RecordedFile]) -> Option<RecordedStretch> {
    let file = files.iter().find(|file| file.digest == stretch.digest)?;
    Some(RecordedStretch {
        person: file.person,
        digest: file.digest,
        begins: stretch.begins,
        lasts: stretch.lasts,
        picture: stretch.picture == Pictured::Kept,
        unkept: stretch.picture == Pictured::Unkept,
    })
}
