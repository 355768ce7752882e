//! 送达: whom each document has reached and how; paper for those who want it, and its return slips.

use super::{people, say};
use crate::api;
use crate::open::Open;
use crate::view::prelude::*;
use crate::words::reason;
use crate::words::staff::{self, Word};
use domain::actor::Side;
use domain::case::Case;
use domain::command::Command;
use domain::hash::Digest;
use domain::moment::Date;
use domain::paper::PaperKind;
use domain::service::{Means, documents, electronic, served};

#[derive(Clone, PartialEq)]
struct Line {
    document: Digest,
    kind: Option<PaperKind>,
    number: String,
    /// By side: how and when, and whether it is signed for.
    sides: [(Vec<(Means, Date)>, bool, bool); 2],
}

fn signed(case: &Case, side: Side, document: Digest) -> bool {
    let mut decisions = case.applications.iter().filter_map(|it| it.decision.as_ref());
    decisions.any(|it| it.document == document && it.received.contains(&side))
        || case.received.contains_key(&(document, side))
}

pub fn service(open: Open) -> View {
    let context = open.context;
    let lines = open.watch(|folded| {
        let case = &folded.case;
        let line = |(document, kind, number): (Digest, Option<PaperKind>, String)| Line {
            document,
            kind,
            number,
            sides: Side::BOTH.map(|side| {
                let all = served(case, side, &document)
                    .map(|it| (it.means.clone(), it.on))
                    .collect();
                (all, signed(case, side, document), electronic(case, side))
            }),
        };
        documents(case).into_iter().map(line).collect::<Vec<_>>()
    });
    view! {
        <p class="empty" hidden=move || !lines.with(Vec::is_empty)>{say(context, Word::NothingServed)}</p>
        {move || lines.get().into_iter().map(|line| card(open, line)).collect_view()}
    }
}

fn card(open: Open, line: Line) -> View {
    let context = open.context;
    let document = line.document;
    let title = move || match line.kind {
        Some(kind) => staff::paper(kind, context.language.get()),
        None => say(context, Word::Decision)(),
    };
    let proof = api::link(&format!("/api/v1/cases/{}/service/{document}", open.id));
    let of = |(side, (ways, signed, online)): (Side, (Vec<(Means, Date)>, bool, bool))| {
        let slip = format!(
            "/api/v1/cases/{}/service/{document}?slip={}",
            open.id,
            people::class(side)
        );
        let wants = ways.is_empty();
        view! {
            <li class=format!("served {}", people::class(side)) data-testid="served">
                {say(context, people::side_word(side))} " · "
                {ways.into_iter().map(|(means, on)| view! {
                    <strong class="good-text">{move || staff::means(&means, context.language.get())}</strong> " "
                    <span class="number">{on.to_string()}</span> " "
                }).collect_view()}
                {wants.then(|| view! { <strong class="warn-text">{say(context, Word::NotServed)}</strong> " " })}
                {signed.then(|| view! { <span class="good-text">"✓ " {say(context, Word::Received)}</span> " " })}
                {(!online).then(|| view! { <span class="chip warn">{say(context, Word::WantsPaper)}</span> " " })}
                <a href=api::link(&slip) target="_blank">{say(context, Word::ReturnSlip)}</a>
            </li>
        }
    };
    view! {
        <section class="card" data-testid="service-line">
            <h2>{title} " " <small class="muted">{line.number.clone()}</small></h2>
            <ul role="list" class="stack tight">{Side::BOTH.into_iter().zip(line.sides).map(of).collect_view()}</ul>
            <p class="row">
                <a href=super::papers::address(open, document) target="_blank">{say(context, Word::PrintCopy)}</a>
                <a href=proof target="_blank" data-testid="service-proof">{say(context, Word::ServiceProof)}</a>
            </p>
            {by_hand(open, document)}
        </section>
    }
}

/// What was served on paper is written down here.
fn by_hand(open: Open, document: Digest) -> View {
    let context = open.context;
    let today = open.folded.with_untracked(|folded| folded.now().date(folded.case.zone));
    let may = open.folded.with_untracked(|folded| {
        let (side, means, on) = (Side::Claimant, Means::Handed, today);
        let refused = folded.may(&Command::RecordService {
            side,
            document,
            means,
            on,
        });
        !refused.is_err_and(|refusal| {
            matches!(
                refusal,
                domain::refusal::Refusal::NotYourRole | domain::refusal::Refusal::NotYourCase
            )
        })
    });
    if !may {
        return ().into_view();
    }
    let [whom, how, note] = ["claimant", "handed", ""].map(|text| RwSignal::new(text.to_owned()));
    let on = RwSignal::new(today.to_string());
    let fault = RwSignal::new(None::<String>);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let text = note.get_untracked().trim().to_owned();
        let means = match how.get_untracked().as_str() {
            "posted" => Means::Posted { tracking: text },
            "left" => Means::Left { note: text },
            _ => Means::Handed,
        };
        let side = if whom.get_untracked() == "claimant" {
            Side::Claimant
        } else {
            Side::Respondent
        };
        let Ok(on) = on.get_untracked().parse() else {
            fault.set(Some("day_unfit".into()));
            return;
        };
        spawn_local(async move {
            let refused = open
                .submit(Command::RecordService {
                    side,
                    document,
                    means,
                    on,
                })
                .await
                .err();
            let _ = fault.try_set(refused.map(|refused| refused.code().to_owned()));
        });
    };
    let option = move |value: &'static str, word: Word| view! { <option value=value>{say(context, word)}</option> };
    view! {
        <details>
            <summary>{say(context, Word::RecordPaper)}</summary>
            <form class="stack tight" on:submit=submit data-testid="record-service">
                <div class="row">
                    <label class="field">{say(context, Word::Whom)}
                        <select data-testid="served-whom" on:change=move |event| whom.set(event_target_value(&event))>
                            {option("claimant", people::side_word(Side::Claimant))}
                            {option("respondent", people::side_word(Side::Respondent))}
                        </select>
                    </label>
                    <label class="field">{say(context, Word::How)}
                        <select data-testid="served-how" on:change=move |event| how.set(event_target_value(&event))>
                            {option("handed", Word::Handed)}
                            {option("posted", Word::Posted)}
                            {option("left", Word::LeftThere)}
                        </select>
                    </label>
                    <label class="field">{say(context, Word::ServedOn)}
                        <input type="date" required bind:value=on/>
                    </label>
                    <label class="field grow">{say(context, Word::ServedNote)}
                        <input type="text" maxlength="200" bind:value=note/>
                    </label>
                </div>
                <p class="bad-text" role="alert">{move || fault.get().map(|code| reason(&code, context.language.get()))}</p>
                <button class="plain" data-testid="record-served" disabled=move || open.busy.get()>{say(context, Word::RecordPaper)}</button>
            </form>
        </details>
    }
}
