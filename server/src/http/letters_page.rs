//! `/letters`: an institution's register of letters: write one, look at it before, write down what became of
//! it, see by when it is to be answered. Plain forms, no script.

use super::door::{Lang, escape, page};
use super::letters_form::{form, kind_name, kinds, step_name};
use super::letters_typed::{New, put};
use super::office_visit::{Desk, Visit, trouble};
use super::problem::Problem;
use crate::app::App;
use crate::identity::{Denied, name_of, orgs, who::Who};
use crate::letters::{self, Registered};
use crate::local_rules;
use axum::extract::{Form, Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::{Router, routing};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::actor::Role;
use domain::api::Organisation;
use domain::calendar::{self, DaysOff};
use domain::letter::LetterStep;
use domain::moment::{Date, Zone};
use serde::Deserialize;
use std::fmt::Write;
use std::sync::Arc;
use uuid::Uuid;

pub fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/letters", routing::get(show).post(write))
        .route("/letters/step", routing::post(step))
        .route("/letters/{id}", routing::get(read))
}

/// What came of a form.
pub enum Told {
    Nothing,
    /// The letter as it would read, and what was typed.
    Foreseen {
        picture: String,
        typed: Box<New>,
    },
}

#[derive(Deserialize)]
struct Step {
    letter: Uuid,
    step: LetterStep,
    on: String,
    #[serde(default)]
    note: String,
}

/// Who keeps such a register.
fn may(role: Role) -> bool {
    matches!(role, Role::Supporter | Role::Arbitrator | Role::OrgAdmin)
}

/// The institution of `who`, if it writes letters.
async fn own(app: &App, who: &Who) -> Result<Organisation, Denied> {
    let (role, org) = who.staff.ok_or(Denied::Because(403, "not_your_role"))?;
    let found = orgs::find(app.store.pool(), org).await?;
    let writes = found.filter(|org| may(role) && kinds(org.kind).next().is_some());
    writes.ok_or(Denied::Because(403, "not_your_role"))
}

async fn show(visit: Visit) -> Response {
    visit.answer_to(may, async |_| Ok(Told::Nothing), drawn).await
}

async fn write(visit: Visit, Form(new): Form<New>) -> Response {
    let app = &visit.app;
    let typed = new.clone();
    let deed = async |who: &Who| {
        let org = own(app, who).await?;
        put(app, who, &org, new).await
    };
    let drawn = async |desk: Desk<'_>, told: Result<Told, Denied>| match told {
        // What was typed is not lost to what was wrong in it.
        Err(denied) => draw(desk, Err(denied), Some(typed)).await,
        told => draw(desk, told, None).await,
    };
    visit.answer_to(may, deed, drawn).await
}

async fn step(visit: Visit, Form(done): Form<Step>) -> Response {
    let app = &visit.app;
    let deed = async |who: &Who| {
        let org = own(app, who).await?;
        let unknown = || Denied::Because(404, "unknown_file");
        let found = letters::find(app.store.pool(), org.id, done.letter).await?;
        let letter = found.ok_or_else(unknown)?;
        let on: Date = done.on.trim().parse().map_err(|_| Denied::Because(422, "day_unfit"))?;
        let note = done.note.trim();
        domain::text::fit_or_blank(note, domain::text::REASON).map_err(|it| Denied::Because(422, it.code()))?;
        let now = app.clock.now();
        let when = (who.person, now, now.date(Zone::CHINA));
        letters::step(app.store.pool(), &letter, (done.step, on, note), when).await?;
        Ok(Told::Nothing)
    };
    visit.answer_to(may, deed, drawn).await
}

/// The sealed letter itself.
async fn read(State(app): State<Arc<App>>, who: Who, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let unknown = || Problem::because(404, "unknown_file");
    let org = own(&app, &who).await?;
    let found = letters::find(app.store.pool(), org.id, id).await?;
    let letter = found.ok_or_else(unknown)?;
    let bytes = app.files.get(letter.document).await.map_err(|error| {
        tracing::error!(%error, letter = %id, "a letter's file is missing");
        Problem::because(503, "unavailable")
    })?;
    let headers = [
        (header::CONTENT_TYPE, "application/pdf"),
        (header::CONTENT_DISPOSITION, "inline"),
        (header::CACHE_CONTROL, "private, no-store"),
    ];
    Ok((headers, bytes).into_response())
}

