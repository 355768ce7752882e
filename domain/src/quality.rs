//! How well one person's sound and picture come through, by the thresholds Jitsi publishes.

use serde::{Deserialize, Serialize};

/// From the best to the worst.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quality {
    #[default]
    Good,
    NonOptimal,
    Poor,
    /// Nothing comes at all.
    Lost,
}

/// What was counted of a person's streams over the last seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// Packets lost on their way, in tenths of a per cent; `None` where too few were sent to say.
    pub loss: Option<u32>,
    /// What the network carries, in per cent of the target bitrate; `None` where nothing is held back.
    pub rate: Option<u32>,
    /// Milliseconds since the last packet of what should come without a pause.
    pub silence: u32,
}

/// Milliseconds without a packet after which a stream counts as lost.
pub const SILENCE: u32 = 3_000;

impl Span {
    /// The worse of what loss and rate say.
    pub fn quality(self) -> Quality {
        if self.silence >= SILENCE {
            return Quality::Lost;
        }
        let by_loss = match self.loss {
            None | Some(..60) => Quality::Good,
            Some(60..80) => Quality::NonOptimal,
            Some(80..) => Quality::Poor,
        };
        let by_rate = match self.rate {
            None | Some(50..) => Quality::Good,
            Some(30..50) => Quality::NonOptimal,
            Some(..30) => Quality::Poor,
        };
        by_loss.max(by_rate)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loss_is_good_below_six_per_cent_and_poor_from_eight_on() {
        for (loss, quality) in [
            (0, Quality::Good),
            (59, Quality::Good),
            (60, Quality::NonOptimal),
            (79, Quality::NonOptimal),
            (80, Quality::Poor),
            (120, Quality::Poor),
            (1_000, Quality::Poor),
        ] {
            let loss = Some(loss);
            assert_eq!(
                Span {
                    loss,
                    ..Span::default()
                }
                .quality(),
                quality,
                "{loss:?}"
            );
        }
    }

    #[test]
    fn half_of_the_target_is_good_and_less_than_thirty_per_cent_poor() {
        for (rate, quality) in [
            (400, Quality::Good),
            (50, Quality::Good),
            (49, Quality::NonOptimal),
            (30, Quality::NonOptimal),
            (29, Quality::Poor),
            (10, Quality::Poor),
            (0, Quality::Poor),
        ] {
            let rate = Some(rate);
            assert_eq!(
                Span {
                    rate,
                    ..Span::default()
                }
                .quality(),
                quality,
                "{rate:?}"
            );
        }
    }

    #[test]
    fn three_seconds_of_silence_are_a_loss_whatever_came_before() {
        let span = |silence| Span {
            loss: Some(0),
            rate: Some(100),
            silence,
        };
        assert_eq!(span(2_999).quality(), Quality::Good);
        assert_eq!(span(3_000).quality(), Quality::Lost);
    }

    #[test]
    fn the_worse_of_both_counts_and_what_nobody_knows_is_good() {
        let span = |loss, rate| Span { loss, rate, silence: 0 }.quality();
        assert_eq!(span(Some(70), Some(20)), Quality::Poor);
        assert_eq!(span(Some(90), Some(40)), Quality::Poor);
        assert_eq!(span(None, None), Quality::Good);
    }
}
