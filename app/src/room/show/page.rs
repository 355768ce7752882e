//! The page itself: turned for all by whoever shows it, and by a reader for himself.

use super::{Show, point};
use crate::api;
use crate::room::tile::side;
use crate::view::prelude::*;
use crate::words::aside::Word;
use crate::words::room;
use domain::showing::{ShowAsk, Showable};

/// Hundredths of the width there is for the page.
const ZOOMS: [u16; 4] = [100, 150, 200, 300];
/// Pixels of the screen up to which the smaller picture does.
const SMALL: f64 = 1_250.0;

/// What of the page the reader has before him.
#[derive(Clone, Copy)]
struct Reading {
    at: Memo<u16>,
    pages: Memo<u16>,
    /// Not the page that is shown.
    away: Memo<bool>,
    mine: Memo<bool>,
    /// Of [`ZOOMS`].
    zoom: RwSignal<usize>,
    pointing: RwSignal<bool>,
    /// The colour of whoever shows it.
    edge: Memo<&'static str>,
}

/// What is shown; nothing while nothing is.
pub(super) fn page(show: Show) -> View {
    let hall = show.hall;
    let mine = Memo::new(move |_| {
        let by = show.shown.with(|shown| shown.as_ref().map(|shown| shown.by));
        by.is_some() && by == hall.me.get()
    });
    let (theirs, pages) = (
        Memo::new(move |_| show.shown.with(|shown| shown.as_ref().map_or(1, |shown| shown.page))),
        Memo::new(move |_| show.shown.with(|shown| shown.as_ref().map_or(1, |shown| shown.pages))),
    );
    let at = Memo::new(move |_| show.own.get().unwrap_or(theirs.get()).clamp(1, pages.get()));
    let away = Memo::new(move |_| at.get() != theirs.get());
    let zoom = RwSignal::new(0_usize);
    let pointing = RwSignal::new(false);
    let turn = move |to: u16| {
        if to == 0 || to > pages.get_untracked() {
            return;
        }
        if mine.get_untracked() {
            show.ask(ShowAsk::Turn { page: to });
        } else {
            show.own.set(Some(to).filter(|to| *to != theirs.get_untracked()));
        }
    };
    let title = move || {
        let of = |shown: &Option<domain::showing::Shown>| shown.as_ref().map(|shown| show.title(shown));
        show.shown.with(of).unwrap_or_default()
    };
    let by = move || {
        let by = show.shown.with(|shown| shown.as_ref().map(|shown| shown.by));
        by.map(|by| show.name(by)).unwrap_or_default()
    };
    let edge = Memo::new(move |_| {
        let by = show.shown.with(|shown| shown.as_ref().map(|shown| shown.by));
        let role = hall.people.with(|people| {
            let card = people.iter().find(|card| Some(card.person) == by);
            card.map(|card| card.role)
        });
        role.map_or("official", side)
    });
    let reading = Reading {
        at,
        pages,
        away,
        mine,
        zoom,
        pointing,
        edge,
    };
    let place = move || show.filled(Word::PageAt, &[at.get(), pages.get()]);
    let (first, last) = (move || at.get() == 1, move || at.get() == pages.get());
    let (least, most) = (move || zoom.get() == 0, move || zoom.get() + 1 == ZOOMS.len());
    let keys = move |event: leptos::ev::KeyboardEvent| match event.key().as_str() {
        "PageDown" => {
            event.prevent_default();
            turn(at.get_untracked() + 1);
        }
        "PageUp" => {
            event.prevent_default();
            turn(at.get_untracked().saturating_sub(1));
        }
        key if pointing.get_untracked() && point::by_key(show, key) => event.prevent_default(),
        _ => {}
    };
    // The draft is shown as it stands, also once it has changed.
    let draft = hall.open.watch(|folded| folded.case.draft.digest());
    effect(move || {
        let now = draft.get();
        let shown = show
            .shown
            .with_untracked(|shown| shown.as_ref().map(|shown| (shown.what, shown.digest, shown.page)));
        if let Some((what @ Showable::Draft, digest, page)) = shown
            && digest != now
            && mine.get_untracked()
        {
            show.ask(ShowAsk::Open { what, page });
        }
    });
    view! {
        <section class=move || format!("showing {}", edge.get()) aria-label=title data-testid="sheet" data-page=move || at.get()>
            <header class="showing-top">
                <span class="grow"><strong data-testid="sheet-by">{by}</strong> " " {show.say(Word::Shows)} " " <span data-testid="sheet-title">{title}</span></span>
                {move || mine.get().then(|| view! {
                    <button class="small danger" data-testid="end-show" on:click=move |_| show.ask(ShowAsk::End)>{show.say(Word::EndShow)}</button>
                })}
            </header>
            {move || away.get().then(|| view! {
                <button class="small" data-testid="follow" on:click=move |_| show.own.set(None)>{move || show.filled(Word::BackToShown, &[theirs.get()])}</button>
            })}
            <div class="view" tabindex="0" role="group" aria-label=place data-testid="page" on:keydown=keys>
                {sheet(show, reading)}
            </div>
            <div class="turn" role="toolbar" aria-label=title>
                <button class="plain" data-testid="page-back" disabled=first on:click=move |_| turn(at.get_untracked() - 1)>
                    "‹"<span class="visually-hidden">{show.say(Word::PageBack)}</span>
                </button>
                <span class="number" data-testid="page-at" aria-live="polite">{place}</span>
                <button class="plain" data-testid="page-on" disabled=last on:click=move |_| turn(at.get_untracked() + 1)>
                    "›"<span class="visually-hidden">{show.say(Word::PageOn)}</span>
                </button>
                <button class="plain" data-testid="smaller" disabled=least on:click=move |_| zoom.update(|zoom| *zoom -= 1)>
                    "−"<span class="visually-hidden">{show.say(Word::Smaller)}</span>
                </button>
                <button class="plain" data-testid="larger" disabled=most on:click=move |_| zoom.update(|zoom| *zoom += 1)>
                    "＋"<span class="visually-hidden">{show.say(Word::Larger)}</span>
                </button>
                {move || mine.get().then(|| view! {
                    <button class="plain" data-testid="pointing" aria-pressed=move || pointing.get().to_string() on:click=move |_| {
                        pointing.update(|on| *on = !*on);
                        if !pointing.get_untracked() {
                            point::lift(show);
                        }
                    }>{show.say(Word::PointOut)}</button>
                })}
            </div>
        </section>
    }
}

