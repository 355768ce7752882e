//! Timestamps (RFC 3161): asking for them, giving them, proving them.

use crate::algorithm::{Hash, identifier};
use crate::attributes::{self, Content};
use crate::cms::{self, Parts, Signature};
use crate::encode::{element, generalized, integer, octets, oid, sequence};
use crate::fault::Fault;
use crate::key::Signer;
use crate::path::{self, Purpose, Roots};
use der::asn1::{GeneralizedTime, ObjectIdentifier, OctetString};
use der::{Any, Decode, Encode, Tag, Tagged};
use spki::AlgorithmIdentifierOwned;
use x509_cert::Certificate;

/// The built-in authority's policy, below the number kept for examples (RFC 5612): it promises
/// nothing but the server's clock.
pub const POLICY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.4.1.32473.3161.1");

/// `TimeStampReq` for the digest of something, with the authority's certificate wanted.
pub fn request(hash: Hash, digest: &[u8], nonce: [u8; 8]) -> Vec<u8> {
    sequence(&[
        &integer(&[1]),
        &sequence(&[&identifier(hash.id()), &octets(digest)]),
        &integer(&nonce),
        &[1, 1, 0xFF],
    ])
}

/// Why an authority gives no timestamp (RFC 3161 §2.4.2, `PKIFailureInfo`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rejection {
    BadAlgorithm,
    BadRequest,
    BadDataFormat,
    UnacceptedPolicy,
    UnacceptedExtension,
}

impl Rejection {
    fn bit(self) -> usize {
        match self {
            Self::BadAlgorithm => 0,
            Self::BadRequest => 2,
            Self::BadDataFormat => 5,
            Self::UnacceptedPolicy => 15,
            Self::UnacceptedExtension => 16,
        }
    }

    /// `TimeStampResp` that says no.
    pub fn response(self) -> Vec<u8> {
        let bit = self.bit();
        let mut bytes = vec![0; bit / 8 + 1];
        bytes[bit / 8] = 0x80 >> (bit % 8);
        let unused = [7 - (bit % 8) as u8];
        sequence(&[&sequence(&[
            &integer(&[2]),
            &element(crate::encode::BIT_STRING, &[&unused, &bytes]),
        ])])
    }
}

/// What a `TimeStampReq` asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// `MessageImprint` in DER.
    imprint: Vec<u8>,
    /// INTEGER in DER, or empty.
    nonce: Vec<u8>,
    certificates: bool,
}

/// Reads a `TimeStampReq`.
///
/// # Errors
/// [`Rejection`], for the response.
pub fn asked(der: &[u8]) -> Result<Asked, Rejection> {
    let parts = Vec::<Any>::from_der(der).map_err(|_| Rejection::BadDataFormat)?;
    let [version, imprint, rest @ ..] = parts.as_slice() else {
        return Err(Rejection::BadDataFormat);
    };
    if version.decode_as::<u8>() != Ok(1) {
        return Err(Rejection::BadRequest);
    }
    let (hash, digest) = imprint_of(imprint).ok_or(Rejection::BadAlgorithm)?;
    if digest.len() != hash.digest(&[]).len() {
        return Err(Rejection::BadDataFormat);
    }
    let mut asked = Asked {
        imprint: imprint.to_der().map_err(|_| Rejection::BadDataFormat)?,
        nonce: Vec::new(),
        certificates: false,
    };
    for part in rest {
        match part.tag() {
            Tag::ObjectIdentifier if part.decode_as::<ObjectIdentifier>() != Ok(POLICY) => {
                return Err(Rejection::UnacceptedPolicy);
            }
            Tag::ObjectIdentifier => {}
            Tag::Integer => asked.nonce = part.to_der().map_err(|_| Rejection::BadDataFormat)?,
            Tag::Boolean => asked.certificates = part.decode_as() == Ok(true),
            _ => return Err(Rejection::UnacceptedExtension),
        }
    }
    Ok(asked)
}

fn imprint_of(imprint: &Any) -> Option<(Hash, Vec<u8>)> {
    let parts = imprint.decode_as::<Vec<Any>>().ok()?;
    let [algorithm, digest] = parts.as_slice() else {
        return None;
    };
    let algorithm = algorithm.decode_as::<AlgorithmIdentifierOwned>().ok()?;
    let absent = algorithm.parameters.is_none_or(|it| it.is_null());
    let digest = digest.decode_as::<OctetString>().ok()?;
    Some((
        Hash::of_id(algorithm.oid).filter(|_| absent)?,
        digest.as_bytes().to_vec(),
    ))
}

/// A timestamping authority.
#[derive(Clone, Copy)]
pub struct Authority<'a> {
    pub key: &'a dyn Signer,
    /// Its own certificate first, then its issuers.
    pub certificates: &'a [Vec<u8>],
}

