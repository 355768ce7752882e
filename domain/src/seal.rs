//! What a signer signs, and the portal's word for who held the key.
//!
//! A statement is RFC 8785 JSON. The party's signature covers exactly those bytes; the portal's
//! attestation covers the statement's digest, the ephemeral key and the identity. See
//! `docs/spec/seal.md`.

use crate::actor::{Assurance, Role};
use crate::command::Track;
use crate::hash::{Digest, Nonce, PublicKey, Signature};
use crate::id::{CaseId, OrgId, PersonId};
use crate::moment::{MINUTE, Timestamp};
use crate::signer::SignerKey;
use serde::{Deserialize, Serialize};

/// How long an attested key may sign.
pub const KEY_LIFE: i64 = 10 * MINUTE;

/// What a person states by signing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Statement {
    pub case: CaseId,
    pub act: Act,
    pub role: Role,
    /// SHA-256 of what was shown: the agreement's PDF, or a petition's RFC 8785 form.
    pub agreement: Digest,
    /// SHA-256 of the terms' RFC 8785 form; for a petition its own again.
    pub terms: Digest,
    /// The sentence the signer read and agreed to.
    pub consent: String,
    pub nonce: Nonce,
    /// How the signer took in each clause, a letter for each in their order: `r` read, `h` heard.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reading: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Act {
    SignAgreement,
    Apply {
        track: Track,
        institution: OrgId,
    },
    /// 仲裁申请 (LMAL 28)
    Petition {
        commission: OrgId,
    },
}

/// The portal's word: this key was held by this person, re-checked a moment ago.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Attestation {
    pub person: PersonId,
    pub role: Role,
    pub assurance: Assurance,
    /// The signer's ephemeral key.
    pub key: SignerKey,
    /// SHA-256 of the statement's canonical bytes.
    pub statement: Digest,
    pub issued: Timestamp,
    /// The staff member on whose device, and with whose help, it was held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub helper: Option<PersonId>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Attested {
    pub statement: Statement,
    pub attestation: Attestation,
    /// By the portal's attestor key over [`Attestation::bytes`].
    pub signature: Signature,
}

/// Why a signed statement does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SealFault {
    AttestationForged,
    StatementSwapped,
    SignatureForged,
    KeyExpired,
}

impl Statement {
    /// `maplebridge/statement/v1\n` and the RFC 8785 form.
    pub fn bytes(&self) -> Vec<u8> {
        [
            b"maplebridge/statement/v1\n",
            crate::text::canonical_json(self).as_bytes(),
        ]
        .concat()
    }
    pub fn digest(&self) -> Digest {
        Digest::of(&self.bytes())
    }
}

impl Attestation {
    /// `maplebridge/attestation/v1\n` and the RFC 8785 form.
    pub fn bytes(&self) -> Vec<u8> {
        [
            b"maplebridge/attestation/v1\n",
            crate::text::canonical_json(self).as_bytes(),
        ]
        .concat()
    }
}

/// What an institution's key signs to seal `document` (an agreement or a decision).
pub fn seal_bytes(case: CaseId, org: OrgId, document: Digest, terms: Digest) -> Vec<u8> {
    format!("maplebridge/seal/v1\n{case}\n{org}\n{document}\n{terms}\n").into_bytes()
}

/// Checks a signed statement at `now` against the portal's `attestor` key.
///
/// # Errors
/// The first [`SealFault`] found, in the order of the enum.
pub fn check(
    attested: &Attested,
    signature: &Signature,
    attestor: &PublicKey,
    now: Timestamp,
) -> Result<(), SealFault> {
    checked(attested, signature, attestor, now, SignerKey::verifies)
}

/// [`check`] as the rule book asks.
pub(crate) fn ruled(
    attested: &Attested,
    signature: &Signature,
    attestor: &PublicKey,
    now: Timestamp,
) -> Result<(), SealFault> {
    checked(attested, signature, attestor, now, SignerKey::ruled)
}

fn checked(
    attested: &Attested,
    signature: &Signature,
    attestor: &PublicKey,
    now: Timestamp,
    verifies: fn(&SignerKey, &[u8], &Signature) -> bool,
) -> Result<(), SealFault> {
    let attestation = &attested.attestation;
    if !verifies(&SignerKey::from(*attestor), &attestation.bytes(), &attested.signature) {
        return Err(SealFault::AttestationForged);
    }
    if attestation.statement != attested.statement.digest() || attestation.role != attested.statement.role {
        return Err(SealFault::StatementSwapped);
    }
    if !verifies(&attestation.key, &attested.statement.bytes(), signature) {
        return Err(SealFault::SignatureForged);
    }
    if now < attestation.issued || now > attestation.issued.plus_ms(KEY_LIFE) {
        return Err(SealFault::KeyExpired);
    }
    Ok(())
}
