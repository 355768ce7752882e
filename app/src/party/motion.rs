//! 管辖异议, 回避, 先予执行, 延期开庭: what a side asks of the commission, and what came of it (LMAL 33, 35, 44; CHR 9-12,
//! 38, 51).
//! The program that came first knows nothing of these; here they are read from the entries and written in full.

use super::act::{submit_written, trouble};
use super::answers::amount as cleaned;
use super::say::{fill, filled, say};
use crate::folded::Folded;
use crate::keep::{forget, kept};
use crate::open::Open;
use crate::ui::{Choice, Field, day, moment};
use crate::view::prelude::*;
use crate::words::aside::{Word as Aside, advance_head, withdrawal_ground};
use crate::words::party::Word;
use crate::words::reason as why_not;
use domain::actor::Side;
use domain::case::Stage;
use domain::deadline::beside;
use domain::moment::{Date, Zone};
use domain::money::Fen;
use domain::motion::{self, AdvanceHead, Matter, Motion, Plea, Reply, Told, WithdrawalGround};
use domain::refusal::Refusal;
use domain::stage::ask_commission;
use domain::terms::prose::Language;

pub fn motions(open: Open) -> View {
    open.section(
        // By what is told here alone: a paper that comes meanwhile closes no form that was opened.
        |a, b| {
            let told = |of: &Folded| motion::told(&of.view.entries);
            a.case.stage == b.case.stage && a.case.arbitration == b.case.arbitration && told(a) == told(b)
        },
        shown,
    )
}

fn shown(open: Open, folded: &Folded) -> View {
    let motions = motion::told(&folded.view.entries);
    let arbitrating = folded.case.stage == Some(Stage::Arbitrating);
    if motions.is_empty() && !arbitrating {
        return ().into_view();
    }
    let forms = arbitrating.then(|| {
        view! {
            {jurisdiction(open, folded, &motions)}
            {withdrawal(open, folded, &motions)}
            {advance(open, folded, &motions)}
            {adjournment(open, folded, &motions)}
        }
    });
    view! {
        <section class="stack tight" data-testid="motions">
            <h2>{say(Aside::MotionsTitle)}</h2>
            {motions.iter().map(|it| told(open, folded, it)).collect_view()}
            {forms}
        </section>
    }
}

fn matter(matter: Matter) -> Aside {
    match matter {
        Matter::Jurisdiction => Aside::MotionJurisdiction,
        Matter::Withdrawal => Aside::MotionWithdrawal,
        Matter::Advance => Aside::MotionAdvance,
        Matter::Adjournment => Aside::MotionAdjournment,
    }
}

fn told(open: Open, folded: &Folded, motion: &Motion) -> View {
    let language = open.context.language;
    let zone = folded.case.zone;
    let today = folded.now().date(zone);
    let Some(about) = motion.matter() else {
        return ().into_view();
    };
    let asked = motion.asked.clone().map(|asked| {
        let who = match asked.side {
            Side::Claimant => Word::ClaimantSide,
            Side::Respondent => Word::RespondentSide,
        };
        let what = match asked.plea {
            Plea::Jurisdiction | Plea::Adjournment => None,
            Plea::Withdrawal { ground, .. } => Some(say(withdrawal_ground(ground)).into_view()),
            Plea::Advance { head, amount } => {
                Some(view! { {say(advance_head(head))} " " <strong class="number">{amount.to_string()}</strong> })
            }
        };
        view! { <p>{say(who)} "：" {what} " " {asked.reason}</p> }
    });
    let answer = match &motion.answer {
        None => {
            let by = motion.asked.as_ref().and_then(|it| it.decide_by);
            let open = move || match by {
                Some(by) => fill(
                    Aside::MotionOpenUntil.text(language.get()),
                    &[day(by, today, language.get())],
                ),
                None => Aside::MotionOpen.text(language.get()).to_owned(),
            };
            view! { <p class="muted">{open}</p> }
        }
        Some((_, answered)) => {
            let (reply, explanation) = (answered.reply.clone(), answered.explanation.clone());
            view! { <p><strong>{move || replied(&reply, (zone, today), language.get())}</strong> " " {explanation}</p> }
        }
    };
    view! {
        <div class="card" data-testid="motion">
            <h3>{say(matter(about))}</h3>
            {asked} {answer}
        </div>
    }
}

