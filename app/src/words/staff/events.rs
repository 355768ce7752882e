//! What happened, in one line with its essentials.

use super::{clause_kind, end_ground, place, refusal_ground, reject_ground, role, room, ruling_ground, track};
use crate::folded::Folded;
use crate::terms::form::Kind;
use domain::actor::Side;
use domain::appointment::AppointmentStep;
use domain::case::Case;
use domain::command::{Channel, Ruling};
use domain::event::{Event, Requested};
use domain::hash::Digest;
use domain::id::{ClauseId, OrgId};
use domain::terms::prose::Language;
use domain::terms::{Clause, Terms};

/// Where an event is told: the whole case for names, the case as it stood before for places.
pub struct Scene<'a> {
    pub folded: &'a Folded,
    pub before: &'a Case,
    pub language: Language,
}

/// One format for each language.
macro_rules! say {
    ($scene:expr, $chinese:literal, $english:literal) => {
        match $scene.language {
            Language::Chinese => format!($chinese),
            Language::English => format!($english),
        }
    };
}

impl Scene<'_> {
    fn side(&self, side: Side) -> &'static str {
        role(side.into(), self.language)
    }

    fn org(&self, id: OrgId) -> String {
        let known = self.folded.view.orgs.iter().find(|org| org.id == id);
        known.map_or_else(String::new, |org| match self.language {
            Language::Chinese => org.name.clone(),
            Language::English => org.name_en.clone(),
        })
    }

    /// 第 3 条（支付款项）, as the draft stood before.
    fn clause(&self, id: ClauseId) -> String {
        let at = self.before.draft.0.iter().position(|clause| clause.id == id);
        match at {
            Some(at) => self.named(at, &self.before.draft.0[at]),
            None => say!(self, "一条", "a clause"),
        }
    }

    fn named(&self, at: usize, clause: &Clause) -> String {
        let (place, kind) = (
            place(Some(at), self.language),
            clause_kind(Kind::of(&clause.body), self.language),
        );
        let money = clause.body.money();
        match (self.language, money.0 > 0) {
            (Language::Chinese, true) => format!("{place}（{kind}，¥ {money}）"),
            (Language::Chinese, false) => format!("{place}（{kind}）"),
            (Language::English, true) => format!("{place} ({kind}, ¥ {money})"),
            (Language::English, false) => format!("{place} ({kind})"),
        }
    }
}

fn short(digest: &Digest) -> String {
    digest.to_string()[..8].to_owned()
}

