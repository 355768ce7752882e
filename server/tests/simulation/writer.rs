//! One writer with its list of operations, and what it was promised.

use crate::chance::Chance;
use crate::process::Client;
use reqwest::Method;
use serde_json::{Value, json};
use std::time::Duration;

/// What a person and a bad network do to one command.
#[derive(Clone, Copy, Debug)]
pub enum Op {
    /// Sent, answered.
    Write,
    /// Sent twice at once.
    Twice,
    /// The reply is lost after so many milliseconds; sent again.
    Lost(u64),
    /// Overtaken by the one after it.
    Swapped,
    /// Sent with a head long past, then again after catching up.
    Stale,
    /// Asked by someone who may not.
    Forbidden,
    /// The id of an earlier command with other content.
    Reused,
}

impl Op {
    pub fn list(chance: &mut Chance, count: usize) -> Vec<Self> {
        let one = |_| match chance.below(10) {
            0..=2 => Self::Write,
            3 => Self::Twice,
            4 | 5 => Self::Lost(chance.below(40)),
            6 => Self::Swapped,
            7 => Self::Stale,
            8 => Self::Forbidden,
            _ => Self::Reused,
        };
        (0..count).map(one).collect()
    }
}

/// A command the server said it carried out.
#[derive(Clone, Debug)]
pub struct Promise {
    pub id: String,
    pub seq: u64,
    pub entries: Value,
}

pub struct Writer {
    pub mediator: Client,
    pub worker: Client,
    pub case: String,
    pub chance: Chance,
    pub promised: Vec<Promise>,
    /// Ids of commands that were refused and must have left no trace.
    pub refused: Vec<String>,
}

impl Writer {
    pub async fn perform(mut self, ops: Vec<Op>) -> Self {
        // A few clauses, written over and over.
        let clauses: Vec<String> = (0..5).map(|_| self.chance.uuid().to_string()).collect();
        for (n, op) in ops.into_iter().enumerate() {
            let clause = &clauses[n % clauses.len()];
            let command = self.command(clause, &format!("第{n}稿"));
            match op {
                Op::Write => self.insist(&command).await,
                Op::Twice => {
                    let (one, two) = tokio::join!(self.send(&command), self.send(&command));
                    assert_eq!(one.1["entries"], two.1["entries"], "twins differ");
                    self.keep(&command, one);
                }
                Op::Lost(after) => {
                    let patience = Duration::from_millis(after);
                    // Whatever came back is thrown away.
                    let _ = self.mediator.send(Method::POST, &self.path(), &command, patience).await;
                    self.insist(&command).await;
                }
                Op::Swapped => {
                    let next = self.command(&clauses[(n + 1) % clauses.len()], &format!("第{n}稿之后"));
                    self.insist(&next).await;
                    self.insist(&command).await;
                }
                Op::Stale => {
                    let mut late = command.clone();
                    late["expected_seq"] = 0.into();
                    let (status, answer) = self.send(&late).await;
                    assert_eq!((status, &answer["code"]), (409, &json!("stale")), "{answer}");
                    self.insist(&command).await;
                }
                Op::Forbidden => {
                    let (status, answer) = self.worker.insists(Method::POST, &self.path(), &command).await;
                    assert_eq!((status, &answer["code"]), (422, &json!("not_your_role")), "{answer}");
                    self.refused.push(id_of(&command));
                }
                Op::Reused => {
                    let Some(earlier) = self.promised.last() else { continue };
                    let mut other = command.clone();
                    other["id"] = earlier.id.clone().into();
                    let (status, answer) = self.send(&other).await;
                    assert_eq!(
                        (status, &answer["code"]),
                        (409, &json!("command_id_reused")),
                        "{answer}"
                    );
                }
            }
        }
        self
    }

    fn path(&self) -> String {
        format!("/api/v1/cases/{}/commands", self.case)
    }

    fn command(&mut self, clause: &str, text: &str) -> Value {
        let body = json!({ "free_text": { "text": text } });
        json!({
            "id": self.chance.uuid(),
            "command": { "write_clause": { "clause": { "id": clause, "body": body } } }
        })
    }

    async fn send(&self, command: &Value) -> (u16, Value) {
        self.mediator.insists(Method::POST, &self.path(), command).await
    }

    async fn insist(&mut self, command: &Value) {
        let answer = self.send(command).await;
        self.keep(command, answer);
    }

    fn keep(&mut self, command: &Value, (status, answer): (u16, Value)) {
        assert_eq!(status, 200, "{answer}");
        self.promised.push(Promise {
            id: id_of(command),
            seq: answer["seq"].as_u64().expect("a seq"),
            entries: answer["entries"].clone(),
        });
    }
}

fn id_of(command: &Value) -> String {
    command["id"].as_str().expect("an id").to_owned()
}
