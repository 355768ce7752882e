//! Who stands on each side: name, contact, agent, and how far the portal knows them.

use crate::folded::Folded;
use crate::open::Open;
use crate::shell::Context;
use crate::staff::act::act;
use crate::staff::say;
use crate::view::prelude::*;
use crate::words::staff::{self, Word};
use domain::actor::{Role, Side};
use domain::command::{Authority, Command, PartyKind};

/// Everything shown of one side.
#[derive(Clone, PartialEq)]
struct Shown {
    name: String,
    kind: PartyKind,
    joined: bool,
    consented: bool,
    seen: bool,
    number: Option<String>,
    phone: Option<String>,
    address: Option<String>,
    agent: Option<(String, Authority)>,
}

fn shown(folded: &Folded, side: Side) -> Option<Shown> {
    let seat = folded.case.seat(side)?;
    let told = |commitment| folded.disclosed(&commitment);
    let particulars = &seat.particulars;
    Some(Shown {
        name: folded.name(side),
        kind: particulars.kind,
        joined: seat.person.is_some(),
        consented: seat.consented,
        seen: seat.identity_seen,
        number: particulars.id_number.and_then(told),
        phone: told(particulars.phone),
        address: particulars.address.and_then(told),
        agent: particulars
            .agent
            .as_ref()
            .map(|agent| (told(agent.name).unwrap_or_else(|| "—".into()), agent.authority)),
    })
}

pub fn class(side: Side) -> &'static str {
    match side {
        Side::Claimant => "claimant",
        Side::Respondent => "respondent",
    }
}

pub fn side_word(side: Side) -> Word {
    match side {
        Side::Claimant => Word::ByClaimant,
        Side::Respondent => Word::ByRespondent,
    }
}

/// One side's card; the mediator confirms the identity here.
pub fn party(open: Open, side: Side) -> View {
    let context = open.context;
    let shown = open.watch(move |folded| shown(folded, side));
    let (confirm, id) = match side {
        Side::Claimant => (Word::ConfirmClaimant, "confirm-identity-claimant"),
        Side::Respondent => (Word::ConfirmRespondent, "confirm-identity-respondent"),
    };
    let joined = open.watch(move |folded| folded.case.seat(side).is_some_and(|seat| seat.person.is_some()));
    let mediator = open
        .folded
        .with_untracked(|folded| folded.view.you.role == Role::Mediator);
    view! {
        <section class=format!("card party {}", class(side)) data-testid=format!("party-{}", class(side))>
            {move || shown.get().map(|shown| facts(context, side, shown))}
            {mediator.then(|| view! {
                <div hidden=move || !joined.get()>
                    {act(open, id, "plain", confirm, move |_| Command::ConfirmIdentity { side })}
                </div>
            })}
        </section>
    }
}

fn facts(context: Context, side: Side, shown: Shown) -> View {
    let state = |reached: bool, yes: Word, no: Word| {
        let (class, mark, word) = if reached {
            ("chip on", "✓ ", yes)
        } else {
            ("chip", "○ ", no)
        };
        view! { <span class=class>{mark} {say(context, word)}</span> }
    };
    let line =
        |word: Word, value: Option<String>| value.map(|value| view! { <dt>{say(context, word)}</dt><dd>{value}</dd> });
    let number = match shown.kind {
        PartyKind::Resident => Word::ResidentNumber,
        PartyKind::Foreigner => Word::ForeignNumber,
        PartyKind::Organisation => Word::CreditCode,
    };
    let agent = shown.agent.map(|(name, authority)| {
        let weak = authority == Authority::General;
        view! {
            <dt>{say(context, Word::Agent)}</dt>
            <dd>
                {name} " · " {move || staff::authority(authority, context.language.get())}
                {weak.then(|| view! { <span class="warn-text"> " " {say(context, Word::MayNotSettle)}</span> })}
            </dd>
        }
    });
    view! {
        <h3>
            <small class="muted">{say(context, side_word(side))}</small>
            <span>{shown.name}</span>
        </h3>
        <p class="row states">
            {state(shown.joined, Word::Joined, Word::NotJoined)}
            {state(shown.consented, Word::ConsentGiven, Word::ConsentMissing)}
            {state(shown.seen, Word::SeenOnCamera, Word::NotSeen)}
        </p>
        <dl class="facts">
            {line(Word::Phone, shown.phone)}
            {agent}
            {line(number, shown.number)}
            {line(Word::Address, shown.address)}
        </dl>
    }
}
