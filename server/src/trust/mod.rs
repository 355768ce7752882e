//! The portal's own keys (Ed25519), made at first start under `DATA/trust`, locked by the same secret
//! as its authority's.
//!
//! Whoever has these files and the secret can speak for the portal; `backup` leaves them out.

pub mod authority;
pub mod cmp;
pub mod signers;
pub mod stamps;
pub mod token;
pub mod vault;
pub mod wire;
pub mod witnesses;

use anyhow::Context;
use domain::api::Organisation;
use domain::dossier::{TrustRoot, TrustedSeal};
use domain::hash::{PublicKey, Signature};
use domain::id::OrgId;
use domain::seal::{Attestation, Attested, Statement};
use ed25519_dalek::{Signer, SigningKey};
use std::collections::BTreeMap;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use vault::Secret;

/// Name of the log in its checkpoints (C2SP tlog-checkpoint: the origin line).
pub const LOG_ORIGIN: &str = "maplebridge.example/log";

/// One signing key. It does not print its secret.
pub struct Key(SigningKey);

impl Key {
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key().to_bytes())
    }
    pub fn sign(&self, message: &[u8]) -> Signature {
        Signature(self.0.sign(message).to_bytes())
    }
    /// A key that lives in memory only: signers in the demo's story and in tests.
    pub fn ephemeral() -> Self {
        Self(SigningKey::from_bytes(&crate::identity::token::random()))
    }
}

pub struct Trust {
    /// Signs checkpoints of the log.
    pub log: Key,
    /// Signs attestations of signers.
    pub attestor: Key,
    /// Signs dossier manifests.
    pub dossier: Key,
    seals: BTreeMap<OrgId, Key>,
}

impl Trust {
    /// Reads the keys under `folder`, making those that are missing.
    ///
    /// # Errors
    /// If a file cannot be read or made, or holds no key. A damaged key is never replaced: old
    /// signatures would lose their meaning silently.
    pub fn open(folder: &Path, secret: &Secret, orgs: &[Organisation]) -> anyhow::Result<Self> {
        std::fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)
            .with_context(|| format!("cannot make {}", folder.display()))?;
        let seals = orgs
            .iter()
            .map(|org| Ok((org.id, locked(folder, &format!("seal-{}", org.id), secret)?)))
            .collect::<anyhow::Result<_>>()?;
        Ok(Self {
            log: locked(folder, "log", secret)?,
            attestor: locked(folder, "attestor", secret)?,
            dossier: locked(folder, "dossier", secret)?,
            seals,
        })
    }

    /// The seal of an institution.
    pub fn seal(&self, org: OrgId) -> Option<&Key> {
        self.seals.get(&org)
    }

    /// The portal's word that `attestation`'s person held its key just now.
    pub fn attest(&self, statement: Statement, attestation: Attestation) -> Attested {
        let signature = self.attestor.sign(&attestation.bytes());
        Attested {
            statement,
            attestation,
            signature,
        }
    }

    /// What a reader of dossiers needs; `origin` names the log.
    pub fn root(&self, origin: &str, orgs: &[Organisation]) -> TrustRoot {
        let seal = |org: &Organisation| {
            let key = self.seals.get(&org.id)?.public();
            Some(TrustedSeal {
                org: org.id,
                name: org.name.clone(),
                key,
            })
        };
        TrustRoot {
            origin: origin.to_owned(),
            log: self.log.public(),
            attestor: self.attestor.public(),
            dossier: self.dossier.public(),
            seals: orgs.iter().filter_map(seal).collect(),
            roots: Vec::new(),
            witnesses: Vec::new(),
            quorum: 0,
        }
    }
}

/// Reads `folder/name.key.pem`, which `secret` opens, or makes it. A key that an earlier version left
/// open is locked away.
///
/// # Errors
/// If the file cannot be read or made, or does not open.
pub fn locked(folder: &Path, name: &str, secret: &Secret) -> anyhow::Result<Key> {
    let plain = folder.join(format!("{name}.key"));
    let path = folder.join(format!("{name}.key.pem"));
    let seed = vault::seed(&path, secret, || match plain.exists() {
        true => open(&plain),
        false => Ok(crate::identity::token::random()),
    })?;
    // Only now: a crash before leaves both, and the locked one counts.
    if plain.exists() {
        std::fs::remove_file(&plain).with_context(|| format!("cannot remove {}", plain.display()))?;
    }
    Ok(Key(SigningKey::from_bytes(&seed)))
}

/// The seed in a file of an earlier version: 64 hexadecimal digits.
fn open(path: &Path) -> anyhow::Result<[u8; 32]> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut seed = [0; 32];
    hex::decode_to_slice(text.trim(), &mut seed)
        .map_err(|_| anyhow::anyhow!("{} holds no key; restore it from your safe copy", path.display()))?;
    Ok(seed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_survive_a_restart_and_a_damaged_key_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let orgs = crate::identity::orgs::first();
        let secret = Secret::file(&folder.path().join("key-file")).unwrap();
        let open = || Trust::open(folder.path(), &secret, &orgs).map(|trust| trust.root("test", &orgs));
        let before = open().unwrap();
        assert_eq!(open().unwrap(), before);
        assert_eq!(before.seals.len(), orgs.len());
        let other = Secret::passphrase("another secret altogether");
        assert!(Trust::open(folder.path(), &other, &orgs).is_err());
        std::fs::write(folder.path().join("attestor.key.pem"), "broken").unwrap();
        assert!(open().is_err());
    }

    #[test]
    fn a_key_that_lay_open_is_locked_away() {
        let folder = tempfile::tempdir().unwrap();
        let orgs = crate::identity::orgs::first();
        std::fs::write(folder.path().join("log.key"), format!("{}\n", hex::encode([7; 32]))).unwrap();
        let open = Key(SigningKey::from_bytes(&[7; 32])).public();
        let secret = Secret::file(&folder.path().join("key-file")).unwrap();
        assert_eq!(Trust::open(folder.path(), &secret, &orgs).unwrap().log.public(), open);
        assert!(!folder.path().join("log.key").exists());
        let text = std::fs::read_to_string(folder.path().join("log.key.pem")).unwrap();
        assert!(text.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"));
        assert_eq!(Trust::open(folder.path(), &secret, &orgs).unwrap().log.public(), open);
    }
}
