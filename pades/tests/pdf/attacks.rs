//! What has been published against signed PDFs (shadow, incremental saving, wrapping, annotation),
//! and what one would try against ours. Each file is refused with its reason.

use crate::cast::{Cast, NOW, document, drafted, p256};
use pades::Fault;
use pades::algorithm::SigAlg;
use pades::attributes::{self, Content};
use pades::cms::{self, Parts};
use pades::form::{self, Field};
use pades::key::Signer;
use pades::sign::{self, Kind, ROOM};
use pades::verify::verify;

/// The first fault found.
pub fn refused(pdf: &[u8]) -> Fault {
    let report = verify(pdf, &Cast::new().roots());
    report.findings.first().expect("an attack is found").fault
}

pub fn signed() -> Vec<u8> {
    Cast::new().sign(&drafted(), "Claimant", "张建国", &p256(90), NOW)
}

pub fn trailer_number(pdf: &[u8], key: &str) -> usize {
    let text = String::from_utf8_lossy(pdf);
    let (_, rest) = text.rsplit_once(key).expect("the key");
    rest.trim_start()
        .chars()
        .take_while(char::is_ascii_digit)
        .collect::<String>()
        .parse()
        .expect("a number")
}

/// Saves `objects` as one more revision, as any PDF editor does.
pub fn saved(pdf: &[u8], objects: &[(usize, &str)]) -> Vec<u8> {
    let (size, previous) = (trailer_number(pdf, "/Size"), trailer_number(pdf, "startxref\n"));
    let mut out = pdf.to_vec();
    let mut table = String::from("xref\n");
    for (number, body) in objects {
        table.push_str(&format!("{number} 1\n{:010} 00000 n \n", out.len()));
        out.extend(format!("{number} 0 obj\n{body}\nendobj\n").bytes());
    }
    let xref = out.len();
    let size = objects
        .iter()
        .map(|(number, _)| number + 1)
        .max()
        .unwrap_or(0)
        .max(size);
    out.extend(
        format!("{table}trailer\n<< /Size {size} /Root 1 0 R /Prev {previous} >>\nstartxref\n{xref}\n%%EOF\n").bytes(),
    );
    out
}

/// Object 4 is the page's text.
const OTHER_TEXT: &str =
    "<< /Length 60 >>\nstream\nBT /F1 24 Tf 72 700 Td (The employer pays 92 000 yuan.) Tj ET\nendstream";

pub fn other_text() -> String {
    let content = "BT /F1 24 Tf 72 700 Td (The employer pays     0 yuan.) Tj ET";
    OTHER_TEXT
        .replace("60", &content.len().to_string())
        .replace("BT /F1 24 Tf 72 700 Td (The employer pays 92 000 yuan.) Tj ET", content)
}

#[test]
fn incremental_saving_replaces_no_text() {
    assert_eq!(refused(&saved(&signed(), &[(4, &other_text())])), Fault::Changed);
    let whole = Cast::new().whole();
    assert_eq!(refused(&saved(&whole, &[(4, &other_text())])), Fault::Changed);
}

#[test]
fn an_annotation_over_the_text_is_seen() {
    let pdf = signed();
    let size = trailer_number(&pdf, "/Size");
    let note = "<< /Type /Annot /Subtype /FreeText /Rect [70 690 400 730] /Contents (92 000) >>";
    let page = format!(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << >> /Annots [{size} 0 R] >>"
    );
    assert_eq!(refused(&saved(&pdf, &[(3, &page), (size, note)])), Fault::Changed);
}

#[test]
fn shadow_content_prepared_before_signing_is_not_brought_forth_after() {
    // Replace: the other text waits unused in what is signed; afterwards the page points to it.
    let size = trailer_number(&document(), "/Size");
    let waiting = saved(&document(), &[(size, &other_text())]);
    let cast = Cast::new();
    let field = Field {
        name: "Claimant".into(),
        place: None,
    };
    let pdf = cast.sign(
        &form::add(&waiting, &[field]).unwrap(),
        "Claimant",
        "张建国",
        &p256(90),
        NOW,
    );
    assert_eq!(verify(&pdf, &cast.roots()).findings, []);
    let page = format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {size} 0 R /Resources << >> >>");
    assert_eq!(refused(&saved(&pdf, &[(3, &page)])), Fault::Changed);
    // Hide and replace: a second catalog with its own pages.
    let catalog = "<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /GoTo >> >>";
    assert_eq!(refused(&saved(&pdf, &[(1, catalog)])), Fault::Changed);
}

