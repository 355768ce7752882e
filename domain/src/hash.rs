//! SHA-256 digests, keys and signatures in strict lower-case hexadecimal.
//!
//! Upper-case digits are refused: one value has one spelling, so a flipped byte in a document
//! is never read as the same value.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};
use std::fmt;
use std::str::FromStr;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotHex;

impl fmt::Display for NotHex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not lower-case hexadecimal of the right length")
    }
}
impl std::error::Error for NotHex {}

/// On the wire and in debug output a value is what it is displayed as, read back by `FromStr`;
/// `$pattern` says so to the API's description.
macro_rules! spelled {
    ($name:ident $pattern:expr) => {
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<str>::deserialize(d)?;
                text.parse().map_err(D::Error::custom)
            }
        }
        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .pattern(Some($pattern))
                    .into()
            }
        }
        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for $name {}
    };
}
pub(crate) use spelled;

macro_rules! bytes {
    ($($(#[$doc:meta])* $name:ident[$len:literal])+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; $len]);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(&hex::encode(self.0)) }
        }
        impl FromStr for $name {
            type Err = NotHex;
            fn from_str(s: &str) -> Result<Self, NotHex> {
                if s.bytes().any(|b| b.is_ascii_uppercase()) { return Err(NotHex); }
                let mut out = [0; $len];
                hex::decode_to_slice(s, &mut out).map_err(|_| NotHex)?;
                Ok(Self(out))
            }
        }
        spelled!($name format!("^[0-9a-f]{{{}}}$", $len * 2));
    )+};
}

bytes! {
    /// SHA-256.
    Digest[32]
    /// Hides a personal value behind its commitment (design §3).
    Salt[16]
    /// Makes each signed statement unlike every other.
    Nonce[16]
    /// Ed25519 public key (RFC 8032).
    PublicKey[32]
    /// P-256 public key as an uncompressed point (SEC 1 §2.3.3).
    P256Key[65]
    /// Ed25519 signature (RFC 8032), or `r ‖ s` of ECDSA on P-256.
    Signature[64]
    /// SHA-512, which goes with Ed25519 (RFC 8419).
    WideDigest[64]
}

impl Digest {
    pub const ZERO: Self = Self([0; 32]);

    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// SHA-256 over the concatenation of `parts`.
    pub fn of_parts(parts: &[&[u8]]) -> Self {
        let mut hasher = Sha256::new();
        for part in parts {
            hasher.update(part);
        }
        Self(hasher.finalize().into())
    }
}

impl PublicKey {
    /// `true` if `signature` over `message` holds under the strict rules: canonical encodings,
    /// no small-order key (`verify_strict`).
    pub fn verifies(&self, message: &[u8], signature: &Signature) -> bool {
        let Ok(key) = ed25519_dalek::VerifyingKey::from_bytes(&self.0) else {
            return false;
        };
        !key.is_weak()
            && key
                .verify_strict(message, &ed25519_dalek::Signature::from_bytes(&signature.0))
                .is_ok()
    }
}

/// A personal value with the salt that hides it: the event holds only [`Disclosure::commitment`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Disclosure {
    pub salt: Salt,
    pub value: String,
}

/// `SHA-256(salt ‖ value)`: stands in an event for a value that can be erased.
pub type Commitment = Digest;

impl Disclosure {
    pub fn commitment(&self) -> Commitment {
        Digest::of_parts(&[&self.salt.0, self.value.as_bytes()])
    }
}
