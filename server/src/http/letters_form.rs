//! The form of a letter, with what was typed before.

use super::door::{Lang, escape};
use super::letters_typed::New;
use crate::app::App;
use crate::identity::{Denied, name_of};
use crate::letters::Registered;
use crate::local_rules;
use domain::api::{LocalRuleKind, OrgKind, Organisation};
use domain::calendar::DaysOff;
use domain::letter::{LetterKind, LetterStep};
use domain::moment::Date;
use std::fmt::Write;
use uuid::Uuid;

/// The kinds an institution writes.
pub fn kinds(org: OrgKind) -> impl Iterator<Item = LetterKind> {
    LetterKind::ALL.into_iter().filter(move |kind| kind.writer() == org)
}

/// The form, with what was typed before; else with the days the place's rule gives.
///
/// # Errors
/// If the database fails.
pub async fn form(
    app: &App,
    org: &Organisation,
    all: &[Registered],
    (today, local): (Date, &[DaysOff]),
    typed: Option<New>,
    query: &str,
    lang: Lang,
) -> Result<String, Denied> {
    let rule = local_rules::one(app.store.pool(), LocalRuleKind::LetterReply, org, today).await?;
    // Once there are letters the form steps back; what was typed is never hidden.
    let open = if all.is_empty() || typed.is_some() { " open" } else { "" };
    let typed = typed.unwrap_or_else(|| New {
        id: Uuid::now_v7(),
        kind: kinds(org.kind).next().unwrap_or(LetterKind::Reminder),
        addressee: String::new(),
        contact: String::new(),
        case: String::new(),
        facts: String::new(),
        law: String::new(),
        demand: String::new(),
        days: rule.as_ref().map_or_else(String::new, |rule| rule.value.to_string()),
        basis: rule.as_ref().map_or_else(String::new, |rule| rule.source.clone()),
        officer: String::new(),
        follows: String::new(),
        act: String::new(),
    });
    let mut out = format!(
        "<details{open}><summary>{}</summary><form method=\"post\" action=\"/letters{query}\" data-testid=\"letter-form\"><input type=\"hidden\" name=\"id\" value=\"{}\"><label for=\"kind\">{}</label><select id=\"kind\" name=\"kind\">",
        lang.of("写一份函件", "Write a letter"),
        typed.id,
        lang.of("种类", "Kind")
    );
    for kind in kinds(org.kind) {
        let selected = if kind == typed.kind { " selected" } else { "" };
        let _ = write!(
            out,
            "<option value=\"{}\"{selected}>{} · {}</option>",
            name_of(kind),
            kind_name(kind, lang),
            kind.article()
        );
    }
    out += "</select>";
    let line = |id: &str, label: &str, value: &str, more: &str| {
        format!(
            "<label for=\"{id}\">{label}</label><input id=\"{id}\" name=\"{id}\" value=\"{}\" autocomplete=\"off\" {more}>",
            escape(value)
        )
    };
    let area = |id: &str, label: &str, value: &str, more: &str| {
        format!(
            "<label for=\"{id}\">{label}</label><textarea id=\"{id}\" name=\"{id}\" rows=\"4\" {more}>{}</textarea>",
            escape(value)
        )
    };
    out += &line(
        "addressee",
        lang.of("收函单位", "To"),
        &typed.addressee,
        "required maxlength=\"80\"",
    );
    out += &line(
        "contact",
        lang.of("收函地址", "Address"),
        &typed.contact,
        "maxlength=\"200\"",
    );
    out += &line(
        "case",
        lang.of("案号（与个案有关时填写）", "Case number, if it is about one"),
        &typed.case,
        "maxlength=\"60\"",
    );
    out += &follows(org, all, (today, local), &typed, lang);
    out += &area(
        "facts",
        lang.of("情况", "Facts"),
        &typed.facts,
        "required maxlength=\"5000\"",
    );
    out += &area(
        "law",
        lang.of("涉及的规定", "Provisions at stake"),
        &typed.law,
        "maxlength=\"1000\"",
    );
    out += &area(
        "demand",
        lang.of("意见、建议或委托事项", "What is asked for"),
        &typed.demand,
        "required maxlength=\"5000\"",
    );
    if org.kind == OrgKind::TradeUnion {
        let known = match &rule {
            Some(rule) => escape(&rule.source),
            None => lang
                .of(
                    "本地区没有记录：请查明后填写，不作推定。",
                    "None is on record for this place: look it up; nothing is assumed.",
                )
                .to_owned(),
        };
        let _ = write!(
            out,
            "<p class=\"hint\">{}{known}</p>",
            lang.of("当地答复期限：", "The place's days to answer: ")
        );
        out += &line(
            "days",
            lang.of(
                "答复期限（工作日，不要求答复的不填）",
                "Working days to answer (blank: no answer asked for)",
            ),
            &typed.days,
            "inputmode=\"numeric\" maxlength=\"3\"",
        );
        out += &line(
            "basis",
            lang.of("期限的依据", "The rule behind it"),
            &typed.basis,
            "maxlength=\"200\"",
        );
    }
    out += &line(
        "officer",
        lang.of("联系人和电话", "Officer and telephone"),
        &typed.officer,
        "maxlength=\"80\"",
    );
    let _ = write!(
        out,
        "<button class=\"button quiet\" name=\"act\" value=\"show\">{}</button><button class=\"button\" name=\"act\" value=\"make\">{}</button></form></details>",
        lang.of("预览", "Preview"),
        lang.of("编号、盖章并登记", "Number, seal and register")
    );
    Ok(out)
}

/// The opinions a recommendation may rest on.
fn follows(
    org: &Organisation,
    all: &[Registered],
    (today, local): (Date, &[DaysOff]),
    typed: &New,
    lang: Lang,
) -> String {
    if org.kind != OrgKind::TradeUnion {
        return String::new();
    }
    let failed = all
        .iter()
        .filter(|it| it.letter.calls_for_recommendation(today, local) == Ok(true));
    let options: String = failed
        .map(|it| {
            let selected = if it.id.to_string() == typed.follows {
                " selected"
            } else {
                ""
            };
            format!(
                "<option value=\"{}\"{selected}>{} {}</option>",
                it.id,
                escape(&it.number),
                escape(&it.addressee)
            )
        })
        .collect();
    format!(
        "<label for=\"follows\">{}</label><select id=\"follows\" name=\"follows\"><option value=\"\">—</option>{options}</select>",
        lang.of(
            "所依据的意见书（建议书必选）",
            "The opinion it rests on (for a recommendation)"
        )
    )
}

pub fn kind_name(kind: LetterKind, lang: Lang) -> &'static str {
    let english = match kind {
        LetterKind::Reminder => "Reminder",
        LetterKind::Opinion => "Opinion",
        LetterKind::Recommendation => "Recommendation to the department",
        LetterKind::MediationProposal => "Proposal to mediate",
        LetterKind::MediationReferral => "Referral to mediation",
    };
    lang.of(documents::letter_title(kind), english)
}

pub fn step_name(step: LetterStep, lang: Lang) -> &'static str {
    let (zh, en) = match step {
        LetterStep::Sent => ("发出", "Sent"),
        LetterStep::Received => ("签收", "Received"),
        LetterStep::Declined => ("拒收", "Refused"),
        LetterStep::Replied => ("答复", "Answered"),
        LetterStep::Settled => ("已改正或办结", "Corrected or settled"),
        LetterStep::Uncorrected => ("未改正", "Not corrected"),
    };
    lang.of(zh, en)
}
