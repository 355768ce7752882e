//! Each message to each endpoint: sent until it is taken, or given up and kept to be sent again by hand.

use super::outbound::Address;
use super::webhooks;
use crate::app::App;
use crate::identity::Denied;
use crate::jobs::{self, Kind};
use crate::store::StoreError;
use anyhow::Context;
use domain::id::{CaseId, OrgId};
use domain::moment::{HOUR, MINUTE, SECOND, Timestamp};
use serde::{Deserialize, Serialize};
use sqlx::{Any, AnyPool, Row, Transaction};
use uuid::Uuid;

/// Waits between attempts (Standard Webhooks 1.0): ten in all, over three days.
const WAITS: [i64; 9] = [
    5 * SECOND,
    5 * MINUTE,
    30 * MINUTE,
    2 * HOUR,
    5 * HOUR,
    10 * HOUR,
    14 * HOUR,
    20 * HOUR,
    24 * HOUR,
];

#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Delivery {
    #[schema(value_type = String, format = Uuid)]
    pub id: Uuid,
    /// `webhook-id`
    pub message: String,
    #[schema(value_type = String, format = Uuid)]
    pub webhook: Uuid,
    pub url: String,
    pub case: CaseId,
    /// `waiting`, `delivered` or `dead`
    pub state: String,
    pub attempts: u32,
    /// HTTP status of the last answer; 0 where there was none.
    pub status: u16,
    /// Why the last attempt failed.
    pub fault: String,
    pub created: Timestamp,
    pub updated: Timestamp,
}

/// What a message says: which filing, what happened, and its place in the case's log, by which whoever
/// gets messages out of order puts them right. No names, no values.
#[derive(Serialize)]
struct Message<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    timestamp: String,
    data: Data<'a>,
}

#[derive(Serialize)]
struct Data<'a> {
    filing: CaseId,
    number: &'a str,
    seq: u64,
    status: &'a str,
}

/// RFC 3339, in UTC.
fn stamp(at: Timestamp) -> String {
    let zone = domain::moment::Zone(0);
    let (hour, minute) = at.clock(zone);
    let second = at.0.div_euclid(1000).rem_euclid(60);
    format!("{}T{hour:02}:{minute:02}:{second:02}Z", at.date(zone))
}

/// Puts the message about the event at `seq` on its way to each of the institution's endpoints, in the
/// transaction that wrote the event.
///
/// # Errors
/// [`StoreError`].
pub async fn put(
    tx: &mut Transaction<'_, Any>,
    case: &domain::case::Case,
    kind: &str,
    seq: u64,
    now: Timestamp,
) -> Result<(), StoreError> {
    let Some(org) = super::institution(case) else {
        return Ok(());
    };
    let rows = sqlx::query("SELECT id FROM webhooks WHERE org = $1 AND closed = 0")
        .bind(org.to_string())
        .fetch_all(&mut **tx)
        .await?;
    let message = Message {
        kind,
        timestamp: stamp(now),
        data: Data {
            filing: case.id,
            number: &case.number,
            seq,
            status: super::status(case),
        },
    };
    let body = serde_json::to_string(&message).map_err(|_| StoreError::Damaged("a message"))?;
    for row in rows {
        let (id, webhook): (Uuid, String) = (Uuid::now_v7(), row.try_get("id")?);
        sqlx::query(
            "INSERT INTO deliveries (id, webhook, message, case_id, body, state, attempts, replays, status, fault, created, updated)
             VALUES ($1, $2, $3, $4, $5, 'waiting', 0, 0, 0, '', $6, $6) ON CONFLICT (webhook, message) DO NOTHING",
        )
        .bind(id.to_string())
        .bind(webhook)
        .bind(format!("msg_{}_{seq}", case.id.0.simple()))
        .bind(case.id.to_string())
        .bind(body.clone())
        .bind(now.0)
        .execute(&mut **tx)
        .await?;
        let payload = format!("\"{id}\"");
        jobs::enqueue(
            tx,
            &format!("deliver:{id}:0:0"),
            Kind::Deliver,
            Some(case.id),
            &payload,
            now,
        )
        .await?;
    }
    Ok(())
}

/// One attempt. What fails is put off or given up; the job itself is done.
///
/// # Errors
/// If the database fails: then the attempt is made again, and whoever got it twice knows it by its id.
pub async fn attempt(app: &App, payload: &str) -> anyhow::Result<()> {
    let id: Uuid = serde_json::from_str(payload)?;
    let row = sqlx::query(
        "SELECT d.webhook, d.message, d.case_id, d.body, d.attempts, d.replays, w.url, w.closed
         FROM deliveries d JOIN webhooks w ON w.id = d.webhook WHERE d.id = $1 AND d.state = 'waiting'",
    )
    .bind(id.to_string())
    .fetch_optional(app.store.pool())
    .await?;
    let Some(row) = row else { return Ok(()) };
    let webhook: Uuid = row.try_get::<String, _>("webhook")?.parse()?;
    let (message, body): (String, String) = (row.try_get("message")?, row.try_get("body")?);
    let attempts: i64 = row.try_get::<i64, _>("attempts")? + 1;
    let replays: i64 = row.try_get("replays")?;
    let case: CaseId = row.try_get::<String, _>("case_id")?.parse()?;
    let open = row.try_get::<i64, _>("closed")? == 0;
    let url: String = row.try_get("url")?;
    let (status, fault) = if open {
        answer(app, webhook, &url, &message, body).await
    } else {
        (0, "the endpoint was closed".to_owned())
    };
    let now = app.clock.now();
    let taken = (200..300).contains(&status);
    let wait = WAITS.get(usize::try_from(attempts - 1)?).filter(|_| open);
    let state = match (taken, wait) {
        (true, _) => "delivered",
        (false, Some(_)) => "waiting",
        (false, None) => "dead",
    };
    let _turn = app.store.turn().await;
    let mut tx = app.store.pool().begin().await?;
    sqlx::query("UPDATE deliveries SET state = $2, attempts = $3, status = $4, fault = $5, updated = $6 WHERE id = $1")
        .bind(id.to_string())
        .bind(state)
        .bind(attempts)
        .bind(i64::from(status))
        .bind(fault)
        .bind(now.0)
        .execute(&mut *tx)
        .await?;
    if let (false, Some(wait)) = (taken, wait) {
        let key = format!("deliver:{id}:{replays}:{attempts}");
        jobs::enqueue(&mut tx, &key, Kind::Deliver, Some(case), payload, now.plus_ms(*wait)).await?;
    }
    tx.commit().await?;
    Ok(())
}

