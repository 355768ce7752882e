//! A seal beside the file it is over (CAdES baseline T, EN 319 122-1 §6.3), as ASiC containers hold it.

use crate::algorithm::SigAlg;
use crate::attributes::{self, Content};
use crate::cms::{self, Parts};
use crate::fault::Fault;
use crate::path::{self, Purpose, Roots};
use crate::proof;
use crate::verify;

/// What the key of `certificate` (DER) signs to seal `content` at `at` (Unix seconds).
pub fn signed(content: &[u8], algorithm: SigAlg, certificate: &[u8], at: i64) -> Vec<u8> {
    let hash = algorithm.hash();
    attributes::signed(
        Content::Package { at },
        algorithm,
        &hash.digest(&[content]),
        &hash.digest(&[certificate]),
    )
}

/// Joins what was [`signed`] with certificates and timestamp.
///
/// # Errors
/// [`Fault::SignatureMalformed`] if the signer's certificate does not read.
pub fn write(
    attributes: &[u8],
    algorithm: SigAlg,
    signature: &[u8],
    certificates: &[Vec<u8>],
    stamp: &[u8],
) -> Result<Vec<u8>, Fault> {
    cms::write(&Parts {
        content: Content::Package { at: 0 },
        enclosed: None,
        algorithm,
        attributes,
        signature,
        certificates,
        stamp: Some(stamp),
    })
}

/// A seal that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// Common name in the certificate.
    pub by: String,
    /// URIs in it: what else was true of the signer.
    pub claims: Vec<String>,
    /// When it was proven to exist, in Unix seconds.
    pub at: i64,
}

/// Proves that `value` seals `content` and says `at`, by someone behind whom one of `roots` stands.
///
/// # Errors
/// As a signature in a PDF; nothing is said of revocation.
pub fn prove(value: &[u8], content: &[u8], at: i64, roots: &Roots) -> Result<Sealed, Fault> {
    let proof = proof::of(value, &[content], Content::Package { at }, roots, &[])?;
    let signer = &proof.signature.signer;
    let pool = &proof.signature.certificates;
    path::check(signer, pool, roots, proof.stamp.at, Purpose::Document)?;
    Ok(Sealed {
        by: verify::common_name(signer),
        claims: verify::claims(signer),
        at: proof.stamp.at,
    })
}
