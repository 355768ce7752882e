//! Compares two sealed figures. They are read here and nowhere else.

use super::papers::act;
use crate::app::Shared;
use anyhow::Context;
use domain::command::Command;
use domain::id::CaseId;
use domain::sorted::Set;

pub async fn compare(app: &Shared, id: CaseId) -> anyhow::Result<()> {
    let case = app.store.load(id).await?.context("the case")?;
    let sealed: Set<_> = case.offers.values().copied().collect();
    if case.offers.len() < 2 {
        return Ok(());
    }
    let disclosures = app.store.disclosures(id, &sealed).await?;
    act(app, id, Command::CompareOffers { disclosures }).await
}
