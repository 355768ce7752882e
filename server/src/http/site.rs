//! The browser client: static files under `/app/` (parties), `/desk/` (staff) and `/verify/`.
//!
//! Release builds carry the files inside the binary. Development builds read them from the folder
//! in `MAPLEBRIDGE_SITE`, or `target/site`, at each request. Names carry their content's hash, so
//! every file but the page itself may be cached for ever.

use axum::Router;
use axum::extract::Path;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderValue, LOCATION, VARY,
};
use axum::http::{StatusCode, header::HeaderName};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use std::borrow::Cow;
use std::path::PathBuf;

mod embedded {
    include!(concat!(env!("OUT_DIR"), "/site.rs"));
}

/// Routes of the client's three programs. Unknown paths without an extension get the program's page:
/// they are its own screens.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route("/app", get(|| async { moved("/app/") }))
        .route(
            "/app/",
            get(|headers: HeaderMap| async move { serve("app", "", &headers) }),
        )
        .route(
            "/app/{*path}",
            get(|Path(path): Path<String>, headers: HeaderMap| async move { serve("app", &path, &headers) }),
        )
        .route("/verify", get(|| async { moved("/verify/") }))
        .route(
            "/verify/",
            get(|headers: HeaderMap| async move { serve("verify", "", &headers) }),
        )
        .route(
            "/verify/{*path}",
            get(|Path(path): Path<String>, headers: HeaderMap| async move { serve("verify", &path, &headers) }),
        )
        .route("/desk", get(|| async { moved("/desk/") }))
        .route(
            "/desk/",
            get(|headers: HeaderMap| async move { serve("desk", "", &headers) }),
        )
        .route(
            "/desk/{*path}",
            get(|Path(path): Path<String>, headers: HeaderMap| async move { serve("desk", &path, &headers) }),
        )
}

/// Paths of one program's files, for doors that start the download while a person reads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files {
    pub script: String,
    pub wasm: String,
    pub style: String,
    /// The pack of words.
    pub chinese: String,
    pub english: String,
}

/// The files of `party`, `staff` or `public`; `None` when no site was built.
pub fn files_of(program: &str) -> Option<Files> {
    let names: serde_json::Value = serde_json::from_slice(&read("site.json")?).ok()?;
    let text = |value: &serde_json::Value| value.as_str().map(str::to_owned);
    let name = |kind: &str| text(&names[program][kind]);
    let words = |language: &str| text(&names[program]["words"][language]);
    Some(Files {
        script: name("script")?,
        wasm: name("wasm")?,
        style: name("style")?,
        chinese: words("zh")?,
        english: words("en")?,
    })
}

fn serve(program: &str, path: &str, headers: &HeaderMap) -> Response {
    // Segments that would leave the folder never name a file of ours.
    if path
        .split('/')
        .any(|segment| segment.starts_with('.') || segment.contains('\\'))
    {
        return StatusCode::NOT_FOUND.into_response();
    }
    let is_file = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
    let name = if is_file {
        format!("{program}/{path}")
    } else {
        format!("{program}/index.html")
    };
    let brotli = accepts_brotli(headers).then(|| read(&format!("{name}.br"))).flatten();
    let encoded = brotli.is_some();
    let Some(content) = brotli.or_else(|| read(&name)) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let lasting = if hashed(&name) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let mut response = content.into_owned().into_response();
    let mut set = |name: HeaderName, value: &'static str| {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    };
    set(CONTENT_TYPE, media_type(&name));
    set(CACHE_CONTROL, lasting);
    set(VARY, "Accept-Encoding");
    if encoded {
        set(CONTENT_ENCODING, "br");
    }
    response
}

fn moved(to: &'static str) -> Response {
    (StatusCode::PERMANENT_REDIRECT, [(LOCATION, to)]).into_response()
}

fn accepts_brotli(headers: &HeaderMap) -> bool {
    let Some(accepted) = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()) else {
        return false;
    };
    accepted.split(',').any(|coding| {
        let (name, quality) = coding.split_once(';').unwrap_or((coding, ""));
        name.trim() == "br" && !matches!(quality.trim(), "q=0" | "q=0.0")
    })
}

/// `name-0123456789.ext`: ten hex digits of the content's hash before the extension.
fn hashed(name: &str) -> bool {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let mark = stem.rsplit_once('-').map_or("", |(_, mark)| mark);
    mark.len() == 10 && mark.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

/// A file of the built site.
pub fn read(name: &str) -> Option<Cow<'static, [u8]>> {
    if !embedded::FILES.is_empty() {
        let found = embedded::FILES.binary_search_by(|(known, _)| (*known).cmp(name)).ok()?;
        return Some(Cow::Borrowed(embedded::FILES[found].1));
    }
    let folder = std::env::var_os("MAPLEBRIDGE_SITE").map_or_else(|| PathBuf::from("target/site"), PathBuf::from);
    std::fs::read(folder.join(name)).ok().map(Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_hash_last_for_ever() {
        assert!(hashed("app/party-0123456789.wasm"));
        assert!(!hashed("app/index.html"));
        assert!(!hashed("app/some-manifest.json"));
    }

    #[test]
    fn brotli_is_sent_only_to_who_accepts_it() {
        let headers = |value| HeaderMap::from_iter([(ACCEPT_ENCODING, HeaderValue::from_static(value))]);
        assert!(accepts_brotli(&headers("gzip, deflate, br;q=0.8")));
        assert!(!accepts_brotli(&headers("gzip, br;q=0")));
        assert!(!accepts_brotli(&HeaderMap::new()));
    }

    #[test]
    fn paths_out_of_the_folder_are_not_found() {
        for path in [
            "../site.json",
            "a/../../x.css",
            "%2e%2e/.fingerprint",
            ".fingerprint",
            "..\\x.js",
        ] {
            assert_eq!(
                serve("app", path, &HeaderMap::new()).status(),
                StatusCode::NOT_FOUND,
                "{path}"
            );
        }
    }
}
