//! How soon sound and picture are back by themselves after the network failed, and what of them
//! survives a bad one: three native clients on our media server behind [`Proxy`], and two browsers.

use super::ours;
use super::proxy::{Proxy, Weather};
use super::room::Room;
use crate::Products;
use crate::browsers::browse;
use crate::report::{self, Goal, Measure};
use crate::server::{self, Server};
use serde_json::json;
use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::time::{Duration, Instant};
use tokio::time::sleep;

#[derive(clap::Args)]
pub struct Options {
    /// The media server alone: the program `rooms` beside the portal
    #[arg(long)]
    rooms: PathBuf,
    #[command(flatten)]
    products: Products,
}

/// What two browsers saw of one picture in three sizes (`e2e/bench/loss.spec.ts`).
#[derive(serde::Deserialize, serde::Serialize)]
struct Seen {
    clean: Span,
    steady: Span,
    lossy: Span,
    /// Part of the sound that was made up, in per cent.
    concealed: f64,
}

#[derive(serde::Deserialize, serde::Serialize)]
struct Span {
    /// Milliseconds until each wish was fulfilled; `None` for never.
    #[serde(default)]
    switches: Option<Vec<Option<f64>>>,
    /// Part of the time, in per cent.
    frozen: f64,
    /// Pictures a second.
    rate: f64,
    keys: u32,
    packets: std::collections::BTreeMap<String, u32>,
}

impl Span {
    /// Milliseconds; a switch that never came counts as endless.
    fn slowest(&self) -> f64 {
        let times = self.switches.iter().flatten();
        times
            .map(|time| time.unwrap_or(f64::INFINITY))
            .fold(0.0, f64::max)
            .round()
    }
}

const PEOPLE: u32 = 3;
const STREAMS: usize = (PEOPLE * (PEOPLE - 1) * 2) as usize;
const REBINDS: usize = 8;
const DARK: Duration = Duration::from_secs(8);
const PATIENCE: Duration = Duration::from_secs(12);
const BAD: Weather = Weather {
    loss: 0.05,
    delay: Duration::from_millis(30),
};
const BAD_FOR: Duration = Duration::from_secs(20);
/// A listener's buffer of sound; what comes later is heard as a gap.
const SOUND_LIMIT: Duration = Duration::from_millis(200);
/// A picture later than this is seen as a stop.
const PICTURE_LIMIT: Duration = Duration::from_millis(400);

