//! Those who look at their camera before they come in: the connection by which they will hear the
//! others is made meanwhile, so that it stands when they are let in. Nobody learns of them, and
//! nothing is sent to them.

use super::super::engine::{Engine, LinkId, Use};
use super::super::seat::{ConnId, Subscription};
use super::House;
use super::links::{propose, settle};
use domain::api::RoomTell;
use domain::id::{CaseId, PersonId};
use std::time::Instant;
use tokio::sync::mpsc::UnboundedSender;

/// At one time; beyond that, connections are made on entering.
const MOST_DOORS: usize = 200;

pub struct Door {
    case: CaseId,
    person: PersonId,
    tell: UnboundedSender<RoomTell>,
    subscription: Option<Subscription>,
}

impl<E: Engine> House<E> {
    /// Somebody opened a line, and said no `Hello` yet.
    pub fn wait(&mut self, conn: ConnId, case: CaseId, person: PersonId, tell: UnboundedSender<RoomTell>) {
        let prepare = self.doors.len() < MOST_DOORS;
        let _ = tell.send(RoomTell::Door { prepare });
        if prepare {
            let door = Door {
                case,
                person,
                tell,
                subscription: None,
            };
            self.doors.insert(conn, door);
        }
    }

    /// The offer of one who waits, in the place of an earlier one.
    pub(super) fn subscribe_at_door(&mut self, now: Instant, conn: ConnId, sdp: String) {
        let Some(mut door) = self.doors.remove(&conn) else {
            return;
        };
        self.close(door.subscription.take().map(|subscription| subscription.link));
        match self.subscription(now, door.case, door.person, sdp) {
            Ok((mut subscription, answer)) => {
                let _ = door.tell.send(answer);
                if let Some(offer) = propose(&mut self.engine, &mut self.next_offer, now, &mut subscription) {
                    let _ = door.tell.send(offer);
                }
                door.subscription = Some(subscription);
            }
            Err(code) => {
                let _ = door.tell.send(RoomTell::Problem { code: code.into() });
            }
        }
        self.doors.insert(conn, door);
    }

    pub(super) fn answer_at_door(&mut self, now: Instant, conn: ConnId, sdp: String, version: u32) {
        let door = self.doors.get_mut(&conn);
        let Some(subscription) = door.and_then(|door| door.subscription.as_mut()) else {
            return;
        };
        if settle(&mut self.engine, now, subscription, sdp, version).is_err() {
            self.end_door(conn);
        }
    }

    /// The connection of one who comes in now, if it was made.
    pub(super) fn open_door(&mut self, conn: ConnId) -> Option<Subscription> {
        self.doors.remove(&conn)?.subscription
    }

    pub(super) fn end_door(&mut self, conn: ConnId) {
        let subscription = self.open_door(conn);
        self.close(subscription.map(|subscription| subscription.link));
    }

    pub(super) fn end_doors_of(&mut self, case: CaseId) {
        let of = self.doors.iter().filter(|(_, door)| door.case == case);
        let conns: Vec<ConnId> = of.map(|(conn, _)| *conn).collect();
        conns.into_iter().for_each(|conn| self.end_door(conn));
    }

    /// By its link, whether its person stands at the door or inside.
    pub(super) fn subscription_on(&mut self, link: LinkId) -> Option<&mut Subscription> {
        let &(case, person, Use::Subscribe) = self.links.get(&link)? else {
            return None;
        };
        let doors = self.doors.values_mut().filter_map(|door| door.subscription.as_mut());
        let seat = self.cases.get_mut(&case).and_then(|seats| seats.get_mut(&person));
        let inside = seat.and_then(|seat| seat.subscribe.as_mut());
        doors.chain(inside).find(|subscription| subscription.link == link)
    }
}
