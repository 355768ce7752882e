//! One throw-away PostgreSQL cluster a test process, one database a test.

use sqlx::{AssertSqlSafe, Connection};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

struct Cluster {
    /// Watches its standard input: the cluster stops and is removed when this process is gone,
    /// however it ended.
    _watchdog: Child,
    port: u16,
}

static CLUSTER: OnceLock<Cluster> = OnceLock::new();
static DATABASES: AtomicU32 = AtomicU32::new(0);

/// Address of a new empty database.
pub async fn database() -> String {
    let cluster = tokio::task::spawn_blocking(|| CLUSTER.get_or_init(start))
        .await
        .expect("the cluster starts");
    let name = format!("test_{}", DATABASES.fetch_add(1, Ordering::Relaxed));
    let server = format!("postgres://postgres@127.0.0.1:{}", cluster.port);
    let mut connection = sqlx::PgConnection::connect(&format!("{server}/postgres"))
        .await
        .expect("the cluster answers");
    sqlx::query(AssertSqlSafe(format!("CREATE DATABASE {name}")))
        .execute(&mut connection)
        .await
        .expect("a database can be made");
    format!("{server}/{name}")
}

/// Durability is not what these tests ask of PostgreSQL: only our own process is ever killed.
fn start() -> Cluster {
    let folder = std::env::temp_dir().join(format!("maplebridge-test-{}", std::process::id()));
    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .expect("a free port")
        .port();
    let bin = programs();
    let script = format!(
        "set -e
         mkdir -p '{folder}' && cd '{folder}'
         '{bin}/initdb' -U postgres -A trust -E UTF8 --locale=C --no-sync -D data >initdb.log 2>&1
         '{bin}/pg_ctl' -D data -l postgres.log -w -o '-p {port} -k {folder} -c listen_addresses=127.0.0.1 \
             -c fsync=off -c max_connections=300' start >start.log 2>&1 </dev/null
         echo ready
         read gone || true
         '{bin}/pg_ctl' -D data -m immediate stop >stop.log 2>&1
         cd / && rm -rf '{folder}'",
        folder = folder.display(),
        bin = bin.display(),
    );
    // PostgreSQL refuses to run as root.
    let is_root = std::fs::metadata("/proc/self").is_ok_and(|meta| std::os::unix::fs::MetadataExt::uid(&meta) == 0);
    let mut shell = if is_root {
        let mut shell = Command::new("runuser");
        shell.args(["-u", "postgres", "--", "sh", "-c", &script]);
        shell
    } else {
        let mut shell = Command::new("sh");
        shell.args(["-c", &script]);
        shell
    };
    let mut watchdog = shell
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("a shell starts");
    let mut said = String::new();
    let output = watchdog.stdout.as_mut().expect("piped");
    std::io::BufRead::read_line(&mut std::io::BufReader::new(output), &mut said).expect("the shell speaks");
    assert_eq!(
        said.trim(),
        "ready",
        "PostgreSQL did not start: see {}",
        folder.display()
    );
    Cluster {
        _watchdog: watchdog,
        port,
    }
}

/// Debian keeps PostgreSQL's own programs off the path.
fn programs() -> PathBuf {
    let on_path = std::env::var_os("PATH").unwrap_or_default();
    let debian = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    std::env::split_paths(&on_path)
        .chain(debian.map(|version| version.path().join("bin")))
        .find(|folder| folder.join("initdb").is_file())
        .unwrap_or_else(|| panic!("PostgreSQL is not installed: {}", Path::new("initdb").display()))
}
