//! E-mail by any SMTP server: that a document has arrived, never the document itself.

use anyhow::Context;
use lettre::message::{Mailbox, header::ContentType};
use lettre::transport::smtp::client::{Certificate, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use std::path::Path;
use std::time::Duration;

/// Nothing is sent where no server is set.
pub struct Mail(Option<(AsyncSmtpTransport<Tokio1Executor>, Mailbox)>);

impl Mail {
    /// `url` as in `smtps://user:secret@mail.example.cn` (TLS from the start, port 465),
    /// `smtp://mail.example.cn?tls=required` (STARTTLS, 587) or `smtp://10.0.0.9:25` (a relay on the
    /// private network).
    ///
    /// # Errors
    /// If the address, the sender or the file of authorities is none.
    pub fn open(url: Option<&str>, from: &str, authorities: Option<&Path>) -> anyhow::Result<Self> {
        let Some(url) = url else { return Ok(Self(None)) };
        // Not repeated: it may hold a password.
        let wrong = "mail must look like smtps://user:secret@mail.example.cn";
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .ok()
            .context(wrong)?;
        if let Some(path) = authorities.filter(|_| url.starts_with("smtps:") || url.contains("tls=")) {
            let host = url.rsplit('@').next().unwrap_or_default();
            let host = host.rsplit("//").next().unwrap_or_default();
            let host = host.split([':', '/', '?']).next().unwrap_or_default();
            let mut tls = TlsParameters::builder(host.to_owned());
            let pem = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
            tls = tls.add_root_certificate(Certificate::from_pem(&pem)?);
            let tls = tls.build_rustls()?;
            let wrapped = url.starts_with("smtps:");
            builder = builder.tls(match wrapped {
                true => lettre::transport::smtp::client::Tls::Wrapper(tls),
                false => lettre::transport::smtp::client::Tls::Required(tls),
            });
        }
        let from = from
            .parse()
            .context("mail-from must look like 枫桥云调 <tiaojie@example.cn>")?;
        Ok(Self(Some((
            builder.timeout(Some(Duration::from_secs(20))).build(),
            from,
        ))))
    }

    /// `false` where no server is set.
    ///
    /// # Errors
    /// If the server cannot be reached or does not take it: then it may be tried again.
    pub async fn send(&self, to: &str, subject: &str, text: &str) -> anyhow::Result<bool> {
        let Some((transport, from)) = &self.0 else {
            return Ok(false);
        };
        let message = Message::builder()
            .from(from.clone())
            .to(to.parse().context("no mail address")?)
            .subject(subject)
            .header(ContentType::TEXT_PLAIN)
            .body(text.to_owned())?;
        transport.send(message).await.context("the mail server")?;
        Ok(true)
    }
}
