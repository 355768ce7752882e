//! Every word of the report in Chinese and English.

use domain::actor::{Assurance, Role};
use domain::case::Stage;
use domain::command::Track;
use domain::dossier::FaultCode;
use domain::seal::Act;

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

/// What a fault's code means. A code this program does not know stands for itself.
pub fn fault(code: &str, language: Language) -> &'static str {
    let known = FaultCode::ALL.iter().find(|known| known.code() == code);
    let (zh, en) = known.map_or(("未知问题", "an unknown fault"), |code| both(*code));
    match language {
        Language::Zh => zh,
        Language::En => en,
    }
}

fn both(code: FaultCode) -> (&'static str, &'static str) {
    use FaultCode as F;
    match code {
        F::ContainerMalformed => ("文件结构被改动或不完整", "the container was changed or cut short"),
        F::ContentDamaged => ("文件内容与其校验码不符", "the content does not match its checksum"),
        F::TooMany => ("文件或记录数量超出合理范围", "more files or entries than any case has"),
        F::FileTwice => ("同名文件重复出现", "a file occurs twice"),
        F::NotADossier => ("不是案卷文件", "this is not a dossier"),
        F::ManifestSignatureInvalid => ("清单签名无效", "the manifest's signature is invalid"),
        F::Unreadable => ("缺失或无法读取", "missing or unreadable"),
        F::FormatUnknown => ("案卷格式版本未知", "unknown dossier format"),
        F::FilesDiffer => ("实际文件与清单不一致", "the files are not those of the manifest"),
        F::DigestDiffers => (
            "文件内容与清单哈希不符",
            "the content does not match the manifest's digest",
        ),
        F::NotCanonical => ("数据写法不规范", "the data is not in canonical form"),
        F::ChainHeaderUnreadable => ("记录头无法读取", "the entry's header is unreadable"),
        F::ChainWrongCase => ("记录属于另一案件", "the entry belongs to another case"),
        F::ChainGap => ("记录不连续", "an entry is missing before this one"),
        F::ChainBrokenLink => ("与前一记录的链接断开", "the link to the previous entry is broken"),
        F::ChainPayloadSwapped => ("记录内容被替换", "the entry's content was replaced"),
        F::CheckpointInvalid => ("日志检查点无效", "the log's checkpoint is invalid"),
        F::ProofMissing => ("存在证明与记录数量不符", "there is not one proof for each entry"),
        F::NotInTheLog => ("该记录不在日志之中", "the entry is not in the log"),
        F::EventUnknown => (
            "本版本不认识的事件，请使用新版核验程序",
            "an event unknown to this version: use a newer verifier",
        ),
        F::NotByTheRules => ("该事件不符合办案规则", "the rules would not have allowed this"),
        F::TermsDigestDiffers => ("条款与其哈希不符", "the terms do not match their digest"),
        F::AttestorNotTrusted => ("身份证明密钥不受信任", "the attestor's key is not trusted"),
        F::StatementMismatch => (
            "签名声明与案件、文书、角色或签名人不符",
            "the signed statement names another document, case, role or person",
        ),
        F::AttestationForged => ("身份证明系伪造", "the attestation is forged"),
        F::StatementSwapped => ("签名声明被替换", "the signed statement was replaced"),
        F::SignatureForged => ("签名系伪造", "the signature is forged"),
        F::KeyExpired => ("签名时密钥已过期", "the key had expired when it signed"),
        F::SealNotTrusted => ("印章密钥不受信任", "the seal's key is not trusted"),
        F::SealInvalid => ("印章无效", "the seal is invalid"),
        F::DecisionWithoutApplication => ("决定没有对应的申请", "a decision without an application"),
        F::NumberDiffers => ("案号不一致", "the case number differs"),
        F::Missing => ("应有的文件缺失", "a file that must be there is missing"),
        F::SizeDiffers => ("文件大小与记录不符", "the size is not the one recorded"),
        F::NotTheSignedDocument => ("不是当事人所签署的协议书", "not the agreement that was signed"),
        F::NotTheSignedTerms => ("不是当事人所签署的条款", "not the terms that were signed"),
        F::NotTheIssuedDocument => ("不是已作出的决定文书", "not the decision that was issued"),
        F::NotInTheCase => ("不属于本案或已被替换", "not part of this case, or replaced"),
        F::RootsMissing => (
            "信任根缺少签名证书的根证书",
            "the trust root has no certificate of the authorities behind the signatures",
        ),
        F::MarkDiffers => (
            "文件中的签名与案件记录不符",
            "the signatures in the document are not those the log speaks of",
        ),
        F::NotLasting => (
            "已盖章但缺少长期核验所需的时间戳或吊销列表",
            "sealed, but without the timestamp and lists that prove it later",
        ),
        F::PdfMalformed => ("不是本平台签署的 PDF 格式", "not a PDF of the form that is signed here"),
        F::PdfEncrypted => ("PDF 已加密，不予核验", "the PDF is encrypted"),
        F::PdfCompressed => (
            "PDF 含对象流或交叉引用流，内容可能被隐藏",
            "the PDF has object streams, in which content can hide",
        ),
        F::PdfTooLarge => ("PDF 过大或层次过深", "the PDF is too large or too deep"),
        F::PdfUnsigned => ("PDF 没有签名", "the PDF is not signed"),
        F::PdfRangeWrong => ("签名没有覆盖整个文件", "the signature does not cover the whole file"),
        F::PdfAddedAfter => (
            "最后一个签名之后添加了内容",
            "something was added after the last signature",
        ),
        F::PdfChanged => ("签名之后文件被改动", "the file was changed after it was signed"),
        F::PdfSignatureMalformed => ("签名数据的格式不正确", "the signature's data do not read"),
        F::PdfContentChanged => ("被签名的内容与文件不符", "what was signed is not what the file says"),
        F::PdfSignatureForged => ("文件中的签名系伪造", "the signature in the file is forged"),
        F::PdfCertificateSwapped => ("签名人的证书被替换", "the signer's certificate was replaced"),
        F::PdfIssuerUntrusted => (
            "签名证书不是受信任机构签发",
            "nobody trusted has issued the certificate",
        ),
        F::PdfCertificateUnfit => (
            "签名时证书已失效，或不能用于此目的",
            "the certificate was not valid at that time, or not for this use",
        ),
        F::PdfRevoked => ("签名前证书已被吊销", "the certificate had been revoked"),
        F::PdfRevocationUnknown => (
            "缺少证书吊销列表，无法确认证书有效",
            "no list says that the certificate was not revoked",
        ),
        F::PdfStampMissing => ("签名缺少时间戳", "the signature has no timestamp"),
        F::PdfStampInvalid => ("时间戳无效", "the timestamp is invalid"),
    }
}

pub fn role(role: Role, language: Language) -> &'static str {
    let (zh, en) = match role {
        Role::Claimant => ("申请人", "claimant"),
        Role::Respondent => ("被申请人", "respondent"),
        Role::Mediator => ("调解员", "mediator"),
        Role::Arbitrator => ("仲裁员", "arbitrator"),
        Role::Judge => ("法官", "judge"),
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
