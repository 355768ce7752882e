//! A server that lives only as long as one task.

use crate::build::Built;
use crate::shell::{command, target};
use anyhow::{Context, bail};
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Stdio};

/// A demo server on a free port with an empty data folder; both go when this is dropped.
pub struct Server {
    child: Child,
    data: PathBuf,
    pub origin: String,
}

impl Server {
    /// Waits for the server's `ready` line.
    pub fn start(built: &Built) -> anyhow::Result<Self> {
        let data = target().join(format!("temporary-{}", std::process::id()));
        let mut serve = command(&built.server);
        serve.args(["serve", "--demo", "--port", "0", "--data"]).arg(&data);
        serve.env("MAPLEBRIDGE_SITE", &built.site).stdout(Stdio::piped());
        let mut child = serve
            .spawn()
            .with_context(|| format!("cannot start {}", built.server.display()))?;
        let output = child.stdout.take().context("no output")?;
        let mut server = Self {
            child,
            data,
            origin: String::new(),
        };
        let mut lines = BufReader::new(output).lines();
        for line in lines.by_ref() {
            if let Some(origin) = line?.strip_prefix("ready ") {
                server.origin = origin.trim().to_owned();
                // Keeps the pipe drained, or the server would block once it is full.
                std::thread::spawn(move || lines.for_each(drop));
                return Ok(server);
            }
        }
        bail!("the server ended before it was ready: {}", server.child.wait()?)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already; there is nobody to tell.
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.data);
    }
}
