//! The report for a reader who is no engineer, and the same as JSON.

use crate::words::{self, Language};
use domain::command::Track;
use domain::dossier::{Fault, Report, Signer};
use domain::moment::{Timestamp, Zone};
use std::fmt::Write;

/// The report as one JSON document, indented.
pub fn json(report: &impl serde::Serialize) -> String {
    serde_json::to_string_pretty(report).unwrap_or_default()
}

/// The report in `language`, ending in a newline.
pub fn text(report: &Report, language: Language) -> String {
    let mut out = String::new();
    let zh = language == Language::Zh;
    let say = |chinese: &'static str, english: &'static str| if zh { chinese } else { english };
    let mut line = |label: &str, value: &str| write(&mut out, label, value, language);
    if report.valid {
        line(
            say("核验结论", "Verdict"),
            say(
                "有效。内容完整，签名与印章真实，全部记录均在日志之中。",
                "VALID. The file is whole, signatures and seals are genuine, every entry is in the log.",
            ),
        );
    } else {
        line(
            say("核验结论", "Verdict"),
            say(
                "无效。不应采信本案卷的任何内容。",
                "INVALID. Nothing in this dossier should be relied on.",
            ),
        );
        for fault in &report.faults {
            line(say("  问题", "  Fault"), &told(fault, language));
        }
        // What an invalid file says of parties and decisions is not worth repeating.
        return out;
    }
    line(say("案号", "Case"), &report.number);
    if let Some(made) = report.made {
        line(say("案卷制作时间", "Dossier made"), &time(made));
    }
    if let Some(name) = &report.packed_by {
        line(say("案卷封装机构", "Dossier sealed by"), name);
    }
    let parties = [
        (say("申请人", "Claimant"), &report.claimant),
        (say("被申请人", "Respondent"), &report.respondent),
    ];
    for (label, name) in parties {
        line(label, name.as_deref().unwrap_or(say("（未披露）", "(not disclosed)")));
    }
    for signer in &report.signers {
        line(say("签名", "Signed"), &signature(signer, language));
    }
    if let Some(name) = &report.sealed_by {
        line(say("调解组织印章", "Sealed by the mediation body"), name);
    }
    if let Some(second) = report.second_language {
        let frame = second.frame();
        let beside = if zh { frame.chinese_name } else { frame.own_name };
        let value = format!("{}{beside}", say("中文为准，附", "Chinese governs, beside it "));
        line(say("协议文本", "Languages of the agreement"), &value);
    }
    if let Some(rendering) = report.rendering {
        line(
            say("协议书重新排版", "Agreement made again"),
            rendering.told(words::prose(language)),
        );
    }
    if let Some(at) = report.effective_at {
        line(say("协议生效时间", "Agreement effective"), &time(at));
    }
    if let (Some(track), Some(at)) = (report.filed, report.filed_at) {
        line(track_words(track, language), &time(at));
    }
    if let (Some(number), Some(by)) = (&report.decision, &report.decided_by) {
        let ruling = match report.granted {
            Some(true) => say("准许", "granted"),
            _ => say("不予准许", "refused"),
        };
        line(
            say("决定", "Decision"),
            &format!("{ruling}{}{number}{}{by}", say("，", ", "), say("，", ", ")),
        );
    }
    if let Some(at) = report.enforceable_at {
        line(say("可申请强制执行，自", "Enforceable since"), &time(at));
    }
    line(say("案件阶段", "Stage"), words::stage(report.stage, language));
    let log = if zh {
        format!(
            "{} 条记录（其中 {} 条内容不向阅卷人公开），证据 {} 件，日志检查点覆盖 {} 条",
            report.entries, report.redacted, report.evidence, report.checkpoint_size
        )
    } else {
        format!(
            "{} entries ({} withheld from this reader), {} pieces of evidence, checkpoint over {} entries",
            report.entries, report.redacted, report.evidence, report.checkpoint_size
        )
    };
    line(say("记录", "Record"), &log);
    if report.artefacts > 0 {
        let (all, unused) = (report.artefacts, report.certificates_unused);
        let value = match zh {
            true => format!("{all} 项单独记入日志（证书、签名、时间戳等），其中 {unused} 张证书未用于现有签名"),
            false => format!(
                "{all} certificates, signatures, timestamps and the like logged one by one; {unused} certificates behind no signature that stands"
            ),
        };
        line(say("签署记录", "Signing"), &value);
    }
    for cosigned in &report.witnesses {
        let comma = say("，", ", ");
        let value = format!("{}{comma}{}", cosigned.name, time(cosigned.at));
        line(say("日志见证", "Log cosigned by"), &value);
    }
    out
}

/// One line of a report.
pub fn write(out: &mut String, label: &str, value: &str, language: Language) {
    // A value from the file must not write lines of its own into the report.
    let value: String = value.chars().filter(|c| !c.is_control()).collect();
    let colon = if language == Language::Zh { "：" } else { ": " };
    let _ = writeln!(out, "{label}{colon}{value}");
}

pub fn told(fault: &Fault, language: Language) -> String {
    let refusal = fault.refusal.map_or_else(String::new, |refusal| {
        let article = refusal.article();
        format!(
            " [{}{}{article}]",
            refusal.code(),
            if article.is_empty() { "" } else { ": " }
        )
    });
    let said = words::fault(&fault.code, language);
    match language {
        Language::Zh => format!("{} 处：{said}（{}）{refusal}", fault.place, fault.code),
        Language::En => format!("at {}: {said} ({}){refusal}", fault.place, fault.code),
    }
}

fn signature(signer: &Signer, language: Language) -> String {
    let role = words::role(signer.role, language);
    let act = words::act(&signer.act, language);
    let assurance = words::assurance(signer.assurance, language);
    let at = time(signer.at);
    let name = signer.name.as_deref().unwrap_or("");
    let helped = signer.helper.map(|helper| match language {
        Language::Zh => format!("，由工作人员 {helper} 现场协助"),
        Language::En => format!(", with the help of staff member {helper}"),
    });
    let helped = helped.unwrap_or_default();
    match language {
        Language::Zh => format!("{role}{name}，{act}，{at}，身份核验：{assurance}{helped}"),
        Language::En => format!("{role} {name}, {act}, {at}, identity by {assurance}{helped}").replace(" ,", ","),
    }
}

fn track_words(track: Track, language: Language) -> &'static str {
    match (track, language) {
        (Track::ArbitrationReview, Language::Zh) => "共同申请仲裁审查",
        (Track::JudicialConfirmation, Language::Zh) => "共同申请司法确认",
        (Track::ArbitrationReview, Language::En) => "Joint application for arbitration review",
        (Track::JudicialConfirmation, Language::En) => "Joint application for judicial confirmation",
    }
}

/// The wall clock in China, where the statutory days are counted.
pub fn time(at: Timestamp) -> String {
    let (hour, minute) = at.clock(Zone::CHINA);
    format!("{} {hour:02}:{minute:02} (UTC+8)", at.date(Zone::CHINA))
}
