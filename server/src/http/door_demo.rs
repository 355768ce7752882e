//! `/demo`: a big button for each person, and `/demo/outbox`: the text messages. Only with `--demo`.

use super::demo::enter_as;
use super::door::{Asked, escape, page};
use crate::app::App;
use crate::demo;
use crate::identity::{Denied, sessions, sms};
use crate::jobs::tick;
use axum::extract::{Form, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::{Router, routing};
use domain::actor::{Assurance, Role};
use domain::moment::{DAY, Zone};
use serde::Deserialize;
use std::sync::Arc;

pub fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/demo", routing::get(start))
        .route("/demo/enter", routing::post(enter))
        .route("/demo/outbox", routing::get(outbox))
        .route("/demo/clock", routing::post(forward))
}

/// Who, on which side, and what for.
struct Face {
    key: &'static str,
    side: &'static str,
    name: (&'static str, &'static str),
    deed: (&'static str, &'static str),
}

const fn face(
    key: &'static str,
    side: &'static str,
    name: (&'static str, &'static str),
    deed: (&'static str, &'static str),
) -> Face {
    Face { key, side, name, deed }
}

const FACES: [Face; 11] = [
    face(
        "worker",
        "claimant",
        ("工人 张建国", "Worker Zhang Jianguo"),
        ("讨要拖欠的工资和风险抵押金", "wants unpaid wages and a deposit back"),
    ),
    face(
        "employer",
        "respondent",
        ("公司代理人 李文静", "Employer's agent Li Wenjing"),
        ("代表云岭枫建公司来谈", "speaks for the construction firm"),
    ),
    face(
        "mediator",
        "mediator",
        ("调解员 王秀兰", "Mediator Wang Xiulan"),
        ("主持调解、起草协议", "leads the talk, drafts the agreement"),
    ),
    face(
        "arbitrator",
        "official",
        ("仲裁员 赵明远", "Arbitrator Zhao Mingyuan"),
        ("审查调解协议、出具调解书", "reviews the agreement"),
    ),
    face(
        "colleague",
        "official",
        ("仲裁员 杨静", "Arbitrator Yang Jing"),
        ("同一仲裁委员会的另一名仲裁员", "another arbitrator of the commission"),
    ),
    face(
        "judge",
        "official",
        ("法官 陈立平", "Judge Chen Liping"),
        ("司法确认调解协议", "confirms the agreement"),
    ),
    face(
        "aide",
        "official",
        ("法律援助 何晓梅", "Legal aid: He Xiaomei"),
        ("答复劳动者的援助申请", "answers requests for legal aid"),
    ),
    face(
        "union",
        "official",
        ("工会 普慧玲", "Union officer Pu Huiling"),
        ("发提示函、意见书，支持起诉", "writes letters, supports suits"),
    ),
    face(
        "interpreter",
        "official",
        ("翻译 岩温", "Interpreter Ai Wen"),
        ("在调解中为一方口译", "interprets in the talks"),
    ),
    face(
        "observer",
        "official",
        ("督导员 段玉梅", "Supervisor Duan Yumei"),
        ("旁听调解，不参与", "watches the talks, takes no part"),
    ),
    face(
        "admin",
        "official",
        ("管理员 周海燕", "Administrator Zhou Haiyan"),
        ("管理本单位人员", "keeps the institution's people"),
    ),
];

