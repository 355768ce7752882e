//! Acts in words, by the name of their command: what a person did, told when it was refused.

use crate::book::Book;
use domain::terms::prose::Language;

/// Names in order, and a line for each: Chinese, English.
macro_rules! acts {
    ($names:ident $texts:ident $($name:literal $chinese:literal $english:literal)+) => {
        const $names: &str = concat!($($name, "\n"),+);
        pub(crate) const $texts: (&str, &str) = (concat!($($chinese, "\n"),+), concat!($($english, "\n"),+));
    };
}

acts! {
    NAMES TEXTS
    // Whatever has no words of its own; no command is called so.
    "" "办理事项" "The act"
    "request_mediation" "申请调解" "Requesting mediation"
    "join_case" "加入案件" "Joining the case"
    "consent_to_mediation" "同意调解" "Agreeing to mediate"
    "decline_mediation" "不同意调解" "Declining mediation"
    "add_evidence" "提交材料" "Adding a document"
    "enter_room" "进入房间" "Entering the room"
    "leave_room" "离开房间" "Leaving the room"
    "mark_clause" "对条款表态" "Answering a clause"
    "end_mediation" "结束调解" "Ending the mediation"
    "withdraw_request" "撤回申请" "Withdrawing the request"
    "sign" "签署协议" "Signing the agreement"
    "decline_to_sign" "不签署" "Declining to sign"
    "apply_for_review" "共同申请" "The joint application"
    "withdraw_application" "撤回申请" "Withdrawing the application"
    "supplement" "补正材料" "Supplementing"
    "receive_decision" "签收文书" "Receiving the decision"
    "object_to_ruling" "对裁定提出异议" "Objecting to the ruling"
    "propose_extension" "提出延长调解期限" "Proposing an extension"
    "agree_to_extension" "同意延长调解期限" "Agreeing to an extension"
    "confirm_fact" "确认无争议事实" "Confirming a fact"
    "leave_for_arbitration" "转劳动仲裁" "Going to arbitration"
    "apply_for_arbitration" "提交仲裁申请" "Filing for arbitration"
    "report_duty" "报告已履行" "Reporting performance"
    "confirm_duty" "确认收到" "Confirming performance"
    "dispute_duty" "对履行提出异议" "Disputing performance"
    "demand_payment" "发出催告" "Demanding payment"
    "prepare_petition" "制作申请书" "Preparing a petition"
}

acts! {
    OFFICE_NAMES OFFICE_TEXTS
    "invite_party" "邀请当事人" "Inviting a party"
    "accept_case" "受理案件" "Accepting the case"
    "refuse_case" "不予受理" "Declining the case"
    "open_caucus" "开始单独会谈" "Opening a caucus"
    "close_caucus" "结束单独会谈" "Closing the caucus"
    "confirm_identity" "核对身份" "Confirming an identity"
    "write_clause" "写入条款" "Writing a clause"
    "remove_clause" "删除条款" "Removing a clause"
    "agree_terms" "确认全部条款" "Settling the terms"
    "present_agreement" "出具协议书" "Presenting the agreement"
    "seal_agreement" "盖章" "Sealing the agreement"
    "accept_application" "受理申请" "Accepting the application"
    "reject_application" "不予受理申请" "Rejecting the application"
    "return_for_supplement" "退回补正" "Returning for supplement"
    "decide" "作出决定" "The decision"
    "issue_decision" "出具文书" "Issuing the decision"
    "extend_review" "延长审查期限" "Extending the review"
    "decide_objection" "处理异议" "Deciding the objection"
    "state_fact" "记录待确认的事实" "Writing down a fact"
    "return_petition" "要求补正仲裁申请" "Returning the petition"
    "accept_arbitration" "受理仲裁申请" "Accepting the petition"
    "refuse_arbitration" "不予受理仲裁申请" "Refusing the petition"
}

/// A name this catalogue has no words for is told as an act, no more.
pub fn act(name: &str, language: Language) -> &'static str {
    let at = |names: &str| names.lines().position(|known| known == name);
    if let Some(index) = at(NAMES) {
        return Book::Acts.line(language, index);
    }
    match at(OFFICE_NAMES).filter(|_| cfg!(not(feature = "party"))) {
        Some(index) => Book::OfficeActs.line(language, index),
        None => Book::Acts.line(language, 0),
    }
}
