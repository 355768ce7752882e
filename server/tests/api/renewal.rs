//! Sealed documents are stamped again for decades, each time before the timestamp before runs out.

use crate::support::signing::{effective, granted, presented, until};
use crate::support::story::{Story, WORKER};
use crate::support::{Kind, Portal};
use domain::case::Case;
use domain::dossier::container::{self, File};
use domain::dossier::{self, TrustRoot};
use domain::hash::Digest;
use domain::moment::{Timestamp, Zone};
use domain::paper::{PaperKind, wanted};
use server::jobs::renew;
use std::path::Path;
use std::process::Command;

const YEAR: i64 = 365 * 86_400_000;
/// Into the last year of a timestamp.
const LATER: i64 = 14 * YEAR + YEAR / 4;

/// The worker's dossier of today, which must be sound.
async fn packed(portal: &Portal, story: &Story) -> Vec<File> {
    let worker = portal.party(WORKER).await;
    let path = format!("/api/v1/cases/{}/dossier", story.case);
    let answer = worker
        .request(reqwest::Method::GET, &path)
        .send()
        .await
        .expect("it answers");
    let bytes = answer.bytes().await.expect("to the end");
    let trust: TrustRoot = portal.stranger().get("/api/v1/trust").await.read();
    assert_eq!(dossier::verify(&bytes, &trust).faults, []);
    container::read(&bytes).expect("a container").files
}

fn named<'a>(files: &'a [File], name: &str) -> &'a [u8] {
    &files.iter().find(|file| file.name == name).expect("the file").bytes
}

/// Fields of the timestamps over everything.
fn stamps(pdf: &[u8], trust: &TrustRoot) -> Vec<String> {
    let report = dossier::verify_document(pdf, trust);
    assert_eq!((report.valid, report.lasting), (true, true));
    let stamps = report
        .signatures
        .into_iter()
        .filter(|it| it.kind == dossier::SignatureKind::Timestamp);
    stamps.map(|it| it.field).collect()
}

/// Where the certificate of completion stands among the papers.
fn certificate(case: &Case) -> Option<usize> {
    case.papers
        .iter()
        .position(|paper| paper.kind == PaperKind::CompletionCertificate)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sealed_documents_are_stamped_again_before_their_timestamps_run_out() {
    let portal = Portal::start(Kind::Sqlite).await;
    let story = presented(&portal).await;
    let (case, pdf) = effective(&portal, &story).await;
    granted(&portal, &story).await;
    let case_now = until(&story, |case| certificate(case).is_some() && wanted(case).is_none()).await;
    let certificate = format!(
        "documents/paper-{}.pdf",
        certificate(&case_now).expect("waited for") + 1
    );
    let trust: TrustRoot = portal.stranger().get("/api/v1/trust").await.read();
    let documents = [
        "documents/agreement.pdf",
        "documents/decision-1.pdf",
        certificate.as_str(),
    ];
    let first = packed(&portal, &story).await;
    assert_eq!(named(&first, documents[0]), pdf);
    renew::once(&portal.app).await;
    let far = Timestamp(portal.now().0 + 14 * YEAR);
    assert_eq!(
        portal.app.store.ending(far).await.expect("read"),
        [],
        "all were looked at, none ends soon"
    );
    assert_eq!(packed(&portal, &story).await[3..], first[3..]);

    // In the last year, while the authority's own certificate is the one that ends: nothing is gained.
    portal.pass(LATER);
    renew::once(&portal.app).await;
    let logged = case.agreement.as_ref().expect("presented").file;
    assert_eq!(
        portal.app.store.newest(logged.digest).await.expect("read"),
        logged.digest
    );
    // A start makes the authority's certificate anew.
    let portal = portal.restart().await;
    renew::once(&portal.app).await;
    let second = packed(&portal, &story).await;
    accepted_by_others(named(&second, documents[0]), &trust, portal.now());
    let portal = {
        portal.pass(LATER);
        portal.restart().await
    };
    renew::once(&portal.app).await;
    renew::once(&portal.app).await;
    let third = packed(&portal, &story).await;
    for name in documents {
        let [first, second, third] = [&first, &second, &third].map(|files| named(files, name));
        assert!(second.starts_with(first) && third.starts_with(second), "{name}");
        assert_eq!(stamps(second, &trust), ["Time", "Time2"], "{name}");
        assert_eq!(stamps(third, &trust), ["Time", "Time2", "Time3"], "{name}");
    }
    let logged = case.agreement.as_ref().expect("presented").file;
    assert_eq!(
        Digest::of(&named(&third, documents[0])[..logged.size as usize]),
        logged.digest
    );
}

/// pyHanko, looking on that day, takes the further timestamp for an addition that is allowed.
fn accepted_by_others(pdf: &[u8], trust: &TrustRoot, at: Timestamp) {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("agreement.pdf"), pdf).expect("it writes");
    std::fs::write(folder.path().join("root.der"), &trust.roots[0].0).expect("it writes");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace");
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), Into::into);
    let day = format!("{} 12:00:00", at.date(Zone::CHINA).plus_days(1));
    let output = Command::new("faketime")
        .arg(day)
        .arg(target.join("validators/bin/pyhanko"))
        .args([
            "sign",
            "adesverify",
            "--trust",
            "root.der",
            "--trust-replace",
            "agreement.pdf",
        ])
        .current_dir(folder.path())
        .output()
        .expect("cargo xtask setup installs it");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    for field in ["Claimant", "Respondent", "Mediator", "Seal"] {
        let line = said.lines().find(|line| line.starts_with(&format!("{field}:")));
        assert!(
            line.is_some_and(|line| line.contains(":INTACT:TRUSTED,TIMESTAMP_TOKEN<INTACT:TRUSTED>")
                && line.ends_with("ACCEPTABLE_MODIFICATIONS")),
            "{said}\n{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
}
