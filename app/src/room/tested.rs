//! What people's browsers found when they tested the connection before: for the mediator.

use super::Hall;
use crate::api;
use crate::view::prelude::*;
use crate::words::staff::Word;
use domain::api::ConnectionTested;
use domain::connection::Verdict;
use domain::id::PersonId;

#[derive(Clone, Copy)]
pub struct Tested(RwSignal<Vec<ConnectionTested>>);

impl Tested {
    /// Asked for anew whenever somebody comes or goes.
    pub fn follow(hall: Hall) -> Self {
        let tested = RwSignal::new(Vec::new());
        let known = Memo::new(move |_| hall.people.with(Vec::len));
        effect(move || {
            known.track();
            spawn_local(async move {
                // Without it the mediator sees everything else.
                if let Ok(found) = api::get(&format!("/api/v1/cases/{}/connection", hall.open.id)).await {
                    let _ = tested.try_set(found);
                }
            });
        });
        Self(tested)
    }

    /// The last test of `person`, in a few words.
    pub fn of(self, hall: Hall, person: PersonId) -> View {
        let words = move || {
            let language = hall.open.context.language.get();
            let found = self
                .0
                .with(|all| all.iter().find(|one| one.person == person).cloned())?;
            let word = match found.verdict {
                Verdict::Ready => Word::TestReady,
                Verdict::SoundOnly => Word::TestSoundOnly,
                Verdict::NotYet => Word::TestNotYet,
            };
            let zone = hall.open.folded.with(|folded| folded.case.zone);
            let date = found.time.date(zone);
            let (hour, minute) = found.time.clock(zone);
            Some(format!(
                "{}{} {}-{} {hour:02}:{minute:02}",
                Word::Tested.text(language),
                word.text(language),
                date.month(),
                date.day(),
            ))
        };
        view! { {move || words().map(|words| view! { <span class="muted" data-testid="tested">{words}</span> })} }
    }
}
