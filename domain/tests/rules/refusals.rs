//! Every refusal the rule book knows is reached. The match is exhaustive: a new reason does not
//! compile until a scene for it stands here.

use super::play::*;
use domain::actor::{Actor, Side};
use domain::command::*;
use domain::hash::{Digest, Nonce, Signature};
use domain::id::{ClauseId, InvitationId, OrgId};
use domain::moment::{Timestamp, Zone};
use domain::money::Fen;
use domain::motion::{AdvanceHead, Plea, WithdrawalGround};
use domain::order::OrderStep;
use domain::performance::CourtPetition;
use domain::refusal::Refusal;
use domain::room::RoomName;
use domain::seal::{Act, KEY_LIFE};
use domain::support::SupportKind;
use domain::terms::{Clause, ClauseBody};
use std::collections::BTreeSet;
use uuid::Uuid;

use Track::{ArbitrationReview as Arbitration, JudicialConfirmation as Court};

type Scene = (Play, Actor, Command);

fn opening(change: impl FnOnce(&mut MediationRequest)) -> Scene {
    let mut request = request();
    change(&mut request);
    (Play::new(), WORKER, Command::RequestMediation(request))
}

fn joins(change: impl FnOnce(&mut Joining)) -> Scene {
    let mut play = Play::requested();
    play.does(&SYSTEM, invite());
    let mut joining = joining();
    change(&mut joining);
    (play, EMPLOYER, Command::JoinCase(joining))
}

/// Puts another value behind the commitment at `place` of the joining's disclosures.
fn revalued(joining: &mut Joining, place: usize, value: &str) {
    let other = hidden(value);
    let commitment = other.commitment();
    match place {
        0 => joining.particulars.name = commitment,
        1 => joining.particulars.id_number = Some(commitment),
        _ => joining.particulars.phone = commitment,
    }
    joining.disclosures[place] = other;
}

fn writes(clause: Clause) -> Scene {
    (Play::mediating(), MEDIATOR, write(&clause))
}

fn signs(change: impl FnOnce(&mut SignedStatement)) -> Scene {
    let mut play = Play::presented();
    let mut statement = play.statement(&WORKER, Act::SignAgreement);
    change(&mut statement);
    (play, WORKER, Command::Sign(statement))
}

