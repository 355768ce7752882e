//! Project Wycheproof's vectors: keys and signatures as the log has them are judged as they say.

use domain::hash::{P256Key, PublicKey, Signature};
use domain::signer::SignerKey;
use wycheproof::TestResult;

/// What the vectors say of one signature, or nothing where either answer will do.
#[track_caller]
fn judged(result: TestResult, key: &SignerKey, message: &[u8], signature: &[u8], about: &str) {
    // Of another length it does not even read.
    let signature = <[u8; 64]>::try_from(signature).ok().map(Signature);
    let holds = signature.is_some_and(|signature| key.verifies(message, &signature));
    match result {
        TestResult::Valid => assert!(holds, "{about}"),
        TestResult::Invalid => assert!(!holds, "{about}"),
        TestResult::Acceptable => {}
    }
}

#[test]
fn ed25519_is_judged_as_wycheproof_says() {
    let set = wycheproof::eddsa::TestSet::load(wycheproof::eddsa::TestName::Ed25519).unwrap();
    let mut count = 0;
    for group in &set.test_groups {
        // The raw key ends its SubjectPublicKeyInfo.
        let raw = &group.der[group.der.len() - 32..];
        let key = SignerKey::from(PublicKey(raw.try_into().unwrap()));
        for test in &group.tests {
            judged(
                test.result,
                &key,
                &test.msg,
                &test.sig,
                &format!("{} {}", test.tc_id, test.comment),
            );
            count += 1;
        }
    }
    assert!(count > 100);
}

#[test]
fn p256_in_the_form_of_browsers_is_judged_as_wycheproof_says() {
    let name = wycheproof::ecdsa::TestName::EcdsaSecp256r1Sha256P1363;
    let set = wycheproof::ecdsa::TestSet::load(name).unwrap();
    let mut count = 0;
    for group in &set.test_groups {
        let raw = &group.der[group.der.len() - 65..];
        let key = SignerKey::P256(P256Key(raw.try_into().unwrap()));
        for test in &group.tests {
            judged(
                test.result,
                &key,
                &test.msg,
                &test.sig,
                &format!("{} {}", test.tc_id, test.comment),
            );
            count += 1;
        }
    }
    assert!(count > 200);
}
