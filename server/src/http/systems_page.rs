//! `/office/systems`: an administrator's page for the systems of its institution: clients, endpoints, and
//! the messages that were given up. Plain forms, no script.

use super::door::{Lang, escape, page};
use super::office::may_keep;
use super::office_visit::{Desk, Visit, trouble};
use crate::app::App;
use crate::identity::{Denied, orgs, who::Who};
use crate::systems::clients::{self, Client, SCOPES};
use crate::systems::{deliveries, webhooks};
use axum::extract::Form;
use axum::response::{IntoResponse, Response};
use axum::{Router, routing};
use domain::api::Organisation;
use domain::id::OrgId;
use domain::moment::Zone;
use serde::Deserialize;
use std::fmt::Write;
use std::sync::Arc;
use uuid::Uuid;

pub fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/office/systems", routing::get(show).post(add))
        .route("/office/systems/close", routing::post(close))
        .route("/office/systems/webhook", routing::post(endpoint))
        .route("/office/systems/replay", routing::post(replay))
}

enum Told {
    Nothing,
    Secret(String, String),
}

#[derive(Deserialize)]
struct New {
    org: OrgId,
    name: String,
}

#[derive(Deserialize)]
struct Chosen {
    org: OrgId,
    id: Uuid,
}

#[derive(Deserialize)]
struct Endpoint {
    org: OrgId,
    url: String,
}

async fn show(visit: Visit) -> Response {
    visit.answer(async |_| Ok(Told::Nothing), drawn).await
}

/// The institution, if this administrator keeps it.
async fn kept(app: &App, who: &Who, org: OrgId) -> Result<Organisation, Denied> {
    let found = orgs::find(app.store.pool(), org).await?.filter(|_| may_keep(who, org));
    found.ok_or(Denied::Because(403, "not_your_role"))
}

async fn add(visit: Visit, Form(new): Form<New>) -> Response {
    let app = &visit.app;
    let deed = async |who: &Who| {
        let org = kept(app, who, new.org).await?;
        let scopes = SCOPES.map(str::to_owned);
        let (client, secret) = clients::make(app.store.pool(), &org, &new.name, &scopes, app.clock.now()).await?;
        Ok(Told::Secret(client.id.to_string(), secret))
    };
    visit.answer(deed, drawn).await
}

async fn close(visit: Visit, Form(chosen): Form<Chosen>) -> Response {
    let app = &visit.app;
    let deed = async |who: &Who| {
        kept(app, who, chosen.org).await?;
        clients::close(app.store.pool(), chosen.org, chosen.id).await?;
        Ok(Told::Nothing)
    };
    visit.answer(deed, drawn).await
}

async fn endpoint(visit: Visit, Form(new): Form<Endpoint>) -> Response {
    let app = &visit.app;
    let deed = async |who: &Who| {
        kept(app, who, new.org).await?;
        let made = webhooks::make(app.store.pool(), new.org, new.url.trim(), app.clock.now()).await?;
        Ok(Told::Secret(made.url, webhooks::secret(&app.webhook_key, made.id)))
    };
    visit.answer(deed, drawn).await
}

async fn replay(visit: Visit, Form(chosen): Form<Chosen>) -> Response {
    let app = &visit.app;
    let deed = async |who: &Who| {
        kept(app, who, chosen.org).await?;
        deliveries::replay(app, chosen.org, chosen.id).await?;
        Ok(Told::Nothing)
    };
    visit.answer(deed, drawn).await
}

async fn drawn(desk: Desk<'_>, told: Result<Told, Denied>) -> Result<Response, Denied> {
    let Desk { app, who, query, lang } = desk;
    let title = lang.of("系统对接", "Systems");
    let mut body = format!(
        "<p><a href=\"/office{query}\">‹ {}</a></p><h1>{title}</h1>",
        lang.of("人员管理", "People")
    );
    match told {
        Ok(Told::Nothing) => {}
        Err(denied) => body += &trouble(&denied, lang),
        Ok(Told::Secret(name, secret)) => {
            let _ = write!(
                body,
                "<section class=\"note good\" role=\"status\"><h2>{}</h2><p>{}</p><pre>{}\n{}</pre></section>",
                lang.of("密钥，只显示这一次", "Secret, shown this once"),
                lang.of(
                    "请立即存入对接系统的密钥库。",
                    "Put it into the other system's key store now."
                ),
                escape(&name),
                escape(&secret),
            );
        }
    }
    for org in orgs::all(app.store.pool()).await? {
        if may_keep(who, org.id) && clients::role(org.kind).is_some() {
            body += &section(app, &org, query, lang).await?;
        }
    }
    Ok(page(lang, "/office/systems", title, None, &body).into_response())
}

