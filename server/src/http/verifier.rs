//! `GET /verify/maplebridge-verify.html`: the verifier as one file, this portal's trust root
//! enclosed, to be kept and opened without us.

use super::{site, trust};
use crate::app::{App, Shared};
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use std::sync::Arc;

/// Stands in the built file where a trust root may be enclosed.
const NO_TRUST: &str = r#"<script type="application/json" id="trust">null</script>"#;

pub fn router() -> Router<Shared> {
    Router::new().route("/verify/maplebridge-verify.html", get(verifier))
}

async fn verifier(State(app): State<Arc<App>>) -> Response {
    let page = site::read("verifier.html").and_then(|page| String::from_utf8(page.into_owned()).ok());
    let Some(page) = page else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let root = match trust::given(&app).await {
        Ok(root) => root,
        Err(denied) => return denied.into_response(),
    };
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"maplebridge-verify.html\""),
        (CACHE_CONTROL, "no-cache"),
    ];
    (headers, enclosing(&page, &domain::text::canonical_json(&root))).into_response()
}

fn enclosing(page: &str, root: &str) -> String {
    // No name in the root can end the element.
    let within = NO_TRUST.replace("null", &root.replace('<', "\\u003c"));
    page.replacen(NO_TRUST, &within, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_the_root_cannot_end_its_element() {
        let page = enclosing(NO_TRUST, r#"{"name":"</script><script>"}"#);
        assert_eq!(page.matches("</script").count(), 1);
        assert!(page.contains(r#"{"name":"\u003c/script>\u003cscript>"}"#));
    }
}
