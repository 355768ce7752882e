//! One command, one transaction: lock, repeat or fold, decide, append, project, enqueue, commit.

use super::{Store, StoreError, read};
use crate::identity::invites::{self, Invite};
use crate::{jobs, project};
use domain::actor::Actor;
use domain::api::Submission;
use domain::case::Case;
use domain::command::Command;
use domain::hash::{Digest, Disclosure, Salt};
use domain::id::CaseId;
use domain::log::Entry;
use domain::moment::{Timestamp, Zone};
use domain::refusal::Refusal;
use sqlx::{Any, Row, Transaction};
use std::sync::Arc;

/// What a command did. Entries are whole: the caller redacts them for the viewer.
#[derive(Clone, Debug)]
pub struct Acted {
    pub seq: u64,
    pub entries: Vec<Entry>,
    pub case: Arc<Case>,
    /// `true` if the command had been carried out before.
    pub repeated: bool,
}

/// What an invited person gets, beside the entry in the log.
pub struct Letter {
    /// Hash of the link's secret.
    pub token: Digest,
    pub invite: Invite,
    /// The text message; holds the secret.
    pub text: String,
}

#[derive(Debug)]
pub enum ActError {
    Refused(Refusal),
    /// The sender had not seen these entries (whole, to be redacted) when he asked.
    Stale {
        missed: Vec<Entry>,
        case: Arc<Case>,
    },
    /// The command id was used before for something else.
    IdReused,
    Store(StoreError),
}

impl<E: Into<StoreError>> From<E> for ActError {
    fn from(error: E) -> Self {
        Self::Store(error.into())
    }
}

impl From<Refusal> for ActError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl Store {
    /// Rules on `submission` and makes its consequences durable.
    ///
    /// # Errors
    /// [`ActError`]; the case is then unchanged.
    pub async fn act(
        &self,
        case: CaseId,
        submission: &Submission,
        actor: &Actor,
        now: Timestamp,
    ) -> Result<Acted, ActError> {
        self.act_with(case, submission, actor, now, None).await
    }

