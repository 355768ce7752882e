//! `/receipt`: proof that a request was received, for print or a picture; no script.

use super::door::{Asked, Lang, escape, page, trouble};
use crate::app::App;
use crate::identity::{orgs, who::Who};
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Router, routing};
use domain::case::{Case, Stage};
use domain::id::CaseId;
use domain::sight;
use serde::Deserialize;
use std::sync::Arc;

pub fn router() -> Router<Arc<App>> {
    Router::new().route("/receipt", routing::get(receipt))
}

#[derive(Deserialize)]
struct Wanted {
    case: CaseId,
    #[serde(default)]
    lang: Option<String>,
}

/// `GET /receipt?case={id}`; 404 in words for strangers.
async fn receipt(State(app): State<Arc<App>>, Query(wanted): Query<Wanted>, who: Option<Who>) -> Response {
    let lang = Asked { lang: wanted.lang }.lang();
    let path = format!("/receipt?case={}", wanted.case);
    let found = app.store.load(wanted.case).await.ok().flatten();
    let seen = found.filter(|case| {
        who.as_ref()
            .is_some_and(|who| sight::may_open(case, &who.actor_in(case)))
    });
    let Some(case) = seen else {
        return trouble(
            lang,
            &path,
            StatusCode::NOT_FOUND,
            lang.of("没有这份回执", "There is no such receipt"),
            lang.of(
                "请先用申请时的手机号进入，再打开回执。",
                "Enter with the phone you applied with, then open the receipt again.",
            ),
        );
    };
    let first = app.store.entries(case.id, 0).await.unwrap_or_default();
    let proof = first.first().map_or_else(String::new, |entry| entry.hash().to_string());
    let body = match case.body {
        Some(body) => orgs::find(app.store.pool(), body).await.ok().flatten(),
        None => None,
    };
    let (name, phone) = body.map_or_else(Default::default, |body| {
        (lang.of(&body.name, &body.name_en).to_owned(), body.phone)
    });
    page(
        lang,
        &path,
        lang.of("申请回执", "Receipt"),
        Some("party"),
        &sheet(lang, &case, &name, &phone, &proof),
    )
    .into_response()
}

fn sheet(lang: Lang, case: &Case, body: &str, phone: &str, proof: &str) -> String {
    let (hour, minute) = case.opened.clock(case.zone);
    let day = case.opened.date(case.zone);
    let waiting = case.accept_by.filter(|_| case.stage == Some(Stage::Pending));
    let answer = waiting.map_or_else(String::new, |day| {
        format!(
            "<dt>{}</dt><dd>{day}<br><span class=\"small\">{}</span></dd>",
            lang.of("最迟答复", "Answer by"),
            lang.of(
                "《企业劳动争议协商调解规定》第 22 条",
                "Provisions on Negotiation and Mediation of Enterprise Labour Disputes, art. 22"
            )
        )
    });
    format!(
        "<h1>{title}</h1><p class=\"note good\">{lead}</p><dl><dt>{l1}</dt><dd>{number}</dd><dt>{l2}</dt><dd>{day} {hour:02}:{minute:02}</dd><dt>{l3}</dt><dd>{body}</dd><dt>{l4}</dt><dd><a href=\"tel:{phone}\">{phone}</a></dd>{answer}<dt>{l5}</dt><dd><code>{proof}</code></dd></dl><p class=\"small\">{keep}</p><p><a class=\"button\" href=\"/app/\">{open}</a></p>",
        title = lang.of("申请回执", "Receipt"),
        lead = lang.of(
            "您的调解申请已经收到。",
            "Your request for mediation has been received."
        ),
        l1 = lang.of("案号", "Case"),
        l2 = lang.of("收到时间", "Received"),
        l3 = lang.of("调解组织", "Received by"),
        l4 = lang.of("联系电话", "Telephone"),
        l5 = lang.of("凭证", "Proof"),
        keep = lang.of(
            "请保存或打印本页。凭证是这份申请在不可更改的记录中的编号。",
            "Keep or print this page. The proof is this request's mark in a record that cannot be changed."
        ),
        open = lang.of("进入我的案件", "Enter my case"),
        number = escape(&case.number),
        body = escape(body),
        phone = escape(phone),
    )
}
