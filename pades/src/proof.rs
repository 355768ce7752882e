//! What the signatures in a PDF and those beside a file have in common: every byte of them is known
//! to whoever knows what was signed.

use crate::attributes::{self, Content};
use crate::cms::{self, Parts, Signature};
use crate::fault::Fault;
use crate::path::Roots;
use crate::stamp::{self, Proven};
use der::Encode;
use x509_cert::Certificate;

pub(crate) struct Proof {
    pub signature: Signature,
    /// DER
    pub token: Vec<u8>,
    pub stamp: Proven,
}

/// Proves that the key in its certificate made `value` over `content`, and when. Who stands behind the
/// certificate is another question.
///
/// # Errors
/// [`Fault::ContentChanged`], [`Fault::CertificateSwapped`], [`Fault::SignatureForged`],
/// [`Fault::SignatureMalformed`]; what [`stamp::prove`] finds.
pub(crate) fn of(
    value: &[u8],
    content: &[&[u8]],
    meaning: Content,
    roots: &Roots,
    pool: &[Certificate],
) -> Result<Proof, Fault> {
    let signature = Signature::read(value)?;
    let certificates: Vec<Vec<u8>> = std::iter::once(&signature.signer)
        .chain(signature.certificates.iter().filter(|it| **it != signature.signer))
        .map(|it| it.to_der().map_err(|_| Fault::SignatureMalformed))
        .collect::<Result<_, _>>()?;
    let hash = signature.algorithm.hash();
    let (digest, certificate) = (hash.digest(content), hash.digest(&[&certificates[0]]));
    let ours = attributes::signed(meaning, signature.algorithm, &digest, &certificate);
    if ours != signature.attributes {
        return Err(difference(&signature, &digest, &certificate));
    }
    signature.holds()?;
    let token = signature.stamp.clone().ok_or(Fault::StampMissing)?;
    // Written again: nothing in the value can differ unnoticed, not even what is unsigned.
    let again = cms::write(&Parts {
        content: meaning,
        enclosed: None,
        algorithm: signature.algorithm,
        attributes: &ours,
        signature: &signature.value,
        certificates: &certificates,
        stamp: Some(&token),
    });
    if again? != value {
        return Err(Fault::SignatureMalformed);
    }
    let stamp = stamp::prove(&token, &[&signature.value], roots, pool)?;
    Ok(Proof {
        signature,
        token,
        stamp,
    })
}

/// Says which of the signed attributes is not what the content makes it.
fn difference(signature: &Signature, digest: &[u8], certificate: &[u8]) -> Fault {
    let signed = &signature.attributes;
    let contains = |part: &[u8]| signed.windows(part.len()).any(|window| window == part);
    match (contains(digest), contains(certificate)) {
        (false, _) => Fault::ContentChanged,
        (true, false) => Fault::CertificateSwapped,
        // Both are bound, and yet something else was signed too.
        (true, true) => Fault::SignatureMalformed,
    }
}