async fn answer(app: &App, webhook: Uuid, url: &str, message: &str, body: String) -> (u16, String) {
    let Some(address) = Address::parse(url) else {
        return (0, "no address".to_owned());
    };
    let seconds = app.clock.now().0.div_euclid(1000);
    let headers = [
        ("content-type", "application/json".to_owned()),
        ("user-agent", "maplebridge".to_owned()),
        ("webhook-id", message.to_owned()),
        ("webhook-timestamp", seconds.to_string()),
        (
            "webhook-signature",
            webhooks::signature(&app.webhook_key, webhook, message, seconds, &body),
        ),
    ];
    match app.outbound.post(&address, &headers, body.into()).await {
        Ok(status) if (200..300).contains(&status) => (status, String::new()),
        Ok(status) => (status, format!("answered {status}")),
        Err(error) => (0, error.to_string()),
    }
}

/// Those of an institution, newest first, at most 200.
///
/// # Errors
/// [`Denied`].
pub async fn of(pool: &AnyPool, org: OrgId, state: Option<&str>) -> Result<Vec<Delivery>, Denied> {
    let rows = sqlx::query(
        "SELECT d.id, d.message, d.webhook, w.url, d.case_id, d.state, d.attempts, d.status, d.fault, d.created, d.updated
         FROM deliveries d JOIN webhooks w ON w.id = d.webhook
         WHERE w.org = $1 AND ($2 = '' OR d.state = $2) ORDER BY d.created DESC, d.id DESC LIMIT 200",
    )
    .bind(org.to_string())
    .bind(state.unwrap_or_default().to_owned())
    .fetch_all(pool)
    .await?;
    let unread = || sqlx::Error::ColumnNotFound("a delivery's row is unreadable".into());
    let delivery = |row: &sqlx::any::AnyRow| {
        let text = |column: &str| row.try_get::<String, _>(column);
        let number = |column: &str| row.try_get::<i64, _>(column);
        Ok(Delivery {
            id: text("id")?.parse().map_err(|_| unread())?,
            message: text("message")?,
            webhook: text("webhook")?.parse().map_err(|_| unread())?,
            url: text("url")?,
            case: text("case_id")?.parse().map_err(|_| unread())?,
            state: text("state")?,
            attempts: u32::try_from(number("attempts")?).map_err(|_| unread())?,
            status: u16::try_from(number("status")?).map_err(|_| unread())?,
            fault: text("fault")?,
            created: Timestamp(number("created")?),
            updated: Timestamp(number("updated")?),
        })
    };
    Ok(rows.iter().map(delivery).collect::<sqlx::Result<_>>()?)
}

/// Sends it again from the first attempt on, whatever became of it before.
///
/// # Errors
/// `delivery_unknown`.
pub async fn replay(app: &App, org: OrgId, id: Uuid) -> Result<(), Denied> {
    let now = app.clock.now();
    let _turn = app.store.turn().await;
    let mut tx = app.store.pool().begin().await?;
    let row = sqlx::query(
        "UPDATE deliveries SET state = 'waiting', attempts = 0, replays = replays + 1, updated = $3
         WHERE id = $1 AND webhook IN (SELECT id FROM webhooks WHERE org = $2)
         RETURNING case_id, replays",
    )
    .bind(id.to_string())
    .bind(org.to_string())
    .bind(now.0)
    .fetch_optional(&mut *tx)
    .await?
    .ok_or(Denied::Because(404, "delivery_unknown"))?;
    let case = row.try_get::<String, _>("case_id")?.parse().ok();
    let key = format!("deliver:{id}:{}:0", row.try_get::<i64, _>("replays")?);
    let queued = jobs::enqueue(&mut tx, &key, Kind::Deliver, case, &format!("\"{id}\""), now).await;
    queued.map_err(crate::http::session::unavailable)?;
    tx.commit().await?;
    Ok(())
}

/// How many were given up, for the desk.
///
/// # Errors
/// [`sqlx::Error`].
pub async fn dead(pool: &AnyPool, org: OrgId) -> anyhow::Result<i64> {
    let row = sqlx::query(
        "SELECT COUNT(*) AS dead FROM deliveries d JOIN webhooks w ON w.id = d.webhook
         WHERE w.org = $1 AND d.state = 'dead'",
    )
    .bind(org.to_string())
    .fetch_one(pool)
    .await?;
    row.try_get("dead").context("a count")
}
