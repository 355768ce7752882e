//! Phrases of free text that the law makes void (law.md 1.3). Words can always be turned; this finds
//! the ways such clauses are commonly put, and the mediator answers for the rest.

use super::lint::Finding;

/// Said before the thing given up, in the same part of the sentence.
const RENOUNCES: [&str; 8] = ["放弃", "不得", "不再", "不要求", "无需", "不必", "不予", "免于"];
/// 放弃社会保险 is void (解释(二) 19).
const INSURANCE: [&str; 3] = ["社会保险", "社保", "五险"];
const INSURANCE_PHRASES: [&str; 10] = [
    "不缴纳社",
    "不缴社",
    "不办理社",
    "免缴社",
    "不参加社会保险",
    "代替社会保险",
    "代替社保",
    "折抵社",
    "waivesocialinsurance",
    "waivessocialinsurance",
];
/// The road to arbitration, court, enforcement or the labour inspectorate.
const REMEDIES: [&str; 7] = ["仲裁", "起诉", "诉讼", "强制执行", "投诉", "举报", "信访"];
const REMEDY_PHRASES: [&str; 3] = ["waivearbitration", "waivesarbitration", "waivetherighttosue"];

/// Characters between renouncing and what is renounced.
const REACH: usize = 16;

pub(super) fn lint(words: &str, findings: &mut Vec<Finding>) {
    // Blanks must not hide a phrase.
    let plain: String = words
        .to_ascii_lowercase()
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    let has = |phrases: &[&str]| phrases.iter().any(|phrase| plain.contains(phrase));
    if has(&INSURANCE_PHRASES) || renounced(&plain, &INSURANCE) {
        findings.push(Finding::WaivesSocialInsurance);
    }
    if has(&REMEDY_PHRASES) || renounced(&plain, &REMEDIES) {
        findings.push(Finding::WaivesRemedy);
    }
    if has(&["确认劳动关系", "存在劳动关系"]) {
        findings.push(Finding::ConfirmsLabourRelation);
    }
}

/// `true` if one of `things` follows a word of renouncing within the same part of a sentence.
/// Giving up a claim (放弃…仲裁请求) is lawful; giving up the road is not.
fn renounced(plain: &str, things: &[&str]) -> bool {
    RENOUNCES.iter().any(|word| {
        plain.match_indices(word).any(|(at, _)| {
            let after = &plain[at + word.len()..];
            let part = after
                .split(['，', '。', '；', '：', ',', '.', ';', ':'])
                .next()
                .unwrap_or(after);
            let near: String = part.chars().take(REACH).collect();
            things.iter().any(|thing| {
                near.find(thing)
                    .is_some_and(|found| !part[found + thing.len()..].starts_with("请求"))
            })
        })
    })
}
