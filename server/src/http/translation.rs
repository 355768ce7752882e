//! The agreement's second column: read by whoever may read its clauses, written by the mediator until the
//! terms are frozen.

use super::cases::viewed;
use super::pdf;
use super::problem::Problem;
use crate::app::App;
use crate::identity::who::Who;
use crate::jobs::papers::words_of;
use crate::store::translations::Drafted;
use axum::Json;
use axum::extract::{Path, State};
use domain::actor::{Actor, Role};
use domain::api::{self, SecondColumn, TranslatedClause, TranslationDraft};
use domain::case::{Case, Stage};
use domain::id::CaseId;
use domain::refusal::Refusal;
use domain::terms::second::{self, Said};
use domain::{sight, text};
use std::collections::BTreeMap;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(read, write)).routes(routes!(lines))
}

/// The second column as it stands: of the draft, or as it was presented to be signed.
#[utoipa::path(
    get,
    path = "/api/v1/cases/{id}/translation",
    operation_id = "read_translation",
    tag = "cases",
    params(("id" = CaseId, Path, description = "The case")),
    responses(
        (status = 200, description = "Clause by clause; no language where the agreement is in Chinese alone", body = SecondColumn),
        (status = 404, description = "`unknown_case`", body = api::Problem, content_type = "application/problem+json"),
    ),
    security(("session" = [])),
)]
async fn read(State(app): State<Arc<App>>, who: Who, Path(id): Path<CaseId>) -> Result<Json<SecondColumn>, Problem> {
    let (case, actor) = viewed(&app, &who, id).await?;
    // Clauses nobody was bound by are offers.
    let offers = case.effective_at.is_none() && !sight::of_the_talks(actor.role);
    if offers || !sight::may_open(&case, &actor) {
        return Err(Problem::because(404, "unknown_case"));
    }
    Ok(Json(column(&app, &case, &actor).await?))
}

/// The same for reading beside the clauses: a line for the language's tag, one that says that Chinese governs,
/// then one for each clause.
#[utoipa::path(
    get,
    path = "/api/v1/cases/{id}/translation.txt",
    operation_id = "read_translation_lines",
    tag = "cases",
    params(("id" = CaseId, Path, description = "The case")),
    responses(
        (status = 200, description = "Lines; none where the agreement is in Chinese alone", body = String, content_type = "text/plain"),
        (status = 404, description = "`unknown_case`", body = api::Problem, content_type = "application/problem+json"),
    ),
    security(("session" = [])),
)]
async fn lines(app: State<Arc<App>>, who: Who, id: Path<CaseId>) -> Result<String, Problem> {
    let Json(column) = read(app, who, id).await?;
    let Some(language) = column.language else {
        return Ok(String::new());
    };
    let frame = language.frame();
    let clause = |clause: &TranslatedClause| match clause.translated {
        true => clause.text.replace('\n', " "),
        false => frame.untranslated.to_owned(),
    };
    let head = [frame.tag.to_owned(), column.governs];
    let lines = head.into_iter().chain(column.clauses.iter().map(clause));
    Ok(lines.collect::<Vec<_>>().join("\n"))
}

/// Chooses the second language and writes the mediator's own translations; all that was written before goes.
#[utoipa::path(
    post,
    path = "/api/v1/cases/{id}/translation",
    operation_id = "write_translation",
    tag = "cases",
    params(("id" = CaseId, Path, description = "The case")),
    request_body = TranslationDraft,
    responses(
        (status = 200, description = "As it stands now", body = SecondColumn),
        (status = 403, description = "`not_your_role`, `not_your_case`", body = api::Problem, content_type = "application/problem+json"),
        (status = 404, description = "`unknown_case`", body = api::Problem, content_type = "application/problem+json"),
        (status = 422, description = "`wrong_stage`, `clause_changed`, `text_unfit`", body = api::Problem, content_type = "application/problem+json"),
    ),
    security(("session" = [])),
)]
async fn write(
    State(app): State<Arc<App>>,
    who: Who,
    Path(id): Path<CaseId>,
    Json(draft): Json<TranslationDraft>,
) -> Result<Json<SecondColumn>, Problem> {
    let (case, actor) = viewed(&app, &who, id).await?;
    if actor.role != Role::Mediator {
        return Err(Problem::because(403, "not_your_role"));
    }
    if case.mediator != Some(actor.person) {
        return Err(Problem::because(403, "not_your_case"));
    }
    if case.stage != Some(Stage::Mediating) {
        return Err(Problem::Refused(Refusal::WrongStage));
    }
    let mut texts = BTreeMap::new();
    for own in draft.texts {
        if case.draft.0.iter().all(|clause| clause.digest() != own.clause) {
            return Err(Problem::Refused(Refusal::ClauseChanged));
        }
        let said = own.text.trim();
        if !said.is_empty() {
            text::fit(said, second::LONGEST).map_err(Problem::Refused)?;
            texts.insert(own.clause.to_string(), said.to_owned());
        }
    }
    let drafted = draft.language.map(|language| Drafted { language, texts });
    let by = (actor.person, app.clock.now());
    app.store.keep_translation(id, drafted.as_ref(), by).await?;
    Ok(Json(column(&app, &case, &actor).await?))
}

async fn column(app: &App, case: &Case, actor: &Actor) -> Result<SecondColumn, Problem> {
    let (id, terms) = (
        case.id,
        case.agreed_terms.as_ref().map_or(&case.draft, |(terms, _)| terms),
    );
    let translation = match case.agreement.as_ref().map(|it| it.translation) {
        Some(Some(signed)) => {
            let bytes = app.files.get(signed).await.map_err(|error| pdf::failed(error.into()))?;
            Some(serde_json::from_slice(&bytes).map_err(|error| pdf::failed(error.into()))?)
        }
        Some(None) => None,
        None => app.store.translation(id).await?.map(|it| it.of(terms)),
    };
    let mut words = words_of(app, case).await.map_err(pdf::failed)?;
    // Of a draft only its mediator is told what no face prints.
    let unprintable = match actor.role {
        Role::Mediator => {
            let sheet = documents::agreement(case, terms, terms.digest(), translation.as_ref(), &words);
            documents::unprintable(&sheet).into_iter().collect()
        }
        _ => String::new(),
    };
    let Some(translation) = translation else {
        return Ok(SecondColumn {
            language: None,
            governs: String::new(),
            clauses: Vec::new(),
            unprintable,
        });
    };
    // Whoever reads it learns no more than from the clauses themselves.
    let readable = sight::readable(case, actor);
    words.values.retain(|commitment, _| readable.contains(commitment));
    let column = words.named(case, |names| translation.column(terms, names));
    let clause = |(clause, said): (&domain::terms::Clause, Said)| {
        let (translated, text) = match said {
            Said::Translated(text) => (true, text),
            Said::Chinese(text) => (false, text),
        };
        TranslatedClause {
            clause: clause.id,
            digest: clause.digest(),
            free: second::is_free(&clause.body),
            translated,
            text,
        }
    };
    Ok(SecondColumn {
        language: Some(translation.language),
        governs: translation.language.frame().governs.to_owned(),
        clauses: terms.0.iter().zip(column).map(clause).collect(),
        unprintable,
    })
}
