//! The signer's mark in the agreement itself (PAdES, EN 319 142-1), by the key that signed the
//! statement. The signer's own machine hashes the file, builds what it signs and trusts no digest
//! of another's; see `docs/spec/seal.md`.

use crate::actor::Role;
use crate::binary::Binary;
use crate::case::Agreement;
use crate::hash::{Digest, Signature, WideDigest};
use crate::signer::{MarkDigest, SignerKey};
use pades::algorithm::{Hash, SigAlg};
use pades::attributes::{self, Content};
use pades::sign::ROOM;
use serde::{Deserialize, Serialize};

/// A file with its marks so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignedFile {
    pub digest: Digest,
    pub size: u64,
}

/// The file with seal and timestamp, and the one it was set on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Sealed {
    pub base: Digest,
    pub file: SignedFile,
}

/// One person's mark. The certificate, which says a name, stands in the file alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Mark {
    /// SHA-256 of the file it was set on.
    pub base: Digest,
    /// Digest of what was signed: the new file without the mark's value.
    pub content: MarkDigest,
    /// Digest of the signer's certificate.
    pub certificate: MarkDigest,
    /// Over the signed attributes that bind both digests.
    pub signature: Signature,
    /// The file with the mark, which the portal makes and enters here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<SignedFile>,
}

/// Everything about a mark but the signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unsigned {
    base: Digest,
    content: MarkDigest,
    certificate: MarkDigest,
}

impl Unsigned {
    /// What the signer's key signs.
    pub fn attributes(&self) -> Vec<u8> {
        Mark::attributes(&self.content, &self.certificate)
    }

    pub fn signed(self, signature: Signature) -> Mark {
        Mark {
            base: self.base,
            content: self.content,
            certificate: self.certificate,
            signature,
            file: None,
        }
    }
}

impl Mark {
    /// What the signer's key signs.
    pub fn attributes(content: &MarkDigest, certificate: &MarkDigest) -> Vec<u8> {
        attributes::signed(
            Content::Approval,
            content.algorithm(),
            content.bytes(),
            certificate.bytes(),
        )
    }

    /// `true` if `key` signed.
    pub fn holds(&self, key: &SignerKey) -> bool {
        self.fits(key) && key.verifies(&Self::attributes(&self.content, &self.certificate), &self.signature)
    }

    /// [`Mark::holds`] as the rule book asks.
    pub(crate) fn ruled(&self, key: &SignerKey) -> bool {
        self.fits(key) && key.ruled(&Self::attributes(&self.content, &self.certificate), &self.signature)
    }

    fn fits(&self, key: &SignerKey) -> bool {
        let algorithm = key.digest(&[]).algorithm();
        self.content.algorithm() == algorithm && self.certificate.algorithm() == algorithm
    }

    /// The signature as it stands in the file.
    pub fn value(&self) -> Vec<u8> {
        match self.content.algorithm() {
            SigAlg::Ed25519 => self.signature.0.to_vec(),
            SigAlg::EcdsaP256Sha256 => pades::key::ecdsa_value(&self.signature.0),
        }
    }
}

/// Where a mark goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MarkPlace {
    /// The file so far: `GET /api/v1/cases/{id}/files/{base}`.
    pub base: Digest,
    /// What follows it: the revision with an empty place for the mark's value.
    pub tail: Binary,
    /// The signed ranges: `[0, length, start, length]` (ISO 32000-2 §12.8.1).
    pub range: [u64; 4],
    /// The signer's certificate in DER, good for ten minutes.
    pub certificate: Binary,
}

/// Why a signer's machine refuses to sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkFault {
    /// Not the document that was shown, or not a continuation of it.
    OtherDocument,
    /// More is left unsigned than the mark's own value.
    OtherRange,
    /// The certificate is of another key.
    OtherKey,
}

impl MarkPlace {
    /// Signs with `sign`, the key of `key`, after [`MarkPlace::check`].
    ///
    /// # Errors
    /// [`MarkFault`]; then nothing was signed.
    pub fn sign(
        &self,
        base: &[u8],
        agreement: &Agreement,
        key: &SignerKey,
        sign: impl FnOnce(&[u8]) -> Signature,
    ) -> Result<Mark, MarkFault> {
        let unsigned = self.check(base, agreement, key)?;
        Ok(unsigned.signed(sign(&unsigned.attributes())))
    }

    /// Checks that `base` is the `agreement` that was shown with its marks so far, and that nothing
    /// stays unsigned but the mark's own value; answers what `key` is to sign.
    ///
    /// # Errors
    /// [`MarkFault`].
    pub fn check(&self, base: &[u8], agreement: &Agreement, key: &SignerKey) -> Result<Unsigned, MarkFault> {
        let shown = usize::try_from(agreement.size).ok().and_then(|size| base.get(..size));
        let same = shown.is_some_and(|shown| Digest::of(shown) == agreement.document);
        if !same || Digest::of(base) != self.base {
            return Err(MarkFault::OtherDocument);
        }
        let content = self.content(base, key).ok_or(MarkFault::OtherRange)?;
        let public = key.public();
        let certificate = &self.certificate.0;
        if !certificate.windows(public.len()).any(|window| window == public) {
            return Err(MarkFault::OtherKey);
        }
        Ok(Unsigned {
            base: self.base,
            content,
            certificate: key.digest(&[certificate]),
        })
    }

    /// Digest of the ranges, if they leave out exactly the empty place in the tail.
    fn content(&self, base: &[u8], key: &SignerKey) -> Option<MarkDigest> {
        let tail = &self.tail.0;
        let [zero, before, after, rest] = self.range.map(usize::try_from);
        let from = before.ok()?.checked_sub(base.len())?;
        let to = after.ok()?.checked_sub(base.len())?;
        let place = tail.get(from..to)?;
        let empty = place.len() == 2 * ROOM + 2
            && place.first() == Some(&b'<')
            && place.last() == Some(&b'>')
            && place[1..place.len() - 1].iter().all(|byte| *byte == b'0');
        let whole = zero.ok()? == 0 && to.checked_add(rest.ok()?)? == tail.len();
        (empty && whole).then(|| key.digest(&[base, &tail[..from], &tail[to..]]))
    }
}

/// SHA-512 of the concatenation of `parts`.
pub fn wide(parts: &[&[u8]]) -> WideDigest {
    let mut out = [0; 64];
    out.copy_from_slice(&Hash::Sha512.digest(parts));
    WideDigest(out)
}

/// Name of the signature field of `role` in an agreement.
pub fn field(role: Role) -> &'static str {
    match role {
        Role::Claimant => "Claimant",
        Role::Respondent => "Respondent",
        Role::Mediator => "Mediator",
        Role::Interpreter => "Interpreter",
        _ => "",
    }
}

/// Field of the mediation body's seal.
pub const SEAL: &str = "Seal";
/// Field of the timestamp over everything.
pub const TIME: &str = "Time";

/// `urn:maplebridge:kind:value`: what a certificate says of its holder besides the name.
pub fn claim(kind: &str, value: impl std::fmt::Display) -> String {
    format!("urn:maplebridge:{kind}:{value}")
}
