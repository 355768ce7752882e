//! One signer at a time: the next mark stands on the file with the one before. Who has the lease
//! may set his mark for a minute; then the place is gone and never used again.

use domain::hash::{Digest, Nonce};
use domain::id::{CaseId, PersonId};
use domain::mark::SignedFile;
use domain::moment::Timestamp;
use sqlx::{AnyPool, Row};

/// A slow phone fetches the file and answers in less.
const LIFE: i64 = 60_000;

/// A place kept for one mark: everything that makes its revision again.
#[derive(Clone, Debug)]
pub struct Lease {
    pub case: CaseId,
    pub nonce: Nonce,
    pub person: PersonId,
    pub base: Digest,
    /// Name in the certificate.
    pub name: String,
    /// When it was prepared, Unix seconds.
    pub at: i64,
    /// DER
    pub certificate: Vec<u8>,
    /// DER: those between it and the root.
    pub issuers: Vec<Vec<u8>>,
    /// The finished file.
    pub file: Option<SignedFile>,
}

/// `true` if nobody else is about to sign.
pub async fn free(pool: &AnyPool, case: CaseId, person: PersonId, now: Timestamp) -> sqlx::Result<bool> {
    let held =
        sqlx::query("SELECT 1 FROM mark_leases WHERE case_id = $1 AND person <> $2 AND until > $3 AND file = ''")
            .bind(case.to_string())
            .bind(person.to_string())
            .bind(now.0)
            .fetch_optional(pool)
            .await?;
    Ok(held.is_none())
}

/// Takes the lease; `false` if someone else has it. The signer's own earlier place is given up.
pub async fn take(pool: &AnyPool, lease: &Lease, now: Timestamp) -> sqlx::Result<bool> {
    let issuers: Vec<String> = lease.issuers.iter().map(hex::encode).collect();
    let taken = sqlx::query(
        "INSERT INTO mark_leases (case_id, nonce, person, base, name, prepared, certificate, until, file, size,
             issuers)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', 0, $10)
         ON CONFLICT (case_id) DO UPDATE SET nonce = $2, person = $3, base = $4, name = $5, prepared = $6,
             certificate = $7, until = $8, file = '', size = 0, issuers = $10
         WHERE mark_leases.person = $3 OR mark_leases.until <= $9 OR mark_leases.file <> ''",
    )
    .bind(lease.case.to_string())
    .bind(lease.nonce.to_string())
    .bind(lease.person.to_string())
    .bind(lease.base.to_string())
    .bind(lease.name.clone())
    .bind(lease.at)
    .bind(hex::encode(&lease.certificate))
    .bind(now.0 + LIFE)
    .bind(now.0)
    .bind(issuers.join(","))
    .execute(pool)
    .await?;
    Ok(taken.rows_affected() == 1)
}

/// The lease of this ceremony, if its place still stands or was filled.
pub async fn held(
    pool: &AnyPool,
    case: CaseId,
    nonce: Nonce,
    person: PersonId,
    now: Timestamp,
) -> sqlx::Result<Option<Lease>> {
    let row = sqlx::query(
        "SELECT base, name, prepared, certificate, issuers, file, size FROM mark_leases
         WHERE case_id = $1 AND nonce = $2 AND person = $3 AND (until > $4 OR file <> '')",
    )
    .bind(case.to_string())
    .bind(nonce.to_string())
    .bind(person.to_string())
    .bind(now.0)
    .fetch_optional(pool)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let unread = |error: Box<dyn std::error::Error + Send + Sync>| sqlx::Error::Decode(error);
    let digest = |name| {
        let text: String = row.try_get(name)?;
        text.parse::<Digest>().map_err(|error| unread(error.into()))
    };
    let bytes = |text: &str| hex::decode(text).map_err(|error| unread(error.into()));
    let certificate: String = row.try_get("certificate")?;
    let issuers: String = row.try_get("issuers")?;
    let issuers = issuers.split(',').filter(|it| !it.is_empty());
    let size: i64 = row.try_get("size")?;
    let file = match row.try_get::<String, _>("file")?.is_empty() {
        true => None,
        false => Some(SignedFile {
            digest: digest("file")?,
            size: size.unsigned_abs(),
        }),
    };
    Ok(Some(Lease {
        case,
        nonce,
        person,
        base: digest("base")?,
        name: row.try_get("name")?,
        at: row.try_get("prepared")?,
        certificate: bytes(&certificate)?,
        issuers: issuers.map(bytes).collect::<Result<_, _>>()?,
        file,
    }))
}

/// Writes down the finished file, so that the same mark sent again gets the same answer. `false` if
/// the place was filled meanwhile, or is gone.
pub async fn fill(pool: &AnyPool, lease: &Lease, file: SignedFile) -> sqlx::Result<bool> {
    sqlx::query("UPDATE mark_leases SET file = $3, size = $4 WHERE case_id = $1 AND nonce = $2 AND file = ''")
        .bind(lease.case.to_string())
        .bind(lease.nonce.to_string())
        .bind(file.digest.to_string())
        .bind(i64::try_from(file.size).unwrap_or(i64::MAX))
        .execute(pool)
        .await
        .map(|done| done.rows_affected() == 1)
}
