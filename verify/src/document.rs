//! The report on one signed PDF.

use crate::report::{told, write};
use crate::words::{self, Language};
use domain::dossier::{DocumentReport, DocumentSignature, SignatureKind};

/// The report in `language`, ending in a newline.
pub fn text(report: &DocumentReport, language: Language) -> String {
    let zh = language == Language::Zh;
    let say = |chinese: &'static str, english: &'static str| if zh { chinese } else { english };
    let mut out = String::new();
    let mut line = |label: &str, value: &str| write(&mut out, label, value, language);
    if !report.valid {
        line(
            say("核验结论", "Verdict"),
            say(
                "无效。不应采信本文件的任何内容。",
                "INVALID. Nothing in this document should be relied on.",
            ),
        );
        for fault in &report.faults {
            line(say("  问题", "  Fault"), &told(fault, language));
        }
        return out;
    }
    line(
        say("核验结论", "Verdict"),
        match report.lasting {
            true => say(
                "有效。签名与印章真实，盖章之后未作任何改动。",
                "VALID. Signatures and seal are genuine; nothing was changed since the seal.",
            ),
            false => say(
                "签名真实，但文件尚未盖章：这是签署过程中的副本。",
                "The signatures are genuine, but the document is not sealed: a copy from before its end.",
            ),
        },
    );
    for signature in &report.signatures {
        line(kind(signature.kind, language), &described(signature, language));
    }
    if let Some(until) = report.until {
        line(
            say("时间戳可证明至", "The timestamp proves it until"),
            &crate::report::time(until),
        );
    }
    out
}

fn kind(kind: SignatureKind, language: Language) -> &'static str {
    match (kind, language) {
        (SignatureKind::Person, Language::Zh) => "签名",
        (SignatureKind::Person, Language::En) => "Signed",
        (SignatureKind::Seal, Language::Zh) => "印章",
        (SignatureKind::Seal, Language::En) => "Sealed",
        (SignatureKind::Timestamp, Language::Zh) => "时间戳",
        (SignatureKind::Timestamp, Language::En) => "Timestamped",
    }
}

fn described(signature: &DocumentSignature, language: Language) -> String {
    let comma = if language == Language::Zh { "，" } else { ", " };
    let at = crate::report::time(signature.at);
    let mut claims = signature.claims.iter();
    let assurance = claims.find_map(|claim| claim.strip_prefix("urn:maplebridge:assurance:"));
    let assurance = assurance.and_then(|name| serde_json::from_value(name.into()).ok());
    let checked = assurance.map(|assurance| {
        let means = words::assurance(assurance, language);
        match language {
            Language::Zh => format!("，身份核验：{means}"),
            Language::En => format!(", identity by {means}"),
        }
    });
    format!("{}{comma}{at}{}", signature.name, checked.unwrap_or_default())
}
