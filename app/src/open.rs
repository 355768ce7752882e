//! The case under the reader's eyes: folded from what the server sent, kept fresh by its stream,
//! asked by every button, changed only by commands the server accepted.

use crate::api::{self, Fault};
use crate::folded::Folded;
use crate::live::Stream;
use crate::shell::Context;
use domain::api::{Accepted, CaseView, Live, Submission};
use domain::command::Command;
use domain::id::{CaseId, CommandId};
use domain::refusal::Refusal;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Shared by all sections of one case's screens; they find it with [`Open::get`].
#[derive(Clone, Copy)]
pub struct Open {
    pub id: CaseId,
    pub folded: RwSignal<Folded>,
    pub context: Context,
    /// A command is on its way.
    pub busy: RwSignal<bool>,
}

impl Open {
    pub fn new(view: CaseView, context: Context) -> Self {
        Self {
            id: view.id,
            folded: RwSignal::new(Folded::of(view)),
            context,
            busy: RwSignal::new(false),
        }
    }

    pub fn get() -> Self {
        expect_context()
    }

    /// Reads the case and follows it for as long as the calling screen is open.
    pub fn follow(id: CaseId, context: Context) -> RwSignal<Option<Self>> {
        let open = RwSignal::new(None::<Self>);
        let stream = StoredValue::new_local(None::<Stream>);
        spawn_local(async move {
            match api::get::<CaseView>(&format!("/api/v1/cases/{id}")).await {
                Ok(view) => {
                    let read = Self::new(view, context);
                    // The screen may have been left while the case was on its way.
                    if open.try_set(Some(read)).is_none() {
                        let seq = read.folded.with_untracked(Folded::seq);
                        let path = format!("/api/v1/cases/{id}/events?after={seq}");
                        let heard = move |live: Option<_>| live.map_or_else(|| read.reload(), |live| read.hear(live));
                        stream.set_value(Stream::open(&path, heard));
                    }
                }
                Err(fault) => context.refuse(&fault),
            }
        });
        on_cleanup(move || stream.set_value(None));
        open
    }

    /// A value that follows the case. What is drawn from it is redrawn only when it changes, so
    /// that nothing typed elsewhere on the page is lost.
    pub fn watch<T: PartialEq + Send + Sync + 'static>(
        self,
        of: impl Fn(&Folded) -> T + Send + Sync + 'static,
    ) -> Memo<T> {
        Memo::new(move |_| self.folded.with(&of))
    }

    /// A section redrawn whole whenever `key` of the case changes.
    pub fn section<K: PartialEq + Send + Sync + 'static>(
        self,
        key: fn(&Folded) -> K,
        draw: impl Fn(Self, Folded) -> AnyView + Send + Sync + 'static,
    ) -> impl IntoView {
        let key = self.watch(key);
        move || {
            key.track();
            draw(self, self.folded.get_untracked())
        }
    }

    /// What the rule book says of `command` now, following the case.
    pub fn ruling(self, command: Command) -> Memo<Result<(), Refusal>> {
        self.watch(move |folded| folded.may(&command))
    }

    /// Takes in one message of the stream; a gap means the whole is read again.
    pub fn hear(self, live: Live) {
        let fits = self.folded.try_update(|folded| folded.take(live)).unwrap_or(true);
        if !fits {
            self.reload();
        }
    }

    pub fn reload(self) {
        spawn_local(async move {
            match api::get::<CaseView>(&format!("/api/v1/cases/{}", self.id)).await {
                Ok(view) => drop(self.folded.try_set(Folded::of(view))),
                Err(fault) => self.context.refuse(&fault),
            }
        });
    }

    /// Submits `command` on the case as it was read; a refusal is shown in words.
    pub fn act(self, command: Command) {
        self.act_then(command, || ());
    }

    /// As [`Open::act`]; `done` runs only when the server accepted.
    pub fn act_then(self, command: Command, done: impl FnOnce() + 'static) {
        spawn_local(async move {
            match self.submit(command).await {
                Ok(()) => {
                    self.context.fault.set(None);
                    done();
                }
                Err(fault) => self.context.refuse(&fault),
            }
        });
    }

    /// # Errors
    /// [`Fault`], the case unchanged but brought up to date.
    pub async fn submit(self, command: Command) -> Result<(), Fault> {
        self.busy.set(true);
        let submission = Submission {
            id: CommandId(api::uuid()),
            expected_seq: Some(self.folded.with_untracked(Folded::seq)),
            command,
        };
        let path = format!("/api/v1/cases/{}/commands", self.id);
        let outcome = api::post::<Accepted>(&path, &submission).await;
        let _ = self.busy.try_set(false);
        // Names and disclosures that a command brings come with the case itself.
        self.reload();
        outcome.map(drop)
    }
}
