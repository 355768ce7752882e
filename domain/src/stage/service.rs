//! 送达: confirmed addresses, and the record of what reached whom (CPL 87-95; OLR 29-31; CHR 20).

use super::{Ruled, guard};
use crate::actor::{Actor, Role, Side};
use crate::case::Case;
use crate::command::Track;
use crate::event::Event;
use crate::hash::{Commitment, Digest, Disclosure};
use crate::moment::{Date, Timestamp};
use crate::paper::PaperKind;
use crate::refusal::Refusal;
use crate::service::{self, Chosen, Means, Served};
use crate::text;

/// Of an e-mail address as a person types it; whether it takes mail only mail can tell.
fn email_fit(text: &str) -> Result<(), Refusal> {
    let plain = |part: &str| !part.is_empty() && !part.chars().any(|c| c.is_whitespace() || "<>,;:\"()".contains(c));
    match text.split_once('@') {
        Some((name, host))
            if text.len() <= 254
                && text.is_ascii()
                && plain(name)
                && plain(host)
                && host.contains('.')
                && !host.contains('@') =>
        {
            Ok(())
        }
        _ => Err(Refusal::ServiceUnfit),
    }
}

/// 送达地址确认书. Who wants paper must say where to.
pub fn choose(
    case: &Case,
    electronic: bool,
    email: Option<Commitment>,
    address: Option<Commitment>,
    disclosures: &[Disclosure],
    actor: &Actor,
) -> Ruled {
    let side = guard::party(case, actor)?;
    if disclosures.len() > 4 {
        return Err(Refusal::TooMany);
    }
    if let Some(email) = email.filter(|email| !case.known.contains(email)) {
        email_fit(guard::disclosed(disclosures, &email)?)?;
    }
    if let Some(address) = address.filter(|address| !case.known.contains(address)) {
        text::fit(guard::disclosed(disclosures, &address)?, text::LINE)?;
    }
    let known = case.seat(side).and_then(|seat| seat.particulars.address);
    if !electronic && address.or(known).is_none() {
        return Err(Refusal::ServiceUnfit);
    }
    Ok(vec![Event::ServiceChosen {
        side,
        electronic,
        email,
        address,
    }])
}

/// Whoever serves: the portal by electronic means, the mediator or the institution on paper.
fn serves(case: &Case, means: &Means, actor: &Actor) -> Result<(), Refusal> {
    if matches!(means, Means::Electronic { .. }) {
        return guard::system(actor);
    }
    match actor.role {
        Role::Mediator => guard::mediator(case, actor),
        Role::Arbitrator | Role::Judge => {
            let reviewing = case.applications.last().map(|it| it.institution);
            let hearing = case.transfer.as_ref().map(|it| it.commission);
            let ours = actor.org.is_some() && [reviewing, hearing].contains(&actor.org);
            if ours { Ok(()) } else { Err(Refusal::NotYourCase) }
        }
        _ => Err(Refusal::NotYourRole),
    }
}

/// A 调解书 takes effect by the parties' own receipt: only handing it over against a signature is one
/// (LMAL 42; CHR 59, 77).
fn receipt(case: &Case, document: Digest, means: &Means) -> bool {
    let decision = case
        .applications
        .iter()
        .find(|it| it.decision.as_ref().is_some_and(|it| it.document == document));
    let statement = decision.is_some_and(|it| it.track == Track::ArbitrationReview)
        || case
            .papers
            .iter()
            .any(|it| it.document == document && it.kind == PaperKind::ArbitralStatement);
    match means {
        Means::Handed => true,
        Means::Posted { .. } => !statement,
        Means::Electronic { .. } | Means::Left { .. } => false,
    }
}

pub fn record(
    case: &Case,
    (side, document): (Side, Digest),
    means: &Means,
    on: Date,
    actor: &Actor,
    now: Timestamp,
) -> Ruled {
    serves(case, means, actor)?;
    if !service::documents(case).iter().any(|(known, ..)| *known == document) {
        return Err(Refusal::DocumentMissing);
    }
    if on > now.date(case.zone) {
        return Err(Refusal::DayUnfit);
    }
    match means {
        Means::Electronic { .. } if !service::electronic(case, side) => return Err(Refusal::ServiceUnfit),
        Means::Posted { tracking: note } | Means::Left { note } => text::fit(note, text::LINE)?,
        Means::Electronic { .. } | Means::Handed => {}
    }
    let same = |it: &Served| std::mem::discriminant(&it.means) == std::mem::discriminant(means);
    if service::served(case, side, &document).any(same) {
        return Err(Refusal::AlreadyDone);
    }
    let mut events = vec![Event::DocumentServed {
        by: *actor,
        side,
        document,
        means: means.clone(),
        on,
    }];
    if receipt(case, document, means) {
        events.extend(received(case, side, document, now));
    }
    Ok(events)
}

/// What a signed return slip stands for: the side's own receipt.
fn received(case: &Case, side: Side, document: Digest, now: Timestamp) -> Vec<Event> {
    let Some(person) = case.seat(side).and_then(|seat| seat.person) else {
        return Vec::new();
    };
    let party = Actor {
        person,
        role: side.into(),
        org: None,
        assurance: crate::actor::Assurance::DocumentSeen,
    };
    let decision = super::review::receive(case, document, &party, now);
    decision
        .or_else(|_| super::hearing::receive(case, document, &party, now))
        .unwrap_or_default()
}

pub fn apply(case: &mut Case, event: &Event) {
    match event {
        Event::ServiceChosen {
            side,
            electronic,
            email,
            address,
        } => {
            case.known.extend(email.iter().chain(address).copied());
            if let (Some(seat), Some(address)) = (super::intake::seat_mut(case, *side), address) {
                seat.particulars.address = Some(*address);
            }
            let chosen = Chosen {
                electronic: *electronic,
                email: *email,
            };
            case.service.insert(*side, chosen);
        }
        Event::DocumentServed {
            side,
            document,
            means,
            on,
            ..
        } => case.services.push(Served {
            side: *side,
            document: *document,
            means: means.clone(),
            on: *on,
        }),
        _ => {}
    }
}
