//! `bench verify`: the full check of a sealed agreement from a case played against the server.

use super::{measured, measured_with_threads, pyhanko};
use crate::report::{self, Goal, Measure};
use crate::{Products, sample, server};
use anyhow::Context;
use domain::dossier::{self, Rendering, TrustRoot};

pub async fn run(products: &Products) -> anyhow::Result<()> {
    let server = server::Server::start(products, None)?;
    let folder = server::folder("case")?;
    sample::run(&sample::Options::at(&server.origin, &folder)).await?;
    drop(server);
    let path = folder.join("agreement.pdf");
    let pdf = std::fs::read(&path)?;
    let trust: TrustRoot = serde_json::from_slice(&std::fs::read(folder.join("trust.json"))?)?;
    let found = dossier::verify_document(&pdf, &trust);
    anyhow::ensure!(
        found.valid && found.lasting,
        "the agreement does not hold: {:?}",
        found.faults
    );
    let own = measured(|| {
        let found = dossier::verify_document(&pdf, &trust);
        anyhow::ensure!(found.valid, "it held before");
        Ok(())
    })?;
    // A dossier's agreement is made again; a PDF alone does not hold what that takes, so the two figures stand apart.
    // pyHanko has nothing to compare the second with.
    let whole = std::fs::read(folder.join("dossier.asice"))?;
    let checked = measured(|| {
        anyhow::ensure!(dossier::verify(&whole, &trust).valid, "the dossier holds");
        Ok(())
    })?;
    let made_again = measured_with_threads(|| {
        let found = dossier::verify_rendering(&whole, &trust, &documents::again);
        anyhow::ensure!(
            found.valid && found.rendering == Some(Rendering::Same),
            "the agreement does not come out again: {:?}",
            found.rendering
        );
        Ok(())
    })?;
    let root = folder.join("root.der");
    std::fs::write(&root, &trust.roots.first().context("a root")?.0)?;
    let said = pyhanko("verify.py", &[&path, &root], 20)?;
    std::fs::remove_dir_all(&folder)?;
    let (count, reference) = said.split_once(' ').context("two numbers")?;
    anyhow::ensure!(
        count.parse() == Ok(found.signatures.len()),
        "pyHanko saw {count} signatures"
    );
    let measures = [Measure {
        name: "full verification".into(),
        unit: "µs CPU",
        value: own * 1e6,
        reference: reference.parse::<f64>()? * 1e6,
        goal: Goal::AtMost(0.15),
    }];
    let details = serde_json::json!({
        "document_bytes": pdf.len(),
        "signatures": found.signatures.len(),
        "dossier_bytes": whole.len(),
        "dossier_us": checked * 1e6,
        "dossier_with_agreement_made_again_us": made_again * 1e6,
        "reference": "pyHanko 0.38, same file, same machine",
    });
    report::print("verify", &measures, details, products.json);
    Ok(())
}
