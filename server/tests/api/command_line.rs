//! `maplebridge` as its operator meets it.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

fn maplebridge(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_maplebridge"));
    command.args(arguments).env("RUST_LOG", "error");
    command
}

fn run(arguments: &[&str]) -> Output {
    maplebridge(arguments).output().expect("it runs")
}

#[track_caller]
fn said(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

/// A server that is killed when dropped; `lines` is what it said up to `ready`.
struct Serving(Child, Vec<String>);

impl Serving {
    fn start(arguments: &[&str]) -> Self {
        let mut all = vec!["serve", "--port", "0"];
        all.extend(arguments);
        let mut child = maplebridge(&all).stdout(Stdio::piped()).spawn().expect("it starts");
        let mut lines = Vec::new();
        for line in BufReader::new(child.stdout.take().expect("piped")).lines() {
            lines.push(line.expect("UTF-8"));
            if lines.last().is_some_and(|line| line.starts_with("ready ")) {
                break;
            }
        }
        Self(child, lines)
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn every_command_explains_itself_and_every_setting() {
    for command in [
        &["--help"][..],
        &["serve", "--help"],
        &["migrate", "--help"],
        &["backup", "--help"],
        &["restore", "--help"],
        &["rebuild", "--help"],
        &["witness", "--help"],
        &["openapi", "--help"],
        &["admin", "--help"],
        &["admin", "link", "--help"],
        &["admin", "accounts", "--help"],
        &["admin", "signing", "--help"],
        &["admin", "close", "--help"],
    ] {
        let help = said(&run(command));
        assert!(help.contains("Usage:"), "{command:?}");
        // Every flag stands beside, or above, words of its own.
        let lines: Vec<&str> = help.lines().collect();
        for (at, line) in lines
            .iter()
            .enumerate()
            .filter(|(_, line)| line.trim_start().starts_with("--"))
        {
            let beside = line.split("  ").filter(|part| !part.trim().is_empty()).count() > 1;
            let below = lines.get(at + 1).is_some_and(|next| next.starts_with("          "));
            assert!(beside || below, "{command:?}: {line}");
        }
    }
}

#[test]
fn nonsense_is_refused_at_start_with_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    for (arguments, sentence) in [
        (&["--origin", "tiaojie.example.cn"][..], "origin must look like"),
        (
            &["--database", "mysql://a:b@c/d"],
            "must begin with sqlite:// or postgres://",
        ),
        (&["--sms", "ftp://relay"], "http:// address"),
        (&["--sms-secret", "s"], "no gateway"),
        (
            &["--witness", "court@http://court:4100"],
            "a witness is name+id+key@http://host:port",
        ),
        (&["--port", "99999"], "99999"),
        (&["--listen", "nowhere"], "nowhere"),
        (&["--config", "/does/not/exist"], "cannot read /does/not/exist"),
    ] {
        let mut all = vec!["serve", "--port", "0", "--data", text(&data)];
        if arguments[0] == "--port" {
            all.truncate(1);
        }
        all.extend(arguments);
        let output = run(&all);
        let words = String::from_utf8_lossy(&output.stderr);
        assert!(
            !output.status.success() && words.contains(sentence),
            "{arguments:?}: {words}"
        );
        assert!(!words.contains("panicked") && !words.contains("a:b@"), "{words}");
    }
}

#[test]
fn an_empty_install_prints_a_link_for_its_first_administrator() {
    let folder = tempfile::tempdir().unwrap();
    let data = text(folder.path());
    let first = Serving::start(&["--data", data]);
    let link = |lines: &[String]| {
        let line = lines.iter().find_map(|line| line.strip_prefix("first administrator: "));
        line.expect("a link").to_owned()
    };
    // By name: a passkey cannot belong to an address of digits.
    assert!(link(&first.1).starts_with("http://localhost:"), "{:?}", first.1);
    drop(first);
    // Until someone has registered, each start makes another.
    let second = Serving::start(&["--data", data]);
    assert!(second.1.iter().any(|line| line.contains("/office/first/")));
    drop(second);
    let again = said(&run(&[
        "admin",
        "link",
        "--data",
        data,
        "--origin",
        "https://tiaojie.example.cn",
    ]));
    assert!(again.starts_with("https://tiaojie.example.cn/office/first/"), "{again}");
    let accounts = said(&run(&["admin", "accounts", "--data", data]));
    assert!(accounts.starts_with("admin\torg_admin\t系统管理员"), "{accounts}");
    assert!(!run(&["admin", "link", "nobody", "--data", data]).status.success());
    assert_eq!(
        said(&run(&["admin", "close", "admin", "--data", data])).trim(),
        "admin is closed"
    );
    assert!(said(&run(&["admin", "accounts", "--data", data])).contains("(closed)"));
}

#[test]
fn a_portal_moves_to_another_folder_by_backup_and_restore() {
    let folder = tempfile::tempdir().unwrap();
    let [old, new, copy] = ["old", "new", "copy"].map(|name| folder.path().join(name));
    said(&run(&["migrate", "--data", text(&old)]));
    said(&run(&["admin", "link", "--data", text(&old)]));
    let told = said(&run(&["backup", "--data", text(&old), "--to", text(&copy)]));
    assert!(told.contains("the keys are not"), "{told}");
    said(&run(&["restore", "--data", text(&new), "--from", text(&copy)]));
    assert!(said(&run(&["admin", "accounts", "--data", text(&new)])).contains("admin\t"));
    assert!(said(&run(&["rebuild", "--data", text(&new)])).contains("0 cases with 0 entries hold"));
    let twice = run(&["restore", "--data", text(&new), "--from", text(&copy)]);
    assert!(String::from_utf8_lossy(&twice.stderr).contains("not empty"));
}

#[test]
fn the_openapi_command_prints_the_checked_in_document() {
    let checked_in = include_str!("../../../docs/openapi.json");
    assert_eq!(said(&run(&["openapi"])), checked_in);
}

#[test]
fn the_signal_to_stop_ends_the_server_though_streams_are_open() {
    let folder = tempfile::tempdir().unwrap();
    let mut serving = Serving::start(&["--data", text(folder.path())]);
    let origin = serving
        .1
        .last()
        .unwrap()
        .strip_prefix("ready http://")
        .unwrap()
        .to_owned();
    // A client that never hangs up.
    let idle = std::net::TcpStream::connect(&origin).unwrap();
    let stopped = Command::new("kill").arg(serving.0.id().to_string()).status().unwrap();
    assert!(stopped.success());
    let start = std::time::Instant::now();
    let status = serving.0.wait().unwrap();
    assert!(status.success(), "{status}");
    assert!(start.elapsed() < std::time::Duration::from_secs(10));
    drop(idle);
}
