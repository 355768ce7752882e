//! Lines of those who test theirs: one publish connection each, in no room, heard by nobody.

use super::super::engine::{Codec, Engine, LinkId, Use};
use super::super::seat::ConnId;
use super::House;
use domain::api::RoomTell;
use std::time::Instant;
use tokio::sync::mpsc::UnboundedSender;

/// At one time; a test takes half a minute.
const MOST_PROBES: usize = 50;

pub struct Probe {
    link: Option<LinkId>,
    tell: UnboundedSender<RoomTell>,
}

impl<E: Engine> House<E> {
    pub fn probe(&mut self, conn: ConnId, tell: UnboundedSender<RoomTell>) {
        if self.probes.len() >= MOST_PROBES {
            // Dropping `tell` closes the socket after this word.
            let code = "too_many_requests".into();
            let _ = tell.send(RoomTell::Problem { code });
            return;
        }
        self.probes.insert(conn, Probe { link: None, tell });
    }

    /// The offer of a tester, in the place of an earlier one.
    pub(super) fn probed(&mut self, now: Instant, conn: ConnId, sdp: String) {
        let Some(probe) = self.probes.get_mut(&conn) else {
            return;
        };
        if let Some(old) = probe.link.take() {
            self.engine.close(old);
        }
        self.next_link += 1;
        let link = LinkId(self.next_link);
        let answer = self.engine.open(now, link, Use::Publish);
        probe.link = Some(link);
        let tell = match answer.and_then(|()| self.engine.answer(now, link, sdp, Codec::Vp8)) {
            Ok(sdp) => RoomTell::PublishAnswer { sdp },
            Err(error) => {
                tracing::debug!(%error, "a tester's offer refused");
                RoomTell::Problem {
                    code: "bad_offer".into(),
                }
            }
        };
        let _ = probe.tell.send(tell);
    }

    pub(super) fn end_probe(&mut self, conn: ConnId) {
        if let Some(link) = self.probes.remove(&conn).and_then(|probe| probe.link) {
            self.engine.close(link);
        }
    }

    /// Ends the test that owns `link`, if one does.
    pub(super) fn end_probe_of(&mut self, link: LinkId) -> bool {
        let owner = self.probes.iter().find(|(_, probe)| probe.link == Some(link));
        let owner = owner.map(|(conn, _)| *conn);
        if let Some(conn) = owner {
            self.end_probe(conn);
        }
        owner.is_some()
    }
}
