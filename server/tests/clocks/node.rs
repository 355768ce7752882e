//! A scheduler as a process of its own, to be killed: this very program, asked for one test.

use domain::moment::Timestamp;
use server::jobs::tick;
use server::store::Store;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

pub struct Node {
    child: Child,
    url: String,
    clock: PathBuf,
    behind: i64,
}

impl Node {
    pub fn start(url: &str, clock: &Path, behind: i64) -> Self {
        Self {
            child: spawn(url, clock, behind),
            url: url.to_owned(),
            clock: clock.to_owned(),
            behind,
        }
    }

    /// SIGKILL, then another takes its place.
    pub fn restart(&mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it ends");
        self.child = spawn(&self.url, &self.clock, self.behind);
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        // It may be gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn spawn(url: &str, clock: &Path, behind: i64) -> Child {
    Command::new(std::env::current_exe().expect("this program"))
        .args(["node::a_scheduler_of_its_own", "--exact", "--ignored", "--nocapture"])
        .env("NODE_DATABASE", url)
        .env("NODE_CLOCK", clock)
        .env("NODE_BEHIND", behind.to_string())
        .stdout(Stdio::null())
        .spawn()
        .expect("it starts")
}

/// No test: the process the simulation kills. Looks as often as it can at the clock it is given.
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
#[ignore = "started by the simulation"]
async fn a_scheduler_of_its_own() {
    let Ok(url) = std::env::var("NODE_DATABASE") else {
        return;
    };
    let clock = std::env::var("NODE_CLOCK").expect("a clock");
    let behind: i64 = std::env::var("NODE_BEHIND")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(0);
    let store = Store::open(&url).await.expect("the database opens");
    loop {
        // Read in the middle of a write it says nothing.
        let now = std::fs::read_to_string(&clock)
            .ok()
            .and_then(|text| text.parse::<i64>().ok());
        if let Some(now) = now.filter(|now| *now > 1_000_000_000_000) {
            tick::look(&store, Timestamp(now - behind)).await;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
