//! What becomes of the sound on its way to one listener. It is never held back, so it tells within a second what the
//! network carries, while reports of it alone come every five (RFC 3550 §6.2) and none of a picture of which no packet
//! comes through.

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
}
