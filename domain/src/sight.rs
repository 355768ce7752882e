//! Who may see which entry. What a party may not see never reaches its phone; the chain still
//! verifies because the header stays.

use crate::actor::{Actor, Role, Side};
use crate::arbitration::{Fact, undisputed};
use crate::case::{Application, Case};
use crate::event::Event;
use crate::hash::{Commitment, Digest};
use crate::log::Entry;
use crate::paper::PaperKind;
use crate::sorted::Set;
use crate::stage::commitments;
use crate::terms::{Clause, ClauseBody};

/// `true` if `viewer` may read the case at all: its parties, its body's mediators, and the
/// institution it was filed with or handed over to.
pub fn may_open(case: &Case, viewer: &Actor) -> bool {
    match viewer.role {
        Role::System => true,
        Role::Claimant | Role::Respondent => viewer
            .role
            .side()
            .is_some_and(|side| case.seat(side).is_some_and(|seat| seat.person == Some(viewer.person))),
        Role::Mediator => viewer.org.is_some() && viewer.org == case.body,
        // The institution reads from the joint filing on, never a half application.
        Role::Arbitrator | Role::Judge => {
            let filed = |it: &Application| it.filed.is_some() && Some(it.institution) == viewer.org;
            case.applications.iter().any(filed) || handed_over(case, viewer)
        }
        // One who is called to interpret; those who watch over the body's mediators.
        Role::Interpreter => case.interpreter.as_ref().is_some_and(|it| it.person == viewer.person),
        Role::Observer => viewer.org.is_some() && viewer.org == case.body,
        Role::Supporter => case.supports.iter().any(|it| Some(it.org) == viewer.org),
        Role::OrgAdmin => false,
    }
}

/// `true` for whoever reads a case from outside the mediation: no offer passes to him.
pub fn outside(case: &Case, viewer: &Actor) -> bool {
    viewer.role == Role::Supporter || handed_over(case, viewer)
}

/// `true` where the case came to `viewer`'s commission without an agreement: it then gets no offer.
pub fn handed_over(case: &Case, viewer: &Actor) -> bool {
    viewer.role == Role::Arbitrator
        && viewer.org.is_some()
        && case.transfer.as_ref().map(|transfer| transfer.commission) == viewer.org
}

/// What was offered, conceded or said to settle may not be used outside (EMR 11; OMR 18): of the
/// talks a commission gets only facts that both confirmed.
fn carried_over(case: &Case, event: &Event) -> bool {
    match event {
        Event::SigningDeclined { .. }
        | Event::RoomEntered { .. }
        | Event::RoomLeft { .. }
        | Event::CaucusOpened { .. }
        | Event::CaucusClosed { .. }
        | Event::InterpreterCalled { .. } => false,
        Event::EvidenceAdded { evidence, .. } => evidence.shared,
        Event::FactStated { fact, text } => undisputed(case).any(|stated| stated.id == *fact && stated.text == *text),
        Event::FactConfirmed { fact, digest, .. } => {
            undisputed(case).any(|stated| stated.id == *fact && Fact::digest_of(&stated.text) == *digest)
        }
        _ => !offered(case, event),
    }
}

/// What one side would have put up with: clauses, and agreements that nobody was bound by.
fn offered(case: &Case, event: &Event) -> bool {
    match event {
        Event::ClauseWritten { .. } | Event::ClauseRemoved { .. } | Event::ClauseMarked { .. } => true,
        Event::TermsAgreed { digest, .. } => !binding(case, *digest),
        Event::AgreementPresented { terms, .. } => !binding(case, *terms),
        Event::AgreementSigned { statement, .. } => !binding(case, statement.attested.statement.terms),
        _ => false,
    }
}

/// Whoever may know what was said: those who mediate and those they mediate between, with who interprets
/// for them and who watches over them. What is said in mediation stays there (EMR 11; OMR 18).
pub fn of_the_talks(role: Role) -> bool {
    !matches!(role, Role::Arbitrator | Role::Judge | Role::Supporter | Role::OrgAdmin)
}

/// What never leaves the mediation, not even with an agreement.
fn stays_in_mediation(event: &Event) -> bool {
    matches!(
        event,
        Event::MinutesClosed { .. }
            | Event::MinutesAnswered { .. }
            | Event::OfferSealed { .. }
            | Event::OffersCompared { .. }
            | Event::RecordingProposed { .. }
            | Event::RecordingAnswered { .. }
            | Event::RecordingStarted
            | Event::RecordingKept { .. }
            | Event::RecordingDeleted { .. }
            | Event::AppointmentRecorded { .. }
            | Event::PaperIssued {
                kind: PaperKind::Minutes,
                ..
            }
    )
}

/// Of an agreement in effect, or once in effect.
fn binding(case: &Case, terms: Digest) -> bool {
    let present = case.agreed_terms.as_ref().filter(|_| case.effective_at.is_some());
    let mut all = case.settled.iter().filter_map(|it| it.terms.as_ref()).chain(present);
    all.any(|(_, digest)| *digest == terms)
}

