//! 签署证明: who signed what, when, from where, with which key, and where all of it can be checked.

use super::words::paper;
use super::{Facts, Sheet, Words};
use domain::actor::{Assurance, Role, Side};
use domain::case::Case;
use domain::hash::{Commitment, Digest};
use domain::id::OrgId;
use domain::moment::Timestamp;
use domain::signer::KeyAlgorithm;

/// One person's signature.
pub struct Signing {
    pub name: String,
    pub role: Role,
    pub assurance: Assurance,
    /// When the signer's device first fetched the document, if it was noted.
    pub viewed: Option<Timestamp>,
    /// When the signer asked for the code, or for the passkey's challenge, if it was noted.
    pub asked: Option<Timestamp>,
    /// When the identity was checked again, right before.
    pub checked: Timestamp,
    pub circumstances: Option<Circumstances>,
    /// How each clause was taken in, as the statement says it.
    pub reading: Option<String>,
    /// Of the ceremony: the signature's identifier.
    pub nonce: String,
    pub consent: String,
    /// Name of the staff member who helped on the spot.
    pub helper: Option<String>,
    pub algorithm: KeyAlgorithm,
    pub mark: Marking,
}

/// From where and with what somebody signed: personal, so the log has a salted commitment only.
pub struct Circumstances {
    /// IP address.
    pub address: String,
    /// 手机（Android，微信）
    pub device: String,
    pub session: String,
    pub commitment: Commitment,
    /// Leaf of the commitment.
    pub index: Option<u64>,
}

/// What stands in the document and in the log.
pub struct Marking {
    /// The mark as it is seen (SVG).
    pub look: String,
    /// SHA-256 of the `SubjectPublicKeyInfo`.
    pub fingerprint: Digest,
    /// Of the certificate.
    pub serial: String,
    pub valid: (Timestamp, Timestamp),
    /// Leaf of the certificate, where that is one by itself.
    pub certified: Option<u64>,
    /// As the timestamp proves.
    pub stamped: Timestamp,
    pub logged: Timestamp,
    /// Leaf of the log.
    pub index: u64,
}

/// A refusal to sign an earlier wording.
pub struct Declined {
    pub side: Side,
    pub at: Timestamp,
    pub reason: String,
}

/// Everything the certificate says beside names.
pub struct Completion {
    pub presented: Timestamp,
    pub declined: Vec<Declined>,
    pub signings: Vec<Signing>,
    pub seal: Marking,
    /// The last timestamp, over everything.
    pub closed: Timestamp,
    pub origin: String,
    pub log_size: u64,
    pub log_root: Digest,
    /// Page where anyone verifies.
    pub address: String,
    /// The same as a picture (SVG).
    pub qr: String,
    pub made: Timestamp,
}

/// The certificate of `case`, whose agreement is in effect, by `organ`.
pub fn certificate(case: &Case, organ: Option<OrgId>, completion: Completion, words: &Words) -> Sheet {
    let time = |at: Timestamp| said(case, at);
    let mut sheet = paper(words, case, organ, "签署证明", String::new());
    sheet.number.clone_from(&case.number);
    sheet.footer = format!("案件标识 {}", case.id);
    let mut document: Facts = ("文件".into(), Vec::new());
    let mut say = |label: &str, value: String| document.1.push((label.into(), value));
    say("文件名称", "调解协议书".into());
    say("案件标识", case.id.to_string());
    if let Some(agreement) = &case.agreement {
        say("送签文本 SHA-256", agreement.document.to_string());
        say("签署完成文本 SHA-256", agreement.file.digest.to_string());
    }
    if let Some((terms, digest)) = &case.agreed_terms {
        say("全部条款 SHA-256", digest.to_string());
        for (i, clause) in terms.0.iter().enumerate() {
            say(&format!("第 {} 条 SHA-256", i + 1), clause.digest().to_string());
        }
    }
    if let Some(translation) = case.agreement.as_ref().and_then(|it| it.translation) {
        say("译文 SHA-256", translation.to_string());
    }
    say("送交签署", time(completion.presented));
    if let Some(at) = case.effective_at {
        say("协议生效", time(at));
    }
    say("封存时间戳", time(completion.closed));
    say("本证明生成", time(completion.made));
    say("时间所用时区", zone(case));
    sheet.facts = vec![document];
    sheet.looks = vec![String::new()];
    for signing in &completion.signings {
        sheet.facts.push(signed(signing, completion.presented, &time));
        sheet.looks.push(signing.mark.look.clone());
    }
    sheet
        .facts
        .extend(completion.declined.iter().map(|it| refused(it, &time)));
    sheet.looks.resize(sheet.facts.len(), String::new());
    let mut seal: Facts = (format!("调解组织印章　{}", sheet.organ), Vec::new());
    marked(&mut seal, &completion.seal, &time);
    sheet.facts.push(seal);
    sheet.looks.push(completion.seal.look.clone());
    sheet.facts.push((
        "公开日志".into(),
        vec![
            ("日志名称".into(), completion.origin),
            ("日志长度".into(), completion.log_size.to_string()),
            ("日志根 SHA-256".into(), completion.log_root.to_string()),
        ],
    ));
    sheet.closing = vec![format!(
        "以上内容由系统根据案件记录和协议书中的电子签名生成。任何人都可以在 {} 核验本证明、协议书和案卷，文件不会上传；也可以离线核验。",
        completion.address
    )];
    sheet.qr = completion.qr;
    sheet
}

