//! Dossiers made by forgers, by the packer, and by packer and log together.

use super::packer::Packer;
use super::play::*;
use super::vector::*;
use domain::dossier::container::{self, File};
use domain::dossier::{Report, verify};
use domain::event::Event;
use domain::hash::{Digest, PublicKey, Salt, Signature};
use domain::log::{Entry, Payload};

fn codes(report: &Report) -> Vec<(&str, &str)> {
    let faults = report.faults.iter();
    faults
        .map(|fault| (fault.place.as_str(), fault.code.as_str()))
        .collect()
}

#[track_caller]
pub fn fails(bytes: &[u8], place: &str, code: &str) {
    let report = verify(bytes, &trust());
    assert!(!report.valid);
    assert!(codes(&report).contains(&(place, code)), "{:?}", codes(&report));
}

/// Packed again by the body itself.
fn repacked(bytes: &[u8], change: impl FnOnce(&mut Vec<File>)) -> Vec<u8> {
    Packer::own().repacked(bytes, change)
}

fn file<'a>(files: &'a mut [File], name: &str) -> &'a mut Vec<u8> {
    &mut files.iter_mut().find(|file| file.name == name).unwrap().bytes
}

/// The same history with one event changed, chained anew and logged by a log of the forger's.
fn rewritten(play: &Play, log: &ed25519_dalek::SigningKey, change: impl Fn(u64, &mut Event)) -> Vec<u8> {
    let mut head = (0, Digest::ZERO);
    let mut entries = Vec::new();
    for entry in &play.entries {
        let header = entry.header().unwrap();
        let mut payload: Payload = serde_json::from_str(entry.payload.as_ref().unwrap()).unwrap();
        change(header.seq, &mut payload.event);
        let entry = Entry::write(
            CASE,
            head,
            header.time,
            header.actor,
            header.command,
            payload.salt,
            &payload.event,
        );
        head = (header.seq, entry.hash());
        entries.push(entry);
    }
    let (inclusion, checkpoint) = log_of(&entries, log);
    packed(play, &MEDIATOR, &entries, &inclusion, &checkpoint, Packer::own())
}

#[test]
fn a_dossier_packed_by_another_authority_or_institution_is_invalid() {
    let (_, bytes) = whole();
    for packer in [Packer::of(0x51, CENTRE), Packer::of(0x71, COURT)] {
        fails(
            &packer.repacked(&bytes, |_| {}),
            "META-INF/signature.p7s",
            "manifest_signature_invalid",
        );
    }
    assert_eq!(verify(&repacked(&bytes, |_| {}), &trust()).faults, []);
    let mut without = trust();
    without.roots.clear();
    let report = verify(&bytes, &without);
    assert!(codes(&report).contains(&("META-INF/signature.p7s", "roots_missing")));
}

#[test]
fn a_manifest_that_lists_others_or_is_spelled_otherwise_is_found() {
    let (_, bytes) = whole();
    let with = |change: fn(String) -> String| {
        let mut files = container::read(&bytes).unwrap().files;
        files[1].bytes = change(String::from_utf8(files[1].bytes.clone()).unwrap()).into_bytes();
        let head: domain::dossier::Head = serde_json::from_slice(&files[3].bytes).unwrap();
        files[2].bytes = Packer::own().seal(&files[1].bytes, head.made);
        container::write(&files)
    };
    let changes: [fn(String) -> String; 3] = [
        |text| text.replace("case/disclosures.json", "case/disclosed.json"),
        |text| {
            text.replace(
                "\"/>
<asic",
                "\" />
<asic",
            )
        },
        |text| text.replace("</asic:ASiCManifest>", "<!-- --></asic:ASiCManifest>"),
    ];
    for change in changes {
        fails(&with(change), "META-INF/ASiCManifest.xml", "files_differ");
    }
    let digest = with(|text| text.replacen("<ds:DigestValue>", "<ds:DigestValue>A", 1));
    fails(&digest, "case/dossier.json", "digest_differs");
}

#[test]
fn the_seals_own_time_is_the_heads() {
    let (_, bytes) = whole();
    let mut files = container::read(&bytes).unwrap().files;
    let head: domain::dossier::Head = serde_json::from_slice(&files[3].bytes).unwrap();
    files[2].bytes = Packer::own().seal(&files[1].bytes, head.made.plus_ms(1_000));
    fails(
        &container::write(&files),
        "META-INF/signature.p7s",
        "manifest_signature_invalid",
    );
}

#[test]
fn a_dossier_of_the_first_format_is_still_read() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/spec/vector");
    let bytes = std::fs::read(folder.join("dossier-v1.zip")).unwrap();
    let report = verify(&bytes, &trust());
    assert_eq!(report.faults, []);
    assert_eq!((report.packed_by, report.number.is_empty()), (None, false));
    let mut other = trust();
    other.dossier = public(&key(9));
    assert!(codes(&verify(&bytes, &other)).contains(&("manifest.sig", "manifest_signature_invalid")));
    for at in (0..bytes.len()).step_by(97) {
        let mut bad = bytes.clone();
        bad[at] ^= 1 << (at % 8);
        assert!(!verify(&bad, &trust()).valid, "byte {at}");
    }
}

