//! What every file on a desk has: its head with the dossier to take along, what lies in it left, the
//! desk's own concerns right, the acts at the bottom.

use crate::api;
use crate::mediator::workspace::{heading, matter};
use crate::open::Open;
use crate::staff::tabs::{Tab, tabs};
use crate::staff::{history, papers, people, say, service};
use crate::view::prelude::*;
use crate::words::staff::Word;
use domain::actor::Side;

pub struct Frame {
    /// Beside the dossier's link.
    pub links: View,
    /// Under the head.
    pub standing: View,
    /// Before papers and history, which every file has.
    pub panels: Vec<Tab>,
    pub aside: View,
    pub bar: View,
}

pub fn frame(open: Open, frame: Frame) -> View {
    let context = open.context;
    let mut panels = frame.panels;
    panels.push(Tab {
        word: Word::TabPapers,
        id: "papers",
        panel: papers::papers(open),
    });
    panels.push(Tab {
        word: Word::TabService,
        id: "service",
        panel: service::service(open),
    });
    panels.push(Tab {
        word: Word::TabHistory,
        id: "history",
        panel: history::history(open),
    });
    view! {
        <div class="stack file" data-testid="desk">
            <div class="row between top">
                {heading(open)}
                <p class="row">
                    <a class="button plain" href=api::link(&format!("/api/v1/cases/{}/dossier", open.id)) download data-testid="dossier">
                        {say(context, Word::Dossier)}
                    </a>
                    {frame.links}
                </p>
            </div>
            {frame.standing}
            <div class="split file-split">
                <section class="stack tight">{tabs(context, RwSignal::new(0), panels)}</section>
                <aside class="stack">{frame.aside}</aside>
            </div>
        </div>
        {frame.bar}
    }
}

/// The file as it is read by those who stand beside the parties: the matter, and who they are.
pub fn beside(open: Open, standing: View, bar: View) -> View {
    let panels = vec![Tab {
        word: Word::TabMatter,
        id: "matter",
        panel: matter(open).into_view(),
    }];
    let aside = Side::BOTH.map(|side| people::party(open, side)).collect_view();
    frame(
        open,
        Frame {
            links: ().into_view(),
            standing,
            panels,
            aside: aside.into_view(),
            bar,
        },
    )
}
