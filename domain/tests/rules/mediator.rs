//! Who mediates, and what is put away at the end (OMR 10-14, 22; PML 27; CHR 24).

use super::play::*;
use domain::actor::{Actor, Role, Side};
use domain::command::*;
use domain::deadline::{self, Clock};
use domain::id::PersonId;
use domain::paper::PaperKind;
use domain::refusal::Refusal;
use domain::terms::{ClauseBody, Condition};
use uuid::Uuid;

const SECOND: PersonId = PersonId(Uuid::from_u128(0x33));

fn choose(mediator: PersonId) -> Command {
    Command::ChooseMediator { mediator }
}

fn objection() -> Command {
    Command::ObjectToMediator {
        reason: "调解员是对方经理的亲戚".into(),
    }
}

fn kinds(play: &Play) -> Vec<PaperKind> {
    play.case.papers.iter().map(|paper| paper.kind).collect()
}

fn runs(play: &Play, clock: Clock) -> Option<domain::moment::Date> {
    let running = deadline::running(&play.case)
        .into_iter()
        .chain(deadline::about_mediator(&play.case));
    let mut running = running;
    running.find(|it| it.clock == clock).map(|it| it.day)
}

#[test]
fn both_naming_the_same_mediator_are_led_by_that_one() {
    let mut play = Play::mediating();
    // Accepted on Monday 2026-03-02, two working days.
    assert_eq!(runs(&play, Clock::Choose), Some(day("2026-03-04")));
    play.does(&WORKER, choose(SECOND));
    assert_eq!(play.case.mediator, Some(MEDIATOR.person));
    play.refuses(&WORKER, choose(SECOND), Refusal::AlreadyDone);
    play.does(&EMPLOYER, choose(SECOND));
    assert_eq!(play.case.mediator, Some(SECOND));
    assert_eq!(runs(&play, Clock::Choose), None);
    // Who led before leads no more.
    play.refuses(&MEDIATOR, write(&payment()), Refusal::NotYourCase);
    play.refuses(&MEDIATOR, choose(SECOND), Refusal::NotYourRole);
}

#[test]
fn without_a_common_choice_in_two_working_days_the_bodys_appointment_stands() {
    let mut play = Play::mediating();
    play.does(&WORKER, choose(SECOND));
    play.refuses(&EMPLOYER, choose(WORKER.person), Refusal::MediatorUnfit);
    play.after(day("2026-03-04"));
    play.refuses(&EMPLOYER, choose(SECOND), Refusal::MediatorUnfit);
    assert_eq!(play.case.mediator, Some(MEDIATOR.person));
}

#[test]
fn a_side_may_ask_for_another_mediator_whom_the_body_appoints_in_three_working_days() {
    let mut play = Play::mediating();
    play.does(&EMPLOYER, objection());
    play.refuses(&WORKER, objection(), Refusal::AlreadyDone);
    assert_eq!(runs(&play, Clock::Appoint), Some(day("2026-03-05")));
    let appoint = |mediator| Command::AppointMediator { mediator };
    play.refuses(&MEDIATOR, appoint(EMPLOYER.person), Refusal::MediatorUnfit);
    play.refuses(&ARBITRATOR, appoint(SECOND), Refusal::NotYourRole);
    play.refuses(&MEDIATOR, appoint(MEDIATOR.person), Refusal::AlreadyDone);
    play.does(&MEDIATOR, appoint(SECOND));
    assert_eq!((play.case.mediator, play.case.objected.clone()), (Some(SECOND), None));
    // The talks went on all the while, and the exit with them.
    play.does(&EMPLOYER, leave());
}

#[test]
fn what_the_mediator_discloses_is_put_in_writing_for_both() {
    let mut play = Play::mediating();
    let told = || Command::Disclose {
        text: "本人三年前曾在被申请人处担任工会顾问".into(),
    };
    play.refuses(&WORKER, told(), Refusal::NotYourRole);
    play.does(&MEDIATOR, told()).makes_papers();
    play.refuses(&MEDIATOR, told(), Refusal::AlreadyDone);
    assert_eq!(
        kinds(&play),
        [
            PaperKind::RequestReceipt,
            PaperKind::InquiryLetter,
            PaperKind::AcceptanceNotice,
            PaperKind::MediatorRecord,
            PaperKind::DisclosureRecord,
        ]
    );
    // A second mediator, a second record.
    play.does(&MEDIATOR, Command::AppointMediator { mediator: SECOND })
        .makes_papers();
    assert_eq!(kinds(&play).last(), Some(&PaperKind::MediatorRecord));
}

