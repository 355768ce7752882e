//! Whoever asks online gives the other side's phone; the portal then invites by itself.

use crate::app::Shared;
use crate::http::invitations;
use crate::store::ActError;
use anyhow::Context;
use domain::actor::{Actor, Side};
use domain::hash::Digest;
use domain::id::{CaseId, CommandId};
use domain::sorted::Set;

pub async fn respondent(app: &Shared, id: CaseId) -> anyhow::Result<()> {
    let case = app.store.load(id).await?.context("the case")?;
    let Some(seat) = case.respondent.as_ref().filter(|seat| seat.person.is_none()) else {
        return Ok(());
    };
    if !case.invitations.is_empty() {
        return Ok(());
    }
    let commitment = seat.particulars.phone;
    let known = app.store.disclosures(id, &Set::from_iter([commitment])).await?;
    let Some(phone) = known.first().map(|disclosure| disclosure.value.clone()) else {
        // Erased meanwhile: there is nobody to write to.
        return Ok(());
    };
    // One id for ever: several nodes at this make one invitation.
    let name = Digest::of_parts(&[id.0.as_bytes(), b"invite respondent"]);
    let command = CommandId(uuid::Builder::from_slice(&name.0[..16])?.into_uuid());
    match invitations::invite(app, id, command, Side::Respondent, &phone, commitment, &Actor::SYSTEM).await {
        Ok(_) => Ok(()),
        Err(ActError::Refused(refusal)) => {
            tracing::info!(case = %id, ?refusal, "the respondent needs no invitation");
            Ok(())
        }
        Err(error) => anyhow::bail!("{error:?}"),
    }
}
