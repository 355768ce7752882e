//! What a command does, and the one transaction it does it in.

use super::queue::{Ask, Writer, fallen};
use super::ruled::{Ruled, write};
use super::{Store, StoreError, read};
use crate::identity::invites::{self, Invite};
use crate::identity::sessions::Standing;
use crate::jobs;
use domain::actor::Actor;
use domain::api::Submission;
use domain::case::Case;
use domain::command::Command;
use domain::hash::Digest;
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
#[derive(Clone)]
pub struct Letter {
    /// Hash of the link's secret.
    pub token: Digest,
    pub invite: Invite,
    /// The text message; holds the secret.
    pub text: String,
}

/// By what an actor was judged from memory. The writer holds it against the database, in the
/// transaction that writes.
#[derive(Clone, Debug)]
pub struct Judged {
    /// Of the case ([`Store::remembered`]).
    pub head: Digest,
    /// Of the actor's session.
    pub standing: Standing,
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
    /// The case or the session is no longer as it was remembered ([`Store::act_judged`]): look again.
    Moved,
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
    /// transaction. The writer finishes what it was handed, though the asker be gone.
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
        let mut ask = Ask::new(case, submission, actor, now);
        ask.letter = letter.cloned();
        self.queue.put(ask).await
    }

    /// As [`Store::act`] for an actor who was judged from memory.
    ///
    /// # Errors
    /// [`ActError`]; `Moved` if the judgement may be out of date.
    pub async fn act_judged(
        &self,
        judged: Judged,
        case: CaseId,
        submission: &Submission,
        actor: &Actor,
        now: Timestamp,
    ) -> Result<Acted, ActError> {
        let mut ask = Ask::new(case, submission, actor, now);
        ask.judged = Some(judged);
        self.queue.put(ask).await
    }

    /// The case as this process last saw it, and its head then: costs no look at the database, but
    /// another process may have moved it on.
    pub fn remembered(&self, case: CaseId) -> Option<(Digest, Arc<Case>)> {
        let ((_, hash), case) = self.cases.last(case)?;
        Some((hash, case))
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
        let seq = read::unsigned(&head, "seq")?;
        if let Some(folded) = self.cases.get(case, hash) {
            return Ok(Some(folded));
        }
        let entries = read::entries(&self.pool, case, 0, seq).await?;
        let folded = Arc::new(folded_from(case, &entries)?);
        self.cases.put((seq, hash), folded.clone());
        Ok(Some(folded))
    }
}

impl Writer {
    /// One command in a transaction of its own: lock, repeat or fold, decide, append, project,
    /// enqueue, commit.
    pub(super) async fn one(&self, ask: &Ask) -> Result<Acted, ActError> {
        let Ask {
            case, submission, now, ..
        } = ask;
        let _turn = super::turn(self.turn.as_deref()).await;
        let mut tx = self.pool.begin().await?;
        if ask.opens() {
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
        let known = read::unsigned(&head, "known")? > 0;
        let head = (read::unsigned(&head, "seq")?, read::parsed(&head, "hash")?);
        if ask.moved(head.1) || !fallen(&mut tx, std::slice::from_ref(ask)).await?.is_empty() {
            return Err(ActError::Moved);
        }
        if known {
            return second_look(&mut tx, ask, ActError::IdReused).await;
        }
        let folded = self.folded(&mut tx, *case, head).await?;
        if let Some(from) = ask.stale(&folded) {
            let missed = read::entries(&mut *tx, *case, from, head.0).await?;
            let stale = ActError::Stale { missed, case: folded };
            return second_look(&mut tx, ask, stale).await;
        }
        let ruled = match &submission.command {
            // A refusal rolls the counter back: numbers have no gaps.
            Command::RequestMediation(request) if folded.stage.is_none() => {
                let mut request = request.clone();
                request.number = number(&mut tx, *now).await?;
                Ruled::on(ask, &Command::RequestMediation(request), &folded, head)
            }
            command => Ruled::on(ask, command, &folded, head),
        };
        let ruled = match ruled {
            Ok(ruled) => ruled,
            Err(refusal) => return second_look(&mut tx, ask, refusal.into()).await,
        };
        let ruled = [ruled];
        // The same id, a moment ago: a twin that held the lock before us, or one in another case.
        if !write(&mut tx, &ruled).await? {
            tx.rollback().await?;
            let mut tx = self.pool.begin().await?;
            return second_look(&mut tx, ask, ActError::IdReused).await;
        }
        if let Some(letter) = &ask.letter {
            post(&mut tx, *case, letter, *now).await?;
        }
        // A crash before this line leaves nothing; after it, everything.
        tx.commit().await?;
        let [ruled] = ruled;
        Ok(self.publish(ruled))
    }

    /// The case at its head, from memory if it is there.
    pub(super) async fn folded(
        &self,
        tx: &mut Transaction<'_, Any>,
        case: CaseId,
        (seq, hash): (u64, Digest),
    ) -> Result<Arc<Case>, StoreError> {
        match self.cases.get(case, hash) {
            Some(folded) => Ok(folded),
            None => Ok(Arc::new(fold(tx, case, seq).await?)),
        }
    }

    /// Makes known what was committed.
    pub(super) fn publish(&self, ruled: Ruled<'_>) -> Acted {
        let work = ruled.makes_work();
        let case = Arc::new(ruled.after);
        self.cases.put(ruled.head, case.clone());
        let _ = self.hints.send((ruled.ask.case, ruled.head.0));
        if work {
            self.work.send_replace(());
        }
        Acted {
            seq: ruled.head.0,
            entries: ruled.entries,
            case,
            repeated: false,
        }
    }
}

/// The first answer, if the command was carried out before after all; else `otherwise`.
async fn second_look(tx: &mut Transaction<'_, Any>, ask: &Ask, otherwise: ActError) -> Result<Acted, ActError> {
    known(tx, ask).await?.ok_or(otherwise)
}

/// The first answer to a command id that is known.
pub(super) async fn known(tx: &mut Transaction<'_, Any>, ask: &Ask) -> Result<Option<Acted>, ActError> {
    let row = sqlx::query("SELECT case_id, person, body, first_seq, last_seq FROM commands WHERE id = $1")
        .bind(ask.submission.id.to_string())
        .fetch_optional(&mut **tx)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let same = row.try_get::<String, _>("case_id")? == ask.case.to_string()
        && row.try_get::<String, _>("person")? == ask.actor.person.to_string()
        && row.try_get::<String, _>("body")? == ask.body.to_string();
    if !same {
        return Err(ActError::IdReused);
    }
    let (first, last) = (read::unsigned(&row, "first_seq")?, read::unsigned(&row, "last_seq")?);
    let entries = read::entries(&mut **tx, ask.case, first - 1, last).await?;
    let folded = fold(tx, ask.case, last).await?;
    Ok(Some(Acted {
        seq: last,
        entries,
        case: Arc::new(folded),
        repeated: true,
    }))
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