    /// As [`Store::act`]; an invitation's `letter` is kept, and put in the post, in the same
    /// transaction.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn act_with(
        &self,
        case: CaseId,
        submission: &Submission,
        actor: &Actor,
        now: Timestamp,
        letter: Option<&Letter>,
    ) -> Result<Acted, ActError> {
        let _turn = self.turn().await;
        let mut tx = self.pool.begin().await?;
        let opening = matches!(submission.command, Command::RequestMediation(_));
        if opening {
            sqlx::query("INSERT INTO heads (case_id, seq, hash) VALUES ($1, 0, $2) ON CONFLICT (case_id) DO NOTHING")
                .bind(case.to_string())
                .bind(Digest::ZERO.to_string())
                .execute(&mut *tx)
                .await?;
        }
        // Takes the write lock of the case (PostgreSQL) or of the database (SQLite). Whoever waited
        // for it on PostgreSQL sees `known` as it was before: see `second_look`.
        let head = sqlx::query(
            "UPDATE heads SET seq = seq WHERE case_id = $1
             RETURNING seq, hash, (SELECT COUNT(*) FROM commands WHERE id = $2) AS known",
        )
        .bind(case.to_string())
        .bind(submission.id.to_string())
        .fetch_optional(&mut *tx)
        .await?;
        let Some(head) = head else {
            return Err(Refusal::UnknownCase.into());
        };
        let seq = read::unsigned(&head, "seq")?;
        let hash: Digest = read::parsed(&head, "hash")?;

        let body = body_digest(&submission.command);
        if read::unsigned(&head, "known")? > 0 {
            return self
                .second_look(&mut tx, case, submission, actor, body, ActError::IdReused)
                .await;
        }
        let folded = match self.cached(case, hash) {
            Some(folded) => folded,
            None => Arc::new(fold(&mut tx, case, seq).await?),
        };
        if submission.expected_seq.is_some_and(|expected| expected < seq) && !opening {
            let from = submission.expected_seq.unwrap_or(0);
            let missed = read::entries(&mut *tx, case, from, seq).await?;
            let stale = ActError::Stale { missed, case: folded };
            return self.second_look(&mut tx, case, submission, actor, body, stale).await;
        }
        let ruled = match &submission.command {
            // A refusal rolls the counter back: numbers have no gaps.
            Command::RequestMediation(request) if folded.stage.is_none() => {
                let mut request = request.clone();
                request.number = number(&mut tx, now).await?;
                folded.decide(&Command::RequestMediation(request), actor, now)
            }
            command => folded.decide(command, actor, now),
        };
        let events = match ruled {
            Ok(events) => events,
            Err(refusal) => {
                return self
                    .second_look(&mut tx, case, submission, actor, body, refusal.into())
                    .await;
            }
        };

        let mut after = (*folded).clone();
        let mut prev = (seq, hash);
        let mut entries = Vec::with_capacity(events.len());
        for event in &events {
            let salt = Salt(crate::identity::token::random());
            let entry = Entry::write(case, prev, now, *actor, submission.id, salt, event);
            prev = (prev.0 + 1, entry.hash());
            append(&mut tx, case, &entry, prev, now).await?;
            after.apply(event, now);
            entries.push(entry);
        }
        let fresh = sqlx::query(
            "INSERT INTO commands (id, case_id, person, body, first_seq, last_seq) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (id) DO NOTHING",
        )
        .bind(submission.id.to_string())
        .bind(case.to_string())
        .bind(actor.person.to_string())
        .bind(body.to_string())
        .bind(seq as i64 + 1)
        .bind(prev.0 as i64)
        .execute(&mut *tx)
        .await?;
        // The same id, a moment ago: a twin that held the lock before us, or one in another case.
        if fresh.rows_affected() != 1 {
            tx.rollback().await?;
            let mut tx = self.pool.begin().await?;
            return self
                .second_look(&mut tx, case, submission, actor, body, ActError::IdReused)
                .await;
        }
        for disclosure in disclosures(&submission.command) {
            keep(&mut tx, case, disclosure).await?;
        }
        project::project(&mut tx, &after, &events, seq, now).await?;
        if let Some(letter) = letter {
            post(&mut tx, case, letter, now).await?;
        }
        // The compare is a belt: the lock above already keeps others out.
        let moved = sqlx::query("UPDATE heads SET seq = $2, hash = $3 WHERE case_id = $1 AND hash = $4")
            .bind(case.to_string())
            .bind(prev.0 as i64)
            .bind(prev.1.to_string())
            .bind(hash.to_string())
            .execute(&mut *tx)
            .await?;
        if moved.rows_affected() != 1 {
            return Err(StoreError::Damaged("heads: moved under its lock").into());
        }
        // A crash before this line leaves nothing; after it, everything.
        tx.commit().await?;
        let after = Arc::new(after);
        self.cache(prev.1, after.clone());
        let _ = self.hints.send((case, prev.0));
        Ok(Acted {
            seq: prev.0,
            entries,
            case: after,
            repeated: false,
        })
    }

    /// The first answer, if the command was carried out before after all; else `otherwise`.
    async fn second_look(
        &self,
        tx: &mut Transaction<'_, Any>,
        case: CaseId,
        submission: &Submission,
        actor: &Actor,
        body: Digest,
        otherwise: ActError,
    ) -> Result<Acted, ActError> {
        let known = self.known(tx, case, submission, actor, body).await?;
        known.ok_or(otherwise)
    }

    /// The first answer to a command id that is known.
    async fn known(
        &self,
        tx: &mut Transaction<'_, Any>,
        case: CaseId,
        submission: &Submission,
        actor: &Actor,
        body: Digest,
    ) -> Result<Option<Acted>, ActError> {
        let row = sqlx::query("SELECT case_id, person, body, first_seq, last_seq FROM commands WHERE id = $1")
            .bind(submission.id.to_string())
            .fetch_optional(&mut **tx)
            .await?;
        let Some(row) = row else { return Ok(None) };
        let same = row.try_get::<String, _>("case_id")? == case.to_string()
            && row.try_get::<String, _>("person")? == actor.person.to_string()
            && row.try_get::<String, _>("body")? == body.to_string();
        if !same {
            return Err(ActError::IdReused);
        }
        let (first, last) = (read::unsigned(&row, "first_seq")?, read::unsigned(&row, "last_seq")?);
        let entries = read::entries(&mut **tx, case, first - 1, last).await?;
        let folded = fold(tx, case, last).await?;
        Ok(Some(Acted {
            seq: last,
            entries,
            case: Arc::new(folded),
            repeated: true,
        }))
    }

    /// The case folded to its newest entry; `None` if there is no such case.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn load(&self, case: CaseId) -> Result<Option<Arc<Case>>, StoreError> {
        let head = sqlx::query("SELECT seq, hash FROM heads WHERE case_id = $1")
            .bind(case.to_string())
            .fetch_optional(&self.pool)
            .await?;
        let Some(head) = head else { return Ok(None) };
        let hash: Digest = read::parsed(&head, "hash")?;
        if let Some(folded) = self.cached(case, hash) {
            return Ok(Some(folded));
        }
        let seq = read::unsigned(&head, "seq")?;
        let entries = read::entries(&self.pool, case, 0, seq).await?;
        let folded = Arc::new(folded_from(case, &entries)?);
        self.cache(hash, folded.clone());
        Ok(Some(folded))
    }
}

