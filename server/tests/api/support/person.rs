//! One person's client: cookies, an address of its own, and answers that say what they are.

use domain::api::{Accepted, Submission};
use domain::command::Command;
use domain::id::{CaseId, CommandId};
use reqwest::header::{HeaderMap, HeaderValue};
use reqwest::{Method, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::sync::atomic::{AtomicU32, Ordering};
use uuid::Uuid;

static ADDRESSES: AtomicU32 = AtomicU32::new(1);

pub struct Person {
    pub client: reqwest::Client,
    pub origin: String,
    pub token: Option<String>,
}

/// One answer, read to the end.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Person {
    pub fn at(origin: &str) -> Self {
        let n = ADDRESSES.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        let address = format!("10.{}.{}.{}", n[1], n[2], n[3]);
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", HeaderValue::from_str(&address).expect("digits"));
        let client = reqwest::Client::builder()
            .cookie_store(true)
            .default_headers(headers)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .expect("a client");
        Self {
            client,
            origin: origin.to_owned(),
            token: None,
        }
    }

    pub fn with_token(mut self, token: String) -> Self {
        self.token = Some(token);
        self
    }

    pub fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let request = self.client.request(method, format!("{}{path}", self.origin));
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    pub async fn get(&self, path: &str) -> Answer {
        Answer::of(self.request(Method::GET, path)).await
    }

    pub async fn post(&self, path: &str, body: &impl Serialize) -> Answer {
        Answer::of(self.request(Method::POST, path).json(body)).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        Answer::of(self.request(Method::DELETE, path)).await
    }

    pub async fn submit(&self, case: CaseId, submission: &Submission) -> Answer {
        self.post(&format!("/api/v1/cases/{case}/commands"), submission).await
    }

    /// Submits with a new id and no expected seq.
    pub async fn asks(&self, case: CaseId, command: Command) -> Answer {
        self.submit(case, &submission(command)).await
    }

    pub async fn acts(&self, case: CaseId, command: Command) -> Accepted {
        self.asks(case, command).await.read()
    }

    /// Sends a file to a case.
    pub async fn sends(&self, case: CaseId, declared: &str, bytes: Vec<u8>) -> Answer {
        let request = self
            .request(Method::POST, &format!("/api/v1/cases/{case}/files"))
            .header("content-type", declared)
            .body(bytes);
        Answer::of(request).await
    }
}

pub fn submission(command: Command) -> Submission {
    Submission {
        id: CommandId(Uuid::now_v7()),
        expected_seq: None,
        command,
    }
}

impl Answer {
    pub async fn of(request: reqwest::RequestBuilder) -> Self {
        let response = request.send().await.expect("the portal answers");
        Self {
            status: response.status(),
            headers: response.headers().clone(),
            text: response.text().await.expect("to the end"),
        }
    }

    #[track_caller]
    pub fn ok(self) -> Value {
        assert!(self.status.is_success(), "{} {}", self.status, self.text);
        serde_json::from_str(&self.text).unwrap_or(Value::Null)
    }

    #[track_caller]
    pub fn read<T: DeserializeOwned>(self) -> T {
        serde_json::from_value(self.ok()).expect("the answer has its type")
    }

    /// A problem document with this status and code; answers it.
    #[track_caller]
    pub fn refused(self, status: u16, code: &str) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.text);
        assert_eq!(self.headers["content-type"], "application/problem+json");
        let problem: Value = serde_json::from_str(&self.text).expect("a problem is JSON");
        assert_eq!(problem["code"], code);
        assert_eq!(problem["status"], status);
        assert_eq!(problem["type"], format!("urn:maplebridge:problem:{code}"));
        assert!(problem["title"].as_str().is_some_and(|title| !title.is_empty()));
        problem
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }
}
