//! A request once begun is finished, though its asker be gone.

use super::problem::Problem;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Runs the handler in a task of its own. A client that hangs up drops the handler's future
/// wherever it waits; dropped between `BEGIN` and the driver's note of it, its connection would go
/// back to the pool inside a transaction, and what the next request writes there, though
/// acknowledged, would never be committed.
pub async fn finish(request: Request, next: Next) -> Response {
    match tokio::spawn(next.run(request)).await {
        Ok(response) => response,
        Err(ended) => match ended.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            // Only at shutdown.
            Err(_) => Problem::because(503, "unavailable").into_response(),
        },
    }
}
