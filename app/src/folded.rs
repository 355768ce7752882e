//! A case as this viewer may know it: its view from the server, folded by the rule book.

use domain::actor::{Actor, Side};
use domain::api::{CaseView, Live};
use domain::case::Case;
use domain::command::Command;
use domain::event::Event;
use domain::hash::{Commitment, Digest};
use domain::id::PersonId;
use domain::moment::Timestamp;
use domain::refusal::Refusal;
use domain::terms::Clause;
use domain::terms::prose::{self, Language, Names};
use std::sync::{Arc, PoisonError, RwLock};

type Rules = fn(&Case, &Command, &Actor, Timestamp) -> Result<Vec<Event>, Refusal>;

static RULES: RwLock<Option<Rules>> = RwLock::new(None);

/// Says whose rules the buttons of this program follow, before anything is drawn; a part that comes later brings more.
pub fn play_by(rules: Rules) {
    *RULES.write().unwrap_or_else(PoisonError::into_inner) = Some(rules);
}

/// Copying one is cheap: what several screens show of a case, they share.
#[derive(Clone, Debug)]
pub struct Folded {
    pub case: Arc<Case>,
    pub view: Arc<CaseView>,
}

impl Folded {
    pub fn of(view: CaseView) -> Self {
        let mut case = Case::new(view.id);
        for entry in &view.entries {
            if let (Ok(header), Ok(Some(event))) = (entry.header(), entry.event()) {
                case.apply(&event, header.time);
            }
        }
        Self {
            case: Arc::new(case),
            view: Arc::new(view),
        }
    }

    /// Takes in one message of the case's stream. `false` if something between is missing, or names
    /// someone not yet known: then the case must be read whole.
    pub fn take(&mut self, live: Live) -> bool {
        let known = self.seq();
        if live.seq <= known {
            return true;
        }
        if live.seq != known + 1 {
            return false;
        }
        crate::clock::learn(live.time);
        let event = match (live.entry.header(), live.entry.event()) {
            (Ok(header), Ok(event)) => event.map(|event| (header, event)),
            _ => return false,
        };
        let mut names_complete = true;
        if let Some((header, event)) = event {
            names_complete = !matches!(
                event,
                Event::PartyJoined { .. }
                    | Event::CaseAccepted { .. }
                    | Event::ApplicationFiled { .. }
                    | Event::MediatorChosen { .. }
                    | Event::MediatorAppointed { .. }
                    | Event::CaseTransferred { .. }
                    | Event::InterpreterCalled { .. }
            );
            Arc::make_mut(&mut self.case).apply(&event, header.time);
        }
        let view = Arc::make_mut(&mut self.view);
        view.entries.push(live.entry);
        for disclosure in live.disclosures {
            if !view.disclosures.contains(&disclosure) {
                view.disclosures.push(disclosure);
            }
        }
        names_complete
    }

    pub fn seq(&self) -> u64 {
        self.view.entries.len() as u64
    }

    /// Whether nothing that acts rest upon differs: only people came and went, or pieces were added.
    pub fn stands_as(&self, earlier: &Self) -> bool {
        let (now, then) = (&self.case, &earlier.case);
        now.stage == then.stage
            && now.draft == then.draft
            && now.agreement == then.agreement
            && now.applications == then.applications
            && now.caucus == then.caucus
            && now.extension == then.extension
            && now.stated == then.stated
            && now.arbitration == then.arbitration
            && now.appointments == then.appointments
    }

    /// The server's time.
    pub fn now(&self) -> Timestamp {
        crate::clock::now()
    }

    /// Whether the viewer may do this now, and if not, why.
    ///
    /// # Errors
    /// The rule book's own refusal.
    pub fn may(&self, command: &Command) -> Result<(), Refusal> {
        let rules = *RULES.read().unwrap_or_else(PoisonError::into_inner);
        let decide = rules.expect("`play_by` comes first");
        decide(&self.case, command, &self.view.you, self.now()).map(drop)
    }

    /// `true` while the reader's side has said nothing to the newest minutes.
    pub fn minutes_wait(&self) -> bool {
        let (last, side) = (self.case.minutes.last(), self.view.you.role.side());
        side.is_some_and(|side| last.is_some_and(|last| !last.answers.contains_key(&side)))
    }

    pub fn disclosed(&self, commitment: &Commitment) -> Option<String> {
        let known = self
            .view
            .disclosures
            .iter()
            .find(|known| known.commitment() == *commitment)?;
        Some(known.value.clone())
    }

    /// A side's name, or a dash where it is not for this viewer.
    pub fn name(&self, side: Side) -> String {
        let seat = self.case.seat(side);
        seat.and_then(|seat| self.disclosed(&seat.particulars.name))
            .unwrap_or_else(|| "—".into())
    }

    /// The name of somebody who acted or leads; empty where it is not known here.
    pub fn person(&self, person: PersonId) -> String {
        let known = self.view.people.iter().find(|it| it.person == person);
        known.map_or_else(String::new, |it| it.name.clone())
    }

    pub fn sentence(&self, clause: &Clause, language: Language) -> String {
        let (claimant, respondent) = (self.name(Side::Claimant), self.name(Side::Respondent));
        let account = |commitment: &Commitment| self.disclosed(commitment);
        prose::sentence(
            clause,
            &Names {
                claimant: &claimant,
                respondent: &respondent,
                account: &account,
            },
            language,
        )
    }

    /// Digest of the draft as it stands.
    pub fn terms(&self) -> Digest {
        self.case.draft.digest()
    }
}
