//! An institution's seal, and what makes a document last: revocation lists, then a timestamp over
//! everything (B-LTA, EN 319 142-1 §6.3).

use crate::app::App;
use crate::trust::authority::{ENCLOSED_LIFE, Issuer, LIST_LIFE};
use anyhow::Context;
use domain::artefact::ArtefactKind as Made;
use domain::id::{CaseId, OrgId};
use domain::mark::{SEAL, TIME};
use pades::attributes::{self, Content};
use pades::cms::{self, Parts};
use pades::file::Pdf;
use pades::path::Roots;
use pades::sign::{Kind, prepare, prepare_again};
use pades::store::{Store, enclose};
use pades::verify::verify;

/// `base` with the seal of `org` and the last timestamp; of `case`, or of none.
///
/// # Errors
/// If the institution has no seal, a key does not sign, no timestamp comes, or the whole does not hold.
pub async fn sealed(
    app: &App,
    case: Option<CaseId>,
    (org, name): (OrgId, &str),
    base: Vec<u8>,
) -> anyhow::Result<Vec<u8>> {
    let (key, certificate) = app.authority.seal(org).context("the institution's seal")?;
    let (at, signer) = (super::seconds(app.clock.now()), name.to_owned());
    let prepared = super::apart(move || prepare(&base, SEAL, Kind::Seal, &signer, at)).await?;
    let (algorithm, hash) = (key.algorithm(), key.algorithm().hash());
    let attributes = attributes::signed(
        Content::Seal,
        algorithm,
        &prepared.digest(hash),
        &hash.digest(&[certificate]),
    );
    let signature = key.sign(&attributes)?;
    let token = app.stamps.token(&app.authority, &[&signature], &app.clock).await?;
    let made = [(Made::Signature, signature.as_slice()), (Made::Timestamp, &token)];
    super::logged(app, case, &made).await?;
    let value = cms::write(&Parts {
        content: Content::Seal,
        enclosed: None,
        algorithm,
        attributes: &attributes,
        signature: &signature,
        certificates: &[certificate.to_vec(), app.authority.issuing().to_vec()],
        stamp: Some(&token),
    })?;
    let sealed = prepared.embed(&value)?;
    // After every signature: a list tells nothing of what is signed later.
    let store = readers_need(app).await?;
    let prepared = super::apart(move || prepare(&enclose(&sealed, &store)?, TIME, Kind::Stamp, "", at)).await?;
    let token = app
        .stamps
        .token(&app.authority, &prepared.content(), &app.clock)
        .await?;
    super::logged(app, case, &[(Made::Timestamp, &token)]).await?;
    holding(app, prepared.embed(&token)?).await
}

/// `pdf`, if whoever has our roots will believe it: a list of another authority may be stale, or a chain
/// incomplete, and what is handed out cannot be mended.
async fn holding(app: &App, pdf: Vec<u8>) -> anyhow::Result<Vec<u8>> {
    let roots = Roots::read(&app.authority.roots())?;
    let (report, pdf) = super::apart(move || Ok((verify(&pdf, &roots), pdf))).await?;
    anyhow::ensure!(report.valid(), "sealed it does not hold: {:?}", report.findings);
    Ok(pdf)
}

/// Certificates and lists of today.
async fn readers_need(app: &App) -> anyhow::Result<Store> {
    let now = app.clock.now();
    let mut store = Store {
        certificates: app.authority.chain(),
        lists: vec![
            app.authority.list(Issuer::Root, now, ENCLOSED_LIFE)?,
            app.authority.list(Issuer::Issuing, now, ENCLOSED_LIFE)?,
        ],
    };
    for path in app.config.timestamp_crl.iter().chain(&app.config.authority_crl) {
        let list = tokio::fs::read(path).await;
        store
            .lists
            .push(list.with_context(|| format!("cannot read {}", path.display()))?);
    }
    Ok(store)
}

/// The sealed document `pdf`, stamped once more with what its readers need by now.
///
/// # Errors
/// If no timestamp comes, or the document is none of ours.
pub async fn stamped_again(app: &App, case: CaseId, pdf: Vec<u8>) -> anyhow::Result<Vec<u8>> {
    let mut store = readers_need(app).await?;
    // And newer ones of a week: going back to the timestamp before, other programs look from the last
    // day of the newest list (EN 319 102-1 §5.6.2.2), which must not be after that one's end.
    let now = app.clock.now().plus_ms(1_000);
    for issuer in [Issuer::Root, Issuer::Issuing] {
        store.lists.push(app.authority.list(issuer, now, LIST_LIFE)?);
    }
    let prepared = super::apart(move || {
        let read = Pdf::read(&pdf)?;
        let known = pades::store::enclosed(&read)?;
        store.certificates.retain(|it| !known.certificates.contains(it));
        let field = further(&pades::form::names(&read)?);
        prepare_again(&enclose(&pdf, &store)?, &field)
    });
    let prepared = prepared.await?;
    let token = app
        .stamps
        .token(&app.authority, &prepared.content(), &app.clock)
        .await?;
    super::logged(app, Some(case), &[(Made::Timestamp, &token)]).await?;
    Ok(prepared.embed(&token)?)
}

/// `Time2`, `Time3`, …: the first that is not there.
fn further(known: &[String]) -> String {
    let mut names = (2..).map(|number| format!("{TIME}{number}"));
    names.find(|name| !known.contains(name)).unwrap_or_default()
}
