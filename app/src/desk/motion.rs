//! 管辖异议、回避、先予执行、延期开庭 on the commission's desk: what a side asked, and the answer (LMAL 33, 35, 44;
//! CHR 9-12, 38, 51).

use super::hearing::{send, wrong};
use crate::api;
use crate::folded::Folded;
use crate::open::Open;
use crate::staff::clock;
use crate::staff::preview::preview;
use crate::staff::{people, say};
use crate::ui::{Choice, Field, instant};
use crate::view::prelude::*;
use crate::words::staff::{self, Word};
use domain::api::Commission;
use domain::case::Stage;
use domain::command::Command;
use domain::moment::Zone;
use domain::money::Fen;
use domain::motion::{self, Matter, Motion, Plea, Reply};
use std::sync::Arc;

pub fn motions(open: Open) -> View {
    let all = open.watch(|folded| motion::all(&folded.case).to_vec());
    let commission = RwSignal::new(None::<Arc<Commission>>);
    spawn_local(async move {
        let found: Result<Commission, _> = api::get(&format!("/api/v1/cases/{}/commission", open.id)).await;
        if let Ok(found) = found {
            let _ = commission.try_set(Some(Arc::new(found)));
        }
    });
    view! {
        {move || all.get().into_iter().map(|it| told(open, it)).collect_view()}
        {answer(open, Matter::Jurisdiction, commission)}
        {answer(open, Matter::Withdrawal, commission)}
        {answer(open, Matter::Advance, commission)}
        {answer(open, Matter::Adjournment, commission)}
    }
}

fn told(open: Open, motion: Motion) -> View {
    let context = open.context;
    let Some(matter) = motion.matter() else {
        return ().into_view();
    };
    let zone = open.folded.with_untracked(|folded| folded.case.zone);
    let waits = motion.answer.is_none();
    let by = motion.asked.as_ref().and_then(|it| it.decide_by);
    let asked = motion.asked.map(|asked| {
        let plea = asked.plea;
        let what = move || staff::plea(&plea, context.language.get());
        view! { <p>{say(context, people::side_word(asked.side))} "：" {what} " " {asked.reason}</p> }
    });
    let answer = motion.answer.map(|(_, answered)| {
        let what = move || staff::reply(&answered.reply, zone, context.language.get());
        view! { <p><strong>{what}</strong> " " {answered.explanation} " " <small class="muted">{answered.approved_by}</small></p> }
    });
    view! {
        <div class=if waits { "note warn" } else { "note" } data-testid="motion">
            <p><strong>{move || staff::matter(matter, context.language.get())}</strong> " " {by.filter(|_| waits).map(|by| clock::chip(context, by))}</p>
            {asked} {answer}
        </div>
    }
}

/// What is typed to answer with.
#[derive(Clone, Copy)]
struct Typed {
    /// `1` grants.
    reply: RwSignal<String>,
    why: RwSignal<String>,
    by: RwSignal<String>,
    /// The other commission's place among those of the portal, or blank for one that is not.
    to: RwSignal<String>,
    /// Its name, or the court's.
    name: RwSignal<String>,
    arbitrator: RwSignal<String>,
    yuan: RwSignal<String>,
    hardship: RwSignal<String>,
    /// The new hearing's.
    day: RwSignal<String>,
    clock: RwSignal<String>,
    place: RwSignal<String>,
}

impl Typed {
    fn new() -> Self {
        let blank = || RwSignal::new(String::new());
        Self {
            reply: RwSignal::new("0".to_owned()),
            why: blank(),
            by: blank(),
            to: blank(),
            name: blank(),
            arbitrator: RwSignal::new("0".to_owned()),
            yuan: blank(),
            hardship: blank(),
            day: blank(),
            clock: RwSignal::new("09:30".to_owned()),
            place: blank(),
        }
    }

