//! An agreement in two languages: Chinese governs, the second column is bound by what is signed.

use crate::support::signing::{self, MEDIATOR, file, folded, signs, until};
use crate::support::story::{self, EMPLOYER, Story, WORKER};
use crate::support::{Person, Portal};
use domain::actor::Role;
use domain::api::{ClauseTranslation, SecondColumn, TranslationDraft};
use domain::command::Command;
use domain::dossier::{self, TrustRoot};
use domain::hash::Digest;
use domain::id::ClauseId;
use domain::moment::{Date, MINUTE, Timestamp, Zone};
use domain::terms::second::{SecondLanguage, Translation};
use domain::terms::{Clause, ClauseBody};
use server::identity::orgs;
use server::jobs::papers::agreement_file;

const OWN: &str = "ສົ່ງເຄື່ອງມືຄືນ.";

fn clause(body: ClauseBody) -> Clause {
    Clause {
        id: ClauseId(uuid::Uuid::now_v7()),
        body,
    }
}

/// A certificate by the tables, and two clauses of free words.
async fn drafted(portal: &Portal) -> (Story, Vec<Clause>) {
    let story = story::mediating_with(portal, signing::mediator(portal).await).await;
    let by = portal.now().date(Zone::CHINA).plus_days(7);
    let free = |text: &str| clause(ClauseBody::FreeText { text: text.into() });
    let clauses = vec![
        clause(ClauseBody::LeavingCertificate { by }),
        free("申请人交还工具"),
        free("双方再无其他争议"),
    ];
    for clause in &clauses {
        let write = Command::WriteClause {
            clause: clause.clone(),
            place: None,
            disclosures: Vec::new(),
        };
        story.mediator.acts(story.case, write).await;
    }
    (story, clauses)
}

fn draft(clause: &Clause, text: &str) -> TranslationDraft {
    TranslationDraft {
        language: Some(SecondLanguage::Lao),
        texts: vec![ClauseTranslation {
            clause: clause.digest(),
            text: text.into(),
        }],
    }
}

async fn agreed(story: &Story, clauses: &[Clause]) {
    for clause in clauses {
        for party in [&story.worker, &story.employer] {
            let mark = Command::MarkClause {
                clause: clause.id,
                digest: clause.digest(),
                agreed: true,
            };
            party.acts(story.case, mark).await;
        }
    }
}

async fn freeze(story: &Story) -> Command {
    let terms = folded(&story.mediator, story.case).await.draft.digest();
    Command::AgreeTerms { terms }
}

async fn column(person: &Person, story: &Story) -> SecondColumn {
    person
        .get(&format!("/api/v1/cases/{}/translation", story.case))
        .await
        .read()
}

/// The time a document says it was made: `2026-11-26T08:00:00+00:00` in its metadata.
fn made(pdf: &[u8]) -> Timestamp {
    let label = b"<xmp:CreateDate>";
    let at = pdf
        .windows(label.len())
        .position(|bytes| bytes == label)
        .expect("a date")
        + label.len();
    let text = std::str::from_utf8(&pdf[at..at + 16]).expect("ASCII");
    let (day, clock) = text.split_once('T').expect("day and time");
    let (hours, minutes) = clock.split_once(':').expect("hours and minutes");
    let minutes = hours.parse::<i64>().expect("hours") * 60 + minutes.parse::<i64>().expect("minutes");
    let day: Date = day.parse().expect("a day");
    Timestamp(day.start(Zone(0)).0 + minutes * MINUTE)
}

