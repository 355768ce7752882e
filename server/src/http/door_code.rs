//! `/code`: sign in by phone without any script. `/i`: the code of a letter, typed by hand.

use super::door::{Asked, Lang, escape, page, trouble};
use super::limits::Address;
use super::session::{Tab, admit, send};
use super::{door_kiosk, door_phone, invitations};
use crate::app::App;
use crate::identity::{Denied, codes, kiosks, persons, sessions};
use axum::extract::{Form, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Router, routing};
use domain::actor::Assurance;
use domain::id::CaseId;
use serde::Deserialize;
use std::sync::Arc;

pub fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/code", routing::get(phone_form).post(send_code))
        .route("/code/check", routing::post(check))
        .route("/i", routing::get(letter))
}

/// Where to, once signed in: a case's room, or else the start.
#[derive(Clone, Copy, Default, Deserialize)]
struct Onward {
    room: Option<CaseId>,
}

impl Onward {
    fn place(self) -> String {
        self.room.map_or_else(|| "/app/".into(), door_phone::room)
    }

    /// To be added to a form's address, with the language.
    fn query(self, lang: Lang) -> String {
        match self.room {
            None => lang.query().into(),
            Some(case) => format!("?room={case}{}", lang.of("", "&amp;lang=en")),
        }
    }
}

/// `GET /code`
async fn phone_form(Query(asked): Query<Asked>, Query(onward): Query<Onward>) -> Response {
    let lang = asked.lang();
    let title = lang.of("用手机号进入", "Enter with your phone");
    let body = format!(
        "<h1>{title}</h1><p class=\"lead\">{lead}</p><form method=\"post\" action=\"/code{query}\"><label for=\"phone\">{label}</label><input id=\"phone\" name=\"phone\" type=\"tel\" inputmode=\"tel\" autocomplete=\"tel\" required maxlength=\"16\"><button class=\"button\">{next}</button></form>",
        lead = lang.of(
            "我们会发一条短信，里面有 6 位验证码。不需要密码。",
            "We send a text message with a 6-digit code. No password."
        ),
        label = lang.of("手机号", "Phone number"),
        next = lang.of("发送验证码", "Send the code"),
        query = onward.query(lang),
    );
    page(lang, "/code", title, Some("party"), &body).into_response()
}

#[derive(Deserialize)]
struct PhoneGiven {
    phone: String,
    /// Secret of an invitation, when it comes from that door.
    #[serde(default)]
    token: String,
}

/// `POST /code`: sends the code and asks for it.
async fn send_code(
    State(app): State<Arc<App>>,
    Query(asked): Query<Asked>,
    Query(onward): Query<Onward>,
    Address(address): Address,
    Form(given): Form<PhoneGiven>,
) -> Response {
    let lang = asked.lang();
    let phone: String = given
        .phone
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .collect();
    let sent = if given.token.is_empty() {
        send(&app, "session", &phone, &address, "登录").await
    } else {
        invitations::code_for(&app, &given.token, &phone, &address).await
    };
    match sent {
        Ok(_) | Err(Denied::Wait("code_too_soon", _)) => {
            (StatusCode::OK, code_form(&app, lang, onward, &phone, &given.token, "")).into_response()
        }
        Err(denied) => explain(lang, denied),
    }
}

fn code_form(app: &App, lang: Lang, onward: Onward, phone: &str, token: &str, note: &str) -> impl IntoResponse + use<> {
    let title = lang.of("填写验证码", "Enter the code");
    let outbox = if app.config.demo {
        format!(
            "<p class=\"note\"><a href=\"/demo/outbox\" target=\"_blank\">{}</a></p>",
            lang.of("演示：在这里看短信", "Demo: read the text messages here")
        )
    } else {
        String::new()
    };
    let tail = codes::tail(phone);
    let body = format!(
        "<h1>{title}</h1><p class=\"lead\">{lead}</p>{note}{outbox}<form method=\"post\" action=\"/code/check{query}\"><input type=\"hidden\" name=\"phone\" value=\"{phone}\"><input type=\"hidden\" name=\"token\" value=\"{token}\"><label for=\"code\">{label}</label><input id=\"code\" class=\"code\" name=\"code\" inputmode=\"numeric\" autocomplete=\"one-time-code\" pattern=\"[0-9]{{6}}\" maxlength=\"6\" required><button class=\"button\">{next}</button></form><p class=\"small\">{again}</p>",
        lead = lang.of(
            &format!("已发到尾号 {tail} 的手机，5 分钟内有效。"),
            &format!("Sent to the phone ending in {tail}; good for 5 minutes.")
        ),
        label = lang.of("6 位验证码", "6-digit code"),
        next = lang.of("进入", "Enter"),
        again = lang.of(
            "没有收到？一分钟后返回上一页可以重发。",
            "Nothing came? Go back and ask again after a minute."
        ),
        query = onward.query(lang),
        phone = escape(phone),
        token = escape(token),
    );
    page(lang, "/code", title, Some("party"), &body)
}

#[derive(Deserialize)]
struct CodeGiven {
    phone: String,
    code: String,
    #[serde(default)]
    token: String,
}