pub fn told(event: &Event, scene: &Scene<'_>) -> String {
    let language = scene.language;
    match event {
        Event::MediationRequested(request) => requested(request, scene),
        Event::PartyInvited { side, .. } => {
            let side = scene.side(*side);
            say!(
                scene,
                "邀请{side}，发出专用链接",
                "invited the {side} by a personal link"
            )
        }
        Event::PartyJoined { side, consents, .. } => {
            let (side, count) = (scene.side(*side), consents.len());
            say!(
                scene,
                "以{side}身份加入，逐项作出 {count} 项同意",
                "joined as {side} and gave {count} consents"
            )
        }
        Event::MediationConsented { .. } => say!(scene, "同意调解", "agreed to mediate"),
        Event::MediationAskedAgain { .. } => say!(scene, "同意再次调解", "agreed to mediate again"),
        Event::MediationDeclined { reason, .. } => {
            say!(scene, "不同意调解：{reason}", "declined to mediate: {reason}")
        }
        Event::CaseAccepted { ends, .. } => {
            say!(
                scene,
                "受理案件，调解期限至 {ends}",
                "accepted the case; mediation until {ends}"
            )
        }
        Event::CaseRefused { ground, explanation } => {
            let ground = refusal_ground(*ground, language);
            say!(
                scene,
                "不予受理，依据：{ground}；理由：{explanation}",
                "declined the case: {ground}; {explanation}"
            )
        }
        Event::EvidenceAdded { evidence, .. } => {
            let title = &evidence.title;
            if evidence.shared {
                say!(scene, "提交证据《{title}》", "added evidence “{title}”")
            } else {
                say!(
                    scene,
                    "提交证据《{title}》（仅调解员可见）",
                    "added evidence “{title}” (for the mediator only)"
                )
            }
        }
        Event::RoomEntered { room: name, .. } => {
            let room = room(*name, language);
            say!(scene, "进入{room}", "entered the {room}")
        }
        Event::RoomLeft { room: name, .. } => {
            let room = room(*name, language);
            say!(scene, "离开{room}", "left the {room}")
        }
        Event::CaucusOpened { side } => {
            let side = scene.side(*side);
            say!(scene, "开始与{side}单独会谈", "opened a caucus with the {side}")
        }
        Event::CaucusClosed { side } => {
            let side = scene.side(*side);
            say!(scene, "结束与{side}的单独会谈", "closed the caucus with the {side}")
        }
        Event::IdentityConfirmed { side } => {
            let side = scene.side(*side);
            say!(scene, "当面核对{side}证件", "checked the {side}'s document")
        }
        Event::ClauseWritten { clause, place } => written(clause, *place as usize, scene),
        Event::ClauseRemoved { clause } => {
            let clause = scene.clause(*clause);
            say!(scene, "删除{clause}", "removed {clause}")
        }
        Event::ClauseMarked { clause, agreed, .. } => {
            let clause = scene.clause(*clause);
            if *agreed {
                say!(scene, "同意{clause}", "agreed to {clause}")
            } else {
                say!(scene, "不同意{clause}", "objected to {clause}")
            }
        }
        Event::TermsAgreed {
            terms: Terms(clauses),
            digest,
        } => {
            let (count, hash) = (clauses.len(), short(digest));
            say!(
                scene,
                "达成协议，冻结 {count} 条条款（哈希 {hash}）",
                "terms agreed: {count} clauses frozen (hash {hash})"
            )
        }
        Event::MediationEnded { ground, reason } => {
            let ground = end_ground(*ground, language);
            if reason.is_empty() {
                say!(scene, "调解结束：{ground}", "mediation ended: {ground}")
            } else {
                say!(
                    scene,
                    "调解结束：{ground}；{reason}",
                    "mediation ended: {ground}; {reason}"
                )
            }
        }
        Event::RequestWithdrawn { reason } => say!(scene, "撤回申请：{reason}", "withdrew the request: {reason}"),
        other => signed_or_reviewed(other, scene),
    }
}

fn requested(request: &Requested, scene: &Scene<'_>) -> String {
    let heads: Vec<_> = request
        .heads
        .iter()
        .map(|head| super::dispute_head(*head, scene.language))
        .collect();
    let count = request.claims.len();
    match (scene.language, request.channel) {
        (Language::Chinese, Channel::Online) => format!("网上申请调解：{}，请求 {count} 项", heads.join("、")),
        (Language::Chinese, Channel::Oral) => format!("记录口头申请：{}，请求 {count} 项", heads.join("、")),
        (Language::Chinese, Channel::Assigned) => format!("登记法院委派：{}，请求 {count} 项", heads.join("、")),
        (Language::English, Channel::Online) => {
            format!("requested mediation online: {}; {count} claim(s)", heads.join(", "))
        }
        (Language::English, Channel::Oral) => {
            format!("recorded an oral request: {}; {count} claim(s)", heads.join(", "))
        }
        (Language::English, Channel::Assigned) => {
            format!("entered a court's assignment: {}; {count} claim(s)", heads.join(", "))
        }
    }
}

fn written(clause: &Clause, to: usize, scene: &Scene<'_>) -> String {
    let named = scene.named(to, clause);
    let from = scene.before.draft.0.iter().position(|known| known.id == clause.id);
    match from {
        None => say!(scene, "写入{named}", "wrote {named}"),
        Some(from) if scene.before.draft.0[from] == *clause => {
            let from = place(Some(from), scene.language);
            say!(scene, "把{from}移为{named}", "moved {from} to {named}")
        }
        Some(_) => say!(
            scene,
            "修改{named}，双方须重新表态",
            "changed {named}; both sides must mark it again"
        ),
    }
}

