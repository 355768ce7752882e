//! The dossier: one file that a court checks offline. Byte format: `docs/spec/dossier.md`.

use crate::hash::PublicKey;
use serde::{Deserialize, Serialize};

/// Whom the reader trusts; obtained apart from the dossier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TrustRoot {
    /// Origin of the log's checkpoints.
    pub origin: String,
    /// Signs checkpoints.
    pub log: PublicKey,
    /// Signs attestations of signers.
    pub attestor: PublicKey,
    /// Signs dossier manifests.
    pub dossier: PublicKey,
    /// Institutions' seals.
    pub seals: Vec<TrustedSeal>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TrustedSeal {
    pub org: crate::id::OrgId,
    pub name: String,
    pub key: PublicKey,
}
