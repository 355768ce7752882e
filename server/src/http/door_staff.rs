//! `/staff`: sign-in of staff by passkey, and `/office/first/{token}`: the one-time link that
//! registers a passkey. The one door that needs script: WebAuthn is a script interface.

use super::door::{Asked, Lang, page};
use crate::app::App;
use axum::extract::Query;
use axum::http::{HeaderValue, header};
use axum::response::{Html, IntoResponse};
use axum::{Router, routing};
use std::sync::Arc;

pub fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/staff", routing::get(sign_in))
        .route("/office/first/{token}", routing::get(register))
        .route("/staff.js", routing::get(script))
}

async fn script() -> impl IntoResponse {
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/javascript; charset=utf-8"),
        ),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
    ];
    (headers, include_str!("staff.js"))
}

fn needs_script(lang: Lang) -> String {
    format!(
        "<noscript><p class=\"note\">{}</p></noscript><p id=\"said\" class=\"note\" role=\"status\" hidden></p><script type=\"module\" src=\"/staff.js\"></script>",
        lang.of("通行密钥需要打开 JavaScript。", "Passkeys need JavaScript.")
    )
}

/// `GET /staff`
async fn sign_in(Query(asked): Query<Asked>) -> Html<String> {
    let lang = asked.lang();
    let title = lang.of("工作人员登录", "Staff sign-in");
    let body = format!(
        "<h1>{title}</h1><form id=\"login\"><label for=\"name\">{name}</label><input id=\"name\" name=\"login\" autocomplete=\"username webauthn\" autocapitalize=\"none\" required maxlength=\"40\"><button class=\"button\">{enter}</button></form>{script}<h2>{lost}</h2><p class=\"small\">{explain}</p><form id=\"recover\"><label for=\"lost-name\">{name}</label><input id=\"lost-name\" name=\"login\" autocapitalize=\"none\" required maxlength=\"40\"><label for=\"recovery\">{code}</label><input id=\"recovery\" name=\"code\" autocomplete=\"off\" autocapitalize=\"none\" required maxlength=\"40\"><button class=\"button quiet\">{go}</button></form>",
        name = lang.of("登录名", "Sign-in name"),
        enter = lang.of("用通行密钥登录", "Sign in with my passkey"),
        lost = lang.of("丢了设备？", "Lost your device?"),
        explain = lang.of(
            "用一个恢复码换一次重新登记的机会。每个恢复码只能用一次。",
            "A recovery code lets you register a new passkey. Each works once."
        ),
        code = lang.of("恢复码", "Recovery code"),
        go = lang.of("重新登记通行密钥", "Register a new passkey"),
        script = needs_script(lang),
    );
    page(lang, "/staff", title, Some("staff"), &body)
}

/// `GET /office/first/{token}`: the page reads the token from its own address.
async fn register(Query(asked): Query<Asked>) -> Html<String> {
    let lang = asked.lang();
    let title = lang.of("登记通行密钥", "Register your passkey");
    let body = format!(
        "<h1>{title}</h1><p class=\"lead\">{lead}</p><form id=\"register\"><button class=\"button\">{go}</button></form>{script}<section id=\"codes\" hidden><h2>{codes}</h2><p>{keep}</p><pre id=\"list\"></pre><p><a class=\"button\" href=\"/office\">{on}</a></p></section>",
        lead = lang.of("用指纹、面容或安全密钥登记一次，以后登录和签署都用它。此链接只能用一次。", "Register once with fingerprint, face or security key; you will sign in and sign with it. This link works once."),
        go = lang.of("登记我的通行密钥", "Register my passkey"),
        codes = lang.of("恢复码", "Recovery codes"),
        keep = lang.of("请抄下或打印，存放在安全处。以后不再显示。", "Write these down or print them and keep them safe. They are not shown again."),
        on = lang.of("进入工作台", "Go to my desk"),
        script = needs_script(lang),
    );
    page(lang, "/staff", title, Some("staff"), &body)
}
