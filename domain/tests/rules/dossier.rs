//! A dossier is believed whole or not at all, and says where it fails.

use super::forgery::fails;
use super::play::*;
use super::vector::*;
use domain::command::Track;
use domain::dossier::container::{self};
use domain::dossier::verify;
use proptest::prelude::*;

#[test]
fn a_dossier_is_valid_and_says_who_signed_what_when() {
    for (track, viewer) in [
        (Track::ArbitrationReview, &WORKER),
        (Track::ArbitrationReview, &MEDIATOR),
        (Track::ArbitrationReview, &ARBITRATOR),
        (Track::JudicialConfirmation, &EMPLOYER),
        (Track::JudicialConfirmation, &JUDGE),
    ] {
        let play = Play::enforceable(track);
        let report = verify(&dossier(&play, viewer), &trust());
        assert_eq!(report.faults, []);
        assert!(report.valid);
        assert_eq!(report.signers.len(), 5);
        assert_eq!(report.claimant.as_deref(), Some("张建国"));
        assert_eq!(report.sealed_by.as_deref(), Some("枫林市劳动争议联合调解中心"));
        assert_eq!(report.filed, Some(track));
        assert_eq!(report.granted, Some(true));
        assert!(report.decided_by.is_some() && report.enforceable_at.is_some());
    }
}

#[test]
fn a_dossier_of_any_stage_is_valid() {
    for play in [
        Play::requested(),
        Play::joined(),
        Play::drafted(),
        Play::presented(),
        Play::effective(),
        Play::filed(Track::JudicialConfirmation),
        Play::issued(Track::ArbitrationReview),
    ] {
        let report = verify(&dossier(&play, &WORKER), &trust());
        assert_eq!(report.faults, [], "{:?}", play.case.stage);
    }
}

#[test]
fn signatures_on_wording_that_was_given_up_are_not_reported() {
    let mut play = Play::presented();
    let sign = play.sign(&WORKER);
    play.does(&WORKER, sign);
    let reason = "第一期太早".to_owned();
    play.does(
        &EMPLOYER,
        domain::command::Command::DeclineToSign { reason, clause: None },
    );
    let report = verify(&dossier(&play, &WORKER), &trust());
    assert_eq!(report.faults, []);
    assert_eq!(report.signers, []);
}

#[test]
fn a_decision_on_a_withdrawn_application_is_not_reported() {
    let mut play = Play::issued(Track::ArbitrationReview);
    let reason = "改走司法确认".to_owned();
    play.does(&WORKER, domain::command::Command::WithdrawApplication { reason });
    let report = verify(&dossier(&play, &WORKER), &trust());
    assert_eq!(report.faults, []);
    assert_eq!((report.decision, report.granted, report.decided_by), (None, None, None));
}

#[test]
fn any_single_flipped_byte_is_found_with_its_place() {
    let (_, bytes) = whole();
    let root = trust();
    assert!(verify(&bytes, &root).valid);
    // Every byte of the container's own, and every 211th of the contents, which one digest guards.
    let files = container::read(&bytes)
        .unwrap()
        .files
        .into_iter()
        .map(|file| file.bytes);
    let spans: Vec<_> = files
        .map(|content| {
            let at = bytes
                .windows(content.len())
                .position(|window| window == content.as_slice())
                .unwrap();
            at..at + content.len()
        })
        .collect();
    for at in (0..bytes.len()).filter(|at| at.is_multiple_of(211) || !spans.iter().any(|span| span.contains(at))) {
        let mut bad = bytes.clone();
        bad[at] ^= 1 << (at % 8);
        let report = verify(&bad, &root);
        assert!(!report.valid, "byte {at}");
        assert!(report.faults.iter().all(|fault| !fault.place.is_empty()), "byte {at}");
    }
}

#[test]
fn a_flipped_byte_in_a_file_is_found_in_that_file() {
    let (_, bytes) = whole();
    for name in [
        "META-INF/ASiCManifest.xml",
        "META-INF/signature.p7s",
        "case/dossier.json",
        "case/entries.jsonl",
        "case/disclosures.json",
        "log/inclusion.json",
        "log/checkpoint.txt",
        "documents/agreement.pdf",
        "documents/terms.json",
        "documents/decision-1.pdf",
    ] {
        let content = container::read(&bytes).unwrap().files;
        let content = &content.iter().find(|file| file.name == name).unwrap().bytes;
        let at = bytes
            .windows(content.len())
            .position(|window| window == content.as_slice())
            .unwrap();
        let mut bad = bytes.clone();
        bad[at + content.len() / 2] ^= 4;
        fails(&bad, name, "content_damaged");
    }
}

#[test]
fn a_dossier_cut_short_or_made_longer_is_invalid() {
    let (_, bytes) = whole();
    for size in (0..bytes.len()).step_by(97) {
        assert!(!verify(&bytes[..size], &trust()).valid, "{size}");
    }
    assert!(!verify(&[bytes.as_slice(), b"\0"].concat(), &trust()).valid);
    assert!(!verify(&[bytes.as_slice(), &bytes].concat(), &trust()).valid);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn random_bytes_are_invalid_and_never_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        prop_assert!(!verify(&bytes, &trust()).valid);
    }

    #[test]
    fn scrambled_dossiers_are_invalid_and_never_a_panic(
        edits in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let (_, whole) = whole();
        let mut bytes = whole.clone();
        for (at, byte) in edits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        prop_assume!(bytes != whole);
        prop_assert!(!verify(&bytes, &trust()).valid);
    }
}
