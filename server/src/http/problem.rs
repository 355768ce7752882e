//! Everything that can go wrong, as an RFC 9457 document. The only place that makes them.

use super::language::{accepted, tag};
use crate::identity::Denied;
use crate::store::{ActError, StoreError};
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::actor::Actor;
use domain::reason::reason;
use domain::refusal::Refusal;
use domain::terms::prose::Language;
use domain::{api, sight};
use serde::Serialize;
use std::collections::BTreeSet;

pub enum Problem {
    Refused(Refusal),
    /// 409 with what the sender missed, whole entries; redacted by [`Problem::seen_by`].
    Stale(Vec<domain::log::Entry>, std::sync::Arc<domain::case::Case>),
    Denied(Denied),
    /// 422: what is agreed holds characters no face prints.
    Unprintable(BTreeSet<char>),
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
            Self::Stale(missed, case) => {
                let missed = missed.iter().map(|entry| sight::view(&case, entry, viewer)).collect();
                Self::Stale(missed, case)
            }
            other => other,
        }
    }
}

impl From<ActError> for Problem {
    fn from(error: ActError) -> Self {
        match error {
            ActError::Refused(refusal) => Self::Refused(refusal),
            ActError::Stale { missed, case } => Self::Stale(missed, case),
            ActError::IdReused => Self::because(409, "command_id_reused"),
            // Whoever judges by memory looks again himself: `commands::submit`.
            ActError::Moved => Self::because(503, "unavailable"),
            ActError::Store(error) => Self::Store(error),
        }
    }
}
impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}
impl From<sqlx::Error> for Problem {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}
impl From<Denied> for Problem {
    fn from(denied: Denied) -> Self {
        Self::Denied(denied)
    }
}

/// What a response says went wrong, until [`speak`] puts it in the reader's language.
#[derive(Clone)]
struct Told {
    status: StatusCode,
    code: &'static str,
    article: &'static str,
    missed: Vec<domain::log::Entry>,
    retry_after: Option<u64>,
    detail: String,
}

/// With what this one occurrence is about (RFC 9457 §3.1.4).
#[derive(Serialize)]
struct Detailed {
    #[serde(flatten)]
    problem: api::Problem,
    #[serde(skip_serializing_if = "String::is_empty")]
    detail: String,
}

impl Told {
    fn new(status: u16, code: &'static str) -> Self {
        Self {
            status: StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            code,
            article: "",
            missed: Vec::new(),
            retry_after: None,
            detail: String::new(),
        }
    }

    fn response(self, language: Language) -> Response {
        let problem = api::Problem {
            kind: format!("urn:maplebridge:problem:{}", self.code),
            title: reason(self.code, language).to_owned(),
            status: self.status.as_u16(),
            code: self.code.to_owned(),
            article: self.article.to_owned(),
            missed: self.missed,
            retry_after: self.retry_after,
        };
        let detailed = Detailed {
            problem,
            detail: self.detail,
        };
        let body = serde_json::to_vec(&detailed).unwrap_or_default();
        let mut response = (self.status, Body::from(body)).into_response();
        let headers = response.headers_mut();
        let mut set = |name, value: &'static str| headers.insert(name, HeaderValue::from_static(value));
        set(header::CONTENT_TYPE, "application/problem+json");
        set(header::CONTENT_LANGUAGE, tag(language));
        set(header::VARY, "Accept-Language");
        set(header::CACHE_CONTROL, "no-store");
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }

    /// As it is before [`speak`] sees it: in the portal's own language.
    fn pending(self) -> Response {
        let mut response = self.clone().response(Language::Chinese);
        response.extensions_mut().insert(self);
        response
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        match self {
            Self::Denied(denied) => denied.into_response(),
            Self::Unprintable(characters) => {
                let one = |c: &char| format!("{c} U+{:04X}", u32::from(*c));
                Told {
                    detail: characters.iter().map(one).collect::<Vec<_>>().join(", "),
                    ..Told::new(422, "glyph_missing")
                }
                .pending()
            }
            Self::Store(error) => {
                tracing::error!(%error, "store");
                unavailable()
            }
            Self::Refused(Refusal::UnknownCase) => Told::new(404, Refusal::UnknownCase.code()).pending(),
            Self::Refused(refusal) => Told {
                article: refusal.article(),
                ..Told::new(422, refusal.code())
            }
            .pending(),
            // A redacted entry sent here whole would break the caucus: see `seen_by`.
            Self::Stale(missed, _) => Told {
                missed,
                ..Told::new(409, "stale")
            }
            .pending(),
        }
    }
}

impl IntoResponse for Denied {
    fn into_response(self) -> Response {
        match self {
            Self::Because(503, code) => waiting(503, code, 2),
            Self::Because(status, code) => Told::new(status, code).pending(),
            Self::Wait(code, seconds) => waiting(429, code, seconds),
            Self::Store(error) => {
                // The cause goes to the log only.
                tracing::error!(%error, "store");
                unavailable()
            }
        }
    }
}

fn unavailable() -> Response {
    waiting(503, "unavailable", 2)
}

fn waiting(status: u16, code: &'static str, seconds: u64) -> Response {
    Told {
        retry_after: Some(seconds),
        ..Told::new(status, code)
    }
    .pending()
}

/// For `CatchPanicLayer`: a panic ends its request, nothing else.
pub fn panicked(panic: Box<dyn std::any::Any + Send + 'static>) -> Response {
    let said = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied());
    tracing::error!(said, "a request panicked");
    Told::new(500, "internal").pending()
}

/// Middleware: puts every problem into the reader's language, and makes one of whatever the
/// framework itself refused under `/api/` (a body that does not read, an unknown path).
pub async fn speak(request: Request, next: Next) -> Response {
    let language = accepted(request.headers());
    let api = request.uri().path().starts_with("/api/");
    let mut response = next.run(request).await;
    if let Some(told) = response.extensions_mut().remove::<Told>() {
        let mut spoken = told.response(language);
        // What other layers set (cookies, policies) stays.
        for (name, value) in response.headers() {
            if !spoken.headers().contains_key(name) && name != header::CONTENT_LENGTH {
                spoken.headers_mut().append(name.clone(), value.clone());
            }
        }
        return spoken;
    }
    let status = response.status();
    if api && (status.is_client_error() || status.is_server_error()) {
        let (status, code) = match status.as_u16() {
            404 => (404, "unknown_path"),
            405 => (405, "method_unfit"),
            413 => (413, "too_large"),
            415 => (415, "content_type_unfit"),
            400..=499 => (400, "malformed"),
            _ => (500, "internal"),
        };
        return Told::new(status, code).response(language);
    }
    response
}
