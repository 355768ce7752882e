//! Files made to keep a reader busy: each is refused, and soon.

// The crate has no clock; whoever judges it does.
#![allow(clippy::disallowed_methods)]

use crate::attacks::{refused, saved, signed, trailer_number};
use crate::cast::{Cast, NOW, document, drafted};
use pades::Fault;
use pades::file::MOST_BYTES;
use pades::sign::prepare_again;
use pades::verify::verify;
use std::time::{Duration, Instant};

/// Far beyond what any of them takes, far below what they were made for.
const SOON: Duration = Duration::from_secs(20);

#[track_caller]
fn soon(pdf: &[u8]) -> Fault {
    let begun = Instant::now();
    let fault = refused(pdf);
    assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
    fault
}

/// Body of the object `number` in the last revision that has it.
fn body(pdf: &[u8], number: usize) -> String {
    let text = String::from_utf8_lossy(pdf).into_owned();
    let (_, rest) = text.rsplit_once(&format!("\n{number} 0 obj\n")).expect("the object");
    rest.split_once("\nendobj").expect("its end").0.to_owned()
}

/// Number of the object that holds `text`.
fn holding(pdf: &[u8], text: &str) -> usize {
    let all = String::from_utf8_lossy(pdf).into_owned();
    let (before, _) = all.rsplit_once(text).expect("the text");
    let (before, _) = before.rsplit_once(" 0 obj\n").expect("an object");
    let digits = before.rsplit('\n').next().expect("a line");
    digits.parse().expect("a number")
}

#[test]
fn a_file_beyond_any_document_is_not_even_read() {
    let mut large = signed();
    large.resize(MOST_BYTES + 1, b' ');
    assert_eq!(soon(&large), Fault::TooLarge);
}

#[test]
fn more_saves_or_objects_than_any_document_has_are_refused() {
    let mut saves = signed();
    for _ in 0..40 {
        let size = trailer_number(&saves, "/Size");
        saves = saved(&saves, &[(size, "<< /Nothing true >>")]);
    }
    assert_eq!(soon(&saves), Fault::TooLarge);

    let mut table = document();
    let at = table
        .windows(14)
        .rposition(|it| it == b"0 6\n0000000000")
        .expect("the table");
    table.splice(at..at + 3, b"0 2000000000".iter().copied());
    assert_eq!(soon(&table), Fault::TooLarge);

    let mut objects = signed();
    let body = "null";
    for _ in 0..3 {
        let size = trailer_number(&objects, "/Size");
        let all: Vec<(usize, &str)> = (size..size + 70_000).map(|number| (number, body)).collect();
        objects = saved(&objects, &all);
    }
    assert_eq!(soon(&objects), Fault::TooLarge);
}

#[test]
fn nesting_has_an_end() {
    let deep = ["[".repeat(1_000_000), "]".repeat(1_000_000)].concat();
    let size = trailer_number(&signed(), "/Size");
    assert_eq!(soon(&saved(&signed(), &[(size, &deep)])), Fault::TooLarge);
}

#[test]
fn one_field_page_or_list_named_a_million_times_is_not_read_a_million_times() {
    let pdf = Cast::new().whole();
    // The form's field, with a name of a megabyte.
    let form = holding(&drafted(), "/SigFlags");
    let again = body(&pdf, form);
    let (before, rest) = again.split_once("/Fields [").expect("fields");
    let (fields, after) = rest.split_once(']').expect("their end");
    let first = fields.trim().split(" R").next().expect("a field").to_owned();
    let many = format!("{} R ", first.trim()).repeat(1_000_000);
    let bad = saved(&pdf, &[(form, &format!("{before}/Fields [{many}]{after}"))]);
    assert_eq!(soon(&bad), Fault::TooLarge);
    let twice = format!("{} R ", first.trim()).repeat(2);
    let bad = saved(&pdf, &[(form, &format!("{before}/Fields [{twice}]{after}"))]);
    assert_eq!(soon(&bad), Fault::Malformed);

    // The store's lists.
    let store = holding(&pdf, "/Type /DSS");
    let dss = body(&pdf, store);
    let (before, rest) = dss.split_once("/CRLs [").expect("lists");
    let (lists, after) = rest.split_once(']').expect("their end");
    let list = lists.trim().split(" R").next().expect("a list").to_owned();
    for (times, fault) in [(2, Fault::Malformed), (1_000_000, Fault::TooLarge)] {
        let many = format!("{} R ", list.trim()).repeat(times);
        assert_eq!(
            soon(&saved(&pdf, &[(store, &format!("{before}/CRLs [{many}]{after}"))])),
            fault
        );
    }

    // The tree of pages, a ring: met by whoever adds a field for a timestamp.
    let ring = saved(&pdf, &[(2, "<< /Type /Pages /Kids [2 0 R] /Count 1 >>")]);
    assert_eq!(prepare_again(&ring, "Time2").err(), Some(Fault::Malformed));
}

#[test]
fn the_largest_file_with_many_timestamps_is_judged_in_time() {
    let cast = Cast::new();
    let content = "0".repeat(24 << 20);
    let body = format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len());
    // The draft, padded; then the same signatures over it.
    let draft = saved(&drafted(), &[(trailer_number(&drafted(), "/Size"), &body)]);
    let mut pdf = cast.whole_of(draft);
    for stamp in 2..12 {
        pdf = cast.again(&pdf, &format!("Time{stamp}"), NOW + i64::from(stamp) * 86_400);
    }
    let begun = Instant::now();
    let report = verify(&pdf, &cast.roots());
    let took = begun.elapsed();
    println!("{} bytes, {} signatures: {took:?}", pdf.len(), report.signatures.len());
    assert_eq!((report.findings.as_slice(), report.signatures.len()), (&[][..], 15));
    assert!(took < SOON, "{took:?}");
}
