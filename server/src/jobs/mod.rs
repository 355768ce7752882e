//! Work that follows from events: rows inserted with them, done at least once, idempotent.

pub mod facts;
mod integrate;
mod papers;
pub mod tick;

use crate::app::Shared;
use crate::identity::name_of;
use crate::store::StoreError;
use domain::id::CaseId;
use domain::moment::{MINUTE, Timestamp};
use serde::{Deserialize, Serialize};
use sqlx::{Any, Row, Transaction};
use std::time::Duration;
use tokio::task::JoinSet;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Terms are frozen: make the agreement and present it.
    RenderAgreement,
    /// The mediator signed: set the body's seal.
    SealAgreement,
    /// The desk decided: make the decision document.
    IssueDecision,
    /// Payload: `{"phone", "text"}`.
    SendSms,
}

/// One job as its worker sees it.
pub struct Job {
    pub kind: Kind,
    pub case: Option<CaseId>,
    pub payload: String,
}

/// Adds a job unless `key` is known.
///
/// # Errors
/// [`StoreError`].
pub async fn enqueue(
    tx: &mut Transaction<'_, Any>,
    key: &str,
    kind: Kind,
    case: Option<CaseId>,
    payload: &str,
    run_at: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO jobs (id, key, kind, case_id, payload, run_at, attempts, leased_until, done, error)
         VALUES ($1, $2, $3, $4, $5, $6, 0, 0, 0, '') ON CONFLICT (key) DO NOTHING",
    )
    .bind(uuid::Uuid::now_v7().to_string())
    .bind(key.to_owned())
    .bind(name_of(kind))
    .bind(case.map(|case| case.to_string()))
    .bind(payload.to_owned())
    .bind(run_at.0)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

const LEASE: i64 = 2 * MINUTE;
const MOST_ATTEMPTS: i64 = 12;

/// Starts the workers; they end with the returned set.
pub fn start(app: &Shared) -> JoinSet<()> {
    let mut workers = JoinSet::new();
    workers.spawn(integrate::run(app.clone()));
    workers.spawn(work(app.clone()));
    workers.spawn(tick::run(app.clone()));
    workers
}

async fn work(app: Shared) {
    let mut hints = app.store.hints();
    loop {
        match next(&app).await {
            Ok(Some((id, attempts, job))) => {
                let kind = job.kind;
                let done = run(&app, job).await;
                if let Err(error) = &done {
                    tracing::warn!(?kind, attempts, %error, "job failed");
                }
                if let Err(error) = finish(&app, &id, attempts, done).await {
                    tracing::error!(%error, "job not recorded");
                }
            }
            Ok(None) => {
                // A lost hint costs half a second, no more.
                let _ = tokio::time::timeout(Duration::from_millis(500), hints.recv()).await;
            }
            Err(error) => {
                tracing::error!(%error, "jobs cannot be read");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    }
}

async fn next(app: &Shared) -> Result<Option<(String, i64, Job)>, StoreError> {
    let now = app.clock.now();
    let waiting = sqlx::query("SELECT id FROM jobs WHERE done = 0 AND run_at <= $1 AND leased_until <= $1 LIMIT 1")
        .bind(now.0)
        .fetch_optional(app.store.pool())
        .await?;
    if waiting.is_none() {
        return Ok(None);
    }
    let _turn = app.store.turn().await;
    let row = sqlx::query(
        "UPDATE jobs SET leased_until = $2, attempts = attempts + 1
         WHERE id = (SELECT id FROM jobs WHERE done = 0 AND run_at <= $1 AND leased_until <= $1
                     ORDER BY run_at, id LIMIT 1)
           AND leased_until <= $1
         RETURNING id, kind, case_id, payload, attempts",
    )
    .bind(now.0)
    .bind(now.0 + LEASE)
    .fetch_optional(app.store.pool())
    .await?;
    let Some(row) = row else { return Ok(None) };
    let kind: String = row.try_get("kind")?;
    let case = row
        .try_get::<Option<String>, _>("case_id")?
        .map(|case| case.parse().map_err(|_| StoreError::Damaged("jobs.case_id")))
        .transpose()?;
    let job = Job {
        kind: crate::identity::from_name(&kind).ok_or(StoreError::Damaged("jobs.kind"))?,
        case,
        payload: row.try_get("payload")?,
    };
    Ok(Some((row.try_get("id")?, row.try_get("attempts")?, job)))
}

async fn finish(app: &Shared, id: &str, attempts: i64, done: anyhow::Result<()>) -> Result<(), StoreError> {
    let now = app.clock.now();
    let _turn = app.store.turn().await;
    match done {
        Ok(()) => {
            sqlx::query("UPDATE jobs SET done = 1, payload = '', error = '' WHERE id = $1")
                .bind(id.to_owned())
                .execute(app.store.pool())
                .await?
        }
        Err(error) => {
            // 1 s, 2 s, 4 s … about an hour in all.
            let wait = 1_000_i64 << attempts.clamp(0, 11);
            sqlx::query("UPDATE jobs SET done = $2, run_at = $3, leased_until = 0, error = $4 WHERE id = $1")
                .bind(id.to_owned())
                .bind(if attempts >= MOST_ATTEMPTS { 2_i64 } else { 0 })
                .bind(now.0 + wait)
                .bind(error.to_string())
                .execute(app.store.pool())
                .await?
        }
    };
    Ok(())
}

async fn run(app: &Shared, job: Job) -> anyhow::Result<()> {
    match job.kind {
        Kind::SendSms => {
            #[derive(Deserialize)]
            struct Text {
                phone: String,
                text: String,
            }
            let text: Text = serde_json::from_str(&job.payload)?;
            app.sms.send(&text.phone, &text.text, app.clock.now()).await
        }
        Kind::RenderAgreement => papers::agreement(app, wanted(job.case)?).await,
        Kind::SealAgreement => papers::seal(app, wanted(job.case)?).await,
        Kind::IssueDecision => papers::decision(app, wanted(job.case)?).await,
    }
}

fn wanted(case: Option<CaseId>) -> anyhow::Result<CaseId> {
    case.ok_or_else(|| anyhow::anyhow!("a job without its case"))
}
