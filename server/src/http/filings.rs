//! Filings, as a court's or a commission's own system reads them.

use super::problem::Problem;
use crate::app::App;
use crate::store::StoreError;
use crate::store::read::Whose;
use crate::systems::{self, clients::Machine};
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::actor::Side;
use domain::api;
use domain::case::Case;
use domain::command::{Claim, DisputeHead, PartyKind};
use domain::deadline::beside::of_tribunal;
use domain::hash::{Commitment, Digest};
use domain::id::CaseId;
use domain::moment::{Date, Timestamp};
use domain::{deadline, sight};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(read))
        .routes(routes!(document))
}

/// One application or petition before the institution. Its id is the case's.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Filing {
    pub id: CaseId,
    /// Of the mediation body.
    pub case_number: String,
    /// `arbitration_review`, `judicial_confirmation` or `arbitration`
    pub kind: String,
    /// `submitted`, `received`, `returned`, `accepted`, `rejected`, `refused`, `granted`, `effective`,
    /// `withdrawn` or `revoked`
    pub status: String,
    /// Entries of the case's log so far: what a message's `seq` counts.
    pub seq: u64,
    pub filed: Option<Timestamp>,
    /// The institution's own number, from its receipt.
    pub receipt: Option<String>,
    /// What was asked for and is still to come.
    pub returned: Option<String>,
    /// Last day of whatever is the institution's to do.
    pub due: Option<Date>,
    pub parties: Vec<FilingParty>,
    pub heads: Vec<DisputeHead>,
    pub claims: Vec<Claim>,
    pub facts: String,
    pub documents: Vec<FilingDocument>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct FilingParty {
    pub side: Side,
    pub kind: PartyKind,
    /// Empty where it was erased, or never given; so with all values.
    pub name: String,
    pub id_number: String,
    pub phone: String,
    pub address: String,
    pub agent: String,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct FilingDocument {
    /// `agreement`, `decision`, `evidence`, or a paper's kind
    pub kind: String,
    pub title: String,
    pub sha256: Digest,
    /// Where it is downloaded.
    pub href: String,
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct Wanted {
    /// Only those changed since, in milliseconds since 1970 UTC.
    #[serde(default)]
    since: i64,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct FilingLine {
    pub id: CaseId,
    pub case_number: String,
    pub stage: String,
    pub updated: Timestamp,
}

/// The institution's filings, the newest change first.
#[utoipa::path(
    get,
    path = "/api/v1/filings",
    operation_id = "list_filings",
    tag = "systems",
    params(Wanted),
    responses(
        (status = 200, description = "At most 500", body = Vec<FilingLine>),
        (status = 403, description = "`scope_missing`", body = api::Problem, content_type = "application/problem+json"),
    ),
    security(("oauth" = ["filings:read"])),
)]
async fn list(
    State(app): State<Arc<App>>,
    machine: Machine,
    Query(wanted): Query<Wanted>,
) -> Result<Json<Vec<FilingLine>>, Problem> {
    machine.may("filings:read")?;
    let lines = app.store.list(Whose::Institution(machine.org)).await?;
    let mut lines: Vec<FilingLine> = lines
        .into_iter()
        .filter(|line| line.updated.0 >= wanted.since)
        .map(|line| FilingLine {
            id: line.id,
            case_number: line.number,
            stage: line.stage,
            updated: line.updated,
        })
        .collect();
    lines.sort_by_key(|line| std::cmp::Reverse(line.updated));
    Ok(Json(lines))
}

/// The case, if it lies before the machine's institution.
///
/// # Errors
/// 404 `unknown_case`.
pub async fn before(app: &App, machine: &Machine, id: CaseId) -> Result<Arc<Case>, Problem> {
    let case = app.store.load(id).await?;
    case.filter(|case| sight::may_open(case, &machine.actor))
        .ok_or_else(|| Problem::because(404, "unknown_case"))
}

/// One filing whole.
#[utoipa::path(
    get,
    path = "/api/v1/filings/{id}",
    operation_id = "read_filing",
    tag = "systems",
    params(("id" = CaseId, Path, description = "The filing")),
    responses(
        (status = 200, description = "The filing", body = Filing),
        (status = 403, description = "`scope_missing`", body = api::Problem, content_type = "application/problem+json"),
        (status = 404, description = "`unknown_case`", body = api::Problem, content_type = "application/problem+json"),
    ),
    security(("oauth" = ["filings:read"])),
)]
async fn read(State(app): State<Arc<App>>, machine: Machine, Path(id): Path<CaseId>) -> Result<Json<Filing>, Problem> {
    machine.may("filings:read")?;
    let case = before(&app, &machine, id).await?;
    Ok(Json(filing(&app, &machine, &case).await?))
}

