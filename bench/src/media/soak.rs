//! Hours in minutes: five houses of four native clients who come, go and are moved about. Memory
//! stays flat, nothing is logged as an error, and no packet reaches a wrong room.

mod guest;
mod standing;

use super::ours::{self, Chair};
use super::room;
use crate::report::{self, Goal, Measure};
use anyhow::{Context, ensure};
use domain::room::RoomName;
use guest::{Guest, Luck};
use serde_json::json;
use standing::Standing;
use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;
use tokio::time::sleep;

#[derive(clap::Args)]
pub struct Options {
    /// The media server alone: the program `rooms` beside the portal
    #[arg(long)]
    rooms: PathBuf,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
    #[arg(long, default_value_t = 20.0)]
    minutes: f64,
    /// Cases with a room each
    #[arg(long, default_value_t = 5)]
    houses: u32,
}

/// Mediator, claimant, respondent, and one more of the claimant's side.
const PEOPLE: u32 = 4;
const LOOK: Duration = Duration::from_secs(2);

pub async fn run(options: &Options) -> anyhow::Result<()> {
    let ip = IpAddr::V4(Ipv4Addr::LOCALHOST);
    let start = Instant::now();
    let chairs: Vec<Chair> = (0..options.houses)
        .flat_map(|house| (0..PEOPLE).map(move |seat| Chair { house, seat }))
        .collect();
    let mut server = ours::start(&options.rooms, ip, None, &chairs).await?;
    let end = start + Duration::from_secs_f64(options.minutes * 60.0);
    let mut houses = JoinSet::new();
    let mut tells = std::mem::take(&mut server.tells).into_iter();
    for house in 0..options.houses {
        let standing = Arc::new(Standing::new(house));
        let people = (0..PEOPLE).zip(tells.by_ref()).map(|(seat, told)| {
            let chair = Chair { house, seat };
            Guest::new(chair, ip, start, server.asks.clone(), told, standing.clone())
        });
        let people = people.collect();
        houses.spawn(live(people, standing, Luck::new(house), end));
    }
    let pid = server.child.id().context("the server has ended")?;
    let mut memory = Vec::new();
    let mut sums = standing::Sums::default();
    let mut moves = 0;
    loop {
        tokio::select! {
            done = houses.join_next() => {
                let Some(done) = done else { break };
                let (of_house, deeds) = done??;
                sums.add(&of_house);
                moves += deeds;
            }
            () = sleep(LOOK) => memory.push(room::memory(pid)?),
        }
    }
    ensure!(memory.len() >= 8, "too short to say anything of memory");
    let troubles = server.troubles();
    // The first quarter fills caches and pools.
    let quarter = memory.len() / 4;
    let mean = |part: &[f64]| part.iter().sum::<f64>() / part.len() as f64;
    let (early, late) = (
        mean(&memory[quarter..2 * quarter]),
        mean(&memory[memory.len() - quarter..]),
    );
    let none = |name: &str, unit, value: usize| Measure {
        name: name.into(),
        unit,
        value: value as f64,
        reference: 1.0,
        // Of whole numbers that is none.
        goal: Goal::AtMost(0.5),
    };
    let measures = [
        Measure {
            name: "memory, last quarter".into(),
            unit: "MB",
            value: late,
            reference: early,
            goal: Goal::AtMost(1.1),
        },
        none("packets to a wrong room", "packets", sums.astray),
        none("errors logged", "lines", troubles.len()),
    ];
    let details = json!({
        "minutes": options.minutes,
        "houses": options.houses,
        "deeds": moves,
        "packets_heard": sums.heard,
        "memory_mb": memory.iter().map(|mb| mb.round()).collect::<Vec<_>>(),
        "troubles": troubles.iter().take(20).collect::<Vec<_>>(),
    });
    report::print("soak", &measures, details, options.json);
    Ok(())
}

/// One house until `end`; at last all meet once more, and each hears each.
async fn live(
    mut people: Vec<Guest>,
    standing: Arc<Standing>,
    mut luck: Luck,
    end: Instant,
) -> anyhow::Result<(standing::Sums, u64)> {
    for guest in &mut people {
        guest.come().await?;
    }
    gather(&mut people).await?;
    let mut deeds = 0;
    while Instant::now() < end {
        sleep(Duration::from_millis(200 + luck.below(1_800))).await;
        deed(&mut people, &mut luck).await?;
        deeds += 1;
    }
    gather(&mut people).await?;
    for guest in &people {
        guest.is_heard_by_all().await?;
    }
    Ok((standing.sums(), deeds))
}

async fn deed(people: &mut [Guest], luck: &mut Luck) -> anyhow::Result<()> {
    let who = luck.below(u64::from(PEOPLE)) as usize;
    match luck.below(10) {
        0..3 => {
            let inside: Vec<usize> = (1..people.len())
                .filter(|other| !people[*other].is_in(RoomName::Lobby))
                .collect();
            people[who].go().await;
            if who == 0 {
                // Nobody is left alone with the others.
                for other in inside {
                    people[other].stands(RoomName::Lobby).await?;
                }
            }
            people[who].come().await?;
            if who != 0 {
                move_to(people, who, RoomName::Main).await?;
            }
        }
        3..6 => {
            let (room, side): (_, &[usize]) = match luck.below(2) {
                0 => (RoomName::CaucusClaimant, &[1, 3]),
                _ => (RoomName::CaucusRespondent, &[2]),
            };
            gather(people).await?;
            move_to(people, 0, room).await?;
            for guest in side {
                move_to(people, *guest, room).await?;
            }
        }
        6..8 => gather(people).await?,
        8 if who != 0 => move_to(people, who, RoomName::Lobby).await?,
        _ => people[who].turn_devices(luck.below(2) == 0, luck.below(2) == 0),
    }
    Ok(())
}

/// Everyone into the main room, the mediator last: a caucus ends without harm.
async fn gather(people: &mut [Guest]) -> anyhow::Result<()> {
    for who in (0..people.len()).rev() {
        move_to(people, who, RoomName::Main).await?;
        people[who].turn_devices(true, true);
    }
    Ok(())
}

async fn move_to(people: &mut [Guest], who: usize, room: RoomName) -> anyhow::Result<()> {
    let person = people[who].person();
    if people[who].is_in(room) {
        return Ok(());
    }
    people[who].leaves_its_place();
    people[0].ask(domain::api::RoomAsk::Move { person, room });
    people[who].stands(room).await
}
