//! One case: what it is about, where it stands, and what the reader may do next.

use crate::api::{self, Fault};
use crate::ceremony::Signing;
use crate::draft::Draft;
use crate::folded::Folded;
use crate::live::Stream;
use crate::review::Review;
use crate::shell::Context;
use crate::staff::part;
use crate::words::{Word, reason, stage};
use domain::actor::Side;
use domain::api::{CaseView, Submission};
use domain::command::Command;
use domain::id::{CaseId, CommandId};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The open case, shared by its sections.
#[derive(Clone, Copy)]
pub struct Open {
    pub id: CaseId,
    pub folded: RwSignal<Option<Folded>>,
    pub context: Context,
}

impl Open {
    pub fn reload(self) {
        spawn_local(async move {
            match api::get::<CaseView>(&format!("/api/v1/cases/{}", self.id)).await {
                Ok(view) => self.folded.set(Some(Folded::of(view))),
                Err(fault) => self.context.refuse(&fault),
            }
        });
    }

    /// Submits `command` on the case as it was read, and reads it again.
    pub fn act(self, command: Command) {
        spawn_local(async move {
            let outcome = self.submit(command).await;
            self.context
                .fault
                .set(outcome.err().map(|fault| fault.code().to_owned()));
            self.reload();
        });
    }

    pub async fn submit(self, command: Command) -> Result<(), Fault> {
        let expected_seq = self.folded.with_untracked(|folded| folded.as_ref().map(Folded::seq));
        let submission = Submission {
            id: CommandId(api::uuid()),
            expected_seq,
            command,
        };
        let path = format!("/api/v1/cases/{}/commands", self.id);
        api::post::<serde_json::Value>(&path, &submission).await.map(drop)
    }
}

/// A button for one command: hidden where the role never may, dim with the reason where it may not yet.
pub fn button(open: Open, folded: &Folded, word: Word, command: Command, id: &'static str) -> AnyView {
    use domain::refusal::Refusal;
    match folded.may(&command) {
        Ok(()) => view! {
            <button data-testid=id on:click=move |_| open.act(command.clone())>{open.context.say(word)}</button>
        }
        .into_any(),
        Err(Refusal::NotYourRole | Refusal::NotYourCase | Refusal::WrongStage | Refusal::AlreadyDone) => ().into_any(),
        Err(refusal) => view! {
            <button data-testid=id disabled>{open.context.say(word)}</button>
            <p class="why">
                {move || reason(refusal.code(), open.context.language.get())} " " <small>{refusal.article()}</small>
            </p>
        }
        .into_any(),
    }
}

#[component]
pub fn CasePage(id: CaseId) -> impl IntoView {
    let open = Open {
        id,
        folded: RwSignal::new(None),
        context: Context::get(),
    };
    open.reload();
    let stream = Stream::open(&format!("/api/v1/cases/{id}/events"), move || open.reload());
    // Browser objects belong to this thread; the store keeps them until the page is left.
    let stream = StoredValue::new_local(stream);
    on_cleanup(move || stream.set_value(None));
    view! {
        <p><a href="#/">{open.context.say(Word::Back)}</a></p>
        {move || match open.folded.get() {
            None => view! { <h1>{open.context.say(Word::Loading)}</h1> }.into_any(),
            Some(folded) => sections(open, folded).into_any(),
        }}
    }
}

fn sections(open: Open, folded: Folded) -> impl IntoView {
    let context = open.context;
    let case = folded.case.clone();
    let at = case.stage;
    let claim = |claim: domain::command::Claim| {
        let amount = claim.amount.map(|amount| format!("  ¥ {amount}"));
        view! { <li>{claim.text}<span class="number">{amount}</span></li> }
    };
    let evidence = {
        let id = open.id;
        move |(_, piece): (domain::actor::Actor, domain::command::Evidence)| {
            let href = api::link(&format!("/api/v1/cases/{id}/files/{}", piece.digest));
            view! { <li><a href=href>{piece.title}</a></li> }
        }
    };
    let any_evidence = !case.evidence.is_empty();
    view! {
        <h1 data-testid="case-number">{case.number.clone()}</h1>
        <p class="stage" data-testid="stage">{move || stage(at, context.language.get())}</p>
        <dl class="parties">
            <dt>{context.say(Word::Claimant)}</dt><dd>{folded.name(Side::Claimant)}</dd>
            <dt>{context.say(Word::Respondent)}</dt><dd>{folded.name(Side::Respondent)}</dd>
        </dl>
        <div class="actions">
            {button(open, &folded, Word::ConsentMediation, Command::ConsentToMediation, "consent")}
            {button(open, &folded, Word::Accept, Command::AcceptCase, "accept-case")}
        </div>
        <section>
            <h2>{context.say(Word::Claims)}</h2>
            <ul>{case.claims.into_iter().map(claim).collect_view()}</ul>
            <h2>{context.say(Word::Facts)}</h2>
            <p>{case.facts}</p>
            {any_evidence.then(|| view! {
                <h2>{context.say(Word::Evidence)}</h2>
                <ul>{case.evidence.into_iter().map(evidence).collect_view()}</ul>
            })}
        </section>
        {part(|parts| parts.mediator, open, &folded)}
        <Draft open folded=folded.clone()/>
        <Signing open folded=folded.clone()/>
        <Review open folded=folded.clone()/>
        {part(|parts| parts.desk, open, &folded)}
        {part(|parts| parts.history, open, &folded)}
    }
}
