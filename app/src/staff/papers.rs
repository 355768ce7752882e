//! The files of a case: evidence, the agreement, the decisions.

use crate::api;
use crate::open::Open;
use crate::staff::say;
use crate::view::prelude::*;
use crate::words::staff::{self, Word};
use domain::actor::Actor;
use domain::command::Evidence;
use domain::hash::Digest;
use domain::paper::Paper;

/// Where a file of the open case is read.
pub fn address(open: Open, digest: Digest) -> String {
    api::link(&format!("/api/v1/cases/{}/files/{digest}", open.id))
}

/// Titles alone, for a narrow rail.
pub fn titles(open: Open) -> View {
    let context = open.context;
    let pieces = open.watch(|folded| folded.case.evidence.clone());
    view! {
        {move || {
            let pieces = pieces.get();
            if pieces.is_empty() {
                return view! { <p class="muted">{say(context, Word::NoEvidence)}</p> };
            }
            let one = |(_, piece): (Actor, Evidence)| view! {
                <li><a href=address(open, piece.digest) target="_blank">{piece.title}</a></li>
            };
            view! { <ul class="titles">{pieces.into_iter().map(one).collect_view()}</ul> }
        }}
    }
}

/// Evidence with pictures, and the documents the portal made.
pub fn papers(open: Open) -> View {
    let context = open.context;
    let pieces = open.watch(|folded| folded.case.evidence.clone());
    let none = move || pieces.with(Vec::is_empty);
    view! {
        <section class="stack tight">
            <h3>{say(context, Word::Documents)}</h3>
            {documents(open)}
            <p><a href=api::link(&format!("/records/{}", open.id)) target="_blank" data-testid="records">{say(context, Word::Records)}</a></p>
        </section>
        <section class="stack tight">
            <h3>{say(context, Word::Evidence)}</h3>
            <p class="empty" hidden=move || !none()>{say(context, Word::NoEvidence)}</p>
            <ul role="list" class="pieces" data-testid="evidence">
                {keyed(move || pieces.get(), |(_, piece)| piece.id, move |(by, piece)| evidence(open, by, piece))}
            </ul>
        </section>
    }
}

fn evidence(open: Open, by: Actor, piece: Evidence) -> View {
    let context = open.context;
    let picture = piece.media_type.starts_with("image/");
    let (href, size) = (address(open, piece.digest), staff::size(piece.size));
    view! {
        <li class="card">
            {picture.then(|| view! {
                <a href=href.clone() target="_blank"><img loading="lazy" src=href.clone() alt=piece.title.clone()/></a>
            })}
            <p>
                <a href=href target="_blank">{piece.title}</a>
                <br/>
                <small class="muted">
                    {move || staff::role(by.role, context.language.get())} " · " {size}
                    {(!piece.shared).then(|| view! { " · " {say(context, Word::MediatorOnly)} })}
                </small>
            </p>
        </li>
    }
}

/// The agreement and every decision, as links.
pub fn documents(open: Open) -> impl IntoView {
    let context = open.context;
    let made = open.watch(|folded| {
        let agreement = folded.case.agreement.as_ref().map(|agreement| agreement.file.digest);
        let decisions = folded
            .case
            .applications
            .iter()
            .filter_map(|application| application.decision.as_ref());
        let decisions: Vec<_> = decisions
            .map(|decision| (decision.document, decision.number.clone()))
            .collect();
        let papers = folded.case.papers.clone();
        (agreement, decisions, papers)
    });
    move || {
        let (agreement, decisions, papers) = made.get();
        if agreement.is_none() && decisions.is_empty() && papers.is_empty() {
            return view! { <p class="muted">{say(context, Word::NoDocuments)}</p> };
        }
        let decision = |(document, number): (Digest, String)| {
            view! { <li><a href=address(open, document) target="_blank" data-testid="decision-link">{say(context, Word::Decision)} " " {number}</a></li> }
        };
        let paper = |made: Paper| {
            view! {
                <li><a href=address(open, made.document) target="_blank" data-testid="paper">
                    {move || staff::paper(made.kind, context.language.get())} " " {made.number}
                </a></li>
            }
        };
        view! {
            <ul class="titles">
                {agreement.map(|document| view! {
                    <li><a href=address(open, document) target="_blank" data-testid="agreement-link">{say(context, Word::AgreementPdf)}</a></li>
                })}
                {decisions.into_iter().map(decision).collect_view()}
                {papers.into_iter().map(paper).collect_view()}
            </ul>
        }
    }
}
