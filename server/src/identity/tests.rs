//! Codes, invitations, nonces and sessions against a real database.

use super::codes::Limits;
use super::{Denied, codes, invites, nonces, orgs, passkeys, persons, sessions, token};
use crate::store::Store;
use domain::actor::{Assurance, Role, Side};
use domain::id::{CaseId, InvitationId, PersonId};
use domain::moment::{DAY, HOUR, MINUTE, Timestamp};
use uuid::Uuid;

const NOW: Timestamp = Timestamp(1_795_500_000_000);
const PHONE: &str = "13912345678";

async fn store() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}?mode=rwc", folder.path().join("people.db").display());
    let store = Store::open(&url).await.unwrap();
    orgs::seed(store.pool()).await.unwrap();
    (folder, store)
}

fn code<T: std::fmt::Debug>(result: Result<T, Denied>) -> &'static str {
    match result {
        Err(Denied::Because(_, code) | Denied::Wait(code, _)) => code,
        other => panic!("expected a refusal, got {other:?}"),
    }
}

#[tokio::test]
async fn a_code_is_good_once_for_its_own_purpose_and_five_minutes() {
    let (_folder, store) = store().await;
    let pool = store.pool();
    let (secret, sent) = codes::issue(pool, "session", PHONE, "a", Limits::STRICT, NOW)
        .await
        .unwrap();
    assert_eq!(sent.phone_tail, "5678");
    assert_eq!(
        code(codes::check(pool, "ceremony:x", PHONE, &secret, NOW).await),
        "code_expired"
    );
    let late = NOW.plus_ms(5 * MINUTE + 1);
    assert_eq!(
        code(codes::check(pool, "session", PHONE, &secret, late).await),
        "code_expired"
    );
    codes::check(pool, "session", PHONE, &secret, NOW).await.unwrap();
    assert_eq!(
        code(codes::check(pool, "session", PHONE, &secret, NOW).await),
        "code_expired"
    );
}

#[tokio::test]
async fn five_wrong_answers_lock_a_code_even_for_the_right_one() {
    let (_folder, store) = store().await;
    let pool = store.pool();
    let (secret, _) = codes::issue(pool, "session", PHONE, "a", Limits::STRICT, NOW)
        .await
        .unwrap();
    let wrong = if secret == "000000" { "000001" } else { "000000" };
    for _ in 0..5 {
        assert_eq!(
            code(codes::check(pool, "session", PHONE, wrong, NOW).await),
            "code_wrong"
        );
    }
    assert_eq!(
        code(codes::check(pool, "session", PHONE, &secret, NOW).await),
        "code_locked"
    );
}

#[tokio::test]
async fn codes_are_sent_once_a_minute_to_fit_phones_and_not_without_end() {
    let (_folder, store) = store().await;
    let pool = store.pool();
    let issue = |phone: &'static str, at| codes::issue(pool, "session", phone, "a", Limits::STRICT, at);
    assert_eq!(code(issue("12345", NOW).await), "phone_unfit");
    issue(PHONE, NOW).await.unwrap();
    assert!(matches!(
        issue(PHONE, NOW.plus_ms(1_500)).await,
        Err(Denied::Wait("code_too_soon", 59))
    ));
    for n in 1..20 {
        issue(PHONE, NOW.plus_ms(n * HOUR)).await.unwrap();
    }
    assert_eq!(code(issue(PHONE, NOW.plus_ms(20 * HOUR)).await), "code_too_many");
    issue(PHONE, NOW.plus_ms(2 * DAY)).await.unwrap();
}

#[tokio::test]
async fn an_invitation_is_answered_by_one_person_only() {
    let (_folder, store) = store().await;
    let pool = store.pool();
    let invite = invites::Invite {
        case: CaseId(Uuid::now_v7()),
        invitation: InvitationId(Uuid::now_v7()),
        side: Side::Respondent,
        body: orgs::CENTRE,
        number: "枫劳调〔2026〕1号".into(),
        phone: PHONE.into(),
        person: None,
    };
    let secret = token::fresh();
    invites::keep(pool, token::hash(&secret), &invite, NOW).await.unwrap();
    assert_eq!(code(invites::find(pool, "guess", NOW).await), "invitation_unknown");
    assert_eq!(
        code(invites::find(pool, &secret, NOW.plus_ms(16 * DAY)).await),
        "invitation_expired"
    );
    assert_eq!(invites::find(pool, &secret, NOW).await.unwrap().side, Side::Respondent);
    let (first, second) = (PersonId(Uuid::now_v7()), PersonId(Uuid::now_v7()));
    invites::answer(pool, invite.invitation, first).await.unwrap();
    invites::answer(pool, invite.invitation, first).await.unwrap();
    assert_eq!(
        code(invites::answer(pool, invite.invitation, second).await),
        "invitation_used"
    );
}

