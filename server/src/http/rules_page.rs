//! `/office/rules`: an administrator's page for the rules that differ by place: minimum wage, local holidays,
//! a court's practice; each with its days and its source. Plain forms, no script.

use super::door::{Lang, escape, page};
use super::office_visit::{Desk, Visit, trouble};
use crate::app::App;
use crate::identity::{Denied, name_of, orgs, who::Who};
use crate::local_rules;
use axum::extract::Form;
use axum::response::{IntoResponse, Response};
use axum::{Router, routing};
use domain::api::{LocalRule, LocalRuleKind, Organisation};
use domain::moment::Zone;
use domain::money::Fen;
use serde::Deserialize;
use std::fmt::Write;
use std::sync::Arc;

pub fn router() -> Router<Arc<App>> {
    Router::new().route("/office/rules", routing::get(show).post(enter))
}

#[derive(Deserialize)]
struct New {
    rule: LocalRuleKind,
    /// Yuan a month, days, or 0 and 1.
    value: String,
    from: String,
    #[serde(default)]
    until: String,
    source: String,
    /// Only for the administrator's own institution.
    #[serde(default)]
    own: bool,
}

async fn show(visit: Visit) -> Response {
    visit.answer(async |_| Ok(()), drawn).await
}

async fn enter(visit: Visit, Form(new): Form<New>) -> Response {
    let app = &visit.app;
    let deed = async |who: &Who| put(app, who, new).await;
    visit.answer(deed, drawn).await
}

async fn put(app: &App, who: &Who, new: New) -> Result<(), Denied> {
    let unfit = || Denied::Because(422, "rule_unfit");
    let (_, org) = who.staff.ok_or(Denied::Because(403, "not_your_role"))?;
    let own = orgs::find(app.store.pool(), org).await?.ok_or_else(unfit)?;
    let value = match new.rule {
        LocalRuleKind::MinimumWage | LocalRuleKind::AverageWage => Fen::of_yuan(new.value.trim()).map(|fen| fen.0),
        LocalRuleKind::Holiday => Some(1),
        _ => new.value.trim().parse().ok(),
    };
    let until = match new.until.trim() {
        "" => None,
        day => Some(day.parse().map_err(|_| unfit())?),
    };
    let rule = LocalRule {
        rule: new.rule,
        value: value.ok_or_else(unfit)?,
        from: new.from.trim().parse().map_err(|_| unfit())?,
        until,
        region: own.region,
        org: new.own.then_some(org),
        source: new.source.trim().to_owned(),
    };
    local_rules::enter(app.store.pool(), &rule, who.person, app.clock.now()).await
}

async fn drawn(desk: Desk<'_>, told: Result<(), Denied>) -> Result<Response, Denied> {
    let Desk { app, who, query, lang } = desk;
    let title = lang.of("地方规则", "Rules of the place");
    let mut body = format!(
        "<p><a href=\"/office{query}\">‹ {}</a></p><h1>{title}</h1><p class=\"lead\">{}</p>",
        lang.of("人员管理", "People"),
        lang.of(
            "因地而异的规则，各有起止日期和来源。没有记录的，系统不作推定，由办案人员填写并注明来源。",
            "Rules that differ by place, each with its days and its source. What is not on record is not assumed; whoever decides states it with its source."
        )
    );
    if let Err(denied) = told {
        body += &trouble(&denied, lang);
    }
    let org = match who.staff {
        Some((_, org)) => orgs::find(app.store.pool(), org).await?,
        None => None,
    };
    let mut rules = local_rules::all(app.store.pool()).await?;
    rules.retain(|rule| org.as_ref().is_some_and(|org| org.region.starts_with(&rule.region)));
    let year = app.clock.now().date(Zone::CHINA).year();
    if let Some(org) = &org {
        body += &missing(org, &rules, year, lang);
    }
    body += "<ul class=\"doors\">";
    for rule in &rules {
        body += &line(rule, lang);
    }
    body += "</ul>";
    if rules.is_empty() {
        let _ = write!(
            body,
            "<p class=\"note\">{}</p>",
            lang.of("本地区还没有记录。", "Nothing is on record for this place.")
        );
    }
    body += &form(query, lang);
    Ok(page(lang, "/office/rules", title, None, &body).into_response())
}

