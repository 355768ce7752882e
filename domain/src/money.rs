//! Renminbi in integer fen.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Hundredths of a yuan. On the wire a string of digits, because JSON numbers lose integers
/// above 2^53 (RFC 8785 §3.2.2.3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fen(pub i64);

impl Fen {
    /// One hundred million yuan: more than any single labour claim this portal carries.
    pub const MAX: Self = Self(10_000_000_000);

    /// Yuan as people type them, with at most two places: `18600`, `18600.5`. `None` for anything
    /// else, signs, exponents and full-width digits included.
    pub fn of_yuan(text: &str) -> Option<Self> {
        let (yuan, rest) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(yuan) || yuan.len() > 10 || rest.len() > 2 || !(rest.is_empty() || digits(rest)) {
            return None;
        }
        let cents: i64 = format!("{rest:0<2}").parse().ok()?;
        Some(Self(yuan.parse::<i64>().ok()? * 100 + cents))
    }
}

/// `12,000.00`
impl fmt::Display for Fen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, n) = if self.0 < 0 {
            ("-", self.0.unsigned_abs())
        } else {
            ("", self.0 as u64)
        };
        let yuan = (n / 100).to_string();
        let mut grouped = String::new();
        for (i, digit) in yuan.chars().enumerate() {
            if i > 0 && (yuan.len() - i) % 3 == 0 {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        write!(f, "{sign}{grouped}.{:02}", n % 100)
    }
}

impl Serialize for Fen {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Fen {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        use serde::de::Error;
        let text = std::borrow::Cow::<str>::deserialize(d)?;
        let n: i64 = text
            .parse()
            .map_err(|_| D::Error::custom("an amount is a string of whole fen"))?;
        if n.to_string() != text {
            return Err(D::Error::custom("an amount is a string of whole fen"));
        }
        Ok(Self(n))
    }
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for Fen {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .pattern(Some("^(0|-?[1-9][0-9]*)$"))
            .description(Some("whole fen (1/100 yuan)"))
            .into()
    }
}
#[cfg(feature = "openapi")]
impl utoipa::ToSchema for Fen {}

#[cfg(test)]
mod tests {
    use super::Fen;

    #[test]
    fn yuan_are_read_exactly() {
        assert_eq!(Fen::of_yuan("18600"), Some(Fen(1_860_000)));
        assert_eq!(Fen::of_yuan(" 0.5 "), Some(Fen(50)));
        assert_eq!(Fen::of_yuan("1."), Some(Fen(100)));
        for wrong in ["", "-1", "1.234", "1e3", "１２", "99999999999"] {
            assert_eq!(Fen::of_yuan(wrong), None, "{wrong}");
        }
    }
}
