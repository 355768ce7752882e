//! The ceremony on the phone: what it means, read it, consent, code, and one button that states the
//! act. Refusing weighs the same on every step.

use super::act::{section_of, submit_then, trouble};
use super::aloud::{aloud, told};
use super::money::{self, dues, in_plain_words, total};
use super::next::signatures;
use super::place;
use super::say::{fill, filled, say};
use crate::api;
use crate::ceremony::{code_for, signed};
use crate::folded::Folded;
use crate::keep::{forget, kept};
use crate::open::Open;
use crate::view::prelude::*;
use crate::words::party::Word;
use domain::actor::{Role, Side};
use domain::api::CeremonyCode;
use domain::case::Stage;
use domain::command::{Command, SignedStatement};
use domain::hash::Digest;
use domain::id::ClauseId;
use domain::money::Fen;
use domain::seal::Act;

pub fn sign(open: Open) -> View {
    let state = open.watch(|folded| {
        let case = &folded.case;
        let mine = case
            .signatures
            .iter()
            .any(|signature| signature.role == folded.view.you.role);
        (
            case.stage,
            case.agreement.as_ref().map(|agreement| agreement.document),
            mine,
        )
    });
    view! {
        <h1 tabindex="-1">{say(Word::SignTitle)}</h1>
        {move || match state.get() {
            (Some(Stage::Signing), None, _) => view! { <p class="note" role="status">{say(Word::NextDocument)}</p> },
            (Some(Stage::Signing), Some(document), false) => ceremony(open, document),
            (Some(Stage::Signing), Some(_), true) => waiting(open),
            (stage, _, _) if stage > Some(Stage::Signing) && stage != Some(Stage::Ended) => effective(open),
            _ => view! { <p class="note" role="status" data-testid="not-signing">{say(Word::NotSigning)}</p> },
        }}
    }
}

fn side(folded: &Folded) -> Side {
    folded.view.you.role.side().unwrap_or(Side::Claimant)
}

/// `签名并同意支付 12,000.00 元`
fn deed_words(folded: &Folded) -> (Word, Fen) {
    let dues = dues(money::terms(folded));
    let side = side(folded);
    let (pays, gets) = (total(&dues, side), total(&dues, side.other()));
    if pays > Fen(0) {
        (Word::SignAndPay, pays)
    } else if gets > Fen(0) {
        (Word::SignAndReceive, gets)
    } else {
        (Word::SignAlone, Fen(0))
    }
}

fn ceremony(open: Open, document: Digest) -> View {
    let step = RwSignal::new(1_u8);
    // A letter for each clause, as the statement has them; blank until it is read or heard.
    let clauses = open.folded.with_untracked(|folded| money::terms(folded).0.len());
    let taken = RwSignal::new(vec![b' '; clauses]);
    let declining = RwSignal::new(false);
    let forward = move |_| {
        step.update(|step| *step += 1);
        place::arrive();
    };
    let back = move |_| {
        step.update(|step| *step -= 1);
        place::arrive();
    };
    let (word, sum) = open.folded.with_untracked(deed_words);
    let language = open.context.language;
    let button = Signal::derive(move || fill(word.text(language.get()), &[sum.to_string()]));
    let consent = Signal::derive(move || {
        let deed = fill(word.text(language.get()), &[sum.to_string()]);
        fill(Word::SignConsent.text(language.get()), &[deed])
    });
    let sign = Callback::new(Command::Sign);
    let page = move || match step.get() {
        1 => view! {
            <section class="card" data-testid="sign-summary">{open.folded.with_untracked(|folded| in_plain_words(folded, side(folded)))}</section>
            <div class="note"><p>{say(Word::SignEffect)}</p></div>
            <div class="note warn"><p>{say(Word::SignSham)}</p></div>
            <button type="button" class="big" data-testid="sign-next-1" on:click=forward>{say(Word::SignGoRead)}</button>
        },
        2 => view! {
            {pdf(open, document)}
            {text(open, taken)}
            <button type="button" class="big" data-testid="sign-next-2" disabled=move || taken.with(|taken| taken.contains(&b' ')) on:click=forward>{say(Word::SignGoOn)}</button>
        },
        _ => confirmed(
            open,
            (Act::SignAgreement, None, Some(taken)),
            consent,
            button,
            sign,
            "sign",
        ),
    };
    view! {
        <p class="muted" id="sign-step">{move || filled(Word::StepOf, vec![step.get().to_string(), "3".into()])()}</p>
        <progress max="3" value=move || step.get() aria-labelledby="sign-step"></progress>
        {page}
        {move || (step.get() > 1).then(|| view! { <button type="button" class="quiet" on:click=back>{say(Word::StepBack)}</button> })}
        <button type="button" class="danger big" data-testid="decline-sign-open" aria-expanded=move || declining.get().to_string()
            on:click=move |_| declining.update(|shown| *shown = !*shown)>{say(Word::DeclineSign)}</button>
        {move || declining.get().then(|| decline(open))}
    }
}

