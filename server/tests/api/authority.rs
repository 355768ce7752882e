//! The portal's authority over HTTP: revocation lists, timestamps, and timestamps of another.

use crate::support::others::openssl;
use crate::support::signing::{effective, presented};
use crate::support::{Kind, Portal};
use domain::dossier::{self, TrustRoot};
use pades::path::Roots;
use std::path::Path;
use std::sync::Arc;
use x509_cert::crl::CertificateList;
use x509_cert::der::Decode;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_revocation_lists_are_the_authorities_own() {
    let portal = Portal::start(Kind::Sqlite).await;
    for (name, issuer) in [("root", "Maplebridge Root CA"), ("issuing", "Maplebridge Signers CA")] {
        let url = format!("{}/crl/{name}.crl", portal.origin);
        let answer = reqwest::get(url).await.expect("it answers");
        assert_eq!(answer.headers()["content-type"], "application/pkix-crl");
        let list: CertificateList = Decode::from_der(&answer.bytes().await.expect("to the end")).expect("a list");
        assert!(list.tbs_cert_list.issuer.to_string().contains(issuer));
        assert!(list.tbs_cert_list.revoked_certificates.is_none());
    }
    let lost = reqwest::get(format!("{}/crl/other.crl", portal.origin)).await;
    assert_eq!(lost.expect("it answers").status(), 404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn openssl_asks_for_a_timestamp_and_verifies_the_answer() {
    let portal = Portal::start(Kind::Sqlite).await;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path();
    std::fs::write(path.join("data"), b"what existed").expect("it writes");
    openssl(path, "ts -query -data data -sha512 -cert -out query");
    let client = reqwest::Client::new();
    let url = format!("{}/timestamp", portal.origin);
    let ask = |body: Vec<u8>| {
        client
            .post(&url)
            .header("content-type", "application/timestamp-query")
            .body(body)
    };
    let answer = ask(std::fs::read(path.join("query")).expect("it reads"))
        .send()
        .await
        .expect("it answers");
    assert_eq!(answer.headers()["content-type"], "application/timestamp-reply");
    std::fs::write(path.join("reply"), answer.bytes().await.expect("to the end")).expect("it writes");
    let trust: TrustRoot = portal.stranger().get("/api/v1/trust").await.read();
    std::fs::write(path.join("root.der"), &trust.roots[0].0).expect("it writes");
    openssl(path, "x509 -inform der -in root.der -out root.pem");
    let said = openssl(path, "ts -verify -queryfile query -in reply -CAfile root.pem");
    assert!(said.contains("Verification: OK"), "{said}");

    let refused = ask(b"no question".to_vec()).send().await.expect("it answers");
    std::fs::write(path.join("refusal"), refused.bytes().await.expect("to the end")).expect("it writes");
    let said = openssl(path, "ts -reply -in refusal -text");
    assert!(
        said.contains("Rejected") && said.contains("the data submitted has the wrong format"),
        "{said}"
    );
    let unasked = client.post(&url).body("x").send().await.expect("it answers");
    assert_eq!(unasked.status(), 415);
}

/// A timestamping authority of OpenSSL's behind HTTP, with a root of its own; answers where.
async fn another(folder: &Path) -> String {
    let put = |name: &str, text: &str| std::fs::write(folder.join(name), text).expect("it writes");
    put(
        "ca.cnf",
        "[req]\ndistinguished_name = dn\n[dn]\n[ca]\nbasicConstraints = critical,CA:TRUE\nkeyUsage = critical,keyCertSign,cRLSign\n\
         subjectKeyIdentifier = hash\n[leaf]\nbasicConstraints = critical,CA:FALSE\nkeyUsage = critical,digitalSignature\n\
         extendedKeyUsage = critical,timeStamping\nauthorityKeyIdentifier = keyid\n\
         [authority]\ndatabase = index\ncrlnumber = number\ndefault_md = sha256\ndefault_crl_days = 30\n",
    );
    put("index", "");
    put("number", "01\n");
    put("serial", "01\n");
    put(
        "tsa.cnf",
        "[tsa]\ndefault_tsa = here\n[here]\nserial = serial\nsigner_cert = tsa.pem\nsigner_key = tsa.key\nsigner_digest = sha256\n\
         default_policy = 1.3.6.1.4.1.32473.2\ndigests = sha256, sha512\naccuracy = secs:1\ness_cert_id_alg = sha256\n",
    );
    for line in [
        "ecparam -name prime256v1 -genkey -noout -out ca.key",
        "ecparam -name prime256v1 -genkey -noout -out tsa.key",
        "req -x509 -new -key ca.key -subj /CN=Other -days 365 -config ca.cnf -extensions ca -out ca.pem",
        "req -new -key tsa.key -subj /CN=Clock -config ca.cnf -out tsa.csr",
        "x509 -req -in tsa.csr -CA ca.pem -CAkey ca.key -set_serial 7 -days 365 -extfile ca.cnf -extensions leaf -out tsa.pem",
        "ca -config ca.cnf -name authority -gencrl -keyfile ca.key -cert ca.pem -out crl.pem",
        "crl -in crl.pem -outform der -out ca.crl",
    ] {
        openssl(folder, line);
    }
    let folder = Arc::new(folder.to_owned());
    let answer = async move |body: axum::body::Bytes| {
        let folder = folder.clone();
        let reply = tokio::task::spawn_blocking(move || {
            let name = uuid::Uuid::new_v4().to_string();
            std::fs::write(folder.join(&name), &body).expect("it writes");
            openssl(
                &folder,
                &format!("ts -reply -config tsa.cnf -queryfile {name} -out {name}.reply"),
            );
            std::fs::read(folder.join(format!("{name}.reply"))).expect("it reads")
        });
        reply.await.expect("it replies")
    };
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0))
        .await
        .expect("a free port");
    let address = listener.local_addr().expect("bound");
    let router = axum::Router::new().route("/tsa", axum::routing::post(answer));
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}/tsa")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn timestamps_of_another_authority_are_taken_over_http() {
    let folder = tempfile::tempdir().expect("a folder");
    let url = another(folder.path()).await;
    let path = folder.path().to_owned();
    // OpenSSL's clock is the machine's; the story's runs ahead by a minute for each signer.
    let now = server::clock::Clock::System.now();
    let portal = Portal::start_with(Kind::Sqlite, now.plus_ms(-150_000), move |config| {
        config.timestamp = Some(url);
        config.timestamp_root = Some(path.join("ca.pem"));
        config.timestamp_crl = Some(path.join("ca.crl"));
    })
    .await;
    let story = presented(&portal).await;
    let (_, pdf) = effective(&portal, &story).await;
    let trust: TrustRoot = portal.stranger().get("/api/v1/trust").await.read();
    assert_eq!(trust.roots.len(), 2);
    let all: Vec<Vec<u8>> = trust.roots.iter().map(|root| root.0.clone()).collect();
    let report = pades::verify::verify(&pdf, &Roots::read(&all).expect("certificates"));
    assert_eq!(report.findings, []);
    assert_eq!(report.signatures[4].by, "Clock");
    assert!(dossier::verify_document(&pdf, &trust).lasting);
}
