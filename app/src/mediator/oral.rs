//! 记录口头申请: the mediator writes down what a person at the window or on the phone says.

use crate::api;
use crate::keep::kept;
use crate::mediator::request::{Asked, Oral, Party, Place};
use crate::shell::Context;
use crate::staff::preview::preview_of_request;
use crate::staff::{people, say};
use crate::view::prelude::*;
use crate::words::reason;
use crate::words::staff::{self, Word};
use domain::actor::Side;
use domain::api::{NewCase, Opened};
use domain::command::{Authority, Command, DisputeHead, PartyKind};
use domain::hash::Salt;
use domain::id::{CaseId, CommandId};
use domain::refusal::Refusal;

/// Faults at a place, shown once the form was sent in vain.
#[derive(Clone, Copy)]
struct Faults {
    context: Context,
    shown: RwSignal<bool>,
}

impl Faults {
    fn at(self, place: Place, of: impl Fn() -> Vec<(Place, Refusal)> + Send + Sync + 'static) -> View {
        let text = move || {
            let faults = if self.shown.get() { of() } else { Vec::new() };
            let found = faults.into_iter().find(|(at, _)| *at == place);
            found.map(|(_, refusal)| match refusal {
                Refusal::RequestIncomplete => say(self.context, Word::Required)(),
                other => reason(other.code(), self.context.language.get()),
            })
        };
        view! { <span class="wrong" role="alert">{text}</span> }
    }
}

pub fn oral(context: Context, recording: RwSignal<bool>) -> View {
    let form = kept::<Oral>("oral");
    let faults = Faults {
        context,
        shown: RwSignal::new(false),
    };
    let (busy, refused) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        faults.shown.set(true);
        let body = context.session.with_untracked(|session| session.as_ref()?.actor.org);
        let (Some(body), true) = (body, form.with_untracked(Oral::is_ready)) else {
            return;
        };
        let new = NewCase {
            case: CaseId(api::uuid()),
            id: CommandId(api::uuid()),
            request: form.with_untracked(|form| form.request(body, || Salt(api::random()))),
        };
        busy.set(true);
        spawn_local(async move {
            let outcome = api::post::<Opened>("/api/v1/cases", &new).await;
            let _ = busy.try_set(false);
            match outcome {
                Ok(opened) => {
                    form.set(Oral::default());
                    if let Some(window) = web_sys::window() {
                        // A browser that forbids this still shows the case on the board.
                        let _ = window.location().set_hash(&format!("/case/{}", opened.case));
                    }
                    recording.set(false);
                }
                Err(fault) => refused.set(Some(fault.code().to_owned())),
            }
        });
    };
    let look = move || {
        faults.shown.set(true);
        let body = context.session.with_untracked(|session| session.as_ref()?.actor.org);
        let (Some(body), true) = (body, form.with_untracked(Oral::is_ready)) else {
            return Err("request_incomplete");
        };
        let request = form.with_untracked(|form| form.request(body, || Salt(api::random())));
        Ok(Command::RequestMediation(request))
    };
    let wrong = move || faults.shown.get() && !form.with(Oral::is_ready);
    view! {
        <form class="stack oral" on:submit=submit novalidate data-testid="oral-form">
            <h1>{say(context, Word::RecordOral)}</h1>
            <p class="muted">{say(context, Word::OralIntro)}</p>
            <label class="check card">
                <input type="checkbox" data-testid="oral-assigned" prop:checked=move || form.with(|form| form.assigned)
                    on:change=move |event| form.update(|form| form.assigned = event_target_checked(&event))/>
                <span>{say(context, Word::CourtAssigned)}</span>
            </label>
            <div class="sides">{Side::BOTH.map(|side| party(faults, form, side)).collect_view()}</div>
            {heads(faults, form)}
            {claims(faults, form)}
            <label class="field card">
                {say(context, Word::Facts)}
                <span class="hint">{say(context, Word::FactsHint)}</span>
                <textarea maxlength="5000" data-testid="oral-facts" prop:value=move || form.with(|form| form.facts.clone())
                    on:input=move |event| form.update(|form| form.facts = event_target_value(&event))></textarea>
                {faults.at(Place::Facts, move || form.with(Oral::faults))}
            </label>
            <div class="foot acts">
                <button data-testid="oral-open" disabled=move || busy.get()>{say(context, Word::OpenCase)}</button>
                {preview_of_request(context, "oral", look)}
                <button class="plain" type="button" data-testid="oral-back" on:click=move |_| recording.set(false)>
                    {say(context, Word::BackToBoard)}
                </button>
                <p class="bad-text" role="alert">
                    {move || wrong().then(|| say(context, Word::FieldsWrong)())}
                    {move || refused.get().map(|code| reason(&code, context.language.get()))}
                </p>
            </div>
        </form>
    }
}

