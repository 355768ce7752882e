//! [`Denied`] as a problem document, and the way from store errors to it.

use crate::identity::Denied;
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::api::Problem;

impl IntoResponse for Denied {
    fn into_response(self) -> Response {
        let (status, code, wait) = match self {
            Self::Because(status, code) => (status, code, None),
            Self::Wait(code, seconds) => (429, code, Some(seconds)),
            Self::Store(error) => {
                // The cause goes to the log only.
                tracing::error!(%error, "identity store");
                (503, "unavailable", Some(2))
            }
        };
        let problem = Problem {
            kind: format!("urn:maplebridge:problem:{code}"),
            title: code.replace('_', " "),
            status,
            code: code.to_owned(),
            article: String::new(),
            missed: Vec::new(),
            retry_after: wait,
        };
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(problem)).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        if let Some(seconds) = wait {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
