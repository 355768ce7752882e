//! `POST /timestamp`: the built-in timestamping authority (RFC 3161 over HTTP, §3.4). It vouches for
//! this server's clock, and says so in its name and policy.

use crate::app::App;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use pades::stamp;
use std::sync::Arc;

pub fn router() -> Router<Arc<App>> {
    Router::new().route("/timestamp", post(answer))
}

async fn answer(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Response {
    let media_type = headers.get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok());
    if media_type != Some("application/timestamp-query") {
        return StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response();
    }
    let response = match stamp::asked(&body) {
        Err(rejection) => rejection.response(),
        Ok(asked) => match app.authority.stamp(&asked, app.clock.now()) {
            Ok(token) => stamp::response(&token),
            Err(fault) => {
                tracing::error!(%fault, "no timestamp");
                return StatusCode::SERVICE_UNAVAILABLE.into_response();
            }
        },
    };
    ([(header::CONTENT_TYPE, "application/timestamp-reply")], response).into_response()
}
