//! 函件: a union's 提示函, 意见书 and 建议书 (工会法 23), a commission's 调解建议书 and 委托调解函 (CHR 69-70).

use super::Sheet;
use super::words::formal;
use domain::letter::LetterKind;
use domain::moment::Date;

/// What a letter says, beside who writes it and when.
#[derive(Clone, Debug)]
pub struct Content {
    pub kind: LetterKind,
    pub addressee: String,
    pub facts: String,
    /// The provisions at stake; may be blank.
    pub law: String,
    /// What is asked for.
    pub demand: String,
    /// Working days to answer, and where they stand.
    pub days: Option<(u32, String)>,
    /// Number of the case it is about; may be blank.
    pub case: String,
    /// Number of the opinion a recommendation rests on.
    pub follows: Option<String>,
    /// Whom to ask, with a telephone.
    pub officer: String,
}

pub fn title(kind: LetterKind) -> &'static str {
    match kind {
        LetterKind::Reminder => "工会劳动法律监督提示函",
        LetterKind::Opinion => "工会劳动法律监督意见书",
        LetterKind::Recommendation => "工会劳动法律监督建议书",
        LetterKind::MediationProposal => "调解建议书",
        LetterKind::MediationReferral => "委托调解函",
    }
}

/// `organ` writes it, by the person named `by`.
pub fn letter(content: &Content, organ: &str, number: String, by: &str, today: Date) -> Sheet {
    let (we, you) = match content.kind {
        LetterKind::Reminder | LetterKind::Opinion => ("我会", "你单位"),
        LetterKind::Recommendation => ("我会", "贵单位"),
        LetterKind::MediationProposal => ("本委", "你方"),
        LetterKind::MediationReferral => ("本委", "贵单位"),
    };
    let begin = match content.kind {
        LetterKind::Reminder => "我会在开展工会劳动法律监督中了解到下列情况，现予提示。",
        LetterKind::Opinion => "我会在开展工会劳动法律监督中查明下列情况，你单位尚未改正，现提出书面意见。",
        LetterKind::Recommendation => "我会在开展工会劳动法律监督中发现用人单位有下列情况，现提请贵单位依法处理。",
        LetterKind::MediationProposal => {
            "本委收到仲裁申请。依照《劳动人事争议仲裁办案规则》第六十九条的规定，建议双方先行调解；同意调解的，本委暂缓受理。"
        }
        LetterKind::MediationReferral => {
            "本委审理下列争议，经双方当事人同意，依照《劳动人事争议仲裁办案规则》第七十条的规定，委托贵单位在开庭前组织调解。"
        }
    };
    let named = match content.case.as_str() {
        "" => String::new(),
        case => format!("（案号：{case}）"),
    };
    let mut opening = vec![
        (String::new(), format!("{}：", content.addressee)),
        (String::new(), format!("{begin}{named}")),
    ];
    let mut headed = |head: &str, text: &str| {
        let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        if let Some(first) = lines.next() {
            opening.push((head.to_owned(), first.to_owned()));
            opening.extend(lines.map(|line| (String::new(), line.to_owned())));
        }
    };
    headed("情况", &content.facts);
    headed("涉及的规定", &content.law);
    let asked = match content.kind {
        LetterKind::Reminder | LetterKind::MediationProposal => "建议",
        LetterKind::Opinion => "意见",
        LetterKind::Recommendation => "提请事项",
        LetterKind::MediationReferral => "委托事项",
    };
    headed(asked, &content.demand);
    let mut closing = Vec::new();
    if let (LetterKind::Recommendation, Some(opinion)) = (content.kind, &content.follows) {
        closing.push(format!(
            "我会此前已向该用人单位发出《工会劳动法律监督意见书》（{opinion}），该用人单位拒收、逾期未答复或者未予改正。"
        ));
    }
    if content.kind == LetterKind::Opinion {
        closing.push(
            "依照《中华人民共和国工会法》第二十三条的规定，你单位应当予以研究处理，并向工会作出答复；拒不改正的，\
             工会可以提请有关部门依法处理。"
                .into(),
        );
    }
    if let Some((days, basis)) = &content.days {
        closing.push(match content.kind {
            LetterKind::MediationReferral => format!(
                "调解期限为{days}个工作日，自收到本函之日起算；期限届满未达成调解协议的，请及时函告，本委恢复审理（{basis}）。"
            ),
            _ => format!("请{you}自收到本函之日起{days}个工作日内，将处理情况书面答复{we}（{basis}）。"),
        });
    }
    if !content.officer.is_empty() {
        closing.push(format!("联系人及电话：{}。", content.officer));
    }
    Sheet {
        organ: organ.to_owned(),
        title: title(content.kind).to_owned(),
        number,
        opening,
        closing,
        signed: vec![format!("承办人　{by}")],
        date: formal(today),
        footer: organ.to_owned(),
        ..Sheet::default()
    }
}