    fn made(self, matter: Matter, commission: Option<&Commission>, zone: Zone) -> Result<Command, &'static str> {
        let trimmed = |text: RwSignal<String>| text.with_untracked(|text| text.trim().to_owned());
        let at = |text: RwSignal<String>| text.with_untracked(|text| text.parse::<usize>().ok());
        let granted = self.reply.with_untracked(|it| it == "1");
        let reply = match (matter, granted) {
            (_, false) => Reply::Rejected,
            (Matter::Jurisdiction, true) => {
                let to = at(self.to).and_then(|at| commission?.others.get(at));
                Reply::Moved {
                    commission: to.map(|org| org.id),
                    name: to.map_or_else(|| trimmed(self.name), |org| org.name.clone()),
                }
            }
            (Matter::Withdrawal, true) => {
                let other = at(self.arbitrator).and_then(|at| commission?.arbitrators.get(at));
                Reply::Replaced {
                    arbitrator: other.ok_or("motion_unfit")?.person,
                }
            }
            (Matter::Advance, true) => Reply::Advanced {
                amount: Fen::of_yuan(&trimmed(self.yuan)).ok_or("amount_unfit")?,
                hardship: trimmed(self.hardship),
                court: trimmed(self.name),
            },
            (Matter::Adjournment, true) => Reply::Postponed {
                at: instant(&trimmed(self.day), &trimmed(self.clock), zone).ok_or("day_unfit")?,
                place: trimmed(self.place),
            },
        };
        Ok(Command::AnswerMotion {
            matter,
            reply,
            explanation: trimmed(self.why),
            approved_by: if matter == Matter::Withdrawal {
                trimmed(self.by)
            } else {
                String::new()
            },
        })
    }
}

fn answer(open: Open, matter: Matter, commission: RwSignal<Option<Arc<Commission>>>) -> View {
    let context = open.context;
    let (id, title, means) = match matter {
        Matter::Jurisdiction => (
            "answer-jurisdiction",
            Word::AnswerJurisdiction,
            Word::AnswerJurisdictionMeans,
        ),
        Matter::Withdrawal => ("answer-withdrawal", Word::AnswerWithdrawal, Word::AnswerWithdrawalMeans),
        Matter::Advance => ("answer-advance", Word::AnswerAdvance, Word::AnswerAdvanceMeans),
        Matter::Adjournment => (
            "answer-adjournment",
            Word::AnswerAdjournment,
            Word::AnswerAdjournmentMeans,
        ),
    };
    let waiting = open.watch(move |folded| {
        let arbitrating = folded.case.stage == Some(Stage::Arbitrating);
        let arbitration = folded.case.arbitration.as_ref().filter(|_| arbitrating)?;
        Some(motion::open(arbitration, motion::all(&folded.case), matter).cloned())
    });
    // That a case is another's is found without an objection too (CHR 9).
    let moot = move || waiting.with(|it| it.is_none() || (matter != Matter::Jurisdiction && it == &Some(None)));
    let typed = Typed::new();
    effect(move || {
        let asked = waiting.get().flatten().and_then(|it| it.asked);
        if let Some(Plea::Advance { amount, .. }) = asked.as_ref().map(|it| &it.plea) {
            typed.yuan.set(amount.to_string().replace(',', ""));
        }
        // What was answered is not the reason of the next.
        if asked.is_none() {
            typed.why.set(String::new());
            typed.reply.set("0".to_owned());
        }
        if let Some(Plea::Adjournment) = asked.as_ref().map(|it| &it.plea) {
            typed.place.set(open.folded.with_untracked(place));
        }
        // Without an objection nothing is left to reject.
        if matter == Matter::Jurisdiction {
            typed.reply.set(if asked.is_some() { "0" } else { "1" }.to_owned());
        }
    });
    let fault = RwSignal::new(None);
    let zone = open.folded.with_untracked(|folded| folded.case.zone);
    let made = move || commission.with_untracked(|it| typed.made(matter, it.as_deref(), zone));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match made() {
            // What is another commission's now is not read here any more.
            Ok(command) if matter == Matter::Jurisdiction && typed.reply.with_untracked(|it| it == "1") => {
                spawn_local(async move {
                    match open.submit(command).await {
                        Ok(()) => {
                            open.context.fault.set(None);
                            if let Some(window) = web_sys::window() {
                                let _ = window.location().set_hash("#/");
                            }
                        }
                        Err(refused) => _ = fault.try_set(Some(refused.code().to_owned())),
                    }
                });
            }
            Ok(command) => send(open, command, fault),
            Err(code) => fault.set(Some(code.to_owned())),
        }
    };
    let option = move |key: &str, word: Word| {
        (
            key.to_owned(),
            TextProp::from(move || word.text(context.language.get()).to_owned()),
        )
    };
    let grant = match matter {
        Matter::Jurisdiction => Word::GrantJurisdiction,
        Matter::Withdrawal => Word::GrantWithdrawal,
        Matter::Advance => Word::GrantAdvance,
        Matter::Adjournment => Word::GrantAdjournment,
    };
    let replies = move || {
        let rejecting = waiting.with(|it| it.as_ref().is_some_and(Option::is_some));
        let options: Vec<_> = rejecting
            .then(|| option("0", Word::RejectMotion))
            .into_iter()
            .chain([option("1", grant)])
            .collect();
        view! { <Choice id=match matter {
            Matter::Jurisdiction => "reply-jurisdiction",
            Matter::Withdrawal => "reply-withdrawal",
            Matter::Advance => "reply-advance",
            Matter::Adjournment => "reply-adjournment",
        } label=say(context, Word::MotionReply) value=typed.reply options=options/> }
    };
    let fields = move || {
        (typed.reply.get() == "1").then(|| match matter {
            Matter::Jurisdiction => moving(open, typed, commission),
            Matter::Withdrawal => replacing(open, typed, commission),
            Matter::Advance => view! {
                <Field id="advance-amount" label=say(context, Word::ClaimAmount) value=typed.yuan inputmode="decimal" required=true/>
                <Field id="advance-hardship" label=say(context, Word::Hardship) value=typed.hardship kind="area" longest=1000 required=true/>
                <Field id="advance-court" label=say(context, Word::EnforcingCourt) value=typed.name longest=200 required=true/>
            },
            Matter::Adjournment => view! {
                <Field id="adjourned-day" label=say(context, Word::HearingDay) value=typed.day kind="date" required=true/>
                <Field id="adjourned-clock" label=say(context, Word::HearingClock) value=typed.clock kind="time" required=true/>
                <Field id="adjourned-place" label=say(context, Word::HearingPlace) value=typed.place longest=200 required=true/>
            },
        })
    };
    let ids = match matter {
        Matter::Jurisdiction => "jurisdiction-why",
        Matter::Withdrawal => "withdrawal-why",
        Matter::Advance => "advance-why",
        Matter::Adjournment => "adjournment-why",
    };
    let head = (matter == Matter::Withdrawal).then(|| {
        view! { <Field id="withdrawal-by" label=say(context, Word::DecidedBy) value=typed.by longest=80 required=true/> }
    });
    view! {
        <details class="card" hidden=moot>
            <summary data-testid=format!("{id}-open")>{say(context, title)}</summary>
            <form class="stack tight" on:submit=submit data-testid=format!("{id}-form")>
                <p class="muted">{say(context, means)}</p>
                {replies}
                {fields}
                {head}
                <Field id=ids label=say(context, Word::Reasons) value=typed.why kind="area" longest=1000 required=true/>
                {wrong(open, fault)}
                {preview(open, id, made)}
                <button class="maple" data-testid=id disabled=move || open.busy.get()>{say(context, Word::DecideMotion)}</button>
            </form>
        </details>
    }
}