/// `GET /demo`
async fn start(Query(asked): Query<Asked>) -> Html<String> {
    let lang = asked.lang();
    let title = lang.of("演示：您想当谁？", "Demo: who would you like to be?");
    let buttons = FACES
        .iter()
        .map(|Face { key, side, name, deed }| {
            // The family name stands for a face.
            let family: String = name.0.split(' ').nth(1).unwrap_or_default().chars().take(1).collect();
            format!(
                "<li><form method=\"post\" action=\"/demo/enter\" target=\"_blank\"><button class=\"door {side}\" name=\"persona\" value=\"{key}\"><span class=\"face\" aria-hidden=\"true\">{family}</span><strong>{}</strong><span>{}</span></button></form></li>",
                lang.of(name.0, name.1),
                lang.of(deed.0, deed.1)
            )
        })
        .collect::<String>();
    let body = format!(
        "<h1>{title}</h1><p class=\"lead\">{}</p><ul class=\"doors\">{buttons}</ul><p><a class=\"button quiet\" href=\"/demo/outbox{}\" target=\"_blank\">{}</a></p><form method=\"post\" action=\"/demo/clock\"><button class=\"button quiet\" name=\"days\" value=\"16\">{}</button></form><p class=\"small\">{}</p>",
        lang.of(
            "每个身份在新标签页打开，可以同时当几个人。",
            "Each opens in a tab of its own; be several people at once."
        ),
        lang.query(),
        lang.of("看短信（验证码在这里）", "Read the text messages (codes arrive here)"),
        lang.of(
            "把时钟拨快 16 天（看期限届满）",
            "Put the clock 16 days forward (to see periods run out)"
        ),
        lang.of(
            "人名、单位、案情均为虚构。",
            "All people, firms and facts are invented."
        ),
    );
    page(lang, "/demo", title, None, &body)
}

#[derive(Deserialize)]
struct Chosen {
    persona: String,
}

/// `POST /demo/enter`: the persona's session, then its home in this tab.
async fn enter(State(app): State<Arc<App>>, Form(chosen): Form<Chosen>) -> Result<Response, Denied> {
    let persona = demo::persona(&chosen.persona).ok_or(Denied::Because(404, "persona_unknown"))?;
    let start = sessions::Start {
        person: persona.person,
        assurance: Assurance::Phone,
        invited: None,
        demo: true,
    };
    let mut response = enter_as(&app, start, persona.key).await?;
    let home = match persona.staff {
        Some((Role::OrgAdmin, _)) => "/office",
        Some(_) => "/desk/",
        None => "/app/",
    };
    *response.status_mut() = StatusCode::SEE_OTHER;
    if let Ok(to) = format!("{home}?as={}", persona.key).parse() {
        response.headers_mut().insert(header::LOCATION, to);
    }
    Ok(response)
}

#[derive(Deserialize)]
struct Forward {
    days: u8,
}

/// `POST /demo/clock`: puts the portal's clock forward and lets what is due happen. Everyone signs in
/// anew, for sessions run out too.
async fn forward(State(app): State<Arc<App>>, Form(asked): Form<Forward>) -> Result<Response, Denied> {
    let days = i64::from(asked.days.min(60));
    if let Err(error) = app.clock.forward(&app.config.place.data, days * DAY) {
        tracing::error!(%error, "the demo's clock cannot be kept");
        return Err(Denied::Because(503, "unavailable"));
    }
    tick::once(&app).await;
    Ok(Redirect::to("/demo").into_response())
}

/// `GET /demo/outbox`
async fn outbox(State(app): State<Arc<App>>, Query(asked): Query<Asked>) -> Result<Response, Denied> {
    let lang = asked.lang();
    let title = lang.of("短信", "Text messages");
    let mut list = String::new();
    for message in sms::outbox(app.store.pool()).await?.iter().take(30) {
        let (hour, minute) = message.sent.clock(Zone::CHINA);
        let name = demo::PERSONAS
            .iter()
            .find(|persona| persona.phone == message.phone)
            .map_or("", |persona| persona.name);
        let code =
            code_in(&message.text).map_or_else(String::new, |code| format!("<p class=\"number\">{}</p>", escape(code)));
        list += &format!(
            "<div class=\"message\"><h2>{hour:02}:{minute:02} · {} {name}</h2>{code}<p>{}</p></div>",
            escape(&message.phone),
            escape(&message.text)
        );
    }
    if list.is_empty() {
        list = format!("<p>{}</p>", lang.of("还没有短信。", "No messages yet."));
    }
    let again = lang.of("刷新", "Refresh");
    let body = format!(
        "<h1>{title}</h1><p><a class=\"button quiet\" href=\"/demo/outbox{}\">{again}</a></p>{list}",
        lang.query()
    );
    Ok(page(lang, "/demo/outbox", title, None, &body).into_response())
}

/// The first six digits in a row: the one-time code, shown large.
fn code_in(text: &str) -> Option<&str> {
    let digits = |run: &&str| run.len() == 6;
    text.split(|c: char| !c.is_ascii_digit()).find(digits)
}
