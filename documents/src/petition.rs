//! 仲裁申请书 (LMAL 28; CHR 29): a party's own paper, made of what the case knows and what it added.

use super::words::{named_day, paper};
use super::{Sheet, Words};
use domain::actor::Side;
use domain::arbitration::{Arbitration, Petition, Transfer, undisputed};
use domain::case::Case;
use domain::command::{Authority, PartyKind};

/// Filed with the commission the case was handed to.
pub fn petition(case: &Case, transfer: &Transfer, arbitration: &Arbitration, words: &Words) -> Sheet {
    let mut sheet = of(case, arbitration.side, &arbitration.petition, words);
    sheet.closing.push(format!(
        "此致　{}。申请人于{}核对以上内容，{}",
        words.org(Some(transfer.commission)),
        named_day(case, arbitration.filed),
        if arbitration.signed {
            "以本人持有的密钥在线签署后提交，签署记载于案卷，可以核验。"
        } else {
            "在网上确认提交。"
        }
    ));
    let how = if arbitration.signed {
        "申请人（网上签署）"
    } else {
        "申请人（网上确认）"
    };
    sheet.signers = vec![(how.into(), words.name(case, arbitration.side))];
    sheet
}

/// To be signed and handed in by the side itself, at the workplace's commission or the employer's
/// (LMAL 21).
pub fn own_petition(case: &Case, side: Side, petition: &Petition, words: &Words) -> Sheet {
    let mut sheet = of(case, side, petition, words);
    sheet.closing.push(
        "此致　劳动合同履行地或者用人单位所在地的劳动人事争议仲裁委员会。附：本案终止调解告知书、案卷及证据。".into(),
    );
    sheet.signers = vec![("申请人（签名）".into(), words.name(case, side))];
    sheet
}

fn of(case: &Case, applicant: Side, petition: &Petition, words: &Words) -> Sheet {
    let mut sheet = paper(words, case, None, "仲裁申请书", String::new());
    let other = applicant.other();
    let mut against = party(case, other, "被申请人", words);
    let known = case.seat(other).is_some_and(|seat| seat.particulars.address.is_some());
    if let Some(address) = petition
        .opponent_address
        .and_then(|it| words.value(&it))
        .filter(|_| !known)
    {
        against.push_str(&format!("，住所地：{address}"));
    }
    if let Some(head) = petition.opponent_head.and_then(|it| words.value(&it)) {
        against.push_str(&format!("，法定代表人（主要负责人）：{head}"));
    }
    sheet.parties = vec![party(case, applicant, "申请人", words) + "。", against + "。"];
    let total: i64 = petition
        .claims
        .iter()
        .filter_map(|claim| claim.amount)
        .map(|it| it.0)
        .sum();
    sheet.opening = vec![(
        "仲裁请求".into(),
        format!("以下各项，金额合计 {} 元：", domain::money::Fen(total)),
    )];
    sheet.clauses = petition.claims.iter().map(claim).collect();
    sheet.closing = vec![format!("事实与理由：{}", petition.facts)];
    let facts: Vec<_> = undisputed(case).map(|fact| fact.text.trim_end_matches('。')).collect();
    if !facts.is_empty() {
        sheet
            .closing
            .push(format!("双方在调解中书面确认的无争议事实：{}。", facts.join("；")));
    }
    let pieces = case
        .evidence
        .iter()
        .filter(|(_, piece)| petition.evidence.contains(&piece.id));
    let pieces: Vec<_> = pieces.map(|(_, piece)| piece.title.as_str()).collect();
    sheet.closing.push(match pieces.is_empty() {
        true => "证据：无。".into(),
        false => format!(
            "证据和证据来源：{}（申请人或对方在调解中提交，随案移送）。",
            pieces.join("、")
        ),
    });
    sheet
}

pub fn claim(claim: &domain::command::Claim) -> String {
    match claim.amount {
        Some(amount) => format!("{}（{amount} 元）。", claim.text.trim_end_matches('。')),
        None => format!("{}。", claim.text.trim_end_matches('。')),
    }
}

/// Name, sex and birth where the number says so, number, domicile, phone (CHR 29).
pub fn party(case: &Case, side: Side, label: &str, words: &Words) -> String {
    let mut text = format!("{label}：{}", words.name(case, side));
    let Some(seat) = case.seat(side) else { return text };
    let particulars = &seat.particulars;
    let number = particulars.id_number.as_ref().and_then(|it| words.value(it));
    if let (PartyKind::Resident, Some(number)) = (particulars.kind, number) {
        if let Some(born) = number.get(6..14) {
            let female = number.as_bytes().get(16).is_some_and(|digit| digit % 2 == 0);
            let sex = if female { "女" } else { "男" };
            text.push_str(&format!(
                "，{sex}，{}年{}月{}日出生",
                &born[..4],
                born[4..6].trim_start_matches('0'),
                born[6..].trim_start_matches('0')
            ));
        }
    }
    let (number_name, address_name) = match particulars.kind {
        PartyKind::Resident => ("公民身份号码", "住"),
        PartyKind::Foreigner => ("证件号码", "住"),
        PartyKind::Organisation => ("统一社会信用代码", "住所地："),
    };
    if let Some(number) = number {
        text.push_str(&format!("，{number_name} {number}"));
    }
    if let Some(address) = particulars.address.as_ref().and_then(|it| words.value(it)) {
        text.push_str(&format!("，{address_name}{address}"));
    }
    if let Some(agent) = &particulars.agent {
        let office = match agent.authority {
            Authority::LegalRepresentative => "法定代表人",
            Authority::Special | Authority::General => "委托代理人",
        };
        text.push_str(&format!("，{office}：{}", words.value(&agent.name).unwrap_or_default()));
    }
    if let Some(phone) = words.value(&particulars.phone) {
        text.push_str(&format!("，联系电话 {phone}"));
    }
    text
}
