//! A signer's key of either algorithm, and digests that go with it. On the wire both are
//! hexadecimal, and their length says which; so what was signed before there were two reads the same.

use crate::hash::{Digest, NotHex, P256Key, PublicKey, Signature, WideDigest, spelled};
use pades::algorithm::SigAlg;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// What an institution has its parties sign with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum KeyAlgorithm {
    /// ISO/TS 32002: shortest and safest, not known to every reader of PDF.
    #[default]
    Ed25519,
    /// ECDSA on P-256, which every reader of PDF checks.
    P256,
}

macro_rules! either {
    ($(#[$doc:meta])* $name:ident { $first:ident($short:ty), $second:ident($long:ty) } $pattern:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name { $first($short), $second($long) }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self { Self::$first(value) => value.fmt(f), Self::$second(value) => value.fmt(f) }
            }
        }
        impl FromStr for $name {
            type Err = NotHex;
            fn from_str(text: &str) -> Result<Self, NotHex> {
                text.parse().map(Self::$first).or_else(|_| text.parse().map(Self::$second))
            }
        }
        spelled!($name $pattern);
    };
}

either! {
    /// A signer's public key.
    SignerKey { Ed25519(PublicKey), P256(P256Key) } "^([0-9a-f]{64}|04[0-9a-f]{128})$"
}

either! {
    /// Digest of a signed file or certificate: SHA-512 beside Ed25519 (RFC 8419), SHA-256 beside P-256.
    MarkDigest { Narrow(Digest), Wide(WideDigest) } "^([0-9a-f]{64}|[0-9a-f]{128})$"
}

impl From<PublicKey> for SignerKey {
    fn from(key: PublicKey) -> Self {
        Self::Ed25519(key)
    }
}

impl SignerKey {
    pub fn algorithm(&self) -> KeyAlgorithm {
        match self {
            Self::Ed25519(_) => KeyAlgorithm::Ed25519,
            Self::P256(_) => KeyAlgorithm::P256,
        }
    }

    /// `SubjectPublicKeyInfo` in DER.
    pub fn public(&self) -> Vec<u8> {
        match self {
            Self::Ed25519(key) => pades::key::ed25519_public(&key.0),
            Self::P256(key) => pades::key::p256_public(&key.0),
        }
    }

    /// `true` if `signature` over `message` holds; of P-256 it is `r ‖ s` over SHA-256.
    pub fn verifies(&self, message: &[u8], signature: &Signature) -> bool {
        match self {
            Self::Ed25519(key) => key.verifies(message, signature),
            Self::P256(_) => pades::key::public_holds(
                &self.public(),
                SigAlg::EcdsaP256Sha256,
                message,
                &pades::key::ecdsa_value(&signature.0),
            ),
        }
    }

    /// As the rule book asks. A party's browser, which must stay small and asks about its own
    /// signature only, leaves that to the server, which asks before the event comes into the log, and
    /// to the verifiers, which check every signature by itself.
    pub(crate) fn ruled(&self, message: &[u8], signature: &Signature) -> bool {
        cfg!(target_arch = "wasm32") || self.verifies(message, signature)
    }

    /// Digest of the concatenation of `parts` by the algorithm that goes with the key.
    pub fn digest(&self, parts: &[&[u8]]) -> MarkDigest {
        match self {
            Self::Ed25519(_) => MarkDigest::Wide(crate::mark::wide(parts)),
            Self::P256(_) => MarkDigest::Narrow(Digest::of_parts(parts)),
        }
    }
}

impl MarkDigest {
    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Narrow(digest) => &digest.0,
            Self::Wide(digest) => &digest.0,
        }
    }

    /// Of the signature it goes with.
    pub fn algorithm(&self) -> SigAlg {
        match self {
            Self::Narrow(_) => SigAlg::EcdsaP256Sha256,
            Self::Wide(_) => SigAlg::Ed25519,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_keys_length_says_its_algorithm() {
        let short: SignerKey = "ab".repeat(32).parse().unwrap();
        assert_eq!(short.algorithm(), KeyAlgorithm::Ed25519);
        let long: SignerKey = format!("04{}", "ab".repeat(64)).parse().unwrap();
        assert_eq!(long.algorithm(), KeyAlgorithm::P256);
        assert_eq!(long.to_string().parse(), Ok(long));
        for wrong in ["ab".repeat(33), "AB".repeat(32), "ab".repeat(65)] {
            assert!(wrong.parse::<SignerKey>().is_err() || wrong.len() == 130, "{wrong}");
        }
    }
}
