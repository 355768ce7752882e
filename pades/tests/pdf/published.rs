//! Attacks by the names they were published under: shadow attacks (hide, replace, hide and replace),
//! incremental saving, signature wrapping, universal forgery, evil annotations.

use crate::attacks::{other_text, refused, saved, signed, trailer_number};
use crate::cast::{Cast, NOW, document, p256};
use pades::Fault;
use pades::form::{self, Field};
use pades::verify::verify;

/// `drafted` with one field, signed; sound as it is.
fn signed_over(drafted: &[u8]) -> Vec<u8> {
    let cast = Cast::new();
    let field = Field {
        name: "Claimant".into(),
        place: None,
    };
    let fielded = form::add(drafted, &[field]).unwrap();
    let pdf = cast.sign(&fielded, "Claimant", "张建国", &p256(90), NOW);
    assert_eq!(verify(&pdf, &cast.roots()).findings, []);
    pdf
}

fn find(pdf: &[u8], text: &str) -> usize {
    let found = pdf.windows(text.len()).position(|window| window == text.as_bytes());
    found.unwrap_or_else(|| panic!("{text}"))
}

/// The object as it stands last.
fn body(pdf: &[u8], number: usize) -> String {
    let text = String::from_utf8_lossy(pdf).into_owned();
    let (_, rest) = text.rsplit_once(&format!("\n{number} 0 obj\n")).expect("the object");
    rest.split_once("\nendobj").expect("its end").0.to_owned()
}

/// Saves a table that sends `number` to `offset`, wherever that is, or takes the object away.
fn redirected(pdf: &[u8], number: usize, line: &str) -> Vec<u8> {
    let (size, previous) = (trailer_number(pdf, "/Size"), trailer_number(pdf, "startxref\n"));
    let mut out = pdf.to_vec();
    let xref = out.len();
    out.extend(
        format!(
            "xref\n{number} 1\n{line} \ntrailer\n<< /Size {size} /Root 1 0 R /Prev {previous} >>\nstartxref\n{xref}\n%%EOF\n"
        )
        .bytes(),
    );
    out
}

#[test]
fn shadow_hide_takes_no_overlay_away() {
    // What the signers saw lies over other text that stands in the file already.
    let size = trailer_number(&document(), "/Size");
    let overlay = "<< /Type /Annot /Subtype /FreeText /Rect [70 690 400 730] /Contents (12 000) >>";
    let page = format!(
        "<< /Annots [{size} 0 R] /Contents 4 0 R /MediaBox [0 0 595 842] /Parent 2 0 R /Resources << >> /Type /Page >>"
    );
    let pdf = signed_over(&saved(&document(), &[(3, &page), (size, overlay)]));
    let gone = redirected(&pdf, size, "0000000000 65535 f");
    assert_eq!(refused(&gone), Fault::Malformed);
    let bare = body(&pdf, 3).replace(&format!("{size} 0 R "), "");
    assert_eq!(refused(&saved(&pdf, &[(3, &bare)])), Fault::Changed);
    let empty = saved(&pdf, &[]);
    assert_eq!(refused(&empty), Fault::Changed);
}

#[test]
fn shadow_hide_and_replace_brings_no_hidden_object_forth() {
    // The other text waits under a number nothing names; a later table names it as the page's.
    let size = trailer_number(&document(), "/Size");
    let pdf = signed_over(&saved(&document(), &[(size, &other_text())]));
    let at = find(&pdf, &format!("\n{size} 0 obj\n")) + 1;
    assert_eq!(
        refused(&redirected(&pdf, 4, &format!("{at:010} 00000 n"))),
        Fault::Malformed
    );
}

