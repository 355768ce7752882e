//! What a person did and the server does not yet have. Each command is kept with its id before it is
//! sent and until it is answered, survives reloads and lost networks, and is sent again in order.
//! The id makes a second sending harmless.

use crate::api::{self, Fault};
use crate::keep;
use crate::shell::Context;
use crate::view::prelude::*;
use domain::api::Accepted;
use domain::command::Command;
use domain::id::{CaseId, CommandId, PersonId};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Pauses between attempts, in seconds; the last one repeats.
const PAUSES: [u64; 5] = [2, 4, 8, 15, 30];

/// A command on its way. It stays the text it was written as: the browser never reads one back,
/// and need not carry the code to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sending {
    pub id: CommandId,
    pub expected_seq: Option<u64>,
    command: String,
}

impl Sending {
    /// # Panics
    /// Never: every command has a JSON form.
    pub fn new(expected_seq: Option<u64>, command: &Command) -> Self {
        Self::written(expected_seq, domain::text::canonical_json(command))
    }

    /// A command already written.
    pub fn written(expected_seq: Option<u64>, command: String) -> Self {
        Self {
            id: CommandId(api::uuid()),
            expected_seq,
            command,
        }
    }

    /// The command's name on the wire: the first string of its text.
    pub fn act(&self) -> &str {
        self.command.split('"').nth(1).unwrap_or_default()
    }

