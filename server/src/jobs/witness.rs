//! Shows each new checkpoint to the witnesses and keeps what they cosign. A witness that has seen
//! another history is the gravest news a log can give: it is shouted.

use crate::app::Shared;
use crate::trust::witnesses::{Listening, Said};
use anyhow::Context;
use domain::merkle::Checkpoint;
use std::collections::BTreeMap;
use std::time::Duration;

/// Between two rounds: a case's dossier has its witnesses when a person can ask for it.
const PAUSE: Duration = Duration::from_secs(1);
/// Counter of checkpoints that a witness would not join to the history it knows.
const FORKS: &str = "log_forks_total";

/// Runs for ever, also without witnesses, so that nobody takes its end for a fault.
pub async fn run(app: Shared) {
    if app.witnesses.is_empty() {
        return std::future::pending().await;
    }
    // Size of the tree each has cosigned, as far as known; they say so if it is another.
    let mut known = BTreeMap::new();
    let mut done = 0;
    loop {
        match round(&app, &mut known, done).await {
            Ok(size) => done = size,
            Err(error) => tracing::error!(%error, "the log is not shown to its witnesses"),
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Shows the newest checkpoint to all unless every one has cosigned it; answers the size that
/// all have cosigned.
async fn round(app: &Shared, known: &mut BTreeMap<String, u64>, done: u64) -> anyhow::Result<u64> {
    let note = app.store.checkpoint().await?;
    if note.is_empty() {
        return Ok(done);
    }
    let checkpoint = Checkpoint::open(&note, &app.trust.log.public()).context("a checkpoint of our own")?;
    if checkpoint.size == done {
        return Ok(done);
    }
    let mut all = true;
    for listening in &app.witnesses {
        let name = &listening.witness.name;
        let old = known.entry(name.clone()).or_default();
        match shown(app, listening, old, &checkpoint, &note).await {
            Ok(true) => {}
            Ok(false) => all = false,
            Err(error) => {
                all = false;
                tracing::warn!(witness = %name, %error, "a witness did not cosign");
            }
        }
    }
    if !all {
        return Ok(done);
    }
    app.store.superseded(checkpoint.size).await?;
    Ok(checkpoint.size)
}

/// `true` if the witness has cosigned.
async fn shown(
    app: &Shared,
    listening: &Listening,
    old: &mut u64,
    checkpoint: &Checkpoint,
    note: &str,
) -> anyhow::Result<bool> {
    // Once as far as we know, and once more as it says.
    for _ in 0..2 {
        let proof = app.store.consistency(*old, checkpoint.size).await?;
        match listening.ask(*old, &proof, note).await? {
            Said::Cosigned(lines) => {
                let mut lines = lines.split_inclusive('\n');
                let line = lines.find(|line| listening.witness.reads(line.trim_end(), checkpoint).is_some());
                let line = line.context("what it cosigned does not hold under its key")?;
                let name = &listening.witness.name;
                app.store.cosigned(checkpoint.size, name, note, line).await?;
                *old = checkpoint.size;
                return Ok(true);
            }
            Said::Knows(size) if size <= checkpoint.size => *old = size,
            Said::Knows(size) => {
                shout(
                    listening,
                    checkpoint,
                    &format!("it has cosigned a tree of {size} leaves"),
                );
                return Ok(false);
            }
            Said::Forked => {
                shout(listening, checkpoint, "it has cosigned another history");
                return Ok(false);
            }
            Said::Refused(status) => anyhow::bail!("it answers {status}"),
        }
    }
    anyhow::bail!("it changes its mind on what it has cosigned")
}

fn shout(listening: &Listening, checkpoint: &Checkpoint, why: &str) {
    let name = listening.witness.name.clone();
    metrics::counter!(FORKS, "witness" => name.clone()).increment(1);
    tracing::error!(
        witness = %name,
        size = checkpoint.size,
        "THE LOG IS FORKED OR WAS SET BACK: {why}; stop the portal, keep its data and ask the witness for what it kept"
    );
}
