//! 调解协议书 (EMR 26; PML 29): parties, facts, claims, what was agreed, and who signs.

use super::words::plain;
use super::{Sheet, Words};
use domain::actor::Side;
use domain::case::Case;
use domain::hash::Digest;
use domain::terms::Terms;

/// The agreement over `terms`, as the parties will sign it.
pub fn agreement(case: &Case, terms: &Terms, digest: Digest, words: &Words) -> Sheet {
    let claims: Vec<String> = case
        .claims
        .iter()
        .map(|claim| match claim.amount {
            Some(amount) => format!("{}（{amount} 元）", claim.text.trim_end_matches('。')),
            None => claim.text.trim_end_matches('。').to_owned(),
        })
        .collect();
    let mut sheet = words.sheet(case, case.body, "调解协议书", case.number.clone(), digest);
    sheet.opening = vec![
        ("申请事项".into(), format!("{}。", claims.join("；"))),
        ("申请人主张的事实与理由".into(), case.facts.clone()),
        (
            "调解结果".into(),
            format!(
                "经{}主持调解，双方当事人于{}自愿达成如下协议：",
                sheet.organ,
                plain(words.today)
            ),
        ),
    ];
    sheet.clauses = words.clauses(case, terms);
    sheet.closing = vec![
        "本协议经双方当事人、调解员签名并加盖调解组织印章后生效，对双方当事人具有约束力，双方应当履行。".into(),
        "双方可以自本协议生效之日起十五日内共同向有管辖权的劳动人事争议仲裁委员会申请仲裁审查，\
         或者自本协议生效之日起三十日内共同向有管辖权的人民法院申请司法确认。"
            .into(),
        "本协议以电子签名方式订立，双方当事人与调解组织各执一份，内容相同，效力相同。\
         签名、印章、时间及身份核验记录载于案卷，可以离线核验。"
            .into(),
    ];
    let signer = |side| {
        let name = words.name(case, side);
        let agent = case.seat(side).and_then(|seat| seat.particulars.agent.as_ref());
        match agent.and_then(|agent| words.value(&agent.name)) {
            Some(agent) => format!("{name}（{agent}）"),
            None => name,
        }
    };
    sheet.signers = vec![
        ("申请人（电子签名）".into(), signer(Side::Claimant)),
        ("被申请人（电子签名）".into(), signer(Side::Respondent)),
        ("调解员（电子签名）".into(), words.mediator.clone()),
        ("调解组织（电子印章）".into(), sheet.organ.clone()),
    ];
    sheet
}
