//! Pages of what can be shown in the room: drawn apart, and given to whom their file is given.

use crate::sight::evidence;
use crate::support::{Person, story};
use documents::Sheet;
use domain::hash::Digest;
use domain::id::CaseId;
use domain::moment::Timestamp;
use reqwest::Method;

/// Width and height of a lossless WebP, at least as far as it says so.
fn size(webp: &[u8]) -> (u32, u32) {
    assert_eq!(&webp[8..16], b"WEBPVP8L");
    let bits = u32::from_le_bytes(webp[21..25].try_into().unwrap());
    (1 + (bits & 0x3fff), 1 + ((bits >> 14) & 0x3fff))
}

fn pdf() -> Vec<u8> {
    let sheet = Sheet {
        title: "工资结算单".into(),
        closing: (0..80)
            .map(|line| format!("第 {line} 行：每月应发工资若干。"))
            .collect(),
        ..Sheet::default()
    };
    documents::render("test", &sheet, Timestamp(0)).unwrap().pdf
}

async fn page(person: &Person, case: CaseId, of: &str, page: u16, width: u16) -> reqwest::Response {
    let path = format!("/api/v1/cases/{case}/pages/{of}/{page}?width={width}");
    person.request(Method::GET, &path).send().await.unwrap()
}

on_both_databases! {
    async fn a_page_is_drawn_for_whoever_may_read_its_file(portal: Portal) {
        let story = story::mediating(&portal).await;
        let case = story.case;
        let stored = story.worker.sends(case, "application/pdf", pdf()).await.ok();
        let of = stored["digest"].as_str().unwrap().to_owned();
        // A file that is no evidence yet is nobody's to show.
        assert_eq!(page(&story.worker, case, &of, 1, 800).await.status(), 404);
        story.worker.acts(case, evidence(&stored, false)).await;
        for (width, wide) in [(0, 900), (900, 900), (901, 1800), (5000, 1800)] {
            let answer = page(&story.mediator, case, &of, 2, width).await;
            assert_eq!(answer.headers()["content-type"], "image/webp");
            assert_eq!(answer.headers()["cache-control"], "private, no-store");
            let (across, down) = size(&answer.bytes().await.unwrap());
            assert_eq!(across, wide);
            assert!(down > across, "{across}x{down}");
        }
        assert_eq!(page(&story.worker, case, &of, 1, 900).await.status(), 200);
        for (person, at) in [(&story.employer, 1), (&story.worker, 0), (&story.worker, 40)] {
            assert_eq!(page(person, case, &of, at, 900).await.status(), 404);
        }
    }

    async fn what_cannot_be_drawn_harms_nobody(portal: Portal) {
        let story = story::mediating(&portal).await;
        let case = story.case;
        let photo = [b"\xFF\xD8\xFF".as_slice(), &[7; 5000]].concat();
        let broken = b"%PDF-1.7\nnothing that could be read\n%%EOF\n".to_vec();
        for (kind, bytes) in [("image/jpeg", photo), ("application/pdf", broken)] {
            let stored = story.worker.sends(case, kind, bytes.clone()).await.ok();
            story.worker.acts(case, evidence(&stored, true)).await;
            let answer = page(&story.employer, case, &Digest::of(&bytes).to_string(), 1, 900).await;
            assert_eq!(answer.status(), 404);
            let problem: serde_json::Value = answer.json().await.unwrap();
            assert_eq!(problem["code"], "page_unfit");
        }
    }
}
