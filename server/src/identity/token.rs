//! Secrets that travel, and the hashes that stay.

use domain::hash::Digest;

/// A fresh secret of 128 bits, 32 lower-case hexadecimal digits: short enough for a QR code.
pub fn fresh() -> String {
    hex::encode(random::<16>())
}

/// `N` bytes from the operating system.
///
/// # Panics
/// If the operating system has no randomness: nothing here would be safe then.
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system gives randomness");
    bytes
}

/// What is stored in place of `secret`.
pub fn hash(secret: &str) -> Digest {
    Digest::of(secret.as_bytes())
}

/// Six decimal digits, evenly spread.
pub fn digits() -> String {
    loop {
        let n = u32::from_le_bytes(random::<4>());
        // The last partial million would favour small codes.
        if n < 4_294_000_000 {
            return format!("{:06}", n % 1_000_000);
        }
    }
}

/// Compares without telling by time how far two hashes agree.
pub fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |acc, (x, y)| acc | (x ^ y)) == 0
}
