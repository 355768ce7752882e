//! The media server alone, without portal and log: what `cargo xtask bench media` measures. Lines
//! of JSON on standard input, `{"house": H, "seat": N, "ask": RoomAsk}`, are what the browser of
//! person N of case H says; each `{"house": H, "seat": N, "tell": RoomTell}` on standard output is
//! what it is told. Seat 0 is the mediator, seat 2 the respondent, all others are of the claimant's
//! side. The first argument is the IP address to serve media on, the
//! second, if any, the address and port to tell instead.

use domain::actor::{Actor, Assurance, Role};
use domain::api::{RoomAsk, RoomTell};
use domain::id::{CaseId, PersonId};
use server::room::{ConnId, Graces, Rooms, RoomsConfig, Visitor};
use server::trust::Key;
use std::collections::HashMap;
use std::io::Write;
use std::net::{IpAddr, SocketAddr};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::task::JoinHandle;

#[derive(serde::Deserialize)]
struct Line {
    house: u32,
    seat: u32,
    ask: RoomAsk,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_default_env())
        .with_writer(std::io::stderr)
        .init();
    let mut arguments = std::env::args().skip(1);
    let ip: IpAddr = arguments.next().as_deref().unwrap_or("127.0.0.1").parse()?;
    let config = RoomsConfig {
        bind: SocketAddr::new(ip, 0),
        advertise: arguments.next().map(|address| address.parse()).transpose()?,
        graces: Graces::default(),
        most_people: usize::MAX,
    };
    let (rooms, mut facts) = Rooms::start(config, Key::ephemeral(), None)?;
    // There is no log to write them to; kept, they would be taken for what the rooms need.
    tokio::spawn(async move { while facts.recv().await.is_some() {} });
    println!("ready {}", rooms.local_addr());
    let mut seats: HashMap<(u32, u32), (ConnId, JoinHandle<()>)> = HashMap::new();
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    while let Some(line) = lines.next_line().await? {
        let Line { house, seat, ask } = serde_json::from_str(&line)?;
        match ask {
            RoomAsk::Hello { audio, video, resume } => {
                let role = match seat {
                    0 => Role::Mediator,
                    2 => Role::Respondent,
                    _ => Role::Claimant,
                };
                let case = CaseId(uuid::Uuid::from_u128(house.into()));
                let person = PersonId(uuid::Uuid::from_u128(u128::from(seat) + 1));
                let visitor = Visitor {
                    case,
                    actor: Actor {
                        person,
                        role,
                        org: None,
                        assurance: Assurance::Phone,
                    },
                    name: seat.to_string(),
                    audio,
                    video,
                    resume,
                    unseated: Vec::new(),
                };
                let (conn, mut told) = rooms.arrive(rooms.wait(case, person), visitor);
                let telling = tokio::spawn(async move {
                    while let Some(tell) = told.recv().await {
                        say(house, seat, &tell);
                    }
                });
                if let Some((_, last)) = seats.insert((house, seat), (conn, telling)) {
                    // What is left of the last visit would stand among the words of this one.
                    last.abort();
                }
            }
            ask => {
                if let Some((conn, _)) = seats.get(&(house, seat)) {
                    rooms.ask(*conn, ask);
                }
            }
        }
    }
    Ok(())
}

fn say(house: u32, seat: u32, tell: &RoomTell) {
    let line = serde_json::json!({ "house": house, "seat": seat, "tell": tell });
    // The reader gone means that the measurement is over.
    let _ = writeln!(std::io::stdout(), "{line}");
}
