//! The agreement as it goes to be signed, and the same made again from a dossier.

use super::{Mould, Words, agreement, editions, faces, render_as};
use domain::actor::Role;
use domain::case::Case;
use domain::dossier::{Presented, Rendering};
use domain::hash::Digest;
use domain::mark::{SEAL, field};
use domain::moment::Timestamp;
use domain::terms::Terms;
use domain::terms::second::Translation;
use std::collections::BTreeMap;

/// The agreement with its empty places for marks, dated `at`, as `edition` makes it: of the same case, terms,
/// translation, words and time always the same bytes.
///
/// # Errors
/// If the document cannot be made.
pub fn agreement_file(
    edition: &str,
    case: &Case,
    (terms, digest): (&Terms, Digest),
    translation: Option<&Translation>,
    words: &Words,
    at: Timestamp,
) -> anyhow::Result<Vec<u8>> {
    let sheet = agreement(case, terms, digest, translation, words);
    let rendered = render_as(edition, &format!("{}/agreement", case.id), &sheet, at)?;
    let interprets = case.interpreter.as_ref().map(|_| Role::Interpreter);
    let people = [Role::Claimant, Role::Respondent, Role::Mediator];
    let names = people.into_iter().chain(interprets).map(field).chain([SEAL]);
    let mould = Mould(names.zip(rendered.blocks).collect());
    Ok(mould.fields(&rendered.pdf)?)
}

/// The agreement of a dossier made again: a [`domain::dossier::Renderer`].
///
/// # Errors
/// Why it cannot be made here.
pub fn again(presented: &Presented<'_>) -> Result<Vec<u8>, Rendering> {
    let source = presented.source;
    if !editions().any(|known| known == source.edition) {
        return Err(Rendering::OtherEdition);
    }
    if !faces::known() {
        return Err(Rendering::FacesMissing);
    }
    let case = presented.case;
    let words = Words {
        values: presented.values.clone(),
        orgs: BTreeMap::from_iter(case.body.map(|body| (body, source.organ.clone()))),
        mediator: source.mediator.clone(),
        interpreter: source.interpreter.clone(),
        today: source.at.date(case.zone),
    };
    let terms = (presented.terms, presented.digest);
    // What the template does not take was never presented as this.
    agreement_file(&source.edition, case, terms, presented.translation, &words, source.at)
        .map_err(|_| Rendering::Otherwise)
}
