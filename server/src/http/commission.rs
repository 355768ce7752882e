//! `GET /api/v1/cases/{id}/commission`: other arbitrators of the commission that has the case, and other commissions
//! of the portal (CHR 9, 12).

use super::cases::viewed;
use super::problem::Problem;
use crate::app::App;
use crate::identity::{orgs, persons, who::Who};
use crate::store::StoreError;
use axum::Json;
use axum::extract::{Path, State};
use domain::actor::Role;
use domain::api::{self, Commission, OrgKind, PersonName};
use domain::id::CaseId;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(commission))
}

/// For an arbitrator of the commission that has the case.
#[utoipa::path(
    get,
    path = "/api/v1/cases/{id}/commission",
    operation_id = "read_commission",
    tag = "cases",
    params(("id" = CaseId, Path, description = "The case")),
    responses(
        (status = 200, description = "By name", body = Commission),
        (status = 403, description = "`not_your_role`", body = api::Problem, content_type = "application/problem+json"),
        (status = 404, description = "`unknown_case`", body = api::Problem, content_type = "application/problem+json"),
    ),
    security(("session" = [])),
)]
async fn commission(
    State(app): State<Arc<App>>,
    who: Who,
    Path(id): Path<CaseId>,
) -> Result<Json<Commission>, Problem> {
    let (case, actor) = viewed(&app, &who, id).await?;
    let present = case.transfer.as_ref().map(|it| it.commission);
    let (Role::Arbitrator, Some(present)) = (actor.role, present) else {
        return Err(Problem::because(403, "not_your_role"));
    };
    let pool = app.store.pool();
    let staff = persons::staff_of(pool, present).await.map_err(StoreError::from)?;
    let sitting = case.arbitration.as_ref().and_then(|it| it.by);
    let arbitrators = staff.into_iter().filter(|person| {
        Some(person.id) != sitting && !person.closed && person.staff == Some((Role::Arbitrator, present))
    });
    let arbitrators = arbitrators.map(|person| PersonName {
        person: person.id,
        name: person.name,
        role: Role::Arbitrator,
    });
    let orgs = orgs::all(pool).await.map_err(StoreError::from)?;
    let others = orgs
        .into_iter()
        .filter(|org| org.kind == OrgKind::ArbitrationCommission && org.id != present);
    Ok(Json(Commission {
        arbitrators: arbitrators.collect(),
        others: others.collect(),
    }))
}
