//! The agreement as it was presented against one made anew from what the dossier says.

use super::super::{AGREEMENT, RENDERING, TRANSLATION};
use super::{Check, FaultCode};
use crate::actor::Role;
use crate::case::Case;
use crate::dossier::{Presented, Renderer, Rendering, Source};
use crate::hash::Commitment;
use crate::mark::{SEAL, field};
use crate::moment::{HOUR, Timestamp};
use crate::sight;
use crate::terms::second::Translation;
use std::collections::BTreeMap;

/// From rendering to presenting: a portal under load takes seconds.
const LATEST: i64 = HOUR;

impl Check<'_> {
    pub(super) fn rendered(&mut self, case: &Case, render: Renderer<'_>) {
        // Where anything is wrong, what the agreement says does not matter any more.
        if case.agreement.is_none() || !self.report.faults.is_empty() {
            return;
        }
        self.report.rendering = self.made_again(case, render);
    }

    fn made_again(&mut self, case: &Case, render: Renderer<'_>) -> Option<Rendering> {
        let agreement = case.agreement.as_ref()?;
        if self.file(RENDERING).is_none() {
            return Some(Rendering::MadeBefore);
        }
        let source: Source = self.json(RENDERING)?;
        let (presented, at) = self.presented.take()?;
        if !self.true_to_marks(&presented, &source, at) {
            self.fault(RENDERING, FaultCode::NotAsRendered);
            return Some(Rendering::Otherwise);
        }
        let (terms, digest) = presented.agreed_terms.as_ref()?;
        let translation: Option<Translation> = match agreement.translation {
            Some(_) => Some(self.json(TRANSLATION)?),
            None => None,
        };
        let wanted = sight::printed(&presented);
        let values: BTreeMap<Commitment, String> =
            wanted.iter().filter_map(|it| Some((*it, self.value(*it)?))).collect();
        if values.len() != wanted.len() {
            return Some(Rendering::ValueMissing);
        }
        let made = render(&Presented {
            case: &presented,
            terms,
            digest: *digest,
            translation: translation.as_ref(),
            values: &values,
            source: &source,
        });
        let made = match made {
            Ok(made) => made,
            Err(why) => return Some(why),
        };
        // `documents` has found that these are the bytes the log names.
        let size = usize::try_from(agreement.size).ok()?;
        if self.file(AGREEMENT)?.get(..size) == Some(made.as_slice()) {
            return Some(Rendering::Same);
        }
        self.fault(AGREEMENT, FaultCode::NotAsRendered);
        Some(Rendering::Otherwise)
    }

    /// Names are those in the certificates of whoever has signed; before the seal, the body's is the one of the
    /// trust root. The time is that of presenting, a little before.
    fn true_to_marks(&self, case: &Case, source: &Source, presented: Timestamp) -> bool {
        let signed = |field: &str| {
            let found = self.names.iter().find(|(known, _)| known == field);
            found.map(|(_, name)| name.as_str())
        };
        let trusted = || {
            let seal = self.trust.seals.iter().find(|seal| Some(seal.org) == case.body);
            seal.map(|seal| seal.name.as_str())
        };
        let organ = signed(SEAL).or_else(trusted);
        let same = |found: Option<&str>, name: &str| found.is_none_or(|found| found == name);
        same(organ, &source.organ)
            && same(signed(field(Role::Mediator)), &source.mediator)
            && same(signed(field(Role::Interpreter)), &source.interpreter)
            && source.at <= presented
            && presented.0.saturating_sub(source.at.0) <= LATEST
    }
}
