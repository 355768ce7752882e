//! `/connection?case=ID`: tests browser, devices and line before a session. A door of plain HTML and
//! a small script, so that it runs, and can say so, where the app itself would not.

use super::cases::viewed;
use super::door::{Lang, escape, page, trouble};
use crate::app::App;
use crate::identity::who::Who;
use axum::extract::{Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Router, routing};
use domain::id::CaseId;
use serde::Deserialize;
use std::sync::Arc;

pub fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/connection", routing::get(test))
        .route("/connection.js", routing::get(script))
        .route("/connection.css", routing::get(style))
}

#[derive(Deserialize)]
struct Asked {
    case: Option<CaseId>,
    lang: Option<String>,
}

/// Parts in the order they are tested: id, Chinese, English.
const PARTS: [(&str, &str, &str); 9] = [
    ("browser", "浏览器", "Browser"),
    ("microphone", "麦克风", "Microphone"),
    ("camera", "摄像头", "Camera"),
    ("speaker", "扬声器", "Speaker"),
    ("socket", "连到平台", "Reaching the portal"),
    ("direct", "音视频直连（UDP）", "Sound and picture, straight (UDP)"),
    ("tcp", "音视频直连（TCP）", "Sound and picture, straight (TCP)"),
    ("relay", "音视频中转", "Sound and picture, by relay"),
    ("speed", "网速", "Speed"),
];

async fn script() -> impl IntoResponse {
    fresh("text/javascript; charset=utf-8", include_str!("connection.js"))
}

async fn style() -> impl IntoResponse {
    fresh("text/css; charset=utf-8", include_str!("connection.css"))
}

fn fresh(media_type: &'static str, content: &'static str) -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media_type)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
    ];
    (headers, content)
}

/// `GET /connection`
async fn test(State(app): State<Arc<App>>, Query(asked): Query<Asked>, who: Option<Who>) -> Response {
    let lang = if asked.lang.as_deref() == Some("en") {
        Lang::En
    } else {
        Lang::Zh
    };
    let case = match (who, asked.case) {
        (Some(who), Some(id)) => viewed(&app, &who, id).await.ok().map(|(case, _)| (case, who)),
        _ => None,
    };
    let Some((case, who)) = case else {
        return trouble(
            lang,
            "/connection",
            StatusCode::NOT_FOUND,
            lang.of("测试连接", "Test the connection"),
            lang.of(
                "请先登录，再从您的案件里打开这个测试。",
                "Please sign in and open this test from your case.",
            ),
        );
    };
    let title = lang.of("测试连接", "Test the connection");
    let program = if who.staff.is_some() { "desk" } else { "app" };
    let parts: String = PARTS
        .iter()
        .map(|(id, zh, en)| {
            format!(
                "<li id=\"{id}\" data-found=\"untested\"><strong>{}</strong><span class=\"said\"></span></li>",
                lang.of(zh, en)
            )
        })
        .collect();
    let body = format!(
        "<link rel=\"stylesheet\" href=\"/connection.css\"><h1>{title}</h1><p class=\"lead\">{lead}</p><div id=\"verdict\" role=\"status\" hidden></div>\
         <p><button class=\"button\" id=\"start\" data-case=\"{id}\">{start}</button></p>\
         <div id=\"picture\" hidden><video id=\"own\" autoplay playsinline muted></video><meter id=\"level\" min=\"0\" max=\"10\" value=\"0\" aria-label=\"{level}\"></meter></div>\
         <div id=\"heard\" class=\"note\" hidden><p>{heard}</p><p class=\"answers\"><button class=\"button\" id=\"yes\">{yes}</button><button class=\"button quiet\" id=\"no\">{no}</button></p></div>\
         <ul class=\"parts\">{parts}</ul>\
         <noscript><p class=\"note bad\">{noscript}</p></noscript>\
         <p><a class=\"button quiet\" href=\"/{program}/#/case/{id}\">{back}</a></p><script type=\"module\" src=\"/connection.js\"></script>",
        id = case.id,
        lead = lang.of(
            "开会前测一次，约半分钟。结果会告诉调解员；画面和声音不会给任何人。",
            "Test once before the session; it takes half a minute. The mediator learns the result; nobody gets your picture or sound."
        ),
        start = lang.of("开始测试", "Start the test"),
        level = lang.of("麦克风音量", "Microphone level"),
        heard = lang.of("您听到三声提示音了吗？", "Did you hear three tones?"),
        yes = lang.of("听到了", "Yes"),
        no = lang.of("没听到", "No"),
        noscript = lang.of("测试需要打开 JavaScript。", "The test needs JavaScript."),
        back = lang.of("返回案件", "Back to the case"),
    );
    let path = format!("/connection?case={}", escape(&case.id.to_string()));
    page(lang, &path, title, None, &body).into_response()
}
