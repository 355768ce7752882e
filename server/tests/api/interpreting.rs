//! Who interprets signs as witness of it: in the document, in the log, in the certificate.

use crate::support::signing::{self, MEDIATOR, agreed, by_phone, effective_once, file, signs, until};
use crate::support::story::{self, EMPLOYER, WORKER};
use domain::actor::Role;
use domain::case::Case;
use domain::command::Command;
use domain::dossier::{self, TrustRoot};
use domain::id::PersonId;
use domain::paper::PaperKind;
use pades::path::Roots;

const INTERPRETER: &str = "13900000004";
const ANOTHER: &str = "13900000005";

on_both_databases! {
    async fn an_interpreter_signs_as_witness_and_the_dossier_proves_it(portal: Portal) {
        let story = story::mediating_with(&portal, signing::mediator(&portal).await).await;
        let case = story.case;
        let interpreter = by_phone(&portal, ("岩温", "yan", INTERPRETER), Role::Interpreter).await;
        let another = by_phone(&portal, ("玉香", "yu", ANOTHER), Role::Interpreter).await;
        let id = async |person: &crate::support::Person| -> PersonId {
            let session = person.get("/api/v1/session").await.ok();
            session["actor"]["person"].as_str().unwrap().parse().unwrap()
        };
        let call = |person| Command::CallInterpreter { person, language: "ພາສາລາວ".into() };
        story.mediator.acts(case, call(id(&interpreter).await)).await;
        agreed(&portal, &story).await;
        // Called after the document was made, one is not named in it.
        story.mediator.acts(case, call(id(&another).await)).await;
        let code = format!("/api/v1/cases/{case}/ceremony/code");
        another.post(&code, &serde_json::json!({})).await.refused(403, "not_your_case");
        story.mediator.acts(case, call(id(&interpreter).await)).await;
        signs(&portal, &story.worker, case, WORKER).await;
        signs(&portal, &interpreter, case, INTERPRETER).await;
        signs(&portal, &story.employer, case, EMPLOYER).await;
        signs(&portal, &story.mediator, case, MEDIATOR).await;
        let (folded, pdf) = effective_once(&story).await;
        assert!(folded.has_signed(Role::Interpreter));
        let trust: TrustRoot = portal.stranger().get("/api/v1/trust").await.read();
        let all: Vec<Vec<u8>> = trust.roots.iter().map(|root| root.0.clone()).collect();
        let report = pades::verify::verify(&pdf, &Roots::read(&all).unwrap());
        assert_eq!(report.findings, []);
        let who: Vec<_> = report.signatures.iter().map(|it| (it.field.as_str(), it.by.as_str())).collect();
        assert_eq!(&who[..4], [
            ("Claimant", "张建国"),
            ("Interpreter", "岩温"),
            ("Respondent", "李文静"),
            ("Mediator", "王秀兰"),
        ]);
        assert!(report.signatures[1].claims.contains(&"urn:maplebridge:role:interpreter".to_owned()));
        let made = |case: &Case| case.papers.iter().find(|it| it.kind == PaperKind::CompletionCertificate).cloned();
        let certificate = made(&until(&story, |case| made(case).is_some()).await).unwrap();
        let path = portal.folder.path().join("certificate.pdf");
        std::fs::write(&path, file(&story.worker, case, certificate.document).await).unwrap();
        let output = std::process::Command::new("pdftotext").args(["-layout", path.to_str().unwrap(), "-"]).output();
        let said = String::from_utf8_lossy(&output.unwrap().stdout).into_owned();
        assert!(said.contains("翻译人员（见证翻译）签名") && said.contains("岩温"), "{said}");
        let request = story.worker.request(reqwest::Method::GET, &format!("/api/v1/cases/{case}/dossier"));
        let packed = request.send().await.unwrap().bytes().await.unwrap();
        let found = dossier::verify(&packed, &trust);
        assert_eq!(found.faults, []);
        assert!(found.signers.iter().any(|signer| signer.role == Role::Interpreter));
    }
}