/// All clauses, each to be read or heard.
fn text(open: Open, taken: RwSignal<Vec<u8>>) -> View {
    let context = open.context;
    let (terms, translated) = open.folded.with_untracked(|folded| {
        let translated = folded
            .case
            .agreement
            .as_ref()
            .is_some_and(|it| it.translation.is_some());
        (money::terms(folded).clone(), translated)
    });
    // The second column: its language, that Chinese governs, then the clauses.
    let beside = RwSignal::new(Vec::<String>::new());
    if translated {
        spawn_local(async move {
            let read = api::bytes(&format!("/api/v1/cases/{}/translation.txt", open.id)).await;
            let text = String::from_utf8(read.unwrap_or_default()).unwrap_or_default();
            let _ = beside.try_set(text.lines().map(str::to_owned).collect());
        });
    }
    let clause = move |(i, clause): (usize, domain::terms::Clause)| {
        let heard = Callback::new(move |()| _ = taken.try_update(|taken| taken[i] = b'h'));
        let second = move || {
            let (tag, text) = beside.with(|lines| Some((lines.first()?.clone(), lines.get(i + 2)?.clone())))?;
            let spoken = text.clone();
            Some(view! {
                <p lang=tag.clone()>{text}</p>
                {told(Box::new(move || spoken.clone()), Some(tag), heard)}
            })
        };
        let sum = clause.body.money();
        let sentence = move || {
            open.folded
                .with_untracked(|folded| folded.sentence(&clause, context.language.get()))
        };
        let spoken = sentence.clone();
        view! {
            <li class="card" data-testid="sign-clause">
                <p>{sentence}</p>
                {(sum > Fen(0)).then(|| money::figures(sum))}
                {told(Box::new(spoken), None, heard)}
                {second}
                <label class="check">
                    <input type="checkbox" data-testid="sign-read" prop:checked=move || taken.with(|taken| taken[i] != b' ')
                        on:change=move |event| taken.update(|taken| taken[i] = if event_target_checked(&event) { b'r' } else { b' ' })/>
                    <span>{move || say(if taken.with(|taken| taken[i] == b'h') { Word::IHaveHeard } else { Word::IHaveRead })()}</span>
                </label>
            </li>
        }
    };
    view! {
        {move || beside.with(|lines| lines.get(1).cloned()).map(|governs| view! { <p class="note">{governs}</p> })}
        <ol role="list" class="stack tight">{terms.0.into_iter().enumerate().map(clause).collect_view()}</ol>
    }
}

