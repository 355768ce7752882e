//! Programs of others judge a document that was signed here: pyHanko, poppler's pdfsig (NSS),
//! OpenSSL and qpdf. `cargo xtask test` installs them.

use crate::support::signing::{agreed, effective, granted, mediator, minuted, presented, until};
use crate::support::stamped::around_value;
use crate::support::story;
use crate::support::{Kind, Portal};
use domain::dossier::{self, TrustRoot};
use domain::moment::Timestamp;
use domain::signer::KeyAlgorithm;
use pades::path::Roots;
use server::identity::orgs;
use std::path::{Path, PathBuf};
use std::process::Command;
use x509_cert::Certificate;
use x509_cert::der::{Decode, EncodePem};

/// A signed document on disk beside the root its reader trusts.
struct Case {
    folder: tempfile::TempDir,
    /// Signatures with their timestamps, by field.
    signatures: Vec<pades::verify::Signature>,
}

/// Signs `before` milliseconds ago, so that by now everyone's certificate has run out.
async fn signed(before: i64, keys: KeyAlgorithm) -> Case {
    let now = server::clock::Clock::System.now();
    // The story's own steps take some minutes of its clock.
    let portal = Portal::start_at(Kind::Sqlite, Timestamp(now.0 - before)).await;
    assert!(
        orgs::choose_signing(portal.app.store.pool(), orgs::CENTRE, keys)
            .await
            .expect("chosen")
    );
    let story = presented(&portal).await;
    let (_, pdf) = effective(&portal, &story).await;
    let trust: TrustRoot = portal.stranger().get("/api/v1/trust").await.read();
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("agreement.pdf"), &pdf).expect("it writes");
    let root = Certificate::from_der(&trust.roots[0].0).expect("a certificate");
    let pem = root.to_pem(x509_cert::der::pem::LineEnding::LF).expect("PEM");
    std::fs::write(folder.path().join("root.pem"), pem).expect("it writes");
    let report = pades::verify::verify(&pdf, &Roots::read(&[trust.roots[0].0.clone()]).expect("a root"));
    assert_eq!(report.findings, []);
    Case {
        folder,
        signatures: report.signatures,
    }
}

/// Where `cargo xtask test` put pyHanko.
fn pyhanko() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace");
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    target.join("validators/bin/pyhanko")
}

impl Case {
    /// What the program says on both outputs, and whether it ended well.
    fn ask(&self, program: &Path, arguments: &[&str]) -> (String, bool) {
        let output = Command::new(program)
            .args(arguments)
            .current_dir(self.folder.path())
            .env("LC_ALL", "C.UTF-8")
            .output()
            .unwrap_or_else(|error| panic!("{}: {error}; cargo xtask test installs it", program.display()));
        let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        (said.concat(), output.status.success())
    }
}

impl Case {
    /// What poppler says, with the root in an NSS store of its own.
    fn pdfsig(&self) -> String {
        for arguments in [
            &["-N", "-d", "sql:.", "--empty-password"][..],
            &["-A", "-d", "sql:.", "-n", "root", "-t", "C,C,C", "-i", "root.pem"],
        ] {
            let (said, well) = self.ask(Path::new("certutil"), arguments);
            assert!(well, "{said}");
        }
        self.ask(Path::new("pdfsig"), &["-nssdir", "sql:.", "agreement.pdf"]).0
    }
}

