//! 仲裁审查 (CHR 74-79) and 司法确认 (CPL 205-206; CPL-Int 351-358): two tracks, one road.

use super::{Ruled, guard, signing};
use crate::actor::{Actor, Role};
use crate::calendar;
use crate::case::{Application, Case, Decision, Objection, Objector, Stage};
use crate::command::{DisputeHead, Evidence, RejectGround, Ruling, RulingGround, SignedStatement, Track};
use crate::deadline::beside;
use crate::event::Event;
use crate::hash::{Commitment, Digest, Disclosure, PublicKey, Signature};
use crate::id::OrgId;
use crate::moment::{Date, Timestamp};
use crate::refusal::Refusal;
use crate::seal::{self, Act};
use crate::sorted::{Map, Set};
use crate::text;

/// Working days to review (CHR 76).
const REVIEW_WORKING_DAYS: u32 = 5;
/// Days to confirm (CPL 187).
const CONFIRM_DAYS: u32 = 30;
/// Working days a review may be extended by (CHR 76).
const EXTENSION_WORKING_DAYS: u32 = 5;
/// A president's approval names a day, not a number of days (CPL 187); further away it is a slip.
const FURTHEST: i64 = 366;

fn decider(track: Track) -> Role {
    match track {
        Track::ArbitrationReview => Role::Arbitrator,
        Track::JudicialConfirmation => Role::Judge,
    }
}

/// The institution's own person on the application under way.
fn desk<'a>(case: &'a Case, actor: &Actor) -> Result<&'a Application, Refusal> {
    if !matches!(actor.role, Role::Arbitrator | Role::Judge) {
        return Err(Refusal::NotYourRole);
    }
    let application = case.application().ok_or(Refusal::WrongStage)?;
    if actor.role != decider(application.track) {
        return Err(Refusal::NotYourRole);
    }
    if actor.org != Some(application.institution) {
        return Err(Refusal::NotYourCase);
    }
    Ok(application)
}

/// The court has confirmed the agreement (CHR 75(5)); its ruling cannot be withdrawn.
fn confirmed(case: &Case) -> bool {
    case.applications.iter().any(|application| {
        application.track == Track::JudicialConfirmation
            && application.ruling == Some(Ruling::Grant)
            && !application.revoked()
    })
}

fn window_open(case: &Case, track: Track, now: Timestamp) -> bool {
    let last = match track {
        Track::ArbitrationReview => case.review_until,
        Track::JudicialConfirmation => case.confirmation_until,
    };
    last.is_some_and(|day| now <= day.end(case.zone))
}

pub fn apply_for(
    case: &Case,
    track: Track,
    institution: OrgId,
    statement: &SignedStatement,
    actor: &Actor,
    now: Timestamp,
) -> Ruled {
    let side = guard::party(case, actor)?;
    if case.stage == Some(Stage::Enforceable) || confirmed(case) {
        return Err(Refusal::AlreadyConfirmed);
    }
    guard::stage(case, Stage::Effective)?;
    if track == Track::ArbitrationReview && case.heads.iter().all(|head| *head == DisputeHead::LabourRelation) {
        return Err(Refusal::ConfirmsLabourRelation);
    }
    if case.body == Some(institution) {
        // Nobody reviews its own mediation.
        return Err(Refusal::InstitutionUnfit);
    }
    if !window_open(case, track, now) {
        return Err(Refusal::WindowOver);
    }
    // A half whose own window closed unanswered stands in nobody's way.
    let half = case
        .application()
        .filter(|application| application.filed.is_none() && window_open(case, application.track, now));
    if let Some(half) = half {
        if half.track != track || half.institution != institution {
            return Err(Refusal::OtherTrack);
        }
        if half.applied.contains(&side) {
            return Err(Refusal::AlreadyDone);
        }
    }
    signing::check_statement(case, statement, Act::Apply { track, institution }, actor, now)?;
    let mut events = vec![Event::ReviewApplied {
        side,
        track,
        institution,
        statement: statement.clone(),
    }];
    if half.is_some() {
        events.push(Event::ApplicationFiled { track, institution });
    }
    Ok(events)
}

