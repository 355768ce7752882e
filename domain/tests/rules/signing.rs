//! 签署: order, binding, effect (LMAL 14; EMR 26; ESL 13).

use super::play::*;
use domain::actor::Role;
use domain::case::Stage;
use domain::command::Command;
use domain::hash::{Digest, Nonce};
use domain::id::{OrgId, PersonId};
use domain::refusal::Refusal;
use domain::seal::{Act, Attestation, KEY_LIFE, seal_bytes};
use uuid::Uuid;

#[test]
fn a_party_cannot_sign_before_terms_are_agreed() {
    let mut presented = Play::presented();
    let sign = presented.sign(&WORKER);
    Play::drafted().refuses(&WORKER, sign, Refusal::WrongStage);
}

#[test]
fn parties_sign_first_then_the_mediator_then_the_seal() {
    let mut play = Play::presented();
    let early = play.sign(&MEDIATOR);
    play.refuses(&MEDIATOR, early.clone(), Refusal::NotYourTurn);
    for party in [&EMPLOYER, &WORKER] {
        let sign = play.sign(party);
        play.does(party, sign);
    }
    let seal = play.seal();
    play.refuses(&SYSTEM, seal.clone(), Refusal::NotYourTurn);
    let sign = play.sign(&MEDIATOR);
    play.does(&MEDIATOR, sign).does(&SYSTEM, seal);
    assert_eq!(play.case.effective_at, Some(play.now));
}

#[test]
fn effect_opens_both_windows_from_the_day_of_the_last_mark() {
    let play = Play::effective();
    assert_eq!(play.case.stage, Some(Stage::Effective));
    // 2026-03-02 and 15 or 30 days.
    assert_eq!(play.case.review_until, Some(day("2026-03-17")));
    assert_eq!(play.case.confirmation_until, Some(day("2026-04-01")));
}

#[test]
fn a_statement_binds_case_act_role_document_terms_and_person() {
    let mut play = Play::presented();
    let good = play.statement(&WORKER, Act::SignAgreement);
    let (statement, attestation) = (good.attested.statement.clone(), good.attested.attestation);
    let signer = key(0x41);
    let mut others = vec![statement.clone(); 4];
    others[0].act = Act::Apply {
        track: domain::command::Track::ArbitrationReview,
        institution: COMMISSION,
    };
    others[1].role = Role::Respondent;
    others[2].agreement = Digest::of(b"another document");
    others[3].terms = Digest::of(b"other terms");
    for other in others {
        let attestation = Attestation {
            statement: other.digest(),
            ..attestation.clone()
        };
        let sign = Command::Sign(signed(other, attestation, &signer));
        play.refuses(&WORKER, sign, Refusal::StatementMismatch);
    }
    let foreign = Attestation {
        person: STRANGER.person,
        ..attestation.clone()
    };
    let sign = Command::Sign(signed(statement.clone(), foreign, &signer));
    play.refuses(&WORKER, sign, Refusal::StatementMismatch);
    // Attested for another statement.
    let mut later = statement;
    later.nonce = Nonce([9; 16]);
    let sign = Command::Sign(signed(later, attestation, &signer));
    play.refuses(&WORKER, sign, Refusal::StatementMismatch);
}

#[test]
fn an_attestation_by_another_key_is_worth_nothing() {
    let mut play = Play::presented();
    let mut statement = play.statement(&WORKER, Act::SignAgreement);
    let bytes = statement.attested.attestation.bytes();
    statement.attested.signature = sign(&key(9), &bytes);
    play.refuses(&WORKER, Command::Sign(statement), Refusal::SignatureInvalid);
}

#[test]
fn an_attested_key_signs_for_ten_minutes() {
    let mut play = Play::presented();
    let sign = play.sign(&WORKER);
    let mut late = play.clone();
    play.now = play.now.plus_ms(KEY_LIFE - 60_000);
    play.does(&WORKER, sign.clone());
    late.now = late.now.plus_ms(KEY_LIFE);
    late.refuses(&WORKER, sign, Refusal::KeyExpired);
}

