//! The case under the reader's eyes: folded from what the server sent, kept fresh by its stream,
//! asked by every button, changed only by commands the server accepted.

use crate::api::{self, Fault};
use crate::folded::Folded;
use crate::live::{Stream, Told};
use crate::outbox::Sending;
use crate::shell::Context;
use crate::view::prelude::*;
use domain::api::{CaseView, Live};
use domain::command::Command;
use domain::id::CaseId;
use domain::refusal::Refusal;
use std::borrow::Borrow;
use std::pin::Pin;
use std::sync::Arc;

/// The case as a section shows it.
struct Shown {
    folded: Folded,
    same: fn(&Folded, &Folded) -> bool,
}

impl PartialEq for Shown {
    fn eq(&self, other: &Self) -> bool {
        (self.same)(&self.folded, &other.folded)
    }
}

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

    /// The case once it has been read; the screen that shows it calls [`Open::follow`].
    pub fn read(id: CaseId, context: Context) -> RwSignal<Option<Self>> {
        let open = RwSignal::new(None::<Self>);
        spawn_local(async move {
            match api::get::<CaseView>(&format!("/api/v1/cases/{id}")).await {
                // The screen may have been left while the case was on its way.
                Ok(view) => _ = open.try_set(Some(Self::new(view, context))),
                Err(fault) => context.refuse(&fault),
            }
        });
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

    /// A section redrawn whole whenever the case is no longer the `same` to it.
    pub fn section(self, same: fn(&Folded, &Folded) -> bool, draw: fn(Self, &Folded) -> View) -> View {
        let shown = self.watch(move |folded| Shown {
            folded: folded.clone(),
            same,
        });
        (move || shown.with(|shown| draw(self, &shown.folded))).into_view()
    }

    /// What the rule book says of `command` now, following the case.
    pub fn ruling(self, command: impl Into<Arc<Command>>) -> Memo<Result<(), Refusal>> {
        let command = command.into();
        self.watch(move |folded| folded.may(&command))
    }

    /// Takes in one message of the stream; a gap means the whole is read again.
    pub fn hear(self, live: Live) {
        let fits = self.folded.try_update(|folded| folded.take(live)).unwrap_or(true);
        if !fits {
            self.reload();
        }
    }

    /// Reads the case whole. Without a server the reader keeps what he has, and the frame says so.
    pub fn reload(self) {
        spawn_local(async move {
            match api::get::<CaseView>(&format!("/api/v1/cases/{}", self.id)).await {
                // What the service worker kept may be older than what the stream told.
                Ok(view) if (view.entries.len() as u64) < self.folded.try_with_untracked(Folded::seq).unwrap_or(0) => {}
                Ok(view) => _ = self.folded.try_set(Folded::of(view)),
                Err(fault) if fault.passes() => {}
                Err(fault) => self.context.refuse(&fault),
            }
        });
    }

    /// Follows the stream and what the outbox delivers, for as long as the screen is open.
    pub fn follow(self) {
        let outbox = self.context.outbox;
        let before = outbox.delivered.get_untracked();
        effect(move || {
            if outbox.delivered.get() != before {
                self.reload();
            }
        });
        let id = self.id;
        let path = move || {
            let seq = self.folded.try_with_untracked(Folded::seq).unwrap_or(0);
            format!("/api/v1/cases/{id}/events?after={seq}")
        };
        let stream = Stream::open(path, move |told| match told {
            Told::Message(Some(live)) => self.hear(*live),
            Told::Message(None) => self.reload(),
            Told::Line(holds) => {
                let line = self.context.line;
                let was = line.reconnecting.get_untracked();
                line.reconnecting.set(!holds);
                // The server is there again: what waits can go.
                if holds && was {
                    outbox.send_all(0);
                }
            }
        });
        let stream = StoredValue::new(Some(stream));
        let reconnecting = self.context.line.reconnecting;
        on_cleanup(move || {
            stream.set_value(None);
            reconnecting.set(false);
        });
    }

    /// Submits `command` on the case as it was read; a refusal is shown in words.
    pub fn act(self, command: impl Borrow<Command>) {
        self.act_then(command, || ());
    }

    /// As [`Open::act`]; `done` runs when the server accepted, or the act is kept to be sent later.
    pub fn act_then(self, command: impl Borrow<Command>, done: impl FnOnce() + 'static) {
        let submitted = self.submit(command);
        spawn_local(async move {
            match submitted.await {
                Ok(()) => {
                    self.context.fault.set(None);
                    done();
                }
                Err(fault) => self.context.refuse(&fault),
            }
        });
    }

    /// Done, or kept to be done as soon as the server can be reached.
    ///
    /// # Errors
    /// [`Fault`], the case unchanged but brought up to date.
    pub fn submit(self, command: impl Borrow<Command>) -> Pin<Box<dyn Future<Output = Result<(), Fault>>>> {
        Box::pin(self.deliver(Sending::new(
            Some(self.folded.with_untracked(Folded::seq)),
            command.borrow(),
        )))
    }

    /// As [`Open::submit`], of a command already written.
    ///
    /// # Errors
    /// [`Fault`], the case unchanged but brought up to date.
    pub fn submit_written(self, command: String) -> Pin<Box<dyn Future<Output = Result<(), Fault>>>> {
        let seq = self.folded.with_untracked(Folded::seq);
        Box::pin(self.deliver(Sending::written(Some(seq), command)))
    }

    async fn deliver(self, mut submission: Sending) -> Result<(), Fault> {
        self.busy.set(true);
        let before = self.folded.get_untracked();
        let mut outcome = self.send(submission.clone()).await;
        if outcome.as_ref().is_err_and(|fault| fault.code() == "stale") {
            // Someone came or went in the meantime; what this act rests upon is as it was read.
            if let Some(after) = self.read_anew().await.filter(|after| after.stands_as(&before)) {
                submission.expected_seq = Some(after.seq());
                outcome = self.send(submission).await;
            }
        }
        let _ = self.busy.try_set(false);
        // Names and disclosures that a command brings come with the case itself.
        self.reload();
        outcome
    }

    async fn send(self, submission: Sending) -> Result<(), Fault> {
        let person = self.folded.with_untracked(|folded| folded.view.you.person);
        self.context.outbox.submit(self.id, person, submission).await.map(drop)
    }

    async fn read_anew(self) -> Option<Folded> {
        let view = api::get::<CaseView>(&format!("/api/v1/cases/{}", self.id)).await.ok()?;
        let folded = Folded::of(view);
        let _ = self.folded.try_set(folded.clone());
        Some(folded)
    }
}
