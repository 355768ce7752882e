//! Checksums of Chinese identity numbers, and the shapes of phones and accounts.

use crate::moment::Date;
use crate::refusal::Refusal;

/// Resident identity number, 18 places (GB 11643: ISO 7064 MOD 11-2). A lower-case `x` is
/// refused: one number has one spelling.
///
/// # Errors
/// [`Refusal::IdNumberUnfit`].
pub fn resident_number(text: &str) -> Result<(), Refusal> {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: &[u8; 11] = b"10X98765432";
    let bytes = text.as_bytes();
    if bytes.len() != 18 || !bytes[..17].iter().all(u8::is_ascii_digit) {
        return Err(Refusal::IdNumberUnfit);
    }
    let number = |range: std::ops::Range<usize>| text[range].parse::<u16>().unwrap_or(0);
    if Date::new(i32::from(number(6..10)), number(10..12) as u8, number(12..14) as u8).is_none() {
        return Err(Refusal::IdNumberUnfit);
    }
    let sum: u32 = WEIGHTS
        .iter()
        .zip(bytes)
        .map(|(weight, byte)| weight * u32::from(byte - b'0'))
        .sum();
    if bytes[17] == CHECKS[(sum % 11) as usize] {
        Ok(())
    } else {
        Err(Refusal::IdNumberUnfit)
    }
}

/// Unified social credit code, 18 places (GB 32100: MOD 31).
///
/// # Errors
/// [`Refusal::IdNumberUnfit`].
pub fn credit_code(text: &str) -> Result<(), Refusal> {
    const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
    let value = |byte: &u8| ALPHABET.iter().position(|known| known == byte).map(|at| at as u32);
    let bytes = text.as_bytes();
    if bytes.len() != 18 {
        return Err(Refusal::IdNumberUnfit);
    }
    let mut sum = 0;
    let mut weight = 1;
    for byte in &bytes[..17] {
        sum += value(byte).ok_or(Refusal::IdNumberUnfit)? * weight;
        weight = weight * 3 % 31;
    }
    let check = (31 - sum % 31) % 31;
    if value(&bytes[17]) == Some(check) {
        Ok(())
    } else {
        Err(Refusal::IdNumberUnfit)
    }
}

/// Passport or work permit: 5 to 20 of A-Z, 0-9.
///
/// # Errors
/// [`Refusal::IdNumberUnfit`].
pub fn foreign_document(text: &str) -> Result<(), Refusal> {
    let shaped = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
    if shaped && (5..=20).contains(&text.len()) {
        Ok(())
    } else {
        Err(Refusal::IdNumberUnfit)
    }
}

/// Mainland mobile number of 11 digits, or E.164 with a leading `+`.
///
/// # Errors
/// [`Refusal::PhoneUnfit`].
pub fn phone(text: &str) -> Result<(), Refusal> {
    let (digits, fits) = match text.strip_prefix('+') {
        Some(rest) => (rest, (8..=15).contains(&rest.len()) && !rest.starts_with('0')),
        None => {
            let second = text.as_bytes().get(1).copied().unwrap_or(0);
            (
                text,
                text.len() == 11 && text.starts_with('1') && (b'3'..=b'9').contains(&second),
            )
        }
    };
    if fits && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        Ok(())
    } else {
        Err(Refusal::PhoneUnfit)
    }
}

/// A bank card or account number of 8 to 32 digits, with or without blanks, after an optional
/// bank name: `中国农业银行 6228 4801 0000 0000 000`.
///
/// # Errors
/// [`Refusal::AccountUnfit`].
pub fn account(text: &str) -> Result<(), Refusal> {
    crate::text::fit(text, crate::text::LINE).map_err(|_| Refusal::AccountUnfit)?;
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    if (8..=32).contains(&digits) {
        Ok(())
    } else {
        Err(Refusal::AccountUnfit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_resident_number_holds_only_with_its_check_digit() {
        assert!(resident_number("11010519491231002X").is_ok());
        assert!(resident_number("440524188001010014").is_ok());
        for wrong in [
            "110105194912310021",
            "11010519491231002x",
            "11010519491331002X",
            "1101051949123100",
            "一二三",
        ] {
            assert_eq!(resident_number(wrong), Err(Refusal::IdNumberUnfit), "{wrong}");
        }
    }

    #[test]
    fn a_credit_code_holds_only_with_its_check_character() {
        assert!(credit_code("91350100M000100Y43").is_ok());
        for wrong in ["91350100M000100Y44", "91350100M000100Y4", "91350100I000100Y43"] {
            assert_eq!(credit_code(wrong), Err(Refusal::IdNumberUnfit), "{wrong}");
        }
    }

    #[test]
    fn phones_are_mainland_mobiles_or_international() {
        for right in ["13800138000", "+8562055512345"] {
            assert!(phone(right).is_ok(), "{right}");
        }
        for wrong in ["1380013800", "12800138000", "+0123456789", "1380013800a", "+"] {
            assert_eq!(phone(wrong), Err(Refusal::PhoneUnfit), "{wrong}");
        }
    }
}