fn of(form: &mut Oral, side: Side) -> &mut Party {
    match side {
        Side::Claimant => &mut form.claimant,
        Side::Respondent => &mut form.respondent,
    }
}

fn seen(form: RwSignal<Oral>, side: Side) -> Party {
    form.with(|form| match side {
        Side::Claimant => form.claimant.clone(),
        Side::Respondent => form.respondent.clone(),
    })
}

fn party(faults: Faults, form: RwSignal<Oral>, side: Side) -> View {
    let context = faults.context;
    let name = people::class(side);
    let kind = Memo::new(move |_| seen(form, side).kind);
    let text = move |word: Word, id: &'static str, place: Place, get: fn(&mut Party) -> &mut String| {
        let value = move || get(&mut seen(form, side)).clone();
        let input = move |event| form.update(|form| *get(of(form, side)) = event_target_value(&event));
        view! {
            <label class="field">
                {say(context, word)}
                <input maxlength="200" data-testid=format!("oral-{name}-{id}") prop:value=value on:input=input/>
                {faults.at(place, move || seen(form, side).faults())}
            </label>
        }
    };
    let kinds = [PartyKind::Resident, PartyKind::Foreigner, PartyKind::Organisation];
    let choose = move |event| {
        let index = event_target_value(&event).parse::<usize>().unwrap_or(0);
        if let Some(kind) = kinds.get(index) {
            form.update(|form| of(form, side).kind = *kind);
        }
    };
    let number = move || match kind.get() {
        PartyKind::Resident => Word::ResidentNumber,
        PartyKind::Foreigner => Word::ForeignNumber,
        PartyKind::Organisation => Word::CreditCode,
    };
    view! {
        <fieldset class=format!("card {name}")>
            <legend class="visually-hidden">{say(context, people::side_word(side))}</legend>
            <h2 aria-hidden="true">{say(context, people::side_word(side))}</h2>
            <label class="field">
                {say(context, Word::PartyKind)}
                <select data-testid=format!("oral-{name}-kind") on:change=choose>
                    {kinds.into_iter().enumerate().map(|(index, one)| view! {
                        <option value=index.to_string() prop:selected=move || kind.get() == one>
                            {move || staff::party_kind(one, context.language.get())}
                        </option>
                    }).collect_view()}
                </select>
            </label>
            {text(Word::Name, "name", Place::Name, |party| &mut party.name)}
            {text(Word::Phone, "phone", Place::Phone, |party| &mut party.phone)}
            {move || text(number(), "number", Place::Number, |party| &mut party.number)}
            {text(Word::Address, "address", Place::Address, |party| &mut party.address)}
            {move || (kind.get() == PartyKind::Organisation).then(|| view! {
                {text(Word::Agent, "agent", Place::Agent, |party| &mut party.agent)}
                {authority(context, form, side)}
            })}
        </fieldset>
    }
}

