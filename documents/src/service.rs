//! 电子送达凭证 (OLR 31), and 送达回证 to be signed where a document is served on paper (CHR 20; CPL 87).

use super::words::{named_day, paper, plain};
use super::{Sheet, Words};
use domain::actor::{Role, Side};
use domain::case::Case;
use domain::hash::Digest;
use domain::id::OrgId;
use domain::moment::Timestamp;
use domain::service::{Means, Notified, served};

/// What the record says of the document: when it arrived, by which ways the side was told, when it signed
/// for it. `issued` is when it was made.
pub fn receipt(case: &Case, (document, title): (Digest, &str), organ: Option<OrgId>, words: &Words) -> Sheet {
    let mut sheet = paper(words, case, organ, "电子送达凭证", String::new());
    sheet.opening = vec![
        ("送达文书".into(), title.to_owned()),
        ("文书哈希（SHA-256）".into(), document.to_string()),
    ];
    for side in Side::BOTH {
        let name = words.name(case, side);
        let mut all = served(case, side, &document).peekable();
        if all.peek().is_none() {
            sheet.clauses.push(format!("{name}：尚未送达。"));
        }
        for one in all {
            sheet
                .clauses
                .push(format!("{name}：{}{}。", plain(one.on), how(&one.means)));
        }
        if let Some(at) = signed_for(case, side, document) {
            sheet.clauses.push(format!("{name}：{}签收。", named_day(case, at)));
        }
    }
    sheet.closing = vec![
        "以上记载于本案的只增日志，可以用案卷核验。电子送达经受送达人同意，以送达信息到达其账户的日期为送达日期\
         （《中华人民共和国民事诉讼法》第九十条、《人民法院在线诉讼规则》第二十九条、第三十一条）。"
            .into(),
    ];
    sheet
}

fn how(means: &Means) -> String {
    match means {
        Means::Electronic { told } => {
            let ways: Vec<_> = told
                .iter()
                .map(|way| match way {
                    Notified::Account => "平台账户",
                    Notified::Sms => "短信",
                    Notified::Email => "电子邮件",
                })
                .collect();
            format!("以{}电子送达", ways.join("、"))
        }
        Means::Handed => "直接送达，受送达人在送达回证上签名".into(),
        Means::Posted { tracking } => format!("邮寄送达（{tracking}）"),
        Means::Left { note } => format!("留置送达（{note}）"),
    }
}

pub fn signed_for(case: &Case, side: Side, document: Digest) -> Option<Timestamp> {
    let decisions = case.applications.iter().filter_map(|it| it.decision.as_ref());
    let mut decisions = decisions.filter(|it| it.document == document);
    let decision = decisions.find_map(|it| it.received_at.get(&side).copied());
    decision.or_else(|| case.received.get(&(document, side)).copied())
}

/// To go with a printed copy; who receives it signs, and the slip comes back.
pub fn slip(case: &Case, side: Side, title: &str, organ: Option<OrgId>, words: &Words) -> Sheet {
    let mut sheet = paper(words, case, organ, "送达回证", String::new());
    let address = case.seat(side).and_then(|seat| seat.particulars.address);
    let address = address.and_then(|it| words.value(&it)).unwrap_or("（未提供）");
    let role = match Role::from(side) {
        Role::Claimant => "申请人",
        _ => "被申请人",
    };
    sheet.opening = vec![
        ("受送达人".into(), format!("{}（{role}）", words.name(case, side))),
        ("送达地址".into(), address.to_owned()),
        ("送达文书".into(), title.to_owned()),
    ];
    sheet.closing = vec![
        "受送达人签名或者盖章：　　　　　　　　　　　　　　年　　月　　日".into(),
        "代收人签名或者盖章（注明与受送达人的关系）：　　　　　　　　　　　　年　　月　　日".into(),
        "拒收事由和日期、见证人、拍照或者录像记录：".into(),
        "送达人签名：　　　　　　　　　　　　　　年　　月　　日".into(),
        "受送达人是本人的，应当由本人签收；拒绝签收的，可以留置送达并拍照、录像（《劳动人事争议仲裁办案规则》第二十条）。"
            .into(),
    ];
    sheet
}
