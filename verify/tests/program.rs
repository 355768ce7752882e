//! The program itself: exit codes, places and words.

#[path = "../../domain/tests/rules/cast.rs"]
#[allow(dead_code)]
mod cast;
#[path = "../../domain/tests/rules/packer.rs"]
#[allow(dead_code)]
mod packer;
#[path = "../../domain/tests/rules/play.rs"]
#[allow(dead_code)]
mod play;
#[path = "../../domain/tests/rules/vector.rs"]
#[allow(dead_code)]
mod vector;

use domain::command::Command as Ask;
use domain::dossier::{Rendering, Report, Source, verify as library};
use domain::hash::Digest;
use domain::money::Fen;
use domain::terms::{ClauseBody, Terms};
use play::{CENTRE, EMPLOYER, MEDIATOR, Play, SYSTEM, WORKER};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::{Command, Output};

/// A folder of one test, gone afterwards.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let this = Self(folder);
        this.put(
            "trust.json",
            serde_json::to_string(&vector::trust()).unwrap().as_bytes(),
        );
        this
    }
    fn put(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }
    fn verify(&self, bytes: &[u8], more: &[&str]) -> Output {
        let dossier = self.put("dossier.asice", bytes);
        let trust = self.0.join("trust.json");
        run(&[dossier.to_str().unwrap(), "--trust", trust.to_str().unwrap()], more)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn run(arguments: &[&str], more: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_maplebridge-verify"))
        .args(arguments)
        .args(more)
        .env_remove("LC_ALL")
        .env_remove("LC_MESSAGES")
        .env_remove("LANG")
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn a_valid_dossier_ends_with_0_and_names_case_signers_institutions_times_and_decision() {
    let folder = Folder::new("valid");
    let (_, bytes) = vector::whole();
    let output = folder.verify(&bytes, &[]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    for word in [
        "有效",
        "VALID",
        "枫劳调〔2026〕1号",
        "张建国",
        "云岭枫建建设工程有限公司",
        "李文静",
        "枫林市劳动争议联合调解中心",
        "枫林市劳动人事争议仲裁委员会",
        "枫劳人仲调〔2026〕1号",
        "2026-03-02",
    ] {
        assert!(said(&output).contains(word), "{word} in\n{}", said(&output));
    }
}

#[test]
fn the_report_is_in_one_language_when_asked() {
    let folder = Folder::new("language");
    let (_, bytes) = vector::whole();
    let english = said(&folder.verify(&bytes, &["--lang", "en"]));
    assert!(english.contains("Verdict: VALID") && !english.contains("核验结论"));
    let chinese = said(&folder.verify(&bytes, &["--lang", "zh"]));
    assert!(chinese.contains("核验结论") && !chinese.contains("Verdict"));
}

#[test]
fn the_json_report_is_the_librarys() {
    let folder = Folder::new("json");
    let (_, bytes) = vector::whole();
    let output = folder.verify(&bytes, &["--json"]);
    let report: domain::dossier::Report = serde_json::from_str(&said(&output)).unwrap();
    assert_eq!(report, domain::dossier::verify(&bytes, &vector::trust()));
}

#[test]
fn a_flipped_byte_ends_with_1_and_names_the_file_and_the_entry() {
    let folder = Folder::new("flipped");
    let (play, bytes) = vector::whole();
    let payload = play.entries[5].payload.as_ref().unwrap();
    let needle = serde_json::to_string(payload).unwrap();
    let at = bytes
        .windows(needle.len())
        .position(|window| window == needle.as_bytes())
        .unwrap();
    let mut bad = bytes.clone();
    bad[at + needle.len() / 2] ^= 1;
    let output = folder.verify(&bad, &["--lang", "en"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("INVALID"));
    assert!(said(&output).contains("case/entries.jsonl:6"), "{}", said(&output));
    // Nothing an invalid file claims is repeated.
    assert!(!said(&output).contains("张建国"));
    let mut first = bytes.clone();
    first[0] ^= 1;
    let output = folder.verify(&first, &["--lang", "en"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("byte 0"));
}

#[test]
fn a_file_that_is_no_dossier_is_invalid() {
    let folder = Folder::new("foreign");
    for bytes in [b"".as_slice(), b"hello", b"PK\x03\x04"] {
        assert_eq!(folder.verify(bytes, &[]).status.code(), Some(1));
    }
}

#[test]
fn input_that_cannot_be_used_ends_with_2() {
    let folder = Folder::new("unusable");
    let (_, bytes) = vector::whole();
    let dossier = folder.put("good.asice", &bytes);
    let (dossier, trust) = (dossier.to_str().unwrap(), folder.0.join("trust.json"));
    let missing = folder.0.join("missing");
    let broken = folder.put("broken.json", b"{}");
    assert_eq!(
        run(&[missing.to_str().unwrap(), "--trust", trust.to_str().unwrap()], &[])
            .status
            .code(),
        Some(2)
    );
    for wrong in [missing.as_path(), broken.as_path(), folder.0.as_path()] {
        let output = run(&[dossier, "--trust", wrong.to_str().unwrap()], &[]);
        assert_eq!(output.status.code(), Some(2));
        assert!(output.stdout.is_empty() && !output.stderr.is_empty());
    }
    assert_eq!(run(&[dossier], &[]).status.code(), Some(2));
}

/// A case signed and sealed by all, whose agreement says `shown` of the terms that were agreed.
fn signed(shown: impl Fn(&mut Terms), noted: impl Fn(&mut Source)) -> Vec<u8> {
    let mut play = Play::agreed();
    let (mut terms, digest) = play.case.agreed_terms.clone().unwrap();
    shown(&mut terms);
    let organ = vector::trust()
        .seals
        .iter()
        .find(|seal| seal.org == CENTRE)
        .unwrap()
        .name
        .clone();
    let mut source = Source {
        at: play.now,
        edition: documents::EDITION.into(),
        interpreter: String::new(),
        mediator: "王秀兰".into(),
        organ: organ.clone(),
    };
    let words = documents::Words {
        values: play::values()
            .into_iter()
            .map(|it| (it.commitment(), it.value))
            .collect(),
        orgs: BTreeMap::from([(CENTRE, organ)]),
        mediator: source.mediator.clone(),
        interpreter: String::new(),
        today: play.now.date(play.case.zone),
    };
    noted(&mut source);
    // One that no program knows was made by some other.
    let edition = documents::editions().find(|known| *known == source.edition);
    let edition = edition.unwrap_or(documents::EDITION);
    play.agreement = documents::agreement_file(edition, &play.case, (&terms, digest), None, &words, play.now).unwrap();
    play.rendering = Some(source);
    let present = Ask::PresentAgreement {
        document: Digest::of(&play.agreement),
        size: play.agreement.len() as u64,
        attestor: play::public(&play::attestor()),
        marked: false,
        translation: None,
        interpreter: None,
    };
    play.does(&SYSTEM, present);
    for signer in [&WORKER, &EMPLOYER, &MEDIATOR] {
        let sign = play.sign(signer);
        play.does(signer, sign);
    }
    let seal = play.seal();
    play.does(&SYSTEM, seal);
    vector::dossier(&play, &WORKER)
}

fn json(output: &Output) -> Report {
    serde_json::from_str(&said(output)).unwrap()
}

#[test]
fn the_agreement_that_was_signed_is_the_one_that_its_terms_make() {
    let folder = Folder::new("rendered");
    let bytes = signed(|_| {}, |_| {});
    let output = folder.verify(&bytes, &["--json"]);
    assert_eq!(json(&output).faults, []);
    assert_eq!(
        (json(&output).rendering, output.status.code()),
        (Some(Rendering::Same), Some(0))
    );
    let output = folder.verify(&bytes, &[]);
    assert!(said(&output).contains("逐字节相同"), "{}", said(&output));
    assert!(said(&output).contains("the same to the last byte"), "{}", said(&output));
}

#[test]
fn an_agreement_of_an_earlier_edition_is_made_again_as_it_looked_then() {
    let folder = Folder::new("earlier");
    for edition in documents::editions() {
        let bytes = signed(|_| {}, |source| source.edition = edition.into());
        let report = json(&folder.verify(&bytes, &["--json"]));
        assert_eq!(
            (report.faults, report.rendering),
            (vec![], Some(Rendering::Same)),
            "{edition}"
        );
    }
}

#[test]
fn an_agreement_that_says_another_amount_is_refused_though_every_signature_and_digest_holds() {
    let folder = Folder::new("otherwise");
    let less = |terms: &mut Terms| {
        let payments = terms.0.iter_mut().filter_map(|clause| match &mut clause.body {
            ClauseBody::Payment(payment) => Some(payment),
            _ => None,
        });
        for payment in payments {
            payment.total = Fen(payment.total.0 - 100_000);
            payment.instalments[0].amount = Fen(payment.instalments[0].amount.0 - 100_000);
        }
    };
    let bytes = signed(less, |_| {});
    let blind = library(&bytes, &vector::trust());
    assert_eq!(
        (blind.faults.as_slice(), blind.rendering),
        (&[][..], Some(Rendering::NotHere))
    );
    let output = folder.verify(&bytes, &["--json"]);
    assert_eq!(output.status.code(), Some(1));
    let report = json(&output);
    let faults: Vec<_> = report
        .faults
        .iter()
        .map(|it| (it.place.as_str(), it.code.as_str()))
        .collect();
    assert_eq!(faults, [("documents/agreement.pdf", "not_as_rendered")]);
    assert_eq!(report.rendering, Some(Rendering::Otherwise));
    let told = said(&folder.verify(&bytes, &[]));
    assert!(told.contains("送签的协议书与按其条款、姓名重新排版所得不同"), "{told}");
    assert!(told.contains("does not say what its terms and names say"), "{told}");
}

#[test]
fn names_and_times_beside_the_log_cannot_be_others() {
    let folder = Folder::new("named");
    let refused = |noted: fn(&mut Source), place: &str| {
        let output = folder.verify(&signed(|_| {}, noted), &["--json"]);
        let report = json(&output);
        let faults: Vec<_> = report
            .faults
            .iter()
            .map(|it| (it.place.as_str(), it.code.as_str()))
            .collect();
        assert_eq!(faults, [(place, "not_as_rendered")]);
        assert_eq!(output.status.code(), Some(1));
    };
    refused(|source| source.mediator = "王秀芳".into(), "documents/agreement.pdf");
    refused(
        |source| source.organ = "另一调解中心".into(),
        "documents/rendering.json",
    );
    refused(
        |source| source.at = source.at.plus_ms(-2 * 3_600_000),
        "documents/rendering.json",
    );
    refused(
        |source| source.at = source.at.plus_ms(3_600_000),
        "documents/rendering.json",
    );
}

#[test]
fn what_cannot_be_made_again_is_said_to_be_so() {
    let folder = Folder::new("unmade");
    let told = |bytes: &[u8], rendering: Rendering| {
        let output = folder.verify(bytes, &["--json"]);
        assert_eq!(
            (json(&output).rendering, output.status.code()),
            (Some(rendering), Some(0))
        );
        let language = domain::terms::prose::Language::English;
        assert!(said(&folder.verify(bytes, &["--lang", "en"])).contains(rendering.told(language)));
    };
    told(&vector::whole().1, Rendering::MadeBefore);
    told(
        &signed(|_| {}, |source| source.edition = "0".into()),
        Rendering::OtherEdition,
    );
    let erased = packer::Packer::own().repacked(&signed(|_| {}, |_| {}), |files| {
        let values = files.iter_mut().find(|it| it.name == "case/disclosures.json").unwrap();
        let mut all: Vec<domain::hash::Disclosure> = serde_json::from_slice(&values.bytes).unwrap();
        all.retain(|it| it.value != "11010519491231002X");
        values.bytes = domain::text::canonical_json(&all).into_bytes();
    });
    told(&erased, Rendering::ValueMissing);
}
