//! Stamps sealed documents again before their timestamps run out (EN 319 142-1 §5.5), so that they
//! can be proven for as long as anyone keeps them.

use crate::app::App;
use crate::app::Shared;
use crate::marks;
use crate::store::lasting::Lasting;
use anyhow::{Context, ensure};
use domain::moment::Timestamp;
use domain::renewal::Renewal;
use pades::path::Roots;
use pades::verify::{Report, verify};
use std::time::Duration;

const PAUSE: Duration = Duration::from_secs(3_600);
/// Before the end: an authority that fails is noticed, and another found, in a year.
pub const MARGIN: i64 = 365 * 86_400_000;
/// Counter of sealed documents that could not be stamped again.
const FAILED: &str = "renewals_failed_total";

/// Runs for ever. Every node may run it: the first to finish a document wins.
pub async fn run(app: Shared) {
    let mut look = tokio::time::interval(PAUSE);
    loop {
        look.tick().await;
        once(&app).await;
    }
}

/// Looks at every document that ends within [`MARGIN`], once. One that fails holds up no other.
pub async fn once(app: &App) {
    let all = match app.store.ending(app.clock.now().plus_ms(MARGIN)).await {
        Ok(all) => all,
        Err(error) => return tracing::error!(%error, "sealed documents cannot be read"),
    };
    for known in all {
        if let Err(error) = renew(app, &known).await {
            metrics::counter!(FAILED).increment(1);
            tracing::error!(case = %known.case, document = %known.document, error = %format!("{error:#}"), "a sealed document is not stamped again");
        }
    }
}

async fn renew(app: &App, known: &Lasting) -> anyhow::Result<()> {
    let pdf = app.files.get(known.file).await?;
    let (found, pdf) = checked(app, pdf).await?;
    let Some(until) = found.until() else {
        // A draft, or a copy with some of the signatures.
        return Ok(app.store.lasts_not(known).await?);
    };
    ensure!(found.valid(), "it does not hold: {:?}", found.findings);
    let ends = Timestamp(until * 1_000);
    if ends > app.clock.now().plus_ms(MARGIN) {
        return Ok(app.store.lasts_until(known, ends).await?);
    }
    let (renewed, pdf) = checked(app, marks::stamped_again(app, known.case, pdf).await?).await?;
    ensure!(
        renewed.valid(),
        "stamped again it does not hold: {:?}",
        renewed.findings
    );
    let longer = renewed.until().filter(|longer| *longer > until);
    let longer = longer.context("the timestamping authority's certificate lasts no longer than the one before")?;
    // A crash here leaves a file nobody names; the next look makes another.
    let file = marks::keep_file(app, known.case, &pdf).await?;
    let renewal = Renewal {
        at: app.clock.now(),
        case: known.case,
        document: known.document,
        file,
    };
    app.store.renewed(known, &renewal, Timestamp(longer * 1_000)).await?;
    tracing::info!(case = %known.case, document = %known.document, "a sealed document was stamped again");
    Ok(())
}

async fn checked(app: &App, pdf: Vec<u8>) -> anyhow::Result<(Report, Vec<u8>)> {
    let roots = Roots::read(&app.authority.roots())?;
    Ok(tokio::task::spawn_blocking(move || (verify(&pdf, &roots), pdf)).await?)
}
