//! Where an institution's system is told what happened, and what became of each message.

use super::problem::Problem;
use crate::app::App;
use crate::systems::clients::Machine;
use crate::systems::{deliveries, deliveries::Delivery, webhooks, webhooks::Webhook};
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use domain::api;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list, add))
        .routes(routes!(remove))
        .routes(routes!(sent))
        .routes(routes!(again))
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct NewWebhook {
    /// `https://…`, or `http://…` on a private network
    pub url: String,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct WebhookMade {
    #[serde(flatten)]
    pub webhook: Webhook,
    /// `whsec_…`, for checking `webhook-signature` (Standard Webhooks 1.0)
    pub secret: String,
}

/// The institution's endpoints.
#[utoipa::path(
    get,
    path = "/api/v1/webhooks",
    operation_id = "list_webhooks",
    tag = "systems",
    responses(
        (status = 200, description = "The open ones", body = Vec<Webhook>),
        (status = 403, description = "`scope_missing`", body = api::Problem, content_type = "application/problem+json"),
    ),
    security(("oauth" = ["webhooks"])),
)]
async fn list(State(app): State<Arc<App>>, machine: Machine) -> Result<Json<Vec<Webhook>>, Problem> {
    machine.may("webhooks")?;
    Ok(Json(webhooks::of(app.store.pool(), machine.org).await?))
}

/// Adds an endpoint; answers its secret.
#[utoipa::path(
    post,
    path = "/api/v1/webhooks",
    operation_id = "add_webhook",
    tag = "systems",
    request_body = NewWebhook,
    responses(
        (status = 200, description = "The endpoint and its secret", body = WebhookMade),
        (status = 403, description = "`scope_missing`", body = api::Problem, content_type = "application/problem+json"),
        (status = 422, description = "`url_unfit`, `too_many`", body = api::Problem, content_type = "application/problem+json"),
    ),
    security(("oauth" = ["webhooks"])),
)]
async fn add(
    State(app): State<Arc<App>>,
    machine: Machine,
    Json(new): Json<NewWebhook>,
) -> Result<Json<WebhookMade>, Problem> {
    machine.may("webhooks")?;
    let webhook = webhooks::make(app.store.pool(), machine.org, &new.url, app.clock.now()).await?;
    let secret = webhooks::secret(&app.webhook_key, webhook.id);
    Ok(Json(WebhookMade { webhook, secret }))
}

/// Closes an endpoint.
#[utoipa::path(
    delete,
    path = "/api/v1/webhooks/{id}",
    operation_id = "remove_webhook",
    tag = "systems",
    params(("id" = String, Path, format = Uuid, description = "The endpoint")),
    responses(
        (status = 204, description = "Told nothing any more"),
        (status = 403, description = "`scope_missing`", body = api::Problem, content_type = "application/problem+json"),
        (status = 404, description = "`webhook_unknown`", body = api::Problem, content_type = "application/problem+json"),
    ),
    security(("oauth" = ["webhooks"])),
)]
async fn remove(State(app): State<Arc<App>>, machine: Machine, Path(id): Path<Uuid>) -> Result<StatusCode, Problem> {
    machine.may("webhooks")?;
    webhooks::close(app.store.pool(), machine.org, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct InState {
    /// `waiting`, `delivered` or `dead`; all if missing
    state: Option<String>,
}

/// Messages and what became of them, newest first.
#[utoipa::path(
    get,
    path = "/api/v1/webhook-deliveries",
    operation_id = "list_deliveries",
    tag = "systems",
    params(InState),
    responses(
        (status = 200, description = "At most 200", body = Vec<Delivery>),
        (status = 403, description = "`scope_missing`", body = api::Problem, content_type = "application/problem+json"),
    ),
    security(("oauth" = ["webhooks"])),
)]
async fn sent(
    State(app): State<Arc<App>>,
    machine: Machine,
    Query(wanted): Query<InState>,
) -> Result<Json<Vec<Delivery>>, Problem> {
    machine.may("webhooks")?;
    let found = deliveries::of(app.store.pool(), machine.org, wanted.state.as_deref()).await?;
    Ok(Json(found))
}

/// Sends a message again, under the same `webhook-id`.
#[utoipa::path(
    post,
    path = "/api/v1/webhook-deliveries/{id}/replay",
    operation_id = "replay_delivery",
    tag = "systems",
    params(("id" = String, Path, format = Uuid, description = "The delivery")),
    responses(
        (status = 204, description = "On its way again"),
        (status = 403, description = "`scope_missing`", body = api::Problem, content_type = "application/problem+json"),
        (status = 404, description = "`delivery_unknown`", body = api::Problem, content_type = "application/problem+json"),
    ),
    security(("oauth" = ["webhooks"])),
)]
async fn again(State(app): State<Arc<App>>, machine: Machine, Path(id): Path<Uuid>) -> Result<StatusCode, Problem> {
    machine.may("webhooks")?;
    deliveries::replay(&app, machine.org, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
