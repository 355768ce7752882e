//! Who certifies signers' keys for their ten minutes: the built-in authority, or another's on the private
//! network.

use super::authority::{Authority, LEAF_LIFE, SKEW};
use super::cmp::{self, Shared, Wanted};
use super::wire::Address;
use anyhow::{Context, ensure};
use domain::moment::Timestamp;
use pades::certificate::COMMON_NAME;
use pades::path::{self, Purpose, Roots};
use x509_cert::Certificate;
use x509_cert::der::{Decode, Encode};
use x509_cert::name::Name;

/// A key that is wiped after a minute needs no longer life; no list could take it back in time.
const MOST_LIFE: i64 = 86_400;
/// From the certificate to the mark: the lease of a place.
const NEEDED: i64 = 60;
/// So many bytes of certificates fit beside a signature with its timestamp.
const MOST_BYTES: usize = pades::sign::ROOM / 2;

pub enum Signers {
    BuiltIn,
    Remote(Box<Remote>),
}

/// An authority that answers by CMP.
pub struct Remote {
    address: Address,
    shared: Shared,
    /// DER
    root: Vec<u8>,
}

/// A signer's certificate, and those between it and the root, in DER.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issued {
    pub certificate: Vec<u8>,
    pub issuers: Vec<Vec<u8>>,
}

impl Signers {
    /// The authority at `url`, `http://host:port/path`, with its root certificate in DER.
    ///
    /// # Errors
    /// For any other scheme or without a host.
    pub fn remote(url: &str, shared: Shared, root: Vec<u8>) -> anyhow::Result<Self> {
        let address = Address::parse(url).context("the authority is an http:// address on the private network")?;
        Ok(Self::Remote(Box::new(Remote { address, shared, root })))
    }

    /// Certifies `key` (`SubjectPublicKeyInfo`), whose holder has proven to have it, for ten minutes.
    ///
    /// # Errors
    /// If the authority does not answer, refuses, or issues another certificate than it was asked for.
    pub async fn certify(
        &self,
        own: &Authority,
        subject: &[u8],
        key: &[u8],
        claims: &[String],
        now: Timestamp,
    ) -> anyhow::Result<Issued> {
        let remote = match self {
            Self::BuiltIn => {
                return Ok(Issued {
                    certificate: own.issue(subject, key, claims, now)?,
                    issuers: vec![own.issuing().to_vec()],
                });
            }
            Self::Remote(remote) => remote,
        };
        let at = now.0.div_euclid(1_000);
        let wanted = Wanted {
            subject,
            key,
            claims,
            from: at - SKEW,
            until: at + LEAF_LIFE,
        };
        let question = cmp::question(&wanted, &remote.shared, at);
        let (status, answer) = remote
            .address
            .post("application/pkixcmp", question.message.clone())
            .await?;
        ensure!(status.is_success(), "the authority answers {status}");
        let certificates = question.answered(&answer, &remote.shared)?;
        fitting(&wanted, &certificates, &remote.root, at)
    }
}

/// The first of `certificates`, if it is the one that was wanted, with the others that lead to `root`.
fn fitting(wanted: &Wanted<'_>, certificates: &[Vec<u8>], root: &[u8], at: i64) -> anyhow::Result<Issued> {
    let read: Result<Vec<Certificate>, _> = certificates.iter().map(|it| Certificate::from_der(it)).collect();
    let read = read.context("the authority sends what is no certificate")?;
    let (leaf, others) = read.split_first().context("the authority sends no certificate")?;
    let tbs = leaf.tbs_certificate();
    ensure!(
        tbs.subject_public_key_info().to_der()? == wanted.key,
        "the certificate is of another key"
    );
    ensure!(
        names(tbs.subject(), &Name::from_der(wanted.subject)?),
        "the certificate is of another subject"
    );
    let claims = pades::verify::claims(leaf);
    ensure!(
        wanted.claims.iter().all(|claim| claims.contains(claim)),
        "the certificate says nothing of the case, the terms or the signer's part"
    );
    let ends = tbs.validity().not_after.to_unix_duration().as_secs();
    ensure!(
        ends <= (at + MOST_LIFE + SKEW).unsigned_abs(),
        "the certificate lasts longer than a day"
    );
    let roots = Roots::read(&[root.to_vec()])?;
    path::check(leaf, others, &roots, at + NEEDED, Purpose::Document)?;
    let chain = path::check(leaf, others, &roots, at, Purpose::Document)?;
    let mut chain: Vec<Vec<u8>> = chain.iter().map(Encode::to_der).collect::<Result<_, _>>()?;
    ensure!(
        chain.iter().map(Vec::len).sum::<usize>() <= MOST_BYTES,
        "the authority's certificates are too large for a place in the document"
    );
    let issuers = chain.split_off(1);
    Ok(Issued {
        certificate: certificates[0].clone(),
        issuers,
    })
}

/// `true` if `found` says all that `wanted` does, and names nobody else.
fn names(found: &Name, wanted: &Name) -> bool {
    let says = |part: &x509_cert::attr::AttributeTypeAndValue| {
        let mut all = found.iter();
        all.any(|it| it.oid == part.oid && it.value.value() == part.value.value())
    };
    wanted.iter().all(says) && found.iter().filter(|it| it.oid == COMMON_NAME).count() == 1
}
