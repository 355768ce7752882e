//! The agreement after the terms are frozen: its document, who has signed, the mediator's own
//! signature, and the two windows that open with its effect.

use crate::mediator::signature::signature;
use crate::open::Open;
use crate::staff::papers::address;
use crate::staff::say;
use crate::view::prelude::*;
use crate::words::staff::{self, Word};
use domain::actor::Role;
use domain::case::Stage;

pub fn signing(open: Open) -> View {
    let frozen = open.watch(|folded| folded.case.agreed_terms.is_some());
    view! { {move || frozen.get().then(|| panel(open))} }
}

fn panel(open: Open) -> View {
    let context = open.context;
    let document = open.watch(|folded| folded.case.agreement.as_ref().map(|agreement| agreement.file.digest));
    let signed = open.watch(|folded| folded.case.signatures.iter().map(|one| one.role).collect::<Vec<_>>());
    let sealed = open.watch(|folded| folded.case.effective_at.is_some());
    let turn = open.watch(|folded| {
        let has = |role| folded.case.has_signed(role);
        folded.case.stage == Some(Stage::Signing)
            && folded.case.agreement.is_some()
            && folded.case.mediator == Some(folded.view.you.person)
            && has(Role::Claimant)
            && has(Role::Respondent)
            && !has(Role::Mediator)
    });
    let interprets = open.watch(|folded| {
        let called = folded.case.agreement.as_ref().and_then(|it| it.interpreter);
        called.is_some()
    });
    let waits = open.watch(|folded| {
        let case = &folded.case;
        let has = |role| case.has_signed(role);
        case.stage == Some(Stage::Signing)
            && case.agreement.is_some()
            && !(has(Role::Claimant) && has(Role::Respondent))
    });
    let signer = move |word: Word, done: Memo<bool>| {
        view! {
            <li class=move || if done.get() { "chip on" } else { "chip" }>
                {move || if done.get() { "✓ " } else { "○ " }} {say(context, word)} " · "
                {move || if done.get() { say(context, Word::Signed)() } else { say(context, Word::NotSigned)() }}
            </li>
        }
    };
    let has = move |role: Role| Memo::new(move |_| signed.with(|signed| signed.contains(&role)));
    view! {
        <section class="card mediator" data-testid="signing">
            <h2>{say(context, Word::AgreementPdf)}</h2>
            {move || match document.get() {
                None => view! { <p class="muted" role="status">{say(context, Word::BeingMade)}</p> },
                Some(digest) => view! {
                    <p><a class="button plain" href=address(open, digest) target="_blank">{say(context, Word::OpenPdf)}</a></p>
                },
            }}
            <ul role="list" class="row" data-testid="signers">
                {signer(Word::ByClaimant, has(Role::Claimant))}
                {signer(Word::ByRespondent, has(Role::Respondent))}
                {signer(Word::ByMediator, has(Role::Mediator))}
                {move || interprets.get().then(|| signer(Word::Interpreter, has(Role::Interpreter)))}
                {signer(Word::Seal, sealed)}
            </ul>
            <p class="note good" data-testid="effective" hidden=move || !sealed.get()>{say(context, Word::Effective)}</p>
            {move || waits.get().then(|| view! {
                <p><a class="button quiet" href="/kiosk" data-testid="lend-device">{say(context, Word::LendDevice)}</a></p>
            })}
            <p class="note" data-testid="interpreter-unsigned" hidden=move || !(turn.get() && interprets.get() && !has(Role::Interpreter).get())>
                {say(context, Word::InterpreterUnsigned)}
            </p>
            {move || turn.get().then(|| signature(open, Word::MediatorConsent))}
            {applications(open)}
        </section>
    }
}

/// Where the parties took the agreement, and what came of it.
fn applications(open: Open) -> impl IntoView {
    let context = open.context;
    let all = open.watch(|folded| {
        let orgs = &folded.view.orgs;
        let name = |id| {
            orgs.iter()
                .find(|org| org.id == id)
                .map(|org| (org.name.clone(), org.name_en.clone()))
        };
        let all = folded.case.applications.iter();
        all.map(|one| (one.clone(), name(one.institution))).collect::<Vec<_>>()
    });
    move || {
        let language = context.language.get();
        let one = |(application, org)| view! { <li>{staff::application(&application, org, language)}</li> };
        view! { <ul class="titles" data-testid="applications">{all.get().into_iter().map(one).collect_view()}</ul> }
    }
}