#[test]
fn the_last_entries_cannot_be_left_out() {
    let (_, bytes) = whole();
    // Even the packer cannot: documents and proofs speak of what is missing.
    let cut = repacked(&bytes, |files| {
        let entries = file(files, "case/entries.jsonl");
        let text = String::from_utf8(entries.clone()).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        *entries = format!("{}\n", lines[..lines.len() - 4].join("\n")).into_bytes();
    });
    fails(&cut, "log/inclusion.json", "proof_missing");
    fails(&cut, "documents/decision-1.pdf", "not_in_the_case");
}

#[test]
fn an_entry_cannot_be_left_out_or_swapped() {
    let (_, bytes) = whole();
    let without = repacked(&bytes, |files| {
        let entries = file(files, "case/entries.jsonl");
        let text = String::from_utf8(entries.clone()).unwrap();
        let lines: Vec<&str> = text
            .lines()
            .enumerate()
            .filter(|(i, _)| *i != 6)
            .map(|(_, line)| line)
            .collect();
        *entries = format!("{}\n", lines.join("\n")).into_bytes();
    });
    fails(&without, "case/entries.jsonl:7", "chain_gap");
}

#[test]
fn a_forked_log_is_not_in_the_checkpoint() {
    // Another history, well chained and packed, but the log's key never signed it.
    let (play, _) = whole();
    let forked = rewritten(&play, &key(9), |_, event| {
        if let Event::MediationRequested(requested) = event {
            requested.facts = "无拖欠。".into();
        }
    });
    fails(&forked, "log/checkpoint.txt", "checkpoint_invalid");
    // And with the true log's proofs it is not in the tree.
    let (_, checkpoint) = log_of(&play.entries, &log_key());
    let mixed = repacked(&forked, |files| {
        *file(files, "log/checkpoint.txt") = checkpoint.into_bytes();
    });
    fails(&mixed, "log/inclusion.json:1", "not_in_the_log");
}

#[test]
fn swapped_evidence_and_documents_are_found() {
    let (_, bytes) = whole();
    let name = format!("evidence/{}", Digest::of(PHOTO));
    let swapped = repacked(&bytes, |files| *file(files, &name) = b"another photograph".to_vec());
    fails(&swapped, &name, "not_in_the_case");
    let without = repacked(&bytes, |files| files.retain(|file| file.name != name));
    fails(&without, &name, "missing");
    for (name, code) in [
        ("documents/agreement.pdf", "not_the_signed_document"),
        ("documents/terms.json", "not_the_signed_terms"),
        ("documents/decision-1.pdf", "not_the_issued_document"),
    ] {
        fails(&repacked(&bytes, |files| file(files, name).push(b'\n')), name, code);
    }
    let stray = File {
        name: "documents/annex.pdf".into(),
        bytes: b"%PDF".to_vec(),
    };
    let more = repacked(&bytes, |files| files.push(stray));
    fails(&more, "documents/annex.pdf", "not_in_the_case");
}

#[test]
fn a_value_nobody_committed_to_is_found() {
    let (_, bytes) = whole();
    let other = repacked(&bytes, |files| {
        let disclosures = file(files, "case/disclosures.json");
        let text = String::from_utf8(disclosures.clone()).unwrap();
        *disclosures = text.replace("张建国", "张建军").into_bytes();
    });
    let report = verify(&other, &trust());
    assert_eq!(report.faults.len(), 1);
    assert_eq!(report.faults[0].code, "not_in_the_case");
}

#[test]
fn a_swapped_signer_is_found_even_when_log_and_packer_collude() {
    let (play, _) = whole();
    let seq = |wanted: fn(&Event) -> bool| {
        let at = play
            .entries
            .iter()
            .position(|entry| wanted(&entry.event().unwrap().unwrap()));
        format!("case/entries.jsonl:{}", at.unwrap() + 1)
    };
    let signed = seq(|event| matches!(event, Event::AgreementSigned { .. }));
    let other = rewritten(&play, &log_key(), |_, event| {
        if let Event::AgreementSigned { by, statement } = event {
            if *by == WORKER {
                statement.attested.attestation.person = STRANGER.person;
            }
        }
    });
    fails(&other, &signed, "attestation_forged");
    let forged = rewritten(&play, &log_key(), |_, event| {
        if let Event::AgreementSigned { by, statement } = event {
            if *by == WORKER {
                statement.signature = Signature([0; 64]);
            }
        }
    });
    fails(&forged, &signed, "signature_forged");
    let resealed = rewritten(&play, &log_key(), |_, event| {
        if let Event::AgreementSealed {
            key: seal, signature, ..
        } = event
        {
            (*seal, *signature) = (public(&key(9)), Signature([7; 64]));
        }
    });
    fails(
        &resealed,
        &seq(|event| matches!(event, Event::AgreementSealed { .. })),
        "seal_not_trusted",
    );
    let decided = rewritten(&play, &log_key(), |_, event| {
        if let Event::DecisionIssued { signature, .. } = event {
            signature.0[0] ^= 1;
        }
    });
    fails(
        &decided,
        &seq(|event| matches!(event, Event::DecisionIssued { .. })),
        "seal_invalid",
    );
    let terms = rewritten(&play, &log_key(), |_, event| {
        if let Event::TermsAgreed { terms, .. } = event {
            terms.0.pop();
        }
    });
    fails(
        &terms,
        &seq(|event| matches!(event, Event::TermsAgreed { .. })),
        "terms_digest_differs",
    );
}

