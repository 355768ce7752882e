//! `POST /oauth/token`: access tokens for institutions' systems, by client credentials (RFC 6749 §4.4).
//! Errors are those of RFC 6749 §5.2, for that is what OAuth libraries read.

use crate::app::App;
use crate::identity::Denied;
use crate::systems::clients::{self, Machine};
use axum::Json;
use axum::extract::rejection::FormRejection;
use axum::extract::{Form, FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(token))
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct TokenAsked {
    /// `client_credentials`
    #[serde(default)]
    pub grant_type: String,
    /// Scopes separated by spaces; all the client has by default.
    #[serde(default)]
    pub scope: String,
    /// Where HTTP Basic is not used.
    #[serde(default)]
    pub client_id: String,
    #[serde(default)]
    pub client_secret: String,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct Token {
    pub access_token: String,
    /// `Bearer`
    pub token_type: String,
    /// Seconds
    pub expires_in: i64,
    pub scope: String,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct TokenRefused {
    /// `invalid_request`, `invalid_client`, `invalid_scope` or `unsupported_grant_type`
    pub error: String,
}

/// An access token by client credentials: 15 minutes.
#[utoipa::path(
    post,
    path = "/oauth/token",
    operation_id = "grant_token",
    tag = "systems",
    request_body(content = TokenAsked, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 200, description = "The token and what it is good for", body = Token),
        (status = 400, description = "`invalid_request`, `invalid_scope`, `unsupported_grant_type`", body = TokenRefused),
        (status = 401, description = "`invalid_client`", body = TokenRefused),
    ),
    security(("basic" = [])),
)]
async fn token(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    form: Result<Form<TokenAsked>, FormRejection>,
) -> Result<Response, Denied> {
    let Ok(Form(asked)) = form else {
        return Ok(refused(StatusCode::BAD_REQUEST, "invalid_request"));
    };
    if asked.grant_type != "client_credentials" {
        return Ok(refused(StatusCode::BAD_REQUEST, "unsupported_grant_type"));
    }
    let (id, secret) = basic(&headers).unwrap_or((asked.client_id, asked.client_secret));
    if app.guesses.take(&format!("client/{id}"), app.clock.now().0).is_err() {
        return Err(Denied::Wait("too_many_requests", 5));
    }
    match clients::grant(app.store.pool(), &id, &secret, &asked.scope, app.clock.now()).await {
        Ok((access_token, scope)) => {
            let token = Token {
                access_token,
                token_type: "Bearer".into(),
                expires_in: clients::LIFE / 1000,
                scope,
            };
            Ok(([(header::CACHE_CONTROL, "no-store")], Json(token)).into_response())
        }
        Err(Denied::Because(status, code)) => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST);
            Ok(refused(status, code))
        }
        Err(other) => Err(other),
    }
}

fn refused(status: StatusCode, error: &str) -> Response {
    let body = Json(TokenRefused { error: error.into() });
    let headers = [(header::CACHE_CONTROL, "no-store"), (header::WWW_AUTHENTICATE, "Basic")];
    (status, headers, body).into_response()
}

/// Name and secret of HTTP Basic.
fn basic(headers: &HeaderMap) -> Option<(String, String)> {
    let coded = headers
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?
        .strip_prefix("Basic ")?;
    let text = String::from_utf8(STANDARD.decode(coded.trim()).ok()?).ok()?;
    let (id, secret) = text.split_once(':')?;
    Some((id.to_owned(), secret.to_owned()))
}

impl Machine {
    /// # Errors
    /// 403 `scope_missing`.
    pub fn may(&self, scope: &str) -> Result<(), Denied> {
        if self.scopes.iter().any(|known| known == scope) {
            Ok(())
        } else {
            Err(Denied::Because(403, "scope_missing"))
        }
    }
}

impl FromRequestParts<Arc<App>> for Machine {
    type Rejection = Denied;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Denied> {
        let bearer = parts
            .headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok());
        let access = bearer.and_then(|value| value.strip_prefix("Bearer "));
        let Some(access) = access else {
            return Err(Denied::Because(401, "token_invalid"));
        };
        let found = clients::find(app.store.pool(), access, app.clock.now()).await?;
        found.ok_or(Denied::Because(401, "token_invalid"))
    }
}
