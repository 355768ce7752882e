//! A copy of everything but the keys and the recordings, in a form both databases read: so it also carries a portal
//! from SQLite to PostgreSQL.
//!
//! `FOLDER/manifest.json`, `FOLDER/tables/NAME.jsonl` (one row a line, columns by name) and
//! `FOLDER/files/` by hash. What lives for minutes only (sessions, codes, open ceremonies) is left
//! out, and so are the keys under `DATA/trust`: whoever holds them can speak for the portal. Recordings stay too: what
//! is deleted when its days are over shall not live on in copies.

use super::{Checked, Store, migrate};
use anyhow::{Context, bail, ensure};
use domain::hash::Digest;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sqlx::any::{AnyRow, AnyTypeInfoKind};
use sqlx::{Column, Row, TypeInfo, ValueRef};
use std::collections::BTreeMap;
use std::path::Path;

const FORMAT: &str = "maplebridge/backup/v1";

/// In an order that satisfies foreign keys.
pub const TABLES: [&str; 34] = [
    "orgs",
    "local_rules",
    "persons",
    "passkeys",
    "recovery_codes",
    "enrolments",
    "invites",
    "heads",
    "entries",
    "commands",
    "private",
    "cases",
    "supports",
    "interpreters",
    "appointments",
    "calendar_feeds",
    "minutes",
    "translations",
    "views",
    "files",
    "lasting",
    "renewals",
    "renderings",
    "artefacts",
    "circumstances",
    "counters",
    "numbers",
    "cosignatures",
    "letters",
    "letter_steps",
    "jobs",
    "clients",
    "webhooks",
    "deliveries",
];
/// Of the Merkle tree; `tree` always has its one row.
pub const TREE: [&str; 2] = ["nodes", "tree"];
/// Lives for minutes; people sign in, and test, again. And what belongs to recordings.
pub const FLEETING: [&str; 11] = [
    "sessions",
    "kiosks",
    "access_tokens",
    "codes",
    "code_sends",
    "outbox",
    "ceremony_nonces",
    "mark_leases",
    "passkey_states",
    "connections",
    "recordings",
];

#[derive(Serialize, Deserialize)]
struct Manifest {
    format: String,
    /// Schema steps of the database it was taken from.
    steps: Vec<String>,
    tables: BTreeMap<String, Table>,
}

#[derive(Serialize, Deserialize)]
struct Table {
    rows: u64,
    /// Of the table's file.
    sha256: Digest,
}

impl Store {
    /// Writes a copy as of one moment to `to`, which must not exist, with the files under `files`.
    /// The portal may go on serving meanwhile.
    ///
    /// # Errors
    /// If `to` exists, or anything cannot be read or written.
    pub async fn backup(&self, files: &Path, to: &Path) -> anyhow::Result<u64> {
        std::fs::create_dir(to).with_context(|| format!("cannot make {}", to.display()))?;
        std::fs::create_dir(to.join("tables"))?;
        let mut tx = self.pool.begin().await?;
        if !self.is_sqlite() {
            sqlx::raw_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                .execute(&mut *tx)
                .await?;
        }
        let mut tables = BTreeMap::new();
        let mut total = 0;
        for table in TABLES.iter().chain(&TREE) {
            let sql = format!("SELECT * FROM {table}");
            // `table` is one of our own literals.
            let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).fetch_all(&mut *tx).await?;
            let mut text = String::new();
            for row in &rows {
                text.push_str(&serde_json::to_string(&line(row)?)?);
                text.push('\n');
            }
            write(&to.join("tables").join(format!("{table}.jsonl")), text.as_bytes())?;
            let known = Table {
                rows: rows.len() as u64,
                sha256: Digest::of(text.as_bytes()),
            };
            total += known.rows;
            tables.insert((*table).to_owned(), known);
        }
        tx.rollback().await?;
        // Files are never changed, and each was there before a row spoke of it.
        copy_files(files, &to.join("files"))?;
        let manifest = Manifest {
            format: FORMAT.to_owned(),
            steps: migrate::names(),
            tables,
        };
        // Written last: without it the copy is not whole.
        write(&to.join("manifest.json"), &serde_json::to_vec_pretty(&manifest)?)?;
        Ok(total)
    }

    /// Fills this empty database and `files` from the copy at `from`, then checks every chain.
    ///
    /// # Errors
    /// If the database is not empty, the copy is damaged or of another version. The database is
    /// then unchanged.
    pub async fn restore(&self, files: &Path, from: &Path) -> anyhow::Result<Checked> {
        let text = std::fs::read(from.join("manifest.json"))
            .with_context(|| format!("{} is no whole backup", from.display()))?;
        let manifest: Manifest = serde_json::from_slice(&text).context("manifest.json does not read")?;
        ensure!(
            manifest.format == FORMAT,
            "the backup has the unknown form {:?}",
            manifest.format
        );
        ensure!(
            manifest.steps == migrate::names(),
            "the backup was made by another version (schema {:?}); restore it with that one, then migrate",
            manifest.steps
        );
        let used = sqlx::query("SELECT (SELECT COUNT(*) FROM heads) + (SELECT COUNT(*) FROM persons) AS used")
            .fetch_one(&self.pool)
            .await?;
        ensure!(
            used.try_get::<i64, _>("used")? == 0,
            "the database is not empty; restore into a new data folder or database"
        );
        copy_files(&from.join("files"), files)?;
        let turn = self.turn().await;
        let mut tx = self.pool.begin().await?;
        for table in TABLES.iter().chain(&TREE) {
            let known = manifest
                .tables
                .get(*table)
                .with_context(|| format!("the backup lacks {table}"))?;
            let path = from.join("tables").join(format!("{table}.jsonl"));
            let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
            ensure!(
                Digest::of(text.as_bytes()) == known.sha256,
                "{} is damaged",
                path.display()
            );
            sqlx::query(sqlx::AssertSqlSafe(format!("DELETE FROM {table}")))
                .execute(&mut *tx)
                .await?;
            for line in text.lines() {
                insert(&mut tx, table, &serde_json::from_str(line)?).await?;
            }
        }
        tx.commit().await?;
        drop(turn);
        self.check().await
    }
}