#[test]
fn a_field_or_font_of_the_form_is_not_rewritten() {
    // Shadow replace by the form: a text field that comes with the next revision.
    let pdf = signed();
    let size = trailer_number(&pdf, "/Size");
    let field = "<< /FT /Tx /Rect [70 690 400 730] /Subtype /Widget /T (Amount) /Type /Annot /V (92 000) >>";
    let page = body(&pdf, 3).replacen("/Annots [", &format!("/Annots [{size} 0 R "), 1);
    assert_eq!(refused(&saved(&pdf, &[(3, &page), (size, field)])), Fault::Changed);
    let font = "<< /BaseFont /Courier /Subtype /Type1 /Type /Font >>";
    assert_eq!(refused(&saved(&pdf, &[(5, font)])), Fault::Changed);
}

#[test]
fn incremental_saving_without_its_table_or_trailer_is_seen() {
    let pdf = signed();
    let object = format!("4 0 obj\n{}\nendobj\n", other_text());
    let with = |tail: &str| [pdf.as_slice(), object.as_bytes(), tail.as_bytes()].concat();
    for tail in [
        "",
        "%%EOF\n",
        "trailer\n<< /Root 1 0 R >>\n%%EOF\n",
        "startxref\n0\n%%EOF\n",
    ] {
        assert_eq!(refused(&with(tail)), Fault::Malformed, "{tail}");
    }
    // The old table once more, as if nothing had been added.
    let old = trailer_number(&pdf, "startxref\n");
    assert_eq!(refused(&with(&format!("startxref\n{old}\n%%EOF\n"))), Fault::Malformed);
}

#[test]
fn universal_forgery_leaves_no_signature_out() {
    let pdf = signed();
    let range = find(&pdf, "/ByteRange [");
    let end = range + pdf[range..].iter().position(|byte| *byte == b']').expect("its end");
    let ranged = |text: &str| {
        let mut out = pdf.clone();
        let width = end - range - 12;
        out[range + 12..end].copy_from_slice(format!("{text:<width$}").as_bytes());
        out
    };
    for text in ["", "0 0 0 0", "0 -1 -1 0", "0 1 0 1", "0 99999999 0 0", "null"] {
        assert_eq!(refused(&ranged(text)), Fault::RangeWrong, "{text}");
    }
    let mut renamed = pdf.clone();
    renamed[range..range + 10].copy_from_slice(b"/ByteRanke");
    assert_eq!(refused(&renamed), Fault::RangeWrong);
    let value = range + find(&pdf[range..], "/Contents <") + 11;
    let mut zeroed = pdf.clone();
    zeroed[value..value + 40].fill(b'0');
    assert_eq!(refused(&zeroed), Fault::SignatureMalformed);
    let mut unnamed = pdf.clone();
    unnamed[value - 11..value - 2].copy_from_slice(b"/Contentz");
    assert_eq!(refused(&unnamed), Fault::SignatureMalformed);
    // Another kind of signature, by the name of its format.
    let format = find(&pdf, "/ETSI.CAdES.detached");
    let mut other = pdf;
    other[format..format + 20].copy_from_slice(b"/adbe.pkcs7.sha1nope");
    assert_eq!(refused(&other), Fault::Changed);
}

#[test]
fn wrapping_with_the_signed_part_moved_is_seen() {
    // The signed end is copied behind what the attacker writes, and the range points there.
    let pdf = signed();
    let range = find(&pdf, "/ByteRange [") + 12;
    let text = String::from_utf8_lossy(&pdf[range..range + 43]).into_owned();
    let numbers: Vec<usize> = text
        .split_whitespace()
        .map(|it| it.parse().expect("a number"))
        .collect();
    let evil = format!("4 0 obj\n{}\nendobj\n", other_text());
    let mut out = pdf[..numbers[2]].to_vec();
    out.extend(evil.bytes());
    let moved = out.len();
    out.extend(&pdf[numbers[2]..]);
    let wrapped = format!("{:<43}", format!("0 {} {moved} {}", numbers[1], numbers[3]));
    out[range..range + 43].copy_from_slice(wrapped.as_bytes());
    assert!(matches!(refused(&out), Fault::Malformed | Fault::RangeWrong));
}
