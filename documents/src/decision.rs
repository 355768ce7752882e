//! 仲裁调解书, 不予制作调解书通知书 (CHR 77-78) and 民事裁定书 (CPL 206; CPL-Int 358).

use super::words::plain;
use super::{Sheet, Words};
use domain::actor::Side;
use domain::case::{Application, Case};
use domain::command::{Ruling, RulingGround, Track};
use domain::hash::Digest;
use domain::moment::Timestamp;
use domain::terms::Terms;

/// The document of a ruled `application`; `decider` is the arbitrator's or judge's name.
pub fn decision(
    case: &Case,
    application: &Application,
    terms: &Terms,
    digest: Digest,
    decider: &str,
    number: String,
    words: &Words,
) -> Sheet {
    let refused = match &application.ruling {
        Some(Ruling::Refuse { ground, explanation }) => Some((*ground, explanation.as_str())),
        _ => None,
    };
    let title = match (application.track, refused) {
        (Track::ArbitrationReview, None) => "仲裁调解书",
        (Track::ArbitrationReview, Some(_)) => "不予制作调解书通知书",
        (Track::JudicialConfirmation, _) => "民事裁定书",
    };
    let mut sheet = words.sheet(case, Some(application.institution), title, number, digest);
    sheet.opening = vec![(String::new(), history(case, application, words))];
    if refused.is_none() {
        sheet.clauses = words.clauses(case, terms);
    }
    sheet.closing = match (application.track, refused) {
        (Track::ArbitrationReview, None) => vec![
            "本委审查认为，上述调解协议系双方当事人真实意思表示，程序和内容合法有效，依照《劳动人事争议仲裁办案规则》\
             第七十七条的规定，制作本调解书。"
                .into(),
            "本调解书经双方当事人签收后，发生法律效力。一方当事人逾期不履行的，另一方当事人可以向人民法院申请强制执行。"
                .into(),
        ],
        (Track::ArbitrationReview, Some((ground, explanation))) => vec![
            format!(
                "经审查，本案调解协议{}，依照《劳动人事争议仲裁办案规则》第七十八条的规定，决定不予制作调解书。理由：{}",
                because(ground),
                stopped(explanation)
            ),
            "审查程序终止。当事人可以就本案争议依法申请仲裁。".into(),
        ],
        (Track::JudicialConfirmation, None) => {
            let (claimant, respondent) = (words.name(case, Side::Claimant), words.name(case, Side::Respondent));
            let effective = day(case.effective_at, case);
            vec![
                "本院经审查认为，申请人达成的调解协议，符合司法确认调解协议的法定条件。依照《中华人民共和国民事诉讼法》\
                 第二百零六条的规定，裁定如下："
                    .into(),
                format!("{claimant}与{respondent}于{effective}经{}主持调解达成的调解协议有效。", words.org(case.body)),
                "当事人应当按照调解协议的约定自觉履行义务。一方当事人拒绝履行或者未全部履行的，对方当事人可以向人民法院申请执行。"
                    .into(),
                "本裁定送达后即发生法律效力。".into(),
            ]
        }
        (Track::JudicialConfirmation, Some((ground, explanation))) => vec![
            format!(
                "本院经审查认为，本案调解协议{}，不符合司法确认的条件。理由：{}",
                because(ground),
                stopped(explanation)
            ),
            "依照《中华人民共和国民事诉讼法》第二百零六条、《最高人民法院关于适用〈中华人民共和国民事诉讼法〉的解释》\
             第三百五十八条的规定，裁定如下：驳回申请。"
                .into(),
            "当事人可以通过调解方式变更原调解协议或者达成新的调解协议，也可以依法申请仲裁或者提起诉讼。".into(),
        ],
    };
    let office = match application.track {
        Track::ArbitrationReview => "仲裁员",
        Track::JudicialConfirmation => "审判员",
    };
    sheet.signed = vec![format!("{office}　{decider}")];
    sheet
}

/// Who mediated, when it took effect, when both applied.
fn history(case: &Case, application: &Application, words: &Words) -> String {
    let (claimant, respondent) = (words.name(case, Side::Claimant), words.name(case, Side::Respondent));
    let (we, what) = match application.track {
        Track::ArbitrationReview => ("本委", "仲裁审查"),
        Track::JudicialConfirmation => ("本院", "司法确认"),
    };
    let refused = matches!(application.ruling, Some(Ruling::Refuse { .. }));
    format!(
        "{claimant}与{respondent}劳动争议一案，经{}主持调解，双方达成调解协议（{}），该协议于{}生效。\
         双方于{}共同向{we}申请{what}，{we}于{}受理后依法进行了审查，现已审查终结。{}",
        words.org(case.body),
        case.number,
        day(case.effective_at, case),
        day(application.filed, case),
        day(application.accepted, case),
        if refused {
            ""
        } else {
            "双方达成的调解协议内容如下："
        },
    )
}

fn day(at: Option<Timestamp>, case: &Case) -> String {
    at.map_or_else(String::new, |at| plain(at.date(case.zone)))
}

fn because(ground: RulingGround) -> &'static str {
    match ground {
        RulingGround::MandatoryLaw => "违反法律、行政法规强制性规定",
        RulingGround::HarmToOthers => "损害国家利益、社会公共利益或者他人合法权益",
        RulingGround::SuspectedFalseEvidence => "所涉证据存在涉嫌弄虚作假的情形",
        RulingGround::PublicOrder => "违背公序良俗",
        RulingGround::NotVoluntary => "违反自愿原则",
        RulingGround::Unclear => "内容不明确",
        RulingGround::Other => "存在其他不予支持的情形",
    }
}

fn stopped(text: &str) -> String {
    format!("{}。", text.trim().trim_end_matches(['。', '.']))
}
