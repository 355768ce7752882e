//! Who signs, and whether a signature holds.

use crate::algorithm::SigAlg;
use crate::fault::Fault;
use p256::ecdsa::DerSignature;
use p256::ecdsa::signature::{Signer as _, Verifier};
use spki::{EncodePublicKey, SubjectPublicKeyInfoOwned};

/// A key that signs where it lies: in a file, in a token.
pub trait Signer: Send + Sync {
    fn algorithm(&self) -> SigAlg;
    /// `SubjectPublicKeyInfo` in DER.
    fn public(&self) -> Vec<u8>;
    /// # Errors
    /// [`Fault::KeyUnusable`] if the key does not answer.
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Fault>;
}

impl Signer for p256::ecdsa::SigningKey {
    fn algorithm(&self) -> SigAlg {
        SigAlg::EcdsaP256Sha256
    }
    fn public(&self) -> Vec<u8> {
        // A P-256 key has one encoding, of fixed size.
        let der = self.verifying_key().to_public_key_der();
        der.map(|der| der.into_vec()).unwrap_or_default()
    }
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Fault> {
        // Deterministic nonces (RFC 6979): no luck is needed.
        let signature: DerSignature = self.try_sign(message).map_err(|_| Fault::KeyUnusable)?;
        Ok(signature.as_bytes().to_vec())
    }
}

impl Signer for ed25519_dalek::SigningKey {
    fn algorithm(&self) -> SigAlg {
        SigAlg::Ed25519
    }
    fn public(&self) -> Vec<u8> {
        ed25519_public(&self.verifying_key().to_bytes())
    }
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Fault> {
        let signature = self.try_sign(message).map_err(|_| Fault::KeyUnusable)?;
        Ok(signature.to_bytes().to_vec())
    }
}

/// `SubjectPublicKeyInfo` of an Ed25519 key (RFC 8410 §4).
pub fn ed25519_public(key: &[u8; 32]) -> Vec<u8> {
    crate::encode::sequence(&[&SigAlg::Ed25519.identifier(), &crate::encode::bits(key)])
}

/// `SubjectPublicKeyInfo` of a P-256 key, an uncompressed point (RFC 5480 §2.1.1).
pub fn p256_public(point: &[u8; 65]) -> Vec<u8> {
    let algorithm = crate::encode::sequence(&[&crate::encode::oid(PUBLIC_KEY), &crate::encode::oid(P256)]);
    crate::encode::sequence(&[&algorithm, &crate::encode::bits(point)])
}

/// `Ecdsa-Sig-Value` (RFC 3279 §2.2.3) of `r ‖ s`, in which WebCrypto signs.
pub fn ecdsa_value(pair: &[u8; 64]) -> Vec<u8> {
    use crate::encode::integer;
    crate::encode::sequence(&[&integer(&pair[..32]), &integer(&pair[32..])])
}

/// [`holds`] by a key in DER.
pub fn public_holds(key: &[u8], algorithm: SigAlg, message: &[u8], signature: &[u8]) -> bool {
    use der::Decode;
    SubjectPublicKeyInfoOwned::from_der(key).is_ok_and(|key| holds(&key, algorithm, message, signature))
}

/// `true` if `signature` over `message` holds, strictly: Ed25519 without small-order keys or loose
/// encodings, ECDSA in DER only.
pub fn holds(key: &SubjectPublicKeyInfoOwned, algorithm: SigAlg, message: &[u8], signature: &[u8]) -> bool {
    let bits = key.subject_public_key.raw_bytes();
    match algorithm {
        SigAlg::Ed25519 => {
            let own = key.algorithm.oid == SigAlg::Ed25519.id() && key.algorithm.parameters.is_none();
            let read = <&[u8; 32]>::try_from(bits)
                .ok()
                .and_then(|bits| ed25519_dalek::VerifyingKey::from_bytes(bits).ok());
            let signature = ed25519_dalek::Signature::from_slice(signature);
            match (own, read, signature) {
                (true, Some(key), Ok(signature)) => !key.is_weak() && key.verify_strict(message, &signature).is_ok(),
                _ => false,
            }
        }
        SigAlg::EcdsaP256Sha256 => {
            let curve = key
                .algorithm
                .parameters
                .as_ref()
                .and_then(|it| it.decode_as::<der::asn1::ObjectIdentifier>().ok());
            let own = key.algorithm.oid == PUBLIC_KEY && curve == Some(P256);
            let read = p256::ecdsa::VerifyingKey::from_sec1_bytes(bits);
            let signature = DerSignature::from_bytes(signature);
            match (own, read, signature) {
                (true, Ok(key), Ok(signature)) => key.verify(message, &signature).is_ok(),
                _ => false,
            }
        }
    }
}

const PUBLIC_KEY: der::asn1::ObjectIdentifier = der::asn1::ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
/// The curve.
pub const P256: der::asn1::ObjectIdentifier = der::asn1::ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
