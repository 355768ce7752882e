//! 约定时间、上门调解: made by the mediator, moved by all three together, ended with what came of it (PML 22).

use super::play::*;
use super::vector::folded;
use domain::actor::Actor;
use domain::appointment::{AppointmentStep as Step, AppointmentTurn as Turn, next};
use domain::command::*;
use domain::hash::Disclosure;
use domain::log::Entry;
use domain::moment::{DAY, HOUR, Timestamp};
use domain::refusal::Refusal;
use domain::sight;
use proptest::prelude::*;

/// Three days from the start.
const AT: Timestamp = Timestamp(START.0 + 3 * DAY);

fn at(hours: i64) -> Timestamp {
    AT.plus_ms(hours * HOUR)
}

/// With one appointment by video at [`AT`].
fn made() -> Play {
    let mut play = Play::mediating();
    play.does(&MEDIATOR, appoint(0, AT, None));
    play
}

fn names(hours: i64) -> Command {
    name_time(0, at(hours))
}

fn stands(play: &Play) -> Timestamp {
    play.case.appointments[0].at
}

#[test]
fn an_appointment_is_the_mediators_to_make_and_stands_at_once() {
    let mut play = Play::mediating();
    play.refuses(&WORKER, appoint(0, AT, None), Refusal::NotYourRole);
    play.refuses(&MEDIATOR, appoint(1, AT, None), Refusal::AppointmentUnfit);
    play.does(&MEDIATOR, appoint(0, AT, None));
    let (place, it) = next(&play.case, play.now).unwrap();
    assert_eq!((place, it.at, it.minutes, it.place), (0, AT, 60, None));
    assert_eq!(it.named, [None, None, Some(AT)]);
    // Another one sooner comes first, and one that is over not at all.
    play.does(&MEDIATOR, appoint(1, at(-24), None));
    assert_eq!(next(&play.case, play.now).unwrap().0, 1);
    assert_eq!(next(&play.case, at(-23).plus_ms(-1)).unwrap().0, 1);
    assert_eq!(next(&play.case, at(-23)).unwrap().0, 0);
}

#[test]
fn an_appointment_is_to_come_and_within_the_period() {
    let mut play = Play::mediating();
    let unfit = Refusal::AppointmentUnfit;
    play.refuses(&MEDIATOR, appoint(0, START, None), unfit);
    let ends = play.case.mediation_ends.unwrap().end(play.case.zone);
    play.refuses(&MEDIATOR, appoint(0, ends.plus_ms(1), None), unfit);
    let short = |mut command: Command| {
        if let Command::RecordAppointment { turn, .. } = &mut command {
            turn.minutes = 9;
        }
        command
    };
    play.refuses(&MEDIATOR, short(appoint(0, AT, None)), unfit);
    play.does(&MEDIATOR, appoint(0, ends, None));
    // Before acceptance there is no period yet.
    let mut play = Play::joined();
    play.does(&MEDIATOR, appoint(0, ends.plus_ms(DAY), None));
    let mut play = Play::effective();
    play.refuses(&MEDIATOR, appoint(0, AT, None), Refusal::WrongStage);
}

#[test]
fn an_appointment_moves_when_all_three_have_named_the_same_time_and_not_before() {
    let mut play = made();
    play.does(&WORKER, names(0))
        .refuses(&WORKER, names(0), Refusal::AlreadyDone);
    play.does(&EMPLOYER, names(5));
    assert_eq!(stands(&play), AT);
    play.does(&WORKER, names(5));
    assert_eq!(stands(&play), AT);
    // A side may think again; the others then have named another time.
    play.does(&WORKER, names(2)).does(&MEDIATOR, names(5));
    assert_eq!(stands(&play), AT);
    play.does(&WORKER, names(5));
    assert_eq!((stands(&play), play.case.appointments[0].moves), (at(5), 1));
    // The mediator alone moves nothing either.
    play.does(&MEDIATOR, names(7));
    assert_eq!(stands(&play), at(5));
    play.refuses(&STRANGER, names(7), Refusal::NotYourCase);
    play.refuses(&MEDIATOR, names(-80), Refusal::AppointmentUnfit);
    play.refuses(&WORKER, name_time(1, at(7)), Refusal::AppointmentUnfit);
    // Once its time has come it is held or missed, and moved no more.
    play.now = at(5);
    play.refuses(&WORKER, names(7), Refusal::AppointmentUnfit);
}

