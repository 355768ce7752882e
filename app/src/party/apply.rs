//! 共同申请: the two tracks side by side, what the other side chose, and the same ceremony.

use super::act::section_of;
use super::say::{fill, say};
use super::sign::confirmed;
use crate::api;
use crate::open::Open;
use crate::view::prelude::*;
use crate::words::party::Word;
use crate::words::reason;
use domain::actor::Side;
use domain::api::{OrgKind, Organisation};
use domain::case::Stage;
use domain::command::{Command, SignedStatement, Track};
use domain::hash::{Digest, Nonce, PublicKey, Signature};
use domain::id::OrgId;
use domain::moment::{Date, Timestamp};
use domain::refusal::Refusal;
use domain::seal::{Act, Attestation, Attested, Statement};
use domain::terms::prose::Language;

const TRACKS: [Track; 2] = [Track::ArbitrationReview, Track::JudicialConfirmation];

struct Told {
    kind: OrgKind,
    name: Word,
    means: Word,
    sign: Word,
    consent: Word,
    id: &'static str,
}

fn told(track: Track) -> Told {
    match track {
        Track::ArbitrationReview => Told {
            kind: OrgKind::ArbitrationCommission,
            name: Word::TrackReview,
            means: Word::TrackReviewMeans,
            sign: Word::SignReview,
            consent: Word::ConsentReview,
            id: "apply-review",
        },
        Track::JudicialConfirmation => Told {
            kind: OrgKind::Court,
            name: Word::TrackCourt,
            means: Word::TrackCourtMeans,
            sign: Word::SignCourt,
            consent: Word::ConsentCourt,
            id: "apply-court",
        },
    }
}

pub fn track_name(track: Track) -> Word {
    told(track).name
}

/// What the rule book says of applying now, before there is a signature to look at.
fn ruling(open: Open, track: Track, institution: OrgId) -> Memo<Result<(), Refusal>> {
    open.watch(move |folded| {
        let you = folded.view.you;
        let statement = Statement {
            case: folded.case.id,
            act: Act::Apply { track, institution },
            role: you.role,
            agreement: Digest::ZERO,
            terms: Digest::ZERO,
            consent: String::new(),
            nonce: Nonce([0; 16]),
            reading: None,
        };
        let attestation = Attestation {
            person: you.person,
            role: you.role,
            assurance: you.assurance,
            key: PublicKey([0; 32]).into(),
            statement: Digest::ZERO,
            issued: Timestamp(0),
            helper: None,
        };
        let signature = Signature([0; 64]);
        let attested = Attested {
            statement,
            attestation,
            signature,
        };
        let command = Command::ApplyForReview {
            track,
            institution,
            statement: SignedStatement {
                attested,
                signature,
                mark: None,
            },
        };
        match folded.may(&command) {
            // Only the signature is missing, which the ceremony brings.
            Err(Refusal::StatementMismatch) => Ok(()),
            other => other,
        }
    })
}

pub fn apply(open: Open) -> View {
    let chosen = RwSignal::new(None::<Track>);
    let bodies = RwSignal::new(Vec::<Organisation>::new());
    spawn_local(async move {
        match api::get("/api/v1/bodies").await {
            Ok(found) => _ = bodies.try_set(found),
            Err(fault) => open.context.refuse(&fault),
        }
    });
    let state = open.watch(|folded| {
        let side = folded.view.you.role.side().unwrap_or(Side::Claimant);
        let half = folded.case.application();
        (
            folded.case.stage,
            half.is_some_and(|half| half.applied.contains(&side)),
            half.map(|half| (half.track, half.institution)),
        )
    });
    let form = move || {
        let (_, _, half) = state.get();
        let bodies = bodies.get();
        // Where the other side has chosen there is only one question left: with it, or not.
        if let Some((track, _)) = half {
            chosen.set(Some(track));
        }
        let options: Vec<_> = TRACKS
            .into_iter()
            .filter(|track| half.is_none_or(|(other, _)| other == *track))
            .filter_map(|track| {
                let fits = |body: &&Organisation| match half {
                    Some((_, institution)) => body.id == institution,
                    None => body.kind == told(track).kind,
                };
                Some((track, bodies.iter().find(fits)?.clone()))
            })
            .collect();
        let picked = options.clone();
        let last = move || {
            let track = chosen.get()?;
            let (_, body) = picked.iter().find(|(known, _)| *known == track)?.clone();
            Some(last_step(open, track, body))
        };
        view! {
            {half.map(|(track, _)| view! { <p class="note" role="status" data-testid="other-chose">{say(Word::OtherChose)} " " <strong>{say(told(track).name)}</strong></p> })}
            <fieldset class="stack tight">
                <legend>{say(Word::WhichTrack)}</legend>
                {options.into_iter().map(|(track, body)| option(open, chosen, track, body)).collect_view()}
            </fieldset>
            <p class="note">{say(Word::TracksDiffer)}</p>
            {last}
        }
    };
    view! {
        <h1 tabindex="-1">{say(Word::ApplyTitle)}</h1>
        <p>{say(Word::ApplyMeans)}</p>
        {move || match state.get() {
            (Some(Stage::Effective), false, _) => form().into_view(),
            _ => view! {
                <p class="note good" role="status" data-testid="applied">{say(Word::YouApplied)}</p>
                <a class="button big" href=format!("#/{}", section_of(open, "outcome"))>{say(Word::ActOutcome)}</a>
            },
        }}
    }
}

fn body_name(open: Open, body: &Organisation) -> impl Fn() -> String + Clone + Send + Sync + 'static {
    let (chinese, english) = (body.name.clone(), body.name_en.clone());
    let language = open.context.language;
    move || match language.get() {
        Language::Chinese => chinese.clone(),
        Language::English => english.clone(),
    }
}

fn option(open: Open, chosen: RwSignal<Option<Track>>, track: Track, body: Organisation) -> View {
    let told = told(track);
    let language = open.context.language;
    let ruling = ruling(open, track, body.id);
    let last_day = open.watch(move |folded| match track {
        Track::ArbitrationReview => folded.case.review_until,
        Track::JudicialConfirmation => folded.case.confirmation_until,
    });
    let today = open.watch(|folded| folded.now().date(folded.case.zone));
    let clock = move || {
        last_day
            .get()
            .map(|last: Date| crate::ui::until(last, today.get(), language.get()))
    };
    let why = move || {
        let refusal = ruling.get().err()?;
        Some(view! { <small class="bad-text">{reason(refusal.code(), language.get())} " " {refusal.article()}</small> })
    };
    view! {
        <label class="radio track">
            <input type="radio" name="track" data-testid=told.id disabled=move || ruling.get().is_err()
                prop:checked=move || chosen.get() == Some(track) on:change=move |_| chosen.set(Some(track))/>
            <span class="stack tight">
                <strong>{say(told.name)}</strong>
                <span>{body_name(open, &body)}</span>
                <span data-testid=format!("{}-clock", told.id)>{clock}</span>
                <small class="muted">{say(told.means)}</small>
                {why}
            </span>
        </label>
    }
}

fn last_step(open: Open, track: Track, body: Organisation) -> View {
    let told = told(track);
    let institution = body.id;
    let language = open.context.language;
    let name = body_name(open, &body);
    let consent = Signal::derive(move || fill(told.consent.text(language.get()), &[name()]));
    let button = Signal::derive(move || told.sign.text(language.get()).to_owned());
    let command = Callback::new(move |statement| Command::ApplyForReview {
        track,
        institution,
        statement,
    });
    confirmed(
        open,
        (Act::Apply { track, institution }, None, None),
        consent,
        button,
        command,
        "apply",
    )
}
