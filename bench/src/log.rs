//! Durable appended commands per second through the whole HTTP path: eight writers, each on its own
//! case, against bare single-row INSERT transactions by eight connections on the same database.

use crate::Products;
use crate::postgres::Cluster;
use crate::report::{self, Goal, Measure};
use crate::server::Server;
use serde_json::json;
use sqlx::AnyPool;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

mod writers;

const WRITERS: usize = 8;
/// Reference and commands take turns, so that what else the machine does meets both alike.
const ROUNDS: usize = 4;
/// Of one turn.
const SPAN: Duration = Duration::from_secs(3);
/// After the commands of a round: what the server still has to do with them (the tree) is not to
/// slow the reference.
const REST: Duration = Duration::from_secs(1);

pub async fn run(products: &Products) -> anyhow::Result<()> {
    sqlx::any::install_default_drivers();
    let cluster = Cluster::start()?;
    let databases = [("SQLite", None), ("PostgreSQL", Some(cluster.url.as_str()))];
    let mut measures = Vec::new();
    let mut rounds = serde_json::Map::new();
    for (name, database) in databases {
        let (measure, ratios) = measure(name, products, database).await?;
        measures.push(measure);
        rounds.insert(name.into(), json!(ratios));
    }
    let details = json!({ "writers": WRITERS, "seconds": SPAN.as_secs(), "ratios_of_rounds": rounds });
    report::print("log", &measures, details, products.json);
    Ok(())
}

/// All rounds together, and the ratio of each.
async fn measure(name: &str, products: &Products, database: Option<&str>) -> anyhow::Result<(Measure, Vec<f64>)> {
    let server = Server::start(products, database)?;
    // On SQLite the reference writes to a file of its own in the server's folder, in the same mode
    // (WAL, synchronous=FULL): the same disk, and no lock shared with the idle server.
    let bare = match database {
        Some(url) => url.to_owned(),
        None => format!("sqlite://{}?mode=rwc", server.data().join("reference.db").display()),
    };
    let mut writers = writers::prepare(&server.origin, WRITERS).await?;
    let (mut value, mut reference, mut ratios) = (0.0, 0.0, Vec::new());
    for _ in 0..ROUNDS {
        tokio::time::sleep(REST).await;
        let inserted = inserts(&bare).await?;
        let written;
        (writers, written) = writers::rate(writers, SPAN).await?;
        ratios.push((written / inserted * 1000.0).round() / 1000.0);
        value += written / ROUNDS as f64;
        reference += inserted / ROUNDS as f64;
    }
    let measure = Measure {
        name: name.into(),
        unit: "commands/s",
        value,
        reference,
        goal: Goal::AtLeast(0.4),
    };
    Ok((measure, ratios))
}

/// Single-row INSERT transactions per second by [`WRITERS`] connections.
async fn inserts(url: &str) -> anyhow::Result<f64> {
    let sqlite = url.starts_with("sqlite");
    let pool = sqlx::any::AnyPoolOptions::new()
        .max_connections(WRITERS as u32)
        .after_connect(move |connection, _| {
            Box::pin(async move {
                if sqlite {
                    for pragma in ["journal_mode=WAL", "synchronous=FULL", "busy_timeout=30000"] {
                        sqlx::query(sqlx::AssertSqlSafe(format!("PRAGMA {pragma}")))
                            .execute(&mut *connection)
                            .await?;
                    }
                }
                Ok(())
            })
        })
        .connect(url)
        .await?;
    let binary = if sqlite { "BLOB" } else { "BYTEA" };
    let table = format!("CREATE TABLE IF NOT EXISTS bare (id TEXT PRIMARY KEY, body {binary} NOT NULL)");
    sqlx::query(sqlx::AssertSqlSafe(table)).execute(&pool).await?;
    let done = Arc::new(AtomicU64::new(0));
    let start = Instant::now();
    let mut tasks = Vec::new();
    for _ in 0..WRITERS {
        tasks.push(tokio::spawn(insert_until(pool.clone(), start + SPAN, done.clone())));
    }
    for task in tasks {
        task.await??;
    }
    let rate = done.load(Ordering::Relaxed) as f64 / start.elapsed().as_secs_f64();
    pool.close().await;
    Ok(rate)
}

async fn insert_until(pool: AnyPool, end: Instant, done: Arc<AtomicU64>) -> sqlx::Result<()> {
    // About the size of one entry of the log.
    let body = vec![0x5a_u8; 700];
    while Instant::now() < end {
        sqlx::query("INSERT INTO bare (id, body) VALUES ($1, $2)")
            .bind(uuid::Uuid::new_v4().to_string())
            .bind(body.clone())
            .execute(&pool)
            .await?;
        done.fetch_add(1, Ordering::Relaxed);
    }
    Ok(())
}
