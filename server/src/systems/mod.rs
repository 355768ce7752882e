//! Systems of courts and commissions: who they are, what they may ask, and how they are told what
//! happened. What they do in a case goes through `Store::act` like everyone's.

pub mod clients;
pub mod deliveries;
pub mod outbound;
pub mod webhooks;

use domain::case::{Case, Stage};
use domain::command::{Ruling, Track};
use domain::event::Event;
use domain::id::OrgId;

/// What an institution's system is told of, by name on the wire.
pub fn told(event: &Event) -> Option<&'static str> {
    Some(match event {
        Event::ApplicationFiled { .. } | Event::ArbitrationApplied { .. } => "filing.submitted",
        Event::Supplemented { .. } => "filing.supplemented",
        Event::ApplicationWithdrawn { .. } => "filing.withdrawn",
        Event::FilingAcknowledged { .. } => "filing.received",
        Event::ApplicationAccepted { .. } | Event::ArbitrationAccepted { .. } => "filing.accepted",
        Event::SupplementRequested { .. } | Event::PetitionReturned { .. } => "filing.returned",
        Event::ApplicationRejected { .. } | Event::ArbitrationRefused { .. } => "filing.rejected",
        Event::ReviewDecided { .. } | Event::ArbitrationConcluded { .. } => "filing.decided",
        Event::DecisionIssued { .. } => "filing.stamped",
        Event::DecisionReceived { .. } | Event::PaperReceived { .. } => "filing.served",
        Event::DecisionEffective { .. } | Event::ConclusionEffective { .. } => "filing.effective",
        Event::RulingObjected { .. } => "filing.objected",
        _ => return None,
    })
}

/// The institution the case lies before, from the joint filing on.
pub fn institution(case: &Case) -> Option<OrgId> {
    let filed = case.applications.last().filter(|it| it.filed.is_some());
    let filed = filed.map(|it| it.institution);
    filed.or(case
        .transfer
        .as_ref()
        .filter(|_| case.arbitration.is_some())
        .map(|it| it.commission))
}

/// 仲裁审查, 司法确认 or 仲裁.
pub fn kind(case: &Case) -> &'static str {
    match case.applications.last().map(|it| it.track) {
        Some(Track::ArbitrationReview) => "arbitration_review",
        Some(Track::JudicialConfirmation) => "judicial_confirmation",
        None => "arbitration",
    }
}

/// How far the filing has come, as the wire has it.
pub fn status(case: &Case) -> &'static str {
    if let Some(application) = case.applications.last() {
        let received = application.receipt.is_some();
        return match (&application.ruling, case.stage) {
            _ if application.withdrawn => "withdrawn",
            _ if application.revoked() => "revoked",
            _ if application.rejected.is_some() => "rejected",
            (Some(Ruling::Refuse { .. }), _) => "refused",
            (Some(Ruling::Grant), Some(Stage::Serving)) => "granted",
            (Some(Ruling::Grant), _) => "effective",
            _ if application.supplement.is_some() => "returned",
            _ if application.accepted.is_some() => "accepted",
            _ if received => "received",
            _ => "submitted",
        };
    }
    let Some(arbitration) = &case.arbitration else {
        return "submitted";
    };
    match case.stage {
        Some(Stage::Transferred) => "returned",
        Some(Stage::Arbitrating) => "accepted",
        Some(Stage::Concluded) if arbitration.in_force.is_some() => "effective",
        Some(Stage::Concluded) => "granted",
        Some(Stage::Ended) if arbitration.refused.is_some() => "rejected",
        Some(Stage::Ended) => "withdrawn",
        _ if arbitration.receipt.is_some() => "received",
        _ => "submitted",
    }
}
