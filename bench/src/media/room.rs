//! A room of native clients on some media server, and what is measured of it.

use super::load::{Flows, Heard};
use super::peer::Peer;
use anyhow::Context;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;
use tokio::process::Child;
use tokio::time::sleep;

/// A media server's process, ended when dropped.
pub struct Program {
    pub child: Child,
    /// Its configuration, deleted with it.
    pub folder: Option<PathBuf>,
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.start_kill();
        if let Some(folder) = &self.folder {
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}

struct Person {
    publish: Arc<Peer>,
    subscribe: Arc<Peer>,
    flows: Arc<Mutex<Flows>>,
}

pub struct Room {
    program: Program,
    people: Vec<Person>,
}

/// What a server did in one span.
pub struct Taken {
    pub heard: Heard,
    pub user: f64,
    pub system: f64,
    /// Resident memory in MB at the end.
    pub memory: f64,
}

impl Taken {
    /// Packets that reached a listener for each second of the server's processor time.
    pub fn rate(&self) -> f64 {
        self.heard.packets as f64 / (self.user + self.system)
    }

    /// `part` of all packets took at most so many milliseconds.
    pub fn delay(&mut self, part: f64) -> f64 {
        self.heard.delays.sort_unstable();
        let at = (self.heard.delays.len().saturating_sub(1) as f64 * part) as usize;
        self.heard
            .delays
            .get(at)
            .map_or(0.0, |micros| f64::from(*micros) / 1000.0)
    }
}

impl Room {
    pub fn new(program: Program) -> Self {
        Self {
            program,
            people: Vec::new(),
        }
    }

    pub fn add(&mut self, publish: Arc<Peer>, subscribe: Arc<Peer>, flows: Arc<Mutex<Flows>>) {
        self.people.push(Person {
            publish,
            subscribe,
            flows,
        });
    }

    pub async fn connected(&self) -> anyhow::Result<()> {
        for person in &self.people {
            person.publish.connected().await?;
            person.subscribe.connected().await?;
        }
        Ok(())
    }

    pub fn speak(&self) {
        for person in &self.people {
            person.publish.speak();
        }
    }

    /// Each person's ears.
    pub fn flows(&self) -> impl Iterator<Item = MutexGuard<'_, Flows>> {
        self.people
            .iter()
            .map(|person| person.flows.lock().expect("no task panics"))
    }

    /// Everyone speaks; after `settle`, measures for `span`.
    pub async fn measure(&self, settle: Duration, span: Duration) -> anyhow::Result<Taken> {
        self.speak();
        sleep(settle).await;
        let pid = self.program.child.id().context("the server has ended")?;
        let (user, system) = processor_time(pid)?;
        self.flows().for_each(|mut flows| flows.clear());
        sleep(span).await;
        let (user_after, system_after) = processor_time(pid)?;
        let mut heard = Heard::default();
        self.flows().for_each(|flows| flows.add_to(&mut heard));
        Ok(Taken {
            heard,
            user: user_after - user,
            system: system_after - system,
            memory: memory(pid)?,
        })
    }
}

/// Seconds in user and kernel mode so far (`proc(5)`, ticks of 10 ms).
fn processor_time(pid: u32) -> anyhow::Result<(f64, f64)> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat"))?;
    // The name in parentheses may hold spaces.
    let (_, after) = stat.rsplit_once(')').context("an unknown form of /proc/PID/stat")?;
    let field = |number: usize| -> anyhow::Result<f64> {
        let text = after
            .split_whitespace()
            .nth(number - 3)
            .context("a short /proc/PID/stat")?;
        Ok(text.parse::<f64>()? / 100.0)
    };
    Ok((field(14)?, field(15)?))
}

/// Resident memory in MB.
pub fn memory(pid: u32) -> anyhow::Result<f64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line
        .and_then(|line| line.split_whitespace().next())
        .context("no VmRSS")?;
    Ok(kilobytes.parse::<f64>()? / 1024.0)
}
