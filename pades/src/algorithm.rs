//! The two signature algorithms, and nothing else.

use der::asn1::ObjectIdentifier;
use sha2::{Digest, Sha256, Sha512};

const fn id(text: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(text)
}

pub const SHA256: ObjectIdentifier = id("2.16.840.1.101.3.4.2.1");
pub const SHA512: ObjectIdentifier = id("2.16.840.1.101.3.4.2.3");
const ED25519: ObjectIdentifier = id("1.3.101.112");
const ECDSA_SHA256: ObjectIdentifier = id("1.2.840.10045.4.3.2");

/// A digest algorithm by which content is bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hash {
    Sha256,
    Sha512,
}

impl Hash {
    pub fn id(self) -> ObjectIdentifier {
        match self {
            Self::Sha256 => SHA256,
            Self::Sha512 => SHA512,
        }
    }

    pub fn of_id(id: ObjectIdentifier) -> Option<Self> {
        [Self::Sha256, Self::Sha512].into_iter().find(|hash| hash.id() == id)
    }

    /// The digest of the concatenation of `parts`.
    pub fn digest(self, parts: &[&[u8]]) -> Vec<u8> {
        match self {
            Self::Sha256 => {
                let mut hasher = Sha256::new();
                parts.iter().for_each(|part| hasher.update(part));
                hasher.finalize().to_vec()
            }
            Self::Sha512 => {
                let mut hasher = Sha512::new();
                parts.iter().for_each(|part| hasher.update(part));
                hasher.finalize().to_vec()
            }
        }
    }
}

/// How a signature is made. Parties sign with Ed25519 (ISO/TS 32002); authorities, seals and the
/// timestamps with P-256, which every PDF reader checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SigAlg {
    Ed25519,
    EcdsaP256Sha256,
}

impl SigAlg {
    pub fn id(self) -> ObjectIdentifier {
        match self {
            Self::Ed25519 => ED25519,
            Self::EcdsaP256Sha256 => ECDSA_SHA256,
        }
    }

    /// RFC 8419 §3.1 demands SHA-512 beside Ed25519.
    pub fn hash(self) -> Hash {
        match self {
            Self::Ed25519 => Hash::Sha512,
            Self::EcdsaP256Sha256 => Hash::Sha256,
        }
    }

    /// `AlgorithmIdentifier`, parameters absent for both (RFC 8410 §3, RFC 5758 §3.2).
    pub fn identifier(self) -> Vec<u8> {
        identifier(self.id())
    }
}

pub fn identifier(id: ObjectIdentifier) -> Vec<u8> {
    crate::encode::sequence(&[&crate::encode::oid(id)])
}
