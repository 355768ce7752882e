//! Checks a signed PDF: no network, no clock. Every revision from the first signature on is made
//! again from what it says it is, and must come out the same to the last byte; so nothing can be
//! added, hidden or replaced after someone signed.

use crate::algorithm::Hash;
use crate::attributes::Content;
use crate::certificate::COMMON_NAME;
use crate::fault::Fault;
use crate::file::Pdf;
use crate::path::{self, Purpose, Roots};
use crate::proof;
use crate::sign::{self, Found, Kind};
use crate::stamp;
use crate::store::{self, Store};
use der::{Decode, Encode};
use x509_cert::Certificate;
use x509_cert::crl::CertificateList;

/// A signature that was found, for the reader to compare with what else is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    pub field: String,
    pub kind: Kind,
    /// Common name in the certificate.
    pub by: String,
    /// `SubjectPublicKeyInfo` in DER.
    pub key: Vec<u8>,
    /// The certificate in DER.
    pub certificate: Vec<u8>,
    /// URIs in it: what else was true of the signer.
    pub claims: Vec<String>,
    /// When it was proven to exist, in Unix seconds.
    pub at: i64,
    /// When the first certificate of its chain runs out, in Unix seconds.
    pub until: i64,
    /// The bare signature over the signed attributes.
    pub value: Vec<u8>,
    /// The timestamp token over it; a timestamp has none of its own.
    pub stamp: Option<Vec<u8>>,
    /// End of its revision: the file as it left the signer.
    pub end: usize,
}

/// Something that does not hold, and where: a field's name, or `pdf`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub place: String,
    pub fault: Fault,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// In the order of signing.
    pub signatures: Vec<Signature>,
    pub findings: Vec<Finding>,
    /// A document timestamp over everything, with what its readers need enclosed: B-LTA.
    pub lasting: bool,
}

impl Report {
    /// Until when the last timestamp proves the document, in Unix seconds; before then it must be
    /// stamped again. `None` if it is not [`lasting`](Self::lasting).
    pub fn until(&self) -> Option<i64> {
        self.signatures.last().filter(|_| self.lasting).map(|last| last.until)
    }
}

impl Report {
    pub fn valid(&self) -> bool {
        self.findings.is_empty()
    }
}

/// Checks every signature in `bytes` against `roots`.
pub fn verify(bytes: &[u8], roots: &Roots) -> Report {
    let mut report = Report::default();
    if let Err(fault) = check(bytes, roots, &mut report) {
        report.findings.push(Finding {
            place: "pdf".into(),
            fault,
        });
    }
    report
}

/// What one revision does.
enum Step {
    Signs(Box<Found>),
    Encloses,
    /// Before the first signature: whatever it does, the signers saw it.
    Drafts,
}

fn check(bytes: &[u8], roots: &Roots, report: &mut Report) -> Result<(), Fault> {
    let whole = Pdf::read(bytes)?;
    whole.read_all()?;
    let mut steps = Vec::new();
    let mut signed = false;
    for i in 1..whole.revisions.len() {
        let (base, end) = (&bytes[..whole.revisions[i].start], whole.revisions[i].end);
        let pdf = Pdf::read(&bytes[..end])?;
        let found = match sign::find(base, &pdf) {
            // Drafting may do as it likes.
            Err(_) if !signed && !makes_signature(base, &pdf) => None,
            found => found?,
        };
        let step = match found {
            Some(found) => Step::Signs(Box::new(found)),
            None if signed => {
                store::find(base, &pdf)?;
                Step::Encloses
            }
            None => Step::Drafts,
        };
        signed |= matches!(step, Step::Signs(_));
        steps.push((step, end));
    }
    if !signed {
        return Err(Fault::Unsigned);
    }
    if !matches!(steps.last(), Some((Step::Signs(_), end)) if *end == bytes.len()) {
        report.findings.push(Finding {
            place: "pdf".into(),
            fault: Fault::AddedAfter,
        });
    }
    let store = store::enclosed(&whole)?;
    let known = Known::of(&store)?;
    report.lasting =
        matches!(steps.last(), Some((Step::Signs(found), _)) if found.kind == Kind::Stamp) && !store.lists.is_empty();
    for (step, end) in &steps {
        let Step::Signs(found) = step else { continue };
        match one(found, roots, &known, &store, *end) {
            Ok(signature) => report.signatures.push(signature),
            Err(fault) => report.findings.push(Finding {
                place: found.field.clone(),
                fault,
            }),
        }
    }
    lapses(report);
    Ok(())
}

