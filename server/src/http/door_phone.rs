//! `/phone?case=ID`: how the reader's phone gives sound and picture while this device stays with the papers.
//! `/room?case=ID`: what the code there opens. It names a place, not an account: on the phone the person
//! enters as always.

use super::cases::viewed;
use super::door::{Asked, Lang, own_phone, page, trouble};
use crate::app::App;
use crate::identity::who::Who;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Router, routing};
use domain::id::CaseId;
use serde::Deserialize;
use std::sync::Arc;

pub fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/phone", routing::get(show))
        .route("/room", routing::get(enter))
}

/// A party's room of `case`.
pub fn room(case: CaseId) -> String {
    format!("/app/#/case/{case}/room")
}

#[derive(Deserialize)]
struct Named {
    case: Option<CaseId>,
}

/// `GET /phone`
async fn show(
    State(app): State<Arc<App>>,
    Query(asked): Query<Asked>,
    Query(named): Query<Named>,
    who: Option<Who>,
) -> Response {
    let lang = asked.lang();
    let title = lang.of("用手机开声音和画面", "Your phone for sound and picture");
    let case = match (who, named.case) {
        (Some(who), Some(id)) => viewed(&app, &who, id).await.ok().map(|_| (id, who.staff.is_some())),
        _ => None,
    };
    let Some((id, staff)) = case else {
        return trouble(
            lang,
            "/phone",
            StatusCode::NOT_FOUND,
            title,
            lang.of(
                "请先登录，再从您的案件里打开这一页。",
                "Please sign in and open this page from your case.",
            ),
        );
    };
    let (program, path) = if staff {
        ("desk", format!("/desk/#/case/{id}/room"))
    } else {
        ("app", format!("/room?case={id}{}", lang.of("", "&lang=en")))
    };
    let lead = lang.of(
        "用手机扫这个码，在手机上说话、露面；这台电脑留着看材料。",
        "Scan this with your phone to speak and be seen there; this computer stays with the papers.",
    );
    let lead = format!("<p class=\"lead\">{lead}</p>");
    let code = own_phone(
        lang,
        &app.config.origin,
        &path,
        lang.of("扫码在手机上进入调解室", "Enter the room on your phone: scan this"),
    );
    let note = lang.of(
        "手机上要用您自己的手机号进入。同一个人只在一台设备上在场：手机进入后，电脑上的调解室会断开。",
        "On the phone you enter with your own number. One person is present on one device: once the phone is in, the room on this computer ends.",
    );
    let back = lang.of("在这台电脑上看材料", "Go to the papers on this computer");
    let body = format!(
        "<h1>{title}</h1>{lead}{code}<p>{note}</p><p><a class=\"button\" href=\"/{program}/#/case/{id}\">{back}</a></p>"
    );
    page(lang, &format!("/phone?case={id}"), title, None, &body).into_response()
}

/// `GET /room`: to the room, by way of the code where nobody is signed in yet.
async fn enter(Query(asked): Query<Asked>, Query(named): Query<Named>, who: Option<Who>) -> Response {
    let lang = asked.lang();
    let Some(case) = named.case else {
        return Redirect::to(&format!("/code{}", lang.query())).into_response();
    };
    let english = if lang == Lang::En { "&lang=en" } else { "" };
    let place = match who {
        Some(who) if who.staff.is_some() => format!("/desk/#/case/{case}/room"),
        Some(_) => room(case),
        None => format!("/code?room={case}{english}"),
    };
    Redirect::to(&place).into_response()
}
