//! Work that follows from events: rows inserted with them, done at least once, idempotent.

pub mod appointments;
mod completion;
pub mod facts;
pub mod foresee;
mod handover;
mod integrate;
mod invite;
mod issue;
pub mod notices;
mod offers;
pub mod papers;
pub mod recordings;
pub mod renew;
pub mod serve;
pub mod tick;
mod witness;

use crate::app::Shared;
use crate::identity::name_of;
use crate::store::StoreError;
use anyhow::Context;
use domain::id::CaseId;
use domain::moment::Timestamp;
use serde::{Deserialize, Serialize};
use sqlx::{Any, Row, Transaction};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
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
    /// A request came in online: invite the other side.
    InviteRespondent,
    /// The period is over or a side chose arbitration: hand the case to the commission.
    TransferCase,
    /// Papers are wanted: make them, one after the other.
    IssuePapers,
    /// Payload: `{"side", "notice"}`.
    TellParty,
    /// Payload: `appointments::Message`.
    TellAppointment,
    /// Payload: `{"phone", "text"}`.
    SendSms,
    /// Payload: `{"side", "document"}`.
    Serve,
    /// A figure was sealed: compare it, if the other side's is there.
    CompareOffers,
    /// Payload: the so-manieth recording. Its days are over.
    DeleteRecording,
    /// Payload: the so-manieth recording. The log let its files go.
    EraseRecording,
    /// Payload: the delivery's id. One attempt to tell an institution's system.
    Deliver,
}

/// One job as its row says.
#[derive(Clone)]
struct Job {
    id: String,
    kind: String,
    case: Option<String>,
    payload: String,
    /// This one included.
    attempts: i64,
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

/// A worker that is gone holds its job no longer than this.
const LEASE: i64 = 8_000;
const RENEW: Duration = Duration::from_secs(2);
const MOST_ATTEMPTS: i64 = 12;
/// So that one slow document does not hold up a text message.
const WORKERS: usize = 2;

/// Starts the workers. They run for ever: one that ends has met a bug.
pub fn start(app: &Shared) -> JoinSet<()> {
    let mut workers = JoinSet::new();
    workers.spawn(integrate::run(app.clone()));
    let at_work = AtWork::default();
    for _ in 0..WORKERS {
        workers.spawn(work(app.clone(), at_work.clone()));
    }
    workers.spawn(tick::run(app.clone()));
    workers.spawn(witness::run(app.clone()));
    workers.spawn(renew::run(app.clone()));
    workers
}

/// Jobs this process has at work. A clock that jumps ends their leases, not the work.
#[derive(Clone, Default)]
struct AtWork(Arc<Mutex<BTreeSet<String>>>);

impl AtWork {
    fn all(&self) -> Vec<String> {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.iter().cloned().collect()
    }

    fn begins(&self, job: &str) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(job.to_owned());
    }

    fn ends(&self, job: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(job);
    }
}

