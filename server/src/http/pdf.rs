//! A document made from the log for whoever asks, shown in the browser.

use super::problem::Problem;
use crate::app::App;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use documents::Sheet;

/// Renders `sheet`; `name` makes the document's identifier.
///
/// # Errors
/// 503 if it cannot be made.
pub async fn shown(app: &App, name: String, sheet: Sheet) -> Result<Response, Problem> {
    let now = app.clock.now();
    let rendered = tokio::task::spawn_blocking(move || documents::render(&name, &sheet, now)).await;
    let rendered = rendered.map_err(anyhow::Error::from).and_then(|made| made);
    let rendered = rendered.map_err(failed)?;
    let headers = [
        (header::CONTENT_TYPE, "application/pdf"),
        (header::CONTENT_DISPOSITION, "inline"),
        (header::CACHE_CONTROL, "private, no-store"),
    ];
    Ok((headers, rendered.pdf).into_response())
}

pub fn failed(error: anyhow::Error) -> Problem {
    tracing::error!(%error, "a document");
    Problem::because(503, "unavailable")
}