/// Years for which a place with holidays of its own has none on record: its calendar is missing, not empty.
fn missing(org: &Organisation, rules: &[LocalRule], year: i32, lang: Lang) -> String {
    let known = |year: i32| {
        let mut holidays = rules.iter().filter(|rule| rule.rule == LocalRuleKind::Holiday);
        holidays.any(|rule| rule.from.year() == year)
    };
    let gaps: Vec<String> = [year, year + 1]
        .into_iter()
        .filter(|year| domain::calendar::keeps_own_holidays(&org.region) && !known(*year))
        .map(|year| year.to_string())
        .collect();
    if gaps.is_empty() {
        return String::new();
    }
    format!(
        "<p class=\"note bad\" data-testid=\"calendar-missing\">{}{}</p>",
        lang.of(
            "民族自治地方的放假安排缺失，期限没有计入当地假日：",
            "The autonomous area's own holidays are missing; periods do not heed them: "
        ),
        gaps.join("、")
    )
}

fn line(rule: &LocalRule, lang: Lang) -> String {
    let value = match rule.rule {
        LocalRuleKind::MinimumWage | LocalRuleKind::AverageWage => {
            format!("{} {}", Fen(rule.value), lang.of("元/月", "yuan a month"))
        }
        LocalRuleKind::LetterReply => format!("{} {}", rule.value, lang.of("个工作日", "working days")),
        LocalRuleKind::ConfirmWithin => format!("{} {}", rule.value, lang.of("日", "days")),
        LocalRuleKind::TakesLabourBodies if rule.value == 0 => lang.of("不受理", "no").to_owned(),
        LocalRuleKind::TakesLabourBodies => lang.of("受理", "yes").to_owned(),
        LocalRuleKind::Holiday => lang.of("放假", "off").to_owned(),
    };
    let days = match rule.until {
        Some(until) => format!("{} – {until}", rule.from),
        None => format!("{}{}", rule.from, lang.of(" 起", " on")),
    };
    let whose = if rule.org.is_some() {
        lang.of(" · 仅本机构", " · this institution only")
    } else {
        ""
    };
    format!(
        "<li class=\"message\"><strong>{}：{value}</strong> <span class=\"small\">{}{whose} · {days} · {}</span></li>",
        name(rule.rule, lang),
        escape(&rule.region),
        escape(&rule.source)
    )
}

fn form(query: &str, lang: Lang) -> String {
    let mut out = format!(
        "<h2>{}</h2><form method=\"post\" action=\"/office/rules{query}\"><label for=\"rule\">{}</label><select id=\"rule\" name=\"rule\">",
        lang.of("添加一条", "Add one"),
        lang.of("规则", "Rule")
    );
    for kind in LocalRuleKind::ALL {
        let _ = write!(out, "<option value=\"{}\">{}</option>", name_of(kind), name(kind, lang));
    }
    let field = |id: &str, kind: &str, label: &str, required: &str| {
        format!(
            "<label for=\"{id}\">{label}</label><input id=\"{id}\" name=\"{id}\" type=\"{kind}\" maxlength=\"120\" autocomplete=\"off\" {required}>"
        )
    };
    out += "</select>";
    out += &field(
        "value",
        "text",
        lang.of(
            "数值（工资填元/月；期限填天数；是否受理填 1 或 0；放假不填）",
            "Value (yuan a month; days; 1 or 0; nothing for a holiday)",
        ),
        "",
    );
    out += &field("from", "date", lang.of("自", "From"), "required");
    out += &field(
        "until",
        "date",
        lang.of("至（放假必填）", "Until (needed for a holiday)"),
        "",
    );
    out += &field(
        "source",
        "text",
        lang.of("来源：文件名称、文号、日期", "Source: document, number, date"),
        "required",
    );
    let _ = write!(
        out,
        "<label class=\"check\"><input type=\"checkbox\" name=\"own\" value=\"true\"> {}</label><button class=\"button\">{}</button></form>",
        lang.of("只适用于本机构", "Only for this institution"),
        lang.of("记录", "Put on record")
    );
    out
}

fn name(kind: LocalRuleKind, lang: Lang) -> &'static str {
    match kind {
        LocalRuleKind::MinimumWage => lang.of("月最低工资", "Monthly minimum wage"),
        LocalRuleKind::AverageWage => lang.of("上年度职工月平均工资", "Last year's average monthly wage"),
        LocalRuleKind::LetterReply => lang.of("意见书答复期限", "Days to answer a union's letter"),
        LocalRuleKind::TakesLabourBodies => lang.of(
            "法院受理劳动调解组织的司法确认",
            "Court confirms agreements of labour bodies",
        ),
        LocalRuleKind::ConfirmWithin => lang.of("法院司法确认的审查期限", "Court's days to confirm"),
        LocalRuleKind::Holiday => lang.of("地方民族节日放假", "Local holiday"),
    }
}
