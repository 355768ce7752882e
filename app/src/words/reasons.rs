//! Why something is refused, in words, by the refusal's stable code.

use domain::terms::prose::Language;

/// Words for `code`; codes of the portal itself (network, sessions, limits) included.
pub fn reason(code: &str, language: Language) -> &'static str {
    let (chinese, english) = match code {
        "unknown_case" => ("没有这个案件。", "There is no such case."),
        "already_open" => ("案件已存在。", "The case is already open."),
        "not_your_role" => ("您的身份不能办理这一步。", "This is not for your role to do."),
        "not_your_case" => ("您不是本案的办理人或当事人。", "This case is not yours."),
        "wrong_stage" => (
            "案件还没有到这一步，或已经过了这一步。",
            "The case is not at this stage.",
        ),
        "case_ended" => ("案件已结束。", "The case has ended."),
        "already_done" => ("已经办过了。", "Already done."),
        "text_unfit" => (
            "文字为空、过长或含有不允许的字符。",
            "The text is empty, too long, or holds forbidden characters.",
        ),
        "not_disclosed" => ("缺少所引用的信息。", "A referenced value is missing."),
        "name_unfit" => ("姓名或名称不正确。", "The name is not right."),
        "phone_unfit" => ("手机号不正确。", "The phone number is not right."),
        "id_number_unfit" => ("证件号码校验不通过。", "The identity number fails its check."),
        "account_unfit" => ("账号不正确。", "The account is not right."),
        "amount_unfit" => ("金额不正确。", "The amount is not right."),
        "too_many" => ("数量过多。", "Too many."),
        "request_incomplete" => ("请求、争议类型或事实不完整。", "Claims, heads or facts are missing."),
        "consent_missing" => ("各项同意须分别作出。", "Each consent must be given."),
        "authority_missing" => ("代理人没有和解的特别授权。", "The representative may not settle."),
        "file_unfit" => ("文件类型或大小不符合要求。", "The file is of the wrong kind or size."),
        "invitation_unknown" => ("邀请链接无效。", "The invitation is unknown."),
        "invitation_used" => ("邀请链接已使用。", "The invitation was used."),
        "both_sides" => ("同一人不能代表双方。", "One person cannot sit on both sides."),
        "consent_of_both" => ("须双方同意调解。", "Both sides must agree to mediate."),
        "party_not_joined" => ("当事人还没有加入。", "A party has not joined yet."),
        "period_over" => ("调解期限已过。", "The mediation period is over."),
        "calendar_missing" => ("缺少该年度的节假日安排。", "The holiday table of that year is missing."),
        "room_closed" => ("不能进入这个房间。", "That room is closed to you."),
        "caucus_open" => ("单独会谈正在进行。", "A caucus is under way."),
        "clause_unknown" => ("没有这一条。", "There is no such clause."),
        "clause_changed" => (
            "本条内容已变化，请重新阅读。",
            "The clause has changed; please read it again.",
        ),
        "terms_changed" => (
            "条款已变化，请重新阅读。",
            "The terms have changed; please read them again.",
        ),
        "terms_incomplete" => ("条款还不完整。", "The terms are not complete."),
        "not_all_agreed" => ("双方尚未逐条同意。", "Not every clause is agreed by both."),
        "document_missing" => ("文件还没有生成。", "The document is not there yet."),
        "statement_mismatch" => ("签署内容与协议不符。", "The statement does not match the agreement."),
        "signature_invalid" => ("签名无效。", "The signature does not hold."),
        "key_expired" => (
            "签署密钥已过期，请重新获取验证码。",
            "The signing key has expired; ask for a new code.",
        ),
        "nonce_reused" => ("本次签署已使用过。", "This ceremony was used before."),
        "already_signed" => ("您已签署。", "You have signed."),
        "not_your_turn" => ("还没有轮到您签署。", "It is not your turn to sign."),
        "window_over" => ("申请期限已过。", "The time to apply is over."),
        "confirms_labour_relation" => (
            "确认劳动关系的协议不适用本程序。",
            "Agreements confirming a labour relation cannot go this way.",
        ),
        "already_confirmed" => ("协议已经确认。", "The agreement is already confirmed."),
        "other_track" => (
            "对方选择了另一程序或机构。",
            "The other side chose another track or institution.",
        ),
        "institution_unfit" => ("该机构不办理此类申请。", "This institution does not handle this."),
        "ground_unfit" => (
            "该理由不适用于本程序。",
            "That ground does not belong to this procedure.",
        ),
        "decision_served" => ("文书已经作出。", "The decision was already made."),
        "unreachable" => (
            "连接不上，请稍后再试。",
            "The server cannot be reached. Please try again.",
        ),
        "code_wrong" => ("验证码不正确。", "The code is not right."),
        _ => (
            "没有办成，请刷新后再试。",
            "That did not work. Please reload and try again.",
        ),
    };
    if language == Language::Chinese {
        chinese
    } else {
        english
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::refusal::Refusal;

    #[test]
    fn every_refusal_has_words_of_its_own() {
        let other = reason("?", Language::English);
        for refusal in Refusal::ALL {
            assert_ne!(reason(refusal.code(), Language::English), other, "{}", refusal.code());
        }
    }
}
