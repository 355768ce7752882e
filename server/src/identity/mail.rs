//! E-mail by any SMTP server: that a document has arrived, never the document itself.

use crate::calendar::ics::Method;
use anyhow::Context;
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart, header::ContentType};
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
        self.send_with(to, subject, text, None).await
    }

    /// As [`Mail::send`], with an entry for the reader's calendar.
    ///
    /// # Errors
    /// As [`Mail::send`].
    pub async fn send_with(
        &self,
        to: &str,
        subject: &str,
        text: &str,
        entry: Option<(Method, String)>,
    ) -> anyhow::Result<bool> {
        let Some((transport, from)) = &self.0 else {
            return Ok(false);
        };
        let message = Message::builder()
            .from(from.clone())
            .to(to.parse().context("no mail address")?)
            .subject(subject);
        let message = match entry {
            None => message.header(ContentType::TEXT_PLAIN).body(text.to_owned())?,
            Some((method, object)) => {
                // As RFC 6047 has it: the method stands beside the type too.
                let kind = format!("text/calendar; charset=utf-8; method={}", method.name());
                let file =
                    Attachment::new("appointment.ics".into()).body(object.into_bytes(), ContentType::parse(&kind)?);
                let parts = MultiPart::mixed().singlepart(SinglePart::plain(text.to_owned()));
                message.multipart(parts.singlepart(file))?
            }
        };
        transport.send(message).await.context("the mail server")?;
        Ok(true)
    }

    /// The address mails come from; `None` where none are sent.
    pub fn sender(&self) -> Option<&str> {
        self.0.as_ref().map(|(_, from)| from.email.as_ref())
    }
}
