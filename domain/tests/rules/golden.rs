//! Histories on disk: events are additive for ever, so what was once written must read the same.
//! `BLESS=1 cargo test -p domain golden` rewrites `tests/logs/*.json`.

use super::play::*;
use super::vector;
use domain::appointment::AppointmentStep;
use domain::arbitration::ArbitrationGround;
use domain::award::AwardHead;
use domain::case::Case;
use domain::command::*;
use domain::hash::Digest;
use domain::log::{Entry, check_chain};
use domain::moment::DAY;
use domain::order::OrderStep;
use domain::paper::PaperKind;
use domain::performance::CourtPetition;
use domain::support::SupportKind;
use domain::term::TermGround;
use serde_json::{Value, json};
use std::path::PathBuf;

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/logs").join(name)
}

/// What the history came to, in words that do not change with the code's own names.
fn outcome(case: &Case) -> Value {
    json!({
        "stage": case.stage,
        "ended": case.ended.as_ref().map(|ending| format!("{ending:?}")),
        "number": case.number,
        "clauses": case.draft.0.len(),
        "terms": case.agreed_terms.as_ref().map(|(_, digest)| digest),
        "agreement": case.agreement.as_ref().map(|agreement| agreement.document),
        "signatures": case.signatures.iter().map(|it| it.role).collect::<Vec<_>>(),
        "effective_at": case.effective_at,
        "review_until": case.review_until,
        "confirmation_until": case.confirmation_until,
        "applications": case.applications.iter().map(|it| json!({
            "track": it.track,
            "filed": it.filed,
            "decide_by": it.decide_by,
            "ruling": it.ruling,
            "rejected": it.rejected,
            "withdrawn": it.withdrawn,
            "received": it.decision.as_ref().map(|decision| decision.received.len()),
        })).collect::<Vec<_>>(),
        "evidence": case.evidence.len(),
        "enforceable_at": case.enforceable_at,
    })
}

fn written(play: &Play) -> String {
    let value = json!({ "entries": play.entries, "outcome": outcome(&play.case) });
    serde_json::to_string_pretty(&value).unwrap() + "\n"
}

/// Between them these histories hold every event there is.
fn histories() -> Vec<(&'static str, Play)> {
    let ended = |mut play: Play, who, command| {
        play.does(who, command);
        play
    };
    let reason = || "双方差距过大".to_owned();
    let mut redrafted = Play::presented();
    redrafted.does(
        &EMPLOYER,
        Command::DeclineToSign {
            reason: reason(),
            clause: Some(payment().id),
        },
    );
    redrafted.does(
        &MEDIATOR,
        Command::RemoveClause {
            clause: default_clause().id,
        },
    );
    let mut second = Play::filed(Track::ArbitrationReview);
    second.does(
        &ARBITRATOR,
        Command::ReturnForSupplement {
            items: "补充证据".into(),
        },
    );
    second.does(
        &WORKER,
        Command::Supplement {
            answer: "已补充".into(),
            evidence: vec![photo(0x71, true)],
        },
    );
    second.does(
        &ARBITRATOR,
        Command::RejectApplication {
            ground: RejectGround::NoJurisdiction,
            explanation: reason(),
        },
    );
    second
        .files(Track::ArbitrationReview)
        .does(&ARBITRATOR, Command::AcceptApplication);
    second.does(&ARBITRATOR, refuse(RulingGround::Unclear));
    let half = second.apply_for(&WORKER, Track::JudicialConfirmation);
    second
        .does(&WORKER, half)
        .does(&WORKER, Command::WithdrawApplication { reason: reason() });
    let refusal = Command::RefuseCase {
        ground: RefusalGround::OutOfScope,
        explanation: reason(),
    };
    vec![
        ("arbitration.json", Play::enforceable(Track::ArbitrationReview)),
        ("court.json", Play::enforceable(Track::JudicialConfirmation)),
        ("second-attempts.json", second),
        ("redrafted.json", redrafted),
        ("refused.json", ended(Play::joined(), &MEDIATOR, refusal)),
        (
            "declined.json",
            ended(
                Play::joined(),
                &EMPLOYER,
                Command::DeclineMediation { reason: reason() },
            ),
        ),
        (
            "failed.json",
            ended(Play::drafted(), &MEDIATOR, Command::EndMediation { reason: reason() }),
        ),
        ("transferred.json", transferred()),
        ("objection.json", objected()),
        ("performed.json", performed()),
        ("awarded.json", awarded()),
        ("settled.json", settled()),
        ("ordered.json", ordered()),
        ("supported.json", supported()),
        ("self-filed.json", self_filed()),
        ("minutes.json", minuted()),
        ("recorded.json", recorded()),
        ("appointments.json", visited()),
        ("not-arbitrated.json", {
            let mut play = Play::before_the_commission();
            play.does(
                &ARBITRATOR,
                Command::RefuseArbitration {
                    ground: ArbitrationGround::OutOfScope,
                    explanation: reason(),
                },
            )
            .makes_papers();
            play
        }),
        ("enforced.json", enforced()),
        ("assigned.json", assigned()),
        ("suspended.json", suspended()),
        ("tribunal.json", super::motion::tribunal()),
        ("pleaded.json", pleaded()),
        ("appointed.json", appointed()),
        ("applications.json", applications()),
        ("mediated-again.json", super::again::replaced()),
        ("signed-petition.json", signed_petition()),
        (
            "withdrawn.json",
            ended(Play::drafted(), &WORKER, Command::WithdrawRequest { reason: reason() }),
        ),
    ]
}

