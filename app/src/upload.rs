//! Files on their way to the server. Beside `api` because only `XMLHttpRequest` tells how much of a
//! body has left the phone.

use crate::api::{Fault, persona};
use domain::api::Stored;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, ProgressEvent, XmlHttpRequest};

/// The server's own limit, so that nobody waits for a refusal.
pub const MOST_BYTES: f64 = 20.0 * 1024.0 * 1024.0;

/// Sends `file` to `path`; `progress` hears per cents.
///
/// # Errors
/// [`Fault`].
pub async fn send(path: &str, file: &File, progress: impl Fn(u8) + 'static) -> Result<Stored, Fault> {
    let request = XmlHttpRequest::new().map_err(|_| Fault::Unreachable)?;
    let open = request.open_with_async("POST", path, true);
    open.map_err(|_| Fault::Unreachable)?;
    if let Some(persona) = persona() {
        // Only the demo has personas; a header too long is impossible there.
        let _ = request.set_request_header("x-demo-persona", &persona);
    }
    let heard = Closure::wrap(Box::new(move |event: ProgressEvent| {
        if event.total() > 0.0 {
            progress((event.loaded() / event.total() * 100.0) as u8);
        }
    }) as Box<dyn Fn(ProgressEvent)>);
    if let Ok(upload) = request.upload() {
        upload.set_onprogress(Some(heard.as_ref().unchecked_ref()));
    }
    let done = js_sys::Promise::new(&mut |resolve, _| {
        // Fired after success, failure and abort alike; the status tells which.
        request.set_onloadend(Some(&resolve));
    });
    request.send_with_opt_blob(Some(file)).map_err(|_| Fault::Unreachable)?;
    JsFuture::from(done).await.map_err(|_| Fault::Unreachable)?;
    let text = request.response_text().ok().flatten().unwrap_or_default();
    match request.status() {
        Ok(200..=299) => domain::text::read(&text).ok_or(Fault::Unreachable),
        _ => Err(crate::api::refusal(&text)),
    }
}
