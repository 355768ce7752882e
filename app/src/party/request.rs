//! 申请调解 (LMAL 12; EMR 21): from who you are to the request sent, one question a page.

use super::aloud::aloud;
use super::answers::{Answers, Asked, amount, plain};
use super::field::{Field, Form, Shape, choice, field, input, tick};
use super::place;
use super::say::say;
use super::steps::{Page, steps};
use crate::api::{self, Fault};
use crate::keep::{forget, kept};
use crate::shell::Context;
use crate::view::prelude::*;
use crate::words::party::{Word, consent, head};
use domain::api::{NewCase, Opened, OrgKind, Organisation};
use domain::command::{Consent, DisputeHead, PartyKind};
use domain::id::{CaseId, CommandId};
use domain::money::Fen;
use domain::terms::prose::Language;
use std::sync::Arc;

pub fn request() -> View {
    let context = Context::get();
    // The answers belong to one person, even where several use the same browser.
    let asked = move || {
        context
            .session
            .get()
            .map(|session| asked(format!("request:{}", session.actor.person)))
    };
    asked.into_view()
}

#[derive(Clone)]
struct Key(String);

fn asked(key: String) -> View {
    let answers = kept::<Answers>(&key);
    provide_context(Key(key));
    let pages = vec![
        Page {
            title: Word::WhoAreYou,
            draw: who,
            whole: |a| a.wrong_name().is_none() && a.wrong_number().is_none(),
        },
        Page {
            title: Word::HowToReachYou,
            draw: reach,
            whole: |a| a.wrong_phone().is_none() && a.wrong_address().is_none(),
        },
        Page {
            title: Word::WhoEmploysYou,
            draw: employer,
            whole: |a| a.wrong_employer().is_none() && a.wrong_employer_phone().is_none(),
        },
        Page {
            title: Word::WhatAbout,
            draw: heads,
            whole: |a| !a.heads.is_empty(),
        },
        Page {
            title: Word::WhatDoYouAsk,
            draw: claims,
            whole: Answers::claims_fit,
        },
        Page {
            title: Word::WhatHappened,
            draw: facts,
            whole: |a| a.wrong_facts().is_none(),
        },
        Page {
            title: Word::WhatYouAgree,
            draw: consents,
            whole: Answers::all_consents,
        },
        Page {
            title: Word::ReadItBack,
            draw: read_back,
            whole: |_| true,
        },
    ];
    view! { <p><a href="#/">{say(Word::BackHome)}</a></p> {steps(Form::new(answers), "request".into(), pages)} }
}

/// Name and document of a person.
pub fn who(form: Form) -> View {
    let kinds = vec![
        (PartyKind::Resident, Word::ResidentCard, None),
        (PartyKind::Foreigner, Word::ForeignDocument, Some(Word::ForeignHint)),
    ];
    view! {
        {input(form, field!(name, Word::YourName, Some(Word::YourNameHint), Shape::Line, "name", Answers::wrong_name))}
        {choice(form, "kind", Word::WhichDocument, kinds, |a| Some(a.kind()), |a, kind| a.kind = Some(kind), None)}
        {input(form, field!(number, Word::DocumentNumber, Some(Word::DocumentHint), Shape::Number, "off", Answers::wrong_number))}
    }
}

/// Phone and address for service (送达地址).
pub fn reach(form: Form) -> View {
    view! {
        {input(form, field!(phone, Word::YourPhone, Some(Word::YourPhoneHint), Shape::Phone, "tel", Answers::wrong_phone))}
        {input(form, field!(address, Word::YourAddress, Some(Word::YourAddressHint), Shape::Line, "street-address", Answers::wrong_address))}
    }
}

fn employer(form: Form) -> View {
    let kinds = vec![
        (false, Word::EmployerFirm, Some(Word::EmployerFirmHint)),
        (true, Word::EmployerPerson, Some(Word::EmployerPersonHint)),
    ];
    let which = choice(
        form,
        "employer-kind",
        Word::WhichEmployer,
        kinds,
        |a| Some(a.employer_is_person),
        |a, person| a.employer_is_person = person,
        None,
    );
    view! {
        {which}
        {input(form, field!(employer, Word::EmployerName, Some(Word::EmployerNameHint), Shape::Line, "off", Answers::wrong_employer))}
        {input(form, field!(employer_phone, Word::EmployerPhone, Some(Word::EmployerPhoneHint), Shape::Phone, "off", Answers::wrong_employer_phone))}
    }
}

fn heads(form: Form) -> View {
    let one = |value: DisputeHead| {
        let (word, hint) = head(value);
        let id = format!("head-{}", domain::text::canonical_json(&value).trim_matches('"'));
        tick(form, id, value, (word, Some(hint)), |a| &mut a.heads, |a| &a.heads)
    };
    let none = move || form.tried.get() && form.answers.with(|a| a.heads.is_empty());
    view! {
        <fieldset class="stack tight">
            <legend class="muted">{say(Word::HeadsHint)}</legend>
            {DisputeHead::ALL.into_iter().map(one).collect_view()}
        </fieldset>
        <p class="wrong bad-text" role="alert" tabindex="-1">{move || none().then(|| say(Word::WrongHeads)())}</p>
    }
}

