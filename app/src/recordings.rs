//! Playing a recording back: each person's stretches, all on one line of time.

use crate::api;
use crate::open::Open;
use crate::ui::moment;
use crate::view::prelude::*;
use crate::words::aside;
use domain::api::{RecordedStretch, RecordingLine};
use std::time::Duration;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlVideoElement;

const TICK: Duration = Duration::from_millis(250);
/// Seconds two may be apart before one is put right.
const APART: f64 = 0.4;

/// What there is to play, read again whenever one was closed or deleted. Empty until it is read, and for
/// whoever may play none.
pub fn known(open: Open) -> RwSignal<Vec<RecordingLine>> {
    let lines = RwSignal::new(Vec::new());
    let changed = open.watch(|folded| {
        let all = folded.case.recordings.iter();
        all.map(|it| (it.kept.is_some(), it.deleted)).collect::<Vec<_>>()
    });
    effect(move || {
        if changed.with(|all| all.iter().any(|(kept, _)| *kept)) {
            spawn_local(async move {
                if let Ok(found) = api::get(&format!("/api/v1/cases/{}/recordings", open.id)).await {
                    let _ = lines.try_set(found);
                }
            });
        }
    });
    lines
}

/// One stretch as it lies on the line of time, in seconds.
#[derive(Clone, Copy)]
struct Reel {
    begins: f64,
    lasts: f64,
    video: NodeRef<HtmlVideoElement>,
    on: RwSignal<bool>,
}

impl Reel {
    fn of(file: &RecordedStretch) -> Self {
        Self {
            begins: file.begins as f64 / 1000.0,
            lasts: file.lasts as f64 / 1000.0,
            video: NodeRef::new(),
            on: RwSignal::new(false),
        }
    }

    /// Where its player stands on the line, while it plays.
    fn stands(self) -> Option<f64> {
        let video = self.video.get_untracked()?;
        (self.on.get_untracked() && !video.paused()).then(|| self.begins + video.current_time())
    }

    /// Puts its player to `at`.
    fn follow(self, at: f64, playing: bool) {
        let Some(video) = self.video.get_untracked() else {
            return;
        };
        let own = at - self.begins;
        let on = own >= 0.0 && own < self.lasts;
        if on != self.on.get_untracked() {
            self.on.set(on);
        }
        if on && (video.current_time() - own).abs() > APART {
            video.set_current_time(own);
        }
        if on && playing {
            if let (true, Ok(played)) = (video.paused(), video.play()) {
                // A browser that does not let it, or a pause right after it: a still picture.
                spawn_local(async move { drop(JsFuture::from(played).await) });
            }
        } else if !video.paused() {
            let _ = video.pause();
        }
    }
}

/// When it was, until when it is kept, and everyone who was recorded, heard together.
pub fn player(open: Open, line: RecordingLine) -> View {
    let language = open.context.language;
    let when = open.watch(move |folded| {
        let (zone, today) = (folded.case.zone, folded.now().date(folded.case.zone));
        let at = |time| moment(time, zone, today, language.get());
        (at(line.started), at(line.ended), at(line.kept_until))
    });
    let reels: Vec<Reel> = line.files.iter().map(Reel::of).collect();
    let whole = reels.iter().map(|reel| reel.begins + reel.lasts).fold(0.0, f64::max);
    let (at, playing) = (RwSignal::new(0.0_f64), RwSignal::new(false));
    let follow = {
        let reels = reels.clone();
        move || {
            reels
                .iter()
                .for_each(|reel| reel.follow(at.get_untracked(), playing.get_untracked()))
        }
    };
    let tick = {
        let (reels, follow) = (reels.clone(), follow.clone());
        move || {
            if playing.try_get_untracked() != Some(true) {
                return;
            }
            // Whoever plays is the clock; where nobody is heard, time passes all the same.
            let heard = reels.iter().filter_map(|reel| reel.stands()).reduce(f64::max);
            let silent = !reels.iter().any(|reel| reel.on.get_untracked());
            at.update(|at| *at = heard.unwrap_or(if silent { *at + TICK.as_secs_f64() } else { *at }));
            if at.get_untracked() >= whole {
                playing.set(false);
                at.set(0.0);
            }
            follow();
        }
    };
    if let Ok(timer) = set_interval_with_handle(tick, TICK) {
        on_cleanup(move || timer.clear());
    }
    let press = {
        let follow = follow.clone();
        move |_| {
            playing.update(|on| *on = !*on);
            follow();
        }
    };
    let seek = move |event| {
        at.set(event_target_value(&event).parse().unwrap_or(0.0));
        follow();
    };
    let id = open.id;
    let one = |(file, reel): (&RecordedStretch, &Reel)| {
        let reel = *reel;
        let src = api::link(&format!("/api/v1/cases/{id}/recordings/{}", file.digest));
        let person = file.person;
        let name = open.watch(move |folded| folded.person(person));
        view! {
            <li data-testid="reel" hidden=move || !reel.on.get()>
                <video node_ref=reel.video src=src preload="metadata" playsinline class:sound=!file.picture></video>
                <small>{name}</small>
            </li>
        }
    };
    let tiles = line.files.iter().zip(&reels).map(one).collect_view();
    let clock = move || {
        let seconds = at.get() as u64;
        format!("{}:{:02}", seconds / 60, seconds % 60)
    };
    view! {
        <section class="card stack tight" data-testid="recorded">
            <p><strong class="number">{move || when.with(|(from, to, _)| format!("{from} – {to}"))}</strong></p>
            <p class="muted">{move || aside::Word::KeptUntil.text(language.get())} " " <span class="number">{move || when.with(|(_, _, until)| until.clone())}</span></p>
            <ul role="list" class="reels">{tiles}</ul>
            <div class="row playing" hidden=line.files.is_empty()>
                <button type="button" data-testid="play" aria-pressed=move || playing.get().to_string() on:click=press>{move || if playing.get() { "❚❚" } else { "▶" }}</button>
                <input type="range" class="grow" min="0" step="1" max=(whole as u64).to_string() aria-label=clock prop:value=move || (at.get() as u64).to_string() on:input=seek/>
                <span class="number">{clock}</span>
            </div>
        </section>
    }
}