on_both_databases! {
    async fn the_second_column_is_bound_by_what_is_signed_and_comes_out_the_same_again(portal: Portal) {
        let (story, clauses) = drafted(&portal).await;
        let path = format!("/api/v1/cases/{}/translation", story.case);
        let whole = draft(&clauses[1], OWN);
        story.worker.post(&path, &whole).await.refused(403, "not_your_role");
        let other = portal.staff("zhou", Role::Mediator, orgs::CENTRE).await;
        other.post(&path, &whole).await.refused(403, "not_your_case");
        let mut stale = whole.clone();
        stale.texts[0].clause = Digest::ZERO;
        story.mediator.post(&path, &stale).await.refused(422, "clause_changed");
        let written: SecondColumn = story.mediator.post(&path, &whole).await.read();
        assert_eq!((written.language, written.unprintable.as_str()), (Some(SecondLanguage::Lao), ""));
        let states: Vec<_> = written.clauses.iter().map(|it| (it.free, it.translated)).collect();
        assert_eq!(states, [(false, true), (true, true), (true, false)]);
        assert!(written.clauses[0].text.contains("ໃບຢັ້ງຢືນ"), "{}", written.clauses[0].text);
        agreed(&story, &clauses).await;
        story.mediator.acts(story.case, freeze(&story).await).await;
        let case = until(&story, |case| case.agreement.is_some()).await;
        // What is before the signers is what stays.
        story.mediator.post(&path, &whole).await.refused(422, "wrong_stage");
        assert_eq!(column(&story.worker, &story).await.clauses, written.clauses);
        let agreement = case.agreement.as_ref().unwrap();
        let translation = file(&story.employer, story.case, agreement.translation.unwrap()).await;
        assert_eq!(
            String::from_utf8_lossy(&translation),
            format!(r#"{{"clauses":[null,"{OWN}",null],"language":"lo"}}"#)
        );
        let pdf = file(&story.worker, story.case, agreement.document).await;
        let (terms, digest) = case.agreed_terms.as_ref().unwrap();
        let translation: Translation = serde_json::from_slice(&translation).unwrap();
        let (again, _) = agreement_file(&portal.app, &case, (terms, *digest), Some(&translation), made(&pdf)).await.unwrap();
        assert!(again == pdf, "a fresh rendering is the presented document");
        let path = portal.folder.path().join("agreement.pdf");
        std::fs::write(&path, &pdf).unwrap();
        let said = |program: &str, arguments: &[&str]| {
            let output = std::process::Command::new(program).args(arguments).output().unwrap();
            String::from_utf8_lossy(&output.stdout).into_owned()
        };
        let path = path.to_str().unwrap();
        assert!(said("pdftotext", &[path, "-"]).contains("ພາສາລາວ"));
        let attached = said("pdfdetach", &["-list", path]);
        assert!(attached.contains("terms.json") && attached.contains("translation.json"), "{attached}");
        signs(&portal, &story.worker, story.case, WORKER).await;
        signs(&portal, &story.employer, story.case, EMPLOYER).await;
        signs(&portal, &story.mediator, story.case, MEDIATOR).await;
        until(&story, |case| case.effective_at.is_some()).await;
        let request = story.worker.request(reqwest::Method::GET, &format!("/api/v1/cases/{}/dossier", story.case));
        let packed = request.send().await.unwrap().bytes().await.unwrap();
        let trust: TrustRoot = portal.stranger().get("/api/v1/trust").await.read();
        let report = dossier::verify(&packed, &trust);
        assert_eq!((report.faults, report.second_language), (Vec::new(), Some(SecondLanguage::Lao)));
        let mut files = dossier::container::read(&packed).unwrap().files;
        let swapped = files.iter_mut().find(|it| it.name == "documents/translation.json").unwrap();
        swapped.bytes = r#"{"clauses":[null,"ອື່ນ",null],"language":"lo"}"#.into();
        let faults = dossier::verify(&dossier::container::write(&files), &trust).faults;
        assert!(faults.iter().any(|it| it.place == "documents/translation.json" && it.code == "not_the_signed_terms"));
    }

    async fn a_letter_no_face_has_is_named_before_anything_is_frozen(portal: Portal) {
        let (story, clauses) = drafted(&portal).await;
        let path = format!("/api/v1/cases/{}/translation", story.case);
        let written: SecondColumn = story.mediator.post(&path, &draft(&clauses[1], "សំបុត្រ")).await.read();
        assert!(written.unprintable.contains('ស'));
        // Only whoever can mend it is told.
        assert_eq!(column(&story.worker, &story).await.unprintable, "");
        agreed(&story, &clauses).await;
        let answer = story.mediator.asks(story.case, freeze(&story).await).await;
        assert!(answer.text.contains("ស U+179F"), "{}", answer.text);
        answer.refused(422, "glyph_missing");
        story.mediator.post(&path, &draft(&clauses[1], OWN)).await.ok();
        story.mediator.acts(story.case, freeze(&story).await).await;
        until(&story, |case| case.agreement.is_some()).await;
    }
}
