//! Signatures in the agreement itself, over HTTP, as browsers make them.

use crate::support::signing::{self, attested, ceremony, effective, file, granted, marked, presented, signs};
use crate::support::story::{EMPLOYER, WORKER};
use crate::support::{Kind, Portal};
use domain::api::AttestAnswer;
use domain::artefact::LoggedArtefact;
use domain::case::Case;
use domain::command::Command;
use domain::dossier::{self, Rendering, TrustRoot};
use domain::hash::Digest;
use domain::mark::MarkFault;
use domain::paper::PaperKind;
use domain::signer::KeyAlgorithm;
use pades::path::Roots;
use pades::sign::Kind as Mark;
use server::identity::orgs;

async fn trust(portal: &Portal) -> TrustRoot {
    portal.stranger().get("/api/v1/trust").await.read()
}

fn roots(trust: &TrustRoot) -> Roots {
    let all: Vec<Vec<u8>> = trust.roots.iter().map(|root| root.0.clone()).collect();
    Roots::read(&all).expect("certificates")
}

on_both_databases! {
    async fn everyone_signs_in_the_document_and_the_dossier_proves_it(portal: Portal) {
        let story = presented(&portal).await;
        let (case, pdf) = effective(&portal, &story).await;
        let agreement = case.agreement.as_ref().unwrap();
        assert_eq!(Digest::of(&pdf[..agreement.size as usize]), agreement.document, "it begins with what was shown");
        let trust = trust(&portal).await;
        let report = pades::verify::verify(&pdf, &roots(&trust));
        assert_eq!(report.findings, []);
        assert!(report.lasting);
        let who: Vec<_> = report.signatures.iter().map(|it| (it.field.as_str(), it.kind, it.by.as_str())).collect();
        assert_eq!(who, [
            ("Claimant", Mark::Approval, "张建国"),
            ("Respondent", Mark::Approval, "李文静"),
            ("Mediator", Mark::Approval, "王秀兰"),
            ("Seal", Mark::Seal, "枫林市总工会劳动争议联合调解中心"),
            ("Time", Mark::Stamp, "Maplebridge built-in timestamps"),
        ]);
        let claims = &report.signatures[0].claims;
        let (_, terms) = case.agreed_terms.as_ref().unwrap();
        for claim in [format!("urn:maplebridge:case:{}", case.id), format!("urn:maplebridge:terms:{terms}"), "urn:maplebridge:assurance:phone".into()] {
            assert!(claims.contains(&claim), "{claims:?}");
        }
        let request = story.worker.request(reqwest::Method::GET, &format!("/api/v1/cases/{}/dossier", story.case));
        // The tree takes entries in within a second.
        let packed = request.send().await.unwrap().bytes().await.unwrap();
        let found = dossier::verify_rendering(&packed, &trust, &documents::again);
        assert_eq!((found.faults.as_slice(), found.rendering), (&[][..], Some(Rendering::Same)));
        // Three certificates and circumstances, four signatures, five timestamps, the document.
        assert!(found.artefacts >= 16, "{}", found.artefacts);
        assert_eq!(found.certificates_unused, 0);
        let mut files = dossier::container::read(&packed).unwrap().files;
        let logged = files.iter_mut().find(|it| it.name == "log/artefacts.json").unwrap();
        let mut all: Vec<LoggedArtefact> = serde_json::from_slice(&logged.bytes).unwrap();
        let secret = Digest::of(&report.signatures[1].certificate);
        all.retain(|it| it.artefact.digest != secret);
        logged.bytes = domain::text::canonical_json(&all).into_bytes();
        let faults = dossier::verify(&dossier::container::write(&files), &trust).faults;
        assert!(faults.iter().any(|it| (it.place.as_str(), it.code.as_str()) == ("documents/agreement.pdf#Respondent", "proof_missing")));
        let mut without = trust.clone();
        without.roots.clear();
        assert_eq!(dossier::verify(&packed, &without).faults[0].code, "roots_missing");
    }

    async fn one_signs_at_a_time_and_a_place_given_up_is_never_used_again(portal: Portal) {
        let story = presented(&portal).await;
        let first = ceremony(&portal, &story.worker, story.case, WORKER).await;
        let answer: AttestAnswer = attested(&story.worker, story.case, &first).await.read();
        let late = marked(&story.worker, story.case, &first, answer).await;
        let second = ceremony(&portal, &story.employer, story.case, EMPLOYER).await;
        // The ceremony's clock step has run the first lease out by now; both begin at once here.
        let first_again = ceremony(&portal, &story.worker, story.case, WORKER).await;
        let answer: AttestAnswer = attested(&story.worker, story.case, &first_again).await.read();
        attested(&story.employer, story.case, &second).await.refused(409, "mark_busy");
        // The code was not spent on that.
        let mark = marked(&story.worker, story.case, &first_again, answer).await;
        story.worker.asks(story.case, Command::Sign(late)).await.refused(422, "mark_stale");
        story.worker.acts(story.case, Command::Sign(mark.clone())).await;
        let answer: AttestAnswer = attested(&story.employer, story.case, &second).await.read();
        let next = marked(&story.employer, story.case, &second, answer).await;
        story.employer.acts(story.case, Command::Sign(next)).await;
        story.worker.asks(story.case, Command::Sign(mark)).await.refused(422, "mark_stale");
    }

    async fn the_same_signature_sent_again_gets_the_same_answer(portal: Portal) {
        let story = presented(&portal).await;
        let first = ceremony(&portal, &story.worker, story.case, WORKER).await;
        let answer: AttestAnswer = attested(&story.worker, story.case, &first).await.read();
        let mark = marked(&story.worker, story.case, &first, answer).await;
        let submission = crate::support::submission(Command::Sign(mark));
        let once: domain::api::Accepted = story.worker.submit(story.case, &submission).await.read();
        let again: domain::api::Accepted = story.worker.submit(story.case, &submission).await.read();
        assert_eq!(once.seq, again.seq);
    }

    async fn a_statement_without_its_mark_or_with_anothers_is_refused(portal: Portal) {
        let story = presented(&portal).await;
        let first = ceremony(&portal, &story.worker, story.case, WORKER).await;
        let answer: AttestAnswer = attested(&story.worker, story.case, &first).await.read();
        let whole = marked(&story.worker, story.case, &first, answer).await;
        let mut bare = whole.clone();
        bare.mark = None;
        story.worker.asks(story.case, Command::Sign(bare)).await.refused(422, "mark_missing");
        let mut other = whole.clone();
        let certificate = other.mark.as_ref().unwrap().certificate;
        other.mark.as_mut().unwrap().content = certificate;
        story.worker.asks(story.case, Command::Sign(other)).await.refused(422, "signature_invalid");
        story.employer.asks(story.case, Command::Sign(whole)).await.refused(422, "mark_stale");
    }
}

