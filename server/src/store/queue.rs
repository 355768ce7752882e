//! The log's writer. On SQLite there is one, and what waits while it commits is written with the
//! next commit: a disk that syncs costs a crowd no more than one.

use super::act::{self, ActError, Acted, Letter, Ruled};
use super::{Cases, StoreError, read, rows, turn};
use domain::actor::Actor;
use domain::api::Submission;
use domain::command::Command;
use domain::hash::Digest;
use domain::id::{CaseId, CommandId};
use domain::moment::Timestamp;
use domain::refusal::Refusal;
use futures_util::FutureExt;
use sqlx::{Any, AnyPool, Transaction};
use std::collections::{HashMap, HashSet, VecDeque};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use tokio::sync::{Mutex, broadcast, mpsc, oneshot};

/// One command, as it waits for the writer.
pub struct Ask {
    pub case: CaseId,
    pub submission: Submission,
    /// Of the command: what makes a repeated one the same.
    pub body: Digest,
    pub actor: Actor,
    pub now: Timestamp,
    pub letter: Option<Letter>,
    /// The head the actor was judged at, if that was from memory.
    pub remembered: Option<Digest>,
}

impl Ask {
    pub fn new(case: CaseId, submission: &Submission, actor: &Actor, now: Timestamp) -> Self {
        Self {
            case,
            submission: submission.clone(),
            body: act::body_digest(&submission.command),
            actor: *actor,
            now,
            letter: None,
            remembered: None,
        }
    }

    pub fn opens(&self) -> bool {
        matches!(self.submission.command, Command::RequestMediation(_))
    }

    /// Whether the actor must be judged anew, now that the case's head is `hash`.
    pub fn moved(&self, hash: Digest) -> bool {
        self.remembered.is_some_and(|remembered| remembered != hash)
    }

    /// The seq the sender had seen, if the case at `seq` has grown beyond it.
    pub fn stale(&self, seq: u64) -> Option<u64> {
        let seen = self.submission.expected_seq.filter(|seen| *seen < seq);
        seen.filter(|_| !self.opens())
    }
}

type Answer = Result<Acted, ActError>;
type Waiting = (Ask, oneshot::Sender<Answer>);

/// Where commands wait; the writer ends when this is gone.
pub struct Queue(mpsc::UnboundedSender<Waiting>);

impl Queue {
    /// Hands `ask` to the writer and waits for the answer.
    pub async fn put(&self, ask: Ask) -> Answer {
        const ENDED: StoreError = StoreError::Damaged("a command its writer did not survive");
        let (answer, answered) = oneshot::channel();
        self.0.send((ask, answer)).map_err(|_| ENDED)?;
        answered.await.map_err(|_| ENDED)?
    }
}

pub struct Writer {
    pub pool: AnyPool,
    pub turn: Option<Arc<Mutex<()>>>,
    pub cases: Arc<Cases>,
    pub hints: broadcast::Sender<(CaseId, u64)>,
}

/// Commands written with one commit.
const BATCH: usize = 64;

impl Writer {
    pub fn start(self) -> Queue {
        let (queue, asks) = mpsc::unbounded_channel();
        if self.turn.is_some() {
            tokio::spawn(self.run(asks));
        } else {
            tokio::spawn(Arc::new(self).run_side_by_side(asks));
        }
        Queue(queue)
    }

    /// PostgreSQL gathers the commits of many connections itself, and a batch there only makes all
    /// wait for the slowest: each command is written at once, cases side by side.
    async fn run_side_by_side(self: Arc<Self>, mut asks: mpsc::UnboundedReceiver<Waiting>) {
        while let Some((ask, answer)) = asks.recv().await {
            let writer = self.clone();
            tokio::spawn(async move {
                // Whoever went away will ask again by the same id.
                let _ = answer.send(writer.one(&ask).await);
            });
        }
    }

    async fn run(self, mut asks: mpsc::UnboundedReceiver<Waiting>) {
        let mut waiting = VecDeque::new();
        loop {
            if waiting.is_empty() {
                let Some(first) = asks.recv().await else { return };
                waiting.push_back(first);
            }
            while let Ok(next) = asks.try_recv() {
                waiting.push_back(next);
            }
            let (batch, answers): (Vec<_>, Vec<_>) = next(&mut waiting).into_iter().unzip();
            for (answer, to) in self.answers(&batch).await.into_iter().zip(answers) {
                // Without an answer its sender is dropped: that command met a bug.
                if let Some(answer) = answer {
                    // Whoever went away will ask again by the same id.
                    let _ = to.send(answer);
                }
            }
        }
    }

    /// Writes `batch` together; if that fails, each command alone, that one fail no other.
    async fn answers(&self, batch: &[Ask]) -> Vec<Option<Answer>> {
        if let [_, _, ..] = batch {
            match AssertUnwindSafe(self.together(batch)).catch_unwind().await {
                Ok(Ok(Some(answers))) => return answers.into_iter().map(Some).collect(),
                Ok(Ok(None)) | Err(_) => {}
                Ok(Err(error)) => tracing::warn!(%error, "commands are written one by one"),
            }
        }
        let mut answers = Vec::with_capacity(batch.len());
        for ask in batch {
            answers.push(AssertUnwindSafe(self.one(ask)).catch_unwind().await.ok());
        }
        answers
    }

