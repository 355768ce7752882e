//! Which layer of a picture goes to one viewer. Layers are numbered from the smallest.

/// A picture shown up to so much larger than it is still looks whole.
const STRETCH: f32 = 1.35;

/// One picture a viewer wants.
#[derive(Clone, Debug, PartialEq)]
pub struct Wish {
    /// The best layer that is of use, see [`fitting`].
    pub best: usize,
    /// Bits a second of each layer; `None` for one that is not sent now.
    pub rates: Vec<Option<u32>>,
    pub speaks: bool,
    /// A screen, of which every line counts.
    pub screen: bool,
}

/// The smallest layer that fills a tile of `tile` lines. A layer of unknown height might be any.
pub fn fitting(tile: u16, heights: &[Option<u16>]) -> usize {
    let fills = |height: &Option<u16>| height.is_some_and(|height| f32::from(height) * STRETCH >= f32::from(tile));
    let last = heights.len().saturating_sub(1);
    heights.iter().position(fills).unwrap_or(last)
}

/// What can be had of `wanted`: itself if it is live, else the next smaller, else the next larger.
pub fn target(wanted: usize, live: &[bool]) -> usize {
    let wanted = wanted.min(live.len().saturating_sub(1));
    let is_live = |layer: &usize| live.get(*layer).copied().unwrap_or(false);
    let smaller = (0..=wanted).rev().find(is_live);
    smaller.or_else(|| (wanted..live.len()).find(is_live)).unwrap_or(wanted)
}

/// Shares `budget` bits a second, which sound has been taken from, among pictures: each as small as
/// can be before any gets larger, who speaks first, then a screen, then the rest. `None`: for this one it does not do.
pub fn allot(budget: Option<u32>, wishes: &[Wish]) -> Vec<Option<usize>> {
    let Some(mut left) = budget else {
        return wishes.iter().map(|wish| Some(wish.best)).collect();
    };
    let mut order: Vec<usize> = (0..wishes.len()).collect();
    order.sort_by_key(|at| (!wishes[*at].speaks, !wishes[*at].screen));
    let mut given = vec![None; wishes.len()];
    for at in &order {
        let smallest = wishes[*at].live().next();
        // Nothing is sent yet: what it will take shows then.
        let (layer, rate) = smallest.unwrap_or((0, 0));
        if rate <= left {
            left -= rate;
            given[*at] = Some((layer, rate));
        }
    }
    for at in &order {
        let Some((_, has)) = given[*at] else { continue };
        let affordable = |(layer, rate): &(usize, u32)| *layer <= wishes[*at].best && *rate <= has.saturating_add(left);
        if let Some((layer, rate)) = wishes[*at].live().filter(affordable).last() {
            left = (left + has).saturating_sub(rate);
            given[*at] = Some((layer, rate));
        }
    }
    given.into_iter().map(|given| given.map(|(layer, _)| layer)).collect()
}

/// What the next step up from `given` takes of pictures in all: one more of them, or else one
/// larger; `None` where every wish is fulfilled.
pub fn next(given: &[Option<usize>], wishes: &[Wish]) -> Option<u32> {
    let pairs = || wishes.iter().zip(given);
    let rate = |wish: &Wish, layer: usize| wish.rates.get(layer).copied().flatten().unwrap_or(0);
    let taken: u32 = pairs().filter_map(|(wish, layer)| Some(rate(wish, (*layer)?))).sum();
    let more = pairs().filter(|(_, layer)| layer.is_none());
    let more = more.map(|(wish, _)| wish.smallest().unwrap_or(0)).min();
    let larger = pairs().filter_map(|(wish, layer)| {
        let has = (*layer)?;
        let (_, next) = wish.live().find(|(layer, _)| (has + 1..=wish.best).contains(layer))?;
        Some(next.saturating_sub(rate(wish, has)))
    });
    more.or_else(|| larger.min()).map(|step| taken.saturating_add(step))
}

impl Wish {
    /// Bits a second of the smallest layer that is sent.
    pub fn smallest(&self) -> Option<u32> {
        self.live().next().map(|(_, rate)| rate)
    }

