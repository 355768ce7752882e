//! 120 days of many cases over a mock clock: two scheduler processes on one database, killed and begun
//! again, one with its clock behind; people whose messages are lost or come twice.
//!
//! What must hold: everything due on a day happens once, after its day and before the next look is over;
//! nothing happens that no deadline asked for; the work that follows is queued once; and what is left at
//! the end is not due yet.
//!
//! `MAPLEBRIDGE_CASES=10000` is the whole measure, a hundred and twenty cases the everyday one.
//! `SIMULATION_SEED=n` repeats a run.

#[path = "../simulation/chance.rs"]
mod chance;
mod judge;
mod node;
mod people;
#[path = "../api/support/postgres.rs"]
mod postgres;

use chance::Chance;
use domain::id::CaseId;
use domain::moment::{DAY, HOUR, Timestamp, Zone};
use node::Node;
use people::{Life, Story};
use server::identity::orgs;
use server::store::Store;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

const DAYS: i64 = 120;
/// 2026-03-02 08:00 in China, a Monday.
const START: i64 = 1_772_409_600_000;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_deadline_fires_once_and_none_is_missed_on_sqlite() {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite://{}?mode=rwc", folder.path().join("maplebridge.db").display());
    simulate(folder, url).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_deadline_fires_once_and_none_is_missed_on_postgres() {
    let folder = tempfile::tempdir().expect("a folder");
    simulate(folder, postgres::database().await).await;
}

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

async fn simulate(folder: tempfile::TempDir, url: String) {
    let count = setting("MAPLEBRIDGE_CASES").unwrap_or(120);
    let seed = setting("SIMULATION_SEED").unwrap_or_else(|| uuid::Uuid::new_v4().as_u64_pair().0);
    println!("SIMULATION_SEED={seed} MAPLEBRIDGE_CASES={count}");
    let mut chance = Chance::new(seed);
    let store = Store::open(&url).await.expect("the database opens");
    orgs::seed(store.pool()).await.expect("the institutions");
    // What each case does on which day of the run.
    let mut agenda: BTreeMap<i64, Vec<(usize, Life)>> = BTreeMap::new();
    let mut stories: Vec<Story> = Vec::new();
    for n in 0..count {
        let story = Story::new(CaseId(chance.uuid()), n);
        let begins = i64::try_from(chance.below(50)).expect("days");
        for (offset, step) in story.agenda(&mut chance) {
            agenda.entry(begins + offset).or_default().push((stories.len(), step));
        }
        stories.push(story);
    }
    let clock = folder.path().join("clock");
    std::fs::write(&clock, START.to_string()).expect("it writes");
    // The second one's clock is three hours behind.
    let mut nodes = [Node::start(&url, &clock, 0), Node::start(&url, &clock, 3 * HOUR)];
    let mut killed = 0;
    for day in 0..DAYS {
        let morning = Timestamp(START + day * DAY);
        std::fs::write(&clock, morning.0.to_string()).expect("it writes");
        // Struck while the day's deadlines fire and while people act.
        if chance.below(3) == 0 {
            let node = usize::try_from(chance.below(2)).expect("0 or 1");
            tokio::time::sleep(Duration::from_millis(chance.below(30))).await;
            nodes[node].restart();
            killed += 1;
        }
        for (n, step) in agenda.remove(&day).unwrap_or_default() {
            stories[n].live(&store, step, morning, &mut chance).await;
        }
        fired(&store, morning).await;
    }
    assert!(killed > 10, "hardly any node was killed");
    drop(nodes);
    let end = Timestamp(START + (DAYS - 1) * DAY);
    let counted = judge::judge(&store, &stories, end).await;
    println!("{count} cases, {DAYS} days, {killed} kills: {counted:?}");
    assert!(counted.values().all(|count| *count > 0), "{counted:?}");
}

/// Waits until nothing is due any more; the clock stands meanwhile.
async fn fired(store: &Store, now: Timestamp) {
    let patience = Instant::now() + Duration::from_secs(60);
    while !store.overdue(now).await.expect("it reads").is_empty() {
        assert!(
            Instant::now() < patience,
            "what was due by {} does not happen",
            now.date(Zone::CHINA)
        );
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