/// The respondent's statement with what `change` does to it, signed and attested anew.
fn restated(play: &Play, change: impl Fn(&mut domain::seal::Statement, &mut domain::seal::Attestation)) -> Vec<u8> {
    let signer = key(0x40 + EMPLOYER.person.0.as_u128() as u8);
    rewritten(play, &log_key(), |_, event| {
        if let Event::AgreementSigned { by, statement } = event {
            if *by == EMPLOYER {
                let (mut said, mut attestation) = (
                    statement.attested.statement.clone(),
                    statement.attested.attestation.clone(),
                );
                change(&mut said, &mut attestation);
                attestation.statement = said.digest();
                *statement = signed(said, attestation, &signer);
            }
        }
    })
}

#[test]
fn a_replayed_nonce_and_a_stale_attestation_are_found_even_when_all_keys_of_the_portal_collude() {
    let (play, _) = whole();
    let nonce = play
        .entries
        .iter()
        .find_map(|entry| match entry.event().unwrap().unwrap() {
            Event::AgreementSigned { by, statement } if by == WORKER => Some(statement.attested.statement.nonce),
            _ => None,
        });
    let nonce = nonce.expect("the claimant signed");
    let replayed = verify(&restated(&play, |statement, _| statement.nonce = nonce), &trust());
    let refusals: Vec<_> = replayed.faults.iter().filter_map(|fault| fault.refusal).collect();
    assert_eq!(
        refusals,
        [domain::refusal::Refusal::NonceReused],
        "{:?}",
        replayed.faults
    );
    let stale = restated(&play, |_, attestation| {
        attestation.issued = attestation.issued.plus_ms(-600_001)
    });
    assert!(
        codes(&verify(&stale, &trust()))
            .iter()
            .any(|(_, code)| *code == "key_expired")
    );
}

#[test]
fn a_history_the_rules_forbid_is_found_even_when_log_and_packer_collude() {
    let (play, _) = whole();
    let favoured = rewritten(&play, &log_key(), |_, event| {
        if let Event::AgreementEffective { review_until, .. } = event {
            *review_until = review_until.plus_days(30);
        }
    });
    assert!(
        codes(&verify(&favoured, &trust()))
            .iter()
            .any(|(_, code)| *code == "not_by_the_rules")
    );
    let unmarked = rewritten(&play, &log_key(), |_, event| {
        if let Event::ClauseMarked { agreed, side, .. } = event {
            *agreed = *side == domain::actor::Side::Claimant;
        }
    });
    let report = verify(&unmarked, &trust());
    let refusals: Vec<_> = report.faults.iter().filter_map(|fault| fault.refusal).collect();
    assert!(
        refusals.contains(&domain::refusal::Refusal::NotAllAgreed),
        "{:?}",
        report.faults
    );
}

#[test]
fn a_weak_key_verifies_nothing() {
    // The identity point signs everything under lax rules (RFC 8032 leaves it open).
    let mut identity = [0; 32];
    identity[0] = 1;
    let mut signature = [0; 64];
    signature[0] = 1;
    assert!(!PublicKey(identity).verifies(b"anything", &Signature(signature)));
    // A second spelling of the same signature: S + L.
    let signer = key(3);
    let Signature(mut bytes) = sign(&signer, b"message");
    let order: [u8; 32] = [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];
    let mut carry = 0_u16;
    for (byte, add) in bytes[32..].iter_mut().zip(order) {
        let sum = u16::from(*byte) + u16::from(add) + carry;
        (*byte, carry) = (sum as u8, sum >> 8);
    }
    assert!(public(&signer).verifies(b"message", &sign(&signer, b"message")));
    assert!(!public(&signer).verifies(b"message", &Signature(bytes)));
}

#[test]
fn a_salt_of_another_value_hides_nothing_else() {
    let disclosure = hidden("张建国");
    let mut other = disclosure.clone();
    other.salt = Salt([1; 16]);
    assert_ne!(disclosure.commitment(), other.commitment());
}

#[test]
fn more_files_or_entries_than_any_case_has_are_not_looked_at() {
    let (_, bytes) = whole();
    let files = repacked(&bytes, |files| {
        files.extend((0..1_000).map(|i| File {
            name: format!("evidence/{i}"),
            bytes: Vec::new(),
        }));
    });
    assert_eq!(codes(&verify(&files, &trust())), [("mimetype", "too_many")]);
    let entries = repacked(&bytes, |files| {
        let lines = file(files, "case/entries.jsonl");
        let first = lines.split_inclusive(|byte| *byte == b'\n').next().unwrap();
        *lines = first.repeat(50_001);
    });
    assert_eq!(
        codes(&verify(&entries, &trust())),
        [("case/entries.jsonl:50001", "too_many")]
    );
}
