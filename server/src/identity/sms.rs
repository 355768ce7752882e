//! Text messages: an outbox page in demo mode, a gateway by HTTP otherwise.

use async_trait::async_trait;
use domain::api::OutboxMessage;
use domain::moment::Timestamp;
use sqlx::{AnyPool, Row};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use uuid::Uuid;

/// Sends one text to one phone. May be called again for the same message after a failure.
#[async_trait]
pub trait Sms: Send + Sync {
    async fn send(&self, phone: &str, text: &str, now: Timestamp) -> anyhow::Result<()>;
}

/// Keeps messages in table `outbox`, shown at `/demo/outbox`.
pub struct Outbox(pub AnyPool);

#[async_trait]
impl Sms for Outbox {
    async fn send(&self, phone: &str, text: &str, now: Timestamp) -> anyhow::Result<()> {
        sqlx::query("INSERT INTO outbox (id, phone, text, sent) VALUES ($1, $2, $3, $4)")
            .bind(Uuid::now_v7().to_string())
            .bind(phone.to_owned())
            .bind(text.to_owned())
            .bind(now.0)
            .execute(&self.0)
            .await?;
        Ok(())
    }
}

/// No gateway is set: nothing is sent, nothing kept.
pub struct Silent;

#[async_trait]
impl Sms for Silent {
    async fn send(&self, _phone: &str, _text: &str, _now: Timestamp) -> anyhow::Result<()> {
        anyhow::bail!("no text message gateway is set")
    }
}

/// The newest 200 messages, newest first.
pub async fn outbox(pool: &AnyPool) -> sqlx::Result<Vec<OutboxMessage>> {
    sqlx::query("SELECT phone, text, sent FROM outbox ORDER BY sent DESC, id DESC LIMIT 200")
        .fetch_all(pool)
        .await?
        .iter()
        .map(|row| {
            Ok(OutboxMessage {
                phone: row.try_get("phone")?,
                text: row.try_get("text")?,
                sent: Timestamp(row.try_get("sent")?),
            })
        })
        .collect()
}

/// POSTs `{"phone","text"}` to a gateway on this machine or its private network.
///
/// Plain HTTP by design: the provider's own relay stands beside the server and speaks TLS
/// outwards. Any 2xx counts as sent.
pub struct Gateway {
    /// `host:port`
    pub address: String,
    pub path: String,
    /// Sent as `Authorization: Bearer …` if not empty.
    pub secret: String,
}

impl Gateway {
    /// Reads `http://host:port/path`.
    ///
    /// # Errors
    /// For any other scheme or without a host.
    pub fn parse(url: &str, secret: &str) -> anyhow::Result<Self> {
        let rest = url
            .strip_prefix("http://")
            .ok_or_else(|| anyhow::anyhow!("the SMS gateway is an http:// address on the private network"))?;
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let plain = |text: &str| text.bytes().all(|b| b.is_ascii_graphic());
        anyhow::ensure!(
            !host.is_empty() && plain(host) && plain(path) && plain(secret),
            "unusable SMS gateway"
        );
        let address = if host.contains(':') {
            host.to_owned()
        } else {
            format!("{host}:80")
        };
        Ok(Self {
            address,
            path: format!("/{path}"),
            secret: secret.to_owned(),
        })
    }
}

#[async_trait]
impl Sms for Gateway {
    async fn send(&self, phone: &str, text: &str, _now: Timestamp) -> anyhow::Result<()> {
        let body = serde_json::json!({ "phone": phone, "text": text }).to_string();
        let bearer = match self.secret.as_str() {
            "" => String::new(),
            secret => format!("Authorization: Bearer {secret}\r\n"),
        };
        let request = format!(
            "POST {} HTTP/1.1\r\nHost: {}\r\n{bearer}Content-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            self.path,
            self.address,
            body.len()
        );
        let exchange = async {
            let mut stream = tokio::net::TcpStream::connect(&self.address).await?;
            stream.write_all(request.as_bytes()).await?;
            let mut head = [0; 12];
            stream.read_exact(&mut head).await?;
            anyhow::Ok(head)
        };
        let head = tokio::time::timeout(Duration::from_secs(10), exchange).await??;
        anyhow::ensure!(
            head.starts_with(b"HTTP/1.") && head[9] == b'2',
            "the SMS gateway refused the message"
        );
        Ok(())
    }
}
