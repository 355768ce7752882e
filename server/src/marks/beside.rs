//! An institution's seal beside a file: over the manifest of a dossier.

use crate::app::App;
use crate::trust::stamps::Stamps;
use anyhow::Context;
use domain::artefact::ArtefactKind as Made;
use domain::id::OrgId;
use domain::moment::Timestamp;
use pades::detached;

/// The seal of `org` over `content`, made at `at` and timestamped. Where an authority of others does not
/// answer, the built-in one stamps: nobody waits for a dossier.
///
/// # Errors
/// If the institution has no seal, or its key does not sign.
pub async fn sealed_beside(app: &App, org: OrgId, content: &[u8], at: Timestamp) -> anyhow::Result<Vec<u8>> {
    let (key, certificate) = app.authority.seal(org).context("the institution's seal")?;
    let algorithm = key.algorithm();
    let attributes = detached::signed(content, algorithm, certificate, super::seconds(at));
    let signature = key.sign(&attributes)?;
    let token = match app.stamps.token(&app.authority, &[&signature], &app.clock).await {
        Ok(token) => token,
        Err(error) => {
            tracing::warn!(%error, "a dossier gets a timestamp of the built-in authority");
            let own = Stamps::BuiltIn;
            own.token(&app.authority, &[&signature], &app.clock).await?
        }
    };
    let made = [(Made::Signature, signature.as_slice()), (Made::Timestamp, &token)];
    super::logged(app, None, &made).await?;
    let certificates = [certificate.to_vec(), app.authority.issuing().to_vec()];
    Ok(detached::write(
        &attributes,
        algorithm,
        &signature,
        &certificates,
        &token,
    )?)
}
