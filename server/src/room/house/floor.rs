//! How long each side has spoken: for the balance of the talks, and for nobody's eyes but those of whoever presides.

use super::super::engine::Engine;
use super::House;
use domain::actor::{Role, Side};
use domain::api::{Floor, RoomTell};
use domain::id::CaseId;
use domain::room::RoomName;
use std::time::{Duration, Instant};

/// Whoever presides learns of it no oftener.
const TOLD: Duration = Duration::from_secs(3);

/// Since the first came into the case's rooms.
#[derive(Clone, Copy, Default)]
pub struct Spoken {
    claimant: Duration,
    respondent: Duration,
    presiding: Duration,
}

impl Spoken {
    fn all(&self) -> Duration {
        self.claimant + self.respondent + self.presiding
    }

    fn of(&mut self, role: Role) -> Option<&mut Duration> {
        match role.side() {
            Some(Side::Claimant) => Some(&mut self.claimant),
            Some(Side::Respondent) => Some(&mut self.respondent),
            None if domain::room::presides(role) => Some(&mut self.presiding),
            None => None,
        }
    }

    pub fn told(&self) -> RoomTell {
        let seconds = |time: Duration| u32::try_from(time.as_secs()).unwrap_or(u32::MAX);
        RoomTell::Floor(Floor {
            claimant: seconds(self.claimant),
            respondent: seconds(self.respondent),
            presiding: seconds(self.presiding),
        })
    }
}

impl<E: Engine> House<E> {
    /// Whoever speaks now spoke for the `passed` time.
    pub(super) fn count_floor(&mut self, now: Instant, passed: Duration) {
        let mut due: Vec<(CaseId, RoomTell)> = Vec::new();
        for (case, seats) in &self.cases {
            let loud = seats
                .values()
                .filter(|seat| seat.room != RoomName::Lobby && seat.speaks(now).is_some());
            for seat in loud {
                let spoken = self.spoken.entry(*case).or_default();
                let before = spoken.all().as_secs() / TOLD.as_secs();
                if let Some(time) = spoken.of(seat.actor.role) {
                    *time += passed;
                }
                if spoken.all().as_secs() / TOLD.as_secs() > before {
                    due.push((*case, spoken.told()));
                }
            }
        }
        for (case, told) in due {
            let seats = self.cases.get(&case).into_iter().flat_map(|seats| seats.values());
            for host in seats.filter(|seat| seat.presides()) {
                host.say(told.clone());
            }
        }
    }
}