const TRUST: [&str; 3] = ["--trust", "root.pem", "--trust-replace"];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn four_programs_of_others_accept_a_fresh_agreement() {
    // As long as the story's clock runs ahead, so that it ends about now.
    let case = signed(4 * 60_000, KeyAlgorithm::Ed25519).await;
    let arguments = [&["sign", "validate", "--pretty-print"][..], &TRUST, &["agreement.pdf"]].concat();
    let (said, well) = case.ask(&pyhanko(), &arguments);
    assert_eq!((said.matches("judged VALID").count(), well), (4, true), "{said}");

    let (said, well) = case.ask(Path::new("qpdf"), &["--check", "agreement.pdf"]);
    assert!(
        well && said.contains("No syntax or stream encoding errors found"),
        "{said}"
    );

    let said = case.pdfsig();
    let (_, seal) = said.split_once("Field Name: Seal").expect("the seal");
    let (seal, _) = seal.split_once("Signature #").expect("the timestamp after it");
    assert!(
        seal.contains("Signature is Valid.") && seal.contains("Certificate is Trusted."),
        "{said}"
    );

    for signature in &case.signatures {
        let (token, content) = stamp(&case, signature);
        std::fs::write(case.folder.path().join("token"), token).expect("it writes");
        std::fs::write(case.folder.path().join("content"), content).expect("it writes");
        let arguments = [
            "ts",
            "-verify",
            "-in",
            "token",
            "-token_in",
            "-data",
            "content",
            "-CAfile",
            "root.pem",
        ];
        let (said, well) = case.ask(Path::new("openssl"), &arguments);
        assert!(well && said.contains("Verification: OK"), "{}: {said}", signature.field);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_agreement_stays_valid_after_the_signers_certificates_have_run_out() {
    let case = signed(6 * 3_600_000, KeyAlgorithm::Ed25519).await;
    let arguments = [&["sign", "adesverify"][..], &TRUST, &["agreement.pdf"]].concat();
    let (said, well) = case.ask(&pyhanko(), &arguments);
    for field in ["Claimant", "Respondent", "Mediator", "Seal"] {
        let line = said.lines().find(|line| line.starts_with(&format!("{field}:")));
        let line = line.unwrap_or_else(|| panic!("{field} is judged: {said}"));
        assert!(
            line.contains(":INTACT:TRUSTED,TIMESTAMP_TOKEN<INTACT:TRUSTED>"),
            "{said}"
        );
        assert!(line.ends_with("ACCEPTABLE_MODIFICATIONS"), "{said}");
    }
    assert!(well, "{said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn readers_that_know_no_ed25519_accept_every_party_signing_with_p256() {
    let case = signed(4 * 60_000, KeyAlgorithm::P256).await;
    let said = case.pdfsig();
    for kind in ["Signature is Valid.", "Certificate is Trusted."] {
        assert_eq!(said.matches(kind).count(), 4, "{said}");
    }
    let arguments = [&["sign", "validate", "--pretty-print"][..], &TRUST, &["agreement.pdf"]].concat();
    let (said, well) = case.ask(&pyhanko(), &arguments);
    assert_eq!((said.matches("judged VALID").count(), well), (4, true), "{said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn openssl_and_unzip_open_a_dossier_and_verify_its_seal() {
    let portal = Portal::start(Kind::Sqlite).await;
    let story = presented(&portal).await;
    let path = format!("/api/v1/cases/{}/dossier", story.case);
    let answer = story
        .worker
        .request(reqwest::Method::GET, &path)
        .send()
        .await
        .expect("it answers");
    assert_eq!(answer.headers()["content-type"], "application/vnd.etsi.asic-e+zip");
    let bytes = answer.bytes().await.expect("to the end");
    assert_eq!(&bytes[30..69], b"mimetypeapplication/vnd.etsi.asic-e+zip");
    let trust: TrustRoot = portal.stranger().get("/api/v1/trust").await.read();
    let report = dossier::verify(&bytes, &trust);
    assert_eq!(report.faults, []);
    assert_eq!(report.packed_by.as_deref(), Some("枫林市总工会劳动争议联合调解中心"));
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("dossier.asice"), &bytes).expect("it writes");
    let root = Certificate::from_der(&trust.roots[0].0).expect("a certificate");
    let pem = root.to_pem(x509_cert::der::pem::LineEnding::LF).expect("PEM");
    std::fs::write(folder.path().join("root.pem"), pem).expect("it writes");
    let case = Case {
        folder,
        signatures: Vec::new(),
    };
    let (said, well) = case.ask(Path::new("python3"), &["-m", "zipfile", "-e", "dossier.asice", "."]);
    assert!(well, "{said}");
    let line = "cms -verify -inform DER -in META-INF/signature.p7s -content META-INF/ASiCManifest.xml -binary -CAfile root.pem";
    let arguments: Vec<&str> = line.split(' ').collect();
    let (said, well) = case.ask(Path::new("openssl"), &arguments);
    assert!(well, "{said}");
    assert!(said.contains("CMS Verification successful"), "{said}");
    // What the manifest says of a file is what sha256sum says.
    let manifest = std::fs::read_to_string(case.folder.path().join("META-INF/ASiCManifest.xml")).expect("it reads");
    let (said, _) = case.ask(
        Path::new("openssl"),
        &["dgst", "-sha256", "-binary", "-out", "digest", "case/entries.jsonl"],
    );
    assert_eq!(said, "");
    let (digest, _) = case.ask(Path::new("openssl"), &["base64", "-in", "digest"]);
    assert!(manifest.contains(&format!("<ds:DigestValue>{}</ds:DigestValue>", digest.trim())));
}

/// `docs/spec/stranger.py`, which was written from the specification and shares no code with the product.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stranger_who_knows_only_the_specification_comes_to_the_same_verdict() {
    let portal = Portal::start(Kind::Sqlite).await;
    let story = story::mediating_with(&portal, mediator(&portal).await).await;
    minuted(&portal, &story).await;
    agreed(&portal, &story).await;
    effective(&portal, &story).await;
    granted(&portal, &story).await;
    let certified = |case: &domain::case::Case| {
        let kind = domain::paper::PaperKind::CompletionCertificate;
        case.papers.iter().any(|paper| paper.kind == kind)
    };
    until(&story, certified).await;
    let path = format!("/api/v1/cases/{}/dossier", story.case);
    let answer = story.worker.request(reqwest::Method::GET, &path).send().await;
    let dossier = answer.expect("it answers").bytes().await.expect("to the end").to_vec();
    let trust: TrustRoot = portal.stranger().get("/api/v1/trust").await.read();
    assert_eq!(dossier::verify(&dossier, &trust).faults, []);
    let case = Case {
        folder: tempfile::tempdir().expect("a folder"),
        signatures: Vec::new(),
    };
    let put = |name: &str, bytes: &[u8]| std::fs::write(case.folder.path().join(name), bytes).expect("it writes");
    put("trust.json", serde_json::to_string(&trust).expect("JSON").as_bytes());
    let python = pyhanko().with_file_name("python");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/spec/stranger.py");
    let asked = |bytes: &[u8], trust: &str| {
        put("dossier.asice", bytes);
        case.ask(&python, &[&script.to_string_lossy(), "dossier.asice", trust])
    };
    assert_eq!(asked(&dossier, "trust.json"), ("valid\n".to_owned(), true));

    // The same as the product finds, of what was packed again by somebody who may not.
    let swapped = |name: &str, change: &dyn Fn(&mut Vec<u8>)| {
        let mut files = dossier::container::read(&dossier).expect("a container").files;
        change(&mut files.iter_mut().find(|it| it.name == name).expect(name).bytes);
        dossier::container::write(&files)
    };
    let middle = |bytes: &mut Vec<u8>| {
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
    };
    for name in [
        "META-INF/ASiCManifest.xml",
        "META-INF/signature.p7s",
        "case/entries.jsonl",
        "log/inclusion.json",
        "log/artefacts.json",
        "log/checkpoint.txt",
        "documents/agreement.pdf",
        "documents/decision-1.pdf",
        "documents/paper-5.pdf",
    ] {
        let bad = swapped(name, &middle);
        let (said, well) = asked(&bad, "trust.json");
        assert!(!well && said.ends_with("invalid\n"), "{name}: {said}");
        assert!(!dossier::verify(&bad, &trust).valid, "{name}");
    }
    // Added after the last timestamp: nothing that was signed is touched.
    let longer = swapped("documents/agreement.pdf", &|bytes| bytes.extend(b"% more\n"));
    let (said, well) = asked(&longer, "trust.json");
    assert!(
        !well && said.contains("documents/agreement.pdf pdf_malformed"),
        "{said}"
    );
    // Another portal's root.
    let mut others = trust.clone();
    others.attestor = others.log;
    put("others.json", serde_json::to_string(&others).expect("JSON").as_bytes());
    let (said, _) = asked(&dossier, "others.json");
    for code in ["attestation_forged", "attestor_not_trusted"] {
        assert!(said.contains(code), "{said}");
    }
}

/// The timestamp of a signature, and what it stamps.
fn stamp(case: &Case, signature: &pades::verify::Signature) -> (Vec<u8>, Vec<u8>) {
    if signature.kind != pades::sign::Kind::Stamp {
        return (signature.stamp.clone().expect("a timestamp"), signature.value.clone());
    }
    let pdf = std::fs::read(case.folder.path().join("agreement.pdf")).expect("it reads");
    (signature.value.clone(), around_value(&pdf))
}
