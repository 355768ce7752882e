//! `/`: three doors.

use super::door::{self, Asked, glyph, page};
use crate::app::App;
use axum::extract::{Query, State};
use axum::response::Html;
use axum::{Router, routing};
use std::sync::Arc;

pub fn router() -> Router<Arc<App>> {
    Router::new().route("/", routing::get(landing))
}

/// `GET /`
async fn landing(State(app): State<Arc<App>>, Query(asked): Query<Asked>) -> Html<String> {
    let lang = asked.lang();
    let query = lang.query();
    let title = lang.of("劳动争议在线调解", "Online mediation of labour disputes");
    let door = |href: String, drawing: &str, name: &str, text: &str| {
        let drawing = glyph(drawing);
        format!("<li><a class=\"door\" href=\"{href}\">{drawing}<strong>{name}</strong><span>{text}</span></a></li>")
    };
    let doors = [
        door(
            format!("/code{query}"),
            door::PEN,
            lang.of("我要调解", "I want mediation"),
            lang.of(
                "欠薪、押金、工伤、辞退，用手机申请。已申请的也从这里进入。",
                "Unpaid wages, deposits, injury, dismissal: apply by phone. Also the way back to your case.",
            ),
        ),
        door(
            format!("/i{query}"),
            door::LETTER,
            lang.of("我收到邀请", "I was invited"),
            lang.of(
                "打开短信里的专用链接，或扫描通知书上的二维码。",
                "Open the personal link in your text message, or scan the code on the letter.",
            ),
        ),
        door(
            format!("/verify/{query}"),
            door::SHIELD,
            lang.of("核验文书", "Check a document"),
            lang.of(
                "放进案卷文件，当场核对签名与内容，文件不会上传。",
                "Drop in a case file: signatures and contents are checked on the spot, nothing is uploaded.",
            ),
        ),
    ]
    .concat();
    let demo = if app.config.demo {
        format!(
            "<p class=\"note\"><a href=\"/demo{query}\">{}</a></p>",
            lang.of("演示：选择一个身份进入", "Demo: enter as one of six people")
        )
    } else {
        String::new()
    };
    let lead = lang.of(
        "说清事情，见面商量，签字算数。调解不成，仍可申请仲裁。",
        "Say what happened, talk it through, sign what you agree. If it fails, arbitration stays open.",
    );
    let promises = [
        ("不收费", "Free of charge"),
        ("双方自愿", "Voluntary"),
        ("内容保密", "Confidential"),
    ]
    .map(|(zh, en)| format!("<li>{}</li>", lang.of(zh, en)))
    .concat();
    let staff = lang.of("工作人员登录", "Staff sign-in");
    let body = format!(
        "<h1>{title}</h1><p class=\"lead\">{lead}</p><ul class=\"facts-line\">{promises}</ul><ul class=\"doors\">{doors}</ul>{demo}<p class=\"small\"><a href=\"/staff{query}\">{staff}</a></p>"
    );
    page(lang, "/", title, None, &body)
}