/// `true` if `viewer` may see `event` of `case`, which is folded to its newest entry.
pub fn may_see(case: &Case, event: &Event, viewer: &Actor) -> bool {
    use crate::room::may_stand;
    if !of_the_talks(viewer.role) && stays_in_mediation(event) {
        return false;
    }
    // Whoever did not confirm the first agreement does not follow the talks about another (EMR 11).
    if !of_the_talks(viewer.role) && case.accepted > 1 && offered(case, event) {
        return false;
    }
    if outside(case, viewer) {
        let own =
            matches!(event, Event::RoomEntered { by, .. } | Event::RoomLeft { by, .. } if by.person == viewer.person);
        return own || carried_over(case, event);
    }
    match event {
        // Whom a worker asks for help, and why, is not the other side's to know.
        Event::SupportAsked { .. }
        | Event::SupportDecided { .. }
        | Event::HelperAppointed { .. }
        | Event::PaperIssued {
            kind: PaperKind::AidDecision | PaperKind::SupportOpinion,
            ..
        } => viewer
            .role
            .side()
            .is_none_or(|side| case.supports.iter().all(|it| it.side == side)),
        // Called into one caucus, an interpreter learns nothing of the other.
        Event::RoomEntered { room, by } | Event::RoomLeft { room, by } if room.caucus_side().is_some() => {
            match viewer.role {
                Role::System => true,
                Role::Interpreter => viewer.person == by.person,
                role => may_stand(role, *room),
            }
        }
        Event::EvidenceAdded { by, evidence } if !evidence.shared => {
            viewer.role == Role::System || viewer.role == Role::Mediator || viewer.person == by.person
        }
        _ => true,
    }
}

/// `true` if `viewer` may read the file of a piece of evidence (EMR 11), as [`may_see`] has it for the entry.
pub fn may_read_evidence(case: &Case, file: Digest, viewer: &Actor) -> bool {
    case.evidence.iter().any(|(by, evidence)| {
        evidence.digest == file && (evidence.shared || viewer.role == Role::Mediator || by.person == viewer.person)
    })
}

/// `entry` as `viewer` may have it. An unreadable payload is withheld.
pub fn view(case: &Case, entry: &Entry, viewer: &Actor) -> Entry {
    match entry.event() {
        Ok(Some(event)) if may_see(case, &event, viewer) => entry.clone(),
        _ => entry.redacted(),
    }
}

/// Where visits go to, which may be somebody's home.
pub fn visited(case: &Case) -> impl Iterator<Item = Commitment> + '_ {
    case.appointments.iter().filter_map(|it| it.place)
}

/// The disclosed values `viewer` may read: parties get their own, the other side's name and
/// agent, and accounts that stand in clauses; the mediator and the institution get all.
pub fn readable(case: &Case, viewer: &Actor) -> Set<Commitment> {
    let filed = case.arbitration.iter().map(|it| &it.petition);
    let petition = filed
        .chain(case.self_filed.iter().map(|(_, petition)| petition))
        .flat_map(|it| it.commitments());
    if outside(case, viewer) {
        let seats = Side::BOTH.iter().filter_map(|side| case.seat(*side));
        return seats
            .flat_map(|seat| commitments(&seat.particulars))
            .chain(petition)
            .collect();
    }
    let own = viewer.role.side();
    // Who interprets or watches knows the parties by name and no more.
    let guest = matches!(viewer.role, Role::Interpreter | Role::Observer);
    if own.is_none() && !guest {
        let mut all = case.known.clone();
        all.extend(visited(case).filter(|_| of_the_talks(viewer.role)));
        return all;
    }
    let mut out = Set::new();
    for side in Side::BOTH {
        let Some(seat) = case.seat(side) else { continue };
        let particulars = &seat.particulars;
        out.insert(particulars.name);
        out.extend(particulars.agent.as_ref().map(|agent| agent.name));
        if Some(side) == own {
            out.insert(particulars.phone);
            out.extend(particulars.id_number);
            out.extend(particulars.address);
            out.extend(case.service.get(&side).and_then(|chosen| chosen.email));
        }
    }
    out.extend(visited(case));
    if guest {
        return out;
    }
    out.extend(petition);
    let clauses = case
        .draft
        .0
        .iter()
        .chain(case.agreed_terms.iter().flat_map(|(terms, _)| &terms.0));
    out.extend(clauses.filter_map(account));
    out
}

fn account(clause: &Clause) -> Option<Commitment> {
    match &clause.body {
        ClauseBody::Payment(payment) => payment.account,
        ClauseBody::DepositReturn(deposit) => deposit.account,
        _ => None,
    }
}

/// The values that the agreement of `case` prints: who the parties are, and accounts in its clauses.
pub fn printed(case: &Case) -> Set<Commitment> {
    let mut out = Set::new();
    for seat in Side::BOTH.into_iter().filter_map(|side| case.seat(side)) {
        let particulars = &seat.particulars;
        out.insert(particulars.name);
        out.extend(particulars.agent.as_ref().map(|agent| agent.name));
        out.extend(particulars.id_number);
        out.extend(particulars.address);
    }
    let clauses = case.agreed_terms.iter().flat_map(|(terms, _)| &terms.0);
    out.extend(clauses.filter_map(account));
    out
}

/// The disclosed values that go into a dossier for `viewer`: what he may read, and what the agreement in it says
/// anyway, so that it can be made again.
pub fn enclosed(case: &Case, viewer: &Actor) -> Set<Commitment> {
    let mut out = readable(case, viewer);
    if case.agreement.is_some() {
        out.extend(printed(case));
    }
    out
}
