//! Papers the portal makes beside the agreement and the decisions: which the case wants now, whose
//! they are, and what their seal covers.

use crate::actor::Side;
use crate::arbitration::Arbitration;
use crate::case::{Application, Case, Ending};
use crate::command::Track;
use crate::event::EndGround;
use crate::hash::{Digest, PublicKey, Signature};
use crate::id::{CaseId, OrgId};
use crate::moment::Timestamp;
use crate::motion::{self, Motion};
use crate::performance::CourtPetition;
use crate::support::{Support, SupportKind};
use crate::term::TermMove;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PaperKind {
    /// 延期同意书 (EMR 29)
    ExtensionRecord,
    /// 书面通知 that the request was not taken, or that mediation ended, and that arbitration is open
    /// (EMR 22, 30; PML 26)
    EndNotice,
    /// 调解转仲裁复函 (LMAL 14; EMR 30)
    TransferLetter,
    /// 移送材料清单: what the commission gets, facts both confirmed included, offers not (EMR 11).
    TransferList,
    /// 仲裁申请书 (LMAL 28)
    ArbitrationPetition,
    /// 受理通知书 (CHR 30)
    ArbitrationNotice,
    /// 不予受理通知书 (CHR 31)
    ArbitrationRefusal,
    /// 民事裁定书 on an objection (CPL-Int 372)
    ObjectionRuling,
    /// 催告函
    DemandLetter,
    /// 支付令申请书 (LMAL 16)
    PaymentOrderPetition,
    /// 强制执行申请书 (CPL 250)
    EnforcementPetition,
    /// 起诉状 on the agreement (解释(一) 13, 51)
    SuitPetition,
    /// 仲裁申请书 on the agreement (EMR 28)
    AgreementPetition,
    /// 仲裁申请书 to be handed in by the side itself (LMAL 28)
    SelfFilingPetition,
    /// 仲裁调解书 (LMAL 42)
    ArbitralStatement,
    /// 裁决书, final (LMAL 47)
    FinalAward,
    /// 裁决书, not final (LMAL 50)
    Award,
    /// 准予撤回决定书, 按撤回处理通知书 (CHR 39)
    ArbitrationClosed,
    /// 支持起诉意见书 (CPL 15)
    SupportOpinion,
    /// 法律援助决定书 (法律援助法 43)
    AidDecision,
    /// 收件回执 for the request (CHR 29 by analogy)
    RequestReceipt,
    /// 征询意见函 to the other side (EMR 22; OMR 15)
    InquiryLetter,
    /// 受理通知书 of the mediation body, with 权利义务告知书 (EMR 22; PML 23-26)
    AcceptanceNotice,
    /// 调解员指派（选定）记录 (OMR 10-12)
    MediatorRecord,
    /// 披露书 (OMR 13)
    DisclosureRecord,
    /// 仲裁审查申请书 or 司法确认申请书, both sides' (CHR 74; CPL-Int 353)
    JointApplication,
    /// 主持调解证明 for the court (CPL-Int 354)
    MediationProof,
    /// 受理通知书 on a joint application (CHR 75)
    ApplicationNotice,
    /// 不予受理通知书, 民事裁定书 on not accepting (CHR 75; CPL-Int 355)
    ApplicationRefusal,
    /// 延期审批表 (CHR 45, 76; CPL 187)
    ExtensionApproval,
    /// 终止审查通知书, 准许撤回裁定书 (CHR 79; CPL-Int 357)
    ApplicationClosed,
    /// 结案报告 (EMR 32)
    ClosingReport,
    /// 卷宗目录 with the documents' hashes (PML 27; EMR 32)
    ArchiveIndex,
    /// 签署证明: who signed the agreement, when, with which keys, and where all of it can be checked.
    CompletionCertificate,
    /// 调解笔录: what was written down, and what each side said to it (OMR 22).
    Minutes,
    /// 中止审理通知书, 恢复审理通知书, 受理变更仲裁请求通知书 and the like (CHR 36, 44, 46, 47)
    TermNotice,
    /// 开庭通知书 (LMAL 35; CHR 38)
    HearingNotice,
    /// 管辖异议决定书, 移送管辖通知书, 回避决定书, 先予执行裁决书, 不予延期开庭通知书 (LMAL 33, 35, 44; CHR 9-12, 38, 51)
    TribunalDecision,
    /// 案件移送函 to another commission, 移送执行函 to the court (CHR 9, 51)
    HandoverLetter,
    /// 举证通知书 (CHR 15, 44)
    EvidenceNotice,
}

