//! What `/metrics` tells of each room, under a running number that says nothing of its case.

use super::super::engine::Engine;
use super::House;
use super::counts::pictures;
use domain::id::CaseId;
use std::collections::HashMap;
use std::time::{Duration, Instant};

const WINDOW: Duration = Duration::from_secs(3);

/// Of one room, since it was last told.
#[derive(Clone, Copy, Default)]
pub struct Flow {
    pub forwarded: u64,
    /// Of payload.
    pub bytes: u64,
    /// The greatest part of its packets that any viewer said did not arrive.
    pub lost: f32,
    /// Seconds the last who came took until he heard the others.
    pub joined: Option<f64>,
}

/// Of all rooms.
pub struct Flows {
    rooms: HashMap<CaseId, (u32, Flow)>,
    numbered: u32,
    told: Instant,
}

impl Flows {
    pub fn new(now: Instant) -> Self {
        Self {
            rooms: HashMap::new(),
            numbered: 0,
            told: now,
        }
    }

    pub fn of(&mut self, case: CaseId) -> &mut Flow {
        let number = &mut self.numbered;
        let (_, flow) = self.rooms.entry(case).or_insert_with(|| {
            *number = number.wrapping_add(1);
            (*number, Flow::default())
        });
        flow
    }

    /// Nobody is there any more: whoever meets there next does so under another number.
    pub fn end(&mut self, case: CaseId) {
        self.rooms.remove(&case);
    }
}

impl<E: Engine> House<E> {
    pub(super) fn report_flows(&mut self, now: Instant) {
        let passed = now - self.flows.told;
        if passed < WINDOW {
            return;
        }
        self.flows.told = now;
        let seconds = passed.as_secs_f64();
        for (case, seats) in &self.cases {
            let flow = std::mem::take(self.flows.of(*case));
            let Some((number, _)) = self.flows.rooms.get(case) else {
                continue;
            };
            let room = number.to_string();
            let set = |name: &'static str, value: f64| metrics::gauge!(name, "room" => room.clone()).set(value);
            set("room_own_people", seats.len() as f64);
            set("room_own_packets_per_second", flow.forwarded as f64 / seconds);
            set("room_own_bits_per_second", flow.bytes as f64 * 8.0 / seconds);
            set("room_own_loss", f64::from(flow.lost));
            if let Some(joined) = flow.joined {
                set("room_own_join_seconds", joined);
            }
            for (size, count) in pictures(now, seats.values()) {
                metrics::gauge!("room_own_pictures", "room" => room.clone(), "size" => size).set(f64::from(count));
            }
        }
    }
}
