//! What the decision will say, before it is made. The document itself is Chinese, whatever the
//! reader's language.

use super::own;
use crate::folded::Folded;
use crate::open::Open;
use crate::staff::say;
use crate::view::prelude::*;
use crate::words::staff::Word;
use crate::words::staff::decision::{closing, title};
use domain::actor::Side;
use domain::terms::prose::Language;

pub fn grant(open: Open, _: RwSignal<String>) -> View {
    sheet(open, true, Signal::derive(String::new))
}

pub fn refuse(open: Open, explanation: RwSignal<String>) -> View {
    sheet(open, false, explanation.into())
}

fn sheet(open: Open, granted: bool, explanation: Signal<String>) -> View {
    let Some(track) = open.folded.with_untracked(|folded| Some(own(folded)?.track)) else {
        return ().into_view();
    };
    let (institution, parties, clauses) = open.folded.with_untracked(|folded| {
        let org = folded.view.orgs.iter().find(|org| Some(org.id) == folded.view.you.org);
        (org.map(|org| org.name.clone()), parties(folded), clauses(folded))
    });
    view! {
        <article class="sheet preview-sheet" lang="zh-CN" tabindex="0" aria-label=say(open.context, Word::PreviewOf) data-testid="decision-preview">
            <p class="muted" lang="">{say(open.context, Word::PreviewOf)}</p>
            <p class="centred">{institution}</p>
            <h3 class="centred">{title(track, granted)}</h3>
            {parties.into_iter().map(|line| view! { <p>{line}</p> }).collect_view()}
            <ol>{clauses.into_iter().map(|clause| view! { <li>{clause}</li> }).collect_view()}</ol>
            {move || {
                let lines = closing(track, granted, explanation.get().trim());
                lines.into_iter().map(|line| view! { <p>{line}</p> }).collect_view()
            }}
        </article>
    }
}

fn parties(folded: &Folded) -> [String; 2] {
    [
        format!("申请人：{}", folded.name(Side::Claimant)),
        format!("被申请人：{}", folded.name(Side::Respondent)),
    ]
}

fn clauses(folded: &Folded) -> Vec<String> {
    let terms = folded.case.agreed_terms.as_ref();
    let clauses = terms.iter().flat_map(|(terms, _)| &terms.0);
    clauses
        .map(|clause| folded.sentence(clause, Language::Chinese))
        .collect()
}