/// A half by the side that applied; once filed, either side: before an arbitral 调解书 is served,
/// and it must be allowed (CHR 76), or before the court has ruled (CPL-Int 357).
pub fn withdraw(case: &Case, reason: &str, actor: &Actor) -> Ruled {
    let side = guard::party(case, actor)?;
    let application = case.application().ok_or(Refusal::WrongStage)?;
    if application.filed.is_none() && !application.applied.contains(&side) {
        return Err(Refusal::WrongStage);
    }
    let served = match application.track {
        Track::ArbitrationReview => application.decision.as_ref().is_some_and(|it| !it.received.is_empty()),
        Track::JudicialConfirmation => application.ruling.is_some(),
    };
    if served {
        return Err(Refusal::DecisionServed);
    }
    text::fit(reason, text::REASON)?;
    Ok(vec![Event::ApplicationWithdrawn {
        by: *actor,
        reason: reason.into(),
    }])
}

/// 收件回执: of an application, or of a petition for arbitration; it is no acceptance (CHR 29).
pub fn acknowledge(case: &Case, number: &str, actor: &Actor) -> Ruled {
    let known = if case.transfer.is_some() {
        super::transfer::desk(case, actor)?;
        case.arbitration.as_ref().and_then(|it| it.receipt.as_ref())
    } else {
        let application = desk(case, actor)?;
        guard::stage(case, Stage::ApplicationPending)?;
        application.receipt.as_ref()
    };
    if known.is_some() {
        return Err(Refusal::AlreadyDone);
    }
    text::fit(number, text::NAME)?;
    Ok(vec![Event::FilingAcknowledged {
        by: *actor,
        number: number.into(),
    }])
}

/// `within`: a court's own practice, in days, shorter than the law's (the 2011 rules on confirming
/// people's mediation gave fifteen).
pub fn accept(case: &Case, within: Option<u32>, actor: &Actor, now: Timestamp) -> Ruled {
    let application = desk(case, actor)?;
    guard::stage(case, Stage::ApplicationPending)?;
    let today = now.date(case.zone);
    let decide_by = match (application.track, within) {
        (Track::ArbitrationReview, None) => calendar::working_days_after(today, REVIEW_WORKING_DAYS, &case.local),
        (Track::JudicialConfirmation, None) => calendar::natural_days_after(today, CONFIRM_DAYS, &case.local),
        (Track::JudicialConfirmation, Some(days @ 1..=CONFIRM_DAYS)) => {
            calendar::natural_days_after(today, days, &case.local)
        }
        _ => return Err(Refusal::ExtensionUnfit),
    }
    .map_err(|_| Refusal::CalendarMissing)?;
    Ok(vec![Event::ApplicationAccepted {
        by: *actor,
        decide_by,
        within,
    }])
}

pub fn reject(case: &Case, ground: RejectGround, explanation: &str, actor: &Actor) -> Ruled {
    let application = desk(case, actor)?;
    guard::stage(case, Stage::ApplicationPending)?;
    let fits = match application.track {
        Track::ArbitrationReview => ground != RejectGround::ExcludedMatter,
        Track::JudicialConfirmation => !matches!(
            ground,
            RejectGround::ConfirmsLabourRelation | RejectGround::AlreadyConfirmed
        ),
    };
    if !fits {
        return Err(Refusal::GroundUnfit);
    }
    text::fit(explanation, text::REASON)?;
    Ok(vec![Event::ApplicationRejected {
        by: *actor,
        ground,
        explanation: explanation.into(),
    }])
}

/// CHR 76 with the approval of the commission's chair or the institute's head; CPL 187 with that of
/// the court's president.
pub fn extend(
    case: &Case,
    approved_by: &str,
    reason: &str,
    until: Option<Date>,
    actor: &Actor,
    now: Timestamp,
) -> Ruled {
    let application = desk(case, actor)?;
    guard::stage(case, Stage::UnderReview)?;
    if application.extended.is_some() {
        return Err(Refusal::AlreadyDone);
    }
    text::fit(approved_by, text::NAME)?;
    text::fit(reason, text::REASON)?;
    let last = application.decide_by.ok_or(Refusal::WrongStage)?;
    if now > last.end(case.zone) {
        return Err(Refusal::ExtensionUnfit);
    }
    let decide_by = match (application.track, until) {
        (Track::ArbitrationReview, None) => calendar::working_days_after(last, EXTENSION_WORKING_DAYS, &case.local)
            .map_err(|_| Refusal::CalendarMissing)?,
        (Track::JudicialConfirmation, Some(until)) if until > last && last.days_until(until) <= FURTHEST => until,
        _ => return Err(Refusal::ExtensionUnfit),
    };
    Ok(vec![Event::ReviewExtended {
        by: *actor,
        approved_by: approved_by.into(),
        reason: reason.into(),
        decide_by,
    }])
}

