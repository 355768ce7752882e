//! The verdict on one signed PDF that came without its dossier.

use super::Desk;
use super::findings::{broken, time, verdict};
use crate::view::prelude::*;
use crate::words::public::{Word, assurance};
use domain::dossier::{DocumentReport, DocumentSignature, SignatureKind};

pub fn findings(desk: Desk, report: DocumentReport) -> View {
    let word = match (report.valid, report.lasting) {
        (true, true) => Word::DocumentText,
        (true, false) => Word::CopyText,
        (false, _) => Word::InvalidText,
    };
    let head = verdict(desk, report.valid, word);
    if !report.valid {
        return view! { {head} {broken(desk, report.faults)} };
    }
    let all = report.signatures.into_iter().map(|it| signed(desk, it)).collect_view();
    view! {
        {head}
        <section class="card" data-testid="signers"><ol class="stack">{all}</ol></section>
        <p class="muted">{desk.context.say(Word::DocumentOnly)}</p>
    }
}

fn signed(desk: Desk, signature: DocumentSignature) -> View {
    let context = desk.context;
    let kind = match signature.kind {
        SignatureKind::Person => Word::Signature,
        SignatureKind::Seal => Word::SealOf,
        SignatureKind::Timestamp => Word::Timestamp,
    };
    let by = signature
        .claims
        .iter()
        .find_map(|claim| claim.strip_prefix("urn:maplebridge:assurance:"));
    let by = by.and_then(|name| domain::text::read(&format!("\"{name}\"")));
    let checked = by.map(|by| view! { " · " {move || assurance(by, context.language.get())} });
    view! {
        <li>
            {context.say(kind)} " " <strong>{signature.name}</strong>
            <br/>
            <span class="number">{time(signature.at)}</span> {checked}
        </li>
    }
}
