//! One file on a desk: the document left, the statutory grounds right, the acts at the bottom.

use super::frame::{Frame, frame};
use super::{checks, desk, document, extension, objection, own, petition, third};
use crate::mediator::workspace::matter;
use crate::open::Open;
use crate::staff::deed::{Deed, deed};
use crate::staff::tabs::Tab;
use crate::staff::{papers, people, say};
use crate::view::prelude::*;
use crate::words::staff::{self, Word};
use domain::actor::Side;
use domain::command::{Command, Ruling, Track};
use domain::event::Event;
use domain::moment::Timestamp;

pub fn file(open: Open) -> View {
    // Without an agreement there is nothing to review: what lies here is a petition.
    if open.folded.with_untracked(|folded| folded.case.transfer.is_some()) {
        return petition::file(open);
    }
    let context = open.context;
    let track = open.watch(|folded| own(folded).map(|application| application.track));
    let panels = vec![
        Tab {
            word: Word::TabTerms,
            id: "terms",
            panel: document::document(open),
        },
        Tab {
            word: Word::TabMatter,
            id: "matter",
            panel: view! {
                {matter(open)}
                {Side::BOTH.map(|side| people::party(open, side)).collect_view()}
            },
        },
    ];
    let links = view! {
        <a class="quiet button" href="/verify/" target="_blank" data-testid="verify-dossier">{say(context, Word::VerifyDossier)}</a>
    };
    let aside = view! {
        {service(open)}
        {objection::objections(open)}
        {third::third(open)}
        {extension::extension(open)}
        {checks::checks(open)}
    };
    let bar = move || track.get().map(|track| bar(open, track));
    frame(
        open,
        Frame {
            links: links.into_view(),
            standing: standing(open).into_view(),
            panels,
            aside: aside.into_view(),
            bar: bar.into_view(),
        },
    )
}

/// The track, and what became of the application so far.
fn standing(open: Open) -> impl IntoView {
    let context = open.context;
    let application = open.watch(|folded| own(folded).cloned());
    move || {
        let language = context.language.get();
        application.get().map(|application| {
            let supplement = application.supplement.clone();
            view! {
                <p class="row" data-testid="standing">
                    <strong>{staff::track(application.track, language)}</strong>
                    <span>{staff::standing(&application, language)}</span>
                </p>
                {supplement.map(|items| view! {
                    <p class="note warn" data-testid="supplementing">{say(context, Word::Supplementing)} "：" {items}</p>
                })}
                {answers(open)}
                {open.folded.with_untracked(|folded| crate::room::door(open, folded))}
            }
        })
    }
}

/// What the parties answered to a request for supplement.
fn answers(open: Open) -> View {
    let context = open.context;
    let said = open.folded.with_untracked(|folded| {
        let events = folded
            .view
            .entries
            .iter()
            .filter_map(|entry| entry.event().ok().flatten());
        let answers = events.filter_map(|event| match event {
            Event::Supplemented { side, answer, .. } => Some((side, answer)),
            _ => None,
        });
        answers.collect::<Vec<_>>()
    });
    let one = move |(side, answer): (Side, String)| {
        view! {
            <p class=format!("note {}", people::class(side)) data-testid="supplement-answer">
                {say(context, people::side_word(side))} " " {say(context, Word::Supplemented)} "：" {answer}
            </p>
        }
    };
    said.into_iter().map(one).collect_view()
}

/// Whom the decision has reached, and when.
fn service(open: Open) -> impl IntoView {
    let context = open.context;
    let served = open.watch(|folded| {
        let decision = own(folded)?.decision.clone()?;
        let at = |side: Side| -> Option<Timestamp> {
            let read = |entry: &domain::log::Entry| Some((entry.header().ok()?.time, entry.event().ok()??));
            let mut all = folded.view.entries.iter().filter_map(read);
            all.find_map(|(time, event)| match event {
                Event::DecisionReceived { side: by, document } if by == side && document == decision.document => {
                    Some(time)
                }
                _ => None,
            })
        };
        Some((
            decision.number.clone(),
            decision.document,
            Side::BOTH.map(at),
            folded.case.zone,
        ))
    });
    move || {
        let (number, document, received, zone) = served.get()?;
        let line = move |side: Side, at: Option<Timestamp>| {
            let when = at.map(|at| {
                let (hour, minute) = at.clock(zone);
                format!("{} {hour:02}:{minute:02}", at.date(zone))
            });
            let (class, mark, word) = if at.is_some() {
                ("good-text", "✓ ", Word::Received)
            } else {
                ("warn-text", "○ ", Word::NotReceived)
            };
            view! {
                <li class=format!("served {}", people::class(side))>
                    {say(context, people::side_word(side))} " · " <strong class=class>{mark} {say(context, word)}</strong> " "
                    <span class="number">{when}</span>
                </li>
            }
        };
        Some(view! {
            <section class="card official">
                <h2>{say(context, Word::Service)}</h2>
                <p><a href=papers::address(open, document) target="_blank" data-testid="decision-link">{number}</a></p>
                <ul role="list" class="stack tight" data-testid="service">
                    {Side::BOTH.into_iter().zip(received).map(|(side, at)| line(side, at)).collect_view()}
                </ul>
            </section>
        })
    }
}

fn bar(open: Open, track: Track) -> View {
    let desk = desk(track);
    let accept = Deed {
        id: "accept-application",
        class: "",
        title: Word::AcceptApplication,
        restated: desk.accept_restated,
        grounds: vec![((), Word::Other, "")],
        reasons: None,
        preview: true,
        make: |(), _| Command::AcceptApplication,
    };
    let grant = Deed {
        id: "grant",
        class: "maple",
        title: desk.grant_title,
        restated: desk.grant_restated,
        grounds: vec![((), Word::Other, "")],
        reasons: None,
        preview: true,
        make: |(), _| Command::Decide(Ruling::Grant),
    };
    let supplement = Deed {
        id: "return",
        class: "plain",
        title: Word::Return,
        restated: Word::ReturnRestated,
        grounds: vec![((), Word::Other, "")],
        reasons: Some(Word::SupplementItems),
        preview: false,
        make: |(), items| Command::ReturnForSupplement { items },
    };
    let reject = Deed {
        id: "reject",
        class: "danger",
        title: Word::Reject,
        restated: Word::RejectRestated,
        grounds: desk.reject.to_vec(),
        reasons: Some(Word::Reasons),
        preview: true,
        make: |ground, explanation| Command::RejectApplication { ground, explanation },
    };
    let refuse = Deed {
        id: "refuse-ruling",
        class: "danger",
        title: desk.refuse_title,
        restated: desk.refuse_restated,
        grounds: desk.refuse.to_vec(),
        reasons: Some(Word::Reasons),
        preview: true,
        make: |ground, explanation| Command::Decide(Ruling::Refuse { ground, explanation }),
    };
    view! {
        <div class="foot acts" data-testid="acts">
            {deed(open, accept)}
            {deed(open, grant)}
            {deed(open, supplement)}
            {deed(open, reject)}
            {deed(open, refuse)}
            {deed(open, objection::uphold())}
            {deed(open, objection::dismiss())}
        </div>
    }
}
