//! Who surely stands where, as the server told, and what reached anybody since.

use domain::room::RoomName;
use std::sync::{Mutex, MutexGuard};
use std::time::Instant;

const SEATS: usize = 4;
/// Seats of one house in the numbers of speakers.
pub const STRIDE: u32 = 16;

pub struct Standing {
    house: u32,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// `None` while somebody is on the way.
    places: [Option<RoomName>; SEATS],
    /// Since when two are surely apart: nothing said later may pass between them.
    apart: [[Option<Instant>; SEATS]; SEATS],
    /// When each last heard each.
    heard_at: [[Option<Instant>; SEATS]; SEATS],
    sums: Sums,
}

#[derive(Clone, Default)]
pub struct Sums {
    pub heard: usize,
    pub astray: usize,
}

impl Sums {
    pub fn add(&mut self, other: &Self) {
        self.heard += other.heard;
        self.astray += other.astray;
    }
}

impl Standing {
    pub fn new(house: u32) -> Self {
        Self {
            house,
            state: Mutex::default(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no task panics")
    }

    /// From now on it is not known where `seat` is.
    pub fn unsure(&self, seat: usize) {
        let mut state = self.state();
        state.places[seat] = None;
        for other in 0..SEATS {
            state.apart[seat][other] = None;
            state.apart[other][seat] = None;
        }
    }

    pub fn stands(&self, seat: usize, room: RoomName) {
        let now = Instant::now();
        let mut state = self.state();
        state.places[seat] = Some(room);
        for other in (0..SEATS).filter(|other| *other != seat) {
            let Some(place) = state.places[other] else { continue };
            let since = (place != room || room == RoomName::Lobby).then_some(now);
            for (a, b) in [(seat, other), (other, seat)] {
                let before = state.apart[a][b];
                state.apart[a][b] = since.map(|now| before.unwrap_or(now));
            }
        }
    }

    pub fn place(&self, seat: usize) -> Option<RoomName> {
        self.state().places[seat]
    }

    /// A packet of speaker `number`, sent at `sent`, reached `listener`.
    pub fn hear(&self, listener: usize, number: u32, sent: Instant) {
        let speaker = (number % STRIDE) as usize;
        let mut state = self.state();
        state.sums.heard += 1;
        let stranger = number / STRIDE != self.house || speaker >= SEATS;
        if stranger || state.apart[listener][speaker].is_some_and(|since| sent >= since) {
            state.sums.astray += 1;
        } else {
            state.heard_at[listener][speaker] = Some(Instant::now());
        }
    }

    /// Has everyone else heard `speaker` after `moment`?
    pub fn all_heard(&self, speaker: usize, moment: Instant) -> bool {
        let state = self.state();
        (0..SEATS)
            .filter(|other| *other != speaker)
            .all(|other| state.heard_at[other][speaker].is_some_and(|at| at > moment))
    }

    pub fn sums(&self) -> Sums {
        self.state().sums.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_said_after_a_parting_is_astray_and_nothing_else() {
        let standing = Standing::new(1);
        let speaker = STRIDE + 2;
        let said = |sent| {
            standing.hear(1, speaker, sent);
            standing.sums().astray
        };
        standing.stands(1, RoomName::Main);
        standing.stands(2, RoomName::Main);
        let before = Instant::now();
        assert_eq!(said(before), 0);
        standing.stands(1, RoomName::CaucusClaimant);
        assert_eq!(said(before), 0, "on the way when they parted");
        assert_eq!(said(Instant::now()), 1);
        // Nobody knows while one is being moved.
        standing.unsure(1);
        assert_eq!(said(Instant::now()), 1);
        // Waiting together is being apart.
        standing.stands(1, RoomName::Lobby);
        standing.stands(2, RoomName::Lobby);
        assert_eq!(said(Instant::now()), 2);
        standing.hear(1, 2 * STRIDE + 2, Instant::now());
        assert_eq!(standing.sums().astray, 3, "of another house");
    }
}
