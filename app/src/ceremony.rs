//! Signing: a fresh code, a key made in this tab, the portal's attestation, the signature.
//!
//! The private key lives within one call in this tab: it signs the statement, which also proves that
//! it is here, then the mark in the document itself, and is wiped. The mark is set only after this
//! tab has hashed the file and found the agreement that was shown at its beginning.

use crate::api::{self, Fault};
use crate::key::Key;
use crate::open::Open;
use domain::api::{AttestAnswer, AttestRequest, CeremonyCode};
use domain::command::SignedStatement;
use domain::hash::Digest;
use domain::seal::{Act, Statement};

/// Asks for a one-time code to the signer's phone.
///
/// # Errors
/// [`Fault`].
pub async fn code_for(open: Open) -> Result<CeremonyCode, Fault> {
    let path = format!("/api/v1/cases/{}/ceremony/code", open.id);
    api::post_text(&path, "{}".to_owned()).await
}

/// Signs `act` on the present agreement, or on what `shown` is the digest of, with the sentence of `consent` and
/// how its clauses were taken in, and has the portal attest who held the key.
///
/// # Errors
/// [`Fault`]: `code_wrong` leaves the nonce good for another try.
pub async fn signed(
    open: Open,
    (act, shown, reading): (Act, Option<Digest>, Option<String>),
    asked: &CeremonyCode,
    consent: &str,
    code: &str,
) -> Result<SignedStatement, Fault> {
    let statement = open.folded.with_untracked(|folded| {
        Some(Statement {
            case: open.id,
            act,
            role: folded.view.you.role,
            agreement: shown.or(folded.case.agreement.as_ref().map(|it| it.document))?,
            terms: shown.or(folded.case.agreed_terms.as_ref().map(|it| it.1))?,
            consent: consent.to_owned(),
            nonce: asked.nonce,
            reading,
        })
    });
    let statement = statement.ok_or(Fault::Unreachable)?;
    let none = Fault::Here("key_unavailable");
    let key = Key::fresh(asked.keys).await.ok_or(none.clone())?;
    let signature = key.sign(&statement.bytes()).await.ok_or(none.clone())?;
    let request = AttestRequest {
        statement,
        key: key.public(),
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
            let unsigned = place.check(&base, &agreement, &request.key);
            let unsigned = unsigned.map_err(|_| Fault::Here("document_differs"))?;
            let signature = key.sign(&unsigned.attributes()).await.ok_or(none)?;
            Some(unsigned.signed(signature))
        }
    };
    // The proof of possession is the signature.
    Ok(SignedStatement {
        attested: answer.attested,
        signature,
        mark,
    })
}
