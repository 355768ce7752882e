//! 密封报价: what each would take or pay is sealed, compared, and told in one word.

use super::play::*;
use super::vector::folded;
use domain::command::*;
use domain::hash::Disclosure;
use domain::log::Entry;
use domain::offers::Gap;
use domain::refusal::Refusal;
use domain::sight;

fn seal(figure: &Disclosure) -> Command {
    Command::SealOffer {
        offer: figure.commitment(),
        disclosures: vec![figure.clone()],
    }
}

fn compare(figures: &[&Disclosure]) -> Command {
    Command::CompareOffers {
        disclosures: figures.iter().map(|&it| it.clone()).collect(),
    }
}

#[test]
fn two_sealed_figures_are_told_in_one_word_and_shown_to_nobody() {
    let mut play = Play::mediating();
    let (least, most) = (hidden("10000"), hidden("9500.50"));
    play.refuses(&MEDIATOR, seal(&least), Refusal::NotYourRole);
    play.does(&WORKER, seal(&least));
    play.refuses(&WORKER, seal(&least), Refusal::AlreadyDone);
    play.refuses(&SYSTEM, compare(&[&least]), Refusal::WrongStage);
    play.refuses(&EMPLOYER, seal(&hidden("-1")), Refusal::AmountUnfit);
    play.refuses(
        &EMPLOYER,
        Command::SealOffer {
            offer: most.commitment(),
            disclosures: vec![least.clone()],
        },
        Refusal::NotDisclosed,
    );
    play.does(&EMPLOYER, seal(&most));
    play.refuses(&MEDIATOR, compare(&[&least, &most]), Refusal::NotYourRole);
    play.refuses(&SYSTEM, compare(&[&least]), Refusal::NotDisclosed);
    for viewer in [&WORKER, &EMPLOYER, &MEDIATOR, &OBSERVER] {
        let readable = sight::readable(&play.case, viewer);
        for figure in [&least, &most] {
            assert!(!readable.contains(&figure.commitment()));
        }
    }
    play.does(&SYSTEM, compare(&[&least, &most]));
    assert_eq!(play.case.compared, [Gap::Near]);
    assert!(play.case.offers.is_empty());
    let log = play.entries.iter().filter_map(|entry| entry.payload.as_ref());
    assert!(!log.clone().any(|payload| payload.contains("9500.50")));
    // The next round begins anew, and each tells a little: there are not many.
    for _ in 1..10 {
        play.does(&WORKER, seal(&least)).does(&EMPLOYER, seal(&most));
        play.does(&SYSTEM, compare(&[&least, &most]));
    }
    play.refuses(&WORKER, seal(&least), Refusal::TooMany);
}

#[test]
fn whoever_decides_later_does_not_learn_that_figures_were_sealed() {
    let mut play = Play::mediating();
    play.does(&WORKER, seal(&hidden("10000")))
        .does(&EMPLOYER, seal(&hidden("1")));
    let reason = "不愿再谈".to_owned();
    play.does(&WORKER, Command::LeaveForArbitration { reason }).hands_over();
    let see = |entry| sight::view(&play.case, entry, &ARBITRATOR);
    let seen = folded(&play.entries.iter().map(see).collect::<Vec<Entry>>());
    assert!(seen.offers.is_empty() && !play.case.offers.is_empty());
}
