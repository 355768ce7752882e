//! What every answer carries, and where unsafe requests may come from.

use crate::app::App;
use crate::identity::Denied;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::moment::{Timestamp, Zone};
use std::sync::Arc;

/// No inline script or style, nothing from elsewhere; `blob:` for previews and recordings made
/// in the page, WASM without `eval`.
const CSP: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; \
    frame-src 'self' blob:; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; \
    frame-ancestors 'self'; object-src 'none'";

const ALWAYS: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, CSP),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // Not `no-referrer`: it would send `Origin: null` with our own forms.
    (header::REFERRER_POLICY, "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(self), microphone=(self), display-capture=(self), geolocation=(), payment=(), usb=()",
    ),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// Middleware: refuses cross-site writes (403 `foreign_origin`), sets the headers.
pub async fn guard(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let websocket = request.headers().contains_key(header::UPGRADE);
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let allowed = (safe && !websocket) || is_ours(request.headers(), &app.config.origin);
    let api = request.uri().path().starts_with("/api/");
    let mut response = if allowed {
        next.run(request).await
    } else {
        Denied::Because(403, "foreign_origin").into_response()
    };
    for (name, value) in ALWAYS {
        // A handler that needs another policy (a PDF in a frame) has set its own.
        if !response.headers().contains_key(&name) {
            response.headers_mut().insert(name, HeaderValue::from_static(value));
        }
    }
    // Phones are lent and computers shared.
    if api && !response.headers().contains_key(header::CACHE_CONTROL) {
        response
            .headers_mut()
            .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    // A demonstration's clock may have been put forward: browsers learn the time by this.
    if app.config.demo
        && let Ok(date) = HeaderValue::from_str(&imf_date(app.clock.now()))
    {
        response.headers_mut().insert(header::DATE, date);
    }
    if app.config.origin.starts_with("https://") {
        response.headers_mut().insert(
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=31536000"),
        );
    }
    response
}

/// `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 §5.6.7)
fn imf_date(at: Timestamp) -> String {
    const WEEK: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let (day, (hour, minute)) = (at.date(Zone(0)), at.clock(Zone(0)));
    format!(
        "{}, {:02} {} {:04} {hour:02}:{minute:02}:{:02} GMT",
        WEEK[usize::from(day.0.weekday().number_days_from_monday())],
        day.day(),
        MONTHS[usize::from(day.month() - 1)],
        day.year(),
        at.0.div_euclid(1_000).rem_euclid(60)
    )
}

/// `true` for the public origin, the very host that was asked, or a client that is no browser.
fn is_ours(headers: &HeaderMap, public: &str) -> bool {
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    match text(header::ORIGIN) {
        Some(origin) if origin == public => true,
        Some(origin) => {
            let host = origin.split_once("://").map(|(_, host)| host);
            host.is_some() && host == text(header::HOST)
        }
        None => !matches!(
            text(HeaderName::from_static("sec-fetch-site")),
            Some("cross-site" | "same-site")
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(pairs: &[(&'static str, &'static str)]) -> bool {
        let headers = pairs
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect();
        is_ours(&headers, "https://mediation.example")
    }

    #[test]
    fn a_date_is_written_as_http_has_it() {
        assert_eq!(imf_date(Timestamp(784_111_777_000)), "Sun, 06 Nov 1994 08:49:37 GMT");
    }

    #[test]
    fn writes_come_from_our_own_pages_or_from_no_browser() {
        assert!(from(&[("origin", "https://mediation.example")]));
        assert!(from(&[("origin", "http://localhost:4000"), ("host", "localhost:4000")]));
        assert!(from(&[]));
        assert!(!from(&[("origin", "https://evil.example"), ("host", "localhost:4000")]));
        assert!(!from(&[("origin", "null"), ("host", "localhost:4000")]));
        assert!(!from(&[("sec-fetch-site", "cross-site")]));
    }
}
