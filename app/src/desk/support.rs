//! The desk of a legal aid office, a union or a procuratorate: what it was asked, and its answer
//! (法律援助法 43; CPL 15).

use super::frame::beside;
use crate::open::Open;
use crate::staff::deed::{Deed, deed};
use crate::staff::say;
use crate::view::prelude::*;
use crate::words::staff::Word;
use domain::command::Command;
use domain::support::{Support, SupportKind};

pub fn file(open: Open) -> View {
    beside(open, asked(open), bar(open))
}

fn asked(open: Open) -> View {
    let context = open.context;
    let own = open.watch(|folded| {
        let org = folded.view.you.org;
        let own = folded.case.supports.iter().filter(|it| Some(it.org) == org);
        own.cloned().collect::<Vec<_>>()
    });
    let one = move |support: Support| {
        let word = match support.kind {
            SupportKind::LegalAid => Word::LegalAid,
            SupportKind::Suit => Word::SupportSuit,
        };
        let (class, state) = match &support.decided {
            None => ("warn-text", Word::ObjectionOpen),
            Some((true, _)) => ("good-text", Word::Granted),
            Some((false, _)) => ("muted", Word::NotGranted),
        };
        let due = support.decide_by.filter(|_| support.decided.is_none());
        let due = due.or(support.appoint_by.filter(|_| support.appointed.is_none()));
        view! {
            <section class="card" data-testid="support">
                <h2>{say(context, word)} " · " <span class=class>{say(context, state)}</span></h2>
                <p>{support.reason}</p>
                {due.map(|due| view! { <p>{crate::staff::clock::chip(context, due)}</p> })}
                {support.decided.map(|(_, text)| view! { <p class="muted">{text}</p> })}
                {support.appointed.map(|helper| view! { <p>{say(context, Word::Helper)} " " {helper}</p> })}
            </section>
        }
    };
    view! { <p class="note">{say(context, Word::OffersSealed)}</p> {move || own.get().into_iter().map(one).collect_view()} }
}

fn bar(open: Open) -> View {
    let grant = Deed {
        id: "grant-support",
        class: "maple",
        title: Word::GrantSupport,
        restated: Word::GrantSupportRestated,
        grounds: vec![((), Word::Other, "")],
        reasons: Some(Word::Reasons),
        preview: true,
        make: |(), explanation| Command::DecideSupport {
            granted: true,
            explanation,
        },
    };
    let refuse = Deed {
        id: "refuse-support",
        class: "danger",
        title: Word::RefuseSupport,
        restated: Word::RefuseSupportRestated,
        grounds: vec![((), Word::Other, "")],
        reasons: Some(Word::Reasons),
        preview: true,
        make: |(), explanation| Command::DecideSupport {
            granted: false,
            explanation,
        },
    };
    let appoint = Deed {
        id: "appoint-helper",
        class: "",
        title: Word::AppointHelper,
        restated: Word::AppointHelperRestated,
        grounds: vec![((), Word::Other, "")],
        reasons: Some(Word::Helper),
        preview: false,
        make: |(), helper| Command::AppointHelper { helper },
    };
    view! {
        <div class="foot acts" data-testid="acts">
            {deed(open, grant)}
            {deed(open, appoint)}
            {deed(open, refuse)}
        </div>
    }
}
