//! What the law gives, beside the draft: each sum with its formula and article, and the way of it into
//! a payment clause (law.md 1.13).

use super::form::{Kind, Typed};
use crate::api;
use crate::keep::kept;
use crate::open::Open;
use crate::staff::say;
use crate::view::prelude::*;
use crate::words::staff::{self, Word};
use domain::api::{LocalRule, LocalRuleKind};
use domain::calculator::{
    Item, Line, Unfit, additional_compensation, annual_leave, deduction_limit, deposit, instead_of_notice,
    insurance_late_fee, overtime, second_wage, severance, unlawful_dismissal,
};
use domain::calendar::DaysOff;
use domain::limitation::last_day;
use domain::moment::Date;
use domain::money::Fen;
use serde::{Deserialize, Serialize};

/// What is known of the worker's pay and time, as typed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct Known {
    month: String,
    average: String,
    local: String,
    minimum: String,
    first: String,
    last: String,
    weekday: String,
    rest: String,
    holiday: String,
    unsigned: String,
    years: String,
    taken: String,
    arrears: String,
    arrears_days: String,
    deposit: String,
    ordered: String,
    ordered_until: String,
    ordered_percent: String,
    knew: String,
    interrupted: String,
    suspended: String,
    resumed: String,
}

impl Known {
    /// Every sum the known numbers allow on `today`, in the order of the fields.
    fn lines(&self, today: Date) -> Vec<Line> {
        let yuan = |text: &str| Fen::of_yuan(text).filter(|amount| *amount > Fen(0));
        let day = |text: &str| text.parse::<Date>().ok();
        let count = |text: &str| text.trim().parse::<u32>().ok();
        let mut lines = Vec::new();
        if let Some(month) = yuan(&self.month) {
            self.by_month(month, &mut lines);
        }
        if let (Some(arrears), Some(days)) = (yuan(&self.arrears), count(&self.arrears_days)) {
            lines.push(insurance_late_fee(arrears, days));
        }
        lines.extend(yuan(&self.deposit).map(deposit));
        if let (Some(ordered), Some(until)) = (yuan(&self.ordered), day(&self.ordered_until)) {
            let percent = count(&self.ordered_percent).unwrap_or(50);
            lines.push(additional_compensation(ordered, percent, until, today));
        }
        lines
            .into_iter()
            .flatten()
            .filter(|line| line.amount > Fen(0))
            .collect()
    }

    /// What rests on the month's pay.
    fn by_month(&self, month: Fen, lines: &mut Vec<Result<Line, Unfit>>) {
        let yuan = |text: &str| Fen::of_yuan(text).filter(|amount| *amount > Fen(0));
        let day = |text: &str| text.parse::<Date>().ok();
        let count = |text: &str| text.trim().parse::<u32>().ok();
        let average = yuan(&self.average).unwrap_or(month);
        for (item, hours) in [
            (Item::WeekdayOvertime, &self.weekday),
            (Item::RestDayOvertime, &self.rest),
            (Item::HolidayOvertime, &self.holiday),
        ] {
            lines.extend(count(hours).map(|hours| overtime(item, month, hours)));
        }
        if let (Some(first), Some(last)) = (day(&self.first), day(&self.last)) {
            let (local, minimum) = (yuan(&self.local), yuan(&self.minimum));
            lines.push(severance(average, (first, last), local, minimum));
            lines.push(unlawful_dismissal(average, (first, last), local, minimum));
            lines.push(instead_of_notice(month));
        }
        if let (Some(first), Some(until)) = (day(&self.first), day(&self.unsigned)) {
            lines.push(second_wage(month, first, until));
        }
        if let Some(years) = count(&self.years) {
            // Of the leaving year the days up to the last one; a whole year where none is given.
            let worked = day(&self.last).and_then(|last| Some(Date::new(last.year(), 1, 1)?.days_until(last) + 1));
            let worked = worked.and_then(|days| u32::try_from(days).ok()).unwrap_or(365);
            lines.push(annual_leave(month, years, worked, count(&self.taken).unwrap_or(0)));
        }
        lines.extend(yuan(&self.minimum).map(|minimum| deduction_limit(month, minimum)));
    }

    /// The last day to claim, once it is said when the harm was known.
    fn claim_by(&self) -> Option<Date> {
        let day = |text: &str| text.parse::<Date>().ok();
        let interrupts: Vec<Date> = day(&self.interrupted).into_iter().collect();
        let suspends = day(&self.suspended).zip(day(&self.resumed));
        let suspends: Vec<DaysOff> = suspends.map(|(from, to)| DaysOff { from, to }).into_iter().collect();
        Some(last_day(day(&self.knew)?, &interrupts, &suspends))
    }
}

type Write = fn(&mut Known) -> &mut String;

