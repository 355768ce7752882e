//! Where commands wait for the log's writer. It writes a batch at a time: what waits while it commits
//! is written with the next commit, so that a disk that syncs costs a crowd no more than one.

use super::act::{ActError, Acted, Judged, Letter};
use super::{Cases, StoreError, read, rows, ruled};
use crate::identity::sessions;
use domain::actor::Actor;
use domain::api::Submission;
use domain::case::Case;
use domain::command::Command;
use domain::hash::Digest;
use domain::id::CaseId;
use domain::moment::Timestamp;
use sqlx::{Any, AnyPool, Transaction};
use std::collections::{HashSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, broadcast, mpsc, oneshot, watch};
use tokio::task::JoinSet;
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

    /// The seq the sender had seen, if something was done on `case` since. Papers the portal made meanwhile
    /// change nothing anybody acts upon.
    pub fn stale(&self, case: &Case) -> Option<u64> {
        let seen = self.submission.expected_seq.filter(|seen| *seen < case.acted);
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
/// Batches under way at once, but on SQLite.
pub const LANES: usize = 2;
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
        let mut busy = HashSet::new();
        let mut lanes = JoinSet::new();
        // How many commands were under way or waiting at the last commit, and how long it took.
        let (mut crowd, mut took) = (0, Duration::ZERO);
        loop {
            tokio::select! {
                ask = asks.recv() => {
                    let Some(ask) = ask else { break };
                    waiting.push_back(ask);
                }
                Some(Ok((cases, time))) = lanes.join_next() => {
                    crowd = busy.len() + waiting.len() + asks.len();
                    took = time;
                    let cases: Vec<CaseId> = cases;
                    for case in cases {
                        busy.remove(&case);
                    }
                }
            }
            while let Ok(next) = asks.try_recv() {
                waiting.push_back(next);
            }
            // Where a commit takes long it is worth a moment to have the whole crowd in it, also
            // those who were answered just now. Where it does not, the next batch is put together
            // while one is written.
            let most = if self.turn.is_some() || took > LONG { 1 } else { LANES };
            if took > LONG && lanes.is_empty() && !waiting.is_empty() {
                let patience = Instant::now() + took / 2;
                while waiting.len() < crowd {
                    match timeout_at(patience, asks.recv()).await {
                        Ok(Some(next)) => waiting.push_back(next),
                        _ => break,
                    }
                }
            }
            while lanes.len() < most {
                let batch = next(&mut waiting, &busy);
                if batch.is_empty() {
                    break;
                }
                let cases: Vec<_> = batch.iter().map(|(ask, _)| ask.case).collect();
                busy.extend(cases.iter().copied());
                let writer = self.clone();
                lanes.spawn(async move {
                    let begun = Instant::now();
                    writer.write(batch).await;
                    (cases, begun.elapsed())
                });
            }
        }
        // Nobody waits for an answer any more; what was begun is finished.
        while lanes.join_next().await.is_some() {}
    }

    async fn write(self: Arc<Self>, batch: Vec<Waiting>) {
        if self.turn.is_some() {
            self.write_together(batch).await;
        } else {
            self.write_at_once(batch).await;
        }
    }
}

/// The next batch: the oldest waiting commands, at most [`BATCH`], of each case and each id only the
/// first, none of a case that is `busy`. One that goes alone is a batch of its own.
fn next(waiting: &mut VecDeque<Waiting>, busy: &HashSet<CaseId>) -> Vec<Waiting> {
    let (mut cases, mut ids) = (busy.clone(), HashSet::new());
    let mut batch: Vec<Waiting> = Vec::new();
    let mut later = VecDeque::new();
    for (ask, answer) in waiting.drain(..) {
        // Both are noted for a command left behind too: those of its case keep their order.
        let first = cases.insert(ask.case) & ids.insert(ask.submission.id);
        let fits = batch.is_empty() || batch.len() < BATCH && !ask.goes_alone() && !batch[0].0.goes_alone();
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
        let ids = next(queue, &HashSet::new())
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
        let mut queue = (0..BATCH as u128 + 1).map(|at| waiting(at, at)).collect();
        assert_eq!(batch(&mut queue).len(), BATCH);
        assert_eq!(batch(&mut queue), [BATCH as u128]);
    }
}
