//! The agreement in Chinese alone and beside each of the other languages: the same bytes again, and every letter.

use documents::{EDITION, FACES, Sheet, Words, agreement, editions, render, render_as, unprintable};
use domain::actor::Side;
use domain::case::Case;
use domain::case::Seat;
use domain::command::{Agent, Authority, Claim, PartyKind, PartyParticulars};
use domain::hash::Digest;
use domain::id::{CaseId, ClauseId, OrgId};
use domain::moment::Timestamp;
use domain::money::Fen;
use domain::terms::Terms;
use domain::terms::second::{SecondLanguage, Translation};
use domain::terms::{
    ApologyManner, Clause, ClauseBody, DefaultRemedy, Instalment, InsuranceKind, PayManner, Payment, PaymentHead,
    SocialInsurance,
};
use std::collections::BTreeMap;
use std::path::Path;
use uuid::Uuid;

const AT: Timestamp = Timestamp(1_795_680_000_000);
const FOLDER: &str = "MAPLEBRIDGE_RENDER_TO";
const ORGAN: OrgId = OrgId(Uuid::from_u128(7));

fn terms() -> Terms {
    let due = |text: &str| text.parse().unwrap();
    let bodies = vec![
        ClauseBody::Payment(Payment {
            head: PaymentHead::WageArrears,
            payer: Side::Respondent,
            payee: Side::Claimant,
            total: Fen(1_860_000),
            instalments: vec![
                Instalment {
                    amount: Fen(1_000_000),
                    due: due("2026-12-10"),
                    condition: None,
                },
                Instalment {
                    amount: Fen(860_000),
                    due: due("2027-01-10"),
                    condition: None,
                },
            ],
            manner: PayManner::BankTransfer,
            account: Some(Digest::of(b"account")),
        }),
        ClauseBody::SocialInsurance(SocialInsurance {
            from: due("2025-06-01"),
            to: due("2026-09-30"),
            kinds: vec![
                InsuranceKind::Pension,
                InsuranceKind::Medical,
                InsuranceKind::WorkInjury,
            ],
            due: due("2026-12-31"),
        }),
        ClauseBody::LeavingCertificate { by: due("2026-12-05") },
        ClauseBody::Apology {
            by: Side::Respondent,
            due: due("2026-12-05"),
            manner: ApologyManner::InWriting,
        },
        ClauseBody::FreeText {
            text: "申请人于领取第一期款项时交还工具箱一只、安全帽一顶".into(),
        },
        ClauseBody::FreeText {
            text: "双方就劳动关系存续期间的其他事项再无争议".into(),
        },
        ClauseBody::Default(DefaultRemedy::DailyInterest { per_100_000: 50 }),
    ];
    let clause = |(i, body)| Clause {
        id: ClauseId(Uuid::from_u128(i as u128)),
        body,
    };
    Terms(bodies.into_iter().enumerate().map(clause).collect())
}

fn own(language: SecondLanguage) -> &'static str {
    match language {
        SecondLanguage::English => {
            "On receipt of the first instalment the claimant returns one tool box and one helmet."
        }
        SecondLanguage::Vietnamese => {
            "Khi nhận khoản tiền kỳ thứ nhất, người yêu cầu trả lại một hộp dụng cụ và một mũ bảo hộ."
        }
        SecondLanguage::Lao => "ເວລາຮັບເງິນງວດທີໜຶ່ງ ຜູ້ຮ້ອງຕ້ອງສົ່ງຄືນກ່ອງເຄື່ອງມືໜຶ່ງໜ່ວຍ ແລະ ໝວກນິລະໄພໜຶ່ງໜ່ວຍ.",
        SecondLanguage::Burmese => "ပထမအကြိမ် ငွေလက်ခံချိန်တွင် လျှောက်ထားသူသည် ကိရိယာသေတ္တာတစ်လုံးနှင့် ဦးထုပ်တစ်လုံးကို ပြန်အပ်ရမည်။",
    }
}

