//! The real server killed at random moments under a bad network.
//!
//! What must hold: no command that was acknowledged is lost, none is carried out twice, none that
//! was refused leaves a trace, every chain and the tree verify, and documents and seals that were
//! due come after the restart.
//!
//! What is not a failure: a client that has to send again; a command whose reply was lost and which
//! was, or was not, carried out before it was sent again.
//!
//! `SIMULATION_SEED=n` repeats a run's operations and moments.

mod chance;
mod people;
#[path = "../api/support/postgres.rs"]
mod postgres;
mod process;
mod writer;

use chance::Chance;
use domain::id::{CaseId, CommandId};
use people::{People, act, awaited, digest_of, sign};
use process::Server;
use serde_json::json;
use server::store::Store;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use writer::{Op, Writer};

const WRITERS: usize = 4;
const OPS: usize = 300;
const KILLS: u64 = 4;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acknowledged_is_lost_on_sqlite() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("maplebridge.db");
    simulate(folder, None, format!("sqlite://{}", file.display())).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acknowledged_is_lost_on_postgres() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = postgres::database().await;
    simulate(folder, Some(database.clone()), database).await;
}

async fn simulate(folder: tempfile::TempDir, database: Option<String>, url: String) {
    let seed = std::env::var("SIMULATION_SEED")
        .ok()
        .and_then(|seed| seed.parse().ok())
        .unwrap_or_else(|| uuid::Uuid::new_v4().as_u64_pair().0);
    println!("SIMULATION_SEED={seed}");
    let mut chance = Chance::new(seed);
    let mut server = Server::start(folder.path().to_owned(), database);
    let origin = server.origin();
    let people = People::enter(&origin).await;

    // Two writers share a case, so they also meet on one head.
    let mut cases = Vec::new();
    for _ in 0..WRITERS / 2 {
        cases.push(people.mediating(&origin, &mut chance).await);
    }
    let mut writers = tokio::task::JoinSet::new();
    for n in 0..WRITERS {
        let their = People::enter(&origin).await;
        let writer = Writer {
            mediator: their.mediator,
            worker: their.worker,
            case: cases[n % cases.len()].clone(),
            chance: Chance::new(chance.next()),
            promised: Vec::new(),
            refused: Vec::new(),
        };
        let ops = Op::list(&mut chance, OPS);
        writers.spawn(writer.perform(ops));
    }
    let mut done: Vec<Writer> = Vec::new();
    let mut struck = 0;
    for _ in 0..KILLS {
        let moment = tokio::time::sleep(Duration::from_millis(100 + chance.below(700)));
        tokio::pin!(moment);
        loop {
            tokio::select! {
                () = &mut moment => break,
                Some(writer) = writers.join_next() => done.push(writer.expect("the writer's promises hold")),
            }
        }
        struck += usize::from(!writers.is_empty());
        tokio::task::block_in_place(|| server.restart());
    }
    assert!(struck > 0, "every writer was done before the first kill");
    while let Some(writer) = writers.join_next().await {
        done.push(writer.expect("the writer's promises hold"));
    }

    settled_and_signed(&mut server, &people, &mut chance).await;
    integrated(&people).await;
    server.kill();
    judge(&url, &done).await;
}

/// Terms are agreed and signed with a kill right after each answer that makes work.
async fn settled_and_signed(server: &mut Server, people: &People, chance: &mut Chance) {
    let case = seated(people).await;
    let mut draft: Vec<serde_json::Value> = Vec::new();
    for event in people::events(&people.mediator, &case).await {
        if let Some(written) = event.get("clause_written") {
            draft.push(written["clause"].clone());
        }
    }
    for clause in &draft {
        let typed: domain::terms::Clause = serde_json::from_value(clause.clone()).expect("a clause");
        let mark = json!({ "clause": clause["id"], "digest": typed.digest(), "agreed": true });
        for party in [&people.worker, &people.employer] {
            let submission = json!({ "id": chance.uuid(), "command": { "mark_clause": mark } });
            let path = format!("/api/v1/cases/{case}/commands");
            // The demo's worker has agreed to one of them already.
            let (status, answer) = party.insists(reqwest::Method::POST, &path, &submission).await;
            assert!(status == 200 || answer["code"] == "already_done", "{answer}");
        }
    }
    let terms = digest_of(&draft);
    act(
        &people.mediator,
        &case,
        chance,
        json!({ "agree_terms": { "terms": terms } }),
    )
    .await;
    tokio::task::block_in_place(|| server.restart());
    awaited(&people.worker, &case, "agreement_presented").await;
    sign(&people.worker, &case, "13800000001", chance).await;
    sign(&people.employer, &case, "13800000002", chance).await;
    sign(&people.mediator, &case, "13800000003", chance).await;
    tokio::task::block_in_place(|| server.restart());
    awaited(&people.worker, &case, "agreement_effective").await;
}

/// The demo's first case has both people of the demo in their seats, mediating.
async fn seated(people: &People) -> String {
    let mine = people.employer.get("/api/v1/cases").await;
    let line = mine
        .as_array()
        .and_then(|lines| lines.iter().find(|line| line["stage"] == "mediating"));
    line.expect("the demo has a case in mediation")["id"]
        .as_str()
        .expect("an id")
        .to_owned()
}

/// Waits until the tree covers every entry.
async fn integrated(people: &People) {
    let deadline = std::time::Instant::now() + Duration::from_secs(30);
    while people.worker.metric("log_entries_waiting").await != Some(0.0) {
        assert!(std::time::Instant::now() < deadline, "entries are left out of the tree");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// Reads the dead server's database and holds it against what was promised.
async fn judge(url: &str, writers: &[Writer]) {
    let store = Store::open(url).await.expect("the database opens");
    let checked = store.check().await.expect("chains and tree hold");
    assert_eq!(checked.waiting, 0, "entries are left out of the tree");
    for writer in writers {
        let case: CaseId = writer.case.parse().expect("an id");
        let entries = store.entries(case, 0).await.expect("the log reads");
        let mut by_command: BTreeMap<CommandId, Vec<u64>> = BTreeMap::new();
        for entry in &entries {
            let header = entry.header().expect("canonical");
            by_command.entry(header.command).or_default().push(header.seq);
        }
        assert!(writer.promised.len() >= OPS / 2);
        for promise in &writer.promised {
            let id: CommandId = promise.id.parse().expect("an id");
            let kept = by_command
                .get(&id)
                .unwrap_or_else(|| panic!("{id} was acknowledged and is lost"));
            assert_eq!(
                kept.as_slice(),
                [promise.seq],
                "{id} was carried out more than once or elsewhere"
            );
            assert_eq!(
                promise.entries,
                json!([entries[promise.seq as usize - 1]]),
                "{id} was told otherwise"
            );
        }
        let refused: BTreeSet<&String> = writer.refused.iter().collect();
        assert!(
            by_command.keys().all(|id| !refused.contains(&id.to_string())),
            "a refused command is in the log"
        );
    }
}
