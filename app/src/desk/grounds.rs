//! The grounds for refusing (CHR 75, 78; CPL-Int 355, 358), each with what in the case proves it
//! and when that happened.

use super::own;
use crate::folded::Folded;
use crate::words::staff::Word;
use domain::actor::Role;
use domain::command::{DisputeHead, Track};
use domain::event::Event;
use domain::moment::{Date, Timestamp};
use domain::terms::Terms;
use domain::terms::lint::{Finding, Note, lint};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// The case proves the ground absent.
    Clear,
    /// The case proves the ground present.
    Stands,
    /// Only a person can say.
    Open,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proof {
    /// An entry of the case's log.
    Entry {
        word: Word,
        seq: u64,
        at: Timestamp,
    },
    /// What the rule book found in the terms or the application.
    Found(Word),
    /// A day that counts.
    Day(Word, Date),
    Heads(Vec<DisputeHead>),
    Evidence(usize),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ground {
    pub word: Word,
    pub article: &'static str,
    pub state: State,
    pub proofs: Vec<Proof>,
}

impl Ground {
    pub fn open(word: Word, article: &'static str) -> Self {
        Self {
            word,
            article,
            state: State::Open,
            proofs: Vec::new(),
        }
    }

    fn shown(word: Word, article: &'static str, stands: bool, proofs: Vec<Proof>) -> Self {
        Self {
            word,
            article,
            state: if stands { State::Stands } else { State::Clear },
            proofs,
        }
    }
}

/// What the grounds are judged by.
pub struct Facts<'a> {
    pub folded: &'a Folded,
    events: Vec<(u64, Timestamp, Event)>,
    notes: Vec<Note>,
}

impl<'a> Facts<'a> {
    pub fn of(folded: &'a Folded) -> Self {
        let case = &folded.case;
        let read = |entry: &domain::log::Entry| {
            let (header, event) = (entry.header().ok()?, entry.event().ok()??);
            Some((header.seq, header.time, event))
        };
        let terms: &Terms = case.agreed_terms.as_ref().map_or(&case.draft, |(terms, _)| terms);
        // As of the day of effect: a due day that has passed since then is no fault of the terms.
        let day = case.effective_at.unwrap_or(folded.now()).date(case.zone);
        Self {
            folded,
            events: folded.view.entries.iter().filter_map(read).collect(),
            notes: lint(terms, day),
        }
    }

    /// Entries `which` picks out, each under the word it gives.
    fn entries(&self, which: impl Fn(&Event) -> Option<Word>) -> Vec<Proof> {
        let found = self.events.iter().filter_map(|(seq, at, event)| {
            which(event).map(|word| Proof::Entry {
                word,
                seq: *seq,
                at: *at,
            })
        });
        found.collect()
    }

    fn has_errors(&self) -> bool {
        self.notes.iter().any(|note| !note.finding.is_advice())
    }

    pub fn joint(&self, article: &'static str) -> Ground {
        let track = own(self.folded).map(|application| application.track);
        let both = own(self.folded).is_some_and(|application| application.applied.len() == 2);
        let mut proofs = self.entries(|event| match event {
            Event::ReviewApplied { side, track: to, .. } if Some(*to) == track => Some(match side {
                domain::actor::Side::Claimant => Word::ClaimantApplied,
                domain::actor::Side::Respondent => Word::RespondentApplied,
            }),
            _ => None,
        });
        // Earlier applications of the same track are another matter.
        let surplus = proofs.len().saturating_sub(2);
        proofs.drain(..surplus);
        Ground::shown(Word::NotJoint, article, !both, proofs)
    }

    pub fn scope(&self, article: &'static str) -> Ground {
        let mut proofs = vec![Proof::Heads(self.folded.case.heads.clone())];
        proofs.extend(self.entries(|event| matches!(event, Event::CaseAccepted { .. }).then_some(Word::BodyAccepted)));
        Ground {
            proofs,
            ..Ground::open(Word::OutOfScope, article)
        }
    }

    pub fn jurisdiction(&self, article: &'static str) -> Ground {
        let region = |id| {
            let known = self.folded.view.orgs.iter().find(|org| Some(org.id) == id);
            known.map(|org| org.region.clone())
        };
        let here = region(self.folded.view.you.org);
        let same = here.is_some() && here == region(self.folded.case.body);
        Ground {
            proofs: same.then_some(Proof::Found(Word::SameRegion)).into_iter().collect(),
            ..Ground::open(Word::NoJurisdiction, article)
        }
    }

    /// Filed after `until`, the last day of the window?
    pub fn late(&self, article: &'static str, until: Option<Date>) -> Ground {
        let filed = own(self.folded).and_then(|application| application.filed);
        let (Some(filed), Some(until)) = (filed, until) else {
            return Ground::open(Word::Late, article);
        };
        let mut proofs =
            self.entries(|event| matches!(event, Event::AgreementEffective { .. }).then_some(Word::TookEffect));
        let filings = self.entries(|event| matches!(event, Event::ApplicationFiled { .. }).then_some(Word::Filed));
        proofs.extend(filings.into_iter().last());
        proofs.push(Proof::Day(Word::LastDay, until));
        let late = filed.date(self.folded.case.zone) > until;
        Ground::shown(Word::Late, article, late, proofs)
    }

    pub fn relation(&self, article: &'static str) -> Ground {
        let stands = self.folded.case.heads.contains(&DisputeHead::LabourRelation)
            || self
                .notes
                .iter()
                .any(|note| note.finding == Finding::ConfirmsLabourRelation);
        let proofs = vec![Proof::Heads(self.folded.case.heads.clone())];
        Ground::shown(Word::LabourRelation, article, stands, proofs)
    }

    pub fn law(&self, article: &'static str) -> Ground {
        Ground {
            proofs: vec![self.check()],
            ..Ground::open(Word::MandatoryLaw, article)
        }
    }

    fn check(&self) -> Proof {
        Proof::Found(if self.has_errors() {
            Word::CheckErrors
        } else {
            Word::CheckClean
        })
    }

    pub fn evidence(&self, article: &'static str) -> Ground {
        Ground {
            proofs: vec![Proof::Evidence(self.folded.case.evidence.len())],
            ..Ground::open(Word::FalseEvidence, article)
        }
    }

    pub fn voluntary(&self, article: &'static str) -> Ground {
        let proofs = self.entries(|event| match event {
            Event::AgreementSigned { by, .. } => match by.role {
                Role::Claimant => Some(Word::ClaimantSigned),
                Role::Respondent => Some(Word::RespondentSigned),
                _ => Some(Word::MediatorSigned),
            },
            Event::IdentityConfirmed { .. } => Some(Word::SeenOnCamera),
            _ => None,
        });
        Ground {
            proofs,
            ..Ground::open(Word::NotVoluntary, article)
        }
    }

    pub fn clear(&self, article: &'static str) -> Ground {
        Ground {
            state: if self.has_errors() { State::Stands } else { State::Open },
            proofs: vec![self.check()],
            ..Ground::open(Word::Unclear, article)
        }
    }
}

/// The grounds of the reader's own application.
pub fn of(folded: &Folded) -> Vec<Ground> {
    let track: Option<Track> = own(folded).map(|application| application.track);
    track.map_or_else(Vec::new, |track| (super::desk(track).grounds)(&Facts::of(folded)))
}