/// The mediator objected to, replaced, chosen by both; disclosed, recorded; a condition came about, and the
/// case was put away.
fn appointed() -> Play {
    let [second, third] = [0x33, 0x34].map(|n| domain::actor::Actor {
        person: domain::id::PersonId(uuid::Uuid::from_u128(n)),
        ..MEDIATOR
    });
    let mut play = Play::mediating();
    play.makes_papers();
    for party in [&WORKER, &EMPLOYER] {
        let mediator = second.person;
        play.does(party, Command::ChooseMediator { mediator });
    }
    let reason = "与对方相识".to_owned();
    play.does(&EMPLOYER, Command::ObjectToMediator { reason })
        .does(&MEDIATOR, Command::AppointMediator { mediator: third.person });
    let text = "本人与双方均无利害关系，三年前曾为被申请人授课".to_owned();
    play.does(&third, Command::Disclose { text }).makes_papers();
    let text = "双方在线到场，逐条协商。".to_owned();
    let document = Digest::of(text.as_bytes());
    let size = text.len() as u64;
    play.does(&third, Command::CloseMinutes { document, size });
    let mut waits = payment();
    if let domain::terms::ClauseBody::Payment(payment) = &mut waits.body {
        payment.instalments[1].condition = Some(domain::terms::Condition {
            event: "被申请人恢复正常经营".into(),
            days: 20,
        });
    }
    play.does(&third, write(&waits));
    for party in [&WORKER, &EMPLOYER] {
        let answer = Command::AnswerMinutes { document, remark: None };
        play.does(party, answer).does(party, mark(&waits, true));
    }
    let agree = play.agree();
    play.makes_papers().does(&third, agree).does(&SYSTEM, present());
    for signer in [&WORKER, &EMPLOYER, &third] {
        let sign = play.sign(signer);
        play.does(signer, sign);
    }
    let seal = play.seal();
    let (clause, part, on) = (waits.id, 1, day("2026-03-02"));
    play.does(&SYSTEM, seal).makes_papers();
    play.does(&third, Command::RecordCondition { clause, part, on });
    play.does(&WORKER, got(0)).does(&WORKER, got(1)).makes_papers();
    play
}

/// Each paper a joint application leads to: refused by the court, taken by the commission, extended,
/// withdrawn, taken by the court within its own days.
fn applications() -> Play {
    let mut play = Play::filed(Track::JudicialConfirmation);
    let explanation = "不属于本院管辖".to_owned();
    let ground = RejectGround::NoJurisdiction;
    play.makes_papers()
        .does(&JUDGE, Command::RejectApplication { ground, explanation })
        .makes_papers();
    play.files(Track::ArbitrationReview)
        .does(&ARBITRATOR, Command::AcceptApplication)
        .makes_papers();
    play.does(
        &ARBITRATOR,
        Command::ExtendReview {
            approved_by: "仲裁委主任 赵敏".into(),
            reason: "需要核实".into(),
            until: None,
        },
    );
    let reason = "想改走法院".to_owned();
    play.makes_papers()
        .does(&WORKER, Command::WithdrawApplication { reason })
        .makes_papers();
    play.files(Track::JudicialConfirmation)
        .does(&JUDGE, Command::AcceptWithin { days: 15 })
        .makes_papers();
    play.does(&JUDGE, refuse(RulingGround::MandatoryLaw));
    let issue = play.issue(Track::JudicialConfirmation, DECISION_PDF);
    play.does(&SYSTEM, issue);
    play
}

