//! Recordings between log and room: what the log allows, what the room recorded, and what is deleted again.

use super::papers::act;
use crate::app::Shared;
use crate::recording::{Closed, Ended};
use crate::room::tap::{Consents, Tape};
use crate::store::ActError;
use crate::store::recordings::{Pictured, Stretch};
use anyhow::Context;
use domain::actor::Actor;
use domain::api::Submission;
use domain::case::Case;
use domain::command::Command;
use domain::id::{CaseId, CommandId};
use domain::recording::{self, RecordedFile};
use domain::refusal::Refusal;
use std::collections::HashSet;
use std::time::Duration;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::time::timeout;

/// How often the log is looked at without a hint, while something is recorded.
const LOOK: Duration = Duration::from_secs(1);

/// Tells the rooms whatever the log says anew of a recording, for ever. What this process appended is in its
/// memory before it is hinted at.
pub async fn follow(app: Shared, mut hints: Receiver<(CaseId, u64)>) {
    // Cases the rooms were told may be recorded.
    let mut told: HashSet<CaseId> = HashSet::new();
    loop {
        // What another node appended is hinted at there alone.
        let cases = match timeout(LOOK, hints.recv()).await {
            Ok(Ok((case, _))) => vec![case],
            Ok(Err(RecvError::Lagged(_))) => told.iter().copied().collect(),
            Ok(Err(RecvError::Closed)) => return,
            Err(_) => {
                for case in &told {
                    if let Err(error) = app.store.load(*case).await {
                        tracing::error!(%case, %error, "whether a recording may go on cannot be read");
                    }
                }
                told.iter().copied().collect()
            }
        };
        for id in cases {
            let known = app.store.remembered(id);
            let consents = known.and_then(|(_, case)| allowed(&case));
            if consents.is_some() {
                told.insert(id);
            } else if !told.remove(&id) {
                continue;
            }
            app.rooms.record(id, consents);
        }
    }
}

fn allowed(case: &Case) -> Option<Consents> {
    if !recording::runs(case) {
        return None;
    }
    let open = recording::open(case)?;
    Some(Consents {
        recording: u32::try_from(case.recordings.len() - 1).ok()?,
        agreed: open.agreed.iter().copied().collect(),
    })
}

/// Puts every recording that has ended into the log, until the recorder is gone. One that cannot be closed
/// is tried again; those after it do not wait for it.
pub async fn keep(app: Shared, mut ended: UnboundedReceiver<Ended>) {
    while let Some(ended) = ended.recv().await {
        tokio::spawn(keep_one(app.clone(), ended));
    }
}

async fn keep_one(app: Shared, ended: Ended) {
    let mut pause = Duration::from_secs(1);
    while let Err(error) = kept(&app, ended).await {
        metrics::counter!("recordings_failed_total").increment(1);
        tracing::error!(case = %ended.tape.case, error = %format!("{error:#}"), "a recording is not closed");
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(Duration::from_secs(600));
    }
}

async fn kept(app: &Shared, Ended { tape, lost }: Ended) -> anyhow::Result<()> {
    let Tape { case, recording } = tape;
    let place = app.recordings.clone();
    let files = tokio::task::spawn_blocking(move || place.close(tape)).await??;
    let stretches: Vec<Stretch> = files.iter().map(|file| stretch(file, lost)).collect();
    app.store.keep_recording(case, recording, &stretches).await?;
    let of = |file: &Closed| RecordedFile {
        person: file.label.person,
        digest: file.digest,
        size: file.size,
    };
    let submission = Submission {
        id: CommandId(uuid::Uuid::now_v7()),
        expected_seq: None,
        command: Command::KeepRecording {
            recording,
            files: files.iter().map(of).collect(),
        },
    };
    match app.store.act(case, &submission, &Actor::SYSTEM, app.clock.now()).await {
        // Done before, and the server killed before it could say so.
        Ok(_) | Err(ActError::Refused(Refusal::AlreadyDone)) => {}
        Err(error) => anyhow::bail!("{error:?}"),
    }
    // A crash before this line does all of it again, to the same end.
    app.recordings.settle(tape);
    Ok(())
}

fn stretch(file: &Closed, lost: u64) -> Stretch {
    Stretch {
        digest: file.digest,
        begins: file.label.begins,
        lasts: i64::from(file.lasts),
        picture: match (file.label.picture, file.label.unkept) {
            (Some(_), _) => Pictured::Kept,
            (None, true) => Pictured::Unkept,
            (None, false) => Pictured::None,
        },
        lost: lost as i64,
    }
}

/// Its days are over (PIPL 19).
pub async fn delete(app: &Shared, case: CaseId, recording: &str) -> anyhow::Result<()> {
    let recording = recording.parse()?;
    let known = app.store.load(case).await?.context("the case")?;
    // The mediator was there before.
    if known.recordings.get(recording as usize).is_some_and(|it| it.deleted) {
        return Ok(());
    }
    act(app, case, Command::DeleteRecording { recording }).await
}

/// The files of a recording the log has let go.
pub async fn erase(app: &Shared, case: CaseId, recording: &str) -> anyhow::Result<()> {
    let recording: u32 = recording.parse()?;
    let known = app.store.load(case).await?.context("the case")?;
    let it = known.recordings.get(recording as usize).context("the recording")?;
    anyhow::ensure!(it.deleted, "the log still has it");
    for file in it.kept.iter().flat_map(|(_, files)| files) {
        app.recordings.erase(file.digest)?;
    }
    app.store.forget_recording(case, recording).await?;
    Ok(())
}
