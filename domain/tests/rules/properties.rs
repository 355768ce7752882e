//! Random histories: whatever people try, the chain holds, sight hides no permission, and no
//! sound leaves a caucus.

use super::play::*;
use super::vector::{self, folded};
use Track::{ArbitrationReview as Arbitration, JudicialConfirmation as Court};
use domain::actor::{Actor, Role, Side};
use domain::appointment::AppointmentStep;
use domain::arbitration::ArbitrationGround;
use domain::case::{Case, Stage};
use domain::command::*;
use domain::deadline;
use domain::hash::Digest;
use domain::log::{Entry, check_chain};
use domain::moment::{DAY, HOUR, Zone};
use domain::money::Fen;
use domain::motion::{AdvanceHead, Matter, Plea, Reply, WithdrawalGround};
use domain::order::OrderStep;
use domain::performance::CourtPetition;
use domain::refusal::Refusal;
use domain::room::{Place, RoomName, hears, knows, may_stand, sees};
use domain::seal::Act;
use domain::service::{Means, Notified};
use domain::sight;
use domain::stage::may_mediate_again;
use domain::support::SupportKind;
use domain::term::TermGround;
use proptest::prelude::*;

const CAST: [Actor; 10] = [
    WORKER,
    EMPLOYER,
    MEDIATOR,
    ARBITRATOR,
    JUDGE,
    SYSTEM,
    AIDE,
    STRANGER,
    INTERPRETER,
    OBSERVER,
];
const ROOMS: [RoomName; 4] = [
    RoomName::Lobby,
    RoomName::Main,
    RoomName::CaucusClaimant,
    RoomName::CaucusRespondent,
];

/// What somebody tries next; `Play` fills in what depends on the case.
#[derive(Clone, Copy, Debug)]
struct Try {
    who: usize,
    what: u8,
    how: u8,
}

fn tries(most: usize) -> impl Strategy<Value = Vec<Try>> {
    let one = (0..CAST.len(), 0_u8..108, any::<u8>()).prop_map(|(who, what, how)| Try { who, what, how });
    proptest::collection::vec(one, 1..most)
}

