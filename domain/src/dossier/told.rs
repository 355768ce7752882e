//! What a fault's code means, in words: one catalogue for the report of `maplebridge-verify` and for
//! the page that checks dossiers.

use super::FaultCode;
use crate::terms::prose::Language;

/// `None` for a code this version does not know; each reader has its own word for that.
pub fn told(code: &str, language: Language) -> Option<&'static str> {
    let known = FaultCode::ALL.iter().find(|known| known.code() == code)?;
    let (chinese, english) = both(*known);
    Some(match language {
        Language::Chinese => chinese,
        Language::English => english,
    })
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
        F::CosignatureInvalid => (
            "见证单位的联署系伪造",
            "the cosignature under a witness's name is forged",
        ),
        F::WitnessesMissing => (
            "日志检查点的联署见证单位少于信任根的要求",
            "fewer witnesses cosigned the log's checkpoint than the trust root demands",
        ),
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
        F::NotAsRendered => (
            "送签的协议书与按其条款、姓名重新排版所得不同",
            "the agreement that was presented does not say what its terms and names say",
        ),
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
        F::PdfStampLapsed => (
            "前一时间戳失效之后才重新加盖时间戳",
            "it was stamped again only after the timestamp before had run out",
        ),
    }
}