fn side_words(side: Side) -> &'static str {
    match side {
        Side::Claimant => "申请人",
        Side::Respondent => "被申请人",
    }
}

fn refused(declined: &Declined, time: &dyn Fn(Timestamp) -> String) -> Facts {
    (
        format!("此前文本　{}拒绝签署", side_words(declined.side)),
        vec![
            ("时间".into(), time(declined.at)),
            ("理由".into(), declined.reason.clone()),
        ],
    )
}

/// 第 1 条已听完，第 2、3 条已阅读
fn read_words(reading: &str) -> String {
    let those = |way: char| {
        let places = reading.chars().enumerate().filter(|(_, it)| *it == way);
        let places: Vec<String> = places.map(|(i, _)| (i + 1).to_string()).collect();
        (!places.is_empty()).then(|| places.join("、"))
    };
    let read = those('r').map(|places| format!("第 {places} 条已阅读"));
    let heard = those('h').map(|places| format!("第 {places} 条已听完朗读"));
    [read, heard].into_iter().flatten().collect::<Vec<_>>().join("；")
}

fn signed(signing: &Signing, presented: Timestamp, time: &dyn Fn(Timestamp) -> String) -> Facts {
    let role = match signing.role {
        Role::Claimant => side_words(Side::Claimant),
        Role::Respondent => side_words(Side::Respondent),
        Role::Interpreter => "翻译人员（见证翻译）",
        _ => "调解员",
    };
    let assurance = match signing.assurance {
        Assurance::Phone => "手机验证码",
        Assurance::DocumentSeen => "手机验证码；调解员视频核对证件",
        Assurance::Passkey => "通行密钥",
        Assurance::Authority => "权威来源核实",
    };
    let algorithm = match signing.algorithm {
        KeyAlgorithm::Ed25519 => "Ed25519",
        KeyAlgorithm::P256 => "ECDSA P-256 / SHA-256",
    };
    let mut facts: Facts = (format!("{role}签名　{}", signing.name), Vec::new());
    let rows = &mut facts.1;
    rows.push(("身份核验".into(), assurance.into()));
    rows.push(("送交签署".into(), time(presented)));
    rows.extend(signing.viewed.map(|at| ("首次取得协议文件".into(), time(at))));
    rows.extend(signing.reading.iter().map(|it| ("逐条阅读".into(), read_words(it))));
    let passkey = signing.assurance == Assurance::Passkey;
    let asking = if passkey {
        "开始核对通行密钥"
    } else {
        "获取验证码"
    };
    rows.extend(signing.asked.map(|at| (asking.into(), time(at))));
    rows.push(("签署前复核身份".into(), time(signing.checked)));
    if let Some(known) = &signing.circumstances {
        rows.push(("网络地址（IP）".into(), known.address.clone()));
        rows.push(("设备和浏览器".into(), known.device.clone()));
        rows.push(("会话标识".into(), known.session.clone()));
        rows.push(("以上三项的加盐哈希".into(), known.commitment.to_string()));
        rows.extend(
            known
                .index
                .map(|index| ("哈希日志编号".into(), format!("第 {index} 号"))),
        );
    }
    rows.extend(signing.helper.clone().map(|name| ("现场协助人".into(), name)));
    rows.push(("签名标识".into(), signing.nonce.clone()));
    rows.push(("签署声明".into(), signing.consent.clone()));
    rows.push(("签名算法".into(), algorithm.into()));
    marked(&mut facts, &signing.mark, time);
    facts
}

fn marked(facts: &mut Facts, mark: &Marking, time: &dyn Fn(Timestamp) -> String) {
    let (from, until) = mark.valid;
    facts.1.extend([
        ("公钥指纹 SHA-256".into(), mark.fingerprint.to_string()),
        ("证书编号".into(), mark.serial.clone()),
        ("证书有效期".into(), format!("{} 至 {}", time(from), time(until))),
    ]);
    facts.1.extend(
        mark.certified
            .map(|index| ("证书日志编号".into(), format!("第 {index} 号"))),
    );
    facts.1.extend([
        ("签名时间戳".into(), time(mark.stamped)),
        (
            "记入日志".into(),
            format!("{}，第 {} 号", time(mark.logged), mark.index),
        ),
    ]);
}

/// `2026-11-26 09:00:00 UTC+8`: seconds count here, and the zone is said.
fn said(case: &Case, at: Timestamp) -> String {
    let (hour, minute) = at.clock(case.zone);
    let second = at.0.div_euclid(1_000).rem_euclid(60);
    format!(
        "{} {hour:02}:{minute:02}:{second:02} {}",
        at.date(case.zone),
        zone(case)
    )
}

fn zone(case: &Case) -> String {
    let (hours, minutes) = (case.zone.0 / 60, case.zone.0 % 60);
    if minutes == 0 {
        format!("UTC{hours:+}")
    } else {
        format!("UTC{hours:+}:{:02}", minutes.abs())
    }
}
