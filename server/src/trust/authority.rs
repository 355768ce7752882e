//! The portal's certificate authority (RFC 5280, P-256): a root, an issuing authority below it, the
//! timestamping authority and one seal for each institution. Keys and certificates lie under
//! `DATA/trust/pki`, made at first start; or the keys in a hardware module. Authorities of others can take
//! their place (`signers`, `stamps`): what is signed names the issuer, not this code.

use super::token::Token;
use super::vault::{self, Secret};
use crate::identity::token;
use anyhow::Context;
use domain::api::Organisation;
use domain::id::OrgId;
use domain::moment::Timestamp;
use pades::certificate::{self, COMMON_NAME, COUNTRY, ORGANIZATION, Profile, Request};
use pades::key::Signer;
use pades::stamp;
use std::collections::BTreeMap;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use x509_cert::der::{DecodePem, Encode, EncodePem};

const YEAR: i64 = 365 * 86_400;
/// How long a party's key signs.
pub const LEAF_LIFE: i64 = 600;
/// Clocks differ.
pub const SKEW: i64 = 60;
/// A published revocation list is replaced after a week at the latest.
pub const LIST_LIFE: i64 = 7 * 86_400;
/// One that a document encloses speaks as long as the certificate of the timestamp over it: readers
/// of other makes accept no older one, and may have nobody left to ask.
pub const ENCLOSED_LIFE: i64 = STAMPING_YEARS * YEAR;
const STAMPING_YEARS: i64 = 15;

/// So long before its end the certificate of a seal or of the timestamps is replaced, at a start.
const REPLACED: i64 = 2 * YEAR;

struct Holder {
    key: Box<dyn Signer>,
    /// DER
    certificate: Vec<u8>,
}

pub struct Authority {
    root: Holder,
    issuing: Holder,
    stamping: Holder,
    seals: BTreeMap<OrgId, Holder>,
    root_name: Vec<u8>,
    issuing_name: Vec<u8>,
    /// Roots of others whose timestamps and signers' certificates are used, DER.
    others: Vec<Vec<u8>>,
}

/// Where the private keys lie.
#[derive(Clone, Copy)]
pub enum Keys<'a> {
    /// In files beside the certificates, which this opens.
    Files(&'a Secret),
    Token(&'a Arc<Token>),
}

/// Where keys and certificates lie.
struct Drawer<'a> {
    folder: &'a Path,
    keys: Keys<'a>,
    /// Now, in Unix seconds.
    at: i64,
}

impl Drawer<'_> {
    /// Reads key and certificate, or makes them for so many years. Without `by` it vouches for itself.
    fn holder(
        &self,
        file: &str,
        subject: &[u8],
        profile: Profile<'_>,
        years: i64,
        by: Option<certificate::Authority<'_>>,
    ) -> anyhow::Result<Holder> {
        let path = self.folder.join(format!("{file}.pem"));
        let secret = self.file(file);
        if path.exists() {
            let certificate = read_pem(&path)?;
            let authority = matches!(profile, Profile::Root | Profile::Issuing);
            if authority || ends(&certificate)? > self.at + REPLACED {
                let key = self.key_of(file, &certificate)?;
                return Ok(Holder { key, certificate });
            }
            // Kept beside the new: what they signed stays theirs. The key first: a crash in between
            // leaves a certificate that ends, which is looked at again.
            for (old, kind) in [(&secret, "key.pem"), (&path, "pem")] {
                if old.exists() {
                    std::fs::rename(old, self.folder.join(format!("{file}-until-{}.{kind}", self.at)))?;
                }
            }
            tracing::info!(%file, "a certificate runs out: key and certificate are made anew");
        }
        let key = self.fresh(file)?;
        let request = Request {
            subject,
            key: &key.public(),
            serial: serial(),
            from: self.at - SKEW,
            until: self.at + years * YEAR,
            profile,
        };
        let own = certificate::Authority {
            name: subject,
            key: &*key,
        };
        let certificate = certificate::issue(&request, by.unwrap_or(own))?;
        write_pem(&path, &certificate)?;
        Ok(Holder { key, certificate })
    }

    fn file(&self, file: &str) -> PathBuf {
        self.folder.join(format!("{file}.key.pem"))
    }

    /// The key that `certificate` is of.
    fn key_of(&self, file: &str, certificate: &[u8]) -> anyhow::Result<Box<dyn Signer>> {
        let public = public(certificate)?;
        let key: Option<Box<dyn Signer>> = match self.keys {
            Keys::Files(secret) => Some(Box::new(vault::key(&self.file(file), secret)?)),
            Keys::Token(token) => {
                let mut keys = token.keys(&label(file))?.into_iter();
                let key = keys.find(|key| key.public() == public);
                key.map(|key| Box::new(key) as Box<dyn Signer>)
            }
        };
        let key = key.filter(|key| key.public() == public);
        key.with_context(|| format!("the key of the certificate {file}.pem is not there; put it back, or both away"))
    }

    /// A key without a certificate: one that was made ready in the token, or a new one.
    fn fresh(&self, file: &str) -> anyhow::Result<Box<dyn Signer>> {
        let token = match self.keys {
            Keys::Files(secret) => return Ok(Box::new(vault::key(&self.file(file), secret)?)),
            Keys::Token(token) => token,
        };
        let (label, replaced) = (label(file), self.replaced(file)?);
        let mut ready = token.keys(&label)?.into_iter();
        let ready = ready.find(|key| !replaced.contains(&key.public()));
        Ok(Box::new(match ready {
            Some(key) => key,
            None => token.make(&label)?,
        }))
    }

    /// `SubjectPublicKeyInfo` of the certificates that `file` had before.
    fn replaced(&self, file: &str) -> anyhow::Result<Vec<Vec<u8>>> {
        let start = format!("{file}-until-");
        let mut all = Vec::new();
        for entry in std::fs::read_dir(self.folder)? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if name.starts_with(&start) && !name.ends_with(".key.pem") {
                all.push(public(&read_pem(&path)?)?);
            }
        }
        Ok(all)
    }
}

