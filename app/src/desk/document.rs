//! The agreement as the desk reads it: its terms, and the sealed PDF itself.

use crate::open::Open;
use crate::staff::papers::address;
use crate::staff::say;
use crate::view::prelude::*;
use crate::words::staff::{self, Word};
use domain::terms::prose::{Language, capitals};

pub fn document(open: Open) -> View {
    let context = open.context;
    let pdf = open.watch(|folded| folded.case.agreement.as_ref().map(|agreement| agreement.file.digest));
    let embedded = RwSignal::new(false);
    let terms = Memo::new(move |_| {
        let language = context.language.get();
        open.folded.with(|folded| {
            let (terms, digest) = folded.case.agreed_terms.as_ref()?;
            let clauses = terms.0.iter();
            let sentences: Vec<_> = clauses
                .map(|clause| (folded.sentence(clause, language), clause.body.money()))
                .collect();
            Some((sentences, terms.money(), digest.to_string()))
        })
    });
    view! {
        <div class="row">
            {move || pdf.get().map(|digest| view! {
                <a class="button plain" href=address(open, digest) target="_blank" data-testid="agreement-link">{say(context, Word::OpenPdf)}</a>
                <button class="quiet" type="button" aria-expanded=move || embedded.get().to_string() data-testid="embed"
                    on:click=move |_| embedded.update(|embedded| *embedded = !*embedded)>
                    {move || if embedded.get() { say(context, Word::HidePdf)() } else { say(context, Word::ShowPdf)() }}
                </button>
            })}
        </div>
        {move || pdf.get().filter(|_| embedded.get()).map(|digest| view! {
            <iframe class="pdf" title=say(context, Word::AgreementPdf) src=address(open, digest)></iframe>
        })}
        {move || terms.get().map(|(sentences, total, digest)| {
            let language = context.language.get();
            let one = |(sentence, money): (String, domain::money::Fen)| view! {
                <li>
                    <p class="wording">{sentence}</p>
                    {(money.0 > 0).then(|| view! {
                        <p><strong class="number">"¥ " {money.to_string()}</strong> " "
                            <span class="muted">{(language == Language::Chinese).then(|| capitals(money))}</span></p>
                    })}
                </li>
            };
            view! {
                <article class="sheet" data-testid="agreed-terms">
                    <h2>{say(context, Word::AgreedTerms)}</h2>
                    <ol>{sentences.into_iter().map(one).collect_view()}</ol>
                    <p class="total">{say(context, Word::InAll)} " " <strong class="number">"¥ " {total.to_string()}</strong></p>
                    <p class="muted"><small>{staff::hash(&digest, language)}</small></p>
                </article>
            }
        })}
    }
}
