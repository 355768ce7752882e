//! Packets forwarded for each second of processor time: a room of ten on our media server and on
//! Janus, under the same load on the same machine, in turns. Each of ten publishes sound (50
//! packets a second) and picture (170) and hears the nine others: 180 flows, 19,800 packets a second.

pub mod janus;
mod load;
mod ours;
mod peer;
mod proxy;
pub mod recovery;
mod room;
pub mod soak;

use crate::report::{self, Goal, Measure};
use anyhow::Context;
use room::Taken;
use serde_json::{Value, json};
use std::net::{IpAddr, UdpSocket};
use std::path::PathBuf;
use std::time::{Duration, Instant};

#[derive(clap::Args)]
pub struct Options {
    /// The media server alone: the program `rooms` beside the portal
    #[arg(long)]
    rooms: PathBuf,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
    /// Seconds measured in each turn
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// Turns of each server
    #[arg(long, default_value_t = 2)]
    turns: u32,
    /// Leave the reference out, to look at our own figures alone
    #[arg(long)]
    alone: bool,
}

const PEOPLE: u32 = 10;
const SETTLE: Duration = Duration::from_secs(3);

pub async fn run(options: &Options) -> anyhow::Result<()> {
    let ip = address()?;
    let span = Duration::from_secs(options.seconds);
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..options.turns {
        let room = ours::open(&options.rooms, ip, PEOPLE, Instant::now()).await?;
        ours.push(room.measure(SETTLE, span).await?);
        drop(room);
        if !options.alone {
            let room = janus::open(ip, PEOPLE, Instant::now()).await?;
            theirs.push(room.measure(SETTLE, span).await?);
        }
    }
    let details = json!({
        "ours": ours.iter_mut().map(details).collect::<Vec<_>>(),
        "janus": theirs.iter_mut().map(details).collect::<Vec<_>>(),
        "flows": PEOPLE * (PEOPLE - 1) * 2,
        "seconds": options.seconds,
    });
    if options.alone {
        println!("{details:#}");
        return Ok(());
    }
    let flows = f64::from(PEOPLE * (PEOPLE - 1) * 2);
    let measures = [
        Measure {
            name: "packets/CPU-second".into(),
            unit: "packets",
            value: mean(&ours, Taken::rate),
            reference: mean(&theirs, Taken::rate),
            goal: Goal::AtLeast(3.0),
        },
        Measure {
            name: "packets delivered".into(),
            unit: "of those sent",
            value: mean(&ours, |taken| taken.heard.packets as f64),
            reference: mean(&ours, |taken| (taken.heard.packets + taken.heard.lost) as f64),
            goal: Goal::AtLeast(1.0),
        },
        Measure {
            name: "flows".into(),
            unit: "flows",
            value: mean(&ours, |taken| taken.heard.flows as f64),
            reference: flows,
            goal: Goal::AtLeast(1.0),
        },
        Measure {
            name: "memory".into(),
            unit: "MB",
            value: mean(&ours, |taken| taken.memory),
            reference: 60.0,
            goal: Goal::AtMost(1.0),
        },
    ];
    report::print("media", &measures, details, options.json);
    Ok(())
}

fn details(taken: &mut Taken) -> Value {
    json!({
        "packets_per_cpu_second": taken.rate().round(),
        "packets": taken.heard.packets,
        "lost": taken.heard.lost,
        "flows": taken.heard.flows,
        "user_seconds": taken.user,
        "system_seconds": taken.system,
        "memory_mb": taken.memory.round(),
        "delay_ms": { "p50": taken.delay(0.5), "p99": taken.delay(0.99) },
    })
}

fn mean(all: &[Taken], of: impl Fn(&Taken) -> f64) -> f64 {
    all.iter().map(of).sum::<f64>() / all.len() as f64
}

/// This machine's own address: Janus serves none of loopback. Packets to it never leave the kernel.
pub fn address() -> anyhow::Result<IpAddr> {
    let socket = UdpSocket::bind("0.0.0.0:0")?;
    // No packet goes out: the kernel only chooses the route.
    socket
        .connect("192.0.2.250:9")
        .context("this machine has no address but loopback, which Janus does not serve")?;
    Ok(socket.local_addr()?.ip())
}
