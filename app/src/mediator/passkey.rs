//! The re-check by passkey before a staff member signs.

use js_sys::{Function, JSON, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

fn get(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &JsValue::from_str(name)).ok()
}

fn method(object: &JsValue, name: &str) -> Option<Function> {
    get(object, name)?.dyn_into().ok()
}

/// Asks the device to answer `options` (WebAuthn 3, 5.1.10, as JSON) and gives the assertion as
/// JSON. `None` if the person or the device refuses, or the browser knows no passkeys.
pub async fn assertion(options: &str) -> Option<String> {
    let window = web_sys::window()?;
    let asked = get(&JSON::parse(options).ok()?, "publicKey")?;
    let class = get(&window, "PublicKeyCredential")?;
    let parsed = method(&class, "parseRequestOptionsFromJSON")?
        .call1(&class, &asked)
        .ok()?;
    let request = Object::new();
    Reflect::set(&request, &JsValue::from_str("publicKey"), &parsed).ok()?;
    let credentials = get(&get(&window, "navigator")?, "credentials")?;
    let asking = method(&credentials, "get")?.call1(&credentials, &request).ok()?;
    let answer = JsFuture::from(asking.dyn_into::<Promise>().ok()?).await.ok()?;
    let json = method(&answer, "toJSON")?.call0(&answer).ok()?;
    JSON::stringify(&json).ok()?.as_string()
}