fn replied(reply: &Reply, (zone, today): (Zone, Date), language: Language) -> String {
    let (word, detail) = match reply {
        Reply::Rejected => (Aside::MotionRejected, String::new()),
        Reply::Moved { name, .. } => (Aside::MotionMoved, name.clone()),
        Reply::Replaced { .. } => (Aside::MotionReplaced, String::new()),
        Reply::Advanced { amount, .. } => (Aside::MotionAdvanced, amount.to_string()),
        Reply::Postponed { at, place } => (
            Aside::MotionPostponed,
            format!("{} {place}", moment(*at, zone, today, language)),
        ),
    };
    fill(word.text(language), &[detail])
}

/// What happened, for the history: whose act where the entry does not say, and the sentence's second blank.
pub fn line(told: &Told, here: (Zone, Date), language: Language) -> (Aside, Option<Side>, String) {
    match told {
        Told::CommissionAsked(asked) => {
            let what = matter(asked.plea.matter()).text(language);
            (Aside::ToldMotion, Some(asked.side), format!("{what} {}", asked.reason))
        }
        Told::MotionAnswered(answered) => {
            let what = matter(answered.matter).text(language);
            let reply = replied(&answered.reply, here, language);
            (
                Aside::ToldMotionAnswered,
                None,
                format!("{what} {reply} {}", answered.explanation),
            )
        }
    }
}

/// A form for what may be asked now; where it is too late, that.
fn form(open: Open, folded: &Folded, motions: &[Motion], asking: Asking) -> View {
    let Asking {
        id,
        title,
        means,
        ask,
        example,
        fields,
        plea,
    } = asking;
    let ruling = ask_commission(&folded.case, motions, &example, "…", &folded.view.you, folded.now());
    match ruling {
        Ok(_) => {}
        Err(Refusal::MotionLate) => {
            let language = open.context.language;
            let why = move || why_not(Refusal::MotionLate.code(), language.get());
            return view! { <p class="muted" data-testid=format!("{id}-late")>{say(title)} "：" {why} " " <small>{Refusal::MotionLate.article()}</small></p> };
        }
        Err(_) => return ().into_view(),
    }
    let key = format!("motion:{}:{id}", open.id);
    let why = kept::<String>(&key);
    let fault = RwSignal::new(None);
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let key = key.clone();
        match plea() {
            Some(plea) => submit_written(
                open,
                motion::written(&plea, why.get_untracked().trim()),
                fault,
                move || forget(&key),
            ),
            None => fault.set(Some("amount_unfit".to_owned())),
        }
    };
    view! {
        <details class="card">
            <summary data-testid=format!("{id}-open")>{say(title)}</summary>
            <form class="stack" on:submit=send data-testid=format!("{id}-form")>
                <p>{say(means)}</p>
                {fields}
                <div class="field">
                    <label for=format!("{id}-why")>{say(Aside::MotionWhy)}</label>
                    <textarea id=format!("{id}-why") data-testid=format!("{id}-why") rows="3" maxlength="1000" required bind:value=why></textarea>
                </div>
                {trouble(open, fault)}
                <button class="big" data-testid=id disabled=move || open.busy.get()>{say(ask)}</button>
            </form>
        </details>
    }
}

struct Asking {
    id: &'static str,
    title: Aside,
    means: Aside,
    ask: Aside,
    /// Whether it may be asked at all.
    example: Plea,
    fields: View,
    plea: Box<dyn Fn() -> Option<Plea>>,
}

fn jurisdiction(open: Open, folded: &Folded, motions: &[Motion]) -> View {
    let asking = Asking {
        id: "ask-jurisdiction",
        title: Aside::MotionJurisdiction,
        means: Aside::JurisdictionMeans,
        ask: Aside::AskJurisdiction,
        example: Plea::Jurisdiction,
        fields: ().into_view(),
        plea: Box::new(|| Some(Plea::Jurisdiction)),
    };
    form(open, folded, motions, asking)
}