fn claims(form: Form) -> View {
    if form.answers.with_untracked(|answers| answers.claims.is_empty()) {
        form.answers.update(|answers| answers.claims.push(Asked::default()));
    }
    let count = Memo::new(move |_| form.answers.with(|answers| answers.claims.len()));
    let total = move || {
        form.answers.with(|answers| {
            let sums = answers
                .claims
                .iter()
                .filter_map(|asked| Fen::of_yuan(&amount(&asked.yuan)));
            domain::money::Fen(sums.map(|sum| sum.0).sum())
        })
    };
    view! {
        <p class="muted">{say(Word::ClaimsHint)}</p>
        {move || (0..count.get()).map(|index| claim(form, index, count.get())).collect_view()}
        <button type="button" class="plain big" data-testid="claim-add" disabled=move || { count.get() >= 20 }
            on:click=move |_| form.change(|answers| answers.claims.push(Asked::default()))>
            {say(Word::ClaimAdd)}
        </button>
        <p role="status">{say(Word::ClaimsTotal)} " " <strong class="money" data-testid="claims-total">{move || total().to_string()} " 元"</strong></p>
    }
}

fn claim(form: Form, index: usize, count: usize) -> View {
    let at = move |answers: &Answers| answers.claims.get(index).cloned().unwrap_or_default();
    let text = Field {
        id: format!("claim-{}", index + 1),
        label: Word::ClaimText,
        hint: Some(Word::ClaimTextHint),
        shape: Shape::Line,
        autocomplete: "off",
        read: Arc::new(move |answers| at(answers).text),
        write: Arc::new(move |answers, text| {
            if let Some(asked) = answers.claims.get_mut(index) {
                asked.text = text;
            }
        }),
        wrong: Arc::new(move |answers| answers.wrong_claim(index)),
    };
    let amount = Field {
        id: format!("amount-{}", index + 1),
        label: Word::ClaimAmount,
        hint: Some(Word::ClaimAmountHint),
        shape: Shape::Amount,
        autocomplete: "off",
        read: Arc::new(move |answers| at(answers).yuan),
        write: Arc::new(move |answers, yuan| {
            if let Some(asked) = answers.claims.get_mut(index) {
                asked.yuan = yuan;
            }
        }),
        wrong: Arc::new(move |answers| answers.wrong_amount(index)),
    };
    view! {
        <div class="card" role="group" aria-label=move || super::say::fill(say(Word::ClaimNumber)(), &[(index + 1).to_string()])>
            {input(form, text)}
            {input(form, amount)}
            {(count > 1).then(|| view! {
                <button type="button" class="quiet" data-testid=format!("claim-remove-{}", index + 1)
                    on:click=move |_| form.change(|answers| drop(answers.claims.remove(index)))>{say(Word::ClaimRemove)}</button>
            })}
        </div>
    }
}

fn facts(form: Form) -> View {
    let hint = say(Word::FactsHint);
    view! {
        <div class="note">
            <p>{hint}</p>
            {aloud(move || hint().to_owned())}
        </div>
        {input(form, field!(facts, Word::FactsLabel, None, Shape::Story, "off", Answers::wrong_facts))}
    }
}

/// Each consent on its own (PIPL 29), with what it means.
pub fn consents(form: Form) -> View {
    let one = |value: Consent| {
        let (word, hint) = consent(value);
        let id = format!("consent-{}", domain::text::canonical_json(&value).trim_matches('"'));
        tick(
            form,
            id,
            value,
            (word, Some(hint)),
            |a| &mut a.consents,
            |a| &a.consents,
        )
    };
    let missing = move || form.tried.get() && !form.answers.with(Answers::all_consents);
    view! {
        <p class="muted">{say(Word::ConsentsHint)}</p>
        <div class="stack tight">{Consent::ALL.into_iter().map(one).collect_view()}</div>
        <p class="wrong bad-text" role="alert" tabindex="-1">{move || missing().then(|| say(Word::WrongConsents)())}</p>
    }
}

/// One line of a read-back with the way to change it.
pub fn line(word: Word, value: String, step: usize, base: &str) -> View {
    view! {
        <div class="line">
            <dt>{say(word)}</dt>
            <dd>{value}</dd>
            <dd><a href=format!("#/{base}/{step}")>{say(Word::Change)}<span class="visually-hidden">" " {say(word)}</span></a></dd>
        </div>
    }
}

fn heads_in_words(answers: &Answers, language: Language) -> String {
    let words: Vec<_> = answers
        .heads
        .iter()
        .map(|value| head(*value).0.text(language))
        .collect();
    words.join(if language == Language::Chinese { "、" } else { ", " })
}

