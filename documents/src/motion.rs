//! What the commission puts in writing on what a side asked: 管辖异议决定书, 移送管辖通知书 with 案件移送函, 回避决定书,
//! 先予执行裁决书 with 移送执行函, 不予延期开庭通知书, and the decisions that reject (LMAL 33, 35, 44; CHR 9-12, 38, 51).
//! Another day for the hearing is told by its own notice.

use super::words::{named_day, named_moment, paper};
use super::{Sheet, Words};
use domain::arbitration::Arbitration;
use domain::case::Case;
use domain::motion::{AdvanceHead, Answered, Asked, Matter, Motion, Plea, Reply, WithdrawalGround};
use domain::terms::prose::capitals;

/// `seated` is the arbitrator whose withdrawal was asked for, `by` who takes the case or signs.
pub fn tribunal_decision(
    case: &Case,
    (arbitration, motion): (&Arbitration, &Motion),
    number: String,
    (seated, by): (&str, &str),
    words: &Words,
) -> Option<Sheet> {
    let (at, answered) = motion.answer.as_ref()?;
    let title = match (answered.matter, &answered.reply) {
        (_, Reply::Moved { .. }) => "移送管辖通知书",
        (_, Reply::Advanced { .. }) => "先予执行裁决书",
        (Matter::Jurisdiction, _) => "管辖异议决定书",
        (Matter::Withdrawal, _) => "回避决定书",
        (Matter::Advance, _) => "驳回先予执行申请决定书",
        (Matter::Adjournment, _) => "不予延期开庭通知书",
    };
    let mut sheet = paper(words, case, answered.by.org, title, number);
    let (applicant, other) = (
        words.name(case, arbitration.side),
        words.name(case, arbitration.side.other()),
    );
    if !matches!(answered.reply, Reply::Advanced { .. }) {
        sheet.parties = Vec::new();
        sheet.opening.push((String::new(), format!("{applicant}、{other}：")));
    }
    let asked = motion.asked.as_ref().map(|asked| {
        let who = words.name(case, asked.side);
        format!(
            "{who}于{}{}。理由：{}。",
            named_day(case, motion.at),
            plea(case, asked, seated),
            stopped(&asked.reason)
        )
    });
    sheet.opening.push((
        String::new(),
        format!(
            "本委受理的{applicant}与{other}劳动争议一案（原调解案号：{}），{}",
            case.number,
            asked.unwrap_or_else(|| format!("本委于{}发现不属于本委管辖。", named_day(case, *at)))
        ),
    ));
    sheet.closing = ruled(case, answered, motion.asked.as_ref(), (seated, by), words);
    sheet.signed = match answered.matter {
        Matter::Withdrawal => vec![answered.approved_by.clone()],
        _ => vec![format!("仲裁员　{by}")],
    };
    Some(sheet)
}

/// 案件移送函 or 移送执行函.
pub fn handover(
    case: &Case,
    (arbitration, motion): (&Arbitration, &Motion),
    number: String,
    words: &Words,
) -> Option<Sheet> {
    let (at, answered) = motion.answer.as_ref()?;
    let (applicant, other) = (
        words.name(case, arbitration.side),
        words.name(case, arbitration.side.other()),
    );
    let (title, to) = match &answered.reply {
        Reply::Moved { name, .. } => ("案件移送函", name),
        Reply::Advanced { court, .. } => ("移送执行函", court),
        _ => return None,
    };
    let mut sheet = paper(words, case, answered.by.org, title, number);
    sheet.opening = vec![(String::new(), format!("{to}："))];
    match &answered.reply {
        Reply::Advanced { amount, .. } => {
            sheet.opening.push((
                String::new(),
                format!(
                    "{applicant}与{other}劳动争议一案（原调解案号：{}），本委于{}作出先予执行裁决，裁决{other}先行支付\
                     {applicant} {amount} 元（大写：{}）。依照《中华人民共和国劳动争议调解仲裁法》第四十四条、\
                     《劳动人事争议仲裁办案规则》第五十一条的规定，现移送你院执行。",
                    case.number,
                    named_day(case, *at),
                    capitals(*amount),
                ),
            ));
            sheet.clauses = vec![
                "随函移送先予执行裁决书及送达凭证、仲裁申请书、双方当事人的身份信息和送达地址。".into(),
                "本案尚在审理。上述款项执行的情况，请函告本委；本委将在最终的裁决书或者调解书中计入，同一笔款项不重复执行。"
                    .into(),
            ];
        }
        _ => {
            sheet.opening.push((
                String::new(),
                format!(
                    "本委受理的{applicant}与{other}劳动争议一案（原调解案号：{}），经审查不属于本委管辖：{}。依照\
                     《劳动人事争议仲裁办案规则》第九条、第十条的规定，现将本案移送你委。",
                    case.number,
                    stopped(&answered.explanation)
                ),
            ));
            sheet.clauses = vec![
                "随函移送仲裁申请书及证据、送达凭证、当事人的身份信息和送达地址；双方在调解中为达成协议所作的妥协和提出的方案\
                 不随案移送。"
                    .into(),
                "对移送的案件，你委应当依法受理；认为按照规定不属于你委管辖的，应当报请共同的上一级仲裁委员会主管部门指定管辖\
                 （同规则第九条）。"
                    .into(),
                "案件移送管辖的，仲裁期限从接受移送之日起重新计算（同规则第四十六条第（五）项）。".into(),
            ];
        }
    }
    Some(sheet)
}