/// An institution's word for a paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaperSeal {
    pub org: OrgId,
    pub key: PublicKey,
    /// By `key` over [`seal_bytes`].
    pub signature: Signature,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    pub kind: PaperKind,
    pub document: Digest,
    /// Bytes of the PDF.
    pub size: u64,
    pub number: String,
}

/// `maplebridge/paper/v1`, the case, the institution, the kind and the document, a line each.
pub fn seal_bytes(case: CaseId, org: OrgId, kind: PaperKind, document: Digest) -> Vec<u8> {
    let kind = crate::text::canonical_json(&kind);
    let kind = kind.trim_matches('"');
    format!("maplebridge/paper/v1\n{case}\n{org}\n{kind}\n{document}\n").into_bytes()
}

/// `true` if the institution's seal stands in the document itself: such a paper goes round alone, and whoever is
/// shown it can check it alone.
pub fn bears_seal(kind: PaperKind) -> bool {
    matches!(kind, PaperKind::CompletionCertificate | PaperKind::Minutes)
}

/// The institution whose paper it is; `None` for a party's own, which carries no seal.
pub fn organ(case: &Case, kind: PaperKind) -> Option<OrgId> {
    match kind {
        PaperKind::ExtensionRecord
        | PaperKind::EndNotice
        | PaperKind::TransferLetter
        | PaperKind::TransferList
        | PaperKind::RequestReceipt
        | PaperKind::InquiryLetter
        | PaperKind::AcceptanceNotice
        | PaperKind::MediatorRecord
        | PaperKind::DisclosureRecord
        | PaperKind::MediationProof
        | PaperKind::ClosingReport
        | PaperKind::ArchiveIndex
        | PaperKind::CompletionCertificate
        | PaperKind::Minutes => case.body,
        PaperKind::ArbitrationNotice
        | PaperKind::ArbitrationRefusal
        | PaperKind::ArbitralStatement
        | PaperKind::FinalAward
        | PaperKind::Award
        | PaperKind::ArbitrationClosed
        | PaperKind::TermNotice
        | PaperKind::HearingNotice
        | PaperKind::EvidenceNotice => case.transfer.as_ref().map(|transfer| transfer.commission),
        // Of the commission that decided, wherever the case has gone since.
        PaperKind::TribunalDecision | PaperKind::HandoverLetter => motion(case, kind)
            .and_then(|it| it.answer.as_ref())
            .and_then(|(_, answered)| answered.by.org),
        PaperKind::ApplicationNotice => next(case, kind, accepted).map(|it| it.institution),
        PaperKind::ApplicationRefusal => next(case, kind, rejected).map(|it| it.institution),
        PaperKind::ApplicationClosed => next(case, kind, closed).map(|it| it.institution),
        PaperKind::ExtensionApproval => next(case, kind, extended)
            .map(|it| it.institution)
            .or(case.transfer.as_ref().map(|transfer| transfer.commission)),
        PaperKind::ObjectionRuling => case.applications.last().map(|application| application.institution),
        PaperKind::SupportOpinion | PaperKind::AidDecision => support(case, kind).map(|it| it.org),
        PaperKind::JointApplication
        | PaperKind::ArbitrationPetition
        | PaperKind::DemandLetter
        | PaperKind::PaymentOrderPetition
        | PaperKind::EnforcementPetition
        | PaperKind::SuitPetition
        | PaperKind::AgreementPetition
        | PaperKind::SelfFilingPetition => None,
    }
}

