//! From the press of a button to the first frame of somebody else: the third participant in
//! Chromium, thirty joins in three rounds, in the product's own screens and on the least page for Janus.

use crate::Products;
use crate::browsers::browse;
use crate::media::{address, janus};
use crate::report::{self, Goal, Measure};
use crate::server::{self, Server};
use serde_json::json;

/// Milliseconds of each join.
#[derive(serde::Deserialize)]
struct Times {
    ours: Ours,
    janus: Vec<f64>,
}

/// To the first frame, from the press of “enter”, and from the mediator's “let in”: a program that
/// lets everyone in at once stands in for the mediator.
#[derive(serde::Deserialize)]
struct Ours {
    pressed: Vec<f64>,
    admitted: Vec<f64>,
}

pub async fn run(products: &Products) -> anyhow::Result<()> {
    let server = Server::start(products, None)?;
    let (janus, port) = janus::start(address()?).await?;
    let folder = server::folder("join")?;
    let out = folder.join("times.json");
    let line = format!("ws://127.0.0.1:{port}");
    let variables = [
        ("MAPLEBRIDGE_ORIGIN", server.origin.as_ref()),
        ("JANUS_LINE", line.as_ref()),
        ("JOIN_TIMES", out.as_os_str()),
    ];
    browse("join.spec.ts", &variables).await?;
    let times: Times = serde_json::from_slice(&std::fs::read(&out)?)?;
    drop(janus);
    std::fs::remove_dir_all(folder)?;

    let (mut ours, mut theirs) = (times.ours.pressed.clone(), times.janus.clone());
    let measures = [
        Measure {
            name: "first frame, median".into(),
            unit: "ms",
            value: part(&mut ours, 0.5),
            reference: part(&mut theirs, 0.5),
            goal: Goal::AtMost(0.8),
        },
        Measure {
            name: "first frame, worst".into(),
            unit: "ms",
            value: part(&mut ours, 1.0),
            reference: 400.0,
            goal: Goal::AtMost(1.0),
        },
    ];
    let details = json!({
        "ours_ms": times.ours.pressed,
        "ours_from_admission_ms": times.ours.admitted,
        "janus_ms": times.janus,
    });
    report::print("join", &measures, details, products.json);
    Ok(())
}

fn part(times: &mut [f64], part: f64) -> f64 {
    times.sort_by(f64::total_cmp);
    let last = times.len().saturating_sub(1) as f64;
    times
        .get((last * part).round() as usize)
        .map_or(f64::INFINITY, |time| time.round())
}
