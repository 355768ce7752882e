//! The invited person takes the seat (OMR 17): what it is about, who you are, your authority, each
//! consent, then joined.

use super::answers::Answers;
use super::field::{Form, Shape, choice, field, input};
use super::matter::claims_and_facts;
use super::place;
use super::request::{consents, line, reach, who};
use super::say::say;
use super::steps::{Page, steps};
use crate::api::Fault;
use crate::keep::{forget, kept};
use crate::open::Open;
use crate::view::prelude::*;
use crate::words::party::Word;
use domain::actor::Side;
use domain::command::{Authority, Command, PartyKind};

fn key(open: Open) -> String {
    let person = open.folded.with_untracked(|folded| folded.view.you.person);
    format!("join:{}:{person}", open.id)
}

pub fn join(open: Open) -> View {
    let answers = kept::<Answers>(&key(open));
    let kind = open.folded.with_untracked(|folded| {
        let side = folded.view.you.role.side().unwrap_or(Side::Respondent);
        folded.case.seat(side).map(|seat| seat.particulars.kind)
    });
    if answers.with_untracked(|answers| answers.kind.is_none()) {
        answers.update(|answers| answers.kind = kind);
    }
    let organisation = kind == Some(PartyKind::Organisation);
    let identified: fn(&Answers) -> bool = |a| a.wrong_name().is_none() && a.wrong_number().is_none();
    let reached: fn(&Answers) -> bool = |a| a.wrong_phone().is_none() && a.wrong_address().is_none();
    let mut pages = vec![Page {
        title: Word::WhatTheyAsk,
        draw: asked_of_you,
        whole: |_| true,
    }];
    if organisation {
        pages.push(Page {
            title: Word::WhichFirm,
            draw: firm,
            whole: identified,
        });
        pages.push(Page {
            title: Word::HowToReachFirm,
            draw: reach,
            whole: reached,
        });
        pages.push(Page {
            title: Word::WhoSpeaks,
            draw: speaker,
            whole: |a| a.wrong_agent().is_none() && a.authority.is_some(),
        });
    } else {
        pages.push(Page {
            title: Word::WhoAreYou,
            draw: who,
            whole: identified,
        });
        pages.push(Page {
            title: Word::HowToReachYou,
            draw: reach,
            whole: reached,
        });
    }
    pages.push(Page {
        title: Word::WhatYouAgree,
        draw: consents,
        whole: Answers::all_consents,
    });
    pages.push(Page {
        title: Word::ReadItBack,
        draw: read_back,
        whole: |_| true,
    });
    steps(Form::new(answers), format!("case/{}/join", open.id), pages)
}

fn asked_of_you(_: Form) -> View {
    let open = Open::get();
    view! {
        <p class="note">{say(Word::JoinRights)}</p>
        {open.folded.with_untracked(claims_and_facts)}
    }
}

fn firm(form: Form) -> View {
    view! {
        {input(form, field!(name, Word::FirmName, Some(Word::FirmNameHint), Shape::Line, "organization", Answers::wrong_name))}
        {input(form, field!(number, Word::CreditCode, Some(Word::CreditCodeHint), Shape::Number, "off", Answers::wrong_number))}
    }
}

fn speaker(form: Form) -> View {
    let kinds = vec![
        (
            Authority::LegalRepresentative,
            Word::LegalRepresentative,
            Some(Word::LegalRepresentativeHint),
        ),
        (
            Authority::Special,
            Word::SpecialAuthority,
            Some(Word::SpecialAuthorityHint),
        ),
        (
            Authority::General,
            Word::GeneralAuthority,
            Some(Word::GeneralAuthorityHint),
        ),
    ];
    let general = move || {
        form.answers
            .with(|answers| answers.authority == Some(Authority::General))
    };
    view! {
        {input(form, field!(agent, Word::AgentName, None, Shape::Line, "name", Answers::wrong_agent))}
        {choice(form, "authority", Word::WhichAuthority, kinds, |a| a.authority, |a, value| a.authority = Some(value), Some(Word::WrongAuthority))}
        {move || general().then(|| view! { <p class="note warn" role="status">{say(Word::GeneralWarning)}</p> })}
    }
}

fn read_back(form: Form) -> View {
    let open = Open::get();
    let answers = form.answers.get_untracked();
    let organisation = answers.kind() == PartyKind::Organisation;
    let base = format!("case/{}/join", open.id);
    let busy = RwSignal::new(false);
    let take = move |_| {
        busy.set(true);
        spawn_local(async move {
            let outcome = seated(open, &form.answers.get_untracked()).await;
            let _ = busy.try_set(false);
            match outcome {
                Ok(()) => {
                    open.context.fault.set(None);
                    forget(&key(open));
                    place::go(&format!("case/{}", open.id));
                }
                Err(fault) => open.context.refuse(&fault),
            }
        });
    };
    let (name, number) = if organisation {
        (Word::FirmName, Word::CreditCode)
    } else {
        (Word::YourName, Word::DocumentNumber)
    };
    view! {
        <dl class="readback">
            {line(name, answers.name, 2, &base)}
            {line(number, super::answers::plain(&answers.number), 2, &base)}
            {line(Word::YourPhone, super::answers::plain(&answers.phone), 3, &base)}
            {line(Word::YourAddress, answers.address, 3, &base)}
            {organisation.then(|| line(Word::AgentName, answers.agent, 4, &base))}
        </dl>
        <p class="note">{say(Word::JoinNext)}</p>
        <button type="button" class="big" data-testid="join-send" disabled=move || busy.get()
            aria-busy=move || busy.get().to_string() on:click=take>{say(Word::JoinCase)}</button>
    }
}

/// Takes the seat by the invitation this session answered. Only the server knows which of several
/// that is; the newest is the likeliest.
async fn seated(open: Open, answers: &Answers) -> Result<(), Fault> {
    let invitations: Vec<_> = open.folded.with_untracked(|folded| {
        let side = folded.view.you.role.side();
        let mine = folded.case.invitations.iter().rev();
        mine.filter(|(_, invitation)| Some(invitation.side) == side && !invitation.used)
            .map(|(id, _)| *id)
            .collect()
    });
    let mut outcome = Err(Fault::Unreachable);
    for invitation in invitations {
        outcome = open.submit(Command::JoinCase(answers.joining(invitation))).await;
        let other = matches!(&outcome, Err(fault) if fault.code() == "invitation_unknown");
        if !other {
            break;
        }
    }
    outcome
}
