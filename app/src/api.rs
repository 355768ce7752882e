//! The only file that talks HTTP.

use domain::api::Problem;
use domain::text::read;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Why a request brought nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The server refused: a coded problem.
    Refused(Box<Problem>),
    /// No usable answer: the network, or the server in trouble.
    Unreachable,
    /// This tab itself refuses to go on, with its code.
    Here(&'static str),
}

impl From<wasm_split_helpers::SplitLoaderError> for Fault {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        Self::Unreachable
    }
}

impl Fault {
    pub fn code(&self) -> &str {
        match self {
            Self::Refused(problem) => &problem.code,
            Self::Unreachable => "unreachable",
            Self::Here(code) => code,
        }
    }

    /// The rule behind a refusal; empty where there is none.
    pub fn article(&self) -> &str {
        match self {
            Self::Refused(problem) => &problem.article,
            Self::Unreachable | Self::Here(_) => "",
        }
    }

    /// Nothing was decided: asking again later may bring an answer.
    pub fn passes(&self) -> bool {
        match self {
            Self::Refused(problem) => matches!(problem.status, 401 | 429 | 500..),
            Self::Unreachable => true,
            Self::Here(_) => false,
        }
    }

    /// The server knows no session of this browser.
    pub fn signed_out(&self) -> bool {
        matches!(self, Self::Refused(problem) if problem.status == 401)
    }
}

const PERSONA: &str = "as";

/// In the demo several people share one browser: a tab names its own in `?as=`, kept for reloads.
pub fn persona() -> Option<String> {
    let window = web_sys::window()?;
    let storage = window.session_storage().ok()??;
    let query = window.location().search().ok()?;
    let named = query
        .trim_start_matches('?')
        .split('&')
        .find_map(|pair| pair.strip_prefix("as="));
    if let Some(named) = named {
        // A full or forbidden storage costs only the memory across reloads.
        let _ = storage.set_item(PERSONA, named);
        return Some(named.to_owned());
    }
    storage.get_item(PERSONA).ok()?
}

/// `path` as a plain link may ask for it: with the tab's persona, since links carry no headers.
pub fn link(path: &str) -> String {
    match persona() {
        Some(persona) if path.contains('?') => format!("{path}&as={persona}"),
        Some(persona) => format!("{path}?as={persona}"),
        None => path.to_owned(),
    }
}

/// # Errors
/// [`Fault`].
pub async fn get<T: DeserializeOwned>(path: &str) -> Result<T, Fault> {
    let text = ask("GET", path, None).await?;
    read(&text).ok_or(Fault::Unreachable)
}

/// # Errors
/// [`Fault`].
pub async fn post<T: DeserializeOwned>(path: &str, body: &impl Serialize) -> Result<T, Fault> {
    post_text(path, domain::json::canonical(body).map_err(|_| Fault::Unreachable)?).await
}

/// As [`post`], of a body already written.
///
/// # Errors
/// [`Fault`].
pub async fn post_text<T: DeserializeOwned>(path: &str, body: String) -> Result<T, Fault> {
    let text = ask("POST", path, Some(body)).await?;
    let text = if text.is_empty() { "null" } else { &text };
    read(text).ok_or(Fault::Unreachable)
}

/// # Errors
/// [`Fault`].
pub async fn delete(path: &str) -> Result<(), Fault> {
    ask("DELETE", path, None).await.map(drop)
}

/// The file at `path`.
///
/// # Errors
/// [`Fault`].
pub async fn bytes(path: &str) -> Result<Vec<u8>, Fault> {
    let read = async {
        let answer = fetched("GET", path, None).await?;
        let buffer = JsFuture::from(answer.array_buffer()?).await?;
        Ok::<_, JsValue>((answer.ok(), js_sys::Uint8Array::new(&buffer).to_vec()))
    };
    match read.await {
        Ok((true, bytes)) => Ok(bytes),
        _ => Err(Fault::Unreachable),
    }
}

/// The body of a good answer; one place for all types, so that the program stays small.
async fn ask(method: &str, path: &str, body: Option<String>) -> Result<String, Fault> {
    let (ok, text) = send(method, path, body).await.map_err(|_| Fault::Unreachable)?;
    if ok {
        return Ok(text);
    }
    Err(refusal(&text))
}

/// What a problem document says; anything else came from no server of ours.
pub fn refusal(text: &str) -> Fault {
    read(text).map_or(Fault::Unreachable, |problem| Fault::Refused(Box::new(problem)))
}

async fn send(method: &str, path: &str, body: Option<String>) -> Result<(bool, String), JsValue> {
    let answer = fetched(method, path, body).await?;
    let text = JsFuture::from(answer.text()?).await?;
    Ok((answer.ok(), text.as_string().unwrap_or_default()))
}

async fn fetched(method: &str, path: &str, body: Option<String>) -> Result<web_sys::Response, JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let init = web_sys::RequestInit::new();
    init.set_method(method);
    let headers = web_sys::Headers::new()?;
    if let Some(body) = body {
        headers.set("content-type", "application/json")?;
        init.set_body(&JsValue::from_str(&body));
    }
    if let Some(persona) = persona() {
        headers.set("x-demo-persona", &persona)?;
    }
    init.set_headers(&headers);
    let answer = JsFuture::from(window.fetch_with_str_and_init(path, &init)).await?;
    let answer: web_sys::Response = answer.dyn_into()?;
    learn_time(&answer.headers());
    Ok(answer)
}

/// From the `Date` of an answer; one that the service worker kept is of no use for that.
fn learn_time(headers: &web_sys::Headers) {
    if headers.has("x-kept").unwrap_or(true) {
        return;
    }
    if let Ok(Some(date)) = headers.get("date") {
        let milliseconds = js_sys::Date::parse(&date);
        if milliseconds.is_finite() {
            // The header counts whole seconds: the middle of its second is nearest on average.
            crate::clock::learn(domain::moment::Timestamp(milliseconds as i64 + 500));
        }
    }
}

/// A random identifier (UUID version 4).
///
/// # Panics
/// If the browser has no source of randomness, without which nothing here is safe.
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the browser gives random bytes");
    bytes
}

pub fn uuid() -> uuid::Uuid {
    uuid::Builder::from_random_bytes(random()).into_uuid()
}