fn scene(refusal: Refusal) -> Scene {
    use Refusal as R;
    match refusal {
        R::UnknownCase => (Play::new(), WORKER, Command::ConsentToMediation),
        R::AlreadyOpen => (Play::requested(), WORKER, Command::RequestMediation(request())),
        R::NotYourRole => (Play::joined(), WORKER, Command::AcceptCase),
        R::NotYourCase => (Play::joined(), STRANGER, Command::ConsentToMediation),
        R::WrongStage => (Play::mediating(), EMPLOYER, Command::ConsentToMediation),
        R::CaseEnded => {
            let mut play = Play::mediating();
            play.does(
                &WORKER,
                Command::EndMediation {
                    reason: "不愿继续".into(),
                },
            );
            (play, MEDIATOR, write(&payment()))
        }
        R::AlreadyDone => (Play::requested(), WORKER, Command::ConsentToMediation),
        R::TextUnfit => opening(|request| request.facts = "工资\u{202E}元0001".into()),
        R::NotDisclosed => opening(|request| request.disclosures.clear()),
        R::NameUnfit => joins(|joining| revalued(joining, 0, "\u{0007}")),
        R::PhoneUnfit => joins(|joining| revalued(joining, 2, "110")),
        R::IdNumberUnfit => joins(|joining| revalued(joining, 1, "91350100M000100Y44")),
        R::AccountUnfit => {
            let mut clause = payment();
            if let ClauseBody::Payment(payment) = &mut clause.body {
                payment.account = Some(hidden("现金").commitment());
            }
            let command = Command::WriteClause {
                clause,
                place: None,
                disclosures: vec![hidden("现金")],
            };
            (Play::mediating(), MEDIATOR, command)
        }
        R::AmountUnfit => opening(|request| request.claims[0].amount = Some(Fen(-1))),
        R::TooMany => opening(|request| request.claims = vec![request.claims[0].clone(); 21]),
        R::RequestIncomplete => opening(|request| request.claims.clear()),
        R::RetentionUnfit => {
            let mut play = super::recording::running();
            play.does(&WORKER, Command::AnswerRecording { agreed: false });
            (play, MEDIATOR, Command::ProposeRecording { keep_days: 0 })
        }
        R::ConsentMissing => opening(|request| request.consents.truncate(3)),
        R::AuthorityMissing => joins(|joining| joining.particulars.agent = None),
        R::FileUnfit => {
            let mut evidence = photo(1, true);
            evidence.media_type = "text/html".into();
            (Play::mediating(), WORKER, Command::AddEvidence(evidence))
        }
        R::InvitationUnknown => joins(|joining| joining.invitation = InvitationId(Uuid::from_u128(9))),
        R::InvitationUsed => (Play::joined(), STRANGER, Command::JoinCase(joining())),
        R::BothSides => {
            let (play, mut actor, command) = joins(|_| {});
            actor.person = WORKER.person;
            (play, actor, command)
        }
        R::ConsentOfBoth => (Play::joined(), MEDIATOR, Command::AcceptCase),
        R::PartyNotJoined => (Play::requested(), MEDIATOR, Command::AcceptCase),
        R::PeriodOver => {
            let mut play = Play::drafted();
            play.after(play.case.mediation_ends.unwrap());
            let agree = play.agree();
            (play, MEDIATOR, agree)
        }
        R::MediatorUnfit => {
            let mediator = EMPLOYER.person;
            (Play::mediating(), MEDIATOR, Command::AppointMediator { mediator })
        }
        R::CalendarMissing => {
            let (mut play, actor, command) = opening(|_| {});
            // 2032: no holiday table can be known yet.
            play.now = Timestamp(1_956_528_000_000);
            (play, actor, command)
        }
        R::RoomClosed => {
            let room = RoomName::CaucusRespondent;
            (Play::mediating(), WORKER, Command::EnterRoom { room })
        }
        R::CaucusOpen => {
            let mut play = Play::mediating();
            play.does(&MEDIATOR, Command::OpenCaucus { side: Side::Claimant });
            let side = Side::Respondent;
            (play, MEDIATOR, Command::OpenCaucus { side })
        }
        R::ClauseUnknown => {
            let clause = ClauseId(Uuid::from_u128(99));
            (Play::drafted(), MEDIATOR, Command::RemoveClause { clause })
        }
        R::ClauseChanged => {
            let mut other = payment();
            other.body = default_clause().body;
            (Play::drafted(), WORKER, mark(&other, true))
        }
        R::TermsChanged => {
            let mut play = Play::drafted();
            let agree = play.agree();
            let more = clause(
                7,
                ClauseBody::FreeText {
                    text: "再无争议。".into(),
                },
            );
            play.does(&MEDIATOR, write(&more));
            (play, MEDIATOR, agree)
        }
        R::TermsIncomplete => {
            let mut play = Play::mediating();
            let note = clause(
                7,
                ClauseBody::FreeText {
                    text: "再无争议。".into(),
                },
            );
            play.does(&MEDIATOR, write(&note));
            let agree = play.agree();
            (play, MEDIATOR, agree)
        }
        R::NotAllAgreed => {
            let mut play = Play::drafted();
            play.does(&EMPLOYER, mark(&payment(), false));
            let agree = play.agree();
            (play, MEDIATOR, agree)
        }
        R::DocumentMissing => {
            let mut presented = Play::presented();
            let sign = presented.sign(&WORKER);
            (Play::agreed(), WORKER, sign)
        }
        R::StatementMismatch => signs(|signed| signed.attested.statement.case.0 = Uuid::from_u128(7)),
        R::SignatureInvalid => signs(|signed| signed.signature = Signature([0; 64])),
        R::KeyExpired => {
            let (mut play, actor, command) = signs(|_| {});
            play.now = play.now.plus_ms(KEY_LIFE);
            (play, actor, command)
        }
        R::NonceReused => {
            let mut play = Play::presented();
            let sign = play.sign(&WORKER);
            play.does(&WORKER, sign.clone());
            let reason = "有一处需要修改".to_owned();
            play.does(&EMPLOYER, Command::DeclineToSign { reason, clause: None });
            for clause in [payment(), default_clause()] {
                play.does(&EMPLOYER, mark(&clause, true));
            }
            let agree = play.agree();
            play.does(&MEDIATOR, agree).does(&SYSTEM, present());
            (play, WORKER, sign)
        }
        R::AlreadySigned => {
            let mut play = Play::signed_by_all();
            let sign = play.sign(&WORKER);
            (play, WORKER, sign)
        }
        R::MarkMissing => {
            let (mut play, marked) = Play::marked();
            let statement = play.statement(&WORKER, Act::SignAgreement);
            assert!(marked.holds(&statement.attested.attestation.key));
            (play, WORKER, Command::Sign(statement))
        }
        R::MarkStale => {
            let (mut play, mut mark) = Play::marked();
            let mut statement = play.statement(&WORKER, Act::SignAgreement);
            mark.base = Digest::of(b"an older file");
            statement.mark = Some(mark);
            (play, WORKER, Command::Sign(statement))
        }
        R::NotYourTurn => {
            let mut play = Play::presented();
            let sign = play.sign(&MEDIATOR);
            (play, MEDIATOR, sign)
        }
        R::WindowOver => {
            let mut play = Play::effective();
            play.after(play.case.review_until.unwrap());
            let half = play.apply_for(&WORKER, Arbitration);
            (play, WORKER, half)
        }
        R::ConfirmsLabourRelation => {
            let mut play = Play::effective();
            play.case.heads = vec![DisputeHead::LabourRelation];
            let half = play.apply_for(&WORKER, Arbitration);
            (play, WORKER, half)
        }
        R::AlreadyConfirmed => {
            let mut play = Play::enforceable(Court);
            let half = play.apply_for(&WORKER, Arbitration);
            (play, WORKER, half)
        }
        R::OtherTrack => {
            let mut play = Play::effective();
            let half = play.apply_for(&WORKER, Arbitration);
            play.does(&WORKER, half);
            let other = play.apply_for(&EMPLOYER, Court);
            (play, EMPLOYER, other)
        }
        R::InstitutionUnfit => {
            let mut play = Play::effective();
            let (track, institution) = (Arbitration, CENTRE);
            let statement = play.statement(&WORKER, Act::Apply { track, institution });
            let command = Command::ApplyForReview {
                track,
                institution,
                statement,
            };
            (play, WORKER, command)
        }
        R::GroundUnfit => (
            Play::under_review(Arbitration),
            ARBITRATOR,
            refuse(RulingGround::PublicOrder),
        ),
        R::ExtensionUnfit => {
            let play = Play::mediating();
            let until = play.case.mediation_ends.unwrap();
            let reason = String::new();
            (play, MEDIATOR, Command::ProposeExtension { until, reason })
        }
        R::ObjectionLate => {
            let play = Play::enforceable(Arbitration);
            let reason = "协议内容违法".to_owned();
            (play, WORKER, Command::ObjectToRuling { reason })
        }
        R::DutyUnknown => (Play::effective(), EMPLOYER, done(9)),
        R::DayUnfit => {
            let (clause, part, on) = (payment().id, 0, day("2026-03-03"));
            let proof = None;
            (
                Play::effective(),
                EMPLOYER,
                Command::ReportDuty {
                    clause,
                    part,
                    on,
                    proof,
                },
            )
        }
        R::NothingOverdue => (Play::effective(), WORKER, Command::DemandPayment),
        R::PaymentOrderUnfit => (Play::effective(), WORKER, prepare(CourtPetition::PaymentOrder)),
        R::NotEnforceable => (Play::effective(), WORKER, prepare(CourtPetition::Enforcement)),
        R::EnforcementLate => {
            let mut play = Play::enforceable(Arbitration);
            play.after(day("2026-05-06")).does(&SYSTEM, Command::Tick);
            play.after(day("2028-05-06"));
            (play, WORKER, prepare(CourtPetition::Enforcement))
        }
        R::OrderStepUnfit => (Play::ordering(), WORKER, step(OrderStep::Served, "2026-04-02")),
        R::SuitUnfit => {
            let mut play = Play::arbitrating();
            play.does(&ARBITRATOR, award(vec![wages(1_860_000)])).makes_papers();
            let on = day("2026-03-02");
            (play, EMPLOYER, Command::ReportSuit { on })
        }
        R::HearingUnfit => {
            let at = START.plus_ms(domain::moment::DAY);
            let place = "第一仲裁庭".to_owned();
            (Play::arbitrating(), ARBITRATOR, Command::ScheduleHearing { at, place })
        }
        R::AwardUnfit => (Play::arbitrating(), ARBITRATOR, award(Vec::new())),
        R::ClaimsLate => {
            let mut play = Play::arbitrating();
            let until = day("2026-03-20");
            play.does(&ARBITRATOR, Command::SetEvidencePeriod { until })
                .after(until);
            (play, WORKER, plead(2_000_000))
        }
        R::EvidencePeriodUnfit => {
            let until = START.date(Zone::CHINA);
            (Play::arbitrating(), ARBITRATOR, Command::SetEvidencePeriod { until })
        }
        R::MotionLate => {
            let mut play = Play::arbitrating();
            let text = "双方辩论终结。".to_owned();
            play.does(&ARBITRATOR, Command::RecordHearing { text });
            let (ground, since) = (WithdrawalGround::Interest, None);
            (play, WORKER, asks(Plea::Withdrawal { ground, since }))
        }
        R::MotionUnfit => {
            let (head, amount) = (AdvanceHead::Pay, Fen(9_900_000));
            (Play::arbitrating(), WORKER, asks(Plea::Advance { head, amount }))
        }
        R::MotionOpen => {
            let mut play = Play::arbitrating();
            play.does(&EMPLOYER, asks(Plea::Jurisdiction));
            (play, ARBITRATOR, award(vec![wages(1_860_000)]))
        }
        R::ServiceUnfit => (
            Play::mediating(),
            WORKER,
            Command::ChooseService {
                electronic: true,
                email: Some(hidden("no address").commitment()),
                address: None,
                disclosures: vec![hidden("no address")],
            },
        ),
        R::SupportUnfit => (Play::mediating(), EMPLOYER, ask_for(AID, SupportKind::LegalAid)),
        R::AppointmentUnfit => (Play::mediating(), MEDIATOR, appoint(0, START, None)),
        R::FactUnknown => (Play::mediating(), WORKER, confirm_fact()),
        R::FactChanged => {
            let mut play = Play::mediating();
            play.does(&MEDIATOR, state_fact());
            let text = "另一种写法".to_owned();
            play.does(&MEDIATOR, Command::StateFact { fact: FACT, text });
            (play, WORKER, confirm_fact())
        }
        R::PetitionIncomplete => {
            let mut petition = petition();
            petition.claims.clear();
            (Play::transferred(), WORKER, petition_of(petition))
        }
        R::DecisionServed => {
            let mut play = Play::issued(Arbitration);
            play.does(&WORKER, receive(DECISION_PDF));
            (
                play,
                EMPLOYER,
                Command::WithdrawApplication {
                    reason: "反悔".into()
                },
            )
        }
    }
}

