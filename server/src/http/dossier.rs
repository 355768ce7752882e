//! `GET /api/v1/cases/{id}/dossier`: the whole case as one file, as its reader may see it.
//! Byte format: `docs/spec/dossier.md`.

use super::cases::viewed;
use super::problem::Problem;
use crate::app::App;
use crate::identity::who::Who;
use crate::marks;
use crate::store::tree::Covered;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::api;
use domain::case::Case;
use domain::dossier::{Contents, MEDIA_TYPE, Unsealed};
use domain::hash::Digest;
use domain::id::CaseId;
use domain::log::Entry;
use domain::moment::Timestamp;
use domain::sight;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, sleep};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The tree takes entries in at most a second after they were written.
const PATIENCE: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_millis(100);

pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(download))
}

/// 404 `unknown_case` for strangers; 503 `unavailable` while a checkpoint does not cover the case.
#[utoipa::path(
    get,
    path = "/api/v1/cases/{id}/dossier",
    operation_id = "download_dossier",
    tag = "cases",
    params(("id" = CaseId, Path, description = "The case")),
    responses(
        (status = 200, description = "One file that can be checked offline", body = Vec<u8>, content_type = "application/vnd.etsi.asic-e+zip"),
        (status = 404, description = "`unknown_case`", body = api::Problem, content_type = "application/problem+json"),
        (status = 503, description = "`unavailable`", body = api::Problem, content_type = "application/problem+json"),
    ),
    security(("session" = [])),
)]
async fn download(
    State(app): State<Arc<App>>,
    who: Who,
    path: Result<Path<CaseId>, PathRejection>,
) -> Result<Response, Problem> {
    let Path(id) = path.map_err(|_| Problem::because(400, "malformed"))?;
    let (case, actor) = viewed(&app, &who, id).await?;
    if !sight::may_open(&case, &actor) {
        return Err(Problem::because(404, "unknown_case"));
    }
    let entries = app.store.entries(id, 0).await?;
    let entries: Vec<Entry> = entries.iter().map(|entry| sight::view(&case, entry, &actor)).collect();
    // Folded from the very entries that go in, so that files and entries speak of the same moment.
    let case = folded(id, &entries)?;
    let disclosures = app.store.disclosures(id, &sight::enclosed(&case, &actor)).await?;
    let agreement = match &case.agreement {
        Some(agreement) => Some(newest(&app, agreement.file.digest).await?),
        None => None,
    };
    let translation = match case.agreement.as_ref().and_then(|it| it.translation) {
        Some(digest) => Some(kept(&app, digest).await?),
        None => None,
    };
    let rendering = match &case.agreement {
        Some(agreement) => app.store.rendering(agreement.document).await?,
        None => None,
    };
    let mut earlier = Vec::new();
    for agreement in case.settled.iter().filter_map(|it| it.agreement.as_ref()) {
        earlier.push(newest(&app, agreement.file.digest).await?);
    }
    let mut decisions = Vec::new();
    for decision in case.applications.iter().filter_map(|it| it.decision.as_ref()) {
        decisions.push(newest(&app, decision.document).await?);
    }
    let mut papers = Vec::new();
    for paper in &case.papers {
        papers.push(newest(&app, paper.document).await?);
    }
    let digests: BTreeSet<Digest> = case.evidence.iter().map(|(_, piece)| piece.digest).collect();
    let mut evidence = Vec::new();
    for digest in digests {
        evidence.push(kept(&app, digest).await?);
    }
    // After the documents: what was stamped again meanwhile is proven, and stands in the next dossier.
    let covered = covered(&app, id, entries.len() as u64).await?;
    let made = app.clock.now();
    let contents = Contents {
        case: id,
        number: &case.number,
        made,
        entries: &entries,
        disclosures: &disclosures,
        inclusion: &covered.entries,
        checkpoint: &covered.note,
        renewals: &covered.renewals,
        // How near the talks came to an agreement is told by nothing that an outsider gets.
        artefacts: if sight::outside(&case, &actor) {
            &[]
        } else {
            &covered.artefacts
        },
        agreement: agreement.as_deref(),
        terms: case.agreed_terms.as_ref().map(|(terms, _)| terms),
        translation: translation.as_deref(),
        rendering: rendering.as_ref(),
        earlier: &earlier,
        decisions: &decisions,
        papers: &papers,
        evidence: &evidence,
    };
    let unsealed = Unsealed::of(&contents);
    let seal = seal(&app, &case, unsealed.manifest(), made).await?;
    let bytes = unsealed.sealed(seal);
    let disposition = format!("attachment; filename=\"maplebridge-{id}.asice\"");
    let headers = [
        (header::CONTENT_TYPE, MEDIA_TYPE.to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}

/// The mediation body's seal over the manifest.
async fn seal(app: &App, case: &Case, manifest: &[u8], made: Timestamp) -> Result<Vec<u8>, Problem> {
    let sealed = match case.body {
        Some(body) => marks::sealed_beside(app, body, manifest, made).await,
        None => Err(anyhow::anyhow!("a case without its mediation body")),
    };
    sealed.map_err(|error| {
        tracing::error!(case = %case.id, %error, "a dossier is not sealed");
        Problem::because(503, "unavailable")
    })
}

fn folded(id: CaseId, entries: &[Entry]) -> Result<Case, Problem> {
    Case::fold(id, entries).map_err(|fault| {
        tracing::error!(case = %id, ?fault, "an entry cannot be read");
        Problem::because(503, "unavailable")
    })
}

/// Proofs of all entries and the checkpoint over them, once the tree has taken them in.
async fn covered(app: &App, id: CaseId, entries: u64) -> Result<Covered, Problem> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(covered) = app.store.inclusion(id, entries).await? {
            return Ok(covered);
        }
        if Instant::now() > deadline {
            return Err(Problem::because(503, "unavailable"));
        }
        sleep(PAUSE).await;
    }
}

/// The document as it was stamped last.
async fn newest(app: &App, document: Digest) -> Result<Vec<u8>, Problem> {
    kept(app, app.store.newest(document).await?).await
}

async fn kept(app: &App, digest: Digest) -> Result<Vec<u8>, Problem> {
    app.files.get(digest).await.map_err(|error| {
        tracing::error!(%error, %digest, "a file the case names is missing");
        Problem::because(503, "unavailable")
    })
}
