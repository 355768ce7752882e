//! What a viewer's network carries, as far as its own reports tell. Knows nothing better than to
//! step down when they complain, and to try more, ever more rarely, when they do not.

use std::time::{Duration, Instant};

/// Part of lost packets, before repair, that chance alone does not explain.
const HEAVY: f32 = 0.15;
/// After a step down, before more is tried.
const CALM: Duration = Duration::from_secs(4);
const LONGEST_CALM: Duration = Duration::from_secs(60);
/// A step that held so long was no mistake.
const HELD: Duration = Duration::from_secs(10);
/// Estimates below this part of what is sent mean that it does not get through.
const SHORT: f32 = 0.9;

#[derive(Default)]
pub struct Budget {
    /// Bits a second; `None` while nothing ever complained.
    cap: Option<u32>,
    changed: Option<Instant>,
    calm: Duration,
    /// The last step was up.
    trying: bool,
}

impl Budget {
    pub fn bits(&self) -> Option<u32> {
        self.cap
    }

    /// The viewer believes to be able to receive `estimate` (REMB) while `sent` goes out.
    pub fn estimated(&mut self, now: Instant, estimate: u32, sent: u32) {
        if (estimate as f32) < sent as f32 * SHORT {
            self.lower(now, estimate);
        } else if self.cap.is_some_and(|cap| estimate > cap) {
            self.cap = Some(estimate);
        }
    }

    /// Of what was `sent` this part did not arrive (receiver report).
    pub fn lost(&mut self, now: Instant, part: f32, sent: u32) {
        let lately = self.changed.is_some_and(|at| now - at < Duration::from_secs(1));
        if part > HEAVY && !lately {
            self.lower(now, (sent as f32 * (1.0 - part)) as u32);
        }
    }

    fn lower(&mut self, now: Instant, to: u32) {
        let held = self.changed.is_none_or(|at| now - at > HELD);
        self.calm = if self.trying && !held {
            (self.calm * 2).min(LONGEST_CALM)
        } else {
            CALM
        };
        self.trying = false;
        self.cap = Some(self.cap.map_or(to, |cap| cap.min(to)));
        self.changed = Some(now);
    }

    /// Tries a little more once it was calm for a while. `wanted` is what all wishes together take.
    pub fn grow(&mut self, now: Instant, wanted: u32) {
        let Some(cap) = self.cap else { return };
        if self.changed.is_some_and(|at| now - at < self.calm) {
            return;
        }
        let more = cap.saturating_add(cap / 3).saturating_add(20_000);
        // Enough for all: nothing to hold back any more.
        self.cap = (cap < wanted).then_some(more);
        self.trying = true;
        self.changed = Some(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn an_estimate_below_what_is_sent_lowers_and_one_above_raises() {
        let mut budget = Budget::default();
        let now = Instant::now();
        budget.estimated(now, 2_000_000, 1_000_000);
        assert_eq!(budget.bits(), None);
        budget.estimated(now, 500_000, 1_000_000);
        budget.estimated(now, 400_000, 500_000);
        assert_eq!(budget.bits(), Some(400_000));
        budget.estimated(now, 450_000, 400_000);
        assert_eq!(budget.bits(), Some(450_000));
    }

    #[test]
    fn loss_by_chance_changes_nothing_and_heavy_loss_once_a_second() {
        let mut budget = Budget::default();
        let now = Instant::now();
        budget.lost(now, 0.10, 1_000_000);
        assert_eq!(budget.bits(), None);
        budget.lost(now, 0.25, 1_000_000);
        budget.lost(now + SECOND / 2, 0.25, 1_000_000);
        assert_eq!(budget.bits(), Some(750_000));
    }

    #[test]
    fn more_is_tried_after_calm_and_ever_more_rarely_where_it_does_not_hold() {
        let mut budget = Budget::default();
        let mut now = Instant::now();
        budget.estimated(now, 300_000, 1_000_000);
        let mut pauses = Vec::new();
        for _ in 0..4 {
            let start = now;
            while budget.bits() == Some(300_000) {
                now += SECOND;
                budget.grow(now, 1_000_000);
            }
            pauses.push((now - start).as_secs());
            assert_eq!(budget.bits(), Some(420_000));
            now += SECOND;
            budget.estimated(now, 300_000, 400_000);
        }
        assert_eq!(pauses, [4, 8, 16, 32]);
        // Where it holds, it grows until nothing is held back.
        for _ in 0..400 {
            now += SECOND;
            budget.grow(now, 1_000_000);
        }
        assert_eq!(budget.bits(), None);
    }
}