/// The next case number of the year, from 1.
async fn number(tx: &mut Transaction<'_, Any>, now: Timestamp) -> Result<String, StoreError> {
    let year = now.date(Zone::CHINA).year();
    let row = sqlx::query(
        "INSERT INTO counters (name, value) VALUES ($1, 1)
         ON CONFLICT (name) DO UPDATE SET value = counters.value + 1 RETURNING value",
    )
    .bind(format!("cases-{year}"))
    .fetch_one(&mut **tx)
    .await?;
    Ok(format!("枫劳调〔{year}〕{}号", row.try_get::<i64, _>("value")?))
}

async fn post(tx: &mut Transaction<'_, Any>, case: CaseId, letter: &Letter, now: Timestamp) -> Result<(), StoreError> {
    invites::keep(&mut **tx, letter.token, &letter.invite, now).await?;
    let text = serde_json::json!({ "phone": letter.invite.phone, "text": letter.text }).to_string();
    let key = format!("invitation:{}", letter.invite.invitation);
    jobs::enqueue(tx, &key, jobs::Kind::SendSms, Some(case), &text, now).await
}

async fn fold(tx: &mut Transaction<'_, Any>, case: CaseId, to: u64) -> Result<Case, StoreError> {
    let entries = read::entries(&mut **tx, case, 0, to).await?;
    folded_from(case, &entries)
}

pub(super) fn folded_from(id: CaseId, entries: &[Entry]) -> Result<Case, StoreError> {
    let mut case = Case::new(id);
    for entry in entries {
        let header = entry.header().map_err(|_| StoreError::Damaged("entries.header"))?;
        let event = entry.event().map_err(|_| StoreError::Damaged("entries.payload"))?;
        let event = event.ok_or(StoreError::Damaged("entries.payload"))?;
        case.apply(&event, header.time);
    }
    Ok(case)
}

async fn append(
    tx: &mut Transaction<'_, Any>,
    case: CaseId,
    entry: &Entry,
    (seq, hash): (u64, Digest),
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO entries (case_id, seq, header, payload, hash, written) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(case.to_string())
        .bind(seq as i64)
        .bind(entry.header.clone())
        .bind(entry.payload.clone().unwrap_or_default())
        .bind(hash.to_string())
        .bind(now.0)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

async fn keep(tx: &mut Transaction<'_, Any>, case: CaseId, disclosure: &Disclosure) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO private (case_id, commitment, salt, value) VALUES ($1, $2, $3, $4)
         ON CONFLICT (case_id, commitment) DO NOTHING",
    )
    .bind(case.to_string())
    .bind(disclosure.commitment().to_string())
    .bind(disclosure.salt.to_string())
    .bind(disclosure.value.clone())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

fn disclosures(command: &Command) -> &[Disclosure] {
    match command {
        Command::RequestMediation(request) => &request.disclosures,
        Command::JoinCase(joining) => &joining.disclosures,
        Command::WriteClause { disclosures, .. } => disclosures,
        _ => &[],
    }
}

/// What makes a repeated command the same. The case number is the portal's, so it does not count.
fn body_digest(command: &Command) -> Digest {
    match command {
        Command::RequestMediation(request) => {
            let mut request = request.clone();
            request.number.clear();
            Digest::of(domain::text::canonical_json(&Command::RequestMediation(request)).as_bytes())
        }
        command => Digest::of(domain::text::canonical_json(command).as_bytes()),
    }
}