#[tokio::test]
async fn a_nonce_serves_its_person_and_case_once() {
    let (_folder, store) = store().await;
    let pool = store.pool();
    let (person, case) = (PersonId(Uuid::now_v7()), CaseId(Uuid::now_v7()));
    let nonce = nonces::give(pool, person, case, None, NOW).await.unwrap();
    let stranger = PersonId(Uuid::now_v7());
    assert_eq!(
        code(nonces::look(pool, nonce, stranger, case, NOW).await),
        "nonce_unknown"
    );
    assert_eq!(
        code(nonces::look(pool, nonce, person, case, NOW.plus_ms(11 * MINUTE)).await),
        "nonce_expired"
    );
    nonces::look(pool, nonce, person, case, NOW).await.unwrap();
    nonces::spend(pool, nonce).await.unwrap();
    assert_eq!(code(nonces::spend(pool, nonce).await), "nonce_reused");
    assert_eq!(code(nonces::look(pool, nonce, person, case, NOW).await), "nonce_reused");
}

#[tokio::test]
async fn a_session_ends_by_time_by_leaving_and_with_its_account() {
    let (_folder, store) = store().await;
    let pool = store.pool();
    let person = persons::by_phone(pool, PHONE, NOW).await.unwrap();
    assert_eq!(persons::by_phone(pool, PHONE, NOW).await.unwrap().id, person.id);
    let start = sessions::Start {
        person: person.id,
        assurance: Assurance::Phone,
        invited: None,
        demo: false,
    };
    let secret = sessions::open(pool, start, NOW).await.unwrap();
    let who = sessions::find(pool, &secret, NOW).await.unwrap().unwrap();
    assert_eq!(who.actor().role, Role::Claimant);
    assert!(
        sessions::find(pool, &secret, NOW.plus_ms(sessions::LIFE))
            .await
            .unwrap()
            .is_none()
    );
    sessions::close(pool, who.session).await.unwrap();
    assert!(sessions::find(pool, &secret, NOW).await.unwrap().is_none());
    let secret = sessions::open(pool, start, NOW).await.unwrap();
    persons::close(pool, person.id).await.unwrap();
    assert!(sessions::find(pool, &secret, NOW).await.unwrap().is_none());
}

#[tokio::test]
async fn a_recovery_code_works_once_and_staff_names_are_unique() {
    let (_folder, store) = store().await;
    let pool = store.pool();
    let id = PersonId(Uuid::now_v7());
    let (role, org) = (Role::Mediator, orgs::CENTRE);
    let staff = persons::NewStaff {
        id,
        name: "王秀兰",
        login: "wang",
        phone: None,
        role,
        org,
    };
    assert!(persons::add_staff(pool, &staff, NOW).await.unwrap());
    let twin = persons::NewStaff {
        id: PersonId(Uuid::now_v7()),
        ..staff
    };
    assert!(!persons::add_staff(pool, &twin, NOW).await.unwrap());
    let party = persons::NewStaff {
        role: Role::Claimant,
        login: "other",
        ..twin
    };
    assert_eq!(code(persons::add_staff(pool, &party, NOW).await), "role_unfit");
    let codes = passkeys::recovery_codes(pool, id).await.unwrap();
    assert_eq!(codes.len(), 10);
    assert_eq!(passkeys::recover(pool, "wang", &codes[3]).await.unwrap(), id);
    assert_eq!(code(passkeys::recover(pool, "wang", &codes[3]).await), "recovery_wrong");
    assert_eq!(
        code(passkeys::recover(pool, "nobody", &codes[4]).await),
        "recovery_wrong"
    );
    let link = passkeys::link(pool, id, NOW).await.unwrap();
    assert_eq!(passkeys::holder(pool, &link, NOW).await.unwrap(), id);
    assert_eq!(
        code(passkeys::holder(pool, &link, NOW.plus_ms(8 * DAY)).await),
        "link_expired"
    );
}
