//! Certificates, documents, signatures and timestamps among the leaves of the tree.

use super::{Store, StoreError};
use crate::identity::{name_of, token};
use domain::artefact::{Artefact, ArtefactKind};
use domain::hash::{Digest, Salt};
use domain::id::CaseId;
use domain::moment::Timestamp;
use domain::text::canonical_json;

impl Store {
    /// Has the tree take in `all`, of `case` or of none. What it has already stays as it was.
    ///
    /// # Errors
    /// [`StoreError`]: then nothing that is to be logged may leave the portal.
    pub async fn log_artefacts(
        &self,
        case: Option<CaseId>,
        all: &[(ArtefactKind, Digest)],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let _turn = self.turn().await;
        let mut tx = self.pool.begin().await?;
        for (kind, digest) in all {
            let artefact = Artefact {
                at: now,
                case,
                digest: *digest,
                kind: *kind,
                salt: Salt(token::random()),
            };
            sqlx::query(
                "INSERT INTO artefacts (kind, digest, case_id, record, hash, written) VALUES ($1, $2, $3, $4, $5, $6)
                 ON CONFLICT (kind, digest) DO NOTHING",
            )
            .bind(name_of(*kind))
            .bind(digest.to_string())
            .bind(case.map_or_else(String::new, |case| case.to_string()))
            .bind(canonical_json(&artefact))
            .bind(artefact.hash().to_string())
            .bind(now.0)
            .execute(&mut *tx)
            .await?;
        }
        tx.commit().await?;
        Ok(())
    }
}