fn seat(names: &[&'static str], kind: PartyKind) -> Seat {
    Seat {
        person: None,
        particulars: PartyParticulars {
            kind,
            name: Digest::of(names[0].as_bytes()),
            id_number: None,
            phone: Digest::ZERO,
            address: None,
            agent: names.get(1).map(|name| Agent {
                name: Digest::of(name.as_bytes()),
                authority: Authority::Special,
            }),
        },
        consents: Vec::new(),
        consented: true,
        identity_seen: true,
    }
}

fn sheet(language: Option<SecondLanguage>) -> Sheet {
    let mut case = Case::new(CaseId(Uuid::from_u128(1)));
    case.number = "枫调字〔2026〕第 12 号".into();
    case.body = Some(ORGAN);
    case.claims = vec![Claim {
        text: "支付拖欠工资".into(),
        amount: Some(Fen(1_860_000)),
    }];
    case.facts = "申请人 2025 年 6 月入职，自 2026 年 6 月起未足额领取工资。".into();
    let (worker, firm) = (["ຄຳຫຼ້າ 坎拉"], ["云岭枫建建设工程有限公司", "李文静"]);
    case.claimant = Some(seat(&worker, PartyKind::Foreigner));
    case.respondent = Some(seat(&firm, PartyKind::Organisation));
    let values = worker
        .iter()
        .chain(&firm)
        .map(|name| (Digest::of(name.as_bytes()), (*name).to_owned()));
    let words = Words {
        values: values
            .chain([(Digest::of(b"account"), "6228480402564890018".to_owned())])
            .collect(),
        orgs: BTreeMap::from([(ORGAN, "枫林市总工会劳动争议联合调解中心".to_owned())]),
        mediator: "王秀兰".into(),
        interpreter: String::new(),
        today: AT.date(case.zone),
    };
    let terms = terms();
    let first = terms.0[4].digest();
    let translation = language.map(|language| {
        Translation::of(&terms, language, |digest| {
            (digest == first).then(|| own(language).into())
        })
    });
    agreement(&case, &terms, terms.digest(), translation.as_ref(), &words)
}

/// Chinese alone, then beside each of the other languages.
fn all() -> impl Iterator<Item = (&'static str, Option<SecondLanguage>)> {
    let second = SecondLanguage::ALL.map(|language| (language.frame().tag, Some(language)));
    std::iter::once(("zh", None)).chain(second)
}

fn rendered(language: Option<SecondLanguage>) -> Vec<u8> {
    rendered_as(EDITION, language)
}

fn rendered_as(edition: &str, language: Option<SecondLanguage>) -> Vec<u8> {
    render_as(edition, "agreement", &sheet(language), AT).unwrap().pdf
}

/// As a program of its own, with [`FOLDER`] set, this writes the agreements there.
#[test]
fn an_agreement_comes_out_the_same_from_two_processes_in_every_language() {
    if let Ok(folder) = std::env::var(FOLDER) {
        for (tag, language) in all() {
            std::fs::write(Path::new(&folder).join(format!("{tag}.pdf")), rendered(language)).unwrap();
        }
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let name = "languages::an_agreement_comes_out_the_same_from_two_processes_in_every_language";
    let other = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", name])
        .env(FOLDER, folder.path())
        .output()
        .unwrap();
    assert!(other.status.success(), "{}", String::from_utf8_lossy(&other.stdout));
    for (tag, language) in all() {
        let theirs = std::fs::read(folder.path().join(format!("{tag}.pdf"))).unwrap();
        assert!(theirs == rendered(language), "{tag}");
    }
}

/// Whoever changes how an agreement looks makes a new edition, so that older ones are not taken for forgeries.
#[test]
fn agreements_of_an_edition_come_out_as_they_always_did() {
    let digest = |edition, (tag, language)| format!("{tag} {}\n", Digest::of(&rendered_as(edition, language)));
    let digests = |edition| all().map(|it| digest(edition, it)).collect::<String>();
    let now: String = editions().map(|it| format!("edition {it}\n{}", digests(it))).collect();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../documents/edition.txt");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &now).unwrap();
    }
    let known = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(now, known, "a new look needs a new documents::EDITION, then BLESS=1");
}

/// What each page says.
fn pages(sheet: &Sheet) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("agreement.pdf");
    std::fs::write(&path, render("agreement", sheet, AT).unwrap().pdf).unwrap();
    let output = std::process::Command::new("pdftotext")
        .arg(&path)
        .arg("-")
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.trim_end_matches('\u{c}')
        .split('\u{c}')
        .map(str::to_owned)
        .collect()
}

#[test]
fn nobody_signs_a_page_without_what_closes_the_agreement_however_long_it_is() {
    let mut broken = 0;
    for (tag, language) in all().filter(|(tag, _)| ["zh", "my"].contains(tag)) {
        let mut sheet = sheet(language);
        // Line by line over the foot of a page.
        for more in 0..9 {
            let all = pages(&sheet);
            let last = all.last().unwrap();
            let closing = sheet
                .closing
                .iter()
                .map(|line| line.chars().take(12).collect::<String>());
            for words in closing.chain(sheet.signers.iter().map(|(label, _)| label.clone())) {
                assert!(last.contains(&words), "{tag}, {more} more clauses: {words} in\n{last}");
            }
            broken += usize::from(!last.contains("中文（为准）") && all.len() > 1);
            let clause = "双方就本条再无争议。".to_owned();
            if let Some(second) = &mut sheet.second {
                second.clauses.push(("", clause.clone(), true));
            }
            sheet.clauses.push(clause);
        }
    }
    assert!(broken > 4, "some of them fill a page");
}

#[test]
fn what_is_agreed_in_a_language_we_print_has_every_letter() {
    for (tag, language) in all() {
        assert!(unprintable(&sheet(language)).is_empty(), "{tag}");
    }
    let mut strange = sheet(Some(SecondLanguage::Lao));
    // Khmer is no language of ours.
    strange.clauses[0].push('ក');
    assert_eq!(unprintable(&strange).into_iter().collect::<String>(), "ក");
}

#[test]
fn the_faces_here_are_those_that_documents_are_known_by() {
    for (path, known) in FACES {
        let file = std::fs::read(path).expect(path);
        assert_eq!(Digest::of(&file).to_string(), known, "{path}");
    }
}
