//! Judges of a document with a chain of timestamps, each as its makers ship it: PDFBox with Bouncy Castle, and
//! OpenSSL. `cargo xtask setup` installs them.

use domain::dossier::TrustRoot;
use domain::moment::Timestamp;
use pades::path::Roots;
use pades::sign::Kind;
use std::path::PathBuf;
use std::process::Command;

const JARS: [&str; 6] = [
    "/usr/share/java/pdfbox2.jar",
    "/usr/share/java/fontbox2.jar",
    "/usr/share/java/commons-logging.jar",
    "/usr/share/java/bcprov.jar",
    "/usr/share/java/bcutil.jar",
    "/usr/share/java/bcpkix.jar",
];

struct Desk(tempfile::TempDir);

impl Desk {
    fn with(pdf: &[u8], trust: &TrustRoot) -> Self {
        let desk = Self(tempfile::tempdir().expect("a folder"));
        desk.put("agreement.pdf", pdf);
        desk.put("root.der", &trust.roots[0].0);
        let arguments = ["x509", "-inform", "der", "-in", "root.der", "-out", "root.pem"];
        let (said, well) = desk.ask("openssl", &arguments);
        assert!(well, "{said}");
        desk
    }

    fn put(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.0.path().join(name), bytes).expect("it writes");
    }

    fn ask(&self, program: &str, arguments: &[&str]) -> (String, bool) {
        let output = Command::new(program)
            .args(arguments)
            .current_dir(self.0.path())
            .output()
            .expect("cargo xtask setup installs it");
        let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        (said.concat(), output.status.success())
    }
}

/// Panics unless PDFBox with Bouncy Castle takes every signature in `pdf` for valid when it was stamped, by the
/// certificates and lists in the file alone, and every one of `stamps` with it.
pub fn bouncy_castle_accepts(pdf: &[u8], trust: &TrustRoot, stamps: &[&str]) {
    let judge: PathBuf = [env!("CARGO_MANIFEST_DIR"), "../e2e/support/PdfBox.java"]
        .iter()
        .collect();
    let judge = judge.to_string_lossy();
    let desk = Desk::with(pdf, trust);
    let arguments = ["-cp", &JARS.join(":"), &*judge, "agreement.pdf", "root.der"];
    let (said, well) = desk.ask("java", &arguments);
    assert!(well, "{said}");
    for field in ["Claimant", "Respondent", "Mediator", "Seal"] {
        let line = said.lines().find(|line| line.starts_with(&format!("{field} ")));
        let line = line.unwrap_or_else(|| panic!("{field} is judged: {said}"));
        assert!(line.starts_with(&format!("{field} signature=true ")), "{said}");
        assert!(line.ends_with(" timestamp=true path=true"), "{said}");
    }
    for field in stamps {
        assert!(said.contains(&format!("{field} timestamp=true\n")), "{field}: {said}");
    }
}

/// Panics unless OpenSSL verifies every timestamp over the whole of `pdf` at the moment when the next one took it
/// under its protection, and the last one at `now`.
pub fn openssl_accepts_the_chain(pdf: &[u8], trust: &TrustRoot, now: Timestamp) {
    let roots: Vec<Vec<u8>> = trust.roots.iter().map(|root| root.0.clone()).collect();
    let report = pades::verify::verify(pdf, &Roots::read(&roots).expect("roots"));
    let stamps: Vec<_> = report.signatures.iter().filter(|it| it.kind == Kind::Stamp).collect();
    let desk = Desk::with(pdf, trust);
    for (i, stamp) in stamps.iter().enumerate() {
        let at = stamps.get(i + 1).map_or(now.0 / 1_000, |next| next.at).to_string();
        desk.put("token", &stamp.value);
        desk.put("content", &around_value(&pdf[..stamp.end]));
        let arguments = [
            "ts",
            "-verify",
            "-in",
            "token",
            "-token_in",
            "-data",
            "content",
            "-CAfile",
            "root.pem",
            "-attime",
            &at,
        ];
        let (said, well) = desk.ask("openssl", &arguments);
        assert!(well && said.contains("Verification: OK"), "{}: {said}", stamp.field);
    }
    assert!(stamps.len() > 1, "a chain");
}

/// What the last signature of `pdf` is over, read without any PDF: all but its own value.
pub fn around_value(pdf: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(pdf);
    // Lossy text keeps no offsets; the numbers themselves are plain.
    let (_, range) = text.rsplit_once("/ByteRange [").expect("a range");
    let numbers = range.split(']').next().expect("its end").split_whitespace();
    let numbers: Vec<usize> = numbers.map(|it| it.parse().expect("a number")).collect();
    [&pdf[..numbers[1]], &pdf[numbers[2]..]].concat()
}
