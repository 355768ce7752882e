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
