//! 调解协议书 (EMR 26; PML 29): parties, facts, claims, what was agreed, and who signs.

use super::words::plain;
use super::{Attached, Column, Sheet, Words};
use domain::actor::Side;
use domain::case::Case;
use domain::hash::Digest;
use domain::terms::Terms;
use domain::terms::second::{self, Said, SecondLanguage, Translation};
use domain::text::canonical_json;

/// The agreement over `terms`, as the parties will sign it; with `translation`, in two columns.
pub fn agreement(
    case: &Case,
    terms: &Terms,
    digest: Digest,
    translation: Option<&Translation>,
    words: &Words,
) -> Sheet {
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
    sheet.second = translation.map(|translation| column(case, terms, translation, words));
    sheet.attached = vec![Attached {
        name: "terms.json",
        about: "协议条款（RFC 8785）",
        content: canonical_json(terms).into_bytes(),
    }];
    sheet.attached.extend(translation.map(|translation| Attached {
        name: "translation.json",
        about: "协议译文（RFC 8785）",
        content: translation.bytes(),
    }));
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
    ];
    if let Some(interpreter) = &case.interpreter {
        sheet.closing.push(format!(
            "本协议由{}作{}翻译。翻译人员签名，证明已将协议全部内容和签署程序如实译给当事人。",
            words.interpreter, interpreter.language
        ));
        sheet
            .signers
            .push(("翻译人员（见证翻译，电子签名）".into(), words.interpreter.clone()));
    }
    sheet.signers.push(("调解组织（电子印章）".into(), sheet.organ.clone()));
    sheet
}

fn column(case: &Case, terms: &Terms, translation: &Translation, words: &Words) -> Column {
    let frame = translation.language.frame();
    let said = words.named(case, |names| translation.column(terms, names));
    let clause = |said| match said {
        Said::Translated(text) => ("", text, false),
        Said::Chinese(text) => (frame.untranslated, text, true),
    };
    Column {
        tag: frame.tag,
        font: match translation.language {
            SecondLanguage::English | SecondLanguage::Vietnamese => "Noto Sans",
            SecondLanguage::Lao => "Noto Sans Lao",
            SecondLanguage::Burmese => "Noto Sans Myanmar",
        },
        title: frame.title,
        head: (frame.own_name, frame.chinese_name),
        governs: (second::governs(translation.language), frame.governs),
        clauses: said.into_iter().map(clause).collect(),
    }
}
