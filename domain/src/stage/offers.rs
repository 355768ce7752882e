//! 密封报价 by commit and reveal: both figures are committed to before the portal compares them; the log
//! keeps two commitments and one of three words.

use super::{Ruled, guard};
use crate::actor::{Actor, Side};
use crate::case::{Case, Stage};
use crate::event::Event;
use crate::hash::{Commitment, Disclosure};
use crate::money::Fen;
use crate::offers::{figure, gap};
use crate::refusal::Refusal;
use crate::sorted::Map;

/// Each comparison tells a little: nobody shall feel the way to the other's figure.
const MOST: usize = 10;

fn disclosed(disclosures: &[Disclosure], offer: &Commitment) -> Result<Fen, Refusal> {
    figure(guard::disclosed(disclosures, offer)?).ok_or(Refusal::AmountUnfit)
}

/// One figure of each side a round, which it cannot take back.
pub fn seal(case: &Case, offer: Commitment, disclosures: &[Disclosure], actor: &Actor) -> Ruled {
    let side = guard::party(case, actor)?;
    guard::stage(case, Stage::Mediating)?;
    if case.offers.contains_key(&side) {
        return Err(Refusal::AlreadyDone);
    }
    if case.compared.len() >= MOST {
        return Err(Refusal::TooMany);
    }
    disclosed(disclosures, &offer)?;
    Ok(vec![Event::OfferSealed { side, offer }])
}

/// By the portal, which alone holds both figures; ends the round.
pub fn compare(case: &Case, disclosures: &[Disclosure], actor: &Actor) -> Ruled {
    guard::system(actor)?;
    let [least, most] = Side::BOTH.map(|side| {
        let offer = case.offers.get(&side).ok_or(Refusal::WrongStage)?;
        disclosed(disclosures, offer)
    });
    let gap = gap(least?, most?);
    Ok(vec![Event::OffersCompared { gap }])
}

pub fn apply(case: &mut Case, event: &Event) {
    match event {
        Event::OfferSealed { side, offer } => {
            case.offers.insert(*side, *offer);
        }
        Event::OffersCompared { gap } => {
            case.offers = Map::new();
            case.compared.push(*gap);
        }
        _ => {}
    }
}
