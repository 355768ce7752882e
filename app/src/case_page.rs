//! One case: what it is about, where it stands, and what the reader may do next.

use crate::api;
use crate::folded::Folded;
use crate::home::Screens;
use crate::live::Stream;
use crate::open::Open;
use crate::shell::Context;
use crate::words::Word;
use domain::api::CaseView;
use domain::id::CaseId;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Reads the case and follows it for as long as the screen is open.
#[component]
pub fn CasePage(id: CaseId) -> impl IntoView {
    let context = Context::get();
    let open = RwSignal::new(None::<Open>);
    let stream = StoredValue::new_local(None::<Stream>);
    spawn_local(async move {
        match api::get::<CaseView>(&format!("/api/v1/cases/{id}")).await {
            Ok(view) => {
                let read = Open::new(view, context);
                // The page may have been left while the case was on its way.
                if open.try_set(Some(read)).is_none() {
                    let path = format!(
                        "/api/v1/cases/{id}/events?after={}",
                        read.folded.with_untracked(Folded::seq)
                    );
                    let heard = move |live: Option<_>| live.map_or_else(|| read.reload(), |live| read.hear(live));
                    stream.set_value(Stream::open(&path, heard));
                }
            }
            Err(fault) => context.refuse(&fault),
        }
    });
    on_cleanup(move || stream.set_value(None));
    view! {
        {move || match open.get() {
            None => view! { <div class="skeleton" role="status" aria-label=context.say(Word::Loading)></div> }.into_any(),
            Some(open) => {
                provide_context(open);
                let screens: Screens = expect_context();
                (screens.case)(open)
            }
        }}
    }
}
