//! Everything that can go wrong, as an RFC 9457 document. The only place that makes them for cases.

use crate::identity::Denied;
use crate::store::{ActError, StoreError};
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::actor::Actor;
use domain::refusal::Refusal;
use domain::{api, sight};

pub enum Problem {
    Refused(Refusal),
    /// 409 with what the sender missed, whole entries; redacted by [`Problem::seen_by`].
    Stale(Vec<domain::log::Entry>),
    Denied(Denied),
    Store(StoreError),
}

impl Problem {
    pub fn because(status: u16, code: &'static str) -> Self {
        Self::Denied(Denied::Because(status, code))
    }

    /// What `viewer` may not see is withheld.
    #[must_use]
    pub fn seen_by(self, viewer: &Actor) -> Self {
        match self {
            Self::Stale(missed) => Self::Stale(missed.iter().map(|entry| sight::view(entry, viewer)).collect()),
            other => other,
        }
    }
}

impl From<ActError> for Problem {
    fn from(error: ActError) -> Self {
        match error {
            ActError::Refused(refusal) => Self::Refused(refusal),
            ActError::Stale { missed, .. } => Self::Stale(missed),
            ActError::IdReused => Self::because(409, "command_id_reused"),
            ActError::Store(error) => Self::Store(error),
        }
    }
}
impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}
impl From<Denied> for Problem {
    fn from(denied: Denied) -> Self {
        Self::Denied(denied)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (status, code, article, missed) = match self {
            Self::Denied(denied) => return denied.into_response(),
            Self::Store(error) => {
                tracing::error!(%error, "store");
                return Denied::Because(503, "unavailable").into_response();
            }
            Self::Refused(Refusal::UnknownCase) => (404, Refusal::UnknownCase.code(), "", Vec::new()),
            Self::Refused(refusal) => (422, refusal.code(), refusal.article(), Vec::new()),
            // A redacted entry sent here whole would break the caucus: see `seen_by`.
            Self::Stale(missed) => (409, "stale", "", missed),
        };
        let problem = api::Problem {
            kind: format!("urn:maplebridge:problem:{code}"),
            title: code.replace('_', " "),
            status,
            code: code.to_owned(),
            article: article.to_owned(),
            missed,
            retry_after: None,
        };
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(problem)).into_response();
        response.headers_mut().insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        response
    }
}
