//! 送达: how a document reached a side, and by which ways a side wants to be reached
//! (CPL 87-95; CPL-Int 135-136; OLR 29-31; CHR 20).

use crate::actor::Side;
use crate::case::Case;
use crate::hash::{Commitment, Digest};
use crate::moment::Date;
use crate::paper::PaperKind;
use serde::{Deserialize, Serialize};

/// A way by which the portal tells of a document in a side's own account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Notified {
    /// In the side's account on the portal, where it has arrived (OLR 31)
    Account,
    Sms,
    Email,
}

/// How it was served.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Means {
    /// 电子送达, with the side's consent (CPL 90; OLR 29)
    Electronic { told: Vec<Notified> },
    /// 直接送达: handed over against a signed 送达回证
    Handed,
    /// 邮寄送达, delivered that day; the post's own number
    Posted { tracking: String },
    /// 留置送达, photographed (CHR 20)
    Left { note: String },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Served {
    pub side: Side,
    pub document: Digest,
    pub means: Means,
    pub on: Date,
}

/// 送达地址确认书: what a side confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    pub electronic: bool,
    pub email: Option<Commitment>,
}

/// `true` where `side` is reached through its account: consented when it joined, unless it has said
/// otherwise since (OLR 29).
pub fn electronic(case: &Case, side: Side) -> bool {
    case.service.get(&side).map_or_else(
        || {
            let consent = crate::command::Consent::ElectronicService;
            case.seat(side)
                .is_some_and(|seat| seat.person.is_some() && seat.consents.contains(&consent))
        },
        |chosen| chosen.electronic,
    )
}

/// Whom an issued paper is served on.
pub fn addressees(kind: PaperKind) -> &'static [Side] {
    match kind {
        PaperKind::AcceptanceNotice
        | PaperKind::ApplicationNotice
        | PaperKind::ApplicationRefusal
        | PaperKind::ApplicationClosed
        | PaperKind::ExtensionRecord
        | PaperKind::EndNotice
        | PaperKind::TransferLetter
        | PaperKind::ArbitrationNotice
        | PaperKind::ArbitrationRefusal
        | PaperKind::ObjectionRuling
        | PaperKind::ArbitralStatement
        | PaperKind::FinalAward
        | PaperKind::Award
        | PaperKind::ArbitrationClosed
        | PaperKind::TermNotice
        | PaperKind::HearingNotice
        | PaperKind::EvidenceNotice
        | PaperKind::TribunalDecision => &Side::BOTH,
        _ => &[],
    }
}

/// Documents that are served, in the order they were made, with their titles' kinds: `None` is a decision
/// on an application.
pub fn documents(case: &Case) -> Vec<(Digest, Option<PaperKind>, String)> {
    let decisions = case.applications.iter().filter_map(|it| it.decision.as_ref());
    let decisions = decisions.map(|it| (it.document, None, it.number.clone()));
    let papers = case.papers.iter().filter(|paper| !addressees(paper.kind).is_empty());
    let papers = papers.map(|paper| (paper.document, Some(paper.kind), paper.number.clone()));
    decisions.chain(papers).collect()
}

pub fn served<'a>(case: &'a Case, side: Side, document: &Digest) -> impl Iterator<Item = &'a Served> {
    let document = *document;
    case.services
        .iter()
        .filter(move |it| it.side == side && it.document == document)
}

/// The day it reached `side` on paper, which counts before the day that was recorded.
pub fn on_paper(case: &Case, side: Side, document: &Digest) -> Option<Date> {
    served(case, side, document)
        .find(|it| !matches!(it.means, Means::Electronic { .. }))
        .map(|it| it.on)
}
