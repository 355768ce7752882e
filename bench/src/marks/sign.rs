//! `bench sign`: what the server does for one party's signature, and for a whole ceremony (two
//! parties, mediator, seal, revocation lists, last timestamp), on a real agreement.

use super::cast::{Cast, random};
use super::{measured, pyhanko};
use crate::report::{self, Goal, Measure};
use crate::{Products, sample, server};
use anyhow::Context;
use pades::algorithm::{Hash, SigAlg};
use pades::attributes::{self, Content};
use pades::cms::{self, Parts};
use pades::key::Signer;
use pades::sign::{Kind, Prepared, prepare};
use pades::stamp;
use pades::store::{Store, enclose};

pub async fn run(products: &Products) -> anyhow::Result<()> {
    let drafted = drafted(products).await?;
    let cast = Cast::new()?;
    let one = measured(|| party(&cast, &drafted, "Claimant", 0).map(drop))?;
    let whole = measured(|| ceremony(&cast, &drafted).map(drop))?;
    let folder = server::folder("sign")?;
    cast.write(&folder, &drafted)?;
    let reference: f64 = pyhanko("sign.py", &[&folder], 20)?.parse()?;
    std::fs::remove_dir_all(&folder)?;
    let measures = [
        Measure {
            name: "ceremony".into(),
            unit: "µs CPU",
            value: whole * 1e6,
            reference: reference * 1e6,
            goal: Goal::AtMost(0.2),
        },
        Measure {
            name: "one signature".into(),
            unit: "µs CPU",
            value: one * 1e6,
            // The allowance itself: 5 ms.
            reference: 5_000.0,
            goal: Goal::AtMost(1.0),
        },
    ];
    let details = serde_json::json!({ "document_bytes": drafted.len(), "reference": "pyHanko 0.38, same document, same machine" });
    report::print("sign", &measures, details, products.json);
    Ok(())
}

/// The agreement of a case played against the server, as it was shown to its signers.
async fn drafted(products: &Products) -> anyhow::Result<Vec<u8>> {
    let server = server::Server::start(products, None)?;
    let folder = server::folder("case")?;
    sample::run(&sample::Options::at(&server.origin, &folder)).await?;
    let pdf = std::fs::read(folder.join("agreement.pdf"))?;
    std::fs::remove_dir_all(&folder)?;
    let revisions = pades::file::Pdf::read(&pdf)?.revisions;
    // The layout and the empty fields.
    let shown = revisions.get(1).context("a revision with fields")?.end;
    Ok(pdf[..shown].to_vec())
}

/// All the server does: certificate, place, timestamp, embedding; the party's own part, hashing
/// and signing, is in it too, and small.
fn party(cast: &Cast, pdf: &[u8], field: &str, i: usize) -> anyhow::Result<Vec<u8>> {
    let key = &cast.signers[i];
    let leaf = cast.leaf(field, key)?;
    let prepared = prepare(pdf, field, Kind::Approval, field, cast.now)?;
    let hash = Hash::Sha512;
    let attributes = attributes::signed(
        Content::Approval,
        SigAlg::Ed25519,
        &prepared.digest(hash),
        &hash.digest(&[&leaf]),
    );
    let signature = Signer::sign(key, &attributes)?;
    // Prepared anew when the signature comes back, as the server does, and checked.
    let again = prepare(pdf, field, Kind::Approval, field, cast.now)?;
    anyhow::ensure!(again.digest(hash) == prepared.digest(hash), "two preparations differ");
    embed(
        cast,
        again,
        Content::Approval,
        SigAlg::Ed25519,
        (&attributes, &signature),
        leaf,
    )
}

fn embed(
    cast: &Cast,
    prepared: Prepared,
    content: Content,
    algorithm: SigAlg,
    (attributes, signature): (&[u8], &[u8]),
    certificate: Vec<u8>,
) -> anyhow::Result<Vec<u8>> {
    let value = cms::write(&Parts {
        content,
        enclosed: None,
        algorithm,
        attributes,
        signature,
        certificates: &[certificate, cast.issuing.clone()],
        stamp: Some(&token(cast, &[signature])?),
    })?;
    Ok(prepared.embed(&value)?)
}

fn token(cast: &Cast, content: &[&[u8]]) -> anyhow::Result<Vec<u8>> {
    let request = stamp::request(Hash::Sha512, &Hash::Sha512.digest(content), random()?);
    let asked = stamp::asked(&request).map_err(|no| anyhow::anyhow!("{no:?}"))?;
    let certificates = [cast.stamping.clone(), cast.issuing.clone()];
    let authority = stamp::Authority {
        key: &cast.stamping_key,
        certificates: &certificates,
    };
    let mut serial = random::<16>()?;
    serial[0] = serial[0] & 0x3F | 0x40;
    Ok(stamp::token(&asked, authority, serial, cast.now)?)
}

pub fn ceremony(cast: &Cast, drafted: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut pdf = drafted.to_vec();
    for (i, field) in ["Claimant", "Respondent", "Mediator"].into_iter().enumerate() {
        pdf = party(cast, &pdf, field, i)?;
    }
    let prepared = prepare(&pdf, "Seal", Kind::Seal, "枫林市调解中心", cast.now)?;
    let hash = Hash::Sha256;
    let attributes = attributes::signed(
        Content::Seal,
        SigAlg::EcdsaP256Sha256,
        &prepared.digest(hash),
        &hash.digest(&[&cast.seal]),
    );
    let signature = Signer::sign(&cast.seal_key, &attributes)?;
    let sealed = embed(
        cast,
        prepared,
        Content::Seal,
        SigAlg::EcdsaP256Sha256,
        (&attributes, &signature),
        cast.seal.clone(),
    )?;
    let store = Store {
        certificates: vec![cast.issuing.clone(), cast.root.clone()],
        lists: cast.lists.clone(),
    };
    let prepared = prepare(&enclose(&sealed, &store)?, "Time", Kind::Stamp, "", cast.now)?;
    let token = token(cast, &prepared.content())?;
    Ok(prepared.embed(&token)?)
}
