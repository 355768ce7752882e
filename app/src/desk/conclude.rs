//! 结案: the items of a 调解书 or 裁决书, each with what finality turns on (LMAL 42, 47; CHR 50), and whom the
//! documents have reached.

use super::hearing::{send, wrong};
use crate::api;
use crate::keep::{forget, kept};
use crate::open::Open;
use crate::staff::deed::Deed;
use crate::staff::preview::preview;
use crate::staff::{papers, people, say};
use crate::view::prelude::*;
use crate::words::staff::{self, Word};
use domain::actor::Side;
use domain::api::{LocalRule, LocalRuleKind};
use domain::award::{AwardHead, AwardItem, Conclusion, received};
use domain::case::Stage;
use domain::command::Command;
use domain::money::Fen;
use domain::paper::{Paper, PaperKind};
use serde::{Deserialize, Serialize};

/// What is typed: head, text and yuan of each item; wage and its source.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct Typed {
    items: Vec<(usize, String, String)>,
    wage: String,
    source: String,
}

/// Items as the rule book takes them; `None` for a sum that is none.
fn items(typed: &Typed) -> Option<Vec<AwardItem>> {
    let item = |(head, text, yuan): &(usize, String, String)| {
        let amount = match yuan.trim() {
            "" => None,
            yuan => Some(Fen::of_yuan(yuan)?),
        };
        Some(AwardItem {
            head: *AwardHead::ALL.get(*head)?,
            text: text.trim().to_owned(),
            amount,
        })
    };
    typed.items.iter().map(item).collect()
}

pub fn conclude(open: Open) -> View {
    let context = open.context;
    let key = format!("{}/conclude", open.id);
    let typed = kept::<Typed>(&key);
    let claimed = open.watch(|folded| {
        let filed = folded.case.arbitration.as_ref();
        let claims = filed.map(|it| it.petition.claims.clone()).unwrap_or_default();
        let yuan = |amount: Option<Fen>| amount.map_or_else(String::new, |it| it.to_string().replace(',', ""));
        let items = claims.into_iter().map(|claim| (0, claim.text, yuan(claim.amount)));
        items.collect::<Vec<_>>()
    });
    // What was typed before a reload stays, until the claims themselves change.
    let typed_before = StoredValue::new(typed.with_untracked(|typed| !typed.items.is_empty()));
    effect(move || {
        let items = claimed.get();
        if !typed_before.get_value() {
            typed.update(|typed| typed.items = items);
        }
        typed_before.set_value(false);
    });
    let known = RwSignal::new(None::<Option<LocalRule>>);
    spawn_local(async move {
        let rules: Result<Vec<LocalRule>, _> = api::get(&format!("/api/v1/cases/{}/local-rules", open.id)).await;
        let Ok(rules) = rules else { return };
        let wage = rules.into_iter().find(|it| it.rule == LocalRuleKind::MinimumWage);
        if let Some(wage) = &wage {
            typed.update(|typed| {
                typed.wage = Fen(wage.value).to_string().replace(',', "");
                typed.source = format!("{}，{} 起：{}", wage.region, wage.from, wage.source);
            });
        }
        let _ = known.try_set(Some(wage));
    });
    let recorded = move || {
        known.get().map(|wage| match wage {
            Some(wage) => view! { <p class="muted" data-testid="wage-known">{say(context, Word::WageKnown)} " " {wage.region}</p> },
            None => view! { <p class="note warn" data-testid="wage-unknown">{say(context, Word::WageUnknown)}</p> },
        })
    };
    let arbitrating = open.watch(|folded| {
        folded.case.stage == Some(Stage::Arbitrating) && domain::term::suspended(&folded.case).is_none()
    });
    let fault = RwSignal::new(None);
    let count = Memo::new(move |_| typed.with(|typed| typed.items.len()));
    let made = move |settled: bool| {
        let conclusion = typed.with_untracked(|typed| {
            let items = items(typed)?;
            if settled {
                return Some(Conclusion::Mediated { items });
            }
            Some(Conclusion::Awarded {
                items,
                minimum_wage: Fen::of_yuan(typed.wage.trim())?,
                source: typed.source.trim().to_owned(),
            })
        });
        conclusion.map(Command::Conclude).ok_or("award_unfit")
    };
    let done = move |settled: bool| match made(settled) {
        Ok(command) => send(open, command, fault),
        Err(code) => fault.set(Some(code.to_owned())),
    };
    let finality = move || {
        let language = context.language.get();
        typed.with(|typed| {
            let wage = Fen::of_yuan(typed.wage.trim())?;
            let items = items(typed)?;
            let finals = items.iter().filter(|item| item.is_final(wage)).count();
            Some(staff::finality(finals, items.len() - finals, language))
        })
    };
    let text = move |id: &'static str, word: Word, read: fn(&Typed) -> String, write: fn(&mut Typed, String)| {
        view! {
            <label class="field">{say(context, word)}
                <input type="text" data-testid=id maxlength="200" prop:value=move || typed.with(read)
                    on:input=move |event| typed.update(|typed| write(typed, event_target_value(&event)))/>
            </label>
        }
    };
    view! {
        <section class="card" data-testid="conclude" hidden=move || !arbitrating.get()>
            <h2>{say(context, Word::Conclude)}</h2>
            {move || {
                claimed.track();
                (0..count.get()).map(|at| row(open, typed, at)).collect_view()
            }}
            <button class="plain" type="button" data-testid="item-add"
                on:click=move |_| typed.update(|typed| typed.items.push(Default::default()))>{say(context, Word::AddItem)}</button>
            {recorded}
            {text("minimum-wage", Word::MinimumWage, |typed| typed.wage.clone(), |typed, text| typed.wage = text)}
            {text("wage-source", Word::WageSource, |typed| typed.source.clone(), |typed, text| typed.source = text)}
            <p class="note" data-testid="finality">{move || finality().unwrap_or_else(|| say(context, Word::FinalityOpen)().to_owned())}</p>
            {wrong(open, fault)}
            <div class="row">
                {preview(open, "award", move || made(false))}
                <button class="maple" type="button" data-testid="award" on:click=move |_| done(false)>{say(context, Word::MakeAward)}</button>
                {preview(open, "settle", move || made(true))}
                <button class="plain" type="button" data-testid="settle" on:click=move |_| done(true)>{say(context, Word::MakeStatement)}</button>
                <button class="quiet" type="button" on:click=move |_| { forget(&key); typed.set(Typed::default()); }>{say(context, Word::Cancel)}</button>
            </div>
            <p class="muted">{say(context, Word::ConcludeMeans)}</p>
        </section>
    }
}

