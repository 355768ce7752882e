//! Keeps a place for a signer's mark and certifies the signer's key for ten minutes.

use super::Witnessed;
use super::lease::{self, Lease};
use crate::app::App;
use crate::identity::Denied;
use domain::actor::Actor;
use domain::artefact::ArtefactKind;
use domain::binary::Binary;
use domain::case::Case;
use domain::mark::{MarkPlace, claim, field};
use domain::seal::Attestation;
use domain::sight;
use pades::certificate::{self, COMMON_NAME, COUNTRY, ORGANIZATION, SERIAL_NUMBER};
use pades::sign::{Kind, prepare};

/// Counter of keys that no authority certified.
const FAILED: &str = "certificates_failed_total";

/// Where the mark of the signer of `attestation` goes; the key in it has been proven. `known_as` is
/// the name where the case has none. The tree takes in the certificate before anyone has it, whether or not it is
/// ever used.
///
/// # Errors
/// 409 `mark_busy` if someone else is about to sign; 422 `document_missing`; 503 `unavailable` if no
/// certificate is to be had: then nothing was kept, and nobody else waits.
pub async fn keep(
    app: &App,
    known_as: &str,
    case: &Case,
    attestation: &Attestation,
    nonce: domain::hash::Nonce,
    witnessed: Option<&Witnessed>,
) -> Result<MarkPlace, Denied> {
    let missing = Denied::Because(422, "document_missing");
    let (Some(agreement), Some((_, terms))) = (&case.agreement, &case.agreed_terms) else {
        return Err(missing);
    };
    let now = app.clock.now();
    let name = match signer(app, case, attestation).await? {
        Some(name) => name,
        None => known_as.to_owned(),
    };
    let key = attestation.key.public();
    let subject = certificate::name(&[
        (COUNTRY, "CN"),
        (ORGANIZATION, &case.number),
        (SERIAL_NUMBER, &attestation.person.to_string()),
        (COMMON_NAME, &name),
    ]);
    let claims = [
        claim("case", case.id),
        claim("terms", terms),
        claim("person", attestation.person),
        claim("role", crate::identity::name_of(attestation.role)),
        claim("assurance", crate::identity::name_of(attestation.assurance)),
    ];
    let issued = app.signers.certify(&app.authority, &subject, &key, &claims, now).await;
    let issued = issued.map_err(|error| {
        metrics::counter!(FAILED).increment(1);
        tracing::error!(case = %case.id, error = %format!("{error:#}"), "a signer's key is not certified");
        Denied::Because(503, "unavailable")
    })?;
    let made = [(ArtefactKind::Certificate, issued.certificate.as_slice())];
    super::logged(app, Some(case.id), &made).await.map_err(failed)?;
    if let Some(witnessed) = witnessed {
        let noted = app.store.witnessed(case.id, nonce, witnessed, now).await;
        noted.map_err(|error| failed(error.into()))?;
    }
    let lease = Lease {
        case: case.id,
        nonce,
        person: attestation.person,
        base: agreement.file.digest,
        name,
        at: super::seconds(now),
        certificate: issued.certificate,
        issuers: issued.issuers,
        file: None,
    };
    let base = super::read(app, lease.base).await.map_err(failed)?;
    let (size, (name, at, field)) = (base.len(), (lease.name.clone(), lease.at, field(attestation.role)));
    let prepared = super::apart(move || prepare(&base, field, Kind::Approval, &name, at)).await;
    let prepared = prepared.map_err(failed)?;
    if !lease::take(app.store.pool(), &lease, now).await? {
        return Err(Denied::Because(409, "mark_busy"));
    }
    Ok(MarkPlace {
        base: lease.base,
        tail: Binary(prepared.bytes[size..].to_vec()),
        range: prepared.range.map(|number| number as u64),
        certificate: Binary(lease.certificate),
    })
}

fn failed(error: anyhow::Error) -> Denied {
    tracing::error!(%error, "no place for a mark");
    Denied::Because(503, "unavailable")
}

/// Who puts the pen to paper for a side: the agent where there is one.
async fn signer(app: &App, case: &Case, attestation: &Attestation) -> Result<Option<String>, Denied> {
    let Some(seat) = attestation.role.side().and_then(|side| case.seat(side)) else {
        return Ok(None);
    };
    let particulars = &seat.particulars;
    let wanted = particulars.agent.as_ref().map_or(particulars.name, |agent| agent.name);
    let readable = sight::readable(case, &Actor::SYSTEM);
    let disclosures = app.store.disclosures(case.id, &readable).await.map_err(|error| {
        tracing::error!(?error, "names cannot be read");
        Denied::Because(503, "unavailable")
    })?;
    Ok(disclosures
        .into_iter()
        .find(|it| it.commitment() == wanted)
        .map(|it| it.value))
}