/// Assigned by a court, led by whom both chose within two days, written down, extended by both, signed by the
/// parties: in effect from then; confirmed by the court that assigned it.
fn assigned() -> Play {
    let mut play = Play::assigned();
    play.makes_papers();
    let chosen = domain::actor::Actor {
        person: domain::id::PersonId(uuid::Uuid::from_u128(0x33)),
        ..MEDIATOR
    };
    let mediator = chosen.person;
    for party in [&WORKER, &EMPLOYER] {
        play.does(party, Command::ChooseMediator { mediator });
    }
    let text = "本人与双方及其代理人均无利害关系".to_owned();
    play.does(&chosen, Command::Disclose { text }).makes_papers();
    for side in domain::actor::Side::BOTH {
        play.does(&chosen, Command::ConfirmIdentity { side });
    }
    for actor in [&chosen, &WORKER, &EMPLOYER] {
        let room = domain::room::RoomName::Main;
        play.does(actor, Command::EnterRoom { room });
    }
    play.does(&chosen, state_fact());
    for party in [&WORKER, &EMPLOYER] {
        play.does(party, confirm_fact());
    }
    play.does(&chosen, amend(2_000_000));
    let until = day("2026-04-20");
    let reason = "等待项目部核对考勤".to_owned();
    play.does(&WORKER, Command::ProposeExtension { until, reason })
        .does(&EMPLOYER, Command::AgreeToExtension { until })
        .makes_papers();
    play.does(&chosen, close_minutes());
    for party in [&WORKER, &EMPLOYER] {
        play.does(party, answer_minutes(None));
    }
    play.makes_papers();
    for clause in [payment(), default_clause()] {
        play.does(&chosen, write(&clause))
            .does(&WORKER, mark(&clause, true))
            .does(&EMPLOYER, mark(&clause, true));
    }
    let agree = play.agree();
    play.does(&chosen, agree).does(&SYSTEM, present());
    for signer in [&WORKER, &EMPLOYER, &chosen] {
        let sign = play.sign(signer);
        play.does(signer, sign);
    }
    let seal = play.seal();
    play.does(&SYSTEM, seal).makes_papers();
    play.files(Track::JudicialConfirmation)
        .does(&JUDGE, Command::AcceptApplication)
        .makes_papers();
    play.does(&JUDGE, Command::Decide(Ruling::Grant));
    let issue = play.issue(Track::JudicialConfirmation, DECISION_PDF);
    play.does(&SYSTEM, issue);
    for party in [&WORKER, &EMPLOYER] {
        play.does(party, receive(DECISION_PDF));
    }
    play
}

/// What interrupted and suspended limitation; an arbitration suspended and resumed, its claims amended,
/// withdrawn, filed again and taken again.
fn suspended() -> Play {
    let mut play = Play::transferred();
    play.after(day("2026-03-31"))
        .does(&MEDIATOR, limit("2026-03-20", None))
        .does(&ARBITRATOR, limit("2026-03-23", Some("2026-03-27")));
    play.does(&WORKER, petition_of(petition())).makes_papers();
    play.does(&ARBITRATOR, Command::AcceptArbitration)
        .does(&ARBITRATOR, turn(TermGround::Appraisal))
        .makes_papers();
    play.after(day("2026-04-20"))
        .does(&ARBITRATOR, turn(TermGround::Resumed))
        .does(&ARBITRATOR, amend(2_000_000))
        .does(&ARBITRATOR, turn(TermGround::CounterClaim))
        .makes_papers();
    let reason = "双方自行和解".to_owned();
    play.does(&WORKER, Command::WithdrawArbitration { reason })
        .makes_papers();
    play.does(&WORKER, petition_of(petition())).makes_papers();
    play.does(&ARBITRATOR, Command::AcceptArbitration).makes_papers();
    play
}