pub fn object(case: &Case, reason: &str, actor: &Actor, now: Timestamp) -> Ruled {
    let side = guard::party(case, actor)?;
    if !matches!(case.stage, Some(Stage::Serving | Stage::Enforceable)) {
        return Err(Refusal::WrongStage);
    }
    let last = beside::objection(case, side).ok_or(Refusal::ObjectionLate)?;
    if now > last.end(case.zone) {
        return Err(Refusal::ObjectionLate);
    }
    let mut raised = case.applications.last().into_iter().flat_map(|it| &it.objections);
    if raised.any(|it| it.by_whom == Objector::Party(side) || it.decided.is_none()) {
        return Err(Refusal::AlreadyDone);
    }
    text::fit(reason, text::REASON)?;
    Ok(vec![Event::RulingObjected {
        side,
        reason: reason.into(),
    }])
}

/// The last day of six months from `knew`, which nothing interrupts or extends (CPL-Int 372).
pub fn third_until(knew: Date) -> Option<Date> {
    let (year, month) = match knew.month() {
        month @ 1..=6 => (knew.year(), month + 6),
        month => (knew.year() + 1, month - 6),
    };
    (28..=31)
        .rev()
        .find_map(|last| Date::new(year, month, knew.day().min(last)))
}

/// The court takes down who objects, what it says and when it knew.
pub fn object_as_third(
    case: &Case,
    who: Commitment,
    knew: Date,
    reason: &str,
    disclosures: &[Disclosure],
    actor: &Actor,
    now: Timestamp,
) -> Ruled {
    let application = desk(case, actor)?;
    if application.track != Track::JudicialConfirmation || application.ruling != Some(Ruling::Grant) {
        return Err(Refusal::WrongStage);
    }
    let today = now.date(case.zone);
    if knew > today {
        return Err(Refusal::DayUnfit);
    }
    if third_until(knew).is_none_or(|last| today > last) {
        return Err(Refusal::ObjectionLate);
    }
    if application.objections.iter().any(|it| it.decided.is_none()) {
        return Err(Refusal::AlreadyDone);
    }
    text::fit(reason, text::REASON)?;
    if !case.known.contains(&who) {
        text::fit(guard::disclosed(disclosures, &who)?, text::NAME)?;
    }
    Ok(vec![Event::ThirdPartyObjected {
        by: *actor,
        who,
        knew,
        reason: reason.into(),
    }])
}

pub fn decide_objection(case: &Case, upheld: bool, explanation: &str, actor: &Actor) -> Ruled {
    let application = desk(case, actor)?;
    let open = application
        .objections
        .last()
        .is_some_and(|objection| objection.decided.is_none());
    if !open {
        return Err(Refusal::WrongStage);
    }
    text::fit(explanation, text::REASON)?;
    Ok(vec![Event::ObjectionDecided {
        by: *actor,
        upheld,
        explanation: explanation.into(),
    }])
}

pub fn return_for_supplement(case: &Case, items: &str, actor: &Actor) -> Ruled {
    let application = desk(case, actor)?;
    if !matches!(case.stage, Some(Stage::ApplicationPending | Stage::UnderReview)) {
        return Err(Refusal::WrongStage);
    }
    if application.supplement.is_some() {
        return Err(Refusal::AlreadyDone);
    }
    text::fit(items, text::REASON)?;
    Ok(vec![Event::SupplementRequested {
        by: *actor,
        items: items.into(),
    }])
}

