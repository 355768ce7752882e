//! Texts of the page that checks dossiers; linked into the public program alone.

use domain::actor::Assurance;
use domain::command::Track;
use domain::dossier::FaultCode;
use domain::seal::Act;
use domain::terms::prose::Language;

catalogue! {
    Product "枫桥云调" "Maplebridge"
    OtherLanguage "English" "中文"
    SkipToMain "跳到正文" "Skip to content"
    Title "核验文书" "Verify a document"
    Intro "放进案卷文件，当场核对签名、时间和内容。文件只在本机核验，不会上传。" "Drop in a case file: signatures, times and contents are checked on this device. Nothing is uploaded."
    Choose "选择案卷文件" "Choose a case file"
    OrDrop "也可以把文件拖到这里" "or drop it here"
    Reading "正在读取" "Reading"
    Checking "正在核验签名与内容" "Checking signatures and contents"
    Unread "这个文件读不出来。请重新选择。" "The file cannot be read. Please choose it again."
    Program "法院和律师也可以用离线程序 maplebridge-verify 核验同一个文件。" "Courts and lawyers can check the same file offline with the program maplebridge-verify."
    Valid "核验通过" "Valid"
    ValidText "案卷完整，签署后未被改动。" "The case file is whole and has not been changed since it was signed."
    Invalid "核验不通过" "Not valid"
    InvalidText "不要采信这个文件。请向出具单位索取原件。" "Do not rely on this file. Ask whoever issued it for the original."
    WhatFails "问题在哪里" "What does not hold"
    Number "案号" "Case"
    Claimant "申请人" "Claimant"
    Respondent "被申请人" "Respondent"
    Effective "协议生效" "In effect since"
    SealedBy "协议盖章" "Agreement sealed by"
    Filed "申请" "Filed for"
    ReviewTrack "仲裁审查" "arbitration review"
    CourtTrack "司法确认" "judicial confirmation"
    Decision "文书" "Decision"
    DecidedBy "出具单位" "Issued by"
    Enforceable "可申请执行" "Enforceable since"
    Signers "签署人" "Who signed"
    Checks "核对了什么" "What was checked"
    CheckContainer "文件结构与每个文件的哈希" "The container and the hash of every file"
    CheckChain "每条记录与前一条的链接" "The link of every entry to the one before it"
    CheckLog "每条记录都在公开日志之中" "That every entry stands in the public log"
    CheckRules "每一步都符合办案规则" "That the rules allowed every step"
    CheckSignatures "每个签名、印章和签名时的身份证明" "Every signature, seal and attestation of who signed"
    CheckDocuments "协议书和法律文书就是所签署的那一份" "That the documents are the very ones that were signed"
    EntriesText "共 {whole} 条记录，其中 {redacted} 条的内容您无权查看，但其链接同样已核对。" "{whole} entries; the content of {redacted} is not for you to see, but their links were checked all the same."
    Packed "案卷制作时间" "Packed"
    Evidence "证据份数" "Pieces of evidence"
    LogSize "日志长度" "Length of the log"
    TrustServer "信任根：来自本网站" "Trust root: from this site"
    TrustOwn "信任根：来自您自己的文件" "Trust root: from your own file"
    TrustWhy "案卷不能为自己担保。信任根是各单位的公钥；重要的核验请使用从其他途径取得并保存的信任根文件。" "A case file cannot vouch for itself. The trust root holds the institutions' public keys; where much depends on it, use a root file you obtained by another way and kept."
    TrustLoad "使用自己的信任根文件" "Use a trust root file of your own"
    TrustBack "改用本网站的信任根" "Use this site's trust root again"
    TrustMissing "取不到信任根，暂时不能核验。请联网后再试，或使用自己的信任根文件。" "The trust root cannot be fetched. Try again when there is a network, or use a root file of your own."
    TrustUnfit "这不是信任根文件。" "That is not a trust root file."
    Log "日志" "Log"
    Attestor "身份证明" "Attestations"
    Manifest "案卷清单" "Manifests"
    SealOf "印章" "Seal"
}