async fn drawn(desk: Desk<'_>, told: Result<Told, Denied>) -> Result<Response, Denied> {
    draw(desk, told, None).await
}

async fn draw(desk: Desk<'_>, told: Result<Told, Denied>, typed: Option<New>) -> Result<Response, Denied> {
    let Desk { app, who, query, lang } = desk;
    let org = own(app, who).await?;
    let title = lang.of("函件登记", "Letters");
    let mut body = format!(
        "<p><a href=\"/desk/{query}\">‹ {}</a></p><h1>{title}</h1><p class=\"lead\">{}</p>",
        lang.of("工作台", "Desk"),
        lang.of(
            "制作编号、盖章的函件，记录送达、答复和办理结果；答复期限按当地规则自签收次日起算。",
            "Numbered and sealed letters, what became of each, and by when it is to be answered by the rules of the place."
        )
    );
    let today = app.clock.now().date(Zone::CHINA);
    let all = letters::of(app.store.pool(), org.id).await?;
    let earliest = all
        .iter()
        .filter_map(|it| it.letter.on(LetterStep::Sent))
        .min()
        .unwrap_or(today);
    let local = local_rules::holidays(app.store.pool(), &org, earliest).await?;
    let mut typed = typed;
    match told {
        Ok(Told::Nothing) => {}
        Err(denied) => body += &refused(&denied, lang),
        Ok(Told::Foreseen { picture, typed: kept }) => {
            let _ = write!(
                body,
                "<section><h2>{}</h2><p class=\"small\">{}</p><div class=\"foreseen\" tabindex=\"0\"><img alt=\"{}\" src=\"data:image/svg+xml;base64,{}\"></div></section>",
                lang.of("预览", "Preview"),
                lang.of("尚未编号，没有保存。", "Not numbered, not kept."),
                documents::letter_title(kept.kind),
                STANDARD.encode(picture)
            );
            typed = Some(*kept);
        }
    }
    let mut waiting: Vec<(Option<Date>, String)> = Vec::new();
    for one in &all {
        waiting.push((due(one, &local), line(one, (today, &local), query, lang)));
    }
    // What is to be answered first stands first; the rest, newest first.
    waiting.sort_by_key(|(due, _)| (due.is_none(), *due));
    body += "<ul class=\"doors\" data-testid=\"letters\">";
    for (_, line) in &waiting {
        body += line;
    }
    body += "</ul>";
    if all.is_empty() {
        let _ = write!(
            body,
            "<p class=\"note\">{}</p>",
            lang.of("还没有函件。", "No letter yet.")
        );
    }
    body += &form(app, &org, &all, (today, &local), typed, query, lang).await?;
    Ok(page(lang, "/letters", title, None, &body).into_response())
}

/// Why a letter was not made, in words of this page where it has its own.
fn refused(denied: &Denied, lang: Lang) -> String {
    let text = match denied.code() {
        "letter_days" => lang.of(
            "这种函件须写明答复期限和依据；本地区没有记录的，请查明后填写。",
            "Such a letter says in how many days it is to be answered, and by what rule; where none is on record, look it up and state it.",
        ),
        "letter_follows" => lang.of(
            "建议书须依据一份被拒收、逾期未答复或者未改正的意见书。",
            "A recommendation rests on an opinion that was refused, not answered in time or not followed.",
        ),
        "unknown_case" => lang.of("本单位没有这个案号的案件。", "Your institution has no case of that number."),
        _ => return trouble(denied, lang),
    };
    format!("<p class=\"note bad\" role=\"alert\">{text}</p>")
}