pub fn supplement(case: &Case, answer: &str, evidence: &[Evidence], actor: &Actor) -> Ruled {
    let side = guard::party(case, actor)?;
    let application = case.application().ok_or(Refusal::WrongStage)?;
    if application.supplement.is_none() {
        return Err(Refusal::AlreadyDone);
    }
    text::fit(answer, text::REASON)?;
    if evidence.len() > 20 {
        return Err(Refusal::TooMany);
    }
    evidence.iter().try_for_each(|piece| guard::evidence(case, piece))?;
    // What goes to the institution, the other side sees too.
    let evidence = evidence.iter().cloned().map(|piece| Evidence { shared: true, ..piece });
    Ok(vec![Event::Supplemented {
        side,
        answer: answer.into(),
        evidence: evidence.collect(),
    }])
}

pub fn rule(case: &Case, ruling: &Ruling, actor: &Actor) -> Ruled {
    let application = desk(case, actor)?;
    guard::stage(case, Stage::UnderReview)?;
    if let Ruling::Refuse { ground, explanation } = ruling {
        let fits = match application.track {
            Track::ArbitrationReview => *ground != RulingGround::PublicOrder,
            Track::JudicialConfirmation => *ground != RulingGround::SuspectedFalseEvidence,
        };
        if !fits {
            return Err(Refusal::GroundUnfit);
        }
        text::fit(explanation, text::REASON)?;
    }
    Ok(vec![Event::ReviewDecided {
        by: *actor,
        ruling: ruling.clone(),
    }])
}

pub fn issue(
    case: &Case,
    document: Digest,
    size: u64,
    number: &str,
    (key, signature): (PublicKey, &Signature),
    marked: bool,
    actor: &Actor,
) -> Ruled {
    guard::system(actor)?;
    let application = case.undocumented().ok_or(Refusal::AlreadyDone)?;
    let (_, terms) = case.agreed_terms.as_ref().ok_or(Refusal::DocumentMissing)?;
    text::fit(number, text::NAME)?;
    if !key.verifies(
        &seal::seal_bytes(case.id, application.institution, document, *terms),
        signature,
    ) {
        return Err(Refusal::SignatureInvalid);
    }
    Ok(vec![Event::DecisionIssued {
        document,
        size,
        number: number.into(),
        key,
        signature: *signature,
        marked,
    }])
}

/// 签收. An arbitral 调解书 takes effect when both have signed for it (CHR 77); a ruling binds once
/// served on both (CPL 185).
pub fn receive(case: &Case, document: Digest, actor: &Actor, now: Timestamp) -> Ruled {
    let side = guard::party(case, actor)?;
    let issued = |application: &&Application| application.decision.as_ref().is_some_and(|it| it.document == document);
    let application = case.applications.iter().find(issued).ok_or(Refusal::DocumentMissing)?;
    let decision = application.decision.as_ref().ok_or(Refusal::DocumentMissing)?;
    if application.withdrawn || application.revoked() {
        return Err(Refusal::WrongStage);
    }
    if decision.received.contains(&side) {
        return Err(Refusal::AlreadyDone);
    }
    let mut events = vec![Event::DecisionReceived { side, document }];
    if application.ruling == Some(Ruling::Grant) && decision.received.contains(&side.other()) {
        events.push(Event::DecisionEffective { at: now });
    }
    Ok(events)
}

