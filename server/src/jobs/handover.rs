//! Day 15 and after: the case goes to the commission by itself (LMAL 14, 21; EMR 29-30).

use super::papers::act;
use crate::app::Shared;
use crate::identity::orgs;
use anyhow::Context;
use domain::api::OrgKind;
use domain::command::Command;
use domain::id::CaseId;
use domain::stage::to_transfer;

/// Hands the case to the commission of the body's region (LMAL 21).
pub async fn transfer(app: &Shared, id: CaseId) -> anyhow::Result<()> {
    let case = app.store.load(id).await?.context("the case")?;
    if !to_transfer(&case) {
        return Ok(());
    }
    let orgs = orgs::all(app.store.pool()).await?;
    let body = orgs.iter().find(|org| Some(org.id) == case.body).context("the body")?;
    let commission = orgs
        .iter()
        .find(|org| org.kind == OrgKind::ArbitrationCommission && org.region == body.region);
    let command = match commission {
        Some(commission) => Command::TransferCase {
            commission: commission.id,
            attestor: Some(app.trust.attestor.public()),
        },
        // The way to arbitration is open all the same: each side files by itself.
        None => Command::ReportNoCommission,
    };
    act(app, id, command).await
}
