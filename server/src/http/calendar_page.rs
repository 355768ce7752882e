//! `/calendar`: a mediator's week over all own cases, and the address under which another program reads it.
//! Plain forms, no script.

use super::door::{Lang, escape, page};
use super::office_visit::{Desk, Visit, trouble};
use crate::app::App;
use crate::calendar::{self, Kept, feeds, minutes, overlap, takes_place};
use crate::identity::{Denied, who::Who};
use crate::store::StoreError;
use axum::extract::Query;
use axum::response::{IntoResponse, Response};
use axum::{Router, routing};
use domain::actor::{Role, Side};
use domain::appointment::AppointmentStep;
use domain::moment::{Date, Zone};
use serde::Deserialize;
use std::fmt::Write;
use std::sync::Arc;

pub fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/calendar", routing::get(show))
        .route("/calendar/feed", routing::post(renew))
        .route("/calendar/feed/end", routing::post(revoke))
}

fn may(role: Role) -> bool {
    role == Role::Mediator
}

#[derive(Deserialize)]
struct Wanted {
    /// A day of the week to show, `2026-12-01`; this week without.
    week: Option<String>,
}

/// What a form's answer shows above the week.
enum Told {
    Nothing,
    /// The new address's secret.
    Made(String),
}

async fn show(visit: Visit, Query(wanted): Query<Wanted>) -> Response {
    let week = wanted.week.and_then(|week| week.parse().ok());
    let drawn = async |desk: Desk<'_>, told: Result<Told, Denied>| draw(desk, told, week).await;
    visit.answer_to(may, async |_| Ok(Told::Nothing), drawn).await
}

async fn renew(visit: Visit) -> Response {
    let app = &visit.app;
    let deed = async |who: &Who| {
        let secret = feeds::renew(app.store.pool(), who.person, app.clock.now()).await?;
        Ok(Told::Made(secret))
    };
    visit
        .answer_to(may, deed, async |desk, told| draw(desk, told, None).await)
        .await
}

async fn revoke(visit: Visit) -> Response {
    let app = &visit.app;
    let deed = async |who: &Who| {
        feeds::revoke(app.store.pool(), who.person).await?;
        Ok(Told::Nothing)
    };
    visit
        .answer_to(may, deed, async |desk, told| draw(desk, told, None).await)
        .await
}

async fn draw(desk: Desk<'_>, told: Result<Told, Denied>, week: Option<Date>) -> Result<Response, Denied> {
    let Desk { app, who, query, lang } = desk;
    let title = lang.of("我的日程", "My calendar");
    let today = app.clock.now().date(Zone::CHINA);
    let day = week.unwrap_or(today);
    let monday = day.plus_days(-i64::from(day.0.weekday().number_days_from_monday()));
    let mut body = format!(
        "<p><a href=\"/desk/{query}\">‹ {}</a></p><h1>{title}</h1>",
        lang.of("工作台", "Desk")
    );
    match &told {
        Ok(Told::Nothing) => {}
        Err(denied) => body += &trouble(denied, lang),
        Ok(Told::Made(secret)) => body += &made(app, secret, lang),
    }
    body += &turns(monday, query, lang);
    let (from, until) = (monday.start(Zone::CHINA), monday.plus_days(7).start(Zone::CHINA));
    let kept = calendar::agenda(app, who.person, from, until).await.map_err(unread)?;
    body += "<div class=\"week\" data-testid=\"week\">";
    for n in 0..7 {
        body += &day_of(app, monday.plus_days(n), today, &kept, query, lang).await?;
    }
    if kept.is_empty() {
        let none = lang.of("这一周没有约定。", "Nothing is arranged in this week.");
        let _ = write!(body, "<p class=\"small\">{none}</p>");
    }
    body += "</div>";
    body += &subscription(feeds::made(app.store.pool(), who.person).await?.is_some(), query, lang);
    let path = format!("/calendar?week={monday}");
    Ok(page(lang, &path, title, None, &body).into_response())
}

fn unread(error: StoreError) -> Denied {
    tracing::error!(%error, "a calendar cannot be read");
    Denied::Because(503, "unavailable")
}

/// The way to the weeks beside this one, and back to today's.
fn turns(monday: Date, query: &str, lang: Lang) -> String {
    // What `query` holds begins with a question mark, or is nothing.
    let rest = query.replacen('?', "&amp;", 1);
    let turn = |days: i64, label: &str| {
        let week = monday.plus_days(days);
        format!("<a href=\"/calendar?week={week}{rest}\">{label}</a>")
    };
    format!(
        "<nav class=\"turns\" aria-label=\"{}\">{} <strong>{} – {}</strong> {} <a href=\"/calendar{query}\">{}</a></nav>",
        lang.of("换一周", "Another week"),
        turn(-7, lang.of("‹ 上周", "‹ Before")),
        short(monday, lang),
        short(monday.plus_days(6), lang),
        turn(7, lang.of("下周 ›", "After ›")),
        lang.of("本周", "This week"),
    )
}

/// `12月1日` or `1 Dec`
fn short(day: Date, lang: Lang) -> String {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    match lang {
        Lang::Zh => format!("{}月{}日", day.month(), day.day()),
        Lang::En => format!("{} {}", day.day(), MONTHS[usize::from(day.month() - 1)]),
    }
}