    /// All of `batch`, of different cases and ids, in one transaction; `None` if an id was taken
    /// meanwhile by another process.
    async fn together(&self, batch: &[Ask]) -> Result<Option<Vec<Answer>>, StoreError> {
        let _turn = turn(self.turn.as_deref()).await;
        let mut tx = self.pool.begin().await?;
        let heads = self.lock(&mut tx, batch).await?;
        // After the locks: whoever held one before us has committed his command.
        let known = known(&mut tx, batch).await?;
        // In the order of `batch`: `None` where the answer waits for the commit.
        let mut answers = Vec::with_capacity(batch.len());
        let mut ruled = Vec::with_capacity(batch.len());
        for ask in batch {
            let Some(&head) = heads.get(&ask.case) else {
                answers.push(Some(Err(Refusal::UnknownCase.into())));
                continue;
            };
            if ask.moved(head.1) {
                answers.push(Some(Err(ActError::Moved)));
                continue;
            }
            if known.contains(&ask.submission.id) {
                let first = match act::known(&mut tx, ask).await {
                    Err(ActError::Store(error)) => return Err(error),
                    first => first.and_then(|first| first.ok_or(ActError::IdReused)),
                };
                answers.push(Some(first));
                continue;
            }
            let case = self.folded(&mut tx, ask.case, head).await?;
            if let Some(from) = ask.stale(head.0) {
                let missed = read::entries(&mut *tx, ask.case, from, head.0).await?;
                answers.push(Some(Err(ActError::Stale { missed, case })));
                continue;
            }
            match Ruled::on(ask, &ask.submission.command, &case, head) {
                Ok(accepted) => {
                    ruled.push(accepted);
                    answers.push(None);
                }
                Err(refusal) => answers.push(Some(Err(refusal.into()))),
            }
        }
        if !ruled.is_empty() {
            if !act::write(&mut tx, &ruled).await? {
                return Ok(None);
            }
            // A crash before this line leaves nothing; after it, everything.
            tx.commit().await?;
        }
        let mut ruled = ruled.into_iter();
        let accepted = answers
            .into_iter()
            .filter_map(|answer| answer.or_else(|| ruled.next().map(|ruled| Ok(self.publish(ruled)))));
        Ok(Some(accepted.collect()))
    }

    /// Takes the write lock of the database; answers the heads of the batch's cases.
    async fn lock(
        &self,
        tx: &mut Transaction<'_, Any>,
        batch: &[Ask],
    ) -> Result<HashMap<CaseId, (u64, Digest)>, StoreError> {
        let sql = format!(
            "UPDATE heads SET seq = seq WHERE case_id IN {} RETURNING case_id, seq, hash",
            rows(1, batch.len())
        );
        let mut query = sqlx::query(sqlx::AssertSqlSafe(sql));
        for ask in batch {
            query = query.bind(ask.case.to_string());
        }
        let rows = query.fetch_all(&mut **tx).await?;
        rows.iter()
            .map(|row| {
                let head = (read::unsigned(row, "seq")?, read::parsed(row, "hash")?);
                Ok((read::parsed(row, "case_id")?, head))
            })
            .collect()
    }
}

/// The next batch: the oldest waiting commands, of each case and each id only the first. What
/// needs a case number or a letter goes alone.
fn next(waiting: &mut VecDeque<Waiting>) -> Vec<Waiting> {
    let alone = |ask: &Ask| ask.opens() || ask.letter.is_some();
    let (mut cases, mut ids) = (HashSet::new(), HashSet::new());
    let mut batch: Vec<Waiting> = Vec::new();
    let mut later = VecDeque::new();
    for (ask, answer) in waiting.drain(..) {
        // Both are noted for a command left behind too: those of its case keep their order.
        let first = cases.insert(ask.case) & ids.insert(ask.submission.id);
        let fits = batch.is_empty() || batch.len() < BATCH && !alone(&ask) && !alone(&batch[0].0);
        if first && fits {
            batch.push((ask, answer));
        } else {
            later.push_back((ask, answer));
        }
    }
    *waiting = later;
    batch
}

async fn known(tx: &mut Transaction<'_, Any>, batch: &[Ask]) -> Result<HashSet<CommandId>, StoreError> {
    let sql = format!("SELECT id FROM commands WHERE id IN {}", rows(1, batch.len()));
    let mut query = sqlx::query(sqlx::AssertSqlSafe(sql));
    for ask in batch {
        query = query.bind(ask.submission.id.to_string());
    }
    let rows = query.fetch_all(&mut **tx).await?;
    rows.iter().map(|row| read::parsed(row, "id")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn waiting(case: u128, id: u128) -> Waiting {
        let submission = Submission {
            id: CommandId(Uuid::from_u128(id)),
            expected_seq: None,
            command: Command::ConsentToMediation,
        };
        let case = CaseId(Uuid::from_u128(case));
        let ask = Ask::new(case, &submission, &Actor::SYSTEM, Timestamp(0));
        (ask, oneshot::channel().0)
    }

    fn batch(queue: &mut VecDeque<Waiting>) -> Vec<u128> {
        let ids = next(queue).into_iter().map(|(ask, _)| ask.submission.id.0.as_u128());
        ids.collect()
    }

    #[test]
    fn a_batch_holds_of_each_case_and_each_id_the_first_and_leaves_the_rest_in_order() {
        let of = [(1, 10), (2, 20), (1, 11), (3, 20), (1, 12), (4, 40)];
        let mut queue = of.into_iter().map(|(case, id)| waiting(case, id)).collect();
        assert_eq!(batch(&mut queue), [10, 20, 40]);
        assert_eq!(batch(&mut queue), [11, 20]);
        assert_eq!(batch(&mut queue), [12]);
        assert!(queue.is_empty());
    }

    #[test]
    fn a_batch_is_no_longer_than_it_may_be() {
        let mut queue = (0..BATCH as u128 + 1).map(|at| waiting(at, at)).collect();
        assert_eq!(batch(&mut queue).len(), BATCH);
        assert_eq!(batch(&mut queue), [BATCH as u128]);
    }
}
