//! `/status`: where my case stands, read-only, for phones that cannot run the app.

use super::door::{Asked, Lang, escape, own_phone, page};
use crate::app::App;
use crate::identity::who::Who;
use axum::extract::{Query, State};
use axum::response::Html;
use axum::{Router, routing};
use domain::case::{Case, Stage};
use std::sync::Arc;

pub fn router() -> Router<Arc<App>> {
    Router::new().route("/status", routing::get(status))
}

const STATIONS: [(&str, &str); 6] = [
    ("申请", "Request"),
    ("受理", "Accepted"),
    ("调解", "Talks"),
    ("签署", "Signing"),
    ("确认", "Review"),
    ("履行", "Carried out"),
];

/// Index into [`STATIONS`]; `None` for a case that ended without agreement.
fn station(stage: Stage) -> Option<usize> {
    match stage {
        Stage::Pending => Some(1),
        Stage::Mediating => Some(2),
        Stage::Signing => Some(3),
        Stage::Effective | Stage::ApplicationPending | Stage::UnderReview | Stage::Serving => Some(4),
        Stage::Enforceable | Stage::Performed => Some(5),
        Stage::Ended | Stage::Transferred | Stage::ArbitrationPending | Stage::Arbitrating | Stage::Concluded => None,
    }
}

/// `GET /status`
async fn status(State(app): State<Arc<App>>, Query(asked): Query<Asked>, who: Option<Who>) -> Html<String> {
    let lang = asked.lang();
    let title = lang.of("我的案件", "My cases");
    let parties = who.filter(|who| who.staff.is_none());
    let Some(who) = parties else {
        let body = format!(
            "<h1>{title}</h1><p class=\"lead\">{}</p><p><a class=\"button\" href=\"/code{}\">{}</a></p>",
            lang.of(
                "请先用手机号进入，再看案件到了哪一步。",
                "Enter with your phone to see where your case stands."
            ),
            lang.query(),
            lang.of("用手机号进入", "Enter with your phone")
        );
        return page(lang, "/status", title, None, &body);
    };
    let (mut sections, mut signing) = (String::new(), None);
    for id in app.store.seats_of(who.person).await.unwrap_or_default() {
        if let Ok(Some(case)) = app.store.load(id).await {
            sections += &section(lang, &case);
            signing = signing.or((case.stage == Some(Stage::Signing)).then_some(id));
        }
    }
    if sections.is_empty() {
        sections = format!("<p>{}</p>", lang.of("您还没有案件。", "You have no case yet."));
    }
    let open = lang.of("打开完整页面", "Open the full page");
    // The code opens a place, not an account: on the phone the person enters as always.
    let (path, lead) = match signing {
        Some(id) => (
            format!("/app/#/case/{id}/sign"),
            lang.of("扫码在自己的手机上签名", "Sign on your own phone: scan this"),
        ),
        None => (
            format!("/app/{}", lang.query()),
            lang.of("扫码在自己的手机上打开", "Go on on your own phone: scan this"),
        ),
    };
    let phone = own_phone(lang, &app.config.origin, &path, lead);
    let body = format!(
        "<h1>{title}</h1>{sections}<p><a class=\"button\" href=\"/app/\">{open}</a></p><div class=\"elsewhere\">{phone}</div>"
    );
    page(lang, "/status", title, Some("party"), &body)
}

fn section(lang: Lang, case: &Case) -> String {
    let at = case.stage.and_then(station);
    let stations = STATIONS
        .iter()
        .enumerate()
        .map(|(i, (zh, en))| {
            let mark = match at {
                Some(at) if at == i => " aria-current=\"step\"",
                Some(at) if i < at => " class=\"done\"",
                _ => "",
            };
            format!("<li{mark}>{}</li>", lang.of(zh, en))
        })
        .collect::<String>();
    let until = |zh: &str, en: &str, day: Option<domain::moment::Date>| {
        day.map_or_else(String::new, |day| format!("<p>{} {day}</p>", lang.of(zh, en)))
    };
    let clock = match case.stage {
        Some(Stage::Pending) => until("最迟答复是否受理：", "To be accepted or refused by:", case.accept_by),
        Some(Stage::Mediating | Stage::Signing) => until("调解期限至：", "Mediation ends on:", case.mediation_ends),
        Some(Stage::Effective) => {
            until(
                "申请仲裁审查截止：",
                "Apply for arbitration review by:",
                case.review_until,
            ) + &until(
                "申请司法确认截止：",
                "Apply for judicial confirmation by:",
                case.confirmation_until,
            )
        }
        Some(Stage::Transferred | Stage::ArbitrationPending | Stage::Arbitrating | Stage::Concluded) => format!(
            "<p>{}</p>",
            lang.of(
                "案件已转到劳动仲裁，请打开案件查看下一步。",
                "The case has gone to labour arbitration; open it to see the next step."
            )
        ),
        Some(Stage::Ended) => format!(
            "<p>{}</p>",
            lang.of(
                "调解已结束，您仍可以申请劳动仲裁。",
                "Mediation has ended; you may still go to arbitration."
            )
        ),
        _ => String::new(),
    };
    format!(
        "<section><h2>{}</h2><ol class=\"stations\">{stations}</ol>{clock}<p><a href=\"/receipt?case={}{}\">{}</a></p></section>",
        escape(&case.number),
        case.id,
        lang.of("", "&amp;lang=en"),
        lang.of("申请回执", "Receipt"),
    )
}
