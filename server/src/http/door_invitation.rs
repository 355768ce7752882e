//! `/i/{token}`: the door of one person's invitation.

use super::door::{Asked, escape, page, trouble};
use super::session::Tab;
use crate::app::App;
use crate::identity::{codes, invites, orgs, who::Who};
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use axum::{Router, routing};
use domain::actor::Side;
use std::sync::Arc;

pub fn router() -> Router<Arc<App>> {
    Router::new().route("/i/{token}", routing::get(invitation))
}

/// `GET /i/{token}`: who invites, to what, your rights, and the one next step.
async fn invitation(
    State(app): State<Arc<App>>,
    Path(token): Path<String>,
    Query(asked): Query<Asked>,
    tab: Tab,
    who: Option<Who>,
) -> Response {
    let lang = asked.lang();
    let path = format!("/i/{}", escape(&token));
    let invite = match invites::find(app.store.pool(), &token, app.clock.now()).await {
        Ok(invite) => invite,
        Err(denied) => {
            let status = denied.into_response().status();
            let title = lang.of("这个链接不能用", "This link does not work");
            let text = lang.of("链接不完整、已过期或写错了。请再点一次短信里的链接，或拨打 12351 请调解员重新发送。", "It is incomplete, expired or mistyped. Open the link in the text message again, or call 12351 and ask for a new one.");
            return trouble(lang, &path, status, title, text);
        }
    };
    let body = orgs::find(app.store.pool(), invite.body).await.ok().flatten();
    let (name, basis, phone) = body.map_or_else(Default::default, |body| {
        let name = lang.of(&body.name, &body.name_en).to_owned();
        (name, body.legal_basis, body.phone)
    });
    let side = match invite.side {
        Side::Claimant => lang.of("申请人", "claimant"),
        Side::Respondent => lang.of("被申请人", "respondent"),
    };
    let title = lang.of("邀请您参加调解", "You are invited to mediation");
    let rights = [
        (
            "调解自愿：您可以不同意，也可以随时停止。",
            "Mediation is voluntary: you may refuse, and stop at any time.",
        ),
        (
            "内容保密：调解中说的话，不会在以后的仲裁、诉讼中用来对您不利。",
            "It is confidential: what is said is not held against you in arbitration or court.",
        ),
        (
            "不收费。调解不成，双方仍可申请仲裁，时效依法中断。",
            "It is free. If it fails, arbitration stays open, and limitation is interrupted by law.",
        ),
        (
            "达成协议须您本人再次验证并签名，没有人能代您点“同意”。",
            "An agreement needs your own signature after a new check; no one can agree for you.",
        ),
    ]
    .map(|(zh, en)| format!("<li>{}</li>", lang.of(zh, en)))
    .concat();
    let already = who.is_some_and(|who| Some(who.person) == invite.person);
    let next = if already {
        let persona = tab.0.map_or_else(String::new, |name| format!("?as={name}"));
        format!(
            "<p><a class=\"button\" href=\"/app/{persona}\">{}</a></p>",
            lang.of("进入我的案件", "Enter my case")
        )
    } else {
        format!(
            "<form method=\"post\" action=\"/code{query}\"><input type=\"hidden\" name=\"token\" value=\"{token}\"><label for=\"phone\">{label}</label><input id=\"phone\" name=\"phone\" type=\"tel\" inputmode=\"tel\" autocomplete=\"tel\" required maxlength=\"16\"><button class=\"button\">{send}</button></form>",
            query = lang.query(),
            token = escape(&token),
            label = lang.of(
                &format!("您的手机号（尾号 {}）", codes::tail(&invite.phone)),
                &format!("Your phone number (ending in {})", codes::tail(&invite.phone))
            ),
            send = lang.of("发送验证码，查看案件", "Send me a code and show the case"),
        )
    };
    let content = format!(
        "<h1>{title}</h1><dl><dt>{l1}</dt><dd>{name}</dd><dt>{l2}</dt><dd>{number}</dd><dt>{l3}</dt><dd>{side}</dd><dt>{l4}</dt><dd>{basis}</dd><dt>{l5}</dt><dd><a href=\"tel:{phone}\">{phone}</a></dd></dl><h2>{rights_title}</h2><ul class=\"rights\">{rights}</ul>{next}<p class=\"small\">{only}</p>",
        l1 = lang.of("谁邀请您", "Invited by"),
        l2 = lang.of("案件", "Case"),
        l3 = lang.of("您是", "You are the"),
        l4 = lang.of("依据", "Legal basis"),
        l5 = lang.of("打电话问一问", "Ask a person"),
        rights_title = lang.of("您的权利", "Your rights"),
        only = lang.of(
            "此链接只给您本人，请勿转发。",
            "This link is for you alone. Do not pass it on."
        ),
        name = escape(&name),
        number = escape(&invite.number),
        basis = escape(&basis),
        phone = escape(&phone),
    );
    page(lang, &path, title, Some("party"), &content).into_response()
}
