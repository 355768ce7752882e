//! Where commands wait for the log's writer. It writes a batch at a time: what waits while it commits
//! is written with the next commit, so that a disk that syncs costs a crowd no more than one.

use super::act::{ActError, Acted, Judged, Letter};
use super::{Cases, StoreError, read, rows, ruled};
use crate::identity::sessions;
use domain::actor::Actor;
use domain::api::Submission;
use domain::command::Command;
use domain::hash::Digest;
use domain::id::CaseId;
use domain::moment::Timestamp;
use sqlx::{Any, AnyPool, Transaction};
use std::collections::{HashSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, broadcast, mpsc, oneshot, watch};
use tokio::time::{Instant, timeout_at};

/// One command, as it waits for the writer.
pub struct Ask {
    pub case: CaseId,
    pub submission: Submission,
    /// Of the command: what makes a repeated one the same.
    pub body: Digest,
    pub actor: Actor,
    pub now: Timestamp,
    pub letter: Option<Letter>,
    /// Set if the actor was judged from memory.
    pub judged: Option<Judged>,
}

impl Ask {
    pub fn new(case: CaseId, submission: &Submission, actor: &Actor, now: Timestamp) -> Self {
        Self {
            case,
            submission: submission.clone(),
            body: ruled::body_digest(&submission.command),
            actor: *actor,
            now,
            letter: None,
            judged: None,
        }
    }

    pub fn opens(&self) -> bool {
        matches!(self.submission.command, Command::RequestMediation(_))
    }

    /// Whether it needs a case number or sends a letter: such a one is written alone.
    pub fn goes_alone(&self) -> bool {
        self.opens() || self.letter.is_some()
    }

    /// Whether the actor must be judged anew, now that the case's head is `hash`.
    pub fn moved(&self, hash: Digest) -> bool {
        self.judged.as_ref().is_some_and(|judged| judged.head != hash)
    }

    /// The seq the sender had seen, if the case at `seq` has grown beyond it.
    pub fn stale(&self, seq: u64) -> Option<u64> {
        let seen = self.submission.expected_seq.filter(|seen| *seen < seq);
        seen.filter(|_| !self.opens())
    }
}

/// Places in `asks` of those judged by a session that no longer stands as it was remembered.
pub async fn fallen(tx: &mut Transaction<'_, Any>, asks: &[Ask]) -> Result<HashSet<usize>, StoreError> {
    let judged = |(at, ask)| {
        let ask: &Ask = ask;
        Some((at, ask.judged.as_ref()?, ask.now))
    };
    let judged: Vec<_> = asks.iter().enumerate().filter_map(judged).collect();
    if judged.is_empty() {
        return Ok(HashSet::new());
    }
    let sql = format!(
        "WITH asked (place, token, standing, time) AS (VALUES {}) SELECT place FROM asked WHERE NOT {}",
        rows(judged.len(), 4),
        sessions::STANDS
    );
    let mut query = sqlx::query(sqlx::AssertSqlSafe(sql));
    for (at, judged, now) in judged {
        query = query
            .bind(at as i64)
            .bind(judged.standing.session.to_string())
            .bind(judged.standing.text.clone())
            .bind(now.0);
    }
    let rows = query.fetch_all(&mut **tx).await?;
    rows.iter()
        .map(|row| Ok(read::unsigned(row, "place")? as usize))
        .collect()
}

pub type Answer = Result<Acted, ActError>;
pub type Waiting = (Ask, oneshot::Sender<Answer>);

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
    /// Connections of the writer's own: what is prepared there stays prepared. On SQLite it has no
    /// other.
    pub own: AnyPool,
    pub turn: Option<Arc<Mutex<()>>>,
    pub cases: Arc<Cases>,
    pub hints: broadcast::Sender<(CaseId, u64)>,
    /// Told when jobs were queued.
    pub work: watch::Sender<()>,
}

/// Commands written with one commit.
const BATCH: usize = 32;
/// A commit longer than this takes longer than answering a crowd and hearing from it again.
const LONG: Duration = Duration::from_millis(1);

impl Writer {
    pub fn start(self) -> Queue {
        let (queue, asks) = mpsc::unbounded_channel();
        tokio::spawn(Arc::new(self).run(asks));
        Queue(queue)
    }

    async fn run(self: Arc<Self>, mut asks: mpsc::UnboundedReceiver<Waiting>) {
        let mut waiting = VecDeque::new();
        // How many commands the last batch wrote or left waiting, and how long it took.
        let (mut crowd, mut took) = (0, Duration::ZERO);
        loop {
            if waiting.is_empty() {
                let Some(first) = asks.recv().await else { return };
                waiting.push_back(first);
            }
            while let Ok(next) = asks.try_recv() {
                waiting.push_back(next);
            }
            // Where a commit takes long it is worth a moment to have the whole crowd in it, also
            // those who were answered just now.
            let patience = Instant::now() + took / 2;
            while took > LONG && waiting.len() < crowd {
                match timeout_at(patience, asks.recv()).await {
                    Ok(Some(next)) => waiting.push_back(next),
                    _ => break,
                }
            }
            let batch = next(&mut waiting, BATCH);
            let (size, begun) = (batch.len(), Instant::now());
            if self.turn.is_some() {
                self.write_together(batch).await;
            } else {
                self.write_at_once(batch).await;
            }
            crowd = size + waiting.len() + asks.len();
            took = begun.elapsed();
        }
    }
}

/// The next batch: the oldest waiting commands, at most `most`, of each case and each id only the
/// first. One that goes alone is a batch of its own.
fn next(waiting: &mut VecDeque<Waiting>, most: usize) -> Vec<Waiting> {
    let (mut cases, mut ids) = (HashSet::new(), HashSet::new());
    let mut batch: Vec<Waiting> = Vec::new();
    let mut later = VecDeque::new();
    for (ask, answer) in waiting.drain(..) {
        // Both are noted for a command left behind too: those of its case keep their order.
        let first = cases.insert(ask.case) & ids.insert(ask.submission.id);
        let fits = batch.is_empty() || batch.len() < most && !ask.goes_alone() && !batch[0].0.goes_alone();
        if first && fits {
            batch.push((ask, answer));
        } else {
            later.push_back((ask, answer));
        }
    }
    *waiting = later;
    batch
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::id::CommandId;
    use uuid::Uuid;

    const MOST: usize = 4;

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
        let ids = next(queue, MOST)
            .into_iter()
            .map(|(ask, _)| ask.submission.id.0.as_u128());
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
        let mut queue = (0..MOST as u128 + 1).map(|at| waiting(at, at)).collect();
        assert_eq!(batch(&mut queue).len(), MOST);
        assert_eq!(batch(&mut queue), [MOST as u128]);
    }
}