/// By when an answer is still awaited.
fn due(one: &Registered, local: &[DaysOff]) -> Option<Date> {
    let open = [LetterStep::Replied, LetterStep::Settled, LetterStep::Uncorrected];
    let open = open.iter().all(|step| one.letter.on(*step).is_none());
    one.letter.reply_by(local).ok().flatten().filter(|_| open)
}

/// Where a letter stands, with its clock.
fn standing(one: &Registered, (today, local): (Date, &[DaysOff]), lang: Lang) -> String {
    let letter = &one.letter;
    if let Some(last) = due(one, local) {
        let missing = match calendar::published(last) {
            true => "",
            false => lang.of("（该年度节假日安排缺失）", " (holiday calendar of that year missing)"),
        };
        return match today > last {
            true => format!(
                "<strong class=\"late\">{}</strong> {last}{missing}",
                lang.of("逾期未答复，期限", "Not answered; was due")
            ),
            false => format!(
                "<strong>{}</strong> {last}{missing}",
                lang.of("等待答复，最后一天", "To be answered by")
            ),
        };
    }
    if letter.reply_by(local).is_err() {
        return lang
            .of(
                "等待答复；缺少该年度节假日安排，期限无法计算",
                "To be answered; the holiday calendar is missing, no day can be given",
            )
            .to_owned();
    }
    match letter.steps.last() {
        None => lang.of("已制作，尚未发出", "Made, not yet sent").to_owned(),
        Some((step, _)) => step_name(*step, lang).to_owned(),
    }
}

fn line(one: &Registered, at: (Date, &[DaysOff]), query: &str, lang: Lang) -> String {
    let mut out = format!(
        "<li class=\"message\"><a href=\"/letters/{}{query}\" target=\"_blank\">{} {}</a><span>{}</span><span class=\"small\">{}",
        one.id,
        kind_name(one.letter.kind, lang),
        escape(&one.number),
        standing(one, at, lang),
        escape(&one.addressee),
    );
    if let Some((number, case)) = &one.case {
        let _ = write!(out, " · <a href=\"/desk/{query}#/case/{case}\">{}</a>", escape(number));
    }
    if let Some(days) = one.letter.days {
        let _ = write!(
            out,
            " · {} {days} {} · {}",
            lang.of("答复期限", "to answer"),
            lang.of("个工作日", "working days"),
            escape(&one.basis)
        );
    }
    out += "</span>";
    for ((step, on), note) in one.letter.steps.iter().zip(&one.notes) {
        let _ = write!(
            out,
            "<span class=\"small\">{} {on} {}</span>",
            step_name(*step, lang),
            escape(note)
        );
    }
    out += &steps(one, at.0, query, lang);
    out + "</li>"
}

/// The form for what may come next; none where nothing may.
fn steps(one: &Registered, today: Date, query: &str, lang: Lang) -> String {
    let next: Vec<LetterStep> = LetterStep::ALL
        .into_iter()
        .filter(|step| one.letter.may(*step, today, today).is_ok())
        .collect();
    if next.is_empty() {
        return String::new();
    }
    let id = one.id;
    let options: String = next
        .into_iter()
        .map(|step| format!("<option value=\"{}\">{}</option>", name_of(step), step_name(step, lang)))
        .collect();
    format!(
        "<details><summary>{}</summary><form method=\"post\" action=\"/letters/step{query}\"><input type=\"hidden\" name=\"letter\" value=\"{id}\"><label for=\"step-{id}\">{}</label><select id=\"step-{id}\" name=\"step\">{options}</select><label for=\"on-{id}\">{}</label><input id=\"on-{id}\" name=\"on\" type=\"date\" required value=\"{today}\"><label for=\"note-{id}\">{}</label><textarea id=\"note-{id}\" name=\"note\" maxlength=\"1000\" rows=\"2\"></textarea><button class=\"button quiet\">{}</button></form></details>",
        lang.of("记录进展", "What became of it"),
        lang.of("进展", "Step"),
        lang.of("日期", "Day"),
        lang.of(
            "说明（送达方式和凭证号，答复的内容）",
            "Note (how it was sent, what was answered)"
        ),
        lang.of("记录", "Write it down"),
    )
}
