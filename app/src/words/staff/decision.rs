//! The wording of the decision documents, for their preview. The documents are in Chinese.

use domain::command::Track;

pub fn title(track: Track, granted: bool) -> &'static str {
    match (track, granted) {
        (Track::ArbitrationReview, true) => "仲裁调解书",
        (Track::ArbitrationReview, false) => "不予制作调解书通知书",
        (Track::JudicialConfirmation, _) => "民事裁定书",
    }
}

/// The operative paragraphs.
pub fn closing(track: Track, granted: bool, explanation: &str) -> Vec<String> {
    let reasons = if explanation.is_empty() { "……" } else { explanation };
    match (track, granted) {
        (Track::ArbitrationReview, false) => vec![format!("经审查，决定不予制作调解书。理由：{reasons}")],
        (Track::JudicialConfirmation, false) => vec![format!(
            "依照《中华人民共和国民事诉讼法》第二百零六条，裁定驳回申请。理由：{reasons}"
        )],
        (Track::ArbitrationReview, true) => vec![
            "经审查，上述调解协议程序和内容合法有效，依照《劳动人事争议仲裁办案规则》第七十七条制作本调解书。".into(),
            "本调解书经双方当事人签收后，发生法律效力。一方不履行的，另一方可以向人民法院申请强制执行。".into(),
        ],
        (Track::JudicialConfirmation, true) => vec![
            "依照《中华人民共和国民事诉讼法》第二百零六条，裁定上述调解协议有效，双方应当按照协议履行。".into(),
            "一方拒绝履行或者未全部履行的，对方可以向人民法院申请执行。本裁定送达后即发生法律效力。".into(),
        ],
    }
}