/// What an application has come to, for the papers about it.
pub fn filed(it: &Application) -> bool {
    it.filed.is_some()
}
pub fn accepted(it: &Application) -> bool {
    it.accepted.is_some()
}
pub fn rejected(it: &Application) -> bool {
    it.rejected.is_some()
}
pub fn extended(it: &Application) -> bool {
    it.extended.is_some()
}
/// Withdrawn after it was filed.
pub fn closed(it: &Application) -> bool {
    it.withdrawn && it.filed.is_some()
}
pub fn before_court(it: &Application) -> bool {
    filed(it) && it.track == Track::JudicialConfirmation
}

/// How many papers of `kind` there are.
pub fn made(case: &Case, kind: PaperKind) -> usize {
    case.papers.iter().filter(|paper| paper.kind == kind).count()
}

/// The application that the next paper of `kind` is about: one paper for each of which `what` holds.
pub fn next(case: &Case, kind: PaperKind, what: fn(&Application) -> bool) -> Option<&Application> {
    case.applications.iter().filter(|it| what(it)).nth(made(case, kind))
}

fn answered(kind: PaperKind) -> impl Fn(&&Support) -> bool {
    move |it: &&Support| {
        let answers = match it.kind {
            SupportKind::LegalAid => PaperKind::AidDecision,
            SupportKind::Suit => PaperKind::SupportOpinion,
        };
        // A union that does not support a suit writes no opinion.
        let written = it.kind == SupportKind::LegalAid || matches!(it.decided, Some((true, _)));
        it.decided.is_some() && written && answers == kind
    }
}

/// The answered request that the next paper of `kind` is about.
pub fn support(case: &Case, kind: PaperKind) -> Option<&Support> {
    case.supports.iter().filter(answered(kind)).nth(made(case, kind))
}

/// Whether what concluded the petition is put into a paper of `kind`.
pub fn concludes(it: &Arbitration, kind: PaperKind) -> bool {
    it.conclusion
        .as_ref()
        .is_some_and(|conclusion| conclusion.papers().contains(&kind))
}

/// The petition that the next paper of `kind` is about, the present one where nothing else is wanting.
pub fn petition(case: &Case, kind: PaperKind) -> Option<&Arbitration> {
    let about = |it: &&Arbitration| match kind {
        PaperKind::ArbitrationNotice => it.accepted.is_some(),
        PaperKind::ArbitrationClosed => concludes(it, kind),
        _ => false,
    };
    let mut all = case.earlier.iter().chain(&case.arbitration).filter(about);
    all.nth(made(case, kind)).or(case.arbitration.as_ref())
}

/// What was asked and answered that the next paper of `kind` is about.
pub fn motion(case: &Case, kind: PaperKind) -> Option<&Motion> {
    let about = match kind {
        PaperKind::HandoverLetter => motion::handed_on(case),
        _ => motion::decided(case),
    };
    about.get(made(case, kind)).copied()
}

/// What became of the tribunal's days that the next notice is about.
pub fn turn(case: &Case) -> Option<&(Timestamp, TermMove)> {
    let mut turns = case.earlier.iter().chain(&case.arbitration).flat_map(|it| &it.turns);
    turns.nth(made(case, PaperKind::TermNotice))
}

/// Whoever goes to arbitration is told so by the letter of transfer; who withdrew needs no telling.
fn told_of_end(case: &Case) -> bool {
    let noticed = match case.ended {
        Some(Ending::Failed(ground)) => ground != EndGround::PeriodOver,
        Some(Ending::NotAccepted(_) | Ending::Declined(_)) => true,
        _ => false,
    };
    // Where there is no commission to be handed to, the notice is what a side takes along.
    (noticed && case.transfer.is_none() && case.chose_arbitration.is_none())
        || (case.commission_missing && !motion::moved(case))
}

/// The next paper to be made, if one is wanting.
pub fn wanted(case: &Case) -> Option<PaperKind> {
    wants(case)
        .into_iter()
        .find(|(_, wanting)| *wanting)
        .map(|(kind, _)| kind)
}

/// `true` where a paper of `kind` is wanting, whatever else is.
pub fn wanting(case: &Case, kind: PaperKind) -> bool {
    wants(case).contains(&(kind, true))
}

