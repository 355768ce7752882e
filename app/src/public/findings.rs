//! The verdict first; who signed, when, and what was checked, folded below.

use super::Desk;
use crate::icon::{Icon, icon};
use crate::language;
use crate::view::prelude::*;
use crate::words::public::{Word, act, assurance, fault as told, place};
use crate::words::{reason, role};
use domain::command::Track;
use domain::dossier::{Fault, Report, Signer};
use domain::moment::{Timestamp, Zone};

pub fn time(at: Timestamp) -> String {
    let (hour, minute) = at.clock(Zone::CHINA);
    format!("{} {hour:02}:{minute:02}", at.date(Zone::CHINA))
}

pub fn findings(desk: Desk, report: Report) -> View {
    let word = if report.valid {
        Word::ValidText
    } else {
        Word::InvalidText
    };
    let head = verdict(desk, report.valid, word);
    view! { {head} {if report.valid { sound(desk, report) } else { broken(desk, report.faults) }} }
}

/// The first thing a reader sees.
pub fn verdict(desk: Desk, valid: bool, explained: Word) -> View {
    let context = desk.context;
    let (class, glyph, word) = if valid {
        ("verdict good", Icon::Check, Word::Valid)
    } else {
        ("verdict bad", Icon::Cross, Word::Invalid)
    };
    view! {
        <section class=class data-testid="verdict" data-valid=valid.to_string()>
            {icon(glyph)}
            <div class="stack tight">
                <h2>{context.say(word)}</h2>
                <p>{context.say(explained)}</p>
                <p class="muted">{move || desk.file.get()}</p>
            </div>
        </section>
    }
}

/// Each fault in words, with its place.
pub fn broken(desk: Desk, found: Vec<Fault>) -> View {
    let context = desk.context;
    let one = move |fault: Fault| {
        let Fault {
            place: at,
            code,
            refusal,
        } = fault;
        let raw = format!("{at} · {code}");
        view! {
            <li>
                <strong>{move || place(&at, context.language.get())}</strong>
                <br/>
                {move || told(&code, context.language.get())}
                {refusal.map(|refusal| view! {
                    " " {move || reason(refusal.code(), context.language.get())}
                    <small class="article">{refusal.article()}</small>
                })}
                <br/>
                <code class="muted">{raw}</code>
            </li>
        }
    };
    view! {
        <h2>{context.say(Word::WhatFails)}</h2>
        <ul class="stack tight" data-testid="faults">{found.into_iter().map(one).collect_view()}</ul>
    }
}

fn sound(desk: Desk, report: Report) -> View {
    let context = desk.context;
    let fact = move |word: Word, value: Option<String>| {
        value.map(|value| view! { <dt>{context.say(word)}</dt><dd>{value}</dd> })
    };
    let track = move || {
        let word = match report.filed? {
            Track::ArbitrationReview => Word::ReviewTrack,
            Track::JudicialConfirmation => Word::CourtTrack,
        };
        Some(word.text(context.language.get()))
    };
    let filed = report
        .filed
        .is_some()
        .then(|| view! { <dt>{context.say(Word::Filed)}</dt><dd>{track}</dd> });
    let (whole, redacted) = (report.entries, report.redacted);
    let witnesses: Vec<String> = report
        .witnesses
        .iter()
        .map(|cosigned| format!("{} · {}", cosigned.name, time(cosigned.at)))
        .collect();
    let witnesses = (!witnesses.is_empty()).then(|| witnesses.join("; "));
    let entries = move || {
        let text = Word::EntriesText.text(context.language.get());
        text.replace("{whole}", &whole.to_string())
            .replace("{redacted}", &redacted.to_string())
    };
    let made_again = report.rendering.map(|rendering| {
        let told = move || rendering.told(context.language.get());
        view! { <dt>{context.say(Word::MadeAgain)}</dt><dd>{told}</dd> }
    });
    view! {
        <dl class="facts card">
            {fact(Word::Number, Some(report.number))}
            {fact(Word::Claimant, report.claimant)}
            {fact(Word::Respondent, report.respondent)}
            {fact(Word::Effective, report.effective_at.map(time))}
            {fact(Word::SealedBy, report.sealed_by)}
            {filed}
            {fact(Word::Decision, report.decision)}
            {fact(Word::DecidedBy, report.decided_by)}
            {fact(Word::Enforceable, report.enforceable_at.map(time))}
        </dl>
        <details class="card" data-testid="signers">
            <summary>{context.say(Word::Signers)} " (" {report.signers.len()} ")"</summary>
            <ol class="stack">{report.signers.into_iter().map(|signer| signed(desk, signer)).collect_view()}</ol>
        </details>
        <details class="card" data-testid="checks">
            <summary>{context.say(Word::Checks)}</summary>
            <ul class="stack tight checks">
                {Word::CHECKS.into_iter().map(|word| view! {
                    <li>{icon(Icon::Check)} <span>{context.say(word)}</span></li>
                }).collect_view()}
            </ul>
            <p>{entries}</p>
            <dl class="facts">
                {fact(Word::Packed, report.made.map(time))}
                {fact(Word::PackedBy, report.packed_by)}
                {fact(Word::Evidence, Some(report.evidence.to_string()))}
                {fact(Word::LogSize, Some(report.checkpoint_size.to_string()))}
                {fact(Word::Witnesses, witnesses)}
                {fact(Word::Artefacts, (report.artefacts > 0).then(|| report.artefacts.to_string()))}
                {made_again}
            </dl>
        </details>
    }
}

fn signed(desk: Desk, signer: Signer) -> View {
    let context = desk.context;
    let language = move || context.language.get();
    let at = time(signer.at);
    // Consent stands in the language it was given in.
    let spoken = if signer.consent.is_ascii() {
        language::tag(domain::terms::prose::Language::English)
    } else {
        language::tag(domain::terms::prose::Language::Chinese)
    };
    view! {
        <li>
            <strong>{move || role(signer.role, language())} " " {signer.name}</strong>
            " · " {move || act(&signer.act, language())}
            <br/>
            <span class="number">{at}</span> " · " {move || assurance(signer.assurance, language())}
            <br/>
            <q class="muted" lang=spoken>{signer.consent}</q>
        </li>
    }
}