/// One day with what stands in it; of the others today alone is told.
async fn day_of(app: &App, day: Date, today: Date, kept: &[Kept], query: &str, lang: Lang) -> Result<String, Denied> {
    const WEEK: [(&str, &str); 7] = [
        ("周一", "Mon"),
        ("周二", "Tue"),
        ("周三", "Wed"),
        ("周四", "Thu"),
        ("周五", "Fri"),
        ("周六", "Sat"),
        ("周日", "Sun"),
    ];
    let (zh, en) = WEEK[usize::from(day.0.weekday().number_days_from_monday())];
    let now = if day == today {
        format!(" <span class=\"small\">{}</span>", lang.of("今天", "today"))
    } else {
        String::new()
    };
    let mut out = format!("<h2>{} {}{now}</h2>", short(day, lang), lang.of(zh, en));
    let here: Vec<&Kept> = kept
        .iter()
        .filter(|kept| kept.it().at.date(kept.case.zone) == day)
        .collect();
    if here.is_empty() {
        return Ok(if day == today {
            out + "<p class=\"small\">—</p>"
        } else {
            String::new()
        });
    }
    out += "<ul class=\"doors\">";
    for one in here {
        out += &line(app, one, kept, query, lang).await?;
    }
    Ok(out + "</ul>")
}

async fn line(app: &App, one: &Kept, all: &[Kept], query: &str, lang: Lang) -> Result<String, Denied> {
    let (case, it) = (&one.case, one.it());
    let mut names = Vec::new();
    for side in Side::BOTH {
        let name = case.seat(side).map(|seat| seat.particulars.name);
        names.push(calendar::value(app, case.id, name).await.map_err(unread)?);
    }
    let place = match it.place {
        None => lang.of("视频", "by video").to_owned(),
        Some(place) => format!(
            "{} · {}",
            lang.of("上门", "on site"),
            escape(&calendar::value(app, case.id, Some(place)).await.map_err(unread)?)
        ),
    };
    let (hour, minute) = it.at.clock(case.zone);
    let (last_hour, last_minute) = it.end().clock(case.zone);
    let mut out = format!(
        "<li class=\"message\" data-testid=\"appointment\"><strong>{hour:02}:{minute:02}–{last_hour:02}:{last_minute:02}</strong> <span>{place}</span> <a href=\"/desk/{query}#/case/{}\">{}</a> <span class=\"small\">{} — {} · {} {}</span>",
        case.id,
        escape(&case.number),
        escape(&names[0]),
        escape(&names[1]),
        minutes(it),
        lang.of("分钟", "min"),
    );
    let clash = |other: &&Kept| {
        (other.case.id, other.n) != (case.id, one.n)
            && other.it().closed.is_none()
            && takes_place(&other.case, other.it())
            && overlap(it, other.it())
    };
    let state = match &it.closed {
        Some((AppointmentStep::Held, _)) => lang.of("✓ 已进行", "✓ held"),
        Some((AppointmentStep::Missed, _)) => lang.of("有人未到", "somebody did not come"),
        _ if !takes_place(case, it) => lang.of("已取消", "cancelled"),
        _ if it.named.iter().flatten().any(|named| *named != it.at) => lang.of("有人希望改期", "a move is asked for"),
        _ => "",
    };
    if !state.is_empty() {
        let _ = write!(out, "<strong class=\"small\">{state}</strong>");
    }
    if it.closed.is_none() && takes_place(case, it) && all.iter().any(|other| clash(&other)) {
        let _ = write!(
            out,
            "<strong class=\"late\" data-testid=\"clash\">{}</strong>",
            lang.of("时间冲突", "overlaps with another")
        );
    }
    Ok(out + "</li>")
}

/// The new address, shown this once.
fn made(app: &App, secret: &str, lang: Lang) -> String {
    format!(
        "<section class=\"note good\" role=\"status\"><h2>{}</h2><p>{}</p><pre data-testid=\"feed\">{}/calendar/feed/{secret}.ics</pre></section>",
        lang.of("订阅地址", "Address to subscribe to"),
        lang.of(
            "只显示这一次。复制到您的日历软件里订阅；不要发给别人，有地址的人都能看到时间、地点和案号。",
            "Shown this once. Subscribe to it in your calendar program. Give it to nobody: whoever has it reads times, places and case numbers."
        ),
        app.config.origin,
    )
}

fn subscription(exists: bool, query: &str, lang: Lang) -> String {
    let mut out = format!(
        "<section><h2>{}</h2><p>{}</p><form method=\"post\" action=\"/calendar/feed{query}\"><button class=\"button quiet\" data-testid=\"feed-new\">{}</button></form>",
        lang.of("在自己的日历里看", "In your own calendar"),
        lang.of(
            "生成一个订阅地址，手机或电脑的日历会自动更新。",
            "Make an address to subscribe to; the calendar of your phone or computer then keeps itself up to date."
        ),
        if exists {
            lang.of(
                "换一个新地址（旧的立即失效）",
                "Make a new address (the old one ends at once)",
            )
        } else {
            lang.of("生成订阅地址", "Make an address")
        },
    );
    if exists {
        let _ = write!(
            out,
            "<form method=\"post\" action=\"/calendar/feed/end{query}\"><button class=\"button quiet\" data-testid=\"feed-end\">{}</button></form>",
            lang.of("停用订阅地址", "End the address")
        );
    }
    out + "</section>"
}
