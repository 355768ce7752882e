//! Signing: a fresh code, a key made in this tab, the portal's attestation, the signature.
//!
//! The private key lives within one call in this tab: it signs the statement, which also proves that
//! it is here, then the mark in the document itself, and is wiped. The mark is set only after this
//! tab has hashed the file and found the agreement that was shown at its beginning.

use crate::api::{self, Fault};
use crate::open::Open;
use domain::api::{AttestAnswer, AttestRequest, CeremonyCode};
use domain::command::SignedStatement;
use domain::hash::{Nonce, PublicKey, Signature};
use domain::seal::{Act, Statement};
use ed25519_dalek::{Signer, SigningKey};

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
    let key = fresh();
    let sign = |message: &[u8]| Signature(key.sign(message).to_bytes());
    let signature = sign(&statement.bytes());
    let request = AttestRequest {
        statement,
        key: PublicKey(key.verifying_key().to_bytes()),
        proof: signature,
        code: code.trim().to_owned(),
    };
    let path = format!("/api/v1/cases/{}/ceremony/attest", open.id);
    let answer: AttestAnswer = api::post(&path, &request).await?;
    let mark = match &answer.place {
        None => None,
        Some(place) => {
            let base = api::bytes(&format!("/api/v1/cases/{}/files/{}", open.id, place.base)).await?;
            let agreement = open.folded.with_untracked(|folded| folded.case.agreement.clone());
            let agreement = agreement.ok_or(Fault::Unreachable)?;
            let mark = place.sign(&base, &agreement, &request.key, sign);
            Some(mark.map_err(|_| Fault::Here("document_differs"))?)
        }
    };
    // Ed25519 is deterministic: proof of possession and signature are the same bytes.
    Ok(SignedStatement {
        attested: answer.attested,
        signature,
        mark,
    })
}

/// A key for one act. It is never stored, and wipes itself when it is dropped.
///
/// # Panics
/// If the browser has no source of randomness, without which nothing here is safe.
fn fresh() -> SigningKey {
    let mut seed = zeroize::Zeroizing::new([0; 32]);
    getrandom::fill(seed.as_mut_slice()).expect("the browser gives random bytes");
    SigningKey::from_bytes(&seed)
}