pub async fn run(options: &Options) -> anyhow::Result<()> {
    let ip = IpAddr::V4(Ipv4Addr::LOCALHOST);
    let proxy = Proxy::open(ip).await?;
    let room = ours::open_behind(Some(&proxy), &options.rooms, ip, PEOPLE, Instant::now()).await?;
    room.speak();
    sleep(Duration::from_secs(3)).await;

    let mut rebinds = Vec::new();
    for _ in 0..REBINDS {
        proxy.rebind();
        rebinds.extend(back(&room, Instant::now()).await);
        sleep(Duration::from_millis(2_500)).await;
    }
    proxy.darken(DARK);
    let end = Instant::now() + DARK;
    sleep(DARK).await;
    let blackout = back(&room, end).await;
    sleep(Duration::from_secs(2)).await;

    proxy.set(BAD);
    sleep(Duration::from_secs(1)).await;
    room.flows().for_each(|mut flows| flows.clear());
    sleep(BAD_FOR).await;
    let part_late = |video, limit| {
        let sums = room.flows().map(|flows| flows.kept(video, limit));
        let (_, timely, all) = sums.fold((0, 0, 0), |a, b| (a.0 + b.0, a.1 + b.1, a.2 + b.2));
        100.0 * (1.0 - timely as f64 / all as f64)
    };
    let (sound, picture) = (part_late(false, SOUND_LIMIT), part_late(true, PICTURE_LIMIT));

    drop(room);
    let seen = look(&options.products).await?;
    let mut restarts = restart(&options.products).await?;

    let at_most = |name: &str, unit, value, reference| Measure {
        name: name.into(),
        unit,
        value,
        reference,
        goal: Goal::AtMost(1.0),
    };
    let measures = [
        at_most(
            "NAT rebind, 95th percentile",
            "ms",
            part(&mut rebinds.clone(), 0.95),
            2_500.0,
        ),
        at_most("8 s blackout, worst", "ms", part(&mut blackout.clone(), 1.0), 1_000.0),
        at_most("server restart, worst", "ms", part(&mut restarts, 1.0), 5_000.0),
        at_most("5 % loss: sound missed", "%", sound, 5.0),
        at_most("5 % loss: picture missed", "%", picture, 2.0),
        at_most("5 % loss: frozen", "%", seen.steady.frozen, 2.0),
        at_most("5 % loss, ten switches: frozen", "%", seen.lossy.frozen, 2.0),
        at_most("5 % loss: slowest switch", "ms", seen.lossy.slowest(), 450.0),
        at_most("no loss: slowest switch", "ms", seen.clean.slowest(), 350.0),
        at_most("5 % loss: sound made up", "%", seen.concealed, 5.0),
    ];
    let details = json!({
        "rebind_ms": { "p50": part(&mut rebinds, 0.5), "max": part(&mut rebinds, 1.0), "streams": rebinds.len() },
        "blackout_ms": blackout,
        "restarts_ms": restarts,
        "browsers": seen,
        "loss": { "each_way": BAD.loss, "round_trip_ms": 2 * BAD.delay.as_millis() as u64 },
    });
    report::print("recovery", &measures, details, options.products.json);
    Ok(())
}

/// Two Chromium, in the product's own screens.
async fn look(products: &Products) -> anyhow::Result<Seen> {
    let server = Server::start(products, None)?;
    let folder = server::folder("loss")?;
    let out = folder.join("seen.json");
    browse(
        "loss.spec.ts",
        &[
            ("MAPLEBRIDGE_ORIGIN", server.origin.as_ref()),
            ("LOSS_TIMES", out.as_os_str()),
        ],
    )
    .await?;
    let seen = serde_json::from_slice(&std::fs::read(&out)?)?;
    std::fs::remove_dir_all(folder)?;
    Ok(seen)
}

/// Milliseconds from the killing of the server, with three Chromium in its room, until each sees
/// both others again; its own start is part of it.
async fn restart(products: &Products) -> anyhow::Result<Vec<f64>> {
    let folder = server::folder("restart")?;
    let out = folder.join("times.json");
    let variables = [
        ("MAPLEBRIDGE_PROGRAM", products.server.as_os_str()),
        ("MAPLEBRIDGE_SITE", products.site.as_os_str()),
        ("RESTART_TIMES", out.as_os_str()),
    ];
    browse("restart.spec.ts", &variables).await?;
    let times = serde_json::from_slice(&std::fs::read(&out)?)?;
    std::fs::remove_dir_all(folder)?;
    Ok(times)
}

/// Milliseconds from `moment` until each stream is there again; [`PATIENCE`] for one that is not.
async fn back(room: &Room, moment: Instant) -> Vec<f64> {
    room.flows().for_each(|mut flows| flows.look_for(moment));
    loop {
        sleep(Duration::from_millis(20)).await;
        let mut times: Vec<f64> = Vec::new();
        for flows in room.flows() {
            times.extend(flows.back().map(|time| time.as_secs_f64() * 1000.0));
        }
        if times.len() >= STREAMS || moment.elapsed() > PATIENCE {
            times.resize(STREAMS, PATIENCE.as_secs_f64() * 1000.0);
            return times;
        }
    }
}

fn part(times: &mut [f64], part: f64) -> f64 {
    times.sort_by(f64::total_cmp);
    times[((times.len() - 1) as f64 * part).round() as usize].round()
}
