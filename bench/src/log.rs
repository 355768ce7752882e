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
const SPAN: Duration = Duration::from_secs(5);

pub async fn run(products: &Products) -> anyhow::Result<()> {
    sqlx::any::install_default_drivers();
    let mut measures = Vec::new();
    measures.push(measure("SQLite", products, None).await?);
    let cluster = Cluster::start()?;
    measures.push(measure("PostgreSQL", products, Some(&cluster.url)).await?);
    let details = json!({ "writers": WRITERS, "seconds": SPAN.as_secs() });
    report::print("log", &measures, details, products.json);
    Ok(())
}

async fn measure(name: &str, products: &Products, database: Option<&str>) -> anyhow::Result<Measure> {
    let server = Server::start(products, database)?;
    // On SQLite the reference writes to a file of its own in the server's folder, in the same mode
    // (WAL, synchronous=FULL): the same disk, and no lock shared with the idle server.
    let bare = match database {
        Some(url) => url.to_owned(),
        None => format!("sqlite://{}?mode=rwc", server.data().join("reference.db").display()),
    };
    let writers = writers::prepare(&server.origin, WRITERS).await?;
    let before = inserts(&bare).await?;
    let value = writers::rate(writers, SPAN).await?;
    let after = inserts(&bare).await?;
    Ok(Measure {
        name: name.into(),
        unit: "commands/s",
        value,
        reference: f64::midpoint(before, after),
        goal: Goal::AtLeast(0.4),
    })
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