    fn live(&self) -> impl Iterator<Item = (usize, u32)> {
        let rates = self.rates.iter().enumerate();
        rates.filter_map(|(layer, rate)| Some((layer, (*rate)?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_tile_gets_the_smallest_layer_that_fills_it() {
        let heights = [Some(135), Some(270), Some(540)];
        for (tile, layer) in [(0, 0), (120, 0), (182, 0), (183, 1), (364, 1), (365, 2), (2000, 2)] {
            assert_eq!(fitting(tile, &heights), layer, "{tile}");
        }
        assert_eq!(fitting(100, &[None, None, Some(540)]), 2);
        assert_eq!(fitting(100, &[]), 0);
    }

    #[test]
    fn a_layer_that_is_not_sent_is_replaced_by_the_next_smaller_then_larger() {
        assert_eq!(target(2, &[true, true, true]), 2);
        assert_eq!(target(2, &[true, true, false]), 1);
        assert_eq!(target(0, &[false, false, true]), 2);
        assert_eq!(target(1, &[false, false, false]), 1);
        assert_eq!(target(usize::MAX, &[false]), 0);
    }

    fn wish(speaks: bool) -> Wish {
        Wish {
            best: 2,
            rates: vec![Some(100), Some(400), Some(1200)],
            speaks,
            screen: false,
        }
    }

    #[test]
    fn who_speaks_gets_larger_first_and_smaller_last() {
        let wishes = [wish(false), wish(true), wish(false)];
        for (budget, layers) in [
            (None, [Some(2), Some(2), Some(2)]),
            (Some(3600), [Some(2), Some(2), Some(2)]),
            (Some(1800), [Some(1), Some(2), Some(0)]),
            (Some(1400), [Some(0), Some(2), Some(0)]),
            (Some(600), [Some(0), Some(1), Some(0)]),
            (Some(250), [Some(0), Some(0), None]),
            (Some(100), [None, Some(0), None]),
            (Some(0), [None, None, None]),
        ] {
            assert_eq!(allot(budget, &wishes), layers, "{budget:?}");
        }
    }

    #[test]
    fn a_screen_comes_behind_who_speaks_and_before_the_rest() {
        let screen = Wish {
            screen: true,
            ..wish(false)
        };
        let wishes = [wish(false), screen, wish(true)];
        for (budget, layers) in [
            (Some(2500), [Some(0), Some(2), Some(2)]),
            (Some(1800), [Some(0), Some(1), Some(2)]),
            (Some(600), [Some(0), Some(0), Some(1)]),
            (Some(250), [None, Some(0), Some(0)]),
            (Some(100), [None, None, Some(0)]),
        ] {
            assert_eq!(allot(budget, &wishes), layers, "{budget:?}");
        }
    }

    #[test]
    fn the_next_step_shows_one_more_or_one_larger() {
        let wishes = [wish(false), wish(true)];
        assert_eq!(next(&[None, None], &wishes), Some(100));
        assert_eq!(next(&[None, Some(1)], &wishes), Some(500));
        assert_eq!(next(&[Some(0), Some(0)], &wishes), Some(500));
        assert_eq!(next(&[Some(0), Some(2)], &wishes), Some(1600));
        assert_eq!(next(&[Some(2), Some(2)], &wishes), None);
    }

    proptest! {
        #[test]
        fn pictures_never_take_more_than_the_budget(
            budget in 0_u32..4_000,
            wishes in prop::collection::vec((0_usize..3, prop::collection::vec(prop::option::of(1_u32..1_500), 3), any::<bool>(), any::<bool>()), 1..5),
        ) {
            let wishes: Vec<Wish> = wishes.into_iter().map(|(best, mut rates, speaks, screen)| {
                // A larger layer takes more.
                let mut known: Vec<u32> = rates.iter().flatten().copied().collect();
                known.sort_unstable();
                let mut known = known.into_iter();
                rates.iter_mut().for_each(|rate| if rate.is_some() { *rate = known.next() });
                Wish { best, rates, speaks, screen }
            }).collect();
            let given = allot(Some(budget), &wishes);
            let took: u32 = wishes.iter().zip(&given).filter_map(|(wish, layer)| wish.rates[(*layer)?]).sum();
            prop_assert!(took <= budget);
            prop_assert!(wishes.iter().zip(&given).all(|(wish, layer)| layer.is_none_or(|layer| layer <= wish.best || wish.rates[..=wish.best].iter().all(Option::is_none))));
        }
    }
}
