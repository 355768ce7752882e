//! A document outlives its timestamp: it is stamped again, and again, each time before the one before
//! runs out.

use crate::attacks::{refused, saved, trailer_number};
use crate::cast::{Cast, NOW};
use pades::Fault;
use pades::sign::{Kind, prepare_again};
use pades::verify::verify;

const YEAR: i64 = 365 * 86_400;

#[test]
fn each_timestamp_takes_the_one_before_under_its_protection() {
    let cast = Cast::new();
    let first = cast.whole();
    let once = cast.again(&first, "Time2", NOW + 5 * YEAR);
    let twice = cast.again(&once, "Time3", NOW + 9 * YEAR);
    let report = verify(&twice, &cast.roots());
    assert_eq!(report.findings, []);
    assert!(report.lasting);
    let stamps: Vec<_> = report.signatures.iter().filter(|it| it.kind == Kind::Stamp).collect();
    let said: Vec<_> = stamps
        .iter()
        .map(|it| (it.field.as_str(), (it.at - NOW) / YEAR))
        .collect();
    assert_eq!(said, [("Time", 0), ("Time2", 5), ("Time3", 9)]);
    assert_eq!(report.until(), Some(NOW + 10 * YEAR));
    assert!(twice.starts_with(&once) && once.starts_with(&first));
}

#[test]
fn a_timestamp_that_had_run_out_protects_nothing_any_more() {
    let cast = Cast::new();
    let late = Cast::with_clock_until(NOW + YEAR);
    let pdf = late.whole();
    assert_eq!(verify(&pdf, &late.roots()).findings, []);
    let again = cast.again(&pdf, "Time2", NOW + 2 * YEAR);
    assert_eq!(refused(&again), Fault::StampLapsed);
    let in_time = cast.again(&pdf, "Time2", NOW + YEAR - 1);
    assert_eq!(verify(&in_time, &cast.roots()).findings, []);
}

#[test]
fn a_field_is_added_for_a_timestamp_and_nothing_else() {
    let cast = Cast::new();
    let whole = cast.whole();
    assert_eq!(prepare_again(&whole, "Time").err(), Some(Fault::FieldUnfit));
    // A field that shows something comes with the stamp.
    let pdf = cast.again(&whole, "Time2", NOW + YEAR);
    let at = pdf
        .windows(8)
        .rposition(|window| window == b"/Rect [0")
        .expect("the new field");
    let mut shown = pdf.clone();
    shown[at + 7] = b'9';
    assert_eq!(refused(&shown), Fault::Changed);
    // An empty field of somebody's comes after it.
    let size = trailer_number(&pdf, "/Size");
    let field = "<< /F 132 /FT /Sig /Rect [0.00 0.00 0.00 0.00] /Subtype /Widget /T (More) /Type /Annot >>";
    assert_eq!(refused(&saved(&pdf, &[(size, field)])), Fault::Changed);
}
