//! Every word of the report in Chinese and English.

use domain::actor::{Assurance, Role};
use domain::case::Stage;
use domain::command::Track;
use domain::dossier::told;
use domain::seal::Act;
use domain::terms::prose;

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Language {
    Zh,
    En,
}

/// The languages to report in: the one asked for, else the locale's, else both.
pub fn languages(asked: Option<Language>, variable: impl Fn(&str) -> Option<String>) -> Vec<Language> {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(variable)
        .find(|value| !value.is_empty())
        .unwrap_or_default();
    match asked {
        Some(language) => vec![language],
        None if locale.starts_with("zh") => vec![Language::Zh],
        None if locale.starts_with("en") => vec![Language::En],
        None => vec![Language::Zh, Language::En],
    }
}

/// The same, for words that the rule book has.
pub fn prose(language: Language) -> prose::Language {
    match language {
        Language::Zh => prose::Language::Chinese,
        Language::En => prose::Language::English,
    }
}

/// What a fault's code means. A code this program does not know is told as such.
pub fn fault(code: &str, language: Language) -> &'static str {
    let unknown = match language {
        Language::Zh => "未知问题",
        Language::En => "an unknown fault",
    };
    told(code, prose(language)).unwrap_or(unknown)
}

pub fn role(role: Role, language: Language) -> &'static str {
    let (zh, en) = match role {
        Role::Claimant => ("申请人", "claimant"),
        Role::Respondent => ("被申请人", "respondent"),
        Role::Mediator => ("调解员", "mediator"),
        Role::Arbitrator => ("仲裁员", "arbitrator"),
        Role::Judge => ("法官", "judge"),
        Role::Supporter => ("支持机构人员", "supporting officer"),
        Role::Interpreter => ("翻译", "interpreter"),
        Role::Observer => ("督导员", "supervisor"),
        Role::OrgAdmin => ("机构管理员", "organisation administrator"),
        Role::System => ("平台", "portal"),
    };
    match language {
        Language::Zh => zh,
        Language::En => en,
    }
}

pub fn act(act: &Act, language: Language) -> &'static str {
    let (zh, en) = match act {
        Act::Petition { .. } => ("申请劳动仲裁", "applied for arbitration"),
        Act::SignAgreement => ("签署调解协议书", "signed the agreement"),
        Act::Apply {
            track: Track::ArbitrationReview,
            ..
        } => ("申请仲裁审查", "applied for arbitration review"),
        Act::Apply {
            track: Track::JudicialConfirmation,
            ..
        } => ("申请司法确认", "applied for judicial confirmation"),
    };
    match language {
        Language::Zh => zh,
        Language::En => en,
    }
}

pub fn assurance(assurance: Assurance, language: Language) -> &'static str {
    let (zh, en) = match assurance {
        Assurance::Phone => ("手机验证码", "a code to the phone"),
        Assurance::DocumentSeen => ("视频核对证件", "document seen on camera"),
        Assurance::Passkey => ("通行密钥", "passkey"),
        Assurance::Authority => ("权威数据源", "authoritative source"),
    };
    match language {
        Language::Zh => zh,
        Language::En => en,
    }
}

pub fn stage(stage: Option<Stage>, language: Language) -> &'static str {
    let (zh, en) = match stage {
        None => ("尚无记录", "nothing yet"),
        Some(Stage::Pending) => ("待受理", "awaiting acceptance"),
        Some(Stage::Mediating) => ("调解中", "in mediation"),
        Some(Stage::Signing) => ("待签署", "being signed"),
        Some(Stage::Effective) => ("协议生效", "agreement effective"),
        Some(Stage::ApplicationPending) => ("申请待受理", "application awaiting acceptance"),
        Some(Stage::UnderReview) => ("审查中", "under review"),
        Some(Stage::Serving) => ("文书送达中", "decision being served"),
        Some(Stage::Enforceable) => ("文书生效，可申请强制执行", "in force and enforceable"),
        Some(Stage::Ended) => ("已终结", "ended without agreement"),
        Some(Stage::Transferred) => ("已转仲裁", "handed over to arbitration"),
        Some(Stage::ArbitrationPending) => ("仲裁待受理", "before the arbitration commission"),
        Some(Stage::Arbitrating) => ("仲裁中", "in arbitration"),
        Some(Stage::Concluded) => ("仲裁结案", "arbitration concluded"),
        Some(Stage::Performed) => ("履行完毕", "performed in full"),
    };
    match language {
        Language::Zh => zh,
        Language::En => en,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_report_speaks_as_asked_as_the_locale_says_or_both() {
        let locale = |value: &'static str| move |name: &str| (name == "LANG").then(|| value.to_owned());
        assert_eq!(languages(Some(Language::En), locale("zh_CN.UTF-8")), [Language::En]);
        assert_eq!(languages(None, locale("zh_CN.UTF-8")), [Language::Zh]);
        assert_eq!(languages(None, locale("en_GB.UTF-8")), [Language::En]);
        assert_eq!(languages(None, locale("C")), [Language::Zh, Language::En]);
    }
}
