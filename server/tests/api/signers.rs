//! Signers' keys certified by an authority of others: its certificates are OpenSSL's, and OpenSSL's CMP
//! judges what the portal asks and packs the answer.

use crate::support::others::{Answer, Authority, SECRET};
use crate::support::pyhanko;
use crate::support::signing::{MEDIATOR, attested, ceremony, file, marked, presented, signs, until};
use crate::support::story::{EMPLOYER, WORKER};
use crate::support::{Kind, Portal};
use domain::api::AttestAnswer;
use domain::command::Command;
use domain::dossier::{self, TrustRoot};
use pades::certificate::{self, COMMON_NAME, COUNTRY, SERIAL_NUMBER};
use pades::path::Roots;
use x509_cert::Certificate;
use x509_cert::der::Decode;

/// A portal whose signers are certified by `other`.
async fn portal(other: &Authority) -> Portal {
    let (url, root, lists) = (
        other.url(),
        other.path("ca.pem"),
        vec![other.path("ca.crl"), other.path("issuing.crl")],
    );
    let now = server::clock::Clock::System.now();
    Portal::start_with(Kind::Sqlite, now, move |config| {
        config.authority = Some(url);
        config.authority_reference = "portal".into();
        config.authority_secret = SECRET.into();
        config.authority_root = Some(root);
        config.authority_crl = lists;
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_the_certificate_that_was_asked_for_is_taken() {
    let other = Authority::start().await;
    let portal = portal(&other).await;
    let app = &portal.app;
    let subject = certificate::name(&[(COUNTRY, "CN"), (SERIAL_NUMBER, "7"), (COMMON_NAME, "张建国")]);
    let key = pades::key::ed25519_public(&[7; 32]);
    let claims = ["urn:maplebridge:role:claimant".to_owned()];
    let certify = async |answer| {
        other.answers(answer);
        let issued = app
            .signers
            .certify(&app.authority, &subject, &key, &claims, app.clock.now())
            .await;
        issued.map_err(|error| format!("{error:#}"))
    };
    for (answer, words) in [
        (Answer::None, "connection"),
        (Answer::Refusal, "the authority refuses"),
        (Answer::Forged, "not protected by the secret"),
        (Answer::OtherKey, "of another key"),
        (Answer::OtherSubject, "of another subject"),
        (Answer::WithoutClaims, "says nothing of the case"),
        (Answer::LastsForYears, "lasts longer than a day"),
        (Answer::ExpiredChain, "pdf_certificate_unfit"),
        (Answer::OtherIssuer, "pdf_issuer_untrusted"),
        (Answer::OfBefore, "to another question"),
    ] {
        let refused = certify(answer).await.expect_err("refused");
        assert!(refused.contains(words), "{answer:?}: {refused}");
    }
    let issued = certify(Answer::Right).await.expect("a certificate");
    assert_eq!(issued.issuers.len(), 1);
    let leaf = Certificate::from_der(&issued.certificate).expect("a certificate");
    assert_eq!(pades::verify::claims(&leaf), claims);
    let days = leaf.tbs_certificate().validity();
    let lasts = days.not_after.to_unix_duration() - days.not_before.to_unix_duration();
    assert_eq!(lasts.as_secs(), 660, "ten minutes, and one for clocks that differ");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_authority_of_others_certifies_signers_over_http() {
    let other = Authority::start().await;
    let portal = portal(&other).await;
    let story = presented(&portal).await;

    // Whatever goes wrong there costs nothing here: the code that was sent stays good, nobody waits.
    let begun = ceremony(&portal, &story.worker, story.case, WORKER).await;
    for wrong in [Answer::None, Answer::OtherKey, Answer::ExpiredChain] {
        other.answers(wrong);
        let refused = attested(&story.worker, story.case, &begun).await;
        refused.refused(503, "unavailable");
    }
    other.answers(Answer::Right);
    let answer: AttestAnswer = attested(&story.worker, story.case, &begun).await.read();
    let statement = marked(&story.worker, story.case, &begun, answer).await;
    story.worker.acts(story.case, Command::Sign(statement)).await;
    signs(&portal, &story.employer, story.case, EMPLOYER).await;
    // What would not hold is not handed out, and made once it does.
    other.lists_stale();
    signs(&portal, &story.mediator, story.case, MEDIATOR).await;
    let failed = "SELECT 1 FROM jobs WHERE kind = 'seal_agreement' AND error LIKE '%RevocationUnknown%'";
    let waited = async {
        while sqlx::query(failed)
            .fetch_optional(portal.app.store.pool())
            .await
            .expect("read")
            .is_none()
        {
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    };
    let waited = tokio::time::timeout(std::time::Duration::from_secs(30), waited).await;
    waited.expect("it fails");
    other.lists_anew();
    portal.pass(5_000);

    let case = until(&story, |case| case.effective_at.is_some()).await;
    let pdf = file(
        &story.mediator,
        story.case,
        case.agreement.as_ref().expect("presented").file.digest,
    )
    .await;
    let trust: TrustRoot = portal.stranger().get("/api/v1/trust").await.read();
    assert_eq!(trust.roots.len(), 2);
    let all: Vec<Vec<u8>> = trust.roots.iter().map(|root| root.0.clone()).collect();
    let report = pades::verify::verify(&pdf, &Roots::read(&all).expect("certificates"));
    assert_eq!(report.findings, []);
    assert!(report.lasting);
    let who: Vec<&str> = report.signatures.iter().map(|it| it.by.as_str()).collect();
    assert_eq!(who[..3], ["张建国", "李文静", "王秀兰"]);
    let request = story
        .worker
        .request(reqwest::Method::GET, &format!("/api/v1/cases/{}/dossier", story.case));
    let packed = request
        .send()
        .await
        .expect("it answers")
        .bytes()
        .await
        .expect("to the end");
    assert_eq!(dossier::verify(&packed, &trust).faults, []);
    // Whoever does not trust the other authority believes no signer.
    let mut own = trust.clone();
    own.roots.truncate(1);
    let faults = dossier::verify_document(&pdf, &own).faults;
    let said: Vec<_> = faults.iter().map(|it| (it.place.as_str(), it.code.as_str())).collect();
    let unknown = "pdf_issuer_untrusted";
    assert_eq!(
        said,
        [("Claimant", unknown), ("Respondent", unknown), ("Mediator", unknown)]
    );
    pyhanko::accepts(&pdf, &trust, portal.now());
}
