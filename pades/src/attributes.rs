//! The signed attributes (RFC 5652 §5.3, EN 319 122-1): exactly what a signer's key signs.
//!
//! They are built, never parsed: whoever knows the digests of content and certificate knows every
//! byte, so a signer's browser makes them itself and signs no blob of another's.

use crate::algorithm::{Hash, SigAlg, identifier};
use crate::encode::{octets, oid, sequence, set, time};
use der::asn1::ObjectIdentifier;

const fn id(text: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(text)
}

pub const CONTENT_TYPE: ObjectIdentifier = id("1.2.840.113549.1.9.3");
pub const MESSAGE_DIGEST: ObjectIdentifier = id("1.2.840.113549.1.9.4");
const SIGNING_TIME: ObjectIdentifier = id("1.2.840.113549.1.9.5");
/// RFC 5035
pub const SIGNING_CERTIFICATE_V2: ObjectIdentifier = id("1.2.840.113549.1.9.16.2.47");
pub const SIGNING_CERTIFICATE: ObjectIdentifier = id("1.2.840.113549.1.9.16.2.12");
/// RFC 6211
const ALGORITHM_PROTECTION: ObjectIdentifier = id("1.2.840.113549.1.9.52");
const COMMITMENT_TYPE: ObjectIdentifier = id("1.2.840.113549.1.9.16.2.16");
const PROOF_OF_APPROVAL: ObjectIdentifier = id("1.2.840.113549.1.9.16.6.5");
const DATA: ObjectIdentifier = id("1.2.840.113549.1.7.1");
const TST_INFO: ObjectIdentifier = id("1.2.840.113549.1.9.16.1.4");

/// What is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// The ranges of a PDF, by someone who approves of it.
    Approval,
    /// The ranges of a PDF, by a seal.
    Seal,
    /// A `TSTInfo` (RFC 3161).
    Stamp,
    /// The manifest of a container, by the seal of whoever packed it, who says when (Unix seconds).
    Package { at: i64 },
}

impl Content {
    pub fn id(self) -> ObjectIdentifier {
        match self {
            Self::Approval | Self::Seal | Self::Package { .. } => DATA,
            Self::Stamp => TST_INFO,
        }
    }
}

/// DER of `SET OF Attribute`. `digest` is the content's, `certificate` the digest of the signer's
/// certificate, both by `algorithm.hash()`.
pub fn signed(content: Content, algorithm: SigAlg, digest: &[u8], certificate: &[u8]) -> Vec<u8> {
    let hash = algorithm.hash();
    // SHA-256 is the DEFAULT of ESSCertIDv2 and must not be written (RFC 5035 §4).
    let hash_algorithm = match hash {
        Hash::Sha256 => Vec::new(),
        Hash::Sha512 => identifier(hash.id()),
    };
    let certificate = sequence(&[&sequence(&[&sequence(&[&hash_algorithm, &octets(certificate)])])]);
    let mut signature_algorithm = algorithm.identifier();
    // [1] IMPLICIT
    signature_algorithm[0] = 0xA1;
    let protection = sequence(&[&identifier(hash.id()), &signature_algorithm]);
    let mut all = vec![
        attribute(CONTENT_TYPE, oid(content.id())),
        attribute(MESSAGE_DIGEST, octets(digest)),
        attribute(SIGNING_CERTIFICATE_V2, certificate),
        attribute(ALGORITHM_PROTECTION, protection),
    ];
    match content {
        Content::Approval => all.push(attribute(COMMITMENT_TYPE, sequence(&[&oid(PROOF_OF_APPROVAL)]))),
        // In a PDF it stands beside the signature.
        Content::Package { at } => all.push(attribute(SIGNING_TIME, time(at))),
        Content::Seal | Content::Stamp => {}
    }
    set(all)
}

fn attribute(id: ObjectIdentifier, value: Vec<u8>) -> Vec<u8> {
    sequence(&[&oid(id), &set(vec![value])])
}