/// Claims asked for and declined, asked for and taken; the other side's answer.
fn pleaded() -> Play {
    let mut play = Play::arbitrating();
    let until = day("2026-03-20");
    play.does(&EMPLOYER, plead(0))
        .does(&ARBITRATOR, Command::SetEvidencePeriod { until })
        .does(&WORKER, plead(2_000_000))
        .does(&ARBITRATOR, decline_amendment())
        .does(&WORKER, plead(2_100_000))
        .does(&ARBITRATOR, amend(2_100_000))
        .makes_papers();
    play
}

/// Handed over with the portal's key; the petition signed.
fn signed_petition() -> Play {
    let mut play = Play::left();
    let attestor = Some(public(&attestor()));
    let commission = COMMISSION;
    play.does(&SYSTEM, Command::TransferCase { commission, attestor })
        .makes_papers();
    let statement = Some(play.petitions(&WORKER, &petition()));
    play.does(
        &WORKER,
        Command::ApplyForArbitration {
            petition: petition(),
            disclosures: vec![hidden("李文静")],
            statement,
        },
    )
    .makes_papers();
    play
}

/// The rows of the life cycle (law.md 2), each with a history that walks it: the events and papers it is
/// made of.
const ROWS: &[(&str, &str, &[&str])] = &[
    ("1", "appointed.json", &["mediation_requested", "request_receipt"]),
    ("2", "appointed.json", &["party_invited", "inquiry_letter"]),
    ("3", "appointed.json", &["case_accepted", "acceptance_notice"]),
    ("4", "refused.json", &["case_refused"]),
    ("4", "declined.json", &["mediation_declined"]),
    (
        "5",
        "appointed.json",
        &[
            "mediator_chosen",
            "mediator_appointed",
            "mediator_objected",
            "mediator_record",
            "disclosure_record",
        ],
    ),
    (
        "6",
        "court.json",
        &["party_joined", "identity_confirmed", "room_entered"],
    ),
    ("6", "appointments.json", &["appointment_recorded"]),
    (
        "7",
        "appointed.json",
        &["minutes_closed", "minutes_answered", "minutes"],
    ),
    ("7", "transferred.json", &["fact_stated", "fact_confirmed"]),
    (
        "8",
        "transferred.json",
        &["extension_agreed", "mediation_extended", "extension_record"],
    ),
    ("9", "court.json", &["terms_agreed", "agreement_presented"]),
    (
        "10",
        "court.json",
        &["agreement_signed", "agreement_sealed", "agreement_effective"],
    ),
    ("11", "redrafted.json", &["signing_declined"]),
    ("12", "appointed.json", &["performance_completed", "closing_report"]),
    ("13A", "applications.json", &["application_filed", "joint_application"]),
    (
        "14A",
        "applications.json",
        &["application_accepted", "application_notice"],
    ),
    ("14A", "second-attempts.json", &["application_rejected"]),
    ("15A", "applications.json", &["review_extended", "extension_approval"]),
    (
        "16A",
        "arbitration.json",
        &["review_decided", "decision_issued", "decision_effective"],
    ),
    ("17A", "second-attempts.json", &["review_decided"]),
    (
        "18A",
        "applications.json",
        &["application_withdrawn", "application_closed"],
    ),
    ("13B", "applications.json", &["application_filed", "mediation_proof"]),
    (
        "14B",
        "applications.json",
        &["application_rejected", "application_refusal"],
    ),
    ("15B", "court.json", &["decision_effective"]),
    ("16B", "applications.json", &["review_decided", "decision_issued"]),
    (
        "16B",
        "mediated-again.json",
        &["mediation_asked_again", "case_accepted", "agreement_effective"],
    ),
    (
        "17B",
        "objection.json",
        &["ruling_objected", "objection_decided", "objection_ruling"],
    ),
    ("17B", "supported.json", &["third_party_objected"]),
    ("19C", "failed.json", &["mediation_ended"]),
    (
        "20C",
        "transferred.json",
        &["case_transferred", "transfer_letter", "transfer_list"],
    ),
    (
        "21C",
        "signed-petition.json",
        &["arbitration_applied", "arbitration_petition"],
    ),
    (
        "21C",
        "transferred.json",
        &["petition_returned", "arbitration_accepted", "arbitration_notice"],
    ),
    (
        "21C",
        "not-arbitrated.json",
        &["arbitration_refused", "arbitration_refusal"],
    ),
    (
        "22C",
        "awarded.json",
        &[
            "hearing_scheduled",
            "hearing_notice",
            "arbitration_concluded",
            "final_award",
            "award",
            "conclusion_effective",
        ],
    ),
    (
        "22C",
        "settled.json",
        &["arbitral_statement", "statement_refused", "suit_reported"],
    ),
    (
        "23D",
        "performed.json",
        &["duty_overdue", "payment_demanded", "demand_letter"],
    ),
    (
        "24D",
        "performed.json",
        &["petition_prepared", "payment_order_petition"],
    ),
    ("25D", "ordered.json", &["order_step_recorded"]),
    ("26D", "ordered.json", &["order_step_recorded", "suit_petition"]),
    ("27D", "ordered.json", &["agreement_petition"]),
    ("28D", "enforced.json", &["petition_prepared", "enforcement_petition"]),
    (
        "29",
        "supported.json",
        &["support_asked", "support_decided", "support_opinion", "aid_decision"],
    ),
    ("30", "appointed.json", &["archive_index", "case_archived"]),
    // The same of what a court assigned (law.md 1.8).
    (
        "1",
        "assigned.json",
        &["mediation_requested", "assigned", "request_receipt"],
    ),
    ("2", "assigned.json", &["party_invited", "inquiry_letter"]),
    ("3", "assigned.json", &["case_accepted", "acceptance_notice"]),
    (
        "5",
        "assigned.json",
        &[
            "mediator_chosen",
            "mediator_appointed",
            "mediator_record",
            "disclosure_record",
        ],
    ),
    (
        "6",
        "assigned.json",
        &["party_joined", "identity_confirmed", "room_entered"],
    ),
    (
        "7",
        "assigned.json",
        &["minutes_answered", "minutes", "fact_confirmed", "claims_amended"],
    ),
    ("8", "assigned.json", &["mediation_extended", "extension_record"]),
    ("9", "assigned.json", &["terms_agreed", "agreement_presented"]),
    (
        "10",
        "assigned.json",
        &["agreement_signed", "agreement_sealed", "agreement_effective"],
    ),
    ("13B", "assigned.json", &["application_filed", "mediation_proof"]),
    ("15B", "assigned.json", &["review_decided", "decision_effective"]),
    ("20C", "suspended.json", &["limitation_moved"]),
    (
        "22C",
        "suspended.json",
        &[
            "award_term_moved",
            "claims_amended",
            "term_notice",
            "arbitration_closed",
        ],
    ),
];

