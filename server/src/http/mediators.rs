//! `GET /api/v1/cases/{id}/mediators`: the body's roster, to choose from (OMR 5, 10).

use super::cases::viewed;
use super::problem::Problem;
use crate::app::App;
use crate::identity::{persons, who::Who};
use axum::Json;
use axum::extract::{Path, State};
use domain::actor::Role;
use domain::api::{self, PersonName};
use domain::id::CaseId;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(roster))
}

/// The body's mediators other than the one who leads the case.
#[utoipa::path(
    get,
    path = "/api/v1/cases/{id}/mediators",
    operation_id = "list_mediators",
    tag = "cases",
    params(("id" = CaseId, Path, description = "The case")),
    responses(
        (status = 200, description = "By name", body = Vec<PersonName>),
        (status = 404, description = "`unknown_case`", body = api::Problem, content_type = "application/problem+json"),
    ),
    security(("session" = [])),
)]
async fn roster(
    State(app): State<Arc<App>>,
    who: Who,
    Path(id): Path<CaseId>,
) -> Result<Json<Vec<PersonName>>, Problem> {
    let (case, _) = viewed(&app, &who, id).await?;
    let Some(body) = case.body else {
        return Ok(Json(Vec::new()));
    };
    let staff = persons::staff_of(app.store.pool(), body)
        .await
        .map_err(crate::store::StoreError::from)?;
    let others = staff.into_iter().filter(|person| {
        let leads = case.mediator == Some(person.id);
        !leads && !person.closed && person.staff == Some((Role::Mediator, body))
    });
    let named = others.map(|person| PersonName {
        person: person.id,
        name: person.name,
        role: Role::Mediator,
    });
    Ok(Json(named.collect()))
}
