//! The timestamping authority's questions and answers.

use crate::cast::{Cast, NOW};
use pades::Fault;
use pades::algorithm::Hash;
use pades::stamp::{self, Rejection};

const NONCE: [u8; 8] = [1, 2, 3, 4, 5, 6, 7, 8];

#[test]
fn an_answer_is_only_taken_for_its_own_question() {
    let cast = Cast::new();
    let digest = Hash::Sha512.digest(&[b"signature"]);
    let token = cast.token(&[b"signature"], NOW);
    // The cast's own nonce is seven times eight.
    let response = stamp::response(&token);
    assert_eq!(stamp::granted(&response, Hash::Sha512, &digest, [7; 8]), Ok(token));
    assert_eq!(
        stamp::granted(&response, Hash::Sha512, &digest, NONCE),
        Err(Fault::StampInvalid)
    );
    let other = Hash::Sha512.digest(&[b"other"]);
    assert_eq!(
        stamp::granted(&response, Hash::Sha512, &other, [7; 8]),
        Err(Fault::StampInvalid)
    );
    let refusal = Rejection::BadAlgorithm.response();
    assert_eq!(
        stamp::granted(&refusal, Hash::Sha512, &digest, [7; 8]),
        Err(Fault::StampInvalid)
    );
}

#[test]
fn questions_out_of_form_are_refused_with_their_reason() {
    let whole = stamp::request(Hash::Sha256, &[1; 32], NONCE);
    assert!(stamp::asked(&whole).is_ok());
    assert_eq!(stamp::asked(b"nothing"), Err(Rejection::BadDataFormat));
    assert_eq!(
        stamp::asked(&stamp::request(Hash::Sha256, &[1; 31], NONCE)),
        Err(Rejection::BadDataFormat)
    );
    let mut sha1 = whole.clone();
    let at = sha1
        .windows(9)
        .position(|window| window == [0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1])
        .expect("SHA-256");
    sha1[at + 8] = 9;
    assert_eq!(stamp::asked(&sha1), Err(Rejection::BadAlgorithm));
}

#[test]
fn a_token_proves_its_content_and_moment() {
    let cast = Cast::new();
    let token = cast.token(&[b"content"], NOW);
    assert_eq!(
        stamp::prove(&token, &[b"con", b"tent"], &cast.roots(), &[])
            .map(|it| it.at)
            .ok(),
        Some(NOW)
    );
    assert_eq!(
        stamp::prove(&token, &[b"other"], &cast.roots(), &[]).err(),
        Some(Fault::StampInvalid)
    );
}
