//! Signing: a fresh code, a key made in this tab, the portal's attestation, the signature.
//!
//! The private key lives within one call in this tab and is wiped before the call returns.

use crate::api::{self, Fault};
use crate::open::Open;
use crate::words::Word;
use domain::api::{AttestAnswer, AttestRequest, CeremonyCode};
use domain::command::{Command, SignedStatement};
use domain::hash::{Nonce, PublicKey, Signature};
use domain::seal::{Act, Statement};
use ed25519_dalek::{Signer, SigningKey};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The code was asked for: which statement it is to confirm, and the phone's last digits.
#[derive(Clone)]
struct Asked {
    nonce: Nonce,
    tail: String,
}

/// A form that signs `act` and hands the signed statement on as a command.
#[component]
pub fn Ceremony(
    open: Open,
    act: Act,
    word: Word,
    command: Callback<SignedStatement, Command>,
    id: &'static str,
) -> impl IntoView {
    let context = open.context;
    let asked = RwSignal::new(None::<Asked>);
    let code = RwSignal::new(String::new());
    let ask = move |_| {
        spawn_local(async move {
            match code_for(open).await {
                Ok(sent) => asked.set(Some(Asked {
                    nonce: sent.nonce,
                    tail: sent.sent.phone_tail,
                })),
                Err(fault) => context.refuse(&fault),
            }
        });
    };
    let sign = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(Asked { nonce, .. }) = asked.get_untracked() else {
            return;
        };
        let consent = Word::ConsentSentence.text(context.language.get_untracked());
        spawn_local(async move {
            let outcome = match signed(open, act, nonce, consent, &code.get_untracked()).await {
                Ok(statement) => open.submit(command.run(statement)).await,
                Err(fault) => Err(fault),
            };
            context.fault.set(outcome.err().map(|fault| fault.code().to_owned()));
        });
    };
    view! {
        <form class="card" on:submit=sign data-testid=id>
            <p class="consent">{context.say(Word::ConsentSentence)}</p>
            {move || match asked.get() {
                None => view! {
                    <button type="button" data-testid=format!("{id}-code") on:click=ask>{context.say(Word::AskCode)}</button>
                }.into_any(),
                Some(Asked { tail, .. }) => view! {
                    <p>{context.say(Word::CodeSent)} " " {tail}</p>
                    <label>
                        {context.say(Word::Code)}
                        <input required inputmode="numeric" autocomplete="one-time-code" maxlength="6" bind:value=code/>
                    </label>
                    <button data-testid=format!("{id}-sign")>{context.say(word)}</button>
                }.into_any(),
            }}
        </form>
    }
}

/// Asks for a one-time code to the signer's phone.
///
/// # Errors
/// [`Fault`].
pub async fn code_for(open: Open) -> Result<CeremonyCode, Fault> {
    let path = format!("/api/v1/cases/{}/ceremony/code", open.id);
    api::post(&path, &serde_json::json!({})).await
}

/// Signs `act` with the sentence of `consent` and has the portal attest who held the key.
///
/// # Errors
/// [`Fault`]: `code_wrong` leaves the nonce good for another try.
pub async fn signed(open: Open, act: Act, nonce: Nonce, consent: &str, code: &str) -> Result<SignedStatement, Fault> {
    let statement = open.folded.with_untracked(|folded| {
        Some(Statement {
            case: open.id,
            act,
            role: folded.view.you.role,
            agreement: folded.case.agreement.as_ref()?.document,
            terms: folded.case.agreed_terms.as_ref()?.1,
            consent: consent.to_owned(),
            nonce,
        })
    });
    let statement = statement.ok_or(Fault::Unreachable)?;
    let (key, signature) = sign_once(&statement.bytes());
    let request = AttestRequest {
        statement,
        key,
        proof: signature,
        code: code.trim().to_owned(),
    };
    let path = format!("/api/v1/cases/{}/ceremony/attest", open.id);
    let answer: AttestAnswer = api::post(&path, &request).await?;
    // Ed25519 is deterministic: proof of possession and signature are the same bytes.
    Ok(SignedStatement {
        attested: answer.attested,
        signature,
    })
}

/// Signs with a key made for these bytes alone. Seed and key are wiped before this returns, so that
/// nothing secret waits in memory while the network is asked; neither is ever stored.
///
/// # Panics
/// If the browser has no source of randomness, without which nothing here is safe.
fn sign_once(bytes: &[u8]) -> (PublicKey, Signature) {
    let mut seed = zeroize::Zeroizing::new([0; 32]);
    getrandom::fill(seed.as_mut_slice()).expect("the browser gives random bytes");
    let key = SigningKey::from_bytes(&seed);
    (
        PublicKey(key.verifying_key().to_bytes()),
        Signature(key.sign(bytes).to_bytes()),
    )
}