/// Every kind of command, in the wrong hands as often as in the right ones.
fn command(play: &mut Play, it: Try, actor: &Actor) -> Option<Command> {
    let side = Side::BOTH[usize::from(it.how % 2)];
    let room = ROOMS[usize::from(it.how % 4)];
    let track = if it.how.is_multiple_of(2) { Arbitration } else { Court };
    let reason = || "另有考虑".to_owned();
    let clauses = [payment(), default_clause()];
    let one = &clauses[usize::from(it.how % 2)];
    let presented = play.case.agreement.is_some() && play.case.agreed_terms.is_some();
    Some(match it.what {
        0 => Command::RequestMediation(request()),
        1 => invite(),
        2 => Command::JoinCase(joining()),
        3 => Command::ConsentToMediation,
        4 => Command::AcceptCase,
        5 => Command::AddEvidence(photo(u128::from(it.how % 8), it.how.is_multiple_of(3))),
        6 | 7 => Command::EnterRoom { room },
        8 => Command::LeaveRoom { room },
        9 => Command::OpenCaucus { side },
        10 => Command::CloseCaucus { side },
        11 => Command::ConfirmIdentity { side },
        12 | 13 => write(one),
        14 | 15 => mark(one, !it.how.is_multiple_of(5)),
        16 if it.how.is_multiple_of(4) => Command::RemoveClause { clause: one.id },
        17 => play.agree(),
        18 => present(),
        19 | 20 if presented => play.sign(actor),
        21 if it.how.is_multiple_of(8) => Command::DeclineToSign {
            reason: reason(),
            clause: Some(one.id),
        },
        22 if presented => play.seal(),
        23 | 24 if presented => play.apply_for(actor, track),
        25 if it.how.is_multiple_of(8) => Command::WithdrawApplication { reason: reason() },
        26 => Command::AcceptApplication,
        27 if it.how.is_multiple_of(8) => refuse(RulingGround::Unclear),
        27 => Command::Decide(Ruling::Grant),
        28 if presented => play.issue(track, DECISION_PDF),
        29 => receive(DECISION_PDF),
        30 => Command::ReturnForSupplement { items: reason() },
        31 => Command::Supplement {
            answer: reason(),
            evidence: vec![photo(u128::from(it.how), false)],
        },
        32 if it.how.is_multiple_of(16) => Command::EndMediation { reason: reason() },
        33 if it.how.is_multiple_of(16) => Command::Tick,
        34 => Command::ProposeExtension {
            until: day(["2026-03-31", "2026-04-08"][usize::from(it.how % 2)]),
            reason: reason(),
        },
        35 => Command::AgreeToExtension {
            until: day(["2026-03-31", "2026-04-08"][usize::from(it.how % 2)]),
        },
        36 => state_fact(),
        37 | 38 => confirm_fact(),
        39 if it.how.is_multiple_of(16) => leave(),
        40 | 41 => Command::TransferCase {
            commission: COMMISSION,
            attestor: None,
        },
        42 => petition_of(petition()),
        43 if it.how.is_multiple_of(4) => Command::ReturnPetition { items: reason() },
        44 => Command::AcceptArbitration,
        45 if it.how.is_multiple_of(4) => Command::RefuseArbitration {
            ground: ArbitrationGround::NoJurisdiction,
            explanation: reason(),
        },
        46 | 47 => return play.paper(),
        48 => Command::ExtendReview {
            approved_by: "主任".into(),
            reason: reason(),
            until: (!it.how.is_multiple_of(2)).then(|| day("2026-04-20")),
        },
        49 => Command::ObjectToRuling { reason: reason() },
        51 => done(u32::from(it.how % 3)),
        52 => got(u32::from(it.how % 3)),
        53 => Command::DisputeDuty {
            clause: payment().id,
            part: u32::from(it.how % 3),
            reason: reason(),
        },
        54 => Command::DemandPayment,
        55 => prepare(CourtPetition::PaymentOrder),
        56 => prepare(CourtPetition::Enforcement),
        50 => Command::DecideObjection {
            upheld: it.how.is_multiple_of(2),
            explanation: reason(),
        },
        57 => Command::ReportNoCommission,
        58 => Command::RecordHearing { text: reason() },
        59 => Command::ConfirmRecord {
            digest: Digest::of(reason().as_bytes()),
        },
        60 => award(vec![wages(1_000_000), wages(9_000_000)]),
        61 => settle(),
        62 if it.how.is_multiple_of(8) => Command::WithdrawArbitration { reason: reason() },
        63..=65 => Command::ReceivePaper {
            document: play.case.papers.last()?.document,
        },
        66 => Command::RefuseStatement { reason: reason() },
        67 => Command::ReportSuit {
            on: play.now.date(Zone::CHINA),
        },
        68 => Command::RecordOrderStep {
            step: OrderStep::ALL[usize::from(it.how % 7)],
            on: play.now.date(Zone::CHINA),
            proof: None,
        },
        69 => ask_for(AID, SupportKind::LegalAid),
        70 => decide_support(it.how.is_multiple_of(2)),
        71 => third_party("2026-03-02"),
        72 => by_mail(it.how.is_multiple_of(2)),
        73 => serve(
            DECISION_PDF,
            Means::Electronic {
                told: vec![Notified::Account],
            },
        ),
        74 => Command::RecordService {
            side,
            document: Digest::of(DECISION_PDF),
            means: Means::Handed,
            on: play.now.date(Zone::CHINA),
        },
        75 => Command::ChooseMediator {
            mediator: [UNIONIST.person, AIDE.person][usize::from(it.how % 2)],
        },
        76 if it.how.is_multiple_of(4) => Command::ObjectToMediator { reason: reason() },
        77 if it.how.is_multiple_of(8) => Command::AppointMediator {
            mediator: MEDIATOR.person,
        },
        78 => Command::Disclose { text: reason() },
        79 => Command::AcceptWithin { days: 15 },
        80 => Command::RecordCondition {
            clause: payment().id,
            part: u32::from(it.how % 2),
            on: play.now.date(Zone::CHINA),
        },
        81 => close_minutes(),
        82 => answer_minutes(it.how.is_multiple_of(2).then_some("不属实")),
        83 => call_interpreter(),
        84 => Command::SealOffer {
            offer: figure(it.how).commitment(),
            disclosures: vec![figure(it.how)],
        },
        85 => Command::CompareOffers {
            disclosures: (0..4).map(figure).collect(),
        },
        86 => Command::ProposeRecording {
            keep_days: u32::from(it.how),
        },
        87 => Command::AnswerRecording {
            agreed: !it.how.is_multiple_of(4),
        },
        88 => Command::KeepRecording {
            recording: 0,
            files: vec![super::recording::file(&CAST[usize::from(it.how) % CAST.len()])],
        },
        89 => Command::DeleteRecording { recording: 0 },
        90 => appoint(
            u32::from(it.how % 2),
            START.plus_ms(DAY),
            it.how.is_multiple_of(3).then_some(HALL),
        ),
        91 => name_time(
            u32::from(it.how % 2),
            START.plus_ms(DAY + i64::from(it.how / 64) * HOUR),
        ),
        92 => {
            let step = [AppointmentStep::Cancelled, AppointmentStep::Held][usize::from(it.how % 2)];
            close_appointment(u32::from(it.how / 2 % 2), step, START.plus_ms(DAY), "改天再约")
        }
        93 => amend(1_000_000 + i64::from(it.how)),
        94 => turn(TermGround::SUSPENDS[usize::from(it.how % 8)]),
        95 => turn([TermGround::Resumed, TermGround::CounterClaim][usize::from(it.how % 2)]),
        96 => limit(
            &play.now.date(Zone::CHINA).to_string(),
            it.how
                .is_multiple_of(2)
                .then(|| play.now.date(Zone::CHINA).to_string())
                .as_deref(),
        ),
        97 => Command::MediateAgain,
        98 => asks(Plea::Jurisdiction),
        99 => asks(Plea::Withdrawal {
            ground: WithdrawalGround::ALL[usize::from(it.how % 4)],
            since: None,
        }),
        100 => asks(Plea::Advance {
            head: AdvanceHead::Pay,
            amount: Fen(i64::from(it.how) * 10_000),
        }),
        101 => moves([Some(ELSEWHERE), None][usize::from(it.how % 2)]),
        102 => answers(
            [Matter::Jurisdiction, Matter::Advance, Matter::Adjournment][usize::from(it.how % 3)],
            Reply::Rejected,
        ),
        103 => plead(if actor.role == Role::Respondent {
            0
        } else {
            1_500_000 + i64::from(it.how)
        }),
        104 => decline_amendment(),
        105 => asks(Plea::Adjournment),
        107 => Command::SetEvidencePeriod {
            until: play.now.plus_ms(i64::from(it.how % 40) * DAY).date(Zone::CHINA),
        },
        106 => answers(
            Matter::Adjournment,
            Reply::Postponed {
                at: play.now.plus_ms(i64::from(it.how % 40) * DAY),
                place: "第二仲裁庭".into(),
            },
        ),
        _ => return None,
    })
}