#[test]
fn a_side_that_declines_to_sign_opens_drafting_again() {
    let mut play = Play::presented();
    let sign = play.sign(&WORKER);
    play.does(&WORKER, sign);
    let clause = Some(payment().id);
    play.does(
        &EMPLOYER,
        Command::DeclineToSign {
            reason: "第一期太早".into(),
            clause,
        },
    );
    assert_eq!(play.case.stage, Some(Stage::Mediating));
    assert!(play.case.signatures.is_empty() && play.case.agreement.is_none());
    let agree = play.agree();
    play.refuses(&MEDIATOR, agree, Refusal::NotAllAgreed);
    play.does(&EMPLOYER, mark(&payment(), true));
    let agree = play.agree();
    play.does(&MEDIATOR, agree);
}

#[test]
fn only_the_portal_presents_the_document_and_only_once() {
    let mut play = Play::agreed();
    play.refuses(&MEDIATOR, present(), Refusal::NotYourRole);
    play.does(&SYSTEM, present());
    play.refuses(&SYSTEM, present(), Refusal::AlreadyDone);
}

#[test]
fn a_seal_over_another_bodys_name_is_invalid() {
    let mut play = Play::signed_by_all();
    let terms = play.case.agreed_terms.as_ref().unwrap().1;
    let key = seal_key(CENTRE);
    let bytes = seal_bytes(CASE, OrgId(Uuid::from_u128(7)), Digest::of(AGREEMENT_PDF), terms);
    let seal = Command::SealAgreement {
        key: public(&key),
        signature: sign(&key, &bytes),
        file: None,
    };
    play.refuses(&SYSTEM, seal, Refusal::SignatureInvalid);
}

#[test]
fn a_signer_says_of_every_clause_whether_it_was_read_or_heard_or_of_none() {
    for (reading, fits) in [
        (Some("rh"), true),
        (None, true),
        (Some("r"), false),
        (Some("rx"), false),
    ] {
        let mut play = Play::presented();
        let good = play.statement(&WORKER, Act::SignAgreement).attested;
        let mut statement = good.statement;
        statement.reading = reading.map(Into::into);
        let attestation = Attestation {
            statement: statement.digest(),
            ..good.attestation
        };
        let sign = Command::Sign(signed(statement, attestation, &key(0x41)));
        if fits {
            play.does(&WORKER, sign);
        } else {
            play.refuses(&WORKER, sign, Refusal::StatementMismatch);
        }
    }
}

#[test]
fn whoever_the_document_names_signs_as_witness_of_interpretation_before_the_mediator() {
    let interpreter = INTERPRETER;
    let mut play = Play::presented();
    let early = play.sign(&interpreter);
    play.refuses(&interpreter, early, Refusal::NotYourCase);
    let mut named = Play::agreed();
    named.does(&SYSTEM, naming(interpreter.person));
    let sign = named.sign(&interpreter);
    named.does(&interpreter, sign);
    let again = named.sign(&interpreter);
    named.refuses(&interpreter, again, Refusal::AlreadySigned);
    for signer in [&WORKER, &EMPLOYER, &MEDIATOR] {
        let sign = named.sign(signer);
        named.does(signer, sign);
    }
    let mut late = Play::agreed();
    late.does(&SYSTEM, naming(interpreter.person));
    for signer in [&WORKER, &EMPLOYER, &MEDIATOR] {
        let sign = late.sign(signer);
        late.does(signer, sign);
    }
    let sign = late.sign(&interpreter);
    late.refuses(&interpreter, sign, Refusal::NotYourTurn);
}

/// The document, with `person` as witness of interpretation.
fn naming(person: PersonId) -> Command {
    let mut present = present();
    if let Command::PresentAgreement { interpreter, .. } = &mut present {
        *interpreter = Some(person);
    }
    present
}
