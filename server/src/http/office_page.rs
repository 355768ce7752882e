//! `/office`: an administrator's page for the institution's people. Plain forms, no script.

use super::door::{Lang, escape, page};
use super::invitations::qr;
use super::letters_form;
use super::office::{self, Made, NewAccount};
use super::office_signing;
use super::office_visit::{Desk, Visit, trouble};
use crate::app::App;
use crate::identity::{Denied, orgs, who::Who};
use axum::extract::Form;
use axum::response::{IntoResponse, Response};
use axum::{Router, routing};
use domain::actor::Role;
use domain::api::{OrgKind, Organisation};
use domain::id::{OrgId, PersonId};
use domain::signer::KeyAlgorithm;
use serde::Deserialize;
use std::fmt::Write;
use std::sync::Arc;

pub fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/office", routing::get(show).post(add))
        .route("/office/link", routing::post(relink))
        .route("/office/close", routing::post(close))
        .route("/office/signing", routing::post(signing))
}

/// What a form's answer shows above the lists.
enum Told {
    Nothing,
    Link(Made),
}

async fn show(visit: Visit) -> Response {
    visit.answer(async |_| Ok(Told::Nothing), drawn).await
}

/// Role and institution in one choice: `mediator:<org>`.
#[derive(Deserialize)]
struct New {
    name: String,
    login: String,
    place: String,
}

async fn add(visit: Visit, Form(new): Form<New>) -> Response {
    let deed = async |who: &Who| {
        let place = new.place.split_once(':').and_then(|(role, org)| {
            let role: Role = crate::identity::from_name(role)?;
            Some((role, org.parse::<OrgId>().ok()?))
        });
        let Some((role, org)) = place else {
            return Err(Denied::Because(422, "role_unfit"));
        };
        let account = NewAccount {
            name: new.name.trim().to_owned(),
            login: new.login.trim().to_owned(),
            phone: None,
            role,
            org: Some(org),
        };
        office::make(&visit.app, who, &account).await.map(Told::Link)
    };
    visit.answer(deed, drawn).await
}

#[derive(Deserialize)]
struct Chosen {
    id: PersonId,
}

async fn relink(visit: Visit, Form(chosen): Form<Chosen>) -> Response {
    let deed = async |who: &Who| office::renew(&visit.app, who, chosen.id).await.map(Told::Link);
    visit.answer(deed, drawn).await
}

async fn close(visit: Visit, Form(chosen): Form<Chosen>) -> Response {
    let deed = async |who: &Who| {
        office::shut(&visit.app, who, chosen.id).await?;
        Ok(Told::Nothing)
    };
    visit.answer(deed, drawn).await
}

#[derive(Deserialize)]
struct Signing {
    org: OrgId,
    keys: KeyAlgorithm,
}

async fn signing(visit: Visit, Form(chosen): Form<Signing>) -> Response {
    let deed = async |who: &Who| {
        office_signing::set(&visit.app, who, chosen.org, chosen.keys).await?;
        Ok(Told::Nothing)
    };
    visit.answer(deed, drawn).await
}

async fn drawn(desk: Desk<'_>, told: Result<Told, Denied>) -> Result<Response, Denied> {
    let Desk { app, who, query, lang } = desk;
    let title = lang.of("人员管理", "People");
    let orgs: Vec<_> = orgs::all(app.store.pool())
        .await?
        .into_iter()
        .filter(|org| office::may_keep(who, org.id))
        .collect();
    let mut body = format!("<h1>{title}</h1>");
    match told {
        Ok(Told::Nothing) => {}
        Err(denied) => body += &trouble(&denied, lang),
        Ok(Told::Link(made)) => {
            let _ = write!(
                body,
                "<section class=\"note good\" role=\"status\"><h2>{}</h2><p>{}</p><pre id=\"link\">{}</pre><div class=\"qr\">{}</div></section>",
                lang.of("专用链接", "Personal link"),
                lang.of(
                    "请当面交给本人。用它登记一次通行密钥，7 天内有效，只能用一次。",
                    "Hand it over in person. It registers one passkey, once, within 7 days."
                ),
                escape(&made.link),
                qr(&made.link),
            );
        }
    }
    let accounts = office::accounts(app, who).await?;
    for org in &orgs {
        let keys = orgs::signing(app.store.pool(), org.id).await?;
        let _ = write!(
            body,
            "<h2>{}</h2><ul class=\"doors\">",
            escape(lang.of(&org.name, &org.name_en))
        );
        let mut people = accounts.iter().filter(|account| account.org == Some(org.id)).peekable();
        if people.peek().is_none() {
            let _ = write!(
                body,
                "<li class=\"small\">{}</li>",
                lang.of("还没有人员。", "Nobody yet.")
            );
        }
        for account in people {
            body += &line(account, who, query, lang);
        }
        body += "</ul>";
        if org.kind == OrgKind::MediationCentre {
            body += &signing_form(org, keys, query, lang);
        }
    }
    body += &form(&orgs, query, lang);
    if orgs.iter().any(|org| letters_form::kinds(org.kind).next().is_some()) {
        let _ = write!(
            body,
            "<p><a href=\"/letters{query}\">{} ›</a></p>",
            lang.of("函件登记", "Letters")
        );
    }
    let _ = write!(
        body,
        "<p><a href=\"/office/systems{query}\">{} ›</a></p><p><a href=\"/office/rules{query}\">{} ›</a></p>",
        lang.of("系统对接", "Systems"),
        lang.of("地方规则", "Rules of the place")
    );
    Ok(page(lang, "/office", title, None, &body).into_response())
}

