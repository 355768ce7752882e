//! What becomes of sound and pictures on their way to one listener. Sound is never held back, so it tells within a
//! second what the network carries, while reports of it alone come every five (RFC 3550 §6.2). Where it is small enough
//! to come through beside a picture that does not, reports are as rare as that picture's packets; but the listener asks
//! for what is missing of it.

use std::time::{Duration, Instant};

const WINDOW: Duration = Duration::from_secs(1);
/// Packets of which a share says nothing yet.
const FEW: u32 = 15;

#[derive(Default)]
pub struct Delivery {
    next: u16,
    since: Option<Instant>,
    came: u32,
    lost: u32,
}

impl Delivery {
    /// Of the next packet of sound, whosever it is.
    pub fn number(&mut self) -> u16 {
        self.next = self.next.wrapping_add(1);
        self.next
    }

    /// So many came, so many did not; once a second the part that was lost, before any repair.
    pub fn take(&mut self, now: Instant, came: u32, lost: u32) -> Option<f32> {
        let since = *self.since.get_or_insert(now);
        self.came += came;
        self.lost += lost;
        let all = self.came + self.lost;
        if now - since < WINDOW || all < FEW {
            return None;
        }
        let part = self.lost as f32 / all as f32;
        *self = Self {
            next: self.next,
            ..Self::default()
        };
        Some(part)
    }
}

/// Of one picture.
#[derive(Default)]
pub struct Missing {
    since: Option<Instant>,
    sent: u32,
    missed: u32,
}

impl Missing {
    pub fn sent(&mut self) {
        self.sent += 1;
    }

    /// So many packets were asked for that were not before; once a second the part of them.
    pub fn take(&mut self, now: Instant, missed: u32) -> Option<f32> {
        let since = *self.since.get_or_insert(now);
        self.missed += missed;
        if now - since < WINDOW || self.sent < FEW {
            return None;
        }
        let part = self.missed as f32 / self.sent as f32;
        *self = Self::default();
        Some(part.min(1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn once_a_second_the_part_that_was_lost_is_told() {
        let (mut delivery, start) = (Delivery::default(), Instant::now());
        let at = |millis| start + Duration::from_millis(millis);
        assert_eq!(delivery.take(at(0), 10, 2), None);
        assert_eq!(delivery.take(at(900), 3, 1), None);
        assert_eq!(delivery.take(at(1_000), 2, 2), Some(0.25));
        assert_eq!(delivery.take(at(1_100), 1, 1), None);
        assert_eq!(delivery.take(at(2_200), 0, 0), None, "hardly anything is said");
    }

    #[test]
    fn of_a_picture_the_part_that_was_asked_for_is_told() {
        let (mut missing, start) = (Missing::default(), Instant::now());
        let at = |millis| start + Duration::from_millis(millis);
        (0..20).for_each(|_| missing.sent());
        assert_eq!(missing.take(at(0), 12), None);
        assert_eq!(missing.take(at(1_000), 6), Some(0.9));
        missing.sent();
        assert_eq!(missing.take(at(2_100), 1), None, "hardly anything was sent");
    }
}
