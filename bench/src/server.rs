//! The server under test: a demo server on a free port with an empty data folder.

use crate::Products;
use anyhow::{Context, bail};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// Ends with its data folder when dropped.
pub struct Server {
    child: Child,
    data: PathBuf,
    pub origin: String,
}

impl Server {
    /// Waits for the `ready` line. `database` is a URL; SQLite in the data folder without it.
    pub fn start(products: &Products, database: Option<&str>) -> anyhow::Result<Self> {
        let data = folder("server")?;
        let mut serve = Command::new(&products.server);
        // As behind a proxy: each client comes from an address of its own, as people do, and stays
        // within the limits of one.
        serve
            .args(["serve", "--demo", "--proxy", "127.0.0.1", "--port", "0", "--data"])
            .arg(&data);
        if let Some(database) = database {
            serve.args(["--database", database]);
        }
        serve
            .env("MAPLEBRIDGE_SITE", &products.site)
            .env("RUST_LOG", "warn,rtc_dtls=error")
            .stdout(Stdio::piped());
        let mut child = serve
            .spawn()
            .with_context(|| format!("cannot start {}", products.server.display()))?;
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

    pub fn data(&self) -> &Path {
        &self.data
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

/// A new empty folder beside the build products, so that it lies on a real disk: `/tmp` may be
/// memory, where nothing is durable.
pub fn folder(name: &str) -> anyhow::Result<PathBuf> {
    let program = std::env::current_exe()?;
    let beside = program.parent().context("the program stands in a folder")?;
    let folder = beside.join(format!("bench-{name}-{}", std::process::id()));
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}