/// What was asked, with its day before it.
fn plea(case: &Case, asked: &Asked, seated: &str) -> String {
    match &asked.plea {
        Plea::Jurisdiction => "书面提出管辖异议".into(),
        Plea::Withdrawal { ground, .. } => format!("申请仲裁员{seated}回避，认为其{}", withdrawal(*ground)),
        Plea::Advance { head, amount } => format!("就{}申请先予执行 {amount} 元", advance(*head)),
        Plea::Adjournment => format!("请求将{}的开庭延期", hearing(case, asked)),
    }
}

/// When the hearing is that is to be put off.
fn hearing(case: &Case, asked: &Asked) -> String {
    asked.hearing.map_or_else(String::new, |at| named_moment(case, at))
}

fn withdrawal(ground: WithdrawalGround) -> &'static str {
    match ground {
        WithdrawalGround::PartyOrKin => "是本案当事人或者当事人、代理人的近亲属（第（一）项）",
        WithdrawalGround::Interest => "与本案有利害关系（第（二）项）",
        WithdrawalGround::OtherRelation => "与本案当事人、代理人有其他关系，可能影响公正裁决（第（三）项）",
        WithdrawalGround::PrivateContact => "私自会见当事人、代理人，或者接受当事人、代理人的请客送礼（第（四）项）",
    }
}

fn advance(head: AdvanceHead) -> &'static str {
    match head {
        AdvanceHead::Pay => "劳动报酬",
        AdvanceHead::InjuryCosts => "工伤医疗费",
        AdvanceHead::Compensation => "经济补偿",
        AdvanceHead::Damages => "赔偿金",
    }
}

fn ruled(
    case: &Case,
    answered: &Answered,
    asked: Option<&Asked>,
    (seated, by): (&str, &str),
    words: &Words,
) -> Vec<String> {
    let why = stopped(&answered.explanation);
    match (&answered.reply, answered.matter) {
        (Reply::Moved { commission, name }, _) => {
            let to = commission.map_or_else(|| name.clone(), |it| words.org(Some(it)));
            vec![
                format!(
                    "本委认为：{why}。依照《劳动人事争议仲裁办案规则》第九条、第十条的规定，本案移送{to}处理，仲裁期限从其接受移送之\
                     日起重新计算（同规则第四十六条第（五）项）。"
                ),
                "当事人不必重新申请仲裁。受移送的仲裁委员会未在本平台的，当事人也可以持本通知书自行向其提交材料。"
                    .into(),
            ]
        }
        (Reply::Advanced { amount, hardship, .. }, _) => {
            let head = match asked.map(|it| &it.plea) {
                Some(Plea::Advance { head, .. }) => advance(*head),
                _ => "",
            };
            vec![
                format!(
                    "本委认为：当事人之间权利义务关系明确，{why}；不先予执行将严重影响申请人的生活，{}。依照《中华人民共和国\
                     劳动争议调解仲裁法》第四十四条、《劳动人事争议仲裁办案规则》第五十一条的规定，裁决如下：",
                    stopped(hardship)
                ),
                format!(
                    "被申请人先行支付申请人{head} {amount} 元（大写：{}）。",
                    capitals(*amount)
                ),
                "劳动者申请先予执行，不提供担保。本裁决移送人民法院执行；上述款项在本案最终的裁决书或者调解书中计入，不重复执行。"
                    .into(),
            ]
        }
        (Reply::Replaced { .. }, _) => vec![format!(
            "经审查：{why}。依照《中华人民共和国劳动争议调解仲裁法》第三十三条、《劳动人事争议仲裁办案规则》第十二条的规定，决定仲裁员\
             {seated}回避，本案由仲裁员{by}继续审理。"
        )],
        (Reply::Rejected, Matter::Withdrawal) => vec![format!(
            "经审查：{why}。依照《中华人民共和国劳动争议调解仲裁法》第三十三条、《劳动人事争议仲裁办案规则》第十一条、第十二条的规定，\
             决定驳回回避申请，仲裁员{seated}继续审理本案。"
        )],
        (Reply::Rejected, Matter::Jurisdiction) => vec![format!(
            "经审查：{why}。异议不成立。依照《劳动人事争议仲裁办案规则》第十条的规定，决定驳回管辖异议，本案继续审理。"
        )],
        (Reply::Rejected, Matter::Advance) => vec![format!(
            "经审查：{why}。不符合《中华人民共和国劳动争议调解仲裁法》第四十四条、《劳动人事争议仲裁办案规则》第五十一条规定的条件，\
             决定驳回先予执行申请，本案继续审理。"
        )],
        (Reply::Rejected, Matter::Adjournment) => vec![
            format!(
                "经审查：{why}。依照《中华人民共和国劳动争议调解仲裁法》第三十五条、《劳动人事争议仲裁办案规则》第三十八条的规定，\
                 不予延期。"
            ),
            format!(
                "本案仍于{}在原定地点开庭，请按时到庭。",
                asked.map(|asked| hearing(case, asked)).unwrap_or_default()
            ),
        ],
        // The notice of the hearing says it.
        (Reply::Postponed { .. }, _) => Vec::new(),
    }
}

fn stopped(text: &str) -> &str {
    text.trim().trim_end_matches(['。', '.', '；', ';'])
}
