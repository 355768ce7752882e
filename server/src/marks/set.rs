//! Sets a signer's mark: checked, timestamped at once, kept as a file.

use super::lease::{self, Lease};
use crate::app::App;
use crate::identity::Denied;
use domain::artefact::ArtefactKind as Made;
use domain::case::Case;
use domain::command::SignedStatement;
use domain::id::PersonId;
use domain::mark::{Mark, field};
use pades::attributes::Content;
use pades::cms::{self, Parts};
use pades::sign::{Kind, Prepared, prepare};

/// Makes the file with the mark in `statement` and enters it there. Whatever the sender said of
/// the file is forgotten. The same mark again gets the same file.
///
/// # Errors
/// 422 `mark_stale` if the place is gone, `signature_invalid` if the mark does not fit it;
/// 503 `stamp_unavailable`.
pub async fn complete(app: &App, case: &Case, person: PersonId, statement: &mut SignedStatement) -> Result<(), Denied> {
    let Some(mark) = &mut statement.mark else { return Ok(()) };
    mark.file = None;
    let (nonce, pool) = (statement.attested.statement.nonce, app.store.pool());
    let lease = lease::held(pool, case.id, nonce, person, app.clock.now()).await?;
    let lease = lease
        .filter(|lease| lease.base == mark.base)
        .ok_or(Denied::Because(422, "mark_stale"))?;
    if lease.file.is_some() {
        mark.file = lease.file;
        return Ok(());
    }
    let attestation = &statement.attested.attestation;
    if !mark.holds(&attestation.key) {
        return Err(Denied::Because(422, "signature_invalid"));
    }
    let base = super::read(app, lease.base).await.map_err(failed)?;
    let (name, at, field) = (lease.name.clone(), lease.at, field(attestation.role));
    let prepared = super::apart(move || prepare(&base, field, Kind::Approval, &name, at)).await;
    let prepared = prepared.map_err(failed)?;
    let key = attestation.key;
    if key.digest(&prepared.content()) != mark.content || key.digest(&[&lease.certificate]) != mark.certificate {
        return Err(Denied::Because(422, "signature_invalid"));
    }
    let token = app.stamps.token(&app.authority, &[&mark.value()], &app.clock).await;
    let token = token.map_err(|error| {
        tracing::error!(%error, "no timestamp");
        Denied::Because(503, "stamp_unavailable")
    })?;
    let made = [(Made::Signature, mark.value()), (Made::Timestamp, token.clone())];
    let made: Vec<_> = made.iter().map(|(kind, bytes)| (*kind, bytes.as_slice())).collect();
    super::logged(app, Some(case.id), &made).await.map_err(failed)?;
    let pdf = embedded(prepared, &lease, mark, &token).map_err(|fault| failed(fault.into()))?;
    let file = super::keep_file(app, case.id, &pdf).await.map_err(failed)?;
    mark.file = match lease::fill(pool, &lease, file).await? {
        true => Some(file),
        // The same mark came twice at once: the first file stands.
        false => {
            let first = lease::held(pool, case.id, nonce, person, app.clock.now()).await?;
            first.ok_or(Denied::Because(422, "mark_stale"))?.file
        }
    };
    Ok(())
}

fn embedded(prepared: Prepared, lease: &Lease, mark: &Mark, token: &[u8]) -> Result<Vec<u8>, pades::Fault> {
    let certificates = [std::slice::from_ref(&lease.certificate), &lease.issuers].concat();
    let value = cms::write(&Parts {
        content: Content::Approval,
        enclosed: None,
        algorithm: mark.content.algorithm(),
        attributes: &Mark::attributes(&mark.content, &mark.certificate),
        signature: &mark.value(),
        certificates: &certificates,
        stamp: Some(token),
    })?;
    prepared.embed(&value)
}

fn failed(error: anyhow::Error) -> Denied {
    tracing::error!(%error, "a mark was not set");
    Denied::Because(503, "unavailable")
}