#[test]
fn an_appointment_ends_cancelled_with_a_reason_or_as_what_came_of_it() {
    let mut play = made();
    let close = |step, note| close_appointment(0, step, AT, note);
    play.refuses(&WORKER, close(Step::Cancelled, "有事"), Refusal::NotYourRole);
    play.refuses(&MEDIATOR, close(Step::Cancelled, ""), Refusal::TextUnfit);
    play.refuses(&MEDIATOR, close(Step::Held, ""), Refusal::AppointmentUnfit);
    play.refuses(
        &MEDIATOR,
        close_appointment(0, Step::Cancelled, at(1), "看错了"),
        Refusal::AppointmentUnfit,
    );
    let mut held = play.clone();
    play.does(&MEDIATOR, close(Step::Cancelled, "调解员出差"));
    assert_eq!(next(&play.case, play.now), None);
    play.refuses(&WORKER, names(1), Refusal::AppointmentUnfit);
    play.refuses(
        &MEDIATOR,
        close(Step::Cancelled, "调解员出差"),
        Refusal::AppointmentUnfit,
    );
    // What came of it is written down afterwards, of a case that has ended too.
    let reason = "差距过大".to_owned();
    held.does(&MEDIATOR, Command::EndMediation { reason });
    assert_eq!(next(&held.case, held.now), None);
    held.refuses(&MEDIATOR, close(Step::Cancelled, "已结束"), Refusal::CaseEnded);
    held.now = at(1);
    held.refuses(&MEDIATOR, close(Step::Missed, ""), Refusal::TextUnfit);
    held.does(&MEDIATOR, close(Step::Held, "双方到场"));
    let closed = held.case.appointments[0].closed.clone();
    assert_eq!(closed, Some((Step::Held, "双方到场".to_owned())));
}

#[test]
fn where_a_visit_goes_is_told_to_those_who_talk_and_stands_nowhere_in_the_log() {
    let mut play = Play::mediating();
    let home = "云南省枫林市石桥村 12 号张家院";
    let place = hidden(home);
    let undisclosed = |mut command: Command| {
        if let Command::RecordAppointment { disclosures, .. } = &mut command {
            disclosures.clear();
        }
        command
    };
    let visit = |n| appoint(n, AT, Some(home));
    play.refuses(&MEDIATOR, undisclosed(visit(0)), Refusal::NotDisclosed);
    play.refuses(&MEDIATOR, appoint(0, AT, Some(" ")), Refusal::TextUnfit);
    play.does(&MEDIATOR, visit(0)).does(&MEDIATOR, visit(1));
    assert!(!serde_json::to_string(&play.entries).unwrap().contains("石桥村"));
    play.does(&MEDIATOR, call_interpreter());
    for viewer in [&WORKER, &EMPLOYER, &MEDIATOR, &INTERPRETER, &OBSERVER] {
        assert!(
            sight::readable(&play.case, viewer).contains(&place.commitment()),
            "{viewer:?}"
        );
        assert_eq!(seen(&play, viewer), 2);
    }
    let lasting = play.clone();
    play.does(&WORKER, leave()).hands_over();
    assert!(!sight::readable(&play.case, &ARBITRATOR).contains(&place.commitment()));
    assert_eq!(seen(&play, &ARBITRATOR), 0);
    // Nor does the court that confirms what came of the talks.
    let confirming = confirmed(lasting);
    assert!(sight::may_open(&confirming.case, &JUDGE));
    assert!(!sight::readable(&confirming.case, &JUDGE).contains(&place.commitment()));
    assert_eq!(seen(&confirming, &JUDGE), 0);
}

/// Agreed, signed and taken to court.
fn confirmed(mut play: Play) -> Play {
    for clause in [payment(), default_clause()] {
        play.does(&MEDIATOR, write(&clause));
        play.does(&WORKER, mark(&clause, true))
            .does(&EMPLOYER, mark(&clause, true));
    }
    play.concludes().files(Track::JudicialConfirmation);
    play
}

/// How many appointments `viewer` knows of.
fn seen(play: &Play, viewer: &Actor) -> usize {
    let view = play.entries.iter().map(|entry| sight::view(&play.case, entry, viewer));
    folded(&view.collect::<Vec<Entry>>()).appointments.len()
}

#[test]
fn what_belongs_to_another_step_is_not_said_with_this_one() {
    let mut play = made();
    let unfit = Refusal::AppointmentUnfit;
    let told = |turn: Turn| Command::RecordAppointment {
        turn,
        disclosures: Vec::<Disclosure>::new(),
    };
    let noted = Turn {
        note: "改天".into(),
        ..Turn::naming(0, at(1))
    };
    play.refuses(&WORKER, told(noted), unfit);
    let longer = Turn {
        minutes: 60,
        step: Step::Cancelled,
        note: "改天".into(),
        ..Turn::naming(0, AT)
    };
    play.refuses(&MEDIATOR, told(longer), unfit);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn an_appointment_is_never_moved_by_one_side_alone(
        tries in proptest::collection::vec((0_usize..4, 0_i64..4, 0_u32..2, 0_u8..12), 1..80)
    ) {
        let mut play = made();
        play.does(&MEDIATOR, appoint(1, at(1), None));
        // Who last named which time, as an outsider counts it.
        let mut named = [[None, None, Some(AT)], [None, None, Some(at(1))]];
        for (who, hours, n, how) in tries {
            let actor = [WORKER, EMPLOYER, MEDIATOR, STRANGER][who];
            let before: Vec<Timestamp> = play.case.appointments.iter().map(|it| it.at).collect();
            let command = match how {
                0 => close_appointment(n, Step::Cancelled, before[n as usize], "改天再约"),
                _ => name_time(n, at(hours)),
            };
            let names = matches!(&command, Command::RecordAppointment { turn, .. } if turn.step == Step::TimeNamed);
            if play.when(&actor, command).is_ok() && names {
                named[n as usize][who] = Some(at(hours));
            }
            for (i, it) in play.case.appointments.iter().enumerate() {
                if it.at != before[i] {
                    prop_assert_eq!(named[i], [Some(it.at); 3]);
                }
            }
        }
    }
}
