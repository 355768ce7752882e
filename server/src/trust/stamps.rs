//! Where timestamps come from: the built-in authority, or one on the private network (RFC 3161 over
//! HTTP, §3.4).

use super::authority::Authority;
use crate::clock::Clock;
use crate::identity::token;
use anyhow::Context;
use http_body_util::{BodyExt, Full, Limited};
use hyper::Request;
use hyper::body::Bytes;
use hyper::header::{CONTENT_TYPE, HOST};
use hyper_util::rt::TokioIo;
use pades::algorithm::Hash;
use pades::stamp;
use std::time::Duration;

/// A token with a chain of certificates is smaller.
const MOST_BYTES: usize = 64 * 1024;
const PATIENCE: Duration = Duration::from_secs(5);

pub enum Stamps {
    BuiltIn,
    Remote { host: String, path: String },
}

impl Stamps {
    /// `None`: built in. Reads `http://host:port/path`.
    ///
    /// # Errors
    /// For any other scheme or without a host.
    pub fn parse(url: Option<&str>) -> anyhow::Result<Self> {
        let Some(url) = url else { return Ok(Self::BuiltIn) };
        let rest = url
            .strip_prefix("http://")
            .context("the timestamping authority is an http:// address on the private network")?;
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic());
        anyhow::ensure!(
            !host.is_empty() && plain(host) && plain(path),
            "unusable address of a timestamping authority"
        );
        let host = if host.contains(':') {
            host.to_owned()
        } else {
            format!("{host}:80")
        };
        Ok(Self::Remote {
            host,
            path: format!("/{path}"),
        })
    }

    /// A token over `content`.
    ///
    /// # Errors
    /// If the authority does not answer in time, refuses, or answers something else.
    pub async fn token(&self, authority: &Authority, content: &[&[u8]], clock: &Clock) -> anyhow::Result<Vec<u8>> {
        let digest = Hash::Sha512.digest(content);
        let mut nonce = token::random::<8>();
        // A first byte of zero would be left out, and come back shorter than it went.
        nonce[0] = nonce[0] & 0x7F | 0x40;
        let request = stamp::request(Hash::Sha512, &digest, nonce);
        match self {
            Self::BuiltIn => {
                let asked = stamp::asked(&request).map_err(|no| anyhow::anyhow!("{no:?}"))?;
                Ok(authority.stamp(&asked, clock.now())?)
            }
            Self::Remote { host, path } => {
                let response = tokio::time::timeout(PATIENCE, post(host, path, request))
                    .await
                    .context("the timestamping authority does not answer")??;
                Ok(stamp::granted(&response, Hash::Sha512, &digest, nonce)?)
            }
        }
    }
}

async fn post(host: &str, path: &str, body: Vec<u8>) -> anyhow::Result<Vec<u8>> {
    let stream = tokio::net::TcpStream::connect(host).await?;
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
    let driver = tokio::spawn(connection);
    let request = Request::post(path)
        .header(HOST, host)
        .header(CONTENT_TYPE, "application/timestamp-query")
        .body(Full::new(Bytes::from(body)))?;
    let response = sender.send_request(request).await?;
    anyhow::ensure!(
        response.status().is_success(),
        "the timestamping authority answers {}",
        response.status()
    );
    let body = Limited::new(response.into_body(), MOST_BYTES).collect().await;
    driver.abort();
    let body = body.map_err(|error| anyhow::anyhow!("the timestamping authority's answer: {error}"))?;
    Ok(body.to_bytes().to_vec())
}