/// The picture, with the spot that is pointed to.
fn sheet(show: Show, reading: Reading) -> View {
    let hall = show.hall;
    let Reading {
        at,
        pages,
        away,
        mine,
        zoom,
        pointing,
        edge,
    } = reading;
    let paper = NodeRef::<web_sys::HtmlElement>::new();
    let failed = RwSignal::new(false);
    let tries = RwSignal::new(0_u32);
    let digest = Memo::new(move |_| show.shown.with(|shown| shown.as_ref().map(|shown| shown.digest)));
    let address = Memo::new(move |_| {
        let digest = digest.get()?;
        let across = paper.get().map_or(0, |paper| paper.client_width());
        let dense = web_sys::window().map_or(1.0, |window| window.device_pixel_ratio());
        let wanted = f64::from(across) * dense * f64::from(ZOOMS[zoom.get()]) / 100.0;
        let width = if wanted > SMALL { 1800 } else { 900 };
        let tried = tries.get();
        let path = format!(
            "/api/v1/cases/{}/pages/{digest}/{}?width={width}&try={tried}",
            hall.open.id,
            at.get()
        );
        Some(api::link(&path))
    });
    effect(move || {
        address.track();
        failed.set(false);
    });
    let look = move || show.filled(Word::PageAt, &[at.get(), pages.get()]);
    view! {
        <div class="paper" class:pointing=move || pointing.get() && mine.get() node_ref=paper
            prop:style=move || format!("inline-size: {}%", ZOOMS[zoom.get()])
            on:pointermove=move |event| point::by_pointer(show, mine, pointing, &event)
            on:pointerdown=move |event| point::by_pointer(show, mine, pointing, &event)
            on:pointerleave=move |event: leptos::ev::PointerEvent| if event.pointer_type() == "mouse" && mine.get_untracked() { point::lift(show) }>
            <img src=move || address.get() alt=look draggable="false" hidden=move || failed.get() data-testid="page-image" on:error=move |_| failed.set(true)/>
            {move || show.spot.get().filter(|_| !away.get()).map(|(x, y)| view! {
                <span class=move || format!("spot {}", edge.get()) data-testid="spot" aria-hidden="true"
                    prop:style=format!("inset-inline-start: {}%; inset-block-start: {}%", f64::from(x) / 100.0, f64::from(y) / 100.0)>
                    <span>{move || show.shown.with(|shown| shown.as_ref().map(|shown| show.name(shown.by)))}</span>
                </span>
            })}
        </div>
        {move || failed.get().then(|| view! {
            <div class="note warn" role="alert" data-testid="page-failed">
                <p>{show.say(Word::PageFailed)}</p>
                <button class="plain" on:click=move |_| tries.update(|tries| *tries += 1)>{show.say(room::Word::TryAgain)}</button>
            </div>
        })}
    }
}
