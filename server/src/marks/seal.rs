//! An institution's seal, and what makes a document last: revocation lists, then a timestamp over
//! everything (B-LTA, EN 319 142-1 §6.3).

use crate::app::App;
use crate::trust::authority::{ENCLOSED_LIFE, Issuer};
use anyhow::Context;
use domain::id::OrgId;
use domain::mark::{SEAL, TIME};
use pades::attributes::{self, Content};
use pades::cms::{self, Parts};
use pades::form::{self, Field, Place};
use pades::sign::{Kind, prepare};
use pades::store::{Store, enclose};

/// The places for marks that a document has on its pages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mould(pub Vec<(&'static str, Place)>);

impl Mould {
    /// `pdf` with its empty fields: those on the pages, and one for the last timestamp.
    ///
    /// # Errors
    /// If the document is not of the form that is signed here.
    pub fn fields(&self, pdf: &[u8]) -> Result<Vec<u8>, pades::Fault> {
        let mut fields: Vec<Field> = self
            .0
            .iter()
            .map(|(name, place)| Field {
                name: (*name).to_owned(),
                place: Some(*place),
            })
            .collect();
        fields.push(Field {
            name: TIME.to_owned(),
            place: None,
        });
        form::add(pdf, &fields)
    }
}

/// `base` with the seal of `org` and the last timestamp.
///
/// # Errors
/// If the institution has no seal, a key does not sign or no timestamp comes.
pub async fn sealed(app: &App, org: OrgId, name: &str, base: Vec<u8>) -> anyhow::Result<Vec<u8>> {
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
    let now = app.clock.now();
    let mut store = Store {
        certificates: app.authority.chain(),
        lists: vec![
            app.authority.list(Issuer::Root, now, ENCLOSED_LIFE)?,
            app.authority.list(Issuer::Issuing, now, ENCLOSED_LIFE)?,
        ],
    };
    if let Some(path) = &app.config.timestamp_crl {
        let list = tokio::fs::read(path).await;
        store
            .lists
            .push(list.with_context(|| format!("cannot read {}", path.display()))?);
    }
    let prepared = super::apart(move || prepare(&enclose(&sealed, &store)?, TIME, Kind::Stamp, "", at)).await?;
    let token = app
        .stamps
        .token(&app.authority, &prepared.content(), &app.clock)
        .await?;
    Ok(prepared.embed(&token)?)
}