    /// As [`domain::api::Submission`] is written.
    fn body(&self) -> String {
        let Self { id, command, .. } = self;
        match self.expected_seq {
            Some(seq) => format!(r#"{{"id":"{id}","expected_seq":{seq},"command":{command}}}"#),
            None => format!(r#"{{"id":"{id}","command":{command}}}"#),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Unsent {
    pub case: CaseId,
    pub submission: Sending,
    /// Code and article of the refusal; then the person decides what becomes of it.
    #[serde(default)]
    pub refused: Option<(String, String)>,
}

/// One item under its key in the browser's storage: `unsent/{person}/{milliseconds}-{id}`.
pub type Kept = (String, Unsent);

#[derive(Clone, Copy)]
pub struct Outbox {
    /// Of the person signed in, oldest first.
    pub items: RwSignal<Vec<Kept>>,
    /// The last attempt found no server.
    pub cut_off: RwSignal<bool>,
    /// Grows whenever something kept was accepted, so that open screens read anew.
    pub delivered: RwSignal<u32>,
    /// What waited is on its way.
    pub sending: RwSignal<bool>,
}

fn shelf(person: PersonId) -> String {
    format!("unsent/{person}/")
}

impl Outbox {
    pub fn open() -> Self {
        Self {
            items: RwSignal::new(Vec::new()),
            cut_off: RwSignal::new(false),
            delivered: RwSignal::new(0),
            sending: RwSignal::new(false),
        }
    }

    /// Looks up what is kept for whoever is signed in, and sends it now and whenever the network
    /// comes back.
    pub fn start(self, context: Context) {
        effect(move || {
            if let Some(session) = context.session.get() {
                self.look_up(session.actor.person);
                self.send_all(0);
            }
        });
        let back = window_event_listener_untyped("online", move |_| self.send_all(0));
        on_cleanup(move || back.remove());
    }

    fn look_up(self, person: PersonId) {
        let read = |key: String| Some((key.clone(), domain::text::read(&keep::read(&key)?)?));
        self.items
            .set(keep::keys(&shelf(person)).into_iter().filter_map(read).collect());
    }

    /// Waiting to be sent, the refused left out.
    pub fn waiting(self) -> usize {
        self.items
            .with(|items| items.iter().filter(|(_, item)| item.refused.is_none()).count())
    }

    /// Keeps `submission` of `person` and sends it. `Ok(None)`: kept, to be sent when the server is
    /// there again.
    ///
    /// # Errors
    /// [`Fault`]: the server refused, and nothing is kept; or the session is over, and it waits for the next.
    pub async fn submit(self, case: CaseId, person: PersonId, submission: Sending) -> Result<Option<Accepted>, Fault> {
        let item = Unsent {
            case,
            submission,
            refused: None,
        };
        let same = |(_, kept): &Kept| kept.case == case && kept.submission.command == item.submission.command;
        if self.items.with_untracked(|items| items.iter().any(same)) {
            // Pressed again while it waits.
            self.send_all(0);
            return Ok(None);
        }
        let key = format!(
            "{}{:013}-{}",
            shelf(person),
            js_sys::Date::now() as u64,
            item.submission.id
        );
        let behind = self.waiting() > 0;
        self.put(key.clone(), item.clone());
        if behind {
            self.send_all(0);
            return Ok(None);
        }
        match post(&item).await {
            Ok(accepted) => {
                self.drop_kept(&key);
                self.cut_off.set(false);
                Ok(Some(accepted))
            }
            // Kept until its author signs in again.
            Err(fault) if fault.signed_out() => Err(fault),
            Err(fault) if fault.passes() => {
                self.cut_off.set(true);
                self.later(0);
                Ok(None)
            }
            Err(fault) => {
                self.drop_kept(&key);
                Err(fault)
            }
        }
    }

    fn put(self, key: String, item: Unsent) {
        if let Ok(text) = domain::json::canonical(&item) {
            keep::write(&key, &text);
        }
        self.items
            .update(|items| match items.iter_mut().find(|(known, _)| *known == key) {
                Some(known) => known.1 = item,
                None => items.push((key, item)),
            });
    }

    /// Forgets an item: sent, or given up by its author.
    pub fn drop_kept(self, key: &str) {
        keep::remove(key);
        self.items.update(|items| items.retain(|(known, _)| known != key));
    }

    /// Sends a refused item again, on the case as it now stands.
    pub fn retry(self, key: &str) {
        let found = self
            .items
            .with_untracked(|items| items.iter().find(|(known, _)| known == key).cloned());
        if let Some((key, mut item)) = found {
            item.refused = None;
            item.submission.expected_seq = None;
            self.put(key, item);
            self.send_all(0);
        }
    }

    fn later(self, attempt: usize) {
        let pause = Duration::from_secs(PAUSES[attempt.min(PAUSES.len() - 1)]);
        set_timeout(move || self.send_all(attempt + 1), pause);
    }

    /// Sends everything that waits, one after another; `attempt` counts failures in a row.
    pub fn send_all(self, attempt: usize) {
        // The frame may be gone when a pause ends.
        if self.sending.try_get_untracked() != Some(false) || self.waiting_untracked().is_none() {
            return;
        }
        self.sending.set(true);
        spawn_local(async move {
            let cut_off = self.drain().await;
            let _ = self.sending.try_set(false);
            let _ = self.cut_off.try_set(cut_off);
            if cut_off {
                self.later(attempt);
            }
        });
    }

    fn waiting_untracked(self) -> Option<Kept> {
        self.items
            .try_with_untracked(|items| items.iter().find(|(_, item)| item.refused.is_none()).cloned())
            .flatten()
    }

    /// `true` if the server could not be reached.
    async fn drain(self) -> bool {
        while let Some((key, mut item)) = self.waiting_untracked() {
            match post(&item).await {
                Ok(accepted) => {
                    self.drop_kept(&key);
                    self.move_up(item.case, item.submission.expected_seq, &accepted);
                    self.delivered.update(|count| *count += 1);
                }
                Err(fault) if fault.signed_out() => return false,
                Err(fault) if fault.passes() => return true,
                Err(fault) => {
                    item.refused = Some((fault.code().to_owned(), fault.article().to_owned()));
                    self.put(key, item);
                    self.delivered.update(|count| *count += 1);
                }
            }
        }
        false
    }

    /// What was done offline after this rests on it: where nothing came between, the rest of the
    /// row has seen what its own author did.
    fn move_up(self, case: CaseId, expected: Option<u64>, accepted: &Accepted) {
        let before = accepted.seq.checked_sub(accepted.entries.len() as u64);
        if expected.is_none() || before != expected {
            return;
        }
        let behind: Vec<Kept> = self.items.with_untracked(|items| {
            let same = |(_, item): &&Kept| item.case == case && item.submission.expected_seq == expected;
            items.iter().filter(same).cloned().collect()
        });
        for (key, mut item) in behind {
            item.submission.expected_seq = Some(accepted.seq);
            self.put(key, item);
        }
    }
}

async fn post(item: &Unsent) -> Result<Accepted, Fault> {
    api::post_text(&format!("/api/v1/cases/{}/commands", item.case), item.submission.body()).await
}