on_both_databases! {
    async fn a_certificate_is_in_the_log_whether_or_not_its_holder_signs(portal: Portal) {
        let story = presented(&portal).await;
        let given_up = ceremony(&portal, &story.worker, story.case, WORKER).await;
        attested(&story.worker, story.case, &given_up).await.ok();
        effective(&portal, &story).await;
        let request = story.worker.request(reqwest::Method::GET, &format!("/api/v1/cases/{}/dossier", story.case));
        let packed = request.send().await.unwrap().bytes().await.unwrap();
        let found = dossier::verify(&packed, &trust(&portal).await);
        assert_eq!((found.faults.as_slice(), found.certificates_unused), (&[][..], 1));
        let leaves = portal.app.store.check().await.unwrap();
        // Beside entries and what belongs to the case, the authorities' own certificates.
        assert!(leaves.leaves > leaves.entries + found.artefacts + 3, "{leaves:?} {}", found.artefacts);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_signers_own_machine_refuses_another_document_range_or_key() {
    let portal = Portal::start(Kind::Sqlite).await;
    let story = presented(&portal).await;
    let begun = ceremony(&portal, &story.worker, story.case, WORKER).await;
    let answer: AttestAnswer = attested(&story.worker, story.case, &begun).await.read();
    let place = answer.place.unwrap();
    let base = file(&story.worker, story.case, place.base).await;
    let agreement = begun.case.agreement.clone().unwrap();
    let refused = |place: &domain::mark::MarkPlace, base: &[u8], agreement: &domain::case::Agreement| {
        place
            .sign(base, agreement, &begun.request.key, |_| panic!("nothing is signed"))
            .unwrap_err()
    };
    let mut other = base.clone();
    other[1_000] ^= 1;
    assert_eq!(refused(&place, &other, &agreement), MarkFault::OtherDocument);
    let mut wider = place.clone();
    wider.range[1] -= 1;
    assert_eq!(refused(&wider, &base, &agreement), MarkFault::OtherRange);
    let mut longer = place.clone();
    longer.tail.0.push(b'\n');
    assert_eq!(refused(&longer, &base, &agreement), MarkFault::OtherRange);
    let mut foreign = place.clone();
    foreign.certificate.0 = foreign.certificate.0.iter().map(|byte| byte ^ 1).collect();
    assert_eq!(refused(&foreign, &base, &agreement), MarkFault::OtherKey);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_refusal_to_sign_the_next_agreement_is_signed_afresh() {
    let portal = Portal::start(Kind::Sqlite).await;
    let story = presented(&portal).await;
    signs(&portal, &story.worker, story.case, WORKER).await;
    let decline = Command::DeclineToSign {
        reason: "金额有误".into(),
        clause: None,
    };
    story.employer.acts(story.case, decline).await;
    let case = signing::folded(&story.mediator, story.case).await;
    assert_eq!(case.agreement, None);
    signing::agreed_again(&story).await;
    let (_, pdf) = effective(&portal, &story).await;
    let report = pades::verify::verify(&pdf, &roots(&trust(&portal).await));
    assert_eq!((report.findings.len(), report.signatures.len()), (0, 5));
}

on_both_databases! {
    async fn a_body_may_have_its_parties_sign_with_p256(portal: Portal) {
        let admin = portal.staff("admin", domain::actor::Role::OrgAdmin, orgs::CENTRE).await;
        let story = presented(&portal).await;
        let path = format!("/api/v1/office/bodies/{}/signing", orgs::CENTRE);
        let begun = ceremony(&portal, &story.worker, story.case, WORKER).await;
        let chosen = |person: &crate::support::Person| {
            let request = person.request(reqwest::Method::PUT, &path).json(&serde_json::json!({ "keys": "p256" }));
            crate::support::person::Answer::of(request)
        };
        chosen(&story.mediator).await.refused(403, "not_your_role");
        chosen(&admin).await.ok();
        // A page opened before still makes the other kind of key.
        attested(&story.worker, story.case, &begun).await.refused(422, "key_unfit");
        let (case, pdf) = effective(&portal, &story).await;
        assert!(case.signatures.iter().all(|it| it.key.algorithm() == KeyAlgorithm::P256));
        let trust = trust(&portal).await;
        let report = pades::verify::verify(&pdf, &roots(&trust));
        assert_eq!((report.findings.len(), report.signatures.len()), (0, 5));
        let request = story.worker.request(reqwest::Method::GET, &format!("/api/v1/cases/{}/dossier", story.case));
        let packed = request.send().await.unwrap().bytes().await.unwrap();
        assert_eq!(dossier::verify(&packed, &trust).faults, []);
    }

    async fn a_decision_bears_the_seal_of_who_ruled(portal: Portal) {
        let story = presented(&portal).await;
        effective(&portal, &story).await;
        let case = granted(&portal, &story).await;
        let decision = case.applications[0].decision.clone().unwrap();
        assert!(decision.marked);
        let pdf = file(&story.worker, story.case, decision.document).await;
        let trust = trust(&portal).await;
        let report = pades::verify::verify(&pdf, &roots(&trust));
        assert_eq!((report.findings.len(), report.lasting), (0, true));
        let who: Vec<_> = report.signatures.iter().map(|it| (it.field.as_str(), it.by.as_str())).collect();
        assert_eq!(who, [("Seal", "枫林市劳动人事争议仲裁委员会"), ("Time", "Maplebridge built-in timestamps")]);
        let request = story.worker.request(reqwest::Method::GET, &format!("/api/v1/cases/{}/dossier", story.case));
        let packed = request.send().await.unwrap().bytes().await.unwrap();
        assert_eq!(dossier::verify(&packed, &trust).faults, []);
        let mut without = trust.clone();
        without.roots.clear();
        let places = dossier::verify(&packed, &without).faults.into_iter().map(|it| it.place);
        // The certificate of completion bears a seal too, once it is made.
        let places: Vec<_> = places.filter(|it| !it.starts_with("documents/paper-")).collect();
        assert_eq!(places, ["META-INF/signature.p7s", "documents/agreement.pdf", "documents/decision-1.pdf"]);
    }

    async fn a_certificate_says_who_signed_when_and_with_which_key(portal: Portal) {
        let story = presented(&portal).await;
        effective(&portal, &story).await;
        let made = |case: &Case| case.papers.iter().position(|paper| paper.kind == PaperKind::CompletionCertificate);
        let case = signing::until(&story, |case| made(case).is_some()).await;
        let at = made(&case).unwrap();
        let paper = &case.papers[at];
        let pdf = file(&story.employer, story.case, paper.document).await;
        let trust = trust(&portal).await;
        let report = pades::verify::verify(&pdf, &roots(&trust));
        assert_eq!((report.findings.len(), report.signatures.len(), report.lasting), (0, 2, true));
        // Kept for whoever wants to look at it.
        let folder = std::env::var_os("MAPLEBRIDGE_RENDER_TO").map(std::path::PathBuf::from);
        let path = folder.as_deref().unwrap_or(portal.folder.path()).join("certificate.pdf");
        std::fs::write(&path, &pdf).unwrap();
        let output = std::process::Command::new("pdftotext").args(["-layout", path.to_str().unwrap(), "-"]).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let agreement = case.agreement.as_ref().unwrap();
        let (terms, digest) = case.agreed_terms.as_ref().unwrap();
        let mut wanted = vec![
            agreement.document.to_string(), agreement.file.digest.to_string(), digest.to_string(),
            terms.0[0].digest().to_string(), "张建国".into(), "李文静".into(), "王秀兰".into(), "手机验证码".into(), "第 1 条已阅读".into(), "首次取得协议文件".into(),
            "10.0.0.".into(), "未能识别".into(), "2026-11-26 ".into(), "UTC+8".into(), trust.origin.clone(), format!("{}/verify/", portal.origin),
        ];
        wanted.extend(case.signatures.iter().map(|it| Digest::of(&it.key.public()).to_string()));
        wanted.extend(case.nonces.iter().map(ToString::to_string));
        // For each signer and the seal: certificate, timestamp and leaf; for all: the log's root.
        for (label, times) in [
            ("身份核验", 3), ("签名标识", 3), ("签署声明", 3), ("签名算法", 3), ("证书编号", 4), ("证书有效期", 4),
            ("签名时间戳", 4), ("记入日志", 4), ("送交签署", 4), ("证书日志编号", 3),
            ("网络地址", 3), ("设备和浏览器", 3), ("会话标识", 3), ("加盐哈希", 3), ("哈希日志编号", 3), ("获取验证码", 3), ("协议生效", 1), ("封存时间戳", 1), ("日志长度", 1), ("日志根", 1),
        ] {
            assert_eq!(said.matches(label).count(), times, "{label} in\n{said}");
        }
        for words in wanted {
            assert!(said.contains(&words), "{words} in\n{said}");
        }
        let request = story.worker.request(reqwest::Method::GET, &format!("/api/v1/cases/{}/dossier", story.case));
        let packed = request.send().await.unwrap().bytes().await.unwrap();
        assert_eq!(dossier::verify(&packed, &trust).faults, []);
        let files = dossier::container::read(&packed).unwrap().files;
        assert!(files.iter().any(|it| it.name == format!("documents/paper-{}.pdf", at + 1) && it.bytes == pdf));
    }
}
