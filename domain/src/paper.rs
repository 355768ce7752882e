//! Papers the portal makes beside the agreement and the decisions: which the case wants now, whose
//! they are, and what their seal covers.

use crate::case::{Case, Ending};
use crate::event::EndGround;
use crate::hash::{Digest, PublicKey, Signature};
use crate::id::{CaseId, OrgId};
use crate::performance::CourtPetition;
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
    /// 签署证明: who signed the agreement, when, with which keys, and where all of it can be checked.
    CompletionCertificate,
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

/// The institution whose paper it is; `None` for a party's own, which carries no seal.
pub fn organ(case: &Case, kind: PaperKind) -> Option<OrgId> {
    match kind {
        PaperKind::ExtensionRecord
        | PaperKind::EndNotice
        | PaperKind::TransferLetter
        | PaperKind::TransferList
        | PaperKind::CompletionCertificate => case.body,
        PaperKind::ArbitrationNotice | PaperKind::ArbitrationRefusal => {
            case.transfer.as_ref().map(|transfer| transfer.commission)
        }
        PaperKind::ObjectionRuling => case.applications.last().map(|application| application.institution),
        PaperKind::ArbitrationPetition
        | PaperKind::DemandLetter
        | PaperKind::PaymentOrderPetition
        | PaperKind::EnforcementPetition => None,
    }
}

/// Whoever goes to arbitration is told so by the letter of transfer; who withdrew needs no telling.
fn told_of_end(case: &Case) -> bool {
    let noticed = match case.ended {
        Some(Ending::Failed(ground)) => ground != EndGround::PeriodOver,
        Some(Ending::NotAccepted(_) | Ending::Declined(_)) => true,
        _ => false,
    };
    noticed && case.transfer.is_none() && case.chose_arbitration.is_none()
}

/// The next paper to be made, if one is wanting.
pub fn wanted(case: &Case) -> Option<PaperKind> {
    use PaperKind as K;
    let made = |kind| case.papers.iter().filter(|paper| paper.kind == kind).count();
    let transferred = usize::from(case.transfer.is_some());
    let arbitration = case.arbitration.as_ref();
    let decided = case
        .applications
        .iter()
        .flat_map(|it| &it.objections)
        .filter(|it| it.decided.is_some())
        .count();
    let prepared = |kind| case.petitions.iter().filter(|(_, of, _)| *of == kind).count();
    let completed = case.effective_at.is_some() && case.agreement.as_ref().is_some_and(|it| it.marked);
    let wants = [
        (K::CompletionCertificate, usize::from(completed)),
        (K::ExtensionRecord, case.extended_to.len()),
        (K::EndNotice, usize::from(told_of_end(case))),
        (K::ObjectionRuling, decided),
        (K::DemandLetter, case.demands.len()),
        (K::PaymentOrderPetition, prepared(CourtPetition::PaymentOrder)),
        (K::EnforcementPetition, prepared(CourtPetition::Enforcement)),
        (K::TransferLetter, transferred),
        (K::TransferList, transferred),
        (K::ArbitrationPetition, arbitration.map_or(0, |it| it.filings as usize)),
        (
            K::ArbitrationNotice,
            arbitration.map_or(0, |it| usize::from(it.accepted.is_some())),
        ),
        (
            K::ArbitrationRefusal,
            arbitration.map_or(0, |it| usize::from(it.refused.is_some())),
        ),
    ];
    wants
        .into_iter()
        .find(|(kind, count)| made(*kind) < *count)
        .map(|(kind, _)| kind)
}
