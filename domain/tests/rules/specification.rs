//! The worked examples of `docs/spec` say what the code does. `BLESS=1` rewrites them.

use super::vector;
use domain::dossier::{FaultCode, TrustRoot, asic, container};
use domain::event::Event;
use domain::hash::Digest;
use domain::log::Entry;
use domain::merkle::{self, Inclusion};
use domain::seal::seal_bytes;
use std::fmt::Write;
use std::path::PathBuf;

struct Vector {
    entries: Vec<Entry>,
    files: Vec<container::File>,
    bytes: Vec<u8>,
    trust: TrustRoot,
}

impl Vector {
    fn new() -> Self {
        let (play, bytes) = vector::whole();
        Self {
            entries: play.entries,
            files: container::read(&bytes).unwrap().files,
            bytes,
            trust: vector::trust(),
        }
    }

    fn file(&self, name: &str) -> &str {
        let file = self.files.iter().find(|file| file.name == name).unwrap();
        std::str::from_utf8(&file.bytes).unwrap()
    }

    fn event(&self, wanted: fn(&Event) -> bool) -> (usize, Event) {
        let mut events = self.entries.iter().map(|entry| entry.event().unwrap().unwrap());
        let at = events.position(|event| wanted(&event)).unwrap();
        (at + 1, self.entries[at].event().unwrap().unwrap())
    }
}

fn item(out: &mut String, label: &str, value: &str) {
    let _ = write!(out, "{label}\n\n```\n{}\n```\n\n", value.trim_end_matches('\n'));
}

fn log(vector: &Vector) -> String {
    let mut out = String::new();
    let [first, second] = [&vector.entries[0], &vector.entries[1]];
    item(&mut out, "Header of entry 1:", &first.header);
    item(&mut out, "Payload of entry 1:", first.payload.as_ref().unwrap());
    let payload = Digest::of(first.payload.as_ref().unwrap().as_bytes());
    item(
        &mut out,
        "SHA-256 of the payload, `payload` in the header:",
        &payload.to_string(),
    );
    item(
        &mut out,
        "Entry hash of entry 1, `prev` of entry 2:",
        &first.hash().to_string(),
    );
    assert_eq!(second.header().unwrap().prev, first.hash());
    item(&mut out, "Header of entry 2:", &second.header);
    item(&mut out, "Leaf of entry 1:", &merkle::leaf(&first.hash()).to_string());
    let proofs: Vec<Inclusion> = serde_json::from_str(vector.file("log/inclusion.json")).unwrap();
    let proof = serde_json::to_string_pretty(&proofs[0]).unwrap();
    item(&mut out, "Inclusion proof of entry 1:", &proof);
    item(&mut out, "Public key of the log:", &vector.trust.log.to_string());
    item(&mut out, "Checkpoint:", vector.file("log/checkpoint.txt"));
    let size = vector
        .file("log/checkpoint.txt")
        .lines()
        .nth(1)
        .unwrap()
        .parse()
        .unwrap();
    let root = proofs[0].root(merkle::leaf(&first.hash()), size).unwrap();
    item(&mut out, "Root hash, in hexadecimal:", &root.to_string());
    out
}

fn seal(vector: &Vector) -> String {
    let mut out = String::new();
    let (seq, event) = vector.event(|event| matches!(event, Event::AgreementSigned { .. }));
    let Event::AgreementSigned { statement: signed, .. } = event else {
        unreachable!()
    };
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let attested = &signed.attested;
    item(
        &mut out,
        &format!("Statement bytes (entry {seq}):"),
        &text(attested.statement.bytes()),
    );
    item(&mut out, "Statement digest:", &attested.statement.digest().to_string());
    item(&mut out, "Attestation bytes:", &text(attested.attestation.bytes()));
    item(
        &mut out,
        "Public key of the attestor:",
        &vector.trust.attestor.to_string(),
    );
    item(&mut out, "Signature of the attestor:", &attested.signature.to_string());
    item(
        &mut out,
        "Signature of the claimant, under `key` of the attestation:",
        &signed.signature.to_string(),
    );
    let (seq, event) = vector.event(|event| matches!(event, Event::AgreementSealed { .. }));
    let Event::AgreementSealed {
        org, key, signature, ..
    } = event
    else {
        unreachable!()
    };
    let statement = &attested.statement;
    let bytes = seal_bytes(statement.case, org, statement.agreement, statement.terms);
    assert!(key.verifies(&bytes, &signature));
    item(
        &mut out,
        &format!("Seal bytes (entry {seq}; the last line feed is not shown):"),
        &text(bytes),
    );
    item(&mut out, "Public key of the body's seal:", &key.to_string());
    item(&mut out, "Seal:", &signature.to_string());
    out
}

fn dossier(vector: &Vector) -> String {
    let mut out = String::new();
    item(
        &mut out,
        "SHA-256 of `vector/dossier.asice`:",
        &Digest::of(&vector.bytes).to_string(),
    );
    let listed = vector.files[3..]
        .iter()
        .map(|file| format!("{}  {}", Digest::of(&file.bytes), file.name));
    item(&mut out, "Its files:", &listed.collect::<Vec<_>>().join("\n"));
    item(&mut out, "`META-INF/ASiCManifest.xml`:", vector.file(asic::MANIFEST));
    let seal = &vector.files[2].bytes;
    item(
        &mut out,
        "SHA-256 of `META-INF/signature.p7s`:",
        &Digest::of(seal).to_string(),
    );
    let name = super::play::hidden("张建国");
    let value = format!(
        "salt {}  value {}  commitment {}",
        name.salt,
        name.value,
        name.commitment()
    );
    item(&mut out, "A disclosed value and its commitment:", &value);
    out
}

#[test]
fn the_worked_examples_are_in_step_with_the_code() {
    let vector = Vector::new();
    for (name, values) in [
        ("log.md", log(&vector)),
        ("seal.md", seal(&vector)),
        ("dossier.md", dossier(&vector)),
    ] {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
            .join("../docs/spec")
            .join(name);
        let text = std::fs::read_to_string(&path).unwrap();
        let (before, rest) = text.split_once("<!-- vector -->").unwrap();
        let (_, after) = rest.split_once("<!-- end -->").unwrap();
        let now = format!("{before}<!-- vector -->\n\n{values}<!-- end -->{after}");
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&path, &now).unwrap();
        } else {
            assert_eq!(text, now, "{name}: BLESS=1 if that is meant");
        }
    }
}

#[test]
fn every_failure_code_is_in_the_specification() {
    let spec = include_str!("../../../docs/spec/dossier.md");
    for code in FaultCode::ALL {
        assert!(spec.contains(&format!("`{}`", code.code())), "{}", code.code());
    }
}