#[test]
fn a_history_on_disk_walks_every_row_of_the_life_cycle() {
    for (row, file, names) in ROWS {
        let text = std::fs::read_to_string(path(file)).unwrap();
        for name in *names {
            let (event, paper) = (format!("\\\"{name}\\\""), format!("\\\"kind\\\":\\\"{name}\\\""));
            assert!(
                text.contains(&event) || text.contains(&paper),
                "row {row}: {file} has no {name}"
            );
        }
    }
    let rows: std::collections::BTreeSet<_> = ROWS.iter().map(|(row, ..)| *row).collect();
    // law.md 2: 1-12, 13A-18A, 13B-17B, 19C-22C, 23D-28D, 29, 30.
    assert_eq!(rows.len(), 12 + 6 + 5 + 4 + 6 + 2);
}

/// In force, not paid: the petition for enforcement.
fn enforced() -> Play {
    let mut play = Play::enforceable(Track::JudicialConfirmation);
    play.after(day("2026-04-01")).does(&SYSTEM, Command::Tick);
    play.does(&WORKER, prepare(CourtPetition::Enforcement)).makes_papers();
    play
}

/// Paid late, after a demand and a petition: reported, disputed, reported again, confirmed.
fn performed() -> Play {
    let mut play = Play::effective();
    play.after(day("2026-04-01")).does(&SYSTEM, Command::Tick);
    play.does(&WORKER, Command::DemandPayment)
        .does(&WORKER, prepare(CourtPetition::PaymentOrder))
        .makes_papers();
    play.does(&EMPLOYER, done(0)).does(
        &WORKER,
        Command::DisputeDuty {
            clause: payment().id,
            part: 0,
            reason: "没有到账".into(),
        },
    );
    let (clause, on) = (payment().id, day("2026-04-02"));
    let report = |part, proof| Command::ReportDuty {
        clause,
        part,
        on,
        proof,
    };
    play.does(&EMPLOYER, report(0, Some(photo(0x81, true))))
        .does(&WORKER, got(0));
    play.does(&WORKER, got(1));
    play
}