/// `POST /code/check`: opens the session and goes on to the app.
async fn check(
    State(app): State<Arc<App>>,
    Query(asked): Query<Asked>,
    Query(onward): Query<Onward>,
    tab: Tab,
    headers: HeaderMap,
    Form(given): Form<CodeGiven>,
) -> Response {
    let lang = asked.lang();
    let start = if given.token.is_empty() {
        by_phone(&app, &given).await
    } else {
        invitations::answer(&app, &given.token, &given.phone, &given.code).await
    };
    match start {
        Err(Denied::Because(_, "code_wrong")) => {
            let text = lang.of(
                "验证码不对，请看清短信再填一次。填错 5 次后需要重新发送。",
                "That is not the code. Check the message and try again; after 5 mistakes a new code is needed.",
            );
            let note = format!("<p class=\"note bad\" role=\"alert\">{text}</p>");
            (
                StatusCode::UNPROCESSABLE_ENTITY,
                code_form(&app, lang, onward, &given.phone, &given.token, &note),
            )
                .into_response()
        }
        Err(denied) => explain(lang, denied),
        Ok(start) => match admitted(&app, start, &tab, &headers).await {
            Ok(cookie) => ([(header::SET_COOKIE, cookie)], Redirect::to(&onward.place())).into_response(),
            Err(denied) => explain(lang, denied),
        },
    }
}

/// Opens the session, with a helper on a device that was lent; answers its cookie.
async fn admitted(app: &App, start: sessions::Start, tab: &Tab, headers: &HeaderMap) -> Result<HeaderValue, Denied> {
    let (cookie, who) = admit(app, start, tab).await?;
    if let Some(helper) = door_kiosk::helper(app, headers).await? {
        kiosks::assist(app.store.pool(), who.session, helper, app.clock.now()).await?;
    }
    Ok(cookie)
}

async fn by_phone(app: &App, given: &CodeGiven) -> Result<sessions::Start, Denied> {
    let (pool, now) = (app.store.pool(), app.clock.now());
    codes::check(pool, "session", &given.phone, &given.code, now).await?;
    let person = persons::by_phone(pool, &given.phone, now).await?;
    if person.closed || person.staff.is_some() {
        return Err(Denied::Because(403, "staff_need_passkey"));
    }
    Ok(sessions::Start {
        person: person.id,
        assurance: Assurance::Phone,
        invited: None,
        demo: false,
    })
}

/// What went wrong, in words, with the same status as the API.
fn explain(lang: Lang, denied: Denied) -> Response {
    let text = match &denied {
        Denied::Because(_, "phone_unfit") => lang.of(
            "手机号不对。请填 11 位手机号，境外号码以 + 开头。",
            "That is not a phone number. Give 11 digits, or + and the country code.",
        ),
        Denied::Because(_, "code_expired") => {
            lang.of("验证码已过期，请重新发送。", "The code has expired. Ask for a new one.")
        }
        Denied::Because(_, "invitation_foreign") => lang.of(
            "这份邀请不是发给这个手机号的。请填收到短信的手机号。",
            "This invitation went to another phone. Give the number that received it.",
        ),
        Denied::Because(_, "invitation_used") => lang.of(
            "这份邀请已由另一个人使用。如果不是您的家人或同事，请拨打 12351。",
            "Someone else has used this invitation. If you do not know who, call 12351.",
        ),
        Denied::Because(_, "invitation_unknown" | "invitation_expired") => lang.of(
            "邀请链接已失效，请向调解员再要一份。",
            "The invitation no longer works. Ask the mediator for a new one.",
        ),
        Denied::Because(_, "staff_need_passkey") => {
            lang.of("工作人员请用通行密钥登录。", "Staff sign in with their passkey.")
        }
        Denied::Wait("code_locked", _) => lang.of(
            "填错次数太多，请重新发送验证码。",
            "Too many mistakes. Ask for a new code.",
        ),
        Denied::Wait(..) => lang.of(
            "请求太频繁，请过一会儿再试。",
            "Too many requests. Try again in a while.",
        ),
        _ => lang.of(
            "系统暂时不能办理，请稍后再试，您填写的内容没有丢失。",
            "This cannot be done just now. Please try again shortly.",
        ),
    };
    let response = denied.into_response();
    trouble(
        lang,
        "/code",
        response.status(),
        lang.of("没有成功", "That did not work"),
        text,
    )
}

#[derive(Deserialize)]
struct Letter {
    lang: Option<String>,
    /// The letters and digits printed under the QR code.
    token: Option<String>,
}

/// `GET /i`: a letter's code typed by hand, in capitals or not.
async fn letter(Query(asked): Query<Letter>) -> Response {
    let lang = Asked { lang: asked.lang }.lang();
    let typed: Option<String> = asked
        .token
        .map(|token| token.chars().filter(char::is_ascii_alphanumeric).collect());
    if let Some(token) = typed.filter(|token| !token.is_empty()) {
        return Redirect::to(&format!("/i/{}{}", token.to_ascii_lowercase(), lang.query())).into_response();
    }
    let title = lang.of("我收到邀请", "I was invited");
    let keep = if lang == Lang::En {
        "<input type=\"hidden\" name=\"lang\" value=\"en\">"
    } else {
        ""
    };
    let body = format!(
        "<h1>{title}</h1><p class=\"lead\">{lead}</p><form method=\"get\" action=\"/i\">{keep}<label for=\"token\">{label}</label><input id=\"token\" name=\"token\" autocomplete=\"off\" autocapitalize=\"none\" required maxlength=\"64\"><button class=\"button\">{next}</button></form>",
        lead = lang.of("最方便的是点短信里的链接，或扫通知书上的二维码。也可以在这里填写链接最后一段。", "The easiest way is the link in your text message or the QR code on the letter. Or type the last part of the link here."),
        label = lang.of("邀请码", "Invitation code"),
        next = lang.of("打开邀请", "Open the invitation"),
    );
    page(lang, "/i", title, Some("party"), &body).into_response()
}
