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
