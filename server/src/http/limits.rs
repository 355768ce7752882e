//! A limit at every door: a token bucket for each address, and one for each session.

use crate::app::App;
use crate::identity::{Denied, token};
use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::collections::HashMap;
use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

/// Buckets by key. One node's own view: several nodes allow that much each.
pub struct Limits {
    /// Tokens a second.
    rate: f64,
    /// Tokens a full bucket holds.
    burst: f64,
    buckets: Mutex<HashMap<String, Bucket>>,
}

struct Bucket {
    tokens: f64,
    /// Milliseconds since 1970 of the last look.
    seen: i64,
}

/// Full buckets are forgotten when more keys than this are known.
const MOST_KEYS: usize = 50_000;

impl Limits {
    /// `rate` requests a second, `burst` at once. A rate of 0 allows everything.
    pub fn new(rate: f64, burst: f64) -> Self {
        Self {
            rate,
            burst,
            buckets: Mutex::new(HashMap::new()),
        }
    }

    /// Takes one token of `key` at `now`.
    ///
    /// # Errors
    /// The whole seconds after which there will be one.
    pub fn take(&self, key: &str, now: i64) -> Result<(), u64> {
        if self.rate <= 0.0 {
            return Ok(());
        }
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() > MOST_KEYS {
            let (rate, burst) = (self.rate, self.burst);
            buckets.retain(|_, bucket| bucket.tokens + (now - bucket.seen) as f64 / 1000.0 * rate < burst);
        }
        let bucket = buckets.entry(key.to_owned()).or_insert(Bucket {
            tokens: self.burst,
            seen: now,
        });
        let gained = (now - bucket.seen).max(0) as f64 / 1000.0 * self.rate;
        bucket.tokens = (bucket.tokens + gained).min(self.burst);
        bucket.seen = now;
        if bucket.tokens < 1.0 {
            return Err(((1.0 - bucket.tokens) / self.rate).ceil().max(1.0) as u64);
        }
        bucket.tokens -= 1.0;
        Ok(())
    }
}

/// Middleware: 429 `too_many_requests` with `retry_after` when a bucket is empty.
pub async fn limit(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let now = app.clock.now().0;
    let info = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let address = address_of(info, request.headers(), app.config.proxy);
    let mut taken = app.limits.take(&address, now);
    if let (Ok(()), Some(secret)) = (taken, super::session::secret(request.headers(), request.uri(), false)) {
        taken = app.limits.take(&token::hash(&secret).to_string(), now);
    }
    match taken {
        Ok(()) => next.run(request).await,
        Err(seconds) => Denied::Wait("too_many_requests", seconds).into_response(),
    }
}

/// The peer's address; behind our own proxy the last one it wrote down.
fn address_of(info: Option<&ConnectInfo<SocketAddr>>, headers: &HeaderMap, proxy: Option<IpAddr>) -> String {
    let Some(ConnectInfo(peer)) = info else {
        return "unknown".to_owned();
    };
    // Only the last is the proxy's own word; those before it are the sender's.
    let forwarded = headers
        .get_all("x-forwarded-for")
        .iter()
        .next_back()
        .and_then(|value| value.to_str().ok()?.rsplit(',').next()?.trim().parse::<IpAddr>().ok());
    match forwarded {
        Some(address) if proxy == Some(peer.ip()) => address.to_string(),
        _ => peer.ip().to_string(),
    }
}

/// The asking machine's IP address, `unknown` where there is no socket (tests of handlers).
pub struct Address(pub String);

impl FromRequestParts<Arc<App>> for Address {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Infallible> {
        let info = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        Ok(Self(address_of(info, &parts.headers, app.config.proxy)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_proxy_says_who_asks() {
        let peer = ConnectInfo("10.0.0.2:5000".parse().unwrap());
        let headers = HeaderMap::from_iter([(
            axum::http::HeaderName::from_static("x-forwarded-for"),
            axum::http::HeaderValue::from_static("1.2.3.4, 203.0.113.9"),
        )]);
        let proxy = |text: &str| Some(text.parse().unwrap());
        assert_eq!(address_of(Some(&peer), &headers, proxy("10.0.0.2")), "203.0.113.9");
        assert_eq!(address_of(Some(&peer), &headers, proxy("10.0.0.3")), "10.0.0.2");
        assert_eq!(address_of(Some(&peer), &headers, None), "10.0.0.2");
    }

    #[test]
    fn a_bucket_empties_says_how_long_to_wait_and_fills_again() {
        let limits = Limits::new(2.0, 3.0);
        assert!((0..3).all(|_| limits.take("a", 0).is_ok()));
        assert_eq!(limits.take("a", 0), Err(1));
        assert!(limits.take("b", 0).is_ok());
        assert!(limits.take("a", 500).is_ok());
        assert_eq!(limits.take("a", 500), Err(1));
    }
}