/// Heard, extended, awarded in two documents, received, unsued: in effect.
fn awarded() -> Play {
    let mut play = Play::arbitrating();
    let at = day("2026-03-12").start(domain::moment::Zone::CHINA);
    let place = "第一仲裁庭".to_owned();
    let text = "双方到庭，笔录核对无误。".to_owned();
    let digest = Digest::of(text.as_bytes());
    play.does(&ARBITRATOR, Command::ScheduleHearing { at, place })
        .makes_papers();
    play.after(day("2026-03-11"))
        .does(&ARBITRATOR, Command::RecordHearing { text });
    for party in [&WORKER, &EMPLOYER] {
        play.does(party, Command::ConfirmRecord { digest });
    }
    play.does(
        &ARBITRATOR,
        Command::ExtendAward {
            approved_by: "仲裁委主任 赵敏".into(),
            reason: "案情复杂".into(),
        },
    );
    let relation = award_item(AwardHead::Other, "确认存在劳动关系", None);
    play.does(&ARBITRATOR, award(vec![wages(1_860_000), relation]))
        .makes_papers();
    for party in [&WORKER, &EMPLOYER] {
        for kind in [PaperKind::FinalAward, PaperKind::Award] {
            play.receives(party, kind);
        }
    }
    play.after(day("2026-03-31")).does(&SYSTEM, Command::Tick);
    play
}

/// Settled before the tribunal, refused, awarded, sued on.
fn settled() -> Play {
    let number = "枫劳人仲收〔2026〕9号".to_owned();
    let mut play = Play::before_the_commission();
    play.does(&ARBITRATOR, Command::AcknowledgeFiling { number })
        .does(&ARBITRATOR, Command::AcceptArbitration)
        .makes_papers();
    play.does(&ARBITRATOR, settle()).makes_papers();
    let reason = "金额算错了".to_owned();
    play.does(&EMPLOYER, Command::RefuseStatement { reason });
    play.does(&ARBITRATOR, award(vec![wages(9_900_000)])).makes_papers();
    play.receives(&WORKER, PaperKind::Award);
    let on = day("2026-03-02");
    play.does(&WORKER, Command::ReportSuit { on });
    play
}

/// A payment order objected to, then the suit and the petition on the agreement.
fn ordered() -> Play {
    let mut play = Play::ordering();
    play.after(day("2026-04-20"));
    for (at, on) in [
        (OrderStep::HandedIn, "2026-04-02"),
        (OrderStep::Accepted, "2026-04-07"),
        (OrderStep::Issued, "2026-04-10"),
        (OrderStep::Served, "2026-04-13"),
        (OrderStep::Objected, "2026-04-15"),
        (OrderStep::Ended, "2026-04-20"),
    ] {
        play.does(&WORKER, step(at, on));
    }
    play.does(&WORKER, prepare(CourtPetition::Suit))
        .does(&WORKER, prepare(CourtPetition::Arbitration))
        .makes_papers();
    play
}

fn supported() -> Play {
    let mut play = Play::enforceable(Track::JudicialConfirmation);
    let helper = "枫林律师事务所 何律师".to_owned();
    play.does(&WORKER, by_mail(true));
    play.does(
        &SYSTEM,
        serve(
            DECISION_PDF,
            domain::service::Means::Electronic {
                told: vec![domain::service::Notified::Account],
            },
        ),
    );
    play.does(&WORKER, ask_for(AID, SupportKind::LegalAid))
        .does(&WORKER, ask_for(UNION, SupportKind::Suit))
        .does(&AIDE, decide_support(true))
        .does(&AIDE, Command::AppointHelper { helper })
        .does(&UNIONIST, decide_support(true))
        .makes_papers();
    play.does(&JUDGE, third_party("2026-03-02"));
    let explanation = "异议人未证明其权利".to_owned();
    let upheld = false;
    play.does(&JUDGE, Command::DecideObjection { upheld, explanation })
        .makes_papers();
    play
}

