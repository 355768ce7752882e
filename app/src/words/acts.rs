//! Acts in words, by their command: what a person did, told when it waits or was refused.

use domain::command::{Command, Ruling, Track};
use domain::terms::prose::Language;

pub fn act(command: &Command, language: Language) -> &'static str {
    let (chinese, english) = match command {
        Command::RequestMediation(_) => ("申请调解", "Requesting mediation"),
        Command::InviteParty { .. } => ("邀请当事人", "Inviting a party"),
        Command::JoinCase(_) => ("加入案件", "Joining the case"),
        Command::ConsentToMediation => ("同意调解", "Agreeing to mediate"),
        Command::DeclineMediation { .. } => ("不同意调解", "Declining mediation"),
        Command::AcceptCase => ("受理案件", "Accepting the case"),
        Command::RefuseCase { .. } => ("不予受理", "Declining the case"),
        Command::AddEvidence(_) => ("提交材料", "Adding a document"),
        Command::EnterRoom { .. } => ("进入房间", "Entering the room"),
        Command::LeaveRoom { .. } => ("离开房间", "Leaving the room"),
        Command::OpenCaucus { .. } => ("开始单独会谈", "Opening a caucus"),
        Command::CloseCaucus { .. } => ("结束单独会谈", "Closing the caucus"),
        Command::ConfirmIdentity { .. } => ("核对身份", "Confirming an identity"),
        Command::WriteClause { .. } => ("写入条款", "Writing a clause"),
        Command::RemoveClause { .. } => ("删除条款", "Removing a clause"),
        Command::MarkClause { agreed: true, .. } => ("同意条款", "Agreeing to a clause"),
        Command::MarkClause { .. } => ("不同意条款", "Objecting to a clause"),
        Command::AgreeTerms { .. } => ("确认全部条款", "Settling the terms"),
        Command::EndMediation { .. } => ("结束调解", "Ending the mediation"),
        Command::WithdrawRequest { .. } => ("撤回申请", "Withdrawing the request"),
        Command::PresentAgreement { .. } => ("出具协议书", "Presenting the agreement"),
        Command::Sign(_) => ("签署协议", "Signing the agreement"),
        Command::DeclineToSign { .. } => ("不签署", "Declining to sign"),
        Command::SealAgreement { .. } => ("盖章", "Sealing the agreement"),
        Command::ApplyForReview {
            track: Track::ArbitrationReview,
            ..
        } => ("申请仲裁审查", "Applying for arbitration review"),
        Command::ApplyForReview { .. } => ("申请司法确认", "Applying for judicial confirmation"),
        Command::WithdrawApplication { .. } => ("撤回申请", "Withdrawing the application"),
        Command::AcceptApplication => ("受理申请", "Accepting the application"),
        Command::RejectApplication { .. } => ("不予受理申请", "Rejecting the application"),
        Command::ReturnForSupplement { .. } => ("退回补正", "Returning for supplement"),
        Command::Supplement { .. } => ("补正材料", "Supplementing"),
        Command::Decide(Ruling::Grant) => ("准予申请", "Granting the application"),
        Command::Decide(_) => ("驳回申请", "Refusing the application"),
        Command::IssueDecision { .. } => ("出具文书", "Issuing the decision"),
        Command::ReceiveDecision { .. } => ("签收文书", "Receiving the decision"),
        Command::ExtendReview { .. } => ("延长审查期限", "Extending the review"),
        Command::ObjectToRuling { .. } => ("对裁定提出异议", "Objecting to the ruling"),
        Command::DecideObjection { .. } => ("处理异议", "Deciding the objection"),
        Command::ReportDuty { .. } => ("报告已履行", "Reporting performance"),
        Command::ConfirmDuty { .. } => ("确认收到", "Confirming performance"),
        Command::DisputeDuty { .. } => ("对履行提出异议", "Disputing performance"),
        Command::DemandPayment => ("发出催告", "Demanding payment"),
        Command::PreparePetition { .. } => ("制作申请书", "Preparing a petition"),
        Command::ProposeExtension { .. } => ("提出延长调解期限", "Proposing an extension"),
        Command::AgreeToExtension { .. } => ("同意延长调解期限", "Agreeing to an extension"),
        Command::StateFact { .. } => ("记录待确认的事实", "Writing down a fact"),
        Command::ConfirmFact { .. } => ("确认无争议事实", "Confirming a fact"),
        Command::LeaveForArbitration { .. } => ("转劳动仲裁", "Going to arbitration"),
        Command::TransferCase { .. } => ("移送仲裁", "Handing the case over"),
        Command::ApplyForArbitration { .. } => ("提交仲裁申请", "Filing for arbitration"),
        Command::ReturnPetition { .. } => ("要求补正仲裁申请", "Returning the petition"),
        Command::AcceptArbitration => ("受理仲裁申请", "Accepting the petition"),
        Command::RefuseArbitration { .. } => ("不予受理仲裁申请", "Refusing the petition"),
        Command::IssuePaper { .. } => ("出具文书", "Issuing a paper"),
        Command::Tick => ("期限届满", "A period ending"),
    };
    if language == Language::Chinese {
        chinese
    } else {
        english
    }
}
