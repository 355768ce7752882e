//! Plain HTTP to authorities and witnesses on the private network: a proxy beside the server speaks
//! TLS outwards.

use anyhow::Context;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper::header::{CONTENT_TYPE, HOST};
use hyper::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use std::time::Duration;

/// A token with a chain of certificates is smaller.
const MOST_BYTES: usize = 64 * 1024;
const PATIENCE: Duration = Duration::from_secs(5);

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// `host:port`
    host: String,
    /// Begins with `/`.
    path: String,
}

impl Address {
    /// Reads `http://host:port/path`; `None` for any other scheme or without a host.
    pub fn parse(url: &str) -> Option<Self> {
        let rest = url.strip_prefix("http://")?;
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic());
        if host.is_empty() || !plain(host) || !plain(path) {
            return None;
        }
        let host = if host.contains(':') {
            host.to_owned()
        } else {
            format!("{host}:80")
        };
        Some(Self {
            host,
            path: format!("/{path}"),
        })
    }

    /// The same host, `name` below the path.
    pub fn below(&self, name: &str) -> Self {
        Self {
            host: self.host.clone(),
            path: format!("{}/{name}", self.path.trim_end_matches('/')),
        }
    }

    /// Posts `body`; answers status and body.
    ///
    /// # Errors
    /// If there is no whole answer in time.
    pub async fn post(&self, media_type: &str, body: Vec<u8>) -> anyhow::Result<(StatusCode, Bytes)> {
        let asked = tokio::time::timeout(PATIENCE, self.ask(media_type, body)).await;
        asked.with_context(|| format!("{} does not answer", self.host))?
    }

    async fn ask(&self, media_type: &str, body: Vec<u8>) -> anyhow::Result<(StatusCode, Bytes)> {
        let stream = tokio::net::TcpStream::connect(&self.host).await?;
        let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
        let driver = tokio::spawn(connection);
        let request = Request::post(&self.path)
            .header(HOST, &self.host)
            .header(CONTENT_TYPE, media_type)
            .body(Full::new(Bytes::from(body)))?;
        let response = sender.send_request(request).await?;
        let status = response.status();
        let body = Limited::new(response.into_body(), MOST_BYTES).collect().await;
        driver.abort();
        let body = body.map_err(|error| anyhow::anyhow!("the answer of {}: {error}", self.host))?;
        Ok((status, body.to_bytes()))
    }
}