/// The filing as it stands.
///
/// # Errors
/// [`Problem`] if the store fails.
pub async fn filing(app: &App, machine: &Machine, case: &Case) -> Result<Filing, Problem> {
    let readable = sight::readable(case, &machine.actor);
    let disclosures = app.store.disclosures(case.id, &readable).await?;
    let values: BTreeMap<Commitment, String> = disclosures
        .into_iter()
        .map(|disclosure| (disclosure.commitment(), disclosure.value))
        .collect();
    let said = |commitment: Option<Commitment>| commitment.and_then(|it| values.get(&it).cloned()).unwrap_or_default();
    let party = |side: Side| {
        let particulars = &case.seat(side)?.particulars;
        Some(FilingParty {
            side,
            kind: particulars.kind,
            name: said(Some(particulars.name)),
            id_number: said(particulars.id_number),
            phone: said(Some(particulars.phone)),
            address: said(particulars.address),
            agent: said(particulars.agent.as_ref().map(|agent| agent.name)),
        })
    };
    let application = case.applications.last();
    let petition = case.arbitration.as_ref();
    let head = app
        .store
        .head(case.id)
        .await?
        .ok_or(StoreError::Damaged("heads: no such case"))?;
    Ok(Filing {
        id: case.id,
        case_number: case.number.clone(),
        kind: systems::kind(case).to_owned(),
        status: systems::status(case).to_owned(),
        seq: head,
        filed: application.and_then(|it| it.filed).or(petition.map(|it| it.filed)),
        receipt: application
            .and_then(|it| it.receipt.clone())
            .or(petition.and_then(|it| it.receipt.clone())),
        returned: application
            .and_then(|it| it.supplement.clone())
            .or(petition.and_then(|it| it.returned.clone())),
        due: deadline::running(case)
            .iter()
            .chain(&of_tribunal(case))
            .map(|deadline| deadline.day)
            .min(),
        parties: Side::BOTH.into_iter().filter_map(party).collect(),
        heads: case.heads.clone(),
        claims: petition.map_or_else(|| case.claims.clone(), |it| it.petition.claims.clone()),
        facts: petition.map_or_else(|| case.facts.clone(), |it| it.petition.facts.clone()),
        documents: documents(case),
    })
}

fn documents(case: &Case) -> Vec<FilingDocument> {
    let made = |kind: String, title: String, sha256: Digest| FilingDocument {
        kind,
        title,
        sha256,
        href: format!("/api/v1/filings/{}/documents/{sha256}", case.id),
    };
    let mut out = Vec::new();
    if let Some(agreement) = case.agreement.as_ref().filter(|_| case.effective_at.is_some()) {
        out.push(made("agreement".into(), "调解协议书".into(), agreement.file.digest));
    }
    let decisions = case.applications.iter().filter_map(|it| it.decision.as_ref());
    out.extend(decisions.map(|it| made("decision".into(), it.number.clone(), it.document)));
    let papers = case.papers.iter();
    out.extend(papers.map(|it| made(crate::identity::name_of(it.kind), it.number.clone(), it.document)));
    let shared = case.evidence.iter().filter(|(_, piece)| piece.shared);
    out.extend(shared.map(|(_, piece)| made("evidence".into(), piece.title.clone(), piece.digest)));
    out
}

/// A document of the filing, as it was made or sent.
#[utoipa::path(
    get,
    path = "/api/v1/filings/{id}/documents/{sha256}",
    operation_id = "download_filing_document",
    tag = "systems",
    params(("id" = CaseId, Path, description = "The filing"), ("sha256" = Digest, Path, description = "Of the content")),
    responses(
        (status = 200, description = "The document", body = Vec<u8>, content_type = "application/octet-stream"),
        (status = 403, description = "`scope_missing`", body = api::Problem, content_type = "application/problem+json"),
        (status = 404, description = "`unknown_case`, `unknown_file`", body = api::Problem, content_type = "application/problem+json"),
    ),
    security(("oauth" = ["filings:read"])),
)]
async fn document(
    State(app): State<Arc<App>>,
    machine: Machine,
    Path((id, sha256)): Path<(CaseId, Digest)>,
) -> Result<Response, Problem> {
    machine.may("filings:read")?;
    let case = before(&app, &machine, id).await?;
    if !documents(&case).iter().any(|it| it.sha256 == sha256) {
        return Err(Problem::because(404, "unknown_file"));
    }
    let bytes = app.files.get(sha256).await.map_err(|error| {
        tracing::error!(%error, %sha256, "a file the case names is missing");
        Problem::because(503, "unavailable")
    })?;
    Ok(([(header::CONTENT_TYPE, "application/octet-stream")], bytes).into_response())
}
