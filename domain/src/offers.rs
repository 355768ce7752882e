//! 密封报价: each side seals a figure, and all anyone ever learns of the two is how far they are apart.

use crate::money::Fen;
use serde::{Deserialize, Serialize};

/// What is told of two sealed figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Gap {
    /// The respondent would pay what the claimant would take, or more.
    Overlap,
    /// Less than a tenth of the claimant's figure is between them.
    Near,
    Far,
}

/// `least` is what the claimant would take, `most` what the respondent would pay.
pub fn gap(least: Fen, most: Fen) -> Gap {
    let between = least.0 - most.0;
    match between {
        ..=0 => Gap::Overlap,
        _ if between * 10 < least.0 => Gap::Near,
        _ => Gap::Far,
    }
}

/// A figure as a side typed it, in yuan; `None` for what is no sum above nothing.
pub fn figure(value: &str) -> Option<Fen> {
    Fen::of_yuan(value).filter(|sum| *sum > Fen(0) && *sum <= Fen::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_figures_overlap_or_are_near_or_far_apart() {
        for (least, most, told) in [
            (10_000, 10_000, Gap::Overlap),
            (10_000, 12_000, Gap::Overlap),
            (10_000, 9_001, Gap::Near),
            (10_000, 9_000, Gap::Far),
            (10_000, 1, Gap::Far),
            (1, 1, Gap::Overlap),
            (10_000_000_000, 9_999_999_999, Gap::Near),
        ] {
            assert_eq!(gap(Fen(least), Fen(most)), told, "{least} {most}");
        }
    }
}
