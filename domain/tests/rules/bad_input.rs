//! Input from outside: a coded refusal or no command at all, never a panic.

use super::play::*;
use domain::command::*;
use domain::hash::{Digest, PublicKey};
use domain::id::CaseId;
use domain::moment::{Date, Timestamp, Zone};
use domain::money::Fen;
use domain::refusal::Refusal;
use domain::terms::ClauseBody;
use domain::text;
use proptest::prelude::*;
use serde_json::json;

fn is_command(value: serde_json::Value) -> bool {
    serde_json::from_value::<Command>(value).is_ok()
}

#[test]
fn deceptive_and_control_characters_are_refused_wherever_a_text_comes_in() {
    for bad in [
        '\u{0}',
        '\u{7}',
        '\r',
        '\u{1b}',
        '\u{7f}',
        '\u{202A}',
        '\u{202E}',
        '\u{2066}',
        '\u{2069}',
        '\u{200F}',
        '\u{FEFF}',
        '\u{200B}',
        '\u{2028}',
        '\u{2060}',
        '\u{E0041}',
    ] {
        let said = format!("付款{bad}人");
        assert_eq!(text::fit(&said, text::STORY), Err(Refusal::TextUnfit), "{bad:?}");
        let mut play = Play::new();
        let mut asked = request();
        asked.claims[0].text = said.clone();
        play.refuses(&WORKER, Command::RequestMediation(asked), Refusal::TextUnfit);
        let mut play = Play::drafted();
        play.refuses(
            &WORKER,
            Command::EndMediation { reason: said.clone() },
            Refusal::TextUnfit,
        );
        let mut evidence = photo(9, true);
        evidence.title = said.clone();
        play.refuses(&WORKER, Command::AddEvidence(evidence), Refusal::TextUnfit);
        let free = clause(9, ClauseBody::FreeText { text: said.clone() });
        play.refuses(&MEDIATOR, write(&free), Refusal::TextUnfit);
        let secret = clause(9, ClauseBody::Confidentiality { scope: said });
        play.refuses(&MEDIATOR, write(&secret), Refusal::TextUnfit);
    }
}

#[test]
fn texts_of_other_scripts_are_welcome() {
    for good in ["ສະບາຍດີ", "မင်္ဂလာပါ", "Xin chào", "𠮷野家", "عامل", "第一行\n第二行"]
    {
        assert_eq!(text::fit(good, text::REASON), Ok(()), "{good}");
    }
    assert_eq!(text::fit("张\n建国", text::NAME), Err(Refusal::TextUnfit));
}

#[test]
fn texts_too_long_or_blank_are_refused() {
    for (said, most) in [("", text::LINE), ("  \n ", text::REASON)] {
        assert_eq!(text::fit(said, most), Err(Refusal::TextUnfit));
    }
    let long = "字".repeat(text::STORY + 1);
    let mut asked = request();
    asked.facts = long.clone();
    Play::new().refuses(&WORKER, Command::RequestMediation(asked), Refusal::TextUnfit);
    let free = clause(9, ClauseBody::FreeText { text: long });
    Play::drafted().refuses(&MEDIATOR, write(&free), Refusal::TextUnfit);
    // Characters count, not bytes.
    assert_eq!(text::fit(&"字".repeat(text::NAME), text::NAME), Ok(()));
}

#[test]
fn amounts_are_whole_fen_in_one_spelling() {
    for bad in [
        "1.5",
        "1e3",
        "+1",
        "01",
        "",
        " 1",
        "1 ",
        "１",
        "0x10",
        "9223372036854775808",
        "-0",
    ] {
        assert!(serde_json::from_value::<Fen>(json!(bad)).is_err(), "{bad}");
    }
    for bad in [json!(1), json!(1.5), json!(null), json!([]), json!({})] {
        assert!(serde_json::from_value::<Fen>(bad).is_err());
    }
    for amount in [Fen(0), Fen(-1), Fen(Fen::MAX.0 + 1), Fen(i64::MAX), Fen(i64::MIN)] {
        let mut asked = request();
        asked.claims[0].amount = Some(amount);
        Play::new().refuses(&WORKER, Command::RequestMediation(asked), Refusal::AmountUnfit);
    }
}