/// The names of revocation lists, and who issues them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Issuer {
    Root,
    Issuing,
}

impl Authority {
    /// Reads keys and certificates under `folder`, making those that are missing.
    ///
    /// # Errors
    /// If a file cannot be read or made, or a key does not open.
    pub fn open(
        folder: &Path,
        keys: Keys<'_>,
        orgs: &[Organisation],
        others: Vec<Vec<u8>>,
        now: Timestamp,
    ) -> anyhow::Result<Self> {
        std::fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)
            .with_context(|| format!("cannot make {}", folder.display()))?;
        let name =
            |text: &str| certificate::name(&[(COUNTRY, "CN"), (ORGANIZATION, "Maplebridge"), (COMMON_NAME, text)]);
        let (root_name, issuing_name) = (name("Maplebridge Root CA"), name("Maplebridge Signers CA"));
        let at = now.0.div_euclid(1_000);
        let drawer = Drawer { folder, keys, at };
        let root = drawer.holder("root", &root_name, Profile::Root, 30, None)?;
        let by = certificate::Authority {
            name: &root_name,
            key: &*root.key,
        };
        let issuing = drawer.holder("issuing", &issuing_name, Profile::Issuing, 30, Some(by))?;
        let by = certificate::Authority {
            name: &issuing_name,
            key: &*issuing.key,
        };
        // Clearly labelled: it vouches for the clock of the very server that signs.
        let stamping_name = name("Maplebridge built-in timestamps");
        let stamping = drawer.holder("stamping", &stamping_name, Profile::Stamping, STAMPING_YEARS, Some(by))?;
        let mut seals = BTreeMap::new();
        for org in orgs {
            let subject = certificate::name(&[(COUNTRY, "CN"), (ORGANIZATION, &org.name), (COMMON_NAME, &org.name)]);
            let claims = [domain::mark::claim("org", org.id)];
            let profile = Profile::Signing { claims: &claims };
            let file = format!("seal-{}", org.id);
            seals.insert(org.id, drawer.holder(&file, &subject, profile, 10, Some(by))?);
        }
        Ok(Self {
            root,
            issuing,
            stamping,
            seals,
            root_name,
            issuing_name,
            others,
        })
    }

    fn by(&self, issuer: Issuer) -> certificate::Authority<'_> {
        match issuer {
            Issuer::Root => certificate::Authority {
                name: &self.root_name,
                key: &*self.root.key,
            },
            Issuer::Issuing => certificate::Authority {
                name: &self.issuing_name,
                key: &*self.issuing.key,
            },
        }
    }

    /// A certificate for ten minutes from `now`.
    ///
    /// # Errors
    /// If the key does not sign.
    pub fn issue(&self, subject: &[u8], key: &[u8], claims: &[String], now: Timestamp) -> anyhow::Result<Vec<u8>> {
        let at = now.0.div_euclid(1_000);
        let request = Request {
            subject,
            key,
            serial: serial(),
            from: at - SKEW,
            until: at + LEAF_LIFE,
            profile: Profile::Signing { claims },
        };
        Ok(certificate::issue(&request, self.by(Issuer::Issuing))?)
    }

    /// The revocation list of `issuer` as of `now`, to be replaced after `life` seconds. None of its certificates has been taken back:
    /// those of parties are over in ten minutes, and a lost seal means a new authority.
    ///
    /// # Errors
    /// If the key does not sign.
    pub fn list(&self, issuer: Issuer, now: Timestamp, life: i64) -> anyhow::Result<Vec<u8>> {
        let at = now.0.div_euclid(1_000);
        let number = now.0.unsigned_abs();
        Ok(certificate::list(self.by(issuer), &[], number, at - SKEW, at + life)?)
    }

    /// Key and certificate of an institution's seal.
    pub fn seal(&self, org: OrgId) -> Option<(&dyn Signer, &[u8])> {
        let holder = self.seals.get(&org)?;
        Some((&*holder.key, &holder.certificate))
    }

    /// Certificate of the authority that issues to signers.
    pub fn issuing(&self) -> &[u8] {
        &self.issuing.certificate
    }

    /// Every certificate of the portal's own authorities and of the seals, DER: what it has issued beside those of
    /// signers.
    pub fn standing(&self) -> impl Iterator<Item = &[u8]> {
        let own = [&self.root, &self.issuing, &self.stamping].into_iter();
        own.chain(self.seals.values())
            .map(|holder| holder.certificate.as_slice())
    }

    /// What a document encloses for its readers.
    pub fn chain(&self) -> Vec<Vec<u8>> {
        let mut all = vec![self.issuing.certificate.clone()];
        all.extend(self.roots());
        all
    }

    /// Certificates to be trusted, DER.
    pub fn roots(&self) -> Vec<Vec<u8>> {
        let mut all = vec![self.root.certificate.clone()];
        all.extend(self.others.iter().cloned());
        all
    }

    /// A timestamp token of the built-in authority.
    ///
    /// # Errors
    /// If the key does not sign.
    pub fn stamp(&self, asked: &stamp::Asked, now: Timestamp) -> Result<Vec<u8>, pades::Fault> {
        let certificates = [self.stamping.certificate.clone(), self.issuing.certificate.clone()];
        let authority = stamp::Authority {
            key: &*self.stamping.key,
            certificates: &certificates,
        };
        stamp::token(asked, authority, serial(), now.0.div_euclid(1_000))
    }
}