fn row(open: Open, typed: RwSignal<Typed>, at: usize) -> View {
    let context = open.context;
    let (head, text, yuan) = typed.with_untracked(|typed| typed.items.get(at).cloned().unwrap_or_default());
    let set = move |change: fn(&mut (usize, String, String), String), value: String| {
        typed.update(|typed| {
            if let Some(item) = typed.items.get_mut(at) {
                change(item, value);
            }
        });
    };
    let option = move |(index, kind): (usize, AwardHead)| {
        view! { <option value=index.to_string() selected=index == head>{move || staff::award_head(kind, context.language.get())}</option> }
    };
    view! {
        <div class="row">
            <label class="field grow">{say(context, Word::ItemText)}
                <input type="text" maxlength="1000" data-testid=format!("item-text-{at}") prop:value=text
                    on:input=move |event| set(|item, value| item.1 = value, event_target_value(&event))/>
            </label>
            <label class="field">{say(context, Word::ClaimAmount)}
                <input type="text" inputmode="decimal" data-testid=format!("item-amount-{at}") prop:value=yuan
                    on:input=move |event| set(|item, value| item.2 = value, event_target_value(&event))/>
            </label>
            <label class="field">{say(context, Word::ItemHead)}
                <select data-testid=format!("item-head-{at}")
                    on:change=move |event| set(|item, value| item.0 = value.parse().unwrap_or(0), event_target_value(&event))>
                    {AwardHead::ALL.into_iter().enumerate().map(option).collect_view()}
                </select>
            </label>
        </div>
    }
}

/// 按撤回处理 (CHR 39)
pub fn absent() -> Deed<()> {
    Deed {
        id: "treat-as-withdrawn",
        class: "plain",
        title: Word::TreatAsWithdrawn,
        restated: Word::TreatAsWithdrawnRestated,
        grounds: vec![((), Word::Other, "")],
        reasons: Some(Word::Reasons),
        preview: true,
        make: |(), reason| Command::Conclude(Conclusion::Absent { reason }),
    }
}

/// The conclusion's documents, and who has signed for them.
pub fn service(open: Open) -> View {
    let context = open.context;
    let made = open.watch(|folded| {
        let counts = [PaperKind::ArbitralStatement, PaperKind::FinalAward, PaperKind::Award];
        let made = folded.case.papers.iter().filter(|paper| counts.contains(&paper.kind));
        let line = |paper: &Paper| {
            let at =
                Side::BOTH.map(|side| received(&folded.case, side, paper.kind).map(|at| at.date(folded.case.zone)));
            (paper.clone(), at)
        };
        let suits = folded
            .case
            .arbitration
            .as_ref()
            .map(|it| it.suits.clone())
            .unwrap_or_default();
        (made.map(line).collect::<Vec<_>>(), suits)
    });
    let one = move |(paper, at): (Paper, [Option<domain::moment::Date>; 2])| {
        let line = move |(side, at): (Side, Option<domain::moment::Date>)| {
            let (class, word) = match at {
                Some(_) => ("good-text", Word::Received),
                None => ("warn-text", Word::NotReceived),
            };
            view! {
                <li class=format!("served {}", people::class(side))>
                    {say(context, people::side_word(side))} " · " <strong class=class>{say(context, word)}</strong> " "
                    <span class="number">{at.map(|at| at.to_string())}</span>
                </li>
            }
        };
        view! {
            <p><a href=papers::address(open, paper.document) target="_blank">{move || staff::paper(paper.kind, context.language.get())} " " {paper.number.clone()}</a></p>
            <ul role="list" class="stack tight" data-testid="award-service">{Side::BOTH.into_iter().zip(at).map(line).collect_view()}</ul>
        }
    };
    view! {
        <section class="card official" hidden=move || made.with(|(made, _)| made.is_empty())>
            <h2>{say(context, Word::Service)}</h2>
            {move || made.get().0.into_iter().map(one).collect_view()}
            {move || made.get().1.into_iter().map(|(side, on)| view! {
                <p class="note warn" data-testid="sued">{say(context, people::side_word(side))} " " {say(context, Word::Sued)} " " <span class="number">{on.to_string()}</span></p>
            }).collect_view()}
        </section>
    }
}
