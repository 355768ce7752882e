//! CMS SignedData with one signer (RFC 5652), as PAdES and RFC 3161 use it.

use crate::algorithm::{Hash, SigAlg, identifier};
use crate::attributes::{self, Content};
use crate::encode::{element, integer, octets, oid, sequence, set};
use crate::fault::Fault;
use crate::key;
use cms::cert::CertificateChoices;
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{SignedData, SignerIdentifier, SignerInfo};
use der::asn1::{ObjectIdentifier, OctetString};
use der::{Decode, Encode};
use x509_cert::Certificate;
use x509_cert::attr::Attributes;

const fn id(text: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(text)
}

const SIGNED_DATA: ObjectIdentifier = id("1.2.840.113549.1.7.2");
const STAMP_TOKEN: ObjectIdentifier = id("1.2.840.113549.1.9.16.2.14");

/// The parts of a signature, ready to be written.
#[derive(Clone, Copy, Debug)]
pub struct Parts<'a> {
    pub content: Content,
    /// The content itself, where it is not beside the signature: a `TSTInfo`.
    pub enclosed: Option<&'a [u8]>,
    pub algorithm: SigAlg,
    /// [`attributes::signed`]
    pub attributes: &'a [u8],
    pub signature: &'a [u8],
    /// The signer's own first, then its issuers.
    pub certificates: &'a [Vec<u8>],
    /// A timestamp token over `signature`.
    pub stamp: Option<&'a [u8]>,
}

/// `ContentInfo` in DER.
///
/// # Errors
/// [`Fault::SignatureMalformed`] if the signer's certificate does not read.
pub fn write(parts: &Parts<'_>) -> Result<Vec<u8>, Fault> {
    let fault = Fault::SignatureMalformed;
    let signer = Certificate::from_der(parts.certificates.first().ok_or(fault)?).map_err(|_| fault)?;
    let issuer = signer.tbs_certificate().issuer().to_der().map_err(|_| fault)?;
    let serial = signer.tbs_certificate().serial_number().to_der().map_err(|_| fault)?;
    let hash = identifier(parts.algorithm.hash().id());
    // [0] IMPLICIT on the wire, SET where it is signed.
    let mut signed = parts.attributes.to_vec();
    *signed.first_mut().ok_or(fault)? = 0xA0;
    let unsigned = parts.stamp.map_or_else(Vec::new, |token| {
        let attribute = sequence(&[&oid(STAMP_TOKEN), &set(vec![token.to_vec()])]);
        element(0xA1, &[&attribute])
    });
    let info = sequence(&[
        &integer(&[1]),
        &sequence(&[&issuer, &serial]),
        &hash,
        &signed,
        &parts.algorithm.identifier(),
        &octets(parts.signature),
        &unsigned,
    ]);
    let enclosed = parts
        .enclosed
        .map_or_else(Vec::new, |bytes| element(0xA0, &[&octets(bytes)]));
    // RFC 5652 §5.1: version 3 where the content is not plain data.
    let version = if parts.content == Content::Stamp { 3 } else { 1 };
    let mut certificates = parts.certificates.to_vec();
    certificates.sort();
    let data = sequence(&[
        &integer(&[version]),
        &set(vec![hash]),
        &sequence(&[&oid(parts.content.id()), &enclosed]),
        &element(0xA0, &[&certificates.concat()]),
        &set(vec![info]),
    ]);
    Ok(sequence(&[&oid(SIGNED_DATA), &element(0xA0, &[&data])]))
}

/// A signature as it was read. Nothing is proven yet but its form.
#[derive(Debug)]
pub struct Signature {
    pub content_type: ObjectIdentifier,
    pub enclosed: Option<Vec<u8>>,
    pub algorithm: SigAlg,
    pub hash: Hash,
    /// DER of the SET that was signed.
    pub attributes: Vec<u8>,
    pub value: Vec<u8>,
    pub signer: Certificate,
    pub certificates: Vec<Certificate>,
    pub stamp: Option<Vec<u8>>,
}

impl Signature {
    /// # Errors
    /// [`Fault::SignatureMalformed`] for anything but one signer with its certificate, a known
    /// algorithm and signed attributes.
    pub fn read(der: &[u8]) -> Result<Self, Fault> {
        read(der).ok_or(Fault::SignatureMalformed)
    }