fn wants(case: &Case) -> Vec<(PaperKind, bool)> {
    use PaperKind as K;
    let made = |kind| made(case, kind);
    let transferred = usize::from(case.transfer.is_some());
    let arbitration = case.arbitration.as_ref();
    let decided = case
        .applications
        .iter()
        .flat_map(|it| &it.objections)
        .filter(|it| it.decided.is_some())
        .count();
    let petitions = || case.earlier.iter().chain(arbitration);
    let concluded = |kind| petitions().filter(|it| concludes(it, kind)).count();
    let prepared = |kind| case.petitions.iter().filter(|(_, of, _)| *of == kind).count();
    let marked = |it: &Option<crate::case::Agreement>| it.as_ref().is_some_and(|it| it.marked);
    let certified = case.settled.iter().filter(|it| marked(&it.agreement)).count();
    let completed = case.effective_at.is_some() && marked(&case.agreement);
    let of = |what: fn(&Application) -> bool| case.applications.iter().filter(|it| what(it)).count();
    let invited = case.invitations.values().any(|it| it.side == Side::Respondent);
    let wants = [
        (K::RequestReceipt, usize::from(case.stage.is_some())),
        (K::InquiryLetter, usize::from(invited)),
        (K::AcceptanceNotice, case.accepted as usize),
        (K::MediatorRecord, case.mediators.len()),
        (K::DisclosureRecord, case.disclosed.len()),
        (K::JointApplication, of(filed)),
        (K::MediationProof, of(before_court)),
        (K::ApplicationNotice, of(accepted)),
        (K::ApplicationRefusal, of(rejected)),
        (
            K::ExtensionApproval,
            of(extended) + petitions().filter(|it| it.extended.is_some()).count(),
        ),
        (K::ApplicationClosed, of(closed)),
        (K::Minutes, case.minutes.iter().filter(|it| it.settled()).count()),
        (K::CompletionCertificate, if completed { certified + 1 } else { 0 }),
        (K::ExtensionRecord, case.extended_to.len()),
        (K::EndNotice, usize::from(told_of_end(case))),
        (K::ObjectionRuling, decided),
        (K::DemandLetter, case.demands.len()),
        (K::PaymentOrderPetition, prepared(CourtPetition::PaymentOrder)),
        (K::EnforcementPetition, prepared(CourtPetition::Enforcement)),
        (K::SuitPetition, prepared(CourtPetition::Suit)),
        (K::AgreementPetition, prepared(CourtPetition::Arbitration)),
        (K::SelfFilingPetition, case.self_filed.len()),
        (
            K::SupportOpinion,
            case.supports.iter().filter(answered(K::SupportOpinion)).count(),
        ),
        (
            K::AidDecision,
            case.supports.iter().filter(answered(K::AidDecision)).count(),
        ),
        (K::TransferLetter, transferred),
        (K::TransferList, transferred),
        (K::ArbitrationPetition, arbitration.map_or(0, |it| it.filings as usize)),
        (
            K::ArbitrationNotice,
            petitions().filter(|it| it.accepted.is_some()).count(),
        ),
        (
            K::ArbitrationRefusal,
            arbitration.map_or(0, |it| usize::from(it.refused.is_some())),
        ),
        (K::TermNotice, petitions().map(|it| it.turns.len()).sum()),
        (K::HearingNotice, petitions().map(|it| it.hearings as usize).sum()),
        (
            K::EvidenceNotice,
            petitions().map(|it| it.evidence_notices as usize).sum(),
        ),
        (K::TribunalDecision, motion::decided(case).len()),
        (K::HandoverLetter, motion::handed_on(case).len()),
        (K::ArbitralStatement, petitions().map(|it| it.statements as usize).sum()),
        (K::FinalAward, concluded(K::FinalAward)),
        (K::Award, concluded(K::Award)),
        (K::ArbitrationClosed, concluded(K::ArbitrationClosed)),
        (K::ClosingReport, usize::from(case.completed_at.is_some())),
        // Last: it lists what came before.
        (K::ArchiveIndex, case.ends as usize),
    ];
    wants
        .into_iter()
        .map(|(kind, count)| (kind, made(kind) < count))
        .collect()
}
