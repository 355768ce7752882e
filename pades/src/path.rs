//! From a signer's certificate to a root that is trusted (RFC 5280 §6, without policies and name
//! constraints, which no certificate here may carry as critical).

use crate::algorithm::{Hash, SigAlg};
use crate::certificate::{
    ALTERNATIVE_NAME, BASIC_CONSTRAINTS, DOCUMENT_SIGNING, EXTENDED_USAGE, KEY_USAGE, TIME_STAMPING,
};
use crate::fault::Fault;
use crate::key;
use der::{Decode, Encode};
use spki::AlgorithmIdentifierOwned;
use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};
use x509_cert::Certificate;
use x509_cert::crl::CertificateList;
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::{BasicConstraints, ExtendedKeyUsage, KeyUsage};

/// Root, two authorities, signer; an outside authority may need one more.
const LONGEST: usize = 5;

/// Certificates that are trusted without proof.
#[derive(Debug, Default)]
pub struct Roots {
    all: Vec<Certificate>,
    /// Digests of key, message and signature that held: one file proves the same authorities many
    /// times over.
    proven: Mutex<BTreeSet<Vec<u8>>>,
}

impl Roots {
    /// # Errors
    /// [`Fault::IssuerUntrusted`] if one of them is no certificate.
    pub fn read(all: &[Vec<u8>]) -> Result<Self, Fault> {
        let read = all
            .iter()
            .map(|der| Certificate::from_der(der).map_err(|_| Fault::IssuerUntrusted));
        Ok(Self {
            all: read.collect::<Result<_, _>>()?,
            proven: Mutex::default(),
        })
    }

    pub fn contains(&self, certificate: &Certificate) -> bool {
        self.all.contains(certificate)
    }

    /// [`key::holds`] by the key of `issuer`, asked once for the same three.
    fn holds(&self, issuer: &Certificate, stated: &AlgorithmIdentifierOwned, message: &[u8], signature: &[u8]) -> bool {
        let mut algorithms = [SigAlg::Ed25519, SigAlg::EcdsaP256Sha256].into_iter();
        let algorithm = algorithms.find(|it| it.id() == stated.oid && stated.parameters.is_none());
        let key = issuer.tbs_certificate().subject_public_key_info();
        let (Some(algorithm), Ok(der)) = (algorithm, key.to_der()) else {
            return false;
        };
        let sizes = [der.len() as u64, message.len() as u64].map(u64::to_be_bytes);
        let known = Hash::Sha256.digest(&[&sizes.concat(), &der, message, signature]);
        // A poisoned lock only means that another check panicked: what it proved is proven.
        let mut proven = self.proven.lock().unwrap_or_else(PoisonError::into_inner);
        if proven.contains(&known) {
            return true;
        }
        let holds = key::holds(key, algorithm, message, signature);
        if holds {
            proven.insert(known);
        }
        holds
    }

    /// `true` if `issuer`'s name and key stand behind `certificate`.
    fn issued(&self, issuer: &Certificate, certificate: &Certificate) -> bool {
        let stated = certificate.signature_algorithm();
        // Whole bytes: the unused bits of a BIT STRING are nobody's to sign.
        let (Ok(tbs), Some(signature)) = (
            certificate.tbs_certificate().to_der(),
            certificate.signature().as_bytes(),
        ) else {
            return false;
        };
        certificate.tbs_certificate().issuer() == issuer.tbs_certificate().subject()
            && certificate.tbs_certificate().signature() == stated
            && self.holds(issuer, stated, &tbs, signature)
    }

    /// `true` if `issuer` made the list, and it was not to be replaced before `at`.
    fn lists(&self, list: &CertificateList, issuer: &Certificate, at: i64) -> bool {
        let tbs = &list.tbs_cert_list;
        let usage: Option<KeyUsage> = parsed(issuer, KEY_USAGE);
        let fresh = tbs
            .next_update
            .is_some_and(|next| next.to_unix_duration().as_secs() as i64 >= at);
        let (Ok(bytes), Some(signature)) = (tbs.to_der(), list.signature.as_bytes()) else {
            return false;
        };
        &tbs.issuer == issuer.tbs_certificate().subject()
            && usage.is_some_and(|usage| usage.crl_sign())
            && fresh
            && self.holds(issuer, &list.signature_algorithm, &bytes, signature)
    }
}

/// What the certificate at the end is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    Document,
    Stamp,
}

fn extension(certificate: &Certificate, id: der::asn1::ObjectIdentifier) -> Option<&Extension> {
    certificate
        .tbs_certificate()
        .extensions()?
        .iter()
        .find(|it| it.extn_id == id)
}

fn parsed<'a, T: Decode<'a>>(certificate: &'a Certificate, id: der::asn1::ObjectIdentifier) -> Option<T> {
    T::from_der(extension(certificate, id)?.extn_value.as_bytes()).ok()
}

