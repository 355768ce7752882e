//! What a viewer's network carries, as far as its own reports tell. Knows nothing better than to
//! step down when they complain, and to try one step more, ever more rarely, when they do not.

use std::time::{Duration, Instant};

/// Part of lost packets, before repair, that chance alone does not explain.
const HEAVY: f32 = 0.15;
/// An estimate falls only when packets queue up; this much is rounding.
const FALL: f32 = 0.97;
/// After a step down, before more is tried.
const CALM: Duration = Duration::from_secs(3);
const LONGEST_CALM: Duration = Duration::from_secs(30);
/// A step that held so long was no mistake.
const HELD: Duration = Duration::from_secs(10);
/// So many falls in a row are no mood of a busy device.
const EARNEST: u32 = 3;

#[derive(Default)]
pub struct Budget {
    /// Bits a second; `None` while nothing ever complained.
    cap: Option<u32>,
    estimate: Option<u32>,
    falls: u32,
    changed: Option<Instant>,
    calm: Duration,
    /// The last step was up.
    trying: bool,
}

impl Budget {
    pub fn bits(&self) -> Option<u32> {
        self.cap
    }

    /// The viewer believes to be able to receive `estimate` (REMB), which it cannot know to be more
    /// than half as much again as it gets: so only a fall is a complaint. Delay alone takes the last
    /// picture, with which everything is `least`, only if it persists.
    pub fn estimated(&mut self, now: Instant, estimate: u32, least: u32) {
        let before = self.estimate.replace(estimate);
        if before.is_some_and(|before| (estimate as f32) < before as f32 * FALL) {
            self.falls += 1;
            let floor = if self.falls < EARNEST { least } else { 0 };
            self.lower(now, estimate.max(floor));
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
            self.calm.max(CALM)
        };
        self.trying = false;
        self.cap = Some(self.cap.map_or(to, |cap| cap.min(to)));
        self.changed = Some(now);
    }

    /// After a calm while tries what takes `next` bits a second; `None`: nothing is held back.
    pub fn grow(&mut self, now: Instant, next: Option<u32>) {
        let Some(cap) = self.cap else { return };
        let Some(since) = self.changed.map(|at| now - at) else {
            return;
        };
        if since < self.calm {
            return;
        }
        if self.trying && since > HELD {
            self.calm = CALM;
        }
        // Rates vary from second to second.
        self.cap = next.map(|next| cap.max(next.saturating_add(next / 8)));
        self.falls = 0;
        self.trying = true;
        self.changed = Some(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn an_estimate_lowers_when_it_falls_and_raises_what_it_lowered() {
        let mut budget = Budget::default();
        let now = Instant::now();
        budget.estimated(now, 300_000, 0);
        budget.estimated(now, 2_000_000, 0);
        budget.estimated(now, 1_980_000, 0);
        assert_eq!(budget.bits(), None);
        budget.estimated(now, 500_000, 0);
        budget.estimated(now, 400_000, 0);
        assert_eq!(budget.bits(), Some(400_000));
        budget.estimated(now, 450_000, 0);
        assert_eq!(budget.bits(), Some(450_000));
    }

    #[test]
    fn delay_takes_the_last_picture_only_if_it_persists() {
        let mut budget = Budget::default();
        let now = Instant::now();
        for (estimate, cap) in [
            (900_000, None),
            (100_000, Some(160_000)),
            (80_000, Some(160_000)),
            (50_000, Some(50_000)),
        ] {
            budget.estimated(now, estimate, 160_000);
            assert_eq!(budget.bits(), cap);
        }
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
        budget.lost(now, 0.4, 500_000);
        let mut pauses = Vec::new();
        for _ in 0..5 {
            let start = now;
            while budget.bits() == Some(300_000) {
                now += SECOND;
                budget.grow(now, Some(400_000));
            }
            pauses.push((now - start).as_secs());
            assert_eq!(budget.bits(), Some(450_000));
            now += SECOND;
            budget.lost(now, 0.25, 400_000);
        }
        assert_eq!(pauses, [3, 6, 12, 24, 30]);
        now += LONGEST_CALM;
        budget.grow(now, None);
        assert_eq!(budget.bits(), None);
    }
}
