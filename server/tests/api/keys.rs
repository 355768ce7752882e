//! Private keys at rest: none lies open, and those that an earlier version left open are locked away.

use crate::support::{Kind, Portal, portal};
use domain::dossier::TrustRoot;
use domain::hash::PublicKey;
use domain::moment::Timestamp;
use ed25519_dalek::SigningKey;
use server::trust::vault::Secret;
use server::witness;
use std::path::Path;

/// Writes a key as earlier versions did; answers its public half.
fn open(folder: &Path, name: &str, seed: u8) -> PublicKey {
    std::fs::create_dir_all(folder).expect("a folder");
    let text = format!("{}\n", hex::encode([seed; 32]));
    std::fs::write(folder.join(format!("{name}.key")), text).expect("it writes");
    PublicKey(SigningKey::from_bytes(&[seed; 32]).verifying_key().to_bytes())
}

/// Names of the files with keys below `folder`, all of which are locked.
fn locked(folder: &Path) -> Vec<String> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).expect("it reads") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if path.is_dir() {
            names.extend(locked(&path));
        } else if name.ends_with("key") || name.contains(".key.") {
            let text = std::fs::read_to_string(&path).expect("it reads");
            assert!(text.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"), "{name}");
            names.push(name);
        }
    }
    names
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_that_lay_open_are_read_once_and_locked_away() {
    let mut known = None;
    let portal = Portal::start_with(Kind::Sqlite, Timestamp(portal::NOW), |config| {
        let trust = config.place.data.join("trust");
        known = Some(open(&trust, "webhooks", 5));
        open(&trust, "rooms", 6);
    })
    .await;
    assert_eq!(Some(portal.app.webhook_key.public()), known);
    let trust = portal.folder.path().join("trust");
    for name in ["webhooks.key.pem", "rooms.key.pem", "log.key.pem", "root.key.pem"] {
        assert!(locked(&trust).iter().any(|found| found == name), "{name}");
    }
    let root: TrustRoot = portal.stranger().get("/api/v1/trust").await.read();
    let portal = portal.restart().await;
    assert_eq!(Some(portal.app.webhook_key.public()), known);

    let folder = tempfile::tempdir().expect("a folder");
    let key = open(folder.path(), "witness", 7);
    let secret = Secret::passphrase("what the court's clerk knows");
    for _ in 0..2 {
        let memory = witness::open(folder.path(), "court.example/witness", &root, &secret).expect("it opens");
        assert_eq!(memory.witness().key, key);
        assert_eq!(locked(folder.path()), ["witness.key.pem"]);
    }
    let other = Secret::passphrase("what somebody else guesses");
    assert!(witness::open(folder.path(), "court.example/witness", &root, &other).is_err());
}