fn line(row: &AnyRow) -> anyhow::Result<Map<String, Value>> {
    let mut out = Map::new();
    for column in row.columns() {
        let raw = row.try_get_raw(column.ordinal())?;
        let value = if raw.is_null() {
            Value::Null
        } else {
            match raw.type_info().kind() {
                AnyTypeInfoKind::Text => Value::String(row.try_get(column.ordinal())?),
                AnyTypeInfoKind::BigInt | AnyTypeInfoKind::Integer | AnyTypeInfoKind::SmallInt => {
                    row.try_get::<i64, _>(column.ordinal())?.into()
                }
                _ => bail!(
                    "column {} has the unexpected type {}",
                    column.name(),
                    raw.type_info().name()
                ),
            }
        };
        out.insert(column.name().to_owned(), value);
    }
    Ok(out)
}

async fn insert(
    tx: &mut sqlx::Transaction<'_, sqlx::Any>,
    table: &str,
    row: &Map<String, Value>,
) -> anyhow::Result<()> {
    // NULL is the default of every column that may hold it; `Any` cannot bind one without a type.
    let set: Vec<(&String, &Value)> = row.iter().filter(|(_, value)| !value.is_null()).collect();
    let plain = |name: &str| name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    ensure!(set.iter().all(|(name, _)| plain(name)), "{table} has a strange column");
    let names: Vec<&str> = set.iter().map(|(name, _)| name.as_str()).collect();
    let places: Vec<String> = (1..=set.len()).map(|n| format!("${n}")).collect();
    let sql = format!(
        "INSERT INTO {table} ({}) VALUES ({})",
        names.join(", "),
        places.join(", ")
    );
    let mut query = sqlx::query(sqlx::AssertSqlSafe(sql));
    for (name, value) in set {
        query = match value {
            Value::String(text) => query.bind(text.clone()),
            Value::Number(number) => query.bind(number.as_i64().with_context(|| format!("{table}.{name}"))?),
            _ => bail!("{table}.{name} holds neither text nor number"),
        };
    }
    query.execute(&mut **tx).await?;
    Ok(())
}

/// Copies files named by their hash, checking each; those already there stay.
fn copy_files(from: &Path, to: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(to)?;
    if !from.is_dir() {
        return Ok(());
    }
    for folder in std::fs::read_dir(from)? {
        let folder = folder?.path();
        let name = folder.file_name().unwrap_or_default().to_owned();
        if name == "incoming" || !folder.is_dir() {
            continue;
        }
        std::fs::create_dir_all(to.join(&name))?;
        for file in std::fs::read_dir(&folder)? {
            let file = file?;
            let bytes = std::fs::read(file.path())?;
            ensure!(
                Digest::of(&bytes).to_string().as_str() == file.file_name(),
                "{} is damaged",
                file.path().display()
            );
            let copy = to.join(&name).join(file.file_name());
            if !copy.exists() {
                write(&copy, &bytes)?;
            }
        }
    }
    Ok(())
}

fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;
    // Personal values are in it: the owner's only.
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .with_context(|| format!("cannot make {}", path.display()))?;
    file.write_all(bytes)?;
    file.sync_all()?;
    Ok(())
}
