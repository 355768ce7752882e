//! `GET /metrics`: Prometheus text. No path, name or id of a person or case is in it.

use crate::app::App;
use axum::extract::{MatchedPath, Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use metrics_util::MetricKindMask;
use sqlx::Row;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

/// Seconds; the last is where a person gives up.
const BUCKETS: [f64; 10] = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];

const IDLE: Duration = Duration::from_secs(300);

/// One recorder a process, also where tests open several portals in one.
static RECORDER: OnceLock<Option<PrometheusHandle>> = OnceLock::new();

/// Starts recording. Without it the counters cost nothing and show nothing.
pub fn record() -> Option<&'static PrometheusHandle> {
    RECORDER
        .get_or_init(|| {
            PrometheusBuilder::new()
                .set_buckets_for_metric(Matcher::Suffix("_seconds".into()), &BUCKETS)
                .ok()?
                // A room that ended.
                .idle_timeout(MetricKindMask::GAUGE, Some(IDLE))
                .install_recorder()
                .ok()
        })
        .as_ref()
}

/// Middleware: counts answers by route and status, and how long they took to begin.
pub async fn measure(request: Request, next: Next) -> Response {
    // The pattern, never the path: paths hold the secrets of personal links.
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "unknown".to_owned(), |path| path.as_str().to_owned());
    let method = request.method().as_str().to_owned();
    let start = Instant::now();
    let response = next.run(request).await;
    let status = response.status().as_u16().to_string();
    metrics::counter!("http_requests_total", "method" => method.clone(), "route" => route.clone(), "status" => status)
        .increment(1);
    metrics::histogram!("http_request_seconds", "method" => method, "route" => route)
        .record(start.elapsed().as_secs_f64());
    response
}

/// `GET /metrics`; 503 while the database does not answer.
pub async fn show(State(app): State<Arc<App>>) -> Response {
    let Some(recorder) = record() else {
        return axum::http::StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    if let Err(error) = gauges(&app).await {
        tracing::error!(%error, "metrics");
        return axum::http::StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let headers = [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
    (headers, recorder.render()).into_response()
}

async fn gauges(app: &App) -> sqlx::Result<()> {
    let row = sqlx::query(
        "SELECT (SELECT COUNT(*) FROM jobs WHERE done = 0) AS jobs_open,
                (SELECT COUNT(*) FROM jobs WHERE done = 2) AS jobs_given_up,
                (SELECT COUNT(*) FROM entries WHERE leaf IS NULL)
                    + (SELECT COUNT(*) FROM artefacts WHERE leaf IS NULL) AS entries_waiting,
                (SELECT size FROM tree WHERE id = 1) AS tree_size",
    )
    .fetch_one(app.store.pool())
    .await?;
    metrics::gauge!("jobs_open").set(row.try_get::<i64, _>("jobs_open")? as f64);
    metrics::gauge!("jobs_given_up").set(row.try_get::<i64, _>("jobs_given_up")? as f64);
    metrics::gauge!("log_entries_waiting").set(row.try_get::<i64, _>("entries_waiting")? as f64);
    metrics::gauge!("log_tree_size").set(row.try_get::<i64, _>("tree_size")? as f64);
    Ok(())
}
