//! Who sees what, and what follows for the chain and for permission.

use super::play::*;
use domain::actor::{Actor, Side};
use domain::case::Case;
use domain::command::*;
use domain::hash::Digest;
use domain::log::{Entry, check_chain};
use domain::refusal::Refusal;
use domain::room::RoomName;
use domain::showing::{Showable, may_read, may_show};
use domain::sight;

fn viewed(play: &Play, viewer: &Actor) -> (Vec<Entry>, Case) {
    let entries: Vec<Entry> = play
        .entries
        .iter()
        .map(|entry| sight::view(&play.case, entry, viewer))
        .collect();
    let case = Case::fold(CASE, &entries).unwrap();
    (entries, case)
}

#[test]
fn the_other_side_sees_nothing_of_a_caucus_or_of_what_is_for_the_mediators_eyes() {
    let mut play = Play::mediating();
    play.does(&WORKER, Command::AddEvidence(photo(5, false)));
    play.does(&MEDIATOR, Command::OpenCaucus { side: Side::Claimant });
    let room = RoomName::CaucusClaimant;
    play.does(&MEDIATOR, Command::EnterRoom { room })
        .does(&WORKER, Command::EnterRoom { room });
    let redacted = |viewer| {
        viewed(&play, viewer)
            .0
            .iter()
            .filter(|entry| entry.payload.is_none())
            .count()
    };
    assert_eq!(redacted(&WORKER), 0);
    assert_eq!(redacted(&MEDIATOR), 0);
    assert_eq!(redacted(&EMPLOYER), 3);
    assert_eq!(viewed(&play, &EMPLOYER).1.evidence, []);
}

#[test]
fn a_redacted_chain_still_verifies_and_leads_to_the_same_head() {
    let play = Play::drafted();
    for viewer in [&WORKER, &EMPLOYER, &MEDIATOR] {
        let (entries, _) = viewed(&play, viewer);
        assert_eq!(check_chain(CASE, &entries), check_chain(CASE, &play.entries));
    }
}

#[test]
fn an_institution_reads_the_case_from_the_joint_filing_on() {
    let mut play = Play::effective();
    assert!(!sight::may_open(&play.case, &ARBITRATOR));
    let half = play.apply_for(&WORKER, Track::ArbitrationReview);
    play.does(&WORKER, half);
    assert!(!sight::may_open(&play.case, &ARBITRATOR));
    let half = play.apply_for(&EMPLOYER, Track::ArbitrationReview);
    play.does(&EMPLOYER, half);
    assert!(sight::may_open(&play.case, &ARBITRATOR));
    assert!(!sight::may_open(&play.case, &JUDGE));
}

#[test]
fn a_party_reads_its_own_identity_and_of_the_other_side_only_the_name_and_agent() {
    let play = Play::drafted();
    let readable = sight::readable(&play.case, &WORKER);
    let (own, other) = (worker_particulars().0, employer_particulars().0);
    assert!(readable.contains(&own.id_number.unwrap()) && readable.contains(&own.phone));
    assert!(readable.contains(&other.name) && readable.contains(&other.agent.unwrap().name));
    assert!(!readable.contains(&other.id_number.unwrap()) && !readable.contains(&other.phone));
    assert!(readable.contains(&hidden(BANK).commitment()));
}

#[test]
fn strangers_and_other_houses_open_nothing() {
    let play = Play::drafted();
    let mut foreign = MEDIATOR;
    foreign.org = Some(COURT);
    for viewer in [&STRANGER, &foreign, &ARBITRATOR, &JUDGE] {
        assert!(!sight::may_open(&play.case, viewer));
    }
}

#[test]
fn a_page_is_shown_by_who_presides_or_by_its_own_party_and_read_by_who_may_read_its_file() {
    let mut play = Play::drafted();
    let of = |content: &[u8], n, shared| Evidence {
        digest: Digest::of(content),
        ..photo(n, shared)
    };
    play.does(&WORKER, Command::AddEvidence(of(b"open", 5, true)));
    play.does(&WORKER, Command::AddEvidence(of(b"secret", 6, false)));
    let [open, secret, unknown] =
        [b"open".as_slice(), b"secret", b"unknown"].map(|content| Showable::Evidence(Digest::of(content)));
    let read =
        |what| [&WORKER, &EMPLOYER, &MEDIATOR, &ARBITRATOR, &STRANGER].map(|who| may_read(&play.case, what, who));
    assert_eq!(read(open), [true, true, true, false, false]);
    assert_eq!(read(secret), [true, false, true, false, false]);
    assert_eq!(read(Showable::Draft), [true, true, true, false, false]);
    assert_eq!(read(unknown), [false; 5]);
    let show = |what| [&WORKER, &EMPLOYER, &MEDIATOR].map(|who| may_show(&play.case, what, who).err());
    assert_eq!(show(open), [None, Some(Refusal::NotYourRole), None]);
    assert_eq!(show(secret), [None, Some(Refusal::DocumentMissing), None]);
    assert_eq!(
        show(Showable::Draft),
        [Some(Refusal::NotYourRole), Some(Refusal::NotYourRole), None]
    );
}