#[test]
fn a_mark_may_look_like_nothing_but_a_mark() {
    let pdf = signed();
    // The appearance of the second field says something before it is signed.
    let size = trailer_number(&pdf, "/Size");
    let field = (0..size).find(|number| {
        let text = format!("\n{number} 0 obj\n");
        let at = pdf.windows(text.len()).position(|window| window == text.as_bytes());
        at.is_some_and(|at| {
            pdf[at..at + 400]
                .windows(24)
                .any(|window| window == b"/T <526573706f6e64656e74")
        })
    });
    let field = field.expect("the respondent's field");
    let body = format!(
        "<< /AP << /N {size} 0 R >> /F 132 /FT /Sig /P 3 0 R /Rect [70.00 300.00 270.00 368.00] /Subtype /Widget /T <526573706f6e64656e74> /Type /Annot >>"
    );
    assert_eq!(
        refused(&saved(&pdf, &[(field, &body), (size, &other_text())])),
        Fault::Changed
    );
}

#[test]
fn wrapping_moves_no_signature() {
    let pdf = signed();
    let text = String::from_utf8_lossy(&pdf).into_owned();
    let (before, rest) = text.split_once("/ByteRange [0 ").expect("a range");
    let first: usize = rest.split(' ').next().expect("a number").parse().expect("a number");
    // The range skips more than the signature's value: room for an object of the attacker.
    let at = pdf
        .windows(13)
        .position(|window| window == b"/ByteRange [0")
        .expect("a range")
        + 14;
    let mut wider = pdf.clone();
    let other = (first - 100).to_string();
    wider[at..at + other.len()].copy_from_slice(other.as_bytes());
    assert!(before.len() < pdf.len());
    assert_eq!(refused(&wider), Fault::RangeWrong);
    // Something stands in the padding.
    let value = pdf
        .windows(10)
        .position(|window| window == b"/Contents ")
        .expect("a value");
    let value = pdf[value..]
        .windows(11)
        .position(|window| window == b"/Contents <")
        .map_or(value, |more| value + more);
    let padding = value + 11 + 2 * ROOM - 4;
    let mut stuffed = pdf;
    stuffed[padding] = b'1';
    assert_eq!(refused(&stuffed), Fault::SignatureMalformed);
}

#[test]
fn bytes_after_the_last_signature_are_seen() {
    let cast = Cast::new();
    let sealed = cast.seal(&drafted(), NOW);
    let store = pades::store::Store {
        certificates: Vec::new(),
        lists: cast.lists(&[], NOW),
    };
    assert_eq!(
        refused(&pades::store::enclose(&sealed, &store).unwrap()),
        Fault::AddedAfter
    );
    let mut longer = cast.whole();
    longer.extend(b"% nothing\n");
    assert_eq!(refused(&longer), Fault::Malformed);
}

#[test]
fn a_shortened_file_is_an_earlier_copy_and_says_so() {
    let cast = Cast::new();
    let pdf = cast.whole();
    let report = verify(&pdf, &cast.roots());
    let earlier = verify(&pdf[..report.signatures[1].end], &cast.roots());
    assert_eq!(earlier.findings, []);
    assert_eq!(earlier.signatures.len(), 2);
    assert!(!earlier.lasting);
}