/// The chain from `leaf` up to but without the root, all valid at `at` (Unix seconds).
///
/// # Errors
/// [`Fault::CertificateUnfit`] if one was not valid then or is not for its use;
/// [`Fault::IssuerUntrusted`] if no chain leads to a root.
pub fn check(
    leaf: &Certificate,
    pool: &[Certificate],
    roots: &Roots,
    at: i64,
    purpose: Purpose,
) -> Result<Vec<Certificate>, Fault> {
    fits(leaf, purpose)?;
    let mut chain = vec![leaf.clone()];
    loop {
        let last = &chain[chain.len() - 1];
        valid_at(last, at)?;
        if let Some(root) = roots.all.iter().find(|root| roots.issued(root, last)) {
            may_issue(root, chain.len() - 1)?;
            valid_at(root, at)?;
            return Ok(chain);
        }
        if chain.len() == LONGEST {
            return Err(Fault::IssuerUntrusted);
        }
        let next = pool
            .iter()
            .find(|it| *it != last && roots.issued(it, last))
            .ok_or(Fault::IssuerUntrusted)?;
        may_issue(next, chain.len() - 1)?;
        let next = next.clone();
        chain.push(next);
    }
}

fn valid_at(certificate: &Certificate, at: i64) -> Result<(), Fault> {
    let validity = certificate.tbs_certificate().validity();
    let from = validity.not_before.to_unix_duration().as_secs();
    let until = validity.not_after.to_unix_duration().as_secs();
    match u64::try_from(at) {
        Ok(at) if (from..=until).contains(&at) => known_extensions(certificate),
        _ => Err(Fault::CertificateUnfit),
    }
}

fn known_extensions(certificate: &Certificate) -> Result<(), Fault> {
    let known = [BASIC_CONSTRAINTS, KEY_USAGE, EXTENDED_USAGE, ALTERNATIVE_NAME];
    let mut all = certificate.tbs_certificate().extensions().into_iter().flatten();
    if all.any(|it| it.critical && !known.contains(&it.extn_id)) {
        return Err(Fault::CertificateUnfit);
    }
    Ok(())
}

/// An authority, with `below` other authorities between it and the signer.
fn may_issue(certificate: &Certificate, below: usize) -> Result<(), Fault> {
    let constraints: BasicConstraints = parsed(certificate, BASIC_CONSTRAINTS).ok_or(Fault::CertificateUnfit)?;
    let usage: KeyUsage = parsed(certificate, KEY_USAGE).ok_or(Fault::CertificateUnfit)?;
    let deep = constraints
        .path_len_constraint
        .is_none_or(|most| below <= usize::from(most));
    if constraints.ca && deep && usage.key_cert_sign() {
        Ok(())
    } else {
        Err(Fault::CertificateUnfit)
    }
}

fn fits(leaf: &Certificate, purpose: Purpose) -> Result<(), Fault> {
    let usage: KeyUsage = parsed(leaf, KEY_USAGE).ok_or(Fault::CertificateUnfit)?;
    let extended: ExtendedKeyUsage = parsed(leaf, EXTENDED_USAGE).ok_or(Fault::CertificateUnfit)?;
    let authority = parsed::<BasicConstraints>(leaf, BASIC_CONSTRAINTS).is_some_and(|it| it.ca);
    let fits = match purpose {
        Purpose::Document => usage.non_repudiation() && extended.0.contains(&DOCUMENT_SIGNING),
        // RFC 3161 §2.3: this use alone, and critical.
        Purpose::Stamp => {
            let critical = extension(leaf, EXTENDED_USAGE).is_some_and(|it| it.critical);
            usage.digital_signature() && critical && extended.0 == [TIME_STAMPING]
        }
    };
    if fits && !authority {
        Ok(())
    } else {
        Err(Fault::CertificateUnfit)
    }
}

/// Checks that lists of the issuers say nothing against `chain` at `at`.
///
/// # Errors
/// [`Fault::Revoked`]; [`Fault::RevocationUnknown`] if an issuer's list is missing, forged or was
/// already out of date.
pub fn unrevoked(chain: &[Certificate], roots: &Roots, lists: &[CertificateList], at: i64) -> Result<(), Fault> {
    for (i, certificate) in chain.iter().enumerate() {
        let above = chain.get(i + 1).into_iter().chain(&roots.all);
        let issuer = above
            .into_iter()
            .find(|it| roots.issued(it, certificate))
            .ok_or(Fault::RevocationUnknown)?;
        let own = lists.iter().filter(|list| roots.lists(list, issuer, at));
        let mut any = false;
        for list in own {
            any = true;
            let mut lines = list.tbs_cert_list.revoked_certificates.iter().flatten();
            let serial = certificate.tbs_certificate().serial_number();
            if lines.any(|line| {
                &line.serial_number == serial && line.revocation_date.to_unix_duration().as_secs() as i64 <= at
            }) {
                return Err(Fault::Revoked);
            }
        }
        if !any {
            return Err(Fault::RevocationUnknown);
        }
    }
    Ok(())
}