/// An interpreter was called; the minutes were closed, corrected, confirmed and answered with a remark.
fn minuted() -> Play {
    let mut play = Play::drafted();
    let early = "核对身份。";
    play.does(&MEDIATOR, call_interpreter())
        .does(
            &MEDIATOR,
            Command::CloseMinutes {
                document: Digest::of(early.as_bytes()),
                size: early.len() as u64,
            },
        )
        .does(&MEDIATOR, close_minutes())
        .does(&WORKER, answer_minutes(None))
        .does(&EMPLOYER, answer_minutes(Some("数额以我方台账为准")))
        .makes_papers();
    for (party, how) in [(&WORKER, 0), (&EMPLOYER, 1)] {
        let offer = figure(how).commitment();
        let disclosures = vec![figure(how)];
        play.does(party, Command::SealOffer { offer, disclosures });
    }
    let disclosures = vec![figure(0), figure(1)];
    play.does(&SYSTEM, Command::CompareOffers { disclosures });
    play
}

/// Declined once; then recorded until one withdrew, and deleted.
fn recorded() -> Play {
    let mut play = Play::mediating();
    let answer = |agreed| Command::AnswerRecording { agreed };
    for person in [&MEDIATOR, &WORKER, &EMPLOYER] {
        play.does(
            person,
            Command::EnterRoom {
                room: domain::room::RoomName::Main,
            },
        );
    }
    let propose = |keep_days| Command::ProposeRecording { keep_days };
    play.does(&MEDIATOR, propose(30))
        .does(&EMPLOYER, answer(false))
        .does(&MEDIATOR, propose(180))
        .does(&EMPLOYER, answer(true))
        .does(&WORKER, answer(true))
        .does(&WORKER, answer(false));
    let files = vec![super::recording::file(&WORKER), super::recording::file(&EMPLOYER)];
    let recording = 0;
    play.does(&SYSTEM, Command::KeepRecording { recording, files })
        .does(&MEDIATOR, Command::DeleteRecording { recording });
    play
}

/// Made by video and moved by all; a visit, cancelled; another, held; a last one nobody came to.
fn visited() -> Play {
    let mut play = Play::mediating();
    let at = |days: i64| START.plus_ms(days * DAY);
    play.does(&MEDIATOR, appoint(0, at(1), None));
    for actor in [&WORKER, &EMPLOYER, &MEDIATOR] {
        play.does(actor, name_time(0, at(2)));
    }
    play.does(&MEDIATOR, appoint(1, at(3), Some(HALL)))
        .does(
            &MEDIATOR,
            close_appointment(1, AppointmentStep::Cancelled, at(3), "调解员出差"),
        )
        .does(&MEDIATOR, appoint(2, at(4), Some(HALL)));
    play.now = at(5);
    play.does(
        &MEDIATOR,
        close_appointment(0, AppointmentStep::Missed, at(2), "被申请人未上线"),
    )
    .does(
        &MEDIATOR,
        close_appointment(2, AppointmentStep::Held, at(4), "双方到场"),
    );
    play
}

/// No commission in the region: a petition to be handed in by the worker itself.
fn self_filed() -> Play {
    let mut play = Play::left();
    play.does(&SYSTEM, Command::ReportNoCommission)
        .does(&WORKER, petition_of(petition()))
        .makes_papers();
    play
}

/// Extended by the president, confirmed, objected to by both: dismissed, then upheld.
fn objected() -> Play {
    let track = Track::JudicialConfirmation;
    let mut play = Play::under_review(track);
    let text = || "需要向调解组织核实".to_owned();
    play.does(
        &JUDGE,
        Command::ExtendReview {
            approved_by: "院长 李国安".into(),
            reason: text(),
            until: Some(day("2026-04-20")),
        },
    );
    play.does(&JUDGE, Command::Decide(Ruling::Grant));
    let issue = play.issue(track, DECISION_PDF);
    play.does(&SYSTEM, issue);
    for (party, upheld) in [(&WORKER, false), (&EMPLOYER, true)] {
        play.does(party, receive(DECISION_PDF))
            .does(party, Command::ObjectToRuling { reason: text() });
        let explanation = text();
        play.does(&JUDGE, Command::DecideObjection { upheld, explanation })
            .makes_papers();
    }
    play
}

