//! Facts about the repository itself that reviews would otherwise have to watch for.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the server stands in the workspace")
}

/// Which workspace crates each may use, tests included. `domain` is the one thing all share; the
/// client and the server meet only on the wire.
const EDGES: &[(&str, &[&str])] = &[
    ("app", &["domain", "markup", "words"]),
    ("bench", &["documents", "domain", "pades", "server"]),
    ("documents", &["domain", "pades"]),
    ("domain", &["pades"]),
    ("markup", &[]),
    ("pades", &[]),
    ("server", &["documents", "domain", "pades"]),
    ("verify", &["documents", "domain", "pades"]),
    ("words", &["domain"]),
    ("xtask", &["domain", "words"]),
];

#[test]
fn crates_depend_only_where_the_design_says() {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("cargo metadata is JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    let members: BTreeSet<&str> = packages.iter().filter_map(|package| package["name"].as_str()).collect();
    let known: BTreeSet<&str> = EDGES.iter().map(|(name, _)| *name).collect();
    assert_eq!(
        members, known,
        "a new crate needs a place in design §2 and in this list"
    );
    for package in packages {
        let name = package["name"].as_str().expect("name");
        let allowed = EDGES
            .iter()
            .find(|(known, _)| *known == name)
            .expect("compared above")
            .1;
        for dependency in package["dependencies"].as_array().expect("dependencies") {
            let on = dependency["name"].as_str().expect("name");
            assert!(
                !members.contains(on) || allowed.contains(&on),
                "{name} must not depend on {on}"
            );
        }
    }
}

#[test]
fn every_migration_exists_for_both_databases() {
    let names = |database: &str| -> BTreeSet<String> {
        let folder = root().join("migrations").join(database);
        let entries = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        entries
            .map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned())
            .collect()
    };
    let sqlite = names("sqlite");
    assert!(!sqlite.is_empty());
    assert_eq!(sqlite, names("postgres"));
}

/// The parties' program leaves out how the commands of offices are written (`domain`, feature `party`).
#[test]
fn a_party_can_write_every_command_its_rules_know_and_no_other() {
    let read = |path: &str| std::fs::read_to_string(root().join(path)).expect("a source");
    let rules = read("domain/src/stage/mod.rs");
    // Those of the first program, and those that come with its later screens.
    let rules = rules.split_once("fn ruled(").expect("the rules of parties").1;
    let rules = rules.split_once("fn office(").expect("their end").0;
    // What the part fetched later writes itself is not in the first program (`domain::motion`).
    let mut lines = rules.lines();
    let mut first = String::new();
    while let Some(line) = lines.next() {
        if line.contains(r#"cfg(not(feature = "party"))"#) {
            lines.next();
        } else {
            first.push_str(line);
            first.push('\n');
        }
    }
    let rules = first;
    let commands = read("domain/src/command.rs");
    let commands = commands.split_once("pub enum Command {").expect("commands").1;
    let commands = commands.split_once("\n}\n").expect("their end").0;
    let mut left_out = false;
    let mut count = 0;
    for line in commands.lines() {
        if line.contains(r#"feature = "party", serde(skip)"#) {
            left_out = true;
        } else if let Some(name) = line
            .strip_prefix("    ")
            .filter(|line| line.starts_with(char::is_uppercase))
        {
            let name = name.split(['(', ' ', ',']).next().expect("a name");
            let known = rules.split(|c: char| !c.is_alphanumeric()).any(|word| word == name);
            assert_eq!(known, !left_out, "{name}");
            left_out = false;
            count += 1;
        }
    }
    assert!(count > 80, "{count}");
}

#[test]
fn unsafe_stands_only_where_the_socket_loop_needs_it() {
    let mut found = Vec::new();
    for folder in [
        "app/src",
        "bench/src",
        "documents/src",
        "domain/src",
        "pades/src",
        "server/src",
        "verify/src",
        "words/src",
        "xtask/src",
    ] {
        for file in sources(&root().join(folder)) {
            let text = std::fs::read_to_string(&file).expect("source is UTF-8");
            let says_unsafe = text.lines().any(|line| {
                let code = line.split("//").next().unwrap_or_default();
                // The keyword, not the word in a policy's text.
                ["{", "fn", "impl", "extern", "trait"]
                    .iter()
                    .any(|after| code.contains(&format!("unsafe {after}")))
                    || code.contains("(unsafe_code)")
            });
            if says_unsafe {
                found.push(
                    file.strip_prefix(root())
                        .expect("below the root")
                        .to_string_lossy()
                        .into_owned(),
                );
            }
        }
    }
    found.retain(|file| file != "server/src/room/udp.rs");
    assert_eq!(found, Vec::<String>::new());
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the crate has sources") {
        let path = entry.expect("readable").path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}