fn authority(context: Context, form: RwSignal<Oral>, side: Side) -> View {
    let all = [Authority::LegalRepresentative, Authority::Special, Authority::General];
    let choose = move |event| {
        let index = event_target_value(&event).parse::<usize>().unwrap_or(0);
        if let Some(authority) = all.get(index) {
            form.update(|form| of(form, side).authority = *authority);
        }
    };
    view! {
        <label class="field">
            {say(context, Word::AuthorityOf)}
            <select on:change=choose>
                {all.into_iter().enumerate().map(|(index, one)| view! {
                    <option value=index.to_string() prop:selected=move || seen(form, side).authority == one>
                        {move || staff::authority(one, context.language.get())}
                    </option>
                }).collect_view()}
            </select>
        </label>
    }
}

fn heads(faults: Faults, form: RwSignal<Oral>) -> View {
    let context = faults.context;
    let one = move |head: DisputeHead| {
        let on = move || form.with(|form| form.heads.contains(&head));
        let toggle = move |_| {
            form.update(|form| {
                // In the catalogue's order, whatever the order of the clicks.
                let had = form.heads.contains(&head);
                let keep = |other: &DisputeHead| {
                    if *other == head {
                        !had
                    } else {
                        form.heads.contains(other)
                    }
                };
                form.heads = DisputeHead::ALL.into_iter().filter(keep).collect();
            });
        };
        view! {
            <label class="check">
                <input type="checkbox" prop:checked=on on:change=toggle/>
                <span>{move || staff::dispute_head(head, context.language.get())}</span>
            </label>
        }
    };
    view! {
        <fieldset class="card">
            <legend class="visually-hidden">{say(context, Word::Heads)}</legend>
            <h2 aria-hidden="true">{say(context, Word::Heads)}</h2>
            <div class="heads" data-testid="oral-heads">{DisputeHead::ALL.map(one).collect_view()}</div>
            {faults.at(Place::Heads, move || form.with(Oral::faults))}
        </fieldset>
    }
}

fn claims(faults: Faults, form: RwSignal<Oral>) -> View {
    let context = faults.context;
    let count = Memo::new(move |_| form.with(|form| form.claims.len()));
    let read = move |index: usize, get: fn(&Asked) -> String| form.with(|form| form.claims.get(index).map(get));
    let write = move |index: usize, set: fn(&mut Asked, String), value: String| {
        form.update(|form| {
            if let Some(claim) = form.claims.get_mut(index) {
                set(claim, value);
            }
        });
    };
    let one = move |index: usize| {
        let first = count.get_untracked() == 1;
        view! {
            <li class="claim">
                <label class="field">
                    {say(context, Word::ClaimText)}
                    <input maxlength="1000" data-testid=format!("oral-claim-{}", index + 1)
                        prop:value=move || read(index, |claim| claim.text.clone())
                        on:input=move |event| write(index, |claim, value| claim.text = value, event_target_value(&event))/>
                </label>
                <label class="field">
                    {say(context, Word::ClaimAmount)}
                    <input inputmode="decimal" maxlength="14" data-testid=format!("oral-claim-{}-amount", index + 1)
                        prop:value=move || read(index, |claim| claim.amount.clone())
                        on:input=move |event| write(index, |claim, value| claim.amount = value, event_target_value(&event))/>
                </label>
                <button class="quiet" type="button" hidden=first on:click=move |_| form.update(|form| {
                    form.claims.remove(index);
                })>{say(context, Word::Remove)}</button>
                {faults.at(Place::Claim(index), move || form.with(Oral::faults))}
            </li>
        }
    };
    view! {
        <fieldset class="card">
            <legend class="visually-hidden">{say(context, Word::Claims)}</legend>
            <h2 aria-hidden="true">{say(context, Word::Claims)}</h2>
            <ol role="list" class="stack tight">{move || (0..count.get()).map(one).collect_view()}</ol>
            <button class="plain" type="button" data-testid="oral-claim-add" disabled=move || { count.get() >= 20 }
                on:click=move |_| form.update(|form| form.claims.push(Asked::default()))>
                {say(context, Word::AddClaim)}
            </button>
        </fieldset>
    }
}
