//! Doors: plain HTML that works on any phone, before and without the app. Each stays under 15 KB.
//!
//! Texts are Chinese; `?lang=en` shows English. No script, no inline style (CSP).

use super::session::Tab;
use super::site;
use crate::app::App;
use crate::identity::{codes, invites, orgs, who::Who};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::{Router, routing};
use domain::actor::Side;
use serde::Deserialize;
use std::sync::Arc;

pub fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/", routing::get(landing))
        .route("/i/{token}", routing::get(invitation))
        .route("/door.css", routing::get(style))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    #[default]
    Zh,
    En,
}

impl Lang {
    /// The text in this language.
    pub fn of<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }
    /// To be added to links, so that the language stays.
    pub fn query(self) -> &'static str {
        self.of("", "?lang=en")
    }
}

/// `?lang=en`; anything else is Chinese.
#[derive(Deserialize, Default)]
pub struct Asked {
    #[serde(default)]
    pub lang: Option<String>,
}

impl Asked {
    pub fn lang(&self) -> Lang {
        if self.lang.as_deref() == Some("en") {
            Lang::En
        } else {
            Lang::Zh
        }
    }
}

/// Text made safe for HTML content and quoted attributes.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// One whole page. `path` is the page's own address, for the language switch; `program` is the
/// client whose download starts while the person reads.
pub fn page(lang: Lang, path: &str, title: &str, program: Option<&str>, body: &str) -> Html<String> {
    let code = lang.of("zh-CN", "en");
    let (other, label) = match lang {
        Lang::Zh => (format!("{path}?lang=en"), "English"),
        Lang::En => (path.to_owned(), "中文"),
    };
    let other_code = lang.of("en", "zh-CN");
    let preload = program.and_then(site::files_of).map_or_else(String::new, |files| {
        format!(
            "<link rel=\"modulepreload\" href=\"{}\"><link rel=\"preload\" href=\"{}\" as=\"fetch\" type=\"application/wasm\" crossorigin>",
            escape(&files.script),
            escape(&files.wasm)
        )
    });
    let brand = lang.of("枫桥云调", "Maplebridge");
    let help = lang.of(
        "需要帮助？请拨打职工热线 <a href=\"tel:12351\">12351</a>，由工作人员接听。",
        "Need help? Call <a href=\"tel:12351\">12351</a>, the workers' hotline. A person answers.",
    );
    let skip = lang.of("跳到正文", "Skip to content");
    Html(format!(
        "<!doctype html><html lang=\"{code}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\"><title>{title} · {brand}</title><link rel=\"stylesheet\" href=\"/door.css\"><link rel=\"icon\" href=\"data:,\">{preload}</head>\
         <body><a class=\"skip\" href=\"#main\">{skip}</a><header><a class=\"brand\" href=\"/{query}\">{brand}</a><a lang=\"{other_code}\" hreflang=\"{other_code}\" href=\"{other}\">{label}</a></header><main id=\"main\">{body}</main><footer><p>{help}</p></footer></body></html>",
        query = lang.query(),
        other = escape(&other),
    ))
}

/// A page that says why something did not work, and the way on.
pub fn trouble(lang: Lang, path: &str, status: StatusCode, title: &str, text: &str) -> Response {
    let back = lang.of("回到首页", "Back to the start");
    let body = format!(
        "<h1>{title}</h1><p class=\"note\" role=\"alert\">{text}</p><p><a class=\"button quiet\" href=\"/{}\">{back}</a></p>",
        lang.query()
    );
    (status, page(lang, path, title, None, &body)).into_response()
}

async fn style() -> impl IntoResponse {
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/css; charset=utf-8"),
        ),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=3600")),
    ];
    (headers, include_str!("door.css"))
}

/// `GET /`: three doors.
async fn landing(State(app): State<Arc<App>>, Query(asked): Query<Asked>) -> Html<String> {
    let lang = asked.lang();
    let title = lang.of("劳动争议在线调解", "Online mediation of labour disputes");
    let door = |href: &str, name: &str, text: &str| {
        format!("<li><a class=\"door\" href=\"{href}\"><strong>{name}</strong><span>{text}</span></a></li>")
    };
    let query = lang.query();
    let doors = [
        door(
            &format!("/code{query}"),
            lang.of("我要调解", "I want mediation"),
            lang.of("欠薪、押金、工伤、辞退：用手机申请，不收费。已申请的也从这里进入。", "Unpaid wages, deposits, injury, dismissal: apply by phone, free of charge. Also the way back to your case."),
        ),
        door(
            &format!("/i{query}"),
            lang.of("我收到邀请", "I was invited"),
            lang.of("打开短信里的专用链接，或扫描通知书上的二维码。", "Open the personal link in your text message, or scan the code on the letter."),
        ),
        door(
            "/app/verify",
            lang.of("核验文书", "Check a document"),
            lang.of("把案卷文件放进来，当场核对签名与内容，文件不会上传。", "Drop in a case file: signatures and contents are checked on the spot, nothing is uploaded."),
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
        "说清事情，见面商量，签字算数。调解自愿，随时可以停止；不成，仍可申请仲裁。",
        "Say what happened, talk it through, sign what you agree. Mediation is voluntary and may end at any time; arbitration stays open.",
    );
    let staff = lang.of("工作人员登录", "Staff sign-in");
    let body = format!(
        "<h1>{title}</h1><p class=\"lead\">{lead}</p><ul class=\"doors\">{doors}</ul>{demo}<p class=\"small\"><a href=\"/staff{query}\">{staff}</a></p>"
    );
    page(lang, "/", title, None, &body)
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
        "<h1>{title}</h1><dl><dt>{l1}</dt><dd>{name}</dd><dt>{l2}</dt><dd>{number}</dd><dt>{l3}</dt><dd>{side}</dd><dt>{l4}</dt><dd>{basis}</dd><dt>{l5}</dt><dd><a href=\"tel:{phone}\">{phone}</a></dd></dl><h2>{rights_title}</h2><ul>{rights}</ul>{next}<p class=\"small\">{only}</p>",
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
