//! A case handed over without agreement: the petition, what came with it, and the commission's answer
//! (LMAL 29; CHR 29-31). Of the talks only facts both confirmed are here (EMR 11).

use super::frame::{Frame, frame};
use super::{conclude, hearing, motion, pleading, term};
use crate::mediator::workspace::{claims, matter};
use crate::open::Open;
use crate::staff::deed::{Deed, deed};
use crate::staff::tabs::Tab;
use crate::staff::{limitation, papers, people, say};
use crate::view::prelude::*;
use crate::words::staff::Word;
use domain::actor::Side;
use domain::arbitration::{ArbitrationGround, undisputed};
use domain::command::Command;

pub fn file(open: Open) -> View {
    let context = open.context;
    let panels = vec![
        Tab {
            word: Word::Petition,
            id: "petition",
            panel: petition(open).into_view(),
        },
        Tab {
            word: Word::TabMatter,
            id: "matter",
            panel: matter(open).into_view(),
        },
    ];
    let aside = view! {
        {motion::motions(open)}
        {pleading::pleading(open)}
        {hearing::hearing(open)}
        {conclude::service(open)}
        {facts(open)}
        {limitation::limitation(open)}
        {Side::BOTH.map(|side| people::party(open, side)).collect_view()}
    };
    frame(
        open,
        Frame {
            links: ().into_view(),
            standing: view! { <p class="note">{say(context, Word::OffersSealed)}</p> {conclude::conclude(open)} },
            panels,
            aside: aside.into_view(),
            bar: bar(open).into_view(),
        },
    )
}

fn petition(open: Open) -> impl IntoView {
    let context = open.context;
    let filed = open.watch(|folded| {
        let filed = folded.case.arbitration.clone()?;
        let titles = folded
            .case
            .evidence
            .iter()
            .filter(|(_, piece)| filed.petition.evidence.contains(&piece.id));
        let titles: Vec<_> = titles.map(|(_, piece)| (piece.title.clone(), piece.digest)).collect();
        let known = |it: Option<domain::hash::Commitment>| it.and_then(|it| folded.disclosed(&it));
        let opponent = [
            known(filed.petition.opponent_head),
            known(filed.petition.opponent_address),
        ];
        Some((filed.clone(), titles, opponent, folded.name(filed.side)))
    });
    move || match filed.get() {
        None => view! { <p class="empty" data-testid="no-petition">{say(context, Word::NoPetition)}</p> },
        Some((filed, titles, opponent, name)) => view! {
            <article class="sheet" data-testid="petition">
                <h2>{say(context, Word::Petition)}</h2>
                <p>{say(context, Word::Applicant)} " " {name}</p>
                {filed.returned.map(|items| view! { <p class="note warn" data-testid="petition-returned">{say(context, Word::PetitionAsked)} " " {items}</p> })}
                <h3>{say(context, Word::PetitionClaims)}</h3>
                {claims(filed.petition.claims)}
                <h3>{say(context, Word::Facts)}</h3>
                <p class="story">{filed.petition.facts}</p>
                {opponent.into_iter().flatten().map(|text| view! { <p>{text}</p> }).collect_view()}
                <h3>{say(context, Word::Evidence)}</h3>
                {titles.is_empty().then(|| view! { <p class="muted">{say(context, Word::NoEvidence)}</p> })}
                <ul class="titles">{titles.into_iter().map(|(title, digest)| view! {
                    <li><a href=papers::address(open, digest) target="_blank">{title}</a></li>
                }).collect_view()}</ul>
            </article>
        },
    }
}

fn facts(open: Open) -> View {
    let context = open.context;
    let facts = open.watch(|folded| {
        undisputed(&folded.case)
            .map(|fact| fact.text.clone())
            .collect::<Vec<_>>()
    });
    view! {
        <section class="card" data-testid="undisputed" hidden=move || facts.with(Vec::is_empty)>
            <h2>{say(context, Word::UndisputedFacts)}</h2>
            <ul class="titles">{move || facts.get().into_iter().map(|text| view! { <li>{text}</li> }).collect_view()}</ul>
        </section>
    }
}

fn bar(open: Open) -> View {
    let accept = Deed {
        id: "accept-petition",
        class: "",
        title: Word::AcceptPetition,
        restated: Word::AcceptPetitionRestated,
        grounds: vec![((), Word::Other, "")],
        reasons: None,
        preview: true,
        make: |(), _| Command::AcceptArbitration,
    };
    let back = Deed {
        id: "return-petition",
        class: "plain",
        title: Word::ReturnPetition,
        restated: Word::ReturnPetitionRestated,
        grounds: vec![((), Word::Other, "")],
        reasons: Some(Word::SupplementItems),
        preview: false,
        make: |(), items| Command::ReturnPetition { items },
    };
    let refuse = Deed {
        id: "refuse-petition",
        class: "danger",
        title: Word::RefusePetition,
        restated: Word::RefusePetitionRestated,
        grounds: ArbitrationGround::ALL
            .map(|ground| (ground, word(ground), ground.article()))
            .to_vec(),
        reasons: Some(Word::Reasons),
        preview: true,
        make: |ground, explanation| Command::RefuseArbitration { ground, explanation },
    };
    view! {
        <div class="foot acts" data-testid="acts">
            {deed(open, accept)}
            {deed(open, back)}
            {deed(open, refuse)}
            {deed(open, pleading::decline())}
            {deed(open, term::resume())}
            {deed(open, term::restart())}
            {deed(open, conclude::absent())}
        </div>
    }
}

fn word(ground: ArbitrationGround) -> Word {
    match ground {
        ArbitrationGround::OutOfScope => Word::NotLabour,
        ArbitrationGround::ClaimsUnclear => Word::ClaimsUnclear,
        ArbitrationGround::NoDirectInterest => Word::NoDirectInterest,
        ArbitrationGround::NoClearRespondent => Word::NoClearRespondent,
        ArbitrationGround::NoJurisdiction => Word::NoJurisdiction,
    }
}