#[test]
fn another_signer_cannot_be_put_in_place_of_the_first() {
    let cast = Cast::new();
    let key = p256(90);
    let prepared = sign::prepare(&drafted(), "Claimant", Kind::Approval, "张建国", NOW).unwrap();
    let (own, other) = (cast.leaf("张建国", &key, 1, NOW), cast.leaf("李文静", &key, 2, NOW));
    let hash = SigAlg::EcdsaP256Sha256.hash();
    let attributes = attributes::signed(
        Content::Approval,
        SigAlg::EcdsaP256Sha256,
        &prepared.digest(hash),
        &hash.digest(&[&own]),
    );
    let signature = key.sign(&attributes).unwrap();
    let parts = |certificate: Vec<u8>, attributes: &[u8], signature: &[u8]| {
        let value = cms::write(&Parts {
            content: Content::Approval,
            enclosed: None,
            algorithm: SigAlg::EcdsaP256Sha256,
            attributes,
            signature,
            certificates: &[certificate, cast.issuing.clone()],
            stamp: Some(&cast.token(&[signature], NOW)),
        });
        prepared.clone().embed(&value.unwrap()).unwrap()
    };
    assert_eq!(
        refused(&parts(other, &attributes, &signature)),
        Fault::CertificateSwapped
    );
    // The same, signed anew by a key that has no certificate.
    let forged = p256(91).sign(&attributes).unwrap();
    assert_eq!(
        refused(&parts(own.clone(), &attributes, &forged)),
        Fault::SignatureForged
    );
    // A replayed signature, made over another document.
    let elsewhere = attributes::signed(
        Content::Approval,
        SigAlg::EcdsaP256Sha256,
        &[9; 32],
        &hash.digest(&[&own]),
    );
    let replayed = key.sign(&elsewhere).unwrap();
    assert_eq!(refused(&parts(own, &elsewhere, &replayed)), Fault::ContentChanged);
}

#[test]
fn a_signature_without_its_timestamp_or_with_anothers_is_not_enough() {
    let cast = Cast::new();
    let key = p256(90);
    let own = cast.leaf("张建国", &key, 1, NOW);
    let prepared = sign::prepare(&drafted(), "Claimant", Kind::Approval, "张建国", NOW).unwrap();
    let hash = SigAlg::EcdsaP256Sha256.hash();
    let attributes = attributes::signed(
        Content::Approval,
        SigAlg::EcdsaP256Sha256,
        &prepared.digest(hash),
        &hash.digest(&[&own]),
    );
    let signature = key.sign(&attributes).unwrap();
    let with = |stamp: Option<&[u8]>| {
        let value = cms::write(&Parts {
            content: Content::Approval,
            enclosed: None,
            algorithm: SigAlg::EcdsaP256Sha256,
            attributes: &attributes,
            signature: &signature,
            certificates: &[own.clone(), cast.issuing.clone()],
            stamp,
        });
        prepared.clone().embed(&value.unwrap()).unwrap()
    };
    assert_eq!(refused(&with(None)), Fault::StampMissing);
    assert_eq!(
        refused(&with(Some(&cast.token(&[b"another"], NOW)))),
        Fault::StampInvalid
    );
    assert_eq!(
        refused(&with(Some(&Cast::seeded(100).token(&[&signature], NOW)))),
        Fault::IssuerUntrusted
    );
}

#[test]
fn encrypted_and_compressed_files_are_refused() {
    let pdf = String::from_utf8_lossy(&signed()).into_owned().into_bytes();
    assert!(pdf.len() > 1_000);
    let mut encrypted = document();
    let at = encrypted
        .windows(12)
        .rposition(|window| window == b"/Root 1 0 R ")
        .expect("the trailer");
    encrypted.splice(at..at, b"/Encrypt 9 0 R ".iter().copied());
    assert_eq!(refused(&encrypted), Fault::Encrypted);
    let hidden = saved(
        &document(),
        &[(6, "<< /Type /ObjStm /N 1 /First 4 /Length 2 >>\nstream\n  \nendstream")],
    );
    assert_eq!(refused(&hidden), Fault::Compressed);
    let mut stream = document();
    let xref = stream.len();
    stream.extend(b"9 0 obj\n<< /Type /XRef >>\nendobj\n");
    stream.extend(format!("startxref\n{xref}\n%%EOF\n").bytes());
    assert_eq!(refused(&stream), Fault::Compressed);
}
