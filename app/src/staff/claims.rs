//! 变更请求: the claims as they stand now, all of them (LMAL 12; EMR 21; CHR 44).

use crate::folded::Folded;
use crate::keep::{forget, kept};
use crate::open::Open;
use crate::staff::act::is_moot;
use crate::staff::preview::preview;
use crate::staff::say;
use crate::view::prelude::*;
use crate::words::reason;
use crate::words::staff::Word;
use domain::command::{Claim, Command};
use domain::money::Fen;

/// Text and yuan of each, as typed.
type Typed = Vec<(String, String)>;

/// The rule book takes no more.
const MOST: usize = 20;

fn standing(folded: &Folded) -> Typed {
    let case = &folded.case;
    let claims = case.arbitration.as_ref().map_or(&case.claims, |it| &it.petition.claims);
    let yuan = |amount: Option<Fen>| amount.map_or_else(String::new, |it| it.to_string().replace(',', ""));
    claims
        .iter()
        .map(|claim| (claim.text.clone(), yuan(claim.amount)))
        .collect()
}

fn made(typed: &Typed) -> Result<Command, &'static str> {
    let written = typed
        .iter()
        .filter(|(text, yuan)| !text.trim().is_empty() || !yuan.trim().is_empty());
    let claim = |(text, yuan): &(String, String)| -> Result<Claim, &'static str> {
        let amount = match yuan.trim() {
            "" => None,
            yuan => Some(Fen::of_yuan(yuan).ok_or("amount_unfit")?),
        };
        let text = text.trim().to_owned();
        Ok(Claim { text, amount })
    };
    let claims = written.map(claim).collect::<Result<_, _>>()?;
    Ok(Command::AmendClaims { claims })
}

/// `means` says what follows from it here.
pub fn amend(open: Open, means: Word) -> View {
    let context = open.context;
    let key = format!("{}/amend", open.id);
    let typed = kept::<Typed>(&key);
    if typed.with_untracked(Vec::is_empty) {
        typed.set(open.folded.with_untracked(standing));
    }
    let claims = vec![Claim {
        text: "…".into(),
        amount: None,
    }];
    let may = open.ruling(Command::AmendClaims { claims });
    let fault = RwSignal::new(None::<String>);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let key = key.clone();
        match typed.with_untracked(made) {
            Err(code) => fault.set(Some(code.to_owned())),
            Ok(command) => spawn_local(async move {
                let refused = open.submit(command).await.err();
                if refused.is_none() {
                    forget(&key);
                }
                let _ = fault.try_set(refused.map(|refused| refused.code().to_owned()));
            }),
        }
    };
    let count = Memo::new(move |_| typed.with(Vec::len));
    let line = move |at: usize| {
        let (text, yuan) = typed.with_untracked(|typed| typed.get(at).cloned().unwrap_or_default());
        let set = move |part: fn(&mut (String, String)) -> &mut String, value: String| {
            typed.update(|typed| {
                if let Some(claim) = typed.get_mut(at) {
                    *part(claim) = value;
                }
            });
        };
        view! {
            <li class="claim">
                <label class="field">
                    {say(context, Word::ClaimText)}
                    <textarea rows="2" maxlength="1000" data-testid=format!("amend-claim-{}", at + 1) prop:value=text
                        on:input=move |event| set(|claim| &mut claim.0, event_target_value(&event))></textarea>
                </label>
                <label class="field">
                    {say(context, Word::ClaimAmount)}
                    <input inputmode="decimal" maxlength="14" data-testid=format!("amend-amount-{}", at + 1) prop:value=yuan
                        on:input=move |event| set(|claim| &mut claim.1, event_target_value(&event))/>
                </label>
            </li>
        }
    };
    view! {
        <details class="card" hidden=move || may.get().is_err_and(is_moot)>
            <summary>{say(context, Word::AmendClaims)}</summary>
            <form class="stack tight" on:submit=submit data-testid="amend-form">
                <p class="muted">{say(context, means)}</p>
                <ol role="list" class="stack tight">{move || (0..count.get()).map(line).collect_view()}</ol>
                <button class="quiet" type="button" data-testid="amend-add" disabled=move || { count.get() >= MOST }
                    on:click=move |_| typed.update(|typed| typed.push(Default::default()))>{say(context, Word::AddClaim)}</button>
                <p class="bad-text" role="alert">{move || fault.get().map(|code| reason(&code, context.language.get()))}</p>
                {preview(open, "amend", move || typed.with_untracked(made))}
                <button class="plain" data-testid="amend" disabled=move || open.busy.get()>{say(context, Word::AmendClaims)}</button>
            </form>
        </details>
    }
}
