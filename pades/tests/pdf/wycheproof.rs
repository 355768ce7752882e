//! Project Wycheproof's vectors: both algorithms judge as they say.

use pades::algorithm::SigAlg;
use pades::key::holds;
use spki::SubjectPublicKeyInfoOwned;
use spki::der::Decode;

fn judged(set: wycheproof::TestResult, holds: bool) -> bool {
    match set {
        wycheproof::TestResult::Valid => holds,
        wycheproof::TestResult::Invalid => !holds,
        wycheproof::TestResult::Acceptable => true,
    }
}

#[test]
fn ed25519_is_judged_as_wycheproof_says() {
    let set = wycheproof::eddsa::TestSet::load(wycheproof::eddsa::TestName::Ed25519).expect("the vectors");
    let mut count = 0;
    for group in &set.test_groups {
        let key = SubjectPublicKeyInfoOwned::from_der(&group.der).expect("a key");
        for test in &group.tests {
            let found = holds(&key, SigAlg::Ed25519, &test.msg, &test.sig);
            assert!(judged(test.result, found), "test {}: {}", test.tc_id, test.comment);
            count += 1;
        }
    }
    assert!(count > 100);
}

#[test]
fn p256_is_judged_as_wycheproof_says() {
    let set = wycheproof::ecdsa::TestSet::load(wycheproof::ecdsa::TestName::EcdsaSecp256r1Sha256).expect("the vectors");
    let mut count = 0;
    for group in &set.test_groups {
        let key = SubjectPublicKeyInfoOwned::from_der(&group.der).expect("a key");
        for test in &group.tests {
            let found = holds(&key, SigAlg::EcdsaP256Sha256, &test.msg, &test.sig);
            assert!(judged(test.result, found), "test {}: {}", test.tc_id, test.comment);
            count += 1;
        }
    }
    assert!(count > 400);
}
