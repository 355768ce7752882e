//! Keys of authority, seals and timestamps in a PKCS#11 token: SoftHSM's.

use crate::support::signing::{effective, presented};
use crate::support::{Kind, Portal, portal};
use domain::dossier::{self, TrustRoot};
use domain::moment::Timestamp;
use server::config::Config;
use server::jobs::renew;
use server::trust::token::{Token, pin};
use std::path::{Path, PathBuf};
use std::process::Command;

const PIN: &str = "73914628";
const LABEL: &str = "portal";
/// Where SoftHSM's settings lie; it reads the variable once in a process.
const SETTINGS: &str = "SOFTHSM2_CONF";
/// Into the last years of a timestamping certificate.
const LATER: i64 = 14 * 365 * 86_400_000;

fn module() -> PathBuf {
    let all = [
        "/usr/lib/softhsm/libsofthsm2.so",
        "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
    ];
    let found = all.into_iter().map(PathBuf::from).find(|it| it.exists());
    found.expect("cargo xtask setup installs softhsm2")
}

/// Makes an empty token, and settings that name its folder.
fn softhsm(folder: &Path) -> PathBuf {
    let (settings, tokens) = (folder.join("softhsm2.conf"), folder.join("tokens"));
    std::fs::create_dir(&tokens).expect("a folder");
    let text = format!("directories.tokendir = {}\nlog.level = ERROR\n", tokens.display());
    std::fs::write(&settings, text).expect("it writes");
    let output = Command::new("softhsm2-util")
        .args([
            "--init-token",
            "--free",
            "--label",
            LABEL,
            "--so-pin",
            "00000000",
            "--pin",
            PIN,
        ])
        .env(SETTINGS, &settings)
        .output()
        .expect("cargo xtask setup installs softhsm2");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    settings
}

/// Runs this test again in a process of its own, for which `folder` has the token.
fn apart(name: &str, folder: &Path) {
    let settings = softhsm(folder);
    let output = Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", name, "--nocapture"])
        .env(SETTINGS, settings)
        .output()
        .expect("it runs");
    let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    assert!(output.status.success(), "{}", said.concat());
    assert!(!said.concat().contains(PIN), "a PIN is never shown");
}

fn locked(config: &mut Config) {
    let file = config.place.data.join("pin");
    std::fs::write(&file, format!("{PIN}\n")).expect("it writes");
    config.pkcs11 = Some(module());
    config.pkcs11_token = LABEL.into();
    config.pkcs11_pin_file = Some(file);
}

/// How many keys the token has for `file`.
fn keys(token: &std::sync::Arc<Token>, file: &str) -> usize {
    token.keys(&format!("maplebridge-{file}")).expect("it answers").len()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_in_a_token_certify_seal_and_stamp_and_never_leave_it() {
    let folder = tempfile::tempdir().expect("a folder");
    if std::env::var_os(SETTINGS).is_none() {
        return apart(
            "token::keys_in_a_token_certify_seal_and_stamp_and_never_leave_it",
            folder.path(),
        );
    }
    // Before anything is unlocked: a token stays open for its whole process.
    let wrong = Token::open(&module(), LABEL, "11111111".into()).err().expect("refused");
    assert!(!format!("{wrong:#}").contains("1111"), "{wrong:#}");
    assert!(Token::open(&module(), "another", PIN.into()).is_err());

    let portal = Portal::start_with(Kind::Sqlite, Timestamp(portal::NOW), locked).await;
    let story = presented(&portal).await;
    let (case, pdf) = effective(&portal, &story).await;
    let trust: TrustRoot = portal.stranger().get("/api/v1/trust").await.read();
    let report = dossier::verify_document(&pdf, &trust);
    assert_eq!((report.faults.as_slice(), report.lasting), (&[][..], true));
    let token = Token::open(&module(), LABEL, PIN.into()).expect("it opens");
    for file in ["root", "issuing", "stamping"] {
        assert_eq!(keys(&token, file), 1, "{file}");
    }
    let pki = portal.folder.path().join("trust/pki");
    let files: Vec<String> = std::fs::read_dir(&pki)
        .expect("it reads")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    assert!(files.iter().all(|name| !name.contains(".key")), "{files:?}");

    // A certificate that runs out is replaced with its key; the others stay.
    portal.pass(LATER);
    let portal = portal.restart_with(locked).await;
    assert_eq!((keys(&token, "root"), keys(&token, "stamping")), (1, 2));
    let again: TrustRoot = portal.stranger().get("/api/v1/trust").await.read();
    assert_eq!(again.roots, trust.roots);
    portal.pass(LATER / 14 / 4);
    renew::once(&portal.app).await;
    let logged = case.agreement.expect("presented").file.digest;
    let newest = portal.app.store.newest(logged).await.expect("read");
    let stamped = portal.app.files.get(newest).await.expect("kept");
    assert_ne!(newest, logged);
    assert!(dossier::verify_document(&stamped, &trust).valid);
}

#[test]
fn a_pin_comes_from_a_file_or_the_environment() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("pin");
    std::fs::write(&file, "1234\n").expect("it writes");
    assert_eq!(pin(Some(&file), None).expect("a PIN"), "1234");
    assert_eq!(pin(None, Some("5678")).expect("a PIN"), "5678");
    assert!(pin(None, None).is_err() && pin(Some(&file), Some("5678")).is_err() && pin(None, Some("")).is_err());
}
