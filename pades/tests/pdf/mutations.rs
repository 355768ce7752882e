//! A changed byte anywhere is found: everything in the file is signed, or has one spelling.

use crate::cast::Cast;
use pades::verify::verify;

/// A small generator; the same seed gives the same bytes (splitmix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % most as u64) as usize
    }
}

#[test]
fn ten_thousand_changed_bytes_are_all_found() {
    let cast = Cast::new();
    let (pdf, roots) = (cast.whole(), cast.roots());
    let mut chance = Chance(2026);
    for _ in 0..10_000 {
        let at = chance.below(pdf.len());
        let by = 1 + chance.below(255) as u8;
        let mut bad = pdf.clone();
        bad[at] ^= by;
        assert!(!verify(&bad, &roots).valid(), "byte {at} ^ {by}");
    }
}

/// Chance may miss a byte that no signature is over, so here it is each of them: of a person's signature with its
/// timestamp and certificates, and of the last timestamp.
#[test]
fn every_byte_of_a_signature_and_of_a_timestamp_has_one_spelling() {
    let cast = Cast::new();
    let (pdf, roots) = (cast.whole(), cast.roots());
    let marker = b"/Contents <";
    let places: Vec<usize> = (0..pdf.len()).filter(|at| pdf[*at..].starts_with(marker)).collect();
    let mut bad = pdf.clone();
    for place in [places[0], places[places.len() - 1]] {
        let first = place + marker.len();
        let digits = |at: usize| usize::from_str_radix(std::str::from_utf8(&pdf[at..at + 2]).unwrap(), 16).unwrap();
        assert_eq!(digits(first + 2), 0x82);
        let bytes = 4 + digits(first + 4) * 256 + digits(first + 6);
        for i in 0..bytes {
            let at = first + 2 * i;
            for by in [1, 0x80] {
                let other = format!("{:02x}", digits(at) ^ by);
                bad[at..at + 2].copy_from_slice(other.as_bytes());
                assert!(!verify(&bad, &roots).valid(), "byte {i} of the value at {first} ^ {by}");
            }
            bad[at..at + 2].copy_from_slice(&pdf[at..at + 2]);
        }
    }
    assert_eq!(bad, pdf);
}
