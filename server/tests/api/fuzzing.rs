//! Schemathesis asks every endpoint for what its contract allows and for what it does not: nothing answers
//! 5xx, and nothing answers otherwise than the contract says. `cargo xtask test` installs it.
//!
//! `MAPLEBRIDGE_FUZZ_SECONDS=n` gives each of the callers that long; ten seconds is the everyday measure.

use crate::support::story::mediating;
use crate::support::{Kind, Portal};
use domain::actor::Assurance;
use server::demo::persona;
use server::identity::{orgs, sessions};
use server::systems::clients::{self, SCOPES};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Where `cargo xtask setup` put it.
fn program() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace");
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    target.join("schemathesis/bin/st")
}

async fn asked(portal: &Portal, bearer: &str, seconds: &str, whose: &[&str]) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut st = tokio::process::Command::new(program());
    st.current_dir(folder.path())
        .args(["run", &format!("{}/api/v1/openapi.json", portal.origin)])
        .args(["-H", &format!("Authorization: Bearer {bearer}")])
        .args([
            "--checks",
            "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance",
        ])
        .args([
            "--phases",
            "coverage,fuzzing",
            "-n",
            "3",
            "--max-time",
            seconds,
            "--continue-on-failure",
        ])
        // A WebSocket, and the end of the session everything else is asked by.
        .args([
            "--exclude-operation-id",
            "join_room",
            "--exclude-operation-id",
            "end_session",
        ])
        .args(whose);
    let output = st.output().await;
    let output = output.unwrap_or_else(|error| panic!("{error}: cargo xtask setup installs Schemathesis"));
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_answers_5xx_or_otherwise_than_the_contract_says() {
    let portal = Portal::start(Kind::Sqlite).await;
    mediating(&portal).await;
    let pool = portal.app.store.pool();
    let start = |person| sessions::Start {
        person,
        assurance: Assurance::Passkey,
        invited: None,
        demo: false,
    };
    server::demo::people(pool, portal.now()).await.expect("people");
    let mediator = persona("mediator").expect("a mediator").person;
    let session = sessions::open(pool, start(mediator), portal.now())
        .await
        .expect("a session");
    let commission = orgs::find(pool, orgs::COMMISSION)
        .await
        .expect("a row")
        .expect("an institution");
    let scopes = SCOPES.map(str::to_owned);
    let made = clients::make(pool, &commission, "办案系统", &scopes, portal.now())
        .await
        .expect("a client");
    let (client, secret) = made;
    let seconds = std::env::var("MAPLEBRIDGE_FUZZ_SECONDS").unwrap_or_else(|_| "10".into());
    // The portal's clock stands still: nobody would ever be let in again once his bucket is empty.
    let asking = async {
        asked(
            &portal,
            &session,
            &seconds,
            &["--exclude-tag", "systems", "--exclude-tag", "demo"],
        )
        .await;
        let token = clients::grant(pool, &client.id.to_string(), &secret, "", portal.now())
            .await
            .expect("a token")
            .0;
        asked(&portal, &token, &seconds, &["--include-tag", "systems"]).await;
    };
    tokio::pin!(asking);
    loop {
        tokio::select! {
            () = &mut asking => break,
            () = tokio::time::sleep(Duration::from_millis(20)) => portal.pass(500),
        }
    }
}