fn withdrawal(open: Open, folded: &Folded, motions: &[Motion]) -> View {
    let language = open.context.language;
    let ground = RwSignal::new("0".to_owned());
    let today = folded.now().date(folded.case.zone);
    let hearing = folded.case.arbitration.as_ref().and_then(|it| it.hearing.as_ref());
    let begun = hearing.is_some_and(|it| it.at <= folded.now());
    let since = RwSignal::new(today.to_string());
    let option = |(at, ground): (usize, WithdrawalGround)| {
        (
            at.to_string(),
            TextProp::from(move || withdrawal_ground(ground).text(language.get()).to_owned()),
        )
    };
    let options = WithdrawalGround::ALL.into_iter().enumerate().map(option).collect();
    let known = begun.then(|| {
        view! { <Field id="ask-withdrawal-since" label=say(Aside::WithdrawalSince) value=since kind="date" required=true/> }
    });
    let fields = view! {
        <Choice id="ask-withdrawal-ground" label=say(Aside::WithdrawalGround) value=ground options=options/>
        {known}
    };
    // Another ground may be left where one was asked for already.
    let pleas = WithdrawalGround::ALL.map(|ground| Plea::Withdrawal {
        ground,
        since: begun.then_some(today),
    });
    let may = |plea: &&Plea| ask_commission(&folded.case, motions, plea, "…", &folded.view.you, folded.now()).is_ok();
    let example = pleas.iter().find(may).unwrap_or(&pleas[0]).clone();
    let asking = Asking {
        id: "ask-withdrawal",
        title: Aside::MotionWithdrawal,
        means: Aside::WithdrawalMeans,
        ask: Aside::AskWithdrawal,
        example,
        fields,
        plea: Box::new(move || {
            let at = ground.with_untracked(|at| at.parse::<usize>().ok())?;
            Some(Plea::Withdrawal {
                ground: *WithdrawalGround::ALL.get(at)?,
                since: begun.then(|| since.with_untracked(|day| day.parse().ok())).flatten(),
            })
        }),
    };
    form(open, folded, motions, asking)
}

fn advance(open: Open, folded: &Folded, motions: &[Motion]) -> View {
    let language = open.context.language;
    let (head, yuan) = (RwSignal::new("0".to_owned()), RwSignal::new(String::new()));
    let option = |(at, head): (usize, AdvanceHead)| {
        (
            at.to_string(),
            TextProp::from(move || advance_head(head).text(language.get()).to_owned()),
        )
    };
    let options = AdvanceHead::ALL.into_iter().enumerate().map(option).collect();
    let arbitration = folded.case.arbitration.as_ref();
    let left = arbitration.map_or(Fen(0), |it| motion::advance_left(it, motions));
    let most = filled(Aside::AdvanceMost, vec![left.to_string()]);
    let fields = view! {
        <Choice id="ask-advance-head" label=say(Aside::AdvanceHead) value=head options=options/>
        <Field id="ask-advance-amount" label=say(Word::ClaimAmount) value=yuan inputmode="decimal" hint=most required=true/>
    };
    let asking = Asking {
        id: "ask-advance",
        title: Aside::MotionAdvance,
        means: Aside::AdvanceMeans,
        ask: Aside::AskAdvance,
        example: Plea::Advance {
            head: AdvanceHead::Pay,
            amount: Fen(1),
        },
        fields,
        plea: Box::new(move || {
            let at = head.with_untracked(|at| at.parse::<usize>().ok())?;
            Some(Plea::Advance {
                head: *AdvanceHead::ALL.get(at)?,
                amount: Fen::of_yuan(&cleaned(&yuan.get_untracked()))?,
            })
        }),
    };
    form(open, folded, motions, asking)
}

fn adjournment(open: Open, folded: &Folded, motions: &[Motion]) -> View {
    let language = open.context.language;
    let zone = folded.case.zone;
    let today = folded.now().date(zone);
    let hearing = folded.case.arbitration.as_ref().and_then(|it| it.hearing.as_ref());
    let days = hearing.map(|it| it.at).zip(beside::adjournment(&folded.case));
    let fields = days.map(|(at, last)| {
        let until = move || {
            let language = language.get();
            let said = [moment(at, zone, today, language), day(last, today, language)];
            fill(Aside::AdjournmentUntil.text(language), &said)
        };
        view! { <p><strong>{until}</strong></p> }
    });
    let asking = Asking {
        id: "ask-adjournment",
        title: Aside::MotionAdjournment,
        means: Aside::AdjournmentMeans,
        ask: Aside::AskAdjournment,
        example: Plea::Adjournment,
        fields: fields.into_view(),
        plea: Box::new(|| Some(Plea::Adjournment)),
    };
    form(open, folded, motions, asking)
}
