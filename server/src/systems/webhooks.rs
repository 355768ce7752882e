//! Where an institution's systems are told what happened: messages signed as Standard Webhooks 1.0 says.

use crate::identity::Denied;
use crate::trust::Key;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::id::OrgId;
use domain::moment::Timestamp;
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use sqlx::{AnyPool, Row};
use uuid::Uuid;

/// Endpoints an institution may have.
const MOST: usize = 20;

#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Webhook {
    #[schema(value_type = String, format = Uuid)]
    pub id: Uuid,
    pub url: String,
}

/// `whsec_…`: made from the portal's own key and the endpoint's id, so that no database holds it.
pub fn secret(key: &Key, webhook: Uuid) -> String {
    format!("whsec_{}", STANDARD.encode(secret_bytes(key, webhook)))
}

fn secret_bytes(key: &Key, webhook: Uuid) -> [u8; 32] {
    // A signature by Ed25519 is the same every time, and nobody makes it without the key.
    let seed = key.sign(format!("maplebridge/webhook/v1\n{webhook}\n").as_bytes());
    domain::hash::Digest::of(&seed.0).0
}

/// `v1,…` over `webhook-id.webhook-timestamp.body`; `timestamp` in seconds.
pub fn signature(key: &Key, webhook: Uuid, message: &str, timestamp: i64, body: &str) -> String {
    let mac = Hmac::<Sha256>::new_from_slice(&secret_bytes(key, webhook));
    let Ok(mut mac) = mac else { return String::new() };
    mac.update(format!("{message}.{timestamp}.{body}").as_bytes());
    format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

/// # Errors
/// `url_unfit`, `too_many`.
pub async fn make(pool: &AnyPool, org: OrgId, url: &str, now: Timestamp) -> Result<Webhook, Denied> {
    if super::outbound::Address::parse(url).is_none() {
        return Err(Denied::Because(422, "url_unfit"));
    }
    if of(pool, org).await?.len() >= MOST {
        return Err(Denied::Because(422, "too_many"));
    }
    let webhook = Webhook {
        id: Uuid::now_v7(),
        url: url.to_owned(),
    };
    sqlx::query("INSERT INTO webhooks (id, org, url, closed, created) VALUES ($1, $2, $3, 0, $4)")
        .bind(webhook.id.to_string())
        .bind(org.to_string())
        .bind(webhook.url.clone())
        .bind(now.0)
        .execute(pool)
        .await?;
    Ok(webhook)
}

/// The open ones.
pub async fn of(pool: &AnyPool, org: OrgId) -> sqlx::Result<Vec<Webhook>> {
    let rows = sqlx::query("SELECT id, url FROM webhooks WHERE org = $1 AND closed = 0 ORDER BY created, id")
        .bind(org.to_string())
        .fetch_all(pool)
        .await?;
    let webhook = |row: &sqlx::any::AnyRow| {
        let id: String = row.try_get("id")?;
        Ok(Webhook {
            id: id
                .parse()
                .map_err(|_| sqlx::Error::ColumnNotFound("webhooks.id".into()))?,
            url: row.try_get("url")?,
        })
    };
    rows.iter().map(webhook).collect()
}

/// # Errors
/// `webhook_unknown`.
pub async fn close(pool: &AnyPool, org: OrgId, id: Uuid) -> Result<(), Denied> {
    let closed = sqlx::query("UPDATE webhooks SET closed = 1 WHERE id = $1 AND org = $2 AND closed = 0")
        .bind(id.to_string())
        .bind(org.to_string())
        .execute(pool)
        .await?;
    if closed.rows_affected() == 0 {
        return Err(Denied::Because(404, "webhook_unknown"));
    }
    Ok(())
}
