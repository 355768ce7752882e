//! Certificates and revocation lists (RFC 5280), as the portal's authorities write them.

use crate::encode::{self, bits, element, integer, octets, oid, sequence, set, time};
use crate::fault::Fault;
use crate::key::Signer;
use der::Decode;
use der::asn1::ObjectIdentifier;
use sha2::{Digest, Sha256};
use spki::SubjectPublicKeyInfoOwned;

const fn id(text: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(text)
}

pub const COMMON_NAME: ObjectIdentifier = id("2.5.4.3");
pub const SERIAL_NUMBER: ObjectIdentifier = id("2.5.4.5");
pub const COUNTRY: ObjectIdentifier = id("2.5.4.6");
pub const ORGANIZATION: ObjectIdentifier = id("2.5.4.10");

const SUBJECT_KEY: ObjectIdentifier = id("2.5.29.14");
pub(crate) const KEY_USAGE: ObjectIdentifier = id("2.5.29.15");
pub(crate) const ALTERNATIVE_NAME: ObjectIdentifier = id("2.5.29.17");
pub(crate) const BASIC_CONSTRAINTS: ObjectIdentifier = id("2.5.29.19");
const CRL_NUMBER: ObjectIdentifier = id("2.5.29.20");
const AUTHORITY_KEY: ObjectIdentifier = id("2.5.29.35");
pub(crate) const EXTENDED_USAGE: ObjectIdentifier = id("2.5.29.37");
/// RFC 9336
pub(crate) const DOCUMENT_SIGNING: ObjectIdentifier = id("1.3.6.1.5.5.7.3.36");
/// Not for mail: readers built on NSS accept no signer without it.
const EMAIL_PROTECTION: ObjectIdentifier = id("1.3.6.1.5.5.7.3.4");
pub(crate) const TIME_STAMPING: ObjectIdentifier = id("1.3.6.1.5.5.7.3.8");

/// A distinguished name in DER, one attribute to a part.
pub fn name(parts: &[(ObjectIdentifier, &str)]) -> Vec<u8> {
    let parts: Vec<u8> = parts
        .iter()
        .flat_map(|(id, text)| {
            // The two that X.520 lets be nothing else.
            let plain = *id == COUNTRY || *id == SERIAL_NUMBER;
            let tag = if plain { encode::PRINTABLE } else { encode::UTF8 };
            set(vec![sequence(&[&oid(*id), &element(tag, &[text.as_bytes()])])])
        })
        .collect();
    sequence(&[&parts])
}

/// What a certificate is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile<'a> {
    /// Signs its own certificate, and those of other authorities.
    Root,
    /// Signs certificates of those who sign documents.
    Issuing,
    /// Signs documents. `claims` are URIs: what else was true of the holder.
    Signing { claims: &'a [String] },
    /// Signs timestamps, nothing else.
    Stamping,
}

/// A certificate to be issued. It names no address for revocation lists: those stand in the document,
/// and a reader must not need our servers.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// [`name`]
    pub subject: &'a [u8],
    /// `SubjectPublicKeyInfo` in DER.
    pub key: &'a [u8],
    pub serial: [u8; 16],
    /// Unix seconds, both within.
    pub from: i64,
    pub until: i64,
    pub profile: Profile<'a>,
}

/// Who issues.
#[derive(Clone, Copy)]
pub struct Authority<'a> {
    /// [`name`]
    pub name: &'a [u8],
    pub key: &'a dyn Signer,
}

/// First 20 bytes of the SHA-256 of the key's bits (RFC 7093 §2).
fn key_id(key: &[u8]) -> Result<Vec<u8>, Fault> {
    let key = SubjectPublicKeyInfoOwned::from_der(key).map_err(|_| Fault::KeyUnusable)?;
    Ok(Sha256::digest(key.subject_public_key.raw_bytes())[..20].to_vec())
}

fn extension(id: ObjectIdentifier, critical: bool, value: &[u8]) -> Vec<u8> {
    let critical: &[u8] = if critical { &[1, 1, 0xFF] } else { &[] };
    sequence(&[&oid(id), critical, &octets(value)])
}

