//! Files of a case: `POST /api/v1/cases/{id}/files` keeps one, `GET …/files/{digest}` gives it back.

use super::cases::viewed;
use super::problem::Problem;
use crate::app::App;
use crate::files::{Incoming, Unfit};
use crate::identity::who::Who;
use crate::store::read::Kept;
use axum::Json;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::actor::{Actor, Role};
use domain::api;
use domain::api::Stored;
use domain::case::Case;
use domain::hash::Digest;
use domain::id::CaseId;
use domain::paper::PaperKind;
use domain::sight;
use futures_util::StreamExt;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// What a stranger sent runs nothing, whatever a browser takes it for.
const FOREIGN: &str = "default-src 'none'; sandbox";
/// The portal's own documents stand in a frame of its pages; a sandbox would stop the PDF viewer.
const OWN: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'";

/// Minutes of a session as they were closed.
pub const MINUTES_TYPE: &str = "text/plain; charset=utf-8";

pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(upload)).routes(routes!(download))
}

/// Takes a file in; the body is the file itself, its type is told by its content.
#[utoipa::path(
    post,
    path = "/api/v1/cases/{id}/files",
    operation_id = "upload_file",
    tag = "cases",
    params(("id" = CaseId, Path, description = "The case")),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "JPEG, PNG, WebP or PDF, at most 20 MB"),
    responses(
        (status = 200, description = "Kept under its digest", body = Stored),
        (status = 400, description = "`file_empty`, `upload_broken`", body = api::Problem, content_type = "application/problem+json"),
        (status = 403, description = "`not_yours_to_add`", body = api::Problem, content_type = "application/problem+json"),
        (status = 404, description = "`unknown_case`", body = api::Problem, content_type = "application/problem+json"),
        (status = 413, description = "`file_too_large`", body = api::Problem, content_type = "application/problem+json"),
        (status = 415, description = "`file_type_unknown`", body = api::Problem, content_type = "application/problem+json"),
    ),
    security(("session" = [])),
)]
async fn upload(
    State(app): State<Arc<App>>,
    who: Who,
    Path(id): Path<CaseId>,
    body: Body,
) -> Result<Json<Stored>, Problem> {
    let (case, actor) = viewed(&app, &who, id).await?;
    let contributes = matches!(actor.role, Role::Claimant | Role::Respondent | Role::Mediator);
    if !contributes || !sight::may_open(&case, &actor) {
        return Err(Problem::because(403, "not_yours_to_add"));
    }
    let (digest, media_type, size) = received(&app, body).await.map_err(problem)?;
    let kept = Kept {
        digest,
        media_type: media_type.to_owned(),
        size,
        person: actor.person.to_string(),
    };
    app.store.keep_file(id, &kept, app.clock.now()).await?;
    Ok(Json(Stored {
        digest,
        media_type: kept.media_type,
        size,
    }))
}

async fn received(app: &App, body: Body) -> Result<(Digest, &'static str, u64), Unfit> {
    let mut incoming: Incoming = app.files.receive().await?;
    let mut chunks = body.into_data_stream();
    while let Some(chunk) = chunks.next().await {
        incoming.write(&chunk.map_err(|_| Unfit::Broken)?).await?;
    }
    app.files.keep(incoming).await
}

fn problem(unfit: Unfit) -> Problem {
    match unfit {
        Unfit::TooLarge => Problem::because(413, "file_too_large"),
        Unfit::Empty => Problem::because(400, "file_empty"),
        Unfit::UnknownType => Problem::because(415, "file_type_unknown"),
        Unfit::Broken => Problem::because(400, "upload_broken"),
        Unfit::Io(error) => {
            tracing::error!(%error, "file store");
            Problem::because(503, "unavailable")
        }
    }
}

