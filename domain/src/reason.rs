//! Why something is refused, in words, by its stable code: one catalogue for the titles of problem
//! documents and for the browser. Rules of the case are [`Refusal`]s; the rest are the portal's own
//! codes (network, sessions, limits, files).

use crate::refusal::Refusal;
use crate::terms::prose::Language;

/// The article behind the refusal of that code; empty where the rule is the portal's own.
pub fn article(code: &str) -> &'static str {
    let known = Refusal::ALL.iter().find(|known| known.code() == code);
    known.map_or("", |refusal| refusal.article())
}

/// One text with a line for each code: a branch for each would be sent to every phone. The last
/// line is for codes without words.
macro_rules! reasons {
    ($($code:literal $chinese:literal $english:literal)+) => {
        const CODES: &str = concat!($($code, "\n"),+);
        pub const CHINESE: &str = concat!($($chinese, "\n"),+, "没有办成，请刷新后再试。\n");
        pub const ENGLISH: &str = concat!($($english, "\n"),+, "That did not work. Please reload and try again.\n");
    };
}

reasons! {
    "unknown_case" "没有这个案件。" "There is no such case."
    "already_open" "案件已存在。" "The case is already open."
    "not_your_role" "您的身份不能办理这一步。" "This is not for your role to do."
    "not_your_case" "您不是本案的办理人或当事人。" "This case is not yours."
    "wrong_stage" "案件还没有到这一步，或已经过了这一步。" "The case is not at this stage."
    "case_ended" "案件已结束。" "The case has ended."
    "already_done" "已经办过了。" "Already done."
    "text_unfit" "文字为空、过长或含有不允许的字符。" "The text is empty, too long, or holds forbidden characters."
    "not_disclosed" "缺少所引用的信息。" "A referenced value is missing."
    "name_unfit" "姓名或名称不正确。" "The name is not right."
    "phone_unfit" "手机号不正确。" "The phone number is not right."
    "id_number_unfit" "证件号码校验不通过。" "The identity number fails its check."
    "account_unfit" "账号不正确。" "The account is not right."
    "amount_unfit" "金额不正确。" "The amount is not right."
    "too_many" "数量过多。" "Too many."
    "request_incomplete" "请求、争议类型或事实不完整。" "Claims, heads or facts are missing."
    "consent_missing" "各项同意须分别作出。" "Each consent must be given on its own."
    "authority_missing" "代理人没有和解的特别授权。" "The representative may not settle."
    "file_unfit" "文件没有上传到本案，或类型、大小不符合要求。" "The file was not uploaded to this case, or is of the wrong kind or size."
    "invitation_unknown" "邀请链接无效。" "The invitation is unknown."
    "invitation_used" "邀请链接已使用。" "The invitation was used."
    "both_sides" "同一人不能代表双方。" "One person cannot sit on both sides."
    "consent_of_both" "须双方同意调解。" "Both sides must agree to mediate."
    "party_not_joined" "当事人还没有加入。" "A party has not joined yet."
    "period_over" "调解期限已过。" "The mediation period is over."
    "mediator_unfit" "不能选这位调解员，或选定的期限已过。" "This mediator cannot be chosen, or the days to choose are over."
    "calendar_missing" "缺少该年度的节假日安排。" "The holiday table of that year is missing."
    "retention_unfit" "保存期限不合适。" "It cannot be kept for that time."
    "room_closed" "不能进入这个房间。" "That room is closed to you."
    "caucus_open" "单独会谈正在进行。" "A caucus is under way."
    "clause_unknown" "没有这一条。" "There is no such clause."
    "clause_changed" "本条内容已变化，请重新阅读。" "The clause has changed; please read it again."
    "terms_changed" "条款已变化，请重新阅读。" "The terms have changed; please read them again."
    "terms_incomplete" "条款还不完整。" "The terms are not complete."
    "not_all_agreed" "双方尚未逐条同意。" "Not every clause is agreed by both."
    "glyph_missing" "条款或姓名中有无法打印的字符。" "The clauses or names hold a character that cannot be printed."
    "document_missing" "文件还没有生成。" "The document is not there yet."
    "statement_mismatch" "签署内容与协议不符。" "The statement does not match the agreement."
    "key_unfit" "本单位要求使用另一种签名密钥。请刷新页面后重新签署。" "This institution has parties sign with another kind of key. Reload the page and sign again."
    "key_unavailable" "这个浏览器不能生成所需的签名密钥。请换用新版浏览器。" "This browser cannot make the key that is needed. Please use a newer browser."
    "signature_invalid" "签名无效。" "The signature does not hold."
    "key_expired" "签署密钥已过期，请重新获取验证码。" "The signing key has expired; ask for a new code."
    "nonce_reused" "本次签署已使用过。" "This ceremony was used before."
    "already_signed" "您已签署。" "You have signed."
    "mark_missing" "文件中缺少本次签名，请重新签署。" "The signature in the document itself is missing; please sign again."
    "mark_stale" "刚刚有人先签了名，请重新签署。" "Someone else signed just before; please sign again."
    "mark_busy" "有人正在签名，请稍候再试。" "Someone is signing right now; please try again in a moment."
    "document_differs" "待签文件与您看到的协议不一致，已停止签名。" "The file to sign is not the agreement you were shown; nothing was signed."
    "stamp_unavailable" "时间戳服务暂时不可用，请稍后再签。" "The timestamp service does not answer; please sign again later."
    "not_your_turn" "还没有轮到您签署。" "It is not your turn to sign."
    "window_over" "申请期限已过。" "The time to apply is over."
    "confirms_labour_relation" "确认劳动关系的协议不适用本程序。" "Agreements confirming a labour relation cannot go this way."
    "already_confirmed" "协议已经确认。" "The agreement is already confirmed."
    "other_track" "对方选择了另一程序或机构。" "The other side chose another track or institution."
    "institution_unfit" "该机构不办理此类申请。" "This institution does not handle this."
    "ground_unfit" "该理由不适用于本程序。" "That ground does not belong to this procedure."
    "decision_served" "文书已经作出。" "The decision was already made."
    "extension_unfit" "须在原期限内提出；延长后的日期须晚于现在的期限，且不超过一年。" "It must be asked before the present last day is over; the new day must be later, and within a year."
    "objection_late" "对这份裁定提出异议的期限已过，或者它不能被异议。" "The time to object to this ruling is over, or it cannot be objected to."
    "fact_unknown" "没有这一项事实。" "There is no such fact."
    "fact_changed" "事实的文字已变化，或双方已经确认。" "The fact's wording has changed, or both have confirmed it already."
    "duty_unknown" "协议里没有这一项。" "The agreement asks no such thing."
    "day_unfit" "日期不能晚于今天。" "The day cannot be later than today."
    "nothing_overdue" "没有到期未付的款项。" "No sum is past its day."
    "payment_order_unfit" "支付令只适用于欠付劳动者的劳动报酬、工伤医疗费、经济补偿、赔偿金；已有可以强制执行的文书的，直接申请执行。" "A payment order is for workers' pay, injury costs, severance and damages that are overdue; where a document can be enforced, use that."
    "not_enforceable" "还没有可以强制执行的文书。" "There is no document yet that can be enforced."
    "enforcement_late" "申请强制执行的两年期限已过。" "The two years to apply for enforcement are over."
    "petition_incomplete" "仲裁请求、事实理由或对方住所不完整。" "Claims, facts or the other side's address are missing."
    "appointment_unfit" "时间已过、晚于调解期限，或约定已有变化。" "The time is past or after the mediation period, or the appointment has changed."
    "unreachable" "连接不上，请稍后再试。" "The server cannot be reached. Please try again."
    "code_wrong" "验证码不正确。" "The code is not right."
    "malformed" "请求的格式不正确。" "The request does not read."
    "too_large" "提交的内容过大。" "The request is too large."
    "unknown_path" "没有这个地址。" "There is nothing at this address."
    "foreign_origin" "请求来自其他网站，已拒绝。" "The request came from another site and was refused."
    "stale" "对方刚刚修改过，已为您更新。请看过之后再办。" "The other side has just changed something; you now see it. Look, then try again."
    "command_id_reused" "同一操作编号已用于其他内容。" "That command id was used for something else."
    "session_missing" "登录已过期，请重新登录。没有办完的事项仍保存在本机。" "Your session has ended. Sign in again; what you had not finished is still kept on this device."
    "account_closed" "账号已停用。" "The account is closed."
    "staff_need_passkey" "工作人员须用通行密钥登录。" "Staff sign in with a passkey."
    "code_expired" "验证码已失效，请重新获取。" "The code has expired; ask for a new one."
    "code_locked" "错误次数过多，请稍后重新获取验证码。" "Too many wrong answers; ask for a new code later."
    "code_too_soon" "验证码刚刚发送，请稍候再获取。" "A code was just sent; wait before asking again."
    "code_too_many" "获取验证码次数过多，请稍后再试。" "Too many codes were asked for; try again later."
    "sms_unavailable" "短信暂时发不出去，请稍后再试。" "The text message could not be sent; try again later."
    "invitation_expired" "邀请链接已过期，请联系调解员。" "The invitation has expired; ask the mediator."
    "invitation_foreign" "这个邀请是发给另一个手机号的。" "The invitation was sent to another phone."
    "nonce_unknown" "本次签署不存在，请重新开始。" "This ceremony is unknown; start again."
    "nonce_expired" "本次签署已超时，请重新开始。" "This ceremony has expired; start again."
    "ceremony_expired" "操作已超时，请重新开始。" "That took too long; start again."
    "passkey_missing" "没有这个登录名，或尚未登记通行密钥。" "No such name, or no passkey registered yet."
    "passkey_known" "这个通行密钥已登记过。" "That passkey is registered already."
    "passkey_refused" "通行密钥验证未通过。" "The passkey was not accepted."
    "recovery_wrong" "登录名或恢复码不对。" "The name or the recovery code is wrong."
    "link_missing" "登记通行密钥需要专用链接。" "Registering a passkey needs a personal link."
    "link_unknown" "链接无效。" "The link is not valid."
    "order_step_unfit" "这一步不在法定的次序或期限内。" "This step is not in its turn, or outside the days the law gives it."
    "suit_unfit" "不能在此起诉，或已超过期限。" "No suit is open here, or its days are over."
    "hearing_unfit" "开庭须提前五个工作日通知，且在审理期限内。" "A hearing is told five working days ahead, and held within the period."
    "claims_late" "举证期限已过，增加、变更的请求要另行申请仲裁。" "The time for evidence is over. Added or changed claims are to be filed apart."
    "evidence_period_unfit" "举证期限不早于答辩期满和今天，不晚于审理期限；已指定的只能延长。" "It ends no sooner than the days to answer and no later than the period; once named it is only made longer."
    "motion_late" "提出的时间已过，不影响仲裁继续进行。" "It is too late to ask for this; the arbitration goes on."
    "motion_unfit" "这项申请或答复不符合条件，或者超过请求的金额。" "This cannot be asked or answered so, or is more than was claimed."
    "motion_open" "有一项管辖异议、回避或延期开庭申请尚未决定。" "What a side asked of the commission is to be decided first."
    "award_unfit" "请逐项写明金额和当地最低工资；反悔后应当裁决。" "Each sum and the local minimum wage must be stated; after a refused settlement an award follows."
    "service_unfit" "送达方式或地址不正确，或当事人不同意电子送达。" "The way or address of service is not right, or there is no consent to electronic service."
    "support_unfit" "只能由劳动者向不办理本案的机构申请。" "The worker may ask, and not whoever mediates or decides the case."
    "rule_unfit" "数值、日期或来源不正确。" "The value, the days or the source are not right."
    "link_used" "这个链接已经用过。" "The link has been used."
    "link_expired" "链接已过期。" "The link has expired."
    "token_invalid" "访问令牌无效或已过期。" "The access token is invalid or has expired."
    "scope_missing" "令牌没有这项权限。" "The token does not have that scope."
    "scope_unknown" "没有这项权限。" "There is no such scope."
    "client_unknown" "没有这个系统。" "There is no such client."
    "webhook_unknown" "没有这个回调地址。" "There is no such webhook."
    "delivery_unknown" "没有这条消息。" "There is no such message."
    "url_unfit" "地址须以 https:// 或 http:// 开头。" "The address must begin with https:// or http://."
    "login_unfit" "登录名须为 2 至 40 个小写字母、数字或 . - _。" "A sign-in name has 2 to 40 of a-z, 0-9, . - _."
    "login_taken" "登录名已被使用。" "That sign-in name is taken."
    "role_unfit" "不能设置这个身份。" "That role cannot be given."
    "account_unknown" "没有这个账号。" "There is no such account."
    "own_account" "不能停用自己的账号。" "You cannot close your own account."
    "persona_unknown" "没有这个演示人物。" "There is no such person in the demo."
    "unknown_file" "没有这个文件。" "There is no such file."
    "not_yours_to_add" "您不能向本案提交材料。" "You may not add files to this case."
    "file_empty" "文件是空的。" "The file is empty."
    "file_too_large" "文件超过 20 MB。" "The file is larger than 20 MB."
    "file_type_unknown" "只接受 JPEG、PNG、WebP 图片和 PDF。" "Only JPEG, PNG and WebP pictures and PDF are taken."
    "upload_broken" "文件不完整，请重新上传。" "The file is not whole; please send it again."
    "content_type_unfit" "请求的内容类型不正确。" "The request has the wrong content type."
    "upgrade_required" "此地址只用于实时连接。" "This address is for a live connection only."
    "method_unfit" "此地址不支持该操作。" "This address does not take that method."
    "log_empty" "日志还没有内容。" "The log is still empty."
    "too_many_requests" "操作太频繁，请稍后再试。" "Too many requests; try again later."
    "unavailable" "系统暂时不可用，请稍后再试。" "The service is unavailable; try again later."
    "internal" "系统出错，已记录。请稍后再试。" "Something went wrong and was recorded; try again later."
}

/// The line of `code` in either text.
pub fn place(code: &str) -> usize {
    let known = CODES.lines().position(|known| known == code);
    known.unwrap_or_else(|| CODES.lines().count())
}

/// Words for `code`; codes of the portal itself (network, sessions, limits) included.
///
/// # Panics
/// Never: both texts have a line for each place.
pub fn reason(code: &str, language: Language) -> &'static str {
    let text = match language {
        Language::Chinese => CHINESE,
        Language::English => ENGLISH,
    };
    text.lines().nth(place(code)).expect("a line for each place")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_has_words_of_its_own() {
        let other = reason("?", Language::English);
        for refusal in Refusal::ALL {
            assert_ne!(reason(refusal.code(), Language::English), other, "{}", refusal.code());
        }
    }
}
