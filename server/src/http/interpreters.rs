//! `GET /api/v1/interpreters`: whom a mediator may call to interpret.

use super::problem::Problem;
use crate::app::App;
use crate::identity::{persons, who::Who};
use crate::store::StoreError;
use axum::Json;
use axum::extract::State;
use domain::actor::Role;
use domain::api::{self, PersonName};
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(list))
}

/// Interpreters of the mediator's own body.
#[utoipa::path(
    get,
    path = "/api/v1/interpreters",
    operation_id = "list_interpreters",
    tag = "cases",
    responses(
        (status = 200, description = "By name", body = Vec<PersonName>),
        (status = 403, description = "`not_your_role`", body = api::Problem, content_type = "application/problem+json"),
    ),
    security(("session" = [])),
)]
async fn list(State(app): State<Arc<App>>, who: Who) -> Result<Json<Vec<PersonName>>, Problem> {
    let Some((Role::Mediator, org)) = who.staff else {
        return Err(Problem::because(403, "not_your_role"));
    };
    let staff = persons::staff_of(app.store.pool(), org)
        .await
        .map_err(StoreError::from)?;
    let interprets = staff
        .into_iter()
        .filter(|person| !person.closed && person.staff == Some((Role::Interpreter, org)));
    let named = interprets.map(|person| PersonName {
        person: person.id,
        name: person.name,
        role: Role::Interpreter,
    });
    Ok(Json(named.collect()))
}