#[test]
fn dates_are_days_that_exist() {
    for bad in [
        "2026-02-29",
        "2026-13-01",
        "2026-00-10",
        "2026-1-1",
        "26-01-01",
        "2026/01/01",
        "2026-01-01T00:00:00Z",
        "",
        "２０２６-01-01",
    ] {
        assert!(bad.parse::<Date>().is_err(), "{bad}");
    }
    assert_eq!(day("2028-02-29").to_string(), "2028-02-29");
}

#[test]
fn ids_digests_and_keys_have_one_length_and_spelling() {
    for bad in ["", "1", "00000000-0000-0000-0000-00000000000g", "not-an-id"] {
        assert!(bad.parse::<CaseId>().is_err(), "{bad}");
    }
    let digest = Digest::of(b"x").to_string();
    assert!(digest.to_uppercase().parse::<Digest>().is_err());
    assert!(digest[..62].parse::<Digest>().is_err());
    assert!(format!("{digest}00").parse::<Digest>().is_err());
    assert!("zz".repeat(32).parse::<PublicKey>().is_err());
}

#[test]
fn unknown_and_misshapen_commands_are_no_commands() {
    for bad in [
        json!("accept_everything"),
        json!({ "agree_terms": {} }),
        json!({ "agree_terms": { "terms": "12" } }),
        json!({ "enter_room": { "room": "attic" } }),
        json!({ "open_caucus": { "side": "both" } }),
        json!({ "accept_case": {}, "tick": {} }),
        json!({ "sign": null }),
        json!(17),
        json!(null),
        json!([]),
    ] {
        assert!(!is_command(bad.clone()), "{bad}");
    }
    assert!(is_command(json!("accept_case")));
}

#[test]
fn too_much_of_anything_is_refused() {
    let mut asked = request();
    asked.disclosures = vec![hidden("x"); 41];
    Play::new().refuses(&WORKER, Command::RequestMediation(asked), Refusal::TooMany);
    let mut play = Play::mediating();
    for n in 0..40 {
        play.does(
            &MEDIATOR,
            write(&clause(
                100 + n,
                ClauseBody::FreeText {
                    text: "再无争议。".into(),
                },
            )),
        );
    }
    let one_more = clause(
        200,
        ClauseBody::FreeText {
            text: "再无争议。".into(),
        },
    );
    play.refuses(&MEDIATOR, write(&one_more), Refusal::TooMany);
    let mut long = payment();
    if let ClauseBody::Payment(payment) = &mut long.body {
        payment.instalments = vec![payment.instalments[0].clone(); 61];
    }
    Play::mediating().refuses(&MEDIATOR, write(&long), Refusal::TooMany);
}

#[test]
fn files_too_large_empty_or_of_a_strange_kind_are_refused() {
    let changes: [fn(&mut Evidence); 4] = [
        |file| file.size = 0,
        |file| file.size = 20 * 1024 * 1024 + 1,
        |file| file.media_type = "image/svg+xml".into(),
        |file| file.media_type = "IMAGE/JPEG".into(),
    ];
    for change in changes {
        let mut file = photo(1, true);
        change(&mut file);
        Play::mediating().refuses(&WORKER, Command::AddEvidence(file), Refusal::FileUnfit);
    }
}

proptest! {
    #[test]
    fn any_instant_has_a_day_and_a_time(ms in any::<i64>()) {
        let (hour, minute) = Timestamp(ms).clock(Zone::CHINA);
        prop_assert!(hour < 24 && minute < 60);
        let _ = Timestamp(ms).date(Zone::CHINA);
    }

    #[test]
    fn any_text_is_fit_or_refused(said in any::<String>(), most in 0_usize..100) {
        let _ = text::fit(&said, most);
        let _ = domain::identity::resident_number(&said);
        let _ = domain::identity::credit_code(&said);
        let _ = domain::identity::phone(&said);
        let _ = domain::identity::account(&said);
        let _ = said.parse::<Date>();
    }

    #[test]
    fn any_json_is_a_command_or_an_error(said in "[\\{\\}\\[\\]\",:a-z_0-9 ]{0,80}") {
        let _ = serde_json::from_str::<Command>(&said);
        let _ = serde_json::from_str::<domain::event::Event>(&said);
    }
}
