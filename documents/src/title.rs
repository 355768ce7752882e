//! What papers of the case are called.

use domain::paper::PaperKind;

/// 《裁决书》
pub fn title(kind: PaperKind) -> &'static str {
    match kind {
        PaperKind::RequestReceipt => "《收件回执》",
        PaperKind::InquiryLetter => "《征询意见函》",
        PaperKind::AcceptanceNotice | PaperKind::ApplicationNotice => "《受理通知书》",
        PaperKind::MediatorRecord => "《调解员指派记录》",
        PaperKind::DisclosureRecord => "《披露书》",
        PaperKind::Minutes => "《调解笔录》",
        PaperKind::JointApplication => "《共同申请书》",
        PaperKind::MediationProof => "《主持调解证明》",
        PaperKind::ApplicationRefusal => "《不予受理文书》",
        PaperKind::ExtensionApproval => "《延期审批表》",
        PaperKind::ApplicationClosed => "《终止审查文书》",
        PaperKind::ClosingReport => "《结案报告》",
        PaperKind::ArchiveIndex => "《卷宗目录》",
        PaperKind::TransferList => "《移送材料清单》",
        PaperKind::ArbitrationPetition | PaperKind::AgreementPetition | PaperKind::SelfFilingPetition => {
            "《仲裁申请书》"
        }
        PaperKind::DemandLetter => "《催告函》",
        PaperKind::PaymentOrderPetition => "《支付令申请书》",
        PaperKind::EnforcementPetition => "《强制执行申请书》",
        PaperKind::SuitPetition => "《起诉状》",
        PaperKind::SupportOpinion => "《支持起诉意见书》",
        PaperKind::AidDecision => "《法律援助决定书》",
        PaperKind::CompletionCertificate => "《签署证明》",
        PaperKind::ExtensionRecord => "《延期同意书》",
        PaperKind::EndNotice => "《书面告知》",
        PaperKind::TransferLetter => "《调解转仲裁复函》",
        PaperKind::ArbitrationNotice => "《受理通知书》",
        PaperKind::ArbitrationRefusal => "《不予受理通知书》",
        PaperKind::ObjectionRuling => "《民事裁定书》",
        PaperKind::ArbitralStatement => "《仲裁调解书》",
        PaperKind::FinalAward | PaperKind::Award => "《裁决书》",
        PaperKind::ArbitrationClosed => "《仲裁程序终结文书》",
        PaperKind::TermNotice => "《仲裁期限通知书》",
        PaperKind::HearingNotice => "《开庭通知书》",
        PaperKind::TribunalDecision => "《仲裁决定、裁决文书》",
        PaperKind::HandoverLetter => "《移送函》",
        PaperKind::EvidenceNotice => "《举证通知书》",
    }
}