/// Gives a file back.
#[utoipa::path(
    get,
    path = "/api/v1/cases/{id}/files/{digest}",
    operation_id = "download_file",
    tag = "cases",
    params(("id" = CaseId, Path, description = "The case"),
        ("digest" = Digest, Path, description = "SHA-256 of the content")),
    responses(
        (status = 200, description = "The file as it was sent", body = Vec<u8>, content_type = "application/octet-stream"),
        (status = 404, description = "`unknown_file`, also for what the viewer may not see", body = api::Problem, content_type = "application/problem+json"),
    ),
    security(("session" = [])),
)]
async fn download(
    State(app): State<Arc<App>>,
    who: Who,
    Path((id, digest)): Path<(CaseId, Digest)>,
) -> Result<Response, Problem> {
    let unknown = || Problem::because(404, "unknown_file");
    let (case, actor) = viewed(&app, &who, id).await?;
    if !sight::may_open(&case, &actor) {
        return Err(unknown());
    }
    let kept = app.store.file(id, digest).await?;
    let own = is_document(&case, digest, &actor);
    let sender = kept.iter().any(|kept| kept.person == actor.person.to_string());
    if !(own || sender || sight::may_read_evidence(&case, digest, &actor)) {
        return Err(unknown());
    }
    let media_type = match kept.into_iter().next() {
        Some(kept) => kept.media_type,
        None if own => "application/pdf".to_owned(),
        None => return Err(unknown()),
    };
    let bytes = app.files.get(digest).await.map_err(|error| {
        tracing::error!(%error, %digest, "a file the case names is missing");
        Problem::because(503, "unavailable")
    })?;
    if let Some(agreement) = waiting(&case, digest) {
        app.store.viewed(id, agreement, actor.person, app.clock.now()).await?;
    }
    // A sandboxed PDF does not show in browsers: a stranger's is saved, not shown.
    let shown = own || media_type.starts_with("image/");
    let ending = match media_type.as_str() {
        MINUTES_TYPE => "txt".to_owned(),
        other => other.rsplit('/').next().unwrap_or("bin").replace("jpeg", "jpg"),
    };
    let disposition = format!(
        "{}; filename=\"{}.{ending}\"",
        if shown { "inline" } else { "attachment" },
        &digest.to_string()[..16]
    );
    let headers = [
        (header::CONTENT_TYPE, media_type),
        (header::CONTENT_DISPOSITION, disposition),
        (
            header::CONTENT_SECURITY_POLICY,
            if own { OWN } else { FOREIGN }.to_owned(),
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        // Phones are lent and computers shared.
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}

/// The presented agreement, if `digest` is it or a later file of it, and it is not in effect yet.
fn waiting(case: &Case, digest: Digest) -> Option<Digest> {
    let agreement = case.agreement.as_ref().filter(|_| case.effective_at.is_none())?;
    (digest == agreement.document || digest == agreement.file.digest).then_some(agreement.document)
}

/// A document the portal made for this case.
fn is_document(case: &Case, digest: Digest, viewer: &Actor) -> bool {
    // An agreement nobody was bound by is an offer.
    let bound = case.effective_at.is_some() || !sight::outside(case, viewer);
    let agreement = case.agreement.as_ref().filter(|_| bound);
    let agreements = case
        .settled
        .iter()
        .filter_map(|it| it.agreement.as_ref())
        .chain(agreement);
    let agreement = agreements
        .flat_map(|it| [Some(it.document), Some(it.file.digest), it.translation])
        .flatten();
    let talks = sight::of_the_talks(viewer.role);
    let minutes = case.minutes.iter().filter(|_| talks);
    let decisions = case
        .applications
        .iter()
        .filter_map(|application| application.decision.as_ref());
    agreement
        .chain(decisions.map(|decision| decision.document))
        .chain(
            case.papers
                .iter()
                .filter(|paper| talks || paper.kind != PaperKind::Minutes)
                .map(|paper| paper.document),
        )
        .chain(minutes.map(|minutes| minutes.document))
        .any(|known| known == digest)
}