/// `adding` is the form of a new clause, which a sum is put into.
pub fn calculator(open: Open, adding: RwSignal<Typed>) -> View {
    let context = open.context;
    let known = kept::<Known>(&format!("{}/known", open.id));
    spawn_local(async move {
        let rules: Result<Vec<LocalRule>, _> = api::get(&format!("/api/v1/cases/{}/local-rules", open.id)).await;
        for rule in rules.into_iter().flatten() {
            let field: Write = match rule.rule {
                LocalRuleKind::MinimumWage => |known| &mut known.minimum,
                LocalRuleKind::AverageWage => |known| &mut known.local,
                _ => continue,
            };
            let value = Fen(rule.value).to_string().replace(',', "");
            let _ = known.try_update(|known| *field(known) = value);
        }
    });
    let today = open.folded.with_untracked(|folded| folded.now().date(folded.case.zone));
    let lines = Memo::new(move |_| known.with(|known| known.lines(today)));
    let claim_by = Memo::new(move |_| known.with(Known::claim_by));
    let field = move |id: &'static str, word: Word, kind: &'static str, write: Write| {
        let read = move || known.with(|known| write(&mut known.clone()).clone());

        view! {
            <label class="field">
                {say(context, word)}
                <input type=kind inputmode="decimal" data-testid=id prop:value=read
                    on:input=move |event| known.update(|known| *write(known) = event_target_value(&event))/>
            </label>
        }
    };
    let put = move |line: &Line| {
        adding.update(|typed| {
            match (line.item.head(), line.sentence()) {
                (Some(head), _) => (typed.kind, typed.head) = (Kind::Payment, head),
                (None, Some(text)) => (typed.kind, typed.text) = (Kind::Text, text),
                (None, None) => typed.kind = Kind::Deposit,
            }
            typed.amount = line.amount.to_string().replace(',', "");
        });
    };
    let one = move |line: Line| {
        let item = line.item;
        let (amount, formula, article) = (line.amount.to_string(), line.formula.clone(), line.article);
        view! {
            <li class="card tight" data-testid="computed">
                <p class="row between">
                    <span>{move || staff::computed(item, context.language.get())}</span>
                    <strong class="number">"¥ " {amount}</strong>
                </p>
                <p class="muted"><small>{formula} " · " {article}</small></p>
                <button type="button" class="quiet" data-testid="into-clause" on:click=move |_| put(&line)>{say(context, Word::IntoClause)}</button>
            </li>
        }
    };
    view! {
        <details class="card" data-testid="calculator">
            <summary>{say(context, Word::Calculator)}</summary>
            <div class="stack tight">
                <p class="muted">{say(context, Word::CalculatorMeans)}</p>
                {field("calc-month", Word::MonthPay, "text", |known| &mut known.month)}
                {field("calc-average", Word::AveragePay, "text", |known| &mut known.average)}
                {field("calc-first", Word::FirstWorkDay, "date", |known| &mut known.first)}
                {field("calc-last", Word::LastWorkDay, "date", |known| &mut known.last)}
                {field("calc-weekday", Word::WeekdayHours, "text", |known| &mut known.weekday)}
                {field("calc-rest", Word::RestHours, "text", |known| &mut known.rest)}
                {field("calc-holiday", Word::HolidayHours, "text", |known| &mut known.holiday)}
                {field("calc-unsigned", Word::UnsignedUntil, "date", |known| &mut known.unsigned)}
                {field("calc-years", Word::YearsWorked, "text", |known| &mut known.years)}
                {field("calc-taken", Word::LeaveTaken, "text", |known| &mut known.taken)}
                {field("calc-local", Word::LocalAverage, "text", |known| &mut known.local)}
                {field("calc-minimum", Word::MinimumWage, "text", |known| &mut known.minimum)}
                {field("calc-arrears", Word::Arrears, "text", |known| &mut known.arrears)}
                {field("calc-arrears-days", Word::ArrearsDays, "text", |known| &mut known.arrears_days)}
                {field("calc-deposit", Word::DepositPaid, "text", |known| &mut known.deposit)}
                {field("calc-ordered", Word::OrderedSum, "text", |known| &mut known.ordered)}
                {field("calc-ordered-until", Word::OrderedUntil, "date", |known| &mut known.ordered_until)}
                {field("calc-ordered-percent", Word::OrderedPercent, "text", |known| &mut known.ordered_percent)}
                {field("calc-knew", Word::LimitationKnew, "date", |known| &mut known.knew)}
                {field("calc-interrupted", Word::LimitationInterrupted, "date", |known| &mut known.interrupted)}
                {field("calc-suspended", Word::LimitationSuspended, "date", |known| &mut known.suspended)}
                {field("calc-resumed", Word::LimitationResumed, "date", |known| &mut known.resumed)}
                {move || claim_by.get().map(|day| view! {
                    <p class="note" data-testid="claim-by">{say(context, Word::ClaimBy)} " " <strong class="number">{day.to_string()}</strong> " · 劳动争议调解仲裁法 27；劳动人事争议仲裁办案规则 26-28"</p>
                })}
                <p class="muted" hidden=move || !lines.with(Vec::is_empty)>{say(context, Word::NothingComputed)}</p>
                <ul role="list" class="stack tight">{move || lines.get().into_iter().map(one).collect_view()}</ul>
            </div>
        </details>
    }
}
