//! Sealed documents are stamped again for decades, each time before the timestamp before runs out.

use crate::support::pyhanko;
use crate::support::signing::{agreed, effective, granted, mediator, minuted, until};
use crate::support::story::{self, Story, WORKER};
use crate::support::{Kind, Portal, stamped};
use domain::case::Case;
use domain::dossier::container::{self, File};
use domain::dossier::{self, TrustRoot};
use domain::hash::Digest;
use domain::moment::Timestamp;
use domain::paper::{PaperKind, wanted};
use domain::renewal::Logged;
use server::jobs::renew;

const YEAR: i64 = 365 * 86_400_000;
/// Into the last year of a timestamp.
const LATER: i64 = 14 * YEAR + YEAR / 4;

/// The worker's dossier of today.
async fn downloaded(portal: &Portal, story: &Story) -> Vec<u8> {
    let worker = portal.party(WORKER).await;
    let path = format!("/api/v1/cases/{}/dossier", story.case);
    let answer = worker
        .request(reqwest::Method::GET, &path)
        .send()
        .await
        .expect("it answers");
    answer.bytes().await.expect("to the end").to_vec()
}

/// The same, which must be sound.
async fn packed(portal: &Portal, story: &Story) -> Vec<File> {
    let bytes = downloaded(portal, story).await;
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

/// The file of the first such paper.
fn paper(case: &Case, kind: PaperKind) -> Option<String> {
    let place = case.papers.iter().position(|paper| paper.kind == kind)?;
    Some(format!("documents/paper-{}.pdf", place + 1))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sealed_documents_are_stamped_again_before_their_timestamps_run_out() {
    let portal = Portal::start(Kind::Sqlite).await;
    let story = story::mediating_with(&portal, mediator(&portal).await).await;
    minuted(&portal, &story).await;
    agreed(&portal, &story).await;
    let (case, pdf) = effective(&portal, &story).await;
    granted(&portal, &story).await;
    let whole = |case: &Case| paper(case, PaperKind::CompletionCertificate).is_some() && wanted(case).is_none();
    until(&story, whole).await;
    // What is served is told in the log too.
    portal.idle().await;
    let case_now = until(&story, whole).await;
    let issued = |kind| paper(&case_now, kind).expect("waited for");
    let papers = [PaperKind::Minutes, PaperKind::CompletionCertificate].map(issued);
    let trust: TrustRoot = portal.stranger().get("/api/v1/trust").await.read();
    let documents = [
        "documents/agreement.pdf",
        "documents/decision-1.pdf",
        papers[0].as_str(),
        papers[1].as_str(),
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
    // But for the log, which grows by every dossier's own seal.
    let others = |files: &[File]| -> Vec<File> {
        let outside = files[3..].iter().filter(|file| !file.name.starts_with("log/"));
        outside.cloned().collect()
    };
    assert_eq!(others(&packed(&portal, &story).await), others(&first));

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
    pyhanko::accepts(named(&second, documents[0]), &trust, portal.now());
    let portal = {
        portal.pass(LATER);
        portal.restart().await
    };
    renew::once(&portal.app).await;
    renew::once(&portal.app).await;
    let third = packed(&portal, &story).await;
    // Each is a leaf of the tree, and the dossier proves it.
    let logged = |files: &[File]| -> Vec<Logged> {
        let found = files.iter().find(|file| file.name == "log/renewals.json");
        found.map_or_else(Vec::new, |file| serde_json::from_slice(&file.bytes).expect("renewals"))
    };
    let once = logged(&second).len();
    assert!(once >= documents.len());
    assert_eq!([&first, &third].map(|files| logged(files).len()), [0, 2 * once]);
    // The first timestamp has run out meanwhile.
    let pdf = named(&third, documents[0]);
    stamped::bouncy_castle_accepts(pdf, &trust, &["Time", "Time2", "Time3"]);
    stamped::openssl_accepts_the_chain(pdf, &trust, portal.now());
    pyhanko::accepts_in_the_past(pdf, &trust, portal.now());
    portal.app.store.check().await.expect("the tree holds");
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

    // Without that, nobody believes a later timestamp.
    sqlx::query("DELETE FROM renewals")
        .execute(portal.app.store.pool())
        .await
        .expect("deleted");
    let bytes = downloaded(&portal, &story).await;
    let faults = dossier::verify(&bytes, &trust).faults;
    let said: Vec<String> = faults.iter().map(|it| format!("{} {}", it.place, it.code)).collect();
    let wanted = documents
        .iter()
        .flat_map(|name| ["Time2", "Time3"].map(|field| format!("{name}#{field} proof_missing")));
    assert_eq!(said, wanted.collect::<Vec<_>>());
}
