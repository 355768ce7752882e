//! Authorities and signers of a benchmark's own, in memory and as files for pyHanko.

use anyhow::Context;
use ed25519_dalek::SigningKey as Ed25519;
use p256::ecdsa::SigningKey as P256;
use pades::certificate::{self, Authority, COMMON_NAME, COUNTRY, Profile, Request};
use pades::key::Signer;
use std::path::Path;
use std::time::SystemTime;

const DAY: i64 = 86_400;

pub struct Cast {
    pub root: Vec<u8>,
    pub issuing: Vec<u8>,
    pub stamping: Vec<u8>,
    pub seal: Vec<u8>,
    pub lists: Vec<Vec<u8>>,
    root_key: P256,
    pub issuing_key: P256,
    pub stamping_key: P256,
    pub seal_key: P256,
    pub signers: Vec<Ed25519>,
    pub now: i64,
}

pub fn name(text: &str) -> Vec<u8> {
    certificate::name(&[(COUNTRY, "CN"), (COMMON_NAME, text)])
}

impl Cast {
    pub fn new() -> anyhow::Result<Self> {
        let key = || -> anyhow::Result<P256> { Ok(P256::from_slice(&random::<32>()?)?) };
        let (root_key, issuing_key, stamping_key, seal_key) = (key()?, key()?, key()?, key()?);
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?;
        let now = i64::try_from(since.as_secs())?;
        let (root_name, issuing_name) = (name("Root"), name("Signers"));
        let root_authority = Authority {
            name: &root_name,
            key: &root_key,
        };
        let issuing_authority = Authority {
            name: &issuing_name,
            key: &issuing_key,
        };
        let issue = |subject: &str, key: &P256, profile, by: Authority<'_>| -> anyhow::Result<Vec<u8>> {
            let mut serial = random::<16>()?;
            serial[0] = serial[0] & 0x3F | 0x40;
            let request = Request {
                subject: &name(subject),
                key: &key.public(),
                serial,
                from: now - DAY,
                until: now + 365 * DAY,
                profile,
            };
            Ok(certificate::issue(&request, by)?)
        };
        Ok(Self {
            root: issue("Root", &root_key, Profile::Root, root_authority)?,
            issuing: issue("Signers", &issuing_key, Profile::Issuing, root_authority)?,
            stamping: issue("Clock", &stamping_key, Profile::Stamping, issuing_authority)?,
            seal: issue(
                "枫林市调解中心",
                &seal_key,
                Profile::Signing { claims: &[] },
                issuing_authority,
            )?,
            lists: vec![
                certificate::list(root_authority, &[], 1, now - 60, now + DAY)?,
                certificate::list(issuing_authority, &[], 1, now - 60, now + DAY)?,
            ],
            signers: (0..3)
                .map(|_| Ok(Ed25519::from_bytes(&random()?)))
                .collect::<anyhow::Result<_>>()?,
            root_key,
            issuing_key,
            stamping_key,
            seal_key,
            now,
        })
    }

    /// Everything pyHanko needs to do the same.
    pub fn write(&self, folder: &Path, drafted: &[u8]) -> anyhow::Result<()> {
        use p256::pkcs8::EncodePrivateKey;
        let put = |name: &str, bytes: &[u8]| {
            let path = folder.join(name);
            std::fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))
        };
        put("drafted.pdf", drafted)?;
        for (name, certificate, key) in [
            ("root", &self.root, &self.root_key),
            ("issuing", &self.issuing, &self.issuing_key),
            ("stamping", &self.stamping, &self.stamping_key),
            ("seal", &self.seal, &self.seal_key),
        ] {
            put(&format!("{name}.der"), certificate)?;
            let key = key.to_pkcs8_der().map_err(|error| anyhow::anyhow!("{error}"))?;
            put(&format!("{name}.key"), key.as_bytes())?;
        }
        put("root.crl", &self.lists[0])?;
        put("issuing.crl", &self.lists[1])?;
        for (name, key) in ["claimant", "respondent", "mediator"].iter().zip(&self.signers) {
            put(&format!("{name}.der"), &self.leaf(name, key)?)?;
            // RFC 8410 §7: version, algorithm, the seed as an octet string within an octet string.
            let head = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];
            put(&format!("{name}.key"), &[&head[..], key.as_bytes()].concat())?;
        }
        Ok(())
    }

    /// A certificate for ten minutes, as a party gets it.
    pub fn leaf(&self, who: &str, key: &Ed25519) -> anyhow::Result<Vec<u8>> {
        let mut serial = random::<16>()?;
        serial[0] = serial[0] & 0x3F | 0x40;
        let claims = [
            "urn:maplebridge:case:0".to_owned(),
            "urn:maplebridge:assurance:phone".to_owned(),
        ];
        let request = Request {
            subject: &name(who),
            key: &key.public(),
            serial,
            from: self.now - 60,
            until: self.now + 600,
            profile: Profile::Signing { claims: &claims },
        };
        let by = Authority {
            name: &name("Signers"),
            key: &self.issuing_key,
        };
        Ok(certificate::issue(&request, by)?)
    }
}

pub fn random<const N: usize>() -> anyhow::Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| anyhow::anyhow!("no randomness: {error}"))?;
    Ok(bytes)
}