impl Word {
    /// In the order of the checks.
    pub const CHECKS: [Self; 6] = [
        Self::CheckContainer,
        Self::CheckChain,
        Self::CheckLog,
        Self::CheckRules,
        Self::CheckSignatures,
        Self::CheckDocuments,
    ];
}

fn choose(language: Language, chinese: &'static str, english: &'static str) -> &'static str {
    match language {
        Language::Chinese => chinese,
        Language::English => english,
    }
}

pub fn act(act: &Act, language: Language) -> &'static str {
    match act {
        Act::SignAgreement => choose(language, "签署调解协议", "signed the agreement"),
        Act::Apply {
            track: Track::ArbitrationReview,
            ..
        } => choose(language, "申请仲裁审查", "applied for arbitration review"),
        Act::Apply { .. } => choose(language, "申请司法确认", "applied for judicial confirmation"),
    }
}

pub fn assurance(assurance: Assurance, language: Language) -> &'static str {
    match assurance {
        Assurance::Phone => choose(language, "手机验证码", "by a code to the phone"),
        Assurance::DocumentSeen => choose(
            language,
            "调解员视频核对证件",
            "identity document seen by the mediator on camera",
        ),
        Assurance::Passkey => choose(language, "通行密钥", "by passkey"),
        Assurance::Authority => choose(language, "权威来源核实", "confirmed by an authoritative source"),
    }
}

/// Where a fault lies, as a reader would say it.
pub fn place(place: &str, language: Language) -> String {
    let (file, line) = place.rsplit_once(':').unwrap_or((place, ""));
    let name = match file {
        "case/entries.jsonl" => choose(language, "案件记录", "Record of the case"),
        "case/disclosures.json" => choose(language, "当事人信息", "Particulars of the parties"),
        "log/inclusion.json" => choose(language, "日志存在证明", "Proof of inclusion in the log"),
        "log/checkpoint.txt" => choose(language, "日志检查点", "Checkpoint of the log"),
        "documents/agreement.pdf" => choose(language, "调解协议书", "Agreement"),
        "documents/terms.json" => choose(language, "协议条款", "Terms of the agreement"),
        "manifest.json" | "manifest.sig" => choose(language, "案卷清单", "Manifest"),
        "mimetype" => choose(language, "文件开头", "Head of the file"),
        _ if file.starts_with("documents/decision") => choose(language, "法律文书", "Decision"),
        _ if file.starts_with("evidence/") => choose(language, "证据", "Evidence"),
        _ => match file.strip_prefix("byte ") {
            Some(at) => {
                return match language {
                    Language::Chinese => format!("文件第 {at} 字节"),
                    Language::English => format!("Byte {at} of the file"),
                };
            }
            None => return place.to_owned(),
        },
    };
    match (line, language) {
        ("", _) => name.to_owned(),
        (line, Language::Chinese) => format!("{name}，第 {line} 条"),
        (line, Language::English) => format!("{name}, no. {line}"),
    }
}

/// What does not hold. A code of a newer verifier says only that something does not.
pub fn fault(code: &str, language: Language) -> &'static str {
    let known = FaultCode::ALL.iter().find(|known| known.code() == code);
    let (chinese, english) = known.map_or(("未通过核对。", "Does not hold."), |known| told(*known));
    choose(language, chinese, english)
}

fn told(code: FaultCode) -> (&'static str, &'static str) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_named_as_a_reader_would() {
        assert_eq!(place("case/entries.jsonl:7", Language::Chinese), "案件记录，第 7 条");
        assert_eq!(place("byte 42", Language::English), "Byte 42 of the file");
        assert_eq!(place("documents/agreement.pdf", Language::English), "Agreement");
    }

    #[test]
    fn every_fault_has_words_of_its_own() {
        for code in FaultCode::ALL {
            assert_ne!(fault(code.code(), Language::English), "Does not hold.");
        }
    }
}