fn claims_in_words(answers: &Answers) -> String {
    let one = |asked: &Asked| match Fen::of_yuan(&amount(&asked.yuan)) {
        Some(sum) => format!("{}：{sum} 元", asked.text.trim()),
        None => asked.text.trim().to_owned(),
    };
    answers.claims.iter().map(one).collect::<Vec<_>>().join("\n")
}

fn read_back(form: Form) -> View {
    let context = Context::get();
    let Key(key) = expect_context();
    let bodies = RwSignal::new(Vec::<Organisation>::new());
    spawn_local(async move {
        match api::get::<Vec<Organisation>>("/api/v1/bodies").await {
            Ok(mut found) => {
                found.retain(|body| body.kind == OrgKind::MediationCentre);
                bodies.set(found);
            }
            Err(fault) => context.refuse(&fault),
        }
    });
    let chosen = Memo::new(move |_| {
        let wish = form.answers.with(|answers| answers.body);
        bodies.with(|bodies| {
            bodies
                .iter()
                .find(|body| Some(body.id) == wish)
                .or(bodies.first())
                .cloned()
        })
    });
    let name = move |body: Organisation| match context.language.get() {
        Language::Chinese => body.name,
        Language::English => body.name_en,
    };
    let answers = form.answers.get_untracked();
    let spoken = {
        let answers = answers.clone();
        move || {
            let language = context.language.get();
            let parts = [
                answers.name.clone(),
                answers.employer.clone(),
                heads_in_words(&answers, language),
                claims_in_words(&answers),
                answers.facts.clone(),
            ];
            parts.join("。\n")
        }
    };
    let (about, asks) = (answers.clone(), claims_in_words(&answers));
    let about = move || heads_in_words(&about, context.language.get());
    let waiting = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let send = Callback::new(move |()| {
        let Some(body) = chosen.get_untracked() else {
            context.refuse(&Fault::Unreachable);
            return;
        };
        let Some(session) = context.session.get_untracked() else {
            return;
        };
        let mut answers = form.answers.get_untracked();
        let ready = answers.sent.clone().unwrap_or_else(|| {
            let new = NewCase {
                case: CaseId(api::uuid()),
                id: CommandId(api::uuid()),
                request: answers.request(session.actor.person, body.id),
            };
            domain::text::canonical_json(&new)
        });
        answers.sent = Some(ready.clone());
        form.answers.set(answers);
        let key = key.clone();
        busy.set(true);
        spawn_local(async move {
            let Some(new) = domain::text::read::<NewCase>(&ready) else {
                return;
            };
            let outcome = api::post::<Opened>("/api/v1/cases", &new).await;
            let _ = busy.try_set(false);
            match outcome {
                Ok(opened) => {
                    context.fault.set(None);
                    forget(&key);
                    place::go(&format!("case/{}", opened.case));
                }
                Err(Fault::Unreachable) => _ = waiting.try_set(true),
                Err(fault) => {
                    form.change(|_| ());
                    context.refuse(&fault);
                }
            }
        });
    });
    let back_online = window_event_listener_untyped("online", move |_| {
        if waiting.get_untracked() && !busy.get_untracked() {
            waiting.set(false);
            send.run(());
        }
    });
    on_cleanup(move || back_online.remove());
    let pick = move |body: Organisation| {
        let id = body.id;
        view! {
            <label class="radio">
                <input type="radio" name="body" prop:checked=move || chosen.get().is_some_and(|chosen| chosen.id == id)
                    on:change=move |_| form.change(|answers| answers.body = Some(id))/>
                <span>{name(body)}</span>
            </label>
        }
    };
    view! {
        {aloud(spoken)}
        <dl class="readback">
            {line(Word::YourName, answers.name, 1, "request")}
            {line(Word::DocumentNumber, plain(&answers.number), 1, "request")}
            {line(Word::YourPhone, plain(&answers.phone), 2, "request")}
            {line(Word::YourAddress, answers.address, 2, "request")}
            {line(Word::EmployerName, answers.employer, 3, "request")}
            {line(Word::EmployerPhone, plain(&answers.employer_phone), 3, "request")}
            {move || line(Word::WhatAbout, about(), 4, "request")}
            {line(Word::WhatDoYouAsk, asks, 5, "request")}
            {line(Word::WhatHappened, answers.facts, 6, "request")}
        </dl>
        <fieldset class="stack tight">
            <legend>{say(Word::GoesTo)}</legend>
            {move || bodies.get().into_iter().map(pick).collect_view()}
        </fieldset>
        <p class="note">{say(Word::AfterSending)}</p>
        {move || waiting.get().then(|| view! { <p class="note warn" role="status" data-testid="waiting">{say(Word::WaitsForNetwork)}</p> })}
        <button type="button" class="big" data-testid="request-send" aria-busy=move || busy.get().to_string()
            disabled=move || busy.get() || chosen.get().is_none() on:click=move |_| send.run(())>{say(Word::SendRequest)}</button>
    }
}
