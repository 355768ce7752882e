//! What a desk asks of a portal with many cases on PostgreSQL: its queue page, one case by number, and the
//! scheduler's look for what is due. Each is timed beside the bare indexed query that finds the same rows,
//! in turns, and held against it at the 99th percentile.

use crate::postgres::Cluster;
use crate::report::{self, Goal, Measure};
use anyhow::{Context, ensure};
use domain::id::OrgId;
use domain::moment::Timestamp;
use serde_json::json;
use server::store::Store;
use server::store::read::Whose;
use sqlx::{AnyPool, AssertSqlSafe};
use std::time::{Duration, Instant};
use uuid::Uuid;

#[derive(clap::Args)]
pub struct Options {
    /// Cases in the portal
    #[arg(long, default_value_t = 1_000_000)]
    cases: u32,
    /// How often each is asked
    #[arg(long, default_value_t = 1_000)]
    times: u32,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

/// Institutions the cases are spread over.
const INSTITUTIONS: u32 = 20;
/// 2026-11-26 01:00 UTC.
const NOW: i64 = 1_795_654_800_000;

pub async fn run(options: &Options) -> anyhow::Result<()> {
    let cluster = Cluster::start()?;
    let store = Store::open(&cluster.url).await?;
    let filled = Instant::now();
    fill(store.pool(), options.cases).await?;
    let seconds = filled.elapsed().as_secs();
    let bare = sqlx::any::AnyPoolOptions::new()
        .max_connections(4)
        .connect(&cluster.url)
        .await?;
    let measures = vec![
        queue(&store, &bare, options.times).await?,
        number(&store, &bare, options).await?,
        deadlines(&store, &bare, options.times).await?,
    ];
    let details = json!({ "cases": options.cases, "times": options.times, "seconds_to_fill": seconds });
    report::print("desk", &measures, details, options.json);
    Ok(())
}

fn org(n: u32) -> OrgId {
    OrgId(Uuid::from_u128(0xb0_0000 + u128::from(n)))
}

/// Rows as `project` writes them: parties with names, clocks on half the cases, fifty due now.
async fn fill(pool: &AnyPool, cases: u32) -> anyhow::Result<()> {
    let id = |prefix: &str, n: &str| format!("('{prefix}' || lpad(to_hex({n}), 12, '0'))");
    let (case, institution) = (
        id("01900000-0000-7000-8000-", "n"),
        id("00000000-0000-0000-0000-", &format!("11534336 + n % {INSTITUTIONS}")),
    );
    let rows = format!(
        "INSERT INTO cases (id, number, stage, body, claimant, respondent, claimant_name, respondent_name, mediator,
                            amount, due, tick_at, track, institution, updated)
         SELECT {case}, '枫劳调〔2026〕' || n || '号',
                CASE WHEN n % 2 = 0 THEN 'under_review' ELSE 'performed' END, {institution}, NULL, NULL,
                md5('a' || n) || md5('b' || n), md5('c' || n) || md5('d' || n), NULL, n,
                CASE WHEN n % 2 = 0 THEN to_char(date '2026-11-26' + (n / 2 % 400)::int, 'YYYY-MM-DD') END,
                CASE WHEN n % 2 = 0 THEN {NOW} + (n::bigint - 100) * 60000 END,
                'arbitration_review', {institution}, {NOW} - n
         FROM generate_series(1, {cases}) n"
    );
    let names = format!(
        "INSERT INTO private (case_id, commitment, salt, value)
         SELECT {case}, md5(side || n) || md5(other || n), repeat('0', 32), '张建国' || n
         FROM generate_series(1, {cases}) n, (VALUES ('a', 'b'), ('c', 'd')) AS of (side, other)"
    );
    for statement in [rows, names] {
        sqlx::query(AssertSqlSafe(statement)).execute(pool).await?;
    }
    for table in ["cases", "private"] {
        sqlx::query(AssertSqlSafe(format!("VACUUM ANALYZE {table}")))
            .execute(pool)
            .await?;
    }
    Ok(())
}

/// The institution's first page, names and all.
async fn queue(store: &Store, bare: &AnyPool, times: u32) -> anyhow::Result<Measure> {
    let sql = "SELECT c.id, c.number, c.stage, c.mediator, c.amount, c.due, c.track, c.updated, a.value, b.value
               FROM cases c
               LEFT JOIN private a ON a.case_id = c.id AND a.commitment = c.claimant_name
               LEFT JOIN private b ON b.case_id = c.id AND b.commitment = c.respondent_name
               WHERE c.institution = $1 ORDER BY (c.due IS NULL), c.due, c.id LIMIT 500";
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for n in 0..times {
        let org = org(n % INSTITUTIONS);
        let begun = Instant::now();
        let rows = sqlx::query(sql).bind(org.to_string()).fetch_all(bare).await?;
        theirs.push(begun.elapsed());
        let begun = Instant::now();
        let lines = store.list(Whose::Institution(org)).await?;
        ours.push(begun.elapsed());
        ensure!(lines.len() == rows.len() && !lines.is_empty(), "the pages differ");
    }
    measure("queue page", ours, theirs)
}

async fn number(store: &Store, bare: &AnyPool, options: &Options) -> anyhow::Result<Measure> {
    let sql = "SELECT c.id, c.number, c.stage, c.mediator, c.amount, c.due, c.track, c.updated, a.value, b.value
               FROM cases c
               LEFT JOIN private a ON a.case_id = c.id AND a.commitment = c.claimant_name
               LEFT JOIN private b ON b.case_id = c.id AND b.commitment = c.respondent_name
               WHERE c.number = $1";
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for n in 0..options.times {
        let wanted = n.wrapping_mul(7919) % options.cases + 1;
        let number = format!("枫劳调〔2026〕{wanted}号");
        let begun = Instant::now();
        let row = sqlx::query(sql).bind(number.clone()).fetch_optional(bare).await?;
        theirs.push(begun.elapsed());
        row.context("a case")?;
        let begun = Instant::now();
        let lines = store
            .numbered(Whose::Institution(org(wanted % INSTITUTIONS)), &number)
            .await?;
        ours.push(begun.elapsed());
        ensure!(lines.len() == 1, "{number} is not found");
    }
    measure("search by case number", ours, theirs)
}

async fn deadlines(store: &Store, bare: &AnyPool, times: u32) -> anyhow::Result<Measure> {
    let sql = "SELECT id FROM cases WHERE tick_at < $1 ORDER BY tick_at LIMIT 100";
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for n in 0..times {
        let now = Timestamp(NOW + i64::from(n));
        let begun = Instant::now();
        let rows = sqlx::query(sql).bind(now.0).fetch_all(bare).await?;
        theirs.push(begun.elapsed());
        let begun = Instant::now();
        let due = store.overdue(now).await?;
        ours.push(begun.elapsed());
        ensure!(due.len() == rows.len() && !due.is_empty(), "the scans differ");
    }
    measure("deadline scan", ours, theirs)
}

/// Microseconds at the 99th percentile.
fn measure(name: &str, ours: Vec<Duration>, theirs: Vec<Duration>) -> anyhow::Result<Measure> {
    let percentile = |mut all: Vec<Duration>| {
        all.sort();
        all.get(all.len().saturating_sub(1) * 99 / 100)
            .map(|time| time.as_secs_f64() * 1e6)
    };
    Ok(Measure {
        name: name.into(),
        unit: "µs",
        value: percentile(ours).context("times")?,
        reference: percentile(theirs).context("times")?,
        goal: Goal::AtMost(2.0),
    })
}
