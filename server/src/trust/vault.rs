//! Private keys at rest: P-256 and Ed25519 in encrypted PKCS#8 (PBES2, AES-256), opened by the content of a key
//! file or a passphrase. `openssl pkey` reads them too.

use crate::identity::token;
use anyhow::Context;
use p256::ecdsa::SigningKey;
use pkcs8::der::pem::LineEnding;
use pkcs8::pkcs5::pbes2;
use pkcs8::{EncodePrivateKey, EncryptedPrivateKeyInfoRef, PrivateKeyInfoRef, SecretDocument};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

/// What people remember is guessed at; this many rounds make each guess slow.
const ROUNDS_FOR_PEOPLE: u32 = 600_000;
/// 256 random bits cannot be guessed at any speed.
const ROUNDS_FOR_FILES: u32 = 1_000;

/// Opens the keys.
pub struct Secret {
    phrase: String,
    rounds: u32,
}

impl Secret {
    /// The passphrase, or the content of a file: the one named, or `folder/key-file`. Whichever file it is,
    /// it is made if it is missing, and so is `folder`.
    ///
    /// # Errors
    /// If both are given, the passphrase is short, or the file cannot be read or made.
    pub fn of(folder: &Path, file: Option<&Path>, passphrase: Option<&str>) -> anyhow::Result<Self> {
        std::fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)
            .with_context(|| format!("cannot make {}", folder.display()))?;
        match (file, passphrase) {
            (Some(_), Some(_)) => {
                anyhow::bail!("key-file and key-passphrase are both set; the keys are opened by one of them")
            }
            (None, Some(phrase)) => {
                anyhow::ensure!(
                    phrase.chars().count() >= 12,
                    "key-passphrase must have 12 characters at least"
                );
                Ok(Self::passphrase(phrase))
            }
            (Some(file), None) => Self::file(file),
            (None, None) => Self::file(&folder.join("key-file")),
        }
    }

    pub fn passphrase(phrase: &str) -> Self {
        Self {
            phrase: phrase.to_owned(),
            rounds: ROUNDS_FOR_PEOPLE,
        }
    }

    /// The content of the file at `path`, which is made if it is missing.
    ///
    /// # Errors
    /// If the file cannot be read or made, or is nearly empty.
    pub fn file(path: &Path) -> anyhow::Result<Self> {
        if !path.exists() {
            write(path, format!("{}\n", hex::encode(token::random::<32>())).as_bytes())?;
        }
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        let phrase = text.trim().to_owned();
        anyhow::ensure!(
            phrase.len() >= 32,
            "{} holds no secret of 32 characters",
            path.display()
        );
        Ok(Self {
            phrase,
            rounds: ROUNDS_FOR_FILES,
        })
    }
}

/// Reads the P-256 key `path`, or makes it.
///
/// # Errors
/// If the secret does not open it, or the file cannot be read or made. A key that does not open is
/// never replaced: what it signed would lose its meaning.
pub fn key(path: &Path, secret: &Secret) -> anyhow::Result<SigningKey> {
    if path.exists() {
        let open = opened(path, secret)?;
        let key = PrivateKeyInfoRef::try_from(open.as_bytes()).and_then(SigningKey::try_from);
        return key.ok().with_context(|| damaged(path));
    }
    let key = fresh();
    let plain = key.to_pkcs8_der().map_err(|error| anyhow::anyhow!("{error}"))?;
    seal(path, secret, plain.as_bytes())?;
    Ok(key)
}

/// `PrivateKeyInfo` of an Ed25519 key up to its seed (RFC 8410 §7).
const ED25519: [u8; 16] = [
    0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
];

/// Reads the seed of the Ed25519 key `path`, or keeps what `make` makes.
///
/// # Errors
/// As [`key`].
pub fn seed(path: &Path, secret: &Secret, make: impl FnOnce() -> anyhow::Result<[u8; 32]>) -> anyhow::Result<[u8; 32]> {
    if path.exists() {
        let open = opened(path, secret)?;
        let seed = open.as_bytes().strip_prefix(&ED25519);
        return seed
            .and_then(|seed| seed.try_into().ok())
            .with_context(|| damaged(path));
    }
    let seed = make()?;
    seal(path, secret, &[&ED25519[..], &seed].concat())?;
    Ok(seed)
}

fn damaged(path: &Path) -> String {
    format!(
        "{} does not open: wrong passphrase or key file, or a damaged key",
        path.display()
    )
}

/// `PrivateKeyInfo` in the encrypted file.
fn opened(path: &Path, secret: &Secret) -> anyhow::Result<SecretDocument> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let open = || {
        let (label, sealed) = SecretDocument::from_pem(&text).ok()?;
        let sealed = EncryptedPrivateKeyInfoRef::try_from(sealed.as_bytes()).ok()?;
        let open = sealed.decrypt(&secret.phrase).ok();
        open.filter(|_| label == "ENCRYPTED PRIVATE KEY")
    };
    open().with_context(|| damaged(path))
}

fn seal(path: &Path, secret: &Secret, plain: &[u8]) -> anyhow::Result<()> {
    let (salt, iv) = (token::random::<16>(), token::random::<16>());
    let how = pbes2::Parameters::generate_pbkdf2_sha256_aes256cbc(secret.rounds, &salt, iv)
        .map_err(|error| anyhow::anyhow!("{error}"))?;
    let sealed = PrivateKeyInfoRef::try_from(plain)
        .and_then(|info| info.encrypt_with_params(how, &secret.phrase))
        .map_err(|error| anyhow::anyhow!("{error}"))?;
    let text = sealed
        .to_pem("ENCRYPTED PRIVATE KEY", LineEnding::LF)
        .map_err(|error| anyhow::anyhow!("{error}"))?;
    write(path, text.as_bytes())
}

fn fresh() -> SigningKey {
    loop {
        // All but one in 2^32 draws are a key.
        if let Ok(key) = SigningKey::from_slice(&token::random::<32>()) {
            return key;
        }
    }
}

/// Written aside and renamed: a crash leaves no half file behind.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let aside = path.with_extension("new");
    let _ = std::fs::remove_file(&aside);
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&aside)
        .with_context(|| format!("cannot make {}", aside.display()))?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&aside, path)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use pades::key::Signer;

    #[test]
    fn a_key_comes_back_by_its_secret_alone() {
        let folder = tempfile::tempdir().unwrap();
        let (path, by) = (folder.path().join("root.key.pem"), folder.path().join("secret"));
        let made = key(&path, &Secret::file(&by).unwrap()).unwrap();
        let again = key(&path, &Secret::file(&by).unwrap()).unwrap();
        assert_eq!(made.public(), again.public());
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"));
        assert!(key(&path, &Secret::passphrase("another secret altogether")).is_err());
        assert_eq!(std::fs::read_to_string(&path).unwrap(), text, "never replaced");
    }
}
