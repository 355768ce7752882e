//! pyHanko as a judge of signed documents; `cargo xtask setup` installs it.

use domain::dossier::TrustRoot;
use domain::moment::{Timestamp, Zone};
use std::path::Path;
use std::process::Command;

/// Panics unless pyHanko, looking on the day after `at`, takes every signature with its timestamp for valid.
pub fn accepts(pdf: &[u8], trust: &TrustRoot, at: Timestamp) {
    let said = judged(&["pyhanko"], pdf, trust, at);
    for line in &said {
        assert!(
            line.contains(":INTACT:TRUSTED,TIMESTAMP_TOKEN<INTACT:TRUSTED>"),
            "{said:?}"
        );
    }
}

/// The same when a timestamp before the last has run out: with two steps as the standard has them, which
/// `past.py` explains.
pub fn accepts_in_the_past(pdf: &[u8], trust: &TrustRoot, at: Timestamp) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/api/support/past.py");
    let said = judged(&["python", &script.to_string_lossy()], pdf, trust, at);
    for line in &said {
        assert!(line.contains(":INTACT:TRUSTED"), "{said:?}");
    }
}

/// What the program, of those installed, says of each signature.
fn judged(program: &[&str], pdf: &[u8], trust: &TrustRoot, at: Timestamp) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("agreement.pdf"), pdf).expect("it writes");
    let mut trusted = Vec::new();
    for (i, root) in trust.roots.iter().enumerate() {
        let name = format!("root-{i}.der");
        std::fs::write(folder.path().join(&name), &root.0).expect("it writes");
        trusted.extend(["--trust".to_owned(), name]);
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace");
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), Into::into);
    let day = format!("{} 12:00:00", at.date(Zone::CHINA).plus_days(1));
    let output = Command::new("faketime")
        .arg(day)
        .arg(target.join("validators/bin").join(program[0]))
        .args(&program[1..])
        .args(["sign", "adesverify"])
        .args(trusted)
        .args(["--trust-replace", "agreement.pdf"])
        .current_dir(folder.path())
        .output()
        .expect("cargo xtask setup installs it");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let line = |field: &str| {
        let line = said.lines().find(|line| line.starts_with(&format!("{field}:")));
        let line = line.filter(|line| line.ends_with("ACCEPTABLE_MODIFICATIONS"));
        let error = String::from_utf8_lossy(&output.stderr);
        line.unwrap_or_else(|| panic!("{field}: {said}\n{error}")).to_owned()
    };
    ["Claimant", "Respondent", "Mediator", "Seal"].map(line).to_vec()
}
