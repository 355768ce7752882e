//! What becomes of the application, and what to do with a document in force.

use super::act::{Deed, act, deed, section_of, submit_then, trouble};
use super::apply::track_name;
use super::materials::uploader;
use super::money::in_plain_words;
use super::next::next;
use super::say::{filled, say};
use crate::api;
use crate::folded::Folded;
use crate::keep::{forget, kept};
use crate::open::Open;
use crate::ui::day;
use crate::view::prelude::*;
use crate::words::party::{Word, reject_ground, ruling_ground};
use domain::actor::Side;
use domain::case::{Application, Decision};
use domain::command::{Command, Evidence, Ruling};
use domain::terms::ClauseBody;

pub fn outcome(open: Open) -> View {
    view! {
        <h1 tabindex="-1">{say(Word::RowOutcome)}</h1>
        {open.section(|a, b| a.case.stage == b.case.stage && a.case.applications == b.case.applications, standing)}
        {supplement(open)}
        {open.section(|a, b| a.case.stage == b.case.stage && a.case.applications == b.case.applications, documents)}
        <p><a href=format!("#/{}", section_of(open, "papers")) data-testid="to-papers">{say(Word::RowPapers)}</a></p>
        {withdraw(open)}
    }
}

fn standing(open: Open, folded: &Folded) -> View {
    let language = open.context.language;
    let last = folded.case.present_applications().last().cloned();
    let enforceable = folded.case.enforceable_at.is_some();
    let shown = folded.clone();
    let what = move || next(&shown, language.get()).what;
    let refusal = |application: &Application| {
        let told = match (&application.rejected, &application.ruling) {
            (Some(ground), _) => Some((reject_ground(*ground), None)),
            (None, Some(Ruling::Refuse { ground, explanation })) => {
                Some((ruling_ground(*ground), Some(explanation.clone())))
            }
            _ => None,
        };
        told.map(|(word, explanation)| {
            view! {
                <div class="note bad" data-testid="refused">
                    <p><strong>{say(word)}</strong></p>
                    {explanation.map(|text| view! { <p>{text}</p> })}
                    <p>{say(Word::RefusedMeans)}</p>
                </div>
            }
        })
    };
    view! {
        {last.as_ref().map(|application| view! { <p>{say(Word::YourTrack)} " " <strong>{say(track_name(application.track))}</strong></p> })}
        <p class="note" class:good=enforceable role="status" data-testid="outcome">{what}</p>
        {last.as_ref().map(refusal)}
        {enforceable.then(|| in_force(folded))}
    }
}

/// Days of payment, then two years to ask for enforcement (CPL 250).
fn in_force(folded: &Folded) -> View {
    let side = folded.view.you.role.side().unwrap_or(Side::Claimant);
    let dues = super::money::dues(super::money::terms(folded));
    let today = folded.now().date(folded.case.zone);
    let language = crate::shell::Context::get().language;
    let last = dues.last().map(|due| due.day);
    let until = last.and_then(|last| {
        domain::moment::Date::new(last.year() + 2, last.month(), last.day()).or(Some(last.plus_days(731)))
    });
    let enforce = move || {
        let until = until.map_or_else(|| "—".into(), |until| day(until, today, language.get()));
        filled(Word::EnforceUntil, vec![until])()
    };
    let receives = dues.iter().any(|due| due.payer == side.other());
    let other = super::money::terms(folded)
        .0
        .iter()
        .any(|clause| !matches!(clause.body, ClauseBody::Payment(_)));
    view! {
        <section class="card" data-testid="enforceable">
            <h2>{say(Word::WhatNow)}</h2>
            {in_plain_words(folded, side)}
            {other.then(|| view! { <p>{say(Word::OtherDuties)}</p> })}
            <p>{if receives { say(Word::IfUnpaid) } else { say(Word::IfYouDoNotPay) }}</p>
            <p>{enforce} " " <small class="muted">{say(Word::EnforceArticle)}</small></p>
        </section>
    }
}

