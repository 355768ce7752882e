//! One HTTP request out of the portal, over TLS where the address says so. No redirects, no cookies; of
//! the answer only its status is read.

use anyhow::Context;
use bytes::Bytes;
use http_body_util::Full;
use hyper::Request;
use hyper_util::rt::TokioIo;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName, pem::PemObject};
use tokio_rustls::rustls::{ClientConfig, RootCertStore, crypto};

/// Connecting, asking and being answered.
const PATIENCE: Duration = Duration::from_secs(5);

/// `http` or `https`, `host:port`, and path with query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    pub tls: bool,
    pub host: String,
    pub port: u16,
    pub path: String,
}

impl Address {
    /// Reads `https://host[:port]/path`; `None` for another scheme, a user, a fragment, or signs no
    /// address has.
    pub fn parse(url: &str) -> Option<Self> {
        let (tls, rest) = match url.strip_prefix("https://") {
            Some(rest) => (true, rest),
            None => (false, url.strip_prefix("http://")?),
        };
        let at = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(at);
        let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic());
        if url.len() > 500 || !plain(rest) || rest.contains(['@', '#', '\\', '"']) {
            return None;
        }
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) => (host, port.parse().ok().filter(|port| *port > 0)?),
            None => (authority, if tls { 443 } else { 80 }),
        };
        let named = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
        if host.is_empty() || !host.chars().all(named) {
            return None;
        }
        Some(Self {
            tls,
            host: host.to_owned(),
            port,
            path: if path.starts_with('/') {
                path.to_owned()
            } else {
                format!("/{path}")
            },
        })
    }
}

/// How the portal trusts others: the public authorities, and those of the file `--outbound-ca`.
pub struct Outbound(TlsConnector);

impl Outbound {
    /// # Errors
    /// If `more` is no file of PEM certificates.
    pub fn open(more: Option<&Path>) -> anyhow::Result<Self> {
        Ok(Self(TlsConnector::from(Arc::new(tls(more)?))))
    }

    /// POSTs `body`; answers the status.
    ///
    /// # Errors
    /// If there is no answer in 5 seconds, in a few words.
    pub async fn post(&self, to: &Address, headers: &[(&str, String)], body: Bytes) -> anyhow::Result<u16> {
        let exchange = async {
            let stream = TcpStream::connect((to.host.as_str(), to.port))
                .await
                .context("no connection")?;
            if to.tls {
                let name = ServerName::try_from(to.host.clone()).context("no name for TLS")?;
                let stream = self.0.connect(name, stream).await.context("no TLS")?;
                ask(stream, to, headers, body).await
            } else {
                ask(stream, to, headers, body).await
            }
        };
        tokio::time::timeout(PATIENCE, exchange)
            .await
            .context("no answer in time")?
    }
}

/// The client's side of TLS, with the public authorities and `more`.
///
/// # Errors
/// If `more` is no file of PEM certificates.
pub fn tls(more: Option<&Path>) -> anyhow::Result<ClientConfig> {
    let mut roots = RootCertStore::empty();
    roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    if let Some(path) = more {
        for certificate in
            CertificateDer::pem_file_iter(path).with_context(|| format!("cannot read {}", path.display()))?
        {
            roots.add(certificate.with_context(|| format!("{} holds no certificates", path.display()))?)?;
        }
    }
    let provider = Arc::new(crypto::ring::default_provider());
    Ok(ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth())
}

async fn ask<S>(stream: S, to: &Address, headers: &[(&str, String)], body: Bytes) -> anyhow::Result<u16>
where
    S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin + Send + 'static,
{
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
    let driver = tokio::spawn(connection);
    let mut request = Request::post(&to.path).header("host", format!("{}:{}", to.host, to.port));
    for (name, value) in headers {
        request = request.header(*name, value);
    }
    let answer = sender.send_request(request.body(Full::new(body))?).await;
    driver.abort();
    Ok(answer.context("no answer")?.status().as_u16())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_or_refused() {
        let read = |url| Address::parse(url).map(|it| (it.tls, it.host, it.port, it.path));
        let of = |tls, host: &str, port, path: &str| Some((tls, host.to_owned(), port, path.to_owned()));
        assert_eq!(
            read("https://court.example.cn/hook?a=1"),
            of(true, "court.example.cn", 443, "/hook?a=1")
        );
        assert_eq!(read("http://10.0.0.7:8080"), of(false, "10.0.0.7", 8080, "/"));
        for wrong in [
            "ftp://a/",
            "https://user@host/",
            "http://host:0/",
            "http:///x",
            "https://a b/",
            "http://a/#x",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