/// By which a token knows the key of `file`.
fn label(file: &str) -> String {
    format!("maplebridge-{file}")
}

fn read(der: &[u8]) -> anyhow::Result<x509_cert::Certificate> {
    use x509_cert::der::Decode;
    x509_cert::Certificate::from_der(der).map_err(|error| anyhow::anyhow!("a certificate of our own: {error}"))
}

/// `SubjectPublicKeyInfo` of the certificate (DER).
fn public(der: &[u8]) -> anyhow::Result<Vec<u8>> {
    let key = read(der)?.tbs_certificate().subject_public_key_info().to_der();
    Ok(key?)
}

/// When the certificate (DER) runs out, in Unix seconds.
fn ends(der: &[u8]) -> anyhow::Result<i64> {
    let end = read(der)?.tbs_certificate().validity().not_after.to_unix_duration();
    Ok(i64::try_from(end.as_secs())?)
}

/// 126 bits of luck, in the shape of a positive number of 16 bytes.
fn serial() -> [u8; 16] {
    let mut serial = token::random::<16>();
    serial[0] = serial[0] & 0x3F | 0x40;
    serial
}

/// The certificate in a PEM file, as DER.
///
/// # Errors
/// If the file does not read or holds none.
pub fn read_pem(path: &Path) -> anyhow::Result<Vec<u8>> {
    let text = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let read = x509_cert::Certificate::from_pem(&text).and_then(|certificate| certificate.to_der());
    read.map_err(|error| anyhow::anyhow!("{} holds no certificate: {error}", path.display()))
}

fn write_pem(path: &Path, der: &[u8]) -> anyhow::Result<()> {
    use x509_cert::der::Decode;
    let text = x509_cert::Certificate::from_der(der)
        .and_then(|certificate| certificate.to_pem(pkcs8::der::pem::LineEnding::LF))
        .map_err(|error| anyhow::anyhow!("a certificate of our own: {error}"))?;
    vault::write(path, text.as_bytes())
}