    /// Proves that the signer's key signed attributes that bind `content` and its certificate.
    /// For foreign timestamps, whose attributes are not ours to build.
    ///
    /// # Errors
    /// [`Fault::ContentChanged`], [`Fault::CertificateSwapped`] or [`Fault::SignatureForged`].
    pub fn prove(&self, content: &[&[u8]]) -> Result<(), Fault> {
        let all = Attributes::from_der(&self.attributes).map_err(|_| Fault::SignatureMalformed)?;
        let one = |id| {
            let mut found = all.iter().filter(|attribute| attribute.oid == id);
            let value = found
                .next()
                .filter(|attribute| attribute.values.len() == 1)?
                .values
                .get(0)?;
            if found.next().is_some() {
                None
            } else {
                value.to_der().ok()
            }
        };
        if one(attributes::CONTENT_TYPE) != Some(oid(self.content_type)) {
            return Err(Fault::SignatureMalformed);
        }
        if one(attributes::MESSAGE_DIGEST) != Some(octets(&self.hash.digest(content))) {
            return Err(Fault::ContentChanged);
        }
        let certificate = self.signer.to_der().map_err(|_| Fault::SignatureMalformed)?;
        let bound = one(attributes::SIGNING_CERTIFICATE_V2).ok_or(Fault::CertificateSwapped)?;
        let binds = |hash: Hash| first_digest(&bound, hash).is_some_and(|it| it == hash.digest(&[&certificate]));
        if !binds(Hash::Sha256) && !binds(Hash::Sha512) {
            return Err(Fault::CertificateSwapped);
        }
        self.holds()
    }

    /// Proves the signature over its attributes, which the caller has compared.
    ///
    /// # Errors
    /// [`Fault::SignatureForged`].
    pub fn holds(&self) -> Result<(), Fault> {
        let key = self.signer.tbs_certificate().subject_public_key_info();
        if key::holds(key, self.algorithm, &self.attributes, &self.value) {
            Ok(())
        } else {
            Err(Fault::SignatureForged)
        }
    }
}

/// Digest in the first `ESSCertIDv2`, if it was made by `hash`.
fn first_digest(signing_certificate: &[u8], hash: Hash) -> Option<Vec<u8>> {
    let outer = Vec::<der::Any>::from_der(signing_certificate).ok()?;
    let first = outer
        .first()?
        .decode_as::<Vec<der::Any>>()
        .ok()?
        .first()?
        .decode_as::<Vec<der::Any>>()
        .ok()?;
    let (algorithm, digest) = match first.first()?.decode_as::<OctetString>() {
        Ok(digest) => (Hash::Sha256, digest),
        Err(_) => {
            let algorithm = first.first()?.decode_as::<spki::AlgorithmIdentifierOwned>().ok()?;
            (
                Hash::of_id(algorithm.oid)?,
                first.get(1)?.decode_as::<OctetString>().ok()?,
            )
        }
    };
    (algorithm == hash).then(|| digest.as_bytes().to_vec())
}

fn read(der: &[u8]) -> Option<Signature> {
    let info = ContentInfo::from_der(der).ok()?;
    if info.content_type != SIGNED_DATA {
        return None;
    }
    let data: SignedData = info.content.decode_as().ok()?;
    let [signer_info] = data.signer_infos.0.as_slice() else {
        return None;
    };
    // RFC 5652 §5.1 and §5.3: no other number goes with what is read here, and none of them is signed.
    let version = match data.encap_content_info.econtent_type == Content::Approval.id() {
        true => CmsVersion::V1,
        false => CmsVersion::V3,
    };
    if data.version != version || signer_info.version != CmsVersion::V1 {
        return None;
    }
    let certificates: Vec<Certificate> = data
        .certificates
        .iter()
        .flat_map(|set| set.0.iter())
        .filter_map(|choice| match choice {
            CertificateChoices::Certificate(certificate) => Some(certificate.clone()),
            CertificateChoices::Other(_) => None,
        })
        .collect();
    let signer = certificates.iter().find(|it| is_of(signer_info, it))?.clone();
    let algorithms = [SigAlg::Ed25519, SigAlg::EcdsaP256Sha256].into_iter();
    let stated = &signer_info.signature_algorithm;
    let algorithm = algorithms
        .clone()
        .find(|it| it.id() == stated.oid && stated.parameters.is_none())?;
    let hash = Hash::of_id(signer_info.digest_alg.oid)?;
    if algorithm == SigAlg::Ed25519 && hash != Hash::Sha512 {
        return None;
    }
    // What is not signed must not say anything but one timestamp.
    let stamp = match signer_info.unsigned_attrs.as_ref().map(|all| all.as_slice()) {
        None => None,
        Some([only]) if only.oid == STAMP_TOKEN && only.values.len() == 1 => Some(only.values.get(0)?.to_der().ok()?),
        Some(_) => return None,
    };
    if data.digest_algorithms.as_slice() != [signer_info.digest_alg.clone()] || data.crls.is_some() {
        return None;
    }
    let enclosed = match &data.encap_content_info.econtent {
        None => None,
        Some(content) => Some(content.decode_as::<OctetString>().ok()?.as_bytes().to_vec()),
    };
    Some(Signature {
        content_type: data.encap_content_info.econtent_type,
        enclosed,
        algorithm,
        hash,
        attributes: signer_info.signed_attrs.as_ref()?.to_der().ok()?,
        value: signer_info.signature.as_bytes().to_vec(),
        signer,
        certificates,
        stamp,
    })
}

fn is_of(info: &SignerInfo, certificate: &Certificate) -> bool {
    let SignerIdentifier::IssuerAndSerialNumber(id) = &info.sid else {
        return false;
    };
    let tbs = certificate.tbs_certificate();
    tbs.issuer() == &id.issuer && tbs.serial_number() == &id.serial_number
}