/// A stage to start from, so that random tries reach the later rooms of the house.
fn begun(stage: u8) -> Play {
    match stage % 14 {
        0 => Play::new(),
        1 => Play::joined(),
        2 => Play::mediating(),
        3 => Play::drafted(),
        4 => Play::presented(),
        5 => Play::effective(),
        6 => Play::under_review(Arbitration),
        7 => Play::left(),
        8 => Play::enforceable(Court),
        9 => Play::arbitrating(),
        10 => Play::ordering(),
        11 => super::again::dismissed(),
        12 => super::again::talking(),
        _ => Play::before_the_commission(),
    }
}

fn view(play: &Play, viewer: &Actor) -> Case {
    let entries: Vec<Entry> = play
        .entries
        .iter()
        .map(|entry| sight::view(&play.case, entry, viewer))
        .collect();
    folded(&entries)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn whatever_is_tried_the_chain_verifies_and_replays_to_the_same_case(stage in 0_u8..14, tries in tries(60)) {
        let mut play = begun(stage);
        for it in tries {
            let actor = CAST[it.who];
            if let Some(command) = command(&mut play, it, &actor) {
                // Refused or not: both are answers.
                let _ = play.when(&actor, command);
            }
            if it.how == 255 {
                play.now = play.now.plus_ms(7 * DAY);
            }
        }
        prop_assert!(check_chain(CASE, &play.entries).is_ok());
        prop_assert_eq!(folded(&play.entries), play.case);
    }

    #[test]
    fn a_partys_own_rules_allow_a_party_just_what_the_whole_rules_allow(stage in 0_u8..14, tries in tries(40)) {
        let mut play = begun(stage);
        for it in tries {
            let actor = CAST[it.who];
            let Some(command) = command(&mut play, it, &actor) else { continue };
            let now = play.now.plus_ms(1);
            for party in [WORKER, EMPLOYER] {
                let whole = play.case.decide(&command, &party, now);
                let own = play.case.decide_for_party(&command, &party, now);
                prop_assert_eq!(own.ok(), whole.ok(), "{:?} by {:?}", command, party);
            }
            let _ = play.when(&actor, command);
        }
    }

    #[test]
    fn what_is_allowed_on_the_whole_case_is_allowed_on_the_actors_own_view(stage in 0_u8..14, tries in tries(40)) {
        let mut play = begun(stage);
        for it in tries {
            let actor = CAST[it.who];
            let Some(command) = command(&mut play, it, &actor) else { continue };
            let now = play.now.plus_ms(1);
            if let Ok(events) = play.case.decide(&command, &actor, now) {
                let seen = view(&play, &actor).decide(&command, &actor, now);
                prop_assert_eq!(seen, Ok(events), "{:?} by {:?}", command, actor);
            }
            let _ = play.when(&actor, command);
        }
    }

    #[test]
    fn in_no_reachable_state_without_agreement_is_a_party_kept_from_arbitration(stage in 0_u8..14, tries in tries(60)) {
        let mut play = begun(stage);
        for it in tries {
            let actor = CAST[it.who];
            if let Some(command) = command(&mut play, it, &actor) {
                let _ = play.when(&actor, command);
            }
            if it.how.is_multiple_of(32) {
                play.now = play.now.plus_ms(9 * DAY);
            }
            for party in [WORKER, EMPLOYER] {
                let seated = party.role.side().and_then(|side| play.case.seat(side)).and_then(|seat| seat.person);
                let (Some(stage), true) = (play.case.stage, seated == Some(party.person)) else { continue };
                let now = play.now.plus_ms(1);
                match stage {
                    Stage::Pending | Stage::Mediating | Stage::Signing => {
                        prop_assert!(play.case.decide(&leave(), &party, now).is_ok(), "{:?}", stage);
                    }
                    Stage::Effective if may_mediate_again(&play.case) => {
                        prop_assert!(play.case.decide(&leave(), &party, now).is_ok());
                    }
                    Stage::Ended if play.case.transfer.is_none() && play.case.chose_arbitration.is_none() => {
                        prop_assert!(play.case.decide(&leave(), &party, now).is_ok());
                    }
                    // No commission here: the petition is made ready to be handed in by oneself.
                    Stage::Ended if play.case.transfer.is_none() && play.case.commission_missing => {
                        let mut whole = petition();
                        whole.opponent_address = Some(hidden("云南省枫林市").commitment());
                        let disclosures = vec![hidden("云南省枫林市"), hidden("李文静")];
                        let file = Command::ApplyForArbitration { petition: whole, disclosures, statement: None };
                        let filed = play.case.decide(&file, &party, now);
                        prop_assert!(matches!(filed, Ok(_) | Err(Refusal::TooMany)), "{:?}", filed);
                    }
                    // On the way: the portal hands it over, and a petition is taken.
                    Stage::Ended if play.case.transfer.is_none() => {
                        let hand_over = Command::TransferCase { commission: COMMISSION, attestor: None };
                        prop_assert!(play.case.decide(&hand_over, &SYSTEM, now).is_ok());
                    }
                    Stage::Transferred => {
                        let mut whole = petition();
                        whole.opponent_address = Some(hidden("云南省枫林市").commitment());
                        let disclosures = vec![hidden("云南省枫林市"), hidden("李文静")];
                        let file = Command::ApplyForArbitration { petition: whole, disclosures, statement: None };
                        let ours = play.case.arbitration.as_ref().is_none_or(|it| Some(it.side) == party.role.side());
                        prop_assert_eq!(play.case.decide(&file, &party, now).is_ok(), ours);
                    }
                    _ => {}
                }
            }
        }
    }

    #[test]
    fn no_order_of_events_yields_two_enforceable_documents_or_an_agreement_beside_an_arbitration(
        stage in 0_u8..14, tries in tries(80)
    ) {
        let mut play = begun(stage);
        for it in tries {
            let actor = CAST[it.who];
            if let Some(command) = command(&mut play, it, &actor) {
                let _ = play.when(&actor, command);
            }
            let in_force = |one: &&domain::case::Application| {
                let served = |it: &domain::case::Decision| Side::BOTH.iter().all(|side| it.received.contains(side));
                !one.withdrawn && !one.revoked() && one.ruling == Some(Ruling::Grant) && one.decision.as_ref().is_some_and(served)
            };
            let in_force = play.case.applications.iter().filter(in_force).count();
            prop_assert!(in_force <= 1);
            prop_assert_eq!(in_force == 1, play.case.enforceable_at.is_some());
            prop_assert!(play.case.effective_at.is_none() || play.case.transfer.is_none());
        }
    }

    /// While the tribunal's days stand still none of them is shown or ticks, and when they go on the last day
    /// lies later by just the days they stood.
    #[test]
    fn suspended_days_come_back_whole(before in 0_i64..40, still in 0_i64..400) {
        let mut play = Play::arbitrating();
        let last = play.case.arbitration.as_ref().unwrap().award_by.unwrap();
        play.now = play.now.plus_ms(before * DAY);
        play.does(&ARBITRATOR, turn(TermGround::Appraisal));
        prop_assert!(deadline::running(&play.case).is_empty() && play.case.due().is_none());
        play.now = play.now.plus_ms(still * DAY);
        play.does(&ARBITRATOR, turn(TermGround::Resumed));
        let now = play.case.arbitration.as_ref().unwrap().award_by.unwrap();
        // Past days off, of which there are nine in a row at most.
        prop_assert!(now >= last.plus_days(still) && now <= last.plus_days(still + 9), "{now}");
    }

    #[test]
    fn no_deadline_moves_without_an_event(stage in 0_u8..14, tries in tries(40)) {
        let mut play = begun(stage);
        for it in tries {
            let before = deadline::running(&play.case);
            let actor = CAST[it.who];
            let events = command(&mut play, it, &actor).and_then(|command| play.when(&actor, command).ok());
            if events.is_none_or(|events| events.is_empty()) {
                prop_assert_eq!(deadline::running(&play.case), before);
            }
            // Time alone moves nothing.
            let before = deadline::running(&play.case);
            play.now = play.now.plus_ms(i64::from(it.how) * DAY / 16);
            prop_assert_eq!(deadline::running(&play.case), before);
        }
    }

    #[test]
    fn nothing_but_the_asked_command_ever_ends_in_a_foreign_seat(tries in tries(40)) {
        let mut play = Play::mediating();
        for it in tries {
            if let Some(command) = command(&mut play, it, &STRANGER) {
                prop_assert!(play.when(&STRANGER, command).is_err());
            }
        }
    }

    #[test]
    fn no_media_crosses_from_a_caucus_to_anyone_outside(moves in proptest::collection::vec((0_usize..8, 0_usize..4, any::<bool>()), 1..80)) {
        const ROLES: [Role; 8] = [
            Role::Claimant, Role::Respondent, Role::Mediator, Role::Arbitrator, Role::Judge, Role::System,
            Role::Interpreter, Role::Observer,
        ];
        let mut stands = ROLES.map(|role| Place { role, room: RoomName::Lobby, interpreted: false });
        for (who, room, interpreted) in moves {
            stands[who] = Place { room: ROOMS[room], interpreted, ..stands[who] };
            for speaker in stands {
                for listener in stands {
                    let heard = hears(listener, speaker) || sees(listener, speaker);
                    prop_assert!(!heard || knows(speaker, listener));
                    prop_assert!(!heard || speaker.role != Role::Observer);
                    let inside = |place: Place| may_stand(place.role, place.room);
                    if speaker.room.caucus_side().is_some() || listener.room.caucus_side().is_some() {
                        prop_assert!(!heard || (speaker.room == listener.room && inside(speaker) && inside(listener)));
                        let other = speaker.room.caucus_side().map(|side| Role::from(side.other()));
                        prop_assert!(!heard || (Some(listener.role) != other && Some(speaker.role) != other));
                        prop_assert!(!heard || listener.role != Role::Observer);
                    }
                    if speaker.room == RoomName::Lobby {
                        prop_assert!(!heard);
                    }
                }
            }
        }
    }

    #[test]
    fn a_caucus_can_be_entered_only_by_those_who_may_stand_there(tries in tries(60)) {
        let mut play = Play::mediating();
        for it in tries {
            let actor = CAST[it.who];
            if let Some(command) = command(&mut play, Try { what: 6 + it.what % 5, ..it }, &actor) {
                let _ = play.when(&actor, command);
            }
            for (role, room) in play.case.present.values() {
                prop_assert!(may_stand(*role, *room));
            }
        }
    }

    #[test]
    fn a_recording_runs_only_while_everyone_in_the_main_room_has_agreed(tries in tries(120)) {
        let mut play = Play::mediating();
        for it in tries {
            let actor = CAST[it.who];
            // Coming, going, and what is said to a recording.
            let what = if it.what % 2 == 0 { 86 + it.what % 4 } else { 6 + it.what % 5 };
            let Some(asked) = command(&mut play, Try { what, ..it }, &actor) else { continue };
            let events = play.when(&actor, asked).unwrap_or_default();
            let main = |play: &Play| -> Vec<_> {
                let there = play.case.present.iter().filter(|(_, (_, room))| *room == RoomName::Main);
                there.map(|(person, _)| *person).collect()
            };
            let running = domain::recording::runs(&play.case);
            prop_assert!(running || !events.contains(&domain::event::Event::RecordingStarted));
            if running {
                let agreed = &domain::recording::open(&play.case).unwrap().agreed;
                prop_assert!(main(&play).iter().all(|person| agreed.contains(person)));
                prop_assert!(main(&play).contains(&MEDIATOR.person) && play.case.caucus.is_none());
            }
            for recording in &play.case.recordings {
                let files = recording.kept.iter().flat_map(|(_, files)| files);
                prop_assert!(files.into_iter().all(|file| recording.agreed.contains(&file.person)));
            }
        }
    }

    #[test]
    fn a_statement_signed_for_one_act_serves_no_other(other in 0_u8..3) {
        let mut play = Play::effective();
        let institution = institution(Arbitration);
        let statement = play.statement(&WORKER, Act::Apply { track: Arbitration, institution });
        let (track, institution) = [(Court, COURT), (Arbitration, COURT), (Court, COMMISSION)][usize::from(other)];
        let command = Command::ApplyForReview { track, institution, statement };
        prop_assert_eq!(play.when(&WORKER, command), Err(Refusal::StatementMismatch));
    }

    #[test]
    fn the_dossier_of_any_history_is_valid_for_each_of_its_readers(stage in 1_u8..14, tries in tries(60), reader in 0_usize..10) {
        let mut play = begun(stage);
        for it in tries {
            let actor = CAST[it.who];
            if let Some(command) = command(&mut play, it, &actor) {
                let _ = play.when(&actor, command);
            }
        }
        let reader = &CAST[reader];
        if sight::may_open(&play.case, reader) {
            let report = domain::dossier::verify(&vector::dossier(&play, reader), &vector::trust());
            prop_assert_eq!(report.faults, []);
        }
    }
}
