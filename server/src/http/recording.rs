//! `GET /api/v1/cases/{id}/recordings/{digest}`: a recorded stretch, decrypted as it is sent; parts of it by
//! range requests (RFC 9110 §14), as players ask for them.

use super::cases::viewed;
use super::problem::Problem;
use crate::app::App;
use crate::identity::who::Who;
use crate::recording::sealed::Reader;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use domain::api;
use domain::hash::Digest;
use domain::id::CaseId;
use domain::recording;
use futures_util::stream::{self, Stream};
use std::io;
use std::ops::Range;
use std::sync::Arc;
use tokio::task::spawn_blocking;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(play))
}

/// A recorded stretch of one person.
#[utoipa::path(
    get,
    path = "/api/v1/cases/{id}/recordings/{digest}",
    operation_id = "play_recording",
    tag = "cases",
    params(("id" = CaseId, Path, description = "The case"),
        ("digest" = Digest, Path, description = "SHA-256 of the file, as the log has it"),
        ("Range" = Option<String>, Header, description = "One range of bytes")),
    responses(
        (status = 200, description = "WebM: Opus, and VP8 where there was a picture", body = Vec<u8>, content_type = "video/webm"),
        (status = 206, description = "The part that was asked for", body = Vec<u8>, content_type = "video/webm"),
        (status = 404, description = "`unknown_case`, `unknown_file`, also for what the viewer may not play", body = api::Problem, content_type = "application/problem+json"),
        (status = 416, description = "`range_unfit`", body = api::Problem, content_type = "application/problem+json"),
    ),
    security(("session" = [])),
)]
async fn play(
    State(app): State<Arc<App>>,
    who: Who,
    Path((id, digest)): Path<(CaseId, Digest)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (case, actor) = viewed(&app, &who, id).await?;
    let holds = |it: &recording::Recording| {
        let mut files = it.kept.iter().flat_map(|(_, files)| files);
        files.any(|file| file.digest == digest)
    };
    let mut all = case.recordings.iter();
    if !all.any(|it| holds(it) && recording::may_play(&case, it, &actor)) {
        return Err(Problem::because(404, "unknown_file"));
    }
    let recordings = app.recordings.clone();
    let opened = spawn_blocking(move || recordings.read(digest)).await;
    let reader = opened
        .map_err(io::Error::other)
        .and_then(|read| read)
        .map_err(|error| {
            tracing::error!(%digest, %error, "a recording the log names cannot be read");
            Problem::because(503, "unavailable")
        })?;
    let size = reader.size;
    let asked = headers.get(header::RANGE).and_then(|value| value.to_str().ok());
    let (status, range) = match asked.map(|text| range(text, size)) {
        Some(Asked::Part(range)) => (StatusCode::PARTIAL_CONTENT, range),
        Some(Asked::Beyond) => return Err(Problem::because(416, "range_unfit")),
        // What is not understood is not heeded (RFC 9110 §14.2).
        Some(Asked::Unclear) | None => (StatusCode::OK, 0..size),
    };
    let name = format!("inline; filename=\"{}.webm\"", &digest.to_string()[..16]);
    let headers = [
        (header::CONTENT_TYPE, "video/webm".to_owned()),
        (header::CONTENT_LENGTH, (range.end - range.start).to_string()),
        (header::ACCEPT_RANGES, "bytes".to_owned()),
        (header::CONTENT_DISPOSITION, name),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    let part = format!("bytes {}-{}/{size}", range.start, range.end.saturating_sub(1));
    let mut response = (status, headers, Body::from_stream(pieces(reader, range))).into_response();
    if status == StatusCode::PARTIAL_CONTENT
        && let Ok(part) = part.parse()
    {
        response.headers_mut().insert(header::CONTENT_RANGE, part);
    }
    Ok(response)
}

/// Plain bytes of `range`, piece by piece, read off the runtime's own threads.
fn pieces(reader: Reader, range: Range<u64>) -> impl Stream<Item = io::Result<Bytes>> {
    let reader = Arc::new(reader);
    stream::try_unfold(range, move |range| {
        let reader = reader.clone();
        async move {
            let Some((index, begins)) = reader.holding(range.start).filter(|_| !range.is_empty()) else {
                return Ok(None);
            };
            let piece = spawn_blocking(move || reader.read(index)).await;
            let piece = Bytes::from(piece.map_err(io::Error::other).and_then(|read| read)?);
            let from = (range.start - begins) as usize;
            let to = piece.len().min((range.end - begins) as usize);
            Ok(Some((piece.slice(from..to), begins + to as u64..range.end)))
        }
    })
}

#[derive(Debug, PartialEq, Eq)]
enum Asked {
    Part(Range<u64>),
    Beyond,
    Unclear,
}

/// `bytes=from-to`, `bytes=from-` or `bytes=-last`, of one range alone.
fn range(text: &str, size: u64) -> Asked {
    let parts = text.strip_prefix("bytes=").and_then(|text| text.split_once('-'));
    let part = match parts {
        Some(("", last)) => last.parse().ok().map(|last: u64| size.saturating_sub(last)..size),
        Some((from, "")) => from.parse().ok().map(|from| from..size),
        Some((from, to)) => bounds(from, to).map(|(from, to)| from..to.saturating_add(1).min(size)),
        None => None,
    };
    match part {
        Some(part) if part.start < part.end => Asked::Part(part),
        Some(_) => Asked::Beyond,
        None => Asked::Unclear,
    }
}

fn bounds(from: &str, to: &str) -> Option<(u64, u64)> {
    let (from, to) = (from.parse().ok()?, to.parse().ok()?);
    (from <= to).then_some((from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_the_rfc_has_them() {
        for (text, expected) in [
            ("bytes=0-", Asked::Part(0..100)),
            ("bytes=10-19", Asked::Part(10..20)),
            ("bytes=90-1000", Asked::Part(90..100)),
            ("bytes=-5", Asked::Part(95..100)),
            ("bytes=100-", Asked::Beyond),
            ("bytes=-0", Asked::Beyond),
            ("bytes=5-4", Asked::Unclear),
            ("bytes=0-1,5-6", Asked::Unclear),
            ("lines=0-1", Asked::Unclear),
        ] {
            assert_eq!(range(text, 100), expected, "{text}");
        }
    }
}