async fn work(app: Shared, at_work: AtWork) {
    let mut queued = app.store.work();
    loop {
        // One look serves all that was queued before it.
        queued.mark_unchanged();
        match next(&app, &at_work).await {
            Ok(Some(job)) => {
                let done = held(&app, &job).await;
                let recorded = finish(&app, &job, done).await;
                at_work.ends(&job.id);
                if let Err(error) = recorded {
                    // The lease runs out and the job is done again: jobs are idempotent.
                    tracing::error!(%error, "job not recorded");
                }
            }
            Ok(None) => {
                // What another process queued waits half a second, no more.
                let _ = tokio::time::timeout(Duration::from_millis(500), queued.changed()).await;
            }
            Err(error) => {
                tracing::error!(%error, "jobs cannot be read");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    }
}

/// Does the job while renewing its lease. A panic is a failed attempt like any other.
async fn held(app: &Shared, job: &Job) -> anyhow::Result<()> {
    let mut attempt = tokio::spawn(run(app.clone(), job.clone()));
    let mut renew = tokio::time::interval(RENEW);
    renew.tick().await;
    loop {
        tokio::select! {
            done = &mut attempt => return done.unwrap_or_else(|error| Err(error.into())),
            _ = renew.tick() => {
                if let Err(error) = renew_lease(app, &job.id, app.clock.now()).await {
                    tracing::warn!(%error, "lease not renewed");
                }
            }
        }
    }
}

/// The next that is due. Of one kind a case has one at work: two would make the same paper side by side.
async fn next(app: &Shared, at_work: &AtWork) -> Result<Option<Job>, StoreError> {
    let now = app.clock.now();
    let waiting = sqlx::query("SELECT id FROM jobs WHERE done = 0 AND run_at <= $1 AND leased_until <= $1 LIMIT 1")
        .bind(now.0)
        .fetch_optional(app.store.pool())
        .await?;
    if waiting.is_none() {
        return Ok(None);
    }
    let _turn = app.store.turn().await;
    for job in at_work.all() {
        renew_lease(app, &job, now).await?;
    }
    let row = sqlx::query(
        "UPDATE jobs SET leased_until = $2, attempts = attempts + 1
         WHERE id = (SELECT id FROM jobs WHERE done = 0 AND run_at <= $1 AND leased_until <= $1
                       AND NOT EXISTS (SELECT 1 FROM jobs busy WHERE busy.case_id = jobs.case_id AND busy.done = 0
                                       AND busy.kind = jobs.kind AND busy.leased_until > $1)
                     ORDER BY run_at, id LIMIT 1)
           AND leased_until <= $1
         RETURNING id, kind, case_id, payload, attempts",
    )
    .bind(now.0)
    .bind(now.0 + LEASE)
    .fetch_optional(app.store.pool())
    .await?;
    let Some(row) = row else { return Ok(None) };
    let job = Job {
        id: row.try_get("id")?,
        kind: row.try_get("kind")?,
        case: row.try_get("case_id")?,
        payload: row.try_get("payload")?,
        attempts: row.try_get("attempts")?,
    };
    // Before the turn ends: the next to look knows of it.
    at_work.begins(&job.id);
    Ok(Some(job))
}

async fn renew_lease(app: &Shared, job: &str, now: Timestamp) -> Result<(), StoreError> {
    sqlx::query("UPDATE jobs SET leased_until = $2 WHERE id = $1 AND done = 0")
        .bind(job.to_owned())
        .bind(now.0 + LEASE)
        .execute(app.store.pool())
        .await?;
    Ok(())
}

/// `true` for what a case cannot go on without: it is made whenever that is possible again, though an
/// authority of others be away for days.
fn awaited(kind: &str) -> bool {
    matches!(
        crate::identity::from_name(kind),
        Some(
            Kind::RenderAgreement | Kind::SealAgreement | Kind::IssueDecision | Kind::TransferCase | Kind::IssuePapers
        )
    )
}

async fn finish(app: &Shared, job: &Job, done: anyhow::Result<()>) -> Result<(), StoreError> {
    let now = app.clock.now();
    let query = match done {
        Ok(()) => sqlx::query("UPDATE jobs SET done = 1, payload = '', error = '' WHERE id = $1").bind(job.id.clone()),
        Err(error) => {
            let given_up = job.attempts >= MOST_ATTEMPTS && !awaited(&job.kind);
            if given_up {
                tracing::error!(kind = job.kind, case = job.case, %error, "job given up");
            } else {
                tracing::warn!(kind = job.kind, case = job.case, attempts = job.attempts, %error, "job failed");
            }
            // 2 s, 4 s, 8 s … about an hour in all; then every half hour, where a case waits.
            let wait = 1_000_i64 << job.attempts.clamp(0, 11);
            sqlx::query("UPDATE jobs SET done = $2, run_at = $3, leased_until = 0, error = $4 WHERE id = $1")
                .bind(job.id.clone())
                .bind(if given_up { 2_i64 } else { 0 })
                .bind(now.0 + wait)
                .bind(format!("{error:#}"))
        }
    };
    let _turn = app.store.turn().await;
    query.execute(app.store.pool()).await?;
    Ok(())
}

async fn run(app: Shared, job: Job) -> anyhow::Result<()> {
    let kind = crate::identity::from_name(&job.kind).context("an unknown kind of job")?;
    let case = || -> anyhow::Result<CaseId> { Ok(job.case.as_deref().context("a job without its case")?.parse()?) };
    match kind {
        Kind::SendSms => {
            #[derive(Deserialize)]
            struct Text {
                phone: String,
                text: String,
            }
            let text: Text = serde_json::from_str(&job.payload)?;
            app.sms.send(&text.phone, &text.text, app.clock.now()).await
        }
        Kind::InviteRespondent => invite::respondent(&app, case()?).await,
        Kind::RenderAgreement => papers::agreement(&app, case()?).await,
        Kind::SealAgreement => papers::seal(&app, case()?).await,
        Kind::IssueDecision => papers::decision(&app, case()?).await,
        Kind::TransferCase => handover::transfer(&app, case()?).await,
        Kind::IssuePapers => issue::papers(&app, case()?).await,
        Kind::CompareOffers => offers::compare(&app, case()?).await,
        Kind::Serve => serve::serve(&app, case()?, &job.payload, job.attempts).await,
        Kind::DeleteRecording => recordings::delete(&app, case()?, &job.payload).await,
        Kind::EraseRecording => recordings::erase(&app, case()?, &job.payload).await,
        Kind::Deliver => crate::systems::deliveries::attempt(&app, &job.payload).await,
        Kind::TellParty => notices::tell(&app, case()?, &job.payload).await,
        Kind::TellAppointment => appointments::tell(&app, case()?, &job.payload).await,
    }
}
