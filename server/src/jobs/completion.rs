//! Gathers what the certificate of completion says: from the log, and from the signatures in the
//! document itself.

use super::papers::name_of;
use crate::app::Shared;
use crate::marks::{self, Device};
use crate::store::tree::Covered;
use anyhow::{Context, ensure};
use documents::{Circumstances, Completion, Declined, Marking, Signing};
use domain::artefact::ArtefactKind;
use domain::case::Case;
use domain::event::Event;
use domain::hash::{Commitment, Digest};
use domain::log::{Entry, Header};
use domain::merkle::Checkpoint;
use domain::moment::Timestamp;
use pades::path::Roots;
use pades::verify::Signature;
use std::time::Duration;
use x509_cert::Certificate;
use x509_cert::der::Decode;

/// The tree takes entries in at most a second after they were written.
const TRIES: u32 = 50;
const PAUSE: Duration = Duration::from_millis(100);

/// # Errors
/// If the agreement is not sealed, or log and document do not agree.
pub async fn completion(app: &Shared, case: &Case) -> anyhow::Result<Completion> {
    let agreement = case.agreement.as_ref().context("an agreement")?;
    let pdf = app.files.get(agreement.file.digest).await?;
    let roots = Roots::read(&app.authority.roots())?;
    let report = pades::verify::verify(&pdf, &roots);
    ensure!(report.valid() && report.lasting, "the sealed agreement holds");
    let entries = app.store.entries(case.id, 0).await?;
    let covered = covered(app, case, entries.len() as u64).await?;
    let checkpoint =
        domain::witness::open(&covered.note, &app.trust.log.public(), &[]).context("a checkpoint of our own")?;
    let Checkpoint { origin, size, root } = checkpoint.checkpoint;
    let (mut presented, mut logged, mut declined) = (None, Vec::new(), Vec::new());
    for (entry, proof) in entries.iter().zip(&covered.entries) {
        let header = entry.header().map_err(|fault| anyhow::anyhow!("{fault:?}"))?;
        match event(entry)? {
            Some(Event::AgreementPresented { .. }) => {
                // Signatures on wording that was given up are not among these.
                logged.clear();
                presented = Some(header.time);
            }
            Some(Event::SigningDeclined { side, reason, .. }) => {
                declined.push(Declined {
                    side,
                    at: header.time,
                    reason,
                });
            }
            Some(event @ (Event::AgreementSigned { .. } | Event::AgreementSealed { .. })) => {
                logged.push((header, proof.index, event));
            }
            _ => {}
        }
    }
    let leaf = |kind, digest: Digest| {
        let mut all = covered.artefacts.iter();
        let found = all.find(|it| (it.artefact.kind, it.artefact.digest) == (kind, digest));
        found.map(|it| it.inclusion.index)
    };
    let (stamp, marks) = report.signatures.split_last().context("signatures")?;
    ensure!(marks.len() == logged.len(), "log and document name the same signatures");
    let (mut signings, mut seal) = (Vec::new(), None);
    for (mark, (header, index, event)) in marks.iter().zip(&logged) {
        let certified = leaf(ArtefactKind::Certificate, Digest::of(&mark.certificate));
        let marking = marking(mark, header, *index, certified)?;
        match event {
            Event::AgreementSigned { statement, .. } => {
                let attested = &statement.attested;
                let known = app.store.circumstances(attested.statement.nonce).await?;
                let asked = known.as_ref().map(|(known, _)| known.asked);
                let circumstances = known.map(|(known, commitment)| {
                    let index = leaf(ArtefactKind::Circumstances, commitment);
                    told(known.circumstances, commitment, index)
                });
                signings.push(Signing {
                    name: mark.by.clone(),
                    role: attested.attestation.role,
                    assurance: attested.attestation.assurance,
                    viewed: app
                        .store
                        .first_view(agreement.document, attested.attestation.person)
                        .await?,
                    asked,
                    checked: attested.attestation.issued,
                    circumstances,
                    reading: attested.statement.reading.clone(),
                    nonce: attested.statement.nonce.to_string(),
                    consent: attested.statement.consent.clone(),
                    helper: match attested.attestation.helper {
                        Some(helper) => Some(name_of(app, Some(helper)).await?),
                        None => None,
                    },
                    algorithm: attested.attestation.key.algorithm(),
                    mark: marking,
                });
            }
            _ => seal = Some(marking),
        }
    }
    let address = format!("{}/verify/", app.config.origin);
    Ok(Completion {
        presented: presented.context("a presented agreement")?,
        declined,
        signings,
        seal: seal.context("a seal")?,
        closed: Timestamp(stamp.at * 1_000),
        origin,
        log_size: size,
        log_root: root,
        qr: crate::http::invitations::qr(&address),
        address,
        made: app.clock.now(),
    })
}

fn event(entry: &Entry) -> anyhow::Result<Option<Event>> {
    entry.event().map_err(|fault| anyhow::anyhow!("{fault:?}"))
}

async fn covered(app: &Shared, case: &Case, entries: u64) -> anyhow::Result<Covered> {
    for _ in 0..TRIES {
        if let Some(covered) = app.store.inclusion(case.id, entries).await? {
            return Ok(covered);
        }
        tokio::time::sleep(PAUSE).await;
    }
    anyhow::bail!("the log has not taken the case in yet")
}

fn told(known: marks::Circumstances, commitment: Commitment, index: Option<u64>) -> Circumstances {
    let device = match known.device {
        Device::Phone => "手机",
        Device::Tablet => "平板电脑",
        Device::Computer => "电脑",
        Device::Unknown => "未能识别",
    };
    let more = [known.system, known.browser];
    let more: Vec<String> = more.into_iter().filter(|it| !it.is_empty()).collect();
    Circumstances {
        address: known.address,
        device: match more.is_empty() {
            true => device.to_owned(),
            false => format!("{device}（{}）", more.join("，")),
        },
        session: known.session,
        commitment,
        index,
    }
}

fn marking(mark: &Signature, header: &Header, index: u64, certified: Option<u64>) -> anyhow::Result<Marking> {
    let certificate = Certificate::from_der(&mark.certificate)?;
    let tbs = certificate.tbs_certificate();
    let at = |time: &x509_cert::time::Time| -> anyhow::Result<Timestamp> {
        let seconds = i64::try_from(time.to_unix_duration().as_secs())?;
        Ok(Timestamp(seconds * 1_000))
    };
    Ok(Marking {
        look: pades::sign::picture(mark.kind),
        fingerprint: Digest::of(&mark.key),
        serial: hex::encode(tbs.serial_number().as_bytes()),
        valid: (at(&tbs.validity().not_before)?, at(&tbs.validity().not_after)?),
        certified,
        stamped: Timestamp(mark.at * 1_000),
        logged: header.time,
        index,
    })
}
