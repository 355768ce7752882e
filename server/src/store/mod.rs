//! The store: SQLite or PostgreSQL from the same SQL. `Store::act` is the only way into the log; how
//! waiting commands are written is `queue`'s, `together`'s on SQLite and `at_once`'s on PostgreSQL.

mod act;
mod artefacts;
mod at_once;
pub mod backup;
mod check;
pub mod lasting;
mod leaves;
mod migrate;
mod minutes;
pub mod numbers;
mod queue;
pub mod read;
mod rebuild;
pub mod recordings;
mod renderings;
mod ruled;
mod together;
pub mod translations;
pub mod tree;
mod views;
mod witnessed;

pub use act::{ActError, Acted, Judged, Letter};
pub use check::Checked;

use domain::case::Case;
use domain::hash::Digest;
use domain::id::CaseId;
use sqlx::AnyPool;
use sqlx::any::AnyPoolOptions;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use tokio::sync::{broadcast, watch};

/// A statement whose values are being bound.
pub type Query<'q> = sqlx::query::Query<'q, sqlx::Any, sqlx::any::AnyArguments>;

/// Infrastructure failed: logged, opaque to users, and worth another try.
#[derive(Debug)]
pub enum StoreError {
    Database(sqlx::Error),
    /// A stored row does not read back: the database was changed from outside.
    Damaged(&'static str),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error)
    }
}

impl std::fmt::Display for StoreError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Database(error) => write!(f, "database: {error}"),
            Self::Damaged(what) => write!(f, "damaged row: {what}"),
        }
    }
}
impl std::error::Error for StoreError {}

/// A case folded up to its head.
#[derive(Clone)]
struct Folded {
    head: (u64, Digest),
    case: Arc<Case>,
}

pub struct Store {
    pool: AnyPool,
    /// SQLite has one writer: waiting here is fair and cheap, waiting in SQLite is a busy loop.
    turn: Option<Arc<tokio::sync::Mutex<()>>>,
    cases: Arc<Cases>,
    hints: broadcast::Sender<(CaseId, u64)>,
    work: watch::Sender<()>,
    /// To the writer of the log.
    queue: queue::Queue,
}

/// Every acknowledged command survives a power cut.
const PRAGMAS: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 10000; \
     PRAGMA foreign_keys = ON";

/// Has each new connection begin with `settings`.
fn prepared(options: AnyPoolOptions, settings: &'static str) -> AnyPoolOptions {
    options.after_connect(move |connection, _| {
        Box::pin(async move {
            if !settings.is_empty() {
                sqlx::raw_sql(settings).execute(connection).await?;
            }
            Ok(())
        })
    })
}

/// Folded cases kept in memory.
const CACHE: usize = 4_096;

impl Store {
    /// Connects and brings the schema to the newest form.
    ///
    /// # Errors
    /// If the database cannot be reached or is newer than this program.
    pub async fn open(url: &str) -> anyhow::Result<Self> {
        sqlx::any::install_default_drivers();
        let sqlite = url.starts_with("sqlite:");
        let options = AnyPoolOptions::new()
            .max_connections(if sqlite { 8 } else { 24 })
            // A dead connection shows itself at once, and whoever met it is told to come again.
            .test_before_acquire(false);
        let pool = prepared(options.clone(), if sqlite { PRAGMAS } else { "" })
            .connect(url)
            .await?;
        migrate::run(&pool, sqlite).await?;
        // One more than is used: a connection is looked after before it is used again.
        let (connections, settings) = if sqlite {
            (1, PRAGMAS)
        } else {
            (queue::LANES as u32 + 1, at_once::SETTINGS)
        };
        let own = prepared(options.max_connections(connections), settings)
            .connect(url)
            .await?;
        let turn = sqlite.then(Arc::default);
        let cases = Arc::new(Cases::default());
        let hints = broadcast::channel(1_024).0;
        let work = watch::channel(()).0;
        let queue = queue::Writer {
            pool: if sqlite { own.clone() } else { pool.clone() },
            own,
            turn: turn.clone(),
            cases: cases.clone(),
            hints: hints.clone(),
            work: work.clone(),
        }
        .start();
        Ok(Self {
            pool,
            turn,
            cases,
            hints,
            work,
            queue,
        })
    }

    pub fn is_sqlite(&self) -> bool {
        self.turn.is_some()
    }

    pub fn pool(&self) -> &AnyPool {
        &self.pool
    }

    /// Wakes at every append; carries only a number, for the log is read from the database.
    pub fn hints(&self) -> broadcast::Receiver<(CaseId, u64)> {
        self.hints.subscribe()
    }

    /// Changes when jobs were queued by this process.
    pub fn work(&self) -> watch::Receiver<()> {
        self.work.subscribe()
    }

    /// Held while writing to SQLite.
    pub async fn turn(&self) -> Option<tokio::sync::MutexGuard<'_, ()>> {
        turn(self.turn.as_deref()).await
    }
}

async fn turn(turn: Option<&tokio::sync::Mutex<()>>) -> Option<tokio::sync::MutexGuard<'_, ()>> {
    match turn {
        Some(turn) => Some(turn.lock().await),
        None => None,
    }
}

/// Folded cases in memory, each true only for the head it was folded to.
#[derive(Default)]
struct Cases(Mutex<HashMap<CaseId, Folded>>);

impl Cases {
    fn get(&self, case: CaseId, hash: Digest) -> Option<Arc<Case>> {
        self.last(case).filter(|(head, _)| head.1 == hash).map(|(_, case)| case)
    }

    fn last(&self, case: CaseId) -> Option<((u64, Digest), Arc<Case>)> {
        let folded = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        folded.get(&case).map(|folded| (folded.head, folded.case.clone()))
    }

    fn put(&self, head: (u64, Digest), case: Arc<Case>) {
        let mut folded = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if folded.len() >= CACHE {
            folded.clear();
        }
        folded.insert(case.id, Folded { head, case });
    }
}

/// The placeholders of `count` rows of `columns` values: `($1, $2), ($3, $4)`.
pub fn rows(count: usize, columns: usize) -> String {
    rows_from(1, count, columns)
}

/// As [`rows`], numbered from `first` on.
pub fn rows_from(first: usize, count: usize, columns: usize) -> String {
    let row = |row: usize| {
        let values: Vec<_> = (0..columns)
            .map(|at| format!("${}", first + row * columns + at))
            .collect();
        format!("({})", values.join(", "))
    };
    (0..count).map(row).collect::<Vec<_>>().join(", ")
}