/// What the institution asks for, and the answer with its papers.
fn supplement(open: Open) -> View {
    let items = open.watch(|folded| {
        folded
            .case
            .application()
            .and_then(|application| application.supplement.clone())
    });
    let draw = move |items: String| {
        let key = format!("supplement:{}", open.id);
        let answer = kept::<String>(&key);
        let papers = kept::<Vec<Evidence>>(&format!("{key}:papers"));
        let fault = RwSignal::new(None);
        let add = Callback::new(move |(evidence, done): (Evidence, Callback<()>)| {
            papers.update(|papers| papers.push(evidence));
            done.run(());
        });
        let send = move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            let command = Command::Supplement {
                answer: answer.get_untracked().trim().to_owned(),
                evidence: papers.get_untracked(),
            };
            let key = key.clone();
            submit_then(open, command, fault, move || {
                forget(&key);
                forget(&format!("{key}:papers"));
            });
        };
        view! {
            <div class="note warn"><p><strong>{say(Word::SupplementAsked)}</strong></p><p class="story">{items}</p></div>
            {uploader(open, format!("supplement-file:{}", open.id), add)}
            <form class="card" on:submit=send data-testid="supplement-form">
                <ul role="list" class="rows" data-testid="supplement-papers">
                    {move || papers.get().into_iter().map(|paper| view! { <li><span class="grow">{paper.title}</span></li> }).collect_view()}
                </ul>
                <div class="field">
                    <label for="supplement-answer">{say(Word::SupplementAnswer)}</label>
                    <textarea id="supplement-answer" data-testid="supplement-answer" rows="4" maxlength="1000" required bind:value=answer></textarea>
                </div>
                {trouble(open, fault)}
                <button class="big" data-testid="supplement" disabled=move || open.busy.get()>{say(Word::SendSupplement)}</button>
            </form>
        }
    };
    (move || items.get().map(draw)).into_view()
}

fn documents(open: Open, folded: &Folded) -> View {
    let agreement = folded.case.agreement.as_ref().map(|agreement| agreement.file.digest);
    let decision = folded.case.applications.last().and_then(|last| last.decision.clone());
    let file = |digest: domain::hash::Digest| api::link(&format!("/api/v1/cases/{}/files/{digest}", open.id));
    let dossier = api::link(&format!("/api/v1/cases/{}/dossier", open.id));
    view! {
        {decision.map(|decision| served(open, folded, decision))}
        <section class="stack tight">
            <h2>{say(Word::YourPapers)}</h2>
            {agreement.map(|digest| view! { <a class="button plain big" href=file(digest) target="_blank" rel="noopener">{say(Word::OpenAgreement)}</a> })}
            <a class="button plain big" href=dossier download data-testid="dossier">{say(Word::GetDossier)}</a>
            <p class="muted"><small>{say(Word::DossierMeans)}</small></p>
        </section>
    }
}

/// 签收
fn served(open: Open, folded: &Folded, decision: Decision) -> View {
    let side = folded.view.you.role.side().unwrap_or(Side::Claimant);
    let received = decision.received.contains(&side);
    let href = api::link(&format!("/api/v1/cases/{}/files/{}", open.id, decision.document));
    let command = Command::ReceiveDecision {
        document: decision.document,
    };
    view! {
        <section class="card" data-testid="decision">
            <h2>{say(Word::DecisionCame)}</h2>
            <p class="muted">{decision.number}</p>
            <a class="button plain big" href=href target="_blank" rel="noopener" data-testid="decision-open">{say(Word::OpenDecision)}</a>
            {if received {
                view! { <p class="note good" role="status" data-testid="received">{say(Word::YouReceived)}</p> }
            } else {
                view! { <p>{say(Word::ReceiveMeans)}</p> {act(open, Word::ActReceive, "maple big", command, "receive", None)} }
            }}
        </section>
    }
}

fn withdrawal(reason: String) -> Command {
    Command::WithdrawApplication { reason }
}

fn withdraw(open: Open) -> View {
    let may = open.ruling(withdrawal("…".into()));
    let shown = RwSignal::new(false);
    let asked = Deed {
        act: Word::WithdrawApplication,
        restated: Word::WithdrawApplicationRestated,
        id: "withdraw-application",
    };
    (move || {
        may.get().is_ok().then(|| view! {
            <button type="button" class="danger big" data-testid="withdraw-application-open" aria-expanded=move || shown.get().to_string()
                on:click=move |_| shown.update(|shown| *shown = !*shown)>{say(Word::WithdrawApplication)}</button>
            {move || shown.get().then(|| deed(open, asked, withdrawal))}
        })
    })
    .into_view()
}