fn signed_or_reviewed(event: &Event, scene: &Scene<'_>) -> String {
    let language = scene.language;
    match event {
        Event::AgreementPresented { document, .. } => {
            let hash = short(document);
            say!(
                scene,
                "生成调解协议书（哈希 {hash}）",
                "made the agreement document (hash {hash})"
            )
        }
        Event::AgreementSigned { .. } => say!(scene, "签署调解协议书", "signed the agreement"),
        Event::SigningDeclined { reason, clause, .. } => match clause.map(|clause| scene.clause(clause)) {
            Some(clause) => say!(
                scene,
                "拒绝签署，针对{clause}：{reason}",
                "declined to sign because of {clause}: {reason}"
            ),
            None => say!(scene, "拒绝签署：{reason}", "declined to sign: {reason}"),
        },
        Event::AgreementSealed { org, .. } => {
            let org = scene.org(*org);
            say!(scene, "加盖印章：{org}", "sealed by {org}")
        }
        Event::AgreementEffective {
            review_until,
            confirmation_until,
            ..
        } => say!(
            scene,
            "协议生效；仲裁审查可申请至 {review_until}，司法确认可申请至 {confirmation_until}",
            "agreement in effect; review until {review_until}, confirmation until {confirmation_until}"
        ),
        Event::ReviewApplied {
            track: to, institution, ..
        } => {
            let (track, org) = (track(*to, language), scene.org(*institution));
            say!(scene, "签名申请{track}（{org}）", "applied for {track} ({org})")
        }
        Event::ApplicationFiled { track: to, institution } => {
            let (track, org) = (track(*to, language), scene.org(*institution));
            say!(
                scene,
                "双方共同申请成立：{track}（{org}）",
                "joint application filed: {track} ({org})"
            )
        }
        Event::ApplicationWithdrawn { reason, .. } => {
            say!(scene, "撤回审查申请：{reason}", "withdrew the application: {reason}")
        }
        Event::ApplicationAccepted { decide_by, .. } => {
            say!(
                scene,
                "受理申请，须在 {decide_by} 前决定",
                "accepted the application; to be decided by {decide_by}"
            )
        }
        Event::ApplicationRejected {
            ground, explanation, ..
        } => {
            let ground = reject_ground(*ground, language);
            say!(
                scene,
                "不予受理申请，依据：{ground}；理由：{explanation}",
                "did not accept the application: {ground}; {explanation}"
            )
        }
        Event::SupplementRequested { items, .. } => say!(scene, "要求补正：{items}", "asked for supplement: {items}"),
        Event::Supplemented { answer, evidence, .. } => {
            let count = evidence.len();
            say!(
                scene,
                "补正：{answer}（材料 {count} 件）",
                "supplied: {answer} ({count} file(s))"
            )
        }
        Event::ReviewDecided {
            ruling: Ruling::Grant, ..
        } => say!(scene, "审查通过，准予", "granted"),
        Event::ReviewDecided {
            ruling: Ruling::Refuse { ground, explanation },
            ..
        } => {
            let ground = ruling_ground(*ground, language);
            say!(
                scene,
                "不予支持，依据：{ground}；理由：{explanation}",
                "refused: {ground}; {explanation}"
            )
        }
        Event::DecisionIssued { number, document, .. } => {
            let hash = short(document);
            say!(
                scene,
                "出具文书 {number}（哈希 {hash}）",
                "issued {number} (hash {hash})"
            )
        }
        Event::DecisionReceived { .. } => say!(scene, "签收文书", "signed for the decision"),
        Event::DecisionEffective { .. } => say!(scene, "文书生效，可以申请强制执行", "the decision is in force"),
        other => handed_over(other, scene),
    }
}