#[test]
fn every_refusal_is_reached_and_leaves_the_case_unchanged() {
    for refusal in Refusal::ALL {
        let (mut play, actor, command) = scene(*refusal);
        play.refuses(&actor, command, *refusal);
    }
}

#[test]
fn every_refusal_has_a_code_of_its_own_that_is_also_its_name_on_the_wire() {
    let codes: BTreeSet<&str> = Refusal::ALL.iter().map(|refusal| refusal.code()).collect();
    assert_eq!(codes.len(), Refusal::ALL.len());
    for refusal in Refusal::ALL {
        assert_eq!(
            serde_json::to_string(refusal).unwrap(),
            format!("\"{}\"", refusal.code())
        );
    }
}

#[test]
fn an_organisations_seal_needs_everything_that_a_signature_needs() {
    let mut play = Play::presented();
    let seal = play.seal();
    play.refuses(&SYSTEM, seal, Refusal::NotYourTurn);
    let mut play = Play::signed_by_all();
    let Command::SealAgreement { key, .. } = play.seal() else {
        unreachable!()
    };
    let signature = Signature([1; 64]);
    play.refuses(
        &SYSTEM,
        Command::SealAgreement {
            key,
            signature,
            file: None,
        },
        Refusal::SignatureInvalid,
    );
}