/// Extended, run out, handed over, filed, returned, filed again and accepted.
fn transferred() -> Play {
    let mut play = Play::drafted();
    let until = day("2026-03-31");
    let reason = "等待项目部核对考勤".to_owned();
    play.does(&WORKER, Command::ProposeExtension { until, reason })
        .does(&EMPLOYER, Command::AgreeToExtension { until })
        .makes_papers()
        .does(&MEDIATOR, state_fact());
    for party in [&WORKER, &EMPLOYER] {
        play.does(party, confirm_fact());
    }
    play.after(day("2026-03-17")).does(&SYSTEM, Command::Tick);
    play.after(until).does(&SYSTEM, Command::Tick).hands_over();
    play.does(&WORKER, petition_of(petition())).makes_papers();
    let items = "请写明各月工资的计算".to_owned();
    play.does(&ARBITRATOR, Command::ReturnPetition { items });
    play.does(&WORKER, petition_of(petition())).makes_papers();
    play.does(&ARBITRATOR, Command::AcceptArbitration).makes_papers();
    play
}

#[test]
fn histories_on_disk_read_and_fold_as_they_always_did() {
    let bless = option_env!("BLESS").is_some() || std::env::var_os("BLESS").is_some();
    for (name, play) in histories() {
        let now = written(&play);
        if bless {
            std::fs::create_dir_all(path("")).unwrap();
            std::fs::write(path(name), &now).unwrap();
        }
        let then = std::fs::read_to_string(path(name)).unwrap_or_else(|_| panic!("{name} is missing: BLESS=1"));
        let read: Value = serde_json::from_str(&then).unwrap();
        let entries: Vec<Entry> = serde_json::from_value(read["entries"].clone()).unwrap();
        check_chain(CASE, &entries).unwrap();
        let mut case = Case::new(CASE);
        for entry in &entries {
            let event = entry
                .event()
                .unwrap_or_else(|_| panic!("{name}: an event is no longer known"));
            case.apply(&event.unwrap(), entry.header().unwrap().time);
        }
        assert_eq!(outcome(&case), read["outcome"], "{name} folds otherwise than it did");
        assert_eq!(
            now, then,
            "{name} would be written otherwise today; BLESS=1 if that is meant"
        );
    }
}

#[test]
fn the_histories_hold_every_event() {
    let mut seen = std::collections::BTreeSet::new();
    for (_, play) in histories() {
        for entry in &play.entries {
            let payload: Value = serde_json::from_str(entry.payload.as_ref().unwrap()).unwrap();
            let event = &payload["event"];
            let name = event.as_str().map(str::to_owned);
            seen.insert(name.unwrap_or_else(|| event.as_object().unwrap().keys().next().unwrap().clone()));
        }
    }
    let source = include_str!("../../src/event.rs");
    let body = source
        .split("pub enum Event {")
        .nth(1)
        .unwrap()
        .split("\n}")
        .next()
        .unwrap();
    let variants = body
        .lines()
        .filter_map(|line| line.strip_prefix("    "))
        .filter(|line| line.starts_with(|c: char| c.is_ascii_uppercase()))
        .count();
    assert_eq!(seen.len(), variants, "{seen:?}");
}

#[test]
fn the_vector_of_the_specification_is_in_step() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/spec/vector");
    let (_, dossier) = vector::whole();
    let trust = serde_json::to_string_pretty(&vector::trust()).unwrap() + "\n";
    if std::env::var_os("BLESS").is_some() {
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("dossier.asice"), &dossier).unwrap();
        std::fs::write(folder.join("trust.json"), &trust).unwrap();
    }
    assert_eq!(
        std::fs::read(folder.join("dossier.asice")).unwrap(),
        dossier,
        "BLESS=1 if that is meant"
    );
    assert_eq!(std::fs::read_to_string(folder.join("trust.json")).unwrap(), trust);
}