/// The extensions that say what a certificate is for: constraints, usage, extended usage, claims. In DER,
/// one an element; whoever asks another authority for a certificate asks for these.
pub fn purpose(profile: Profile<'_>) -> Vec<Vec<u8>> {
    let uses = |ids: &[ObjectIdentifier]| sequence(&[&ids.iter().flat_map(|it| oid(*it)).collect::<Vec<_>>()]);
    // BIT STRING with its unused bits: keyCertSign and cRLSign; digitalSignature and
    // nonRepudiation; digitalSignature.
    let (constraints, usage, extended) = match profile {
        Profile::Root => (sequence(&[&[1, 1, 0xFF]]), [1, 0x06], None),
        Profile::Issuing => (sequence(&[&[1, 1, 0xFF], &integer(&[0])]), [1, 0x06], None),
        Profile::Signing { .. } => (
            sequence(&[]),
            [6, 0xC0],
            Some((false, uses(&[DOCUMENT_SIGNING, EMAIL_PROTECTION]))),
        ),
        Profile::Stamping => (sequence(&[]), [7, 0x80], Some((true, uses(&[TIME_STAMPING])))),
    };
    let mut extensions = vec![
        extension(BASIC_CONSTRAINTS, true, &constraints),
        extension(KEY_USAGE, true, &element(encode::BIT_STRING, &[&usage])),
    ];
    if let Some((critical, extended)) = extended {
        extensions.push(extension(EXTENDED_USAGE, critical, &extended));
    }
    if let Profile::Signing { claims } = profile {
        if !claims.is_empty() {
            let uris: Vec<u8> = claims
                .iter()
                .flat_map(|claim| element(0x86, &[claim.as_bytes()]))
                .collect();
            extensions.push(extension(ALTERNATIVE_NAME, false, &sequence(&[&uris])));
        }
    }
    extensions
}

/// Issues the certificate, in DER.
///
/// # Errors
/// [`Fault::KeyUnusable`].
pub fn issue(request: &Request<'_>, by: Authority<'_>) -> Result<Vec<u8>, Fault> {
    let issuer_key = key_id(&by.key.public())?;
    let mut extensions = purpose(request.profile);
    extensions.splice(
        2..2,
        [
            extension(SUBJECT_KEY, false, &octets(&key_id(request.key)?)),
            extension(AUTHORITY_KEY, false, &sequence(&[&element(0x80, &[&issuer_key])])),
        ],
    );
    let algorithm = by.key.algorithm().identifier();
    let tbs = sequence(&[
        // Version 3.
        &[0xA0, 3, 2, 1, 2],
        &integer(&request.serial),
        &algorithm,
        by.name,
        &sequence(&[&time(request.from), &time(request.until)]),
        request.subject,
        request.key,
        &element(0xA3, &[&sequence(&[&extensions.concat()])]),
    ]);
    let signature = by.key.sign(&tbs)?;
    Ok(sequence(&[&tbs, &algorithm, &bits(&signature)]))
}

/// A certificate that was taken back: its serial number and when, in Unix seconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revoked {
    pub serial: Vec<u8>,
    pub at: i64,
}

/// The revocation list of `by` as of `from`, to be replaced by `until`. `number` grows.
///
/// # Errors
/// [`Fault::KeyUnusable`].
pub fn list(by: Authority<'_>, revoked: &[Revoked], number: u64, from: i64, until: i64) -> Result<Vec<u8>, Fault> {
    let algorithm = by.key.algorithm().identifier();
    let lines: Vec<u8> = revoked
        .iter()
        .flat_map(|it| sequence(&[&integer(&it.serial), &time(it.at)]))
        .collect();
    // An empty list is left out (RFC 5280 §5.1.2.6).
    let lines = if lines.is_empty() { lines } else { sequence(&[&lines]) };
    let issuer_key = sequence(&[&element(0x80, &[&key_id(&by.key.public())?])]);
    let extensions = sequence(&[
        &extension(AUTHORITY_KEY, false, &issuer_key),
        &extension(CRL_NUMBER, false, &integer(&number.to_be_bytes())),
    ]);
    let tbs = sequence(&[
        &integer(&[1]),
        &algorithm,
        by.name,
        &time(from),
        &time(until),
        &lines,
        &element(0xA0, &[&extensions]),
    ]);
    let signature = by.key.sign(&tbs)?;
    Ok(sequence(&[&tbs, &algorithm, &bits(&signature)]))
}