/// The token that says `asked` existed at `at` (Unix seconds), accurate to a second.
///
/// # Errors
/// [`Fault::KeyUnusable`].
pub fn token(asked: &Asked, by: Authority<'_>, serial: [u8; 16], at: i64) -> Result<Vec<u8>, Fault> {
    let info = sequence(&[
        &integer(&[1]),
        &oid(POLICY),
        &asked.imprint,
        &integer(&serial),
        &generalized(at),
        &sequence(&[&integer(&[1])]),
        &asked.nonce,
    ]);
    let algorithm = by.key.algorithm();
    let hash = algorithm.hash();
    let own = by.certificates.first().ok_or(Fault::KeyUnusable)?;
    let attributes = attributes::signed(Content::Stamp, algorithm, &hash.digest(&[&info]), &hash.digest(&[own]));
    let signature = by.key.sign(&attributes)?;
    // Without certReq only the authority's own is left in, to tell its issuer and number.
    cms::write(&Parts {
        content: Content::Stamp,
        enclosed: Some(&info),
        algorithm,
        attributes: &attributes,
        signature: &signature,
        certificates: if asked.certificates {
            by.certificates
        } else {
            &by.certificates[..1]
        },
        stamp: None,
    })
}

/// `TimeStampResp` with a token.
pub fn response(token: &[u8]) -> Vec<u8> {
    sequence(&[&sequence(&[&integer(&[0])]), token])
}

/// The token in the answer to a [`request`], which must be for the same digest and nonce.
///
/// # Errors
/// [`Fault::StampInvalid`].
pub fn granted(response: &[u8], hash: Hash, digest: &[u8], nonce: [u8; 8]) -> Result<Vec<u8>, Fault> {
    let fault = Fault::StampInvalid;
    let parts = Vec::<Any>::from_der(response).map_err(|_| fault)?;
    let [status, token] = parts.as_slice() else {
        return Err(fault);
    };
    let status = status.decode_as::<Vec<Any>>().map_err(|_| fault)?;
    if !status
        .first()
        .is_some_and(|it| matches!(it.decode_as::<u8>(), Ok(0 | 1)))
    {
        return Err(fault);
    }
    let token = token.to_der().map_err(|_| fault)?;
    let info = Info::of(&Signature::read(&token)?)?;
    if (info.hash, info.digest.as_slice()) != (hash, digest) || info.nonce != Some(integer(&nonce)) {
        return Err(fault);
    }
    Ok(token)
}

struct Info {
    hash: Hash,
    digest: Vec<u8>,
    at: i64,
    /// INTEGER in DER.
    nonce: Option<Vec<u8>>,
}

impl Info {
    fn of(signature: &Signature) -> Result<Self, Fault> {
        let read = || {
            let enclosed = signature
                .enclosed
                .as_ref()
                .filter(|_| signature.content_type == Content::Stamp.id())?;
            let parts = Vec::<Any>::from_der(enclosed).ok()?;
            let [version, _policy, imprint, _serial, time, rest @ ..] = parts.as_slice() else {
                return None;
            };
            if version.decode_as::<u8>() != Ok(1) {
                return None;
            }
            let (hash, digest) = imprint_of(imprint)?;
            let at = time.decode_as::<GeneralizedTime>().ok()?.to_unix_duration().as_secs();
            let nonce = rest.iter().find(|it| it.tag() == Tag::Integer);
            Some(Self {
                hash,
                digest,
                at: i64::try_from(at).ok()?,
                nonce: nonce.and_then(|it| it.to_der().ok()),
            })
        };
        read().ok_or(Fault::StampInvalid)
    }
}

/// What a token proves.
#[derive(Debug)]
pub struct Proven {
    /// Unix seconds.
    pub at: i64,
    /// The authority's certificate and its issuers, up to but without the root.
    pub chain: Vec<Certificate>,
}

/// Proves that the content existed when `token` says.
///
/// # Errors
/// [`Fault::StampInvalid`] if the token is none or for something else, [`Fault::IssuerUntrusted`]
/// or [`Fault::CertificateUnfit`] if its authority is not to be believed.
pub fn prove(token: &[u8], content: &[&[u8]], roots: &Roots, pool: &[Certificate]) -> Result<Proven, Fault> {
    let signature = Signature::read(token).map_err(|_| Fault::StampInvalid)?;
    let info = Info::of(&signature)?;
    if signature.stamp.is_some() {
        return Err(Fault::StampInvalid);
    }
    if info.hash.digest(content) != info.digest {
        return Err(Fault::StampInvalid);
    }
    let enclosed = signature.enclosed.as_deref().unwrap_or_default();
    signature.prove(&[enclosed]).map_err(|_| Fault::StampInvalid)?;
    let all = [signature.certificates.as_slice(), pool].concat();
    let chain = path::check(&signature.signer, &all, roots, info.at, Purpose::Stamp)?;
    // A certificate that proves nothing could be any bytes: the token would have two spellings.
    if signature
        .certificates
        .iter()
        .any(|it| !chain.contains(it) && !roots.contains(it))
    {
        return Err(Fault::StampInvalid);
    }
    Ok(Proven { at: info.at, chain })
}
