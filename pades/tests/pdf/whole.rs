//! What an honest document says.

use crate::cast::{Cast, NOW, drafted, p256};
use pades::Fault;
use pades::certificate::Revoked;
use pades::sign::Kind;
use pades::verify::{Report, verify};

fn faults(report: &Report) -> Vec<Fault> {
    report.findings.iter().map(|finding| finding.fault).collect()
}

#[test]
fn a_whole_document_holds_and_says_who_signed_when() {
    let cast = Cast::new();
    let pdf = cast.whole();
    let report = verify(&pdf, &cast.roots());
    assert_eq!(report.findings, []);
    assert!(report.lasting);
    let said: Vec<_> = report
        .signatures
        .iter()
        .map(|it| (it.by.as_str(), it.kind, it.at - NOW))
        .collect();
    assert_eq!(
        said,
        [
            ("张建国", Kind::Approval, 0),
            ("李文静", Kind::Approval, 60),
            ("王芳", Kind::Approval, 120),
            ("枫林市调解中心", Kind::Seal, 300),
            ("Clock", Kind::Stamp, 302),
        ]
    );
    assert_eq!(report.signatures[0].claims, ["urn:maplebridge:assurance:phone"]);
    assert_eq!(report.signatures[4].end, pdf.len());
    assert_eq!(pdf, cast.whole(), "the same input makes the same file");
}

#[test]
fn the_document_shown_is_the_beginning_of_every_later_file() {
    let cast = Cast::new();
    assert!(cast.whole().starts_with(&drafted()));
}

#[test]
fn a_party_may_sign_with_p256() {
    let cast = Cast::new();
    let pdf = cast.sign(&drafted(), "Claimant", "张建国", &p256(90), NOW);
    let report = verify(&pdf, &cast.roots());
    assert_eq!(report.findings, []);
    assert!(!report.lasting);
}

#[test]
fn other_roots_are_not_trusted() {
    let pdf = Cast::new().whole();
    let report = verify(&pdf, &Cast::seeded(100).roots());
    assert_eq!(faults(&report), [Fault::IssuerUntrusted; 5]);
}

#[test]
fn a_key_signs_for_ten_minutes() {
    let cast = Cast::new();
    let key = p256(90);
    let leaf = cast.leaf("张建国", &key, 9, NOW);
    let pdf = cast.mark(
        &drafted(),
        "Claimant",
        Kind::Approval,
        ("张建国", &key, leaf),
        NOW + 601,
    );
    assert_eq!(faults(&verify(&pdf, &cast.roots())), [Fault::CertificateUnfit]);
}

#[test]
fn a_certificate_taken_back_before_it_signed_does_not_count() {
    let cast = Cast::new();
    let signed = cast.sign(&drafted(), "Claimant", "张建国", &p256(90), NOW);
    let revoked = |at| {
        cast.lists(
            &[Revoked {
                serial: vec![NOW as u8; 16],
                at,
            }],
            NOW + 10,
        )
    };
    let before = cast.last(&signed, revoked(NOW - 5), NOW + 11);
    assert_eq!(faults(&verify(&before, &cast.roots())), [Fault::Revoked]);
    let after = cast.last(&signed, revoked(NOW + 5), NOW + 11);
    assert_eq!(faults(&verify(&after, &cast.roots())), []);
}

#[test]
fn lists_that_are_missing_or_of_others_are_missed() {
    let cast = Cast::new();
    let signed = cast.sign(&drafted(), "Claimant", "张建国", &p256(90), NOW);
    let only_root = cast.lists(&[], NOW + 10)[..1].to_vec();
    let foreign = Cast::seeded(100).lists(&[], NOW + 10);
    for lists in [only_root, foreign] {
        let pdf = cast.last(&signed, lists, NOW + 11);
        assert_eq!(faults(&verify(&pdf, &cast.roots())), [Fault::RevocationUnknown; 2]);
    }
}

#[test]
fn an_unsigned_document_is_no_signed_one() {
    assert_eq!(faults(&verify(&drafted(), &Cast::new().roots())), [Fault::Unsigned]);
}
