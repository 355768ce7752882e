//! Uploads: streamed, bounded, typed by content, stored by hash, given back to whom they concern.

use crate::sight::evidence;
use crate::support::story;
use domain::hash::Digest;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// A PNG as far as its marks go, with `content` inside.
pub fn png(content: &[u8]) -> Vec<u8> {
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        content,
        b"\0\0\0\0IEND\xAE\x42\x60\x82",
    ]
    .concat()
}

on_both_databases! {
    async fn a_file_is_kept_under_the_hash_of_its_content(portal: Portal) {
        let story = story::mediating(&portal).await;
        let bytes = png(b"a receipt");
        // What the sender calls it does not count.
        let stored = story.worker.sends(story.case, "text/html", bytes.clone()).await.ok();
        assert_eq!(stored["digest"], Digest::of(&bytes).to_string());
        assert_eq!(stored["media_type"], "image/png");
        assert_eq!(stored["size"], bytes.len());
        assert_eq!(story.worker.sends(story.case, "image/png", bytes.clone()).await.ok(), stored);
        story.worker.acts(story.case, evidence(&stored, true)).await;

        let path = format!("/api/v1/cases/{}/files/{}", story.case, stored["digest"].as_str().unwrap());
        let answer = story.employer.request(reqwest::Method::GET, &path).send().await.unwrap();
        assert_eq!(answer.headers()["content-type"], "image/png");
        assert_eq!(answer.headers()["x-content-type-options"], "nosniff");
        assert_eq!(answer.headers()["content-security-policy"], "default-src 'none'; sandbox");
        assert_eq!(answer.headers()["cache-control"], "private, no-store");
        assert_eq!(answer.bytes().await.unwrap(), bytes);
    }

    async fn broken_uploads_are_refused_each_with_its_own_word(portal: Portal) {
        let story = story::mediating(&portal).await;
        let case = story.case;
        let whole = png(b"a receipt");
        for (bytes, status, code) in [
            (Vec::new(), 400, "file_empty"),
            (b"<script>alert(1)</script>".to_vec(), 415, "file_type_unknown"),
            (b"MZ\x90\0".to_vec(), 415, "file_type_unknown"),
            (whole[..whole.len() - 4].to_vec(), 400, "upload_broken"),
            (b"%PDF-1.7\n1 0 obj".to_vec(), 400, "upload_broken"),
            (b"RIFF\xFF\0\0\0WEBPVP8 ".to_vec(), 400, "upload_broken"),
        ] {
            story.worker.sends(case, "image/png", bytes).await.refused(status, code);
        }
        let mut large = png(b"");
        large.splice(16..16, std::iter::repeat_n(0x5a, 20 * 1024 * 1024));
        story.worker.sends(case, "image/png", large).await.refused(413, "file_too_large");
        // Nothing of them is left.
        let left = std::fs::read_dir(portal.folder.path().join("files/incoming")).unwrap().count();
        assert_eq!(left, 0);
    }

    async fn a_sender_who_stops_midway_leaves_nothing(portal: Portal) {
        let (_, case) = story::opened(&portal).await;
        let mediator = portal.staff("wang", domain::actor::Role::Mediator, server::identity::orgs::CENTRE).await;
        let address = portal.origin.strip_prefix("http://").unwrap();
        let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
        let head = format!(
            "POST /api/v1/cases/{case}/files HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {}\r\nContent-Length: 4000\r\n\r\n",
            mediator.token.as_deref().unwrap()
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        stream.write_all(&png(b"only the beginning")).await.unwrap();
        stream.shutdown().await.unwrap();
        let mut said = Vec::new();
        // Closed without an answer, or with a refusal: never with success.
        let _ = stream.read_to_end(&mut said).await;
        assert!(!String::from_utf8_lossy(&said).starts_with("HTTP/1.1 200"));
        let incoming = portal.folder.path().join("files/incoming");
        portal.until(|| (std::fs::read_dir(&incoming).unwrap().count() == 0).then_some(())).await;
    }

    async fn evidence_must_be_a_file_of_this_case_as_it_was_received(portal: Portal) {
        let story = story::mediating(&portal).await;
        let stored = story.worker.sends(story.case, "image/png", png(b"x")).await.ok();
        for (field, value) in [
            ("digest", serde_json::json!("00".repeat(32))),
            ("size", serde_json::json!(1)),
            ("media_type", serde_json::json!("application/pdf")),
        ] {
            let mut other = stored.clone();
            other[field] = value;
            story.worker.asks(story.case, evidence(&other, true)).await.refused(422, "file_unfit");
        }
        let (_, second) = story::opened_again(&portal, &story.worker).await;
        story.worker.asks(second, evidence(&stored, true)).await.refused(422, "file_unfit");
    }
}