/// The period, what is undisputed, and the way to arbitration.
fn handed_over(event: &Event, scene: &Scene<'_>) -> String {
    let language = scene.language;
    match event {
        Event::ReviewExtended {
            approved_by,
            reason,
            decide_by,
            ..
        } => say!(
            scene,
            "经{approved_by}批准延长审查至 {decide_by}：{reason}",
            "review extended until {decide_by}, approved by {approved_by}: {reason}"
        ),
        Event::RulingObjected { reason, .. } => {
            say!(scene, "对裁定提出异议：{reason}", "objected to the ruling: {reason}")
        }
        Event::ObjectionDecided {
            upheld: true,
            explanation,
            ..
        } => say!(
            scene,
            "异议成立，撤销裁定：{explanation}",
            "objection upheld, ruling revoked: {explanation}"
        ),
        Event::ObjectionDecided { explanation, .. } => {
            say!(scene, "驳回异议：{explanation}", "objection dismissed: {explanation}")
        }
        Event::ExtensionProposed { until, reason, .. } => {
            say!(
                scene,
                "提出延长调解期限至 {until} {reason}",
                "proposed to extend until {until} {reason}"
            )
        }
        Event::ExtensionAgreed { until, .. } => {
            say!(scene, "同意延长调解期限至 {until}", "agreed to extend until {until}")
        }
        Event::MediationExtended { until } => {
            say!(
                scene,
                "双方同意，调解期限延长至 {until}",
                "both agreed: mediation until {until}"
            )
        }
        Event::FactStated { text, .. } => say!(
            scene,
            "记录待双方确认的事实：{text}",
            "wrote down a fact to confirm: {text}"
        ),
        Event::FactConfirmed { .. } => say!(scene, "确认一项事实", "confirmed a fact"),
        Event::ArbitrationPrompted { .. } => {
            say!(
                scene,
                "自申请起已满十五日，告知双方可以申请仲裁",
                "15 days since the request: both told that arbitration is open"
            )
        }
        Event::ArbitrationChosen { .. } => say!(scene, "选择劳动仲裁", "chose arbitration"),
        Event::CaseTransferred { commission, .. } => {
            let org = scene.org(*commission);
            say!(scene, "移送{org}", "handed over to {org}")
        }
        Event::ArbitrationApplied {
            petition, accept_by, ..
        } => {
            let count = petition.claims.len();
            say!(
                scene,
                "提交仲裁申请书，请求 {count} 项；须在 {accept_by} 前答复是否受理",
                "filed a petition with {count} claim(s); to be accepted or refused by {accept_by}"
            )
        }
        Event::PetitionReturned { items, .. } => {
            say!(scene, "要求补正仲裁申请：{items}", "returned the petition: {items}")
        }
        Event::ArbitrationAccepted { award_by, .. } => {
            say!(
                scene,
                "受理仲裁申请，须在 {award_by} 前审结",
                "accepted the petition; award due by {award_by}"
            )
        }
        Event::ArbitrationRefused {
            ground, explanation, ..
        } => {
            let ground = super::arbitration_ground(*ground, language);
            say!(
                scene,
                "不予受理仲裁申请，依据：{ground}；理由：{explanation}",
                "refused the petition: {ground}; {explanation}"
            )
        }
        Event::DutyReported { on, .. } => say!(scene, "报告 {on} 已履行一项", "reported a duty done on {on}"),
        Event::DutyConfirmed { .. } => say!(scene, "确认一项已履行", "confirmed a duty"),
        Event::DutyDisputed { reason, .. } => say!(scene, "对履行提出异议：{reason}", "disputed performance: {reason}"),
        Event::DutyOverdue { .. } => say!(scene, "一项约定到期未履行", "a duty is overdue"),
        Event::PaymentDemanded { .. } => say!(scene, "发出催告函", "demanded payment"),
        Event::PetitionPrepared { .. } => say!(scene, "制作向法院提交的申请书", "prepared a petition for a court"),
        Event::PerformanceCompleted => say!(scene, "全部履行完毕，结案", "everything performed; closed"),
        Event::PaperIssued {
            kind, number, document, ..
        } => {
            let (paper, hash) = (super::paper(*kind, language), short(document));
            say!(
                scene,
                "出具{paper} {number}（哈希 {hash}）",
                "issued {paper} {number} (hash {hash})"
            )
        }
        other => concluded(other, scene),
    }
}

