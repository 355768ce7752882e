//! `/kiosk`: a staff member lends this device to one party after the other. From then on whoever signs
//! in here does so with that helper, and signatures say so.

use super::door::{Asked, Lang, escape, own_phone, page};
use super::session::cookie_of;
use crate::app::App;
use crate::identity::who::Who;
use crate::identity::{Denied, kiosks, persons, sessions};
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Router, routing};
use domain::id::PersonId;
use std::sync::Arc;

pub fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/kiosk", routing::get(show).post(lend))
        .route("/kiosk/end", routing::post(end))
}

/// Who lent this device, if it is lent.
///
/// # Errors
/// 503 if that cannot be read.
pub async fn helper(app: &App, headers: &HeaderMap) -> Result<Option<PersonId>, Denied> {
    match cookie_of(headers, kiosks::COOKIE) {
        Some(secret) => Ok(kiosks::helper(app.store.pool(), &secret, app.clock.now()).await?),
        None => Ok(None),
    }
}

/// `GET /kiosk`
async fn show(
    State(app): State<Arc<App>>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
    who: Option<Who>,
) -> Result<Response, Denied> {
    let lang = asked.lang();
    let title = lang.of("现场协助", "Help on the spot");
    let helper = helper(&app, &headers).await?;
    let body = match (helper, who) {
        (Some(helper), _) => lent(&app, lang, helper).await?,
        (
            None,
            Some(Who {
                staff: Some(_), name, ..
            }),
        ) => offered(lang, &name),
        (None, _) => return Ok(Redirect::to(&format!("/staff{}", lang.query())).into_response()),
    };
    let mut response = page(lang, "/kiosk", title, None, &format!("<h1>{title}</h1>{body}")).into_response();
    if helper.is_some() {
        // Whatever the person before left in the browser is gone before the next one sits down.
        let cleared = HeaderValue::from_static("\"storage\"");
        response.headers_mut().insert("clear-site-data", cleared);
    }
    Ok(response)
}

fn offered(lang: Lang, name: &str) -> String {
    format!(
        "<p class=\"lead\">{lead}</p><p class=\"note\">{note}</p><form method=\"post\" action=\"/kiosk{query}\"><button class=\"button\">{go}</button></form>",
        lead = lang.of(
            "把这台设备借给没有手机或不会操作的当事人，一位一位地用。",
            "Lend this device to parties who have none or cannot manage, one after the other."
        ),
        note = lang.of(
            &format!("您（{}）将作为协助人记入每份签名。您会先退出登录；当事人用自己手机收到的验证码进入，并自己作出决定。", escape(name)),
            &format!("Every signature will name you ({}) as the helper. You are signed out first; parties enter by the code sent to their own phone and decide for themselves.", escape(name)),
        ),
        go = lang.of("开始协助", "Start"),
        query = lang.query(),
    )
}

async fn lent(app: &App, lang: Lang, helper: PersonId) -> Result<String, Denied> {
    let name = persons::find(app.store.pool(), helper).await?.map(|found| found.name);
    Ok(format!(
        "<p class=\"lead\">{lead}</p><p>{note}</p><p><a class=\"button\" href=\"/code{query}\">{next}</a></p><p><a class=\"button quiet\" href=\"/i{query}\">{invited}</a></p>{phone}<form method=\"post\" action=\"/kiosk/end{query}\"><button class=\"button quiet\">{end}</button></form>",
        lead = lang.of(
            "下一位当事人，请坐到屏幕前。",
            "The next person, please sit down before the screen."
        ),
        note = lang.of(
            &format!(
                "协助人：{}。协助人只帮您操作，不能替您决定，也看不到您的验证码。",
                escape(name.as_deref().unwrap_or_default())
            ),
            &format!(
                "Helper: {}. The helper shows you the way, decides nothing for you and must not see your code.",
                escape(name.as_deref().unwrap_or_default())
            ),
        ),
        phone = own_phone(
            lang,
            &app.config.origin,
            &format!("/code{}", lang.query()),
            lang.of(
                "带了自己的手机？扫码在自己手机上看和签。",
                "Your own phone is with you? Scan this to read and sign on it."
            )
        ),
        next = lang.of("用手机号进入", "Enter with your phone"),
        invited = lang.of("我收到邀请", "I was invited"),
        end = lang.of("结束协助", "End"),
        query = lang.query(),
    ))
}

/// `POST /kiosk`: the staff member's own session ends here.
async fn lend(
    State(app): State<Arc<App>>,
    Query(asked): Query<Asked>,
    tab: super::session::Tab,
    who: Who,
) -> Result<Response, Denied> {
    if who.staff.is_none() {
        return Err(Denied::Because(403, "not_permitted"));
    }
    let secret = kiosks::lend(app.store.pool(), who.person, app.clock.now()).await?;
    sessions::close(app.store.pool(), who.session).await?;
    let cookies = [
        set(&app, &secret, kiosks::LIFE / 1_000),
        (header::SET_COOKIE, super::session::forgotten(&app, &tab)),
    ];
    let mut response = Redirect::to(&format!("/kiosk{}", asked.lang().query())).into_response();
    for (name, value) in cookies {
        response.headers_mut().append(name, value);
    }
    Ok(response)
}

/// `POST /kiosk/end`
async fn end(State(app): State<Arc<App>>, Query(asked): Query<Asked>, headers: HeaderMap) -> Result<Response, Denied> {
    if let Some(secret) = cookie_of(&headers, kiosks::COOKIE) {
        kiosks::give_back(app.store.pool(), &secret).await?;
    }
    let to = Redirect::to(&format!("/staff{}", asked.lang().query()));
    Ok(([set(&app, "", 0)], to).into_response())
}

fn set(app: &App, secret: &str, age: i64) -> (HeaderName, HeaderValue) {
    (
        header::SET_COOKIE,
        super::session::named_cookie(app, kiosks::COOKIE, secret, age),
    )
}