#[test]
fn what_waits_for_a_condition_falls_due_with_it_and_never_after_the_last_day() {
    let mut waits = payment();
    if let ClauseBody::Payment(payment) = &mut waits.body {
        payment.instalments[1].condition = Some(Condition {
            event: "被申请人恢复正常经营".into(),
            days: 20,
        });
    }
    let mut play = Play::mediating();
    play.does(&MEDIATOR, write(&waits));
    for party in [&WORKER, &EMPLOYER] {
        play.does(party, mark(&waits, true));
    }
    play.concludes();
    let due = |play: &Play| {
        domain::performance::duties(&play.case)
            .iter()
            .map(|it| it.day)
            .collect::<Vec<_>>()
    };
    assert_eq!(due(&play), [day("2026-04-01"), day("2026-05-06")]);
    let met = |part, on| Command::RecordCondition {
        clause: waits.id,
        part,
        on: day(on),
    };
    play.refuses(&MEDIATOR, met(0, "2026-03-02"), Refusal::DutyUnknown);
    play.refuses(&MEDIATOR, met(1, "2026-03-03"), Refusal::DayUnfit);
    play.refuses(&WORKER, met(1, "2026-03-02"), Refusal::NotYourRole);
    play.does(&MEDIATOR, met(1, "2026-03-02"));
    assert_eq!(due(&play), [day("2026-03-22"), day("2026-04-01")]);
    play.refuses(&MEDIATOR, met(1, "2026-03-02"), Refusal::AlreadyDone);
    let names = domain::terms::prose::Names {
        claimant: "张建国",
        respondent: "云岭枫建",
        account: &|_| None,
    };
    let text = domain::terms::prose::sentence(&waits, &names, domain::terms::prose::Language::Chinese);
    assert!(
        text.contains("或者被申请人恢复正常经营之日起20日内（以先到者为准）"),
        "{text}"
    );
}

#[test]
fn a_case_is_put_away_at_its_end_with_its_list_and_kept_five_years_or_ten() {
    let mut play = Play::effective();
    play.makes_papers();
    assert!(play.case.archived.is_empty());
    play.does(&WORKER, got(0)).does(&WORKER, got(1)).makes_papers();
    assert_eq!(
        kinds(&play)[kinds(&play).len() - 2..],
        [PaperKind::ClosingReport, PaperKind::ArchiveIndex]
    );
    assert_eq!(play.case.archived, [day("2031-03-02")]);

    // What ended without agreement is put away too, and again after the arbitration that followed.
    let mut play = Play::drafted();
    play.does(
        &WORKER,
        Command::EndMediation {
            reason: "差距太大".into(),
        },
    )
    .makes_papers();
    assert_eq!(play.case.archived, [day("2031-03-02")]);
    play.does(&WORKER, leave()).hands_over();
    play.does(&WORKER, petition_of(petition())).makes_papers();
    play.does(&ARBITRATOR, Command::AcceptArbitration).makes_papers();
    play.does(&ARBITRATOR, award(vec![wages(9_900_000)])).makes_papers();
    for party in [&WORKER, &EMPLOYER] {
        play.receives(party, PaperKind::Award);
    }
    play.after(day("2026-03-17"))
        .does(&SYSTEM, Command::Tick)
        .makes_papers();
    assert_eq!(play.case.archived, [day("2031-03-02"), day("2036-03-18")]);
}

#[test]
fn the_papers_of_a_joint_application_are_made_for_each_of_its_turns() {
    let court = Track::JudicialConfirmation;
    let mut play = Play::filed(court);
    play.makes_papers();
    let made = |play: &Play, kind| kinds(play).into_iter().filter(|it| *it == kind).count();
    assert_eq!(made(&play, PaperKind::JointApplication), 1);
    assert_eq!(made(&play, PaperKind::MediationProof), 1);
    play.does(
        &JUDGE,
        Command::RejectApplication {
            ground: RejectGround::NoJurisdiction,
            explanation: "不属于本院管辖".into(),
        },
    )
    .makes_papers();
    assert_eq!(made(&play, PaperKind::ApplicationRefusal), 1);
    play.files(Track::ArbitrationReview)
        .does(&ARBITRATOR, Command::AcceptApplication)
        .makes_papers();
    assert_eq!(made(&play, PaperKind::ApplicationNotice), 1);
    play.does(
        &ARBITRATOR,
        Command::ExtendReview {
            approved_by: "主任 赵敏".into(),
            reason: "案情复杂".into(),
            until: None,
        },
    )
    .makes_papers();
    play.does(
        &WORKER,
        Command::WithdrawApplication {
            reason: "想改走法院".into(),
        },
    )
    .makes_papers();
    assert_eq!(made(&play, PaperKind::ExtensionApproval), 1);
    assert_eq!(made(&play, PaperKind::ApplicationClosed), 1);
    assert_eq!(made(&play, PaperKind::JointApplication), 2);
}

#[test]
fn a_courts_own_practice_shortens_its_days_and_never_lengthens_them() {
    let mut play = Play::filed(Track::JudicialConfirmation);
    let within = |days| Command::AcceptWithin { days };
    play.refuses(&JUDGE, within(31), Refusal::ExtensionUnfit);
    play.refuses(&JUDGE, within(0), Refusal::ExtensionUnfit);
    play.does(&JUDGE, within(15));
    assert_eq!(runs(&play, Clock::Decide), Some(day("2026-03-17")));
    let mut play = Play::filed(Track::ArbitrationReview);
    play.refuses(&ARBITRATOR, within(5), Refusal::ExtensionUnfit);
}

#[test]
fn who_only_supports_appoints_nobody() {
    let other: Actor = Actor {
        role: Role::Supporter,
        ..MEDIATOR
    };
    let mut play = Play::mediating();
    play.refuses(
        &other,
        Command::AppointMediator { mediator: SECOND },
        Refusal::NotYourRole,
    );
    assert_eq!(play.case.seat(Side::Claimant).unwrap().person, Some(WORKER.person));
}
