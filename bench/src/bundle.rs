//! Bytes on the wire from a party's link to the enforceable document: the client's files as brotli, and
//! each plain door. Of the packs of words, one for each language, a phone fetches its reader's: the
//! largest counts. Parts of the program that this path never opens are told beside it, not counted;
//! the browser test of both tracks fails when it fetches one.

use crate::Products;
use crate::report::{self, Goal, Measure};
use crate::server::Server;
use serde_json::{Value, json};
use std::path::Path;

/// Bytes: issue 2, "Must show".
const PARTY_BUDGET: f64 = 250_000.0;
const DOOR_BUDGET: f64 = 15_000.0;

/// Doors a person meets before the client; the receipt and status doors need a case.
const DOORS: [&str; 4] = ["/", "/code", "/status", "/i/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"];

pub async fn run(products: &Products) -> anyhow::Result<()> {
    let mut files = Vec::new();
    sizes(&products.site.join("app"), &mut files)?;
    files.sort();
    let is_words = |name: &str| name.starts_with("words-");
    // `party-HASH.wasm` is the program, `party-NAME-HASH.wasm` a part of it.
    let is_part = |name: &str| name.ends_with(".wasm") && name.matches('-').count() > 1;
    let program: u64 = files
        .iter()
        .filter(|(name, _)| !is_words(name) && !is_part(name))
        .map(|(_, size)| size)
        .sum();
    let words = files
        .iter()
        .filter(|(name, _)| is_words(name))
        .map(|(_, size)| size)
        .max();
    let total = program + words.copied().unwrap_or_default();
    let mut measures = vec![Measure {
        name: "party's path".into(),
        unit: "bytes",
        value: total as f64,
        reference: PARTY_BUDGET,
        goal: Goal::AtMost(1.0),
    }];
    let server = Server::start(products, None)?;
    let mut doors = Vec::new();
    for path in DOORS {
        let (status, size) = door(&server.origin, path).await?;
        doors.push(json!({ "path": path, "status": status, "bytes": size }));
        measures.push(Measure {
            name: format!("door {path}"),
            unit: "bytes",
            value: size as f64,
            reference: DOOR_BUDGET,
            goal: Goal::AtMost(1.0),
        });
    }
    let files: Vec<Value> = files
        .iter()
        .map(|(name, size)| json!({ "file": name, "bytes": size }))
        .collect();
    report::print(
        "bundle",
        &measures,
        json!({ "files": files, "doors": doors }),
        products.json,
    );
    Ok(())
}

/// Name and size of every file as sent: brotli where it exists.
fn sizes(folder: &Path, files: &mut Vec<(String, u64)>) -> anyhow::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            sizes(&path, files)?;
            continue;
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let brotli = path.with_file_name(format!("{name}.br"));
        if !name.ends_with(".br") {
            let sent = if brotli.is_file() { brotli } else { path };
            files.push((name, sent.metadata()?.len()));
        }
    }
    Ok(())
}

/// Status and uncompressed size of a door's page with the stylesheets it links; preloads of the
/// client are not the door's.
async fn door(origin: &str, path: &str) -> anyhow::Result<(u16, usize)> {
    let answer = reqwest::get(format!("{origin}{path}")).await?;
    let status = answer.status().as_u16();
    let page = answer.text().await?;
    let mut size = page.len();
    for tag in page
        .split('<')
        .filter(|tag| tag.starts_with("link") && tag.contains("rel=\"stylesheet\""))
    {
        let href = tag.split("href=\"").nth(1).and_then(|rest| rest.split('"').next());
        if let Some(href) = href.filter(|href| href.starts_with('/')) {
            size += reqwest::get(format!("{origin}{href}")).await?.bytes().await?.len();
        }
    }
    Ok((status, size))
}
