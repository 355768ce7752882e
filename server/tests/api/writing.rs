//! How waiting commands are written: many at once, judged from memory, by several processes.

use crate::support::story::{self, clause};
use crate::support::{Kind, Person, Portal, submission};
use domain::actor::Actor;
use domain::api::Session;
use domain::command::Command;
use domain::id::CaseId;
use domain::log::check_chain;
use futures_util::future::join_all;
use server::identity::sessions::{self, Standing};
use server::store::{ActError, Judged, Store};
use sqlx::{AssertSqlSafe, Row};
use std::pin::pin;

on_both_databases! {
    async fn one_that_cannot_be_written_keeps_no_other_from_it(portal: Portal) {
        let worker = portal.party(story::WORKER).await;
        let mut asks = Vec::new();
        for _ in 0..6 {
            let (_, case) = story::opened_again(&portal, &worker).await;
            // Something from which no work follows.
            let evidence = domain::command::Evidence {
                id: domain::id::EvidenceId(uuid::Uuid::now_v7()),
                title: "考勤表".into(),
                digest: domain::hash::Digest::ZERO,
                media_type: "application/pdf".into(),
                size: 1,
                shared: true,
            };
            asks.push((case, submission(Command::AddEvidence(evidence))));
        }
        let actor = actor(&worker).await;
        let store = &portal.app.store;
        let (torn, _) = asks[5];
        tear(store, torn).await;

        let gate = Gate::shut(store).await;
        let mut acts = pin!(join_all(asks.iter().map(|(case, ask)| store.act(*case, ask, &actor, portal.now()))));
        // Once polled all of them wait for the writer, who waits at the gate.
        assert!(futures_util::poll!(&mut acts).is_pending());
        gate.open().await;
        let acted = acts.await;
        assert!(acted[..5].iter().all(Result::is_ok), "{acted:?}");
        assert!(matches!(acted[5], Err(ActError::Store(_))), "{acted:?}");
        if !store.is_sqlite() {
            let tries = sqlx::query("SELECT last_value FROM tries").fetch_one(store.pool()).await.unwrap();
            assert_eq!(tries.get::<i64, _>(0), 2, "once with the others, once alone");
        }

        sqlx::raw_sql(AssertSqlSafe(mend(store))).execute(store.pool()).await.unwrap();
        for (case, ask) in &asks {
            let again = store.act(*case, ask, &actor, portal.now()).await.unwrap();
            assert_eq!(again.repeated, *case != torn);
        }
        store.check().await.unwrap();
    }

    async fn an_ended_session_that_is_remembered_writes_nothing(portal: Portal) {
        let story = story::mediating(&portal).await;
        story.mediator.acts(story.case, clause("第一稿")).await;
        story.mediator.acts(story.case, clause("第二稿")).await;
        let before = portal.app.store.entries(story.case, 0).await.unwrap();
        sqlx::query("DELETE FROM sessions WHERE token = $1")
            .bind(standing(&portal, &story.mediator).await.session.to_string())
            .execute(portal.app.store.pool())
            .await
            .unwrap();
        story.mediator.asks(story.case, clause("第三稿")).await.refused(401, "session_missing");
        assert_eq!(portal.app.store.entries(story.case, 0).await.unwrap(), before);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_processes_on_one_case_each_see_what_the_other_wrote() {
    let portal = Portal::start(Kind::Postgres).await;
    let story = story::mediating(&portal).await;
    let (here, other) = (&portal.app.store, Store::open(portal.database()).await.unwrap());
    let actor = actor(&story.mediator).await;
    let there = async |text: &str| {
        let ask = submission(clause(text));
        other.act(story.case, &ask, &actor, portal.now()).await.unwrap()
    };
    let first = story.mediator.acts(story.case, clause("甲")).await;
    let (head, _) = here.remembered(story.case).unwrap();
    assert_eq!(there("乙").await.seq, first.seq + 1);

    // What is remembered here is behind: judged by it, nothing is written.
    let standing = standing(&portal, &story.mediator).await;
    let ask = submission(clause("丙"));
    let judged = Judged { head, standing };
    let judged = here.act_judged(judged, story.case, &ask, &actor, portal.now()).await;
    assert!(matches!(judged, Err(ActError::Moved)), "{judged:?}");
    // Over HTTP the same is judged anew, and carried out.
    let accepted: domain::api::Accepted = story.mediator.submit(story.case, &ask).await.read();
    assert_eq!(accepted.seq, first.seq + 2);

    let mine = async {
        for n in 0..15 {
            story.mediator.acts(story.case, clause(&format!("此处{n}"))).await;
        }
    };
    let theirs = async {
        for n in 0..15 {
            there(&format!("彼处{n}")).await;
        }
    };
    tokio::join!(mine, theirs);
    let entries = here.entries(story.case, 0).await.unwrap();
    assert_eq!(check_chain(story.case, &entries).unwrap().0, first.seq + 32);
}

async fn actor(person: &Person) -> Actor {
    let session: Session = person.get("/api/v1/session").await.read();
    session.actor
}

async fn standing(portal: &Portal, person: &Person) -> Standing {
    let secret = person.token.as_deref().expect("a token");
    let found = sessions::find(portal.app.store.pool(), secret, portal.now()).await;
    Standing::of(&found.unwrap().expect("it runs"))
}

/// Keeps the writer from writing, so that commands gather.
struct Gate<'a> {
    _turn: Option<tokio::sync::MutexGuard<'a, ()>>,
    held: sqlx::Transaction<'a, sqlx::Any>,
}

impl<'a> Gate<'a> {
    async fn shut(store: &'a Store) -> Self {
        let turn = store.turn().await;
        let mut held = store.pool().begin().await.unwrap();
        if !store.is_sqlite() {
            let lock = sqlx::raw_sql("LOCK TABLE commands IN EXCLUSIVE MODE");
            lock.execute(&mut *held).await.unwrap();
        }
        Self { _turn: turn, held }
    }

    async fn open(self) {
        self.held.rollback().await.unwrap();
    }
}

/// From now on an entry of `case` fails the statement that writes it.
async fn tear(store: &Store, case: CaseId) {
    let sql = if store.is_sqlite() {
        format!(
            "CREATE TRIGGER torn BEFORE INSERT ON entries WHEN NEW.case_id = '{case}'
             BEGIN SELECT RAISE(ABORT, 'torn page'); END"
        )
    } else {
        format!(
            "CREATE SEQUENCE tries;
             CREATE FUNCTION tear() RETURNS trigger LANGUAGE plpgsql AS
                 $$ BEGIN PERFORM nextval('tries'); RAISE EXCEPTION 'torn page'; END $$;
             CREATE TRIGGER torn BEFORE INSERT ON entries FOR EACH ROW WHEN (NEW.case_id = '{case}')
                 EXECUTE FUNCTION tear()"
        )
    };
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(store.pool()).await.unwrap();
}

fn mend(store: &Store) -> &'static str {
    if store.is_sqlite() {
        "DROP TRIGGER torn"
    } else {
        "DROP TRIGGER torn ON entries"
    }
}