fn line(account: &office::Account, who: &Who, query: &str, lang: Lang) -> String {
    let state = match (account.closed, account.passkeys) {
        (true, _) => lang.of("已停用", "closed"),
        (false, 0) => lang.of("尚未登记通行密钥", "no passkey yet"),
        (false, _) => lang.of("已登记通行密钥", "has a passkey"),
    };
    let role = account.role.map_or("", |role| role_name(role, lang));
    let mut out = format!(
        "<li class=\"message\"><strong>{}</strong> <span class=\"small\">{role} · {state}</span>",
        escape(&account.name)
    );
    if !account.closed {
        let button = |action: &str, label: &str| {
            format!(
                "<form method=\"post\" action=\"/office/{action}{query}\"><button class=\"button quiet\" name=\"id\" value=\"{}\" aria-label=\"{label}: {}\">{label}</button></form>",
                account.id,
                escape(&account.name)
            )
        };
        out += &button("link", lang.of("重新给链接", "New link"));
        if account.id != who.person {
            out += &button("close", lang.of("停用账号", "Close account"));
        }
    }
    out + "</li>"
}

fn form(orgs: &[Organisation], query: &str, lang: Lang) -> String {
    let mut places = String::new();
    for org in orgs {
        let own = match org.kind {
            OrgKind::MediationCentre => Role::Mediator,
            OrgKind::ArbitrationCommission => Role::Arbitrator,
            OrgKind::Court => Role::Judge,
            OrgKind::LegalAid | OrgKind::Procuratorate | OrgKind::TradeUnion => Role::Supporter,
        };
        let mediates = org.kind == OrgKind::MediationCentre;
        let beside = [Role::Interpreter, Role::Observer].into_iter().filter(|_| mediates);
        for role in [own].into_iter().chain(beside).chain([Role::OrgAdmin]) {
            let _ = write!(
                places,
                "<option value=\"{}:{}\">{} · {}</option>",
                crate::identity::name_of(role),
                org.id,
                role_name(role, lang),
                escape(lang.of(&org.name, &org.name_en))
            );
        }
    }
    format!(
        "<h2>{title}</h2><form method=\"post\" action=\"/office{query}\"><label for=\"name\">{name}</label><input id=\"name\" name=\"name\" required maxlength=\"80\" autocomplete=\"off\"><label for=\"login\">{login}</label><input id=\"login\" name=\"login\" required minlength=\"2\" maxlength=\"40\" pattern=\"[a-z0-9._\\-]+\" autocapitalize=\"none\" autocomplete=\"off\"><label for=\"place\">{place}</label><select id=\"place\" name=\"place\">{places}</select><button class=\"button\">{go}</button></form>",
        title = lang.of("添加人员", "Add a person"),
        name = lang.of("姓名", "Name"),
        login = lang.of("登录名（小写字母、数字）", "Sign-in name (a-z, 0-9)"),
        place = lang.of("身份和单位", "Role and institution"),
        go = lang.of("添加并生成链接", "Add and make the link"),
    )
}

fn signing_form(org: &Organisation, keys: KeyAlgorithm, query: &str, lang: Lang) -> String {
    let option = |which: KeyAlgorithm, label: &str| {
        let selected = if which == keys { " selected" } else { "" };
        format!(
            "<option value=\"{}\"{selected}>{label}</option>",
            crate::identity::name_of(which)
        )
    };
    format!(
        "<form method=\"post\" action=\"/office/signing{query}\"><input type=\"hidden\" name=\"org\" value=\"{}\"><label for=\"keys\">{label}</label><select id=\"keys\" name=\"keys\">{}{}</select><button class=\"button quiet\">{go}</button></form>",
        org.id,
        option(
            KeyAlgorithm::Ed25519,
            lang.of(
                "Ed25519（默认，部分 PDF 阅读器尚不能核验）",
                "Ed25519 (default; some PDF readers cannot check it yet)"
            )
        ),
        option(
            KeyAlgorithm::P256,
            lang.of(
                "P-256（Acrobat 等常见 PDF 阅读器均可核验）",
                "P-256 (checked by Acrobat and other common PDF readers)"
            )
        ),
        label = lang.of("当事人的签名密钥", "Keys parties sign with"),
        go = lang.of("保存", "Save"),
    )
}

fn role_name(role: Role, lang: Lang) -> &'static str {
    let (zh, en) = match role {
        Role::Mediator => ("调解员", "Mediator"),
        Role::Arbitrator => ("仲裁员", "Arbitrator"),
        Role::Judge => ("法官", "Judge"),
        Role::Supporter => ("支持机构人员", "Supporting officer"),
        Role::Interpreter => ("翻译", "Interpreter"),
        Role::Observer => ("督导员", "Supervisor"),
        Role::OrgAdmin => ("管理员", "Administrator"),
        Role::Claimant | Role::Respondent | Role::System => ("", ""),
    };
    lang.of(zh, en)
}
