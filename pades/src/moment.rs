//! Times in the spellings of DER and PDF; everything is UTC and Unix seconds.

/// `YYYYMMDDHHMMSS` of a moment between 1970 and 9999.
pub fn digits(at: i64) -> String {
    let (days, seconds) = (at.div_euclid(86_400), at.rem_euclid(86_400));
    // Days to civil date, counted in eras of 400 years from 0000-03-01.
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let (hour, minute, second) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    format!("{year:04}{month:02}{day:02}{hour:02}{minute:02}{second:02}")
}

/// A PDF date (ISO 32000-2 §7.9.4): `D:20261126114600Z`.
pub fn pdf(at: i64) -> String {
    format!("D:{}Z", digits(at))
}

/// Reads what [`pdf`] wrote.
pub fn from_pdf(text: &[u8]) -> Option<i64> {
    let text = std::str::from_utf8(text).ok()?;
    let digits = text.strip_prefix("D:")?.strip_suffix('Z')?;
    if digits.len() != 14 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let part = |from: usize, to: usize| digits[from..to].parse::<i64>().ok();
    let (year, month, day) = (part(0, 4)?, part(4, 6)?, part(6, 8)?);
    let (shifted_year, shifted) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let era = shifted_year.div_euclid(400);
    let year_of_era = shifted_year.rem_euclid(400);
    let day_of_year = (153 * shifted + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    let days = era * 146_097 + day_of_era - 719_468;
    let at = days * 86_400 + part(8, 10)? * 3_600 + part(10, 12)? * 60 + part(12, 14)?;
    // 30 February would come back as another day.
    (at >= 0 && pdf(at) == text).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_come_back_as_they_went() {
        for at in [0, 951_782_399, 951_782_400, 1_795_693_560, 4_102_444_800] {
            assert_eq!(from_pdf(pdf(at).as_bytes()), Some(at), "{at}");
        }
        assert_eq!(pdf(951_782_400), "D:20000229000000Z");
        assert_eq!(from_pdf(b"D:20260230000000Z"), None);
    }
}
