//! Where no page stands: in words for people, as a problem for programs.

use super::door::{Asked, trouble};
use super::problem::Problem;
use axum::extract::Query;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// 404 for every address nobody answers to.
pub async fn lost(headers: HeaderMap, Query(asked): Query<Asked>) -> Response {
    let page = headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"));
    if !page {
        return Problem::because(404, "unknown_path").into_response();
    }
    let lang = asked.lang();
    trouble(
        lang,
        "/",
        StatusCode::NOT_FOUND,
        lang.of("没有这个页面", "There is no such page"),
        lang.of(
            "地址可能不完整或写错了。请再点一次短信里的链接，或从首页进入。",
            "The address may be incomplete or mistyped. Open the link in your message again, or start from the first page.",
        ),
    )
}
