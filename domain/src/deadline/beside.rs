//! Clocks beside the case's own: days of one reader, and duties of a tribunal to whoever is before it. Nothing
//! closes by a tick of theirs (CHR 15, 33, 37, 38, 44; CPL-Int 372).
//!
//! The defence is forwarded to the applicant within 5 working days (CHR 33) by being filed: what one side files on
//! the portal the other reads at once.

use super::{Clock, Deadline};
use crate::actor::{Role, Side};
use crate::arbitration::Arbitration;
use crate::calendar::{natural_days_after, working_days_after, working_days_before};
use crate::case::{Case, Stage};
use crate::command::{Ruling, Track};
use crate::hash::Digest;
use crate::moment::Date;
use crate::paper::{PaperKind, made};
use crate::service::served;
use crate::term::{TermGround, suspended};

/// Working days to answer the petition (CHR 33).
pub(crate) const DEFENCE_DAYS: u32 = 10;
/// Working days to send the petition on (CHR 33), and to name the tribunal (CHR 37).
const NOTICE_DAYS: u32 = 5;
/// Working days between the notice of a hearing and the hearing (CHR 38).
pub(crate) const HEARING_DAYS: u32 = 5;
/// Working days before a hearing until which another day may be asked for (CHR 38).
const ADJOURNMENT_DAYS: u32 = 3;
/// Days to object to a ruling that confirmed, from its receipt (CPL-Int 372).
const OBJECT_DAYS: u32 = 15;

/// What concerns `reader` beside [`super::running`], nearest first. A right that is over is not among them; a duty
/// stays until it is done.
pub fn beside(case: &Case, reader: Role, today: Date) -> Vec<Deadline> {
    let open = |day: &Date| *day >= today;
    let adjournment = (Clock::Adjournment, adjournment(case).filter(open));
    let until = present(case).and_then(|it| it.evidence_until);
    let evidence = (Clock::Evidence, until.filter(open));
    let answered_by = present(case).map(|it| it.side.other());
    let unanswered = present(case).is_some_and(|it| it.answer.is_none());
    let defence = (Clock::Defence, defence(case).filter(|_| unanswered));
    let mut days = match (reader, reader.side()) {
        (_, Some(side)) => vec![
            (defence.0, defence.1.filter(|_| answered_by == Some(side))),
            adjournment,
            evidence,
            (Clock::ObjectToRuling, objection(case, side).filter(open)),
        ],
        (Role::Arbitrator, None) => vec![defence, adjournment, evidence],
        _ => return Vec::new(),
    };
    if reader == Role::Arbitrator {
        days.extend(duties(case));
    }
    dated(case, days)
}

/// What the tribunal owes the sides by a day, nearest first.
pub fn of_tribunal(case: &Case) -> Vec<Deadline> {
    dated(case, duties(case).into())
}

fn duties(case: &Case) -> [(Clock, Option<Date>); 3] {
    let accepted = present(case).and_then(|it| it.accepted);
    let notice = accepted.and_then(|at| working_days_after(at.date(case.zone), NOTICE_DAYS, &case.local).ok());
    let copy = paper(case, PaperKind::ArbitrationNotice);
    let other = present(case).map(|it| it.side.other());
    let told = |side: Side, paper: Option<Digest>| paper.is_some_and(|it| served(case, side, &it).next().is_some());
    let both = |paper: Option<Digest>| Side::BOTH.into_iter().all(|side| told(side, paper));
    let call = hearing(case).and_then(|day| working_days_before(day, HEARING_DAYS, &case.local).ok());
    [
        (
            Clock::PetitionCopy,
            notice.filter(|_| !other.is_some_and(|other| told(other, copy))),
        ),
        (Clock::TribunalNotice, notice.filter(|_| !both(copy))),
        (
            Clock::HearingNotice,
            call.filter(|_| !both(paper(case, PaperKind::HearingNotice))),
        ),
    ]
}

fn dated(case: &Case, days: Vec<(Clock, Option<Date>)>) -> Vec<Deadline> {
    let one = |(clock, day): (Clock, Option<Date>)| {
        day.map(|day| Deadline {
            clock,
            day,
            at: day.end(case.zone),
        })
    };
    let mut dated: Vec<Deadline> = days.into_iter().filter_map(one).collect();
    dated.sort_by_key(|deadline| deadline.at);
    dated
}

/// The arbitration under way; while it is suspended none of its days run (CHR 46(6), 47).
fn present(case: &Case) -> Option<&Arbitration> {
    let under_way = case.stage == Some(Stage::Arbitrating) && suspended(case).is_none();
    case.arbitration.as_ref().filter(|_| under_way)
}

/// The newest paper of `kind`, once all that are wanted are made: before, it tells of something else.
fn paper(case: &Case, kind: PaperKind) -> Option<Digest> {
    let petitions = || case.earlier.iter().chain(&case.arbitration);
    let wanted = match kind {
        PaperKind::HearingNotice => petitions().map(|it| it.hearings as usize).sum(),
        _ => petitions().filter(|it| it.accepted.is_some()).count(),
    };
    let newest = case.papers.iter().rev().find(|paper| paper.kind == kind)?;
    (made(case, kind) == wanted).then_some(newest.document)
}

/// The day set for a hearing that was not yet held.
fn hearing(case: &Case) -> Option<Date> {
    let present = present(case).filter(|it| it.record.is_none())?;
    present.hearing.as_ref().map(|it| it.at.date(case.zone))
}

/// The last day to ask for another hearing day (CHR 38). `None` while no hearing is ahead or the days of the case stand
/// still, and where a holiday table is missing.
pub fn adjournment(case: &Case) -> Option<Date> {
    working_days_before(hearing(case)?, ADJOURNMENT_DAYS, &case.local).ok()
}

/// The last day to answer the petition, from the service of its copy with the notice that it was taken, or that its
/// claims were amended (CHR 33, 44). `None` before it is served, and where a holiday table is missing.
pub fn defence(case: &Case) -> Option<Date> {
    let present = case.arbitration.as_ref().filter(|it| it.accepted.is_some())?;
    let mut turns = case.earlier.iter().chain([present]).flat_map(|it| &it.turns);
    let copies = case.papers.iter().filter(|paper| match paper.kind {
        PaperKind::ArbitrationNotice => true,
        PaperKind::TermNotice => turns
            .next()
            .is_some_and(|(_, turn)| turn.ground == TermGround::ClaimsAmended),
        _ => false,
    });
    let copy = copies.last()?;
    let on = served(case, present.side.other(), &copy.document).next()?.on;
    working_days_after(on, DEFENCE_DAYS, &case.local).ok()
}

/// The last day for `side` to object to the court's confirmation, from its own receipt (CPL-Int 372). `None` where
/// there is nothing to object to, or the calendar is missing.
pub fn objection(case: &Case, side: Side) -> Option<Date> {
    let application = case.applications.last()?;
    let confirmed = application.track == Track::JudicialConfirmation
        && application.ruling == Some(Ruling::Grant)
        && !application.revoked();
    let decision = application.decision.as_ref().filter(|_| confirmed)?;
    let received = decision.received_at.get(&side)?;
    natural_days_after(received.date(case.zone), OBJECT_DAYS, &case.local).ok()
}
