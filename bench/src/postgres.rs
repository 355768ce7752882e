//! A throw-away PostgreSQL cluster on a Unix socket and a free port.

use anyhow::{Context, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Stopped and removed when dropped.
pub struct Cluster {
    folder: PathBuf,
    pub url: String,
}

impl Cluster {
    pub fn start() -> anyhow::Result<Self> {
        // A folder every user can reach: PostgreSQL refuses to run as root.
        let folder = std::env::temp_dir().join(format!("maplebridge-bench-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        if is_root() {
            run(Command::new("chown").arg("postgres").arg(&folder))?;
        }
        let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let url = format!("postgres://postgres@127.0.0.1:{port}/postgres");
        let cluster = Self { folder, url };
        let data = cluster.folder.join("data");
        run(own("initdb")
            .args(["-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync", "-D"])
            .arg(&data))?;
        let options = format!(
            "-p {port} -k {} -c listen_addresses=127.0.0.1",
            cluster.folder.display()
        );
        let log = cluster.folder.join("log");
        run(own("pg_ctl")
            .arg("-D")
            .arg(&data)
            .arg("-l")
            .arg(log)
            .args(["-w", "-o", &options, "start"]))?;
        Ok(cluster)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let _ = run(own("pg_ctl")
            .arg("-D")
            .arg(self.folder.join("data"))
            .args(["-m", "immediate", "-w", "stop"]));
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// One of PostgreSQL's programs, as a user it accepts.
fn own(program: &str) -> Command {
    let program = find(program);
    let mut command = if is_root() {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]).arg(program);
        command
    } else {
        Command::new(program)
    };
    command.current_dir("/");
    command
}

fn find(program: &str) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|file| file.is_file());
    found.unwrap_or_else(|| Path::new(program).to_path_buf())
}

fn is_root() -> bool {
    Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|output| output.stdout == b"0\n")
}

/// Runs quietly; an error carries what the program said. Output goes to files, not pipes: the
/// database inherits them and would hold a pipe open.
fn run(command: &mut Command) -> anyhow::Result<()> {
    let said = std::env::temp_dir().join(format!("maplebridge-bench-{}.out", std::process::id()));
    let file = std::fs::File::create(&said)?;
    command
        .stdin(std::process::Stdio::null())
        .stdout(file.try_clone()?)
        .stderr(file);
    let status = command
        .status()
        .with_context(|| format!("cannot start {:?}", command.get_program()))?;
    let words = std::fs::read_to_string(&said).unwrap_or_default();
    let _ = std::fs::remove_file(&said);
    if !status.success() {
        bail!("{command:?}: {}", words.trim());
    }
    Ok(())
}
