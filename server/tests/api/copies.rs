//! Backup, restore and rebuild.

use crate::support::story::{self, clause};
use crate::support::{Kind, Portal, postgres};
use server::store::Store;
use server::store::backup::{FLEETING, TABLES, TREE};
use sqlx::Row;

/// Waits until the tree covers everything, so that two looks compare.
async fn settled(portal: &Portal) -> server::store::Checked {
    portal.idle().await;
    let wait = async {
        loop {
            let checked = portal.app.store.check().await.unwrap();
            if checked.waiting == 0 {
                return checked;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), wait)
        .await
        .unwrap()
}

async fn lines(store: &Store) -> String {
    let whose = server::store::read::Whose::Body(server::identity::orgs::CENTRE);
    serde_json::to_string(&store.list(whose).await.unwrap()).unwrap()
}

on_both_databases! {
    async fn a_backup_fills_either_database(portal: Portal) {
        let story = story::mediating(&portal).await;
        story.mediator.acts(story.case, clause("写在备份之前")).await;
        let stored = story.worker.sends(story.case, "image/png", crate::files::png(b"kept")).await.ok();
        let before = settled(&portal).await;
        let files = portal.folder.path().join("files");
        let copy = portal.folder.path().join("copy");
        portal.app.store.backup(&files, &copy).await.unwrap();
        assert!(portal.app.store.backup(&files, &copy).await.is_err());
        assert!(!copy.join("trust").exists());
        for kind in [Kind::Sqlite, Kind::Postgres] {
            let folder = tempfile::tempdir().unwrap();
            let url = match kind {
                Kind::Sqlite => format!("sqlite://{}?mode=rwc", folder.path().join("new.db").display()),
                Kind::Postgres => postgres::database().await,
            };
            let fresh = Store::open(&url).await.unwrap();
            let restored = fresh.restore(&folder.path().join("files"), &copy).await.unwrap();
            assert_eq!(restored, before);
            assert_eq!(fresh.entries(story.case, 0).await.unwrap(), portal.app.store.entries(story.case, 0).await.unwrap());
            assert_eq!(lines(&fresh).await, lines(&portal.app.store).await);
            let digest = stored["digest"].as_str().unwrap();
            assert!(folder.path().join("files").join(&digest[..2]).join(digest).is_file());
            // Never over something that is there.
            assert!(fresh.restore(&folder.path().join("files"), &copy).await.is_err());
        }
    }

    async fn a_damaged_backup_is_refused_and_changes_nothing(portal: Portal) {
        story::opened(&portal).await;
        let copy = portal.folder.path().join("copy");
        portal.app.store.backup(&portal.folder.path().join("files"), &copy).await.unwrap();
        let table = copy.join("tables/private.jsonl");
        let text = std::fs::read_to_string(&table).unwrap();
        std::fs::write(&table, text.replacen("张建国", "张建军", 1)).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}?mode=rwc", folder.path().join("new.db").display());
        let fresh = Store::open(&url).await.unwrap();
        let said = fresh.restore(&folder.path().join("files"), &copy).await.unwrap_err().to_string();
        assert!(said.contains("private.jsonl is damaged"), "{said}");
        assert_eq!(fresh.check().await.unwrap().cases, 0);
    }

    async fn rebuild_makes_the_read_table_as_the_commands_left_it(portal: Portal) {
        let story = story::mediating(&portal).await;
        story.mediator.acts(story.case, clause("一条")).await;
        let before = lines(&portal.app.store).await;
        sqlx::query("UPDATE cases SET stage = 'ended', amount = 1, mediator = NULL").execute(portal.app.store.pool()).await.unwrap();
        assert_ne!(lines(&portal.app.store).await, before);
        assert_eq!(portal.app.store.rebuild().await.unwrap(), 1);
        assert_eq!(lines(&portal.app.store).await, before);
    }

    async fn a_changed_entry_is_found_by_the_check(portal: Portal) {
        let story = story::mediating(&portal).await;
        sqlx::query("UPDATE entries SET payload = payload || ' ' WHERE seq = 2").execute(portal.app.store.pool()).await.unwrap();
        let said = portal.app.store.check().await.unwrap_err().to_string();
        assert!(said.contains(&format!("case {}, entry 2: PayloadSwapped", story.case)), "{said}");
    }

    async fn every_table_is_copied_or_known_to_be_fleeting(portal: Portal) {
        let sql = if portal.app.store.is_sqlite() {
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        } else {
            "SELECT CAST(tablename AS TEXT) AS name FROM pg_tables WHERE schemaname = 'public'"
        };
        let rows = sqlx::query(sql).fetch_all(portal.app.store.pool()).await.unwrap();
        let mut there: Vec<String> = rows.iter().map(|row| row.try_get("name").unwrap()).collect();
        there.retain(|name| name != "migrations");
        there.sort();
        let mut known: Vec<&str> = TABLES.iter().chain(&TREE).chain(&FLEETING).copied().collect();
        known.sort_unstable();
        assert_eq!(there, known);
    }
}
