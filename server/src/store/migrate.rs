//! Forward-only schema steps, embedded. A step runs once, in one transaction with its record.

use sqlx::{AnyPool, Row};

struct Step {
    name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

macro_rules! step {
    ($name:literal) => {
        Step {
            name: $name,
            sqlite: include_str!(concat!("../../../migrations/sqlite/", $name, ".sql")),
            postgres: include_str!(concat!("../../../migrations/postgres/", $name, ".sql")),
        }
    };
}

const STEPS: [Step; 27] = [
    step!("0001_log"),
    step!("0002_people"),
    step!("0003_file_senders"),
    step!("0004_hot_rows"),
    step!("0006_numbers"),
    step!("0007_mark_leases"),
    step!("0010_cosignatures"),
    step!("0011_signing_keys"),
    step!("0012_supports"),
    step!("0013_systems"),
    step!("0014_queues"),
    step!("0015_connections"),
    step!("0017_minutes"),
    step!("0018_interpreters"),
    step!("0019_lasting"),
    step!("0020_kiosks"),
    step!("0021_local_rules"),
    step!("0022_issuers"),
    step!("0023_renewals"),
    step!("0024_translations"),
    step!("0025_views"),
    step!("0026_letters"),
    step!("0027_prefectures"),
    step!("0028_recordings"),
    step!("0029_appointments"),
    step!("0030_proof"),
    step!("0031_one_job_of_a_kind"),
];

/// Names of all steps, oldest first.
pub fn names() -> Vec<String> {
    STEPS.iter().map(|step| step.name.to_owned()).collect()
}

pub async fn run(pool: &AnyPool, sqlite: bool) -> anyhow::Result<()> {
    sqlx::raw_sql("CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY)")
        .execute(pool)
        .await?;
    let known: Vec<String> = sqlx::query("SELECT name FROM migrations")
        .fetch_all(pool)
        .await?
        .iter()
        .map(|row| row.try_get("name"))
        .collect::<Result<_, _>>()?;
    if let Some(name) = known.iter().find(|name| STEPS.iter().all(|step| step.name != *name)) {
        anyhow::bail!("the database was changed by a newer program (step {name}); use that one");
    }
    for step in STEPS.iter().filter(|step| !known.iter().any(|name| name == step.name)) {
        let mut tx = pool.begin().await?;
        sqlx::raw_sql(if sqlite { step.sqlite } else { step.postgres })
            .execute(&mut *tx)
            .await?;
        sqlx::query("INSERT INTO migrations (name) VALUES ($1)")
            .bind(step.name)
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
    }
    Ok(())
}
