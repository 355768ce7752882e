//! Texts of the page that checks dossiers; linked into the public program alone.

use domain::actor::Assurance;
use domain::command::Track;
use domain::dossier::told;
use domain::seal::Act;
use domain::terms::prose::Language;

catalogue! {
    Public
    Product "枫桥云调" "Maplebridge"
    OtherLanguage "English" "中文"
    SkipToMain "跳到正文" "Skip to content"
    Title "核验文书" "Verify a document"
    Intro "放进案卷文件，当场核对签名、时间和内容。文件只在本机核验，不会上传。" "Drop in a case file: signatures, times and contents are checked on this device. Nothing is uploaded."
    Choose "选择案卷或已签名的 PDF" "Choose a case file or a signed PDF"
    OrDrop "也可以把文件拖到这里" "or drop it here"
    Reading "正在读取" "Reading"
    Checking "正在核验签名与内容" "Checking signatures and contents"
    Unread "这个文件读不出来。请重新选择。" "The file cannot be read. Please choose it again."
    TakeAway "下载离线核验文件" "Download the offline verifier"
    TakeAwayText "一个网页文件，存到本机后双击打开即可核验，不需要联网，也不需要本网站。" "One web page file: save it, open it, and check case files without a network or this site."
    Program "法院和律师也可以用离线程序 maplebridge-verify 核验同一个文件。" "Courts and lawyers can check the same file offline with the program maplebridge-verify."
    Valid "核验通过" "Valid"
    ValidText "案卷完整，签署后未被改动。" "The case file is whole and has not been changed since it was signed."
    DocumentText "签名与印章真实，盖章之后未作任何改动。" "Signatures and seal are genuine; nothing was changed since the seal."
    CopyText "签名真实，但文件尚未盖章：这是签署过程中的副本。" "The signatures are genuine, but the document is not sealed: a copy from before its end."
    DocumentOnly "这里只核对了这一份 PDF。它是不是最后的文本、案件后来怎样，要看案卷文件。" "Only this PDF was checked. Whether it is the last text, and what became of the case, the case file tells."
    Signature "签名" "Signed by"
    Timestamp "时间戳" "Timestamp"
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
    PackedBy "案卷封装机构" "Dossier sealed by"
    Evidence "证据份数" "Pieces of evidence"
    LogSize "日志长度" "Length of the log"
    Witnesses "日志见证" "Log cosigned by"
    MadeAgain "协议书重新排版" "Agreement made again"
    Artefacts "单独记入日志的证书、签名和时间戳" "Certificates, signatures and timestamps logged one by one"
    TrustServer "信任根：来自本网站" "Trust root: from this site"
    TrustEnclosed "信任根：随本文件附带" "Trust root: enclosed in this file"
    TrustNone "信任根：未附带" "Trust root: none enclosed"
    TrustAsked "这个核验文件没有附带信任根。请先在下面选择信任根文件。" "This verifier encloses no trust root. Choose a trust root file below first."
    TrustOwn "信任根：来自您自己的文件" "Trust root: from your own file"
    TrustWhy "案卷不能为自己担保。信任根是各单位的公钥；重要的核验请使用从其他途径取得并保存的信任根文件。" "A case file cannot vouch for itself. The trust root holds the institutions' public keys; where much depends on it, use a root file you obtained by another way and kept."
    TrustLoad "使用自己的信任根文件" "Use a trust root file of your own"
    TrustBack "改回原来的信任根" "Back to the trust root this page came with"
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
        Act::Petition { .. } => choose(language, "申请劳动仲裁", "applied for arbitration"),
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
        "documents/rendering.json" => choose(language, "协议书排版依据", "What the agreement was made of"),
        "log/artefacts.json" => choose(
            language,
            "证书和签名的日志证明",
            "Proofs of certificates and signatures",
        ),
        "documents/terms.json" => choose(language, "协议条款", "Terms of the agreement"),
        "META-INF/ASiCManifest.xml" | "case/dossier.json" | "manifest.json" => choose(language, "案卷清单", "Manifest"),
        "META-INF/signature.p7s" | "manifest.sig" => choose(language, "案卷印章", "Seal of the dossier"),
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
    told(code, language).unwrap_or_else(|| choose(language, "未通过核对。", "Does not hold."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::dossier::FaultCode;

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