/// The last step of every signature: the sentence ticked, the code from the phone, the act.
pub fn confirmed(
    open: Open,
    (act, shown, taken): (Act, Option<Digest>, Option<RwSignal<Vec<u8>>>),
    consent: Signal<String>,
    button: Signal<String>,
    command: Callback<SignedStatement, Command>,
    id: &'static str,
) -> View {
    let agreed = RwSignal::new(false);
    let asked = RwSignal::new(None::<CeremonyCode>);
    let wait = RwSignal::new(0_u64);
    let code = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let fault = RwSignal::new(None::<String>);
    let tick = set_interval_with_handle(
        move || {
            if wait.get_untracked() > 0 {
                wait.update(|wait| *wait -= 1);
            }
        },
        std::time::Duration::from_secs(1),
    );
    on_cleanup(move || {
        if let Ok(tick) = tick {
            tick.clear();
        }
    });
    let ask = move |_| {
        fault.set(None);
        busy.set(true);
        spawn_local(async move {
            let outcome = code_for(open).await;
            let _ = busy.try_set(false);
            match outcome {
                Ok(sent) => {
                    let _ = wait.try_set(sent.sent.resend_after);
                    let _ = asked.try_set(Some(sent));
                    // The field is drawn once what waits for the code has run.
                    request_animation_frame(|| place::focus("input[autocomplete=one-time-code]"));
                }
                Err(error) => _ = fault.try_set(Some(error.code().to_owned())),
            }
        });
    };
    let done = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(given) = asked.get_untracked() else {
            return;
        };
        let sentence = consent.get_untracked();
        let typed = super::answers::plain(&code.get_untracked());
        let reading = taken.and_then(|taken| String::from_utf8(taken.get_untracked()).ok());
        fault.set(None);
        busy.set(true);
        spawn_local(async move {
            let outcome = match signed(open, (act, shown, reading), &given, &sentence, &typed).await {
                Ok(statement) => open.submit(command.run(statement)).await,
                Err(error) => Err(error),
            };
            let _ = busy.try_set(false);
            match outcome {
                Ok(()) => place::arrive(),
                Err(error) => _ = fault.try_set(Some(error.code().to_owned())),
            }
        });
    };
    let has_code = Memo::new(move |_| asked.with(Option::is_some));
    let tail = move || asked.get().map(|given| given.sent.phone_tail).unwrap_or_default();
    let with_code = move || {
        view! {
            <p role="status">{move || filled(Word::CodeSentTo, vec![tail()])()}</p>
            <div class="field">
                <label for=format!("{id}-input")>{say(Word::CodeLabel)}</label>
                <input id=format!("{id}-input") class="code-input" data-testid=format!("{id}-input") required inputmode="numeric"
                    autocomplete="one-time-code" maxlength="6" bind:value=code/>
            </div>
            {trouble(open, fault)}
            <button class="maple big" data-testid=format!("{id}-sign") aria-busy=move || busy.get().to_string()
                disabled=move || busy.get() || code.with(|code| code.trim().len() < 6)>{button}</button>
            <button type="button" class="quiet" data-testid=format!("{id}-again") disabled=move || busy.get() || { wait.get() > 0 } on:click=ask>
                {move || match wait.get() {
                    0 => say(Word::CodeAgain)().to_owned(),
                    seconds => filled(Word::CodeAgainIn, vec![seconds.to_string()])(),
                }}
            </button>
        }
    };
    view! {
        <form class="card" on:submit=done data-testid=id>
            <label class="check">
                <input type="checkbox" data-testid=format!("{id}-consent") bind:checked=agreed/>
                <span>{consent}</span>
            </label>
            {aloud(move || consent.get())}
            {move || match has_code.get() {
                false => view! {
                    <p class="muted"><small>{say(Word::WhyCode)}</small></p>
                    {trouble(open, fault)}
                    <button type="button" class="big" data-testid=format!("{id}-code") disabled=move || !agreed.get() || busy.get()
                        aria-busy=move || busy.get().to_string() on:click=ask>{say(Word::SendCode)}</button>
                },
                true => with_code().into_view(),
            }}
        </form>
    }
}

