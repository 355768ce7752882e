//! Signatures in the agreement's PDF (PAdES): a place is kept for one signer at a time, the
//! signer's browser fills it, the file is timestamped at once; in the end seal, revocation lists
//! and a timestamp over everything. The crate `pades` does the work; here are files, leases and keys.

mod beside;
mod circumstances;
mod lease;
mod place;
mod seal;
mod set;

pub use beside::sealed_beside;
pub use circumstances::{Circumstances, Device, Witnessed};
pub use lease::free;
pub use place::keep;
pub use seal::{sealed, stamped_again};
pub use set::complete;

use crate::app::App;
use crate::store::read::Kept;
use anyhow::Context;
use domain::actor::Actor;
use domain::artefact::ArtefactKind;
use domain::hash::Digest;
use domain::id::CaseId;
use domain::mark::SignedFile;
use domain::moment::Timestamp;

/// Seconds, as certificates and PDF count.
fn seconds(at: Timestamp) -> i64 {
    at.0.div_euclid(1_000)
}

/// Has the tree take in what was made for `case`.
async fn logged(app: &App, case: Option<CaseId>, all: &[(ArtefactKind, &[u8])]) -> anyhow::Result<()> {
    let all: Vec<_> = all.iter().map(|(kind, bytes)| (*kind, Digest::of(bytes))).collect();
    app.store.log_artefacts(case, &all, app.clock.now()).await?;
    Ok(())
}

/// Work that takes milliseconds, off the async threads.
async fn apart<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, pades::Fault> + Send + 'static,
) -> anyhow::Result<T> {
    Ok(tokio::task::spawn_blocking(work).await??)
}

async fn read(app: &App, digest: Digest) -> anyhow::Result<Vec<u8>> {
    app.files
        .get(digest)
        .await
        .with_context(|| format!("the file {digest}"))
}

/// Keeps a file of the portal's own with the case.
///
/// # Errors
/// If it cannot be written.
pub async fn keep_file(app: &App, case: CaseId, pdf: &[u8]) -> anyhow::Result<SignedFile> {
    let file = SignedFile {
        digest: app.files.put(pdf).await?,
        size: pdf.len() as u64,
    };
    let kept = Kept {
        digest: file.digest,
        media_type: "application/pdf".into(),
        size: file.size,
        person: Actor::SYSTEM.person.to_string(),
    };
    app.store.keep_file(case, &kept, app.clock.now()).await?;
    Ok(file)
}