/// In arbitration, before other courts, and beside any stage.
fn concluded(event: &Event, scene: &Scene<'_>) -> String {
    let language = scene.language;
    match event {
        Event::ThirdPartyObjected { knew, reason, .. } => say!(
            scene,
            "记录利害关系人异议（{knew} 知道）：{reason}",
            "took down a third party's objection (known since {knew}): {reason}"
        ),
        Event::FilingAcknowledged { number, .. } => {
            say!(scene, "收件，编号 {number}", "received the filing as {number}")
        }
        Event::CommissionMissing => say!(
            scene,
            "本地区仲裁委员会未接入，双方自行申请仲裁",
            "no commission of the region on this portal: the sides file by themselves"
        ),
        Event::SelfFilingPrepared { .. } => {
            say!(scene, "生成自行提交的仲裁申请书", "made a petition to hand in itself")
        }
        Event::HearingScheduled { at, place, .. } => {
            let day = at.date(scene.before.zone);
            say!(scene, "通知 {day} 开庭，{place}", "set a hearing on {day}, {place}")
        }
        Event::HearingRecorded { .. } => say!(scene, "写入庭审笔录", "wrote the record of the hearing"),
        Event::RecordConfirmed { .. } => say!(scene, "确认庭审笔录", "confirmed the record"),
        Event::AwardExtended {
            approved_by, award_by, ..
        } => say!(
            scene,
            "经{approved_by}批准延长审理至 {award_by}",
            "extended until {award_by}, approved by {approved_by}"
        ),
        Event::ArbitrationConcluded { conclusion, .. } => super::conclusion(conclusion, scene.language).to_owned(),
        Event::StatementRefused { reason, .. } => {
            say!(scene, "签收前反悔：{reason}", "refused the settlement: {reason}")
        }
        Event::PaperReceived { .. } => say!(scene, "签收文书", "signed for a paper"),
        Event::ServiceChosen { electronic: true, .. } => {
            say!(scene, "确认电子送达及地址", "confirmed electronic service")
        }
        Event::ServiceChosen { .. } => say!(scene, "选择纸质送达", "chose service on paper"),
        Event::DocumentServed { side, means, on, .. } => {
            let (side, means) = (scene.side(*side), super::means(means, scene.language));
            say!(
                scene,
                "向{side}送达文书，{on}，{means}",
                "served on the {side}, {on}, {means}"
            )
        }
        Event::SuitReported { on, .. } => say!(scene, "于 {on} 起诉", "sued on {on}"),
        Event::ConclusionEffective { .. } => say!(scene, "仲裁文书生效", "the arbitral document is in force"),
        Event::OrderStepRecorded { step, on, .. } => {
            let step = super::order_step(*step, scene.language);
            say!(scene, "支付令：{step}（{on}）", "payment order: {step} ({on})")
        }
        Event::SupportAsked { org, reason, .. } => {
            let org = scene.org(*org);
            say!(scene, "向{org}申请：{reason}", "asked {org}: {reason}")
        }
        Event::SupportDecided {
            granted: true,
            explanation,
            ..
        } => say!(scene, "同意：{explanation}", "granted: {explanation}"),
        Event::SupportDecided { explanation, .. } => {
            say!(scene, "不予同意：{explanation}", "not granted: {explanation}")
        }
        Event::MediatorChosen { mediator, .. } => {
            let name = scene.folded.person(*mediator);
            say!(scene, "选定调解员{name}", "chose {name} as mediator")
        }
        Event::MediatorObjected { reason, appoint_by, .. } => say!(
            scene,
            "请求更换调解员：{reason}（{appoint_by} 前另行指派）",
            "asked for another mediator: {reason} (to be appointed by {appoint_by})"
        ),
        Event::MediatorAppointed { mediator, by } => {
            let name = scene.folded.person(*mediator);
            if by.is_some() {
                say!(scene, "指派调解员{name}", "appointed {name} as mediator")
            } else {
                say!(
                    scene,
                    "双方共同选定调解员{name}",
                    "{name} is the mediator by common choice"
                )
            }
        }
        Event::MediatorDisclosed { text, .. } => say!(scene, "披露：{text}", "disclosed: {text}"),
        Event::ConditionMet { on, .. } => say!(
            scene,
            "约定的条件于 {on} 成就",
            "the agreed condition came about on {on}"
        ),
        Event::CaseArchived { keep_until } => {
            say!(
                scene,
                "归档，至少保管至 {keep_until}",
                "archived, kept until {keep_until} at least"
            )
        }
        Event::OfferSealed { .. } => say!(scene, "封存一个金额", "sealed a figure"),
        Event::OffersCompared { gap } => {
            let gap = crate::words::gap(*gap, scene.language);
            say!(scene, "比较密封报价：{gap}", "compared the sealed figures: {gap}")
        }
        Event::AppointmentRecorded { turn, .. } => {
            let (hour, minute) = turn.at.clock(scene.folded.case.zone);
            let at = format!("{} {hour:02}:{minute:02}", turn.at.date(scene.folded.case.zone));
            let note = if turn.note.is_empty() {
                String::new()
            } else {
                format!("：{}", turn.note)
            };
            match turn.step {
                AppointmentStep::Made if turn.place.is_some() => {
                    say!(scene, "约定 {at} 上门调解", "arranged a visit on {at}")
                }
                AppointmentStep::Made => say!(scene, "约定 {at} 视频调解", "arranged to meet by video on {at}"),
                AppointmentStep::TimeNamed => say!(scene, "表示 {at} 可以参加", "can come on {at}"),
                AppointmentStep::Cancelled => {
                    say!(
                        scene,
                        "取消 {at} 的约定{note}",
                        "cancelled the appointment of {at}{note}"
                    )
                }
                AppointmentStep::Held => say!(scene, "{at} 的调解已进行{note}", "held the appointment of {at}{note}"),
                AppointmentStep::Missed => {
                    say!(
                        scene,
                        "{at} 的调解有人未到{note}",
                        "somebody missed the appointment of {at}{note}"
                    )
                }
            }
        }
        Event::MinutesClosed { .. } => say!(
            scene,
            "完成调解笔录，请双方确认",
            "closed the minutes for both to confirm"
        ),
        Event::MinutesAnswered { remark: None, .. } => say!(scene, "确认调解笔录", "confirmed the minutes"),
        Event::MinutesAnswered {
            remark: Some(remark), ..
        } => say!(scene, "对调解笔录提出意见：{remark}", "answered the minutes: {remark}"),
        Event::InterpreterCalled { language, .. } => {
            say!(scene, "请来翻译：{language}", "called an interpreter: {language}")
        }
        Event::RecordingProposed { keep_days } => say!(
            scene,
            "提议录音录像，保存 {keep_days} 天",
            "proposed a recording, kept for {keep_days} days"
        ),
        Event::RecordingAnswered { agreed: true, .. } => say!(scene, "同意录音录像", "agreed to the recording"),
        Event::RecordingAnswered { .. } => {
            say!(scene, "不同意或撤回同意录音录像", "declined the recording or withdrew")
        }
        Event::RecordingStarted => say!(scene, "录音录像开始", "the recording began"),
        Event::RecordingKept { files, .. } => {
            let count = files.len();
            say!(
                scene,
                "录音录像结束，保存 {count} 个文件",
                "the recording is over: {count} files are kept"
            )
        }
        Event::RecordingDeleted { .. } => say!(
            scene,
            "录音录像已删除，摘要和同意记录保留",
            "the recording was deleted; digests and consents remain"
        ),
        Event::Pleaded { pleading, .. } if pleading.claims.is_empty() => {
            say!(scene, "提交答辩书", "answered the petition")
        }
        Event::Pleaded { pleading, .. } => {
            let count = pleading.claims.len();
            say!(
                scene,
                "请求变更仲裁请求，共 {count} 项",
                "asked for other claims, {count} in all"
            )
        }
        Event::AmendmentDeclined { explanation, .. } => say!(
            scene,
            "没有受理变更请求：{explanation}",
            "did not take the changed claims: {explanation}"
        ),
        Event::EvidencePeriodSet { until, .. } => say!(
            scene,
            "指定举证期限至 {until}",
            "set the time for evidence, until {until}"
        ),
        Event::ClaimsAmended { claims } => {
            let count = claims.len();
            say!(
                scene,
                "记录变更后的请求，共 {count} 项",
                "took down the claims as amended, {count} in all"
            )
        }
        Event::AwardTermMoved(turn) => {
            let (ground, explanation) = (super::term_ground(turn.ground, language), &turn.explanation);
            match turn.award_by {
                Some(last) => say!(
                    scene,
                    "{ground}，审理期限至 {last} {explanation}",
                    "{ground}: to be decided by {last} {explanation}"
                ),
                None => say!(
                    scene,
                    "中止审理：{ground} {explanation}",
                    "suspended: {ground} {explanation}"
                ),
            }
        }
        Event::CommissionAsked(asked) => {
            let (matter, plea) = (
                super::matter(asked.plea.matter(), language),
                super::plea(&asked.plea, language),
            );
            let reason = &asked.reason;
            say!(
                scene,
                "提出{matter} {plea}：{reason}",
                "asked about {matter} {plea}: {reason}"
            )
        }
        Event::MotionAnswered(answered) => {
            let (matter, reply) = (
                super::matter(answered.matter, language),
                super::reply(&answered.reply, scene.before.zone, language),
            );
            let why = &answered.explanation;
            say!(scene, "{matter}：{reply}。{why}", "{matter}: {reply}. {why}")
        }
        Event::LimitationMoved {
            from,
            to,
            reason,
            until,
        } => {
            let limit = super::limit(*from, *to, *until, language);
            say!(scene, "{limit}：{reason}", "{limit}: {reason}")
        }
        Event::HelperAppointed { helper, .. } => say!(scene, "指派：{helper}", "named a helper: {helper}"),
        _ => String::new(),
    }
}