/// Each document timestamp must have been in force when the next one took it under its protection.
fn lapses(report: &mut Report) {
    let stamps: Vec<&Signature> = report.signatures.iter().filter(|it| it.kind == Kind::Stamp).collect();
    let late = stamps.windows(2).filter(|pair| pair[0].until < pair[1].at);
    let findings: Vec<Finding> = late
        .map(|pair| Finding {
            place: pair[0].field.clone(),
            fault: Fault::StampLapsed,
        })
        .collect();
    report.findings.extend(findings);
}

fn makes_signature(base: &[u8], pdf: &Pdf<'_>) -> bool {
    let signed = |pdf: &Pdf<'_>| {
        let all = crate::form::fields(pdf, pdf.revisions.len()).unwrap_or_default();
        all.iter().filter(|(.., dict)| dict.contains_key(&b"V"[..])).count()
    };
    Pdf::read(base).is_ok_and(|base| signed(&base) != signed(pdf))
}

/// Certificates and lists enclosed in the file.
struct Known {
    certificates: Vec<Certificate>,
    lists: Vec<CertificateList>,
}

impl Known {
    fn of(store: &Store) -> Result<Self, Fault> {
        let fault = Fault::Malformed;
        let certificates = store
            .certificates
            .iter()
            .map(|der| Certificate::from_der(der).map_err(|_| fault));
        let lists = store
            .lists
            .iter()
            .map(|der| CertificateList::from_der(der).map_err(|_| fault));
        Ok(Self {
            certificates: certificates.collect::<Result<_, _>>()?,
            lists: lists.collect::<Result<_, _>>()?,
        })
    }
}

fn one(found: &Found, roots: &Roots, known: &Known, store: &Store, end: usize) -> Result<Signature, Fault> {
    let content = found.prepared.content();
    let revoked = |chain: &[Certificate], at| {
        // Before the file is complete there is nothing to say of revocation.
        if store.lists.is_empty() {
            Ok(())
        } else {
            path::unrevoked(chain, roots, &known.lists, at)
        }
    };
    if found.kind == Kind::Stamp {
        let proven = stamp::prove(&found.value, &content, roots, &known.certificates)?;
        revoked(&proven.chain, proven.at)?;
        return described(found, &proven.chain, proven.at, (&found.value, None), end);
    }
    let meaning = if found.kind == Kind::Seal {
        Content::Seal
    } else {
        Content::Approval
    };
    let proof = proof::of(&found.value, &content, meaning, roots, &known.certificates)?;
    let (signature, proven) = (proof.signature, proof.stamp);
    revoked(&proven.chain, proven.at)?;
    let pool = [signature.certificates.as_slice(), &known.certificates].concat();
    let chain = path::check(&signature.signer, &pool, roots, proven.at, Purpose::Document)?;
    revoked(&chain, proven.at)?;
    described(found, &chain, proven.at, (&signature.value, Some(&proof.token)), end)
}

fn described(
    found: &Found,
    chain: &[Certificate],
    at: i64,
    (value, stamp): (&[u8], Option<&[u8]>),
    end: usize,
) -> Result<Signature, Fault> {
    let fault = Fault::SignatureMalformed;
    let signer = chain.first().ok_or(fault)?;
    let ends = |it: &Certificate| it.tbs_certificate().validity().not_after.to_unix_duration().as_secs() as i64;
    let tbs = signer.tbs_certificate();
    Ok(Signature {
        field: found.field.clone(),
        kind: found.kind,
        by: common_name(signer),
        key: tbs.subject_public_key_info().to_der().map_err(|_| fault)?,
        certificate: signer.to_der().map_err(|_| fault)?,
        claims: claims(signer),
        at,
        until: chain.iter().map(ends).min().unwrap_or_default(),
        value: value.to_vec(),
        stamp: stamp.map(<[u8]>::to_vec),
        end,
    })
}

/// The name it was issued to; empty if it does not read.
pub(crate) fn common_name(certificate: &Certificate) -> String {
    let subject = certificate.tbs_certificate().subject();
    let mut names = subject.iter().filter(|it| it.oid == COMMON_NAME);
    let read = names.find_map(|it| Some(std::str::from_utf8(it.value.value()).ok()?.to_owned()));
    read.unwrap_or_default()
}

/// URIs among the certificate's alternative names.
pub fn claims(certificate: &Certificate) -> Vec<String> {
    use x509_cert::ext::pkix::SubjectAltName;
    use x509_cert::ext::pkix::name::GeneralName;
    let Ok(Some((_, SubjectAltName(names)))) = certificate.tbs_certificate().get_extension::<SubjectAltName>() else {
        return Vec::new();
    };
    let uris = names.iter().filter_map(|name| match name {
        GeneralName::UniformResourceIdentifier(uri) => Some(uri.to_string()),
        _ => None,
    });
    uris.collect()
}

/// SHA-256, by which files are known.
pub fn fingerprint(bytes: &[u8]) -> Vec<u8> {
    Hash::Sha256.digest(&[bytes])
}
