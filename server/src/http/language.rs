//! The reader's language, as a request's headers say.

use axum::http::{HeaderMap, header};
use domain::terms::prose::Language;

/// The first language of `Accept-Language` that the portal speaks, by quality (RFC 9110 §12.5.4);
/// Chinese where none is.
pub fn accepted(headers: &HeaderMap) -> Language {
    let accepted = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok());
    let mut best = (0.0, Language::Chinese);
    for part in accepted.unwrap_or_default().split(',') {
        let (range, quality) = part.split_once(";q=").unwrap_or((part, "1"));
        let quality: f32 = quality.trim().parse().unwrap_or(0.0);
        let primary = range.trim().split('-').next().unwrap_or_default().to_ascii_lowercase();
        let language = match primary.as_str() {
            "zh" => Language::Chinese,
            "en" => Language::English,
            _ => continue,
        };
        if quality > best.0 {
            best = (quality, language);
        }
    }
    best.1
}

/// BCP 47.
pub fn tag(language: Language) -> &'static str {
    match language {
        Language::Chinese => "zh-CN",
        Language::English => "en",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn the_preferred_language_we_have_is_spoken() {
        let asked = |text: &'static str| {
            accepted(&HeaderMap::from_iter([(
                header::ACCEPT_LANGUAGE,
                HeaderValue::from_static(text),
            )]))
        };
        assert_eq!(asked("en-GB,en;q=0.9,zh;q=0.5"), Language::English);
        assert_eq!(asked("lo,zh-CN;q=0.8,en;q=0.4"), Language::Chinese);
        assert_eq!(asked("fr"), Language::Chinese);
        assert_eq!(accepted(&HeaderMap::new()), Language::Chinese);
    }
}