async fn section(app: &App, org: &Organisation, query: &str, lang: Lang) -> Result<String, Denied> {
    let pool = app.store.pool();
    let mut out = format!("<h2>{}</h2>", escape(lang.of(&org.name, &org.name_en)));
    let (clients, webhooks) = (clients::of(pool, org.id).await?, webhooks::of(pool, org.id).await?);
    if clients.is_empty() && webhooks.is_empty() {
        let _ = write!(
            out,
            "<p class=\"lead\">{}</p>",
            lang.of("还没有对接的系统。", "No system is connected yet.")
        );
    }
    out += "<ul class=\"doors\">";
    for client in &clients {
        out += &line(client, query, lang);
    }
    for webhook in &webhooks {
        let _ = write!(
            out,
            "<li class=\"message\"><span class=\"small\">webhook</span> {}</li>",
            escape(&webhook.url)
        );
    }
    out += "</ul>";
    let form = |action: &str, field: &str, label: &str, go: &str, kind: &str| {
        let id = format!("{field}-{}", org.id);
        format!(
            "<form method=\"post\" action=\"/office/systems{action}{query}\"><input type=\"hidden\" name=\"org\" value=\"{}\"><label for=\"{id}\">{label}</label><input id=\"{id}\" name=\"{field}\" type=\"{kind}\" required maxlength=\"300\" autocomplete=\"off\"><button class=\"button quiet\">{go}</button></form>",
            org.id
        )
    };
    out += &form(
        "",
        "name",
        lang.of("系统名称", "Name of the system"),
        lang.of("添加系统", "Add a system"),
        "text",
    );
    out += &form(
        "/webhook",
        "url",
        lang.of("回调地址", "Webhook address"),
        lang.of("添加回调", "Add a webhook"),
        "url",
    );
    let dead = deliveries::of(pool, org.id, Some("dead")).await?;
    if !dead.is_empty() {
        let _ = write!(
            out,
            "<h3>{} ({})</h3><ul class=\"doors\">",
            lang.of("未能送达的消息", "Messages given up"),
            dead.len()
        );
    }
    for delivery in &dead {
        let (hour, minute) = delivery.updated.clock(Zone::CHINA);
        let _ = write!(
            out,
            "<li class=\"message\"><strong>{}</strong> <span class=\"small\">{} · {} {hour:02}:{minute:02} · {}{} · {}</span><form method=\"post\" action=\"/office/systems/replay{query}\"><input type=\"hidden\" name=\"org\" value=\"{}\"><button class=\"button quiet\" name=\"id\" value=\"{}\">{}</button></form></li>",
            escape(&delivery.message),
            escape(&delivery.url),
            delivery.updated.date(Zone::CHINA),
            lang.of("尝试次数 ", "attempts: "),
            delivery.attempts,
            escape(&delivery.fault),
            org.id,
            delivery.id,
            lang.of("重新发送", "Send again"),
        );
    }
    if !dead.is_empty() {
        out += "</ul>";
    }
    Ok(out)
}

fn line(client: &Client, query: &str, lang: Lang) -> String {
    let state = if client.closed {
        lang.of("已停用", "closed")
    } else {
        ""
    };
    let mut out = format!(
        "<li class=\"message\"><strong>{}</strong> <span class=\"small\">{} · {} {state}</span>",
        escape(&client.name),
        client.id,
        client.scopes.join(" ")
    );
    if !client.closed {
        let _ = write!(
            out,
            "<form method=\"post\" action=\"/office/systems/close{query}\"><input type=\"hidden\" name=\"org\" value=\"{}\"><button class=\"button quiet\" name=\"id\" value=\"{}\">{}</button></form>",
            client.org,
            client.id,
            lang.of("停用", "Close")
        );
    }
    out + "</li>"
}