/// Refusing opens drafting again, at the clause that is refused.
fn decline(open: Open) -> View {
    let context = open.context;
    let clause = RwSignal::new(None::<ClauseId>);
    let key = format!("deed:{}:decline-sign", open.id);
    let why = kept::<String>(&key);
    let fault = RwSignal::new(None);
    let terms = open.folded.with_untracked(|folded| folded.case.draft.clone());
    let done = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let command = Command::DeclineToSign {
            reason: why.get_untracked().trim().to_owned(),
            clause: clause.get_untracked(),
        };
        let key = key.clone();
        submit_then(open, command, fault, move || {
            forget(&key);
            place::go(&section_of(open, "terms"));
        });
    };
    let option = move |(index, value): (usize, domain::terms::Clause)| {
        let id = value.id;
        let sentence = move || {
            open.folded
                .with_untracked(|folded| folded.sentence(&value, context.language.get()))
        };
        view! {
            <label class="radio">
                <input type="radio" name="refused" data-testid=format!("decline-clause-{}", index + 1) on:change=move |_| clause.set(Some(id))/>
                <span>{filled(Word::ClauseNumber, vec![(index + 1).to_string()])} <br/><small class="muted clip">{sentence}</small></span>
            </label>
        }
    };
    view! {
        <form class="card" on:submit=done data-testid="decline-sign-form">
            <p>{say(Word::DeclineSignRestated)}</p>
            <fieldset class="stack tight">
                <legend>{say(Word::WhichClause)}</legend>
                {terms.0.into_iter().enumerate().map(option).collect_view()}
                <label class="radio">
                    <input type="radio" name="refused" checked on:change=move |_| clause.set(None)/>
                    <span>{say(Word::WholeAgreement)}</span>
                </label>
            </fieldset>
            <div class="field">
                <label for="decline-sign-reason">{say(Word::Reason)}</label>
                <textarea id="decline-sign-reason" data-testid="decline-sign-reason" rows="3" maxlength="1000" required bind:value=why></textarea>
            </div>
            {trouble(open, fault)}
            <button class="maple big" data-testid="decline-sign">{say(Word::DeclineSign)}</button>
        </form>
    }
}

/// Who has signed, who is next.
fn waiting(open: Open) -> View {
    view! {
        <p class="note good" role="status" data-testid="signed">{say(Word::YouSigned)}</p>
        {open.section(|a, b| a.case.signatures == b.case.signatures, |open, folded| {
            let has = |role| folded.case.signatures.iter().any(|signature| signature.role == role);
            let line = |role, word, class| {
                let state = if has(role) { Word::HasSigned } else { Word::HasNotSigned };
                view! { <li class=class>{say(word)} " " <strong>{say(state)}</strong></li> }
            };
            view! {
                <section class="card" data-testid="signers">
                    <h2>{filled(Word::SignaturesOf, vec![signatures(&folded.case).to_string()])}</h2>
                    <progress max="3" value=signatures(&folded.case) aria-label=say(Word::SignTitle)></progress>
                    <ul role="list" class="marks">
                        {line(Role::Claimant, Word::ClaimantSide, "claimant")}
                        {line(Role::Respondent, Word::RespondentSide, "respondent")}
                        {line(Role::Mediator, Word::MediatorSide, "mediator")}
                    </ul>
                    {folded.case.agreement.as_ref().map(|agreement| pdf(open, agreement.file.digest))}
                </section>
            }
        })}
        <p>{say(Word::AfterSigning)}</p>
        <a class="button plain big" href=format!("#/{}", section_of(open, ""))>{say(Word::BackCase)}</a>
    }
}

fn effective(open: Open) -> View {
    let document = open
        .folded
        .with_untracked(|folded| folded.case.agreement.as_ref().map(|agreement| agreement.file.digest));
    view! {
        <p class="note good" role="status" data-testid="effective">{say(Word::AgreementEffective)}</p>
        <p>{say(Word::EffectiveNext)}</p>
        <a class="button big" href=format!("#/{}", section_of(open, "")) data-testid="sign-onward">{say(Word::SeeNext)}</a>
        {document.map(|document| pdf(open, document))}
    }
}

/// The agreement, to be read or kept.
fn pdf(open: Open, document: Digest) -> View {
    view! {
        <a class="button plain big" target="_blank" rel="noopener" data-testid="sign-document"
            href=api::link(&format!("/api/v1/cases/{}/files/{document}", open.id))>{say(Word::OpenAgreement)}</a>
    }
}
