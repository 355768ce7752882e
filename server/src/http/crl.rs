//! `GET /crl/root.crl`, `GET /crl/issuing.crl`: revocation lists of the portal's authorities
//! (RFC 5280 §5). Sealed documents enclose them; this is for whoever checks one before its seal.

use crate::app::App;
use crate::trust::authority::{Issuer, LIST_LIFE};
use axum::Router;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use std::sync::Arc;

pub fn router() -> Router<Arc<App>> {
    Router::new().route("/crl/{name}", get(list))
}

async fn list(State(app): State<Arc<App>>, Path(name): Path<String>) -> Response {
    let issuer = match name.as_str() {
        "root.crl" => Issuer::Root,
        "issuing.crl" => Issuer::Issuing,
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    match app.authority.list(issuer, app.clock.now(), LIST_LIFE) {
        Ok(list) => {
            let headers = [
                (header::CONTENT_TYPE, "application/pkix-crl"),
                (header::CACHE_CONTROL, "public, max-age=3600"),
            ];
            (headers, list).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "no revocation list");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}