#[test]
fn a_nonce_is_good_for_one_statement_only() {
    let mut play = Play::effective();
    let statement = play.statement(
        &WORKER,
        Act::Apply {
            track: Arbitration,
            institution: COMMISSION,
        },
    );
    assert_ne!(statement.attested.statement.nonce, Nonce([0; 16]));
    let command = Command::ApplyForReview {
        track: Arbitration,
        institution: COMMISSION,
        statement,
    };
    play.does(&WORKER, command.clone());
    play.does(
        &WORKER,
        Command::WithdrawApplication {
            reason: "改走司法确认".into(),
        },
    );
    play.refuses(&WORKER, command, Refusal::NonceReused);
}

#[test]
fn a_clause_too_large_to_be_true_is_refused_at_the_pen() {
    for amount in [Fen(-1), Fen(Fen::MAX.0 + 1), Fen(i64::MAX), Fen(i64::MIN)] {
        let mut huge = payment();
        if let ClauseBody::Payment(payment) = &mut huge.body {
            payment.total = amount;
        }
        let (mut play, actor, command) = writes(huge);
        play.refuses(&actor, command, Refusal::AmountUnfit);
    }
}

#[test]
fn nobody_acts_for_a_foreign_institution() {
    let mut play = Play::filed(Arbitration);
    let mut other = ARBITRATOR;
    other.org = Some(OrgId(Uuid::from_u128(77)));
    play.refuses(&other, Command::AcceptApplication, Refusal::NotYourCase);
    play.refuses(&JUDGE, Command::AcceptApplication, Refusal::NotYourRole);
}
