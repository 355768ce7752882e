//! The live stream of a case (SSE).

use crate::support::story::{self, clause, live, view};

on_both_databases! {
    async fn a_stream_resumes_after_the_last_event_seen(portal: Portal) {
        let story = story::mediating(&portal).await;
        let seq = view(&story.worker, story.case).await.entries.len() as u64;
        let first = live(&story.worker, story.case, None, seq as usize).await;
        assert_eq!(first.iter().map(|live| live.seq).collect::<Vec<_>>(), (1..=seq).collect::<Vec<_>>());
        assert!(!first[0].disclosures.is_empty());
        // Two come while nobody listens.
        story.mediator.acts(story.case, clause("一")).await;
        story.mediator.acts(story.case, clause("二")).await;
        let resumed = live(&story.worker, story.case, Some(seq), 2).await;
        assert_eq!(resumed.iter().map(|live| live.seq).collect::<Vec<_>>(), [seq + 1, seq + 2]);
    }

    async fn what_is_written_arrives_while_one_listens(portal: Portal) {
        let story = story::mediating(&portal).await;
        let seq = view(&story.worker, story.case).await.entries.len() as u64;
        let command = clause("新的一条");
        let (heard, acted) = tokio::join!(
            live(&story.worker, story.case, Some(seq), 1),
            story.mediator.acts(story.case, command)
        );
        assert_eq!(heard[0].seq, acted.seq);
        assert_eq!(heard[0].entry, acted.entries[0]);
    }

    async fn a_stream_ends_with_its_session(portal: Portal) {
        let story = story::mediating(&portal).await;
        let path = format!("/api/v1/cases/{}/events", story.case);
        let mut stream = story.worker.request(reqwest::Method::GET, &path).send().await.unwrap();
        stream.chunk().await.unwrap().unwrap();
        story.worker.delete("/api/v1/session").await.ok();
        story.mediator.acts(story.case, clause("之后")).await;
        let end = async { while let Ok(Some(chunk)) = stream.chunk().await {
            assert!(!String::from_utf8_lossy(&chunk).contains("之后"));
        } };
        tokio::time::timeout(std::time::Duration::from_secs(20), end).await.unwrap();
    }
}