pub fn apply(case: &mut Case, event: &Event, at: Timestamp) {
    match event {
        Event::ReviewApplied {
            side,
            track,
            institution,
            statement,
        } => {
            case.nonces.insert(statement.attested.statement.nonce);
            let half = case.applications.last_mut().filter(|half| {
                half.filed.is_none() && !half.withdrawn && half.track == *track && half.institution == *institution
            });
            if let Some(half) = half {
                half.applied.insert(*side);
            } else {
                case.applications.push(Application {
                    track: *track,
                    institution: *institution,
                    applied: Set::from_iter([*side]),
                    filed: None,
                    receipt: None,
                    accepted: None,
                    decide_by: None,
                    extended: None,
                    extended_for: String::new(),
                    supplement: None,
                    ruling: None,
                    ruled_by: None,
                    rejected: None,
                    rejected_for: String::new(),
                    withdrawn: false,
                    withdrawn_by: None,
                    decision: None,
                    objections: Vec::new(),
                });
            }
            return;
        }
        Event::DecisionEffective { at } => {
            case.enforceable_at = Some(*at);
            case.stage = Some(Stage::Enforceable);
            return;
        }
        Event::Supplemented { evidence, side, .. } => {
            let person = case.seat(*side).and_then(|seat| seat.person);
            if let Some(person) = person {
                let by = Actor {
                    person,
                    role: Role::from(*side),
                    org: None,
                    assurance: crate::actor::Assurance::Phone,
                };
                case.evidence.extend(evidence.iter().map(|piece| (by, piece.clone())));
            }
        }
        _ => {}
    }
    // Documents follow their own application, even when another has begun meanwhile.
    match event {
        Event::DecisionIssued {
            document,
            size,
            number,
            marked,
            ..
        } => {
            let waiting = |it: &&mut Application| it.ruling.is_some() && it.decision.is_none() && !it.withdrawn;
            if let Some(application) = case.applications.iter_mut().find(waiting) {
                application.decision = Some(Decision {
                    document: *document,
                    size: *size,
                    number: number.clone(),
                    marked: *marked,
                    received: Set::new(),
                    received_at: Map::new(),
                });
            }
            return;
        }
        Event::DecisionReceived { side, document } => {
            // On paper it was received the day it arrived, whenever that was recorded.
            let on = crate::service::on_paper(case, *side, document).map_or(at, |day| day.start(case.zone));
            let decisions = case.applications.iter_mut().filter_map(|it| it.decision.as_mut());
            for decision in decisions.filter(|decision| decision.document == *document) {
                decision.received.insert(*side);
                decision.received_at.insert(*side, on);
            }
            return;
        }
        _ => {}
    }
    let Some(application) = case.applications.last_mut() else {
        return;
    };
    match event {
        Event::FilingAcknowledged { number, .. } => application.receipt = Some(number.clone()),
        Event::ApplicationFiled { .. } => {
            application.filed = Some(at);
            case.stage = Some(Stage::ApplicationPending);
        }
        Event::ApplicationWithdrawn { by, reason } => {
            application.withdrawn = true;
            application.withdrawn_by = by.role.side().map(|side| (side, reason.clone()));
            case.stage = Some(Stage::Effective);
        }
        Event::ApplicationAccepted { decide_by, .. } => {
            application.accepted = Some(at);
            application.decide_by = Some(*decide_by);
            case.stage = Some(Stage::UnderReview);
        }
        Event::ApplicationRejected {
            ground, explanation, ..
        } => {
            application.rejected = Some(*ground);
            application.rejected_for = explanation.clone();
            case.stage = Some(Stage::Effective);
        }
        Event::ReviewExtended {
            approved_by,
            decide_by,
            reason,
            ..
        } => {
            application.extended_for = reason.clone();
            application.decide_by = Some(*decide_by);
            application.extended = Some(approved_by.clone());
        }
        Event::ThirdPartyObjected { who, reason, .. } => {
            application.objections.push(Objection {
                by_whom: Objector::Third(*who),
                reason: reason.clone(),
                decided: None,
                by: None,
            });
            case.known.insert(*who);
        }
        Event::RulingObjected { side, reason } => application.objections.push(Objection {
            by_whom: Objector::Party(*side),
            reason: reason.clone(),
            decided: None,
            by: None,
        }),
        Event::ObjectionDecided {
            upheld,
            explanation,
            by,
        } => {
            if let Some(objection) = application.objections.last_mut() {
                objection.decided = Some((*upheld, explanation.clone()));
                objection.by = Some(by.person);
            }
            if *upheld {
                case.stage = Some(Stage::Effective);
                case.enforceable_at = None;
            }
        }
        Event::SupplementRequested { items, .. } => application.supplement = Some(items.clone()),
        Event::Supplemented { .. } => application.supplement = None,
        Event::ReviewDecided { ruling, by } => {
            application.ruling = Some(ruling.clone());
            application.ruled_by = Some(by.person);
            case.stage = Some(if *ruling == Ruling::Grant {
                Stage::Serving
            } else {
                Stage::Effective
            });
        }
        _ => {}
    }
}
