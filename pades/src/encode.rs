//! DER as it is written: tag, length, value (X.690 §10). Reading is left to the `der` crate.

use der::asn1::ObjectIdentifier;

pub const INTEGER: u8 = 0x02;
pub const BIT_STRING: u8 = 0x03;
pub const OCTET_STRING: u8 = 0x04;
pub const OID: u8 = 0x06;
pub const UTF8: u8 = 0x0C;
pub const PRINTABLE: u8 = 0x13;
pub const UTC_TIME: u8 = 0x17;
pub const GENERALIZED_TIME: u8 = 0x18;
pub const SEQUENCE: u8 = 0x30;
pub const SET: u8 = 0x31;

/// One element with the concatenation of `parts` as its value.
pub fn element(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let mut out = Vec::with_capacity(length + 6);
    out.push(tag);
    let bytes = (length as u64).to_be_bytes();
    let skipped = bytes.iter().take_while(|byte| **byte == 0).count().min(7);
    if length >= 128 {
        out.push(0x80 | (8 - skipped) as u8);
    }
    out.extend_from_slice(&bytes[skipped..]);
    for part in parts {
        out.extend_from_slice(part);
    }
    out
}

pub fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    element(SEQUENCE, parts)
}

/// SET OF: the elements in ascending order of their bytes (X.690 §11.6).
pub fn set(mut elements: Vec<Vec<u8>>) -> Vec<u8> {
    elements.sort();
    element(SET, &[&elements.concat()])
}

pub fn oid(id: ObjectIdentifier) -> Vec<u8> {
    element(OID, &[id.as_bytes()])
}

/// A non-negative INTEGER of the big-endian `bytes`.
pub fn integer(bytes: &[u8]) -> Vec<u8> {
    let skipped = bytes.iter().take_while(|byte| **byte == 0).count();
    let bytes = &bytes[skipped..];
    match bytes.first() {
        None => element(INTEGER, &[&[0]]),
        Some(first) if *first >= 0x80 => element(INTEGER, &[&[0], bytes]),
        Some(_) => element(INTEGER, &[bytes]),
    }
}

/// BIT STRING of whole bytes.
pub fn bits(bytes: &[u8]) -> Vec<u8> {
    element(BIT_STRING, &[&[0], bytes])
}

pub fn octets(bytes: &[u8]) -> Vec<u8> {
    element(OCTET_STRING, &[bytes])
}

/// `Time` of RFC 5280 §4.1.2.5: UTCTime until 2049, GeneralizedTime after. `at` in Unix seconds.
pub fn time(at: i64) -> Vec<u8> {
    let text = crate::moment::digits(at);
    if text.as_str() < "2050" {
        element(UTC_TIME, &[&text.as_bytes()[2..], b"Z"])
    } else {
        generalized(at)
    }
}

pub fn generalized(at: i64) -> Vec<u8> {
    element(GENERALIZED_TIME, &[crate::moment::digits(at).as_bytes(), b"Z"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_and_integers_take_their_shortest_form() {
        assert_eq!(element(4, &[&[7; 127]])[..2], [4, 127]);
        assert_eq!(element(4, &[&[7; 128]])[..3], [4, 0x81, 128]);
        assert_eq!(element(4, &[&[7; 300]])[..4], [4, 0x82, 1, 44]);
        assert_eq!(integer(&[0, 0, 0x80]), [2, 2, 0, 0x80]);
        assert_eq!(integer(&[]), [2, 1, 0]);
    }

    #[test]
    fn times_change_their_form_in_2050() {
        assert_eq!(time(1_795_693_560), b"\x17\x0d261126114600Z");
        assert_eq!(time(2_524_608_000), b"\x18\x0f20500101000000Z");
    }
}
