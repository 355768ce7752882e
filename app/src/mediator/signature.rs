//! A staff member's own signature, the mediator's or the interpreter's, after a fresh check: by passkey where the session came by one, else
//! by a code to the duty phone.

use crate::api::Fault;
use crate::ceremony::{code_for, signed};
use crate::mediator::passkey;
use crate::open::Open;
use crate::staff::say;
use crate::view::prelude::*;
use crate::words::reason;
use crate::words::staff::Word;
use domain::api::{CeremonyCode, CodeSent};
use domain::command::Command;
use domain::seal::Act;

/// With the sentence `consents`, which the signer reads above the button.
pub fn signature(open: Open, consents: Word) -> View {
    let context = open.context;
    let asked = RwSignal::new(None::<CeremonyCode>);
    let (code, fault, busy) = (
        RwSignal::new(String::new()),
        RwSignal::new(None::<String>),
        RwSignal::new(false),
    );
    let finish = move |asked: CeremonyCode, proof: String| async move {
        let consent = consents.text(context.language.get_untracked());
        let statement = signed(open, (Act::SignAgreement, None, None), &asked, consent, &proof).await?;
        open.submit(Command::Sign(statement)).await
    };
    // The form is gone once the signature stands.
    let told = move |outcome: Result<(), Fault>| {
        let _ = busy.try_set(false);
        let _ = fault.try_set(outcome.err().map(|fault| fault.code().to_owned()));
    };
    let ask = move |_| {
        busy.set(true);
        spawn_local(async move {
            match code_for(open).await {
                Ok(given) => match given.passkey.clone() {
                    Some(options) => match passkey::assertion(&options).await {
                        Some(answer) => told(finish(given, answer).await),
                        None => {
                            busy.set(false);
                            fault.set(Some("passkey_refused".into()));
                        }
                    },
                    None => {
                        asked.set(Some(given));
                        told(Ok(()));
                    }
                },
                Err(refused) => told(Err(refused)),
            }
        });
    };
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(given) = asked.get_untracked() else {
            return;
        };
        busy.set(true);
        spawn_local(async move { told(finish(given, code.get_untracked()).await) });
    };
    view! {
        <form class="stack tight" on:submit=send data-testid="sign">
            <p class="note">{say(context, consents)}</p>
            {move || match asked.get() {
                None => view! {
                    <button class="maple" type="button" data-testid="sign-code" disabled=move || busy.get() on:click=ask>
                        {say(context, Word::CheckAndSign)}
                    </button>
                },
                Some(CeremonyCode { sent: CodeSent { phone_tail: tail, .. }, .. }) => view! {
                    <label class="field">
                        {say(context, Word::Code)}
                        <span class="hint">{say(context, Word::CodeSent)} " " {tail}</span>
                        <input required inputmode="numeric" autocomplete="one-time-code" maxlength="6" data-testid="sign-otp" bind:value=code/>
                    </label>
                    <button class="maple" data-testid="sign-sign" disabled=move || busy.get()>{say(context, Word::Sign)}</button>
                },
            }}
            <p class="bad-text" role="alert">
                {move || fault.get().map(|code| if code == "passkey_refused" {
                    say(context, Word::PasskeyRefused)()
                } else {
                    reason(&code, context.language.get())
                })}
            </p>
        </form>
    }
}