/// Where the hearing is that is to be put off.
fn place(folded: &Folded) -> String {
    let hearing = folded.case.arbitration.as_ref().and_then(|it| it.hearing.as_ref());
    hearing.map(|it| it.place.clone()).unwrap_or_default()
}

fn moving(open: Open, typed: Typed, commission: RwSignal<Option<Arc<Commission>>>) -> View {
    let context = open.context;
    let outside = (
        String::new(),
        TextProp::from(move || Word::NotOnPortal.text(context.language.get()).to_owned()),
    );
    let others = move || commission.with(|it| it.as_ref().map(|it| it.others.clone()).unwrap_or_default());
    let options = move || {
        let named = others().into_iter().enumerate();
        let named = named.map(|(at, org)| (at.to_string(), TextProp::from(move || org.name.clone())));
        [outside.clone()].into_iter().chain(named).collect::<Vec<_>>()
    };
    let name = move || {
        typed.to.with(String::is_empty).then(|| {
            view! { <Field id="move-name" label=say(context, Word::MoveName) value=typed.name longest=200 required=true/> }
        })
    };
    view! {
        {move || { let options = options(); view! { <Choice id="move-to" label=say(context, Word::MoveTo) value=typed.to options=options/> } }}
        {name}
    }
}

fn replacing(open: Open, typed: Typed, commission: RwSignal<Option<Arc<Commission>>>) -> View {
    let context = open.context;
    (move || {
        let others = commission.with(|it| it.as_ref().map(|it| it.arbitrators.clone()).unwrap_or_default());
        if others.is_empty() {
            return view! { <p class="note warn">{say(context, Word::NoOtherArbitrator)}</p> };
        }
        let named = others.into_iter().enumerate();
        let options: Vec<_> = named.map(|(at, it)| (at.to_string(), TextProp::from(move || it.name.clone()))).collect();
        view! { <Choice id="other-arbitrator" label=say(context, Word::OtherArbitrator) value=typed.arbitrator options=options/> }
    })
    .into_view()
}
